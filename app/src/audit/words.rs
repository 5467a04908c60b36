//! What a line of the audit says, in the reader's language and on the centre's clock. Lines are sealed as they were written, in words
//! for machines; they are read here, and what is not known stays as it stands.

use chrono::{DateTime, NaiveDate, NaiveDateTime};
use chrono_tz::Tz;
use sanh_domain::account::model::Role;
use sanh_domain::alarm::model::AlarmKind;
use sanh_domain::audit::model::{AuditAct, AuditLine, AuditNames};
use sanh_domain::centre::setting::SettingKey;
use sanh_domain::dossier::{EventKind, Status};
use sanh_domain::feedback::model::FeedbackState;
use sanh_domain::id::AgencyId;
use sanh_domain::language::Lang;
use sanh_domain::notice::model::Priority;
use sanh_domain::text::clock;

use super::{facts, views};
use crate::alarm::words::alarm_name;
use crate::text::Messages;
use crate::text::centre::setting_name;
use crate::text::date::short_date;
use crate::text::dossier::{moment, named, status_name};
use crate::text::person::role_name;

/// The name that the command line writes under.
const CONSOLE: &str = "console";

/// The characters of a file's fingerprint that are told; the whole is in the line's title.
const FINGERPRINT_CHARS: usize = 12;

/// What lines are told with.
pub(super) struct AuditWords<'a> {
    /// The reader's language.
    pub(super) lang: Lang,
    /// The centre's zone.
    pub(super) zone: Tz,
    /// What agencies, fields, procedures, walls and people are called.
    pub(super) names: &'a AuditNames,
}

