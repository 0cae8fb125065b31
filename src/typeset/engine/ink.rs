//! What lies on laid-out pages: runs of text and filled shapes, each with where it is, how large, and what cuts it off.

use typst::foundations::{Label, NativeElement as _, Value};
use typst::introspection::{Introspector as _, Location, MetadataElem, Tag};
use typst::layout::{Frame, FrameItem, Point, RepeatElem, Size, Transform};
use typst::pdf::ArtifactElem;
use typst::text::TextItem;
use typst::utils::PicoStr;
use typst::visualize::{Geometry, Image, ImageKind, Paint, RasterImage, Shape};
use typst_layout::{Page, PagedDocument};

use super::tone::Tone;

/// The part of a line's height that letters fill, in parts of their size, above the line they stand on.
const LETTERS: f64 = 0.46;
/// How thick the stems of letters are, in parts of their size.
const STEM: f64 = 0.06;
/// An outline of more than this, in parts of the letters' size, fills them and the space between them.
const BLOT: f64 = 0.25;
/// The name under which the paper's source tells the margins.
const MARGINS: &str = "affiant:margins";
/// A line that is thicker than this, in points, can hide words.
const THICK: f64 = 2.0;

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
    /// Whether its outline is so thick that no letter can be told from another.
    pub(super) is_blot: bool,
    /// Whether it decorates the page and is no part of the text: a running head, a page number, a watermark.
    pub(super) is_artifact: bool,
    /// How much ink lies under it.
    pub(super) order: usize,
}

/// A shape or an image that can hide what lies under it.
pub(super) struct Filled<'a> {
    pub(super) area: Area,
    /// How it hides what lies under it: an image, as if it were white all over.
    pub(super) tone: Tone,
    pub(super) order: usize,
    /// The image, if it is one.
    pub(super) picture: Option<Picture<'a>>,
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
    let mut artifacts = Vec::new();
    let margins = margins(document);
    document.pages().iter().map(|page| sheet(page, margins, &mut artifacts)).collect()
}

fn sheet<'a>(page: &'a Page, margins: Option<[f64; 4]>, artifacts: &mut Vec<Location>) -> Sheet<'a> {
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
    let mut walk = Walk { sheet: &mut sheet, artifacts, order: 0 };
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
    artifacts: &'a mut Vec<Location>,
    order: usize,
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
                    self.artifacts.push(tag.location());
                }
            }
            Tag::End(location, ..) if self.artifacts.last() == Some(location) => {
                self.artifacts.pop();
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
            is_blot: thickness > BLOT,
            is_artifact: !self.artifacts.is_empty(),
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
        let thick = shape.stroke.as_ref().filter(|stroke| stroke.thickness.to_pt() > THICK);
        if let Some(stroke) = thick {
            let half = stroke.thickness.to_pt() / 2.0 * here.sx.get().hypot(here.ky.get());
            let bounds = shape.geometry.bbox(None);
            let area = Area::around(bounds.min, bounds.max, here);
            for side in area.sides(half) {
                self.painted(side.within(window), &stroke.paint);
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
        self.fill(area.within(window), Tone::WHITE, Some(Picture { pixels, area }));
    }

    fn painted(&mut self, area: Area, paint: &Paint) {
        // A pattern can be anything, and hide everything.
        self.fill(area, Tone::of(paint).unwrap_or(Tone::WHITE), None);
    }

    fn fill(&mut self, area: Area, tone: Tone, picture: Option<Picture<'d>>) {
        if area.size() > 0.0 {
            self.sheet.shapes.push(Filled { area, tone, order: self.order, picture });
        }
        self.order += 1;
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

    /// Its four sides, each so wide on either hand.
    fn sides(self, half: f64) -> [Self; 4] {
        let wide = self.wider(half);
        [
            Self { bottom: self.top + half, ..wide },
            Self { top: self.bottom - half, ..wide },
            Self { right: self.left + half, ..wide },
            Self { left: self.right - half, ..wide },
        ]
    }
}
