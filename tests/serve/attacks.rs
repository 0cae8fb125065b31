//! Everything that is no page of the form's own is refused, changes nothing, and leaves the form as it was.

use std::io::Write;
use std::time::Duration;

use affiant::ask::web::Limits;

use super::form::{Answer, Form};

const GETS: &[&str] = &[
    "/",
    "/letter-hospice/",
    "/letter-hospice/?section=2",
    "/letter-hospice/begin",
    "/letter-hospice/here",
    "/letter-hospice/review",
    "/letter-hospice/pages",
    "/letter-hospice/page/1.svg",
    "/letter-hospice/paper.pdf",
    "/letter-hospice/done",
    "/letter-hospice/stop",
    "/form.css",
    "/form.js",
    "/icon.svg",
];

/// What the page of a refusal looks like: the same for everybody who has the secret address.
const LOOKS: &[&str] = &["/form.css", "/icon.svg"];

const POSTS: &[&str] = &["/", "/letter-hospice/", "/letter-hospice/begin", "/letter-hospice/answer"];

/// What an attack makes of a good request: lines of its head, by their names, and its first line.
struct Attack {
    name: &'static str,
    /// Instead of the line with this name; an empty one takes it out, a name that is not there adds it.
    head: &'static [(&'static str, &'static str)],
}

/// `PORT` stands for the form's own port.
const ATTACKS: &[Attack] = &[
    Attack { name: "another host", head: &[("Host", "example.org")] },
    Attack { name: "another host with the port", head: &[("Host", "example.org:PORT")] },
    Attack { name: "a host that begins like ours", head: &[("Host", "127.0.0.1.evil.example:PORT")] },
    Attack { name: "a host that ends like ours", head: &[("Host", "evil-localhost:PORT")] },
    Attack { name: "a host below ours", head: &[("Host", "evil.localhost:PORT")] },
    Attack { name: "a host with a name before it", head: &[("Host", "evil@127.0.0.1:PORT")] },
    Attack { name: "another address of this machine", head: &[("Host", "127.0.0.2:PORT")] },
    Attack { name: "any address of this machine", head: &[("Host", "0.0.0.0:PORT")] },
    Attack { name: "the address of IPv6", head: &[("Host", "[::1]:PORT")] },
    Attack { name: "no port", head: &[("Host", "127.0.0.1")] },
    Attack { name: "another port", head: &[("Host", "127.0.0.1:1")] },
    Attack { name: "the port twice", head: &[("Host", "127.0.0.1:PORT:PORT")] },
    Attack { name: "an empty host", head: &[("Host", " ")] },
    Attack { name: "no host", head: &[("Host", "")] },
    Attack { name: "two hosts", head: &[("Host", "127.0.0.1:PORT\r\nHost: evil.example")] },
    Attack { name: "the same host twice", head: &[("Host", "127.0.0.1:PORT\r\nHost: 127.0.0.1:PORT")] },
    Attack { name: "another origin", head: &[("Origin", "http://evil.example")] },
    Attack { name: "an origin that begins like ours", head: &[("Origin", "http://127.0.0.1.evil.example:PORT")] },
    Attack { name: "an origin with another port", head: &[("Origin", "http://127.0.0.1:1")] },
    Attack { name: "an origin of another scheme", head: &[("Origin", "https://127.0.0.1:PORT")] },
    Attack { name: "an origin of the other name", head: &[("Origin", "http://localhost:PORT")] },
    Attack { name: "an origin with a way", head: &[("Origin", "http://127.0.0.1:PORT/")] },
    Attack { name: "no origin that can be told", head: &[("Origin", "null")] },
    Attack { name: "an empty origin", head: &[("Origin", " ")] },
    Attack { name: "two origins", head: &[("Origin", "http://127.0.0.1:PORT\r\nOrigin: http://evil.example")] },
    Attack { name: "from another site", head: &[("Sec-Fetch-Site", "cross-site")] },
    Attack { name: "from another port", head: &[("Sec-Fetch-Site", "same-site")] },
    Attack { name: "from who knows where", head: &[("Sec-Fetch-Site", "of-course")] },
    Attack {
        name: "from here and from elsewhere",
        head: &[("Sec-Fetch-Site", "same-origin\r\nSec-Fetch-Site: cross-site")],
    },
];