impl AuditWords<'_> {
    /// Who did it: the name shown, behind it the name signed in with.
    pub(super) fn actor(&self, name: &str) -> String {
        if name == CONSOLE {
            return self.lang.words().notice_console();
        }
        let known = self.names.people.iter().find(|(known, _)| known == name);
        known.map_or_else(|| name.to_owned(), |(_, shown)| format!("{shown} ({name})"))
    }

    /// What a line is about.
    pub(super) fn subject(&self, line: &AuditLine) -> String {
        let words = self.lang.words();
        let subject = line.subject.as_str();
        let (noun, rest) = subject.split_once([' ', ':']).unwrap_or((subject, ""));
        let what = self.localised(rest);
        match (line.act, noun) {
            (AuditAct::ScreenChanged | AuditAct::ScreenOrdered, _) => self.wall(subject),
            (AuditAct::AlarmMuted, kind) => match kind.parse::<AlarmKind>() {
                Ok(kind) if rest.is_empty() => alarm_name(self.lang, kind),
                Ok(kind) => words.alarm_of(alarm_name(self.lang, kind), self.wall(rest)),
                Err(_) => self.localised(subject),
            },
            (AuditAct::CentreChanged, _) if SettingKey::read(subject).is_some() => {
                let key = SettingKey::read(subject);
                key.map_or_else(String::new, |key| setting_name(self.lang, key))
            }
            (_, "notice") => words.audit_of_notice(what),
            (_, "feedback") => words.audit_of_feedback(what),
            (_, "document") => words.audit_of_document(what),
            (_, "wall") => self.wall(rest),
            (_, "agency") => words.audit_of_agency(what),
            (_, "field") => words.audit_of_field(what),
            (_, "procedure") => words.audit_of_procedure(what),
            (_, "calendar_day") => words.audit_of_day(what),
            (_, "office_hours") => words.audit_of_hours(what),
            (_, "report_period") => words.audit_of_period(),
            (_, "chain") => words.audit_of_chain(what),
            (_, "sha256") => {
                words.audit_of_file(rest.chars().take(FINGERPRINT_CHARS).collect::<String>())
            }
            (AuditAct::Exported, "throughput") => words.throughput_title(),
            (AuditAct::Exported, "dossiers") => words.list_sheet(),
            (AuditAct::Exported, "ii06a") => words.official_form_title(),
            (AuditAct::ReportSigned, _) => {
                facts::period(self.lang, subject).unwrap_or_else(|| self.localised(subject))
            }
            (AuditAct::ClockConfirmed, _) => words.clock_title(),
            (AuditAct::LetterRetried, "outbox") => words.nav_outbox(),
            _ => self.localised(subject),
        }
    }

    /// What it was and became.
    pub(super) fn change(&self, line: &AuditLine) -> Option<String> {
        if line.act == AuditAct::ScreenChanged {
            return Some(self.lang.words().audit_looks_changed());
        }
        match (line.was.as_str(), line.became.as_str()) {
            ("", "") => None,
            ("", became) => Some(self.value(line, became)),
            (was, "") => Some(format!("{} → —", self.value(line, was))),
            (was, became) => {
                let [was, became] = [was, became].map(|text| self.value(line, text));
                Some(format!("{was} → {became}"))
            }
        }
    }

    fn value(&self, line: &AuditLine, text: &str) -> String {
        let words = self.lang.words();
        let known = match line.act {
            AuditAct::Dossier(EventKind::Assign) => Some(self.actor(text)),
            AuditAct::Dossier(_) => {
                let status = text.parse().ok().and_then(Status::from_code);
                status.map(|status| status_name(self.lang, status))
            }
            AuditAct::RightsChanged | AuditAct::AccountAdded => self.rights(text),
            AuditAct::ScreenOrdered => self.order(text),
            AuditAct::NoticeWritten
            | AuditAct::NoticeEnded
            | AuditAct::NoticeApproved
            | AuditAct::NoticeRefused => self.notice(text),
            AuditAct::FeedbackForwarded
            | AuditAct::FeedbackExplained
            | AuditAct::FeedbackAnswered => self.feedback(text),
            AuditAct::Exported => facts::taken(self.lang, text),
            AuditAct::CentreChanged => self.kept(&line.subject, text),
            AuditAct::AttachmentAdded | AuditAct::AttachmentRemoved | AuditAct::FileUploaded => {
                Some(facts::facts(self.lang, text))
            }
            AuditAct::Imported => facts::imported(self.lang, text),
            AuditAct::MappingSaved => text
                .strip_prefix("version ")
                .map(|it| words.audit_version(it)),
            AuditAct::LetterSent | AuditAct::LetterRetried => facts::letters(self.lang, text),
            AuditAct::ViewKept | AuditAct::ViewRemoved => {
                Some(views::view(self.lang, text, |what, value| {
                    self.called(what, value)
                }))
            }
            AuditAct::Restored => facts::restored(self.lang, text),
            AuditAct::MasterKeyChanged => facts::key_changed(self.lang, text),
            AuditAct::SubscriptionConfirmed => facts::channel(self.lang, text),
            AuditAct::CountersRepaired => facts::repaired(self.lang, text),
            AuditAct::AbsenceSet | AuditAct::AbsenceTakenBack => {
                let (days, who) = text.split_once(", substitute ").unwrap_or((text, ""));
                let days = self.localised(&days.replace(" to ", " – "));
                Some(words.audit_absence(days, self.actor(who)))
            }
            _ => None,
        };
        known.unwrap_or_else(|| self.localised(text))
    }

    /// What administrators keep: a setting, a row of the calendar, office hours, a period, or facts of what is listed.
    fn kept(&self, subject: &str, text: &str) -> Option<String> {
        if let Some(key) = SettingKey::read(subject) {
            return Some(facts::setting(self.lang, key, text));
        }
        match subject.split([' ', ':']).next() {
            Some("calendar_day") => Some(facts::day(self.lang, text)),
            Some("office_hours") => facts::week(self.lang, text),
            Some("report_period") => facts::period(self.lang, text),
            Some("agency" | "field" | "procedure" | "document") => {
                Some(self.localised(&facts::facts(self.lang, text)))
            }
            _ => None,
        }
    }

    /// `manager everywhere`, `staff in agencies 1, 2`.
    fn rights(&self, text: &str) -> Option<String> {
        let (role, reach) = text.split_once(' ')?;
        let role = role_name(self.lang, role.parse::<Role>().ok()?);
        let Some(agencies) = reach.strip_prefix("in agencies ") else {
            return Some(format!("{role}, {}", self.lang.words().people_everywhere()));
        };
        let agencies: Vec<String> = agencies.split(", ").map(|id| self.agency(id)).collect();
        Some(format!("{role}, {}", agencies.join(", ")))
    }

    fn agency(&self, id: &str) -> String {
        let id = id.trim();
        let mut known = self.names.agencies.iter();
        let known = known.find(|(agency, _)| Some(*agency) == id.parse().ok().map(AgencyId));
        known.map_or_else(|| id.to_owned(), |(_, name)| named(self.lang, name))
    }

    /// What the number or name in a view's parameter is called.
    fn called(&self, parameter: &str, value: &str) -> String {
        let number = value.parse::<i64>().ok();
        let (mut fields, mut procedures) = (self.names.fields.iter(), self.names.procedures.iter());
        let known = match parameter {
            "agency" => return self.agency(value),
            "person" => return self.actor(value),
            "field" => fields.find_map(|(id, name)| (Some(id.0) == number).then_some(name)),
            _ => procedures.find_map(|(id, name)| (Some(id.0) == number).then_some(name)),
        };
        known.map_or_else(|| value.to_owned(), |name| named(self.lang, name))
    }

    fn order(&self, word: &str) -> Option<String> {
        let words = self.lang.words();
        Some(match word {
            "identify" => words.screens_identify(),
            "reload" => words.screens_reload(),
            "hold" => words.screens_hold(),
            "release" => words.screens_release(),
            "pair" => words.screens_pair(),
            "unpair" => words.screens_unpair(),
            "remove" => words.screens_remove(),
            _ => return None,
        })
    }

    /// `emergency on all walls, FROM to UNTIL: text`.
    fn notice(&self, text: &str) -> Option<String> {
        let words = self.lang.words();
        let (head, said) = text.split_once(": ")?;
        let (head, until) = head.rsplit_once(" to ")?;
        let (head, from) = head.rsplit_once(", ")?;
        let (priority, walls) = head.split_once(" on ")?;
        let priority = match priority.parse::<Priority>().ok()? {
            Priority::Notice => words.notice_kind_notice(),
            Priority::Emergency => words.notice_kind_emergency(),
        };
        let walls = match walls {
            "all walls" => words.notice_everywhere(),
            named => named
                .split(", ")
                .map(|name| self.wall(name))
                .collect::<Vec<_>>()
                .join(", "),
        };
        let (said, waits) = match said.strip_suffix(" (waits for a second manager)") {
            Some(said) => (said, format!(" ({})", words.notice_state_waiting())),
            None => (said, String::new()),
        };
        let span = words.notice_span(self.localised(from), self.localised(until));
        Some(format!("{priority}, {walls}, {span}{waits}: {said}"))
    }

    /// `received`, `forwarded, agency 3`, `answered, public`.
    fn feedback(&self, text: &str) -> Option<String> {
        let words = self.lang.words();
        let (state, more) = text.split_once(", ").unwrap_or((text, ""));
        let state = match state.parse::<FeedbackState>().ok()? {
            FeedbackState::Received => words.feedback_state_received(),
            FeedbackState::Forwarded => words.feedback_state_forwarded(),
            FeedbackState::Explained => words.feedback_state_explained(),
            FeedbackState::Answered => words.feedback_state_answered(),
        };
        let more = match (more, more.strip_prefix("agency ")) {
            ("", _) => return Some(state),
            (_, Some(id)) => self.agency(id),
            ("public", None) => words.feedback_tag_public(),
            (other, None) => other.to_owned(),
        };
        Some(format!("{state}, {more}"))
    }

    /// What people call a wall.
    fn wall(&self, name: &str) -> String {
        let known = self.names.walls.iter().find(|(known, _)| known == name);
        known.map_or_else(|| name.to_owned(), |(_, label)| label.clone())
    }

    /// A text with its instants on the centre's clock and its dates as people write them.
    fn localised(&self, text: &str) -> String {
        let words: Vec<&str> = text.split(' ').collect();
        let mut told: Vec<String> = Vec::new();
        let mut at = 0;
        while let Some(word) = words.get(at) {
            // The program prints an instant as three words (date, time, UTC), and a time on the centre's clock as two.
            let instant = [3, 2].into_iter().find_map(|count| {
                let joined = words.get(at..at + count)?.join(" ");
                Some((count, self.printed(&joined)?))
            });
            let (count, text) = instant.unwrap_or_else(|| (1, self.word(word)));
            told.push(text);
            at += count;
        }
        told.join(" ")
    }

    /// `2026-11-27 10:00:00 UTC`, `2026-11-27 17:00`.
    fn printed(&self, text: &str) -> Option<String> {
        let (text, sign) = without_sign(text);
        let told = if let Some(utc) = text.strip_suffix(" UTC") {
            let at = NaiveDateTime::parse_from_str(utc, "%Y-%m-%d %H:%M:%S%.f").ok()?;
            moment(at.and_utc(), self.zone)
        } else {
            let at = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").ok()?;
            local_text(at)
        };
        Some(format!("{told}{sign}"))
    }

    fn word(&self, word: &str) -> String {
        let (text, sign) = without_sign(word);
        let local = |text: &str| {
            let forms = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"];
            let read = |form: &&str| NaiveDateTime::parse_from_str(text, form).ok();
            forms.iter().find_map(read).map(local_text)
        };
        let told = if let Ok(at) = DateTime::parse_from_rfc3339(text) {
            moment(at.to_utc(), self.zone)
        } else if let Ok(date) = text.parse::<NaiveDate>() {
            short_date(date)
        } else if let Some(at) = local(text) {
            at
        } else {
            return word.to_owned();
        };
        format!("{told}{sign}")
    }
}

