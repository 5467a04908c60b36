//! The satisfaction of visitors, shown as a notice on the walls of the whole centre if that is set.
//!
//! It contains only what may be public: rounded shares of ratings, and messages if enough of them were due.

use chrono::{Days, NaiveDate};
use sanh_app::text::Messages;
use sanh_app::text::number::percent;
use sanh_domain::account::model::AgencyScope;
use sanh_domain::deadline::Instant;
use sanh_domain::feedback::rating::{Scores, share_tenths, shown, span};
use sanh_domain::language::Lang;
use sanh_domain::notice::model::{Audience, Notice, NoticeId, Priority};
use sanh_domain::text::name::Name;
use sanh_store::{Centre, FeedbackFigures, Store, StoreError};
use tokio::sync::Mutex;

/// The number of this notice; no notice that staff wrote has it.
const OF_NOBODY: NoticeId = NoticeId(0);

/// What the notice of a day is made of: it stays until the day or the threshold is another one.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Basis {
    today: NaiveDate,
    at_least: u64,
}

/// The notice of a day. The figures in it end before the day begins, so they are read once a day and not at every count of a board.
#[derive(Default)]
pub(super) struct SatisfactionNotice(Mutex<Option<(Basis, Option<Notice>)>>);

impl SatisfactionNotice {
    /// The notice that holds at an instant; `None`: it is not set, or there are too few ratings to publish.
    pub(super) async fn at(
        &self,
        store: &Store,
        centre: &Centre,
        at: Instant,
    ) -> Result<Option<Notice>, StoreError> {
        if !centre.feedback_on_wall {
            return Ok(None);
        }
        let basis = Basis {
            today: centre.calendar.local_date(at),
            at_least: u64::from(centre.disclosure_threshold_per_month).max(1),
        };
        let mut kept = self.0.lock().await;
        if let Some((_, notice)) = kept.as_ref().filter(|(of, _)| *of == basis) {
            return Ok(notice.clone());
        }
        let notice = read(store, centre, basis).await?;
        *kept = Some((basis, notice.clone()));
        Ok(notice)
    }
}

async fn read(store: &Store, centre: &Centre, basis: Basis) -> Result<Option<Notice>, StoreError> {
    let Basis { today, at_least } = basis;
    let calendar = &centre.calendar;
    let from = calendar.day_start(today);
    let tomorrow = today.checked_add_days(Days::new(1)).unwrap_or(today);
    let scope = AgencyScope::Everywhere;
    let span = span(today);
    let ratings = store.ratings(&scope, span).await?;
    let scores = shown(&ratings, span, at_least);
    // Up to the beginning of today: figures of earlier days do not change any more.
    let year = (calendar.day_start(span.0), from);
    let messages = store.feedback_figures(&scope, year).await?;
    let said = |lang| text(lang, &scores, messages, at_least);
    Ok(said(Lang::Vi).map(|vi| Notice {
        id: OF_NOBODY,
        text: Name {
            vi,
            en: said(Lang::En),
        },
        priority: Priority::Notice,
        from,
        until: calendar.day_start(tomorrow),
        screens: Audience::All,
    }))
}

fn text(lang: Lang, scores: &Scores, messages: FeedbackFigures, at_least: u64) -> Option<String> {
    let words = lang.words();
    let share = |part, whole| percent(lang, share_tenths(part, whole));
    let satisfied = (scores.all() >= at_least)
        .then(|| words.feedback_wall_satisfied(share(scores.satisfied(), scores.all())));
    let in_time = (messages.due >= at_least)
        .then(|| words.feedback_wall_in_time(share(messages.in_time, messages.due)));
    let parts: Vec<String> = satisfied.into_iter().chain(in_time).collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

#[cfg(test)]
mod tests {
    use sanh_domain::feedback::rating::Score;
    use sanh_domain::notice::model::NOTICE_CHARS_MAX;

    use super::*;

    #[test]
    fn too_few_ratings_or_messages_are_not_published_and_both_fit_a_wall() {
        let mut scores = Scores::default();
        let none = FeedbackFigures::default();
        assert_eq!(text(Lang::En, &scores, none, 5), None);
        scores.add(Score::Satisfied, 4);
        assert_eq!(text(Lang::En, &scores, none, 5), None);
        scores.add(Score::Dissatisfied, 1);
        let told = text(Lang::En, &scores, none, 5).unwrap_or_default();
        assert!(told.contains("80.0"), "{told}");
        let enough = FeedbackFigures {
            due: 1_000,
            in_time: 1_000,
            ..none
        };
        for lang in Lang::ALL {
            let told = text(lang, &scores, enough, 5).unwrap_or_default();
            assert!(
                told.contains(" · ") && told.chars().count() <= NOTICE_CHARS_MAX,
                "{told}"
            );
        }
    }
}
