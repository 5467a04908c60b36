//! The catalogue: agencies, fields and procedures, each known by its code, with the audit entries of its changes.
//!
//! Agencies and fields are kept here: items with a code and names, read and written alike; an [`ItemTable`] says what differs.

use sqlx::{query_as, query_scalar};

use sanh_domain::audit::model::AuditAct;
use sanh_domain::board::model::Field as ListedField;
use sanh_domain::deadline::Instant;
use sanh_domain::id::{AgencyId, FieldId};
use sanh_domain::procedure::model::{CatalogueItem, ItemKind};
use sanh_domain::text::name::Name;

use super::Store;
use super::audit::{AuditActor, AuditEntry};
use super::conn::{Conn, on};
use super::error::Result;

/// The longest value in an audit entry, in characters.
const TOLD_CHARS_MAX: usize = 1_000;

/// The result of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeOutcome {
    /// The row is as requested, whether or not it was changed.
    Done,
    /// The row differs from the one that was read: nothing was written.
    Stale,
    /// The change would restate past days: nothing was written.
    Restates,
}

/// The tables of the catalogue. The audit names their rows by these nouns.
#[derive(Clone, Copy)]
pub(super) enum CatalogueTable {
    Agency,
    Field,
    Procedure,
}

impl CatalogueTable {
    pub(super) const fn noun(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::Field => "field",
            Self::Procedure => "procedure",
        }
    }

    /// The audit entry of the row with this code.
    pub(super) fn audit_entry(self, code: &str, was: String, became: String) -> AuditEntry {
        AuditEntry {
            was: cut(was),
            became: cut(became),
            ..AuditEntry::new(AuditAct::CentreChanged, format!("{} {code}", self.noun()))
        }
    }

    const fn same_code(self) -> &'static str {
        match self {
            Self::Agency => "SELECT count(*) FROM agency WHERE lower(code) = lower($1)",
            Self::Field => "SELECT count(*) FROM field WHERE lower(code) = lower($1)",
            Self::Procedure => "SELECT count(*) FROM procedure WHERE lower(code) = lower($1)",
        }
    }
}

/// A department, a ward, a vertical body: it processes dossiers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agency {
    /// Its number.
    pub id: AgencyId,
    /// Its official code, unique; new dossier codes begin with it.
    pub code: String,
    /// Its names.
    pub name: Name,
}

/// An agency to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAgency {
    /// See [`Agency::code`].
    pub code: String,
    /// See [`Agency::name`].
    pub name: Name,
}

impl From<Agency> for CatalogueItem {
    fn from(agency: Agency) -> Self {
        Self {
            id: agency.id.0,
            code: agency.code,
            name: agency.name,
            sensitive: false,
        }
    }
}

impl From<NewAgency> for CatalogueItem {
    fn from(NewAgency { code, name }: NewAgency) -> Self {
        Self {
            id: 0,
            code,
            name,
            sensitive: false,
        }
    }
}

/// A group of procedures, and a row of the board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its number; the board lists fields in this order.
    pub id: FieldId,
    /// Its code, unique.
    pub code: String,
    /// Its names.
    pub name: Name,
    /// Never shown to the public by name, whatever its volume.
    pub sensitive: bool,
}

impl Field {
    /// The field as a board lists it.
    pub fn listed(&self) -> ListedField {
        ListedField {
            field: self.id,
            name: self.name.clone(),
            sensitive: self.sensitive,
        }
    }
}

/// A field to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewField {
    /// See [`Field::code`].
    pub code: String,
    /// See [`Field::name`].
    pub name: Name,
    /// See [`Field::sensitive`].
    pub sensitive: bool,
}

impl From<Field> for CatalogueItem {
    fn from(field: Field) -> Self {
        Self {
            id: field.id.0,
            code: field.code,
            name: field.name,
            sensitive: field.sensitive,
        }
    }
}

impl From<NewField> for CatalogueItem {
    fn from(field: NewField) -> Self {
        Self {
            id: 0,
            code: field.code,
            name: field.name,
            sensitive: field.sensitive,
        }
    }
}

