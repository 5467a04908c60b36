//! Absences and substitutes. No dossier and no event is changed.

use chrono::NaiveDate;
use sqlx::query_as;

use sanh_domain::absence::model::{Absence, AbsenceRefusal, Cancellation, Worker, cancel, check};
use sanh_domain::account::model::Person;
use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;

use super::audit::{AuditActor, AuditEntry};
use super::conn::{Conn, on};
use super::error::{Result, StoreError};
use super::setting::parse_date;
use super::stored_time::ms;
use super::{Store, account};

#[derive(sqlx_macros::FromRow)]
struct AbsenceRow {
    id: i64,
    account: String,
    substitute: String,
    from_date: String,
    to_date: String,
}

impl AbsenceRow {
    fn absence(self) -> Result<Absence> {
        Ok(Absence {
            id: self.id,
            from: parse_date(&self.from_date)?,
            to: parse_date(&self.to_date)?,
            account: self.account,
            substitute: self.substitute,
        })
    }
}

impl Store {
    /// The absences that end on a local date or later, in the order of their beginning.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn absences_from(&self, date: NaiveDate) -> Result<Vec<Absence>> {
        self.read(move |mut conn| Box::pin(async move { from(&mut conn, date).await }))
            .await
    }

    /// Adds an absence with its audit entry, if the rules allow it beside the existing ones.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for an unknown account; or it cannot be written.
    pub async fn add_absence(
        &self,
        absence: Absence,
        today: NaiveDate,
        by: AuditActor,
        now: Instant,
    ) -> Result<std::result::Result<(), AbsenceRefusal>> {
        let made_by = by.actor.name.clone();
        self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let known = from(conn, today).await?;
                let absent = person(conn, &absence.account).await?;
                let substitute = person(conn, &absence.substitute).await?;
                let checked = check(&absence, &worker(&absent), &worker(&substitute), &known, today);
                if let Err(refusal) = checked {
                    return Ok((Err(refusal), None));
                }
                let sql = "INSERT INTO absence (id, account_id, substitute_id, from_date, to_date, made_by, made_at)
                           VALUES ((SELECT coalesce(max(id), 0) + 1 FROM absence), $1, $2, $3, $4, $5, $6)";
                on!(&mut *conn, c => {
                    let query = sqlx::query(sql).bind(absent.id.0).bind(substitute.id.0);
                    let query = query.bind(absence.from.to_string()).bind(absence.to.to_string());
                    query.bind(&made_by).bind(ms(now)).execute(&mut **c).await.map(drop)
                })?;
                let audit_entry = AuditEntry {
                    became: description(&absence),
                    ..AuditEntry::new(AuditAct::AbsenceSet, absence.account.clone())
                };
                Ok((Ok(()), Some(audit_entry)))
            })
        })
        .await
    }

    /// Cancels an absence: from a local date on the person is present. Returns whether that changed anything.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn cancel_absence(
        &self,
        id: i64,
        today: NaiveDate,
        by: AuditActor,
        now: Instant,
    ) -> Result<bool> {
        self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let known = from(conn, today).await?;
                let Some(absence) = known.into_iter().find(|it| it.id == id) else {
                    return Ok((false, None));
                };
                let became = match cancel(&absence, today) {
                    Cancellation::Over => return Ok((false, None)),
                    Cancellation::Removed => {
                        let sql = "DELETE FROM absence WHERE id = $1";
                        on!(&mut *conn, c => sqlx::query(sql).bind(id).execute(&mut **c).await.map(drop))?;
                        String::new()
                    }
                    Cancellation::EndsOn(to) => {
                        let sql = "UPDATE absence SET to_date = $2 WHERE id = $1";
                        on!(&mut *conn, c => {
                            let query = sqlx::query(sql).bind(id).bind(to.to_string());
                            query.execute(&mut **c).await.map(drop)
                        })?;
                        description(&Absence { to, ..absence.clone() })
                    }
                };
                let audit_entry = AuditEntry {
                    was: description(&absence),
                    became,
                    ..AuditEntry::new(AuditAct::AbsenceTakenBack, absence.account.clone())
                };
                Ok((true, Some(audit_entry)))
            })
        })
        .await
    }
}

async fn from(conn: &mut Conn<'_>, date: NaiveDate) -> Result<Vec<Absence>> {
    let sql = "SELECT absence.id, absent.name AS account, substitute.name AS substitute, from_date, to_date
               FROM absence JOIN account AS absent ON absent.id = absence.account_id
               JOIN account AS substitute ON substitute.id = absence.substitute_id
               WHERE to_date >= $1 ORDER BY from_date, absence.id";
    let rows: Vec<AbsenceRow> = on!(conn, c => {
        query_as(sql).bind(date.to_string()).fetch_all(&mut **c).await
    })?;
    rows.into_iter().map(AbsenceRow::absence).collect()
}

fn worker(person: &Person) -> Worker<'_> {
    Worker {
        name: &person.name,
        reach: &person.reach,
    }
}

async fn person(conn: &mut Conn<'_>, name: &str) -> Result<Person> {
    let found = account::by_name(conn, name).await?;
    let found = found.filter(|account| !account.is_disabled);
    found
        .map(|account| account.person)
        .ok_or_else(|| StoreError::Invalid(format!("there is no account {name}")))
}

/// The absence as text for the audit.
fn description(absence: &Absence) -> String {
    let Absence {
        from,
        to,
        substitute,
        ..
    } = absence;
    format!("{from} to {to}, substitute {substitute}")
}
