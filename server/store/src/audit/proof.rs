//! Proves by the seals that the audit is as it was written.

use sqlx::{query_as, query_scalar};

use super::super::chain::{self, Chains, SealedKind};
use super::super::conn::{Conn, on};
use super::super::error::Result;
use super::super::options::SealKey;
use super::super::seal::SealHead;
use super::{AuditRow, COLUMNS};

/// Entries of one step of the proof.
const PAGE_ROWS: i64 = 2_000;

/// Whether an exported head is still in the audit.
pub(crate) async fn has_head(conn: &mut Conn<'_>, head: &SealHead) -> Result<bool> {
    let sql = "SELECT count(*) FROM audit WHERE id = $1 AND mac = $2";
    let found: i64 = on!(conn, c => {
        query_scalar(sql).bind(head.event_id).bind(head.mac.to_vec()).fetch_one(&mut **c).await
    })?;
    Ok(found == 1)
}

/// Whether the last entry was sealed with this key; `None` if there is no entry, or it has no seal.
pub(crate) async fn is_sealed_by(conn: &mut Conn<'_>, key: &SealKey) -> Result<Option<bool>> {
    let sql = format!("SELECT {COLUMNS} FROM audit ORDER BY id DESC LIMIT 2");
    let rows: Vec<AuditRow> =
        on!(conn, c => query_as(sqlx::AssertSqlSafe(sql)).fetch_all(&mut **c).await)?;
    let going = chain::current(conn, key).await?;
    let last = rows
        .first()
        .filter(|row| !row.mac.is_empty() && !going.is_before(SealedKind::Audit, row.id));
    let Some(last) = last else {
        return Ok(None);
    };
    let before = rows.get(1).map(|row| (row.id, row.mac.clone()));
    let before = going.before(SealedKind::Audit, before)?;
    Ok(Some(last.mac == last.sealed(key, &before)?))
}

/// The result of proving the audit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct AuditProof {
    /// Entries with a good seal; entries sealed with a lost key are not counted.
    pub(crate) lines: u64,
    /// The first faulty entry and its fault: what follows a break proves nothing.
    pub(crate) fault: Option<(i64, &'static str)>,
}

/// Proves that no entry was changed, removed, inserted or moved, and that every exported head is still there.
pub(crate) async fn prove(
    conn: &mut Conn<'_>,
    chains: &Chains,
    heads: &[SealHead],
) -> Result<AuditProof> {
    let mut proof = AuditProof::default();
    let mut id = 0;
    // The current chain with its key, and the MAC of the line before.
    let mut link: Option<(usize, SealKey)> = None;
    let mut before = Vec::new();
    let lost_upto = chains.lost_upto(SealedKind::Audit);
    let mut heads_left: Vec<&SealHead> = heads.iter().collect();
    loop {
        let sql = format!("SELECT {COLUMNS} FROM audit WHERE id > $1 ORDER BY id LIMIT $2");
        let rows: Vec<AuditRow> = on!(&mut *conn, c => {
            query_as(sqlx::AssertSqlSafe(sql)).bind(id).bind(PAGE_ROWS).fetch_all(&mut **c).await
        })?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            if row.id != id + 1 {
                proof.fault = Some((id + 1, "the line is missing"));
                return Ok(proof);
            }
            if row.id > lost_upto {
                let at = chains.at(SealedKind::Audit, row.id);
                if link.as_ref().is_none_or(|(known, _)| *known != at) {
                    let (key, genesis) = chains.link(at, SealedKind::Audit)?;
                    before = genesis.to_vec();
                    link = Some((at, key));
                }
                let key = link.as_ref().map(|(_, key)| key);
                if let Some(key) = key
                    && row.mac != row.sealed(key, &before)?
                {
                    proof.fault = Some((row.id, "the line was changed"));
                    return Ok(proof);
                }
                proof.lines += 1;
            }
            heads_left.retain(|head| head.event_id != row.id || head.mac.as_slice() != row.mac);
            (id, before) = (row.id, row.mac);
        }
    }
    // No line has this exported head: the end was cut off, or all lines were made anew.
    proof.fault = heads_left.first().map(|head| {
        (
            head.event_id,
            "the line was there once, under another seal or at all",
        )
    });
    Ok(proof)
}
