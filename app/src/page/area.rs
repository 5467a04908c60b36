//! Areas: what pages need of whoever asks for them, by the beginnings of their paths.

use sanh_domain::account::model::Access;

/// The beginning of an area's paths, the access that its pages need, and how private they are.
type Area = (&'static [&'static str], Access, Privacy);

/// How private the pages of an area are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Privacy {
    /// They show what is public and take nothing that is private: any connection will do.
    Open,
    /// They show or take what only one visitor may read, so they need a private connection. The browser may be everybody's, as that of
    /// a kiosk: it keeps nothing for whoever comes next, and no page sends back what was typed.
    Confidential,
    /// As [`Privacy::Confidential`], in the browser of one person: it stays signed in and keeps the language that was chosen.
    Personal,
    /// As [`Privacy::Personal`], and what is typed there is as secret as a password: no page sends it back.
    Secret,
}

/// The areas; the first whose beginning fits a path applies.
const AREAS: &[Area] = &[
    (&["screen"], Access::Public, Privacy::Open),
    (&["board"], Access::Public, Privacy::Open),
    (&["documents"], Access::Public, Privacy::Open),
    // The code and number by which people follow what they wrote.
    (&["feedback", "follow"], Access::Public, Privacy::Secret),
    // What people write.
    (&["feedback"], Access::Public, Privacy::Personal),
    (&["help"], Access::Public, Privacy::Open),
    // Programs of mail send it, wherever the letters say that the server is; its secret does nothing but end them.
    (&["lookup", "tell", "stop"], Access::Public, Privacy::Open),
    // What a slip holds, and where its dossier stands.
    (&["lookup"], Access::Public, Privacy::Confidential),
    (&["privacy"], Access::Public, Privacy::Open),
    (&["procedures"], Access::Public, Privacy::Open),
    (&["sign-in"], Access::Public, Privacy::Secret),
    (&["welcome"], Access::Public, Privacy::Secret),
    (&["sign-out"], Access::SignedIn, Privacy::Personal),
    (&["admin"], Access::Administer, Privacy::Personal),
    (&["manage"], Access::Manage, Privacy::Personal),
    (&["desk", "export"], Access::Manage, Privacy::Personal),
    (&["desk"], Access::Desk, Privacy::Personal),
    (&["account", "absence"], Access::Desk, Privacy::Personal),
    (&["account"], Access::SignedIn, Privacy::Personal),
];

/// The access that the area of a path needs; `None` for a path in no area: nobody has it.
#[must_use]
pub fn area_access(segments: &[&str]) -> Option<Access> {
    if segments.is_empty() {
        return Some(Access::Public);
    }
    area(segments).map(|(_, access, _)| *access)
}

/// Whether a path is of an area that needs a private connection: HTTPS, or plain HTTP where the settings declare the network private.
#[must_use]
pub fn needs_private_connection(segments: &[&str]) -> bool {
    area(segments).is_some_and(|(.., privacy)| *privacy != Privacy::Open)
}

/// Whether a path is of a room: an area for one person at their own browser.
#[must_use]
pub fn is_room(segments: &[&str]) -> bool {
    let is_personal = |privacy| matches!(privacy, Privacy::Personal | Privacy::Secret);
    area(segments).is_some_and(|(.., privacy)| is_personal(*privacy))
}

/// Whether what is typed on the pages of a path's area is as secret as a password, whatever its field is called. Fields with passwords
/// are so everywhere: [`super::SECRETS`].
#[must_use]
pub fn takes_secrets(segments: &[&str]) -> bool {
    let is_secret = |privacy| matches!(privacy, Privacy::Confidential | Privacy::Secret);
    area(segments).is_some_and(|(.., privacy)| is_secret(*privacy))
}

fn area(segments: &[&str]) -> Option<&'static Area> {
    AREAS.iter().find(|(start, ..)| segments.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_not_public_needs_a_private_connection() {
        for (start, access, privacy) in AREAS {
            let is_public = *access == Access::Public;
            assert!(is_public || *privacy == Privacy::Personal, "{start:?}");
        }
    }

    #[test]
    fn what_takes_a_secret_or_what_people_write_needs_a_private_connection() {
        for path in [&["lookup"][..], &["lookup", "tell"], &["feedback", "rate"]] {
            assert!(needs_private_connection(path), "{path:?}");
        }
        for path in [
            &["board"][..],
            &["lookup", "tell", "stop", "1"],
            &["nothing"],
        ] {
            assert!(!needs_private_connection(path), "{path:?}");
        }
        assert!(!needs_private_connection(&[]));
    }

    #[test]
    fn what_opens_an_account_a_dossier_or_a_message_is_secret() {
        for path in [
            &["sign-in", "code"][..],
            &["welcome"],
            &["lookup", "tell", "code"],
            &["feedback", "follow"],
        ] {
            assert!(takes_secrets(path), "{path:?}");
        }
        for path in [&["feedback"][..], &["desk", "receive"], &[]] {
            assert!(!takes_secrets(path), "{path:?}");
        }
    }

    #[test]
    fn a_kiosk_keeps_nothing_for_its_next_visitor() {
        assert!(!is_room(&["lookup"]));
        assert!(is_room(&["feedback"]) && is_room(&["desk", "export"]));
        assert!(is_room(&["feedback", "follow"]) && is_room(&["sign-in"]));
        assert!(!is_room(&[]) && !is_room(&["nothing"]));
    }
}
