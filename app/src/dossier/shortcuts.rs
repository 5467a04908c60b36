//! The desk's shortcuts as a page of their own.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::text::Messages;
use crate::ui::document::product_title;
use crate::ui::foot::shortcuts;
use crate::ui::response::request;

/// `/desk/shortcuts`
#[component]
pub(super) fn ShortcutsPage() -> impl IntoView {
    let lang = request().room_lang();
    view! {
        <Title text=product_title(lang, &lang.words().keys_title()) />
        {shortcuts(lang)}
    }
}
