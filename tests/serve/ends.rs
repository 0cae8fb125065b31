//! How a form ends: by itself, by Ctrl-C, or killed in the middle; what was acknowledged is on disk.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use affiant::ask::web::{Ending, Limits};

use super::form::{Answer, Form, PATIENCE, value};

const PROGRAM: &str = env!("CARGO_BIN_EXE_affiant");

/// The program itself, with a browser that was let in.
struct Running {
    child: Child,
    out: BufReader<ChildStdout>,
    /// What it has printed.
    said: String,
    port: u16,
    home: String,
    cookie: String,
    token: String,
}

fn matter(at: &Path) -> PathBuf {
    let made =
        Command::new(PROGRAM).current_dir(at).args(["new", "m", "--from", "funeral-parole", "--with-sample"]).output();
    assert!(made.unwrap().status.success());
    std::fs::write(at.join("m/answers/letter-hospice.toml"), "").unwrap();
    at.join("m")
}

impl Running {
    fn start(matter: &Path, more: &[&str]) -> Self {
        Self::with_path(matter, more, &std::env::var("PATH").unwrap_or_default())
    }

    fn with_path(matter: &Path, more: &[&str], path: &str) -> Self {
        let mut child = Command::new(PROGRAM)
            .env("PATH", path)
            .arg("serve")
            .arg(matter)
            .args(["--draft", "letter-hospice"])
            .args(more)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut said = String::new();
        while !said.contains("Ctrl-C") {
            assert_ne!(out.read_line(&mut said).unwrap(), 0, "{said}");
        }
        let address =
            said.lines().map(str::trim).find(|line| line.starts_with("http://127.0.0.1:")).unwrap().to_owned();
        let port = address.split([':', '/']).nth(4).unwrap().parse().unwrap();
        let way = &address[address.find("/open/").unwrap()..];
        assert_eq!(way.len(), "/open/".len() + 64, "{way}");
        let (home, cookie, token) = (String::new(), String::new(), String::new());
        let mut running = Self { child, out, said, port, home, cookie, token };
        let answer = running.send(&running.request("GET", way, ""));
        answer.header("set-cookie").unwrap().split(';').next().unwrap().clone_into(&mut running.cookie);
        answer.header("location").unwrap().trim_end_matches('/').clone_into(&mut running.home);
        let page = running.send(&running.request("GET", "/letter-hospice/", ""));
        running.token = value(&page.body, "~token").unwrap();
        running
    }

    fn request(&self, method: &str, way: &str, body: &str) -> String {
        let home = if way.starts_with("/open/") { "" } else { &self.home };
        format!(
            "{method} {home}{way} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\nCookie: {}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.cookie,
            body.len(),
            port = self.port,
        )
    }

    fn save(&self, text: &str) -> String {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.append_pair("~token", &self.token).append_pair("how_in_touch", text);
        self.request("POST", "/letter-hospice/answer", &body.finish())
    }

    fn send(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let _ = stream.write_all(request.as_bytes());
        Answer::read(&mut stream)
    }

    /// Waits for the end: the exit code, and all that was printed.
    fn end(mut self) -> (Option<i32>, String, String) {
        let mut err = String::new();
        self.out.read_to_string(&mut self.said).unwrap();
        self.child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        (self.child.wait().unwrap().code(), self.said, err)
    }
}

#[test]
fn a_port_that_is_taken_is_told() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let matter = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/funeral-parole");
    let output = Command::new(PROGRAM).args(["serve", matter, "--port", &port]).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains(&format!("error[port-taken]: port {port} is taken by another program")), "{said}");
    assert!(said.contains("hint: leave `--port` out"), "{said}");
    for wrong in ["0", "65536", "x", "-1"] {
        let output = Command::new(PROGRAM).args(["serve", matter, "--port", wrong]).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{wrong}");
    }
    let output = Command::new(PROGRAM).args(["serve", matter, "--draft", "lettre-hospice"]).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(1) && said.contains("did you mean `letter-hospice`?"), "{said}");
}

