//! Tests of templates: what their tags print, and what is said of those that cannot be right.

use affiant::diag::Report;
use affiant::fields::{CheckedFacts, ExhibitFact};
use affiant::source::Sources;
use affiant::span::Span;
use affiant::template::engine::Engine;
use affiant::template::{Clause, NodeSlot, Pin, Rendered, RuleWords, SlotContent, Surroundings, Template, front};
use affiant::value::{
    Address, Checked, ExhibitRef, Gap, Item, Locale, Money, Name, Named, Origin, PaperDate, Person, Pronouns, Value,
};

/// The front matter that most tests share.
const FRONT: &str = r#"title = "Test"
look = "letter@1.0.0"
clauses = ["perjury@1.0.0"]
rules = ["us.28-usc-1746"]

[parties.writer]
needs = ["name", "pronouns", "address", "phone?", "organization?", "title?", "birthdate"]

[fields.role]
type = "choice"
choices = { physician = "I am their doctor", teacher = "I teach them" }

[fields.known_since]
type = "date"

[fields.count]
type = "number"

[fields.fee]
type = "money"

[fields.words]
type = "text"
required = false

[fields.own]
type = "prose"

[fields.languages]
type = "list"
item = { type = "language" }

[fields.proof]
type = "list"
item = { type = "exhibit" }

[fields.episodes]
type = "list"
[fields.episodes.item.date]
type = "date"
[fields.episodes.item.what]
type = "prose"

[fields.line]
type = "text"

[fields.extra]
type = "text"
show_if = { role = ["teacher"] }

[fields.reasons]
fact = "decision.reasons"
"#;

const PERJURY: &str = r#"+++
rules = ["us.28-usc-1746"]
[parties.declarant]
needs = ["name"]
[parameters.place]
type = "choice"
choices = { inside_us = "In the United States", outside_us = "Abroad" }
[parameters.on]
type = "date"
required = false
+++
{{ rule(id="us.28-usc-1746")[place] }} Signed by {{ declarant.name.full }}{% if on %} on {{ on }}{% endif %}.
"#;

fn pin(text: &str) -> Pin {
    Pin::parse(text, None).unwrap()
}

fn read(sources: &mut Sources, body: &str) -> (Template, Report) {
    let mut report = Report::default();
    let text = format!("+++\n{FRONT}+++\n{body}");
    let template = front::template(sources, "template.md", &text, pin("test@1.0.0")).take(&mut report);
    let clause: Option<Clause> = front::clause(sources, "clause.md", PERJURY, pin("perjury@1.0.0")).take(&mut report);
    let mut template = template.unwrap_or_else(|| panic!("no template: {report:?}"));
    template.clauses.extend(clause);
    (template, report)
}

fn origin(path: &str) -> Origin {
    Origin { path: path.into(), span: None }
}