/// What only those ways refuse that are not the address itself.
const WITHOUT_COOKIE: &[Attack] = &[
    Attack { name: "no cookie", head: &[("Cookie", "")] },
    Attack { name: "an empty cookie", head: &[("Cookie", "affiant-PORT=")] },
    Attack {
        name: "a wrong cookie",
        head: &[("Cookie", "affiant-PORT=0000000000000000000000000000000000000000000000000000000000000000")],
    },
    Attack { name: "a cookie of another name", head: &[("Cookie", "affiant-1=x; session=1")] },
];

/// What only those ways refuse that change something.
const CHANGING: &[Attack] = &[
    Attack { name: "no origin", head: &[("Origin", ""), ("Sec-Fetch-Site", "")] },
    Attack { name: "no origin, typed by hand", head: &[("Origin", ""), ("Sec-Fetch-Site", "none")] },
    Attack { name: "a plain text", head: &[("Content-Type", "text/plain")] },
    Attack { name: "JSON", head: &[("Content-Type", "application/json")] },
    Attack { name: "a form with files", head: &[("Content-Type", "multipart/form-data; boundary=x")] },
    Attack { name: "no type", head: &[("Content-Type", "")] },
];

/// Puts an attack into a request.
fn attacked(request: &str, attack: &Attack, port: u16) -> String {
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    let mut lines: Vec<String> = head.split("\r\n").map(str::to_owned).collect();
    for (name, value) in attack.head {
        lines.retain(|line| !line.starts_with(&format!("{name}: ")));
        if !value.is_empty() {
            lines.push(format!("{name}: {}", value.replace("PORT", &port.to_string())));
        }
    }
    format!("{}\r\n\r\n{body}", lines.join("\r\n"))
}

/// Whether the form still does what it should, and nothing was changed.
fn is_unharmed(form: &Form, what: &str) {
    assert_eq!(form.answers(), "", "{what} changed the answers");
    assert_eq!(form.get("/letter-hospice/").status, 200, "after {what} the form is gone");
}

/// An answer that a good request would save.
const ANSWER: (&str, &str) = ("how_in_touch", "I see him every week.");

#[test]
fn every_way_refuses_every_stranger() {
    let form = Form::open(Limits::default());
    let token = form.way_in();
    let body = form.fields(&[ANSWER]);
    let refused = |request: &str, attack: &str| {
        let answer = form.send(request);
        let line = request.lines().next().unwrap();
        assert!(answer.is_refusal(), "{line}, {attack}: {}", answer.head);
        assert!(
            !answer.body.contains("Marisela") && !answer.body.contains("~token"),
            "{line}, {attack} tells of the case"
        );
        if answer.status != 0 {
            assert!(answer.header("set-cookie").is_none(), "{line}, {attack}");
        }
    };
    for attack in ATTACKS {
        for way in GETS {
            refused(&attacked(&form.asking(way), attack, form.port), attack.name);
        }
    }
    for attack in WITHOUT_COOKIE {
        for way in GETS.iter().filter(|way| !LOOKS.contains(way)) {
            refused(&attacked(&form.asking(way), attack, form.port), attack.name);
        }
    }
    for attack in ATTACKS {
        refused(&attacked(&form.asking(&token), attack, form.port), attack.name);
    }
    for attack in ATTACKS.iter().chain(WITHOUT_COOKIE).chain(CHANGING) {
        for way in POSTS {
            refused(&attacked(&form.sending(way, &body), attack, form.port), attack.name);
        }
    }
    is_unharmed(&form, "a stranger");
    // The same requests without an attack do what they should: it was the attack that was refused.
    for way in GETS.iter().filter(|way| !way.contains("/page/")) {
        let answer = form.get(way);
        assert!(matches!(answer.status, 200 | 303), "{way}: {}", answer.head);
    }
    assert_eq!(form.enter(&token).len(), form.cookie.len());
    assert_eq!(form.send(form.sending("/letter-hospice/", &body)).status, 303);
    assert!(form.answers().contains(ANSWER.1), "{}", form.answers());
}

