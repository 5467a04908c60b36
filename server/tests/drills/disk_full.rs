//! The disk is full, and then it is not.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use sanh_domain::id::{AgencyId, FieldId};
use sanh_store::Store;

use super::program::{Program, folder};
use super::writer::{self, ack, intake, receive};
use super::{alone, tell};

/// The whole disk.
const SIZE: &str = "8m";
/// What somebody else keeps on it, and then removes, bytes.
const BALLAST: usize = 2 * 1024 * 1024;
/// More dossiers than the disk can take.
const DOSSIERS_MAX: usize = 100_000;
/// More than fit where a dossier does not.
const WRONG_PASSWORDS_MAX: usize = 40;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[allow(
    clippy::await_holding_lock,
    reason = "the lock is of the whole test: one drill at a time"
)]
async fn a_full_disk_is_reported_loses_nothing_and_is_recovered_from() {
    let _alone = alone();
    let folder = folder();
    let Some(disk) = Disk::mount(folder.path()) else {
        return tell("LEFT OUT: a small file system cannot be mounted here (it takes root)");
    };
    let ballast = disk.0.join("ballast");
    std::fs::write(&ballast, vec![1; BALLAST]).expect("the ballast fits");
    let database = disk.0.join("sanh.db");
    let store = writer::set_up(&database).await;
    let url = format!("sqlite://{}", database.display());
    // The sealing key and its exports are on another disk, which is not full.
    let key = folder.path().join("sanh.key").display().to_string();
    std::fs::write(&key, [7; 32]).expect("the key");
    let mut program = Program::start(
        folder.path(),
        &[
            "serve",
            "--database-url",
            &url,
            "--seal-key-file",
            &key,
            // The test's dossiers are of one fixed morning, whenever it runs.
            "--clock-gap-days",
            "36500",
            "--alarm-every-s",
            "1",
        ],
    )
    .ready();

    let (agency, field) = (
        store.agencies().await.unwrap()[0].id,
        store.fields().await.unwrap()[0].id,
    );
    let mut clerk = Desk {
        store: &store,
        agency,
        field,
        acks: Vec::new(),
    };
    let said = clerk.receive_until_full().await;
    tell(&format!(
        "the disk was full after {} acknowledged dossiers: \"{said}\"",
        clerk.acks.len()
    ));
    assert!(
        said.contains("not written") && said.contains("disk is full"),
        "{said}"
    );
    assert_eq!(writer::missing(&store, &clerk.acks).await, []);
    assert!(clerk.receive().await.is_err(), "nor a second time");
    assert_eq!(
        program.get("/").map(|(status, _)| status),
        Some(200),
        "the wall goes on"
    );
    assert_eq!(program.get("/healthz").map(|(status, _)| status), Some(200));

    // The program notices it with its own first write, which counts a wrong password, and reports it until there is room.
    sign_in_on_full(&disk, &mut clerk, &program).await;
    let (status, why) = program.get("/readyz").expect("an answer");
    assert_eq!(status, 503, "at once");
    assert!(why.contains("takes no writes"), "{why}");
    let open = "sanh_alarms_open{kind=\"database_unwritable\"} 1";
    for look in 0..5 {
        std::thread::sleep(std::time::Duration::from_secs(2));
        let metrics = program.metrics().expect("an answer");
        assert!(metrics.contains(open), "look {look}: {metrics}");
    }

    std::fs::remove_file(ballast).expect("somebody makes room");
    clerk.receive().await.expect("there is room again");
    let acks = clerk.acks;
    program.wait_for("/readyz", 200, std::time::Duration::from_secs(10));
    let (status, _) = program.stop(std::time::Duration::from_secs(10));
    assert!(status.success(), "{status}");
    program.assert_no_panic();
    store.close().await;

    let store = Store::open(&writer::options(&database))
        .await
        .expect("the store opens again");
    assert_eq!(writer::missing(&store, &acks).await, []);
    let report = store
        .verify(writer::morning())
        .await
        .expect("it is verified");
    assert!(report.is_clean(), "{report}");
    store.close().await;
}

/// Who receives dossiers while there is room.
struct Desk<'a> {
    store: &'a Store,
    agency: AgencyId,
    field: FieldId,
    acks: Vec<writer::Ack>,
}

impl Desk<'_> {
    async fn receive(&mut self) -> sanh_store::Result<()> {
        let intake = intake(self.acks.len() + 1, self.agency, self.field);
        let acted = receive(self.store, intake).await?;
        self.acks.push(ack(self.store, &acted));
        Ok(())
    }

    /// What is said when one finds no room.
    async fn receive_until_full(&mut self) -> String {
        while self.acks.len() < DOSSIERS_MAX {
            if let Err(error) = self.receive().await {
                return error.to_string();
            }
        }
        panic!("{DOSSIERS_MAX} dossiers fit on the disk")
    }
}

/// Signs in until the page says that the disk is full. The row of a wrong password is small: some fit where no dossier does, and
/// in a log that has just been written into the database and begins again.
async fn sign_in_on_full(disk: &Disk, clerk: &mut Desk<'_>, program: &Program) {
    for number in 0..WRONG_PASSWORDS_MAX {
        disk.fill();
        clerk.receive_until_full().await;
        let body = format!("name=lan.{number}&password=not+the+password");
        let (status, page) = program.post("/sign-in", &body).expect("an answer");
        if status == 507 {
            let typed = format!("value=\"lan.{number}\"");
            return assert!(page.contains(&typed), "what was typed stays: {page}");
        }
        assert_eq!(status, 422, "{page}");
    }
    panic!("{WRONG_PASSWORDS_MAX} wrong passwords fit on a full disk")
}

/// A small file system in memory; gone when the drill is.
struct Disk(std::path::PathBuf);

impl Disk {
    fn mount(folder: &Path) -> Option<Self> {
        let at = folder.join("disk");
        std::fs::create_dir(&at).expect("a folder to mount it on");
        let option = format!("size={SIZE}");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &option, "sanh-drill"])
            .arg(&at)
            .stderr(Stdio::null())
            .status();
        mounted
            .is_ok_and(|status| status.success())
            .then_some(Self(at))
    }

    /// Something else takes what is left, to the last byte.
    fn fill(&self) {
        let path = self.0.join("filler");
        let opened = OpenOptions::new().create(true).append(true).open(path);
        let mut filler = opened.expect("the filler");
        while filler.write_all(&[1; 512]).is_ok() {}
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}
