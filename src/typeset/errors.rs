//! Puts what Typst says into affiant's words, at the place in a template, facts file or look that it is about.

use typst::World;
use typst::WorldExt;
use typst::diag::SourceDiagnostic;
use typst::syntax::{DiagSpan, FileId};
use typst_as_lib::TypstAsLibError;

use crate::diag::{Code, Diagnostic, Report};
use crate::span::Span;
use crate::typeset::write::MAX_NESTING;
use crate::typeset::{Look, MAX_PAGES, Written};

/// Finds the way back from what Typst says about one paper.
pub(super) struct Translator<'a> {
    pub(super) world: &'a dyn World,
    pub(super) written: &'a Written,
    pub(super) look: &'a Look,
    pub(super) main: FileId,
    pub(super) look_id: FileId,
}

impl Translator<'_> {
    /// All that an error says.
    pub(super) fn error(&self, error: &TypstAsLibError) -> Report {
        let mut report = Report::default();
        match error {
            TypstAsLibError::TypstSource(diagnostics) => {
                for diagnostic in diagnostics {
                    report.push(self.diagnostic(diagnostic));
                }
            }
            other => report.push(Diagnostic::new(Code::LookError, format!("{other}"))),
        }
        report
    }

    /// What a warning says.
    pub(super) fn warning(&self, _: &SourceDiagnostic) -> Report {
        Report::default()
    }

    fn diagnostic(&self, diagnostic: &SourceDiagnostic) -> Diagnostic {
        let place =
            self.place(diagnostic.span).or_else(|| diagnostic.trace.iter().find_map(|trace| self.place(trace.span)));
        Diagnostic::new(Code::LookError, diagnostic.message.to_string()).at_some(place, "here")
    }

    fn place(&self, span: impl Into<DiagSpan>) -> Option<Span> {
        let span = span.into();
        let range = self.world.range(span)?;
        match span.id()? {
            id if id == self.look_id => Some(Span::new(self.look.source, range.start, range.end)),
            id if id == self.main => self.written.map.place(&range),
            _ => None,
        }
    }
}

/// affiant was built with parts that do not fit.
pub(super) fn broken_build() -> Diagnostic {
    Diagnostic::new(Code::LookError, "this build of affiant cannot typeset")
}

/// Blocks stand too deep inside one another.
pub(super) fn too_deep(place: Option<Span>) -> Diagnostic {
    Diagnostic::new(
        Code::LookError,
        format!("lists, quotes and notes stand more than {MAX_NESTING} deep inside one another"),
    )
    .at_some(place, "too deep")
}

/// The look's name is not a path.
pub(super) fn unnameable_look(look: &Look) -> Diagnostic {
    Diagnostic::new(Code::LookError, format!("the look `{}` has a name that cannot be a path", look.name))
}

/// An image is not one, or is too large.
pub(super) fn bad_image(look: &Look, name: &str, problem: &str) -> Diagnostic {
    Diagnostic::new(Code::LookError, format!("the image `{name}` {problem}")).in_file(format!("{}/{name}", look.name))
}

/// The paper has too many pages.
pub(super) fn too_many_pages(pages: usize, look: &Look) -> Diagnostic {
    Diagnostic::new(
        Code::LookError,
        format!("the paper has {pages} pages, but at most {MAX_PAGES} are made ({})", look.name),
    )
}
