//! What can be mended in an answer at one key: broken lines, and characters that cannot be printed.

use affiant::interview::coach::mending::{unprinted, without_refused};
use affiant::typeset::engine::coverage::Coverage;
use affiant::words::broken::joined;
use affiant::words::{filler, language};
use proptest::prelude::*;

const MAIL: &str = "I have known Marisela since the spring of\n2014, when our daughters were in the same\nclass. Since then we have seen each other\nnearly every week.";
const VERSE: &str = "The sun went down,\nthe moon came up,\nand we were there.";
const ADDRESS: &str = "Ada Placeholder\n12 North Elm Street\nElmville, Ohio 45000";
const LIST: &str = "- washing my mother every morning at seven\n- dressing her, which takes about half an\n- bringing her to the clinic on Thursdays a";

#[test]
fn a_paragraph_that_a_mail_broke_is_joined_and_nothing_else_is() {
    let whole = "I have known Marisela since the spring of 2014, when our daughters were in the same class. Since then we have seen each other nearly every week.";
    assert_eq!(joined(MAIL).as_deref(), Some(whole));
    assert_eq!(joined(whole), None);
    let two = format!("{MAIL}\n\n{ADDRESS}\n\n{MAIL}\n");
    assert_eq!(joined(&two), Some(format!("{whole}\n\n{ADDRESS}\n\n{whole}\n")));
    for text in [
        VERSE,
        ADDRESS,
        LIST,
        "",
        "one line",
        "One sentence that is long enough.\nAnother sentence that is as long.\nAnd a third one, not shorter here.",
    ] {
        assert_eq!(joined(text), None, "{text}");
    }
    let hyphen = "She was a well-known and very much loved well-\nknown person of the town in which we lived at\nthat time, before the flood came over us all.";
    assert!(joined(hyphen).unwrap().contains("loved well-known person"), "{:?}", joined(hyphen));
}

#[test]
fn what_no_font_has_is_named_and_can_be_taken_out() {
    let fonts = Coverage::embedded();
    let cases = [
        ("Thank you 🙏 all", Some("🙏 (U+1F64F)"), Some("Thank you all")),
        ("Thank you 🙏.", Some("🙏 (U+1F64F)"), Some("Thank you.")),
        ("🙏 Thank you", Some("🙏 (U+1F64F)"), Some("Thank you")),
        ("Thank you 🙏🏽👨\u{200d}👩\u{200d}👧!", None, Some("Thank you !")),
        ("at 1\u{fe0f}\u{20e3} o’clock", Some("\u{20e3} (U+20E3)"), Some("at 1 o’clock")),
        ("one 🙏\ntwo", Some("🙏 (U+1F64F)"), Some("one\ntwo")),
        ("called 王小明", None, None),
        ("a\u{1acf} letter", None, None),
    ];
    for (text, named, without) in cases {
        let found = unprinted(text, fonts).unwrap_or_else(|| panic!("{text}"));
        if let Some(named) = named {
            assert_eq!(found.named, [named], "{text}");
        }
        assert_eq!(found.without.as_deref(), without, "{text}");
    }
    for text in ["plain", "señor, “quoted” – façade", "Ελλάδα и Москва", "می\u{200c}", "a\u{301}"]
    {
        let found = unprinted(text, fonts);
        assert!(text.starts_with('م') || found.is_none(), "{text}: {found:?}");
    }
    assert_eq!(without_refused("a\u{202e}b\u{0}c\u{200b}"), Some("abc".to_owned()));
    assert_eq!(without_refused("a\u{200b}b"), None);
}

