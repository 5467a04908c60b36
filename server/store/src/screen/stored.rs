//! The settings of walls as stored.

use std::str::FromStr;

use sqlx::{query_as, query_scalar};

use sanh_domain::account::model::AgencyScope;
use sanh_domain::audit::model::AuditAct;
use sanh_domain::board::disclosure::PublicBoard;
use sanh_domain::deadline::Instant;
use sanh_domain::id::{AgencyId, FieldId};
use sanh_domain::notice::record::Addressee;
use sanh_domain::scope::Scope;
use sanh_domain::screen::model::{Appearance, Mounting, ScreenSetting};

use super::check_name;
use crate::Store;
use crate::audit::{AuditActor, AuditEntry};
use crate::conn::{Conn, on};
use crate::counter_row::agency_of;
use crate::error::{Result, StoreError};
use crate::stored::StoredBoardV1;
use crate::stored_time::{instant, ms};

/// The most walls (ours: they are read with every change of a board).
pub const SCREENS_MAX: i64 = 500;

/// A wall and its paired screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredScreen {
    /// Its setting.
    pub setting: ScreenSetting,
    /// The hash of the secret of its paired screen.
    pub token_hash: Option<String>,
    /// When it was paired.
    pub paired_at: Option<Instant>,
    /// The columns that could not be read and have their defaults.
    pub unread: Vec<&'static str>,
}

#[derive(sqlx_macros::FromRow)]
struct ScreenRow {
    name: String,
    label: String,
    place: String,
    scope_agency_id: i64,
    others: String,
    fields: String,
    lang: String,
    periods: String,
    theme: String,
    distance: String,
    night: String,
    slot_s: i64,
    diagonal_in: i64,
    read_from_dm: i64,
    is_paired: i64,
    token_hash: Option<String>,
    paired_at: Option<i64>,
    reloads: i64,
    identify_until: Option<i64>,
    held_at: Option<i64>,
}

const COLUMNS: &str = "name, label, place, scope_agency_id, others, fields, lang, periods, theme, distance, night, slot_s, diagonal_in, \
                       read_from_dm, is_paired, token_hash, paired_at, reloads, identify_until, held_at";

impl ScreenRow {
    /// Reads a wall; columns that cannot be read, because a newer program or a person wrote them, have their defaults, so that
    /// one damaged row does not affect every wall.
    fn stored(self) -> StoredScreen {
        let mut unread = Vec::new();
        let usual = ScreenSetting::default_named(&self.name);
        let said = |count: i64| u32::try_from(count).ok().filter(|count| *count > 0);
        let look = Appearance {
            theme: read(&self.theme, "theme", &mut unread).unwrap_or(usual.look.theme),
            distance: read(&self.distance, "distance", &mut unread).unwrap_or(usual.look.distance),
            night: read(&self.night, "night", &mut unread).unwrap_or(usual.look.night),
        };
        let setting = ScreenSetting {
            look,
            languages: read(&self.lang, "lang", &mut unread).unwrap_or(usual.languages),
            turn: read(&self.periods, "periods", &mut unread).unwrap_or(usual.turn),
            scope: scope_of(self.scope_agency_id),
            others: numbers(&self.others).map(scope_of).collect(),
            fields: numbers(&self.fields).map(FieldId).collect(),
            slot_s: said(self.slot_s),
            hung: Mounting {
                diagonal_in: said(self.diagonal_in),
                read_from_dm: said(self.read_from_dm),
            },
            is_paired: self.is_paired != 0,
            reloads: u32::try_from(self.reloads).unwrap_or(u32::MAX),
            identify_until: moment(self.identify_until, "identify_until", &mut unread),
            held: moment(self.held_at, "held_at", &mut unread),
            label: self.label,
            place: self.place,
            name: self.name,
        };
        StoredScreen {
            setting,
            token_hash: self.token_hash,
            paired_at: moment(self.paired_at, "paired_at", &mut unread),
            unread,
        }
    }
}

/// The value of a column's word; `None` for an unknown word.
fn read<T: FromStr>(word: &str, column: &'static str, unread: &mut Vec<&'static str>) -> Option<T> {
    let read = word.parse().ok();
    if read.is_none() {
        unread.push(column);
    }
    read
}

