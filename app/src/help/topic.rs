//! The tasks that help has a page for.

use sanh_domain::language::Lang;
use sanh_domain::text::fold::folded;

use crate::text::{Messages, Words};

/// The people who do a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Audience {
    Citizens,
    Staff,
    Managers,
    Administrators,
}

impl Audience {
    pub(super) const ALL: [Self; 4] = [
        Self::Citizens,
        Self::Staff,
        Self::Managers,
        Self::Administrators,
    ];

    /// The name in addresses.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Citizens => "citizens",
            Self::Staff => "staff",
            Self::Managers => "managers",
            Self::Administrators => "administrators",
        }
    }

    pub(super) fn name(self, lang: Lang) -> String {
        let words = lang.words();
        match self {
            Self::Citizens => words.help_citizens(),
            Self::Staff => words.help_staff(),
            Self::Managers => words.help_managers(),
            Self::Administrators => words.help_administrators(),
        }
    }
}

/// A text of the catalogue.
type Message = fn(&Words) -> String;

/// A task with a page of its own.
#[derive(Clone, Copy)]
pub(super) struct Topic {
    /// The name in addresses.
    pub(super) slug: &'static str,
    pub(super) audience: Audience,
    /// The page where the task is done; `None`: on no page.
    pub(super) place: Option<&'static str>,
    title: Message,
    /// One step a line.
    steps: Message,
}

impl Topic {
    const fn new(
        slug: &'static str,
        audience: Audience,
        place: Option<&'static str>,
        [title, steps]: [Message; 2],
    ) -> Self {
        Self {
            slug,
            audience,
            place,
            title,
            steps,
        }
    }

    /// The topic with this name in an address.
    pub(super) fn find(slug: &str) -> Option<&'static Self> {
        TOPICS.iter().find(|topic| topic.slug == slug)
    }

    pub(super) fn title(&self, lang: Lang) -> String {
        (self.title)(lang.words())
    }

    pub(super) fn steps(&self, lang: Lang) -> Vec<String> {
        let text = (self.steps)(lang.words());
        text.lines().map(str::to_owned).collect()
    }

    /// Whether its page contains every word of a text, regardless of case and diacritics.
    pub(super) fn has(&self, lang: Lang, text: &str) -> bool {
        let page = folded(&format!(
            "{} {}",
            self.title(lang),
            (self.steps)(lang.words())
        ));
        folded(text)
            .split_whitespace()
            .all(|word| page.contains(word))
    }
}

