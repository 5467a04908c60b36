//! Accounts: the people who sign in, and their rights.

mod device;
mod factor;
mod link;
mod session;
pub(super) mod throttle;

use std::collections::{BTreeMap, BTreeSet};

use sqlx::{query_as, query_scalar};

use sanh_domain::account::model::{AccountId, AgencyScope, Person, Role, is_account_name};
use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_domain::id::AgencyId;

use super::Store;
use super::audit::{AuditActor, AuditEntry};
use super::conn::{Conn, on};
use super::error::{Result, StoreError};
use super::stored_time::ms;

pub use factor::SealedFactor;
pub(super) use factor::rekey_factors;
pub(super) use link::take_secrets;
pub use link::{Link, LinkSettings};
pub use session::{NewSession, PendingSession, SessionLimits, SignedIn, StoredSession};

/// An account to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAccount {
    /// The name used to sign in: lower-case letters, digits, dots, hyphens and underscores.
    pub name: String,
    /// The name shown to colleagues.
    pub display_name: String,
    /// Their role.
    pub role: Role,
    /// The agencies in which the role holds.
    pub reach: AgencyScope,
}

/// An account with its credentials.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    /// The person.
    pub person: Person,
    /// What they are called beside their name, as papers have it; blank: nothing.
    pub title: String,
    /// The password's hash; `None` if none was set yet.
    pub password_hash: Option<String>,
    /// The second factor's secret.
    pub factor_secret: Option<SealedFactor>,
    /// Whether it is disabled.
    pub is_disabled: bool,
}

type AccountRow = (
    i64,
    String,
    String,
    String,
    String,
    i64,
    Option<String>,
    Option<String>,
    Option<i64>,
);

const COLUMNS: &str =
    "id, name, display_name, title, role, everywhere, password_hash, factor_secret, disabled_at";

/// The name used to sign in, as stored: case is ignored.
#[must_use]
pub fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}

fn check_name(name: &str) -> Result<()> {
    if is_account_name(name) {
        return Ok(());
    }
    Err(StoreError::Invalid(format!(
        "\"{name}\" is no account name: up to 64 letters a-z, digits, dots, hyphens and underscores"
    )))
}

