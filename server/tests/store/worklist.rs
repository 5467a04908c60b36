//! The work list beyond its order by due time: by reception, within days, counted, and searched by parts of what is known.

use std::collections::BTreeSet;

use chrono::Duration;
use sanh_domain::account::model::{AccountId, AgencyScope};
use sanh_domain::dossier::applicant::{Applicant, NameSearch, Submission};
use sanh_domain::dossier::{Action, CodeEnd, Dossier, DossierCode, Status};
use sanh_domain::procedure::channel::Channel;
use sanh_domain::scope::CountedBy;
use sanh_store::stored::{read_submission, submission_bytes};
use sanh_store::{
    AgencyOpenCounts, AuditActor, BlindIndex, FitsRecord, InstantRange, OpeningOutcome, Store,
    ViewOf, WorklistBounds, WorklistFilter, WorklistOrder,
};

use super::centre::{Offices, Work, code, local, manager};
use super::desk::{Desk, filter, key, morning};
use super::engine::contract;

const EVERYWHERE: &AgencyScope = &AgencyScope::Everywhere;

/// Receives a dossier of somebody.
async fn receive_of(
    store: &Store,
    desk: &Desk,
    number: u32,
    name: &str,
    phone: &str,
) -> DossierCode {
    let submission = Submission {
        applicant: Applicant::read(name, phone, "", "").unwrap(),
        papers: Vec::new(),
        sets: None,
    };
    let marks = submission.applicant.marks().into_iter();
    let mut opening = desk.opening(number);
    opening.record = submission_bytes(&submission).unwrap();
    opening.marks = marks
        .map(|(kind, text)| BlindIndex { kind, text })
        .collect();
    let sent = key(&format!("n{number}"));
    match store
        .open_dossier(sent, desk.by.clone(), opening, morning())
        .await
        .unwrap()
    {
        OpeningOutcome::Now(code) => code,
        OpeningOutcome::Before(code) => panic!("{code} was there before"),
    }
}

/// The codes of whom a name means.
async fn named(store: &Store, text: &str, scope: &AgencyScope) -> BTreeSet<DossierCode> {
    let search = NameSearch::read(text).unwrap();
    let (kind, text) = search.mark();
    let fits: FitsRecord = Box::new(move |record: &[u8]| {
        read_submission(record).is_ok_and(|it| search.fits(&it.applicant))
    });
    let found = store.dossiers_by_shared_index(BlindIndex { kind, text }, fits, scope, 50);
    codes(found.await.unwrap())
}

fn codes(dossiers: Vec<Dossier>) -> BTreeSet<DossierCode> {
    dossiers.into_iter().map(|it| it.code).collect()
}

contract! {
    async fn a_given_name_finds_matching_applicants_but_none_of_another_agency(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let thu = receive_of(store, &desk, 1, "Lê Thị Thử", "0912345678").await;
        let other_thu = receive_of(store, &desk, 2, "Trần Thu", "0912340000").await;
        let hoa = receive_of(store, &desk, 3, "Thu Hoa", "0912345678").await;
        let both = BTreeSet::from([thu.clone(), other_thu]);
        assert_eq!(named(store, "thử", EVERYWHERE).await, both);
        assert_eq!(named(store, "le thu", EVERYWHERE).await, [thu.clone()].into());
        assert_eq!(named(store, "Thu 5678", EVERYWHERE).await, [thu.clone()].into());
        assert_eq!(named(store, "hoa", EVERYWHERE).await, [hoa].into());
        for nobody in ["le", "thi", "tran", "hoa 0000"] {
            assert!(named(store, nobody, EVERYWHERE).await.is_empty(), "{nobody}");
        }
        let elsewhere = AgencyScope::Agencies([desk.offices.agencies[1]].into());
        assert!(named(store, "thu", &elsewhere).await.is_empty());
        let shown = store.applicants_of(std::slice::from_ref(&thu), EVERYWHERE).await.unwrap();
        assert_eq!(shown.len(), 1);
        assert!(store.applicants_of(std::slice::from_ref(&thu), &elsewhere).await.unwrap().is_empty());
    }
}

