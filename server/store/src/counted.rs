//! In whose figures dossiers count, as statements say it: the rule of [`CountedIn`](sanh_domain::dossier::CountedIn) for whatever counts
//! dossiers or rows of throughput. The triggers have it once more, in migration `counted_in`.

use sanh_domain::scope::{CountedBy, Scope};

/// That a dossier, or a row of throughput, counts in the figures of these.
pub(super) const fn counted(by: CountedBy) -> &'static str {
    match by {
        CountedBy::Centre => "counted_in IN ('both', 'centre')",
        CountedBy::Agencies => "counted_in IN ('both', 'agency')",
    }
}

/// The same of a time before now, by what was recorded up to an instant: what counts for nobody now may have counted then, which
/// its history tells.
pub(super) const fn may_have_counted(by: CountedBy) -> &'static str {
    match by {
        CountedBy::Centre => "counted_in IN ('both', 'centre', 'none')",
        CountedBy::Agencies => "counted_in IN ('both', 'agency', 'none')",
    }
}

/// That a dossier is somebody's work, whoever counts it: what lists of work show.
pub(super) const AT_WORK: &str = "counted_in <> 'none'";

/// That it counts in the figures of a scope.
pub(super) const fn counted_in_scope(scope: Scope) -> &'static str {
    counted(scope.counted_by())
}

#[cfg(test)]
mod tests {
    use sanh_domain::dossier::CountedIn;

    use super::*;

    #[test]
    fn the_statements_say_what_the_rule_says() {
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
