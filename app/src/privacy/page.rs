//! `/privacy`: the list of personal data, as the code has it.

use leptos::prelude::*;
use sanh_domain::language::Lang;
use sanh_domain::privacy::model::{
    KeepTimes, LegalBasis, PERSONAL_DATA, PersonalData, PersonalDataEntry, PrivacyNotice, Reader,
    Retention,
};

use super::api::read_privacy;
use crate::error::AppError;
use crate::text::Messages;
use crate::ui::public::public_page;
use crate::ui::response::{loaded, request};
use crate::ui::text_writer::TextWriter;

/// The days of a year, as settings count them.
const YEAR_DAYS: u32 = 365;

/// `/privacy`
#[component]
pub(super) fn PrivacyPage() -> impl IntoView {
    loaded(privacy())
}

async fn privacy() -> Result<AnyView, AppError> {
    let notice = read_privacy().await?;
    let lang = request().room_lang();
    let words = lang.words();
    let PrivacyNotice {
        centre,
        place,
        keep,
    } = notice;
    let entries = PERSONAL_DATA.iter().map(|entry| row(lang, keep, entry));
    let entries: Vec<_> = entries.collect();
    let place = (!place.is_empty()).then(|| format!(", {place}"));
    let body = view! {
        <p class="public-lead">{words.privacy_lead()}</p>
        <h2>{words.privacy_who()}</h2>
        <p>{TextWriter(lang.into()).name(&centre)} {place} "."</p>
        <h2>{words.privacy_never()}</h2>
        <p>{words.privacy_never_text()}</p>
        <h2 id="kept">{words.privacy_kept()}</h2>
        <table class="privacy-table">
            <caption class="sr-only">{words.privacy_kept()}</caption>
            <thead>
                <tr>
                    <th scope="col">{words.privacy_data()}</th>
                    <th scope="col">{words.privacy_purpose()}</th>
                    <th scope="col">{words.privacy_basis()}</th>
                    <th scope="col">{words.privacy_retention()}</th>
                    <th scope="col">{words.privacy_readers()}</th>
                </tr>
            </thead>
            <tbody>{entries}</tbody>
        </table>
        <h2>{words.privacy_seen()}</h2>
        <p>{words.privacy_seen_text()}</p>
        <h2>{words.privacy_rights()}</h2>
        <p>{words.privacy_rights_text()}</p>
    };
    Ok(public_page(words.privacy_title(), (), body))
}

fn row(lang: Lang, keep: KeepTimes, entry: &PersonalDataEntry) -> AnyView {
    let words = lang.words();
    let (name, purpose) = told(lang, entry.data);
    let sealed = entry.is_sealed.then(|| {
        view! { <p class="hint">{words.privacy_sealed()}</p> }
    });
    let readers = entry.readers.iter().map(|reader| {
        view! { <li>{reader_name(lang, *reader)}</li> }
    });
    let readers: Vec<_> = readers.collect();
    view! {
        <tr>
            <th scope="row">{name} {sealed}</th>
            <td data-label=words.privacy_purpose()>{purpose}</td>
            <td data-label=words.privacy_basis()>{basis(lang, entry.basis)}</td>
            <td data-label=words.privacy_retention()>{retention(lang, entry.retention, keep)}</td>
            <td data-label=words.privacy_readers()>
                <ul>{readers}</ul>
            </td>
        </tr>
    }
    .into_any()
}

/// The name of a kind of data, and its purpose.
fn told(lang: Lang, data: PersonalData) -> (String, String) {
    let words = lang.words();
    match data {
        PersonalData::Applicant => (words.privacy_applicant(), words.privacy_applicant_for()),
        PersonalData::SearchKey => (words.privacy_search_key(), words.privacy_search_key_for()),
        PersonalData::Note => (words.privacy_note(), words.privacy_note_for()),
        PersonalData::Attachment => (words.privacy_attachment(), words.privacy_attachment_for()),
        PersonalData::Slip => (words.privacy_slip(), words.privacy_slip_for()),
        PersonalData::Message => (words.privacy_message(), words.privacy_message_for()),
        PersonalData::Account => (words.privacy_account(), words.privacy_account_for()),
        PersonalData::Session => (words.privacy_session(), words.privacy_session_for()),
        PersonalData::Step => (words.privacy_step(), words.privacy_step_for()),
        PersonalData::Audit => (words.privacy_audit(), words.privacy_audit_for()),
        PersonalData::Absence => (words.privacy_absence(), words.privacy_absence_for()),
        PersonalData::Authorship => (words.privacy_authorship(), words.privacy_authorship_for()),
        PersonalData::Throttle => (words.privacy_throttle(), words.privacy_throttle_for()),
        PersonalData::Upload => (words.privacy_upload(), words.privacy_upload_for()),
        PersonalData::Feedback => (words.privacy_feedback(), words.privacy_feedback_for()),
        PersonalData::Subscription => (
            words.privacy_subscription(),
            words.privacy_subscription_for(),
        ),
        PersonalData::SubscriptionFlow => (
            words.privacy_subscription_flow(),
            words.privacy_subscription_flow_for(),
        ),
        PersonalData::FeedbackNetwork => (words.privacy_network(), words.privacy_network_for()),
        PersonalData::Rating => (words.privacy_rating(), words.privacy_rating_for()),
    }
}

fn basis(lang: Lang, basis: LegalBasis) -> String {
    let words = lang.words();
    match basis {
        LegalBasis::OneStop => words.privacy_basis_one_stop(),
        LegalBasis::DataProtection => words.privacy_basis_data_protection(),
        LegalBasis::Employment => words.privacy_basis_employment(),
        LegalBasis::Consent => words.privacy_basis_consent(),
    }
}

fn retention(lang: Lang, retention: Retention, keep: KeepTimes) -> String {
    let words = lang.words();
    match retention {
        Retention::AfterEnd if keep.applicant_days == 0 => words.privacy_until_asked(),
        Retention::AfterEnd => words.privacy_after_end(duration(lang, keep.applicant_days)),
        Retention::AfterMessage => words.privacy_after_message(keep.message_days),
        Retention::AfterSession => words.privacy_after_session(keep.session_days),
        Retention::AfterUpload => words.privacy_after_upload(keep.upload_hours, keep.upload_days),
        Retention::AfterAnswer => words.privacy_after_answer(keep.contact_days),
        Retention::UntilStopped => words.privacy_until_stopped(keep.subscription_days),
        Retention::Day => words.privacy_day(),
        Retention::ForGood => words.privacy_for_good(),
        Retention::WithAccount => words.privacy_with_account(),
    }
}

/// A number of days in words; whole years as years.
fn duration(lang: Lang, days: u32) -> String {
    let words = lang.words();
    match (days / YEAR_DAYS, days % YEAR_DAYS) {
        (years, 0) if years > 0 => words.privacy_years(years),
        _ => words.privacy_days(days),
    }
}

fn reader_name(lang: Lang, reader: Reader) -> String {
    let words = lang.words();
    match reader {
        Reader::AgencyStaff => words.privacy_reader_staff(),
        Reader::Managers => words.privacy_reader_managers(),
        Reader::Administrators => words.privacy_reader_administrators(),
        Reader::Operator => words.privacy_reader_operator(),
        Reader::Gateway => words.privacy_reader_gateway(),
        Reader::Oneself => words.privacy_reader_oneself(),
        Reader::Nobody => words.privacy_reader_nobody(),
    }
}
