//! A matter's files with a commented line for everything that its papers ask.

use std::fmt::Write as _;
use std::sync::Arc;

use toml_edit::{DocumentMut, Item, Table, value};

use crate::diag::{Code, Diagnostic};
use crate::fields::{Field, FieldType, Party};
use crate::template::{Pin, Template};
use crate::words;

use super::NewFile;

/// The papers of a new matter, and who is who in them.
pub struct Plan {
    drafts: Vec<PlannedDraft>,
}

/// One paper of a new matter.
pub struct PlannedDraft {
    /// Its id.
    pub id: String,
    /// Its template.
    pub template: Arc<Template>,
    /// Who is who: party, and path in the facts.
    pub with: Vec<(String, String)>,
    /// The same for parties that there need not be: they stand in a comment.
    pub perhaps: Vec<(String, String)>,
}

impl Plan {
    /// Papers from templates: each party becomes a person of the same name, one for all papers.
    pub fn of_templates(mut drafts: Vec<PlannedDraft>) -> Self {
        for draft in &mut drafts {
            let parties = draft.template.front.parties.iter();
            let (perhaps, with): (Vec<&Party>, Vec<&Party>) = parties.partition(|party| party.optional);
            let named = |parties: Vec<&Party>| {
                parties.into_iter().map(|party| (party.name.clone(), format!("people.{}", party.name))).collect()
            };
            (draft.with, draft.perhaps) = (named(with), named(perhaps));
        }
        Self { drafts }
    }

    /// Papers of an example: who is the same person there stays one person, named after the part they play.
    pub fn of_example(mut drafts: Vec<PlannedDraft>) -> Self {
        let mut renamed: Vec<(String, String)> = Vec::new();
        for draft in &mut drafts {
            draft.with.retain(|(party, _)| draft.template.front.parties.iter().any(|known| known.name == *party));
            for (party, person) in &mut draft.with {
                let known = renamed.iter().find(|(old, _)| old == person).map(|(_, new)| new.clone());
                let new = known.unwrap_or_else(|| {
                    let plain = format!("people.{party}");
                    let taken = renamed.iter().any(|(_, new)| *new == plain);
                    let new = if taken { format!("people.{}-{party}", draft.id) } else { plain };
                    renamed.push((person.clone(), new.clone()));
                    new
                });
                *person = new;
            }
        }
        Self { drafts }
    }

    /// The files.
    pub fn files(&self) -> Vec<NewFile> {
        let mut files = vec![("matter.toml".to_owned(), self.matter()), ("facts.toml".to_owned(), self.facts())];
        for draft in &self.drafts {
            files.push((format!("answers/{}.toml", draft.id), answers(&draft.template)));
        }
        files
    }

    fn matter(&self) -> String {
        let mut text = String::from(
            "title = \"Untitled matter\"\nfacts = [\"facts.toml\"]\n\
             # date = 2026-01-31   # the date of the papers; today while a paper is a draft\n",
        );
        for draft in &self.drafts {
            let with: Vec<String> =
                draft.with.iter().map(|(party, person)| format!("{party} = \"{person}\"")).collect();
            let pin = &draft.template.pin;
            let _ = write!(text, "\n[[draft]]\nid       = \"{}\"\ntemplate = \"{pin}\"\n", draft.id);
            if !with.is_empty() {
                let _ = writeln!(text, "with     = {{ {} }}", with.join(", "));
            }
            if !draft.perhaps.is_empty() {
                text.push_str("# Add to `with` whom there is:\n");
            }
            for (party, person) in &draft.perhaps {
                let ask = draft.template.front.parties.iter().find(|known| known.name == *party);
                let ask = ask.and_then(|party| party.ask.as_deref()).map(|ask| format!("   {}", words::plainly(ask)));
                let _ = writeln!(text, "#   {party} = \"{person}\"{}", ask.unwrap_or_default());
            }
        }
        text
    }

    fn facts(&self) -> String {
        let mut text = String::from(
            "# What is true in this matter, for all its papers. Take the # away from a line and fill it in;\n\
             # a line that stays commented shows in the draft as [NEEDED: ...] where a paper cannot do without it.\n\
             #\n\
             # Every person may also have:\n\
             #   minor = true              initials only\n\
             #   safe_address = { ... }    no paper ever prints the other address\n\
             #   share = [\"name\"]          what a letter by an outsider may say about them; the name alone if left out\n",
        );
        for (person, needs) in self.people() {
            // Whom there need not be, is there only once the line is.
            let certain = self.drafts.iter().any(|draft| draft.with.iter().any(|(_, known)| *known == person));
            let _ = writeln!(text, "\n{}[{person}]", if certain { "" } else { "# " });
            for (need, optional) in needs {
                let kind = crate::fields::schema::person().iter().find(|field| field.name == need);
                let line = format!("# {need} = {}", kind.map_or("\"…\"", |field| example(&field.kind)));
                let _ = writeln!(text, "{line}{}", if optional { "   # if there is one" } else { "" });
            }
        }
        for (table, fields) in self.shared() {
            let _ = write!(text, "\n{table}\n{fields}");
        }
        text
    }

