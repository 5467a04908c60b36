//! In whose figures dossiers count: the whole of a linked dossier in the centre's, its parts in their agencies', an annulled one in
//! nobody's.

use sanh_domain::account::model::AgencyScope;
use sanh_domain::dossier::{Action, CountedIn, Dossier};
use sanh_domain::period::Period;
use sanh_domain::procedure::channel::Channel;
use sanh_domain::report::official_form::model::{
    Axis, Folding, Identity, IdentityCheck, Names, OfficialForm,
};
use sanh_domain::scope::Scope;
use sanh_store::{Store, unwatched};

use super::centre::{Offices, Work, date, local, manager};
use super::cube::cube;
use super::engine::contract;

/// Receives dossiers of all four kinds at the first agency, and resolves one of each: two of each are received.
async fn receive_all_kinds(store: &Store, offices: &Offices) -> Vec<Dossier> {
    let mut received = Vec::new();
    for (place, counted_in) in CountedIn::ALL.into_iter().enumerate() {
        for number in [place * 2, place * 2 + 1] {
            let mut intake = offices.intake(number, Channel::Direct, 5);
            (intake.agency, intake.field) = (offices.agencies[0], offices.fields[0]);
            intake.counted_in = counted_in;
            let at = local("2026-05-04 08:00");
            let acted = store.receive(intake, at, &manager(), true).await.unwrap();
            assert_eq!(acted.dossier.counted_in, counted_in);
            let mut dossier = acted.dossier;
            if number % 2 == 1 {
                let at = local("2026-05-05 08:00");
                let acted = store
                    .act(&dossier.code, Action::Resolve, 1, at, &manager())
                    .await;
                dossier = acted.unwrap().dossier;
            }
            received.push(dossier);
        }
    }
    received
}

/// Received, resolved and open of a scope, from the counters and from history.
async fn figures(store: &Store, scope: Scope, period: Period) -> Vec<(u64, u64, u64)> {
    let at = local("2026-05-06 08:00");
    let counted = store.board(scope, period, at).await.unwrap();
    let told = store
        .figures_from_history(scope, period, at, None)
        .await
        .unwrap();
    [counted, told]
        .map(|board| {
            (
                board.total.received(),
                board.total.resolved(),
                board.total.open(),
            )
        })
        .to_vec()
}

contract! {
    async fn overdue_dossiers_are_counted_by_days_overdue_as_in_their_histories(database: Database) {
        let store = &database.store;
        let mut work = Work::begin(store, 71, local("2026-03-02 08:00")).await;
        work.go_on(store, 150).await;
        let mut overdue = std::collections::BTreeSet::new();
        for hours in [0, 5, 23, 24, 40, 24 * 7, 24 * 63, 24 * 64 + 7, 24 * 65, 24 * 128, 24 * 400] {
            let at = work.now + chrono::Duration::hours(hours);
            let period = Period::month(at.date_naive());
            for scope in [Scope::Centre, Scope::Agency(work.offices.agencies[0]), Scope::Agency(work.offices.agencies[1])] {
                let counted = store.board(scope, period, at).await.unwrap();
                let told = store.figures_from_history(scope, period, at, None).await.unwrap();
                let of = |board: &sanh_domain::board::model::Board| board.rows.iter().map(|row| row.figures.overdue).collect::<Vec<_>>();
                assert_eq!(of(&counted), of(&told), "{scope:?} {at}");
                overdue.insert(of(&counted).iter().sum::<u64>());
            }
        }
        assert!(overdue.len() > 3, "{overdue:?}");
    }
}

contract! {
    async fn the_centre_counts_wholes_and_agencies_their_parts(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        receive_all_kinds(store, &offices).await;
        let may = Period::month(date("2026-05-04"));
        let first = Scope::Agency(offices.agencies[0]);
        for scope in [Scope::Centre, first] {
            assert_eq!(figures(store, scope, may).await, [(4, 2, 2), (4, 2, 2)], "{scope:?}");
        }
        assert_eq!(figures(store, Scope::Agency(offices.agencies[1]), may).await, [(0, 0, 0), (0, 0, 0)]);
        let report = store.verify(local("2026-05-06 08:00")).await.unwrap();
        assert!(report.is_clean(), "{report}");
    }
}