/// A time on the centre's clock.
fn local_text(at: NaiveDateTime) -> String {
    format!("{} {}", clock(at.time()), short_date(at.date()))
}

/// A word and the sign behind it.
fn without_sign(word: &str) -> (&str, &str) {
    let text = word.trim_end_matches([',', ':', ';', '.', ')']);
    word.split_at(text.len())
}

#[cfg(test)]
mod tests {
    use sanh_domain::id::{FieldId, ProcedureId};
    use sanh_domain::text::name::Name;

    use super::*;

    fn names() -> AuditNames {
        let name = |vi: &str| Name {
            vi: vi.to_owned(),
            en: None,
        };
        AuditNames {
            agencies: vec![(AgencyId(2), name("Phòng Đất đai"))],
            fields: vec![(FieldId(1), name("Đất đai"))],
            procedures: vec![(ProcedureId(12), name("Tách thửa"))],
            walls: vec![("lobby".to_owned(), "Sảnh chính".to_owned())],
            people: vec![("mai".to_owned(), "Nguyễn Thị Mai".to_owned())],
        }
    }

    fn told(act: AuditAct, subject: &str, was: &str, became: &str) -> (String, String) {
        let names = names();
        let words = AuditWords {
            lang: Lang::Vi,
            zone: chrono_tz::Asia::Ho_Chi_Minh,
            names: &names,
        };
        let line = AuditLine {
            id: 1,
            at: DateTime::default(),
            actor: "mai".to_owned(),
            address: None,
            act,
            subject: subject.to_owned(),
            was: was.to_owned(),
            became: became.to_owned(),
        };
        let change = words.change(&line).unwrap_or_default();
        (words.subject(&line), change)
    }

