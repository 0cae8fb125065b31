//! What a watch says, and what it makes of the system's tables.

use std::path::Path;

use affiant::draft::Uses;
use affiant::watch::{changes, network};

fn uses(facts: &[(&str, u64)]) -> Uses {
    facts.iter().map(|(path, value)| ((*path).into(), *value)).collect()
}

#[test]
fn facts_that_changed_came_or_went_are_told_by_their_path() {
    let old = uses(&[("people.tp.name", 1), ("events.hospice.date", 1), ("decision.date", 1)]);
    let new = uses(&[("people.tp.name", 2), ("decision.date", 1), ("people.ada.name", 1)]);
    assert_eq!(changes::facts(&old, &new), ["events.hospice.date", "people.ada.name", "people.tp.name"]);
}

#[test]
fn the_part_that_changed_is_told_and_not_the_whole() {
    let old = uses(&[("people.ada.address", 1), ("people.ada.address.city", 1), ("people.ada.address2", 1)]);
    let new = uses(&[("people.ada.address", 2), ("people.ada.address.city", 2), ("people.ada.address2", 2)]);
    assert_eq!(changes::facts(&old, &new), ["people.ada.address.city", "people.ada.address2"]);
}

const MOUNTS: &str = r"22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 22 0:40 / /mnt/c rw,noatime - 9p drvfs rw
31 22 0:41 / /home/ada/Case\040files rw shared:1 - fuse.sshfs ada@office: rw
32 31 0:42 / /home/ada/Case\040files/local rw - ext4 /dev/vdb rw
33 22 0:43 / /home rw - ext4 /dev/vdc rw
34 22 0:44 / /srv rw - nfs4 server:/srv rw
35 22 0:45 / /srv rw - tmpfs tmpfs rw
";

#[test]
fn network_drives_are_known_by_their_mount() {
    let drive = |folder: &str| network::drive_in(MOUNTS, Path::new(folder));
    assert_eq!(drive("/work").as_deref(), None);
    assert_eq!(drive("/mnt/c/Users/ada").as_deref(), Some("9p"));
    assert_eq!(drive("/mnt/cases").as_deref(), None);
    assert_eq!(drive("/home/ada/Case files/lucia").as_deref(), Some("fuse.sshfs"));
    assert_eq!(drive("/home/ada/Case files/local").as_deref(), None);
    assert_eq!(drive("/srv/matters").as_deref(), None, "the later mount covers the earlier one");
}
