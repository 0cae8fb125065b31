//! Puts what Typst says into affiant's words, at the place in a template, facts file or look that it is about.

mod pages;

use std::fmt::Write as _;

use typst::diag::SourceDiagnostic;
use typst::syntax::DiagSpan;
use typst::{World, WorldExt};
use typst_as_lib::TypstAsLibError;

use crate::diag::{Code, Diagnostic, Report};
use crate::span::Span;
use crate::typeset::engine::Shelved;
use crate::typeset::engine::drawn::Forbidden;
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
                    let found = self.translate(diagnostic);
                    // A bracket too many is told by each bracket of its line.
                    let line = self.line(&found);
                    let known = |other: &Diagnostic| other.message == found.message && self.line(other) == line;
                    if line.is_none() || !report.diagnostics.iter().any(known) {
                        report.push_some(found);
                    }
                }
            }
            TypstAsLibError::TypstFile(_)
            | TypstAsLibError::MainSourceFileDoesNotExist(_)
            | TypstAsLibError::HintedString(_)
            | TypstAsLibError::Unspecified(_) => report.push(broken_build()),
        }
        report
    }

    /// What must not stand on the pages, whatever made it.
    pub(super) fn forbidden(&self, forbidden: Vec<Forbidden>) -> Report {
        let mut report = Report::default();
        for found in forbidden {
            let found = match found {
                Forbidden::Image(problem, span) => {
                    at(Diagnostic::new(Code::BadImage, format!("an image {problem}")), self.place(span).as_ref(), "drawn here")
                        .hint("save it anew as a plain PNG, JPEG or SVG beside the look, with 300 pixels for each printed inch or fewer")
                }
                Forbidden::Link(span) => {
                    let message = "a look may link only to `https:` and `mailto:` addresses";
                    at(Diagnostic::new(Code::LookRefused, message), self.place(span).as_ref(), "leads elsewhere")
                        .hint("write `https://...` or `mailto:...`, or the words without a link")
                }
                Forbidden::Composed(what, span) => {
                    let message = format!("a look may not put together {what} as it runs");
                    at(Diagnostic::new(Code::LookRefused, message), self.place(span).as_ref(), "made here")
                        .hint("write it out: a file could hold words in it that no page shows")
                }
                Forbidden::Metadata(kind) => {
                    let message = format!("a look may not give the document {kind}: no page shows them");
                    let span = mention(&self.look.text, kind);
                    let span = span.map(|range| Place::Look(Span::new(self.look.source, range.start, range.end)));
                    at(Diagnostic::new(Code::LookRefused, message), span.as_ref(), "given here").hint("leave it out")
                }
                Forbidden::Bookmark(span) => {
                    let message = "a heading is among the bookmarks whose words are on no page";
                    at(Diagnostic::new(Code::HiddenText, message), self.place(span).as_ref(), "made here")
                        .hint("show it, or leave it out")
                }
            };
            report.push_some(self.somewhere(found));
        }
        report
    }

    /// Where the line of the look begins that a finding is about.
    fn line(&self, found: &Diagnostic) -> Option<usize> {
        let span = found.labels.first().filter(|label| label.span.source == self.look.source)?.span;
        self.look.text.get(..span.start as usize).map(|before| before.rfind('\n').map_or(0, |at| at + 1))
    }

    /// What a warning says: a font that is not there is an error, as other letters would stand on the paper than the
    /// look asks for.
    pub(super) fn warning(&self, warning: &SourceDiagnostic) -> Report {
        let mut report = Report::default();
        let place = self.find(warning);
        if let Some(family) = warning.message.strip_prefix("unknown font family: ") {
            let found =
                Diagnostic::new(Code::UnknownFont, format!("affiant has no font `{}`", self.as_written(family)));
            report.push(
                at(found, place.as_ref(), "asked for here")
                    .hint("use `Libertinus Serif`, `New Computer Modern` or `DejaVu Sans Mono`")
                    .hint("another font comes as a file: beside the look, or named in matter.toml as `fonts = [\"fonts/….otf\"]`"),
            );
        } else if matches!(place, Some(Place::Look(_))) || warning.message.contains("did not converge") {
            let message = self.known_words(&warning.message);
            let message = match message.split_once(" did not converge") {
                Some(("document", _)) => {
                    "the pages do not settle: something in the look depends on its own outcome".to_owned()
                }
                Some((what, _)) => format!("{what} does not settle: it depends on its own outcome"),
                None => message,
            };
            let found = Diagnostic::new(Code::LookWarning, message);
            report.push(self.somewhere(at(found, place.as_ref(), "Typst warns of this")));
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
            let files = crate::words::quoted(self.look.assets.iter().map(|(name, _)| name));
            let has = match files.as_slice() {
                [] => "nothing is beside it".to_owned(),
                files => format!("beside it: {}", crate::words::list(files, "and")),
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
        if message.starts_with("failed to parse SVG") {
            let found = Diagnostic::new(Code::BadImage, "a drawing is no whole SVG, or has more parts than are drawn");
            return self
                .somewhere(at(found, place.as_ref(), "drawn here"))
                .hint("save it again as a plain SVG, or as PNG");
        }
        if message.starts_with("failed to decode image") || message.starts_with("unknown image format") {
            let found = Diagnostic::new(Code::BadImage, "this is no whole image of a kind that looks can draw");
            return at(found, place.as_ref(), "drawn here").hint("save it again as PNG, JPEG or SVG");
        }
        if message.contains("could not be displayed") {
            // The paper's own text was looked through before, so this one comes from the look.
            let found = look("the look draws a character that no font has");
            return self.somewhere(at(found, place.as_ref(), "drawn here"));
        }
        let code = if matches!(place, Some(Place::Text(_))) { Code::TypesettingFailed } else { Code::LookError };
        let standard = message.split_once(" error: ").filter(|(standard, _)| standard.starts_with("PDF/"));
        let words = match standard {
            Some((_, rest)) => format!("the paper would not be lasting and readable by everybody: {rest}"),
            None => message.to_owned(),
        };
        let found = Diagnostic::new(code, self.known_words(&words));
        let mut found = self.somewhere(at(found, place.as_ref(), where_stopped(message, place.as_ref())));
        if standard.is_some() {
            return found
                .hint("leave it out, or give an image or formula its `alt` text: papers are PDF/A-2a and PDF/UA-1");
        }
        for hint in &error.hints {
            found = found.hint(self.known_words(&hint.v));
        }
        found
    }

    /// The nearest place that a person wrote: that of the diagnostic, else the first on the way to it; a look before a
    /// text, as a text is only what the look was drawing.
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

    /// Marks the look itself when there is no closer place.
    fn somewhere(&self, found: Diagnostic) -> Diagnostic {
        if found.labels.is_empty() {
            return found.at(Span::new(self.look.source, 0, first_line(&self.look.text)), "drawn by this look");
        }
        found
    }

    /// The name of a font as the look writes it; Typst tells it in small letters.
    fn as_written<'a>(&'a self, family: &'a str) -> &'a str {
        mention(&self.look.text, family).and_then(|range| self.look.text.get(range)).unwrap_or("…")
    }

    /// A message without what might be a fact's value: quoted pieces stay only if the look itself says them.
    fn known_words(&self, message: &str) -> String {
        let look = self.look.text.to_lowercase();
        let mut out = String::with_capacity(message.len());
        let mut rest = message;
        while let Some((before, quoted)) = rest.split_once(['`', '"']) {
            let quote = if rest[before.len()..].starts_with('`') { '`' } else { '"' };
            let (piece, after) = quoted.split_once(quote).unwrap_or((quoted, ""));
            let known = piece.len() < 80 && look.contains(&piece.to_lowercase());
            _ = write!(out, "{before}`{}`", if known { piece } else { "…" });
            rest = after;
        }
        out + rest
    }
}

/// Adds the place, if there is one.
fn at(diagnostic: Diagnostic, place: Option<&Place>, words: &str) -> Diagnostic {
    match place {
        Some(Place::Look(span) | Place::Text(span)) => diagnostic.at(*span, words),
        None => diagnostic,
    }
}

/// What stands where Typst stopped.
fn where_stopped(message: &str, place: Option<&Place>) -> &'static str {
    if matches!(place, Some(Place::Text(_))) {
        return "Typst stopped at this text";
    }
    let kinds = [
        ("unknown variable", "not defined"),
        ("unexpected argument", "this argument"),
        ("missing argument", "this call"),
        ("unclosed", "opened here"),
        ("expected ", "not what is expected"),
        ("unexpected ", "not expected"),
    ];
    kinds.iter().find(|(begins, _)| message.starts_with(begins)).map_or("Typst stopped here", |(_, label)| label)
}

