//! Every diagnostic code, its severity, and the page that `affiant explain` shows for it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Severity;

/// Declares the codes: variant, name, severity, page.
macro_rules! codes {
    ($($variant:ident = $name:literal, $severity:ident, $($page:literal)+;)*) => {
        /// A stable code for one kind of finding.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Code { $(
            #[doc = concat!($($page),+)]
            #[serde(rename = $name)]
            $variant,
        )* }

        impl Code {
            /// All codes, in the order of the pipeline.
            pub const ALL: &[Code] = &[$(Code::$variant),*];

            /// The name that messages print and `explain` takes.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name),* }
            }

            /// The severity that a finding of this kind has.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity),* }
            }

            /// What it means, why it matters, and how to mend it.
            #[must_use]
            pub fn page(self) -> &'static str {
                match self { $(Code::$variant => concat!($($page),+)),* }
            }
        }
    };
}

// Sorted within a stage by hand.
codes! {
    // reading files
    UnreadableFile = "unreadable-file", Error,
        "A file that the matter or its pack needs cannot be read: it is missing, is no plain file, lies outside of its "
        "folder through `..` or a link, or its permissions forbid it. Files are read from the matter's folder and the "
        "pack's alone, so that a matter is the same on every machine. Put the file where the message looks for it, or "
        "take its name out of the file that names it.";
    NotUtf8 = "not-utf8", Error,
        "The file is not UTF-8 text, so its letters would be guessed, and a name could be printed wrong. Save it as "
        "UTF-8: editors offer that under \"Save as\" or \"Encoding\".";
    FileTooLarge = "file-too-large", Error,
        "The file is larger than affiant reads, which is nearly always a scan or a list that got into the wrong place. "
        "Keep scans and long documents as files in `exhibits/`, and name them in the facts. `affiant doctor` lists the "
        "limits.";
    // facts
    BadSyntax = "bad-syntax", Error,
        "The file is not valid TOML or JSON at the marked place, so nothing of it can be trusted. Text stands in "
        "quotes; text that runs over several lines stands between triple quotes, `\"\"\"`; a date in figures, as in "
        "`2026-11-12`, needs no quotes.";
    DuplicateKey = "duplicate-key", Error,
        "The same key stands twice in one table. Only one value can be true, and affiant does not choose: remove the "
        "other, or give it the name that was meant.";
    ConflictingFacts = "conflicting-facts", Error,
        "Two facts files say different things about the same fact, and a paper can say only one. Make them agree, or "
        "settle it in the open under `[overrides]` in matter.toml, which wins over both.";
    BadSet = "bad-set", Error,
        "`--set` names a path that no fact can have, or goes through a value that is no table. Keys stand with full "
        "stops between them, and items of a list go by their id: `--set events.hospice.date=2026-11`.";
    BadCharacter = "bad-character", Error,
        "The text holds a character that cannot be printed or that hides what it says: NUL, another control character, "
        "a private-use character or a mark that turns text round. The message names it and its place; remove it there. "
        "What merely cannot be seen, such as a zero width space within a text, is left out and told as `cleaned-text`. "
        "A name in Persian or an Indic script may hold joiners.";
    CleanedText = "cleaned-text", Note,
        "The text holds characters that came along with a paste and that no reader sees: a zero width space, a word "
        "joiner, a byte order mark, a soft hyphen, a mark of direction in a text that needs none, a line separator, or "
        "a bullet of Word's symbol fonts. The paper is made from the text without them, with plain ends of lines and "
        "plain bullets; no word is changed. The file stays as it is: nothing has to be done.";
    TextTooLong = "text-too-long", Error,
        "One text, list or nesting is over its limit. The limits keep a slip, such as a list that contains itself, "
        "from taking all memory; no paper that people read comes near them. Split the value, or keep it as a file in "
        "`exhibits/`. `affiant doctor` lists the limits.";
    // fields
    BadDeclaration = "bad-declaration", Error,
        "The front matter declares a field or a party in a way that affiant does not understand: an unknown type or "
        "key, a missing `type`, or a value of the wrong kind. The template's maintainer mends it.";
    BadDate = "bad-date", Error,
        "The value is not a date, or the calendar has no such day. Write `2026-11-12`, `2026-11`, `2014`, `\"spring "
        "2014\"`, `\"about 2014\"` or `\"November 12, 2026\"`; a date such as 3/4/2026 or 12.11.25 can be read in "
        "several ways and is refused. What is known less exactly is kept as it is said: \"before 2014\", \"late "
        "2014\", \"the 1990s\", \"2012 or 2013\", \"between 2012 and 2014\".";
    UnknownZone = "unknown-zone", Warning,
        "The environment variable TZ names a time zone that neither this system nor affiant knows, so today is the day "
        "in Greenwich, which in the evening of America is tomorrow already. The paper's date comes from it where no "
        "file and no `--date` says it. Set TZ to a name such as America/Chicago or Asia/Tokyo, to a file "
        "(`:/etc/localtime`) or to a rule (`EST5EDT`), or unset it; `affiant doctor` shows the zone that is taken.";
    WrongWeekday = "wrong-weekday", Warning,
        "A date names a day of the week, and the calendar has another one on that day. One of the two is a slip. Look "
        "at the day, the month and the year again; the paper prints the date without the day of the week.";
    NotExactEnough = "not-exact-enough", Gap,
        "A template compares dates or numbers, or adds numbers, and the facts are not known exactly enough to say how "
        "it comes out: \"2014\" may be before or after May 2014, \"35 to 40\" may be more or less than 38, and \"about "
        "2014\" may be 2015. What the paper would say rests on it, so the draft is built as if it were not so, and "
        "`--final` waits. Write the value as exactly as somebody knows it; where nobody knows more, the template must "
        "ask another question.";
    BadFormat = "bad-format", Error,
        "The text is not what the field takes: an e-mail address, a telephone number, an amount of money, an A-number "
        "(8 or 9 digits), a receipt number (3 letters and 10 digits), a set of pronouns, or an exhibit with a page. "
        "The hint shows how to write it.";
    OutOfRange = "out-of-range", Error,
        "A number, a list or a cited page is outside the bounds that the template or the exhibit sets: a letter needs "
        "at least one episode, say, or the exhibit has fewer pages than are cited. Correct the value; the message "
        "names the bounds.";
    UnknownChoice = "unknown-choice", Error,
        "The answer is none of the field's choices. Files hold the stable value of a choice, as in `role = "
        "\"physician\"`, so that its printed words can change in another version or language. The hint lists the "
        "values.";
    UnknownExhibit = "unknown-exhibit", Error,
        "A fact or an answer cites an exhibit that the facts do not declare, so a reader would look for it in vain. "
        "Often it is a slip of the pen; otherwise add the exhibit with its id and title under `[[exhibits]]`.";
    UnknownPerson = "unknown-person", Error,
        "A party or a field names a person whom the facts do not have. People are named by the path of their table: "
        "`people.ada` for `[people.ada]`. Correct the path, or add the table.";
    WrongType = "wrong-type", Error,
        "The value is of another kind than the field takes, such as a number where a date is wanted or one text where "
        "a list is. affiant does not convert, as it would have to guess. Write the value in the form that the message "
        "names.";
    UnknownKey = "unknown-key", Warning,
        "No field has this name, so nothing reads it, and what it says is in no paper. Often it is a slip of the pen: "
        "the nearest known name is suggested. Rename it, or remove it.";
    UnlistedName = "unlisted-name", Warning,
        "ISO lists no country or language of this name. It is printed as it is written, because such lists are not the "
        "last word on a name; check the spelling.";
    UnusedAnswer = "unused-answer", Warning,
        "An answer is given that the paper does not use: another answer hides the question, or the field is read from "
        "the shared facts. Nothing of it is printed. Remove it, or look at the answer that hides it.";
    TooManyWords = "too-many-words", Warning,
        "The answer is longer than the template asks for. It is printed whole, as nobody's words are cut; consider "
        "what a busy reader needs, and shorten it if the writer agrees.";
    FillerAnswer = "filler-answer", Warning,
        "The answer is one of those that people write where they have none, such as \"N/A\", \"see attached\" or \"no "
        "sé\". It is printed as it is, and a reader stumbles over it. Answer the question; or say so where nothing is "
        "known, with `{ unknown = true }`, and the paper shows a gap; or take the answer out where the paper can do "
        "without it.";
    BrokenLines = "broken-lines", Warning,
        "The lines of an answer all end where the next word would no longer have fitted, as in a text that was copied out "
        "of a mail or a narrow window. The paper keeps line ends, as verses and addresses need theirs, so the paragraph "
        "would have a ragged edge. Join the lines of each paragraph; `affiant ask` and the forms do it at one key.";
    UnfitWords = "unfit-words", Warning,
        "The answer is printed in the middle of a sentence, and does not finish it: \"My niece\" after \"I am Ada's\", "
        "\"She is my niece\", \"cousin?\". Nobody's words are turned round to fit, as they would say something else. Look at "
        "the sentence with `affiant build --emit text -o -`, and write only the words that belong into it: what the writer "
        "is to the person, such as \"aunt\".";
    ProposedFact = "proposed-fact", Warning,
        "Whoever filled the form proposes to say something in the shared facts that they do not say, or say otherwise. "
        "A form never writes shared facts: if the proposal is right, write it into the facts at the path that the "
        "message names; then the warning goes. If it is not, take it out of the answers' `[proposed]`.";
    NotShared = "not-shared", Gap,
        "A paper for outsiders tells of a person only what that person's `share` names (by default the name), and "
        "identifying numbers not otherwise. The draft shows `[NEEDED: ...]` in the place. Add the field to `share` if "
        "the person agrees, or use a template that does without it.";
    MissingFact = "missing-fact", Gap,
        "A paper needs something that is not known yet. The draft shows `[NEEDED: ...]` in its place, and `--final` "
        "waits for it. affiant never invents a value: add it where the hint says, or leave the gap until it is known.";
    MissingTranslation = "missing-translation", Gap,
        "The paper is in another language than English: its template is, or the matter says with `language` in its "
        "`[[draft]]` in which language the writer answered, or an answer of ten words or more reads as another one. It "
        "is filed with an English translation and the translator's certificate; `affiant rules us.8-cfr-103-2-b-3` and "
        "`affiant rules us.8-cfr-1003-33` show what the offices ask of both. Add the translation with its certificate "
        "to the exhibits in the facts, and name it as `translation` in the `[[draft]]`; `--final` waits for it.";
    // templates
    BadFrontMatter = "bad-front-matter", Error,
        "The front matter of a template or clause, between its two lines `+++`, does not say what it must: a key is "
        "missing or unknown, a value is of the wrong kind, or two names clash. The template's maintainer mends it.";
    BadTemplate = "bad-template", Error,
        "A tag of a template or clause cannot be read, or uses what templates may not: they know `if`, `for`, `set`, "
        "printed expressions and clauses, and neither `include`, captures nor the joining of texts. The template's "
        "maintainer mends the marked place.";
    NullPrinted = "null-printed", Error,
        "A template prints a value that may be left out: an optional field, `phone?` among a party's needs, a field "
        "that another answer hides. A hole in a sentence is never printed silently, so the template is refused before "
        "a matter lacks the value: its maintainer puts the sentence inside `{% if ... %}`.";
    PaperTooLong = "paper-too-long", Error,
        "The template makes more text than a paper can hold, most often by a loop inside a loop. The template's "
        "maintainer mends it. `affiant doctor` lists the limits.";
    UnknownFilter = "unknown-filter", Error,
        "A template uses a filter, test or function that affiant does not have. Often it is a slip of the pen: the "
        "nearest name is suggested. The template's maintainer mends it.";
    UnknownPath = "unknown-path", Error,
        "A template reads a name that its front matter does not declare: under `[fields]`, `[parties]` or a party's "
        "`needs`. In a condition such a slip would silently count as no, so it is always an error.";
    WrongArgument = "wrong-argument", Error,
        "A filter, function or clause of a template is given an argument that it does not take, or lacks one that it "
        "needs. The message names the argument; the template's maintainer mends the marked place.";
    WrongUse = "wrong-use", Error,
        "A template does something with a value that its type does not allow, such as printing a whole person, "
        "comparing texts, or applying a date filter to a name. It is refused before any matter meets it; the "
        "template's maintainer mends the marked place.";
    // documents
    BadFootnote = "bad-footnote", Error,
        "A footnote of a template or of a Markdown fact has no text, has two, is never referred to, or stands within "
        "another footnote. Nothing of a paper is left out silently, so each footnote has one text and at least one "
        "reference.";
    BadLink = "bad-link", Error,
        "A link may lead to an `https:` or a `mailto:` address that the template itself says. Other schemes, addresses "
        "made from facts, and names without an address are refused. A plain bracket is written `\\[`.";
    DuplicateLabel = "duplicate-label", Error,
        "Two blocks have the same label, or one block has two. A reference must be able to mean one block: give each "
        "its own label, in a loop by the item's id.";
    LostValue = "lost-value", Error,
        "A value of a template stands where Markdown prints nothing, such as in the name of a link, or the text holds "
        "one of the private-use characters by which affiant knows values. Nothing is lost silently: move the value "
        "into the text.";
    MisplacedBlock = "misplaced-block", Error,
        "A letterhead, caption, signature or page break stands alone in its paragraph at the top of the paper, not in "
        "a line, list or quote; a label stands inside the block it names; and a Markdown fact with lists or quotes "
        "stands in a paragraph of its own.";
    RawHtml = "raw-html", Error,
        "HTML in a template or in a Markdown fact is refused: a paper has words and structure, and the look draws "
        "them. Write Markdown, and `\\<` for a plain `<`.";
    UnknownLabel = "unknown-label", Error,
        "The template refers to a label that no block of this paper has. Often it is a slip of the pen, or a branch of "
        "the template leaves the block out: put the reference into the same branch.";
    UnnumberedLabel = "unnumbered-label", Error,
        "The template refers to a block that gets no number, so the reference would print nothing. With `numbering = "
        "\"paragraphs\"` the items of ordered lists at the top of the paper have numbers, with `numbering = "
        "\"headings\"` the headings; put the label into one of those.";
    UnsupportedMarkdown = "unsupported-markdown", Error,
        "Code blocks and images have no place in the text of a paper. Four spaces at a line's start make a code block, "
        "often by accident: take them out. Images belong to the look.";
    // matter.toml
    BadDraftId = "bad-draft-id", Error,
        "The id of a draft names its answers file and its PDF, so it must be a file name on every system: unaccented "
        "letters, digits, `-` and `_`, not a name that Windows keeps for a device such as `con`. Write another id, and "
        "rename the answers file with it.";
    BadParty = "bad-party", Error,
        "A party of a paper is a person of the facts, named by the path of their table: `writer = \"people.ada\"` for "
        "`[people.ada]`. What is there is no such path: write one under `with` in the `[[draft]]`, under `parties`, or "
        "after `--with`.";
    BadPath = "bad-path", Error,
        "Files of a matter are named by a path within its folder, with `/` between names, so that the matter is the "
        "same on every machine. Absolute paths, `..` and backslashes are refused. Move the file into the folder, or "
        "write its path from there.";
    BadPin = "bad-pin", Error,
        "A draft names one exact version of its template, as in `support-letter@1.0.0`. A range would let a paper "
        "change without a decision. Write the version that the hint names.";
    DuplicateDraft = "duplicate-draft", Error,
        "Two drafts have the same id and would write the same PDF. Ids that differ only in capital letters count as "
        "the same, because they are the same file on macOS and Windows. Give each its own.";
    MissingKey = "missing-key", Error,
        "A table lacks a key that it cannot do without, such as the `id` of a draft, and affiant does not make one up. "
        "Write the key that the hint shows.";
    NoDrafts = "no-drafts", Error,
        "The matter names no paper, so there is nothing to build. Add a `[[draft]]` with an id and a template; "
        "`affiant doctor` lists the templates.";
    // keys
    NoKey = "no-key", Error,
        "The matter has no key.toml, so a form has no key to seal answers to, and answers would go through mail as "
        "anybody can read them. `affiant key new` makes a pair: the public key goes into the matter, the private one "
        "into your own settings on this machine.";
    KeyExists = "key-exists", Error,
        "The matter has a key already, and it is not replaced unasked. `affiant key show` tells about it. Where its "
        "private key is lost, or somebody else may have it, `affiant key new --replace` makes another pair for the "
        "forms to come; answers from earlier forms still open with the earlier private key, where that is.";
    BadKey = "bad-key", Error,
        "The file of a key does not hold the key that it names: it was changed, cut or mixed up with another. Answers "
        "sealed to a damaged key could never be opened, so nothing is done with it. Restore the file from a backup; "
        "key.toml may be made anew with `affiant key new --replace`, a private key may not.";
    // answers that come back
    NotAnswers = "not-answers", Error,
        "The file is not what a form saved: often it is the form itself, a letter that was written from it, or a scan. "
        "The form's button saves a file named as `answers-ID.json` in the writer's language; ask the writer for that "
        "one, or for the form's code, copied whole.";
    DamagedAnswers = "damaged-answers", Error,
        "The answer file is not as the form saved it: a part is missing, a byte was changed on the way, or it names a "
        "form that it does not come from. Nothing of it is taken, as nobody could say which words are the writer's. "
        "Ask for the file once more, as an attachment.";
    UnknownKit = "unknown-kit", Error,
        "The answer file comes from a form that kits.toml does not list, so it is for another matter, or the list was "
        "lost. Answers are taken only from forms that were made for the matter, so that no letter gets into the wrong "
        "case.";
    NoPrivateKey = "no-private-key", Error,
        "The answers are sealed to a key whose private part is not on this machine, so nobody can open them here. "
        "Import them where `affiant key new` was run, or copy the private key from there or from its backup. Where it "
        "is lost, ask the writer to fill in a form that seals to a new key.";
    OtherTemplate = "other-template", Error,
        "The form asked the questions of another version of the template than the paper has by now. Import the answers "
        "while the paper is at the version of the form, then upgrade the paper: `affiant upgrade` shows what the newer "
        "version asks besides.";
    BadAnswer = "bad-answer", Error,
        "An answer that came back is none that the paper can use: not a date, a number that is none, or a character "
        "that cannot be printed. The others are taken as you say; this one is shown, and not written. Ask the writer "
        "what they mean, and write it yourself.";
    AnswerNotAsked = "answer-not-asked", Warning,
        "The file answers a question that the paper does not ask as its other answers stand: what decides about the "
        "question may have been answered otherwise since. The answer is shown, and not written.";
    CopiedText = "copied-text", Warning,
        "A text that came back is nearly the same as one in another letter of the matter. Readers compare letters, and "
        "give little weight to those that repeat each other. Ask the writer what they saw themselves; nothing is "
        "changed or refused.";
    // kits
    // packs and their ledger
    BadPack = "bad-pack", Error,
        "The pack's own files `templates/pack.toml` or `templates/pack.lock` do not say what they must, so it is not "
        "known which versions may be relied on. Mend the marked place; the built-in pack shows the form.";
    ReleasedBytesDiffer = "released-bytes-differ", Error,
        "A released version of the pack is not what it was when it was released. A released version never changes, "
        "because papers are pinned to it. Restore the file from git, and put the change into a new version. The hashes "
        "stand in `templates/pack.lock`; whoever changes a file there too is found by the ledger's last commit in git, "
        "and by the lock of every matter that was built before. Anybody can compute a hash anew, so the history in git "
        "is the witness: read what changes in `pack.lock` before you merge.";
    UnknownCase = "unknown-case", Error,
        "The template version has no sample or case of this name. A case is a file in the version's folder `cases/`, "
        "named without its ending; `sample` is its `sample.toml`. The hint lists those that there are.";
    UnknownClause = "unknown-clause", Error,
        "The pack has no such clause, or not in this version. A template names each clause with its exact version, so "
        "that its words stay what they were. The hint lists what there is.";
    UnknownLook = "unknown-look", Error,
        "The pack has no such look, or not in this version. A template names its look with the exact version, so that "
        "a paper keeps its face. The hint lists what there is.";
    UnknownPack = "unknown-pack", Error,
        "The paper names a template of a pack that was not added on this machine, as `hope` in "
        "`hope:support-letter@1.0.0`. Nothing is fetched during a build, so that no paper changes by itself. The hint "
        "says how to add the pack; a template of the built-in pack is named without a prefix.";
    PackNotFetched = "pack-not-fetched", Error,
        "The paper is made with a commit of a pack that was never fetched on this machine, or whose files were "
        "removed. Nothing is fetched during a build, so that a paper is made of what somebody looked at. Run the "
        "command that the hint shows: it fetches this very commit, and what new papers use stays as it is.";
    TamperedPack = "tampered-pack", Error,
        "A file of a fetched pack is not what was fetched: its bytes differ, it is gone, or another was put beside it. "
        "Fetched packs never change, so that a matter builds as it did. The command in the hint fetches the same "
        "commit again; to change a pack, change its repository or add a folder of your own with `--path`.";
    PackClash = "pack-clash", Error,
        "A pack cannot be added under this name: another one has it, it means the built-in pack, or it could name no "
        "folder on some system. A name says which pack a paper's template is from, so it means one pack for everybody. "
        "Choose the name that your office uses in its papers, or remove the other pack first.";
    BadPackSource = "bad-pack-source", Error,
        "The place that a pack is to come from cannot be used. A repository is named by an `https://`, `ssh://` or "
        "`file://` address without a password in it, by `host:path`, or by its folder; a tag by its name; a commit by "
        "all of its 40 (or 64) digits, since a shorter name may come to mean another one.";
    NoGit = "no-git", Error,
        "Packs are fetched with the `git` program, and there is none on this machine, or not where programs are looked "
        "for. Install it from git-scm.com or your system's packages. Papers of packs that were fetched before build "
        "without it.";
    FetchFailed = "fetch-failed", Error,
        "git could not get what was asked for, and what was in the cache stays as it was. The message passes on what "
        "git said. affiant lets git ask no questions: for a private repository, log in once with git itself, as the "
        "command in the hint does, so that your credential helper or ssh agent knows the way.";
    MissingCommit = "missing-commit", Error,
        "The repository does not have the tag or the commit. If a paper is locked to it, the history may have been "
        "rewritten or the tag taken away: ask the pack's maintainers to push it again. A machine that fetched it "
        "before still has it in its cache.";
    MovedTag = "moved-tag", Error,
        "What was meant to stay the same has changed in the pack's repository: a tag names another commit than it did, "
        "or a released version has other bytes. Nothing was taken over. Ask the pack's maintainers, by a way that you "
        "trust; then `--accept-moved` takes what is there now. Papers that are locked build from the commit that they "
        "were made with.";
    UnsafePack = "unsafe-pack", Error,
        "The repository has a file that no pack may have: a link, another repository, a path that leads elsewhere or "
        "that not every system can have, a file that is too large, or too many. Nothing of it was written. Its "
        "maintainers mend it; a pack holds plain files under `templates/` and `snippets/`.";
    BadSettings = "bad-settings", Error,
        "A file in the folder of your settings does not say what it must, so nothing of it is relied on. affiant "
        "writes it itself; somebody may have changed it by hand. `affiant doctor` tells where the folder is. Mend the "
        "marked line, or remove the entry and add the pack again.";
    UnknownTemplate = "unknown-template", Error,
        "The pack has no template of this name. Often it is a slip of the pen: the nearest name is suggested. `affiant "
        "doctor` lists the templates; a pack of your own is given with `--pack DIR`.";
    UnknownVersion = "unknown-version", Error,
        "The pack has the template, but not in this version. A version is never replaced by a similar one, because "
        "another version has other words. The hint lists the versions that there are.";
    UnreviewedTemplate = "unreviewed-template", Warning,
        "No lawyer has put their name to this version of the template in the pack's ledger, or the day by which it "
        "should have been looked at again has passed. Read the paper with that in mind; the pack's maintainers record "
        "reviews.";
    WithdrawnTemplate = "withdrawn-template", Warning,
        "The pack's maintainers have withdrawn this version of the template. An old matter still builds with it, and "
        "the message says why it was withdrawn and what replaces it; `--final` refuses it. `affiant upgrade` shows "
        "what another version changes in the paper.";
    // golden text and cases of templates
    GoldenDiffers = "golden-differs", Error,
        "The paper of a case is not its golden text any more: words changed, came in or went. Read the difference as "
        "the reader of the paper would. If it is what was meant, `affiant template test NAME@VERSION --accept` writes "
        "the new golden text; if not, mend the template, clause or case.";
    NoGolden = "no-golden", Error,
        "A case has no golden text, so nothing would notice when its paper changes. Read the paper that it gives; if "
        "that is right, `affiant template test NAME@VERSION --accept` writes it to `expected/`, and git keeps it.";
    GoldenKept = "golden-kept", Error,
        "The golden text of a released version is what its papers were found right by, and `--accept` alone does not "
        "change it. Most often something was changed that such a paper is made from: restore that. If the golden text "
        "itself was wrong or lacking, say why with `--because`: the ledger keeps the day and the reason.";
    NoCase = "no-case", Error,
        "There is golden text under `expected/` for which the version has no case, so it is compared with nothing. "
        "Most often a case was renamed or removed: rename the golden text with it, or delete it.";
    UnmetExpectation = "unmet-expectation", Error,
        "A case says under `[expect]` what its paper must be, and it is not so: words that must or must not stand in "
        "it (`has`, `lacks`; line breaks do not count), its `pages`, or exactly which findings it has (`diagnostics`). "
        "Mend the template or the case, whichever is wrong.";
    UndatedCase = "undated-case", Warning,
        "The case says no date, so its paper is dated on the day of the test, and its golden text is right on one day "
        "only. Write the date of the paper at the beginning of the case, as in `date = 2026-11-20`.";
    EditionDrift = "edition-drift", Warning,
        "With the editions of its rules that are in force today, the paper of this case says something else than with "
        "those that the version was released with. Old matters keep the old words; read the difference, and release a "
        "new version if new papers need more than the new words.";
    // lint of templates
    UntestedBranch = "untested-branch", Warning,
        "No case of the template goes this way, so nobody has seen on paper what it says there: a condition that never "
        "holds or always does, a list that is always empty, a question that is never asked, a choice that is never "
        "made. Add a case that goes there, read its paper, and keep it as golden text with `affiant template test "
        "--accept`.";
    UnusedDeclaration = "unused-declaration", Warning,
        "A field, a party or one of its `needs`, a clause or a rule is declared, and nothing reads it. A paper asks of "
        "nobody what it does not say, and a clause or rule that stands nowhere was most often meant to stand "
        "somewhere. Take it out, or put it into the body.";
    NoQuestion = "no-question", Warning,
        "A field or party has no `ask`, so no form and no kit can ask for it, and whoever writes the facts has to "
        "guess. Write the question as you would say it to the person; read a fact that the whole matter shares with "
        "`fact = \"...\"` instead.";
    LeadingQuestion = "leading-question", Warning,
        "A question, help or example offers the sentence instead of asking for the fact: it hands out words to sign, "
        "offers the law's conclusion, praises or blames beforehand, or expects one answer. Such words are nobody's "
        "testimony, and the same words in ten letters help nobody. Ask what happened, when, where and how it is known.";
    LegalWording = "legal-wording", Warning,
        "A body or clause says in its own words what the law sets: a citation, an amount, a count of days, an oath. "
        "The law changes, and a released version does not. Put it into a rule, whose editions have their first day, "
        "and print it with `cite` or `rule`. What is no law, though it looks like it, is accepted with its reason in "
        "`verify.toml`.";
    PrivateForOutsiders = "private-for-outsiders", Warning,
        "A paper for outsiders, such as a letter of a teacher, asks for an A-number, a receipt number, somebody's "
        "immigration history, or something sensitive without leave. Whoever signs and carries the letter would read "
        "it. Leave it out; ask for what is sensitive only where `show_if` needs a yes to a question for leave.";
    WithdrawnSnippet = "withdrawn-snippet", Warning,
        "The template uses a clause or look that its maintainers have withdrawn; the message says why and what "
        "replaces it. Use another one in the template's next version: `affiant template bump NAME minor --clause "
        "CLAUSE@VERSION`.";
    ReviewDue = "review-due", Warning,
        "The template, or a clause or look that it uses, should have been reviewed by a lawyer again by the day that "
        "the ledger says. Have it read, and record the review; until then each paper says that its template counts as "
        "not reviewed.";
    ConflictingTypes = "conflicting-types", Warning,
        "Two templates of the pack read one path of the shared facts as different types, so a matter with papers of "
        "both could please only one. Give both the same `type`, or leave it out for a fact of the built-in schema.";
    UnusedAcceptance = "unused-acceptance", Warning,
        "An `[[accept]]` of `verify.toml` accepts nothing: the finding is gone, its `code` or `text` has a slip of the "
        "pen, or it is an error, which nobody can accept. Take it out, so that it hides nothing later.";
    // rules
    BadRule = "bad-rule", Error,
        "The file of a rule does not say what it must: a citation, and dated editions in order. What a paper cites "
        "depends on it, so no paper is made with it. Mend the marked place in the pack.";
    DisputedRule = "disputed-rule", Warning,
        "It is disputed what the rule says now. The positions are shown with the protective one, the earliest, first; "
        "a lawyer decides which to follow and what else to file meanwhile.";
    NewerEdition = "newer-edition", Warning,
        "The rule has a newer edition than the one that this matter is locked to. The locked one is used, so that the "
        "paper does not change by itself. `affiant upgrade` shows the words that change in this paper, and with "
        "`--apply` takes the new edition.";
    NoEdition = "no-edition", Error,
        "The rule has no edition yet on the date that picks one: the date of the paper, of service, or of signing. "
        "Nothing was law then that could be quoted. Check the date, or whether the paper needs the rule at all; "
        "`affiant rules ID` shows the editions that there are.";
    RuleNotInForce = "rule-not-in-force", Error,
        "The edition of the rule is vacated, rescinded or only proposed. A draft is built with a warning; the final "
        "paper is refused, because it would rest on words that are not law.";
    UnknownRule = "unknown-rule", Error,
        "The pack has no rule of this id, so there is no text that a paper could quote. Often it is a slip of the pen: "
        "the nearest id is suggested. Otherwise the pack's maintainer adds the rule with its source.";
    UnverifiedRule = "unverified-rule", Warning,
        "The rule's text comes from a secondary source and nobody has recorded reading it in the primary one. Read it "
        "there before you rely on the paper, and record that: `affiant rules check ID --on DATE --by NAME --source "
        "SOURCE`. The pack's edition stays as it is; a note then says who has checked it, when and against what.";
    // deadlines
    Deadline = "deadline", Note,
        "A deadline that the paper's facts and the rules give, with each step of the count and the rule that asks for "
        "it. Count it again by hand before you rely on it: a court's closure or an order can move it.";
    DeadlinePassed = "deadline-passed", Warning,
        "The deadline lies before the date of the paper, so the paper may be refused unread. Check the dates; if they "
        "are right, see whether a rule excuses the delay, and say so in the paper.";
    NoDeadline = "no-deadline", Warning,
        "A deadline cannot be computed, because the day that it runs from is not known exactly. A missed deadline "
        "loses the case: find the day on the notice, and write it in the facts.";
    // the lock
    BadLock = "bad-lock", Error,
        "`affiant.lock` is not what affiant writes, so it is not known what this matter was built with. It is left as "
        "it is: restore it from git, or mend the marked place.";
    LockedBytesDiffer = "locked-bytes-differ", Error,
        "A file of the pack, or an edition of a rule, is not the one that this matter was built with. Old matters "
        "build as they did, so nothing is built from other bytes. Restore the file from git, or take the affiant or "
        "the pack that the matter was locked with.";
    LockedPinDiffers = "locked-pin-differs", Error,
        "The draft is pinned to another template version than the one in `affiant.lock`. Write the locked version "
        "again. If the change is a decision, `affiant upgrade` shows what it changes in the paper, and with `--apply` "
        "records it; it also ends an upgrade that was interrupted.";
    NotLocked = "not-locked", Error,
        "With `--locked`, every draft must already be in `affiant.lock`: nothing is built from bytes that nobody has "
        "recorded. Build once without it, and put the lock into git.";
    // writing files
    UnwritableOutput = "unwritable-output", Error,
        "A file could not be written: the disk is full or can only be read, permissions forbid it, or something else "
        "has its name. What stood there before is whole.";
    WouldOverwrite = "would-overwrite", Error,
        "The file that an output is to be written to is there already, and it may be something that you need. What "
        "affiant wrote before and nobody has changed since is replaced without a question: a PDF, an offline form, a "
        "schema. Any other file takes `--force`, a text too, as it does not say who wrote it. A file of a matter or of "
        "a pack is never written over, whatever name or link leads to it. Choose another name with `-o`.";
    ChangedOnDisk = "changed-on-disk", Error,
        "A file that people write too was changed while affiant was about to write it. It was left as it is: run the "
        "command again, which starts from what the file says now.";
    ChangedByHand = "changed-by-hand", Warning,
        "A PDF in `out/` was not as affiant wrote it: somebody signed, annotated or replaced it. It was kept under "
        "another name beside the new draft, and nothing of it is lost.";
    EarlierFinal = "earlier-final", Warning,
        "A final of the same paper and day is in `out/final/` already and says something else. Finals are never "
        "replaced: the new one has the next number, and you decide which one is filed.";
    NoViewer = "no-viewer", Warning,
        "The PDF is written or the form is open, but this system has no program that shows it for `--open`. Open it by "
        "hand, or install what the message names.";
    MatterBusy = "matter-busy", Error,
        "Another affiant process is writing into the same matter and has not finished within two seconds. Two may work "
        "on one matter, such as a watch and a build: they take turns. Wait for the other one or end it.";
    // worker
    DraftTimeout = "draft-timeout", Error,
        "Drafting the paper took longer than it may, and was ended. The last good PDF stays. Most often a loop in the "
        "template or the look never ends, or an image is far too large.";
    DraftMemory = "draft-memory", Error,
        "Drafting the paper needed more memory than it may have, and was ended. The last good PDF stays. Most often a "
        "loop in the template or the look builds something without end, or an image has too many pixels.";
    DraftCrash = "draft-crash", Error,
        "The process that drafts the paper ended before it was done. The last good PDF stays. Most often something in "
        "the template or the look is nested too deeply or contains itself.";
    InternalError = "internal-error", Error,
        "affiant itself went wrong: a mistake in the program, not in your matter. The last good PDF stays. The message "
        "names a place in the program's source and nothing of your facts: please report it.";
    // the web form
    PortTaken = "port-taken", Error,
        "`affiant serve` answers at a port of this machine's own address, and the port that was asked for cannot be "
        "had: another program has it, perhaps another form that is still open, or the system keeps it for itself. "
        "Leave `--port` out, and a free one is found; or end the other program.";
    // the command line and the final paper
    NotReleasable = "not-releasable", Error,
        "The version is not in the state that the command needs: only a draft can be released, only a released version "
        "can be copied to the next one or withdrawn, and what is released may use nothing that is still a draft. The "
        "hint says what comes first.";
    AmendedCases = "amended-cases", Warning,
        "The sample, the cases, the golden text or the translated questions of a released version were changed. No "
        "paper comes out otherwise, so this is allowed, but it is to be seen: `affiant template release NAME@VERSION` "
        "tries the cases and records the change in the ledger with its day.";
    BumpTooSmall = "bump-too-small", Error,
        "The step from the version before is smaller than what changed. Users read it off the number: a required field "
        "that is new or a field that is gone is major, as an open case may not build as it did; other words or another "
        "look are at least minor. A patch is declared with `--patch-because`, and the ledger keeps the reason. Give "
        "the version's folder the number that the hint names.";
    BadName = "bad-name", Error,
        "The name cannot be that of a template, clause or look: it has small letters, digits and `-` between them, at "
        "most 64, is no name that Windows keeps for devices, and differs from every other name in more than its case. "
        "So the pack opens on every machine of every office.";
    NoPack = "no-pack", Error,
        "The command works on a pack: a folder with `templates/` and `snippets/`, and `templates/pack.toml` to say "
        "what it is. There is none here. Go into its folder or name it with `--pack DIR`. The built-in pack is part of "
        "the program: it can be read and copied from, and is never changed.";
    BadUsage = "bad-usage", Error,
        "The command was given words that do not go together, and nothing was done. The hint says what it takes; every "
        "command tells its options with `--help`.";
    UnknownDraft = "unknown-draft", Error,
        "The matter has no draft of this id, so nothing was built. Often it is a slip of the pen. The hint lists the "
        "ids that matter.toml gives; a new paper is a new `[[draft]]` there.";
    FinalRefused = "final-refused", Error,
        "`--final` makes the paper that is signed and filed: it wants no gap, no error, a date that the facts or "
        "`--date` give, and nothing that was only tried with `--set`.";
    SampleFacts = "sample-facts", Error,
        "The facts say `fictional = true`: they came with an example, and nothing that is made from them can be final. "
        "Put in the facts of the case, and then take that line out.";
    // the finished tree
    MissingGlyph = "missing-glyph", Gap,
        "A character of a fact or of a template is in none of the fonts, so it could not be printed: a hole would "
        "stand in a name. The draft shows a gap instead. Name a font file that has it under `fonts` in matter.toml, or "
        "write the word in other letters.";
    // typesetting
    LookError = "look-error", Error,
        "The look that draws the paper cannot be used as it is: the marked line says why. A look is one function, "
        "`look(paper, body)`, in `look.typ`, written in Typst. The pack's maintainer mends it.";
    LookRefused = "look-refused", Error,
        "A look draws pages and does nothing else, so that no pack can read a client's files or print something else "
        "tomorrow. It may not read other files than those beside it, use packages, run foreign code (`plugin`, "
        "`eval`), ask what day it is, or link elsewhere than to `https:` and `mailto:` addresses. Take the marked call "
        "out.";
    LookWarning = "look-warning", Warning,
        "There is a doubt about the marked line of the look. The paper is made all the same; look at its pages there "
        "before you rely on it, and have the pack's maintainer mend the line.";
    UnknownFont = "unknown-font", Error,
        "A look asks for a font that affiant does not have, so that other letters would stand on the paper. Fonts come "
        "with affiant, with the look, or from files that matter.toml names; the system's fonts are never used, as "
        "another machine has others.";
    BadImage = "bad-image", Error,
        "An image that a look draws is damaged, larger than 50 million pixels, or a drawing that carries something "
        "else in it. One such image can take all memory. Save it anew as a plain PNG, JPEG or SVG; 300 pixels for each "
        "inch it is printed at are enough.";
    TypesettingFailed = "typesetting-failed", Error,
        "The marked place cannot be set in type, for instance because lists stand too deep inside one another. Write "
        "it more simply: a list within a list within a list is better read as paragraphs.";
    TooManyPages = "too-many-pages", Error,
        "The paper has more than 2,000 pages, which is nearly always a loop in the template that makes more than it "
        "should. Look there first; a paper that is really so long is split into several.";
    OffPage = "off-page", Error,
        "Words of the paper lie off the page, in whole or in part, so that nobody can read them. Mostly a line cannot "
        "end where it should, as in a long address or in words that are joined by no-break spaces: write it with "
        "ordinary spaces, or shorter. A look can put words off the page too. A draft is made all the same, so that one "
        "sees where; a final paper is not.";
    InMargin = "in-margin", Warning,
        "Words of the paper run into the margin, where a stamp or a punch may take them away, and courts ask that it "
        "stays empty. Write the text shorter, or with spaces where a line may end; if it is short, the look puts it "
        "there.";
    TextOverText = "text-over-text", Error,
        "Words are printed over other words, so that neither can be read. Mostly a word is longer than its column: "
        "write it shorter, or with spaces where a line may end. A look can print words over others too. A draft is "
        "made all the same, so that one sees where; a final paper is not.";
    HiddenText = "hidden-text", Error,
        "The paper holds words that nobody can see: white or transparent, smaller than 4 points, cut off, or with "
        "something over them. A computer reads them all the same, so the paper would not say to all what it says to "
        "some. The look sets them so; its maintainer mends it.";
    MissingWords = "missing-words", Error,
        "Words of the paper are not on its pages, or others are in their place: what was written in the facts, the "
        "answers or the template is not what would be filed. The look leaves them out or changes them; its maintainer "
        "mends it.";
    MovedWords = "moved-words", Error,
        "Words of the paper are on its pages, but in another order than they were written in, which can turn what they "
        "say. The look moves them; its maintainer mends it.";
    AddedWords = "added-words", Error,
        "A sentence of the paper has words in it on the page that nobody wrote in the facts, the answers or the "
        "template. The look adds or repeats them; its maintainer mends it.";
}

impl Code {
    /// What the page check finds.
    pub const OF_PAGES: [Code; 7] = [
        Code::OffPage,
        Code::InMargin,
        Code::TextOverText,
        Code::HiddenText,
        Code::MissingWords,
        Code::MovedWords,
        Code::AddedWords,
    ];
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Code {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Self::ALL
            .iter()
            .copied()
            .find(|code| code.name() == name)
            .ok_or_else(|| crate::words::unknown("code", name, Self::ALL.iter().map(|code| code.name())))
    }
}
