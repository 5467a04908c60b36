//! Commands to a wall. They are written to the database, so that the publisher of every process sees them like any change.

use chrono::Duration;

use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_domain::screen::model::ScreenSetting;
use sanh_domain::screen::order::{IDENTIFY_S, ScreenCommand};

use super::stored::{find, insert, release};
use crate::Store;
use crate::audit::{AuditActor, AuditEntry};
use crate::conn::{Conn, on};
use crate::error::{Result, StoreError};
use crate::stored::StoredBoardV1;
use crate::stored_time::ms;

impl Store {
    /// Gives a wall a command, with an audit entry. `false` if there is no wall with this name; the one at `/` is added.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn order_screen(
        &self,
        name: &str,
        is_always_there: bool,
        order: ScreenCommand,
        by: AuditActor,
        now: Instant,
    ) -> Result<bool> {
        let name = name.to_owned();
        let obeyed = self
            .audited(by, now, move |mut conn| {
                Box::pin(async move {
                    let conn = &mut conn;
                    if find(conn, &name).await?.is_none() {
                        if !is_always_there {
                            return Ok((false, None));
                        }
                        insert(conn, &ScreenSetting::default_named(&name), None, now).await?;
                    }
                    obey(conn, &name, &order, now).await?;
                    let audit_entry = AuditEntry {
                        became: order.as_str().to_owned(),
                        ..AuditEntry::new(AuditAct::ScreenOrdered, &name)
                    };
                    Ok((true, Some(audit_entry)))
                })
            })
            .await?;
        self.keep_ledger_later().await;
        Ok(obeyed)
    }
}

async fn obey(conn: &mut Conn<'_>, name: &str, order: &ScreenCommand, now: Instant) -> Result<()> {
    let sql = match order {
        ScreenCommand::Identify => "UPDATE screen SET identify_until = $2 WHERE name = $1",
        ScreenCommand::Reload => {
            "UPDATE screen SET reloads = reloads + 1 WHERE name = $1 AND $2 > 0"
        }
        ScreenCommand::Hold(boards) => {
            let boards: Vec<_> = boards.iter().filter_map(StoredBoardV1::of).collect();
            let boards = serde_json::to_string(&boards)
                .map_err(|error| StoreError::Invalid(error.to_string()))?;
            let sql = "INSERT INTO screen_hold (screen, held_at, boards) VALUES ($1, $2, $3)
                       ON CONFLICT (screen) DO UPDATE SET held_at = excluded.held_at, boards = excluded.boards";
            on!(&mut *conn, c => {
                sqlx::query(sql).bind(name).bind(ms(now)).bind(boards).execute(&mut **c).await.map(drop)
            })?;
            "UPDATE screen SET held_at = $2 WHERE name = $1"
        }
        ScreenCommand::Release => return release(conn, name).await,
        ScreenCommand::Unpair => {
            "UPDATE screen SET token_hash = NULL, paired_at = NULL WHERE name = $1 AND is_paired = 1 AND $2 > 0"
        }
        ScreenCommand::Remove => {
            release(conn, name).await?;
            "DELETE FROM screen WHERE name = $1 AND $2 > 0"
        }
    };
    let at = match order {
        ScreenCommand::Identify => now + Duration::seconds(IDENTIFY_S),
        _ => now,
    };
    on!(conn, c => sqlx::query(sql).bind(name).bind(ms(at)).execute(&mut **c).await.map(drop))?;
    Ok(())
}
