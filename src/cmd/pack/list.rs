//! `affiant pack list`: the added packs, where each comes from, and whether it is whole.

use std::fmt::Write as _;

use serde_json::json;

use super::{shop, short};
use crate::cli::Format;
use crate::cli::pack::List;
use crate::cmd::{Outcome, papers};
use crate::diag::{Report, Severity};
use crate::pack::registry::{By, Place, Registered};
use crate::pack::{About, Pack, Packs};
use crate::source::Sources;
use crate::term::Terminal;
use shop::Shop;

/// One added pack, with what is known of it.
struct Row {
    name: String,
    registered: Registered,
    /// What it says of itself, and its templates; none when it cannot be read.
    read: Option<(About, Vec<String>)>,
}

/// Prints the list.
pub fn run(arguments: &List, terminal: Terminal) -> Outcome {
    let (mut sources, mut report) = (Sources::default(), Report::default());
    let rows = match Shop::open() {
        Ok(shop) => rows(&shop, &mut sources, &mut report),
        Err(problem) => {
            report.push(*problem);
            Vec::new()
        }
    };
    match arguments.format {
        Format::Human if rows.is_empty() && report.is_empty() => {
            terminal.out("no pack was added yet: `affiant pack add NAME --git URL`\n");
        }
        Format::Human => rows.iter().for_each(|row| terminal.out(&row.human())),
        Format::Json => rows.iter().for_each(|row| terminal.out(&format!("{}\n", row.json()))),
    }
    papers::print_report(&report, &sources, arguments.format, terminal);
    if report.has(Severity::Error) { Outcome::Documents } else { Outcome::Fine }
}

fn rows(shop: &Shop, sources: &mut Sources, report: &mut Report) -> Vec<Row> {
    let Some(registry) = shop.registry(sources, report) else { return Vec::new() };
    let packs = Packs::around(Pack::builtin(), &shop.disk);
    let mut rows = Vec::new();
    for (name, registered) in registry.packs() {
        let pack = packs.named(sources, name, registered.span).take(report);
        report.diagnostics.extend(pack.as_ref().and_then(Pack::unlisted));
        let read = pack.and_then(|pack| Some((pack.about(sources).take(report)?, pack.newest_templates())));
        rows.push(Row { name: name.to_owned(), registered: registered.clone(), read });
    }
    rows
}

impl Row {
    fn human(&self) -> String {
        let from = match &self.registered.place {
            Place::Folder(path) => format!("{path}, as it is"),
            Place::Git(followed) => {
                let commit = short(&followed.fetched.commit);
                let at = match &followed.by {
                    By::Tag(tag) => format!("tag {tag}, commit {commit}"),
                    By::Branch => format!("default branch, commit {commit}"),
                    By::Commit => format!("commit {commit}"),
                };
                format!("{} ({at})", followed.fetched.git)
            }
        };
        let name = &self.name;
        let Some((about, templates)) = &self.read else { return format!("{name}  CANNOT BE READ\n  from {from}\n") };
        let mut text = format!("{name}  {} {}", about.name, about.version);
        if !about.summary.is_empty() {
            let _ = write!(text, ": {}", about.summary);
        }
        let _ = writeln!(text, "\n  from {from}\n  licence {}; contact {}", about.licence, about.contact);
        text + &shop::named(name, templates)
    }

    fn json(&self) -> serde_json::Value {
        let (git, path) = match &self.registered.place {
            Place::Folder(path) => (None, Some(path)),
            Place::Git(followed) => (Some(followed), None),
        };
        let tag = git.and_then(|followed| if let By::Tag(tag) = &followed.by { Some(tag) } else { None });
        let about = self.read.as_ref().map(|(about, _)| about);
        json!({
            "name": self.name,
            "version": about.map(|about| &about.version),
            "licence": about.map(|about| &about.licence),
            "contact": about.map(|about| &about.contact),
            "path": path,
            "git": git.map(|followed| &followed.fetched.git),
            "tag": tag,
            "commit": git.map(|followed| &followed.fetched.commit),
            "sha256": git.map(|followed| &followed.fetched.sha256),
            "templates": self.read.as_ref().map(|(_, templates)| templates),
            "readable": self.read.is_some(),
        })
    }
}
