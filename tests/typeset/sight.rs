//! The page check: whatever a look does to the words of a paper is found, and what looks rightly do is not.

use affiant::diag::{Code, Report, Severity};
use affiant::document::{Align, BlockKind, Document, Inline};
use affiant::source::Sources;
use affiant::typeset::engine::FontSets;
use affiant::typeset::{Engine, Look, write};

use super::{look, paper, sink};

/// A short letter with words of a template and a fact.
fn letter(sources: &mut Sources) -> Document {
    let name = sink::filled(sources, "Dr. Ada Placeholder");
    let line = vec![
        sink::text("I, "),
        Inline::Filled(name.clone(), None),
        sink::text(", was not at home. He has two to six weeks to live, as I said before, and nobody else can travel."),
    ];
    let blocks = vec![
        sink::paragraph("Dear Officer:"),
        sink::block(BlockKind::Paragraph(line)),
        sink::heading(1, None, "What I saw"),
        sink::paragraph(
            "She was not there, and she did not see it happen, whatever has been said about it since then.",
        ),
        sink::paragraph("Since 1988 she has paid $60 a month; her great-aunt has the number (555) 555-0114."),
        sink::paragraph("Sincerely yours,"),
        sink::block(BlockKind::Table {
            align: vec![Align::Start; 2],
            head: vec![vec![sink::text("Reason")], vec![sink::text("Exhibits")]],
            rows: vec![vec![vec![sink::text("There was no date.")], vec![sink::text("Exhibit D")]]; 2],
        }),
    ];
    Document { blocks, footnotes: Vec::new() }
}

/// What the page check says of a document in a look with this body.
fn check(sources: &mut Sources, document: &Document, body: &str) -> (Report, Look) {
    let text = format!("#let look(paper, body) = {{\n  {body}\n}}\n");
    let look = look(sources, "tried@1.0.0", &text);
    let written = write(document, &paper(), &look, &FontSets::default());
    let pass = Engine::new(FontSets::default()).expect("an engine").typeset(0, &written, &paper(), &look);
    (pass.report, look)
}

