//! What a wall showed, as a file that proves it: a ZIP with the wall as a page, its figures, and the seal over them.

use std::io::{Cursor, Read, Write};

use sanh_app::board::edition::Version;
use sanh_app::board::model::Scope;
use sanh_app::deadline::Instant;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::account::secret::hex;
use crate::store::Store;

/// The figures, byte for byte as they were sealed.
const BOARD: &str = "board.json";
/// What stands about them.
const PROOF: &str = "proof.json";
/// The wall as a page.
const WALL: &str = "wall.html";
/// Its style.
pub const STYLE: &str = "wall.css";

/// The largest file looked into, in bytes unpacked (ours: a board has some ten thousand).
const BYTES_MAX: u64 = 8 << 20;

/// What stands about a board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// The form of this file.
    pub form: String,
    /// The wall.
    pub wall: String,
    /// What it was set to, as its address and settings write it.
    pub setting: String,
    /// The instant that was asked for.
    pub asked_at: Instant,
    /// Whose board.
    pub scope: Scope,
    /// Its number.
    pub version: Version,
    /// When it was published.
    pub published_at: Instant,
    /// When another took its place; none: not yet.
    pub replaced_at: Option<Instant>,
    /// Whether the program published then, and since or until when, in words.
    pub program: String,
    /// Whether the wall was connected then, in words.
    pub connected: String,
    /// The SHA-256 of the figures, in hexadecimal digits.
    pub sha256: String,
    /// The seal, in hexadecimal digits: HMAC-SHA256 by the key of the centre, over number, scope, time and figures.
    pub mac: Option<String>,
}

/// The form of files written now.
pub const FORM: &str = "sanh evidence 1";

/// What a file says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// What stands about the board.
    pub statement: Statement,
    /// Whether the figures are those that were sealed; none: there is no key, or no seal, to tell by.
    pub is_good: Option<bool>,
}

/// A file that cannot be looked into.
#[derive(Debug, thiserror::Error)]
pub enum EvidenceFault {
    /// It is no ZIP, or one that is damaged.
    #[error("it is no evidence of a wall: {0}")]
    Zip(#[from] zip::result::ZipError),
    /// It cannot be read or written.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// What stands about the board cannot be read.
    #[error("{PROOF} cannot be read: {0}")]
    Statement(#[from] serde_json::Error),
    /// It is too large to be one.
    #[error("{0} is larger than any board")]
    TooLarge(String),
}

/// Packs the file.
///
/// # Errors
/// [`EvidenceFault`], which is a fault of ours.
pub fn pack(
    statement: &Statement,
    text: &[u8],
    page: &str,
    style: &[u8],
) -> Result<Vec<u8>, EvidenceFault> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let statement = serde_json::to_vec_pretty(statement)?;
    let files = [
        (PROOF, statement.as_slice()),
        (BOARD, text),
        (WALL, page.as_bytes()),
        (STYLE, style),
    ];
    for (name, bytes) in files {
        zip.start_file(name, SimpleFileOptions::default())?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// Looks whether a file's figures are those that were sealed.
///
/// # Errors
/// [`EvidenceFault`] for a file that is none.
pub fn check(store: &Store, file: &[u8]) -> Result<Checked, EvidenceFault> {
    let mut zip = ZipArchive::new(Cursor::new(file))?;
    let statement: Statement = serde_json::from_slice(&unpacked(&mut zip, PROOF)?)?;
    let text = unpacked(&mut zip, BOARD)?;
    let stamp = (statement.scope, statement.version, statement.published_at);
    let mac = statement.mac.as_deref().map(bytes_of);
    let sealed = mac.and_then(|mac| match mac {
        Some(mac) => store.proves_board(stamp, &text, &mac),
        None => Some(false),
    });
    let is_same = statement.sha256 == hex(&Sha256::digest(&text));
    let is_good = if is_same { sealed } else { Some(false) };
    Ok(Checked { statement, is_good })
}

fn unpacked(zip: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<Vec<u8>, EvidenceFault> {
    let file = zip.by_name(name)?;
    let mut bytes = Vec::new();
    file.take(BYTES_MAX + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > BYTES_MAX {
        return Err(EvidenceFault::TooLarge(name.to_owned()));
    }
    Ok(bytes)
}

fn bytes_of(hex: &str) -> Option<Vec<u8>> {
    let pairs = (0..hex.len()).step_by(2);
    pairs
        .map(|at| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok())
        .collect()
}
