//! Who handles a procedure: a reception obeys it, what was received before stays; the national list; limits within the day.

use chrono::{NaiveDate, NaiveTime};
use sanh_domain::account::model::{AgencyScope, RequestKey};
use sanh_domain::deadline::Instant;
use sanh_domain::deadline::due::{CUTOFF, LimitLength, TimeLimit};
use sanh_domain::dossier::Refusal;
use sanh_domain::id::AgencyId;
use sanh_domain::procedure::channel::Channel;
use sanh_domain::procedure::limits::ChannelLimits;
use sanh_domain::procedure::model::Requirements;
use sanh_domain::procedure::office::ProcedureLevel;
use sanh_store::{
    AmendmentOutcome, AmendmentRequest, AuditActor, AuditQuery, ChangeOutcome, MergeOutcome,
    OpeningOutcome, OpeningRequest, Procedure, Slip, Store, StoreError, VerifyOptions,
};

use super::centre::{date, local, manager};
use super::desk::Desk;
use super::engine::contract;

fn now() -> Instant {
    local("2026-11-24 08:00")
}

fn handled_by(agencies: &[AgencyId]) -> Requirements {
    Requirements {
        agencies: agencies.to_vec(),
        ..Requirements::default()
    }
}

async fn open(
    store: &Store,
    desk: &Desk,
    (number, agency): (u32, AgencyId),
) -> Result<OpeningOutcome, StoreError> {
    let opening = OpeningRequest {
        agency,
        ..desk.opening(number)
    };
    let key = RequestKey::read(&format!("office-{number}")).unwrap();
    store
        .open_dossier(key, desk.by.clone(), opening, now())
        .await
}

fn is_wrong_office<T>(result: &Result<T, StoreError>) -> bool {
    matches!(result, Err(StoreError::Refused(Refusal::WrongOffice)))
}

async fn listed(store: &Store, desk: &Desk) -> Procedure {
    let procedures = store.procedures().await.unwrap();
    let found = procedures.into_iter().find(|it| it.id == desk.procedure);
    found.unwrap()
}

contract! {
    async fn only_an_agency_that_handles_the_procedure_receives_for_it(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let [wrong, right] = [desk.offices.agencies[0], desk.offices.agencies[1]];
        assert!(open(store, &desk, (1, wrong)).await.is_ok(), "while none is listed, any may");
        store.put_requirements(desk.procedure, handled_by(&[right])).await.unwrap();

        let number = store.change_number().await.unwrap();
        let prepared = store.prepare_dossier(desk.procedure, wrong, Channel::Direct, manager(), now(), &AgencyScope::Everywhere);
        assert!(is_wrong_office(&prepared.await));
        assert!(is_wrong_office(&open(store, &desk, (2, wrong)).await));
        assert_eq!(store.change_number().await.unwrap(), number, "nothing was written");
        let OpeningOutcome::Now(code) = open(store, &desk, (3, right)).await.unwrap() else {
            panic!("it is new");
        };
        assert_eq!(code.as_str(), "H49.2-261124-0001", "the refused one has taken no number");
        let again = open(store, &desk, (1, wrong)).await.unwrap();
        assert!(matches!(again, OpeningOutcome::Before(_)), "the form of before is known still");
        let report = store.verify_with(VerifyOptions::default()).await.unwrap();
        assert!(report.faults.is_empty(), "{:?}", report.faults);
    }
}

contract! {
    async fn an_amendment_to_an_agency_that_does_not_handle_the_procedure_is_refused_unless_it_was_there_before(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let [elsewhere, right, wrong] = [desk.offices.agencies[0], desk.offices.agencies[1], desk.offices.agencies[2]];
        let OpeningOutcome::Now(code) = open(store, &desk, (1, elsewhere)).await.unwrap() else {
            panic!("it is new");
        };
        store.put_requirements(desk.procedure, handled_by(&[right])).await.unwrap();
        let amend = |key: &'static str, version: i64, agency: AgencyId, channel: Channel| {
            let amending = AmendmentRequest {
                code: code.clone(),
                expected_version: version,
                procedure: Some(desk.procedure),
                agency,
                channel,
                received_at: None,
                papers: None,
                personal: Vec::new(),
                record: None,
                slip: Slip { pin: "123456".to_owned(), link: format!("link-{key}") },
                reason: "ghi nhầm".to_owned(),
                accepts_earlier_due: true,
            };
            store.amend_dossier(RequestKey::read(key).unwrap(), desk.by.clone(), amending, now())
        };
        assert!(is_wrong_office(&amend("to-wrong", 1, wrong, Channel::Direct).await));
        let by_post = amend("by-post", 1, elsewhere, Channel::Post).await.unwrap();
        let AmendmentOutcome::Now { acted, .. } = by_post else { panic!("it is new") };
        assert_eq!((acted.dossier.agency, acted.dossier.channel), (elsewhere, Channel::Post));
        let moved = amend("to-right", 2, right, Channel::Post).await.unwrap();
        let AmendmentOutcome::Now { acted, .. } = moved else { panic!("it is new") };
        assert_eq!(acted.dossier.agency, right);
    }
}

