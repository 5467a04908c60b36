//! The centre's settings, and the rules in force at an instant.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use chrono_tz::Tz;
use sqlx::query_scalar;

use sanh_domain::board::model::Field as ListedField;
use sanh_domain::centre::change::CalendarRows;
use sanh_domain::centre::setting::SettingKey;
use sanh_domain::deadline::Instant;
use sanh_domain::deadline::calendar::Calendar;
use sanh_domain::deadline::due::ResumeRule;
use sanh_domain::deadline::lateness::{DeadlineRule, DuePrecision, Lateness};
use sanh_domain::dossier::Rules;
use sanh_domain::id::{AgencyId, ProcedureId};
use sanh_domain::notice::record::SecondManager;
use sanh_domain::procedure::office::is_handled_by;

use super::catalogue::{self, Agency, Field};
use super::conn::{Conn, on};
use super::error::Result;
use super::procedure::{self, Procedure};
use super::setting::{Settings, default_value, parse_date};
use super::stored_time::day_number;
use super::{Store, calendar, change, requirements};

/// The centre and the rules in force at an instant.
#[derive(Clone)]
pub struct Centre {
    /// Its Vietnamese name.
    pub name: String,
    /// Its English name, if set.
    pub name_en: Option<String>,
    /// Its location.
    pub place: String,
    /// The authority that it is under, as papers name it; blank: none is named.
    pub parent: String,
    /// Its street address; blank: not told.
    pub address: String,
    /// The number to call with questions; blank: none.
    pub hotline: String,
    /// Up to three letters shown while there is no logo.
    pub initials: String,
    /// The path of the logo's picture, if set.
    pub logo: Option<String>,
    /// Its time zone.
    pub zone: Tz,
    /// The rules of actions and of lateness.
    pub rules: Rules,
    /// Dossiers in an average month of the year before that a field needs to be public by name.
    pub disclosure_threshold_per_month: u32,
    /// The notices that a second manager has to approve.
    pub notice_second_manager: SecondManager,
    /// Working days within which a message is answered.
    pub feedback_answer_days: u32,
    /// Whether the walls show the satisfaction of visitors.
    pub feedback_on_wall: bool,
    /// Days after the last one of a period by which its official report is sent; 0: none is set.
    pub report_send_days: u32,
    /// Its working time; [`Calendar::for_agency`] gives an agency's.
    pub calendar: Calendar,
}

/// The rule tables in memory, valid until one of them changes.
pub(super) struct CentreRules {
    /// The change number of the rule tables when they were read.
    pub rules_number: i64,
    settings: Settings,
    zone: Tz,
    deadline: Vec<(NaiveDate, DeadlineRule)>,
    /// The first local date whose due times count to the minute, if earlier ones did not.
    minutes_from: Option<NaiveDate>,
    resume: Vec<(NaiveDate, ResumeRule)>,
    rows: CalendarRows,
    calendar: Calendar,
    signed_until: Option<Instant>,
    /// Every agency, by number.
    pub agencies: Vec<Agency>,
    /// Every field, in the order of the board.
    pub fields: Vec<Field>,
    /// Every procedure.
    pub procedures: Vec<Procedure>,
    /// The agencies that handle each procedure that has some.
    handlers: BTreeMap<ProcedureId, Vec<AgencyId>>,
    /// The reason recorded when a part's due time is moved back to that of the whole.
    pub part_due_reason: Arc<str>,
}

impl CentreRules {
    async fn load(
        conn: &mut Conn<'_>,
        rules_number: i64,
        part_due_reason: Arc<str>,
    ) -> Result<Self> {
        let settings = Settings::load(conn).await?;
        let zone = settings.zone();
        let rows = calendar::load_rows(conn).await?;
        let calendar = rows.calendar(zone);
        Ok(Self {
            rules_number,
            zone,
            signed_until: signed_until(conn, &calendar).await?,
            deadline: settings.timeline(SettingKey::DeadlineRule),
            minutes_from: minutes_from(&settings.timeline(SettingKey::DuePrecision)),
            resume: settings.timeline(SettingKey::ResumeRule),
            rows,
            calendar,
            agencies: catalogue::agencies(conn).await?,
            fields: catalogue::fields(conn).await?,
            procedures: procedure::load(conn).await?,
            handlers: requirements::load_agencies(conn).await?,
            settings,
            part_due_reason,
        })
    }

    /// The centre's zone.
    pub(super) fn zone(&self) -> Tz {
        self.zone
    }

    /// The centre's own working time.
    pub(super) fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// The rows of the calendar.
    pub(super) fn rows(&self) -> &CalendarRows {
        &self.rows
    }

