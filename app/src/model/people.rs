//! People who have an account: what server functions take and give.

use sanh_domain::account::listed::ListedPerson;
use sanh_domain::procedure::listed::ListedAgency;
use serde::{Deserialize, Serialize};

/// All people with an account, and all agencies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    /// Every account, by name.
    pub people: Vec<ListedPerson>,
    /// Every agency.
    pub agencies: Vec<ListedAgency>,
}
