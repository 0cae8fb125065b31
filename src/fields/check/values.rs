//! One value of each type, from what a file says.

use super::{Checker, FieldType, Wanted, gap, holds, is_blank, names, places, texts, withheld};
use crate::diag::{Code, Diagnostic};
use crate::facts::{Node, NodeKind, Table};
use crate::fields::{Field, report, schema};
use crate::value::date::Remark;
use crate::value::quantity::Number;
use crate::value::{Address, Checked, ExhibitRef, Gap, Item, Money, Name, Origin, PaperDate, Pronouns, Value};
use crate::value::{email, phone};

/// True or false, also as the words that `--set` gives.
pub(super) fn yes_no(node: &Node) -> Option<bool> {
    match &node.kind {
        NodeKind::Bool(yes) => Some(*yes),
        NodeKind::Text(text) => match text.as_str() {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

impl Checker<'_> {
    /// A value that a file gives: of its type, a gap where it is said to be unknown, or where it is wrong.
    pub(super) fn given(&mut self, kind: &FieldType, node: &Node, origin: &Origin, wanted: Wanted<'_>) -> Checked {
        let origin = Origin { path: origin.path.clone(), span: Some(node.span) };
        if let Some((word, said)) = withheld(node) {
            return self.withheld(word, said, node, origin, wanted);
        }
        if is_blank(node) {
            if !wanted.required {
                return Checked { value: Value::Absent, origin };
            }
            self.say(report::missing(&origin.path, Some((node.span, "says nothing")), wanted.span));
            return gap(wanted.label, origin);
        }
        match self.value(kind, node, &origin, wanted) {
            Some(value) => Checked { value, origin },
            None => gap(wanted.label, origin),
        }
    }

    fn withheld(&mut self, word: &str, said: &Node, node: &Node, origin: Origin, wanted: Wanted<'_>) -> Checked {
        if yes_no(said) != Some(true) {
            self.say(report::wrong_type(
                &format!("{}.{word}", origin.path),
                said,
                "`true`, or the value in its place,",
            ));
            return gap(wanted.label, origin);
        }
        if word == "declined" && !wanted.required {
            return Checked { value: Value::Declined, origin };
        }
        let label =
            if word == "declined" { "declined, but the paper cannot do without it" } else { "said to be unknown" };
        self.say(report::missing(&origin.path, Some((node.span, label)), wanted.span));
        gap(wanted.label, origin)
    }

    /// The value, unless it is not of its type, which has then been said.
    fn value(&mut self, kind: &FieldType, node: &Node, origin: &Origin, wanted: Wanted<'_>) -> Option<Value> {
        let path = &*origin.path;
        Some(match kind {
            FieldType::Text => Value::Text(texts::one_line(self.text(path, node)?)),
            FieldType::Prose => Value::Prose(texts::paragraphs(self.text(path, node)?)),
            FieldType::Markdown => Value::Markdown(texts::paragraphs(self.text(path, node)?)),
            FieldType::Date => Value::Date(self.date(path, node)?),
            FieldType::Number => self.number(path, node)?,
            FieldType::Money => Value::Money(self.money(path, node)?),
            FieldType::YesNo => match yes_no(node) {
                Some(yes) => Value::YesNo(yes),
                None => return self.refuse(report::wants_yes_no(path, node)),
            },
            FieldType::Choice(choices) => {
                let text = self.text(path, node)?.trim();
                let Some(choice) = choices.iter().find(|choice| choice.value == text) else {
                    let known: Vec<&str> = choices.iter().map(|choice| choice.value.as_str()).collect();
                    return self.refuse(report::unknown_choice(path, node, text, &known));
                };
                Value::Choice { value: choice.value.clone(), label: choice.label.clone() }
            }
            FieldType::Email => Value::Email(self.email(path, node)?),
            FieldType::Phone => Value::Phone(self.phone(path, node)?),
            FieldType::ANumber => Value::ANumber(self.formed(path, node, texts::a_number, texts::A_NUMBER)?),
            FieldType::ReceiptNumber => {
                Value::ReceiptNumber(self.formed(path, node, texts::receipt_number, texts::RECEIPT_NUMBER)?)
            }
            FieldType::Address => Value::Address(self.address(path, node)?),
            FieldType::Name => return self.name(path, node, wanted),
            FieldType::Pronouns => Value::Pronouns(self.pronouns(path, node)?),
            FieldType::Person => return self.person(node, origin),
            FieldType::Country => {
                let text = self.text(path, node)?;
                let named =
                    self.listed(path, node, "country", places::country(text.trim()), text, places::near_country);
                Value::Country(named)
            }
            FieldType::Language => {
                let text = self.text(path, node)?;
                let named =
                    self.listed(path, node, "language", places::language(text.trim()), text, places::near_language);
                Value::Language(named)
            }
            FieldType::Exhibit => Value::Exhibit(self.exhibit(path, node)?),
            FieldType::List(item) => Value::List(self.list(item, node, origin, wanted)?),
            FieldType::Group(members) => {
                let Some(table) = node.table() else { return self.refuse(report::wrong_type(path, node, "a table")) };
                Value::Group(self.group(members, table, origin, wanted, false))
            }
        })
    }

    fn refuse<T>(&mut self, found: Diagnostic) -> Option<T> {
        self.say(found);
        None
    }

    /// A part of a name or address, which stands on one line.
    fn part(&mut self, path: &str, key: &str, node: &Node) -> Option<String> {
        let text = node.text().or_else(|| self.text(&format!("{path}.{key}"), node))?;
        Some(texts::one_line(text))
    }

    pub(super) fn text<'n>(&mut self, path: &str, node: &'n Node) -> Option<&'n str> {
        match &node.kind {
            NodeKind::Text(text) => Some(text),
            NodeKind::List(_) | NodeKind::Table(_) => self.refuse(report::wrong_type(path, node, "text")),
            _ => self.refuse(report::wants_quotes(path, node)),
        }
    }

    fn date(&mut self, path: &str, node: &Node) -> Option<PaperDate> {
        let year;
        let text = match &node.kind {
            NodeKind::Date(text) | NodeKind::Text(text) => text,
            NodeKind::Integer(number @ 1000..=2999) => {
                year = number.to_string();
                &year
            }
            _ => return self.refuse(report::wrong_type(path, node, "a date")),
        };
        let read =
            PaperDate::read(text, None).map_err(|error| self.say(report::bad_date(path, node.span, &error))).ok()?;
        if read.remark == Some(Remark::Weekday) {
            self.say(report::wrong_weekday(path, node.span));
        }
        Some(read.date)
    }

    fn number(&mut self, path: &str, node: &Node) -> Option<Value> {
        let number = match &node.kind {
            NodeKind::Integer(number) => return Some(Value::Number(*number)),
            NodeKind::Float(number) => Number::parse_float(*number),
            NodeKind::Text(text) => Number::parse(text),
            _ => return self.refuse(report::wrong_type(path, node, "a number")),
        };
        match number {
            Ok(Number::Whole(number)) => Some(Value::Number(number)),
            Ok(Number::Quantity(quantity)) => Some(Value::Quantity(quantity)),
            Err(error) => self.refuse(report::bad_number(path, node.span, &error)),
        }
    }

    fn money(&mut self, path: &str, node: &Node) -> Option<Money> {
        let written = match &node.kind {
            NodeKind::Text(text) => text.clone(),
            NodeKind::Integer(number) => number.to_string(),
            NodeKind::Float(number) => number.to_string(),
            _ => return self.refuse(report::wrong_type(path, node, "an amount of money")),
        };
        match Money::parse(&written) {
            Ok(money) => Some(money),
            Err(error) => self.refuse(report::bad_money(path, node.span, &error)),
        }
    }

    fn email(&mut self, path: &str, node: &Node) -> Option<String> {
        let text = self.text(path, node)?;
        email::read(text).map_err(|error| self.say(report::bad_email(path, node.span, error))).ok()
    }

    fn phone(&mut self, path: &str, node: &Node) -> Option<String> {
        let text = self.text(path, node)?;
        phone::read(text).map_err(|error| self.say(report::bad_phone(path, node.span, error))).ok()
    }

    /// Text of a form, as `form` reads it.
    fn formed(
        &mut self,
        path: &str,
        node: &Node,
        form: fn(&str) -> Option<String>,
        (wanted, hint): (&str, &str),
    ) -> Option<String> {
        let text = self.text(path, node)?;
        form(text.trim()).or_else(|| self.refuse(report::bad_format(path, node.span, wanted, hint)))
    }

    pub(super) fn address(&mut self, path: &str, node: &Node) -> Option<Address> {
        let Some(table) = node.table() else {
            let hint = report::add(path.rsplit('.').next().unwrap_or(path), &FieldType::Address, "");
            return self.refuse(report::wrong_type(path, node, "a table of the address's parts").hint(hint));
        };
        let parts = schema::address();
        self.unknown_keys(path, table, &names(parts));
        let mut part = |key: &str| {
            let text = self.part(path, key, table.get(key)?)?;
            (!text.is_empty()).then_some(text)
        };
        Some(Address {
            care_of: part("care_of"),
            street: part("street"),
            unit: part("unit"),
            city: part("city"),
            state: part("state"),
            zip: part("zip"),
            country: part("country").map(|country| places::spelled(&country)),
        })
    }

    pub(super) fn name(&mut self, path: &str, node: &Node, wanted: Wanted<'_>) -> Option<Value> {
        if let Some(full) = node.text() {
            return Some(Value::Name(Name { full: texts::one_line(full), ..Name::default() }));
        }
        let Some(table) = node.table() else {
            let hint = report::add("name", &FieldType::Name, "");
            return self.refuse(report::wrong_type(path, node, "text, or a table of the name's parts,").hint(hint));
        };
        self.unknown_keys(path, table, super::NAME_PARTS);
        let mut part = |key: &str| {
            let text = self.part(path, key, table.get(key)?)?;
            (!text.is_empty()).then_some(text)
        };
        let [full, first, middle, last, suffix] = ["full", "first", "middle", "last", "suffix"].map(&mut part);
        let [familiar, initials] = ["familiar", "initials"].map(&mut part);
        let mut name = Name::of_parts(first.as_deref(), middle.as_deref(), last.as_deref(), suffix.as_deref());
        if let Some(full) = full {
            name.full = full;
        }
        if first.is_none() && last.is_none() && name.full.is_empty() {
            // The familiar name and initials alone do not say who it is.
            let hint = report::add("name", &FieldType::Name, "");
            let found = report::missing(path, Some((node.span, "says no name")), wanted.span).hint(hint);
            self.say(found);
            return Some(Value::Unknown(Gap { label: wanted.label.to_string() }));
        }
        Some(Value::Name(Name { familiar, initials, ..name }))
    }

    fn pronouns(&mut self, path: &str, node: &Node) -> Option<Pronouns> {
        const FORMS: [&str; 5] = ["subject", "object", "possessive", "independent", "reflexive"];
        let hint = "write `\"she\"`, `\"he\"` or `\"they\"`, or a table of `subject`, `object`, `possessive`, `independent`, \
                    `reflexive`, and `plural = true` for \"they have\"";
        if let Some(text) = node.text() {
            let short = text.trim().to_lowercase();
            let short = short.split('/').next().unwrap_or("").trim();
            return Pronouns::named(short).or_else(|| {
                self.refuse(report::bad_format(path, node.span, "a set of pronouns that affiant knows", hint))
            });
        }
        let Some(table) = node.table() else {
            return self.refuse(report::wrong_type(path, node, "text or a table").hint(hint));
        };
        let mut known = FORMS.to_vec();
        known.push("plural");
        self.unknown_keys(path, table, &known);
        let missing: Vec<&str> = FORMS.into_iter().filter(|form| table.get(form).is_none()).collect();
        if !missing.is_empty() {
            let message = format!("a set of pronouns without {}", report::backticked(&missing, "and"));
            return self.refuse(report::bad_format(path, node.span, &message, hint));
        }
        let forms = FORMS.map(|form| self.text(&format!("{path}.{form}"), table.get(form)?).map(texts::one_line));
        let plural = match table.get("plural") {
            None => false,
            Some(node) => match yes_no(node) {
                Some(plural) => plural,
                None => return self.refuse(report::wants_yes_no(&format!("{path}.plural"), node)),
            },
        };
        let [Some(subject), Some(object), Some(possessive), Some(independent), Some(reflexive)] = forms else {
            return None;
        };
        Some(Pronouns { subject, object, possessive, independent, reflexive, plural })
    }

    fn listed(
        &mut self,
        path: &str,
        node: &Node,
        what: &str,
        found: Option<crate::value::Named>,
        text: &str,
        near: fn(&str) -> Option<String>,
    ) -> crate::value::Named {
        found.unwrap_or_else(|| {
            let name = texts::one_line(text);
            if !self.fictional && self.report.has_room(Code::UnlistedName) {
                let near = near(&name);
                let place = if what == "country" { places::country_of_place(&name) } else { None };
                self.say(match place {
                    Some(code) => report::place_for_country(path, node.span, code),
                    None => report::unlisted_name(path, node.span, what, near.as_deref()),
                });
            }
            crate::value::Named::unlisted(name)
        })
    }

    fn exhibit(&mut self, path: &str, node: &Node) -> Option<ExhibitRef> {
        let text = self.text(path, node)?.trim();
        let cited = text.rsplit_once(':').filter(|(id, _)| !id.is_empty());
        let (id, page) = match cited {
            Some((id, page)) => match page.trim().parse::<u32>() {
                Ok(page) if page > 0 => (id.trim(), Some(page)),
                _ => {
                    let hint = "write the exhibit's id and the page: `\"hospice-letter:2\"`";
                    return self.refuse(report::bad_format(path, node.span, "an exhibit and a page from 1", hint));
                }
            },
            None => (text, None),
        };
        let Some((pages, declared)) = self.exhibits.get(id).copied() else {
            if !self.report.has_room(Code::UnknownExhibit) {
                return None;
            }
            let mut known: Vec<String> = self.exhibits.keys().cloned().collect();
            known.sort();
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            return self.refuse(report::unknown_exhibit(path, node.span, id, &known));
        };
        if let (Some(page), Some(pages)) = (page, pages)
            && i64::from(page) > pages
        {
            return self.refuse(report::no_such_page(path, node.span, pages, declared));
        }
        Some(ExhibitRef { id: id.to_owned(), page })
    }

    fn list(&mut self, item: &FieldType, node: &Node, origin: &Origin, wanted: Wanted<'_>) -> Option<Vec<Item>> {
        let key = origin.path.rsplit('.').next().unwrap_or(&origin.path);
        let Some(nodes) = node.list() else {
            let found = report::wrong_type(&origin.path, node, "a list");
            let tables = matches!(item, FieldType::Group(_)) && node.table().is_some();
            return self.refuse(if tables {
                found.hint(format!("open each item with two brackets: `[[{key}]]`"))
            } else {
                found.hint(report::add(key, &FieldType::List(Box::new(item.clone())), ""))
            });
        };
        let mut items: Vec<Item> = Vec::with_capacity(nodes.len());
        let mut seen = std::collections::HashMap::new();
        for (at, node) in nodes.iter().enumerate() {
            let id = self.item_id(&origin.path, node, at);
            if let Some(first) = seen.insert(id.clone(), node.span) {
                self.say(report::duplicate_id(&origin.path, node.span, first));
            }
            let origin = Origin { path: format!("{}.{id}", origin.path).into(), span: Some(node.span) };
            let outer = wanted.label;
            let label = format_args!("{outer} ({id})");
            let wanted = Wanted { label: &label, span: wanted.span, required: true };
            let checked = match (item, node.table()) {
                (FieldType::Group(members), Some(table)) if withheld(node).is_none() => {
                    let members = self.group(members, table, &origin, wanted, true);
                    Checked { value: Value::Group(members), origin }
                }
                _ => self.given(item, node, &origin, wanted),
            };
            items.push(Item { id, checked });
        }
        Some(items)
    }

    /// The members of a group; a list's items may have an `id` besides.
    pub(super) fn group(
        &mut self,
        fields: &[Field],
        table: &Table,
        origin: &Origin,
        wanted: Wanted<'_>,
        item: bool,
    ) -> Vec<(String, Checked)> {
        let mut known = names(fields);
        if item {
            known.push("id");
        }
        self.unknown_keys(&origin.path, table, &known);
        let mut members: Vec<(String, Checked)> = Vec::with_capacity(fields.len());
        for field in fields {
            let entry = table.entry(&field.name);
            let label = format_args!("{} of {}", field.label, wanted.label);
            let inner = Wanted { label: &label, span: report::place(field.span), required: field.required };
            let place = origin.member(&field.name);
            let checked = if !holds(&field.show_if, &members) {
                if let Some(entry) = entry {
                    self.say(report::hidden_answer(field, entry));
                }
                Checked { value: Value::Absent, origin: place }
            } else if let Some(entry) = entry {
                self.limited(field, &entry.value, &place, inner)
            } else {
                let nearest = origin.span.map(|span| (span, "has no such key"));
                let hint = |found: Diagnostic| found.hint(report::add(&field.name, &field.kind, ""));
                self.absent(field, place, inner, hint, nearest)
            };
            members.push((field.name.clone(), checked));
        }
        members
    }

    pub(super) fn unknown_keys(&mut self, path: &str, table: &Table, known: &[&str]) {
        for entry in table.entries.iter().filter(|entry| !known.contains(&entry.key.as_str())) {
            self.say(report::unknown_key(path, entry, known));
        }
    }
}