/// A table of agencies or of fields: what differs between the two.
struct ItemTable {
    table: CatalogueTable,
    /// Whether its items are marked as sensitive or not.
    has_marks: bool,
    /// Reads the items that are not merged into another, by number.
    load: &'static str,
    /// Reads of each merged item the number of the one into which it was merged, its code and its Vietnamese name.
    merged: &'static str,
    /// Adds an item, or changes that of its code. It writes only what changed: a second run of an import changes nothing and notifies
    /// nobody.
    put: &'static str,
    /// Reads the number of the item with a code, or of the one into which it was merged.
    number: &'static str,
}

static AGENCIES: ItemTable = ItemTable {
    table: CatalogueTable::Agency,
    has_marks: false,
    load: "SELECT id, code, name_vi, name_en, CAST(0 AS BIGINT) FROM agency WHERE merged_into IS NULL ORDER BY id",
    merged: "SELECT merged_into, code, name_vi FROM agency WHERE merged_into IS NOT NULL ORDER BY id",
    put: "INSERT INTO agency (code, name_vi, name_en) VALUES ($1, $2, $3)
          ON CONFLICT (code) DO UPDATE SET name_vi = excluded.name_vi, name_en = excluded.name_en
          WHERE agency.merged_into IS NULL
            AND (agency.name_vi <> excluded.name_vi OR agency.name_en IS DISTINCT FROM excluded.name_en)",
    number: "SELECT coalesce(merged_into, id) FROM agency WHERE code = $1",
};

static FIELDS: ItemTable = ItemTable {
    table: CatalogueTable::Field,
    has_marks: true,
    load: "SELECT id, code, name_vi, name_en, sensitive FROM field WHERE merged_into IS NULL ORDER BY id",
    merged: "SELECT merged_into, code, name_vi FROM field WHERE merged_into IS NOT NULL ORDER BY id",
    put: "INSERT INTO field (code, name_vi, name_en, sensitive) VALUES ($1, $2, $3, $4)
          ON CONFLICT (code) DO UPDATE SET
              name_vi = excluded.name_vi, name_en = excluded.name_en, sensitive = excluded.sensitive
          WHERE field.merged_into IS NULL
            AND (field.name_vi <> excluded.name_vi OR field.name_en IS DISTINCT FROM excluded.name_en
                 OR field.sensitive <> excluded.sensitive)",
    number: "SELECT coalesce(merged_into, id) FROM field WHERE code = $1",
};

/// The columns of an item.
type ItemRow = (i64, String, String, Option<String>, i64);

impl ItemTable {
    fn of(kind: ItemKind) -> &'static Self {
        match kind {
            ItemKind::Agency => &AGENCIES,
            ItemKind::Field => &FIELDS,
        }
    }

    async fn load(&self, conn: &mut Conn<'_>) -> Result<Vec<CatalogueItem>> {
        let sql = self.load;
        let rows: Vec<ItemRow> = on!(conn, c => query_as(sql).fetch_all(&mut **c).await)?;
        let item = |(id, code, vi, en, sensitive): ItemRow| CatalogueItem {
            id,
            code,
            name: Name { vi, en },
            sensitive: sensitive != 0,
        };
        Ok(rows.into_iter().map(item).collect())
    }

    async fn merged(&self, conn: &mut Conn<'_>) -> Result<Vec<(i64, String, String)>> {
        let sql = self.merged;
        Ok(on!(conn, c => query_as(sql).fetch_all(&mut **c).await)?)
    }

    /// Adds an item, or changes that of its code; returns its number.
    async fn put(&self, conn: &mut Conn<'_>, item: &CatalogueItem) -> Result<i64> {
        let (code, name) = (&item.code, &item.name);
        let sensitive = self.has_marks.then_some(i64::from(item.sensitive));
        let sql = self.put;
        on!(conn, c => {
            let query = sqlx::query(sql).bind(code).bind(&name.vi).bind(&name.en);
            let query = match sensitive {
                Some(sensitive) => query.bind(sensitive),
                None => query,
            };
            query.execute(&mut **c).await.map(drop)
        })?;
        let sql = self.number;
        Ok(on!(conn, c => query_scalar(sql).bind(code).fetch_one(&mut **c).await)?)
    }

    /// The facts of an item for the audit.
    fn facts(&self, item: &CatalogueItem) -> Vec<String> {
        let mut facts = vec![names(&item.name)];
        if self.has_marks {
            let not = if item.sensitive { "" } else { "not " };
            facts.push(format!("{not}sensitive"));
        }
        facts
    }
}

