//! Ledger replay: repeats, in a restored backup, the acts of the ledger that came after the backup.

use std::collections::BTreeSet;

use sqlx::query_scalar;

use sanh_domain::account::model::{AccountId, AgencyScope, Role};
use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::DossierCode;
use sanh_domain::id::AgencyId;

use super::account::{self, rights};
use super::applicant;
use super::audit::{self, AuditActor, AuditEntry};
use super::chain::ChainCause;
use super::conn::{Conn, on};
use super::dossier;
use super::error::Result;
use super::ledger::{self, LedgerLine};
use super::options::SealKey;
use super::stored_time::ms;
use super::{feedback, subscription_end};

/// The result of replaying the ledger in a restore.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LedgerReplay {
    /// The number of repeated acts.
    pub done: u64,
    /// The lines that could not be repeated, with the reasons; and those that cannot be read.
    pub faults: Vec<String>,
    /// Accounts whose password the backup does not know: they need a new link.
    pub locked: BTreeSet<String>,
}

/// Repeats the acts that a backup does not contain.
pub(super) async fn replay(
    conn: &mut Conn<'_>,
    key: Option<&SealKey>,
    lines: &[LedgerLine],
    now: Instant,
) -> Result<LedgerReplay> {
    let mut replay = LedgerReplay::default();
    for line in lines {
        if ledger::stands(conn, line).await? {
            continue;
        }
        let again = again(conn, line, now, &mut replay).await?;
        let fault = match again {
            ReplayedLine::Done(audit_entry) => {
                replay.done += 1;
                audit::put(conn, key, &AuditActor::console(), audit_entry, now).await?;
                String::new()
            }
            ReplayedLine::Nothing => String::new(),
            ReplayedLine::Cannot(why) => {
                replay
                    .faults
                    .push(format!("{} {}: {why}", line.act, line.subject));
                why
            }
        };
        let sql = "INSERT INTO replayed (chain, audit_id, mac, fault) VALUES ($1, $2, $3, $4)
                   ON CONFLICT (chain, audit_id, mac) DO UPDATE SET fault = excluded.fault";
        on!(&mut *conn, c => {
            let query = sqlx::query(sql).bind(line.chain).bind(line.audit_id).bind(&line.mac);
            query.bind(fault).execute(&mut **c).await.map(drop)
        })?;
    }
    Ok(replay)
}

/// The result of one line.
enum ReplayedLine {
    /// The act was repeated.
    Done(AuditEntry),
    /// The backup has nothing that the act concerns.
    Nothing,
    /// The act could not be repeated.
    Cannot(String),
}

async fn again(
    conn: &mut Conn<'_>,
    line: &LedgerLine,
    now: Instant,
    replay: &mut LedgerReplay,
) -> Result<ReplayedLine> {
    let Some(act) = line.act() else {
        return Ok(ReplayedLine::Cannot(
            "it is not known what that is".to_owned(),
        ));
    };
    match act {
        AuditAct::ApplicantErased | AuditAct::SlipIssued => of_dossier(conn, act, line).await,
        AuditAct::ScreenOrdered => of_screen(conn, line).await,
        AuditAct::FeedbackContactErased => {
            let again = feedback::erase_contact_again(conn, &line.became).await?;
            Ok(again.map_or(ReplayedLine::Nothing, ReplayedLine::Done))
        }
        AuditAct::SubscriptionEnded => {
            let again = subscription_end::end_again(conn, &line.subject).await?;
            Ok(again.map_or(ReplayedLine::Nothing, ReplayedLine::Done))
        }
        act => {
            let Some(account) = account::by_name(conn, &line.subject).await? else {
                return Ok(ReplayedLine::Nothing);
            };
            let id = account.person.id;
            match act {
                AuditAct::RightsChanged => of_rights(conn, id, line).await,
                AuditAct::AccountDisabled => {
                    let sql =
                        "UPDATE account SET disabled_at = $2 WHERE id = $1 AND disabled_at IS NULL";
                    on!(conn, c => sqlx::query(sql).bind(id.0).bind(ms(now)).execute(&mut **c).await.map(drop))?;
                    Ok(ReplayedLine::Done(AuditEntry::new(act, &line.subject)))
                }
                _ => {
                    account::take_secrets(conn, id).await?;
                    replay.locked.insert(line.subject.clone());
                    let audit_entry = AuditEntry {
                        became: "waits for a link".to_owned(),
                        ..AuditEntry::new(AuditAct::Restored, &line.subject)
                    };
                    Ok(ReplayedLine::Done(audit_entry))
                }
            }
        }
    }
}