    /// Each person with what any paper needs to know about them.
    fn people(&self) -> Vec<(String, Vec<(String, bool)>)> {
        let mut people: Vec<(String, Vec<(String, bool)>)> = Vec::new();
        for draft in &self.drafts {
            for (party, person) in draft.with.iter().chain(&draft.perhaps) {
                let at = people.iter().position(|(known, _)| known == person).unwrap_or_else(|| {
                    people.push((person.clone(), Vec::new()));
                    people.len() - 1
                });
                let Some(party) = draft.template.front.parties.iter().find(|known| known.name == *party) else {
                    continue;
                };
                for need in &party.needs {
                    let needs = &mut people[at].1;
                    match needs.iter_mut().find(|(field, _)| *field == need.field) {
                        Some((_, optional)) => *optional &= need.optional,
                        None => needs.push((need.field.clone(), need.optional)),
                    }
                }
            }
        }
        people
    }

    /// The shared tables that fields read by `fact = …`: header, and commented lines.
    fn shared(&self) -> Vec<(String, String)> {
        let mut tables: Vec<(String, String)> = Vec::new();
        let fields = self.drafts.iter().flat_map(|draft| &draft.template.front.fields);
        for field in fields {
            let Some(path) = &field.fact else { continue };
            let kind = crate::fields::schema::fact(path).unwrap_or_else(|| field.kind.clone());
            let (header, lines) = match (&kind, path.rsplit_once('.')) {
                (FieldType::List(item), _) => (format!("# [[{path}]]"), members(item)),
                (FieldType::Group(_), _) => (format!("# [{path}]"), members(&kind)),
                (_, Some((table, key))) => (format!("[{table}]"), format!("# {key} = {}\n", example(&kind))),
                (_, None) => (String::new(), format!("# {path} = {}\n", example(&kind))),
            };
            match tables.iter_mut().find(|(known, _)| *known == header) {
                Some((_, known)) if !known.contains(&lines) => known.push_str(&lines),
                Some(_) => {}
                None => tables.push((header, lines)),
            }
        }
        let cites = |field: &Field| cites_exhibits(&field.kind);
        let header = "# [[exhibits]]".to_owned();
        if self.drafts.iter().any(|draft| draft.template.front.fields.iter().any(cites))
            && !tables.iter().any(|(known, _)| *known == header)
        {
            tables.push((header, members(&FieldType::Group(crate::fields::schema::exhibit().to_vec()))));
        }
        // Plain tables first: a key after a list's header would belong to the list.
        tables.sort_by_key(|(header, _)| header.starts_with("# [["));
        tables
    }
}

/// Whether a field of this type names exhibits.
fn cites_exhibits(kind: &FieldType) -> bool {
    match kind {
        FieldType::Exhibit => true,
        FieldType::List(item) => cites_exhibits(item),
        FieldType::Group(fields) => fields.iter().any(|field| cites_exhibits(&field.kind)),
        _ => false,
    }
}

fn members(kind: &FieldType) -> String {
    let line = |field: &Field| {
        let ask = field.ask.as_deref().map(|ask| format!("   # {}", words::plainly(ask))).unwrap_or_default();
        let optional = if field.required || field.ask.is_none() { "" } else { " (if there is one)" };
        format!("# {} = {}{ask}{optional}\n", field.name, example(&field.kind))
    };
    match kind {
        FieldType::Group(fields) => fields.iter().map(line).collect(),
        other => format!("# {}\n", example(other)),
    }
}