    /// The working time of an agency.
    pub(super) fn calendar_of(&self, agency: AgencyId) -> Calendar {
        self.calendar.for_agency(agency)
    }

    /// The code of an agency.
    pub(super) fn agency_code(&self, id: AgencyId) -> Option<String> {
        let found = self.agencies.iter().find(|agency| agency.id == id);
        found.map(|agency| agency.code.clone())
    }

    /// Whether an agency may receive for a procedure: one that handles it, or any while none is listed.
    pub(super) fn handles(&self, agency: AgencyId, procedure: ProcedureId) -> bool {
        let agencies = self.handlers.get(&procedure);
        agencies.is_none_or(|agencies| is_handled_by(agencies, agency))
    }

    /// What counts as late at an instant.
    pub(super) fn lateness_at(&self, at: Instant) -> Lateness {
        let rule = match self.deadline.as_slice() {
            [(_, only)] => *only,
            rules => in_force(rules, self.calendar.local_date(at)),
        };
        self.lateness_by(rule)
    }

    /// The rules of lateness with this deadline rule.
    pub(super) fn lateness_by(&self, rule: DeadlineRule) -> Lateness {
        let Some(date) = self.minutes_from else {
            return rule.into();
        };
        Lateness {
            rule,
            minutes_from: self.calendar.day_start(date),
        }
    }

    /// Whether the deadline rule was never changed.
    pub(super) fn has_one_rule(&self) -> bool {
        self.deadline
            .iter()
            .all(|(_, rule)| Some(rule) == self.deadline.first().map(|(_, first)| first))
    }

    /// The deadline rules before a date, each with its first date, as a text that changes with any of them.
    pub(super) fn deadline_rules(&self, before: NaiveDate) -> String {
        let values = self.deadline.iter().filter(|(from, _)| *from < before);
        let values = values.map(|(from, rule)| format!("{from} {}", rule.as_str()));
        let minutes = self.minutes_from.filter(|from| *from < before);
        let minutes = minutes.map(|from| format!("{from} to the minute"));
        values.chain(minutes).collect::<Vec<_>>().join(", ")
    }

    /// The rules of actions in force at an instant.
    pub(super) fn rules_at(&self, at: Instant) -> Rules {
        let date = self.calendar.local_date(at);
        Rules {
            resume: in_force(&self.resume, date),
            lateness: self.lateness_at(at),
            backdate_days_max: self.number(SettingKey::BackdateDaysMax, date),
            correction_s: self.number(SettingKey::CorrectionS, date),
            extension_limits_max: self.number(SettingKey::ExtensionLimitsMax, date),
            remind_after_days: self.number(SettingKey::RemindAfterDays, date),
            propose_stop_after_days: self.number(SettingKey::ProposeStopAfterDays, date),
            signed_until: self.signed_until,
        }
    }

    /// The number of the local day of an instant in the counters.
    pub(super) fn day(&self, at: Instant) -> i64 {
        day_number(self.calendar.local_date(at))
    }

    /// The end of the local day of an instant.
    pub(super) fn day_end(&self, at: Instant) -> Instant {
        let date = self.calendar.local_date(at);
        self.calendar.day_start(date.succ_opt().unwrap_or(date))
    }

    /// The fields as boards list them.
    pub(super) fn listed_fields(&self) -> Vec<ListedField> {
        self.fields.iter().map(Field::listed).collect()
    }

    /// See [`SettingKey::DisclosureThresholdPerMonth`].
    pub(super) fn disclosure_threshold(&self, date: NaiveDate) -> u32 {
        self.number(SettingKey::DisclosureThresholdPerMonth, date)
    }

    /// The value of a setting in force on a date.
    pub(super) fn setting(&self, key: SettingKey, date: NaiveDate) -> &str {
        self.settings.on(key, date)
    }

    fn number(&self, key: SettingKey, date: NaiveDate) -> u32 {
        let value = self.settings.on(key, date).parse();
        value
            .or_else(|_| default_value(key).parse())
            .unwrap_or_default()
    }

