//! Published boards, past settings of walls, and times of presence.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use sqlx::{AssertSqlSafe, query_as, query_scalar};

use sanh_domain::board::edition::Version;
use sanh_domain::deadline::Instant;
use sanh_domain::scope::Scope;

use super::conn::{Conn, on};
use super::counter_row::agency_of;
use super::error::{Result, StoreError};
use super::options::SealKey;
use super::stored_time::{instant, ms};
use super::{Store, chain};

/// The prefix of what a version's MAC covers, so that it cannot be mistaken for another one; a new format gets a new number.
const FORM: &[u8] = b"sanh board version 1";

/// Boards of a scope that are deleted at a time, so that other writes can go on.
const FORGOTTEN_MAX: i64 = 2_000;

/// Boards searched for one that is packed against an older one: at least as many as several programs have open bases at once.
const BASES_LOOKED_AT: i64 = 8_192;

/// The most presences in one INSERT: a thousand walls are ten trips to the database.
const PRESENCES_PER_INSERT: usize = 100;

/// A board to be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewBoardVersion {
    /// Its scope.
    pub scope: Scope,
    /// Its number.
    pub version: Version,
    /// When it was published.
    pub published_at: Instant,
    /// The version that it replaced; `None` for the first of a run of the program.
    pub after: Option<Version>,
    /// The version against which its text is packed: its own if it is packed alone.
    pub base: Version,
    /// Its packed text.
    pub packed: Vec<u8>,
    /// The text that its MAC covers.
    pub text: Vec<u8>,
}

/// A stored board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredBoardVersion {
    /// Its number.
    pub version: Version,
    /// When it was published.
    pub published_at: Instant,
    /// The version that it replaced; `None` for the first of a run of the program.
    pub after: Option<Version>,
    /// Its packed text.
    pub packed: Vec<u8>,
    /// The packed text of the base version; `None` if it is packed alone.
    pub base: Option<Vec<u8>>,
    /// Its seal; `None` if the program had no key.
    pub mac: Option<Vec<u8>>,
    /// When the version before was published.
    pub previous_at: Option<Instant>,
    /// When the next version was published, and the version that it says it replaced.
    pub next: Option<(Instant, Option<Version>)>,
}

/// The setting of a wall from an instant on; no setting if the wall was removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScreenPast {
    /// The wall's name.
    pub name: String,
    /// The instant.
    pub from_at: Instant,
    /// The setting, as JSON.
    pub setting: Option<String>,
}

/// A time in which the program published (`who` is empty), or in which a wall was connected.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Presence {
    /// The wall's name.
    pub who: String,
    /// When it began.
    pub began_at: Instant,
    /// When it was last seen.
    pub seen_at: Instant,
}

/// One batch of rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BoardVersionBatch {
    /// Boards.
    pub versions: Vec<NewBoardVersion>,
    /// Settings of walls.
    pub settings: Vec<ScreenPast>,
    /// Presences.
    pub presences: Vec<Presence>,
}

