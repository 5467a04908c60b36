//! The register of a day (form 06) on A4 across, and as a workbook.

use chrono::NaiveDate;
use leptos::prelude::*;
use sanh_domain::account::model::Access;
use sanh_domain::centre::form_input;
use sanh_domain::dossier::register::Register;
use sanh_domain::report::sheet::{Cell, FileFormat};
use sanh_domain::text::clock;

use super::api::{export_register, read_office, read_register};
use super::print::{LANG, heading, print, signer};
use crate::error::AppError;
use crate::text::Messages;
use crate::text::date::short_date;
use crate::text::register::{register_table, register_titles};
use crate::ui::response::{loaded, request, response};

/// The register without whoever applied, and with them.
const PLAIN: &str = "/desk/register";
const NAMED: &str = "/desk/export/register";

/// `/desk/register`
#[component]
pub(super) fn RegisterPage() -> impl IntoView {
    loaded(register(false))
}

/// `/desk/export/register`: the same with whoever applied.
#[component]
pub(super) fn NamedRegisterPage() -> impl IntoView {
    loaded(register(true))
}

async fn register(has_names: bool) -> Result<(), AppError> {
    let request = request();
    let date = match request.parameter("day").map(str::trim) {
        None | Some("") => None,
        Some(text) => {
            let date = form_input::date(text);
            Some(date.ok_or_else(|| AppError::Invalid("day".to_owned()))?)
        }
    };
    if let Some(format) = request.parameter("format") {
        let format = FileFormat::read(format);
        let format = format.ok_or_else(|| AppError::Invalid("format".to_owned()))?;
        response().download(export_register(date, has_names, format).await?);
        return Ok(());
    }
    let (office, register) = (read_office().await?, read_register(date, has_names).await?);
    let title = request.room_lang().words().register_title();
    let is_manager = request.signed_in()?.person.has(Access::Manage);
    print(
        &title,
        links(&register, is_manager),
        "paper paper-a4-across",
        || {
            let day = register_titles(&office, &register).pop();
            let table = register_table(&office, &register);
            view! {
            {day_form(&register)}
            {heading(&office, None, register.at)}
            <h1>{LANG.words().register_title()}</h1>
            <p class="paper-code">{day}</p>
            {sheet(table.head, &table.rows)}
            <div class="paper-signed">
                <div class="paper-signer"></div>
                {signer(Some(LANG.words().register_keeper()), LANG.words().slip_sign_hint(), None)}
            </div>
        }
        .into_any()
        },
    );
    Ok(())
}

fn address(path: &str, date: NaiveDate) -> String {
    format!("{path}?day={date}")
}

/// Where else one goes from here.
fn links(register: &Register, is_manager: bool) -> Vec<(String, String)> {
    let words = request().room_lang().words();
    let own = if register.has_names { NAMED } else { PLAIN };
    let file = format!("{}&format=xlsx", address(own, register.date));
    let mut links = vec![
        ("/desk/receive".to_owned(), words.paper_to_reception()),
        (file, words.register_file()),
    ];
    if is_manager {
        links.push(if register.has_names {
            (
                address(PLAIN, register.date),
                words.register_without_names(),
            )
        } else {
            (address(NAMED, register.date), words.register_with_names())
        });
    }
    links
}

/// The day that is shown, to be typed; it is not printed.
fn day_form(register: &Register) -> AnyView {
    let words = request().room_lang().words();
    let action = if register.has_names { NAMED } else { PLAIN };
    view! {
        <form method="get" action=action class="paper-day" lang=request().room_lang().code()>
            <label r#for="day">{words.register_day_label()}</label>
            <input
                r#type="text"
                inputmode="numeric"
                name="day"
                id="day"
                value=short_date(register.date)
                maxlength="10"
                autocomplete="off"
            />
            <button class="button button-second">{words.register_day_button()}</button>
        </form>
    }
    .into_any()
}

fn sheet(head: Vec<String>, rows: &[Vec<Cell>]) -> AnyView {
    let head: Vec<_> = head
        .into_iter()
        .map(|name| view! { <th scope="col">{name}</th> })
        .collect();
    let cell = |cell: &Cell| {
        let text = match cell {
            Cell::Count(count) => count.to_string(),
            Cell::Text(text) => text.clone(),
            Cell::Moment(at) => format!("{} {}", clock(at.time()), short_date(at.date())),
            _ => String::new(),
        };
        view! { <td>{text}</td> }
    };
    let row = |cells: &Vec<Cell>| {
        let cells: Vec<_> = cells.iter().map(cell).collect();
        view! { <tr>{cells}</tr> }
    };
    let rows: Vec<_> = rows.iter().map(row).collect();
    view! {
        <table class="paper-register">
            <thead>
                <tr>{head}</tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}
