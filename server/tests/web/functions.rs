//! Every server function: who may call it, whether it changes anything, and of what it tells.

use sanh_domain::account::model::Access;

use Caller::{Administrator, Anyone, Desk, Manager, SignedIn};
use Object::{
    Absence, Agency, Alarm, Centre, Dossier, Feedback, Notice, Oneself, Period, Public, View, Wall,
};

/// Who may call a server function. The rooms for people who sign in come with their rights.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Caller {
    Anyone,
    SignedIn,
    Desk,
    Manager,
    Administrator,
}

impl Caller {
    pub(super) const fn access(self) -> Access {
        match self {
            Self::Anyone => Access::Public,
            Self::SignedIn => Access::SignedIn,
            Self::Desk => Access::Desk,
            Self::Manager => Access::Manage,
            Self::Administrator => Access::Administer,
        }
    }
}

/// What a function names, or lists. Whose object it is decides who may know of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Object {
    /// The caller's own account and session, or what they keep for themselves.
    Oneself,
    /// What anybody may see: boards, and what the walls showed.
    Public,
    /// What belongs to the whole centre and is read or kept for all of it: catalogue, people, settings, imports, messages, audit.
    Centre,
    /// A period of the official report, which is decided for the whole centre.
    Period,
    /// An agency: what is received there, and its figures.
    Agency,
    /// A dossier, or dossiers. Its agency's.
    Dossier,
    /// A wall. That of the agency whose figures it shows.
    Wall,
    /// A notice. That of the walls it stands on.
    Notice,
    /// An absence. Of a person, who works for agencies.
    Absence,
    /// An alarm. That of the wall it tells of.
    Alarm,
    /// A message to the centre. That of the agency that is to explain; without one only the whole centre's.
    Feedback,
    /// A view of throughput. Of the person who keeps it.
    View,
}

impl Object {
    /// Whether one may be out of the reach of somebody who may call the function.
    pub(super) const fn has_reach(self) -> bool {
        !matches!(self, Self::Oneself | Self::Public | Self::Centre)
    }
}

/// For whom a server function is, by the table of these tests.
pub(super) fn access(path: &str) -> Option<Access> {
    let row = FUNCTIONS.iter().find(|(_, known, ..)| *known == path);
    row.map(|(_, _, caller, ..)| caller.access())
}

