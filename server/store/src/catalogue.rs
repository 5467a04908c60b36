//! How the catalogue is changed by administrators: one row at a time, with its line in the audit.

use sqlx::query_scalar;

use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_domain::text::name::Name;

use super::Store;
use super::audit::{self, By, Deed};
use super::db::{Conn, on};
use super::error::Result;
use super::options::SealKey;

/// The longest text of a line in the audit, in characters.
const TOLD_CHARS_MAX: usize = 1_000;

/// What came of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// What was asked for stands, whether or not it stood before.
    Done,
    /// What it was made from stands no more: nothing was written.
    Stale,
    /// It would tell of days that have passed otherwise than they were: nothing was written.
    Restates,
}

/// The tables of the catalogue, by the noun the audit names their rows with.
#[derive(Clone, Copy)]
pub(super) enum Shelf {
    Agency,
    Field,
    Procedure,
}

impl Shelf {
    pub(super) const fn noun(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::Field => "field",
            Self::Procedure => "procedure",
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

/// Whether something has a code already. Codes that differ in capitals alone would be taken for each other.
pub(super) async fn is_taken(conn: &mut Conn<'_>, shelf: Shelf, code: &str) -> Result<bool> {
    let sql = shelf.same_code();
    let same: i64 = on!(conn, c => query_scalar(sql).bind(code).fetch_one(&mut **c).await)?;
    Ok(same > 0)
}

impl Store {
    /// Whoever changes the catalogue now.
    pub(super) fn scribe(&self, by: By, now: Instant) -> Scribe {
        Scribe {
            key: self.options.seal_key.clone(),
            by,
            now,
        }
    }
}

/// Who writes a line of the audit, and how.
pub(super) struct Scribe {
    key: Option<SealKey>,
    by: By,
    now: Instant,
}

impl Scribe {
    /// Tells of a row by its code.
    pub(super) async fn tell(
        &self,
        conn: &mut Conn<'_>,
        (table, code): (Shelf, &str),
        was: String,
        became: String,
    ) -> Result<()> {
        let deed = Deed {
            was: cut(was),
            became: cut(became),
            ..Deed::new(AuditAct::CentreChanged, format!("{} {code}", table.noun()))
        };
        audit::put(conn, self.key.as_ref(), &self.by, deed, self.now).await
    }
}

/// What the audit keeps of a text: papers may be many.
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

/// Of two lists of facts in one order, those that differ: what was, what became.
pub(super) fn differing(was: &[String], became: &[String]) -> (String, String) {
    let pairs = was.iter().zip(became).filter(|(was, became)| was != became);
    let (was, became): (Vec<&str>, Vec<&str>) = pairs
        .map(|(was, became)| (was.as_str(), became.as_str()))
        .unzip();
    (was.join("; "), became.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_told_and_not_endlessly() {
        let facts = |facts: [&str; 3]| facts.map(str::to_owned);
        let told = differing(&facts(["a", "b", "c"]), &facts(["a", "x", "y"]));
        assert_eq!(told, ("b; c".to_owned(), "x; y".to_owned()));
        let long = cut("\u{1ec7}".repeat(TOLD_CHARS_MAX + 1));
        assert_eq!(long.chars().count(), TOLD_CHARS_MAX + 1);
        assert!(long.ends_with('…'), "{long}");
    }
}
