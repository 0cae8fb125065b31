//! What lies on laid-out pages: runs of text and filled shapes, each with where it is, how large, and what cuts it off.

use typst::foundations::{Label, NativeElement as _, Value};
use typst::introspection::{Introspector as _, Location, MetadataElem, Tag};
use typst::layout::{Em, Frame, FrameItem, Point, RepeatElem, Size, Transform};
use typst::model::{FootnoteElem, OutlineElem};
use typst::pdf::ArtifactElem;
use typst::text::TextItem;
use typst::utils::PicoStr;
use typst::visualize::{CurveItem, Geometry, Image, ImageKind, Paint, RasterImage, Shape};
use typst_layout::{Page, PagedDocument};

use super::letters::is_from_right;
use super::tone::Tone;

/// The part of a line's height that letters fill, in parts of their size, above the line they stand on.
const LETTERS: f64 = 0.46;
/// So many points of a run that is not straight are looked at.
const MIDDLES: u32 = 40;
/// How thick the stems of letters are, in parts of their size.
const STEM: f64 = 0.06;
/// An outline of more than this, in parts of the letters' size, fills them and the space between them.
const BLOT: f64 = 0.25;
/// Letters that lean further to a side than this, for each part of their height, cannot be read.
const SLANT: f64 = 1.2;
/// The name under which the paper's source tells the margins.
const MARGINS: &str = "affiant:margins";
/// A line that is thicker than this, in points, can hide words by itself; of thinner ones it takes several.
const THICK: f64 = 2.0;
/// A line that is thinner than this, in points, hides nothing.
const HAIR: f64 = 0.3;

/// A rectangle on a page, in points from its top left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

/// One page and all ink on it, in the order it is laid on.
pub(super) struct Sheet<'a> {
    /// All of the page.
    pub(super) page: Area,
    /// The part between the margins, where that is known.
    pub(super) body: Option<Area>,
    pub(super) runs: Vec<Run<'a>>,
    pub(super) shapes: Vec<Filled<'a>>,
    /// What the page is painted with.
    pub(super) ground: Tone,
}

/// A run of text in one style.
pub(super) struct Run<'a> {
    pub(super) text: &'a TextItem,
    /// Where its small letters are.
    pub(super) area: Area,
    /// Whether its lines run across or down the page, so that its area is no larger than it is.
    pub(super) is_straight: bool,
    /// What is left of the page there by all that clips it.
    pub(super) window: Area,
    /// The size of its letters as they are printed, in points: of height or width, whichever is drawn smaller.
    pub(super) size: f64,
    /// Its letters, as thick as they are painted.
    pub(super) tone: Option<Tone>,
    /// Whether it is mirrored, stands on its head, or is slanted beyond reading.
    pub(super) is_turned: bool,
    /// Where its baseline begins, and how far it goes across and down.
    baseline: [f64; 4],
    /// Whether its outline is so thick that no letter can be told from another.
    pub(super) is_blot: bool,
    /// What it belongs to.
    pub(super) belongs: Belongs,
    /// How much ink lies under it.
    pub(super) order: usize,
}

/// What a run of text belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Belongs {
    /// The text of the paper.
    Text,
    /// What decorates the page: a running head, a page number, a watermark.
    Artifact,
    /// A table of contents, which repeats what the paper says elsewhere.
    Contents,
    /// The mark of a footnote.
    Mark,
}

/// A shape or an image that can hide what lies under it.
pub(super) struct Filled<'a> {
    pub(super) area: Area,
    /// How it looks under words: an image, as if it were white all over.
    pub(super) tone: Tone,
    /// How it hides what lies under it.
    pub(super) cover: Tone,
    /// Whether it is large enough to be a ground for words.
    pub(super) is_ground: bool,
    /// A line, which covers only what is no further from it than half of how thick it is.
    line: Option<Line>,
    pub(super) order: usize,
    /// The image, if it is one.
    pub(super) picture: Option<Picture<'a>>,
}

/// A straight line with its ends, and half of how thick it is.
#[derive(Clone, Copy)]
struct Line {
    from: (f64, f64),
    to: (f64, f64),
    half: f64,
}

impl Line {
    fn area(&self) -> Area {
        let ((x, y), (u, v)) = (self.from, self.to);
        Area { left: x.min(u), top: y.min(v), right: x.max(u), bottom: y.max(v) }.wider(self.half)
    }

