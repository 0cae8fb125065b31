//! What changed between two versions of a template, a clause or a look, and the least step in the version that says so.
//!
//! The versions of a paper are counted as its users feel them:
//!
//! - *major*: an open case may not build as it did, or asks for something new: a required field or need came in, a
//!   field went away or is of another type, a choice went away;
//! - *minor*: the paper may say or show something else;
//! - *patch*: no paper can tell the difference: the help beside a question, a comment, how lines are broken in the
//!   file.

mod asked;
mod bump;
mod front;
mod said;
pub mod wording;

use std::collections::BTreeMap;

use crate::diag::{Pass, Report};
use crate::diff::Run;
use crate::pack::{Kind, Pack};
use crate::source::Sources;
use crate::span::Span;
use crate::template::{Clause, Pin, Template};
use crate::typeset::Look;

pub use asked::type_word;
pub use bump::Bump;

/// What changed between two versions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    /// What changed in what is asked and declared, in the order of the files.
    pub list: Vec<Change>,
    /// What changed in the body's wording: one for each passage.
    pub wording: Vec<Passage>,
    /// Of a template, its clauses that are in both, in different versions.
    pub clauses: Vec<Nested>,
}

/// One thing that changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What kind of change it is.
    pub kind: ChangeKind,
    /// What changed: `visits`, `episodes.date`, `writer.phone`, `us.28-usc-1746`; empty where the kind says it all.
    pub name: String,
    /// What it was.
    pub from: Option<String>,
    /// What it is.
    pub to: Option<String>,
    /// The least step in the version that says so.
    pub bump: Bump,
    /// The place in the older version.
    pub old: Option<Span>,
    /// The place in the newer version.
    pub new: Option<Span>,
}

/// A paragraph of a body that changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Passage {
    /// The place in the older version; none for a paragraph that came in.
    pub old: Option<Span>,
    /// The place in the newer version; none for one that went away.
    pub new: Option<Span>,
    /// All its words.
    pub runs: Vec<Run>,
}

/// The changes of a clause that a template takes in another version than before.
#[derive(Clone, Debug, PartialEq)]
pub struct Nested {
    /// The version that the older template takes.
    pub old: Pin,
    /// The version that the newer template takes.
    pub new: Pin,
    /// What changed between the two.
    pub changes: Changes,
}