impl Store {
    /// Every agency, by number.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn agencies(&self) -> Result<Vec<Agency>> {
        Ok(self.centre_rules().await?.agencies.clone())
    }

    /// Every field, in the order the board lists them.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn fields(&self) -> Result<Vec<Field>> {
        Ok(self.centre_rules().await?.fields.clone())
    }

    /// Every item of a kind, by number.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn catalogue_items(&self, kind: ItemKind) -> Result<Vec<CatalogueItem>> {
        Ok(match kind {
            ItemKind::Agency => self.agencies().await?.into_iter().map(Into::into).collect(),
            ItemKind::Field => self.fields().await?.into_iter().map(Into::into).collect(),
        })
    }

    /// Adds agencies, or changes the names of those with a known code; returns their numbers in the order given.
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn put_agencies(&self, agencies: Vec<NewAgency>) -> Result<Vec<AgencyId>> {
        let items = agencies.into_iter().map(Into::into).collect();
        let ids = self.put_items(&AGENCIES, items).await?;
        Ok(ids.into_iter().map(AgencyId).collect())
    }

    /// Adds fields, or changes those with a known code; returns their numbers in the order given.
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn put_fields(&self, fields: Vec<NewField>) -> Result<Vec<FieldId>> {
        let items = fields.into_iter().map(Into::into).collect();
        let ids = self.put_items(&FIELDS, items).await?;
        Ok(ids.into_iter().map(FieldId).collect())
    }

    async fn put_items(
        &self,
        of: &'static ItemTable,
        items: Vec<CatalogueItem>,
    ) -> Result<Vec<i64>> {
        self.write(move |mut conn| {
            Box::pin(async move {
                let mut ids = Vec::with_capacity(items.len());
                for item in &items {
                    ids.push(of.put(&mut conn, item).await?);
                }
                Ok(ids)
            })
        })
        .await
    }

    /// Adds an item, with its audit entry, and returns its number; `None` if the code is taken, and nothing was written.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn add_catalogue_item(
        &self,
        kind: ItemKind,
        item: CatalogueItem,
        by: AuditActor,
        now: Instant,
    ) -> Result<Option<i64>> {
        let of = ItemTable::of(kind);
        self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                if is_taken(conn, of.table, &item.code).await? {
                    return Ok((None, None));
                }
                let id = of.put(conn, &item).await?;
                let became = of.facts(&item).join("; ");
                let audit_entry = of.table.audit_entry(&item.code, String::new(), became);
                Ok((Some(id), Some(audit_entry)))
            })
        })
        .await
    }

    /// Changes an item if it is as it was read, with an audit entry. Its code stays.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn change_catalogue_item(
        &self,
        kind: ItemKind,
        (before, after): (CatalogueItem, CatalogueItem),
        by: AuditActor,
        now: Instant,
    ) -> Result<ChangeOutcome> {
        let of = ItemTable::of(kind);
        self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let is_as_read = of.load(conn).await?.contains(&before);
                let is_same = (after.id, &after.code) == (before.id, &before.code);
                if !is_as_read || !is_same {
                    return Ok((ChangeOutcome::Stale, None));
                }
                if before == after {
                    return Ok((ChangeOutcome::Done, None));
                }
                of.put(conn, &after).await?;
                let (was, became) = differing(&of.facts(&before), &of.facts(&after));
                let audit_entry = of.table.audit_entry(&after.code, was, became);
                Ok((ChangeOutcome::Done, Some(audit_entry)))
            })
        })
        .await
    }
}