#[test]
fn what_is_no_answer_is_known_from_what_is_one() {
    for phrase in filler::phrases() {
        assert!(filler::is_filler(phrase), "{phrase}");
    }
    for text in [
        "N/A",
        "n/a.",
        "See attached",
        "idk",
        "None",
        "TBD",
        "no sé",
        "Ver adjunto.",
        "-",
        "—",
        "xxx",
        "XX",
        "...",
        "I don’t know",
        "  No  aplica ",
    ] {
        assert!(filler::is_filler(text), "{text}");
    }
    for text in ["No", "Ann", "Ng", "none of us", "", "  ", "5", "111", "I know her", "See attached letter of May 4"] {
        assert!(!filler::is_filler(text), "{text}");
    }
}

#[test]
fn the_language_of_prose_is_told_from_ten_words_on() {
    let cases = [
        ("La conozco desde hace muchos años porque vivimos en la misma calle.", Some("es")),
        ("Vivimos en la misma calle desde siempre.", None),
        ("I have known her for many years because we live on the same street.", Some("en")),
        ("Je la connais depuis longtemps parce que nous habitons dans la même rue.", Some("fr")),
        ("Я знаю её уже много лет, потому что мы живём на одной улице рядом.", Some("ru")),
        ("我认识她已经很多年了因为我们住在同一条街上而且我们的孩子一起上学", Some("zh")),
        ("Elm Street, Ada Placeholder, Beto de la Cruz, Marisela Prueba Ejemplo, Ciudad Juárez, Puerto Norte", None),
    ];
    for (text, wanted) in cases {
        assert_eq!(language::of(text), wanted, "{text}");
    }
    // What their words are not told apart by is not given another's name.
    let by_letters = [
        ("היא באה אלינו בכל יום ראשון אחרי הצהריים וישבה איתו שעות", "Hebrew"),
        ("Κάθε Κυριακή ερχόταν στο σπίτι μας και καθόταν μαζί του για πολλές ώρες", "Greek"),
        ("ամեն կիրակի նա գալիս էր մեր տուն և ժամերով նստում էր նրա կողքին", "Armenian"),
        ("в неділю вона приїжджала до нас і сиділа з ним багато годин поспіль тихо", "Ukrainian"),
        ("هر یکشنبه پیش ما می‌آمد و چند ساعت کنار او می‌نشست و حرف می‌زد", "another language"),
        ("በየሳምንቱ እሁድ ወደ ቤታችን ትመጣ ነበር ከእርሱ ጋርም ለብዙ ሰዓታት ትቀመጥ ነበር", "Amharic"),
        ("ߒ ߓߍ߫ ߕߊ߯ ߛߎ߯ ߘߐ߫ ߓߌ߬ ߟߎ߬ ߓߍ߯ ߘߐ߫ ߞߊ߬ ߕߊ߯", "another language"),
    ];
    for (text, wanted) in by_letters {
        assert_eq!(language::of(text).and_then(language::name), Some(wanted), "{text}");
    }
}

proptest! {
    #![proptest_config(crate::cases(500))]

    /// A text that was broken greedily at any width comes out whole, and what is whole stays so.
    #[test]
    fn joining_undoes_a_mails_breaks(words in prop::collection::vec("[a-z]{1,9}", 30..60), width in 35_usize..80) {
        let whole = words.join(" ");
        let broken = affiant::words::wrap(&whole, width);
        prop_assert_eq!(joined(&broken), Some(whole.clone()));
        prop_assert_eq!(joined(&whole), None);
    }

    /// Joining and taking out lose no letter of any text.
    #[test]
    fn mending_loses_no_letter(text in "(\\PC|\\n| ){0,80}") {
        let letters = |text: &str| text.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>();
        if let Some(joined) = joined(&text) {
            prop_assert_eq!(letters(&joined), letters(&text));
        }
        if let Some(without) = unprinted(&text, Coverage::embedded()).and_then(|found| found.without) {
            let printed: String = text.chars().filter(|letter| Coverage::embedded().has(*letter)).collect();
            prop_assert_eq!(letters(&without), letters(&printed));
            prop_assert!(unprinted(&without, Coverage::embedded()).is_none());
        }
    }
}
