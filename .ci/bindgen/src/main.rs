//! `wasm-bindgen` as the site's build calls it, made of the library that the official command is made of.
//!
//! The official command also runs tests in browsers and carries an HTTP server and client for that, which take
//! most of the minutes that it needs to compile. This one takes the arguments that `.ci/site.sh` and cargo-leptos give:
//!
//! ```text
//! wasm-bindgen --target=web --out-name=NAME --out-dir=FOLDER INPUT.wasm
//! wasm-bindgen --version
//! ```

use std::env;
use std::process::ExitCode;

use wasm_bindgen_cli_support::Bindgen;

const USAGE: &str = "usage: wasm-bindgen --target=web --out-name=NAME --out-dir=FOLDER INPUT.wasm";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if arguments == ["--version"] {
        println!("wasm-bindgen {}", env!("CARGO_PKG_VERSION"));
        return ExitCode::SUCCESS;
    }
    let Some(call) = Call::parse(&arguments) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match call.run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("wasm-bindgen: {error}");
            ExitCode::FAILURE
        }
    }
}

/// One call of the command.
struct Call {
    out_name: String,
    out_dir: String,
    input: String,
}

impl Call {
    fn parse(arguments: &[String]) -> Option<Self> {
        let [target, out_name, out_dir, input] = arguments else {
            return None;
        };
        if target != "--target=web" {
            return None;
        }
        Some(Self {
            out_name: out_name.strip_prefix("--out-name=")?.to_owned(),
            out_dir: out_dir.strip_prefix("--out-dir=")?.to_owned(),
            input: input.clone(),
        })
    }

    fn run(&self) -> Result<(), anyhow::Error> {
        Bindgen::new()
            .input_path(&self.input)
            .web(true)?
            .out_name(&self.out_name)
            .typescript(true)
            .omit_default_module_path(false)
            .generate(&self.out_dir)
    }
}