#[test]
fn nobody_but_this_machine_is_listened_to() {
    let form = Form::open(Limits::default());
    // Every address of the loopback net but ours leads nowhere, and so does every other one.
    assert!(TcpStream::connect(("127.0.0.2", form.port)).is_err());
    assert!(TcpStream::connect(("::1", form.port)).is_err());
    let listening = std::fs::read_to_string("/proc/net/tcp").unwrap_or_default();
    let here = format!("0100007F:{:04X} 00000000:0000 0A", form.port);
    assert!(!cfg!(target_os = "linux") || listening.contains(&here), "{listening}");
    assert!(!listening.contains(&format!("00000000:{:04X} 00000000:0000 0A", form.port)));
}

#[test]
fn a_form_that_nobody_uses_ends_and_strangers_do_not_keep_it_open() {
    let idle = Duration::from_millis(700);
    let start = Instant::now();
    let mut form = Form::open(Limits { idle: Some(idle), ..Limits::default() });
    let stranger = format!("GET / HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n", form.port);
    let port = form.port;
    let knocking = std::thread::spawn(move || {
        while let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)) {
            let _ = stream.write_all(stranger.as_bytes());
            let _ = stream.read_to_end(&mut Vec::new());
        }
    });
    assert_eq!(form.wait(), Ending::Idle);
    assert!(start.elapsed() >= idle && start.elapsed() < PATIENCE);
    knocking.join().unwrap();
    let mut form = Form::open(Limits { idle: None, ..Limits::default() });
    assert_eq!(form.end(), Ending::Stopped);
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_at_once_and_says_so_and_no_secret_is_told() {
    use rustix::process::{Pid, Signal, kill_process};
    let folder = tempfile::tempdir().unwrap();
    let running = Running::start(&matter(folder.path()), &[]);
    let process = running.child.id();
    assert_eq!(running.send(&running.save("Every week.")).status, 200);
    let mut half = TcpStream::connect(("127.0.0.1", running.port)).unwrap();
    let request = running.save("Half of an answer");
    half.write_all(&request.as_bytes()[..request.len() - 4]).unwrap();
    let line = std::fs::read_to_string(format!("/proc/{process}/cmdline")).unwrap_or_default();
    let environment = std::fs::read_to_string(format!("/proc/{process}/environ")).unwrap_or_default();
    let (cookie, token) = (running.cookie.split_once('=').unwrap().1.to_owned(), running.token.clone());
    let home = running.home.clone();
    let start = Instant::now();
    kill_process(Pid::from_raw(process.cast_signed()).unwrap(), Signal::INT).unwrap();
    let (code, said, err) = running.end();
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert!(said.ends_with("The form has ended. Every answer is saved.\n"), "{said}");
    assert_eq!(home.len(), 65, "{home}");
    for secret in [&cookie, &token, &home] {
        assert!(!said.contains(secret) && !line.contains(secret) && !environment.contains(secret));
    }
    for told in said.lines().filter_map(|line| line.split_once("/open/")) {
        assert!(!line.contains(told.1) && !environment.contains(told.1));
    }
    let answers = std::fs::read_to_string(folder.path().join("m/answers/letter-hospice.toml")).unwrap();
    assert!(answers.contains("Every week.") && !answers.contains("Half"), "{answers}");
}

#[test]
fn a_process_that_is_killed_between_two_saves_has_lost_no_answer_that_it_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let matter = matter(folder.path());
    let file = matter.join("answers/letter-hospice.toml");
    for round in 0..6 {
        let mut running = Running::start(&matter, &[]);
        let mut acknowledged = String::new();
        for save in 0..=round * 2 {
            acknowledged = format!("Round {round}, save {save}.");
            assert_eq!(running.send(&running.save(&acknowledged)).status, 200);
        }
        // One more is on its way, and no one waits for its answer.
        let mut flying = TcpStream::connect(("127.0.0.1", running.port)).unwrap();
        flying.write_all(running.save(&format!("Round {round}, flying.")).as_bytes()).unwrap();
        if round % 2 == 1 {
            std::thread::yield_now();
        }
        running.child.kill().unwrap();
        running.child.wait().unwrap();
        let answers = std::fs::read_to_string(&file).unwrap();
        let told = [acknowledged.clone(), format!("Round {round}, flying.")];
        assert!(told.iter().any(|text| answers.contains(text)), "{acknowledged}: {answers}");
        let read = affiant::facts::read(&mut affiant::source::Sources::default(), "a.toml", answers.as_bytes());
        assert!(read.report.is_empty(), "{answers}");
    }
}

