//! What the kit's script works with: the plan, its words in each language, and what it looks for in answers, as JSON.

use serde_json::{Map, Value, json};

use super::guide::Guide;
use super::plan::{Plan, Text};
use super::words::Part;
use super::{Making, patterns};
use crate::facts::characters::table::{self, Fate};
use crate::fields::FieldType;
use crate::interview::{Form, Interface, coach};
use crate::typeset::engine::coverage::Coverage;
use crate::value::{Locale, Value as FactValue};
use crate::words::{filler, fragment};

/// What the form says of a question, by key, as far as the script says it.
const WORDS: &[&str] = &[
    "yes",
    "no",
    "this_person",
    "example",
    "optional",
    "sensitive",
    "why",
    "date_hint",
    "item",
    "review_open",
    "review_skipped",
    "review_unknown",
    "review_decline",
    "review_wrong",
    "another_first",
    "another",
    "choose_date",
    "date_counted",
    "date_weekday",
    "too_many_words",
    "coach_head",
    "coach_time",
    "coach_praise",
    "coach_law",
    "coach_guess",
    "coach_child",
    "coach_a_number",
    "coach_address",
    "coach_filler",
    "coach_unfit",
    "coach_unprinted",
    "coach_unprinted_letters",
    "coach_broken",
    "coach_cleaned",
    "take_out_character",
    "join_lines",
    "sentence_now",
    "mend",
    "instead",
    "say_yes",
    "say_no",
    "no_answer",
    "choose_one",
    "one_a_line",
    "most_words",
    "another_begin",
    "another_none",
    "another_yes",
    "another_no",
    "another_said",
    "earlier",
    "put_back",
    "taken_out",
    "brought",
    "known_wrong",
    "known_right",
    "known_hint",
];

/// What is said of an answer that does not fit.
const WRONG: &[&str] = &[
    "date",
    "no_day",
    "no_year",
    "clock",
    "number",
    "money",
    "currency",
    "yes-no",
    "choice",
    "email",
    "emails",
    "phone",
    "phones",
    "a-number",
    "receipt",
    "exhibit",
    "too_long",
    "character",
    "other",
];

