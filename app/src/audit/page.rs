//! The audit's page.

use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::audit::model::{AUDIT_ROWS, AuditAct, AuditFilter, AuditLine, AuditLines};
use sanh_domain::language::Lang;

use super::api::list_audit;
use super::words::AuditWords;
use crate::error::AppError;
use crate::page::{PageRequest, escaped};
use crate::text::Messages;
use crate::text::dossier::{act_name, moment};
use crate::ui::document::product_title;
use crate::ui::form::{Field, button, field};
use crate::ui::response::{loaded, request};

/// The longest search text, in characters.
const FIND_CHARS_MAX: usize = 64;

/// `/admin/audit`
#[component]
pub(super) fn AuditPage() -> impl IntoView {
    loaded(shown())
}

async fn shown() -> Result<impl IntoView, AppError> {
    let filter = filter_of_address(&request())?;
    let audit = list_audit(filter.clone()).await?;
    Ok(view! { <Audit audit filter /> })
}

/// The lines that the address asks for.
fn filter_of_address(request: &PageRequest) -> Result<AuditFilter, AppError> {
    let given = |name: &str| {
        let text = request.parameter(name).map(str::trim);
        let text = text.filter(|text| !text.is_empty());
        text.map(|text| text.chars().take(FIND_CHARS_MAX).collect::<String>())
    };
    let before = request
        .parameter("before")
        .map(str::parse::<i64>)
        .transpose();
    Ok(AuditFilter {
        subject: given("subject"),
        actor: given("actor"),
        before: before.map_err(|_| AppError::Invalid("before".to_owned()))?,
    })
}

#[component]
fn Audit(audit: AuditLines, filter: AuditFilter) -> impl IntoView {
    let lang = request().room_lang();
    let words = lang.words();
    let AuditLines { zone, names, lines } = audit;
    let find = |name: &'static str, label: String, hint: Option<String>, value: &Option<String>| {
        let find = Field {
            hint,
            value: value.clone().unwrap_or_default(),
            kind: "search",
            chars_max: FIND_CHARS_MAX,
            ..Field::text(name, label)
        };
        field(find, &[])
    };
    let older = older(&lines, &filter).map(|href| {
        view! { <a href=href>{words.audit_older()}</a> }
    });
    let none = lines
        .is_empty()
        .then(|| view! { <p class="none">{words.audit_none()}</p> });
    let told = AuditWords {
        lang,
        zone,
        names: &names,
    };
    let rows: Vec<_> = lines.iter().map(|line| row(&told, line)).collect();
    let title = words.audit_title();
    view! {
        <Title text=product_title(lang, &title) />
        <h1>{title}</h1>
        <p class="hint">{words.audit_lead()}</p>
        <form method="get" action="/admin/audit" class="filters" role="search">
            {find("subject", words.audit_subject(), Some(words.audit_subject_hint()), &filter.subject)}
            {find("actor", words.audit_actor(), None, &filter.actor)}
            <div class="filters-do">{button(words.audit_show())}</div>
        </form>
        <table class="table audit-lines">
            <thead>
                <tr>
                    <th scope="col" class="audit-when">{words.audit_when()}</th>
                    <th scope="col" class="audit-actor">{words.audit_actor()}</th>
                    <th scope="col" class="audit-from">{words.audit_from()}</th>
                    <th scope="col" class="audit-act">{words.audit_act()}</th>
                    <th scope="col" class="audit-subject">{words.audit_subject()}</th>
                    <th scope="col">{words.audit_change()}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        {none}
        <p class="pages">{older}</p>
    }
}

/// The address of the older lines; none if these are the oldest.
fn older(lines: &[AuditLine], filter: &AuditFilter) -> Option<String> {
    let last = lines
        .last()
        .filter(|_| lines.len() == AUDIT_ROWS as usize)?;
    let text = |text: &Option<String>| escaped(text.as_deref().unwrap_or_default());
    let (subject, actor) = (text(&filter.subject), text(&filter.actor));
    Some(format!(
        "/admin/audit?subject={subject}&actor={actor}&before={}",
        last.id
    ))
}

fn row(told: &AuditWords<'_>, line: &AuditLine) -> AnyView {
    let words = told.lang.words();
    let address = line.address.map(|address| address.to_string());
    // The sealed words can be read too, beside their translation.
    let sealed = format!("{} → {}", line.was, line.became);
    view! {
        <tr>
            <td data-label=words.audit_when()>{moment(line.at, told.zone)}</td>
            <td data-label=words.audit_actor()>{told.actor(&line.actor)}</td>
            <td data-label=words.audit_from()>{address}</td>
            <td data-label=words.audit_act()>{act(told.lang, line.act)}</td>
            <td data-label=words.audit_subject() class="subject" title=line.subject.clone()>
                {told.subject(line)}
            </td>
            <td data-label=words.audit_change() title=sealed>
                {told.change(line)}
            </td>
        </tr>
    }
    .into_any()
}

