//! What the program cannot do it says in one line, with the exit status that scripts go by.

use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use sqlx::{Connection, SqliteConnection};

use super::program::{folder, run};

/// The program ends with `code` and one line on standard error that holds all of `parts`.
#[track_caller]
fn assert_refused(folder: &Path, arguments: &[&str], code: i32, parts: &[&str]) {
    let output = run(folder, arguments);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
    assert_eq!(said.lines().count(), 1, "{arguments:?}: {said}");
    for part in parts {
        assert!(
            said.contains(part),
            "{arguments:?} does not name {part:?}: {said}"
        );
    }
}

#[test]
fn a_port_in_use_is_named_with_what_to_do() {
    let folder = folder();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    for task in ["serve", "demo"] {
        assert_refused(
            folder.path(),
            &[task, "--listen", &address],
            2,
            &[&address, "--listen"],
        );
    }
}

#[test]
fn a_setting_that_does_not_exist_is_named_with_its_file() {
    let folder = folder();
    std::fs::write(
        folder.path().join("sanh.toml"),
        "listen = \"127.0.0.1:0\"\nbeats_s = 5\n",
    )
    .unwrap();
    assert_refused(folder.path(), &["serve"], 2, &["sanh.toml", "beats_s"]);
}

#[test]
fn an_invalid_setting_is_named() {
    let folder = folder();
    let refused = |toml: &str, parts: &[&str]| {
        std::fs::write(folder.path().join("sanh.toml"), toml).unwrap();
        assert_refused(folder.path(), &["serve"], 2, parts);
    };
    refused("beat_s = 0\n", &["beat-s", "at least 1"]);
    refused("beat_s = 11\n", &["beat-s", "at most 10"]);
    refused(
        "database_url = \"mysql://lobby\"\n",
        &["database-url", "sqlite://"],
    );
    refused("tls_cert = \"cert.pem\"\n", &["tls-key"]);
    refused("log = \"no=such=thing\"\n", &["log"]);
    refused("listen = \n", &["sanh.toml"]);
    std::fs::remove_file(folder.path().join("sanh.toml")).unwrap();
    assert_refused(
        folder.path(),
        &["serve", "--config", "lobby.toml"],
        2,
        &["lobby.toml"],
    );
}

#[test]
fn a_missing_certificate_is_named() {
    let folder = folder();
    let arguments = [
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--tls-cert",
        "cert.pem",
        "--tls-key",
        "key.pem",
    ];
    assert_refused(folder.path(), &arguments, 2, &["cert.pem"]);
}

#[test]
fn an_unwritable_path_is_named() {
    let folder = folder();
    // A file in place of a folder: not even root can write below it.
    std::fs::write(folder.path().join("file"), "").unwrap();
    let url = format!("sqlite://{}", folder.path().join("file/sanh.db").display());
    for task in ["serve", "demo", "migrate"] {
        assert_refused(
            folder.path(),
            &[task, "--listen", "127.0.0.1:0", "--database-url", &url],
            2,
            &["file"],
        );
    }
    std::fs::create_dir(folder.path().join("folder")).unwrap();
    assert_refused(
        folder.path(),
        &["migrate", "--database-url", "sqlite://folder"],
        2,
        &["cannot be opened"],
    );
}

#[test]
fn a_database_that_cannot_keep_what_it_acknowledges_is_refused() {
    let folder = folder();
    // This VFS has no shared memory, as on some network drives, so there can be no write-ahead log.
    let arguments = [
        "migrate",
        "--database-url",
        "sqlite://sanh.db?vfs=unix-none",
    ];
    assert_refused(
        folder.path(),
        &arguments,
        2,
        &["journal_mode", "network drive"],
    );
}

#[test]
fn verify_does_not_create_a_missing_database() {
    let folder = folder();
    for task in [
        &["verify"][..],
        &["rebuild"],
        &["figures"],
        &["backup", "copy.db"],
    ] {
        let arguments = [task, &["--database-url", "sqlite://typo.db"]].concat();
        assert_refused(folder.path(), &arguments, 2, &["typo.db"]);
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn verify_ends_with_1_when_somebody_has_changed_a_dossier_past_its_events() {
    let folder = folder();
    let database = ["--database-url", "sqlite://sanh.db"];
    let filled = run(
        folder.path(),
        &[&["demo", "--fill-only", "--dossiers", "60"][..], &database].concat(),
    );
    assert!(
        filled.status.success(),
        "{}",
        String::from_utf8_lossy(&filled.stderr)
    );
    let verified = run(folder.path(), &[&["verify"][..], &database].concat());
    assert_eq!(
        verified.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&verified.stdout)
    );

    let url = format!("sqlite://{}", folder.path().join("sanh.db").display());
    let mut client = SqliteConnection::connect(&url).await.unwrap();
    let changed = sqlx::query(
        "UPDATE dossier SET ended_at = ended_at - 86400000 WHERE id = (SELECT min(id) FROM dossier WHERE clock = 'ended')",
    );
    assert_eq!(
        changed.execute(&mut client).await.unwrap().rows_affected(),
        1
    );
    client.close().await.unwrap();

    assert_refused(
        folder.path(),
        &[&["verify"][..], &database].concat(),
        1,
        &["does not verify"],
    );
    let rebuilt = run(folder.path(), &[&["rebuild"][..], &database].concat());
    assert_eq!(
        rebuilt.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&rebuilt.stderr)
    );
    let verified = run(folder.path(), &[&["verify"][..], &database].concat());
    assert_eq!(
        verified.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&verified.stdout)
    );
}

#[test]
fn a_seal_key_that_was_lost_or_exchanged_is_not_replaced_silently() {
    let folder = folder();
    let database = [
        "--database-url",
        "sqlite://sanh.db",
        "--listen",
        "127.0.0.1:0",
    ];
    let task = |task: &[&'static str]| [task, &database].concat();
    let succeeds = |arguments: &[&'static str]| {
        let output = run(folder.path(), &task(arguments));
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {said}");
    };
    succeeds(&["migrate"]);
    let key = folder.path().join("sanh.key");
    assert!(key.exists(), "one is made where nothing is sealed");
    succeeds(&[
        "user",
        "add",
        "lan",
        "--display-name",
        "Lan",
        "--role",
        "admin",
    ]);
    succeeds(&["backup", "sealed.db"]);

    let kept = std::fs::read(&key).unwrap();
    std::fs::remove_file(&key).unwrap();
    for arguments in [
        &["serve"][..],
        &["migrate"],
        &["verify"],
        &["restore", "sealed.db"],
    ] {
        assert_refused(
            folder.path(),
            &task(arguments),
            2,
            &["sanh.key", "--seal-key-file"],
        );
        assert!(!key.exists(), "{arguments:?}");
    }
    std::fs::write(&key, [8; 32]).unwrap();
    // The permissions that the program sets: it warns about a key that others can read.
    let own = std::fs::Permissions::from_mode(0o600);
    std::fs::set_permissions(&key, own).unwrap();
    for arguments in [&["serve"][..], &["migrate"]] {
        assert_refused(
            folder.path(),
            &task(arguments),
            2,
            &["sanh.key", "not sealed by this key"],
        );
    }
    assert_refused(folder.path(), &task(&["verify"]), 1, &["does not verify"]);
    let restored = run(folder.path(), &task(&["restore", "sealed.db"]));
    assert!(String::from_utf8_lossy(&restored.stdout).starts_with("refused"));

    std::fs::write(&key, kept).unwrap();
    succeeds(&["verify"]);
    succeeds(&["restore", "sealed.db"]);
    succeeds(&["migrate"]);
}
