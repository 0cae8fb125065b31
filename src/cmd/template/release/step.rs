//! Whether the number of a version says how much changed since the version before.

use crate::changes::{self, Bump, Change, ChangeKind, Changes};
use crate::diag::{Code, Diagnostic, Report};
use crate::pack::{Kind, Pack};
use crate::source::Sources;
use crate::template::Pin;

/// Checks the step between two versions, and gives it. A patch is declared with a reason, and never takes anything from
/// an open case.
pub fn check(
    pack: &Pack<'_>,
    sources: &mut Sources,
    kind: Kind,
    (old, new): (&Pin, &Pin),
    reason: bool,
    report: &mut Report,
) -> Option<Bump> {
    let step = Bump::between(&old.version, &new.version)?;
    let changes = changes::versions(kind, (pack, old), (pack, new), sources).take(report)?;
    let Some((least, change)) = least(&changes) else {
        report.push(nothing_changed(kind, old, new));
        return None;
    };
    match (step, least) {
        (Bump::Patch, Bump::Major) => report.push(too_small(kind, (old, new), step, Bump::Major, change)),
        (Bump::Patch, _) if !reason => report.push(undeclared(kind, (old, new), least, change)),
        (Bump::Patch, _) => {}
        (step, least) if step < least => report.push(too_small(kind, (old, new), step, least, change)),
        _ => {}
    }
    Some(step)
}

/// The least step, with the first change that asks for it: of the version itself or of a clause that it uses.
fn least(changes: &Changes) -> Option<(Bump, &Change)> {
    let nested = changes.clauses.iter().filter_map(|nested| least(&nested.changes));
    // Of equals the version's own comes first.
    changes.least().into_iter().chain(nested).fold(None, |most: Option<(Bump, &Change)>, (step, change)| match most {
        Some((so_far, _)) if so_far >= step => most,
        _ => Some((step, change)),
    })
}

fn too_small(kind: Kind, (old, new): (&Pin, &Pin), step: Bump, least: Bump, change: &Change) -> Diagnostic {
    let wanted = least.after(&old.version);
    let message = format!("`{new}` is a {} step from `{old}`, but {change}, which is {}", step.word(), least.word());
    let found = Diagnostic::new(Code::BumpTooSmall, message);
    marked(found, change).hint(renumber(kind, new, &wanted.to_string()))
}

fn undeclared(kind: Kind, (old, new): (&Pin, &Pin), least: Bump, change: &Change) -> Diagnostic {
    let wanted = Bump::Minor.after(&old.version);
    let message = format!("`{new}` is a patch of `{old}` that nobody has declared: {change}");
    let found = marked(Diagnostic::new(Code::BumpTooSmall, message), change);
    let option = kind.option();
    let declare = format!("declare it: `affiant template release {new}{option} --patch-because \"…\"`");
    match least {
        Bump::Patch => found.hint(declare),
        _ => found
            .hint(renumber(kind, new, &wanted.to_string()))
            .hint(format!("or, if nobody need read it anew, {declare}")),
    }
}

fn nothing_changed(kind: Kind, old: &Pin, new: &Pin) -> Diagnostic {
    let (word, folder) = (kind.word(), kind.folder());
    Diagnostic::new(Code::NotReleasable, format!("the {word} `{new}` is the same as `{old}`, word for word"))
        .in_file(format!("{folder}/{}/{}/{}", new.name, new.version, kind.file()))
        .hint("change it first; cases and golden text of a released version can be amended where they are")
}

fn marked(found: Diagnostic, change: &Change) -> Diagnostic {
    let removed = matches!(change.kind, ChangeKind::FieldRemoved | ChangeKind::PartyRemoved) || change.new.is_none();
    let found =
        if removed { found.at_some(change.old, "it was here") } else { found.at_some(change.new, "changed here") };
    if removed { found } else { found.at_some(change.old, "it was this") }
}

fn renumber(kind: Kind, pin: &Pin, wanted: &str) -> String {
    let folder = format!("{}/{}", kind.folder(), pin.name);
    format!("give it the number that says so: `git mv {folder}/{} {folder}/{wanted}`", pin.version)
}