/// The instant of a column; `None` if it is none.
fn moment(
    ms: Option<i64>,
    column: &'static str,
    unread: &mut Vec<&'static str>,
) -> Option<Instant> {
    let read = instant(ms?).ok();
    if read.is_none() {
        unread.push(column);
    }
    read
}

/// The scope of an agency's number, 0 the whole centre.
fn scope_of(agency: i64) -> Scope {
    match agency {
        0 => Scope::Centre,
        agency => Scope::Agency(AgencyId(agency)),
    }
}

/// The numbers of a column's list.
fn numbers(text: &str) -> impl Iterator<Item = i64> {
    text.split(',').filter_map(|number| number.parse().ok())
}

/// Numbers as a column lists them.
fn list(numbers: impl Iterator<Item = i64>) -> String {
    let numbers: Vec<String> = numbers.map(|number| number.to_string()).collect();
    numbers.join(",")
}

impl Store {
    /// Every named wall of a scope, by name. A wall on which boards take turns is of those who keep all of them.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn stored_screens(&self, scope: &AgencyScope) -> Result<Vec<StoredScreen>> {
        let scope = scope.clone();
        self.read(move |mut conn| {
            Box::pin(async move {
                let mut screens = every(&mut conn).await?;
                screens.retain(|stored| is_kept_within(&scope, &stored.setting));
                Ok(screens)
            })
        })
        .await
    }

    /// The boards that a held wall keeps showing, and since when.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn held_boards(&self, name: &str) -> Result<Option<(Instant, Vec<PublicBoard>)>> {
        let name = name.to_owned();
        self.read(move |mut conn| {
            Box::pin(async move {
                let sql = "SELECT held_at, boards FROM screen_hold WHERE screen = $1";
                let row: Option<(i64, String)> = on!(&mut conn, c => {
                    query_as(sql).bind(&name).fetch_optional(&mut **c).await
                })?;
                let Some((held_at, boards)) = row else {
                    return Ok(None);
                };
                let boards = held(&boards).map_err(|error| {
                    StoreError::Corrupt(format!("the boards held on {name}: {error}"))
                })?;
                Ok(Some((instant(held_at)?, boards)))
            })
        })
        .await
    }

    /// Changes a wall's setting, with an audit entry. A change of scope releases held figures. `false` if there is no wall with
    /// this name; the one at `/` is added.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn save_screen(
        &self,
        setting: ScreenSetting,
        is_always_there: bool,
        by: AuditActor,
        now: Instant,
    ) -> Result<bool> {
        self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let known = find(conn, &setting.name).await?;
                let was = match known {
                    Some(known) => known.setting,
                    None if is_always_there => {
                        let new = ScreenSetting::default_named(&setting.name);
                        insert(conn, &new, None, now).await?;
                        new
                    }
                    None => return Ok((false, None)),
                };
                let is_same_board = (was.scope, &was.fields) == (setting.scope, &setting.fields);
                let setting = ScreenSetting {
                    is_paired: was.is_paired,
                    held: was.held.filter(|_| is_same_board),
                    reloads: was.reloads,
                    identify_until: was.identify_until,
                    ..setting
                };
                if was == setting {
                    return Ok((true, None));
                }
                update(conn, &setting).await?;
                if !is_same_board {
                    release(conn, &setting.name).await?;
                }
                let audit_entry = AuditEntry {
                    was: was.to_string(),
                    became: setting.to_string(),
                    ..AuditEntry::new(AuditAct::ScreenChanged, &setting.name)
                };
                Ok((true, Some(audit_entry)))
            })
        })
        .await
    }
}

/// Whether all boards of a wall lie within a scope; held figures make no difference.
fn is_kept_within(scope: &AgencyScope, setting: &ScreenSetting) -> bool {
    let mut boards = setting.others.iter().chain([&setting.scope]);
    boards.all(|board| scope.covers_board(*board))
}

/// Held boards as they were stored.
fn held(text: &str) -> std::result::Result<Vec<PublicBoard>, String> {
    let boards: Vec<StoredBoardV1> =
        serde_json::from_str(text).map_err(|error| error.to_string())?;
    let boards = boards.into_iter().map(PublicBoard::try_from);
    boards
        .collect::<std::result::Result<_, _>>()
        .map_err(|error| error.to_string())
}