impl Store {
    /// Stores what the walls showed. Existing rows stay; a presence is extended.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn keep_shown(&self, shown: BoardVersionBatch) -> Result<()> {
        let key = self.options.seal_key.clone();
        self.write(move |mut conn| {
            Box::pin(async move { put(&mut conn, key.as_ref(), &shown).await })
        })
        .await
    }

    /// The board of a scope at an instant; `None` if none was stored.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn board_version_at(
        &self,
        scope: Scope,
        at: Instant,
    ) -> Result<Option<StoredBoardVersion>> {
        self.read(move |mut conn| {
            Box::pin(async move { published_before(&mut conn, scope, at).await })
        })
        .await
    }

    /// The last stored board of a scope, and when it was published.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn last_board(&self, scope: Scope) -> Result<Option<(Version, Instant)>> {
        self.read(move |mut conn| {
            Box::pin(async move {
                let sql =
                    "SELECT version, published_at FROM board_version WHERE scope_agency_id = $1
                           ORDER BY published_at DESC, version DESC LIMIT 1";
                let row: Option<(i64, i64)> = on!(&mut conn, c => {
                    query_as(sql).bind(agency_of(scope)).fetch_optional(&mut **c).await
                })?;
                row.map(|(version, at)| Ok((read_version(version)?, instant(at)?)))
                    .transpose()
            })
        })
        .await
    }

    /// The setting of a wall at an instant: its last row, or `None` if none was stored by then.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn screen_past(&self, name: &str, at: Instant) -> Result<Option<ScreenPast>> {
        let name = name.to_owned();
        self.read(move |mut conn| {
            Box::pin(async move {
                let sql =
                    "SELECT from_at, setting FROM screen_past WHERE name = $1 AND from_at <= $2
                           ORDER BY from_at DESC LIMIT 1";
                let row: Option<(i64, Option<String>)> = on!(&mut conn, c => {
                    query_as(sql).bind(&name).bind(ms(at)).fetch_optional(&mut **c).await
                })?;
                row.map(|(from_at, setting)| {
                    let from_at = instant(from_at)?;
                    Ok(ScreenPast {
                        name,
                        from_at,
                        setting,
                    })
                })
                .transpose()
            })
        })
        .await
    }

    /// The last stored setting of every wall.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn screens_past(&self) -> Result<Vec<ScreenPast>> {
        self.read(|mut conn| {
            Box::pin(async move {
                let sql = "SELECT p.name, p.from_at, p.setting FROM screen_past p JOIN
                           (SELECT name, max(from_at) AS from_at FROM screen_past GROUP BY name) l
                           ON l.name = p.name AND l.from_at = p.from_at ORDER BY p.name";
                let rows: Vec<(String, i64, Option<String>)> =
                    on!(&mut conn, c => query_as(sql).fetch_all(&mut **c).await)?;
                rows.into_iter()
                    .map(|(name, from_at, setting)| {
                        let from_at = instant(from_at)?;
                        Ok(ScreenPast {
                            name,
                            from_at,
                            setting,
                        })
                    })
                    .collect()
            })
        })
        .await
    }

    /// The presence that had begun by an instant and was seen last; of several nodes the one that stayed longest. With an empty
    /// name, that of the program.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn presence(&self, who: &str, at: Instant) -> Result<Option<Presence>> {
        let who = who.to_owned();
        self.read(move |mut conn| {
            Box::pin(async move {
                let sql = "SELECT began_at, seen_at FROM presence WHERE who = $1 AND began_at <= $2
                           ORDER BY seen_at DESC, began_at DESC LIMIT 1";
                let row: Option<(i64, i64)> = on!(&mut conn, c => {
                    query_as(sql).bind(&who).bind(ms(at)).fetch_optional(&mut **c).await
                })?;
                row.map(|(began_at, seen_at)| {
                    let (began_at, seen_at) = (instant(began_at)?, instant(seen_at)?);
                    Ok(Presence {
                        who,
                        began_at,
                        seen_at,
                    })
                })
                .transpose()
            })
        })
        .await
    }

    /// When somebody was present between two instants, on any node, from and to. An empty name: the program itself.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn presences(
        &self,
        who: &str,
        (from, to): (Instant, Instant),
    ) -> Result<Vec<(Instant, Instant)>> {
        let who = who.to_owned();
        self.read(move |mut conn| {
            Box::pin(async move {
                let sql = "SELECT began_at, seen_at FROM presence WHERE who = $1 AND began_at < $2 AND seen_at > $3
                           ORDER BY began_at";
                let rows: Vec<(i64, i64)> = on!(&mut conn, c => {
                    query_as(sql).bind(&who).bind(ms(to)).bind(ms(from)).fetch_all(&mut **c).await
                })?;
                let span = |(began, seen)| Ok((instant(began)?, instant(seen)?));
                rows.into_iter().map(span).collect()
            })
        })
        .await
    }

    /// Drops what was shown before an instant, save what a later board is packed against and what still stood then. Answers how
    /// many boards.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn forget_shown(&self, before: Instant) -> Result<u64> {
        self.write(move |mut conn| Box::pin(async move { forget(&mut conn, before).await }))
            .await
    }

    /// Whether a MAC is that of a board's text, by the key of this store or one that sealed before it; `None` without a key.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn proves_board(
        &self,
        (scope, version, published_at): (Scope, Version, Instant),
        text: &[u8],
        mac: &[u8],
    ) -> Result<Option<bool>> {
        let stamp = (agency_of(scope), version.0, ms(published_at));
        let Some(keys) = self.seal_keys().await? else {
            return Ok(None);
        };
        for key in keys {
            if mac_of(&key, stamp, text)?.verify_slice(mac).is_ok() {
                return Ok(Some(true));
            }
        }
        Ok(Some(false))
    }
}

