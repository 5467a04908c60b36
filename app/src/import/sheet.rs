//! The first rows of a file, as they are.

use leptos::prelude::*;
use sanh_domain::import::model::FileInspection;
use sanh_domain::language::Lang;

use crate::text::Messages;
use crate::text::number::{NO_RATE, number};

/// The first rows of the file, as they are. The table is moved sideways by itself, also by keyboard.
pub(super) fn first_rows(lang: Lang, look: &FileInspection) -> AnyView {
    let words = lang.words();
    let head = |name: &String| {
        let name = if name.trim().is_empty() {
            NO_RATE.to_owned()
        } else {
            name.clone()
        };
        view! { <th scope="col">{name}</th> }
    };
    let row = |cells: &Vec<String>| {
        let cells: Vec<_> = cells
            .iter()
            .map(|cell| view! { <td>{cell.clone()}</td> })
            .collect();
        view! { <tr>{cells}</tr> }
    };
    let title = words.import_first_rows(number(lang, look.rows.len() as u64));
    let head: Vec<_> = look.header.iter().map(head).collect();
    let rows: Vec<_> = look.rows.iter().map(row).collect();
    view! {
        <h2 id="first-rows">{title}</h2>
        <div class="sheet" role="region" tabindex="0" aria-labelledby="first-rows">
            <table>
                <thead>
                    <tr>{head}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
