//! What the two processes say to each other, and how it is framed.
//!
//! A message is two lengths (unsigned, 32 bits, little-endian), a header in JSON, and raw bytes beside it.

use std::io::{self, Read, Write};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::draft::{Drafted, Request};
use crate::files::{FilePath, FileProblem, Stage};

/// The largest header that is taken from the other side, in bytes.
const HEADER_LIMIT: u32 = 256 << 20;
/// The most raw bytes that are taken from the other side.
const BODY_LIMIT: u32 = 1 << 30;

/// From the supervisor to the worker.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Order {
    /// Draft a paper. The files are those it is expected to read; their bytes follow one after the other.
    Draft { request: Box<Request>, files: Vec<(FilePath, FileAnswer)> },
    /// The answer to [`Answer::Read`].
    File(FileAnswer),
    /// A round of drafts is over; `forget` all files too.
    Round { forget: bool },
}

/// What there is under a file's name.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) enum FileAnswer {
    /// The bytes that the worker has already.
    Same,
    /// That many bytes, which follow.
    Bytes(usize),
    /// Nothing that can be read.
    Problem(FileProblem),
}

/// From the worker to the supervisor.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Answer {
    /// A file is wanted.
    Read(FilePath),
    /// What the worker does from now on.
    Stage(Stage),
    /// Which of the files sent along were read.
    Used(Vec<FilePath>),
    /// The paper; the PDF follows, or the pages one after the other.
    Done(Box<Drafted>),
    /// affiant itself went wrong, at this place of its source.
    Panicked { place: String },
}

/// Writes one message.
pub(super) fn write(to: &mut impl Write, message: &impl Serialize, bodies: &[&[u8]]) -> io::Result<()> {
    let too_long = |_| io::Error::from(io::ErrorKind::InvalidData);
    let mut frame = vec![0; 8];
    serde_json::to_writer(&mut frame, message)?;
    let header = u32::try_from(frame.len() - 8).map_err(too_long)?;
    let body = u32::try_from(bodies.iter().map(|body| body.len()).sum::<usize>()).map_err(too_long)?;
    frame[..4].copy_from_slice(&header.to_le_bytes());
    frame[4..8].copy_from_slice(&body.to_le_bytes());
    let small = body < 1 << 16;
    if small {
        frame.extend(bodies.concat());
    }
    to.write_all(&frame)?;
    if !small {
        bodies.iter().try_for_each(|body| to.write_all(body))?;
    }
    to.flush()
}

/// Reads one message.
pub(super) fn read<T: DeserializeOwned>(from: &mut impl Read) -> io::Result<(T, Vec<u8>)> {
    let (mut header, mut body) = ([0; 4], [0; 4]);
    from.read_exact(&mut header)?;
    from.read_exact(&mut body)?;
    let header = exactly(from, u32::from_le_bytes(header), HEADER_LIMIT)?;
    let body = exactly(from, u32::from_le_bytes(body), BODY_LIMIT)?;
    Ok((serde_json::from_slice(&header)?, body))
}

/// That many bytes; a length that the other side claims reserves no memory before the bytes are there.
fn exactly(from: &mut impl Read, length: u32, limit: u32) -> io::Result<Vec<u8>> {
    if length > limit {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut bytes = Vec::with_capacity(length.min(1 << 20) as usize);
    from.take(u64::from(length)).read_to_end(&mut bytes)?;
    if bytes.len() == length as usize { Ok(bytes) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}