#[cfg(unix)]
#[test]
fn the_browser_that_is_started_gets_an_address_that_nobody_else_can_use() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let matter = matter(folder.path());
    // What the desktop would do with the address: here it is only written down.
    let (bin, told) = (folder.path().join("bin"), folder.path().join("told"));
    std::fs::create_dir(&bin).unwrap();
    let opener = bin.join(if cfg!(target_os = "macos") { "open" } else { "xdg-open" });
    std::fs::write(&opener, format!("#!/bin/sh\nprintf %s \"$1\" > '{0}.new' && mv '{0}.new' '{0}'\n", told.display()))
        .unwrap();
    std::fs::set_permissions(&opener, std::fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap_or_default());
    let mut running = Running::with_path(&matter, &["--open"], &path);
    let start = Instant::now();
    while !told.exists() {
        assert!(start.elapsed() < PATIENCE, "no browser was started");
        std::thread::yield_now();
    }
    let address = std::fs::read_to_string(&told).unwrap();
    assert!(!running.said.contains(&address), "the address that was printed stands in the list of processes");
    assert!(!address.contains(&running.home), "the secret address stands in the list of processes");
    let way = &address[address.find("/open/").unwrap()..];
    let cookie = running.cookie.clone();
    running.cookie = String::new();
    assert_eq!(running.send(&running.request("GET", way, "")).status, 303);
    assert_eq!(running.send(&running.request("GET", way, "")).status, 403);
    running.cookie = cookie;
    assert_eq!(running.send(&running.request("GET", "/letter-hospice/", "")).status, 200);
    running.child.kill().unwrap();
    running.child.wait().unwrap();
    // Where nothing opens anything, the form is there all the same.
    let mut running = Running::with_path(&matter, &["--open"], "/nonexistent");
    running.child.kill().unwrap();
    let (_, _, err) = running.end();
    assert!(err.contains("warning[no-viewer]: cannot open a browser"), "{err}");
}

