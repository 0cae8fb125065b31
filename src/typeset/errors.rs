//! Puts what Typst says into affiant's words, at the place in a template, facts file or look that it is about.

use std::fmt::Write as _;

use typst::diag::SourceDiagnostic;
use typst::syntax::DiagSpan;
use typst::{World, WorldExt};
use typst_as_lib::TypstAsLibError;

use crate::diag::{Code, Diagnostic, Report};
use crate::span::Span;
use crate::typeset::engine::Shelved;
use crate::typeset::write::MAX_NESTING;
use crate::typeset::{Look, MAX_PAGES, Written};

/// Finds the way back from what Typst says about one paper.
pub(super) struct Translator<'a> {
    pub(super) world: &'a dyn World,
    pub(super) written: &'a Written,
    pub(super) look: &'a Look,
    pub(super) shelved: &'a Shelved,
}

/// Where a diagnostic belongs.
enum Place {
    /// A place in the look.
    Look(Span),
    /// A place in what was written from a template and facts.
    Text(Span),
}

impl Translator<'_> {
    /// All that an error says.
    pub(super) fn error(&self, error: &TypstAsLibError) -> Report {
        let mut report = Report::default();
        match error {
            TypstAsLibError::TypstSource(diagnostics) => {
                for diagnostic in diagnostics {
                    report.push(self.translate(diagnostic));
                }
            }
            TypstAsLibError::TypstFile(_)
            | TypstAsLibError::MainSourceFileDoesNotExist(_)
            | TypstAsLibError::HintedString(_)
            | TypstAsLibError::Unspecified(_) => report.push(broken_build()),
        }
        report
    }

    /// What a warning says: a font that is not there is an error, as other letters would stand on the paper than the look asks for.
    pub(super) fn warning(&self, warning: &SourceDiagnostic) -> Report {
        let mut report = Report::default();
        let place = self.find(warning);
        if let Some(family) = warning.message.strip_prefix("unknown font family: ") {
            let family = self.known_words(family);
            let found = Diagnostic::new(Code::UnknownFont, format!("the font `{family}` is not there"));
            report.push(
                at(found, place.as_ref(), "asked for here")
                    .hint("use `Libertinus Serif`, `New Computer Modern` or `DejaVu Sans Mono`, or name a font file in matter.toml"),
            );
        } else if matches!(place, Some(Place::Look(_))) || warning.message.contains("did not converge") {
            let found = Diagnostic::new(Code::LookWarning, self.known_words(&warning.message));
            report.push(at(found, place.as_ref(), "here"));
        }
        report
    }

    /// An error in affiant's words.
    fn translate(&self, error: &SourceDiagnostic) -> Diagnostic {
        let place = self.find(error);
        let message = error.message.as_str();
        let look = |message: &str| Diagnostic::new(Code::LookError, message);
        let refused = |message: &str| Diagnostic::new(Code::LookRefused, message);
        if message.starts_with("unable to get the current date") {
            return at(refused("a look has no clock"), place.as_ref(), "asks for today's date")
                .hint("use `paper.date`, the date of the paper");
        }
        if let Some(name) = message.strip_prefix("unknown variable: ").filter(|name| matches!(*name, "plugin" | "eval"))
        {
            return at(refused(&format!("a look may not call `{name}`")), place.as_ref(), "called here");
        }
        if message.contains("does not contain `plugin`") || message.contains("does not contain `eval`") {
            return at(refused("a look may not call `plugin` or `eval`"), place.as_ref(), "called here");
        }
        if message.starts_with("failed to load package") || message.contains("package") {
            return at(refused("a look may not use packages"), place.as_ref(), "asked for here")
                .hint("copy what is needed into the look");
        }
        if message.starts_with("file not found")
            || message.contains("escape the")
            || message.starts_with("failed to load file")
        {
            let files: Vec<String> = self.look.assets.iter().map(|(name, _)| format!("`{name}`")).collect();
            let has = if files.is_empty() {
                "it has none".to_owned()
            } else {
                format!("it has {}", crate::words::list(&files, "and"))
            };
            return at(refused("a look may read only the files beside it"), place.as_ref(), &has);
        }
        if message == "unresolved import" && !matches!(place, Some(Place::Look(span)) if self.says(span, "import")) {
            return at(look("the look does not define `look(paper, body)`"), place.as_ref(), "no `look` in this file");
        }
        if message.starts_with("panicked") {
            return at(look("the look stops the paper with `panic`"), place.as_ref(), "stops here");
        }
        if message.contains("assertion failed") {
            return at(look("a condition that the look asserts does not hold"), place.as_ref(), "asserted here");
        }
        if matches!(message, "condition is always true" | "loop seems to be infinite") {
            return at(look("the look loops without end"), place.as_ref(), "this loop");
        }
        if message.starts_with("failed to decode image") || message.starts_with("unknown image format") {
            let found = Diagnostic::new(Code::BadImage, "this is no whole image of a kind that looks can draw");
            return at(found, place.as_ref(), "drawn here").hint("save it again as PNG, JPEG or SVG");
        }
        if message.contains("could not be displayed") {
            let found = Diagnostic::new(Code::MissingGlyph, "a character stands in the paper that no font has");
            return at(found, place.as_ref(), "in this text")
                .hint("name a font file that has it under `fonts` in matter.toml");
        }
        let code = if matches!(place, Some(Place::Text(_))) { Code::TypesettingFailed } else { Code::LookError };
        let mut found = at(Diagnostic::new(code, self.known_words(message)), place.as_ref(), "here");
        if code == Code::LookError && found.labels.is_empty() {
            found = found.at(Span::new(self.look.source, 0, first_line(&self.look.text)), "drawn by this look");
        }
        for hint in &error.hints {
            found = found.hint(self.known_words(&hint.v));
        }
        found
    }

    /// The nearest place that a person wrote: that of the diagnostic, else the first on the way to it; a look before a text, as a text
    /// is only what the look was drawing.
    fn find(&self, diagnostic: &SourceDiagnostic) -> Option<Place> {
        let own = self.place(diagnostic.span);
        if own.is_some() {
            return own;
        }
        let mut way = diagnostic.trace.iter().filter_map(|trace| self.place(trace.span));
        let first = way.next()?;
        if let Place::Look(_) = first {
            return Some(first);
        }
        Some(way.find(|place| matches!(place, Place::Look(_))).unwrap_or(first))
    }

    /// The place of a span in the look or in the written source.
    fn place(&self, span: impl Into<DiagSpan>) -> Option<Place> {
        let span = span.into();
        let id = span.id()?;
        let range = self.world.range(span)?;
        if id == self.shelved.look {
            return Some(Place::Look(Span::new(self.look.source, range.start, range.end)));
        }
        if id != self.shelved.main {
            return None;
        }
        let place = self.written.map.place(&range)?;
        Some(if place.source == self.look.source { Place::Look(place) } else { Place::Text(place) })
    }

    /// Whether the look says `word` at `span`'s line.
    fn says(&self, span: Span, word: &str) -> bool {
        let text = &self.look.text;
        let start = text[..(span.start as usize).min(text.len())].rfind('\n').map_or(0, |at| at + 1);
        text[start..].lines().next().is_some_and(|line| line.contains(word))
    }

    /// A message without what might be a fact's value: quoted pieces stay only if the look itself says them.
    fn known_words(&self, message: &str) -> String {
        let look = self.look.text.to_lowercase();
        let mut out = String::with_capacity(message.len());
        for (index, piece) in message.split(['`', '"']).enumerate() {
            let quoted = index % 2 == 1;
            if !quoted {
                out.push_str(piece);
            } else if piece.len() < 80 && look.contains(&piece.to_lowercase()) {
                _ = write!(out, "`{piece}`");
            } else {
                out.push_str("`…`");
            }
        }
        out
    }
}

