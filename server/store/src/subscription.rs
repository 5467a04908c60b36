//! Who wants to be told of changes of a dossier: where, sealed; whether its owner has confirmed that; and how it ends.
//!
//! A subscription is known by a random token that stands in its links. The table holds a hash of it, the token itself and the address
//! lie sealed under a key of their own, so that deleting the row erases both.

mod flow;
mod letters;
mod sealed;

use sha2::{Digest, Sha256};
use sqlx::query_scalar;

use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::{DossierCode, Event};
use sanh_domain::language::Lang;
use sanh_domain::subscription::flow::PER_DOSSIER_MAX;
use sanh_domain::subscription::model::{
    CONFIRM_DIGITS, CONFIRM_H, CONFIRM_WRONG_MAX, TellAddress, TellChannel,
};

use super::audit::{AuditActor, AuditEntry};
use super::conn::{Conn, on};
use super::error::{Result, StoreError};
use super::linked::LinkedRows;
use super::secret::refuse_changed;
use super::slip_grant::SlipGrant;
use super::stored_time::{instant, ms};
use super::{Store, letter, lookup, subscription_end};
use crate::vault::{self, Vault};

pub(super) use sealed::rekey;
use sealed::{Record, StoredSubscription};

/// Characters of the hash by which a token is known: 128 bits.
const HASH_CHARS: usize = 32;
/// Bytes of a token.
const TOKEN_BYTES: usize = 16;

/// Somebody who wants to be told.
#[derive(Clone)]
pub struct NewSubscription {
    /// Where.
    pub address: TellAddress,
    /// In which language.
    pub lang: Lang,
    /// The network that asks.
    pub network: String,
}

/// The result of asking to be told.
#[derive(Clone, PartialEq, Eq)]
pub enum SubscribeOutcome {
    /// A request to confirm is on its way; the token, by which a page that was sent digits confirms them.
    Requested(String),
    /// Too many asked lately, or are told of this dossier.
    Held,
    /// The slip was replaced since.
    Over,
}

/// The result of confirming an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConfirmOutcome {
    /// It is told from now on; confirmed again, it was.
    Confirmed,
    /// These are not the digits that were sent.
    Differs,
    /// It is unknown, was stopped, waited too long, or too many wrong digits were tried.
    Over,
}

/// Whom a letter is for. Personal data.
#[derive(Clone, PartialEq, Eq)]
pub struct Subscriber {
    /// The dossier's code, which no letter names.
    pub code: DossierCode,
    /// Where.
    pub address: TellAddress,
    /// In which language.
    pub lang: Lang,
    /// What its links hold.
    pub token: String,
    /// The digits that confirm a phone.
    pub digits: String,
    /// Whether it was confirmed.
    pub is_confirmed: bool,
}

