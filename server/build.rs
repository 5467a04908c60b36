//! Rebuilds the program when what it embeds has changed: the migrations and, in a release, the built site.

#[allow(
    clippy::disallowed_methods,
    reason = "cargo tells a build script its profile by the environment only"
)]
fn main() {
    println!("cargo:rerun-if-changed=../migrations");
    // A debug build reads the site from its folder while it runs.
    if std::env::var("PROFILE").as_deref() != Ok("debug") {
        println!("cargo:rerun-if-changed=../target/site");
    }
}