    fn covers(&self, x: f64, y: f64) -> bool {
        let (along, up) = (self.to.0 - self.from.0, self.to.1 - self.from.1);
        let length = along * along + up * up;
        let part = if length > 0.0 { ((x - self.from.0) * along + (y - self.from.1) * up) / length } else { 0.0 };
        let part = part.clamp(0.0, 1.0);
        (x - self.from.0 - along * part).hypot(y - self.from.1 - up * part) <= self.half
    }
}

impl Filled<'_> {
    /// Whether it lies over a point.
    pub(super) fn covers(&self, x: f64, y: f64) -> bool {
        self.area.holds(x, y) && self.line.is_none_or(|line| line.covers(x, y))
    }
}

/// An image on a page.
pub(super) struct Picture<'a> {
    /// Its pixels, where it is upright and has some.
    pixels: Option<&'a RasterImage>,
    /// Where all of it would be, whatever clips it.
    area: Area,
}

/// All ink on the pages of a document.
pub(super) fn of(document: &PagedDocument) -> Vec<Sheet<'_>> {
    let mut open = Open::default();
    let margins = margins(document);
    document.pages().iter().map(|page| sheet(page, margins, &mut open)).collect()
}

fn sheet<'a>(page: &'a Page, margins: Option<[f64; 4]>, open: &mut Open) -> Sheet<'a> {
    let size = page.frame.size();
    let whole = Area { left: 0.0, top: 0.0, right: size.x.to_pt(), bottom: size.y.to_pt() };
    let ground = page.fill_or_white().as_ref().and_then(Tone::of).map_or(Tone::WHITE, |tone| tone.over(Tone::WHITE));
    let body = margins.map(|[left, top, right, bottom]| Area {
        left: whole.left + left,
        top: whole.top + top,
        right: whole.right - right,
        bottom: whole.bottom - bottom,
    });
    let mut sheet = Sheet { page: whole, body, runs: Vec::new(), shapes: Vec::new(), ground };
    let mut walk = Walk { sheet: &mut sheet, open, order: 0 };
    walk.frame(&page.frame, Transform::identity(), Area::EVERYWHERE);
    sheet
}

/// The margins that the look asks for, as the paper's source tells them: left, top, right and bottom, in points.
fn margins(document: &PagedDocument) -> Option<[f64; 4]> {
    let told = document.introspector().query(&MetadataElem::ELEM.select());
    let label = Label::new(PicoStr::intern(MARGINS));
    let own = told.iter().find(|content| content.label() == label)?.to_packed::<MetadataElem>()?;
    let Value::Array(sides) = &own.value else { return None };
    let sides: Vec<f64> = sides.iter().filter_map(|side| side.clone().cast().ok()).collect();
    sides.try_into().ok()
}

struct Walk<'a, 's, 'd> {
    sheet: &'s mut Sheet<'d>,
    open: &'a mut Open,
    order: usize,
}

/// What has begun and not ended yet, from page to page.
#[derive(Default)]
struct Open {
    artifacts: Vec<Location>,
    /// The table of contents.
    listed: Option<Location>,
    /// The mark of a footnote.
    noted: Option<Location>,
}

impl<'d> Walk<'_, '_, 'd> {
    fn frame(&mut self, frame: &'d Frame, around: Transform, window: Area) {
        for (at, item) in frame.items() {
            let here = around.pre_concat(Transform::translate(at.x, at.y));
            match item {
                FrameItem::Group(group) => {
                    let inside = here.pre_concat(group.transform);
                    let mut window = window;
                    if let Some(clip) = &group.clip {
                        let bounds = clip.bbox(None);
                        window = window.within(Area::around(bounds.min, bounds.max, inside));
                    }
                    self.frame(&group.frame, inside, window);
                }
                FrameItem::Text(text) => self.text(text, here, window),
                FrameItem::Shape(shape, _) => self.shape(shape, here, window),
                FrameItem::Image(image, size, _) => self.image(image, *size, here, window),
                FrameItem::Link(..) => {}
                FrameItem::Tag(tag) => self.tag(tag),
            }
        }
    }

    fn tag(&mut self, tag: &Tag) {
        match tag {
            Tag::Start(content, _) => {
                let kind = content.elem();
                if kind == ArtifactElem::ELEM || kind == RepeatElem::ELEM {
                    self.open.artifacts.push(tag.location());
                } else if kind == OutlineElem::ELEM && self.open.listed.is_none() {
                    self.open.listed = Some(tag.location());
                } else if kind == FootnoteElem::ELEM && self.open.noted.is_none() {
                    self.open.noted = Some(tag.location());
                }
            }
            Tag::End(location, ..) if self.open.listed.as_ref() == Some(location) => self.open.listed = None,
            Tag::End(location, ..) if self.open.noted.as_ref() == Some(location) => self.open.noted = None,
            Tag::End(location, ..) if self.open.artifacts.last() == Some(location) => {
                self.open.artifacts.pop();
            }
            Tag::End(..) => {}
        }
    }