/// Every server function: method, path, who may call it, whether it changes anything, what it names.
pub(super) const FUNCTIONS: &[(&str, &str, Caller, bool, Object)] = &[
    ("GET", "/api/board", Anyone, false, Public),
    ("GET", "/api/board_days", Anyone, false, Public),
    ("GET", "/api/read_privacy", Anyone, false, Public),
    ("POST", "/api/look_up", Anyone, true, Public),
    ("POST", "/api/read_tell_offer", Anyone, false, Oneself),
    ("POST", "/api/subscribe", Anyone, true, Oneself),
    ("POST", "/api/confirm_subscription", Anyone, true, Oneself),
    ("POST", "/api/stop_subscription", Anyone, true, Oneself),
    ("POST", "/api/request_pairing_code", Anyone, true, Public),
    ("POST", "/api/sign_in", Anyone, true, Oneself),
    ("POST", "/api/confirm_code", Anyone, true, Oneself),
    ("POST", "/api/read_link", Anyone, false, Oneself),
    ("POST", "/api/settle_link", Anyone, true, Oneself),
    ("GET", "/api/read_account", SignedIn, false, Oneself),
    ("POST", "/api/change_password", SignedIn, true, Oneself),
    ("POST", "/api/confirm_password", SignedIn, true, Oneself),
    ("POST", "/api/end_session", SignedIn, true, Oneself),
    ("POST", "/api/sign_out", SignedIn, true, Oneself),
    ("GET", "/api/list_people", Administrator, false, Centre),
    ("POST", "/api/add_person", Administrator, true, Centre),
    ("POST", "/api/make_link", Administrator, true, Centre),
    ("POST", "/api/rename_person", Administrator, true, Centre),
    ("POST", "/api/change_rights", Administrator, true, Centre),
    ("POST", "/api/disable_account", Administrator, true, Centre),
    ("GET", "/api/read_clock", Administrator, false, Centre),
    ("POST", "/api/confirm_clock", Administrator, true, Centre),
    ("GET", "/api/list_catalogue", Administrator, false, Centre),
    (
        "GET",
        "/api/read_catalogue_item",
        Administrator,
        false,
        Centre,
    ),
    ("POST", "/api/add_agency", Administrator, true, Centre),
    ("POST", "/api/add_field", Administrator, true, Centre),
    ("POST", "/api/change_agency", Administrator, true, Centre),
    ("POST", "/api/change_field", Administrator, true, Centre),
    ("GET", "/api/find_procedures", Anyone, false, Public),
    ("GET", "/api/read_public_procedure", Anyone, false, Public),
    ("GET", "/api/list_posted_documents", Anyone, false, Public),
    ("GET", "/api/list_documents", Administrator, false, Centre),
    ("GET", "/api/read_document", Administrator, false, Centre),
    ("POST", "/api/add_document", Administrator, true, Centre),
    ("POST", "/api/replace_document", Administrator, true, Centre),
    (
        "POST",
        "/api/take_down_document",
        Administrator,
        true,
        Centre,
    ),
    ("GET", "/api/read_guide", Administrator, false, Centre),
    ("POST", "/api/put_guide", Administrator, true, Centre),
    (
        "POST",
        "/api/export_procedures",
        Administrator,
        true,
        Centre,
    ),
    (
        "POST",
        "/api/import_procedures",
        Administrator,
        true,
        Centre,
    ),
    ("GET", "/api/list_procedures", Administrator, false, Centre),
    ("GET", "/api/read_procedure", Administrator, false, Centre),
    (
        "GET",
        "/api/list_procedure_parts",
        Administrator,
        false,
        Centre,
    ),
    ("POST", "/api/add_procedure", Administrator, true, Centre),
    ("POST", "/api/change_procedure", Administrator, true, Centre),
    ("POST", "/api/remove_limit", Administrator, true, Centre),
    (
        "POST",
        "/api/put_procedure_parts",
        Administrator,
        true,
        Centre,
    ),
    ("GET", "/api/read_settings", Administrator, false, Centre),
    ("POST", "/api/change_setting", Administrator, true, Centre),
    ("POST", "/api/remove_setting", Administrator, true, Centre),
    ("GET", "/api/read_calendar", Administrator, false, Centre),
    (
        "POST",
        "/api/foretell_calendar",
        Administrator,
        false,
        Centre,
    ),
    ("POST", "/api/change_calendar", Administrator, true, Centre),
    ("GET", "/api/list_imports", Administrator, false, Centre),
    ("GET", "/api/read_import", Administrator, false, Centre),
    (
        "GET",
        "/api/read_mapping_draft",
        Administrator,
        false,
        Centre,
    ),
    ("GET", "/api/read_mapping", Administrator, false, Centre),
    (
        "POST",
        "/api/export_bad_values",
        Administrator,
        true,
        Centre,
    ),
    ("POST", "/api/choose_mapping", Administrator, true, Centre),
    ("POST", "/api/choose_columns", Administrator, true, Centre),
    ("POST", "/api/save_mapping", Administrator, true, Centre),
    ("POST", "/api/check_import", Administrator, true, Centre),
    ("POST", "/api/apply_import", Administrator, true, Centre),
    ("POST", "/api/stop_import", Administrator, true, Centre),
    ("POST", "/api/remove_import", Administrator, true, Centre),
    ("GET", "/api/list_audit", Administrator, false, Centre),
    ("GET", "/api/list_absences", Desk, false, Absence),
    ("POST", "/api/add_absence", Desk, true, Absence),
    ("POST", "/api/end_absence", Desk, true, Absence),
    ("GET", "/api/read_outbox", Administrator, false, Centre),
    ("POST", "/api/retry_message", Administrator, true, Centre),
    ("POST", "/api/retry_messages", Administrator, true, Centre),
    (
        "POST",
        "/api/list_subscription_letters",
        Administrator,
        false,
        Centre,
    ),
    ("GET", "/api/count_alarms", SignedIn, false, Alarm),
    ("GET", "/api/list_alarms", Manager, false, Alarm),
    ("POST", "/api/mute_alarm", Manager, true, Alarm),
    ("POST", "/api/hear_alarm", Manager, true, Alarm),
    ("POST", "/api/send_feedback", Anyone, true, Oneself),
    ("POST", "/api/follow_feedback", Anyone, false, Oneself),
    ("POST", "/api/open_own_rating", Anyone, true, Oneself),
    ("POST", "/api/rate_service", Anyone, true, Oneself),
    ("GET", "/api/list_published_answers", Anyone, false, Public),
    ("GET", "/api/list_feedback", Manager, false, Feedback),
    ("GET", "/api/read_feedback", Manager, false, Feedback),
    ("POST", "/api/forward_feedback", Manager, true, Feedback),
    ("POST", "/api/answer_feedback", Manager, true, Feedback),
    ("POST", "/api/withdraw_answer", Manager, true, Feedback),
    (
        "POST",
        "/api/erase_feedback_contact",
        Manager,
        true,
        Feedback,
    ),
    ("GET", "/api/list_explanations", Desk, false, Feedback),
    ("GET", "/api/read_explanation", Desk, false, Feedback),
    ("POST", "/api/explain_feedback", Desk, true, Feedback),
    ("POST", "/api/open_rating", Desk, true, Dossier),
    ("GET", "/api/list_notices", Manager, false, Notice),
    ("GET", "/api/read_notice", Manager, false, Notice),
    ("POST", "/api/write_notice", Manager, true, Notice),
    ("POST", "/api/change_notice", Manager, true, Notice),
    ("POST", "/api/end_notice", Manager, true, Notice),
    ("POST", "/api/approve_notice", Manager, true, Notice),
    ("POST", "/api/refuse_notice", Manager, true, Notice),
    ("GET", "/api/list_screens", Manager, false, Wall),
    ("GET", "/api/read_fleet", Manager, false, Wall),
    ("GET", "/api/list_uptimes", Manager, false, Wall),
    ("GET", "/api/list_screen_options", Manager, false, Agency),
    ("POST", "/api/add_screen", Manager, true, Wall),
    ("POST", "/api/pair_screen", Manager, true, Wall),
    ("POST", "/api/change_screen", Manager, true, Wall),
    ("POST", "/api/order_screen", Manager, true, Wall),
    ("GET", "/api/read_replay", Manager, false, Public),
    ("POST", "/api/make_evidence", Manager, true, Public),
    ("GET", "/api/read_office", Desk, false, Centre),
    ("POST", "/api/list_dossiers", Desk, false, Dossier),
    ("POST", "/api/export_dossiers", Manager, true, Dossier),
    ("GET", "/api/read_register", Desk, false, Dossier),
    ("POST", "/api/export_register", Desk, true, Dossier),
    ("GET", "/api/open_dossier", Desk, false, Dossier),
    ("GET", "/api/print_control_slip", Desk, false, Dossier),
    ("GET", "/api/print_letter", Desk, false, Dossier),
    ("GET", "/api/print_slip", Desk, false, Dossier),
    ("GET", "/api/print_hand_over", Desk, false, Dossier),
    ("POST", "/api/issue_slip", Desk, true, Dossier),
    ("POST", "/api/end_subscriptions", Desk, true, Dossier),
    ("GET", "/api/prepare_dossier", Desk, false, Agency),
    ("POST", "/api/receive_dossier", Desk, true, Agency),
    ("POST", "/api/amend_dossier", Desk, true, Dossier),
    ("POST", "/api/move_dossier", Desk, true, Dossier),
    ("POST", "/api/move_dossiers", Desk, true, Dossier),
    ("GET", "/api/list_worklist_views", Desk, false, View),
    ("POST", "/api/keep_worklist_view", Desk, true, Oneself),
    ("POST", "/api/remove_worklist_view", Desk, true, View),
    ("POST", "/api/add_note", Desk, true, Dossier),
    ("POST", "/api/add_attachment", Desk, true, Dossier),
    ("POST", "/api/remove_attachment", Desk, true, Dossier),
    ("GET", "/api/read_report_names", Manager, false, Agency),
    ("GET", "/api/read_report", Manager, false, Agency),
    ("GET", "/api/read_backlog", Manager, false, Agency),
    ("GET", "/api/read_flow", Manager, false, Agency),
    ("GET", "/api/read_steps", Manager, false, Agency),
    ("GET", "/api/read_reception_changes", Manager, false, Agency),
    ("GET", "/api/list_counted_dossiers", Manager, false, Dossier),
    ("GET", "/api/list_due", Manager, false, Dossier),
    ("GET", "/api/list_views", Manager, false, View),
    ("GET", "/api/list_periods", Manager, false, Centre),
    ("GET", "/api/list_reports_due", Manager, false, Centre),
    ("GET", "/api/read_period", Manager, false, Centre),
    ("GET", "/api/read_official_form", Manager, false, Agency),
    ("GET", "/api/list_cell_dossiers", Manager, false, Dossier),
    ("POST", "/api/assign_dossiers", Manager, true, Dossier),
    ("POST", "/api/keep_view", Manager, true, Oneself),
    ("POST", "/api/remove_view", Manager, true, View),
    ("POST", "/api/export_throughput", Manager, true, Agency),
    (
        "POST",
        "/api/export_counted_dossiers",
        Manager,
        true,
        Dossier,
    ),
    ("POST", "/api/add_period", Manager, true, Period),
    ("POST", "/api/change_period", Manager, true, Period),
    ("POST", "/api/remove_period", Manager, true, Period),
    ("POST", "/api/sign_report", Manager, true, Period),
    ("POST", "/api/export_official_form", Manager, true, Agency),
    ("POST", "/api/export_cell_dossiers", Manager, true, Dossier),
];