/// Every agency that is not merged into another, by number.
pub(super) async fn agencies(conn: &mut Conn<'_>) -> Result<Vec<Agency>> {
    let agency = |item: CatalogueItem| Agency {
        id: AgencyId(item.id),
        code: item.code,
        name: item.name,
    };
    let items = AGENCIES.load(conn).await?;
    Ok(items.into_iter().map(agency).collect())
}

/// Every field that is not merged into another, by number.
pub(super) async fn fields(conn: &mut Conn<'_>) -> Result<Vec<Field>> {
    let field = |item: CatalogueItem| Field {
        id: FieldId(item.id),
        code: item.code,
        name: item.name,
        sensitive: item.sensitive,
    };
    let items = FIELDS.load(conn).await?;
    Ok(items.into_iter().map(field).collect())
}

/// Of each merged agency the number of the one into which it was merged, its code and its name.
pub(super) async fn merged_agencies(
    conn: &mut Conn<'_>,
) -> Result<Vec<(AgencyId, String, String)>> {
    let row = |(into, code, name)| (AgencyId(into), code, name);
    let rows = AGENCIES.merged(conn).await?;
    Ok(rows.into_iter().map(row).collect())
}

/// Of each merged field the number of the one into which it was merged, its code and its name.
pub(super) async fn merged_fields(conn: &mut Conn<'_>) -> Result<Vec<(FieldId, String, String)>> {
    let row = |(into, code, name)| (FieldId(into), code, name);
    let rows = FIELDS.merged(conn).await?;
    Ok(rows.into_iter().map(row).collect())
}

/// Adds an agency, or changes the names of the one with its code; returns its number.
pub(super) async fn put_agency(conn: &mut Conn<'_>, agency: &NewAgency) -> Result<AgencyId> {
    let item = agency.clone().into();
    AGENCIES.put(conn, &item).await.map(AgencyId)
}

/// Adds a field, or changes the one with its code; returns its number.
pub(super) async fn put_field(conn: &mut Conn<'_>, field: &NewField) -> Result<FieldId> {
    let item = field.clone().into();
    FIELDS.put(conn, &item).await.map(FieldId)
}

/// Whether a code is taken. Codes that differ in case only count as the same.
pub(super) async fn is_taken(
    conn: &mut Conn<'_>,
    catalogue_table: CatalogueTable,
    code: &str,
) -> Result<bool> {
    let sql = catalogue_table.same_code();
    let same: i64 = on!(conn, c => query_scalar(sql).bind(code).fetch_one(&mut **c).await)?;
    Ok(same > 0)
}

/// A text cut for the audit, as papers may be many.
fn cut(text: String) -> String {
    if text.chars().count() <= TOLD_CHARS_MAX {
        return text;
    }
    let begun: String = text.chars().take(TOLD_CHARS_MAX).collect();
    format!("{begun}…")
}

/// Both names, for the audit.
pub(super) fn names(name: &Name) -> String {
    match &name.en {
        Some(en) => format!("{} | {en}", name.vi),
        None => name.vi.clone(),
    }
}

/// The facts that differ in two lists of the same order: the values before and after.
pub(super) fn differing(was: &[String], became: &[String]) -> (String, String) {
    let pairs = was.iter().zip(became).filter(|(was, became)| was != became);
    let (was, became): (Vec<&str>, Vec<&str>) = pairs
        .map(|(was, became)| (was.as_str(), became.as_str()))
        .unzip();
    (told(&was), told(&became))
}

fn told(facts: &[&str]) -> String {
    let said = facts.iter().filter(|fact| !fact.is_empty());
    said.copied().collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_differences_are_recorded_and_shortened() {
        let facts = |facts: [&str; 3]| facts.map(str::to_owned);
        let told = differing(&facts(["a", "b", "c"]), &facts(["a", "x", "y"]));
        assert_eq!(told, ("b; c".to_owned(), "x; y".to_owned()));
        let long = cut("\u{1ec7}".repeat(TOLD_CHARS_MAX + 1));
        assert_eq!(long.chars().count(), TOLD_CHARS_MAX + 1);
        assert!(long.ends_with('…'), "{long}");
    }
}
