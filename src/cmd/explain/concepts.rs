//! What affiant's own words mean: those of its files and reports that no dictionary explains.

/// A word with its page.
#[derive(Clone, Copy, Debug)]
pub struct Concept {
    /// The word, as the files write it, with hyphens.
    pub name: &'static str,
    /// Other words for it.
    pub also: &'static [&'static str],
    /// What it means and what to do with it.
    pub page: &'static str,
}

/// All of them, by the alphabet.
pub const ALL: &[Concept] = &[
    Concept {
        name: "1367",
        also: &["8-usc-1367", "vawa", "u-visa", "t-visa"],
        page: "8 U.S.C. § 1367(a)(2) forbids officers of the government to use or disclose information about a person who has applied for relief as a battered spouse or child (VAWA), as a victim of trafficking (T) or as a victim of crime (U); that ends when the application is denied and all appeals are exhausted. Subsection (b) has exceptions. The law binds officers, not your papers: a letter, an employer or a newspaper can still give the person away. In affiant, give the person a `safe_address`, which every paper prints instead of the other one, leave `share` at the name for papers by outsiders, and keep the application out of facts that such a paper prints. affiant does not read a text for it: look at each paper before it leaves the office.",
    },
    Concept {
        name: "answers",
        also: &["answer", "form"],
        page: "What one person was asked for one paper, in `answers/PAPER.toml`: what they saw, since when, how often. `affiant ask` and `affiant serve` fill it in, `affiant kit` sends it as a form and `affiant import` takes it back; it is plain text and can be edited at any time. What is true of the case and stands in several papers belongs to the facts instead.",
    },
    Concept {
        name: "audience",
        also: &["filed", "outsider"],
        page: "Whose words a template's papers are: `filed` for papers that the case itself files, `outsider` for letters by people outside of it, such as an employer or a teacher. In a letter by an outsider, what is said about anybody but the writer is limited to what that person's `share` lists.",
    },
    Concept {
        name: "declined",
        also: &["unknown", "prefer-not-to-say"],
        page: "An answer can say that there is none: `known_since = { unknown = true }` where the person does not know, `{ declined = true }` where they would rather not say. Neither is a mistake, neither is asked again, and the paper leaves out what hangs on it. A paper that cannot do without it shows a gap.",
    },
    Concept {
        name: "draft",
        also: &["final", "finals"],
        page: "A paper is a draft until it is built with `--final`. A draft has DRAFT on its pages and a visible `[NEEDED: …]` where something is missing, so that it can be shown to people early. A final has neither: it is refused while there are gaps or errors, when nobody has said its date, when a value comes from `--set`, and always for the fictional people of the examples. What it was made from is written into `affiant.lock`. Drafts are also the entries `[[draft]]` of matter.toml: one for each paper.",
    },
    Concept {
        name: "earlier",
        also: &["meta.earlier", "meta", "said"],
        page: "Nothing that a person wrote is thrown away. What was replaced, emptied, ticked over, taken out of a list, or overwritten by another program stands in `[[meta.earlier]]` at the end of the answers file, with its place, who said it, where and when. The form offers to put it back. To destroy it for good, delete the entry by hand.",
    },
    Concept {
        name: "exhibit",
        also: &["exhibits"],
        page: "A document that proves something: `[[exhibits]]` in the facts, with an `id`, a `title`, its `file` and its number of pages. Papers name exhibits by id, as in `\"hospice-letter\"` or with a page, `\"hospice-letter:2\"`; a paper cites them as Exhibit A, B, C.",
    },
    Concept {
        name: "facts",
        also: &["fact", "facts.toml"],
        page: "What is true of the case, said once for all its papers: people, events, exhibits, the decision, the agency. A paper never holds a name or a date of its own, so that two papers cannot disagree. What only one person can tell belongs to that paper's answers.",
    },
    Concept {
        name: "fictional",
        also: &["sample", "samples"],
        page: "`fictional = true` at the top of the facts says that the people in them are invented, as in the examples. Such a matter builds drafts and never a final. Take the line out when the facts are those of a case.",
    },
    Concept {
        name: "gap",
        also: &["gaps", "needed"],
        page: "Something that the paper cannot do without and nobody has said yet. A draft shows it in its place as `[NEEDED: …]`; `affiant check` lists all gaps by person and file; `--final` waits for them. affiant never fills a gap by itself.",
    },
    Concept {
        name: "initials",
        also: &[],
        page: "A child is printed as initials, made from the words of the name without degrees and suffixes. Where a name does not give them, as in a script without capitals, write them yourself: `name = { full = \"…\", initials = \"X.M.\" }`.",
    },
    Concept {
        name: "kit",
        also: &["offline-form"],
        page: "A form in one file that works without a network: `affiant kit` writes it, the letter writer opens it in any browser, on a phone too, and sends back a file of answers. With a key made by `affiant key new`, only that key opens the file. `affiant import` shows what came and takes it in.",
    },
    Concept {
        name: "lock",
        also: &["affiant.lock", "locked"],
        page: "`affiant.lock` in the matter's folder says from which template version, rules and files each paper was built, and on which day its last final was made. Commit it with the matter: with it, the same paper can be made again years later, and `affiant upgrade` can show what a newer version would change. `--locked` refuses a paper that the lock does not know. affiant writes the file; do not edit it.",
    },
    Concept {
        name: "look",
        also: &["looks"],
        page: "How papers are typeset: margins, fonts, letterhead, caption and signature block, in Typst. A look can arrange words, never change, hide or add them: after typesetting, each page is compared with what was written.",
    },
    Concept {
        name: "minor",
        also: &["child", "children"],
        page: "`minor = true` on a person says that they are a child on the paper's day. Papers then print initials only, wherever the name would stand. It cannot reach into prose: there, write initials yourself; the forms remark on a child's name.",
    },
    Concept {
        name: "pack",
        also: &["packs", "pack.lock", "ledger"],
        page: "A folder of templates, looks, snippets and rules that a nonprofit maintains; one is built in. Its ledger, `pack.lock` beside the templates, has the fingerprint of each released version, who reviewed it and whether it was withdrawn, so that a released version can never change unseen.",
    },
    Concept {
        name: "party",
        also: &["parties", "with"],
        page: "Who is who in one paper: the writer, the applicant, the subject. A template asks for parties, and matter.toml says which person of the facts is which: `with = { writer = \"people.ada\", applicant = \"people.marisela\" }`. On the command line it is `--with writer=people.ada`.",
    },
    Concept {
        name: "rule",
        also: &["rules", "unverified"],
        page: "A point of law that templates rely on: how it is cited, which days it counts, from which day on it is so, and whether somebody has checked it against the primary text. `affiant rules ID` shows all of that with its source. A rule that nobody has checked is told as `unverified-rule`.",
    },
    Concept {
        name: "safe-address",
        also: &["safe-addresses"],
        page: "`safe_address = { … }` on a person is the only address of theirs that any paper prints: `address` stays in the facts, and no paper can reach it. Give it to everybody whose home must not be found, with the office's address for instance. Prose is not rewritten: nobody should write there where a person lives.",
    },
    Concept {
        name: "share",
        also: &["shared"],
        page: "`share = [\"name\", \"citizenship\"]` on a person lists what a letter by an outsider may say about them. Left out, it is the name alone. It counts only for papers whose template has the audience `outsider`; papers that are `filed` say what they need.",
    },
    Concept {
        name: "snippet",
        also: &["snippets", "clause", "clauses"],
        page: "A passage that several templates share, such as the words of a declaration under penalty of perjury. It has versions of its own; a template names the one that it takes, and gets no other.",
    },
    Concept {
        name: "template",
        also: &["templates", "version", "versions"],
        page: "The text of a kind of paper, with fields in place of facts. Its versions are folders, `support-letter/1.0.0`; a released version never changes, and a paper keeps the one that matter.toml names until you choose another with `affiant upgrade`.",
    },
    Concept {
        name: "translation",
        also: &["translated"],
        page: "A paper in another language than English is filed with an English translation and the translator's certificate. Say with `language` in the `[[draft]]` in which language the writer answered, and name the exhibit that is the translation: `translation = \"EXHIBIT\"`. `--final` waits for it.",
    },
];

/// The concept of this name, however it is written: `safe_address`, `Safe address`, `§ 1367`.
#[must_use]
pub fn find(name: &str) -> Option<&'static Concept> {
    let name = plain(name);
    ALL.iter().find(|concept| concept.name == name || concept.also.contains(&&*name))
}

/// All names, the other words too.
pub fn names() -> impl Iterator<Item = &'static str> {
    ALL.iter().flat_map(|concept| std::iter::once(concept.name).chain(concept.also.iter().copied()))
}

/// A name as the list has it: small letters, hyphens, and no signs.
#[must_use]
pub fn plain(name: &str) -> String {
    let words = name.to_lowercase().replace(['_', '-'], " ").replace(['§', '"', '`'], "").replace("u.s.c.", "usc");
    words.split_whitespace().collect::<Vec<_>>().join("-")
}
