//! Changes of the catalogue by administrators: one row at a time, with its audit entry.

use sqlx::query_scalar;

use sanh_domain::audit::model::AuditAct;
use sanh_domain::text::name::Name;

use super::audit::AuditEntry;
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
