//! Ratings: opened at the reception desk or by a slip, given once.

use chrono::Duration;
use sanh_domain::feedback::rating::{Score, TICKET_DIGITS, TICKET_MIN};
use sanh_store::{AuditActor, OpeningRatingOutcome, RatingOutcome, RatingTicket, vault};

use super::super::desk::read_code;
use super::super::{DeskCaller, failure, now, store};
use super::sender::too_many;
use super::tries::NetworkTries;
use crate::error::AppError;
use crate::model::feedback::OpenedRating;
use crate::text::{Messages, Words};
use crate::ui::form::Problem;
use crate::ui::response::request;
use crate::ui::submit::FormError;

/// Wrong numbers of one network without a wait (ours: the tablets of a centre are one network).
const FREE_TRIES: u32 = 20;
/// The longest secret that is accepted, in characters.
const SECRET_CHARS_MAX: usize = 64;

/// Opens a rating of a dossier that was handed over.
pub(crate) async fn open_at_desk(
    caller: &DeskCaller,
    code: &str,
) -> Result<OpenedRating, FormError> {
    let (store, now, words) = (store()?, now(), request().room_lang().words());
    let code = read_code(code)?;
    let scope = caller.caller().person.dossier_scope();
    let by = AuditActor::from(caller);
    let ticket = ticket();
    let secret = ticket.secret.clone();
    let opened = store.open_rating_at_desk(&code, ticket, &scope, by, now);
    opened_rating(opened.await.map_err(failure)?, secret, words)
}

/// Opens the rating of the dossier that somebody has looked up, with the ticket of that answer.
pub(crate) async fn open_by_slip(slip: &str) -> Result<OpenedRating, FormError> {
    let (store, now, words) = (store()?, now(), request().room_lang().words());
    let over = || Problem::new("rating", words.lookup_over());
    let grant = store.open_grant(slip, now).map_err(failure)?;
    let looked_up = store.look_up(grant.ok_or_else(over)?, now).await;
    let looked_up = looked_up.map_err(failure)?.ok_or_else(over)?;
    let ticket = ticket();
    let secret = ticket.secret.clone();
    let opened = store.open_rating(&looked_up.whole.dossier.code, ticket, now);
    opened_rating(opened.await.map_err(failure)?, secret, words)
}

fn ticket() -> RatingTicket {
    RatingTicket {
        secret: vault::digits(TICKET_DIGITS),
        holds_for: Duration::minutes(TICKET_MIN),
    }
}

fn opened_rating(
    opened: OpeningRatingOutcome,
    secret: String,
    words: &Words,
) -> Result<OpenedRating, FormError> {
    match opened {
        OpeningRatingOutcome::Open => Ok(OpenedRating {
            secret,
            minutes: TICKET_MIN,
        }),
        OpeningRatingOutcome::NotThere => Err(AppError::NotFound.into()),
        OpeningRatingOutcome::NotYet => Err(Problem::new("rating", words.rating_not_yet()).into()),
        OpeningRatingOutcome::Rated => Err(Problem::new("rating", words.rating_rated()).into()),
    }
}

/// Gives the rating of a secret. Whatever is wrong with the secret is answered alike.
pub(crate) async fn rate(ticket: &str, typed: &str) -> Result<(), FormError> {
    let (store, now, words) = (store()?, now(), request().room_lang().words());
    let given = typed.parse::<Score>();
    let given = given.map_err(|_| Problem::new("score", words.rating_score_missing()))?;
    let tries = NetworkTries::of("rating");
    let wait_s = tries.begin(&store, FREE_TRIES, now).await?;
    if wait_s > 0 {
        let minutes = wait_s.div_ceil(60);
        return Err(too_many("ticket", words.feedback_follow_wait(minutes)));
    }
    let secret: String = ticket.chars().filter(|it| !it.is_whitespace()).collect();
    let today = super::super::today(&store).await?;
    let is_read = !secret.is_empty() && secret.len() <= SECRET_CHARS_MAX;
    let rated = if is_read {
        let rated = store.rate(&secret, given, (today, now)).await;
        rated.map_err(failure)?
    } else {
        RatingOutcome::NotOpen
    };
    match rated {
        RatingOutcome::Counted => Ok(tries.give_back(&store).await?),
        RatingOutcome::NotOpen => Err(Problem::new("ticket", words.rating_unknown()).into()),
    }
}
