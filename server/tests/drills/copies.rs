//! Scheduled copies of the real program.

use super::program::{Program, folder};

#[test]
fn unfinished_copies_of_a_killed_server_are_gone_when_the_next_one_serves() {
    let folder = folder();
    let copies = folder.path().join("copies");
    std::fs::create_dir(&copies).expect("a folder");
    let left = copies.join("sanh-20260501T010000Z.db.partial");
    let good = copies.join("sanh-20260430T010000Z.db");
    for file in [&left, &good] {
        std::fs::write(file, [0; 4_096]).expect("a file");
    }
    let path = copies.display().to_string();
    let mut program = Program::start(folder.path(), &["serve", "--backup-dir", &path]).ready();
    let is_gone = (0..200).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(50));
        !left.exists()
    });
    assert!(is_gone, "{}", program.log());
    assert!(good.exists());
    let (status, _) = program.stop(std::time::Duration::from_secs(10));
    assert!(status.success(), "{status}");
}