contract! {
    async fn a_dossier_that_no_longer_counts_for_anybody_leaves_every_figure(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        receive_all_kinds(store, &offices).await;
        database.execute("UPDATE dossier SET counted_in = 'none'").await;
        let may = Period::month(date("2026-05-04"));
        for scope in [Scope::Centre, Scope::Agency(offices.agencies[0])] {
            assert_eq!(figures(store, scope, may).await, [(0, 0, 0), (0, 0, 0)], "{scope:?}");
        }
        let june = local("2026-06-02 08:00");
        assert_eq!(cube(store, may, june).await.cells().count(), 0);
        let report = store.verify(local("2026-05-06 08:00")).await.unwrap();
        assert!(report.is_clean(), "{report}");
        assert_eq!(store.counter_drift(Scope::Centre, local("2026-05-05 12:00")).await.unwrap(), 0);
        let next_due = store.next_due(Scope::Centre, local("2026-05-06 08:00")).await.unwrap();
        assert_eq!(next_due, None, "nothing turns overdue");
        database.execute("UPDATE dossier SET counted_in = 'both'").await;
        assert_eq!(figures(store, Scope::Centre, may).await, [(8, 4, 4), (8, 4, 4)]);
        let report = store.verify(local("2026-05-06 08:00")).await.unwrap();
        assert!(report.is_clean(), "{report}");
    }
}

contract! {
    async fn one_statement_over_many_dossiers_counts_each_of_them(database: Database) {
        let store = &database.store;
        let offices = Offices::set_up(store).await;
        receive_all_kinds(store, &offices).await;
        let at = local("2026-05-05 12:00");
        let number = || async { store.change_number().await.unwrap() };
        let before = number().await;
        // Moves dossiers from one counter row to another, and some within the same row.
        database.execute("UPDATE dossier SET channel = CASE id % 3 WHEN 0 THEN 'online' WHEN 1 THEN 'post' ELSE 'direct' END").await;
        assert_eq!(number().await, before + 8, "each dossier is a change");
        let report = store.verify(at).await.unwrap();
        assert!(report.is_clean(), "{report}");
        database.execute("UPDATE dossier SET channel = 'post' WHERE id < 0").await;
        assert_eq!(number().await, before + 8, "no row, no change");

        let copy = "INSERT INTO dossier (id, code, agency_id, field_id, channel, cutoff_15h, status, clock, received_at, received_day, due_at,
                        ended_at, ended_day, end_reason, outcome, handled_min, handling_bin, working_time_bin, handed_over_at, handed_over_day,
                        paused_overdue, paused_min, papers_asked, extended, version, last_event_at, counted_in)
                    SELECT id + 1000, code || 'X', agency_id, field_id, channel, cutoff_15h, status, clock, received_at, received_day, due_at,
                        ended_at, ended_day, end_reason, outcome, handled_min, handling_bin, working_time_bin, handed_over_at, handed_over_day,
                        paused_overdue, paused_min, papers_asked, extended, version, last_event_at, counted_in FROM dossier";
        database.execute(copy).await;
        assert_eq!(number().await, before + 16);
        for scope in [Scope::Centre, Scope::Agency(offices.agencies[0])] {
            assert_eq!(store.counter_drift(scope, at).await.unwrap(), 0, "{scope:?}");
        }
        let board = store.board(Scope::Centre, Period::month(date("2026-05-04")), local("2026-05-06 08:00")).await.unwrap();
        assert_eq!((board.total.received(), board.total.resolved()), (8, 4), "twice as many");
        database.execute("DELETE FROM dossier WHERE id > 1000").await;
        assert_eq!(number().await, before + 24);
        let report = store.verify(at).await.unwrap();
        assert!(report.is_clean(), "{report}");
    }
}

contract! {
    async fn a_bulk_load_and_a_rebuild_count_as_the_triggers_do(database: Database) {
        let store = &database.store;
        let mut work = Work::begin(store, 31, local("2026-03-02 08:00")).await;
        work.go_on(store, 200).await;
        store.rebuild().await.unwrap();
        let report = store.verify(work.now).await.unwrap();
        assert!(report.is_clean(), "{report}");
        work.go_on(store, 60).await;
        let report = store.verify(work.now).await.unwrap();
        assert!(report.is_clean(), "{report}");
    }
}

contract! {
    async fn the_form_by_agency_says_by_how_much_its_lines_differ_from_all(database: Database) {
        let store = &database.store;
        let mut work = Work::begin(store, 32, local("2026-03-02 08:00")).await;
        work.go_on(store, 240).await;
        let march = Period::month(date("2026-03-02"));
        let cube = store.cube(march, work.now, unwatched(), &AgencyScope::Everywhere).await.unwrap().cube;
        assert!(cube.has_linked());
        let names = Names::default();
        for axis in Axis::ALL {
            let form = OfficialForm::new(&cube, &names, axis, Folding::default());
            let held = form.checks(None);
            assert!(held.iter().all(|(identity, held)| *held == IdentityCheck::Yes || *identity == Identity::CarriedOver), "{held:?}");
            let board = store.figures_from_history(Scope::Centre, march, work.now, None).await.unwrap();
            assert_eq!(form.total.column(3), board.total.received_all());
        }
        let agency = work.offices.agencies[1];
        let part = cube.within(&AgencyScope::Agencies([agency].into()));
        let board = store.figures_from_history(Scope::Agency(agency), march, work.now, None).await.unwrap();
        assert_eq!(part.total().figures, board.total, "an agency's report is what it counts");
        assert!(!part.has_linked());
    }
}
