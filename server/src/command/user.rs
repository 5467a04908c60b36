//! `sanh user …`: the accounts of people who sign in.

use std::io::Write;

use sanh_app::server::account::make_link;
use sanh_domain::account::model::{AgencyScope, Role};
use sanh_domain::scope::Scope;
use sanh_store::clock::Clock;
use sanh_store::{AuditActor, NewAccount};

use super::{Ended, database};
use crate::clock::MachineClock;
use crate::config::Config;

/// What to do with accounts.
#[derive(Debug, clap::Subcommand)]
pub(super) enum User {
    /// Give a person an account, and print the link that sets its password (15 minutes, once)
    Add {
        /// The name to sign in with
        name: String,
        /// staff, manager or admin
        #[arg(long)]
        role: Role,
        /// The code of an agency they work in; may be given more than once [default: the whole centre]
        #[arg(long)]
        agency: Vec<String>,
        /// The name colleagues read [default: the name to sign in with]
        #[arg(long)]
        display_name: Option<String>,
    },
    /// Print a new link for a lost password or phone; whoever is signed in to the account is signed out
    Reset {
        /// The name to sign in with
        name: String,
    },
    /// List the accounts
    List,
}

/// Does it.
pub(super) async fn user(config: &Config, task: User, out: &mut impl Write) -> Result<(), Ended> {
    let store = database::open(config).await?;
    let now = MachineClock::new().now();
    match task {
        User::Add {
            name,
            role,
            agency,
            display_name,
        } => {
            let mut agencies = Vec::with_capacity(agency.len());
            for code in &agency {
                if let Scope::Agency(id) = database::agency(&store, code).await? {
                    agencies.push(id);
                }
            }
            let reach = if agencies.is_empty() {
                AgencyScope::Everywhere
            } else {
                AgencyScope::Agencies(agencies.into_iter().collect())
            };
            let account = NewAccount {
                display_name: display_name.unwrap_or_else(|| name.clone()),
                name: name.clone(),
                role,
                reach,
            };
            store
                .add_account(account, AuditActor::console(), now)
                .await?;
            let link = make_link(&store, &name, AuditActor::console(), now).await?;
            writeln!(out, "{}", address(config, &link))?;
        }
        User::Reset { name } => {
            let link = make_link(&store, &name, AuditActor::console(), now).await?;
            writeln!(out, "{}", address(config, &link))?;
        }
        User::List => {
            for account in store.accounts().await? {
                let state = match (&account.password_hash, account.is_disabled) {
                    (_, true) => "disabled",
                    (None, false) => "waits for its link",
                    (Some(_), false) => "active",
                };
                let person = account.person;
                writeln!(
                    out,
                    "{}\t{}\t{}\t{state}",
                    person.name, person.role, person.display_name
                )?;
            }
        }
    }
    store.close().await;
    Ok(())
}

/// The address of a one-time link.
fn address(config: &Config, link: &str) -> String {
    let scheme = if config.has_tls() { "https" } else { "http" };
    address_of(config, &format!("{scheme}://{}", config.listen), link)
}

/// The address of a one-time link to a server that listens at `site`, or is reached otherwise.
pub(super) fn address_of(config: &Config, site: &str, link: &str) -> String {
    let site = if config.public_url.is_empty() {
        site
    } else {
        config.public_url.trim_end_matches('/')
    };
    format!("{site}/welcome/{link}")
}