contract! {
    async fn national_code_level_and_agencies_are_kept_and_told_in_the_audit(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let [one, two] = [desk.offices.agencies[0], desk.offices.agencies[1]];
        let before = listed(store, &desk).await;
        let needs = Requirements {
            national_code: "1.001193".parse().ok(),
            level: Some(ProcedureLevel::Commune),
            agencies: vec![one, two],
            ..Requirements::default()
        };
        let change = store.change_procedure(
            (before.clone(), Requirements::default()),
            (before.clone(), needs.clone()),
            AuditActor::console(),
            now(),
        );
        assert_eq!(change.await.unwrap(), ChangeOutcome::Done);
        assert_eq!(store.requirements().await.unwrap().get(&desk.procedure), Some(&needs));
        let query = AuditQuery { subject: Some("procedure 1.001".to_owned()), rows_max: 1, ..AuditQuery::default() };
        let lines = store.audit_lines(query).await.unwrap();
        assert_eq!(
            (lines[0].was.as_str(), lines[0].became.as_str()),
            ("", "national code 1.001193; level commune; handled by H49.1, H49.2")
        );

        let other = sanh_store::NewProcedure { code: "9.999".to_owned(), ..before.clone().into() };
        let other = store.put_procedures(vec![other]).await.unwrap()[0];
        assert!(store.put_requirements(other, needs).await.is_err(), "a national code stands once");

        let stale = store.change_procedure(
            (before.clone(), Requirements::default()),
            (before, handled_by(&[two])),
            AuditActor::console(),
            now(),
        );
        assert_eq!(stale.await.unwrap(), ChangeOutcome::Stale);
    }
}

contract! {
    async fn joined_agencies_hand_their_procedures_on(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let [from, into] = [desk.offices.agencies[1], desk.offices.agencies[0]];
        for agencies in [vec![from], vec![into, from]] {
            store.put_requirements(desk.procedure, handled_by(&agencies)).await.unwrap();
        }
        let merged = store.merge_agencies(from, into, AuditActor::console(), now()).await.unwrap();
        assert_eq!(merged, MergeOutcome::Done { dossiers: 0 });
        let needs = store.requirements().await.unwrap();
        assert_eq!(needs.get(&desk.procedure), Some(&handled_by(&[into])));
    }
}

contract! {
    async fn a_limit_within_the_day_is_stored_and_promised_and_never_restated(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let agency = desk.offices.agencies[0];
        let limit = |until: NaiveTime| TimeLimit { length: LimitLength::SameDay { until }, cutoff_15h: false };
        let ten = NaiveTime::from_hms_opt(10, 0, 0).unwrap();
        let limits = ChannelLimits::from(Some(limit(CUTOFF))).with_own(Channel::Post, Some(limit(ten)));
        let (today, new_year) = (date("2026-11-24"), date("2027-01-01"));
        let give = async |limits: ChannelLimits, from: NaiveDate| {
            let before = listed(store, &desk).await;
            let after = Procedure { limits: before.limits.clone().with(limits, from, today), ..before.clone() };
            let none = Requirements::default;
            let changed = store.change_procedure((before, none()), (after, none()), AuditActor::console(), now());
            assert_eq!(changed.await.unwrap(), ChangeOutcome::Done);
        };
        give(limits, today).await;
        let by_ten = ChannelLimits::from(Some(limit(ten)));
        give(by_ten, new_year).await;
        let kept = listed(store, &desk).await.limits;
        assert_eq!((kept.on(today), kept.on(new_year)), (limits, by_ten));

        for (channel, at, due) in [
            (Channel::Direct, "2026-11-24 07:36", "2026-11-24 17:00"),
            (Channel::Direct, "2026-11-24 15:05", "2026-11-25 17:00"),
            (Channel::Post, "2026-11-24 10:30", "2026-11-25 17:00"),
            (Channel::Direct, "2026-11-27 15:05", "2026-11-30 17:00"),
        ] {
            let prepared = store.prepare_dossier(desk.procedure, agency, channel, manager(), local(at), &AgencyScope::Everywhere);
            assert_eq!(prepared.await.unwrap().unwrap().due_at, Some(local(due)), "{channel} {at}");
        }
        let OpeningOutcome::Now(code) = open(store, &desk, (1, agency)).await.unwrap() else {
            panic!("it is new");
        };
        let promised = store.dossier(&code, &AgencyScope::Everywhere).await.unwrap().unwrap().dossier;
        assert_eq!((promised.limit, promised.due_at), (Some(limit(CUTOFF)), Some(local("2026-11-24 17:00"))));

        give(ChannelLimits::default(), today).await;
        let stands = store.dossier(&code, &AgencyScope::Everywhere).await.unwrap().unwrap().dossier;
        assert_eq!(stands, promised, "a dossier keeps the promise it was given");
        let report = store.verify_with(VerifyOptions::default()).await.unwrap();
        assert!(report.faults.is_empty(), "{:?}", report.faults);
    }
}