fn checked(path: &str, value: Value) -> Checked {
    Checked { value, origin: origin(path) }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn date(text: &str) -> Value {
    Value::Date(PaperDate::parse(text).unwrap())
}

fn person(id: &str, fields: Vec<(&str, Value)>) -> Value {
    let fields = fields.into_iter().map(|(key, value)| (key.to_owned(), checked(&format!("people.{id}.{key}"), value)));
    Value::Person(Person { id: id.to_owned(), minor: false, share: Vec::new(), fields: fields.collect() })
}

fn ada() -> Vec<(&'static str, Value)> {
    let address = Address {
        street: Some("1 Sample Street".to_owned()),
        city: Some("Exampleville".to_owned()),
        state: Some("CA".to_owned()),
        zip: Some("90000".to_owned()),
        ..Address::default()
    };
    vec![
        ("name", Value::Name(Name::of_parts(Some("Ada"), None, Some("Placeholder"), None))),
        ("pronouns", Value::Pronouns(Pronouns::named("they").unwrap())),
        ("address", Value::Address(address)),
        ("phone", Value::Absent),
        ("organization", Value::Absent),
        ("title", text("Physician")),
        ("birthdate", date("1980-06-01")),
    ]
}

fn language(name: &str) -> Item {
    let value = Value::Language(Named::unlisted(name));
    Item { id: name.to_owned(), checked: checked("answers.languages", value) }
}

fn episode(id: &str, on: &str, what: &str) -> Item {
    let at = |key: &str| format!("answers.episodes.{id}.{key}");
    let members = vec![
        ("date".to_owned(), checked(&at("date"), date(on))),
        ("what".to_owned(), checked(&at("what"), Value::Prose(what.to_owned()))),
    ];
    Item { id: id.to_owned(), checked: checked("answers.episodes", Value::Group(members)) }
}

/// A reason of a decision of which only the quotation is written.
fn reason() -> Item {
    let at = |key: &str| format!("decision.reasons.r1.{key}");
    let members = vec![
        ("text".to_owned(), checked(&at("text"), Value::Absent)),
        ("quote".to_owned(), checked(&at("quote"), Value::Prose("So.".to_owned()))),
    ];
    Item { id: "r1".to_owned(), checked: checked("decision.reasons", Value::Group(members)) }
}

fn exhibit_item(id: &str, page: Option<u32>) -> Item {
    let value = Value::Exhibit(ExhibitRef { id: id.to_owned(), page });
    Item { id: id.to_owned(), checked: checked("answers.proof", value) }
}

fn exhibit(sources: &mut Sources, id: &str) -> ExhibitFact {
    let source = sources.add("facts.toml", "[[exhibits]]\n");
    let absent = checked("exhibits", Value::Absent);
    ExhibitFact {
        id: id.to_owned(),
        title: absent.clone(),
        date: absent.clone(),
        in_record: absent,
        span: Span::new(source, 0, 12),
    }
}

fn facts(sources: &mut Sources) -> CheckedFacts {
    let field = |name: &str, value: Value| (name.to_owned(), checked(&format!("answers.{name}"), value));
    CheckedFacts {
        parties: vec![("writer".to_owned(), checked("people.ada", person("ada", ada())))],
        fields: vec![
            field("role", Value::Choice { value: "physician".to_owned(), label: "I am their doctor".to_owned() }),
            field("known_since", date("2014-03-12")),
            field("count", Value::Number(26)),
            field("fee", Value::Money(Money::parse("$1,234.50").unwrap())),
            field("words", Value::Absent),
            field("own", Value::Prose("One.\n\nTwo.".to_owned())),
            field("languages", Value::List(vec![language("Spanish"), language("English"), language("Mam")])),
            field("proof", Value::List(vec![exhibit_item("a", None), exhibit_item("b", Some(2))])),
            field(
                "episodes",
                Value::List(vec![episode("e1", "2026-11-03", "First."), episode("e2", "2026-11", "# 2.")]),
            ),
            field("line", text("A line")),
            field("extra", Value::Absent),
            field("reasons", Value::List(vec![reason()])),
        ],
        exhibits: vec![exhibit(sources, "a"), exhibit(sources, "b")],
        fictional: true,
    }
}

/// Says another value of a field.
fn field(facts: &mut CheckedFacts, name: &str, value: Value) {
    let known = facts.fields.iter_mut().find(|(field, _)| field == name);
    known.unwrap_or_else(|| panic!("no field {name}")).1.value = value;
}

fn surroundings(locale: Locale) -> Surroundings {
    let source = affiant::span::SourceId(0);
    let texts = [("inside_us", "I declare under penalty of perjury."), ("outside_us", "I declare abroad.")];
    let rule = RuleWords {
        citation: "28 U.S.C. § 1746".to_owned(),
        texts: texts.map(|(name, text)| (name.to_owned(), text.to_owned())).into(),
        span: Span::new(source, 0, 0),
    };
    Surroundings {
        date: PaperDate::parse("2026-11-20").unwrap(),
        locale,
        rules: [("us.28-usc-1746".to_owned(), rule)].into(),
    }
}

/// What a slot says, in brackets, with the fact that it came from.
fn shown(rendered: &Rendered) -> String {
    let mut shown = rendered.markdown.clone();
    for (number, slot) in rendered.slots.iter().enumerate() {
        let content = match &slot.content {
            SlotContent::Words(text) | SlotContent::Said(text) => text.clone(),
            SlotContent::Prose(text) => format!("prose {text:?}"),
            SlotContent::Markdown(text) => format!("markdown {text:?}"),
            SlotContent::Gap(label) => format!("NEEDED: {label}"),
            SlotContent::Node(NodeSlot::Exhibit { words, .. }) => words.clone(),
            SlotContent::Node(node) => format!("{node:?}").split(['(', ' ']).next().unwrap_or_default().to_owned(),
        };
        let origin = if slot.origin.path.is_empty() { "" } else { &slot.origin.path };
        shown = shown.replace(&format!("\u{E000}{number}\u{E001}"), &format!("⟨{content}|{origin}⟩"));
    }
    shown
}

fn problems(report: &Report, sources: &Sources) -> String {
    let line = |found: &affiant::diag::Diagnostic| {
        let place = found.labels.first().map_or_else(String::new, |label| {
            let at = sources.line_column(label.span);
            let front = FRONT.lines().count() + 2;
            let line = if sources.name(label.span) == "template.md" { at.line.saturating_sub(front) } else { at.line };
            format!("{line}:{} ", at.column)
        });
        format!("{place}{}: {}", found.code, found.message)
    };
    report.diagnostics.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn render_with(body: &str, change: impl FnOnce(&mut CheckedFacts), locale: Locale) -> Result<String, String> {
    let mut sources = Sources::default();
    let (template, mut report) = read(&mut sources, body);
    let engine = Engine::new(&template).take(&mut report);
    let mut facts = facts(&mut sources);
    change(&mut facts);
    let rendered = engine.and_then(|engine| engine.render(&facts, &surroundings(locale)).take(&mut report));
    rendered.as_ref().map(shown).ok_or_else(|| problems(&report, &sources))
}

fn render(body: &str) -> Result<String, String> {
    render_with(body, |_| (), Locale::En)
}

/// Each body prints exactly this.
#[test]
fn tags_print() {
    let cases = [
        ("{{ writer.name.full }}", "⟨Ada Placeholder|people.ada.name⟩"),
        ("{{ known_since }}", "⟨March 12, 2014|answers.known_since⟩"),
        ("{{ known_since | date(format=\"numeric\") }}", "⟨03/12/2014|answers.known_since⟩"),
        ("{{ known_since | date_words }}", "⟨March twelfth, two thousand fourteen|answers.known_since⟩"),
        ("{{ count }}. That year", "⟨26|answers.count⟩. That year"),
        ("{{ count | words | capitalize }}", "⟨Twenty-six|answers.count⟩"),
        ("{{ count | ordinal }} {{ count | ordinal_words }}", "⟨26th|answers.count⟩ ⟨twenty-sixth|answers.count⟩"),
        ("{{ count + 1 }} {{ 2 }}", "⟨27|answers.count⟩ ⟨2|⟩"),
        (
            "{{ fee }} {{ fee | words }}",
            "⟨$1,234.50|answers.fee⟩ ⟨one thousand two hundred thirty-four dollars and fifty cents|answers.fee⟩",
        ),
        ("{{ writer.birthdate | age(on=paper_date()) }}", "⟨46|people.ada.birthdate⟩"),
        ("{{ writer.address }}", "⟨1 Sample Street, Exampleville, CA 90000|people.ada.address⟩"),
        ("{{ writer.address | block }}", "⟨prose \"1 Sample Street\\nExampleville, CA 90000\"|people.ada.address⟩"),
        ("{{ writer.name.first | possessive }}", "⟨Ada\u{2019}s|people.ada.name⟩"),
        ("{{ writer.name.full | upper }}", "⟨ADA PLACEHOLDER|people.ada.name⟩"),
        (
            "{{ writer.pronouns.subject | capitalize }} {{ writer | verb(one=\"has\", many=\"have\") }}",
            "⟨They|people.ada.pronouns⟩ have",
        ),
        (
            "{{ languages | list }}",
            "⟨Spanish|answers.languages⟩, ⟨English|answers.languages⟩, and ⟨Mam|answers.languages⟩",
        ),
        ("{{ proof | cites }}", "⟨Exhibit A|answers.proof⟩; ⟨Exhibit B, at 2|answers.proof⟩"),
        ("{{ exhibit(id=\"b\", page=3) }}", "⟨Exhibit B, at 3|exhibits.b⟩"),
        (
            "{{ role | choice_label }} {{ choice_label(field=\"role\") }}",
            "⟨I am their doctor|answers.role⟩ ⟨I am their doctor|answers.role⟩",
        ),
        (
            "{{ rule(id=\"us.28-usc-1746\")[\"inside_us\"] }} {{ cite(id=\"us.28-usc-1746\") }}",
            "⟨I declare under penalty of perjury.|rule.us.28-usc-1746⟩ ⟨28 U.S.C. § 1746|rule.us.28-usc-1746⟩",
        ),
        ("{% if role == \"physician\" and count > 2 %}yes{% else %}no{% endif %}", "yes"),
        ("{% if role in [\"teacher\"] or writer.minor %}yes{% elif not words %}none{% endif %}", "none"),
        ("{% if writer.phone %}{{ writer.phone }}{% endif %}.", "."),
        ("{% if known_since is before(paper_date()) and words is not known %}yes{% endif %}", "yes"),
        ("{{ \"*him*\" if writer.minor else \"1. _them_\" }}", "1\\. \\_them\\_"),
        (
            "{% for e in episodes %}{{ loop.index }}) {{ e.what }}\n\n{% endfor %}",
            "⟨1|⟩) ⟨prose \"First.\"|answers.episodes.e1.what⟩\n\n⟨2|⟩) ⟨prose \"# 2.\"|answers.episodes.e2.what⟩\n\n",
        ),
        (
            "{{ [e.date for e in episodes] | list(word=\"or\") }}",
            "⟨November 3, 2026|answers.episodes.e1.date⟩ or ⟨November 2026|answers.episodes.e2.date⟩",
        ),
        (
            "{% set last = episodes | last %}{{ last.date }} {{ episodes | length }}",
            "⟨November 2026|answers.episodes.e2.date⟩ ⟨2|⟩",
        ),
        (
            "{{ <perjury declarant={writer} place=\"inside_us\" /> }}",
            "⟨I declare under penalty of perjury.|rule.us.28-usc-1746⟩ Signed by ⟨Ada Placeholder|people.ada.name⟩.\n",
        ),
        ("a {{- \" b\" -}} \n c{# no #} {#- none -#} d", "a bcd"),
        ("{ {{- count }}{", "{⟨26|answers.count⟩{"),
        ("{{ letterhead(of=writer) }}", "⟨Letterhead|people.ada.name⟩"),
        ("{{ label(id=\"visa\") }}{{ paragraph(id=\"visa\") }}{{ page_break() }}", "⟨Label|⟩⟨Reference|⟩⟨PageBreak|⟩"),
    ];
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(body, expected)| match render(body) {
            Ok(printed) if printed == *expected => None,
            Ok(printed) => Some(format!("{body}\n  expected {expected}\n  printed  {printed}")),
            Err(report) => Some(format!("{body}\n  expected {expected}\n  reported {report}")),
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Each of these is refused, with exactly this report: the place in the body, the code and the message.
#[test]
fn slips_are_told_in_one_pass() {
    let cases = [
        "{{ writter.name.full }} {% if role == \"phisician\" %}{{ knwon_since }}{% endif %}",
        "{{ writer.email }} {{ writer.adress }} {{ writer.name.frist }} {{ role.label }}",
        "{% if not writer.typo %}{% endif %}{% for e in episodes %}{{ e.wat }}{% endfor %}{{ e.what }}",
        "{{ known_since | dat }} {{ known_since | date(fromat=\"long\") }} {{ known_since | date(format=\"short\") }}",
        "{{ count | date }} {{ known_since | age }} {{ exibit(id=\"a\") }} {{ exhibit(page=1) }}",
        "{{ writer }} {{ writer.name }} {{ writer.pronouns }} {{ languages }} {{ role == \"teacher\" }} {{ loop.index }}",
        "{% if words == \"x\" %}{% endif %}{% if known_since < paper_date() %}{% endif %}{% if count == role %}{% endif %}",
        "{% if count in 3 %}{% endif %}{% if role in [\"physician\", \"nurse\"] %}{% endif %}{% if role < \"teacher\" %}{% endif %}",
        "{{ <perjry declarant={writer} place=\"inside_us\" /> }}{{ <perjury declarant={count} plaice=\"inside_us\" /> }}",
        "{{ <perjury declarant={writer} place=\"in_us\" on={count} /> }}{{ <perjury declarant={writer} declarant={writer} /> }}",
        "{{ rule(id=\"us.28-usc-1476\")[\"inside_us\"] }} {{ rule(id=\"us.28-usc-1746\") }} {{ cite(id=role) }}",
        "{% include \"x\" %}{% extends \"x\" %}{% block x %}{% raw %}{% set x %}{% sett x = 1 %}{% macro x %}",
        "{{ words ~ words }} {{ words | safe }} {{ __tera_context }} {{ words[0] }} {{ {\"a\": 1} }} {{ none }}",
        "{% if count %}{% for e in episodes %}{% endif %}",
        "{% endif %}{{ count }}{% else %}{% break %}",
        "{% if count %}",
        "{{ count",
        "{{ \"open }}",
        "{# open",
        "{{ count ? }} {{ 1.5 }} {{ count | }} {{ (count }} {{ f(1) }} {{ count é }}",
        "{% set role = 1 %}{% for count in episodes %}{% endfor %}{% for a, b in episodes %}{% endfor %}{% for x in count %}{% endfor %}",
        "{{ ((((((((((((1)))))))))))) }}",
        "{{ words + 1 }} {{ choice_label(field=\"rol\") }} {{ choice_label(field=\"count\") }} {{ exhibit(id=\"a\")[\"b\"] }}",
        "{{ letterhead(of=count) }} {{ signature(of=writer, blank_date=\"yes\") }} {{ caption(head=writer) }} {{ paper_date(x=1) }}",
        "{% if words is befor(paper_date()) %}{% endif %}{% if words is before(paper_date()) %}{% endif %}{{ words is known }}",
        "{{ words }} {{ writer.phone | upper }} {{ words if words else line }} {{ words if line else line }} {{ extra }}",
        "{% if words %}{{ words }}{% else %}{{ words }}{% endif %}{% if not words %}{{ words }}{% endif %}{% if words and line %}{{ words }}{% endif %}",
        "{% if words or line %}{{ words }}{% endif %}{% if words is known %}{{ words }}{% endif %}{% if words is not known %}{{ words }}{% endif %}",
        "{% if role == \"teacher\" %}{{ extra }}{% else %}{{ extra }}{% endif %}{% if role in [\"teacher\", \"physician\"] %}{% if role == \"physician\" %}{{ extra }}{% else %}{{ extra }}{% endif %}{% endif %}",
        "{% if role != \"teacher\" %}{{ extra }}{% else %}{{ extra }}{% endif %}{% set w = words %}{{ w }}{% if w %}{{ words }}{% endif %}",
        "{{ <perjury declarant={writer} place={\"inside_us\" if words else \"outside_us\"} /> }}{% if words %}{{ writer.phone }}{% endif %}",
        "Line one\n\n  {{ ünknown }}\nÄÖ {{ wirter.phone }}",
    ];
    let mut found = String::new();
    for case in cases {
        let report = render(case).expect_err(case);
        found.extend([case, "\n    ", &report.replace('\n', "\n    "), "\n"]);
    }
    expect("tests/template/slips.txt", &found);
}

/// Compares with a file, and writes it when `UPDATE=1` is set.
fn expect(path: &str, found: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, found).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap_or_default(), found, "{}", path.display());
}

/// What is required and not known stays visible through every filter, function and clause, and decides nothing.
#[test]
fn gaps_stay_visible() {
    let gap = |label: &str| Value::Unknown(Gap { label: label.to_owned() });
    let change = |facts: &mut CheckedFacts| {
        facts.parties[0].1.value = gap("who writes");
        for (name, checked) in &mut facts.fields {
            if name != "words" {
                checked.value = gap(name);
            }
        }
    };
    let cases = [
        (
            "{{ writer.name.full | upper }} {{ writer.address | block }}",
            "⟨NEEDED: who writes|people.ada.name⟩ ⟨NEEDED: who writes: address|people.ada.address⟩",
        ),
        (
            "{% if writer.phone %}phone{% endif %}{% if writer.address %}address{% endif %}{% if writer.address is known %}known{% endif %}",
            "address",
        ),
        ("{{ writer | verb(one=\"has\", many=\"have\") }}", "⟨NEEDED: who writes: pronouns|people.ada.pronouns⟩"),
        (
            "{% if role == \"physician\" or role %}yes{% else %}no{% endif %} {% if count > 2 or count < 3 or count %}yes{% endif %}",
            "no ",
        ),
        (
            "{{ role | choice_label }} {{ count + 1 }} {{ count | words }} {{ fee }} {{ known_since | date_words }}",
            "⟨NEEDED: role|answers.role⟩ ⟨NEEDED: count|answers.count⟩ ⟨NEEDED: count|answers.count⟩ ⟨NEEDED: fee|answers.fee⟩ ⟨NEEDED: known_since|answers.known_since⟩",
        ),
        (
            "{{ languages | list }} {{ proof | cites }} {{ writer.birthdate | age(on=known_since) }}",
            "⟨NEEDED: languages|answers.languages⟩ ⟨NEEDED: proof|answers.proof⟩ ⟨NEEDED: who writes: birthdate|people.ada.birthdate⟩",
        ),
        (
            "{% for e in episodes %}{{ e.date }}: {{ e.what }}{% endfor %}{% if known_since is before(paper_date()) %}before{% endif %}",
            "⟨NEEDED: episodes|answers.episodes⟩: ⟨NEEDED: episodes|answers.episodes⟩",
        ),
        (
            "{{ languages | length }} {{ episodes | length | words }}",
            "⟨NEEDED: languages|answers.languages⟩ ⟨NEEDED: episodes|answers.episodes⟩",
        ),
        ("{{ needed(what=\"a witness\") }}", "⟨NEEDED: a witness|⟩"),
        (
            "{{ <perjury declarant={writer} place=\"outside_us\" on={known_since} /> }}",
            "⟨I declare abroad.|rule.us.28-usc-1746⟩ Signed by ⟨NEEDED: who writes|people.ada.name⟩ on ⟨NEEDED: known_since|answers.known_since⟩.\n",
        ),
    ];
    for (body, expected) in cases {
        assert_eq!(render_with(body, change, Locale::En), Ok(expected.to_owned()), "{body}");
    }
}

/// A part of a built-in fact that nobody has written is no to a condition, left out of a list, and a gap where it is
/// printed.
#[test]
fn parts_of_facts_are_gaps_where_they_are_printed() {
    let body = "{% for r in reasons %}{% if r.text or r.text is known %}text{% endif %}{{ r.text }} {{ r.quote }} \
                {{ [r.quote, r.text, r.id] | list }}{% endfor %}";
    let expected = "⟨NEEDED: text|decision.reasons.r1.text⟩ ⟨prose \"So.\"|decision.reasons.r1.quote⟩ \
                    ⟨prose \"So.\"|decision.reasons.r1.quote⟩ and ⟨r1|decision.reasons⟩";
    assert_eq!(render(body), Ok(expected.to_owned()));
}

/// What only the facts decide is told at its place in the template, all of it, and says no fact's value.
#[test]
fn faults_of_a_draft_are_told_at_their_place() {
    let cases = [
        (
            "{{ [] | list }}\n{{ exhibit(id=\"c\") }}",
            "1:4 null-printed: `[] | list` is left out here, but is printed\n2:4 unknown-exhibit: unknown exhibit `c`",
        ),
        (
            "{{ rule(id=\"us.28-usc-1746\")[\"inside_su\"] }}",
            "1:4 unknown-rule: `us.28-usc-1746` has no wording `inside_su`; did you mean `inside_us`?",
        ),
        (
            "{{ count // (count - 26) }}",
            "1:4 wrong-use: this sum has no result: a division by nothing, or a number too large",
        ),
        ("{% for i in range(end=1001) %}{% endfor %}", "1:13 wrong-argument: `range` gives at most 1000 numbers"),
        (
            "{{ <perjury declarant={writer} place={\"inside_us\"} on={paper_date()} /> }}{{ [] | list }}",
            "1:78 null-printed: `[] | list` is left out here, but is printed",
        ),
    ];
    for (body, expected) in cases {
        assert_eq!(render_with(body, |_| (), Locale::En), Err(expected.to_owned()), "{body}");
    }
    let without_name = |facts: &mut CheckedFacts| {
        let mut fields = ada();
        fields[0].1 = Value::Absent;
        facts.parties[0].1.value = person("ada", fields);
    };
    let body = "{{ <perjury declarant={writer} place=\"inside_us\" /> }}";
    let expected = "12:53 null-printed: `declarant.name.full` is left out here, but is printed";
    assert_eq!(render_with(body, without_name, Locale::En), Err(expected.to_owned()), "the place is the clause's");
}

/// Loops inside loops end at the limit of a paper's text, with an error.
#[test]
fn a_paper_without_end_is_refused() {
    let loops = "{% for i in range(end=1000) %}".repeat(4);
    let body = format!("{loops}All work and no play. {}", "{% endfor %}".repeat(4));
    assert_eq!(render(&body), Err("1:121 paper-too-long: the paper grows past 4 MiB of text".to_owned()));
}

/// A fact is one handle in the Markdown, whatever it holds; the template's text around it is as it was.
#[test]
fn no_fact_becomes_markup() {
    let hostile = [
        "{{ 7*7 }}",
        "{% include \"x\" %}",
        "{% endif %}",
        "{# x",
        "# heading",
        "2019. That year",
        "- item",
        "```",
        "<script>alert(1)</script>",
        "[link](javascript:x)",
        "#import \"x\"",
        "]]",
        "$x$",
        "\\u{41}",
        "= Heading",
        "| a | b |",
        "\u{E000}0\u{E001}",
        "\u{E000}999\u{E001}",
        "",
        " ",
        "O\u{2019}Brien",
        "\n\n# x\n",
        "*bold* _it_",
        "+++\n",
        "&amp;",
        "\\",
        "\"",
        "'",
        "null",
        "false",
        "\u{202E}abc",
    ];
    for text in hostile {
        let change = |facts: &mut CheckedFacts| {
            field(facts, "line", Value::Text(text.to_owned()));
            field(facts, "own", Value::Prose(text.to_owned()));
            let mut fields = ada();
            fields[0].1 = Value::Name(Name { full: text.to_owned(), ..Name::default() });
            facts.parties[0].1.value = person("ada", fields);
        };
        let mut sources = Sources::default();
        let body = "# {{ line }}\n\n{{ own }} {{ writer.name.full | upper }} {{ line | possessive }}{% if line %}!{% endif %} {{ [line, line] | list }} {{ <perjury declarant={writer} place=\"inside_us\" /> }}";
        let (template, mut report) = read(&mut sources, body);
        let mut facts = facts(&mut sources);
        change(&mut facts);
        let engine = Engine::new(&template).take(&mut report);
        let rendered = engine.and_then(|engine| engine.render(&facts, &surroundings(Locale::En)).take(&mut report));
        let rendered = rendered.unwrap_or_else(|| panic!("{}", problems(&report, &sources)));
        let handle = |number: u32| format!("\u{E000}{number}\u{E001}");
        let expected = "# 0\n\n1 2 3! 4 and 5 6 Signed by 7.\n";
        let expected: String =
            expected.chars().map(|letter| letter.to_digit(10).map_or(letter.to_string(), handle)).collect();
        assert_eq!(rendered.markdown, expected, "{text:?}");
        let content = |number: usize| &rendered.slots[number].content;
        assert_eq!(content(0), &SlotContent::Said(text.to_owned()));
        assert_eq!(content(1), &SlotContent::Prose(text.to_owned()));
        assert_eq!(content(2), &SlotContent::Words(text.to_uppercase()));
        assert_eq!(content(7), &SlotContent::Words(text.to_owned()));
    }
}

/// Every byte of the Markdown leads back to the line of the template or clause that wrote it.
#[test]
fn markdown_leads_back_to_its_lines() {
    let mut sources = Sources::default();
    let body = "first\n{% for e in episodes -%}\n  item {{ e.what }} done\n{% endfor %}\n{{ <perjury declarant={writer} place=\"inside_us\" /> }}last\n";
    let (template, mut report) = read(&mut sources, body);
    let engine = Engine::new(&template).take(&mut report).unwrap();
    let facts = facts(&mut sources);
    let rendered = engine.render(&facts, &surroundings(Locale::En)).take(&mut report).unwrap();
    let at = |needle: &str, nth: usize| {
        let (start, _) = rendered.markdown.match_indices(needle).nth(nth).unwrap();
        let span = rendered.place(start).unwrap();
        let place = sources.line_column(span);
        let line =
            place.line.saturating_sub(if sources.name(span) == "template.md" { FRONT.lines().count() + 2 } else { 0 });
        format!("{} {line}:{}", sources.name(span), place.column)
    };
    assert_eq!(at("first", 0), "template.md 1:1");
    assert_eq!(at("item", 0), "template.md 3:3");
    assert_eq!(at("item", 1), "template.md 3:3");
    assert_eq!(at("done", 1), "template.md 3:21");
    assert_eq!(at("\u{E000}1", 0), "template.md 3:11");
    assert_eq!(at("Signed", 0), "clause.md 12:40");
    assert_eq!(at("last", 0), "template.md 5:55");
    let covered: usize = rendered.pieces.iter().map(|(range, _)| range.len()).sum();
    assert_eq!(covered, rendered.markdown.len(), "pieces follow one another without a hole");
    assert_eq!(rendered.slots.len(), 4);
    assert!(rendered.slots.iter().all(|slot| slot.place.is_some()));
}

/// One engine drafts any number of papers, and each is as the first.
#[test]
fn an_engine_is_used_again() {
    fn is_send<T: Send>(_: &T) {}
    let mut sources = Sources::default();
    let (template, mut report) = read(&mut sources, "{{ count }} {{ proof | cites }}");
    let engine = Engine::new(&template).take(&mut report).unwrap();
    is_send(&engine);
    let mut facts = facts(&mut sources);
    let draft =
        |facts: &CheckedFacts| engine.render(facts, &surroundings(Locale::En)).output.map(|rendered| shown(&rendered));
    let proof = Value::List(vec![exhibit_item("a", None)]);
    field(&mut facts, "proof", Value::List(Vec::new()));
    assert_eq!(draft(&facts), None);
    field(&mut facts, "proof", proof);
    assert_eq!(draft(&facts).as_deref(), Some("⟨26|answers.count⟩ ⟨Exhibit A|answers.proof⟩"));
    assert_eq!(draft(&facts).as_deref(), Some("⟨26|answers.count⟩ ⟨Exhibit A|answers.proof⟩"));
}

/// Spanish papers write numbers, dates, lists and exhibits out in Spanish.
#[test]
fn spanish_is_written_out() {
    let cases = [
        (
            "{{ known_since }} {{ known_since | date_words }}",
            "⟨12 de marzo de 2014|answers.known_since⟩ ⟨doce de marzo de dos mil catorce|answers.known_since⟩",
        ),
        (
            "{{ count | words }} {{ count | ordinal_words }} {{ 31 | words }} {{ 21000 | words }} {{ 1234567 | words }}",
            "⟨veintiséis|answers.count⟩ ⟨vigésimo sexto|answers.count⟩ ⟨treinta y uno|⟩ ⟨veintiún mil|⟩ ⟨un millón doscientos treinta y cuatro mil quinientos sesenta y siete|⟩",
        ),
        (
            "{{ languages | list }} {{ proof | cites }}",
            "⟨Spanish|answers.languages⟩, ⟨English|answers.languages⟩ y ⟨Mam|answers.languages⟩ ⟨Anexo A|answers.proof⟩; ⟨Anexo B, p. 2|answers.proof⟩",
        ),
    ];
    for (body, expected) in cases {
        assert_eq!(render_with(body, |_| (), Locale::Es), Ok(expected.to_owned()), "{body}");
    }
}

/// English numbers have no "and", and exhibits past Z have two letters.
#[test]
fn numbers_are_written_out() {
    use affiant::template::numbers::{cardinal, letter, ordinal, ordinal_words};
    let words = [
        (0, "zero"),
        (7, "seven"),
        (100, "one hundred"),
        (101, "one hundred one"),
        (342, "three hundred forty-two"),
        (2026, "two thousand twenty-six"),
        (1_000_000, "one million"),
        (-5, "minus five"),
        (
            i64::MAX,
            "nine quintillion two hundred twenty-three quadrillion three hundred seventy-two trillion thirty-six billion eight hundred fifty-four million seven hundred seventy-five thousand eight hundred seven",
        ),
    ];
    for (number, expected) in words {
        assert_eq!(cardinal(number, Locale::En), expected);
    }
    let ordinals = [
        (1, "1st", "first"),
        (2, "2nd", "second"),
        (3, "3rd", "third"),
        (11, "11th", "eleventh"),
        (12, "12th", "twelfth"),
        (21, "21st", "twenty-first"),
        (30, "30th", "thirtieth"),
        (112, "112th", "one hundred twelfth"),
    ];
    for (number, short, long) in ordinals {
        assert_eq!((ordinal(number, Locale::En).as_str(), ordinal_words(number, Locale::En).as_str()), (short, long));
    }
    assert_eq!([0, 25, 26, 51, 52, 701, 702].map(letter), ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
}

/// What a front matter cannot say.
#[test]
fn front_matter_is_checked() {
    let cases = [
        "no front matter",
        "+++\ntitle = \"x\"\n",
        "+++\ntitel = \"x\"\nlook = \"letter\"\nnumbering = \"paragraph\"\naudience = \"everybody\"\nauthor = \"me\"\nrules = \"x\"\n+++\n",
        "+++\ntitle = 1\nlook = \"letter@1.0.0\"\nclauses = [\"a@1.0.0\", \"b@1\", 2, \"a@1.0.1\"]\n+++\n",
        "+++\ntitle = \"x\"\nlook = \"letter@1.0.0\"\n[parties.writer]\nneeds = [\"nam\"]\n[fields.writer]\ntype = \"text\"\n[fields.exhibit]\ntype = \"text\"\n[fields.loop]\ntype = \"txt\"\n+++\n",
        "+++\ntitle = \"x\"\nlook = \"letter@1.0.0\"\n[fields.b]\ntype = \"text\"\nshow_if = { a = [\"x\"] }\n[[deadline]]\nwhat = \"x\"\nrule = \"y\"\nfrom = \"c\"\nserved_by = \"b\"\n[[deadline]]\nfrom = \"b\"\n+++\n",
        "+++\ntitle = \"x\"\nlook = \"letter@1.0.0\"\n+++\nhello \u{E000}1\u{E001}",
    ];
    let mut found = String::new();
    for case in cases {
        let mut sources = Sources::default();
        let report = front::template(&mut sources, "template", case, pin("x@1.0.0")).report;
        let problems = problems(&report, &sources).replace('\n', "\n    ");
        found.extend([&case.escape_debug().to_string(), "\n    ", &problems, "\n"]);
    }
    expect("tests/template/front.txt", &found);
}
