//! The web form: how soon it is there, how many pages it gives a second, and how soon the paper follows an answer.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::letter::Letter;
use super::{AFFIANT, median, ms, report};

/// Each asks for this many pages.
const PAGES: usize = 2_000;
/// Browsers that ask at once, over one connection each.
const BROWSERS: usize = 4;

/// The form of the letter, in a browser that was let in.
struct Form {
    child: Child,
    port: u16,
    /// The secret step below which all of the form is.
    home: String,
    cookie: String,
    token: String,
}

/// An open connection.
struct Line(BufReader<TcpStream>);

/// All figures of the form.
pub fn form(letter: &Letter) -> std::io::Result<()> {
    let mut first = Vec::new();
    for _ in 0..20 {
        let start = Instant::now();
        let form = Form::open(letter)?;
        first.push(start.elapsed());
        form.end();
    }
    report(&format!("first page of the form, from the start of the process: {}", ms(median(&mut first))));

    let mut form = Form::open(letter)?;
    form.begin()?;
    let start = Instant::now();
    let wrong: usize = std::thread::scope(|scope| {
        let browsers: Vec<_> = (0..BROWSERS).map(|_| scope.spawn(|| form.ask_again_and_again())).collect();
        browsers.into_iter().map(|browser| browser.join().unwrap_or(PAGES)).sum()
    });
    let count = f64::from(u32::try_from(BROWSERS * PAGES).unwrap_or(u32::MAX));
    let rate = count / start.elapsed().as_secs_f64();
    report(&format!("pages of the form over {BROWSERS} connections: {rate:.0} a second, {wrong} errors"));

    let (mut saved, mut shown) = (Vec::new(), Vec::new());
    for save in 0..60 {
        let (save, all) = form.save_and_look(save)?;
        saved.push(save);
        shown.push(all);
    }
    report(&format!("an answer saved, synced to disk: {}", ms(median(&mut saved[10..]))));
    report(&format!(
        "the pages of a two-page letter after an answer, saved and shown: {}",
        ms(median(&mut shown[10..]))
    ));
    form.end();
    Ok(())
}

impl Form {
    /// Starts the program, and opens the form as a browser does, up to its first page.
    fn open(letter: &Letter) -> std::io::Result<Self> {
        let mut child = Command::new(&*AFFIANT)
            .arg("serve")
            .arg(&letter.matter)
            .args(["--draft", "letter"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let out = child.stdout.take().ok_or(std::io::ErrorKind::BrokenPipe)?;
        let address = BufReader::new(out).lines().map_while(Result::ok).find(|line| line.contains("/open/"));
        let address = address.unwrap_or_default();
        let port = address.trim().split([':', '/']).nth(4).and_then(|port| port.parse().ok()).unwrap_or(0);
        let way = address.trim().splitn(4, '/').nth(3).unwrap_or_default().to_owned();
        let mut form = Self { child, port, home: String::new(), cookie: String::new(), token: String::new() };
        let mut line = form.line()?;
        let (head, _) = line.send(&form.get(&way))?;
        form.home = between(&head, "Path=/", "/");
        form.cookie = between(&head, "set-cookie: ", ";");
        line.send(&form.get("/"))?;
        let (head, _) = line.send(&form.get("/letter/"))?;
        assert!(head.contains(" 200 "), "{head}");
        Ok(form)
    }

    /// Goes to the first part, whose page says what an answer must bring along.
    fn begin(&mut self) -> std::io::Result<()> {
        let (_, page) = self.line()?.send(&self.get("/letter/?section=1"))?;
        self.token = between(&page, "name=\"~token\" value=\"", "\"");
        assert!(!self.token.is_empty(), "{page}");
        Ok(())
    }

    fn line(&self) -> std::io::Result<Line> {
        let stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_nodelay(true)?;
        Ok(Line(BufReader::new(stream)))
    }

    fn get(&self, way: &str) -> String {
        let Self { port, home, cookie, .. } = self;
        format!("GET /{home}{way} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n\r\n")
    }

    /// How many of its requests went wrong.
    fn ask_again_and_again(&self) -> usize {
        let request = self.get("/letter/?section=1");
        let Ok(mut line) = self.line() else { return PAGES };
        let mut good =
            || line.send(&request).is_ok_and(|(head, page)| head.contains(" 200 ") && page.ends_with("</html>"));
        (0..PAGES).filter(|_| !good()).count()
    }

    /// Saves an answer as the script does, then looks at all pages: how long the one and both took.
    fn save_and_look(&self, save: usize) -> std::io::Result<(Duration, Duration)> {
        let mut line = self.line()?;
        let body = format!(
            "%7Etoken={}&how_in_touch=I+see+him+every+week%2C+on+day+{save}+of+it%2C+and+speak+with+her+by+telephone.",
            self.token
        );
        let post = format!(
            "POST /{home}/letter/answer HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\nCookie: {}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            self.cookie,
            body.len(),
            port = self.port,
            home = self.home,
        );
        let start = Instant::now();
        let (head, told) = line.send(&post)?;
        let saved = start.elapsed();
        assert!(head.contains(" 200 ") && told.contains("\"saved\":true"), "{head} {told}");
        let (_, told) = line.send(&self.get("/letter/pages"))?;
        assert!(told.contains("\"pages\":2"), "{told}");
        for page in 1..=2 {
            let (_, picture) = line.send(&self.get(&format!("/letter/page/{page}.svg")))?;
            assert!(picture.contains("<svg"));
        }
        Ok((saved, start.elapsed()))
    }

    fn end(mut self) {
        // It has saved all it was sent, so nothing is lost with it.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Line {
    /// Sends a request, and reads its answer: head and body.
    fn send(&mut self, request: &str) -> std::io::Result<(String, String)> {
        self.0.get_mut().write_all(request.as_bytes())?;
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if self.0.read_line(&mut head)? == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
        }
        let length = between(&head, "content-length: ", "\r").parse().unwrap_or(0);
        let mut body = vec![0; length];
        self.0.read_exact(&mut body)?;
        Ok((head, String::from_utf8_lossy(&body).into_owned()))
    }
}

fn between(text: &str, before: &str, after: &str) -> String {
    let rest = text.split_once(before).map_or("", |(_, rest)| rest);
    rest.split_once(after).map_or(rest, |(value, _)| value).to_owned()
}