#[test]
fn whatever_a_look_does_to_the_words_of_a_paper_is_found() {
    let mut failures = Vec::new();
    for (body, code) in [
        // White, nearly white, transparent.
        ("set text(fill: white); body", Code::HiddenText),
        ("set text(fill: rgb(250, 250, 250)); body", Code::HiddenText),
        ("set text(fill: rgb(0, 0, 0, 0%)); body", Code::HiddenText),
        ("set text(fill: rgb(0, 0, 0, 8%)); body", Code::HiddenText),
        ("show \"not\": set text(fill: white); body", Code::HiddenText),
        ("show \"not\": set text(fill: gradient.linear(white, white)); body", Code::HiddenText),
        ("show \"not\": set text(fill: tiling(size: (9pt, 9pt))[]); body", Code::HiddenText),
        ("set page(fill: black); body", Code::HiddenText),
        ("show \"not\": highlight.with(fill: black); body", Code::HiddenText),
        ("body; text(fill: white, \"what the look itself smuggles in\")", Code::HiddenText),
        ("body; pdf.artifact(text(fill: white, \"what the look itself smuggles in\"))", Code::HiddenText),
        ("set page(header: text(fill: white, \"what the look itself smuggles in\")); body", Code::HiddenText),
        // Too small, by itself or scaled.
        ("set text(size: 0.1pt); body", Code::HiddenText),
        ("show \"not\": set text(size: 2pt); body", Code::HiddenText),
        ("show \"not\": it => box(scale(0%, it)); body", Code::HiddenText),
        ("show \"not\": it => box(scale(x: 1%, it)); body", Code::HiddenText),
        ("show \"not\": it => box(skew(ax: 89.9deg, scale(y: 1%, it))); body", Code::HiddenText),
        // Outlined until nothing is left of the letters.
        ("show \"not\": set text(stroke: 1.2pt + white); body", Code::HiddenText),
        ("set text(stroke: 6pt + black); body", Code::HiddenText),
        // Covered and clipped.
        (
            "body; place(top, image(bytes((255,)), format: (encoding: \"luma8\", width: 1, height: 1), width: 100%))",
            Code::HiddenText,
        ),
        (
            "set page(background: image(bytes((0,)), format: (encoding: \"luma8\", width: 1, height: 1), width: 100%, height: 100%)); body",
            Code::HiddenText,
        ),
        (
            "show \"not\": it => box({ place(image(bytes((0,)), format: (encoding: \"luma8\", width: 1, height: 1), width: 30pt)); it }); body",
            Code::HiddenText,
        ),
        (
            "show \"not\": it => box({ place(dy: -3pt, image(bytes((0, 255)), format: (encoding: \"luma8\", width: 2, height: 1), width: 30pt, height: 12pt)); it }); body",
            Code::HiddenText,
        ),
        ("show \"not\": it => box({ place(rect(fill: white)); text(fill: white, it) }); body", Code::HiddenText),
        ("show \"not\": it => box(fill: black, it); body", Code::HiddenText),
        ("body; place(top, rect(width: 100%, height: 5in, fill: white))", Code::HiddenText),
        ("set page(foreground: rect(width: 100%, height: 100%, fill: white)); body", Code::HiddenText),
        ("body; place(top, circle(radius: 4in, fill: yellow))", Code::HiddenText),
        (
            "show \"not\": it => box({ it; place(top, dx: -30pt, dy: -4pt, rect(width: 2in, height: 14pt, fill: black)) }); body",
            Code::HiddenText,
        ),
        ("show \"not\": strike.with(stroke: 12pt + white, offset: -3pt); body", Code::HiddenText),
        ("show \"not\": it => box(width: 1pt, height: 1pt, clip: true, it); body", Code::HiddenText),
        ("show heading: it => box(width: 20pt, clip: true, it.body); body", Code::HiddenText),
        // Off the page and in the margin.
        ("show \"not\": it => box(place(dx: -20in, it)); body", Code::OffPage),
        ("show heading: it => place(top, dy: 50in, it); body", Code::OffPage),
        ("show \"not\": it => box(move(dy: -30in, it)); body", Code::OffPage),
        ("set page(width: 4in); show heading: it => move(dx: 3in, it.body); body", Code::OffPage),
        ("show heading: it => move(dx: -0.9in, it.body); set page(margin: 1in); body", Code::InMargin),
        // Over one another.
        ("show \"not\": set text(tracking: -0.5em); body", Code::TextOverText),
        ("set text(tracking: -0.35em); body", Code::TextOverText),
        ("set text(spacing: -3em); body", Code::TextOverText),
        ("show \"not\": it => box({ place(text(fill: blue)[\"EVIL\"]); it }); body", Code::TextOverText),
        ("show par: set par(leading: -0.45em); body", Code::TextOverText),
        // Gone, changed, repeated, moved, among others.
        ("[]", Code::MissingWords),
        ("show \"not\": hide; body", Code::MissingWords),
        ("show heading: none; body", Code::MissingWords),
        ("show heading: pdf.artifact; body", Code::MissingWords),
        ("show \"Dear\": \"EVIL\"; body", Code::MissingWords),
        ("show \"weeks\": \"years\"; body", Code::MissingWords),
        ("show \"not\": []; body", Code::MissingWords),
        ("show \"Placeholder\": \"Sample\"; body", Code::MissingWords),
        ("show regex(\"six\"): it => \"60\"; body", Code::MissingWords),
        ("show \"was\": it => [#it indeed]; body", Code::AddedWords),
        ("body; body", Code::AddedWords),
        ("show heading: it => { it; it.body }; body", Code::AddedWords),
        ("show \"not\": it => box(place(dx: -60pt, dy: 30pt, it)); body", Code::MovedWords),
        // Put in as a decoration, as figures or as signs.
        ("show \"was\": it => [#it#pdf.artifact[ not]]; body", Code::AddedWords),
        ("show \"was\": it => [#it #box(width: 16pt, repeat[not])]; body", Code::AddedWords),
        ("show \"60\": it => [#it#text(\"0\")]; body", Code::AddedWords),
        ("show \"60\": it => [#text(\"1\")#it]; body", Code::AddedWords),
        ("show \"60\": it => [-#it]; body", Code::AddedWords),
        ("show \"60\": it => [#it%]; body", Code::AddedWords),
        ("show \"1988\": it => [#it?]; body", Code::AddedWords),
        ("show \"$60\": it => [#it,000]; body", Code::AddedWords),
        ("show \"Placeholder\": it => [#it#text(\"s\")]; body", Code::AddedWords),
        ("show \"0114.\": it => [#it#text(\"5\")]; body", Code::AddedWords),
        // Taken out or turned round.
        ("show \"-\": none; body", Code::MissingWords),
        ("show \"1988\": it => [\u{202e}#it\u{202c}]; body", Code::MovedWords),
        ("show \"was\": it => box(width: 20pt, place(dx: 300pt, it)); body", Code::MovedWords),
        // The cells of a table under another head, or a head once more.
        (
            "body }\n#let tabular(alignments, head, ..rows) = { table(columns: alignments.len(), table.header(..head.rev()), ..rows.pos().flatten())",
            Code::MovedWords,
        ),
        (
            "body }\n#let tabular(alignments, head, ..rows) = { table(columns: alignments.len(), table.header(..head), ..rows.pos().map(row => row.rev()).flatten())",
            Code::MovedWords,
        ),
        (
            "body }\n#let tabular(alignments, head, ..rows) = { table(columns: alignments.len(), table.header(..head), ..head, ..rows.pos().flatten())",
            Code::AddedWords,
        ),
        // Covered by many things together, by a blot of letters, and by what only seems to be pale.
        (
            "show \"not\": it => box({ it; for i in range(12) { place(top, dx: i * 3.5pt, dy: -2pt, rect(width: 3.6pt, height: 14pt, fill: white)) } }); body",
            Code::HiddenText,
        ),
        (
            "show \"1988\": it => box({ it; place(top, dx: 5pt, dy: -2pt, rect(width: 6pt, height: 14pt, fill: white)) }); body",
            Code::HiddenText,
        ),
        (
            "show \"not\": it => { for i in range(7) { it = strike(stroke: 1.95pt + white, offset: (i - 4) * -1.2pt - 4pt, it) }; it }; body",
            Code::HiddenText,
        ),
        (
            "show \"not\": it => { for i in range(4) { it = strike(stroke: 1.9pt + black, offset: i * -1.5pt - 0.8pt, it) }; it }; body",
            Code::HiddenText,
        ),
        (
            "show \"not\": it => box({ it; place(top, curve(stroke: 1.9pt + white, ..range(24).map(i => curve.line((calc.rem(i, 2) * 18pt, i * 0.5pt))))) }); body",
            Code::HiddenText,
        ),
        (
            "show \"not\": it => box({ it; place(top, dy: -2pt, rect(width: 20pt, height: 14pt, fill: gradient.linear((white.transparentize(100%), 0%), (white, 1%), (white, 100%)))) }); body",
            Code::HiddenText,
        ),
        (
            "show \"not\": it => box({ it; place(top, dx: -20pt, dy: -10pt, pdf.artifact(text(24pt)[MMM])) }); body",
            Code::TextOverText,
        ),
        (
            "show \"not\": it => box({ it; place(top, dx: -8pt, rotate(1deg, text(14pt)[MMM])) }); body",
            Code::TextOverText,
        ),
        (
            "show \"not\": it => box({ it; place(top, dy: -4pt, for i in range(60) { place(dy: i * 0.24pt, line(length: 24pt, stroke: 0.25pt + white)) }) }); body",
            Code::HiddenText,
        ),
        // Mirrored, on its head, slanted, small and pale.
        ("show \"not\": it => box(rotate(179deg, it)); body", Code::HiddenText),
        ("show \"not\": it => box(rotate(150deg, it)); body", Code::HiddenText),
        ("show \"not\": it => box(scale(x: -100%, it)); body", Code::HiddenText),
        ("show \"not\": it => box(scale(y: -100%, it)); body", Code::HiddenText),
        ("show \"not\": it => box(rotate(180deg, it)); body", Code::HiddenText),
        ("show \"not\": it => box(skew(ax: 60deg, it)); body", Code::HiddenText),
        ("show \"not\": set text(size: 4.1pt, fill: luma(82%)); body", Code::HiddenText),
    ] {
        let mut sources = Sources::default();
        let document = letter(&mut sources);
        let (report, look) = check(&mut sources, &document, body);
        let found = report.diagnostics.iter().find(|found| found.code == code);
        let Some(found) = found else {
            failures.push(format!("{body}: no {code}, but {:?}", summary(&report)));
            continue;
        };
        assert!(!found.labels.is_empty(), "{body}: {found:#?}");
        let wanted = if code == Code::InMargin { Severity::Warning } else { Severity::Error };
        assert_eq!(found.severity, wanted, "{body}");
        let said = format!("{report:?}");
        assert!(!said.contains("weeks") && !said.contains("Ada"), "{body} tells what the paper says: {said}");
        assert!(found.hints.iter().any(|hint| hint.contains(&look.name)), "{body}: {found:#?}");
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// The findings in short.
fn summary(report: &Report) -> Vec<String> {
    report.diagnostics.iter().map(|found| format!("{}: {}", found.code, found.message)).collect()
}

#[test]
fn what_is_wrong_with_a_value_is_told_at_its_fact_and_with_the_look_s_words_at_the_look() {
    let mut sources = Sources::default();
    let document = letter(&mut sources);
    let (report, _) = check(&mut sources, &document, "show \"Placeholder\": set text(fill: white); body");
    let place = sink::filled(&mut sources, "x").origin.span.expect("a place");
    let label = &report.diagnostics[0].labels[0];
    assert_eq!((label.span.start, label.span.end), (place.start, place.end), "{report:#?}");
    assert_eq!(sources.get(label.span.source).expect("a source").name, "facts.toml");

    let (report, look) = check(&mut sources, &document, "body\n  text(fill: white)[smuggled]");
    let label = &report.diagnostics[0].labels[0];
    assert_eq!((label.span.source, sources.line_column(label.span).line), (look.source, 3), "{report:#?}");
}

#[test]
fn what_looks_rightly_do_is_not_found() {
    let mut failures = Vec::new();
    for body in [
        "body",
        "set text(fill: luma(40%)); show heading: set text(fill: rgb(\"#00408a\")); body",
        "set par(justify: true); set text(hyphenate: true); set page(width: 7.5in); body",
        "set par(justify: true); set text(hyphenate: true, overhang: true); set page(columns: 2); body",
        "show heading: upper; show heading: smallcaps; body",
        "show heading: it => upper(it); show strong: it => lower(it); body",
        "set text(size: 5pt); body",
        "set page(header: [Page 1 of 2], footer: context counter(page).display(\"1\"), numbering: \"1\"); body",
        "set page(background: rotate(45deg, text(90pt, fill: luma(92%))[COPY])); body",
        "set page(foreground: pdf.artifact(rotate(45deg, text(90pt, fill: luma(92%))[COPY]))); body",
        "outline(); body",
        "set page(width: 7.5in); set text(hyphenate: true); set par(justify: true); outline(); body",
        "body }\n#let tabular(alignments, head, ..rows) = { table(columns: alignments.len(), table.header(..head), ..rows.pos().flatten())",
        "body }\n#let tabular(alignments, head, ..rows) = { table(columns: alignments.len(), align: right, table.header(..head.map(strong)), ..rows.pos().flatten())",
        "body; outline(title: [Contents])",
        "set heading(numbering: \"1.\"); outline(); pagebreak(); body",
        "set list(marker: [–]); set enum(numbering: \"(a)\"); body",
        "show heading: it => [§ #it]; show strong: it => [#it]; body",
        "set footnote(numbering: \"[1]\"); body",
        "show \"not\": it => box(stroke: 0.5pt, inset: 2pt, it); show \"was\": underline; show \"he\": overline; body",
        "show heading: it => block(fill: gradient.linear(navy, blue), inset: 4pt, text(fill: white, it)); body",
        "show \"not\": strike; show heading: it => box(skew(ax: -12deg, it)); body",
        "show heading: block.with(fill: black, inset: 6pt, width: 100%); show heading: set text(fill: white); body",
        "set par.line(numbering: \"1\"); body",
        // A pale seal behind the text, and a dark one beside it.
        "set page(background: image(bytes((235,)), format: (encoding: \"luma8\", width: 1, height: 1), width: 50%)); body",
        "set page(background: image(bytes((0, 0, 255, 0)), format: (encoding: \"lumaa8\", width: 2, height: 1), width: 100%)); body",
        "set page(margin: (left: 1.2in), background: place(image(bytes((0,)), format: (encoding: \"luma8\", width: 1, height: 1), width: 0.9in))); body",
        "set text(stroke: 0.2pt + black, tracking: -0.02em, spacing: 80%); body",
        "show heading: underline; show \"not\": highlight; show \"Dear\": strike; show \"six\": super; body",
        "set heading(numbering: \"1.1\"); set par(leading: 0.3em); body",
        "set text(tracking: 2pt, stretch: 90%); show par: it => pad(x: 10pt, it); body",
    ] {
        let mut sources = Sources::default();
        let document = sink::document(&mut sources);
        let (report, _) = check(&mut sources, &document, body);
        if !report.is_empty() {
            failures.push(format!("{body}: {:#?}", summary(&report)));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// What the page check says of the great document in a look with a function of its own.
fn drawn(function: &str) -> Vec<String> {
    let mut sources = Sources::default();
    let document = sink::document(&mut sources);
    summary(&check(&mut sources, &document, &format!("body }}\n#let {function}\n#let unused() = {{")).0)
}

#[test]
fn the_numbers_of_paragraphs_and_the_lines_of_a_caption_are_the_papers() {
    let own = |number: &str| {
        format!("numbered(..items) = for (n, body) in items.pos() [#grid(columns: (0.4in, 1fr), [{number}], body)]")
    };
    let missing = "missing-words: words of the paper are not on the page";
    for number in ["#(int(n) + 1).", "", "#numbering(\"i.\", int(n))"] {
        let found = drawn(&own(number));
        assert!(found.iter().any(|found| found.starts_with(missing)), "{number}: {found:?}");
    }
    for number in ["#n.", "(#n)", "¶ #n"] {
        assert_eq!(drawn(&own(number)), [""; 0], "{number}");
    }
    let caption = |left: &str| {
        format!(
            "caption(head: (), left: (), right: (), title: ()) = {{ head.join(linebreak()); grid(columns: (1fr, 1fr), \
             {left}.map(it => [#it]).join(parbreak()), right.join(parbreak())); title.join() }}"
        )
    };
    assert_eq!(drawn(&caption("left")), [""; 0]);
    assert!(drawn(&caption("left.rev()")).iter().any(|found| found.starts_with("moved-words")));
}

#[test]
fn pale_words_on_a_dark_page_are_seen() {
    let mut sources = Sources::default();
    let document = letter(&mut sources);
    let (report, _) = check(&mut sources, &document, "set page(fill: luma(20%)); set text(fill: white); body");
    assert!(report.is_empty(), "{report:#?}");
}

#[test]
fn what_a_file_would_hold_without_showing_it_is_refused() {
    let svg =
        "bytes(\"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>\")";
    for (body, code) in [
        ("set document(keywords: (\"smuggled\",)); body".to_owned(), Code::LookRefused),
        ("set document(description: \"smuggled\"); body".to_owned(), Code::LookRefused),
        (format!("body; image({svg}, alt: \"smug\" + \"gled\")"), Code::LookRefused),
        (format!("set image(alt: \"smug\" + \"gled\"); body; image({svg})"), Code::LookRefused),
        ("body; link(\"https://example.org/?\" + \"smuggled\")[a page]".to_owned(), Code::LookRefused),
        ("body; place(hide(heading(\"smuggled words\")))".to_owned(), Code::HiddenText),
        (
            "body; pdf.attach(\"a.txt\", bytes(\"smuggled\"), mime-type: \"text/plain\", description: \"x\")"
                .to_owned(),
            Code::LookError,
        ),
    ] {
        let mut sources = Sources::default();
        let document = letter(&mut sources);
        let text = format!("#let look(paper, body) = {{\n  {body}\n}}\n");
        let look = look(&mut sources, "tried@1.0.0", &text);
        let written = write(&document, &paper(), &look, &FontSets::default());
        let engine = Engine::new(FontSets::default());
        let pass = engine.expect("an engine").typeset(0, &written, &paper(), &look);
        let found = pass.report.diagnostics.iter().find(|found| found.code == code);
        let found = found.unwrap_or_else(|| panic!("{body}: no {code} in {:#?}", pass.report));
        assert_eq!(found.severity, Severity::Error, "{body}");
        assert_eq!(found.labels[0].span.source, look.source, "{body}: {found:#?}");
    }
    // What the look itself says may be in a file.
    let mut sources = Sources::default();
    let document = letter(&mut sources);
    let body = format!("body; link(\"https://example.org/a\")[a page]; image({svg}, alt: \"a square\")");
    let (report, _) = check(&mut sources, &document, &body);
    assert!(report.is_empty(), "{report:#?}");
}
