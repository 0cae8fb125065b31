//! Refuses images that would take too much memory to decode, by what their headers say.

use crate::facts::limits;

/// The most pixels that an image may have.
pub const MAX_PIXELS: u64 = limits::IMAGE.value as u64 * 1_000_000;

/// Says what is wrong with a file beside a look, if it is an image: one that is damaged or larger than [`MAX_PIXELS`].
///
/// # Errors
/// The rest of a sentence that begins with the file's name.
pub(super) fn check(name: &str, bytes: &[u8]) -> Result<(), String> {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    let size = match ending.as_str() {
        "png" => png(bytes),
        "jpg" | "jpeg" => jpeg(bytes),
        "gif" => gif(bytes),
        "webp" => webp(bytes),
        "svg" => return svg(bytes),
        _ => return by_content(bytes),
    };
    let (width, height) = size.ok_or_else(|| format!("is not a whole {} image", ending.to_uppercase()))?;
    limit(width, height)
}

/// A file that is not named as an image may still be drawn as one: Typst looks at the content.
fn by_content(bytes: &[u8]) -> Result<(), String> {
    let size = png(bytes).or_else(|| jpeg(bytes)).or_else(|| gif(bytes)).or_else(|| webp(bytes));
    size.map_or(Ok(()), |(width, height)| limit(width, height))
}

/// Whether so many pixels are allowed.
pub(super) fn limit(width: u32, height: u32) -> Result<(), String> {
    if u64::from(width) * u64::from(height) <= MAX_PIXELS {
        return Ok(());
    }
    Err(format!("is {width} × {height} pixels, but {} million is the most that is drawn", MAX_PIXELS / 1_000_000))
}

/// A drawing must not carry an image in itself, which no header tells the size of.
pub(super) fn svg(bytes: &[u8]) -> Result<(), String> {
    let Ok(text) = std::str::from_utf8(bytes) else { return Err("is not plain SVG text".to_owned()) };
    if text.contains("data:") || text.contains("<!ENTITY") {
        return Err("holds an embedded image or an entity, which a look's drawing may not".to_owned());
    }
    if text.split("href").skip(1).any(|rest| !refers_to_itself(rest)) {
        return Err("refers to another file, which a look's drawing may not".to_owned());
    }
    Ok(())
}

/// Whether what stands after `href` is the name of a part of the same drawing.
fn refers_to_itself(rest: &str) -> bool {
    let value = rest.trim_start().strip_prefix('=').map(|value| value.trim_start().trim_start_matches(['"', '\'']));
    value.is_none_or(|value| value.trim_start().starts_with('#'))
}

/// Four bytes, most significant first.
fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// Two bytes, most significant first.
fn be16(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?).into())
}

/// Two bytes, least significant first.
fn le16(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?).into())
}

/// Three bytes, least significant first.
fn le24(bytes: &[u8], at: usize) -> Option<u32> {
    Some(le16(bytes, at)? | u32::from(*bytes.get(at + 2)?) << 16)
}

/// Width and height from the header chunk.
fn png(bytes: &[u8]) -> Option<(u32, u32)> {
    bytes.starts_with(b"\x89PNG\r\n\x1a\n").then_some(())?;
    Some((be32(bytes, 16)?, be32(bytes, 20)?))
}

/// Width and height of the logical screen.
fn gif(bytes: &[u8]) -> Option<(u32, u32)> {
    bytes.starts_with(b"GIF8").then_some(())?;
    Some((le16(bytes, 6)?, le16(bytes, 8)?))
}

/// Width and height from whichever of the three kinds of first chunk there is.
fn webp(bytes: &[u8]) -> Option<(u32, u32)> {
    (bytes.starts_with(b"RIFF") && bytes.get(8..12)? == b"WEBP").then_some(())?;
    match bytes.get(12..16)? {
        b"VP8 " => Some((le16(bytes, 26)? & 0x3fff, le16(bytes, 28)? & 0x3fff)),
        b"VP8L" => {
            let bits = le16(bytes, 21)? | le16(bytes, 23)? << 16;
            Some(((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1))
        }
        b"VP8X" => Some((le24(bytes, 24)? + 1, le24(bytes, 27)? + 1)),
        _ => None,
    }
}

/// Width and height from the first frame header, found by stepping over the segments before it.
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    bytes.starts_with(b"\xff\xd8").then_some(())?;
    let mut at = 2;
    loop {
        (*bytes.get(at)? == 0xff).then_some(())?;
        match *bytes.get(at + 1)? {
            0xff => at += 1,
            0x01 | 0xd0..=0xd8 => at += 2,
            0xc4 | 0xc8 | 0xcc => at += 2 + be16(bytes, at + 2)? as usize,
            0xc0..=0xcf => return Some((be16(bytes, at + 7)?, be16(bytes, at + 5)?)),
            _ => at += 2 + be16(bytes, at + 2)? as usize,
        }
    }
}
