//! What each server function is asked with to reach what is another agency's. In the places stand the second agency's objects.

use ForeignAnswer::{NotThere, Refused, WithoutIt};

/// What somebody of another agency is answered.
#[derive(Clone, Copy)]
pub(super) enum ForeignAnswer {
    /// This status, and the same words as for an object that is not there.
    NotThere(u16),
    /// This status.
    Refused(u16),
    /// What is theirs, in which this text does not occur.
    WithoutIt(&'static str),
}

/// What a manager of the agency itself is answered.
#[derive(Clone, Copy)]
pub(super) enum ColleagueAnswer {
    /// It is read or done.
    May,
    /// This status, for a reason that has nothing to do with the agency.
    Otherwise(u16),
}

/// A request.
#[derive(Clone, Copy)]
pub(super) struct Case {
    pub(super) path: &'static str,
    pub(super) fields: &'static str,
    pub(super) foreign: ForeignAnswer,
    pub(super) colleague: ColleagueAnswer,
}

const fn case(path: &'static str, fields: &'static str, foreign: ForeignAnswer) -> Case {
    Case {
        path,
        fields,
        foreign,
        colleague: ColleagueAnswer::May,
    }
}

const fn otherwise(status: u16, case: Case) -> Case {
    Case {
        colleague: ColleagueAnswer::Otherwise(status),
        ..case
    }
}

/// What is read before what is changed; what is changed in an order in which each can be done.
pub(super) const CASES: &[Case] = &[
    // Lists contain only what the caller may see.
    case(
        "/api/list_dossiers",
        "query[whose]=All&query[tab]=Open",
        WithoutIt("{dossier}"),
    ),
    case(
        "/api/list_dossiers",
        "query[whose][Agency]={agency}&query[tab]=Open",
        WithoutIt("{dossier}"),
    ),
    case(
        "/api/list_dossiers",
        "query[whose]=All&query[tab]=Open&query[find]={dossier}",
        WithoutIt("{dossier}"),
    ),
    case(
        "/api/export_dossiers",
        "query[whose]=All&query[tab]=Open&format=Csv",
        WithoutIt("{dossier}"),
    ),
    case(
        "/api/export_dossiers",
        "query[whose][Agency]={agency}&query[tab]=Open&format=Csv",
        WithoutIt("{dossier}"),
    ),
    case(
        "/api/read_register",
        "day=2026-11-23",
        WithoutIt("{dossier}"),
    ),
    case(
        "/api/export_register",
        "day=2026-11-23&format=Csv",
        WithoutIt("{dossier}"),
    ),
    case(
        "/api/list_due",
        "cut[channel]=online",
        WithoutIt("{dossier}"),
    ),
    case("/api/list_due", "cut[agency]={agency}", NotThere(404)),
    case(
        "/api/list_counted_dossiers",
        "query[report][period][kind]=month&query[report][period][from]=2026-11-01&query[report][period][to]=2026-12-01\
         &query[report][cut][channel]=online&query[report][grouping]=Agency&query[figure]=Received",
        WithoutIt("{dossier}"),
    ),
    case(
        "/api/list_counted_dossiers",
        "query[report][period][kind]=month&query[report][period][from]=2026-11-01&query[report][period][to]=2026-12-01\
         &query[report][cut][channel]=online&query[report][grouping]=Agency&query[group][Agency]={agency}&query[figure]=Received",
        WithoutIt("{dossier}"),
    ),
    case(
        "/api/list_counted_dossiers",
        "query[report][period][kind]=month&query[report][period][from]=2026-11-01&query[report][period][to]=2026-12-01\
         &query[report][cut][agency]={agency}&query[report][grouping]=Agency&query[figure]=Received",
        NotThere(404),
    ),
    case(
        "/api/export_counted_dossiers",
        "asked[wanted][chosen][Running]=Month&asked[wanted][cut][channel]=online&asked[wanted][grouping]=Agency\
         &asked[group][Agency]={agency}&asked[figure]=Received&format=Csv",
        WithoutIt("{dossier}"),
    ),
    case(
        "/api/export_counted_dossiers",
        "asked[wanted][chosen][Running]=Month&asked[wanted][cut][agency]={agency}&asked[wanted][grouping]=Agency\
         &asked[figure]=Received&format=Csv",
        NotThere(404),
    ),
    case(
        "/api/list_cell_dossiers",
        "query[name]=days-2026-11-01-2026-11-30&query[version]=Now&query[cell][axis]=agency&query[cell][column]=4",
        WithoutIt("{dossier}"),
    ),
    case(
        "/api/list_cell_dossiers",
        "query[name]=days-2026-11-01-2026-11-30&query[version]=Now&query[cell][axis]=agency&query[cell][line]={agency}\
         &query[cell][column]=4",
        WithoutIt("{dossier}"),
    ),
    case(
        "/api/export_cell_dossiers",
        "query[name]=days-2026-11-01-2026-11-30&query[version]=Now&query[cell][axis]=agency&query[cell][line]={agency}\
         &query[cell][column]=4&format=Csv",
        WithoutIt("{dossier}"),
    ),
    case("/api/list_screens", "", WithoutIt("\"{wall}\"")),
    case("/api/read_fleet", "", WithoutIt("\"{wall}\"")),
    case("/api/list_uptimes", "", WithoutIt("\"{wall}\"")),
    case("/api/list_screen_options", "", WithoutIt("Phòng Đất đai")),
    case("/api/list_notices", "", WithoutIt("Lời riêng của phòng")),
    case("/api/list_absences", "", WithoutIt("\"account\":\"huong\"")),
    case("/api/count_alarms", "", WithoutIt("1")),
    case("/api/list_alarms", "", WithoutIt("\"{wall}\"")),
    case("/api/list_views", "", WithoutIt("view-of-mate")),
    case("/api/list_worklist_views", "", WithoutIt("list-of-mate")),
    // Figures of an agency.
    case("/api/read_report_names", "", WithoutIt("Phòng Đất đai")),
    case(
        "/api/read_report",
        "query[period][kind]=month&query[period][from]=2026-11-01&query[period][to]=2026-12-01&query[cut][agency]={agency}\
         &query[grouping]=Agency",
        NotThere(404),
    ),
    case(
        "/api/read_report",
        "query[period][kind]=month&query[period][from]=2026-11-01&query[period][to]=2026-12-01&query[cut][channel]=online\
         &query[grouping]=Agency",
        WithoutIt("{\"Agency\":{agency}}"),
    ),
    case("/api/read_backlog", "cut[agency]={agency}", NotThere(404)),
    case(
        "/api/read_flow",
        "query[period][kind]=month&query[period][from]=2026-11-01&query[period][to]=2026-12-01&query[cut][agency]={agency}\
         &query[grouping]=Agency",
        NotThere(404),
    ),
    case(
        "/api/read_steps",
        "query[period][kind]=month&query[period][from]=2026-11-01&query[period][to]=2026-12-01&query[cut][agency]={agency}\
         &query[grouping]=Agency",
        NotThere(404),
    ),
    case(
        "/api/read_reception_changes",
        "query[period][kind]=month&query[period][from]=2026-11-01&query[period][to]=2026-12-01&query[cut][agency]={agency}\
         &query[grouping]=Agency",
        NotThere(404),
    ),
    case(
        "/api/export_throughput",
        "asked[chosen][Running]=Month&asked[cut][agency]={agency}&asked[grouping]=Agency&format=Csv",
        NotThere(404),
    ),
    case(
        "/api/export_throughput",
        "asked[chosen][Running]=Month&asked[cut][channel]=online&asked[grouping]=Agency&format=Csv",
        WithoutIt("Phòng Đất đai"),
    ),
    case(
        "/api/read_official_form",
        "period=days-2026-11-01-2026-11-30",
        WithoutIt("\"agency\":{agency},"),
    ),
    case(
        "/api/export_official_form",
        "period=days-2026-11-01-2026-11-30&version=Now&axis=agency&format=Csv",
        WithoutIt("Phòng Đất đai"),
    ),
    // Reception at an agency.
    case(
        "/api/prepare_dossier",
        "procedure={procedure}&agency={agency}&channel=direct",
        NotThere(404),
    ),
    case(
        "/api/receive_dossier",
        "key=receive-0001&action=receive&procedure={procedure}&agency={agency}&channel=direct&name=Nguyen Van A",
        NotThere(422),
    ),
    // One dossier.
    case("/api/open_dossier", "code={dossier}", NotThere(404)),
    case("/api/print_control_slip", "code={dossier}", NotThere(404)),
    case(
        "/api/print_letter",
        "code={asked}&sequence=3",
        NotThere(404),
    ),
    case("/api/print_hand_over", "code={dossier}", NotThere(404)),
    case("/api/print_slip", "code={dossier}", NotThere(404)),
    case("/api/issue_slip", "code={dossier}", NotThere(404)),
    case("/api/end_subscriptions", "code={dossier}", NotThere(404)),
    otherwise(
        422,
        case(
            "/api/amend_dossier",
            "code={dossier}&key=amend-0001&reason=",
            NotThere(404),
        ),
    ),
    case(
        "/api/add_note",
        "code={dossier}&key=note-0001&note=seen",
        NotThere(404),
    ),
    // Refused with 422 because the file, which only a form can send, is missing.
    otherwise(
        422,
        case(
            "/api/add_attachment",
            "code={dossier}&key=file-0001&title=seen",
            NotThere(404),
        ),
    ),
    case(
        "/api/remove_attachment",
        "code={dossier}&attachment=1",
        NotThere(404),
    ),
    case(
        "/api/move_dossier",
        "code={dossier}&version=2&action=start&key=move-0001",
        NotThere(404),
    ),
    case(
        "/api/move_dossiers",
        "dossier={to_move}:2&act=start&key=move-0002",
        NotThere(409),
    ),
    case(
        "/api/assign_dossiers",
        "dossier={to_assign}:2&assignee=mate&key=assign-0001",
        NotThere(409),
    ),
    otherwise(
        409,
        case(
            "/api/assign_dossiers",
            "dossier={to_assign}:3&assignee=outsider&key=assign-0002",
            NotThere(409),
        ),
    ),
    // One wall.
    case(
        "/api/add_screen",
        "code={code}&label=Land&scope=agency-{agency}&languages=vi&turn=month&theme=light&distance=near&night=same",
        NotThere(422),
    ),
    case(
        "/api/pair_screen",
        "screen={wall}&code={other_code}",
        NotThere(404),
    ),
    case(
        "/api/change_screen",
        "screen={wall}&label=Land&scope=agency-{agency}&languages=vi&turn=month&theme=light&distance=near&night=same",
        NotThere(404),
    ),
    case(
        "/api/order_screen",
        "screen={wall}&order=identify",
        NotThere(404),
    ),
    // Messages to the centre. Only managers of the whole centre forward and answer them.
    case(
        "/api/list_feedback",
        "tab=open",
        WithoutIt("\"agency\":{agency},"),
    ),
    case("/api/read_feedback", "feedback={message}", NotThere(404)),
    otherwise(
        403,
        case(
            "/api/forward_feedback",
            "feedback={message}&version=2&agency={agency}&request=why",
            Refused(403),
        ),
    ),
    otherwise(
        403,
        case(
            "/api/answer_feedback",
            "feedback={message}&version=2&answer=so",
            Refused(403),
        ),
    ),
    otherwise(
        403,
        case("/api/withdraw_answer", "feedback={message}", Refused(403)),
    ),
    otherwise(
        403,
        case(
            "/api/erase_feedback_contact",
            "feedback={message}",
            Refused(403),
        ),
    ),
    case(
        "/api/list_explanations",
        "",
        WithoutIt("\"agency\":{agency},"),
    ),
    case("/api/read_explanation", "feedback={message}", NotThere(404)),
    case(
        "/api/explain_feedback",
        "feedback={message}&version=2&explanation=because",
        NotThere(404),
    ),
    otherwise(
        422,
        case("/api/open_rating", "code={dossier}", NotThere(404)),
    ),
    // One notice.
    case("/api/read_notice", "notice={notice}", NotThere(404)),
    case(
        "/api/write_notice",
        "vi=Open&until=2026-11-23T17:00&screens=some&screen={wall}",
        Refused(403),
    ),
    otherwise(
        403,
        case(
            "/api/change_notice",
            "notice={to_change}&version={version}&vi=Open&until=2026-11-23T17:00&screens=some&screen={own_wall}",
            NotThere(404),
        ),
    ),
    case(
        "/api/change_notice",
        "notice={to_change}&version={version}&vi=Open&until=2026-11-23T17:00&screens=some&screen={wall}",
        Refused(404),
    ),
    case(
        "/api/approve_notice",
        "notice={notice}&version={version}",
        NotThere(404),
    ),
    case(
        "/api/refuse_notice",
        "notice={to_refuse}&version={version}&reason=no",
        NotThere(404),
    ),
    case("/api/end_notice", "notice={to_end}", NotThere(404)),
    // One absence, one alarm, one view.
    case(
        "/api/add_absence",
        "account={person}&from=2026-11-24&to=2026-11-25&substitute=mate",
        NotThere(422),
    ),
    case("/api/end_absence", "absence={absence}", NotThere(404)),
    case("/api/mute_alarm", "alarm={alarm}&hours=4", NotThere(422)),
    case("/api/hear_alarm", "alarm={alarm}", NotThere(422)),
    case("/api/remove_view", "view={view}", NotThere(404)),
    case("/api/remove_worklist_view", "view={list}", NotThere(404)),
    // Periods of the report are set for the whole centre.
    otherwise(
        403,
        case(
            "/api/add_period",
            "kind=month&from=2026-10-01&last=2026-10-31&source=test",
            Refused(403),
        ),
    ),
    otherwise(
        403,
        case(
            "/api/change_period",
            "period=month-2026-10-01&kind=month&from=2026-10-01&last=2026-10-31&source=test",
            Refused(403),
        ),
    ),
    otherwise(
        403,
        case(
            "/api/remove_period",
            "period=month-2026-10-01&sure=yes",
            Refused(403),
        ),
    ),
    otherwise(
        403,
        case(
            "/api/sign_report",
            "period=month-2026-10-01&mark=0",
            Refused(403),
        ),
    ),
];
