//! What is of another agency is not there: one table of what the store lets be read.

use chrono::Duration;
use sanh_domain::account::model::AgencyScope;
use sanh_domain::alarm::model::{AlarmKind, CheckResult, CheckState};
use sanh_domain::deadline::Instant;
use sanh_domain::deadline::calendar::WorkingMinutes;
use sanh_domain::dossier::{Action, DossierCode, Status};
use sanh_domain::notice::model::{Audience, NoticeId, Priority};
use sanh_domain::period::Period;
use sanh_domain::procedure::channel::Channel;
use sanh_domain::procedure::model::ProcedurePart;
use sanh_domain::report::cube::Cube;
use sanh_domain::report::official_form::period::PeriodRow;
use sanh_domain::scope::Scope;
use sanh_domain::screen::model::ScreenSetting;
use sanh_domain::text::name::Name;
use sanh_store::{
    AlarmDelivery, BlindIndex, ChangeOutcome, ListedRow, NewNotice, PaintedReport, PeriodOutcome,
    ScopedFilter, Screen, SigningOutcome, Store, WorklistFilter, unwatched,
};

use super::attachment::{attach, first_id};
use super::centre::{date, local, manager};
use super::desk::{Desk, filter, key, morning};
use super::engine::contract;

const EVERYWHERE: &AgencyScope = &AgencyScope::Everywhere;

fn november() -> Period {
    Period::month(date("2026-11-01"))
}

/// When November is over.
fn later() -> Instant {
    local("2026-12-02 08:00")
}

fn name(vi: &str) -> Name {
    Name {
        vi: vi.to_owned(),
        en: None,
    }
}

/// What there is of the first agency: a dossier that is open and one that waits to be collected, the whole of a linked dossier with a
/// part at the second agency, a signed report, a wall, its notice and its alarms.
struct Centre {
    desk: Desk,
    open: DossierCode,
    whole: DossierCode,
    rows: Vec<i64>,
    listed: Vec<ListedRow>,
    counted: Cube,
    notice: NoticeId,
}

impl Centre {
    async fn set_up(store: &Store) -> Self {
        let desk = Desk::set_up(store).await;
        let open = desk.receive(store, 1).await;
        let by = desk.by.clone();
        let noted = store.add_note(key("n1"), by.clone(), &open, "a note".to_owned(), morning());
        noted.await.unwrap();
        attach(store, ("f1", &by), &open, "Giấy khai sinh").await;
        let resolved = desk.receive(store, 2).await;
        let hour = morning() + Duration::hours(1);
        let by_manager = manager();
        let acted = store.act(&resolved, Action::Resolve, 1, hour, &by_manager);
        acted.await.unwrap();
        let part = ProcedurePart {
            agency: desk.offices.agencies[1],
            minutes: WorkingMinutes::of_days(1),
            name: name("Trích lục bản đồ"),
        };
        let parts = store.put_procedure_parts(
            desk.procedure,
            Vec::new(),
            vec![part],
            by.clone(),
            morning(),
        );
        assert_eq!(parts.await.unwrap(), ChangeOutcome::Done);
        let whole = desk.receive(store, 3).await;

        let stored = store.dossiers(None, 9, EVERYWHERE).await.unwrap();
        let rows: Vec<i64> = stored.iter().map(|stored| stored.id.0).collect();
        let places = rows.iter().map(|id| (0, *id)).collect();
        let listed = store.dossiers_at(places, later(), EVERYWHERE);
        let listed = listed.await.unwrap();

        let period = PeriodRow {
            period: november(),
            source: "test".to_owned(),
            signed: None,
        };
        let put = store.put_report_period(period, None, by.clone(), later());
        assert_eq!(put.await.unwrap(), PeriodOutcome::Done);
        let counted = store.cube(november(), later(), unwatched(), EVERYWHERE);
        let counted = counted.await.unwrap();
        let content = store.report_content(counted.cube.clone(), EVERYWHERE);
        let who = (by.clone(), "Lan".to_owned());
        let signing = store.sign_report(content.await.unwrap(), counted.event_id, who, later());
        assert_eq!(signing.await.unwrap(), SigningOutcome::Done);

        let notice = Self::hang_wall(store, &desk).await;
        Self {
            desk,
            open,
            whole,
            rows,
            listed,
            counted: counted.cube,
            notice,
        }
    }

