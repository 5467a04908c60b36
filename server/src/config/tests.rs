//! Where settings come from, and which are refused.
#![allow(clippy::unwrap_used)]
use super::*;

fn file(text: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sanh.toml");
    std::fs::write(&path, text).unwrap();
    (folder, path)
}

#[test]
fn a_flag_wins_over_the_file_and_the_file_over_the_default() {
    let (_folder, path) = file("beat_s = 3\nslot_s = 9\n");
    let flags = Settings {
        beat_s: Some(4),
        ..Settings::default()
    };
    let config = Config::load(flags, Some(&path)).unwrap();
    assert_eq!((config.beat_s, config.slot_s, config.poll_ms), (4, 9, 400));
}

#[test]
fn a_misspelt_setting_is_named() {
    let (_folder, path) = file("beats_s = 3\n");
    let error = Config::load(Settings::default(), Some(&path)).unwrap_err();
    assert!(error.0.contains("beats_s"), "{error}");
}

#[test]
fn a_certificate_without_its_key_is_refused() {
    let flags = Settings {
        tls_cert: Some("cert.pem".into()),
        ..Settings::default()
    };
    let error = Config::load(flags, None).unwrap_err();
    assert!(error.0.contains("tls-key"), "{error}");
}

#[test]
fn a_beat_slower_than_the_screens_wait_is_refused() {
    let flags = Settings {
        beat_s: Some(11),
        ..Settings::default()
    };
    let error = Config::load(flags, None).unwrap_err();
    assert!(error.0.contains("beat-s"), "{error}");
}

#[test]
fn an_attached_file_is_never_larger_than_what_is_held_in_memory() {
    let flags = Settings {
        attachment_bytes_max: Some(10_485_761),
        ..Settings::default()
    };
    let error = Config::load(flags, None).unwrap_err();
    assert!(error.0.contains("attachment-bytes-max"), "{error}");
}

#[test]
fn a_limit_of_zero_is_refused_by_name() {
    let flags = Settings {
        connections_max: Some(0),
        ..Settings::default()
    };
    let error = Config::load(flags, None).unwrap_err();
    assert!(error.0.contains("connections-max"), "{error}");
}
