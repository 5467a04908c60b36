//! What papers share: the page that prints them, their heading, and how they name people, dates and codes.
//!
//! The layout is that of the forms of Thông tư 01/2018/TT-VPCP.

use chrono::{Datelike, NaiveDate};
use chrono_tz::Tz;
use leptos::prelude::*;
use sanh_domain::account::model::Colleague;
use sanh_domain::deadline::{Instant, Undecided};
use sanh_domain::dossier::applicant::Applicant;
use sanh_domain::dossier::file::Office;
use sanh_domain::dossier::{Dossier, DossierCode};
use sanh_domain::language::Lang;
use sanh_domain::text::place::place_name;

use super::address::dossier_path;
use crate::text::Messages;
use crate::text::dossier::{moment, named};
use crate::text::person::person_name;
use crate::ui::document::{Head, document_html};
use crate::ui::response::{request, response};

/// Printed matter is official: in Vietnamese, whoever prints it.
pub(super) const LANG: Lang = Lang::Vi;

/// What stands where something is to be written by hand.
pub(super) const DOTS: &str = "……………………………";

/// The address of the letter that an event sends.
pub(super) fn letter_address(code: &DossierCode, sequence: i64) -> String {
    format!("/desk/dossiers/{code}/letters/{sequence}")
}

/// The address of a paper that opens printing at once.
pub(super) fn printing(address: &str) -> String {
    format!("{address}?print")
}

/// Sends a page to be printed; the bar above it is not.
pub(super) fn print(
    title: &str,
    back: Vec<(String, String)>,
    class: &'static str,
    body: impl FnOnce() -> AnyView,
) {
    let request = request();
    let lang = request.room_lang();
    let words = lang.words();
    let head = Head {
        title: Some(title.to_owned()),
        script: Some(request.asset("/print.js")),
        ..Head::of(&request, lang)
    };
    let html = document_html(head, || {
        let link = |(href, text): (String, String)| view! { <a href=href>{text}</a> };
        let links: Vec<_> = back.into_iter().map(link).collect();
        view! {
            <nav class="paper-bar">
                {links} <button class="button" id="print" r#type="button" hidden=true>
                    {words.print_button()}
                </button> <noscript>{words.print_hint()}</noscript>
            </nav>
            <main id="main" class=class lang="vi">
                {body()}
            </main>
        }
        .into_any()
    });
    response().send_html(200, html);
}

/// Sends a paper of a dossier.
pub(super) fn print_of(code: &DossierCode, class: &'static str, body: impl FnOnce() -> AnyView) {
    let words = request().room_lang().words();
    let back = vec![
        (dossier_path(code), words.paper_to_dossier(code.as_str())),
        ("/desk/receive".to_owned(), words.paper_to_reception()),
    ];
    print(code.as_str(), back, class, body);
}

/// Who writes, under which state, with the paper's number and its place and date.
pub(super) fn heading(office: &Office, number: Option<String>, at: Instant) -> AnyView {
    let words = LANG.words();
    let parent = Some(office.parent.clone()).filter(|parent| !parent.is_empty());
    let number = number.map(|number| {
        view! {
            <p class="paper-number">
                {words.paper_number()} " " <span class="unbroken">{number}</span>
            </p>
        }
    });
    view! {
        <header class="paper-head">
            <div class="paper-office">
                {parent.map(|parent| view! { <p class="paper-parent">{parent}</p> })}
                <p class="paper-centre">
                    <b>{office.centre.vi.clone()}</b>
                </p>
                {number}
            </div>
            <div class="paper-state">
                <p class="paper-republic">
                    <b>{words.slip_republic()}</b>
                </p>
                <p class="paper-motto">
                    <b>{words.slip_motto()}</b>
                </p>
                <p class="paper-date">
                    <i>{dated(office, at)}</i>
                </p>
            </div>
        </header>
    }
    .into_any()
}

/// Place and date in words.
fn dated(office: &Office, at: Instant) -> String {
    let date = office.calendar.local_date(at);
    let [day, month] = day_and_month(date);
    let place = Some(place_name(&office.place)).filter(|place| !place.is_empty());
    let place = place.unwrap_or(DOTS);
    LANG.words()
        .letter_date(place, day, month, date.year().to_string())
}

/// Day and month in figures, as Nghị định 30/2020/NĐ-CP has them on papers: a zero before days under 10, of the months before 1 and 2.
fn day_and_month(date: NaiveDate) -> [String; 2] {
    let month = match date.month() {
        month @ 1..=2 => format!("0{month}"),
        month => month.to_string(),
    };
    [format!("{:02}", date.day()), month]
}

/// The number of a paper: what of the dossier's code is its own, the event's where several papers are alike, and the kind of paper.
pub(super) fn number_of(code: &DossierCode, event: Option<i64>, kind: &str) -> String {
    let code = code.as_str();
    let own = code.split_once('-').map_or(code, |(_, own)| own);
    match event {
        Some(sequence) => format!("{own}-{sequence}/{kind}"),
        None => format!("{own}/{kind}"),
    }
}

/// A text that no line ends in.
pub(super) fn unbroken(text: String) -> AnyView {
    view! { <span class="unbroken">{text}</span> }.into_any()
}

