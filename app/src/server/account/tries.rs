//! The keys by which wrong tries are counted. Tries of an unknown browser count by account and network together, so that nobody
//! elsewhere can lock a person out, or a whole office. Tries of a browser in which the person has signed in before count
//! separately, and so do those of a signed-in person.

use sanh_domain::account::session::Origin;
use sanh_store::{SIGN_IN, folded_name};

use super::queue::Requester;
use super::secret;
use crate::server::network::network_of;

/// Wrong tries that cost nothing.
const FREE: u32 = 5;

/// The names that a try is counted by.
pub(super) struct Tries {
    names: Vec<String>,
    /// The stranger's network.
    network: Option<String>,
}

impl Tries {
    /// The keys of a password.
    pub(super) fn of_password(name: &str, from: &Origin, is_known: bool) -> Self {
        let account = account_key(name);
        let device = from.device.as_deref().filter(|_| is_known);
        if let Some(device) = device {
            return Self {
                names: vec![format!("{SIGN_IN}{account}:device:{device}")],
                network: None,
            };
        }
        let network = network_of(from.address);
        Self {
            names: vec![format!("{SIGN_IN}{account}:network:{network}")],
            network: Some(network),
        }
    }

    /// The keys of a second factor. Whoever gets this far knows the password, and a code is short, so tries of unknown browsers
    /// also count for the account, from all networks together.
    pub(super) fn of_code(name: &str, from: &Origin, is_known: bool) -> Self {
        let mut tries = Self::of_password(name, from, is_known);
        if tries.network.is_some() {
            tries.names.push(format!("code:{}", account_key(name)));
        }
        tries
    }

    /// The keys of a signed-in person: their tries are counted separately from sign-ins, so that guesses at an unattended
    /// screen are limited too.
    pub(super) fn of_signed_in(name: &str) -> Self {
        Self {
            names: vec![format!("{SIGN_IN}{}:signed-in", account_key(name))],
            network: None,
        }
    }

    /// The lane in which the password is hashed.
    pub(super) fn requester(&self) -> Requester<'_> {
        match &self.network {
            Some(network) => Requester::Stranger(network),
            // Tries by somebody known have one name only.
            None => Requester::Known(self.names.first().map_or("", String::as_str)),
        }
    }

    /// The names, each with how many tries cost nothing.
    pub(super) fn limits(&self) -> Vec<(String, u32)> {
        self.names.iter().map(|name| (name.clone(), FREE)).collect()
    }

    pub(super) fn names(&self) -> Vec<String> {
        self.names.clone()
    }
}

/// The key of an account: a hash, as a person may have typed a password instead of the name.
fn account_key(name: &str) -> String {
    secret::hash(&folded_name(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_that_is_not_known_for_the_name_is_a_strangers() {
        let from = Origin {
            device: Some("hash".to_owned()),
            ..Origin::default()
        };
        let stranger = Tries::of_password("lan", &from, false);
        assert_eq!(stranger.requester(), Requester::Stranger("unknown"));
        let known = Tries::of_password("lan", &from, true);
        assert!(matches!(known.requester(), Requester::Known(_)));
        assert_ne!(known.names(), stranger.names());
        assert_ne!(
            known.names(),
            Tries::of_password("mai", &from, true).names()
        );
    }
}
