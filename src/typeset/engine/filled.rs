//! Shapes and images on a page: what they cover, and how it looks then.

use typst::layout::Point;
use typst::visualize::{CurveItem, Geometry, Paint, RasterImage};

use super::area::Area;
use super::tone::Tone;

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
    pub(super) stroke: Option<Stroke>,
    pub(super) order: usize,
    /// The image, if it is one.
    pub(super) picture: Option<Picture<'a>>,
}

/// A straight line with its ends, and half of how thick it is.
#[derive(Clone, Copy)]
pub(super) struct Stroke {
    pub(super) from: (f64, f64),
    pub(super) to: (f64, f64),
    pub(super) half: f64,
}

impl Stroke {
    pub(super) fn area(&self) -> Area {
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
        self.area.holds(x, y) && self.stroke.is_none_or(|stroke| stroke.covers(x, y))
    }
}

/// An image on a page.
pub(super) struct Picture<'a> {
    /// Its pixels, where it is upright and has some.
    pub(super) pixels: Option<&'a RasterImage>,
    /// Where all of it would be, whatever clips it.
    pub(super) area: Area,
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

/// How a paint looks under words and how it hides them. A pattern can be anything, and hide everything.
pub(super) fn tones(paint: &Paint) -> (Tone, Tone) {
    (Tone::of(paint).unwrap_or(Tone::WHITE), Tone::of_cover(paint).unwrap_or(Tone::WHITE))
}

/// The straight lines that an outline is drawn by; a bow, as if it were straight.
pub(super) fn strokes(geometry: &Geometry) -> Vec<(Point, Point)> {
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