#[test]
fn an_origin_may_be_missing_only_where_the_browser_says_that_the_page_is_ours() {
    let form = Form::open(Limits::default());
    let body = form.fields(&[ANSWER]);
    let from_here = Attack { name: "", head: &[("Origin", ""), ("Sec-Fetch-Site", "same-origin")] };
    let answer = form.send(attacked(&form.sending("/letter-hospice/", &body), &from_here, form.port));
    assert_eq!(answer.status, 303, "{answer:?}");
    // An older browser says only the origin.
    let older = Attack { name: "", head: &[("Sec-Fetch-Site", "")] };
    let answer = form.send(attacked(&form.sending("/letter-hospice/", &body), &older, form.port));
    assert_eq!(answer.status, 303, "{answer:?}");
    // The other name of this machine is as good, with an origin of the same name.
    let named = Attack { name: "", head: &[("Host", "localhost:PORT"), ("Origin", "http://localhost:PORT")] };
    let answer = form.send(attacked(&form.sending("/letter-hospice/", &body), &named, form.port));
    assert_eq!(answer.status, 303, "{answer:?}");
}

#[test]
fn without_the_secret_address_a_cookie_opens_nothing_and_the_address_is_told_to_nobody() {
    let form = Form::open(Limits::default());
    let other = Form::open(Limits::default());
    let (home, body) = (form.home.clone(), form.fields(&[ANSWER]));
    assert_ne!(home, other.home);
    let wrong = [
        String::new(),
        other.home.clone(),
        format!("/{}", "0".repeat(64)),
        home[..home.len() - 1].to_owned(),
        format!("{home}0"),
        home.to_uppercase(),
        format!("/{home}"),
        format!("/x{home}"),
        home.replacen('/', "/%2f", 1),
        format!("/./{}", &home[1..]),
    ];
    let good = |way: &str| [form.asking(way), form.sending(way, &body)];
    for way in GETS.iter().chain(POSTS).chain(&["/nothing", "/letter-aunt/", ""]) {
        for at in &wrong {
            for request in good(way) {
                let answer = form.send(request.replace(&home, at));
                assert!(matches!(answer.status, 400 | 403 | 404), "{at}{way}: {}", answer.head);
                let said = format!("{}{}", answer.head, answer.body);
                assert!(!said.contains(&home[1..]) && !said.contains("Marisela"), "{at}{way}: {said}");
                assert!(answer.header("set-cookie").is_none() && answer.header("location").is_none(), "{at}{way}");
            }
        }
    }
    is_unharmed(&form, "another address");
}

#[test]
fn a_cookie_alone_changes_nothing() {
    let form = Form::open(Limits::default());
    let other = Form::open(Limits::default());
    let good = form.fields(&[ANSWER]);
    let secret = form.token.clone();
    let none = "how_in_touch=x".to_owned();
    let wrong = good.replace(&secret, &"0".repeat(64));
    let short = good.replace(&secret, &secret[1..]);
    let empty = good.replace(&secret, "");
    let of_another_form = good.replace(&secret, &other.token);
    for body in [none, wrong, short, empty, of_another_form] {
        for way in POSTS {
            let answer = form.send(form.sending(way, &body));
            assert_eq!(answer.status, 403, "{way}: {answer:?}");
        }
    }
    // Nor does the cookie of one browser go with the page of another.
    let second = form.enter(&form.way_in());
    let request = form.sending("/letter-hospice/", &good).replace(&form.cookie, &second);
    assert_eq!(form.send(request).status, 403);
    is_unharmed(&form, "a cookie alone");
}

#[test]
fn an_address_is_good_once() {
    let form = Form::open(Limits::default());
    let first = form.address[form.address.find("/open/").unwrap()..].to_owned();
    let stranger =
        |way: &str| form.send(format!("GET {way} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", form.host()));
    let again = stranger(&first);
    assert_eq!(again.status, 403);
    assert!(again.body.contains("was used already"), "{}", again.body);
    assert!(again.body.contains("stands a new one"), "{}", again.body);
    // Nor is it for the browser that was let in: the address shows it no cookie.
    assert_eq!(form.get(&first).status, 403);
    // A browser that only guesses where its user will go uses none up.
    let guess = form.asking(&form.way_in()).replace("Connection", "Sec-Purpose: prefetch;prerender\r\nConnection");
    assert_eq!(form.send(guess).status, 403);
    let wrong = format!("/open/{}", "0".repeat(64));
    for way in [&*wrong, "/open/", "/open/x", "/open", &first[..first.len() - 1]] {
        assert!(stranger(way).is_refusal(), "{way}");
    }
    let next = form.way_in();
    assert_ne!(next, first);
    let second = form.enter(&next);
    assert_ne!(second, form.cookie);
    // Both are in.
    assert_eq!(form.get("/letter-hospice/").status, 200);
    assert_eq!(form.send(form.asking("/letter-hospice/").replace(&form.cookie, &second)).status, 200);
}