#[test]
fn whose_program_is_at_the_other_end_is_read_from_the_tables_of_the_system() {
    use affiant::ask::web::peer::{Connections, Ends, Listed, Owner};
    let head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
    let line = |from: &str, to: &str, user: u32, socket: u32| {
        format!("   0: {from} {to} 01 00000000:00000000 00:00000000 00000000  {user}        0 {socket} 1 0\n")
    };
    let word = |bytes: [u8; 4]| format!("{:08X}", u32::from_ne_bytes(bytes));
    let here = word([127, 0, 0, 1]);
    let (client, server) = (format!("{here}:C350"), format!("{here}:1F90"));
    let ends = |port: u16| Ends {
        client: format!("127.0.0.1:{port}").parse().unwrap(),
        server: "127.0.0.1:8080".parse().unwrap(),
        socket: 7,
    };
    let of = |tables: &[String]| Connections::Listed(Listed::of(tables, 8080)).owner(&ends(50000));
    let own = line(&server, &client, 1000, 7);
    let with = |other: String| of(&[format!("{head}{own}{other}")]);
    assert_eq!(with(line(&client, &server, 1000, 8)), Owner::Same);
    assert_eq!(with(line(&client, &server, 1001, 8)), Owner::Other);
    assert_eq!(with(line(&client, &server, 0, 8)), Owner::Administrator);
    // A program that has closed its end already leaves it to nobody: it counts as user 0, without a socket.
    assert_eq!(with(line(&client, &server, 0, 0)), Owner::Other);
    assert_eq!(with(line(&client, &server, 1000, 0)), Owner::Other);
    // The port was used again meanwhile: our end is that of another connection.
    let again = line(&server, &client, 1000, 9);
    assert_eq!(of(&[format!("{again}{}", line(&client, &server, 1000, 8))]), Owner::Other);
    // The same port of another machine, another port, no table, half a table.
    assert_eq!(with(line(&format!("{}:C350", word([10, 0, 0, 2])), &server, 1000, 8)), Owner::Other);
    assert_eq!(with(line(&format!("{here}:C351"), &server, 1000, 8)), Owner::Other);
    assert_eq!(of(&[]), Owner::Other);
    assert_eq!(of(&[line(&client, &server, 1000, 8)]), Owner::Other);
    assert_eq!(with(String::from("   0: nonsense\n\n   1: 0100007F C350 zz\n")), Owner::Other);
    // A client whose socket is one of IPv6.
    let mapped = |port: &str| format!("{0}{0}{1}{here}:{port}", "00000000", word([0, 0, 0xff, 0xff]));
    let six = line(&mapped("C350"), &mapped("1F90"), 1000, 8);
    assert_eq!(of(&[own.clone(), six]), Owner::Same);
    let other = line(&mapped("C350"), &mapped("1F90"), 65534, 8);
    assert_eq!(of(&[own.clone(), other]), Owner::Other);
    // An address of IPv6 that only ends like ours is none of IPv4.
    let global = format!("{0}{1}{1}{here}:C350", word([0x20, 1, 0xd, 0xb8]), "00000000");
    assert_eq!(of(&[own, line(&global, &mapped("1F90"), 1000, 8)]), Owner::Other);
}

#[test]
fn linux_tells_whose_a_connection_is() {
    use affiant::ask::web::peer::Witness;
    assert_eq!(Witness::find().is_some(), cfg!(target_os = "linux"));
}

#[cfg(target_os = "linux")]
#[test]
fn both_ways_to_ask_tell_the_same_of_a_connection() {
    use affiant::ask::web::peer::{Connections, Ends, Owner, Witness};
    use std::net::SocketAddr;
    use std::os::fd::AsRawFd;
    let of = |address: std::io::Result<SocketAddr>| match address.unwrap() {
        SocketAddr::V4(address) => address,
        // A socket of IPv6 for the mapped address of IPv4.
        SocketAddr::V6(address) => std::net::SocketAddrV4::new(address.ip().to_ipv4_mapped().unwrap(), address.port()),
    };
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let server = of(listener.local_addr());
    for address in [format!("127.0.0.1:{}", server.port()), format!("[::ffff:127.0.0.1]:{}", server.port())] {
        let client = TcpStream::connect(address).unwrap();
        let (stream, _) = listener.accept().unwrap();
        let name = std::fs::read_link(format!("/proc/self/fd/{}", stream.as_raw_fd())).unwrap();
        let socket = name.to_str().unwrap().trim_matches(|letter: char| !letter.is_ascii_digit()).parse().unwrap();
        let ends = Ends { client: of(client.local_addr()), server, socket };
        let owners = |ends: &Ends| {
            [Witness::Asked, Witness::Listed].map(|witness| Connections::now(witness, server.port()).owner(ends))
        };
        // A list that is read while other programs connect may lack a line.
        assert!((0..20).any(|_| owners(&ends) == [Owner::Same; 2]));
        assert_eq!(Connections::now(Witness::Asked, server.port()).owner(&ends), Owner::Same);
        assert_eq!(owners(&Ends { socket: socket + 1, ..ends }), [Owner::Other; 2]);
        // No such connection, where a program of ours listens at the client's address.
        let busy = TcpListener::bind("127.0.0.1:0").unwrap();
        assert_eq!(owners(&Ends { client: of(busy.local_addr()), ..ends }), [Owner::Other; 2]);
        drop(client);
        assert_eq!(owners(&ends), [Owner::Other; 2]);
    }
}
