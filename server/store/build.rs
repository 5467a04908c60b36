//! Rebuilds the store when the migrations that it embeds have changed.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
}
