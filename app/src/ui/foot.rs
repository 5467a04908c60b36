//! The footer of a page: shortcuts, and the island that reports a lost connection.

use leptos::prelude::*;
use sanh_domain::account::model::{Access, Person};
use sanh_domain::language::Lang;

use super::island::{Guard, KeyLine, Keys, key_table};
use crate::text::Messages;

/// The foot of the rooms of those who work at the desk; others have no shortcuts.
pub(super) fn foot(lang: Lang, person: &Person) -> Option<AnyView> {
    if !person.has(Access::Desk) {
        return None;
    }
    let words = lang.words();
    Some(
        view! {
            <footer class="room-foot">
                <a href="/desk/shortcuts">{words.keys_title()}</a>
                <Keys
                    title=words.keys_title()
                    note=words.keys_note()
                    lines=lines(lang)
                    then=words.keys_then()
                    off=words.keys_off()
                    close=words.keys_close()
                />
                <Guard />
            </footer>
        }
        .into_any(),
    )
}

/// The list of shortcuts, for a page of its own.
pub(crate) fn shortcuts(lang: Lang) -> AnyView {
    let words = lang.words();
    view! {
        <h1>{words.keys_title()}</h1>
        <p>{words.keys_note()}</p>
        {key_table(lines(lang), &words.keys_then())}
        <p class="hint">{words.keys_script()}</p>
    }
    .into_any()
}

fn lines(lang: Lang) -> Vec<KeyLine> {
    let words = lang.words();
    let line = |keys: &[&str], does: String| KeyLine {
        keys: keys.iter().map(|key| (*key).to_owned()).collect(),
        does,
    };
    vec![
        line(&["/"], words.keys_search()),
        line(&["n"], words.keys_receive()),
        line(&["g", "d"], words.keys_desk()),
        line(&["j"], words.keys_next()),
        line(&["k"], words.keys_previous()),
        line(&["x"], words.keys_select()),
        line(&["Shift"], words.keys_range()),
        line(&["e"], words.keys_bulk()),
        line(&["Enter"], words.keys_open()),
        line(&["m"], words.keys_main_step()),
        line(&["u"], words.keys_undo()),
        line(&["c"], words.keys_write_note()),
        line(&["b"], words.keys_back()),
        line(&["?"], words.keys_help()),
    ]
}
