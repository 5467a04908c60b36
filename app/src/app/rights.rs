//! The access that each page and each server function needs, and what is special about receiving some of their forms.
//!
//! These properties are tables by path, not properties of the routes: they decide before the router runs, and of a route the router's
//! list tells nothing but its path and its methods.

use sanh_domain::account::model::Access;

use super::pages;
use crate::page::{Method, PageRoute, area_access, is_room, segments};

/// The access that a page needs, by its area; `None`: nobody has it, as for a page that does not exist.
pub fn access(segments: &[&str]) -> Option<Access> {
    pages().find(segments)?;
    area_access(segments)
}

/// Forms that set or ask for a password: hashing one takes long, so they wait in queues of their own and delay no other page.
pub const HASHING: &[&str] = &[
    "/sign-in",
    "/welcome/{link}",
    "/account/password",
    "/account/confirm",
    "/admin/clock",
    "/api/confirm_clock",
    "/api/sign_in",
    "/api/settle_link",
    "/api/change_password",
    "/api/confirm_password",
];

/// Pages whose forms send a file that is held in memory.
pub const ATTACHMENTS: &[&str] = &[
    "/admin/documents",
    "/admin/documents/{document}",
    "/admin/procedures/import",
    "/desk/dossiers/{code}/attachments",
];

/// The forms that ask for the password again if it was not confirmed recently (ours: those that give access, that are signed,
/// or that download or change many dossiers at once; OWASP ASVS 3.7.1). Never the emergency.
const CONFIRMED: &[(Method, &str)] = &[
    (Method::Post, "/admin/people"),
    (Method::Post, "/admin/people/{account}/link"),
    (Method::Post, "/admin/people/{account}/called"),
    (Method::Post, "/admin/people/{account}/rights"),
    (Method::Post, "/admin/people/{account}/disable"),
    (Method::Get, "/desk/export"),
    (Method::Get, "/desk/export/register"),
    (Method::Get, "/manage/report/{period}/dossiers.csv"),
    (Method::Get, "/manage/report/{period}/dossiers.xlsx"),
    (Method::Post, "/manage/report/{period}/sign"),
    (Method::Get, "/manage/dossiers.csv"),
    (Method::Get, "/manage/dossiers.xlsx"),
];

/// Whether a page asks for the password again if it was not confirmed recently.
#[must_use]
pub(super) fn is_confirmed(method: Method, route: &PageRoute) -> bool {
    CONFIRMED.contains(&(method, route.path.as_str()))
}