impl Store {
    /// Adds an account. Nobody can sign in to it before a one-time link has set its password.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for a name that is invalid or taken.
    pub async fn add_account(
        &self,
        account: NewAccount,
        by: AuditActor,
        now: Instant,
    ) -> Result<AccountId> {
        let name = folded(&account.name);
        check_name(&name)?;
        self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                if by_name(conn, &name).await?.is_some() {
                    return Err(StoreError::Invalid(format!("there is an account {name} already")));
                }
                let sql = "INSERT INTO account (name, display_name, role, everywhere, created_at)
                           VALUES ($1, $2, $3, $4, $5) RETURNING id";
                let everywhere = i64::from(account.reach == AgencyScope::Everywhere);
                let id: i64 = on!(&mut *conn, c => {
                    let query = query_scalar(sql).bind(&name).bind(&account.display_name).bind(account.role.as_str());
                    query.bind(everywhere).bind(ms(now)).fetch_one(&mut **c).await
                })?;
                put_agencies(conn, id, &account.reach).await?;
                let audit_entry = AuditEntry {
                    became: rights(account.role, &account.reach),
                    ..AuditEntry::new(AuditAct::AccountAdded, name)
                };
                Ok((AccountId(id), Some(audit_entry)))
            })
        })
        .await
    }

    /// The account with this name.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn account(&self, name: &str) -> Result<Option<Account>> {
        let name = folded(name);
        self.read(move |mut conn| Box::pin(async move { by_name(&mut conn, &name).await }))
            .await
    }

    /// Every account, by name.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn accounts(&self) -> Result<Vec<Account>> {
        self.read(|mut conn| {
            Box::pin(async move {
                let sql = format!("SELECT {COLUMNS} FROM account ORDER BY name");
                let rows: Vec<AccountRow> = on!(&mut conn, c => {
                    query_as(sqlx::AssertSqlSafe(sql)).fetch_all(&mut **c).await
                })?;
                let sql = "SELECT account_id, agency_id FROM account_agency";
                let pairs: Vec<(i64, i64)> =
                    on!(&mut conn, c => query_as(sql).fetch_all(&mut **c).await)?;
                let mut agencies = BTreeMap::<i64, BTreeSet<AgencyId>>::new();
                for (account, agency) in pairs {
                    agencies
                        .entry(account)
                        .or_default()
                        .insert(AgencyId(agency));
                }
                rows.into_iter()
                    .map(|row| {
                        let own = agencies.remove(&row.0).unwrap_or_default();
                        account_with(row, own)
                    })
                    .collect()
            })
        })
        .await
    }

    /// Changes the rights of a person, and ends their sessions.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for the last administrator, as somebody must be able to add accounts.
    pub async fn set_rights(
        &self,
        id: AccountId,
        role: Role,
        reach: AgencyScope,
        by: AuditActor,
        now: Instant,
    ) -> Result<()> {
        self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let before = known(conn, id).await?;
                let could_let_in = lets_in(conn, id).await?;
                put_rights(conn, id, role, &reach).await?;
                keep_an_administrator(conn, could_let_in).await?;
                let audit_entry = AuditEntry {
                    was: rights(before.role, &before.reach),
                    became: rights(role, &reach),
                    ..AuditEntry::new(AuditAct::RightsChanged, before.name)
                };
                session::end_all(conn, id).await?;
                Ok(((), Some(audit_entry)))
            })
        })
        .await?;
        self.keep_ledger_later().await;
        Ok(())
    }

    /// Changes what a person is called, and what they are called beside it, as papers have it.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] where there is no such account; or it cannot be written.
    pub async fn rename_account(
        &self,
        id: AccountId,
        display_name: String,
        title: String,
        by: AuditActor,
        now: Instant,
    ) -> Result<()> {
        self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let found = by_id(conn, id.0).await?;
                let before = found.ok_or_else(|| StoreError::Invalid(format!("there is no account {}", id.0)))?;
                let sql = "UPDATE account SET display_name = $2, title = $3 WHERE id = $1";
                on!(&mut *conn, c => {
                    sqlx::query(sql).bind(id.0).bind(&display_name).bind(&title).execute(&mut **c).await.map(drop)
                })?;
                let audit_entry = AuditEntry {
                    was: called(&before.person.display_name, &before.title),
                    became: called(&display_name, &title),
                    ..AuditEntry::new(AuditAct::AccountRenamed, before.person.name)
                };
                Ok(((), Some(audit_entry)))
            })
        })
        .await
    }

    /// Lets an account sign in no more, and ends its sessions. What it did stays under its name.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for the last administrator.
    pub async fn disable_account(&self, id: AccountId, by: AuditActor, now: Instant) -> Result<()> {
        self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let person = known(conn, id).await?;
                let could_let_in = lets_in(conn, id).await?;
                let sql = "UPDATE account SET disabled_at = $2 WHERE id = $1 AND disabled_at IS NULL";
                on!(&mut *conn, c => sqlx::query(sql).bind(id.0).bind(ms(now)).execute(&mut **c).await.map(drop))?;
                keep_an_administrator(conn, could_let_in).await?;
                device::forget_all(conn, id).await?;
                let audit_entry = AuditEntry::new(AuditAct::AccountDisabled, person.name);
                session::end_all(conn, id).await?;
                Ok(((), Some(audit_entry)))
            })
        })
        .await?;
        self.keep_ledger_later().await;
        Ok(())
    }

    /// Sets the hash of a password, and ends every session of the account.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn set_password(
        &self,
        id: AccountId,
        hash: String,
        by: AuditActor,
        now: Instant,
    ) -> Result<()> {
        self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let person = known(&mut conn, id).await?;
                let audit_entry = AuditEntry::new(AuditAct::PasswordSet, person.name);
                let sql = "UPDATE account SET password_hash = $2 WHERE id = $1";
                on!(&mut conn, c => sqlx::query(sql).bind(id.0).bind(hash).execute(&mut **c).await.map(drop))?;
                session::end_all(&mut conn, id).await?;
                Ok(((), Some(audit_entry)))
            })
        })
        .await?;
        self.keep_ledger_later().await;
        Ok(())
    }
}

/// A name and a title, for the audit.
fn called(display_name: &str, title: &str) -> String {
    if title.is_empty() {
        return display_name.to_owned();
    }
    format!("{display_name}, {title}")
}

/// A role and its agencies, as text for the audit.
pub(super) fn rights(role: Role, reach: &AgencyScope) -> String {
    match reach {
        AgencyScope::Everywhere => format!("{role} everywhere"),
        AgencyScope::Agencies(agencies) => {
            let agencies: Vec<String> =
                agencies.iter().map(|agency| agency.0.to_string()).collect();
            format!("{role} in agencies {}", agencies.join(", "))
        }
    }
}

async fn known(conn: &mut Conn<'_>, id: AccountId) -> Result<Person> {
    let found = by_id(conn, id.0).await?;
    let account =
        found.ok_or_else(|| StoreError::Invalid(format!("there is no account {}", id.0)))?;
    Ok(account.person)
}

