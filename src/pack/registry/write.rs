//! Writing `packs.toml`: one pack is added, replaced or taken out, and the rest stays as it is written.

use toml_edit::{DocumentMut, Item, Table, value};

use super::{By, Place, Registered, Registry};

const HEAD: &str = "\
# The packs that were added here with `affiant pack add`, and what new papers use of each. affiant writes this file.
";

impl Registry {
    /// The text of the file with this pack, in place of what it said of it; none when the file is no TOML.
    #[must_use]
    pub fn with(&self, name: &str, registered: &Registered) -> Option<String> {
        let mut document: DocumentMut = self.text.parse().ok()?;
        if self.text.trim().is_empty() {
            document.decor_mut().set_prefix(HEAD);
        }
        let packs = document.entry("pack").or_insert_with(|| {
            let mut packs = Table::new();
            packs.set_implicit(true);
            Item::Table(packs)
        });
        packs.as_table_mut()?.insert(name, Item::Table(table(&registered.place)));
        Some(document.to_string())
    }

    /// The text of the file without a pack.
    #[must_use]
    pub fn without(&self, name: &str) -> Option<String> {
        let mut document: DocumentMut = self.text.parse().ok()?;
        document.get_mut("pack")?.as_table_mut()?.remove(name)?;
        Some(document.to_string())
    }
}

fn table(place: &Place) -> Table {
    let mut table = Table::new();
    match place {
        Place::Folder(path) => _ = table.insert("path", value(path.as_str())),
        Place::Git(followed) => {
            table.insert("git", value(followed.fetched.git.as_str()));
            match &followed.by {
                By::Tag(tag) => _ = table.insert("tag", value(tag.as_str())),
                By::Branch => _ = table.insert("follow", value("branch")),
                By::Commit => {}
            }
            table.insert("commit", value(followed.fetched.commit.as_str()));
            table.insert("sha256", value(followed.fetched.sha256.as_str()));
            if !followed.tags.is_empty() {
                let mut tags = Table::new();
                for (tag, commit) in &followed.tags {
                    tags.insert(tag, value(commit.as_str()));
                }
                table.insert("tags", Item::Table(tags));
            }
        }
    }
    table
}