    fn text(&mut self, text: &'d TextItem, here: Transform, window: Area) {
        let width = text.width();
        let low = Point::new(width, typst::layout::Abs::zero());
        let high = Point::with_y(text.size * -LETTERS);
        let (across, along) = (here.sx.get().hypot(here.ky.get()), here.kx.get().hypot(here.sy.get()));
        // Letters that are slanted until they are a line are as small as what they cover.
        let covered = (here.sx.get() * here.sy.get() - here.kx.get() * here.ky.get()).abs();
        let scale = across.min(along).min(covered / across.max(along).max(f64::MIN_POSITIVE));
        let thickness = text.stroke.as_ref().map_or(0.0, |stroke| stroke.thickness / text.size);
        let stroke = text.stroke.as_ref().filter(|stroke| stroke.thickness.to_pt() > 0.2);
        let stroke = stroke.and_then(|stroke| Tone::of(&stroke.paint));
        self.order += 1;
        self.sheet.runs.push(Run {
            text,
            area: Area::around(high, low, here),
            is_straight: here.ky.get().abs() < 1e-3 && here.kx.get().abs() < 1e-3
                || here.sx.get().abs() < 1e-3 && here.sy.get().abs() < 1e-3,
            window,
            size: text.size.to_pt() * scale,
            tone: match (Tone::of(&text.fill), stroke) {
                // The outline is painted over the letter, and covers all of it when it is as thick as a stem.
                (Some(_), Some(stroke)) if thickness > STEM => Some(stroke),
                (Some(fill), Some(stroke)) => Some(fill.stronger(stroke)),
                (fill, stroke) => fill.or(stroke),
            },
            is_turned: {
                let (across, down) = (here.sx.get(), here.sy.get());
                let area = across * down - here.kx.get() * here.ky.get();
                let is_level = here.ky.get().abs() < 1e-3;
                area < 0.0 || is_level && (across < 0.0 || here.kx.get().abs() > down.abs() * SLANT)
            },
            baseline: {
                let raised = text.size * (-LETTERS / 2.0);
                let (from, to) = (Point::with_y(raised), Point::new(width, raised));
                let (from, to) = (from.transform_inf(here), to.transform_inf(here));
                [from.x.to_pt(), from.y.to_pt(), (to.x - from.x).to_pt(), (to.y - from.y).to_pt()]
            },
            is_blot: thickness > BLOT,
            belongs: self.open.belongs(),
            order: self.order,
        });
    }

    fn shape(&mut self, shape: &Shape, here: Transform, window: Area) {
        self.order += 1;
        if let Some(fill) = &shape.fill {
            let bounds = shape.geometry.bbox(None);
            let area = Area::around(bounds.min, bounds.max, here);
            // The corners around a circle stay open.
            let area = if matches!(shape.geometry, Geometry::Curve(_)) { area.shrunk(0.1) } else { area };
            self.painted(area.within(window), fill);
        }
        let drawn = shape.stroke.as_ref().filter(|stroke| stroke.thickness.to_pt() > HAIR);
        if let Some(stroke) = drawn {
            let half = stroke.thickness.to_pt() / 2.0 * here.sx.get().hypot(here.ky.get());
            let is_ground = stroke.thickness.to_pt() > THICK;
            for (from, to) in strokes(&shape.geometry) {
                let at = |point: Point| {
                    let point = point.transform_inf(here);
                    (point.x.to_pt(), point.y.to_pt())
                };
                let line = Line { from: at(from), to: at(to), half };
                let (tone, cover) = tones(&stroke.paint);
                let order = self.order;
                self.fill(Filled {
                    area: line.area().within(window),
                    tone,
                    cover,
                    is_ground,
                    line: Some(line),
                    order,
                    picture: None,
                });
            }
        }
    }

    fn image(&mut self, image: &'d Image, size: Size, here: Transform, window: Area) {
        let area = Area::around(Point::zero(), size.to_point(), here);
        let is_upright = here.kx.get() == 0.0 && here.ky.get() == 0.0 && here.sx.get() > 0.0 && here.sy.get() > 0.0;
        let pixels = match image.kind() {
            ImageKind::Raster(raster) if is_upright && raster.exif_rotation().is_none_or(|turn| turn == 1) => {
                Some(raster)
            }
            _ => None,
        };
        let (area, picture) = (area.within(window), Some(Picture { pixels, area }));
        let (tone, order) = (Tone::WHITE, self.order);
        self.fill(Filled { area, tone, cover: tone, is_ground: true, line: None, order, picture });
    }

