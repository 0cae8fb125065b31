//! Bad input of every kind: it ends in a clear error, costs nobody anything, and repeats nothing that the facts say.

/// What facts say in the cases of bad input, and no message may repeat.
const SECRETS: [&str; 3] = ["Canary", "canary", "Secret"];

#[test]
fn no_message_repeats_what_facts_say() {
    let mut seen = 0;
    for (name, path) in super::suite::cases() {
        let text = std::fs::read_to_string(path).unwrap();
        let (input, expected) = text.split_once("-- expected --\n").unwrap();
        if name.starts_with("hostile/") && SECRETS.iter().any(|secret| input.contains(secret)) {
            seen += 1;
            let told: Vec<&str> =
                expected.lines().filter(|line| SECRETS.iter().any(|secret| line.contains(secret))).collect();
            assert!(told.is_empty(), "{name} tells {told:?}");
        }
    }
    assert!(seen > 10, "{seen} cases have secrets");
}
