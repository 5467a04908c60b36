//! Those who work on dossiers.

use sanh_domain::account::model::{Access, Colleague};
use sanh_store::Account;

/// Everybody who works on dossiers and may sign in.
#[must_use]
pub fn colleagues(accounts: Vec<Account>) -> Vec<Colleague> {
    let works = |account: &Account| !account.is_disabled && account.person.has(Access::Desk);
    accounts.into_iter().filter(works).map(colleague).collect()
}

/// Somebody who works on dossiers, or has.
pub(crate) fn colleague(account: Account) -> Colleague {
    Colleague {
        name: account.person.name,
        display_name: account.person.display_name,
        title: account.title,
        reach: account.person.reach,
    }
}