fn mac_of(
    key: &SealKey,
    (agency, version, published_at): (i64, u64, i64),
    text: &[u8],
) -> Result<Hmac<Sha256>> {
    let mac = Hmac::<Sha256>::new_from_slice(key.bytes());
    let mut mac = mac.map_err(|error| StoreError::Invalid(error.to_string()))?;
    mac.update(FORM);
    mac.update(&agency.to_be_bytes());
    mac.update(&version.to_be_bytes());
    mac.update(&published_at.to_be_bytes());
    mac.update(text);
    Ok(mac)
}

async fn put(conn: &mut Conn<'_>, key: Option<&SealKey>, shown: &BoardVersionBatch) -> Result<()> {
    if let Some(key) = key {
        chain::current(conn, key).await?;
    }
    for version in &shown.versions {
        let (agency, published_at) = (agency_of(version.scope), ms(version.published_at));
        let stamp = (agency, version.version.0, published_at);
        let mac = key.map(|key| mac_of(key, stamp, &version.text));
        let mac = mac.transpose()?;
        let mac = mac.map(|mac| mac.finalize().into_bytes().to_vec());
        let sql = "INSERT INTO board_version (scope_agency_id, version, published_at, after_version, base_version, packed, mac)
                   VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";
        on!(&mut *conn, c => {
            let query = sqlx::query(sql).bind(agency).bind(number(version.version)).bind(published_at);
            let query = query.bind(version.after.map_or(0, number)).bind(number(version.base));
            query.bind(&version.packed).bind(mac).execute(&mut **c).await.map(drop)
        })?;
    }
    for past in &shown.settings {
        let sql = "INSERT INTO screen_past (name, from_at, setting) VALUES ($1, $2, $3)
                   ON CONFLICT (name, from_at) DO UPDATE SET setting = excluded.setting";
        on!(&mut *conn, c => {
            let query = sqlx::query(sql).bind(&past.name).bind(ms(past.from_at));
            query.bind(&past.setting).execute(&mut **c).await.map(drop)
        })?;
    }
    for some in shown.presences.chunks(PRESENCES_PER_INSERT) {
        put_presences(conn, some).await?;
    }
    Ok(())
}

async fn put_presences(conn: &mut Conn<'_>, presences: &[Presence]) -> Result<()> {
    let row = |n: usize| format!("(${}, ${}, ${})", 3 * n + 1, 3 * n + 2, 3 * n + 3);
    let rows: Vec<String> = (0..presences.len()).map(row).collect();
    let sql = format!(
        "INSERT INTO presence (who, began_at, seen_at) VALUES {}
         ON CONFLICT (who, began_at) DO UPDATE SET seen_at = excluded.seen_at",
        rows.join(", ")
    );
    on!(conn, c => {
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for presence in presences {
            query = query.bind(&presence.who).bind(ms(presence.began_at)).bind(ms(presence.seen_at));
        }
        query.execute(&mut **c).await.map(drop)
    })?;
    Ok(())
}

type StoredRow = (i64, i64, i64, i64, Vec<u8>, Option<Vec<u8>>);

async fn published_before(
    conn: &mut Conn<'_>,
    scope: Scope,
    at: Instant,
) -> Result<Option<StoredBoardVersion>> {
    let agency = agency_of(scope);
    let sql = "SELECT version, published_at, after_version, base_version, packed, mac FROM board_version
               WHERE scope_agency_id = $1 AND published_at <= $2 ORDER BY published_at DESC, version DESC LIMIT 1";
    let row: Option<StoredRow> = on!(&mut *conn, c => {
        query_as(sql).bind(agency).bind(ms(at)).fetch_optional(&mut **c).await
    })?;
    let Some((version, published_at, after, base, packed, mac)) = row else {
        return Ok(None);
    };
    let base_packed = if base == version {
        None
    } else {
        Some(packed_of(conn, agency, base).await?)
    };
    let sql = "SELECT published_at FROM board_version WHERE scope_agency_id = $1 AND published_at <= $2 AND version < $3
               ORDER BY published_at DESC, version DESC LIMIT 1";
    let previous: Option<i64> = on!(&mut *conn, c => {
        query_scalar(sql).bind(agency).bind(published_at).bind(version).fetch_optional(&mut **c).await
    })?;
    let sql = "SELECT published_at, after_version FROM board_version WHERE scope_agency_id = $1 AND published_at >= $2
               AND version > $3 ORDER BY published_at, version LIMIT 1";
    let next: Option<(i64, i64)> = on!(conn, c => {
        query_as(sql).bind(agency).bind(published_at).bind(version).fetch_optional(&mut **c).await
    })?;
    Ok(Some(StoredBoardVersion {
        version: read_version(version)?,
        published_at: instant(published_at)?,
        after: some_version(after)?,
        packed,
        base: base_packed,
        mac,
        previous_at: previous.map(instant).transpose()?,
        next: next
            .map(|(at, after)| Ok::<_, StoreError>((instant(at)?, some_version(after)?)))
            .transpose()?,
    }))
}

