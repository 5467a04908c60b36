//! Evidence of what a wall showed: a ZIP with the wall as a page, its figures, and a statement about them. A seal at the end of
//! the file covers every byte before it, so that nothing in it can be changed, added, removed or duplicated.

mod statement;

use std::io::{Cursor, Read, Write};

use sanh_domain::board::edition::Version;
use sanh_domain::deadline::Instant;
use sanh_store::{ChainBegin, Store, StoreError};
use serde::de::Error as _;
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

pub use statement::Statement;
use statement::{SealedFigures, StatementV1, StatementV2};

/// The figures, byte for byte as stored.
const BOARD: &str = "board.json";
/// The statement about the figures.
const PROOF: &str = "proof.json";
/// The wall as a page.
const WALL: &str = "wall.html";
/// The style of the page.
pub const STYLE: &str = "wall.css";
/// The members of a file, in order.
const MEMBERS: [&str; 4] = [PROOF, BOARD, WALL, STYLE];

/// The largest unpacked member, in bytes (ours: a board has some ten thousand).
const BYTES_MAX: u64 = 8 << 20;

/// The format of new files. It stands before the seal, too, as the comment of the ZIP.
pub const FORM: &str = "sanh evidence 2";
/// The older format: its seal covers only the figures, their number and their time.
const FORM_OLDER: &str = "sanh evidence 1";
/// Hexadecimal digits of a seal.
const SEAL_DIGITS: usize = 64;

/// The result of checking a file. It contains nothing that is not proven.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checked {
    /// The file is unchanged.
    Sealed(Box<Statement>),
    /// The file is unchanged, and states that the figures were not those sealed when they were published, or had no seal.
    FiguresUnproven(Box<Statement>),
    /// The file has the older format, and its figures, their number and time are unchanged; everything else in it, such as the
    /// wall, the instant and the page, is not proven.
    OlderFigures {
        /// The board's number.
        version: Version,
        /// When it was published.
        published_at: Instant,
    },
    /// The file was changed.
    Altered,
    /// The file was changed, or was sealed with a key that is lost, so that it cannot be checked.
    KeyLost(Box<ChainBegin>),
    /// It has no seal, or there is no key to check it.
    Unsealed,
}

