//! What a paper for outsiders must not tell of people, in its text, its title, its bookmarks and its metadata.

use std::process::Command;

use super::matter::{Matter, TEMPLATE};

/// People who are hurt if the wrong thing is printed about them; each thing that may not be is a word of its own.
const FACTS: &str = r#"
[people.ada]
name = { first = "Ada", last = "Placeholder" }
address = { street = "9 Unsafestreet", city = "Unsafetown", country = "US" }
safe_address = { street = "PO Box 1", city = "Safetown", country = "US" }
phone = "555-0100"
share = ["name", "address"]

[people.marisela]
name = { first = "Marisela", last = "Prueba" }
birthdate = 1971-03-05
birthplace = "Unsaidville"
a_number = "000111222"
phone = "555-7391"
email = "unsaid@example.org"
immigration_status = "Unsaidstatus"
address = { street = "7 Unsaidstreet", city = "Unsaidtown", country = "US" }
share = ["name", "phone"]

[people.tobias]
name = { first = "Tobias", middle = "Unsaidmiddle", last = "Unsaidlast" }
minor = true
birthdate = 2017-03-02
share = ["name"]

[people.nobody]
name = { first = "Unsaidfirst", last = "Unsaidsurname" }
share = []
"#;

/// What no paper for outsiders says of them.
const UNSAID: [&str; 11] = [
    "Unsaid",
    "unsaid",
    "Unsafe",
    "Tobias",
    "1971",
    "2017",
    "000111222",
    "000-111-222",
    "March 5",
    "March 2",
    "555-0100",
];

fn template(author: &str) -> String {
    format!(
        r#"+++
title    = "Note"
summary  = "A note"
audience = "outsider"
language = "en"
look     = "plain@1.0.0"
author   = "{author}"

[parties.writer]
needs = ["name", "address", "phone?"]
[parties.applicant]
needs = ["name", "birthdate?", "birthplace?", "a_number?", "phone?", "email?", "immigration_status?", "address?"]
[parties.child]
needs = ["name", "birthdate?"]
[parties.other]
needs = ["name"]

[fields.who]
type = "person"
[fields.also]
type = "list"
[fields.also.item.whom]
type = "person"
+++
{{{{ letterhead(of=writer) }}}}

# About {{{{ child.name.full }}}} and {{{{ other.name.full }}}}

{{{{ writer.address | block }}}} {{{{ writer.address | one_line }}}} {{% if writer.phone %}}{{{{ writer.phone }}}}{{% endif %}}

{{{{ child.name.first }}}} {{{{ child.name.last }}}} {{{{ child.name.short }}}} {{{{ child.name.familiar }}}} {{{{ child.name.initials }}}}
{{{{ child.name.full | upper }}}} {{{{ child.name.full | possessive }}}} {{% if child.birthdate %}}{{{{ child.birthdate }}}}{{% endif %}}

{{{{ applicant.name.full }}}} {{% if applicant.birthdate %}}{{{{ applicant.birthdate | date_words }}}}{{% endif %}}
{{% if applicant.birthplace %}}{{{{ applicant.birthplace }}}}{{% endif %}}
{{% if applicant.a_number %}}{{{{ applicant.a_number }}}}{{% endif %}}
{{% if applicant.phone %}}Telephone {{{{ applicant.phone }}}}{{% endif %}}
{{% if applicant.email %}}{{{{ applicant.email }}}}{{% endif %}}
{{% if applicant.immigration_status %}}{{{{ applicant.immigration_status }}}}{{% endif %}}
{{% if applicant.address %}}{{{{ applicant.address }}}}{{% endif %}}

{{{{ who.name.full }}}} {{% for one in also %}}{{{{ one.whom.name.full }}}} {{% endfor %}}

{{{{ signature(of=child) }}}}
"#
    )
}

#[test]
fn a_paper_for_outsiders_keeps_addresses_unshared_facts_and_childrens_names() {
    for author in ["writer", "child", "other"] {
        let matter = Matter::new();
        matter.edit(
            "matter.toml",
            "writer = \"people.ada\"",
            "writer = \"people.ada\", applicant = \"people.marisela\", child = \"people.tobias\", other = \"people.nobody\"",
        );
        matter.write("facts.toml", FACTS.as_bytes());
        matter.write(TEMPLATE, template(author).as_bytes());
        matter.write(
            "answers/note.toml",
            b"who = \"people.tobias\"\n[[also]]\nid = \"a\"\nwhom = \"people.tobias\"\n[[also]]\nid = \"b\"\nwhom = \"people.nobody\"\n",
        );
        let told = matter.build("");
        assert_eq!(told.code, Some(0), "{}", told.text);
        let read = |program: &str, arguments: &[&str]| {
            let output = Command::new(program).args(arguments).current_dir(matter.path("out")).output();
            String::from_utf8(output.expect("poppler is there: `tests/run` installs it").stdout).unwrap()
        };
        let text = read("pdftotext", &["-layout", "note.pdf", "-"]);
        let about = read("pdfinfo", &["note.pdf"]) + &read("pdfinfo", &["-meta", "note.pdf"]);
        for unsaid in UNSAID {
            assert!(!text.contains(unsaid), "the paper says {unsaid}: {text}");
            assert!(!about.contains(unsaid), "the PDF tells {unsaid}: {about}");
            assert!(!told.text.contains(unsaid), "the report tells {unsaid}: {}", told.text);
            let raw = matter.paper();
            assert!(!raw.windows(unsaid.len()).any(|bytes| bytes == unsaid.as_bytes()), "the PDF holds {unsaid}");
        }
        for said in ["PO Box 1", "Safetown", "Ada Placeholder", "Marisela Prueba", "555-7391", "T."] {
            assert!(text.contains(said), "the paper does not say {said}: {text}");
        }
    }
}