/// Every named wall, by name.
async fn every(conn: &mut Conn<'_>) -> Result<Vec<StoredScreen>> {
    let sql = format!("SELECT {COLUMNS} FROM screen ORDER BY name");
    let rows: Vec<ScreenRow> = on!(conn, c => {
        query_as(sqlx::AssertSqlSafe(sql)).fetch_all(&mut **c).await
    })?;
    Ok(rows.into_iter().map(ScreenRow::stored).collect())
}

/// The walls for which notices can be written.
pub(crate) async fn addressees(conn: &mut Conn<'_>) -> Result<Vec<Addressee>> {
    let screens = every(conn).await?;
    Ok(screens.into_iter().map(Addressee::from).collect())
}

impl From<StoredScreen> for Addressee {
    fn from(stored: StoredScreen) -> Self {
        let setting = stored.setting;
        Self {
            name: setting.name,
            label: setting.label,
            scope: setting.scope,
            is_paired: setting.is_paired,
        }
    }
}

/// The wall with this name.
pub(super) async fn find(conn: &mut Conn<'_>, name: &str) -> Result<Option<StoredScreen>> {
    let sql = format!("SELECT {COLUMNS} FROM screen WHERE name = $1");
    let row: Option<ScreenRow> = on!(conn, c => {
        query_as(sqlx::AssertSqlSafe(sql)).bind(name).fetch_optional(&mut **c).await
    })?;
    Ok(row.map(ScreenRow::stored))
}

/// Adds a wall and its paired screen.
pub(super) async fn insert(
    conn: &mut Conn<'_>,
    setting: &ScreenSetting,
    token_hash: Option<&str>,
    now: Instant,
) -> Result<()> {
    check_name(&setting.name)?;
    let count: i64 = on!(&mut *conn, c => {
        query_scalar("SELECT count(*) FROM screen").fetch_one(&mut **c).await
    })?;
    if count >= SCREENS_MAX {
        return Err(StoreError::Invalid(format!(
            "there are {SCREENS_MAX} screens already"
        )));
    }
    let sql = "INSERT INTO screen (name, lang, periods, is_paired, token_hash, paired_at)
               VALUES ($1, 'vi', 'all', $2, $3, $4)";
    let paired_at = token_hash.map(|_| ms(now));
    on!(&mut *conn, c => {
        let query = sqlx::query(sql).bind(&setting.name).bind(i64::from(token_hash.is_some()));
        query.bind(token_hash).bind(paired_at).execute(&mut **c).await.map(drop)
    })?;
    update(conn, setting).await
}

/// Writes the setting.
async fn update(conn: &mut Conn<'_>, setting: &ScreenSetting) -> Result<()> {
    let sql = "UPDATE screen SET label = $2, place = $3, scope_agency_id = $4, fields = $5, lang = $6, periods = $7,
               theme = $8, distance = $9, night = $10, slot_s = $11, diagonal_in = $12, read_from_dm = $13,
               others = $14 WHERE name = $1";
    let said = |count: Option<u32>| i64::from(count.unwrap_or_default());
    on!(conn, c => {
        let query = sqlx::query(sql).bind(&setting.name).bind(&setting.label).bind(&setting.place);
        let query = query.bind(agency_of(setting.scope)).bind(list(setting.fields.iter().map(|field| field.0)));
        let query = query.bind(setting.languages.as_str()).bind(setting.turn.as_str());
        let query = query.bind(setting.look.theme.to_string());
        let query = query.bind(setting.look.distance.as_str()).bind(setting.look.night.to_string());
        let query = query.bind(said(setting.slot_s)).bind(said(setting.hung.diagonal_in));
        let query = query.bind(said(setting.hung.read_from_dm));
        let others = setting.others.iter().map(|scope| agency_of(*scope));
        query.bind(list(others)).execute(&mut **c).await.map(drop)
    })?;
    Ok(())
}

/// Releases a wall's held figures.
pub(super) async fn release(conn: &mut Conn<'_>, name: &str) -> Result<()> {
    for sql in [
        "UPDATE screen SET held_at = NULL WHERE name = $1 AND held_at IS NOT NULL",
        "DELETE FROM screen_hold WHERE screen = $1",
    ] {
        on!(&mut *conn, c => sqlx::query(sql).bind(name).execute(&mut **c).await.map(drop))?;
    }
    Ok(())
}
