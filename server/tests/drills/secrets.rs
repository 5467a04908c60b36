//! Secrets of the settings and of the files: shown to nobody, readable by nobody else.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use super::program::{Program, folder, run};

const SECRET: &str = "hunter2-of-sixteen-characters";

/// What the program says, on either output, with this environment.
fn told(folder: &Path, environment: &[(&str, &str)], arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_sanh"))
        .env_clear()
        .envs(environment.iter().copied())
        .current_dir(folder)
        .args(arguments)
        .output()
        .expect("the program runs");
    let (out, err) = (output.stdout, output.stderr);
    format!(
        "{}{}",
        String::from_utf8_lossy(&out),
        String::from_utf8_lossy(&err)
    )
}

#[test]
fn help_names_the_variables_and_never_what_they_hold() {
    let folder = folder();
    let environment = [
        ("SANH_SMTP_URL", "smtps://u:hunter2-of-sixteen-characters@h"),
        ("SANH_WEBHOOK_SECRET", SECRET),
        (
            "SANH_DATABASE_URL",
            "postgres://u:hunter2-of-sixteen-characters@h/d",
        ),
    ];
    for arguments in [
        &["--help"][..],
        &["help"],
        &["serve", "--help"],
        &["serve", "-h"],
    ] {
        let said = told(folder.path(), &environment, arguments);
        assert!(!said.contains(SECRET), "{arguments:?}: {said}");
        assert!(said.contains("SANH_SMTP_URL"), "{arguments:?}: {said}");
    }
}

#[test]
fn a_fault_in_the_settings_file_never_quotes_a_secret() {
    let folder = folder();
    for line in [
        format!("webhook_secret = [\"{SECRET}\"]\n"),
        format!("smtp_url = smtps://u:{SECRET}@h\n"),
        format!("smtp_url = \"smtps://u:{SECRET}@h\n"),
    ] {
        fs::write(folder.path().join("sanh.toml"), line).expect("written");
        let said = told(folder.path(), &[], &["migrate"]);
        assert!(!said.contains(SECRET), "{said}");
        assert!(said.contains("sanh.toml:1:"), "{said}");
    }
}

#[test]
fn a_secret_typed_on_the_command_line_is_warned_about_and_one_in_a_file_is_not() {
    let folder = folder();
    fs::write(folder.path().join("secret"), SECRET).expect("written");
    let typed = ["migrate", "--webhook-secret", SECRET];
    let said = told(folder.path(), &[], &typed);
    assert!(
        said.contains("webhook_secret") && said.contains("command line"),
        "{said}"
    );
    assert!(!said.contains(SECRET), "{said}");
    let before_the_task = ["--webhook-secret", SECRET, "migrate"];
    let said = told(folder.path(), &[], &before_the_task);
    assert!(said.contains("command line"), "{said}");
    let in_a_file = ["migrate", "--webhook-secret-file", "secret"];
    let said = told(folder.path(), &[], &in_a_file);
    assert!(!said.contains("command line"), "{said}");
    let by_systemd = [("CREDENTIALS_DIRECTORY", ".")];
    fs::write(folder.path().join("webhook_secret"), "short").expect("written");
    let gateway = [
        "serve",
        "--webhook-url",
        "https://sms.example.vn/",
        "--listen",
        "127.0.0.1:0",
    ];
    let said = told(folder.path(), &by_systemd, &gateway);
    assert!(
        said.contains("--webhook-secret: at least 16"),
        "it is read: {said}"
    );
}

#[test]
fn names_and_phones_are_not_posted_to_another_machine_in_clear() {
    let folder = folder();
    for flag in ["--webhook-url", "--alarm-webhook-url"] {
        let arguments = [
            "serve",
            "--listen",
            "127.0.0.1:0",
            flag,
            "http://sms.example.vn/token-4711",
        ];
        let environment = [("SANH_WEBHOOK_SECRET", SECRET)];
        let said = told(folder.path(), &environment, &arguments);
        assert!(said.contains(flag) && said.contains("https://"), "{said}");
        assert!(!said.contains("4711"), "{said}");
    }
}

/// The files that others than their owner have a right to.
fn open_to_others(folder: &Path) -> Vec<PathBuf> {
    let mut open = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        let mode = path.metadata().expect("its rights").permissions().mode();
        // This test makes the log itself.
        if mode & 0o077 != 0 && !path.ends_with("log") {
            open.push(path.clone());
        }
        if path.is_dir() {
            open.extend(open_to_others(&path));
        }
    }
    open
}

#[test]
fn nobody_else_can_read_the_database_its_log_its_copies_its_keys() {
    let folder = folder();
    let arguments = ["serve", "--database-url", "sqlite://sanh.db"];
    let mut program = Program::start(folder.path(), &arguments).ready();
    let added = run(folder.path(), &["user", "add", "lan", "--role", "admin"]);
    assert!(added.status.success());
    let copied = run(folder.path(), &["backup", "copy.db"]);
    assert!(copied.status.success());
    for name in [
        "sanh.db",
        "sanh.db-wal",
        "sanh.db-shm",
        "sanh.key",
        "sanh-master.key",
        "copy.db",
    ] {
        assert!(folder.path().join(name).exists(), "{name}");
    }
    assert_eq!(open_to_others(folder.path()), Vec::<PathBuf>::new());
    program.stop(Duration::from_secs(10));

    // The files of an older version, and an older copy that is restored.
    for name in ["sanh.db", "sanh.key", "copy.db"] {
        let path = folder.path().join(name);
        fs::set_permissions(path, fs::Permissions::from_mode(0o644)).expect("its rights");
    }
    let said = told(folder.path(), &[], &["migrate"]);
    for name in ["sanh.db", "sanh.key"] {
        assert!(said.contains(name) && said.contains("0644"), "{said}");
    }
    let restored = run(folder.path(), &["restore", "copy.db"]);
    assert!(
        restored.status.success(),
        "{}",
        String::from_utf8_lossy(&restored.stderr)
    );
    assert_eq!(
        open_to_others(folder.path()),
        [folder.path().join("copy.db")]
    );
}

#[test]
fn at_sighup_the_certificate_is_read_again_and_without_one_the_server_goes_on() {
    let folder = folder();
    let renew = || {
        let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).expect("made");
        fs::write(folder.path().join("cert.pem"), made.cert.pem()).expect("written");
        fs::write(
            folder.path().join("key.pem"),
            made.signing_key.serialize_pem(),
        )
        .expect("written");
    };
    renew();
    let database = ["serve", "--database-url", "sqlite://sanh.db"];
    let tls = ["--tls-cert", "cert.pem", "--tls-key", "key.pem"];
    let program = Program::start(folder.path(), &[&database[..], &tls].concat());
    program.wait_to_tell("serving");
    renew();
    for _ in 0..50 {
        // The program may not listen for the signal yet.
        program.hang_up();
        std::thread::sleep(Duration::from_millis(200));
        if program.log().contains("the certificate was read again") {
            break;
        }
    }
    program.wait_to_tell("the certificate was read again");
    drop(program);

    let program = Program::start(folder.path(), &database).ready();
    program.hang_up();
    program.wait_for("/healthz", 200, Duration::from_secs(5));
}
