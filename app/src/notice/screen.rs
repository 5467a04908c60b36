//! Notices on the wall: beside the table, and the emergency over all of it.

use leptos::prelude::*;
use sanh_domain::language::{Lang, Languages};
use sanh_domain::notice::model::{Notice, emergency, in_turn};

use crate::text::Messages;
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

/// The emergency in both languages at once, whatever the wall's languages are: readers must not have to wait for theirs.
pub fn emergency_over_all(notices: &[Notice]) -> Option<AnyView> {
    let notice = emergency(notices)?;
    let length = length(notice);
    let in_english = notice.text.en.as_ref().map(|text| {
        let say = TextWriter(Languages::En);
        view! {
            <div class="emergency-part" lang="en">
                <h2 class="emergency-name">{say.text(name)}</h2>
                <p class="emergency-text" data-length=length>
                    {text.clone()}
                </p>
            </div>
        }
    });
    let say = TextWriter(Languages::Vi);
    Some(
        view! {
            <section
                class="emergency"
                role="alert"
                data-notice=notice.id.0.to_string()
                data-until=until(notice)
            >
                <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
                    <path d="M12 2.2L23 21.6H1z"></path>
                    <path d="M12 9.4v5.6M12 17.6v1.2"></path>
                </svg>
                <div class="emergency-part" lang="vi">
                    <h2 class="emergency-name">{say.text(name)}</h2>
                    <p class="emergency-text" data-length=length>
                        {notice.text.vi.clone()}
                    </p>
                </div>
                {in_english}
            </section>
        }
        .into_any(),
    )
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
