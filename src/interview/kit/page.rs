//! The file itself: one page that reaches nothing outside of it.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use maud::{Markup, PreEscaped, html};

use super::plan::{Asking, Known, Plan, Planned, What};
use super::{Guide, MARK, Making, data, plan};
use crate::fields::Choice;
use crate::interview::markup::{self, Showing};
use crate::interview::{Interface, Kind, Path, Question, State};

/// The script, without the part that moves the page.
pub const SCRIPT: &[&str] = &[
    "const READING = ",
    crate::value::reading::TEXT,
    ";\n",
    include_str!("script/dates.js"),
    include_str!("script/characters.js"),
    include_str!("script/replies.js"),
    include_str!("script/sheet.js"),
    include_str!("script/sentence.js"),
    include_str!("script/mending.js"),
    include_str!("script/coach.js"),
    include_str!("script/seal.js"),
    include_str!("script/code.js"),
    include_str!("script/answers.js"),
    include_str!("script/merge.js"),
    include_str!("script/keeping.js"),
];

/// The part of the script that moves the page.
const MOVING: &[&str] = &[
    include_str!("script/question.js"),
    include_str!("script/reading.js"),
    include_str!("script/choosing.js"),
    include_str!("script/part.js"),
    include_str!("script/saving.js"),
    include_str!("script/page.js"),
];

const STYLE: &str = include_str!("kit.css");

/// What stands for the path of a question in the markup of its kind.
const PLACE: &str = "P";
/// More choices than fit into a column.
const MANY: usize = 10;

/// The file of a kit, and the fields that it does not ask for.
#[must_use]
pub fn page(making: &Making<'_>) -> (String, Vec<String>) {
    let mut plans: Vec<Plan> = making.forms.iter().map(plan).collect();
    let Some(interface) = making.interface() else { return (String::new(), Vec::new()) };
    let script = lean(&format!("(function () {{\n\"use strict\";\n{}\n{}}})();\n", SCRIPT.concat(), MOVING.concat()));
    let guide = &interface.kit;
    let page = html! {
        html lang=(interface.tag) dir=(interface.direction) {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy(&script));
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                meta name="robots" content="noindex";
                title { (making.title()) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                (body(making.title(), guide))
                @for skeleton in skeletons(&plans) { (skeleton) }
                script type="application/json" id="kit-data" { (PreEscaped(data(making, &plans))) }
                script { (PreEscaped(script)) }
            }
        }
    };
    let left_out = plans.first_mut().map(|plan| std::mem::take(&mut plan.left_out)).unwrap_or_default();
    (format!("{MARK}\n{}\n", page.into_string()), left_out)
}

/// A script without its comments and indentation: a tenth of the file, which a telephone need not load. A comment is a
/// line of its own, and no text of the script goes over several lines.
fn lean(script: &str) -> String {
    let lines = script.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// What the page may do: run this script and wear this style, and reach nothing.
fn policy(script: &str) -> String {
    let hash = |text: &str| format!("'sha256-{}'", BASE64_STANDARD.encode(crate::digest::of(text.as_bytes())));
    format!(
        "default-src 'none'; script-src {}; style-src {}; base-uri 'none'; form-action 'none'",
        hash(script),
        hash(STYLE)
    )
}

/// What the script fills. Without a script it says what to do.
fn body(title: &str, guide: &Guide) -> Markup {
    html! {
        header.top {
            p.paper { (title) }
            nav #languages {}
        }
        main #main {
            div #plea {
                p { (guide.say("kit_needs")) }
                p { (guide.say("kit_old")) }
            }
            form #form novalidate autocomplete="on" hidden {}
        }
        p #live .visually-hidden role="status" {}
    }
}

/// The markup of one question of each kind that the paper may ask, for the script to fill.
fn skeletons(plans: &[Plan]) -> Vec<Markup> {
    let mut wanted: BTreeSet<Skeleton> = BTreeSet::new();
    plans.first().into_iter().for_each(|plan| gather(&plan.nodes, &mut wanted));
    let words = Interface::echo();
    wanted.iter().map(|skeleton| skeleton.markup(&words)).collect()
}

fn gather(nodes: &[Planned], wanted: &mut BTreeSet<Skeleton>) {
    for node in nodes {
        match &node.what {
            What::One(asking) => {
                let skeleton = Skeleton::of(asking);
                // What the case knows is a question like others as soon as somebody has said otherwise.
                wanted.extend([skeleton, Skeleton { known: false, ..skeleton }]);
            }
            What::Group { group } => gather(group, wanted),
            What::List { list, .. } => {
                gather(list, wanted);
                wanted.insert(Skeleton { kind: "another", of: None, many: false, known: false });
                wanted.insert(Skeleton { kind: "another", of: None, many: true, known: false });
            }
        }
    }
}

/// One kind of markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Skeleton {
    kind: &'static str,
    of: Option<&'static str>,
    /// Whether there are more choices than fit into a column, or items in a list.
    many: bool,
    known: bool,
}

impl Skeleton {
    fn of(asking: &Asking) -> Self {
        let known = match &asking.known {
            None => false,
            Some(Known::Says(says)) => !says.is_empty(),
            Some(Known::Withheld(withheld)) => *withheld,
        };
        Self { kind: asking.kind, of: asking.of, many: asking.of.is_none() && asking.choices.len() >= MANY, known }
    }

    /// The name that the script finds it by.
    fn name(self) -> String {
        let known = if self.known { "known " } else { "" };
        let many = if self.many { " many" } else { "" };
        format!("{known}{}{}{many}", self.kind, self.of.map(|of| format!(" {of}")).unwrap_or_default())
    }

    fn kind(self, name: &str) -> Kind {
        let choice = Choice { value: "V".to_owned(), label: "L".to_owned() };
        let choices = vec![choice; if self.many { MANY } else { 1 }];
        match name {
            "prose" => Kind::Prose,
            "date" => Kind::Date,
            "number" => Kind::Number,
            "money" => Kind::Money,
            "yes-no" => Kind::YesNo,
            "choice" => Kind::Choice(choices),
            "exhibit" => Kind::Exhibit(choices),
            "pronouns" => Kind::Pronouns,
            "email" => Kind::Email,
            "phone" => Kind::Phone,
            "country" => Kind::Country,
            "language" => Kind::Language,
            "a-number" => Kind::ANumber,
            "receipt-number" => Kind::ReceiptNumber,
            "person" => Kind::Person,
            "lines" => Kind::Lines(Box::new(self.kind(self.of.unwrap_or("line")))),
            "another" => Kind::Another { items: usize::from(self.many) },
            _ => Kind::Line,
        }
    }

    fn markup(self, words: &Interface) -> Markup {
        let there = || Some(String::new());
        let question = Question {
            path: Path::field(PLACE),
            section: None,
            ask: String::new(),
            within: None,
            help: there(),
            example: there(),
            why: there(),
            kind: self.kind(self.kind),
            required: false,
            sensitive: true,
            item: None,
            state: if self.known { State::Known(String::new()) } else { State::Open },
            written: None,
            max_words: Some(1),
            sentence: Some((String::new(), String::new())).filter(|_| matches!(self.kind, "line")),
        };
        html! {
            template data-skeleton=(self.name()) { (markup::question(&question, words, &Showing::default())) }
        }
    }
}
