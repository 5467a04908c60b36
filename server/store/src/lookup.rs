//! Looking up a dossier for the holder of its slip. A [`SlipGrant`] replaces the agency scope here: only a slip's secrets make
//! one, and it opens the dossier of that slip and those linked with it, and nothing else.

use sqlx::{query_as, query_scalar};

use sanh_domain::board::handling::{HANDLING_MIN_COUNT, HandlingTimes};
use sanh_domain::deadline::Instant;
use sanh_domain::deadline::calendar::WorkingMinutes;
use sanh_domain::dossier::{Dossier, Event};
use sanh_domain::id::FieldId;
use sanh_domain::text::name::Name;

use super::centre::CentreRules;
use super::conn::{Conn, on};
use super::counter_row::ALL;
use super::dossier::{self, DossierRow};
use super::error::{Result, StoreError};
use super::linked::LinkedRows;
use super::slip_grant::SlipGrant;
use super::stored::read_submission;
use super::{Store, disclosure, event, rating, slip};
use crate::vault::{Sealed, Vault};

/// A dossier and its history.
pub struct LookedUpDossier {
    /// The dossier in its present state.
    pub dossier: Dossier,
    /// Its history, in order.
    pub events: Vec<Event>,
    /// The agency that processes it.
    pub agency: Option<Name>,
    /// The procedure.
    pub procedure: Option<Name>,
}

/// A part of a linked dossier.
pub struct LookedUpPart {
    /// The name of its task.
    pub name: Name,
    /// The part.
    pub of: LookedUpDossier,
}

/// A looked-up dossier with its parts. It has no `Debug`, as it contains a name.
pub struct LookedUpRecord {
    /// The dossier, or the whole of a linked one.
    pub whole: LookedUpDossier,
    /// The parts of a linked one, in their order.
    pub parts: Vec<LookedUpPart>,
    /// Who applied, who acts for them and where they live, to be left out of every text; empty: nobody was taken down, or it was erased.
    pub personal: Vec<String>,
    /// What the procedure costs, in đồng; `None`: not said.
    pub fee_vnd: Option<u32>,
    /// Whether the service may be rated: it was handed over, and not rated yet.
    pub may_rate: bool,
    /// The last closed year whose figures of this field are public, and the working time in which 80 % of its dossiers were
    /// resolved.
    pub time_80: Option<(i32, WorkingMinutes)>,
}

impl Store {
    /// A grant encrypted for a visitor's page, valid until an instant.
    ///
    /// # Errors
    /// When it cannot be encrypted.
    pub fn seal_grant(&self, grant: SlipGrant, until: Instant) -> Result<String> {
        let sealed = self.vault()?.seal_lookup(&grant.bytes(until));
        let sealed = sealed.ok_or_else(|| StoreError::Invalid("a grant".to_owned()))?;
        Ok(hex::encode(sealed))
    }

    /// The grant of a page; `None` if it is not ours, or no longer valid.
    ///
    /// # Errors
    /// Before the master key was given.
    pub fn open_grant(&self, kept: &str, now: Instant) -> Result<Option<SlipGrant>> {
        let vault = self.vault()?;
        let sealed = hex::decode(kept).ok();
        let opened = sealed.and_then(|sealed| vault.open_lookup(&sealed));
        Ok(opened.and_then(|bytes| SlipGrant::read(&bytes, now)))
    }

    /// The dossier of a grant; `None` if its slip was replaced since.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn look_up(&self, grant: SlipGrant, now: Instant) -> Result<Option<LookedUpRecord>> {
        let (vault, rules_cache) = (self.vault()?, self.rules_cache());
        self.read(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let Some(row) = granted(conn, grant).await? else {
                    return Ok(None);
                };
                let centre_rules = rules_cache.of_committed(conn).await?;
                let linked = LinkedRows::of(conn, &row).await?;
                let (whole, parts) = match linked {
                    Some(linked) => (linked.whole, linked.parts),
                    None => (row, Vec::new()),
                };
                let personal = personal(conn, &vault, &whole).await?;
                let time_80 = time_80(conn, &centre_rules, FieldId(whole.field_id), now).await?;
                let mut looked_up = Vec::with_capacity(parts.len());
                for (name, part) in parts {
                    let of = with_history(conn, &centre_rules, &part).await?;
                    looked_up.push(LookedUpPart { name, of });
                }
                let fee_vnd = fee_vnd(conn, whole.procedure_id).await?;
                let whole = with_history(conn, &centre_rules, &whole).await?;
                Ok(Some(LookedUpRecord {
                    fee_vnd,
                    may_rate: rating::may_be_opened(conn, &vault, &whole.dossier).await?,
                    whole,
                    parts: looked_up,
                    personal,
                    time_80,
                }))
            })
        })
        .await
    }
}

