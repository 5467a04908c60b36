//! The people of the made-up centre: nobody has a default password, so each start makes new ones.

use std::io::Write;

use sanh_app::server::account::{make_link, password, secret};
use sanh_domain::account::model::{AgencyScope, Role};
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::{Action, Status};
use sanh_store::{AuditActor, NewAccount, Store, StoreError, WorklistBounds, WorklistFilter};

use super::Ended;
use crate::config::Config;

/// Who works there: name, name shown, title, role.
const PEOPLE: [(&str, &str, &str, Role); 3] = [
    ("lan", "Nguyễn Thị Lan", "Chuyên viên", Role::Staff),
    ("mai", "Trần Thị Mai", "Phó Giám đốc", Role::Manager),
    ("an", "Lê Hoài An", "Quản trị viên", Role::Admin),
];

/// Dossiers that the clerk has in hand when the centre is made.
const IN_HAND: u32 = 12;

/// Gives them accounts and prints how to sign in: a password of this start for the clerk, a one-time link for those who need a
/// second factor.
pub(super) async fn print(
    store: &Store,
    config: &Config,
    site: &str,
    now: Instant,
    out: &mut impl Write,
) -> Result<(), Ended> {
    for (name, display_name, title, role) in PEOPLE {
        let id = account(store, name, (display_name, title), role, now).await?;
        if role.needs_second_factor() {
            let link = make_link(store, name, AuditActor::console(), now).await?;
            let address = super::user::address_of(config, site, &link);
            writeln!(out, "{role} \"{name}\", for 15 minutes: {address}")?;
            continue;
        }
        let word = secret::recovery_code();
        let hash = password::hash(&word)
            .map_err(|error| Ended::CannotRun(format!("no password for {name}: {error}")))?;
        store
            .set_password(id, hash, AuditActor::console(), now)
            .await?;
        writeln!(
            out,
            "{role} \"{name}\", until the next start: {site}/sign-in with {word}"
        )?;
    }
    Ok(())
}

async fn account(
    store: &Store,
    name: &str,
    (display_name, title): (&str, &str),
    role: Role,
    now: Instant,
) -> Result<sanh_domain::account::model::AccountId, StoreError> {
    if let Some(known) = store.account(name).await? {
        return Ok(known.person.id);
    }
    let account = NewAccount {
        name: name.to_owned(),
        display_name: display_name.to_owned(),
        role,
        reach: AgencyScope::Everywhere,
    };
    let id = store
        .add_account(account, AuditActor::console(), now)
        .await?;
    let (display_name, title) = (display_name.to_owned(), title.to_owned());
    let renamed = store.rename_account(id, display_name, title, AuditActor::console(), now);
    renamed.await?;
    if role == Role::Staff {
        give(store, name, now).await?;
    }
    Ok(id)
}

/// Puts the dossiers due next into somebody's hands.
async fn give(store: &Store, name: &str, now: Instant) -> Result<(), StoreError> {
    let due_next = WorklistFilter {
        statuses: vec![Status::Received, Status::InProcess],
        scope: AgencyScope::Everywhere,
        procedure: None,
        assignees: Vec::new(),
        papers_asked_before: None,
        bounds: WorklistBounds::default(),
        is_reversed: false,
        after: None,
        rows_max: IN_HAND,
    };
    let by = AuditActor::console();
    for row in store.worklist(due_next).await? {
        let (code, version) = (row.dossier.code, row.dossier.version);
        let to = Some(name.to_owned());
        let given = store.act(&code, Action::Assign { to }, version, now, &by.actor);
        match given.await {
            // The demo is already running and has just changed this dossier.
            Ok(_) | Err(StoreError::Conflict { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