/// Everything that the script needs to know, with no `<` in it: it stands inside an element of the page.
#[must_use]
pub fn data(making: &Making<'_>, plans: &[Plan]) -> String {
    let value = value(making, plans);
    value.to_string().replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

fn value(making: &Making<'_>, plans: &[Plan]) -> Value {
    let (numbers, texts) = shared(plans);
    let mut nodes = plans.first().map_or(Value::Null, |plan| json!(plan.nodes));
    renumber(&mut nodes, &numbers);
    let languages: Vec<Value> =
        making.forms.iter().zip(texts).map(|(form, texts)| language(form, &texts, making)).collect();
    let author = making.forms.first().and_then(Form::author);
    let kit = making.kit;
    json!({
        "kit": {
            "id": kit.id,
            "draft": kit.draft,
            "template": kit.template,
            "key": making.key.map(|key| json!({ "id": key.id(), "point": crate::interview::parcel::encoded(&key.bytes()) })),
        },
        "plan": {
            "nodes": nodes,
            "you": author.map(|(_, path)| crate::interview::Path::proposed(&path).to_string()),
            "item": format!("e{}", kit.items),
        },
        "languages": languages,
        "phrases": phrases(making),
        "characters": characters(),
        "letters": letters(making.letters),
        "fragments": fragment::lists::all(),
        "letter": making.is_letter(),
    })
}

/// The texts of all languages, each combination once: for each text of a plan its new number, and the texts by
/// language.
fn shared(plans: &[Plan]) -> (Vec<Text>, Vec<Vec<&[Part]>>) {
    let mut seen: Vec<Vec<&[Part]>> = Vec::new();
    let count = plans.first().map_or(0, |plan| plan.texts.len());
    let mut numbers = Vec::with_capacity(count);
    for at in 0..count {
        let said: Vec<&[Part]> = plans.iter().map(|plan| plan.texts.get(at).map_or(&[][..], Vec::as_slice)).collect();
        let number = seen.iter().position(|known| *known == said).unwrap_or_else(|| {
            seen.push(said);
            seen.len() - 1
        });
        numbers.push(number);
    }
    let by_language = (0..plans.len()).map(|language| seen.iter().map(|said| said[language]).collect()).collect();
    (numbers, by_language)
}

/// Puts the new numbers of texts in.
fn renumber(node: &mut Value, numbers: &[Text]) {
    let number = |value: &mut Value| {
        let new = value.as_u64().and_then(|old| usize::try_from(old).ok()).and_then(|old| numbers.get(old));
        if let Some(new) = new {
            *value = json!(new);
        }
    };
    match node {
        Value::Array(nodes) => nodes.iter_mut().for_each(|node| renumber(node, numbers)),
        Value::Object(keys) => {
            for (key, value) in keys.iter_mut() {
                match key.as_str() {
                    "ask" | "within" | "section" | "help" | "example" | "why" => number(value),
                    "choices" => {
                        let choices = value.as_array_mut().into_iter().flatten();
                        choices.filter_map(|choice| choice.get_mut(1)).for_each(number);
                    }
                    "sentence" => value.as_array_mut().into_iter().flatten().for_each(number),
                    "group" | "list" | "another" => renumber(value, numbers),
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

fn language(form: &Form<'_>, texts: &[&[Part]], making: &Making<'_>) -> Value {
    let interface = form.interface;
    let guide = &interface.kit;
    let mut words: Map<String, Value> =
        WORDS.iter().map(|key| ((*key).to_owned(), json!(interface.say(key, &[])))).collect();
    words.extend(WRONG.iter().map(|key| (format!("wrong.{key}"), json!(interface.wrong(key)))));
    words.extend(guide.words().iter().map(|(key, text)| (key.clone(), json!(text))));
    words.insert("title".to_owned(), json!(form.title));
    let [yes, no] = interface.yes_and_no();
    let texts: Vec<Value> = texts.iter().map(|parts| text(parts)).collect();
    json!({
        "tag": interface.tag,
        "name": interface.language,
        "direction": interface.direction,
        "names": names(interface),
        "relations": interface.relations(making.language),
        "words": words,
        "yes": yes,
        "no": no,
        "texts": texts,
        "guide": guide.advice(making.audience()),
        "roles": roles(guide, making),
        "by": making.return_by.map(|day| day.long(Locale::of(&interface.tag))),
        "to": making.return_to,
    })
}

/// What refused characters are called in the language of a form.
fn names(interface: &Interface) -> Value {
    let named = table::NAMES.iter().filter(|(code, ..)| char::from_u32(*code).is_some_and(table::is_refused));
    let spanish = Locale::of(&interface.tag) == Locale::Es;
    named.map(|(code, name, nombre)| (code.to_string(), json!(if spanish { nombre } else { name }))).collect()
}

/// What is said to somebody in a role: of the roles that the paper knows.
fn roles(guide: &Guide, making: &Making<'_>) -> Value {
    let fields = making.forms.first().map_or(&[][..], |form| form.asked.fields);
    let role = fields.iter().find(|field| field.name == "role").map(|field| &field.kind);
    let Some(FieldType::Choice(choices)) = role.filter(|_| making.is_letter()) else { return json!({}) };
    let known = |role: &str| choices.iter().any(|choice| choice.value == role);
    Value::Object(
        guide.roles().iter().filter(|(role, _)| known(role)).map(|(role, said)| (role.clone(), json!(said))).collect(),
    )
}

/// A text: its words, or its parts where some are filled in later.
fn text(parts: &[Part]) -> Value {
    match parts {
        [] => json!(""),
        [Part::Words(words)] => json!(words),
        parts => json!(parts),
    }
}

/// The characters that a font of the paper has, as gaps and runs in figures of base 36.
fn letters(letters: &Coverage) -> String {
    let mut next = 0;
    let runs = letters.ranges().iter().map(|(first, last)| {
        let run = format!("{} {}", base36(first - next), base36(last - first + 1));
        next = last + 1;
        run
    });
    runs.collect::<Vec<_>>().join(" ")
}

fn base36(mut number: u32) -> String {
    let mut digits = Vec::new();
    loop {
        digits.push(char::from_digit(number % 36, 36).unwrap_or('0'));
        number /= 36;
        if number == 0 {
            return digits.into_iter().rev().collect();
        }
    }
}

/// The table of characters that are not what they seem, each fate by a letter.
fn characters() -> Value {
    let rows = table::TABLE.iter().map(|(first, last, fate)| json!([first, last, letter(*fate)]));
    json!({
        "table": rows.collect::<Vec<_>>(),
        "right_to_left": table::RIGHT_TO_LEFT,
        "joined": table::JOINED,
        "selected": table::SELECTED,
    })
}

fn letter(fate: Fate) -> &'static str {
    match fate {
        Fate::Dropped => "d",
        Fate::SoftHyphen => "h",
        Fate::LineEnd => "l",
        Fate::ParagraphEnd => "p",
        Fate::Mark => "m",
        Fate::Turn => "t",
        Fate::Joiner => "j",
        Fate::Selector => "s",
        Fate::Bullet => "b",
        Fate::BulletAlways => "B",
        Fate::Refused(_) => "r",
    }
}

/// What the coach looks for, and the initials of the children of whom the paper speaks.
fn phrases(making: &Making<'_>) -> Value {
    let mut phrases = Map::new();
    for (name, said) in coach::gathered() {
        let said = match name {
            "address" | "a_number" => json!(said.iter().map(|one| patterns::script(one)).collect::<Vec<_>>()),
            _ => json!(said),
        };
        phrases.insert(name.to_owned(), said);
    }
    phrases.insert("filler".to_owned(), json!(filler::phrases().collect::<Vec<_>>()));
    phrases.insert("initials".to_owned(), json!(initials(making)));
    Value::Object(phrases)
}

fn initials(making: &Making<'_>) -> Vec<String> {
    let Some(form) = making.forms.first() else { return Vec::new() };
    let checked = super::plan::facts_alone(form);
    let people = checked.parties.iter().filter_map(|(_, checked)| match &checked.value {
        FactValue::Person(person) if person.minor => person.field("name"),
        _ => None,
    });
    let names = people.filter_map(|name| match &name.value {
        FactValue::Name(name) => Some(name.initials()),
        _ => None,
    });
    names.collect()
}
