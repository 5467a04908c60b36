//! Ratings: opened at the counter, given once.

use chrono::Duration;
use sanh_domain::feedback::rating::{COUNTER_DIGITS, COUNTER_MIN, Score};
use sanh_store::{AuditActor, OpeningRatingOutcome, RatingOutcome, RatingTicket, vault};

use super::super::desk::read_code;
use super::super::{DeskCaller, failure, now, store};
use super::sender::too_many;
use super::tries::NetworkTries;
use crate::error::AppError;
use crate::model::feedback::OpenedRating;
use crate::text::Messages;
use crate::ui::form::Problem;
use crate::ui::response::request;
use crate::ui::submit::FormError;

/// Wrong numbers of one network that cost nothing (ours: the tablets of a centre are one network).
const FREE_TRIES: u32 = 20;
/// The longest secret that is looked for, in characters.
const SECRET_CHARS_MAX: usize = 64;

/// Opens a rating of a dossier that was handed over.
pub(crate) async fn open_at_counter(
    caller: &DeskCaller,
    code: &str,
) -> Result<OpenedRating, FormError> {
    let (store, now, words) = (store()?, now(), request().room_lang().words());
    let code = read_code(code)?;
    let secret = vault::digits(COUNTER_DIGITS);
    let ticket = RatingTicket {
        secret: secret.clone(),
        holds_for: Duration::minutes(COUNTER_MIN),
    };
    let scope = caller.caller().person.dossier_scope();
    let by = AuditActor::from(caller);
    let opened = store.open_rating_at_counter(&code, ticket, &scope, by, now);
    match opened.await.map_err(failure)? {
        OpeningRatingOutcome::Open => Ok(OpenedRating {
            secret,
            minutes: COUNTER_MIN,
        }),
        OpeningRatingOutcome::NotThere => Err(AppError::NotFound.into()),
        OpeningRatingOutcome::NotYet => Err(Problem::new("rating", words.rating_not_yet()).into()),
        OpeningRatingOutcome::Rated => Err(Problem::new("rating", words.rating_rated()).into()),
    }
}

/// Gives the rating of a secret. Whatever is wrong with the secret is answered alike.
pub(crate) async fn rate(ticket: &str, score: &str) -> Result<(), FormError> {
    let (store, now, words) = (store()?, now(), request().room_lang().words());
    let score = score.parse::<Score>();
    let score = score.map_err(|_| Problem::new("score", words.rating_score_missing()))?;
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
        let rated = store.rate(&secret, score, (today, now)).await;
        rated.map_err(failure)?
    } else {
        RatingOutcome::NotOpen
    };
    match rated {
        RatingOutcome::Counted => Ok(tries.give_back(&store).await?),
        RatingOutcome::NotOpen => Err(Problem::new("ticket", words.rating_unknown()).into()),
    }
}
