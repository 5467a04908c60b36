//! Turns the message catalogues in `locales/` into typed functions: a message that is missing in
//! one language, misspelled or given the wrong argument does not compile.

use std::process::ExitCode;

use fluent_typed::{BuildOptions, FtlOutputOptions, LintLevel, build_from_locales_folder};

#[allow(
    clippy::disallowed_methods,
    reason = "cargo tells a build script its folder by the environment only"
)]
fn main() -> ExitCode {
    let Ok(out) = std::env::var("OUT_DIR") else {
        return ExitCode::FAILURE;
    };
    build_from_locales_folder(
        BuildOptions::default()
            // The types of arguments come from English: Vietnamese has no plural forms that would show them.
            .with_default_language("en")
            .with_output_file_path(&format!("{out}/catalogue.rs"))
            .with_ftl_output(FtlOutputOptions::single_file(&format!(
                "{out}/catalogue.ftl"
            )))
            .with_prefix("")
            .with_lint_level(LintLevel::Strict)
            // Both languages are written left to right, and direction marks would end up in copied figures.
            .without_bidi_isolation()
            .without_format(),
    )
}
