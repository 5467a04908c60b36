//! Published answers: written by staff only.

use sqlx::query_as;

use sanh_domain::feedback::model::{EntryKind, FeedbackFile, PublishedAnswer};

use super::super::Store;
use super::super::conn::on;
use super::super::error::Result;
use super::super::secret::refuse_changed;
use super::{COLUMNS, StoredRow, entry};

impl Store {
    /// The published answers after a number, latest first, at most `rows_max`.
    ///
    /// # Errors
    /// When they cannot be read or do not open.
    pub async fn published_answers(
        &self,
        (skipped, rows_max): (u32, u32),
    ) -> Result<Vec<PublishedAnswer>> {
        let vault = self.vault()?;
        let sql = format!(
            "SELECT {COLUMNS} FROM feedback WHERE published_at IS NOT NULL ORDER BY published_at DESC, id DESC LIMIT $1 OFFSET $2"
        );
        self.read(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                refuse_changed(conn, &vault).await?;
                let rows: Vec<StoredRow> = on!(&mut *conn, c => {
                    let query = query_as(sqlx::AssertSqlSafe(sql)).bind(i64::from(rows_max));
                    query.bind(i64::from(skipped)).fetch_all(&mut **c).await
                })?;
                let mut answers = Vec::with_capacity(rows.len());
                for row in rows {
                    let is_public = |kind| matches!(kind, EntryKind::Answer | EntryKind::Subject);
                    let entries = entry::read(conn, &vault, (row.id, &row.code), is_public).await?;
                    answers.extend(answer(&FeedbackFile {
                        row: row.row()?,
                        entries,
                    }));
                }
                Ok(answers)
            })
        })
        .await
    }
}

fn answer(file: &FeedbackFile) -> Option<PublishedAnswer> {
    Some(PublishedAnswer {
        id: file.row.id,
        kind: file.row.kind,
        subject: file.last(EntryKind::Subject)?.text.clone(),
        answer: file.last(EntryKind::Answer)?.text.clone(),
        published_at: file.row.published_at?,
    })
}
