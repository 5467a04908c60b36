//! Notices: what the centre says on its walls beside the figures.

use sqlx::{query_as, query_scalar};

use sanh_app::board::model::Name;
use sanh_app::deadline::Instant;
use sanh_app::notice::model::{Notice, NoticeId, Priority, check_text};

use super::Store;
use super::db::{Conn, on};
use super::dossier::{instant, ms};
use super::error::{Result, StoreError};

/// A notice to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewNotice {
    /// What it says.
    pub text: Name,
    /// How much of the wall it takes.
    pub priority: Priority,
    /// From this instant on.
    pub from: Instant,
    /// Until this instant, exclusive.
    pub until: Instant,
}

/// Notices on the walls and to come that are known to a board: more than anyone can read, and few enough to be read at every
/// count (ours).
const NOTICES_MAX: i64 = 100;

impl Store {
    /// Makes a notice; it stands on the walls from its first instant on, with no further write.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for a text that does not fit or a time that ends before it begins.
    pub async fn put_notice(&self, notice: NewNotice) -> Result<NoticeId> {
        check(&notice)?;
        self.write(move |mut conn| {
            Box::pin(async move {
                let sql = "INSERT INTO notice (priority, text_vi, text_en, from_at, until_at)
                           VALUES ($1, $2, $3, $4, $5) RETURNING id";
                let NewNotice { text, priority, from, until } = notice;
                let id: i64 = on!(&mut conn, c => {
                    let query = query_scalar(sql).bind(priority.as_str()).bind(text.vi).bind(text.en);
                    query.bind(ms(from)).bind(ms(until)).fetch_one(&mut **c).await
                })?;
                Ok(NoticeId(id))
            })
        })
        .await
    }

    /// Ends a notice at an instant, or calls off one that has not begun. False when there is none
    /// of this number that would still be shown.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn end_notice(&self, id: NoticeId, at: Instant) -> Result<bool> {
        self.write(move |mut conn| {
            Box::pin(async move {
                let sql =
                    "UPDATE notice SET until_at = CASE WHEN from_at > $2 THEN from_at ELSE $2 END
                           WHERE id = $1 AND until_at > $2 AND until_at > from_at";
                let ended = on!(&mut conn, c => {
                    let query = sqlx::query(sql).bind(id.0).bind(ms(at));
                    query.execute(&mut **c).await.map(|done| done.rows_affected())
                })?;
                Ok(ended == 1)
            })
        })
        .await
    }

    /// The notices that stand on the walls at an instant or will after it: emergencies first, then by their beginning, the first
    /// hundred.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn notices_from(&self, at: Instant) -> Result<Vec<Notice>> {
        self.read(move |mut conn| Box::pin(async move { load(&mut conn, at).await }))
            .await
    }
}

async fn load(conn: &mut Conn<'_>, at: Instant) -> Result<Vec<Notice>> {
    let sql = "SELECT id, priority, text_vi, text_en, from_at, until_at FROM notice
               WHERE until_at > $1 AND until_at > from_at ORDER BY priority, from_at, id LIMIT $2";
    let rows: Vec<(i64, String, String, Option<String>, i64, i64)> =
        on!(conn, c => query_as(sql).bind(ms(at)).bind(NOTICES_MAX).fetch_all(&mut **c).await)?;
    let notice = |(id, priority, vi, en, from, until): (i64, String, _, _, _, _)| {
        let damaged =
            |_| StoreError::Damaged(format!("notice {id} has no priority \"{priority}\""));
        Ok(Notice {
            id: NoticeId(id),
            priority: priority.parse().map_err(damaged)?,
            text: Name { vi, en },
            from: instant(from)?,
            until: instant(until)?,
        })
    };
    rows.into_iter().map(notice).collect()
}

fn check(notice: &NewNotice) -> Result<()> {
    let NewNotice {
        text,
        priority,
        from,
        until,
    } = notice;
    if until <= from {
        return Err(StoreError::Invalid(
            "the notice ends before it begins".to_owned(),
        ));
    }
    let texts = [
        ("Vietnamese", Some(&text.vi)),
        ("English", text.en.as_ref()),
    ];
    for (language, text) in texts {
        let Some(text) = text else { continue };
        check_text(text, *priority)
            .map_err(|fault| StoreError::Invalid(format!("the {language} notice: {fault}")))?;
    }
    Ok(())
}
