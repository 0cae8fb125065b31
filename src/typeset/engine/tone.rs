//! How dark a paint is, and whether words in it can be told from what lies under them.

use typst::visualize::{Color, Paint};

/// Words are seen when they are so many times as dark as their ground, or the other way round: the contrast ratio of
/// WCAG 2.2. Black on white is 21, a grey of 83 % on white 1.5.
const SEEN: f64 = 1.5;
/// Small words need so much: a grey of 66 % on white.
const CLEAR: f64 = 2.3;

/// How much light a paint gives back, from 0 to 1, and how much of it there is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Tone {
    light: f64,
    cover: f64,
}

impl Tone {
    pub(super) const WHITE: Self = Self { light: 1.0, cover: 1.0 };

    /// The tone of a paint; that of a gradient is its palest. A pattern has none.
    pub(super) fn of(paint: &Paint) -> Option<Self> {
        match paint {
            Paint::Solid(color) => Some(Self::of_color(color)),
            Paint::Gradient(gradient) => {
                let tones = gradient.stops_ref().iter().map(|(color, _)| Self::of_color(color));
                tones.min_by(|a, b| {
                    a.over(Self::WHITE).contrast(Self::WHITE).total_cmp(&b.over(Self::WHITE).contrast(Self::WHITE))
                })
            }
            Paint::Tiling(_) => None,
        }
    }

    /// The tone in which a paint hides what lies under it; that of a gradient is its thickest.
    pub(super) fn of_cover(paint: &Paint) -> Option<Self> {
        let Paint::Gradient(gradient) = paint else { return Self::of(paint) };
        let tones = gradient.stops_ref().iter().map(|(color, _)| Self::of_color(color));
        tones.max_by(|one, other| one.cover.total_cmp(&other.cover))
    }

    fn of_color(color: &Color) -> Self {
        let rgb = color.to_rgb();
        let linear = |part: f32| linear(f64::from(part));
        let light = 0.2126 * linear(rgb.red) + 0.7152 * linear(rgb.green) + 0.0722 * linear(rgb.blue);
        Self { light, cover: f64::from(rgb.alpha) }
    }

    /// The tone of a grey pixel.
    pub(super) fn of_pixel(light: u8, cover: u8) -> Self {
        Self { light: linear(f64::from(light) / 255.0), cover: f64::from(cover) / 255.0 }
    }

    /// What is seen of it over a ground.
    pub(super) fn over(self, ground: Self) -> Self {
        Self { light: self.light * self.cover + ground.light * (1.0 - self.cover), cover: 1.0 }
    }

    /// The one of two that is seen better on white.
    pub(super) fn stronger(self, other: Self) -> Self {
        let on_white = |tone: Self| tone.over(Self::WHITE).contrast(Self::WHITE);
        if on_white(other) > on_white(self) { other } else { self }
    }

    /// Whether words in it can be read on a ground.
    pub(super) fn is_seen_on(self, ground: Self) -> bool {
        self.over(ground).contrast(ground) >= SEEN
    }

    /// Whether words in it that are hardly large enough to be read can be read on a ground.
    pub(super) fn is_clear_on(self, ground: Self) -> bool {
        self.over(ground).contrast(ground) >= CLEAR
    }

    /// Whether it is so pale on a ground that words over it can still be read.
    pub(super) fn is_pale_on(self, ground: Self) -> bool {
        self.over(ground).contrast(ground) < CLEAR
    }

    /// Whether something in it can be made out on a ground at all, as a large pale watermark can.
    pub(super) fn is_told_from(self, ground: Self) -> bool {
        self.over(ground).contrast(ground) >= 1.04
    }

    fn contrast(self, other: Self) -> f64 {
        let (bright, dark) = (self.light.max(other.light), self.light.min(other.light));
        (bright + 0.05) / (dark + 0.05)
    }
}

/// How much light a part of an sRGB colour gives back.
fn linear(part: f64) -> f64 {
    if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
}