async fn packed_of(conn: &mut Conn<'_>, agency: i64, version: i64) -> Result<Vec<u8>> {
    let sql = "SELECT packed FROM board_version WHERE scope_agency_id = $1 AND version = $2";
    let packed: Option<Vec<u8>> = on!(conn, c => {
        query_scalar(sql).bind(agency).bind(version).fetch_optional(&mut **c).await
    })?;
    packed.ok_or_else(|| {
        StoreError::Corrupt(format!(
            "board version {version}, which others are packed against, is gone"
        ))
    })
}

async fn forget(conn: &mut Conn<'_>, before: Instant) -> Result<u64> {
    let sql = "SELECT DISTINCT scope_agency_id FROM board_version";
    let scopes: Vec<i64> = on!(&mut *conn, c => query_scalar(sql).fetch_all(&mut **c).await)?;
    let mut forgotten = 0;
    for agency in scopes {
        if let Some(first) = first_needed(conn, agency, before).await? {
            let sql = "DELETE FROM board_version WHERE scope_agency_id = $1 AND version IN (
                           SELECT version FROM board_version WHERE scope_agency_id = $1 AND version < $2
                           ORDER BY version LIMIT $3)";
            forgotten += on!(&mut *conn, c => {
                let query = sqlx::query(sql).bind(agency).bind(first).bind(FORGOTTEN_MAX);
                query.execute(&mut **c).await.map(|done| done.rows_affected())
            })?;
        }
    }
    let sql = "DELETE FROM screen_past WHERE from_at < (
                   SELECT max(l.from_at) FROM screen_past l WHERE l.name = screen_past.name AND l.from_at <= $1)";
    on!(&mut *conn, c => sqlx::query(sql).bind(ms(before)).execute(&mut **c).await.map(drop))?;
    let sql = "DELETE FROM presence WHERE seen_at < $1";
    on!(conn, c => sqlx::query(sql).bind(ms(before)).execute(&mut **c).await.map(drop))?;
    Ok(forgotten)
}

/// The first version of a scope that is still needed: the one shown at the instant stays, and so do the versions against which
/// it and later ones are packed. `None` if none was stored by then.
async fn first_needed(conn: &mut Conn<'_>, agency: i64, before: Instant) -> Result<Option<i64>> {
    let sql = "SELECT max(published_at) FROM board_version WHERE scope_agency_id = $1 AND published_at <= $2";
    let stood: Option<i64> = on!(&mut *conn, c => {
        query_scalar(sql).bind(agency).bind(ms(before)).fetch_one(&mut **c).await
    })?;
    let Some(stood) = stood else {
        return Ok(None);
    };
    let sql = "SELECT min(b.base_version) FROM (
                   SELECT base_version FROM board_version WHERE scope_agency_id = $1 AND published_at >= $2
                   ORDER BY published_at, version LIMIT $3) AS b";
    Ok(on!(conn, c => {
        query_scalar(sql).bind(agency).bind(stood).bind(BASES_LOOKED_AT).fetch_one(&mut **c).await
    })?)
}

/// A version as a database number: versions begin from the clock in milliseconds, far below the limit.
fn number(version: Version) -> i64 {
    i64::try_from(version.0).unwrap_or(i64::MAX)
}

fn read_version(number: i64) -> Result<Version> {
    let version = u64::try_from(number).map(Version);
    version.map_err(|_| StoreError::Corrupt(format!("there is no board version {number}")))
}

fn some_version(number: i64) -> Result<Option<Version>> {
    Some(number)
        .filter(|it| *it != 0)
        .map(read_version)
        .transpose()
}