#[test]
fn no_way_leads_elsewhere() {
    let form = Form::open(Limits::default());
    let other =
        ["/letter-aunt/", "/letter-aunt/review", "/letter-aunt/paper.pdf", "/letter-aunt/page/1.svg", "/declaration/"];
    let escapes = [
        "/../../etc/passwd",
        "/letter-hospice/../letter-aunt/",
        "/letter-hospice/page/../../form.js",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/letter-hospice%2f",
        "/letter-hospice/page/%2e%2e%2f1.svg",
        "/letter-hospice/page/..%5c1.svg",
        "/letter-hospice\\..\\",
        "/letter-hospice/page/1.svg%00",
        "/%6cetter-hospice/",
        "//letter-hospice/",
        "//evil.example/",
        "/letter-hospice",
        "/LETTER-HOSPICE/",
        "/letter-hospice/page/0.svg",
        "/letter-hospice/page/-1.svg",
        "/letter-hospice/page/99999999999999999999.svg",
        "/letter-hospice/page/1",
        "/answers/letter-hospice.toml",
        "/facts.toml",
        "/matter.toml",
        "/.git/config",
        "/favicon.ico",
        "/letter-hospice/\u{202e}",
    ];
    for way in other.iter().chain(&escapes) {
        let answer = form.get(way);
        assert!(answer.is_refusal(), "{way}: {}", answer.head);
        assert!(!answer.body.contains("Marisela") && !answer.body.contains("Prueba"), "{way} tells of the case");
        assert!(form.send(form.sending(way, &form.fields(&[ANSWER]))).is_refusal(), "POST {way}");
    }
    assert_eq!(form.get("/letter-aunt/").status, 404);
    let raw: [&[u8]; 3] = [b"/letter-hospice/\0", b"/letter-hospice/\x7f", b"/letter-hospice/\xff"];
    for way in raw {
        let mut request = format!("GET {}", form.home).into_bytes();
        request.extend(way);
        request.extend(form.asking("").strip_prefix("GET ").unwrap().as_bytes());
        assert!(form.send(request).is_refusal());
    }
    is_unharmed(&form, "an escape");
}

#[test]
fn every_way_has_its_method_and_nothing_else_is_understood() {
    let form = Form::open(Limits::default());
    let body = form.fields(&[ANSWER]);
    for way in POSTS.iter().filter(|way| way.ends_with("answer")) {
        assert_eq!(form.get(way).status, 405, "{way}");
    }
    for way in GETS.iter().filter(|way| !POSTS.contains(way) && !way.contains('?')) {
        assert_eq!(form.send(form.sending(way, &body)).status, 405, "{way}");
    }
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get", "XYZ"] {
        for way in GETS.iter().chain(POSTS) {
            let answer = form.send(form.sending(way, &body).replacen("POST", method, 1));
            assert!(answer.is_refusal(), "{method} {way}: {}", answer.head);
            assert!(answer.header("access-control-allow-origin").is_none());
        }
    }
    let host = form.host();
    for target in
        [format!("http://{host}/letter-hospice/"), "http://evil.example/".to_owned(), "*".to_owned(), host.clone()]
    {
        let answer = form.send(form.asking(&target));
        assert!(answer.is_refusal(), "{target}: {}", answer.head);
    }
    for garbage in [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..],
        b"GET / HTTP/0.9\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"hello\r\n\r\n",
    ] {
        assert!(form.send(garbage).is_refusal());
    }
    is_unharmed(&form, "a method");
}