/// The same inside a sentence.
pub(super) fn unbroken_text(text: &str) -> String {
    text.replace(' ', "\u{a0}")
}

/// A due time, marked where it rests on a calendar not yet published.
pub(super) fn due_view(due: Instant, zone: Tz, undecided: Option<Undecided>) -> AnyView {
    let mark = undecided.map(|_| format!(" ({})", LANG.words().due_undecided()));
    view! {
        {unbroken(moment(due, zone))}
        {mark}
    }
    .into_any()
}

/// A line of a paper: what it tells, and what it is; dots where that is not known.
pub(super) fn line(term: String, value: Option<AnyView>) -> AnyView {
    let value = value.unwrap_or_else(|| DOTS.into_any());
    view! {
        <p class="paper-line">
            {term} ": " {value}
        </p>
    }
    .into_any()
}

/// A text as the value of a line; `None` where it is blank.
pub(super) fn told(text: &str) -> Option<AnyView> {
    let text = Some(text.to_owned()).filter(|text| !text.is_empty());
    text.map(IntoAny::into_any)
}

/// Where an applicant is reached; who acts for them and their e-mail only where they are known.
pub(super) fn reached(applicant: Option<&Applicant>) -> AnyView {
    let words = LANG.words();
    let nobody = Applicant::default();
    let applicant = applicant.unwrap_or(&nobody);
    let representative = told(&applicant.representative);
    let email = told(&applicant.email);
    let phone = Some(applicant.phone.clone()).filter(|phone| !phone.is_empty());
    view! {
        {representative.map(|it| line(words.receive_representative(), Some(it)))}
        {line(words.receive_address(), told(&applicant.address))}
        {line(words.receive_phone(), phone.map(unbroken))}
        {email.map(|it| line(words.receive_email(), Some(it)))}
    }
    .into_any()
}

/// The code of a dossier below a paper's title.
pub(super) fn code_line(dossier: &Dossier) -> AnyView {
    view! {
        <p class="paper-code">
            {LANG.words().slip_code()} ": " <b>{dossier.code.to_string()}</b>
        </p>
    }
    .into_any()
}

/// What a dossier is for, and who works on it.
pub(super) fn about(office: &Office, dossier: &Dossier) -> AnyView {
    let words = LANG.words();
    let mut procedures = office.procedures.iter();
    let procedure = procedures.find(|it| Some(it.id) == dossier.procedure);
    view! {
        {line(words.slip_about(), procedure.map(|it| named(LANG, &it.name).into_any()))}
        {line(words.slip_agency(), agency_name(office, dossier).map(IntoAny::into_any))}
    }
    .into_any()
}

/// The agency that works on a dossier.
pub(super) fn agency_name(office: &Office, dossier: &Dossier) -> Option<String> {
    let agency = office.agencies.iter().find(|it| it.id == dossier.agency);
    agency.map(|it| named(LANG, &it.name))
}

/// Somebody by name and title; what no person did was done by the program.
pub(super) fn person(people: &[Colleague], account: &str) -> String {
    let known = people.iter().find(|it| it.name == account);
    known.map_or_else(|| LANG.words().paper_program(), full_name)
}

/// A name with its title.
pub(super) fn full_name(person: &Colleague) -> String {
    person_name(&person.display_name, &person.title)
}

/// Who signs: as what, how, and the name below.
pub(super) fn signer(role: Option<String>, hint: String, name: Option<String>) -> AnyView {
    view! {
        <div class="paper-signer">
            <p>
                <b>{role.unwrap_or_else(|| DOTS.to_owned())}</b>
            </p>
            <p>
                <i>{hint}</i>
            </p>
            <p class="paper-name">{name}</p>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_papers_number_is_the_codes_own_part_and_tells_alike_papers_apart() {
        let code = DossierCode::try_from("H49.86.02-261127-0004".to_owned()).unwrap();
        assert_eq!(number_of(&code, None, "TNHS"), "261127-0004/TNHS");
        assert_eq!(number_of(&code, Some(2), "HDHS"), "261127-0004-2/HDHS");
    }

    #[test]
    fn days_under_ten_and_the_first_two_months_have_a_zero_before_them() {
        for (month, day, told) in [
            (1, 31, ["31", "01"]),
            (2, 9, ["09", "02"]),
            (3, 10, ["10", "3"]),
            (9, 5, ["05", "9"]),
            (11, 5, ["05", "11"]),
        ] {
            let date = NaiveDate::from_ymd_opt(2026, month, day).unwrap();
            assert_eq!(day_and_month(date), told);
        }
    }

    #[test]
    fn an_actor_that_is_no_person_is_the_program() {
        let lan = Colleague {
            name: "lan".to_owned(),
            display_name: "Nguyễn Thị Lan".to_owned(),
            title: "Chuyên viên".to_owned(),
            reach: sanh_domain::account::model::AgencyScope::Everywhere,
        };
        let people = [lan];
        assert_eq!(person(&people, "lan"), "Nguyễn Thị Lan, Chuyên viên");
        assert_eq!(person(&people, "import"), LANG.words().paper_program());
    }
}
