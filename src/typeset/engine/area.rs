//! Rectangles on a page.

use typst::layout::{Point, Transform};

/// A rectangle on a page, in points from its top left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Area {
    pub(super) const EVERYWHERE: Self = Self { left: -1e9, top: -1e9, right: 1e9, bottom: 1e9 };

    /// The smallest one around a rectangle that is turned or scaled.
    pub(super) fn around(min: Point, max: Point, by: Transform) -> Self {
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
    pub(super) fn shrunk(self, part: f64) -> Self {
        let (x, y) = ((self.right - self.left) * part, (self.bottom - self.top) * part);
        Self { left: self.left + x, top: self.top + y, right: self.right - x, bottom: self.bottom - y }
    }
}