    #[test]
    fn instants_are_written_by_the_centres_clock_and_dates_as_people_write_them() {
        let (wall, at) = told(
            AuditAct::Exported,
            "wall lobby",
            "",
            "2026-11-27T00:26:00+00:00",
        );
        assert_eq!(wall, "Sảnh chính");
        assert_eq!(at, "07:26 27/11/2026");
        let (_, due) = told(
            AuditAct::Dossier(EventKind::Extend),
            "H49",
            "",
            "2026-11-27 10:00:00 UTC",
        );
        assert_eq!(due, "17:00 27/11/2026");
        let (_, moved) = told(
            AuditAct::Dossier(EventKind::Recount),
            "H49",
            "2026-11-30 14:10",
            "2026-12-01 14:10",
        );
        assert_eq!(moved, "14:10 30/11/2026 → 14:10 01/12/2026");
        let (setting, value) = told(AuditAct::CentreChanged, "centre_name", "", "2026-12-01: A");
        assert_ne!(setting, "centre_name");
        assert_eq!(value, "01/12/2026: A");
    }

    #[test]
    fn rights_orders_and_notices_are_written_in_words() {
        let (_, rights) = told(
            AuditAct::RightsChanged,
            "lan",
            "staff in agencies 2",
            "manager everywhere",
        );
        assert!(rights.contains("Phòng Đất đai →"), "{rights}");
        assert!(rights.ends_with("Toàn trung tâm"), "{rights}");
        let (wall, order) = told(AuditAct::ScreenOrdered, "lobby", "", "release");
        assert_eq!(wall, "Sảnh chính");
        assert!(!order.contains("release"), "{order}");
        let notice = "emergency on all walls, 2026-11-27T00:27:21.772+00:00 to 2026-11-27T01:27:00+00:00: Cháy: xin rời sảnh";
        let (subject, notice) = told(AuditAct::NoticeEnded, "notice 2", notice, "");
        assert_eq!(subject, "Thông báo số 2");
        assert!(
            notice.contains("07:27 27/11/2026 – 08:27 27/11/2026"),
            "{notice}"
        );
        assert!(notice.contains("Cháy: xin rời sảnh → —"), "{notice}");
        assert!(!notice.contains("emergency"), "{notice}");
    }