fn answers(template: &Template) -> String {
    let mut text = format!(
        "# What only this paper says: {}. Take the # away from a line and fill it in.\n\
         # \"I don't know\" is {{ unknown = true }}, \"I'd rather not say\" is {{ declined = true }}.\n",
        template.front.title
    );
    // A list's header would swallow the plain keys after it, so lists stand last.
    let (lists, plain): (Vec<&Field>, Vec<&Field>) =
        template.front.fields.iter().filter(|field| field.fact.is_none()).partition(|field| {
            matches!(&field.kind, FieldType::Group(_))
                || matches!(&field.kind, FieldType::List(item) if matches!(**item, FieldType::Group(_)))
        });
    for field in plain.into_iter().chain(lists) {
        text.push('\n');
        for (label, said) in [("", &field.ask), ("", &field.help), ("For example: ", &field.example)] {
            if let Some(said) = said {
                let _ = writeln!(text, "# {label}{}", words::plainly(said));
            }
        }
        for condition in &field.show_if {
            let _ =
                writeln!(text, "# (only if {} is {})", condition.field, crate::words::list(&condition.values, "or"));
        }
        let _ = match &field.kind {
            FieldType::List(item) if matches!(**item, FieldType::Group(_)) => {
                write!(
                    text,
                    "# [[{}]]\n# id = \"…\"   # any short name, to tell them apart\n{}",
                    field.name,
                    members(item)
                )
            }
            FieldType::Group(_) => write!(text, "# [{}]\n{}", field.name, members(&field.kind)),
            FieldType::Choice(choices) => {
                let values: Vec<&str> = choices.iter().map(|choice| choice.value.as_str()).collect();
                writeln!(text, "# {} = \"{}\"   # {}", field.name, values.first().unwrap_or(&""), values.join(", "))
            }
            kind => writeln!(text, "# {} = {}", field.name, example(kind)),
        };
    }
    text
}

/// How a value of this type is written.
fn example(kind: &FieldType) -> &'static str {
    match kind {
        FieldType::Prose | FieldType::Markdown => "\"\"\"…\"\"\"",
        FieldType::Date => "2026-01-31   # or \"2026-01\", \"2026\", \"spring 2026\", \"about 2026\"",
        FieldType::Number => "1",
        FieldType::Money => "\"$1,200.50\"",
        FieldType::YesNo => "true   # or false",
        FieldType::Email => "\"name@example.org\"",
        FieldType::Phone => "\"217-555-0100\"",
        FieldType::Address => "{ street = \"…\", city = \"…\", state = \"…\", zip = \"…\", country = \"US\" }",
        FieldType::Name => "{ first = \"…\", last = \"…\" }   # or { full = \"…\" }",
        FieldType::Pronouns => "\"they\"   # she, he, they",
        FieldType::Person => "\"people.…\"",
        FieldType::Language => "\"en\"",
        FieldType::ANumber => "\"A000000000\"",
        FieldType::ReceiptNumber => "\"IOE0000000000\"",
        FieldType::Exhibit => "\"exhibit-id:1\"   # and the page, if one is meant",
        FieldType::List(item) if matches!(**item, FieldType::Language) => "[\"en\"]",
        FieldType::List(_) => "[\"…\"]",
        FieldType::Text | FieldType::Choice(_) | FieldType::Country | FieldType::Group(_) => "\"…\"",
    }
}

/// A matter of the templates' own samples; its facts say that they are fictional.
pub fn from_samples(samples: &[(String, Pin, String)]) -> Result<Vec<NewFile>, Box<Diagnostic>> {
    let mut facts = DocumentMut::new();
    facts.insert("fictional", value(true));
    let mut matter = String::from("title = \"Sample matter\"\nfacts = [\"facts.toml\"]\n");
    let mut files = Vec::new();
    for (id, pin, text) in samples {
        let sample: DocumentMut = text.parse().map_err(|_| Box::new(bad_sample(pin)))?;
        if let Some(shared) = sample.get("facts").and_then(Item::as_table) {
            merge(facts.as_table_mut(), shared);
        }
        let answers = sample.get("answers").and_then(Item::as_table).cloned().unwrap_or_default();
        files.push((format!("answers/{id}.toml"), DocumentMut::from(answers).to_string()));
        let _ = write!(matter, "\n[[draft]]\nid       = \"{id}\"\ntemplate = \"{pin}\"\n");
        if let Some(date) = sample.get("date") {
            let _ = writeln!(matter, "date     ={date}");
        }
        if let Some(with) = sample.get("with").and_then(Item::as_table_like) {
            let with: Vec<String> =
                with.iter().filter_map(|(key, item)| Some(format!("{key} = \"{}\"", item.as_str()?))).collect();
            let _ = writeln!(matter, "with     = {{ {} }}", with.join(", "));
        }
    }
    files.insert(0, ("facts.toml".to_owned(), facts.to_string()));
    files.insert(0, ("matter.toml".to_owned(), matter));
    Ok(files)
}

/// Adds what `from` has and `into` has not.
fn merge(into: &mut Table, from: &Table) {
    for (key, item) in from {
        if !into.contains_key(key) {
            into.insert(key, item.clone());
        } else if let (Some(known), Some(new)) = (into.get_mut(key).and_then(Item::as_table_mut), item.as_table()) {
            merge(known, new);
        }
    }
}

fn bad_sample(pin: &Pin) -> Diagnostic {
    Diagnostic::new(Code::BadSyntax, format!("the sample of `{pin}` is not valid TOML"))
        .hint("run `affiant doctor`, and report this as a fault of affiant's pack")
}
