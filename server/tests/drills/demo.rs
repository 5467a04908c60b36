//! `sanh demo` in a folder where a real centre is at work.

use std::path::Path;
use std::process::Output;

use super::program::{Program, folder, run};

const FILL: [&str; 4] = ["demo", "--fill-only", "--dossiers", "40"];
const REAL: [&str; 2] = ["--database-url", "sqlite://sanh.db"];

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn done(folder: &Path, arguments: &[&str]) {
    let output = run(folder, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", said(&output));
}

#[test]
fn a_real_centre_is_refused_and_not_even_its_accounts_are_touched() {
    let folder = folder();
    let real = |task: &[&'static str]| [task, &REAL].concat();
    done(
        folder.path(),
        &real(&["user", "add", "lan", "--role", "admin"]),
    );
    let listed = || String::from_utf8(run(folder.path(), &real(&["user", "list"])).stdout).unwrap();
    let before = listed();
    for task in [&FILL[..], &["demo", "--listen", "127.0.0.1:0"]] {
        let refused = run(folder.path(), &real(task));
        assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
        let text = said(&refused);
        assert_eq!(text.lines().count(), 1, "{text}");
        assert!(
            text.contains("not made up") && text.contains("--database-url"),
            "{text}"
        );
    }
    assert_eq!(listed(), before);
    done(folder.path(), &real(&["verify"]));
}

#[test]
fn without_a_name_the_demo_has_a_database_and_keys_of_its_own_and_goes_on_with_them() {
    let folder = folder();
    done(folder.path(), &["migrate"]);
    let own = |name: &str| folder.path().join(name);
    let names = ["sanh.db", "sanh.key", "sanh-master.key"];
    let before = names.map(|name| std::fs::read(own(name)).ok());
    assert!(before.iter().all(Option::is_some), "a real centre's");
    done(folder.path(), &FILL);
    done(folder.path(), &FILL);
    for name in names {
        assert!(own("sanh-demo").join(name).exists(), "{name}");
    }
    let after = names.map(|name| std::fs::read(own(name)).ok());
    assert_eq!(before, after);
    assert!(
        !own("sanh.heads").exists(),
        "what is sealed of the demo is not the centre's"
    );
}

#[test]
fn a_demo_centre_served_by_serve_is_named_as_made_up_in_the_log() {
    let folder = folder();
    done(folder.path(), &FILL);
    let database = ["serve", "--database-url", "sqlite://sanh-demo/sanh.db"];
    let program = Program::start(folder.path(), &database).ready();
    assert!(
        program.log().contains("made up by `sanh demo`"),
        "{}",
        program.log()
    );
}