/// A file that cannot be read as evidence.
#[derive(Debug, thiserror::Error)]
pub enum EvidenceFault {
    /// It is not a ZIP, or is damaged.
    #[error("it is no evidence of a wall: {0}")]
    Zip(#[from] zip::result::ZipError),
    /// It cannot be read or written.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// The statement cannot be read.
    #[error("{PROOF} cannot be read")]
    Statement(#[from] serde_json::Error),
    /// It is too large.
    #[error("a member is larger than any board")]
    TooLarge,
    /// The keys cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Packs and seals the file; without a key it has no seal.
///
/// # Errors
/// [`EvidenceFault`], which is a fault of the program, or of the database.
pub async fn pack(
    store: &Store,
    statement: &Statement,
    text: &[u8],
    page: &str,
    style: &[u8],
) -> Result<Vec<u8>, EvidenceFault> {
    let statement = serde_json::to_vec_pretty(&StatementV2::from(statement))?;
    let bytes = [statement.as_slice(), text, page.as_bytes(), style];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in MEMBERS.into_iter().zip(bytes) {
        zip.start_file(name, SimpleFileOptions::default())?;
        zip.write_all(bytes)?;
    }
    // The seal replaces these zeros: it is at the end of the file and covers all bytes before it.
    let room = "0".repeat(SEAL_DIGITS);
    zip.set_comment(format!("{FORM} {room}"))?;
    let mut file = zip.finish()?.into_inner();
    file.truncate(file.len().saturating_sub(SEAL_DIGITS));
    match store.seal_file(FORM, &file).await? {
        Some(seal) => file.extend_from_slice(hex::encode(seal).as_bytes()),
        None => file.extend_from_slice(room.as_bytes()),
    }
    Ok(file)
}

/// Checks a file.
///
/// # Errors
/// [`EvidenceFault`] for a file that is no evidence.
pub async fn check(store: &Store, file: &[u8]) -> Result<Checked, EvidenceFault> {
    let Some((sealed, seal)) = split(file) else {
        return check_older(store, file).await;
    };
    if seal.iter().all(|digit| *digit == b'0') {
        return Ok(Checked::Unsealed);
    }
    let seal = std::str::from_utf8(seal)
        .ok()
        .and_then(|seal| hex::decode(seal).ok());
    let Some(seal) = seal else {
        return Ok(Checked::Altered);
    };
    match store.proves_file(FORM, sealed, &seal).await? {
        None => return Ok(Checked::Unsealed),
        Some(false) => return unproven(store, None).await,
        Some(true) => {}
    }
    // The seal proves that this program made the file, so its content can be read now.
    let mut zip = ZipArchive::new(Cursor::new(file))?;
    let statement: StatementV2 = serde_json::from_slice(&unpacked(&mut zip, PROOF)?)?;
    let statement = Statement::try_from(statement).map_err(serde_json::Error::custom)?;
    let text = unpacked(&mut zip, BOARD)?;
    let is_whole = zip.len() == MEMBERS.len()
        && MEMBERS
            .iter()
            .all(|name| zip.index_for_name(name).is_some());
    if !is_whole || statement.sha256 != hex::encode(Sha256::digest(&text)) {
        return Ok(Checked::Altered);
    }
    let statement = Box::new(statement);
    Ok(match statement.figures_as_sealed {
        Some(true) => Checked::Sealed(statement),
        Some(false) | None => Checked::FiguresUnproven(statement),
    })
}

/// The sealed bytes, and the seal at the end; `None` for another format.
fn split(file: &[u8]) -> Option<(&[u8], &[u8])> {
    let (sealed, seal) = file.split_at_checked(file.len().checked_sub(SEAL_DIGITS)?)?;
    let is_of_form = sealed.strip_suffix(b" ")?.ends_with(FORM.as_bytes());
    is_of_form.then_some((sealed, seal))
}

/// Checks a file of the older format. A new file with its end cut off is no such file: it has no seal of its figures.
async fn check_older(store: &Store, file: &[u8]) -> Result<Checked, EvidenceFault> {
    let mut zip = ZipArchive::new(Cursor::new(file))?;
    let Ok(stated) = serde_json::from_slice::<StatementV1>(&unpacked(&mut zip, PROOF)?) else {
        return Ok(Checked::Altered);
    };
    let Ok(statement) = SealedFigures::try_from(stated) else {
        return Ok(Checked::Altered);
    };
    let text = unpacked(&mut zip, BOARD)?;
    if statement.form != FORM_OLDER || statement.sha256 != hex::encode(Sha256::digest(&text)) {
        return Ok(Checked::Altered);
    }
    let Some(mac) = &statement.mac else {
        return Ok(Checked::Unsealed);
    };
    let stamp = (statement.scope, statement.version, statement.published_at);
    let mac = hex::decode(mac).unwrap_or_default();
    Ok(match store.proves_board(stamp, &text, &mac).await? {
        None => Checked::Unsealed,
        Some(false) => return unproven(store, Some(statement.published_at)).await,
        Some(true) => Checked::OlderFigures {
            version: statement.version,
            published_at: statement.published_at,
        },
    })
}

/// The result for a file that no known key has sealed; `sealed_by`: when it was sealed at the latest, if known.
async fn unproven(store: &Store, sealed_by: Option<Instant>) -> Result<Checked, EvidenceFault> {
    let loss = store.seal_key_loss().await?;
    let is_before =
        |loss: &ChainBegin| sealed_by.is_none_or(|at| at.timestamp_millis() < loss.begun_at);
    Ok(match loss.filter(is_before) {
        Some(loss) => Checked::KeyLost(Box::new(loss)),
        None => Checked::Altered,
    })
}

fn unpacked(zip: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<Vec<u8>, EvidenceFault> {
    let file = zip.by_name(name)?;
    let mut bytes = Vec::new();
    file.take(BYTES_MAX + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > BYTES_MAX {
        return Err(EvidenceFault::TooLarge);
    }
    Ok(bytes)
}