/// Every server function by its path, and the access it needs. A function that is not listed here is forbidden to everybody.
pub const FUNCTIONS: &[(&str, Access)] = &[
    ("/api/board", Access::Public),
    ("/api/board_days", Access::Public),
    ("/api/read_privacy", Access::Public),
    ("/api/look_up", Access::Public),
    ("/api/read_tell_offer", Access::Public),
    ("/api/subscribe", Access::Public),
    ("/api/confirm_subscription", Access::Public),
    ("/api/stop_subscription", Access::Public),
    ("/api/request_pairing_code", Access::Public),
    ("/api/sign_in", Access::Public),
    ("/api/confirm_code", Access::Public),
    ("/api/read_link", Access::Public),
    ("/api/settle_link", Access::Public),
    ("/api/read_account", Access::SignedIn),
    ("/api/change_password", Access::SignedIn),
    ("/api/confirm_password", Access::SignedIn),
    ("/api/end_session", Access::SignedIn),
    ("/api/sign_out", Access::SignedIn),
    ("/api/list_people", Access::Administer),
    ("/api/add_person", Access::Administer),
    ("/api/make_link", Access::Administer),
    ("/api/rename_person", Access::Administer),
    ("/api/change_rights", Access::Administer),
    ("/api/disable_account", Access::Administer),
    ("/api/read_clock", Access::Administer),
    ("/api/confirm_clock", Access::Administer),
    ("/api/list_catalogue", Access::Administer),
    ("/api/read_catalogue_item", Access::Administer),
    ("/api/add_agency", Access::Administer),
    ("/api/add_field", Access::Administer),
    ("/api/change_agency", Access::Administer),
    ("/api/change_field", Access::Administer),
    ("/api/find_procedures", Access::Public),
    ("/api/read_public_procedure", Access::Public),
    ("/api/list_posted_documents", Access::Public),
    ("/api/list_documents", Access::Administer),
    ("/api/read_document", Access::Administer),
    ("/api/add_document", Access::Administer),
    ("/api/replace_document", Access::Administer),
    ("/api/take_down_document", Access::Administer),
    ("/api/list_procedures", Access::Administer),
    ("/api/read_procedure", Access::Administer),
    ("/api/list_procedure_parts", Access::Administer),
    ("/api/add_procedure", Access::Administer),
    ("/api/change_procedure", Access::Administer),
    ("/api/remove_limit", Access::Administer),
    ("/api/put_procedure_parts", Access::Administer),
    ("/api/read_guide", Access::Administer),
    ("/api/put_guide", Access::Administer),
    ("/api/export_procedures", Access::Administer),
    ("/api/import_procedures", Access::Administer),
    ("/api/read_settings", Access::Administer),
    ("/api/change_setting", Access::Administer),
    ("/api/remove_setting", Access::Administer),
    ("/api/read_calendar", Access::Administer),
    ("/api/foretell_calendar", Access::Administer),
    ("/api/change_calendar", Access::Administer),
    ("/api/list_imports", Access::Administer),
    ("/api/read_import", Access::Administer),
    ("/api/read_mapping_draft", Access::Administer),
    ("/api/read_mapping", Access::Administer),
    ("/api/export_bad_values", Access::Administer),
    ("/api/choose_mapping", Access::Administer),
    ("/api/choose_columns", Access::Administer),
    ("/api/save_mapping", Access::Administer),
    ("/api/check_import", Access::Administer),
    ("/api/apply_import", Access::Administer),
    ("/api/stop_import", Access::Administer),
    ("/api/remove_import", Access::Administer),
    ("/api/list_audit", Access::Administer),
    ("/api/list_absences", Access::Desk),
    ("/api/add_absence", Access::Desk),
    ("/api/end_absence", Access::Desk),
    ("/api/read_outbox", Access::Administer),
    ("/api/retry_message", Access::Administer),
    ("/api/retry_messages", Access::Administer),
    ("/api/list_subscription_letters", Access::Administer),
    ("/api/count_alarms", Access::SignedIn),
    ("/api/list_alarms", Access::Manage),
    ("/api/mute_alarm", Access::Manage),
    ("/api/hear_alarm", Access::Manage),
    ("/api/send_feedback", Access::Public),
    ("/api/follow_feedback", Access::Public),
    ("/api/open_own_rating", Access::Public),
    ("/api/rate_service", Access::Public),
    ("/api/list_published_answers", Access::Public),
    ("/api/list_feedback", Access::Manage),
    ("/api/read_feedback", Access::Manage),
    ("/api/forward_feedback", Access::Manage),
    ("/api/answer_feedback", Access::Manage),
    ("/api/withdraw_answer", Access::Manage),
    ("/api/erase_feedback_contact", Access::Manage),
    ("/api/list_explanations", Access::Desk),
    ("/api/read_explanation", Access::Desk),
    ("/api/explain_feedback", Access::Desk),
    ("/api/open_rating", Access::Desk),
    ("/api/list_notices", Access::Manage),
    ("/api/read_notice", Access::Manage),
    ("/api/write_notice", Access::Manage),
    ("/api/change_notice", Access::Manage),
    ("/api/end_notice", Access::Manage),
    ("/api/approve_notice", Access::Manage),
    ("/api/refuse_notice", Access::Manage),
    ("/api/list_screens", Access::Manage),
    ("/api/read_fleet", Access::Manage),
    ("/api/list_uptimes", Access::Manage),
    ("/api/list_screen_options", Access::Manage),
    ("/api/add_screen", Access::Manage),
    ("/api/pair_screen", Access::Manage),
    ("/api/change_screen", Access::Manage),
    ("/api/order_screen", Access::Manage),
    ("/api/read_replay", Access::Manage),
    ("/api/make_evidence", Access::Manage),
    ("/api/read_office", Access::Desk),
    ("/api/list_dossiers", Access::Desk),
    ("/api/export_dossiers", Access::Manage),
    ("/api/read_register", Access::Desk),
    ("/api/export_register", Access::Desk),
    ("/api/open_dossier", Access::Desk),
    ("/api/print_control_slip", Access::Desk),
    ("/api/print_letter", Access::Desk),
    ("/api/print_slip", Access::Desk),
    ("/api/print_hand_over", Access::Desk),
    ("/api/issue_slip", Access::Desk),
    ("/api/end_subscriptions", Access::Desk),
    ("/api/prepare_dossier", Access::Desk),
    ("/api/receive_dossier", Access::Desk),
    ("/api/amend_dossier", Access::Desk),
    ("/api/move_dossier", Access::Desk),
    ("/api/move_dossiers", Access::Desk),
    ("/api/list_worklist_views", Access::Desk),
    ("/api/keep_worklist_view", Access::Desk),
    ("/api/remove_worklist_view", Access::Desk),
    ("/api/add_note", Access::Desk),
    ("/api/add_attachment", Access::Desk),
    ("/api/remove_attachment", Access::Desk),
    ("/api/read_report_names", Access::Manage),
    ("/api/read_report", Access::Manage),
    ("/api/read_backlog", Access::Manage),
    ("/api/read_flow", Access::Manage),
    ("/api/read_steps", Access::Manage),
    ("/api/read_reception_changes", Access::Manage),
    ("/api/list_counted_dossiers", Access::Manage),
    ("/api/list_due", Access::Manage),
    ("/api/assign_dossiers", Access::Manage),
    ("/api/list_views", Access::Manage),
    ("/api/keep_view", Access::Manage),
    ("/api/remove_view", Access::Manage),
    ("/api/export_throughput", Access::Manage),
    ("/api/export_counted_dossiers", Access::Manage),
    ("/api/list_periods", Access::Manage),
    ("/api/list_reports_due", Access::Manage),
    ("/api/read_period", Access::Manage),
    ("/api/read_official_form", Access::Manage),
    ("/api/list_cell_dossiers", Access::Manage),
    ("/api/add_period", Access::Manage),
    ("/api/change_period", Access::Manage),
    ("/api/remove_period", Access::Manage),
    ("/api/sign_report", Access::Manage),
    ("/api/export_official_form", Access::Manage),
    ("/api/export_cell_dossiers", Access::Manage),
];

