//! What somebody may see, as a condition of statements.

use sanh_domain::account::model::AgencyScope;

/// `AND …`: that a column of agencies names one of a scope. A column written `+agency_id` keeps the planner from walking an index of it.
pub(super) fn within(scope: &AgencyScope, column: &str) -> String {
    let AgencyScope::Agencies(agencies) = scope else {
        return String::new();
    };
    if agencies.is_empty() {
        return " AND 1 = 0".to_owned();
    }
    let ids: Vec<String> = agencies.iter().map(|agency| agency.0.to_string()).collect();
    format!(" AND {column} IN ({})", ids.join(", "))
}