    #[test]
    fn settings_imports_reports_and_files_are_written_in_words() {
        let change = |act, subject, was, became| told(act, subject, was, became).1;
        let rule = change(
            AuditAct::CentreChanged,
            "report_send_days",
            "0",
            "2026-12-01: 5",
        );
        assert_eq!(rule, "chưa đặt → 01/12/2026: 5 ngày");
        let period = "month 2026-10-01 – 2026-10-31";
        let added = change(AuditAct::CentreChanged, "report_period", "", period);
        assert_eq!(added, "Tháng 10 năm 2026");
        let (signed, _) = told(AuditAct::ReportSigned, period, "", "");
        assert_eq!(signed, "Tháng 10 năm 2026");
        let fee = change(
            AuditAct::CentreChanged,
            "procedure 1.001",
            "no fee said",
            "fee 8000 VND",
        );
        assert_eq!(fee, "Phí, lệ phí: chưa đặt → Phí, lệ phí: 8.000 đồng");
        let imported = "1200 rows: 1000 new, 150 changed, 30 same, 20 bad";
        let imported = change(AuditAct::Imported, "sha256:00", "", imported);
        assert_eq!(
            imported,
            "1.200 dòng: 1.000 mới, 150 thay đổi, 30 như cũ, 20 lỗi"
        );
        let file = "attachment 3; pdf; 2048 bytes";
        let file = change(AuditAct::AttachmentAdded, "H49", "", file);
        assert_eq!(file, "tệp số: 3; pdf; 2 kB");
        let sent = change(AuditAct::LetterSent, "H49", "", "sent");
        assert_eq!(sent, "Đã gửi");
        let taken = change(AuditAct::Exported, "ii06a", "", "signed ab12");
        assert!(
            taken.ends_with("ab12") && !taken.contains("signed"),
            "{taken}"
        );
    }

    #[test]
    fn a_view_names_what_it_is_narrowed_to_and_gives_the_number_of_what_is_gone() {
        let view = |query| told(AuditAct::ViewKept, "Của tôi", "", query).1;
        let known = view("field=1&procedure=12&agency=2");
        assert_eq!(
            known,
            "Lĩnh vực: Đất đai · Thủ tục: Tách thửa · Cơ quan, đơn vị: Phòng Đất đai"
        );
        let gone = view("field=12&procedure=1");
        assert_eq!(gone, "Lĩnh vực: 12 · Thủ tục: 1");
    }

    #[test]
    fn a_file_is_told_by_a_short_fingerprint_and_its_size() {
        let subject = "sha256:9add74b4ca5647c4b2f4a6233bf361cdb0559a9760ae042a7080170a8dda7211";
        let (file, size) = told(AuditAct::FileUploaded, subject, "", "1621 bytes");
        assert_eq!(file, "Tệp 9add74b4ca56");
        assert_eq!(size, "2 kB");
    }

    #[test]
    fn unknown_words_stay_as_they_are() {
        let (subject, change) = told(AuditAct::Restored, "chain", "", "waits for nothing");
        assert_eq!(change, "waits for nothing");
        assert!(!subject.is_empty());
        let assigned = |to| told(AuditAct::Dossier(EventKind::Assign), "H49", "", to).1;
        assert_eq!(assigned("lan"), "lan");
        assert_eq!(assigned("mai"), "Nguyễn Thị Mai (mai)");
    }
}
