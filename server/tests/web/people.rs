//! People who work in the centre of the tests, signed in.

use sanh_app::server::account::secret;
use sanh_domain::account::model::{AgencyScope, Role};
use sanh_domain::deadline::Instant;
use sanh_domain::id::AgencyId;
use sanh_store::{AuditActor, NewAccount, NewSession, SessionLimits};

use super::hall::Hall;

/// Gives a person an account and a session; the cookie that their browser sends.
pub async fn sign_in(hall: &Hall, name: &str, role: Role, agency: Option<AgencyId>) -> String {
    sign_in_at(hall, (name, role), agency, hall.now()).await
}

/// The same, with a session that began at an instant.
pub async fn sign_in_at(
    hall: &Hall,
    (name, role): (&str, Role),
    agency: Option<AgencyId>,
    began_at: Instant,
) -> String {
    let reach = agency.map_or(AgencyScope::Everywhere, |agency| {
        AgencyScope::Agencies([agency].into_iter().collect())
    });
    let known = hall.store.account(name).await.expect("readable");
    let account = if let Some(account) = known {
        account.person.id
    } else {
        let account = NewAccount {
            name: name.to_owned(),
            display_name: name.to_owned(),
            role,
            reach,
        };
        let added = hall
            .store
            .add_account(account, AuditActor::console(), hall.now());
        added.await.expect("an account")
    };
    let token = secret::token();
    let session = NewSession {
        token_hash: secret::hash(&token),
        account,
        verified_hash: None,
        is_whole: true,
        address: None,
        browser: "a browser of the tests".to_owned(),
    };
    let begun = hall
        .store
        .begin_session(session, began_at, SessionLimits::default());
    begun.await.expect("a session");
    format!("sanh={token}")
}

/// A session of the role's one person, who works everywhere.
pub async fn signed_in(hall: &Hall, role: Role) -> String {
    sign_in(hall, role.as_str(), role, None).await
}
