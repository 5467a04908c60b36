//! Those who work on dossiers.

use sanh_domain::account::model::{Access, Colleague};
use sanh_store::Account;

/// Everybody who works on dossiers and may sign in.
#[must_use]
pub fn colleagues(accounts: Vec<Account>) -> Vec<Colleague> {
    let works = |account: &Account| !account.is_disabled && account.person.has(Access::Desk);
    let colleague = |account: Account| Colleague {
        name: account.person.name,
        display_name: account.person.display_name,
        reach: account.person.reach,
    };
    accounts.into_iter().filter(works).map(colleague).collect()
}