impl Store {
    /// Asks the owner of an address whether they want to be told of the dossier of a grant, or of the whole that it is a part of. The
    /// letter that asks is queued.
    ///
    /// # Errors
    /// When it cannot be sealed or written.
    pub async fn subscribe(
        &self,
        grant: SlipGrant,
        new: NewSubscription,
        now: Instant,
    ) -> Result<SubscribeOutcome> {
        let vault = self.vault()?;
        self.write(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                refuse_changed(conn, &vault).await?;
                let Some(row) = lookup::granted(conn, grant).await? else {
                    return Ok(SubscribeOutcome::Over);
                };
                let linked = LinkedRows::of(conn, &row).await?;
                let whole = linked.map_or(row, |linked| linked.whole);
                let origins = flow::Origins::of(&vault, &whole.code, &new);
                if count_of(conn, whole.id).await? >= i64::from(PER_DOSSIER_MAX)
                    || !flow::admit(conn, &origins, now).await?
                {
                    return Ok(SubscribeOutcome::Held);
                }
                let record = Record {
                    token: hex::encode(rand::random::<[u8; TOKEN_BYTES]>()),
                    address: new.address.text.clone(),
                    digits: match new.address.channel {
                        TellChannel::Mail => String::new(),
                        TellChannel::Phone => vault::digits(CONFIRM_DIGITS),
                    },
                };
                let id =
                    sealed::put(conn, &vault, (whole.id, &whole.code), &new, &record, now).await?;
                letter::put_confirmation(conn, id, now).await?;
                Ok(SubscribeOutcome::Requested(record.token))
            })
        })
        .await
    }

    /// Confirms the address of a token: one of mail by the token alone, which only its owner was sent; a phone by the digits that it was
    /// sent. Others of the same address and dossier end. The audit tells that somebody consented.
    ///
    /// # Errors
    /// When it cannot be read or written.
    pub async fn confirm_subscription(
        &self,
        token: &str,
        digits: Option<&str>,
        now: Instant,
    ) -> Result<ConfirmOutcome> {
        let (vault, hash) = (self.vault()?, token_hash(token));
        if !self.knows(&hash).await? {
            return Ok(ConfirmOutcome::Over);
        }
        let digits = digits.map(str::to_owned);
        self.audited(AuditActor::program("lookup"), now, move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                refuse_changed(conn, &vault).await?;
                let Some(found) = sealed::by_hash(conn, &hash).await? else {
                    return Ok((ConfirmOutcome::Over, None));
                };
                let outcome = confirmed(conn, &vault, &found, digits.as_deref(), now).await?;
                let is_new = outcome == ConfirmOutcome::Confirmed && found.confirmed_at.is_none();
                let audit_entry = is_new.then(|| AuditEntry {
                    became: found.channel.clone(),
                    ..AuditEntry::new(AuditAct::SubscriptionConfirmed, found.code.as_str())
                });
                Ok((outcome, audit_entry))
            })
        })
        .await
    }

    /// Ends the subscription of a token, and erases its address for good: what waits to be sent to it goes, too. Answers whether there
    /// was one.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn stop_subscription(&self, token: &str, now: Instant) -> Result<bool> {
        let hash = token_hash(token);
        if !self.knows(&hash).await? {
            return Ok(false);
        }
        let by = AuditActor::program("lookup");
        Ok(self.end_subscriptions(vec![hash], by, now).await? > 0)
    }

    /// Whether there is a subscription of a hash: whoever makes tokens up takes no turn of those who write.
    async fn knows(&self, hash: &str) -> Result<bool> {
        let hash = hash.to_owned();
        self.read(move |mut conn| {
            Box::pin(async move { Ok(sealed::by_hash(&mut conn, &hash).await?.is_some()) })
        })
        .await
    }

    /// Erases an address wherever somebody wanted to be told at it; how many times that was.
    ///
    /// # Errors
    /// When it cannot be read or written.
    pub async fn forget_address(
        &self,
        address: &TellAddress,
        by: AuditActor,
        now: Instant,
    ) -> Result<u64> {
        let hashes = self.vault()?.indexes(KIND, &address.found_by());
        let found = self.read(move |mut conn| {
            Box::pin(async move {
                let sql = "SELECT token_hash FROM subscription WHERE address_hash = $1";
                let mut found: Vec<String> = Vec::new();
                for hash in hashes {
                    let rows: Vec<String> = on!(&mut conn, c => {
                        query_scalar(sql).bind(hash).fetch_all(&mut **c).await
                    })?;
                    found.extend(rows);
                }
                Ok(found)
            })
        });
        let ended = self.end_subscriptions(found.await?, by, now).await?;
        self.scrub().await?;
        Ok(ended)
    }

    async fn end_subscriptions(
        &self,
        hashes: Vec<String>,
        by: AuditActor,
        now: Instant,
    ) -> Result<u64> {
        let ended = self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let mut entries: Vec<AuditEntry> = Vec::new();
                for hash in hashes {
                    entries.extend(subscription_end::forget(&mut conn, &hash).await?);
                }
                Ok((entries.len() as u64, entries))
            })
        });
        let ended = ended.await?;
        if ended > 0 {
            self.keep_ledger_later().await;
        }
        Ok(ended)
    }

    /// Queues a letter about an event for each who wanted to be told of its dossier by then; how many. Queued once, however often it is
    /// asked for.
    ///
    /// # Errors
    /// When it cannot be read or written.
    pub async fn tell_subscribers(&self, event: &Event, now: Instant) -> Result<u64> {
        let (code, sequence, at) = (event.code.clone(), event.sequence, ms(event.recorded_at));
        let found = self.read(move |mut conn| {
            Box::pin(async move {
                let sql = "SELECT s.id FROM subscription s JOIN dossier d ON d.id = s.dossier_id
                           WHERE d.code = $1 AND s.confirmed_at <= $2 ORDER BY s.id";
                let found: Vec<i64> = on!(&mut conn, c => {
                    query_scalar(sql).bind(code.as_str()).bind(at).fetch_all(&mut **c).await
                })?;
                Ok(found)
            })
        });
        let found = found.await?;
        if found.is_empty() {
            return Ok(0);
        }
        self.write(move |mut conn| {
            Box::pin(async move {
                let mut queued = 0;
                for id in found {
                    queued += letter::put_change(&mut conn, (id, sequence), now).await?;
                }
                Ok(queued)
            })
        })
        .await
    }

    /// Whom the letters of a subscription are for; `None`: it has ended.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] for a record that does not open; or it cannot be read.
    pub async fn subscriber(&self, id: i64) -> Result<Option<Subscriber>> {
        let vault = self.vault()?;
        self.read(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                refuse_changed(conn, &vault).await?;
                let found = sealed::by_id(conn, id).await?;
                found.map(|found| subscriber(&vault, &found)).transpose()
            })
        })
        .await
    }
}