contract! {
    async fn older_applicants_are_found_by_their_given_names_after_their_marks_are_computed(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let thu = receive_of(store, &desk, 1, "Lê Thị Thử", "0912345678").await;
        // The state that an older version leaves.
        database.execute("DELETE FROM applicant_index").await;
        database.execute("UPDATE applicant_marking SET up_to = 1000").await;
        assert!(named(store, "thu", EVERYWHERE).await.is_empty());
        assert_eq!(store.mark_older_applicants().await.unwrap(), 1);
        assert_eq!(store.mark_older_applicants().await.unwrap(), 0, "all have them");
        assert_eq!(named(store, "thu", EVERYWHERE).await, [thu].into());
    }
}

contract! {
    async fn a_code_is_found_by_its_end(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        for (number, text) in ["H49.1-261120-0012", "H49.1-261121-0012", "H49.2-261120-1012"].into_iter().enumerate() {
            let mut intake = offices.intake(number, Channel::Direct, 3);
            intake.code = code(text);
            store.receive(intake, local("2026-11-20 09:00"), &manager(), true).await.unwrap();
        }
        let found = async |text: &str| {
            let found = store.dossiers_by_code_end(CodeEnd::read(text).unwrap(), EVERYWHERE, 50);
            let found = codes(found.await.unwrap());
            found.into_iter().map(String::from).collect::<Vec<_>>()
        };
        assert_eq!(found("12").await, ["H49.1-261120-0012", "H49.1-261121-0012"]);
        assert_eq!(found("1121-0012").await, ["H49.1-261121-0012"]);
        assert_eq!(found("1012").await, ["H49.2-261120-1012"]);
        assert!(found("9").await.is_empty());
    }
}

contract! {
    async fn the_list_goes_by_reception_and_within_days_page_by_page(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let first = local("2026-11-02 09:00");
        for number in 0..20_u32 {
            let mut intake = offices.intake(number as usize, Channel::Direct, 1 + (number * 7) % 5);
            intake.code = code(&format!("H49.1-261102-{number:04}"));
            let at = first + Duration::hours(i64::from(number));
            store.receive(intake, at, &manager(), true).await.unwrap();
        }
        let bounds = WorklistBounds { order: WorklistOrder::Received, ..WorklistBounds::default() };
        for is_reversed in [false, true] {
            let (mut seen, mut after) = (Vec::new(), None);
            loop {
                let asked = WorklistFilter { bounds, is_reversed, after, ..filter(&[Status::Received], 7) };
                let page = store.worklist(asked).await.unwrap();
                let Some(last) = page.last() else { break };
                after = Some(last.place);
                seen.extend(page.iter().map(|row| row.dossier.received_at));
            }
            assert_eq!(seen.len(), 20);
            let is_in_order = if is_reversed { seen.is_sorted_by(|a, b| a >= b) } else { seen.is_sorted() };
            assert!(is_in_order, "{seen:?}");
        }
        let received = InstantRange { from: Some(first + Duration::hours(5)), until: Some(first + Duration::hours(9)) };
        let within = WorklistFilter { bounds: WorklistBounds { received, ..bounds }, ..filter(&[Status::Received], 50) };
        assert_eq!(store.worklist(within.clone()).await.unwrap().len(), 4);
        let by_due = WorklistFilter { bounds: WorklistBounds { received, ..WorklistBounds::default() }, ..within };
        assert_eq!(store.worklist(by_due).await.unwrap().len(), 4, "along the other index, too");
    }
}

contract! {
    async fn the_counters_tell_how_many_the_tabs_have(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let at = local("2026-11-20 09:00");
        for number in 0..4_u32 {
            let mut intake = offices.intake(0, Channel::Direct, 3);
            intake.code = code(&format!("H49.1-261120-{number:04}"));
            store.receive(intake, at, &manager(), true).await.unwrap();
        }
        let reason = "Bản sao".to_owned();
        for (number, action) in [(0, Action::Resolve), (1, Action::AskPapers { reason })] {
            let code = code(&format!("H49.1-261120-{number:04}"));
            store.act(&code, action, 1, at + Duration::minutes(1), &manager()).await.unwrap();
        }
        let agency = offices.intake(0, Channel::Direct, 3).agency;
        let expected = AgencyOpenCounts { registered: 0, running: 2, waiting: 1, resolved: 1 };
        for scope in [AgencyScope::Everywhere, AgencyScope::Agencies([agency].into())] {
            assert_eq!(store.open_counts(&scope).await.unwrap(), expected);
        }
        let nowhere = AgencyScope::Agencies(BTreeSet::new());
        assert_eq!(store.open_counts(&nowhere).await.unwrap(), AgencyOpenCounts::default());
    }
}