/// The dossier of a grant, while its slip is the last one.
pub(super) async fn granted(conn: &mut Conn<'_>, grant: SlipGrant) -> Result<Option<DossierRow>> {
    if slip::issued_at(conn, grant.dossier_id).await? != Some(grant.issued_at) {
        return Ok(None);
    }
    dossier::by_id(conn, grant.dossier_id).await
}

async fn with_history(
    conn: &mut Conn<'_>,
    centre_rules: &CentreRules,
    row: &DossierRow,
) -> Result<LookedUpDossier> {
    let dossier = row.dossier()?;
    let events = event::history(conn, row.id, &dossier.code).await?;
    let mut agencies = centre_rules.agencies.iter();
    let agency = agencies.find(|it| it.id == dossier.agency);
    let mut procedures = centre_rules.procedures.iter();
    let procedure = procedures.find(|it| Some(it.id) == dossier.procedure);
    Ok(LookedUpDossier {
        agency: agency.map(|it| it.name.clone()),
        procedure: procedure.map(|it| it.name.clone()),
        dossier,
        events,
    })
}

/// The fee of a procedure.
async fn fee_vnd(conn: &mut Conn<'_>, procedure: Option<i64>) -> Result<Option<u32>> {
    let sql = "SELECT fee_vnd FROM procedure WHERE id = $1";
    let fee: Option<Option<i64>> =
        on!(conn, c => query_scalar(sql).bind(procedure).fetch_optional(&mut **c).await)?;
    Ok(fee.flatten().and_then(|fee| u32::try_from(fee).ok()))
}

/// Who applied, who acts for them and where they live, as far as it is known.
async fn personal(conn: &mut Conn<'_>, vault: &Vault, row: &DossierRow) -> Result<Vec<String>> {
    let sql = "SELECT wrapped_key, sealed FROM applicant WHERE dossier_id = $1";
    let kept: Option<(Vec<u8>, Vec<u8>)> =
        on!(conn, c => query_as(sql).bind(row.id).fetch_optional(&mut **c).await)?;
    let Some((wrapped_key, body)) = kept else {
        return Ok(Vec::new());
    };
    // Texts are only shown with the name removed, so a record that does not open is an error.
    let damaged = || StoreError::Corrupt("an applicant's record does not open".to_owned());
    let record = vault.open(&row.code, &Sealed { wrapped_key, body });
    let submission = read_submission(&record.ok_or_else(damaged)?).map_err(|_| damaged())?;
    let applicant = submission.applicant;
    let told = [applicant.name, applicant.representative, applicant.address];
    Ok(told.into_iter().filter(|text| !text.is_empty()).collect())
}

/// The time in which 80 % of a field's dossiers were resolved in the last closed year: only where the boards of that year
/// showed the field by name, by a choice that was fixed before, and the field is not sensitive.
async fn time_80(
    conn: &mut Conn<'_>,
    centre_rules: &CentreRules,
    field: FieldId,
    now: Instant,
) -> Result<Option<(i32, WorkingMinutes)>> {
    use chrono::Datelike;
    let year = centre_rules.calendar().local_date(now).year() - 1;
    let is_sensitive = |id| {
        let mut fields = centre_rules.fields.iter();
        fields.find(|it| it.id == id).is_none_or(|it| it.sensitive)
    };
    let chosen = disclosure::stored(conn, year).await?;
    if is_sensitive(field) || !chosen.is_some_and(|chosen| chosen.shows(field)) {
        return Ok(None);
    }
    let sql = "SELECT handling_bin, n FROM handling_counter
               WHERE agency_id = $1 AND bucket = $2 AND field_id = $3";
    let bins: Vec<(i64, i64)> = on!(conn, c => {
        let query = query_as(sql).bind(ALL).bind(i64::from(year) * 10_000).bind(field.0);
        query.fetch_all(&mut **c).await
    })?;
    let mut times = HandlingTimes::default();
    for (bin, count) in bins {
        if let (Ok(bin), Ok(count)) = (u32::try_from(bin), u64::try_from(count)) {
            times.add_bin(bin, count);
        }
    }
    let time = times.time_of_80_percent(HANDLING_MIN_COUNT);
    Ok(time.map(|time| (year, time)))
}