    fn painted(&mut self, area: Area, paint: &Paint) {
        let (tone, cover) = tones(paint);
        let order = self.order;
        self.fill(Filled { area, tone, cover, is_ground: true, line: None, order, picture: None });
    }

    fn fill(&mut self, shape: Filled<'d>) {
        if shape.area.size() > 0.0 {
            self.sheet.shapes.push(shape);
        }
        self.order += 1;
    }
}

/// How a paint looks under words and how it hides them. A pattern can be anything, and hide everything.
fn tones(paint: &Paint) -> (Tone, Tone) {
    (Tone::of(paint).unwrap_or(Tone::WHITE), Tone::of_cover(paint).unwrap_or(Tone::WHITE))
}

/// The straight lines that an outline is drawn by; a bow, as if it were straight.
fn strokes(geometry: &Geometry) -> Vec<(Point, Point)> {
    match geometry {
        Geometry::Line(to) => vec![(Point::zero(), *to)],
        Geometry::Rect(size) => {
            let [a, b, c, d] =
                [Point::zero(), Point::with_x(size.x), Point::new(size.x, size.y), Point::with_y(size.y)];
            vec![(a, b), (b, c), (c, d), (d, a)]
        }
        Geometry::Curve(curve) => {
            let (mut lines, mut start, mut at) = (Vec::new(), Point::zero(), Point::zero());
            for item in &curve.0 {
                let to = match item {
                    CurveItem::Move(to) => {
                        (start, at) = (*to, *to);
                        continue;
                    }
                    CurveItem::Line(to) | CurveItem::Cubic(_, _, to) => *to,
                    CurveItem::Close => start,
                };
                lines.push((at, to));
                at = to;
            }
            lines
        }
    }
}

impl Open {
    fn belongs(&self) -> Belongs {
        match () {
            () if self.listed.is_some() => Belongs::Contents,
            () if !self.artifacts.is_empty() => Belongs::Artifact,
            () if self.noted.is_some() => Belongs::Mark,
            () => Belongs::Text,
        }
    }
}

impl Run<'_> {
    /// Whether it decorates the page and is no part of the text.
    pub(super) fn is_artifact(&self) -> bool {
        self.belongs == Belongs::Artifact
    }

    /// Whether its line runs across the page.
    pub(super) fn is_level(&self) -> bool {
        self.baseline[3].abs() < 1e-3
    }

    /// Whether a letter of it is read from right to left.
    pub(super) fn is_from_right(&self) -> bool {
        self.text.text.chars().any(is_from_right)
    }

    /// Points along the middle of its letters.
    pub(super) fn middle(&self) -> impl Iterator<Item = (f64, f64)> {
        let [x, y, across, down] = self.baseline;
        (0..=MIDDLES).map(move |at| {
            let part = f64::from(at) / f64::from(MIDDLES);
            (x + across * part, y + down * part)
        })
    }

    /// Its letters with ink, each with its first byte and where it is: of a straight run that is read from left to
    /// right.
    pub(super) fn letters(&self) -> impl Iterator<Item = (usize, Area)> {
        let all: Em = self.text.glyphs.iter().map(|glyph| glyph.x_advance).sum();
        let point = (self.area.right - self.area.left) / all.at(self.text.size).to_pt().max(f64::MIN_POSITIVE);
        let mut right = self.area.left;
        self.text.glyphs.iter().filter_map(move |glyph| {
            let left = right;
            right += glyph.x_advance.at(self.text.size).to_pt() * point;
            let is_ink = self.text.text.get(glyph.range()).is_some_and(|said| !said.trim().is_empty());
            (is_ink && right > left).then_some((glyph.range().start, Area { left, right, ..self.area }))
        })
    }

    /// Whether its letters are laid from right to left, though none of them is read so.
    pub(super) fn is_turned_round(&self) -> bool {
        let (first, last) = (self.text.glyphs.first(), self.text.glyphs.last());
        let ranges = first.zip(last).map(|(first, last)| (first.range().start, last.range().start));
        // A full stop takes the direction of its paragraph.
        let says = || self.text.text.chars().any(char::is_alphanumeric) && !self.is_from_right();
        ranges.is_some_and(|(first, last)| first > last) && says()
    }
}

