//! What lies on laid-out pages: runs of text and filled shapes, each with where it is, how large, and what cuts it off.

use typst::foundations::{Label, NativeElement as _, Value};
use typst::introspection::{Introspector as _, Location, MetadataElem, Tag};
use typst::layout::{Em, Frame, FrameItem, Point, RepeatElem, Size, Transform};
use typst::model::{FootnoteElem, OutlineElem};
use typst::pdf::ArtifactElem;
use typst::text::TextItem;
use typst::utils::PicoStr;
use typst::visualize::{Geometry, Image, ImageKind, Paint, Shape};
use typst_layout::{Page, PagedDocument};

use super::area::Area;
use super::filled::{Filled, Picture, Stroke, strokes, tones};
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
/// Words whose line goes back by more than this part of its length stand on their head: the sine of 10 degrees.
const ON_ITS_HEAD: f64 = 0.17;
/// The name under which the paper's source tells the margins.
const MARGINS: &str = "affiant:margins";
/// A line that is thicker than this, in points, can hide words by itself; of thinner ones it takes several.
const THICK: f64 = 2.0;

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
                let area = here.sx.get() * here.sy.get() - here.kx.get() * here.ky.get();
                let is_level = here.ky.get().abs() < 1e-3;
                area < 0.0
                    || here.sx.get() < -ON_ITS_HEAD * here.sx.get().hypot(here.ky.get())
                    || is_level && here.kx.get().abs() > here.sy.get().abs() * SLANT
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
        let drawn = shape.stroke.as_ref().filter(|stroke| stroke.thickness.to_pt() > 0.0);
        if let Some(stroke) = drawn {
            let half = stroke.thickness.to_pt() / 2.0 * here.sx.get().hypot(here.ky.get());
            let is_ground = stroke.thickness.to_pt() > THICK;
            for (from, to) in strokes(&shape.geometry) {
                let at = |point: Point| {
                    let point = point.transform_inf(here);
                    (point.x.to_pt(), point.y.to_pt())
                };
                let drawn = Stroke { from: at(from), to: at(to), half };
                let (tone, cover) = tones(&stroke.paint);
                let order = self.order;
                self.fill(Filled {
                    area: drawn.area().within(window),
                    tone,
                    cover,
                    is_ground,
                    stroke: Some(drawn),
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
        self.fill(Filled { area, tone, cover: tone, is_ground: true, stroke: None, order, picture });
    }

    fn painted(&mut self, area: Area, paint: &Paint) {
        let (tone, cover) = tones(paint);
        let order = self.order;
        self.fill(Filled { area, tone, cover, is_ground: true, stroke: None, order, picture: None });
    }

    fn fill(&mut self, shape: Filled<'d>) {
        if shape.area.size() > 0.0 {
            self.sheet.shapes.push(shape);
        }
        self.order += 1;
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