#[test]
fn a_body_ends_at_its_limit_whatever_it_says_of_itself() {
    let form = Form::open(Limits::default());
    let good = form.sending("/letter-hospice/", &form.fields(&[ANSWER]));
    let (head, body) = good.split_once("\r\n\r\n").unwrap();
    let length = format!("Content-Length: {}", body.len());
    let head = |instead: &str| format!("{}\r\n\r\n", head.replace(&length, instead));
    let flood = |head: String, part: &[u8]| {
        let mut stream = form.connect();
        stream.write_all(head.as_bytes()).unwrap();
        let mut sent = 0_usize;
        while sent < 100 << 20 && stream.write_all(part).is_ok() {
            sent += part.len();
        }
        (Answer::read(&mut stream), sent)
    };
    let told = flood(head("Content-Length: 104857600"), &vec![b'x'; 64 << 10]);
    let mut chunk = b"10000\r\n".to_vec();
    chunk.extend(vec![b'x'; 64 << 10]);
    chunk.extend(b"\r\n");
    let untold = flood(head("Transfer-Encoding: chunked"), &chunk);
    for (answer, sent) in [told, untold] {
        assert!(answer.status == 413 || answer.status == 0, "{}", answer.head);
        assert!(sent < 32 << 20, "{sent} bytes were taken");
    }
    for lengths in [
        "Content-Length: -1",
        "Content-Length: 1e3",
        "Content-Length: 5\r\nContent-Length: 6",
        "Content-Length: 5\r\nTransfer-Encoding: gzip",
    ] {
        assert!(form.send(format!("{}{body}", head(lengths))).is_refusal(), "{lengths}");
    }
    is_unharmed(&form, "a flood");
    // The largest that a page may send is taken.
    let long = "x".repeat(900_000);
    let answer = form.post("/letter-hospice/answer", &[("how_in_touch", &long)]);
    assert_eq!(answer.status, 200, "{answer:?}");
    assert!(form.answers().contains(&long));
}

#[test]
fn a_head_ends_at_its_limit() {
    let form = Form::open(Limits::default());
    let good = form.asking("/letter-hospice/");
    let lines = |count: usize| {
        format!("\r\n{}\r\n\r\n", (0..count).map(|at| format!("x-{at}: 1")).collect::<Vec<_>>().join("\r\n"))
    };
    let bombs = [
        good.replace("\r\n\r\n", &lines(10_000)),
        good.replace("\r\n\r\n", &lines(100)),
        good.replace("\r\n\r\n", &format!("\r\nx: {}\r\n\r\n", "y".repeat(1 << 20))),
        good.replace("\r\n\r\n", &format!("\r\n{}: 1\r\n\r\n", "y".repeat(1 << 20))),
        good.replace("/letter-hospice/", &format!("/{}", "a".repeat(1 << 20))),
        good.replace("affiant-", &format!("{}; affiant-", "a=b; ".repeat(100_000))),
    ];
    for bomb in bombs {
        let answer = form.send(&bomb);
        assert!(answer.is_refusal(), "{}", answer.head);
    }
    is_unharmed(&form, "a bomb of lines");
}

#[test]
fn who_is_slow_is_hung_up_on() {
    let limits =
        Limits { head_time: Duration::from_millis(200), body_time: Duration::from_millis(200), ..Limits::default() };
    let form = Form::open(limits);
    let good = form.sending("/letter-hospice/", &form.fields(&[ANSWER]));
    let head_end = good.find("\r\n\r\n").unwrap();
    for part in [0, 1, 20, head_end, head_end + 2, head_end + 4, good.len() - 1] {
        let mut stream = form.connect();
        stream.write_all(&good.as_bytes()[..part]).unwrap();
        // Nothing more comes; it is the form that ends it.
        let answer = Answer::read(&mut stream);
        assert!(answer.is_refusal(), "{part}: {}", answer.head);
    }
    // A letter at a time does not help.
    for from in [0, head_end + 4] {
        let mut stream = form.connect();
        stream.write_all(&good.as_bytes()[..from]).unwrap();
        stream.set_read_timeout(Some(Duration::from_millis(50))).unwrap();
        let letters = good.as_bytes()[from..].iter().cycle().take(400);
        let mut hung_up = false;
        for letter in letters {
            let mut one = [0];
            hung_up = match std::io::Read::read(&mut stream, &mut one) {
                Ok(_) => true,
                Err(error) => !matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut),
            };
            if hung_up || stream.write_all(&[*letter]).is_err() {
                hung_up = true;
                break;
            }
        }
        assert!(hung_up, "from {from} on");
    }
    is_unharmed(&form, "a slow visitor");
}