/// Adds the place, if there is one.
fn at(diagnostic: Diagnostic, place: Option<&Place>, words: &str) -> Diagnostic {
    match place {
        Some(Place::Look(span) | Place::Text(span)) => diagnostic.at(*span, words),
        None => diagnostic,
    }
}

/// How long the first line is.
fn first_line(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}

/// affiant was built with parts that do not fit together.
pub(super) fn broken_build() -> Diagnostic {
    Diagnostic::new(Code::TypesettingFailed, "this build of affiant cannot typeset")
        .hint("report it: no paper can cause this")
}

/// Blocks stand too deep inside one another.
pub(super) fn too_deep(place: Option<Span>) -> Diagnostic {
    let message = format!("lists, quotes and notes stand more than {MAX_NESTING} deep inside one another");
    Diagnostic::new(Code::TypesettingFailed, message).at_some(place, "too deep")
}

/// The look's or an asset's name is not a path.
pub(super) fn bad_path(look: &Look, name: &str) -> Diagnostic {
    Diagnostic::new(Code::LookError, format!("`{name}` cannot be the name of a look's file")).in_file(look.name.clone())
}

/// An image is not one, or is too large.
pub(super) fn bad_image(look: &Look, name: &str, problem: &str) -> Diagnostic {
    Diagnostic::new(Code::BadImage, format!("`{name}` {problem}")).in_file(format!("{}/{name}", look.name))
}

/// The paper has too many pages.
pub(super) fn too_many_pages(pages: usize) -> Diagnostic {
    Diagnostic::new(
        Code::TooManyPages,
        format!("the paper has {pages} pages, but {MAX_PAGES} is the most that is made"),
    )
}