impl Picture<'_> {
    /// Whether words under which it lies may not be seen on it: where it is as pale or dark as they are, or nobody can
    /// tell.
    pub(super) fn swallows(&self, letters: Area, tone: Tone, ground: Tone) -> bool {
        let Some(raster) = self.pixels else { return true };
        let part = letters.within(self.area);
        let pixel = |at: f64, length: f64, all: u32| {
            // Rounded down to a pixel of the image.
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is within the image")]
            let pixel = (at / length * f64::from(all)).clamp(0.0, f64::from(all - 1)) as u32;
            pixel
        };
        let (width, height) = (self.area.right - self.area.left, self.area.bottom - self.area.top);
        let (left, right) = (part.left - self.area.left, part.right - self.area.left);
        let (top, bottom) = (part.top - self.area.top, part.bottom - self.area.top);
        let (left, right) = (pixel(left, width, raster.width()), pixel(right, width, raster.width()));
        let (top, bottom) = (pixel(top, height, raster.height()), pixel(bottom, height, raster.height()));
        let pixels = raster.dynamic().crop_imm(left, top, right - left + 1, bottom - top + 1).to_luma_alpha8();
        let is_lost = |light: u8, cover: u8| !tone.is_seen_on(Tone::of_pixel(light, cover).over(ground));
        let lost = pixels.pixels().filter(|pixel| is_lost(pixel.0[0], pixel.0[1])).count();
        // A thin line through the words leaves them readable.
        lost * 6 > pixels.pixels().len()
    }
}

impl Area {
    const EVERYWHERE: Self = Self { left: -1e9, top: -1e9, right: 1e9, bottom: 1e9 };

    /// The smallest one around a rectangle that is turned or scaled.
    fn around(min: Point, max: Point, by: Transform) -> Self {
        if by.is_only_translate() {
            let (x, y) = (by.tx.to_pt(), by.ty.to_pt());
            let (left, right) = (min.x.to_pt() + x, max.x.to_pt() + x);
            let (top, bottom) = (min.y.to_pt() + y, max.y.to_pt() + y);
            return Self {
                left: left.min(right),
                top: top.min(bottom),
                right: left.max(right),
                bottom: top.max(bottom),
            };
        }
        let corners =
            [min, max, Point::new(min.x, max.y), Point::new(max.x, min.y)].map(|corner| corner.transform_inf(by));
        let xs = corners.map(|corner| corner.x.to_pt());
        let ys = corners.map(|corner| corner.y.to_pt());
        let least = |all: [f64; 4]| all.into_iter().fold(f64::INFINITY, f64::min);
        let most = |all: [f64; 4]| all.into_iter().fold(f64::NEG_INFINITY, f64::max);
        Self { left: least(xs), top: least(ys), right: most(xs), bottom: most(ys) }
    }

    /// What both have in common; nothing of it is left when they do not meet.
    pub(super) fn within(self, other: Self) -> Self {
        Self {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            bottom: self.bottom.min(other.bottom),
        }
    }

    /// Whether a point lies in it.
    pub(super) fn holds(self, x: f64, y: f64) -> bool {
        self.left <= x && x <= self.right && self.top <= y && y <= self.bottom
    }

    /// How much it covers, in square points.
    pub(super) fn size(self) -> f64 {
        (self.right - self.left).max(0.0) * (self.bottom - self.top).max(0.0)
    }

    /// Which part of it the other one covers, from 0 to 1.
    pub(super) fn part_in(self, other: Self) -> f64 {
        let all = self.size();
        if all > 0.0 { self.within(other).size() / all } else { 0.0 }
    }

    /// Whether all of it lies in the other one, but for a hair.
    pub(super) fn is_in(self, other: Self) -> bool {
        let other = other.wider(0.01);
        self.left >= other.left && self.right <= other.right && self.top >= other.top && self.bottom <= other.bottom
    }

    /// Whether it lies over the height of a line's letters, and over so much of their length that a letter is gone.
    pub(super) fn takes_a_letter_of(self, letters: Self, size: f64) -> bool {
        let shared = self.within(letters);
        let (width, height) = (letters.right - letters.left, letters.bottom - letters.top);
        shared.bottom - shared.top > height * 0.5 && shared.right - shared.left > (size * 0.4).min(width * 0.5)
    }

    /// The same one, wider by so much on each side.
    pub(super) fn wider(self, by: f64) -> Self {
        Self { left: self.left - by, top: self.top - by, right: self.right + by, bottom: self.bottom + by }
    }

    /// The same one with this part taken away on each side.
    fn shrunk(self, part: f64) -> Self {
        let (x, y) = ((self.right - self.left) * part, (self.bottom - self.top) * part);
        Self { left: self.left + x, top: self.top + y, right: self.right - x, bottom: self.bottom - y }
    }
}
