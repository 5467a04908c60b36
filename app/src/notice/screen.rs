//! Notices on the wall: beside the table, and the emergency over all of it.

use chrono_tz::Tz;
use leptos::prelude::*;
use sanh_domain::board::edition::CentreProfile;
use sanh_domain::deadline::Instant;
use sanh_domain::language::Lang;
use sanh_domain::notice::model::{Notice, emergency, in_turn};
use sanh_domain::text::clock;

use crate::text::Messages;
use crate::text::date::day_and_month;
use crate::ui::text_writer::TextWriter;

/// A text wider than the first value gets a smaller type, and again beyond the second and the third value.
pub(super) const LONG_FROM: [usize; 3] = [50, 95, 165];

/// The notices beside the table; nothing while there are none. The script shows one at a time, and
/// none beyond its time.
pub fn notices(say: TextWriter, notices: &[Notice]) -> Option<AnyView> {
    let turn = in_turn(notices);
    if turn.is_empty() {
        return None;
    }
    let one = |notice: &&Notice| {
        view! {
            <p class="notice" data-until=until(notice) data-length=length(notice)>
                {say.name(&notice.text)}
            </p>
        }
    };
    let all: Vec<_> = turn.iter().map(one).collect();
    Some(
        view! {
            <section class="notices">
                <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
                    <circle cx="12" cy="12" r="10.5"></circle>
                    <path d="M12 11v6.4M12 6.4v1.2"></path>
                </svg>
                {all}
            </section>
        }
        .into_any(),
    )
}

/// The emergency in both languages at once, whatever the wall's languages are: readers must not have to wait for theirs. It stands under
/// the centre's name and over the time it ends, where the centre and the instant of the board are given. Its type is chosen by its length;
/// the wall's script makes it as large as fits.
pub fn emergency_over_all(
    notices: &[Notice],
    board: Option<(&CentreProfile, Instant)>,
) -> Option<AnyView> {
    let notice = emergency(notices)?;
    let length = length(notice);
    let part = |lang: Lang, text: String| {
        view! {
            <div class="emergency-part" lang=lang.code()>
                <h2 class="sr-only">{name(lang)}</h2>
                <p class="emergency-text" data-length=length>
                    {text}
                </p>
            </div>
        }
    };
    let in_english = notice.text.en.clone().map(|text| part(Lang::En, text));
    let centre = board.map(|(centre, _)| {
        let lang = Lang::Vi.code();
        view! {
            <p class="emergency-centre" lang=lang>
                {centre.full_name().vi}
            </p>
        }
    });
    let ends = board.map(|(centre, at)| ends(notice, centre.zone, at));
    Some(
        view! {
            <section
                class="emergency"
                role="alert"
                data-notice=notice.id.0.to_string()
                data-until=until(notice)
            >
                <header class="emergency-head">
                    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
                        <path d="M12 2.2L23 21.6H1z"></path>
                        <path d="M12 9.4v5.6M12 17.6v1.2"></path>
                    </svg>
                    {centre}
                </header>
                <div class="emergency-place">
                    <div class="emergency-fit">
                        {part(Lang::Vi, notice.text.vi.clone())} {in_english}
                    </div>
                </div>
                {ends}
            </section>
        }
        .into_any(),
    )
}

/// When it ends, in both languages: with the date, where that is another day's.
fn ends(notice: &Notice, zone: Tz, at: Instant) -> AnyView {
    let until = notice.until.with_timezone(&zone);
    let (time, date) = (clock(until.time()), until.date_naive());
    let is_today = date == at.with_timezone(&zone).date_naive();
    let text = |lang: Lang| {
        let words = lang.words();
        if is_today {
            words.emergency_until(time.clone())
        } else {
            words.emergency_until_day(time.clone(), day_and_month(date))
        }
    };
    let part = |lang: Lang| view! { <span lang=lang.code()>{text(lang)}</span> };
    view! { <p class="emergency-until">{part(Lang::Vi)} " · " {part(Lang::En)}</p> }.into_any()
}

/// When it ends, in milliseconds: a wall that has lost contact ends it by itself.
fn until(notice: &Notice) -> String {
    notice.until.timestamp_millis().to_string()
}

fn name(lang: Lang) -> String {
    lang.words().emergency()
}

/// The length of its longer language, as a class of the stylesheet.
fn length(notice: &Notice) -> &'static str {
    let text = &notice.text;
    let room = room(&text.vi).max(text.en.as_deref().map_or(0, room));
    let steps = ["medium", "long", "longest"];
    let reached = LONG_FROM.iter().filter(|from| room > **from).count();
    reached
        .checked_sub(1)
        .and_then(|step| steps.get(step))
        .unwrap_or(&"short")
}

/// The room a text takes, in small letters: a capital takes a third more.
fn room(text: &str) -> usize {
    let capitals = text.chars().filter(|c| c.is_uppercase()).count();
    text.chars().count() + capitals / 3
}

/// The notices of all walls, on the accessible page of the board: the emergency first.
pub fn notice_list(lang: Lang, notices: &[Notice]) -> Option<AnyView> {
    let say = TextWriter(lang.into());
    let alarm = emergency(notices).map(|notice| {
        view! {
            <p class="alarm" role="alert">
                <strong>{name(lang)} ": "</strong>
                {say.name(&notice.text)}
            </p>
        }
    });
    let turn = in_turn(notices);
    if alarm.is_none() && turn.is_empty() {
        return None;
    }
    let lines: Vec<_> = turn
        .iter()
        .map(|notice| view! { <p>{say.name(&notice.text)}</p> })
        .collect();
    Some(view! { <div class="notice-list">{alarm} {lines}</div> }.into_any())
}
