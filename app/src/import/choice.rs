//! The choice of a mapping: saved ones that fit the file, or a new one.

use leptos::prelude::*;
use sanh_domain::import::model::{ImportJob, ListedMapping};
use sanh_domain::language::Lang;

use super::address;
use crate::page::escaped;
use crate::text::Messages;
use crate::text::number::number;
use crate::ui::form::hidden;

/// The ways to read the file: mappings that fit it, and one's own.
pub(super) fn choices(lang: Lang, job: &ImportJob, mappings: &[ListedMapping]) -> AnyView {
    let words = lang.words();
    let is_first = job.mapping.is_none();
    let choice = |mapping: &ListedMapping| {
        let label = words.import_choose_of(&mapping.name);
        let edit = format!(
            "{}?from={}",
            address(job.id, "columns"),
            escaped(&mapping.name)
        );
        let edit_label = words.import_edit_of(&mapping.name);
        let told = match (&mapping.missing, mapping.version) {
            (Some(missing), _) => words.import_misses(missing),
            (None, 0) => words.import_fits_shipped(),
            (None, version) => words.import_fits(number(lang, version.unsigned_abs())),
        };
        let choose = mapping.missing.is_none().then(|| {
            let second = if is_first {
                "button"
            } else {
                "button button-second"
            };
            view! {
                <form method="post" action=address(job.id, "choose")>
                    {hidden("mapping", &mapping.name)}
                    <button class=second r#type="submit" aria-label=label>
                        {words.import_choose()}
                    </button>
                </form>
            }
        });
        view! {
            <li>
                <div class="mapping-name">
                    <b>{mapping.name.clone()}</b>
                    <span class="hint">{told}</span>
                </div>
                {choose}
                <a href=edit aria-label=edit_label>
                    {words.import_edit()}
                </a>
            </li>
        }
    };
    let (fitting, others): (Vec<&ListedMapping>, Vec<&ListedMapping>) = mappings
        .iter()
        .partition(|mapping| mapping.missing.is_none());
    let none_fits = fitting
        .is_empty()
        .then(|| view! { <p>{words.import_none_fits()}</p> });
    let fitting: Vec<_> = fitting.into_iter().map(choice).collect();
    let others = (!others.is_empty()).then(|| {
        let others: Vec<_> = others.into_iter().map(choice).collect();
        view! {
            <details>
                <summary>{words.import_others()}</summary>
                <ul class="mappings">{others}</ul>
            </details>
        }
    });
    let title = if is_first {
        words.import_how()
    } else {
        words.import_otherwise()
    };
    let own = if fitting.is_empty() && is_first {
        "button button-link-main"
    } else {
        "button-link"
    };
    view! {
        <h2>{title}</h2>
        {none_fits}
        <ul class="mappings">{fitting}</ul>
        <p class="do-line">
            <a class=own href=address(job.id, "columns")>
                {words.import_own()}
            </a>
        </p>
        {others}
    }
    .into_any()
}