/// Declares the kinds of change with their names for programs.
macro_rules! kinds {
    ($($(#[doc = $doc:literal])* $kind:ident = $name:literal,)*) => {
        /// The kinds of change.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum ChangeKind { $($(#[doc = $doc])* $kind,)* }

        impl ChangeKind {
            /// The name for programs: `field-added`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$kind => $name,)* }
            }
        }
    };
}

kinds! {
    /// A field came in; `to` says whether it is required.
    FieldAdded = "field-added",
    /// A field went away.
    FieldRemoved = "field-removed",
    /// A field was optional and is required.
    FieldRequired = "field-required",
    /// A field was required and is optional.
    FieldOptional = "field-optional",
    /// A field is of another type.
    FieldRetyped = "field-retyped",
    /// A field is read from another place of the facts, or from the answers.
    FieldMoved = "field-moved",
    /// A field is asked for in cases in which it was not.
    ShownMore = "field-shown-more",
    /// A field is asked for in fewer cases, or under another condition that needs nothing new.
    ShownLess = "field-shown-less",
    /// A number or list may no longer be what it could be.
    BoundsTighter = "bounds-tighter",
    /// A number or list may be more than it could be.
    BoundsWider = "bounds-wider",
    /// What stands where nothing is said is another.
    DefaultChanged = "default-changed",
    /// A choice came in.
    ChoiceAdded = "choice-added",
    /// A choice went away.
    ChoiceRemoved = "choice-removed",
    /// A choice is put in other words.
    ChoiceReworded = "choice-reworded",
    /// A question is put in other words.
    QuestionReworded = "question-reworded",
    /// The help, the example or the heading of a question is another, or how it is put to people.
    HelpReworded = "help-reworded",
    /// A party came in; `to` says whether it is required.
    PartyAdded = "party-added",
    /// A party went away.
    PartyRemoved = "party-removed",
    /// A party was optional and is required.
    PartyRequired = "party-required",
    /// A party was required and is optional.
    PartyOptional = "party-optional",
    /// Something more is read of a party; `to` says whether it is required.
    NeedAdded = "need-added",
    /// Something is no longer read of a party.
    NeedRemoved = "need-removed",
    /// What was read of a party where known must be known.
    NeedRequired = "need-required",
    /// What had to be known of a party is read where known.
    NeedOptional = "need-optional",
    /// A clause came in.
    ClauseAdded = "clause-added",
    /// A clause went away.
    ClauseRemoved = "clause-removed",
    /// A clause is taken in another version.
    ClauseChanged = "clause-changed",
    /// The look is another, or another version.
    LookChanged = "look-changed",
    /// A file beside a look came in, went away, or has other bytes.
    AssetChanged = "asset-changed",
    /// A rule is read that was not.
    RuleAdded = "rule-added",
    /// A rule is no longer read.
    RuleRemoved = "rule-removed",
    /// A rule is read in another edition.
    EditionChanged = "edition-changed",
    /// A deadline came in, went away, or is counted otherwise.
    DeadlineChanged = "deadline-changed",
    /// Other readers are meant, so other facts may be printed.
    AudienceChanged = "audience-changed",
    /// The title is another.
    TitleChanged = "title-changed",
    /// What the template says it is for.
    SummaryChanged = "summary-changed",
    /// The language is another.
    LanguageChanged = "language-changed",
    /// The paper is numbered otherwise.
    NumberingChanged = "numbering-changed",
    /// Another party signs.
    AuthorChanged = "author-changed",
    /// The wording of the body; its passages are told apart.
    Wording = "wording",
    /// Comments, or how the lines of the body are broken.
    Layout = "layout",
}

/// What changed between two versions of a template, clause or look, each in its pack; none where one of them cannot be
/// read.
#[must_use]
pub fn versions(
    kind: Kind,
    (old_pack, old): (&Pack<'_>, &Pin),
    (new_pack, new): (&Pack<'_>, &Pin),
    sources: &mut Sources,
) -> Pass<Option<Changes>> {
    fn both<T>(
        old: Pass<Option<T>>,
        new: Pass<Option<T>>,
        compare: impl Fn(&T, &T) -> Changes,
    ) -> Pass<Option<Changes>> {
        let mut report = Report::default();
        let (old, new) = (old.take(&mut report), new.take(&mut report));
        Pass::new(old.zip(new).map(|(old, new)| compare(&old, &new)), report)
    }
    match kind {
        Kind::Template => {
            both(old_pack.template(sources, old), new_pack.template(sources, new), |old, new| templates(old, new))
        }
        Kind::Clause => both(old_pack.clause(sources, old), new_pack.clause(sources, new), clauses),
        Kind::Look => both(old_pack.look(sources, old), new_pack.look(sources, new), |old, new| looks(old, new)),
    }
}

/// What changed between two versions of a template.
#[must_use]
pub fn templates(old: &Template, new: &Template) -> Changes {
    let mut changes = Changes::default();
    front::front(&old.front, &new.front, &mut changes.list);
    asked::parties(&old.front.parties, &new.front.parties, &mut changes.list);
    asked::fields(&old.front.fields, &new.front.fields, &mut changes.list);
    let body = |template: &Template| wording::Text {
        source: template.source,
        start: template.body_start,
        text: template.body.clone(),
    };
    changes.compare_wording(&body(old), &body(new));
    for new in &new.clauses {
        let before = old.clauses.iter().find(|old| old.pin.name == new.pin.name);
        if let Some(old) = before.filter(|old| old.pin.version != new.pin.version) {
            changes.clauses.push(Nested { old: old.pin.clone(), new: new.pin.clone(), changes: clauses(old, new) });
        }
    }
    changes
}

/// What changed between two versions of a clause.
#[must_use]
pub fn clauses(old: &Clause, new: &Clause) -> Changes {
    let mut changes = Changes::default();
    front::rules(&old.rules, &new.rules, &mut changes.list);
    asked::parties(&old.parties, &new.parties, &mut changes.list);
    asked::fields(&old.parameters, &new.parameters, &mut changes.list);
    let body =
        |clause: &Clause| wording::Text { source: clause.source, start: clause.body_start, text: clause.body.clone() };
    changes.compare_wording(&body(old), &body(new));
    changes
}

/// What changed between two versions of a look. Any change of it may show.
#[must_use]
pub fn looks(old: &Look, new: &Look) -> Changes {
    let mut changes = Changes::default();
    front::assets(old, new, &mut changes.list);
    let text = |look: &Look| wording::Text { source: look.source, start: 0, text: look.text.clone() };
    changes.compare_wording(&text(old), &text(new));
    for change in changes.list.iter_mut().filter(|change| change.kind == ChangeKind::Layout) {
        change.bump = Bump::Minor;
    }
    changes
}

/// What changed between the editions of rules that two versions are read with: rule id to first day and hash, as the
/// lock and the ledger record them. Rules that only one of them has are told elsewhere.
#[must_use]
pub fn editions(old: &BTreeMap<String, String>, new: &BTreeMap<String, String>) -> Vec<Change> {
    let day = |line: &str| line.split(' ').next().unwrap_or_default().to_owned();
    let changed = old.iter().filter_map(|(rule, old)| {
        let new = new.get(rule).filter(|new| *new != old)?;
        let change = Change::new(ChangeKind::EditionChanged, rule.clone(), Bump::Minor);
        Some(change.said(Some(day(old)), Some(day(new))))
    });
    changed.collect()
}

impl Changes {
    /// Whether nothing changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty() && self.wording.is_empty() && self.clauses.is_empty()
    }

    /// The least step in the version that these changes need, with the first change that asks for so much; none when
    /// nothing changed but comments in the front matter, if that: two files with other bytes are a patch apart at
    /// least.
    #[must_use]
    pub fn least(&self) -> Option<(Bump, &Change)> {
        let most = self.list.iter().map(|change| change.bump).max()?;
        self.list.iter().find(|change| change.bump == most).map(|change| (most, change))
    }

    fn compare_wording(&mut self, old: &wording::Text, new: &wording::Text) {
        self.wording = wording::passages(old, new);
        let (kind, bump) = match self.wording.is_empty() {
            false => (ChangeKind::Wording, Bump::Minor),
            true if old.text != new.text => (ChangeKind::Layout, Bump::Patch),
            true => return,
        };
        let place = |text: &wording::Text| Some(Span::new(text.source, text.start, text.start));
        let (mut before, mut after) = (place(old), place(new));
        if let Some(first) = self.wording.first() {
            (before, after) = (first.old.or(before), first.new.or(after));
        }
        self.list.push(Change::new(kind, String::new(), bump).at(before, after));
    }
}

impl Change {
    fn new(kind: ChangeKind, name: impl Into<String>, bump: Bump) -> Self {
        Self { kind, name: name.into(), from: None, to: None, bump, old: None, new: None }
    }

    fn at(mut self, old: Option<Span>, new: Option<Span>) -> Self {
        (self.old, self.new) = (old, new);
        self
    }

    fn said(mut self, from: Option<String>, to: Option<String>) -> Self {
        (self.from, self.to) = (from, to);
        self
    }
}
