//! Counts the open streams and limits new ones. Screens and desks have separate limits, so that visitors' walls keep no desk
//! from its updates; each visitor has a share only.

use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use sanh_domain::account::model::AccountId;

use super::slots::{Holder, Slot, SlotLimits, Slots};
use crate::config::Config;

/// The open streams of a process.
#[derive(Clone, Debug)]
pub struct Streams {
    screens: Kind,
    desks: Kind,
    look_ups: Kind,
}

/// The streams of one kind.
#[derive(Clone, Debug)]
struct Kind {
    open: Slots,
    most: SlotLimits,
}

/// The numbers of open streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenStreams {
    /// Of screens.
    pub screens: u64,
    /// Of desks.
    pub desks: u64,
    /// Of pages that follow a dossier.
    pub look_ups: u64,
}

impl Streams {
    /// No streams yet, with the limits of the settings.
    #[must_use]
    pub fn new(config: &Config) -> Self {
        let shares = (
            config.streams_per_visitor_max,
            config.desk_streams_per_person_max,
        );
        Self::bounded(config.streams_max, shares)
    }

    fn bounded(all: u32, (each_visitor, each_person): (u32, u32)) -> Self {
        let kind = |each| Kind {
            open: Slots::default(),
            most: SlotLimits { all, each },
        };
        Self {
            screens: kind(each_visitor),
            desks: kind(each_person),
            look_ups: kind(each_visitor),
        }
    }

    /// Takes a slot for a screen's stream, for any visitor; `None`: there is none for them, see [`later`].
    #[must_use]
    pub fn enter_screen(&self, request: &Request) -> Option<Slot> {
        self.screens.enter(Holder::of(request))
    }

    /// Takes a slot for a desk's stream of a person; `None`: there is none for them, see [`later`].
    #[must_use]
    pub fn enter_desk(&self, person: AccountId) -> Option<Slot> {
        self.desks.enter(Holder::Account(person))
    }

    /// Takes a slot for the stream of a page that follows a dossier, for any visitor; `None`: there is none for them, see
    /// [`later`]: the page then polls.
    #[must_use]
    pub fn enter_look_up(&self, request: &Request) -> Option<Slot> {
        self.look_ups.enter(Holder::of(request))
    }

    /// How many are open.
    #[must_use]
    pub fn open(&self) -> OpenStreams {
        OpenStreams {
            screens: self.screens.open.taken(),
            desks: self.desks.open.taken(),
            look_ups: self.look_ups.open.taken(),
        }
    }
}

impl Kind {
    fn enter(&self, holder: Holder) -> Option<Slot> {
        self.open.take(holder, self.most)
    }
}

/// The answer when no slot is free: 503 with `Retry-After`.
#[must_use]
pub fn later() -> Response {
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn all_streams_have_a_bound_and_so_have_those_of_one_holder() {
        let streams = Streams::bounded(3, (2, 2));
        let at = |last| Holder::at(Some([192, 0, 2, last].into()));
        let enter = |last| streams.screens.enter(at(last));
        let first = (enter(1).unwrap(), enter(1).unwrap());
        assert!(enter(1).is_none(), "beyond their share");
        let _other = enter(2).unwrap();
        assert!(enter(3).is_none(), "all are taken");
        let desks = [AccountId(1), AccountId(1), AccountId(2)];
        let _desks = desks.map(|person| streams.enter_desk(person).unwrap());
        assert!(streams.enter_desk(AccountId(3)).is_none());
        let open = OpenStreams {
            screens: 3,
            desks: 3,
            look_ups: 0,
        };
        assert_eq!(streams.open(), open);
        drop(first);
        assert!(enter(3).is_some());
    }
}