    fn centre(&self, at: Instant) -> Centre {
        let date = self.calendar.local_date(at);
        let text = |key| self.settings.on(key, date).to_owned();
        let optional = |key| Some(text(key)).filter(|value| !value.is_empty());
        Centre {
            name: text(SettingKey::CentreName),
            name_en: optional(SettingKey::CentreNameEn),
            place: text(SettingKey::CentrePlace),
            parent: text(SettingKey::CentreParent),
            address: text(SettingKey::CentreAddress),
            hotline: text(SettingKey::CentreHotline),
            initials: text(SettingKey::CentreInitials),
            logo: optional(SettingKey::CentreLogo),
            zone: self.zone,
            rules: self.rules_at(at),
            disclosure_threshold_per_month: self.disclosure_threshold(date),
            notice_second_manager: SecondManager::read(
                self.settings.on(SettingKey::NoticeSecondManager, date),
            ),
            feedback_answer_days: self.number(SettingKey::FeedbackAnswerDays, date),
            feedback_on_wall: self.settings.on(SettingKey::FeedbackOnWall, date) == "on",
            report_send_days: self.number(SettingKey::ReportSendDays, date),
            calendar: self.calendar.clone(),
        }
    }
}

fn in_force<T: Copy + Default>(timeline: &[(NaiveDate, T)], date: NaiveDate) -> T {
    timeline
        .iter()
        .rev()
        .find(|(from, _)| *from <= date)
        .map(|(_, value)| *value)
        .unwrap_or_default()
}

/// The date from which due times count to the minute for good; `None` if they always did.
fn minutes_from(precisions: &[(NaiveDate, DuePrecision)]) -> Option<NaiveDate> {
    let finer = |(_, precision): &(NaiveDate, DuePrecision)| *precision != DuePrecision::Minute;
    let last_finer = precisions.iter().rposition(finer)?;
    let first = precisions.get(last_finer + 1);
    Some(first.map_or(NaiveDate::MAX, |(from, _)| *from))
}

/// The end of the last signed report period; `None` if none is signed.
async fn signed_until(conn: &mut Conn<'_>, calendar: &Calendar) -> Result<Option<Instant>> {
    let sql = "SELECT max(to_date) FROM report_period WHERE signed_at IS NOT NULL";
    let last: Option<String> = on!(conn, c => query_scalar(sql).fetch_one(&mut **c).await)?;
    let last = last.as_deref().map(parse_date).transpose()?;
    Ok(last.map(|date| calendar.day_start(date)))
}

impl Store {
    /// The centre and the rules in force at an instant.
    ///
    /// # Errors
    /// When the database cannot be read, or a row of the rule tables is damaged.
    pub async fn centre(&self, at: Instant) -> Result<Centre> {
        let centre_rules = self.centre_rules().await?;
        Ok(centre_rules.centre(at))
    }

    /// The present rules.
    pub(super) async fn centre_rules(&self) -> Result<Arc<CentreRules>> {
        let rules_cache = self.rules_cache();
        self.read(move |mut conn| {
            Box::pin(async move { rules_cache.of_committed(&mut conn).await })
        })
        .await
    }
}

/// The cache of the rules read last, shared by all transactions that see the same rules.
pub(super) struct RulesCache {
    kept: std::sync::Mutex<Option<Arc<CentreRules>>>,
    part_due_reason: Arc<str>,
}

impl RulesCache {
    /// An empty cache.
    pub(super) fn new(part_due_reason: &str) -> Self {
        Self {
            kept: std::sync::Mutex::default(),
            part_due_reason: part_due_reason.into(),
        }
    }

    /// The rules as this transaction sees them, read again only if they have changed.
    pub(super) async fn of(&self, conn: &mut Conn<'_>) -> Result<Arc<CentreRules>> {
        let rules_number = change::read_rules(conn).await?;
        self.at(conn, rules_number).await
    }

    /// The same in a transaction that sees this change number of the rules.
    pub(super) async fn at(
        &self,
        conn: &mut Conn<'_>,
        rules_number: i64,
    ) -> Result<Arc<CentreRules>> {
        if let Some(centre_rules) = self
            .last_read()
            .filter(|centre_rules| centre_rules.rules_number == rules_number)
        {
            return Ok(centre_rules);
        }
        let reason = Arc::clone(&self.part_due_reason);
        Ok(Arc::new(
            CentreRules::load(conn, rules_number, reason).await?,
        ))
    }

    /// The same, and stored in the cache. For reading transactions only: a writing one may see rules that it, or its group,
    /// rolls back, and whose number is then assigned again.
    pub(super) async fn of_committed(&self, conn: &mut Conn<'_>) -> Result<Arc<CentreRules>> {
        let centre_rules = self.of(conn).await?;
        *self.lock() = Some(Arc::clone(&centre_rules));
        Ok(centre_rules)
    }

    /// The rules read last, even if they have changed since.
    pub(super) fn last_read(&self) -> Option<Arc<CentreRules>> {
        self.lock().clone()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Arc<CentreRules>>> {
        // No code panics while it holds this lock, and the value would be complete even then.
        self.kept
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
