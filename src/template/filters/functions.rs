//! Functions: exhibits, rules, references, the paper's own date.

use super::given::Given;
use super::{Call, Function};
use crate::template::engine::table::{Entry, Held, Table};
use crate::template::faults;
use crate::template::slots::NodeSlot;
use crate::value::{ExhibitRef, Origin, Value};
use crate::words;

/// How many numbers `range` gives at most.
const MAX_RANGE: i64 = 1000;

/// By name, as the woven code calls them.
pub(super) const FUNCTIONS: &[(&str, Function)] = &[
    ("exhibit", exhibit),
    ("paragraph", |call| named(call, NodeSlot::Reference)),
    ("label", |call| named(call, NodeSlot::Label)),
    ("rule", rule),
    ("cite", cite),
    ("paper_date", |call| {
        let date = call.table.date;
        call.keep(Held::Value(Value::Date(date)), Origin { path: "date".into(), span: None })
    }),
    ("page_break", |call| {
        let origin = call.own();
        call.keep(Held::Node(NodeSlot::PageBreak), origin)
    }),
    ("needed", needed),
    ("range", range),
];

/// A citation of an exhibit by its id, or of the exhibit that a fact names.
fn exhibit(call: &mut Call<'_>) -> tera::Value {
    let Some(given) = call.raw("id") else { return tera::Value::none() };
    let page = match call.argument("page") {
        Given::Number(page) => u32::try_from(page).ok(),
        _ => None,
    };
    let (reference, origin) = match (Given::of(given), call.entry(given)) {
        (Given::Text(id), _) => {
            let origin = Origin { path: format!("exhibits.{id}").into(), span: call.table.exhibit_span(id) };
            (ExhibitRef { id: id.to_owned(), page }, origin)
        }
        (_, Some(Entry { held: Held::Value(Value::Exhibit(reference)), origin })) => {
            (ExhibitRef { page: page.or(reference.page), id: reference.id.clone() }, origin.clone())
        }
        (_, Some(Entry { held: Held::Value(Value::Text(id)), origin })) => {
            (ExhibitRef { id: id.clone(), page }, origin.clone())
        }
        _ => return given.clone(),
    };
    if call.table.exhibit_words(&reference).is_none() {
        let place = call.place;
        call.table.unknown_exhibit(&reference.id, place, &Origin::default());
        return call.void();
    }
    call.keep(Held::Value(Value::Exhibit(reference)), origin)
}

fn named(call: &mut Call<'_>, node: fn(String) -> NodeSlot) -> tera::Value {
    let Given::Text(id) = call.argument("id") else { return call.void() };
    let origin = call.own();
    call.keep(Held::Node(node(id.to_owned())), origin)
}

/// A wording of a rule.
fn rule(call: &mut Call<'_>) -> tera::Value {
    let (Given::Text(id), wording) = (call.argument("id"), call.argument("wording")) else { return call.void() };
    let Given::Text(wording) = wording else { return tera::Value::none() };
    let span = call.table.span(call.place);
    let Some(rule) = call.table.rules().get(id) else { return unresolved(call, id) };
    if let Some(text) = rule.texts.get(wording) {
        let (text, origin) = (text.clone(), Origin { path: format!("rule.{id}").into(), span: Some(rule.span) });
        return call.keep(Held::Words(text), origin);
    }
    let message = match words::nearest(wording, rule.texts.keys().map(String::as_str)) {
        Some(near) => format!("`{id}` has no wording `{wording}`; did you mean `{near}`?"),
        None => format!("`{id}` has no wording `{wording}`"),
    };
    let known: Vec<&str> = rule.texts.keys().map(String::as_str).collect();
    let hint = if known.is_empty() {
        "this edition has no wordings".to_owned()
    } else {
        format!("it has {}", words::list(&words::quoted(&known), "and"))
    };
    let found = faults::unknown_rule(message, span).at(rule.span, "the edition in force").hint(hint);
    call.fail(found)
}

/// How a rule is cited.
fn cite(call: &mut Call<'_>) -> tera::Value {
    let Given::Text(id) = call.argument("id") else { return call.void() };
    let Some(rule) = call.table.rules().get(id) else { return unresolved(call, id) };
    let (text, origin) = (rule.citation.clone(), Origin { path: format!("rule.{id}").into(), span: Some(rule.span) });
    call.keep(Held::Words(text), origin)
}

fn unresolved(call: &mut Call<'_>, id: &str) -> tera::Value {
    let span = call.table.span(call.place);
    let known: Vec<&str> = call.table.rules().keys().map(String::as_str).collect();
    let found = faults::unknown_rule(words::unknown("rule", id, known), span);
    call.fail(found)
}

/// A gap that only the template can see: two facts that do not fit, or nobody for a part that the paper now has. Where
/// it stands in for a value whose lack is told already, with the place to write it, it is shown and not told again.
fn needed(call: &mut Call<'_>) -> tera::Value {
    let Given::Text(what) = call.argument("what") else { return call.void() };
    let told = call.raw("lacking").is_some_and(|lacking| is_told(call.table, lacking));
    if !told {
        let found = faults::needed(what, call.table.span(call.place));
        call.table.report(found);
    }
    let origin = call.own();
    call.keep(Held::Gap { label: what.to_owned(), native: false }, origin)
}

/// Whether a value, or a part of it, is a gap.
fn is_told(table: &Table, value: &tera::Value) -> bool {
    match Given::of(value) {
        Given::Handle(handle) => matches!(table.entry(handle).map(|entry| &entry.held), Some(Held::Gap { .. })),
        Given::List(list) => list.iter().any(|item| is_told(table, item)),
        Given::Map(map) => map.iter().any(|(_, item)| is_told(table, item)),
        Given::Nothing | Given::Text(_) | Given::Number(_) | Given::YesNo(_) => false,
    }
}

/// The numbers from `start` up to, and without, `end`.
fn range(call: &mut Call<'_>) -> tera::Value {
    let start = if let Given::Number(start) = call.argument("start") { start } else { 0 };
    let Given::Number(end) = call.argument("end") else { return Vec::<tera::Value>::new().into() };
    if end.saturating_sub(start) > MAX_RANGE {
        let span = call.table.span(call.place);
        call.fail(faults::wrong_argument(format!("`range` gives at most {MAX_RANGE} numbers"), span));
        return Vec::<tera::Value>::new().into();
    }
    (start..end).map(tera::Value::from).collect::<Vec<_>>().into()
}
