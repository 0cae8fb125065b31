//! Another user of the same machine, who has the cookie, the secret address and the secret of a page, comes to nothing.

use std::io::Write as _;
use std::process::{Command, Stdio};

use affiant::ask::web::Limits;

use super::form::Form;

/// A program run by `nobody`. Only an administrator can start one, or somebody whom `sudo` lets.
fn as_nobody(program: &str, arguments: &[&str]) -> Command {
    let id = Command::new("id").arg("-u").output().unwrap().stdout;
    let (mut command, user): (Command, &[&str]) = if id.trim_ascii() == b"0" {
        (Command::new("setpriv"), &["--reuid=65534", "--regid=65534", "--clear-groups", "--"])
    } else {
        (Command::new("sudo"), &["-n", "-u", "nobody", "--"])
    };
    command.args(user).arg(program).args(arguments);
    command
}

/// Sends bytes as `nobody`, and reads until the connection ends.
fn send_as_nobody(port: u16, request: &str) -> String {
    let talk = format!("exec 3<>/dev/tcp/127.0.0.1/{port} && cat >&3; cat <&3");
    let mut command = as_nobody("bash", &["-c", &talk]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // It may have been hung up on before it has written everything.
    let _ = child.stdin.take().unwrap().write_all(request.as_bytes());
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!said.contains("sudo:"), "another user is needed: run the tests as root, or let `sudo` start one: {said}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn another_user_is_turned_away_from_every_way_whatever_they_have() {
    let form = Form::open(Limits::default());
    let body = form.fields(&[("how_in_touch", "I was somebody else.")]);
    let gets =
        ["/", "/letter-hospice/", "/letter-hospice/review", "/letter-hospice/pages", "/letter-hospice/paper.pdf"];
    let looks = ["/letter-hospice/begin", "/letter-hospice/here", "/form.css", "/form.js", "/icon.svg", "/nothing"];
    let posts = ["/", "/letter-hospice/", "/letter-hospice/answer", "/letter-hospice/begin"];
    let token = form.way_in();
    let mut requests: Vec<String> = gets.iter().chain(&looks).map(|way| form.asking(way)).collect();
    requests.extend(posts.iter().map(|way| form.sending(way, &body)));
    requests.push(form.asking(&token));
    requests.push(String::from("GET / HTTP/1.1\r\n\r\n"));
    requests.push(String::from("not even a request"));
    requests.push(String::new());
    for request in &requests {
        let answer = send_as_nobody(form.port, request);
        let line = request.lines().next().unwrap_or_default();
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 403 Forbidden\r\n"), "{line}: {answer}");
        let told = [&form.home[1..], &form.token, "Marisela", "form.css", "set-cookie", "Set-Cookie"];
        assert!(told.iter().all(|told| !answer.contains(told)), "{line}: {answer}");
    }
    assert_eq!(form.answers(), "");
    assert_eq!(form.told.lock().unwrap().iter().filter(|told| *told == "turned away").count(), 1);
    // Their knocking used nothing up, and takes no place from the user whose form it is.
    let second = form.enter(&token);
    assert_ne!(second, form.cookie);
    assert_eq!(form.get("/letter-hospice/").status, 200);
}

#[test]
fn a_request_whose_sender_has_gone_already_is_nobodys() {
    let form = Form::open(Limits::default());
    let request = form.sending("/letter-hospice/answer", &form.fields(&[("how_in_touch", "I was somebody else.")]));
    // The socket that they leave behind counts as the administrator's.
    let talk = format!("exec 3<>/dev/tcp/127.0.0.1/{}; cat >&3; exec 3>&-", form.port);
    for _ in 0..20 {
        let mut child = as_nobody("bash", &["-c", &talk]).stdin(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let _ = child.stdin.take().unwrap().write_all(request.as_bytes());
        child.wait().unwrap();
    }
    assert_eq!(form.get("/letter-hospice/").status, 200);
    assert_eq!(form.answers(), "");
}

#[test]
fn slow_connections_of_another_user_take_no_place() {
    let form = Form::open(Limits { connections: 4, ..Limits::default() });
    let knock =
        format!("for at in $(seq 40); do exec {{fd}}<>/dev/tcp/127.0.0.1/{}; done; echo all; read -r", form.port);
    let mut command = as_nobody("bash", &["-c", &knock]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut all = [0; 4];
    std::io::Read::read_exact(child.stdout.as_mut().unwrap(), &mut all).unwrap();
    let own: Vec<_> = (0..3).map(|_| form.connect()).collect();
    assert_eq!(form.get("/letter-hospice/").status, 200);
    // None of those who wait for their turn had to give way.
    for stream in &own {
        stream.set_nonblocking(true).unwrap();
        let mut stream: &std::net::TcpStream = stream;
        let read = std::io::Read::read(&mut stream, &mut [0]);
        assert!(matches!(&read, Err(error) if error.kind() == std::io::ErrorKind::WouldBlock), "{read:?}");
    }
    drop(child.stdin.take());
    child.wait().unwrap();
}