fn act(lang: Lang, act: AuditAct) -> String {
    let words = lang.words();
    match act {
        AuditAct::SignedIn => words.audit_signed_in(),
        AuditAct::SignInRefused => words.audit_sign_in_refused(),
        AuditAct::RecoveryUsed => words.audit_recovery_used(),
        AuditAct::SessionEnded => words.audit_session_ended(),
        AuditAct::AccountAdded => words.audit_account_added(),
        AuditAct::LinkMade => words.audit_link_made(),
        AuditAct::PasswordSet => words.audit_password_set(),
        AuditAct::RightsChanged => words.audit_rights_changed(),
        AuditAct::AccountRenamed => words.audit_account_renamed(),
        AuditAct::AccountDisabled => words.audit_account_disabled(),
        AuditAct::Dossier(kind) => act_name(lang, kind),
        AuditAct::NoteAdded => words.audit_note_added(),
        AuditAct::AttachmentAdded => words.audit_attachment_added(),
        AuditAct::AttachmentOpened => words.audit_attachment_opened(),
        AuditAct::AttachmentRemoved => words.audit_attachment_removed(),
        AuditAct::SlipIssued => words.audit_slip_issued(),
        AuditAct::ApplicantErased => words.audit_applicant_erased(),
        AuditAct::ApplicantExported => words.audit_applicant_exported(),
        AuditAct::LetterSent => words.audit_letter_sent(),
        AuditAct::MasterKeyChanged => words.audit_master_key_changed(),
        AuditAct::SealKeyChanged => words.audit_seal_key_changed(),
        AuditAct::SealKeyLost => words.audit_seal_key_lost(),
        AuditAct::Restored => words.audit_restored(),
        AuditAct::CentreChanged => words.audit_centre_changed(),
        AuditAct::LetterRetried => words.audit_letter_retried(),
        AuditAct::Exported => words.audit_exported(),
        AuditAct::DossierOpened => words.audit_dossier_opened(),
        AuditAct::DossierPrinted => words.audit_dossier_printed(),
        AuditAct::Searched => words.audit_searched(),
        AuditAct::ScreenChanged => words.audit_screen_changed(),
        AuditAct::ScreenOrdered => words.audit_screen_ordered(),
        AuditAct::NoticeWritten => words.audit_notice_written(),
        AuditAct::NoticeEnded => words.audit_notice_ended(),
        AuditAct::NoticeApproved => words.audit_notice_approved(),
        AuditAct::NoticeRefused => words.audit_notice_refused(),
        AuditAct::AlarmMuted => words.audit_alarm_muted(),
        AuditAct::ClockConfirmed => words.audit_clock_confirmed(),
        AuditAct::CountersRepaired => words.audit_counters_repaired(),
        AuditAct::ReportSigned => words.audit_report_signed(),
        AuditAct::ViewKept => words.throughput_view_kept(),
        AuditAct::ViewRemoved => words.throughput_view_removed(),
        AuditAct::AbsenceSet => words.audit_absence_set(),
        AuditAct::AbsenceTakenBack => words.audit_absence_taken_back(),
        AuditAct::FileUploaded => words.audit_file_uploaded(),
        AuditAct::Imported => words.audit_imported(),
        AuditAct::MappingSaved => words.audit_mapping_saved(),
        AuditAct::FeedbackOpened => words.audit_feedback_opened(),
        AuditAct::FeedbackForwarded => words.audit_feedback_forwarded(),
        AuditAct::FeedbackExplained => words.audit_feedback_explained(),
        AuditAct::FeedbackAnswered => words.audit_feedback_answered(),
        AuditAct::FeedbackWithdrawn => words.audit_feedback_withdrawn(),
        AuditAct::FeedbackContactErased => words.audit_feedback_contact_erased(),
        AuditAct::SubscriptionConfirmed => words.audit_subscription_confirmed(),
        AuditAct::SubscriptionEnded => words.audit_subscription_ended(),
        AuditAct::LettersRead => words.audit_letters_read(),
        AuditAct::RatingOpened => words.audit_rating_opened(),
        AuditAct::Refused => words.audit_refused(),
    }
}
