//! Rebuilds the program when the built site that a release embeds has changed.

#[allow(
    clippy::disallowed_methods,
    reason = "cargo tells a build script its profile by the environment only"
)]
fn main() {
    // A debug build reads the site from its folder while it runs.
    if std::env::var("PROFILE").as_deref() != Ok("debug") {
        println!("cargo:rerun-if-changed=../target/site");
    }
}