/// The kind of the blind index of addresses.
const KIND: &str = "subscription";

/// What is kept of a token: it is random, so nobody finds it by trying.
fn token_hash(token: &str) -> String {
    let mut hash = hex::encode(Sha256::digest(token));
    hash.truncate(HASH_CHARS);
    hash
}

async fn count_of(conn: &mut Conn<'_>, dossier_id: i64) -> Result<i64> {
    let sql = "SELECT count(*) FROM subscription WHERE dossier_id = $1";
    Ok(on!(conn, c => query_scalar(sql).bind(dossier_id).fetch_one(&mut **c).await)?)
}

/// Whether nobody has confirmed it in time.
fn is_forgotten(found: &StoredSubscription, now: Instant) -> Result<bool> {
    let until = instant(found.made_at)? + chrono::Duration::hours(CONFIRM_H);
    Ok(found.confirmed_at.is_none() && now >= until)
}

async fn confirmed(
    conn: &mut Conn<'_>,
    vault: &Vault,
    found: &StoredSubscription,
    digits: Option<&str>,
    now: Instant,
) -> Result<ConfirmOutcome> {
    if found.confirmed_at.is_some() {
        return Ok(ConfirmOutcome::Confirmed);
    }
    if is_forgotten(found, now)? || found.wrong_tries >= i64::from(CONFIRM_WRONG_MAX) {
        return Ok(ConfirmOutcome::Over);
    }
    let known = subscriber(vault, found)?;
    match (known.address.channel, digits) {
        (TellChannel::Mail, None) => {}
        (TellChannel::Phone, Some(typed)) if typed == known.digits => {}
        (TellChannel::Phone, Some(_)) => {
            let sql = "UPDATE subscription SET wrong_tries = wrong_tries + 1 WHERE id = $1";
            on!(conn, c => sqlx::query(sql).bind(found.id).execute(&mut **c).await.map(drop))?;
            return Ok(ConfirmOutcome::Differs);
        }
        // No digits were typed, so this is no wrong try.
        (TellChannel::Phone, None) => return Ok(ConfirmOutcome::Differs),
        (TellChannel::Mail, Some(_)) => return Ok(ConfirmOutcome::Over),
    }
    let sql = "UPDATE subscription SET confirmed_at = $2 WHERE id = $1";
    on!(&mut *conn, c => sqlx::query(sql).bind(found.id).bind(ms(now)).execute(&mut **c).await.map(drop))?;
    let sql = "DELETE FROM subscription WHERE dossier_id = $1 AND address_hash = $2 AND id <> $3";
    on!(conn, c => {
        let query = sqlx::query(sql).bind(found.dossier_id).bind(&found.address_hash);
        query.bind(found.id).execute(&mut **c).await.map(drop)
    })?;
    Ok(ConfirmOutcome::Confirmed)
}

fn subscriber(vault: &Vault, found: &StoredSubscription) -> Result<Subscriber> {
    let damaged = || StoreError::Corrupt(format!("subscription {} does not open", found.id));
    let record = sealed::open(vault, found).ok_or_else(damaged)?;
    Ok(Subscriber {
        code: DossierCode::try_from(found.code.clone()).map_err(|_| damaged())?,
        address: TellAddress {
            channel: found.channel.parse().map_err(|_| damaged())?,
            text: record.address,
        },
        lang: found.lang.parse().map_err(|_| damaged())?,
        token: record.token,
        digits: record.digits,
        is_confirmed: found.confirmed_at.is_some(),
    })
}
