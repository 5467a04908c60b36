//! The head and the removal form shared by the pages of the calendar.

use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::language::Lang;

use crate::model::centre::CalendarForm;
use crate::text::Messages;
use crate::ui::document::product_title;
use crate::ui::form::{Problem, error_summary};

/// The head of a page about a change: its title, the problems, and the link back to the calendar.
pub(super) fn page_head(lang: Lang, title: String, problems: &[Problem]) -> AnyView {
    view! {
        <Title text=product_title(lang, &title) />
        <p class="back">
            <a href="/admin/calendar">{lang.words().calendar_back()}</a>
        </p>
        {error_summary(lang, problems)}
        <h1>{title}</h1>
    }
    .into_any()
}

/// The form that removes a row of the calendar. `fields` name the row.
pub(super) fn remove_form(
    form: CalendarForm,
    title: String,
    hint: String,
    fields: AnyView,
) -> AnyView {
    view! {
        <h2>{title.clone()}</h2>
        <form method="post" action=form.path() class="form">
            <p class="hint">{hint}</p>
            {fields}
            <button class="button button-second" r#type="submit" name="removes" value="yes">
                {title}
            </button>
        </form>
    }
    .into_any()
}