/// The access that a server function needs; `None`: nobody has it.
#[must_use]
pub fn function_access(path: &str) -> Option<Access> {
    let found = FUNCTIONS.iter().find(|(known, _)| *known == path);
    found.map(|(_, access)| *access)
}

/// Whether a requested path is of a room: an area for one person at their own browser.
#[must_use]
pub fn leads_to_room(path: &str) -> bool {
    is_room(&segments(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_the_right_of_its_area() {
        for page in pages().0 {
            let access = access(&segments(&page.path));
            assert!(access.is_some(), "{} is for nobody", page.path);
        }
        assert_eq!(
            access(&["admin", "agencies", "7"]),
            Some(Access::Administer)
        );
        assert_eq!(access(&[]), Some(Access::Public));
        assert_eq!(access(&["admin", "fields"]), Some(Access::Administer));
        assert_eq!(access(&["admin", "nothing"]), None);
    }

    #[test]
    fn every_page_that_accepts_a_file_accepts_forms() {
        for path in ATTACHMENTS {
            let page = pages().0.iter().find(|page| page.path == *path);
            let is_sent = page.is_some_and(|page| page.methods.contains(&Method::Post));
            assert!(is_sent, "{path}");
        }
    }

    #[test]
    fn every_form_that_asks_for_the_password_again_is_a_page() {
        for (method, path) in CONFIRMED {
            let page = pages().0.iter().find(|page| page.path == *path);
            let is_listed = page.is_some_and(|page| page.methods.contains(method));
            assert!(is_listed, "{path}");
        }
        let asks = |method: Method, path: &str| {
            let page = pages().find(&segments(path));
            page.is_some_and(|page| is_confirmed(method, page))
        };
        assert!(asks(Method::Post, "/admin/people/7/link"));
        assert!(!asks(Method::Get, "/admin/people"));
        assert!(!asks(Method::Post, "/manage/notices"));
    }
}