#[test]
fn many_slow_connections_shut_nobody_out() {
    // With the limits as they are, and with few places: half a head, half a body, nothing at all.
    for (limits, many) in [(Limits::default(), 140), (Limits { connections: 8, ..Limits::default() }, 30)] {
        let form = Form::open(limits);
        let body = form.fields(&[ANSWER]);
        let good = form.sending("/letter-hospice/", &body);
        let ends = [0, 20, good.find("\r\n\r\n").unwrap() + 2, good.len() - 3];
        let stuck: Vec<_> = (0..many)
            .map(|at| {
                let mut stream = form.connect();
                stream.write_all(&good.as_bytes()[..ends[at % ends.len()]]).unwrap();
                stream
            })
            .collect();
        let start = std::time::Instant::now();
        for _ in 0..10 {
            assert_eq!(form.get("/letter-hospice/").status, 200);
        }
        assert!(start.elapsed() < limits.head_time / 2, "{:?}", start.elapsed());
        assert_eq!(form.answers(), "");
        assert_eq!(form.send(&good).status, 303);
        assert!(form.answers().contains(ANSWER.1));
        // Only as many went as others needed room.
        let alive = stuck.iter().filter(|stream| {
            stream.set_nonblocking(true).unwrap();
            let mut stream: &std::net::TcpStream = stream;
            let read = std::io::Read::read(&mut stream, &mut [0]);
            read.is_err_and(|error| error.kind() == std::io::ErrorKind::WouldBlock)
        });
        assert!(alive.count() > 0);
    }
}

#[test]
fn a_connection_does_not_live_for_ever() {
    let form = Form::open(Limits { connection_time: Duration::from_millis(300), ..Limits::default() });
    let mut stream = form.connect();
    let keeping = form.asking("/form.js").replace("Connection: close\r\n", "");
    stream.write_all(keeping.as_bytes()).unwrap();
    assert_eq!(Answer::read(&mut stream).status, 200);
}

#[test]
fn a_thousand_at_once_are_refused_and_a_thousand_friends_are_served_or_turned_away() {
    let form = Form::open(Limits { connections: 1100, ..Limits::default() });
    let stranger = format!("GET /letter-hospice/ HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", form.host());
    let at_once = |form: &Form, request: &str| -> Vec<Answer> {
        let mut streams: Vec<_> = (0..1000).map(|_| form.connect()).collect();
        for stream in &mut streams {
            let _ = stream.write_all(request.as_bytes());
        }
        streams.iter_mut().map(Answer::read).collect()
    };
    let answers = at_once(&form, &stranger);
    assert!(answers.iter().all(|answer| answer.status == 403));
    let friend = form.asking("/letter-hospice/");
    let answers = at_once(&form, &friend);
    assert!(answers.iter().all(|answer| answer.status == 200), "{:?}", answers.iter().map(|it| it.status).max());
    is_unharmed(&form, "a thousand requests");
    // With fewer places those who find none are hung up on, and the form goes on.
    let form = Form::open(Limits { connections: 32, ..Limits::default() });
    let answers = at_once(&form, &stranger);
    assert!(answers.iter().all(Answer::is_refusal));
    assert!(answers.iter().any(|answer| answer.status == 0));
    is_unharmed(&form, "a thousand connections");
}

#[test]
fn every_answer_keeps_to_itself() {
    let form = Form::open(Limits::default());
    form.get("/letter-hospice/pages");
    let ways = GETS.iter().copied().chain(["/nothing", "/open/x", "/letter-hospice/page/99.svg"]);
    for way in ways {
        let answer = form.get(way);
        let is = |name: &str, value: &str| assert_eq!(answer.header(name), Some(value), "{way}: {name}");
        let own = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; \
                   connect-src 'self'; frame-ancestors 'none'; base-uri 'none'";
        let alone = concat!(
            "default-src 'none'; style-src 'sha256-",
            include_str!("../../src/ask/web/page/alone.sha256"),
            "'; frame-ancestors 'none'; base-uri 'none'"
        );
        is("content-security-policy", if way.starts_with("/open/") { alone } else { own });
        is("cache-control", "no-store");
        is("x-content-type-options", "nosniff");
        is("referrer-policy", "same-origin");
        is("x-frame-options", "DENY");
        is("cross-origin-opener-policy", "same-origin");
        is("cross-origin-embedder-policy", "require-corp");
        is("cross-origin-resource-policy", "same-origin");
        assert!(answer.header("access-control-allow-origin").is_none(), "{way}");
        assert!(answer.header("server").is_none(), "{way}");
        assert!(
            !answer.body.contains("<script>") && !answer.body.contains(" style=\"") || way.contains("svg"),
            "{way}"
        );
        assert!(
            !answer.body.contains("https://") && !answer.body.contains("http://")
                || way.contains("svg")
                || way.ends_with("pdf"),
            "{way}"
        );
    }
}