/// Every task, in the order its reader meets them.
pub(super) const TOPICS: &[Topic] = {
    use Audience::{Administrators, Citizens, Managers, Staff};
    macro_rules! topic {
        ($slug:literal, $audience:ident, $place:expr, $title:ident, $steps:ident) => {
            Topic::new($slug, $audience, $place, [Words::$title, Words::$steps])
        };
    }
    &[
        topic!(
            "board",
            Citizens,
            Some("/board"),
            help_board,
            help_board_steps
        ),
        topic!(
            "follow",
            Citizens,
            Some("/lookup"),
            help_follow,
            help_follow_steps
        ),
        topic!(
            "tell-me",
            Citizens,
            Some("/lookup"),
            help_tell,
            help_tell_steps
        ),
        topic!("slip", Citizens, None, help_slip, help_slip_steps),
        topic!(
            "prepare",
            Citizens,
            Some("/procedures"),
            help_prepare,
            help_prepare_steps
        ),
        topic!(
            "more-papers",
            Citizens,
            Some("/lookup"),
            help_more_papers,
            help_more_papers_steps
        ),
        topic!(
            "collect",
            Citizens,
            Some("/lookup"),
            help_collect,
            help_collect_steps
        ),
        topic!(
            "feedback",
            Citizens,
            Some("/feedback"),
            help_feedback,
            help_feedback_steps
        ),
        topic!(
            "days-off",
            Citizens,
            Some("/board/days"),
            help_days_off,
            help_days_off_steps
        ),
        topic!(
            "my-data",
            Citizens,
            Some("/privacy"),
            help_my_data,
            help_my_data_steps
        ),
        topic!(
            "open-data",
            Citizens,
            Some("/board"),
            help_open_data,
            help_open_data_steps
        ),
        topic!(
            "sign-in",
            Staff,
            Some("/sign-in"),
            help_sign_in,
            help_sign_in_steps
        ),
        topic!(
            "receive",
            Staff,
            Some("/desk/receive"),
            help_receive,
            help_receive_steps
        ),
        topic!(
            "refuse",
            Staff,
            Some("/desk/receive"),
            help_refuse,
            help_refuse_steps
        ),
        topic!(
            "find-dossier",
            Staff,
            Some("/desk"),
            help_find_dossier,
            help_find_dossier_steps
        ),
        topic!("step", Staff, Some("/desk"), help_step, help_step_steps),
        topic!(
            "ask-papers",
            Staff,
            Some("/desk"),
            help_ask_papers,
            help_ask_papers_steps
        ),
        topic!(
            "extend",
            Staff,
            Some("/desk"),
            help_extend,
            help_extend_steps
        ),
        topic!(
            "hand-over",
            Staff,
            Some("/desk"),
            help_hand_over,
            help_hand_over_steps
        ),
        topic!("undo", Staff, Some("/desk"), help_undo, help_undo_steps),
        topic!("amend", Staff, Some("/desk"), help_amend, help_amend_steps),
        topic!("many", Staff, Some("/desk"), help_many, help_many_steps),
        topic!(
            "assign",
            Staff,
            Some("/desk"),
            help_assign,
            help_assign_steps
        ),
        topic!("note", Staff, Some("/desk"), help_note, help_note_steps),
        topic!("print", Staff, Some("/desk"), help_print, help_print_steps),
        topic!(
            "away",
            Staff,
            Some("/account/absence"),
            help_away,
            help_away_steps
        ),
        topic!(
            "explain-feedback",
            Staff,
            Some("/desk/feedback"),
            help_explain_feedback,
            help_explain_feedback_steps
        ),
        topic!(
            "keyboard",
            Staff,
            Some("/desk/shortcuts"),
            help_keyboard,
            help_keyboard_steps
        ),
        topic!(
            "throughput",
            Managers,
            Some("/manage/throughput"),
            help_throughput,
            help_throughput_steps
        ),
        topic!(
            "late-dossiers",
            Managers,
            Some("/manage/due"),
            help_late_dossiers,
            help_late_dossiers_steps
        ),
        topic!(
            "sign-report",
            Managers,
            Some("/manage/report"),
            help_sign_report,
            help_sign_report_steps
        ),
        topic!(
            "pair-screen",
            Managers,
            Some("/manage/screens"),
            help_pair_screen,
            help_pair_screen_steps
        ),
        topic!(
            "notice",
            Managers,
            Some("/manage/notices"),
            help_notice,
            help_notice_steps
        ),
        topic!(
            "emergency",
            Managers,
            Some("/manage/notices"),
            help_emergency,
            help_emergency_steps
        ),
        topic!(
            "replay",
            Managers,
            Some("/manage/replay"),
            help_playback,
            help_playback_steps
        ),
        topic!(
            "alarms",
            Managers,
            Some("/manage/alarms"),
            help_alarms,
            help_alarms_steps
        ),
        topic!(
            "answer-feedback",
            Managers,
            Some("/manage/feedback"),
            help_answer_feedback,
            help_answer_feedback_steps
        ),
        topic!(
            "substitutes",
            Managers,
            Some("/manage/absences"),
            help_substitutes,
            help_substitutes_steps
        ),
        topic!(
            "people",
            Administrators,
            Some("/admin/people"),
            help_people,
            help_people_steps
        ),
        topic!(
            "lost-password",
            Administrators,
            Some("/admin/people"),
            help_lost_password,
            help_lost_password_steps
        ),
        topic!(
            "calendar",
            Administrators,
            Some("/admin/calendar"),
            help_calendar,
            help_calendar_steps
        ),
        topic!(
            "procedures",
            Administrators,
            Some("/admin/procedures"),
            help_procedures,
            help_procedures_steps
        ),
        topic!(
            "documents",
            Administrators,
            Some("/admin/documents"),
            help_documents,
            help_documents_steps
        ),
        topic!(
            "agencies",
            Administrators,
            Some("/admin/agencies"),
            help_agencies,
            help_agencies_steps
        ),
        topic!(
            "settings",
            Administrators,
            Some("/admin/settings"),
            help_settings,
            help_settings_steps
        ),
        topic!(
            "import",
            Administrators,
            Some("/admin/import"),
            help_import,
            help_import_steps
        ),
        topic!(
            "outbox",
            Administrators,
            Some("/admin/outbox"),
            help_outbox,
            help_outbox_steps
        ),
        topic!(
            "audit",
            Administrators,
            Some("/admin/audit"),
            help_audit,
            help_audit_steps
        ),
        topic!(
            "person-request",
            Administrators,
            None,
            help_person_request,
            help_person_request_steps
        ),
    ]
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::frame::NavSection;

    #[test]
    fn every_task_has_its_texts_and_all_steps_in_both_languages() {
        for topic in TOPICS {
            for lang in Lang::ALL {
                let (title, steps) = (topic.title(lang), topic.steps(lang));
                let named = format!("{} in {lang:?}", topic.slug);
                assert!(!title.is_empty() && steps.len() >= 2, "{named}");
                for step in &steps {
                    // An unresolved reference in a message stays as text in braces.
                    assert!(!step.contains(['{', '}']), "{named}: {step}");
                    assert!(step.ends_with(['.', ':']), "{named}: {step}");
                }
            }
        }
    }

    #[test]
    fn each_topic_has_its_own_address_and_every_room_leads_to_one() {
        let slugs: std::collections::BTreeSet<_> = TOPICS.iter().map(|it| it.slug).collect();
        assert_eq!(slugs.len(), TOPICS.len());
        for path in [
            "/desk",
            "/desk/receive",
            "/desk/shortcuts",
            "/account",
            "/manage",
            "/manage/throughput",
            "/manage/report",
            "/manage/screens",
            "/manage/notices",
            "/manage/replay",
            "/manage/absences",
            "/manage/alarms",
            "/admin/people",
            "/admin/agencies",
            "/admin/fields",
            "/admin/procedures",
            "/admin/outbox",
            "/admin/calendar",
            "/admin/settings",
            "/admin/import",
            "/admin/audit",
        ] {
            let slug = NavSection::at(path).help();
            assert!(Topic::find(slug).is_some(), "{path}: {slug}");
        }
    }

    #[test]
    fn every_audience_has_enough_topics() {
        let of = |audience| TOPICS.iter().filter(|it| it.audience == audience).count();
        let counts = Audience::ALL.map(of);
        assert!(
            counts.iter().zip([6, 8, 6, 6]).all(|(is, min)| *is >= min),
            "{counts:?}"
        );
    }

    #[test]
    fn a_page_is_found_with_and_without_diacritics() {
        let found = |lang, text| -> Vec<_> {
            let found = TOPICS.iter().filter(|topic| topic.has(lang, text));
            found.map(|topic| topic.slug).collect()
        };
        for text in [
            "Đăng nhập an toàn",
            "dang nhap an toan",
            "ĐĂNG NHẬP  an toàn",
        ] {
            assert!(found(Lang::Vi, text).contains(&"sign-in"), "{text}");
        }
        assert_eq!(found(Lang::En, "smoke signals"), [""; 0]);
        assert!(found(Lang::En, "days off").contains(&"calendar"));
    }
}