contract! {
    async fn dossiers_of_a_list_are_counted_up_to_a_bound(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        let at = local("2026-11-20 09:00");
        for number in 0..9_u32 {
            let mut intake = offices.intake(number as usize, Channel::Direct, 3);
            intake.code = code(&format!("H49.1-261120-{number:04}"));
            let received_at = at + Duration::hours(i64::from(number));
            store.receive(intake, received_at, &manager(), true).await.unwrap();
        }
        let both = [Status::Received, Status::InProcess];
        let received = InstantRange { from: Some(at + Duration::hours(2)), until: Some(at + Duration::hours(5)) };
        let by_reception = WorklistBounds { order: WorklistOrder::Received, received, ..WorklistBounds::default() };
        let nobodys = WorklistFilter { assignees: vec!["nobody".to_owned()], ..filter(&both, 50) };
        let nowhere = WorklistFilter { scope: AgencyScope::Agencies(BTreeSet::new()), ..filter(&both, 50) };
        let everywhere = AgencyScope::Agencies(offices.agencies.iter().copied().collect());
        let filters = vec![
            filter(&both, 50),
            filter(&both, 5),
            filter(&[Status::HandedOver], 50),
            WorklistFilter { bounds: by_reception, ..filter(&both, 50) },
            WorklistFilter { scope: everywhere, ..filter(&both, 5) },
            nobodys,
            nowhere,
        ];
        for by in [None, Some(CountedBy::Agencies)] {
            let counts = store.worklist_counts(filters.clone(), by).await.unwrap();
            assert_eq!(counts, [9, 5, 0, 3, 5, 0, 0]);
        }
    }
}

contract! {
    async fn saved_filters_are_their_owners_and_no_views_of_throughput(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let owner = desk.by.account.unwrap();
        let view = ("Của tôi".to_owned(), "tab=open&agency=mine".to_owned());
        let kept = store.keep_view(ViewOf::Worklist, owner, view, AuditActor::console(), morning());
        assert!(kept.await.unwrap());
        let views = store.saved_views(ViewOf::Worklist, owner).await.unwrap();
        assert_eq!(views.len(), 1);
        assert!(store.saved_views(ViewOf::Throughput, owner).await.unwrap().is_empty());
        assert!(store.saved_views(ViewOf::Worklist, AccountId(owner.0 + 1)).await.unwrap().is_empty());
        let removed = store.remove_view(ViewOf::Worklist, owner, views[0].id, AuditActor::console(), morning());
        assert!(removed.await.unwrap());
    }
}

contract! {
    async fn those_that_wait_long_for_papers_are_the_same_of_all_and_of_every_agency(database: Database) {
        let store = &database.store;
        let mut work = Work::begin(store, 17, local("2026-03-02 08:00")).await;
        work.go_on(store, 300).await;
        let agencies = AgencyScope::Agencies(work.offices.agencies.iter().copied().collect());
        let mut found = 0;
        for days in [0, 1, 3, 10, 40] {
            let of_all = WorklistFilter {
                papers_asked_before: Some(work.now - Duration::days(days)),
                ..filter(&[Status::PapersAsked], 100)
            };
            let of_each = WorklistFilter { scope: agencies.clone(), ..of_all.clone() };
            let listed = store.worklist(of_all.clone()).await.unwrap();
            assert_eq!(listed, store.worklist(of_each.clone()).await.unwrap());
            let counts = store.worklist_counts(vec![of_all, of_each], None).await.unwrap();
            assert_eq!(counts, [listed.len() as u64; 2]);
            found += listed.len();
        }
        assert!(found > 0, "some wait for papers");
    }
}