/// Where a text says some words, in large or small ASCII letters.
fn mention(text: &str, words: &str) -> Option<std::ops::Range<usize>> {
    let start = text.to_ascii_lowercase().find(&words.to_ascii_lowercase())?;
    Some(start..start + words.len())
}

/// How long the first line is.
fn first_line(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}

/// affiant was built with parts that do not fit together.
pub(super) fn broken_build() -> Diagnostic {
    Diagnostic::new(Code::InternalError, "this build of affiant cannot typeset")
        .hint("please report it with what `affiant doctor` prints: no paper can cause this")
}

/// Blocks stand too deep inside one another.
pub(super) fn too_deep(place: Option<Span>) -> Diagnostic {
    let message = format!("lists, quotes and notes stand more than {MAX_NESTING} deep inside one another");
    Diagnostic::new(Code::TypesettingFailed, message)
        .at_some(place, "too deep")
        .hint("write the inner ones as paragraphs, or as a list of their own")
}

/// The look's or an asset's name is not a path.
pub(super) fn bad_path(look: &Look, name: &str) -> Diagnostic {
    Diagnostic::new(Code::LookError, format!("`{name}` cannot be the name of a look's file")).in_file(look.name.clone())
}

/// An image is not one, or is too large.
pub(super) fn bad_image(look: &Look, name: &str, problem: &str) -> Diagnostic {
    let found = Diagnostic::new(Code::BadImage, format!("`{name}` {problem}"))
        .hint("save it anew as a plain PNG, JPEG or SVG, with 300 pixels for each printed inch or fewer");
    match mention(&look.text, name) {
        Some(range) => found.at(Span::new(look.source, range.start, range.end), "drawn here"),
        None => found.in_file(format!("{}/{name}", look.name)),
    }
}

/// The paper has too many pages.
pub(super) fn too_many_pages(pages: usize, written: &Written) -> Diagnostic {
    let end = written.source.len();
    Diagnostic::new(
        Code::TooManyPages,
        format!("the paper has {pages} pages, but {MAX_PAGES} is the most that is made"),
    )
    .at_some(written.map.place(&(end..end)), "the text ends with this")
    .hint("split it into several papers; look in the template for a loop that makes more than it should")
}
