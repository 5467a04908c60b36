//! Ratings of the service. A rating is opened for a dossier that was handed over, given once, and stored without a link to it.
//!
//! Of a rated dossier only a keyed mark is stored, without time and order; of a rating only the count of its score on a local
//! day. Neither names the other. While a rating is open, its ticket holds the dossier's mark, which is deleted when the rating
//! is given. The audit records that a clerk opened one, never that it was given.

use chrono::{Duration, NaiveDate};
use sqlx::{query_as, query_scalar};

use sanh_domain::account::model::AgencyScope;
use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::{Dossier, DossierCode, Status};
use sanh_domain::feedback::rating::{Score, Scores};

use super::Store;
use super::agency_scope::within;
use super::audit::{AuditActor, AuditEntry};
use super::conn::{Conn, on};
use super::dossier::{self, DossierRow};
use super::error::{Result, StoreError};
use super::stored_time::{day_number, ms};
use crate::vault::Vault;

/// A secret with which a rating can be given, and its validity.
#[derive(Clone)]
pub struct RatingTicket {
    /// The secret: at least eight random digits.
    pub secret: String,
    /// How long it is valid.
    pub holds_for: Duration,
}

/// The result of opening a rating.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpeningRatingOutcome {
    /// It is open; an earlier one of the same dossier is no longer valid.
    Open,
    /// There is no such dossier.
    NotThere,
    /// The result was not handed over yet.
    NotYet,
    /// The dossier is already rated.
    Rated,
}

/// The result of giving a rating.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RatingOutcome {
    /// It was counted.
    Counted,
    /// No rating with this secret is open.
    NotOpen,
}

impl Store {
    /// Opens a rating of a dossier for the holder of its slip, whom the look-up has checked.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn open_rating(
        &self,
        code: &DossierCode,
        ticket: RatingTicket,
        now: Instant,
    ) -> Result<OpeningRatingOutcome> {
        let (vault, code) = (self.vault()?, code.clone());
        self.write(move |mut conn| {
            Box::pin(async move {
                let found = dossier::find(&mut conn, &code).await?;
                open(&mut conn, &vault, found, &ticket, now).await
            })
        })
        .await
    }

    /// Opens a rating of a dossier of a scope at the reception desk, with an audit entry.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn open_rating_at_desk(
        &self,
        code: &DossierCode,
        ticket: RatingTicket,
        scope: &AgencyScope,
        by: AuditActor,
        now: Instant,
    ) -> Result<OpeningRatingOutcome> {
        let (vault, code, scope) = (self.vault()?, code.clone(), scope.clone());
        self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let found = dossier::find_within(&mut conn, &code, &scope).await?;
                let opened = open(&mut conn, &vault, found, &ticket, now).await?;
                let is_open = opened == OpeningRatingOutcome::Open;
                let audit_entry = AuditEntry::new(AuditAct::RatingOpened, code.as_str());
                Ok((opened, is_open.then_some(audit_entry)))
            })
        })
        .await
    }

    /// Gives the rating of a secret, on a local day.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn rate(
        &self,
        secret: &str,
        score: Score,
        (today, now): (NaiveDate, Instant),
    ) -> Result<RatingOutcome> {
        let hash = self.vault()?.ticket_hash(secret);
        self.write(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let Some((mark, agency)) = take(conn, &hash, now).await? else {
                    return Ok(RatingOutcome::NotOpen);
                };
                let sql = "INSERT INTO rating_mark (mark) VALUES ($1) ON CONFLICT (mark) DO NOTHING";
                let marked = on!(&mut *conn, c => {
                    sqlx::query(sql).bind(mark).execute(&mut **c).await.map(|done| done.rows_affected())
                })?;
                if marked == 0 {
                    return Ok(RatingOutcome::NotOpen);
                }
                count(conn, (today, agency, score), 1).await?;
                Ok(RatingOutcome::Counted)
            })
        })
        .await
    }

    /// Adds past ratings of a demo centre: they belong to no dossier.
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn put_ratings(&self, ratings: Vec<(NaiveDate, i64, Score, u32)>) -> Result<()> {
        self.write(move |mut conn| {
            Box::pin(async move {
                for (day, agency, score, ratings) in ratings {
                    count(&mut conn, (day, agency, score), ratings).await?;
                }
                Ok(())
            })
        })
        .await
    }

    /// The ratings of a scope by local day, from a day to another, exclusive. Only what
    /// [`shown`](sanh_domain::feedback::rating::shown) returns of them may be published.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn ratings(
        &self,
        scope: &AgencyScope,
        (from, to): (NaiveDate, NaiveDate),
    ) -> Result<Vec<(NaiveDate, Scores)>> {
        let within = within(scope, "agency_id");
        let sql = format!(
            "SELECT day, score, CAST(sum(ratings) AS BIGINT) FROM rating_count
             WHERE day >= $1 AND day < $2{within} GROUP BY day, score ORDER BY day"
        );
        self.read(move |mut conn| {
            Box::pin(async move {
                let rows: Vec<(i64, String, i64)> = on!(&mut conn, c => {
                    let query = query_as(sqlx::AssertSqlSafe(sql)).bind(day_number(from));
                    query.bind(day_number(to)).fetch_all(&mut **c).await
                })?;
                by_day(rows)
            })
        })
        .await
    }
}

