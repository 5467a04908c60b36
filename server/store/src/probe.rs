//! A write that finds out whether the disk takes writes again.

use super::Store;
use super::conn::on;
use super::error::Result;

/// The size of a probe, in bytes: more than a reception writes, so that a disk with room for a page or two does not pass as
/// healthy.
const PROBE_BYTES: usize = 65_536;

impl Store {
    /// Writes as much as a large change does, to find out whether the database can be written.
    ///
    /// # Errors
    /// When it cannot.
    pub async fn probe_write(&self) -> Result<()> {
        self.write(|mut conn| {
            Box::pin(async move {
                let sql = "INSERT INTO write_probe (id, content) VALUES (1, $1)
                           ON CONFLICT (id) DO UPDATE SET content = excluded.content";
                on!(&mut conn, c => {
                    sqlx::query(sql).bind(vec![1_u8; PROBE_BYTES]).execute(&mut **c).await.map(drop)
                })?;
                Ok(())
            })
        })
        .await?;
        self.health().note_writable();
        // The probe row is removed; it only mattered that it could be written.
        self.write(|mut conn| {
            Box::pin(async move {
                let sql = "DELETE FROM write_probe";
                on!(&mut conn, c => sqlx::query(sql).execute(&mut **c).await.map(drop))?;
                Ok(())
            })
        })
        .await
    }
}
