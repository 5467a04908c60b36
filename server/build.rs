//! Rebuilds the program when the built site that it embeds has changed.

fn main() {
    println!("cargo:rerun-if-changed=../target/site");
    println!("cargo:rerun-if-changed=../migrations");
}