    /// A wall of the first agency, with what hangs on it.
    async fn hang_wall(store: &Store, desk: &Desk) -> NoticeId {
        let screen = Screen {
            name: "land".to_owned(),
            scope: Scope::Agency(desk.offices.agencies[0]),
            lang: "vi".to_owned(),
            periods: "all".to_owned(),
            look: ScreenSetting::default_named("land").look,
        };
        store.put_screen(screen).await.unwrap();
        let new = NewNotice {
            text: name("Quầy 5 nghỉ"),
            priority: Priority::Notice,
            from: later(),
            until: later() + Duration::hours(1),
            screens: Audience::Named(["land".to_owned()].into()),
        };
        let notice = store
            .put_notice(new, desk.by.clone(), later())
            .await
            .unwrap();
        let painted = PaintedReport {
            notice,
            screen: "land".to_owned(),
            at: later(),
        };
        store.put_painted(vec![painted]).await.unwrap();
        let wrong = CheckState::Wrong {
            value: 6,
            threshold: 5,
        };
        for (minute, state) in [(0, wrong), (1, CheckState::Fine), (2, wrong)] {
            let reading = CheckResult {
                kind: AlarmKind::ScreenDark,
                subject: "land".to_owned(),
                state,
            };
            let delivery = AlarmDelivery {
                channels: Vec::new(),
                repeat_h: 24,
            };
            let at = later() + Duration::minutes(minute);
            let kept = store.keep_alarms(vec![reading], delivery, at);
            kept.await.unwrap();
        }
        notice
    }

    /// How much of dossiers each method lets a scope see.
    async fn seen_of_dossiers(
        &self,
        store: &Store,
        scope: &AgencyScope,
    ) -> Vec<(&'static str, usize)> {
        let code = &self.open;
        let phone = || BlindIndex {
            kind: "phone",
            text: "0900000001".to_owned(),
        };
        let worklist = WorklistFilter {
            scope: scope.clone(),
            ..filter(&[Status::Received], 9)
        };
        let prepared = store.prepare_dossier(
            self.desk.procedure,
            self.desk.offices.agencies[0],
            Channel::Direct,
            manager(),
            later(),
            scope,
        );
        let places = self.rows.iter().map(|id| (0, *id)).collect();
        let stood = store.rows_at(self.listed.clone(), later(), scope);
        let found = store.dossiers_by_blind_indexes(vec![phone()], scope);
        let events = store.events(code, scope).await.unwrap();
        let of = store.dossiers_of(vec![code.clone()], scope).await;
        let attached = store.attachments(code, scope).await.unwrap();
        let file = first_id(store, code).await;
        let part = store.attachment_part(code, file, 0, scope).await.unwrap();
        vec![
            (
                "dossier",
                store.dossier(code, scope).await.unwrap().iter().count(),
            ),
            (
                "dossiers",
                store.dossiers(None, 9, scope).await.unwrap().len(),
            ),
            ("dossiers_of", of.unwrap().len()),
            (
                "dossiers_at",
                store
                    .dossiers_at(places, later(), scope)
                    .await
                    .unwrap()
                    .len(),
            ),
            ("rows_at", stood.await.unwrap().len()),
            ("file", usize::from(store.file(code, scope).await.is_ok())),
            ("events", events.map_or(0, |events| events.len())),
            ("notes", store.notes(code, scope).await.unwrap().len()),
            ("attachments", attached.len()),
            ("attachment_part", usize::from(part.is_some())),
            (
                "linked",
                store
                    .linked(&self.whole, scope)
                    .await
                    .unwrap()
                    .iter()
                    .count(),
            ),
            (
                "applicant",
                store.applicant(code, scope).await.unwrap().iter().count(),
            ),
            ("dossiers_by_blind_indexes", found.await.unwrap().len()),
            ("prepare_dossier", prepared.await.unwrap().iter().count()),
            ("worklist", store.worklist(worklist).await.unwrap().len()),
        ]
    }