async fn of_dossier(conn: &mut Conn<'_>, act: AuditAct, line: &LedgerLine) -> Result<ReplayedLine> {
    let Ok(code) = DossierCode::try_from(line.subject.clone()) else {
        return Ok(ReplayedLine::Cannot(
            "this is no code of a dossier".to_owned(),
        ));
    };
    let Some(row) = dossier::find(conn, &code).await? else {
        return Ok(ReplayedLine::Nothing);
    };
    if act == AuditAct::ApplicantErased {
        applicant::erase(conn, row.id).await?;
        return Ok(ReplayedLine::Done(AuditEntry::new(act, code.as_str())));
    }
    // The old slip was lost or given away, and its replacement is not in this copy.
    let sql = "DELETE FROM slip WHERE dossier_id = $1";
    on!(conn, c => sqlx::query(sql).bind(row.id).execute(&mut **c).await.map(drop))?;
    let audit_entry = AuditEntry {
        became: "waits for a new slip".to_owned(),
        ..AuditEntry::new(AuditAct::Restored, code.as_str())
    };
    Ok(ReplayedLine::Done(audit_entry))
}

async fn of_screen(conn: &mut Conn<'_>, line: &LedgerLine) -> Result<ReplayedLine> {
    let sql = "UPDATE screen SET token_hash = NULL, paired_at = NULL WHERE name = $1 AND token_hash IS NOT NULL";
    let done = on!(conn, c => {
        sqlx::query(sql).bind(&line.subject).execute(&mut **c).await.map(|done| done.rows_affected())
    })?;
    if done == 0 {
        return Ok(ReplayedLine::Nothing);
    }
    let audit_entry = AuditEntry {
        became: "unpair".to_owned(),
        ..AuditEntry::new(AuditAct::ScreenOrdered, &line.subject)
    };
    Ok(ReplayedLine::Done(audit_entry))
}

async fn of_rights(conn: &mut Conn<'_>, id: AccountId, line: &LedgerLine) -> Result<ReplayedLine> {
    let Some((role, reach)) = read_rights(&line.became) else {
        return Ok(ReplayedLine::Cannot(format!(
            "\"{}\" are no rights",
            line.became
        )));
    };
    if let AgencyScope::Agencies(agencies) = &reach {
        for agency in agencies {
            let sql = "SELECT count(*) FROM agency WHERE id = $1";
            let found: i64 =
                on!(&mut *conn, c => query_scalar(sql).bind(agency.0).fetch_one(&mut **c).await)?;
            if found == 0 {
                return Ok(ReplayedLine::Cannot(format!(
                    "there is no agency {}",
                    agency.0
                )));
            }
        }
    }
    account::put_rights(conn, id, role, &reach).await?;
    let audit_entry = AuditEntry {
        became: rights(role, &reach),
        ..AuditEntry::new(AuditAct::RightsChanged, &line.subject)
    };
    Ok(ReplayedLine::Done(audit_entry))
}

/// Reads the text of [`rights`].
fn read_rights(text: &str) -> Option<(Role, AgencyScope)> {
    let (role, reach) = text.split_once(' ')?;
    let role = role.parse().ok()?;
    if reach == "everywhere" {
        return Some((role, AgencyScope::Everywhere));
    }
    let agencies = reach.strip_prefix("in agencies ")?;
    let agencies: Option<BTreeSet<AgencyId>> = agencies
        .split(", ")
        .map(|id| id.parse().ok().map(AgencyId))
        .collect();
    Some((role, AgencyScope::Agencies(agencies?)))
}

/// The lines of the ledger that a database does not contain and that were not repeated, with the reasons.
pub(super) async fn undone(
    conn: &mut Conn<'_>,
    lines: &[LedgerLine],
) -> Result<Vec<(LedgerLine, String)>> {
    let mut undone = Vec::new();
    for line in lines {
        if ledger::stands(conn, line).await? {
            continue;
        }
        let sql = "SELECT fault FROM replayed WHERE chain = $1 AND audit_id = $2 AND mac = $3";
        let fault: Option<String> = on!(&mut *conn, c => {
            let query = query_scalar(sql).bind(line.chain).bind(line.audit_id).bind(&line.mac);
            query.fetch_optional(&mut **c).await
        })?;
        let fault = fault.unwrap_or_else(|| "it was not done again".to_owned());
        if !fault.is_empty() && !is_settled(conn, line).await? {
            undone.push((line.clone(), fault));
        }
    }
    Ok(undone)
}

/// Whether somebody has done by hand, since the last restore, what could not be repeated.
async fn is_settled(conn: &mut Conn<'_>, line: &LedgerLine) -> Result<bool> {
    let begins = super::chain::begins(conn).await?;
    let restored = begins
        .iter()
        .rev()
        .find(|begin| begin.cause == ChainCause::Restored);
    let Some(restored) = restored else {
        return Ok(false);
    };
    let sql = "SELECT count(*) FROM audit WHERE subject = $1 AND id > $2 AND act IN ($3, 'account_disabled')";
    let found: i64 = on!(conn, c => {
        let query = query_scalar(sql).bind(&line.subject).bind(restored.audit_id).bind(&line.act);
        query.fetch_one(&mut **c).await
    })?;
    Ok(found > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rights_are_read_as_the_audit_records_them() {
        let agencies = AgencyScope::Agencies([AgencyId(3), AgencyId(14)].into());
        for (role, reach) in [
            (Role::Admin, AgencyScope::Everywhere),
            (Role::Staff, agencies),
        ] {
            assert_eq!(read_rights(&rights(role, &reach)), Some((role, reach)));
        }
        assert_eq!(read_rights("whatever"), None);
    }
}
