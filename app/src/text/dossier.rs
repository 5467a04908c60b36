//! The texts of statuses, actions and refusals.

use chrono_tz::Tz;
use sanh_domain::deadline::calendar::WorkingMinutes;
use sanh_domain::deadline::{Instant, Undecided};
use sanh_domain::dossier::applicant::ShownName;
use sanh_domain::dossier::file::Office;
use sanh_domain::dossier::status::Clock;
use sanh_domain::dossier::worklist::{Tab, WorklistRow};
use sanh_domain::dossier::{Dossier, EventKind, REASON_CHARS_MAX, Refusal, Status};
use sanh_domain::language::Lang;
use sanh_domain::procedure::channel::Channel;
use sanh_domain::text::clock;
use sanh_domain::text::name::Name;

use crate::text::{Messages, date, duration};

/// A status, as the national portal names it.
#[must_use]
pub fn status_name(lang: Lang, status: Status) -> String {
    let words = lang.words();
    match status {
        Status::Registered => words.status_registered(),
        Status::Received => words.status_received(),
        Status::Refused => words.status_refused(),
        Status::InProcess => words.status_in_process(),
        Status::PapersAsked => words.status_papers_asked(),
        Status::PaymentAsked => words.status_payment_asked(),
        Status::WithdrawalAsked => words.status_withdrawal_asked(),
        Status::Stopped => words.status_stopped(),
        Status::Resolved => words.status_resolved(),
        Status::HandedOver => words.status_handed_over(),
    }
}

/// The state of a dossier: its status, or that its reception was annulled.
#[must_use]
pub fn state_name(lang: Lang, dossier: &Dossier) -> String {
    if dossier.is_annulled() {
        lang.words().dossier_annulled()
    } else {
        status_name(lang, dossier.status)
    }
}

/// The same for a tag, where there is room for few words.
#[must_use]
pub fn short_state_name(lang: Lang, dossier: &Dossier) -> String {
    let words = lang.words();
    match dossier.status {
        _ if dossier.is_annulled() => words.tag_annulled(),
        Status::PapersAsked => words.tag_papers_asked(),
        Status::PaymentAsked => words.tag_payment_asked(),
        Status::WithdrawalAsked => words.tag_withdrawal_asked(),
        status => status_name(lang, status),
    }
}

/// A tab of the work list.
#[must_use]
pub(crate) fn tab_name(lang: Lang, tab: Tab) -> String {
    let words = lang.words();
    match tab {
        Tab::Open => words.tab_open(),
        Tab::Registered => words.tab_registered(),
        Tab::Received => words.tab_received(),
        Tab::InProcess => words.tab_in_process(),
        Tab::Waiting => words.tab_waiting(),
        Tab::StopProposed => words.tab_stop_proposed(),
        Tab::Resolved => words.tab_resolved(),
        Tab::Closed => words.tab_closed(),
    }
}

/// What is done to a dossier.
#[must_use]
pub fn act_name(lang: Lang, kind: EventKind) -> String {
    let words = lang.words();
    match kind {
        EventKind::Register => words.act_register(),
        EventKind::Receive => words.act_receive(),
        EventKind::Refuse => words.act_refuse(),
        EventKind::Start => words.act_start(),
        EventKind::AskPapers => words.act_ask_papers(),
        EventKind::PapersReceived => words.act_papers_received(),
        EventKind::AskPayment => words.act_ask_payment(),
        EventKind::Paid => words.act_paid(),
        EventKind::AskWithdrawal => words.act_ask_withdrawal(),
        EventKind::DeclineWithdrawal => words.act_decline_withdrawal(),
        EventKind::ConfirmWithdrawal => words.act_confirm_withdrawal(),
        EventKind::Stop => words.act_stop(),
        EventKind::Resolve => words.act_resolve(),
        EventKind::HandOver => words.act_hand_over(),
        EventKind::Extend => words.act_extend(),
        EventKind::Recount => words.act_recount(),
        EventKind::Amend => words.act_amend(),
        EventKind::Annul => words.act_annul(),
        EventKind::Correct => words.act_correct(),
        EventKind::Assign => words.act_assign(),
        EventKind::Remind => words.act_remind(),
        EventKind::Step => words.act_step(),
    }
}

/// The name of a channel.
#[must_use]
pub fn channel_name(lang: Lang, channel: Channel) -> String {
    let words = lang.words();
    match channel {
        Channel::Online => words.channel_online(),
        Channel::Direct => words.channel_direct(),
        Channel::Post => words.channel_post(),
    }
}

/// A name in the reader's language.
#[must_use]
pub fn named(lang: Lang, name: &Name) -> String {
    match lang {
        Lang::Vi => name.vi.clone(),
        Lang::En => name.en_or_vi().to_owned(),
    }
}

/// An instant on the centre's clock, to the minute.
#[must_use]
pub fn moment(at: Instant, zone: Tz) -> String {
    let local = at.with_timezone(&zone);
    format!(
        "{} {}",
        clock(local.time()),
        date::short_date(local.date_naive())
    )
}

/// A due time, marked if it depends on a calendar that is not yet published.
#[must_use]
pub fn due_moment(lang: Lang, due: Instant, zone: Tz, undecided: Option<Undecided>) -> String {
    let at = moment(due, zone);
    match undecided {
        None => at,
        Some(_) => lang.words().due_marked(at, lang.words().due_undecided()),
    }
}

/// What is undecided, in a sentence.
#[must_use]
pub fn undecided_text(lang: Lang, undecided: Undecided) -> String {
    let words = lang.words();
    match undecided {
        Undecided::Year(year) => words.due_undecided_year(year.to_string()),
        Undecided::Day(date) => words.due_undecided_day(date::short_date(date)),
    }
}

