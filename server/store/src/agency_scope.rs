//! An agency scope as a condition of SQL statements.

use sanh_domain::account::model::AgencyScope;

/// `AND …`: the condition that a column of agencies is in a scope. A column written `+agency_id` keeps the planner from using
/// its index.
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
