//! `affiant serve`: the form is the writer's alone, and loses nothing.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Command, Stdio};

const PROGRAM: &str = env!("CARGO_BIN_EXE_affiant");

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
    let mut free = Command::new(PROGRAM).args(["serve", matter]).stdout(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(free.stdout.take().unwrap()).lines();
    let address = lines.map_while(Result::ok).find(|line| line.contains("/open/"));
    free.kill().unwrap();
    free.wait().unwrap();
    assert!(address.is_some_and(|line| line.trim().starts_with("http://127.0.0.1:")));
}
