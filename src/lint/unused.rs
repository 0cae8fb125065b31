//! What is declared and read by nothing: a question that is asked for no reason, a clause or rule that was meant to
//! stand somewhere.

use super::reads::Reads;
use super::{Declared, Sheet, declared};
use crate::diag::{Code, Diagnostic, Report};
use crate::fields::Party;
use crate::span::Span;
use crate::template::{Clause, Template};

/// Declarations of a template that nothing reads.
#[must_use]
pub fn in_template(template: &Template, sheet: &Sheet<'_>) -> Report {
    let mut reads = Reads::default();
    reads.add(sheet.body, &template.clauses);
    let front = &template.front;
    reads.paths.extend(
        front
            .deadlines
            .iter()
            .flat_map(|deadline| std::iter::once(deadline.from.clone()).chain(deadline.served_by.clone())),
    );
    // A template may name the rules of its clauses too.
    let of_clauses = template.clauses.iter().flat_map(|clause| &clause.rules).map(|(id, _)| id.clone());
    reads.rules.extend(of_clauses);
    reads.rules.extend(front.deadlines.iter().map(|deadline| deadline.rule.clone()));
    // Who signs need not be named in the text.
    reads.paths.extend(front.author.iter().map(|author| format!("{author}.name")));
    let mut report = in_sheet(sheet, &reads_of_questions(reads, sheet, "fields"), "fields");
    let used = {
        let mut reads = Reads::default();
        reads.add(sheet.body, &template.clauses);
        reads.clauses
    };
    for pin in front.clauses.iter().filter(|pin| !used.contains(&pin.name.replace('-', "_"))) {
        let message = format!("the clause `{pin}` is named, and stands nowhere in the body");
        report.push(unused(message, pin.span).hint("take it out of `clauses`, or put it where it belongs"));
    }
    report
}

/// Declarations of a clause that nothing reads.
#[must_use]
pub fn in_clause(_: &Clause, sheet: &Sheet<'_>) -> Report {
    let mut reads = Reads::default();
    reads.add(sheet.body, &[]);
    in_sheet(sheet, &reads, "parameters")
}

/// What the questions of a form say of the people, and what decides whether a question is asked, is read too.
fn reads_of_questions(mut reads: Reads, sheet: &Sheet<'_>, table: &str) -> Reads {
    let questions = declared(sheet.fields, table).into_iter().map(|declared| declared.key);
    let questions = questions.chain(sheet.parties.iter().map(|party| format!("parties.{}", party.name)));
    for key in questions.collect::<Vec<_>>() {
        for part in ["ask", "help"] {
            if let Some((text, _)) = sheet.text(&format!("{key}.{part}")) {
                reads.add(text, &[]);
            }
        }
    }
    for Declared { field, path, .. } in declared(sheet.fields, table) {
        let before = path.rsplit_once('.').map_or_else(String::new, |(list, _)| format!("{list}[]."));
        reads.paths.extend(field.show_if.iter().map(|condition| format!("{before}{}", condition.field)));
    }
    reads
}

fn in_sheet(sheet: &Sheet<'_>, reads: &Reads, table: &str) -> Report {
    let mut report = Report::default();
    let mut gone: Vec<String> = Vec::new();
    for Declared { field, path, .. } in declared(sheet.fields, table) {
        // Of an unused list the members are unused with it.
        if gone.iter().any(|list| path.starts_with(list.as_str())) {
            continue;
        }
        if !is_read(reads, &path) {
            let message = format!("`{path}` is declared, and nothing in the {} reads it", sheet.what);
            let hint = "take it out, so that nobody is asked for nothing, or put it into the body";
            report.push(unused(message, Some(field.span)).hint(hint));
            gone.push(format!("{path}."));
        }
    }
    for party in sheet.parties {
        of_party(party, sheet, reads, &mut report);
    }
    for (id, span) in sheet.rules.iter().filter(|(id, _)| !reads.rules.contains(id)) {
        let message = format!("the rule `{id}` is named, and nothing in the {} reads it", sheet.what);
        report.push(unused(message, Some(*span)).hint("take it out of `rules`, or quote or cite it"));
    }
    report
}

fn of_party(party: &Party, sheet: &Sheet<'_>, reads: &Reads, report: &mut Report) {
    if !reads.has(&party.name) {
        let message = format!("the party `{}` is asked for, and nothing in the {} reads it", party.name, sheet.what);
        report.push(unused(message, Some(party.span)).hint("take it out, or name the person in the body"));
        return;
    }
    let unread = party.needs.iter().filter(|need| !reads.has(&format!("{}.{}", party.name, need.field)));
    for need in unread {
        let path = format!("{}.{}", party.name, need.field);
        let message = format!("`{path}` is asked for, and nothing in the {} reads it", sheet.what);
        let hint = "take it out of `needs`: a paper asks of nobody what it does not say";
        report.push(unused(message, Some(need.span)).hint(hint));
    }
}

/// Whether a field is read: by itself, as an item of its list, or with all of its group.
fn is_read(reads: &Reads, path: &str) -> bool {
    let mut steps = path.split('.');
    let first = steps.next().unwrap_or_default().to_owned();
    let mut forms = vec![first.clone()];
    for step in steps {
        // The members of a list are read through its items, those of a group by themselves.
        forms = forms.iter().flat_map(|form| [format!("{form}.{step}"), format!("{form}[].{step}")]).collect();
    }
    let whole = |form: &String| {
        let group = form.rsplit_once('.').map(|(group, _)| group);
        group.is_some_and(|group| {
            reads.paths.contains(&format!("{group}.*"))
                || reads.paths.contains(&format!("{}.*", group.trim_end_matches("[]")))
        })
    };
    forms.iter().any(|form| reads.has(form) || whole(form))
}

fn unused(message: String, span: Option<Span>) -> Diagnostic {
    Diagnostic::new(Code::UnusedDeclaration, message).at_some(span, "read by nothing")
}