/// Whether an account can sign in as administrator: it has the role, a password and a second factor.
async fn lets_in(conn: &mut Conn<'_>, id: AccountId) -> Result<bool> {
    let account = by_id(conn, id.0).await?;
    Ok(account.is_some_and(|it| {
        let is_settled = it.password_hash.is_some() && it.factor_secret.is_some();
        it.person.role == Role::Admin && is_settled && !it.is_disabled
    }))
}

/// Refuses a change, already made in this transaction, that leaves no administrator; where the changed account was able to sign
/// in as administrator, one who has not used their link yet does not count. Before the first account of a centre nothing is
/// refused.
async fn keep_an_administrator(conn: &mut Conn<'_>, could_let_in: bool) -> Result<()> {
    let sql = "SELECT count(*), coalesce(sum(CASE WHEN password_hash IS NOT NULL AND factor_secret IS NOT NULL THEN 1 ELSE 0 END), 0)
               FROM account WHERE role = 'admin' AND disabled_at IS NULL";
    let (left, can): (i64, i64) = on!(conn, c => query_as(sql).fetch_one(&mut **c).await)?;
    if left > 0 && (can > 0 || !could_let_in) {
        return Ok(());
    }
    Err(StoreError::Invalid(
        "the last administrator stays: make another one first".to_owned(),
    ))
}

/// Replaces the rights of an account.
pub(super) async fn put_rights(
    conn: &mut Conn<'_>,
    id: AccountId,
    role: Role,
    reach: &AgencyScope,
) -> Result<()> {
    let sql = "UPDATE account SET role = $2, everywhere = $3 WHERE id = $1";
    let everywhere = i64::from(*reach == AgencyScope::Everywhere);
    on!(&mut *conn, c => {
        sqlx::query(sql).bind(id.0).bind(role.as_str()).bind(everywhere).execute(&mut **c).await.map(drop)
    })?;
    put_agencies(conn, id.0, reach).await
}

async fn put_agencies(conn: &mut Conn<'_>, id: i64, reach: &AgencyScope) -> Result<()> {
    let sql = "DELETE FROM account_agency WHERE account_id = $1";
    on!(&mut *conn, c => sqlx::query(sql).bind(id).execute(&mut **c).await.map(drop))?;
    let AgencyScope::Agencies(agencies) = reach else {
        return Ok(());
    };
    let sql = "INSERT INTO account_agency (account_id, agency_id) VALUES ($1, $2)";
    for agency in agencies {
        on!(&mut *conn, c => sqlx::query(sql).bind(id).bind(agency.0).execute(&mut **c).await.map(drop))?;
    }
    Ok(())
}

pub(super) async fn by_name(conn: &mut Conn<'_>, name: &str) -> Result<Option<Account>> {
    let sql = format!("SELECT {COLUMNS} FROM account WHERE name = $1");
    let row: Option<AccountRow> = on!(&mut *conn, c => {
        query_as(sqlx::AssertSqlSafe(sql)).bind(name).fetch_optional(&mut **c).await
    })?;
    match row {
        Some(row) => account_of(conn, row).await.map(Some),
        None => Ok(None),
    }
}

async fn by_id(conn: &mut Conn<'_>, id: i64) -> Result<Option<Account>> {
    let sql = format!("SELECT {COLUMNS} FROM account WHERE id = $1");
    let row: Option<AccountRow> = on!(&mut *conn, c => {
        query_as(sqlx::AssertSqlSafe(sql)).bind(id).fetch_optional(&mut **c).await
    })?;
    match row {
        Some(row) => account_of(conn, row).await.map(Some),
        None => Ok(None),
    }
}

async fn account_of(conn: &mut Conn<'_>, row: AccountRow) -> Result<Account> {
    let sql = "SELECT agency_id FROM account_agency WHERE account_id = $1";
    let agencies: Vec<i64> =
        on!(conn, c => query_scalar(sql).bind(row.0).fetch_all(&mut **c).await)?;
    account_with(row, agencies.into_iter().map(AgencyId).collect())
}

fn account_with(row: AccountRow, agencies: BTreeSet<AgencyId>) -> Result<Account> {
    let (
        id,
        name,
        display_name,
        title,
        role,
        everywhere,
        password_hash,
        factor_secret,
        disabled_at,
    ) = row;
    let role = role
        .parse()
        .map_err(|error| StoreError::Corrupt(format!("account {name}: {error}")))?;
    let reach = if everywhere == 0 {
        AgencyScope::Agencies(agencies)
    } else {
        AgencyScope::Everywhere
    };
    Ok(Account {
        person: Person {
            id: AccountId(id),
            name,
            display_name,
            role,
            reach,
        },
        title,
        password_hash,
        factor_secret: factor_secret.map(SealedFactor::of_row),
        is_disabled: disabled_at.is_some(),
    })
}