fn by_day(rows: Vec<(i64, String, i64)>) -> Result<Vec<(NaiveDate, Scores)>> {
    let mut days: Vec<(NaiveDate, Scores)> = Vec::new();
    for (day, score, ratings) in rows {
        let unread = || StoreError::Corrupt(format!("the ratings of {day} cannot be read"));
        let date = NaiveDate::parse_from_str(&day.to_string(), "%Y%m%d").map_err(|_| unread())?;
        let score: Score = score.parse().map_err(|_| unread())?;
        let ratings = u64::try_from(ratings).map_err(|_| unread())?;
        match days.last_mut() {
            Some((last, scores)) if *last == date => scores.add(score, ratings),
            _ => {
                let mut scores = Scores::default();
                scores.add(score, ratings);
                days.push((date, scores));
            }
        }
    }
    Ok(days)
}

/// Whether a dossier's result was handed over, so that the service can be rated.
fn is_over(dossier: &Dossier) -> bool {
    dossier.status == Status::HandedOver && !dossier.is_annulled()
}

/// Whether the holder of a dossier's slip may open its rating: it was handed over, and not rated yet.
pub(super) async fn may_be_opened(
    conn: &mut Conn<'_>,
    vault: &Vault,
    dossier: &Dossier,
) -> Result<bool> {
    Ok(is_over(dossier) && !is_rated(conn, vault, &dossier.code).await?)
}

async fn is_rated(conn: &mut Conn<'_>, vault: &Vault, code: &DossierCode) -> Result<bool> {
    for mark in vault.rating_marks(code.as_str()) {
        let sql = "SELECT count(*) FROM rating_mark WHERE mark = $1";
        let rated: i64 =
            on!(&mut *conn, c => query_scalar(sql).bind(mark).fetch_one(&mut **c).await)?;
        if rated > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn open(
    conn: &mut Conn<'_>,
    vault: &Vault,
    found: Option<DossierRow>,
    ticket: &RatingTicket,
    now: Instant,
) -> Result<OpeningRatingOutcome> {
    let Some(row) = found else {
        return Ok(OpeningRatingOutcome::NotThere);
    };
    let dossier = row.dossier()?;
    if !is_over(&dossier) {
        return Ok(OpeningRatingOutcome::NotYet);
    }
    if is_rated(conn, vault, &dossier.code).await? {
        return Ok(OpeningRatingOutcome::Rated);
    }
    let Some(mark) = vault.rating_marks(dossier.code.as_str()).into_iter().next() else {
        return Err(StoreError::Misconfigured("no mark can be made".to_owned()));
    };
    let sql = "DELETE FROM rating_ticket WHERE until_at <= $1 OR mark = $2";
    on!(&mut *conn, c => sqlx::query(sql).bind(ms(now)).bind(&mark).execute(&mut **c).await.map(drop))?;
    let sql = "INSERT INTO rating_ticket (mark, secret_hash, agency_id, until_at) VALUES ($1, $2, $3, $4)";
    on!(conn, c => {
        let query = sqlx::query(sql).bind(mark).bind(vault.ticket_hash(&ticket.secret));
        let query = query.bind(dossier.agency.0).bind(ms(now + ticket.holds_for));
        query.execute(&mut **c).await.map(drop)
    })?;
    Ok(OpeningRatingOutcome::Open)
}

/// Deletes the ticket of a secret, if it is still valid; returns the dossier's mark and its agency.
async fn take(conn: &mut Conn<'_>, hash: &str, now: Instant) -> Result<Option<(String, i64)>> {
    let sql = "DELETE FROM rating_ticket WHERE secret_hash = $1 AND until_at > $2 RETURNING mark, agency_id";
    Ok(on!(conn, c => {
        query_as(sql).bind(hash).bind(ms(now)).fetch_optional(&mut **c).await
    })?)
}

async fn count(
    conn: &mut Conn<'_>,
    (day, agency, score): (NaiveDate, i64, Score),
    ratings: u32,
) -> Result<()> {
    let sql = "INSERT INTO rating_count (day, agency_id, score, ratings) VALUES ($1, $2, $3, $4)
               ON CONFLICT (day, agency_id, score) DO UPDATE SET ratings = rating_count.ratings + excluded.ratings";
    on!(conn, c => {
        let query = sqlx::query(sql).bind(day_number(day)).bind(agency).bind(score.as_str());
        query.bind(i64::from(ratings)).execute(&mut **c).await.map(drop)
    })?;
    Ok(())
}
