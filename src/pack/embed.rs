//! The build script: has the crate built anew when a file is added to the folders that it embeds, or taken from them.
#![expect(clippy::print_stdout, reason = "cargo reads what a build script prints")]

fn main() {
    println!("cargo:rerun-if-changed=templates");
    println!("cargo:rerun-if-changed=snippets");
    println!("cargo:rerun-if-changed=src/pack/embed.rs");
}
