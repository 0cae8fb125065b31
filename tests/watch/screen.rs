//! The screen of a watch: what fits, what is counted, and what reaches the terminal.

use affiant::diag::Severity;
use affiant::term::screen::{Finding, Mark, Page, Row, Screen, Size, can_draw, lines};

fn row(paper: &str, mark: Mark, why: &str) -> Row {
    Row { paper: paper.to_owned(), mark, extent: "2 pages".to_owned(), time: "12 ms".to_owned(), why: why.to_owned() }
}

fn finding(severity: Severity, text: &str) -> Finding {
    Finding { severity, text: text.to_owned() }
}

fn page() -> Page {
    Page {
        title: "Matter of Marisela Prueba Ejemplo".to_owned(),
        status: "watching funeral-parole · built 12:01:03".to_owned(),
        rows: vec![
            row("declaration", Mark::Good, "people.tp.name, events.hospice.date"),
            Row { extent: "1 error".to_owned(), ..row("letter-ada", Mark::Failed, "facts.toml") },
            Row { paper: "letter".to_owned(), ..Row::default() },
        ],
        findings: vec![
            finding(Severity::Gap, "gap[missing-fact]: one\n  a\n"),
            finding(Severity::Error, "error[bad-date]: two\n  b\n  c\n"),
            finding(Severity::Gap, "gap[missing-fact]: three\n"),
        ],
    }
}

fn drawn(page: &Page, width: usize, height: usize) -> String {
    lines(page, Size { width, height }, false).join("\n")
}

#[test]
fn all_of_it_where_there_is_room() {
    assert_eq!(
        drawn(&page(), 80, 40),
        "\
Matter of Marisela Prueba Ejemplo
watching funeral-parole · built 12:01:03

declaration ✓ 2 pages  12 ms  people.tp.name, events.hospice.date
letter-ada  ✗ 1 error  12 ms  facts.toml
letter      ·

error[bad-date]: two
  b
  c

gap[missing-fact]: one
  a
gap[missing-fact]: three"
    );
}

#[test]
fn what_does_not_fit_is_counted_and_errors_come_first() {
    assert_eq!(
        drawn(&page(), 40, 12),
        "\
Matter of Marisela Prueba Ejemplo
watching funeral-parole · built 12:01:03

declaration ✓ 2 pages  12 ms  people.tp…
letter-ada  ✗ 1 error  12 ms  facts.toml
letter      ·

error[bad-date]: two
  b
  c
… 2 more gaps: run `affiant check`"
    );
}

#[test]
fn of_too_many_papers_the_failed_ones_are_shown() {
    let mut page = page();
    page.rows =
        (0..40).map(|at| row(&format!("p{at}"), if at == 33 { Mark::Failed } else { Mark::Good }, "")).collect();
    let shown = drawn(&page, 80, 14);
    assert!(shown.contains("p33"), "{shown}");
    assert!(shown.contains("… 36 more papers"), "{shown}");
    assert!(shown.contains("error[bad-date]"), "{shown}");
}

#[test]
fn no_window_is_too_small_and_no_line_too_long() {
    for (width, height) in [(1, 1), (2, 3), (10, 4), (20, 5), (33, 9), (80, 24)] {
        let lines = lines(&page(), Size { width, height }, true);
        assert!(lines.len() <= height, "{width}×{height}");
        for line in lines {
            let plain = anstream::adapter::strip_str(&line).to_string();
            assert!(plain.chars().count() <= width, "{width}×{height}: {plain}");
        }
    }
}

#[test]
fn nothing_from_a_file_moves_the_cursor() {
    let mut page = page();
    page.title = "\u{1b}[2J\u{7}title".to_owned();
    page.rows[0].why = "people.\u{1b}[1A.name\r".to_owned();
    let shown = drawn(&page, 80, 40);
    assert!(!shown.contains(['\u{1b}', '\u{7}', '\r']), "{shown:?}");
}

#[test]
fn a_frame_is_one_write_that_never_scrolls() {
    let mut out = Vec::new();
    let mut screen = Screen::new(&mut out, false);
    for _ in 0..2 {
        screen.draw(&page(), Size { width: 80, height: 12 }).unwrap();
    }
    let text = String::from_utf8(out).unwrap();
    assert_eq!(text.matches("\u{1b}[2J").count(), 1, "cleared once, then drawn over");
    assert_eq!(text.matches("\r\n").count(), 2 * 10, "one less than its lines: the last one opens no new line");
}

#[test]
fn a_terminal_without_a_kind_is_not_drawn_on() {
    assert!(can_draw(true, Some("xterm-256color".as_ref())));
    assert!(!can_draw(true, Some("dumb".as_ref())));
    assert!(!can_draw(false, Some("xterm".as_ref())));
    assert_eq!(can_draw(true, None), cfg!(windows));
}