    /// How much of reports.
    async fn seen_of_reports(
        &self,
        store: &Store,
        scope: &AgencyScope,
    ) -> Vec<(&'static str, usize)> {
        let period = november();
        let cells = |cube: &Cube| cube.cells().count();
        let stood = store
            .replay_open_at_end(period, self.rows.clone(), scope)
            .await;
        let resolved = store.resolved_sample(ScopedFilter::all(scope.clone()), period, 1);
        let steps = store.steps_of(self.rows.clone(), scope).await.unwrap();
        let cube = store.cube(period, later(), unwatched(), scope).await;
        let kept = store.stored_cube(period, later(), scope).await.unwrap();
        let anew = store.count_cube(period, later(), None, unwatched(), scope);
        let content = store.report_content(self.counted.clone(), scope).await;
        let signed = store.signed_reports(period, scope).await.unwrap();
        let of_days = store.signed_report_of_days(period, scope).await.unwrap();
        vec![
            (
                "open_at_end",
                store.open_at_end(period, scope).await.unwrap().len(),
            ),
            ("replay_open_at_end", stood.unwrap().len()),
            ("waited", store.waited(period, scope).await.unwrap().len()),
            ("resolved_sample", resolved.await.unwrap().len()),
            ("steps_of", usize::from(steps.dossiers() > 0)),
            ("cube", cells(&cube.unwrap().cube)),
            ("stored_cube", cells(&kept.unwrap().cube)),
            ("count_cube", cells(&anew.await.unwrap().cube)),
            ("report_content", cells(&content.unwrap().cube)),
            ("signed_reports", cells(&signed[0].content.cube)),
            (
                "signed_report_of_days",
                cells(&of_days.unwrap().content.cube),
            ),
        ]
    }

    /// How much of walls.
    async fn seen_of_walls(
        &self,
        store: &Store,
        scope: &AgencyScope,
    ) -> Vec<(&'static str, usize)> {
        let records = store.notice_records(later(), scope).await;
        let record = store.notice_record(self.notice, scope).await;
        vec![
            ("notice_records", records.unwrap().len()),
            ("notice_record", record.unwrap().iter().count()),
            (
                "painted",
                store.painted(self.notice, scope).await.unwrap().len(),
            ),
            (
                "stored_screens",
                store.stored_screens(scope).await.unwrap().len(),
            ),
            ("open_alarms", store.open_alarms(scope).await.unwrap().len()),
            ("past_alarms", store.past_alarms(scope).await.unwrap().len()),
        ]
    }

    async fn seen(&self, store: &Store, scope: &AgencyScope) -> Vec<(&'static str, usize)> {
        let mut seen = Box::pin(self.seen_of_dossiers(store, scope)).await;
        seen.extend(self.seen_of_reports(store, scope).await);
        seen.extend(self.seen_of_walls(store, scope).await);
        seen
    }
}

contract! {
    async fn objects_of_another_agency_are_not_found(database: Database) {
        let store = &database.store;
        let centre = Centre::set_up(store).await;
        let only = |at: usize| AgencyScope::Agencies([centre.desk.offices.agencies[at]].into());
        for scope in [EVERYWHERE, &only(0)] {
            for (method, seen) in Box::pin(centre.seen(store, scope)).await {
                assert!(seen > 0, "{method} shows nothing within {scope:?}");
            }
        }
        for scope in [only(2), AgencyScope::Agencies([].into())] {
            for (method, seen) in Box::pin(centre.seen(store, &scope)).await {
                assert_eq!(seen, 0, "{method} within {scope:?}");
            }
        }
        // Staff of a part need the applicant's record of the whole, although the whole is not theirs.
        let (part, whole) = (only(1), &centre.whole);
        assert!(store.applicant(whole, &part).await.unwrap().is_some());
        assert_eq!(store.dossier(whole, &part).await.unwrap(), None);
        assert_eq!(store.linked(whole, &part).await.unwrap(), None);
        assert_eq!(store.applicant(&centre.open, &part).await.unwrap(), None);
    }
}
