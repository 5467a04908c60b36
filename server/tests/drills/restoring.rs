//! An older copy is put back, a key is changed, and two servers are given differing keys: as an operator does it.

use std::fs;
use std::path::Path;
use std::time::Duration;

use super::alone;
use super::program::{Program, folder, run};
use crate::store::cluster::Cluster;

const DATABASE: [&str; 2] = ["--database-url", "sqlite://sanh.db"];

/// What it says when it does as it is told.
#[track_caller]
fn done(folder: &Path, task: &[&str]) -> String {
    let output = run(folder, &[task, &DATABASE].concat());
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let why = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{task:?}: {said}{why}");
    said
}

/// Serves until it is ready, and a moment longer: what is sealed and exported is so.
fn served(folder: &Path) {
    let mut program = Program::start(folder, &[&["serve"][..], &DATABASE].concat()).ready();
    std::thread::sleep(Duration::from_secs(2));
    let (status, _) = program.stop(Duration::from_secs(10));
    assert!(status.success(), "{}", program.log());
    assert!(!program.log().contains("ERROR"), "{}", program.log());
}

#[test]
fn after_an_older_copy_is_restored_everything_verifies_and_is_exported_again() {
    let _alone = alone();
    let folder = folder();
    let folder = folder.path();
    done(folder, &["migrate"]);
    done(folder, &["user", "add", "lan", "--role", "admin"]);
    served(folder);
    done(folder, &["backup", "older.db"]);
    done(folder, &["user", "add", "minh", "--role", "admin"]);
    done(folder, &["user", "reset", "lan"]);
    served(folder);
    let exported = fs::read_to_string(folder.join("sanh.audit-head")).unwrap();

    let said = done(folder, &["restore", "older.db"]);
    assert!(said.contains("chain 2 of the seals begins"), "{said}");
    assert!(said.contains("sanh user reset): lan"), "{said}");
    let said = done(folder, &["verify"]);
    assert!(
        said.contains("everything holds") && said.contains("a copy was restored"),
        "{said}"
    );
    let again = fs::read_to_string(folder.join("sanh.audit-head")).unwrap();
    assert_ne!(again, exported);
    done(folder, &["user", "add", "hoa", "--role", "staff"]);
    served(folder);
    let later = fs::read_to_string(folder.join("sanh.audit-head")).unwrap();
    assert_ne!(later, again, "the audit goes on, and so does its head");
    done(folder, &["verify"]);

    // With another key.
    done(folder, &["seal", "rekey", "new.key"]);
    let old = run(
        folder,
        &[&["serve", "--listen", "127.0.0.1:0"][..], &DATABASE].concat(),
    );
    let said = String::from_utf8_lossy(&old.stderr);
    assert_eq!(old.status.code(), Some(2), "{said}");
    assert!(
        said.contains("sanh.key") && said.contains("fingerprint"),
        "{said}"
    );
    fs::rename(folder.join("new.key"), folder.join("sanh.key")).unwrap();
    done(folder, &["user", "add", "em", "--role", "staff"]);
    served(folder);
    done(folder, &["verify"]);
    let said = done(folder, &["seal", "list"]);
    assert_eq!(said.lines().count(), 3, "{said}");
    // A copy from before the change of keys is restored with only the new key.
    done(folder, &["restore", "older.db"]);
    done(folder, &["verify"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[allow(
    clippy::await_holding_lock,
    reason = "the lock is of the whole test: one drill at a time"
)]
async fn of_two_servers_with_differing_keys_the_second_does_not_start() {
    let _alone = alone();
    let cluster = Cluster::start("keys").await;
    let url = cluster.fresh_database().await;
    let (one, other) = (folder(), folder());
    fs::write(one.path().join("sanh.key"), [1; 32]).unwrap();
    fs::write(other.path().join("sanh.key"), [2; 32]).unwrap();
    let arguments = ["serve", "--listen", "127.0.0.1:0", "--database-url", &url];
    let master = |folder: &Path| fs::write(folder.join("sanh-master.key"), [3; 32]).unwrap();
    master(one.path());
    master(other.path());
    let program = Program::start(one.path(), &["serve", "--database-url", &url]).ready();
    let output = run(other.path(), &arguments);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(
        said.contains("sanh.key") && said.contains("was not sealed by this key"),
        "{said}"
    );
    program.assert_no_panic();
}