/// A dossier's remaining working time, or how long it has been overdue.
#[must_use]
pub fn time_left(lang: Lang, row: &WorklistRow) -> String {
    left(lang, row, duration::time_left)
}

/// The same for a narrow column whose heading says that it is working time.
#[must_use]
pub fn short_time_left(lang: Lang, row: &WorklistRow) -> String {
    left(lang, row, duration::short_time_left)
}

fn left(lang: Lang, row: &WorklistRow, told: fn(Lang, WorkingMinutes) -> String) -> String {
    let words = lang.words();
    let Some(left_min) = row.left_min else {
        return words.left_none();
    };
    let time = told(lang, WorkingMinutes(left_min));
    let is_paused = row.dossier.clock() == Clock::Stopped;
    match (is_paused, row.is_overdue) {
        (true, true) => words.left_stopped_over(),
        (true, false) => words.left_stopped(time),
        (false, true) => words.left_over(time),
        (false, false) if left_min == 0 => words.left_now(),
        (false, false) => words.left_time(time),
    }
}

/// Why something cannot be done.
#[must_use]
pub fn refusal_text(lang: Lang, refusal: &Refusal, zone: Tz) -> String {
    let words = lang.words();
    match refusal {
        Refusal::Transition { .. } => words.cannot_transition(),
        Refusal::ReasonMissing => words.cannot_reason_missing(),
        Refusal::ReasonTooLong => words.cannot_reason_long(REASON_CHARS_MAX),
        Refusal::InFuture => words.cannot_future(),
        Refusal::BeforeLastEvent { last } => words.cannot_before_last(moment(*last, zone)),
        Refusal::TooFarBack { days_max } => words.cannot_too_far_back(*days_max),
        Refusal::PeriodSigned { until } => words.cannot_period_signed(moment(*until, zone)),
        Refusal::PapersAskedAlready => words.cannot_papers_again(),
        Refusal::ExtendedAlready => words.cannot_extend_again(),
        Refusal::NoDueTime => words.cannot_extend_no_due(),
        Refusal::ExtensionTooLate { until: Some(until) } => {
            words.cannot_extend_late(moment(*until, zone))
        }
        Refusal::ExtensionTooLate { until: None } => words.cannot_extend_short(),
        Refusal::ExtensionTooFar { until } => words.cannot_extend_far(moment(*until, zone)),
        Refusal::ExtensionOverYear { until } => words.cannot_extend_year(moment(*until, zone)),
        Refusal::NewDueNotLater => words.cannot_extend_not_later(),
        Refusal::NoWorkingTime => words.cannot_no_working_time(),
        Refusal::CorrectionIsManagers => words.cannot_correct(),
        Refusal::RecountStays => words.cannot_recount(),
        Refusal::OpeningStays => words.cannot_opening(),
        Refusal::NothingAmended => words.cannot_amend_nothing(),
        Refusal::AmendIsManagers => words.cannot_amend(),
        Refusal::AnnulIsManagers => words.cannot_annul(),
        Refusal::DueComesEarlier { due, new_due } => {
            let new_due = new_due.map_or_else(|| words.dossier_due_none(), |at| moment(at, zone));
            words.cannot_amend_earlier(new_due, moment(*due, zone))
        }
        Refusal::ReceivedAfterNext { next } => words.cannot_received_after(moment(*next, zone)),
        Refusal::DoneToParts => words.cannot_done_to_parts(),
        Refusal::DoneToWhole => words.cannot_done_to_whole(),
        Refusal::PartsStay => words.cannot_parts_stay(),
        Refusal::PartsOpen => words.cannot_parts_open(),
        Refusal::AfterPromise { due } => words.cannot_after_promise(moment(*due, zone)),
        Refusal::WholeEnded => words.cannot_whole_ended(),
        Refusal::WholeWentOn => words.cannot_whole_went_on(),
        Refusal::WrongOffice => words.cannot_wrong_office(),
        _ => words.cannot_other(),
    }
}

/// The display name of an account, or its login name if the account no longer exists.
pub(crate) fn colleague_name<'a>(office: &'a Office, name: &'a str) -> &'a str {
    let known = office.colleagues.iter().find(|known| known.name == name);
    known.map_or(name, |known| known.display_name.as_str())
}

/// Who recorded an event, as a person reads it.
pub(crate) fn actor_name(lang: Lang, office: &Office, actor: &str) -> String {
    match actor {
        "import" => lang.words().actor_import(),
        "demo" => lang.words().actor_demo(),
        account => colleague_name(office, account).to_owned(),
    }
}

/// Who has a dossier, as a person reads it: with the substitute where they are away, and that one stands in where it is the reader.
pub(crate) fn held_by(lang: Lang, office: &Office, name: &str, reader: &str) -> String {
    held_as(lang, office, name, reader, str::to_owned)
}

/// The same where there is little room: of each name the given name, which comes last, and the first letters of the others.
pub(crate) fn short_held_by(lang: Lang, office: &Office, name: &str, reader: &str) -> String {
    let short = |name: &str| ShownName::masked(name).0;
    held_as(lang, office, name, reader, short)
}

fn held_as(
    lang: Lang,
    office: &Office,
    name: &str,
    reader: &str,
    written: impl Fn(&str) -> String,
) -> String {
    let words = lang.words();
    let held = written(colleague_name(office, name));
    match office.absence_of(name) {
        Some(absence) if absence.substitute == reader => words.absence_instead(held),
        Some(absence) => {
            let substitute = written(colleague_name(office, &absence.substitute));
            words.absence_held(held, date::short_date(absence.to), substitute)
        }
        None => held,
    }
}
