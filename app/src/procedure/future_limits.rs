//! Time limits that begin on a day to come: the day beside a procedure's limit, and their list.

use chrono::NaiveDate;
use leptos::prelude::*;
use sanh_domain::language::Lang;
use sanh_domain::procedure::limits::{LimitChange, Limits};
use sanh_domain::procedure::model::Procedure;

use crate::catalogue::form_fields;
use crate::catalogue::form_fields::FormValues;
use crate::text::Messages;
use crate::text::date::short_date;
use crate::text::procedure::limits_text;
use crate::ui::form::{Field, hidden};
use crate::ui::moment::day_field;

/// The day from which the typed limit holds.
pub(super) fn from_input(sheet: &FormValues<'_>, today: NaiveDate) -> AnyView {
    let words = sheet.request.room_lang().words();
    let from = Field {
        hint: Some(words.limit_from_hint()),
        value: sheet.value("valid_from", &today.to_string()),
        ..Field::text("valid_from", words.limit_from())
    };
    day_field(sheet.request.room_lang(), from, sheet.problems)
}

fn limit_text(lang: Lang, change: &LimitChange) -> String {
    let limit = limits_text(lang, change.limit);
    lang.words()
        .limit_next(short_date(change.valid_from), limit)
}

/// The next limit to come, behind the one in force.
pub(super) fn next(lang: Lang, limits: &Limits, today: NaiveDate) -> Option<AnyView> {
    let next = limits.to_come(today).next()?;
    Some(view! { <p class="hint">{limit_text(lang, next)}</p> }.into_any())
}

/// What is to come, as a fact, where there is anything.
pub(super) fn facts(lang: Lang, limits: &Limits, today: NaiveDate) -> Option<(String, String)> {
    let all: Vec<String> = limits
        .to_come(today)
        .map(|it| limit_text(lang, it))
        .collect();
    (!all.is_empty()).then(|| (lang.words().limit_to_come(), all.join("; ")))
}

/// Every limit to come, each with a button that takes it away.
pub(super) fn list(lang: Lang, procedure: &Procedure, today: NaiveDate) -> Option<AnyView> {
    let words = lang.words();
    let action = format!("/admin/procedures/{}/limits/remove", procedure.id.0);
    let row = |change: &LimitChange| {
        let day = short_date(change.valid_from);
        let label = words.limit_remove_of(day.clone());
        view! {
            <tr>
                <th scope="row" class="whole" data-label=words.limit_day()>
                    {day}
                </th>
                <td data-label=words.procedures_limit()>{limits_text(lang, change.limit)}</td>
                <td>
                    <form method="post" action=action.clone()>
                        {form_fields::fingerprint_field(&procedure.entry)}
                        {hidden("valid_from", &change.valid_from.to_string())}
                        <button class="button button-second" r#type="submit" aria-label=label>
                            {words.limit_remove()}
                        </button>
                    </form>
                </td>
            </tr>
        }
    };
    let rows: Vec<_> = procedure.entry.limits.to_come(today).map(row).collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section id="to-come" class="to-come" aria-labelledby="to-come-title">
                <h2 id="to-come-title">{words.limit_to_come()}</h2>
                <table class="table catalogue">
                    <tbody>{rows}</tbody>
                </table>
            </section>
        }
        .into_any()
    })
}
