//! The rule of [`CountedIn`](sanh_domain::dossier::CountedIn) as SQL, for all statements that count dossiers or rows of
//! throughput. The triggers contain it once more, in migration `counted_in`.

use sanh_domain::scope::{CountedBy, Scope};

/// The condition that a dossier, or a row of throughput, counts for the centre or for agencies.
pub(super) const fn counted(by: CountedBy) -> &'static str {
    match by {
        CountedBy::Centre => "counted_in IN ('both', 'centre')",
        CountedBy::Agencies => "counted_in IN ('both', 'agency')",
    }
}

/// The same for a past instant, by what was recorded up to an instant: a dossier that counts nowhere now may have counted then,
/// which its history tells.
pub(super) const fn may_have_counted(by: CountedBy) -> &'static str {
    match by {
        CountedBy::Centre => "counted_in IN ('both', 'centre', 'none')",
        CountedBy::Agencies => "counted_in IN ('both', 'agency', 'none')",
    }
}

/// The condition that a dossier is work, wherever it counts: for lists of work.
pub(super) const AT_WORK: &str = "counted_in <> 'none'";

/// The condition that a dossier counts in a scope.
pub(super) const fn counted_in_scope(scope: Scope) -> &'static str {
    counted(scope.counted_by())
}

#[cfg(test)]
mod tests {
    use sanh_domain::dossier::CountedIn;

    use super::*;

    #[test]
    fn the_sql_statements_match_the_rule() {
        for by in [CountedBy::Centre, CountedBy::Agencies] {
            for word in CountedIn::ALL {
                let said = |condition: &str| condition.contains(&format!("'{word}'"));
                assert_eq!(said(counted(by)), word.counts_for(by), "{word} {by:?}");
                let may = word.counts_for(by) || word == CountedIn::None;
                assert_eq!(said(may_have_counted(by)), may, "{word} {by:?}");
            }
        }
    }
}
