//! Tests of templates: what their tags print, and what is said of those that cannot be right.

use affiant::diag::Report;
use affiant::fields::{CheckedFacts, ExhibitFact};
use affiant::source::Sources;
use affiant::span::Span;
use affiant::template::engine::Engine;
use affiant::template::{Clause, NodeSlot, Pin, Rendered, RuleWords, SlotContent, Surroundings, Template, front};
use affiant::value::{
    Address, Checked, ExhibitRef, Item, Locale, Money, Name, Named, Origin, PaperDate, Person, Pronouns, Value,
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
    Origin { path: path.to_owned(), span: None }
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
    let value = Value::Language(Named { code: None, name: name.to_owned() });
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
        ],
        exhibits: vec![exhibit(sources, "a"), exhibit(sources, "b")],
        fictional: true,
    }
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
            SlotContent::Words(text) => text.clone(),
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

#[test]
fn zz_builtin() {
    let mut sources = Sources::default();
    let mut out = String::new();
    for name in ["declaration", "support-letter", "reconsideration-request"] {
        let mut report = Report::default();
        let text = std::fs::read_to_string(format!("templates/{name}/1.0.0/template.md")).unwrap();
        let Some(mut template) =
            front::template(&mut sources, &format!("{name}/template.md"), &text, pin(&format!("{name}@1.0.0")))
                .take(&mut report)
        else {
            continue;
        };
        for clause in template.front.clauses.clone() {
            let text =
                std::fs::read_to_string(format!("snippets/{}/{}/clause.md", clause.name, clause.version)).unwrap();
            template
                .clauses
                .extend(front::clause(&mut sources, &format!("{clause}/clause.md"), &text, clause).take(&mut report));
        }
        let _ = Engine::new(&template).take(&mut report);
        out += &affiant::term::report::human(&report, &sources, 100, false);
    }
    println!("{out}");
}
