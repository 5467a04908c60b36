//! Time limits that begin on a day to come: reception goes by the one in force on the centre's local day, and the past stays.

use sanh_domain::account::model::{AgencyScope, RequestKey};
use sanh_domain::deadline::Instant;
use sanh_domain::deadline::calendar::WorkingMinutes;
use sanh_domain::deadline::due::{LimitLength, TimeLimit};
use sanh_domain::id::ProcedureId;
use sanh_domain::procedure::channel::Channel;
use sanh_domain::procedure::limits::{ChannelLimits, Limits};
use sanh_domain::procedure::model::Requirements;
use sanh_store::{
    AuditActor, AuditQuery, ChangeOutcome, OpeningOutcome, Procedure, Store, VerifyOptions,
};

use super::centre::{date, local, manager};
use super::desk::Desk;
use super::engine::contract;

fn days(days: u32) -> ChannelLimits {
    let limit = (days > 0).then(|| TimeLimit {
        length: WorkingMinutes::of_days(days).into(),
        cutoff_15h: false,
    });
    limit.into()
}

async fn listed(store: &Store, id: ProcedureId) -> Procedure {
    let procedures = store.procedures().await.unwrap();
    procedures.into_iter().find(|it| it.id == id).unwrap()
}

/// Gives a procedure these limits, as they were made from what stands.
async fn give(
    store: &Store,
    id: ProcedureId,
    now: Instant,
    limits: impl FnOnce(Limits) -> Limits,
) -> ChangeOutcome {
    let before = listed(store, id).await;
    let after = Procedure {
        limits: limits(before.limits.clone()),
        ..before.clone()
    };
    let none = Requirements::default;
    let changed = store.change_procedure(
        (before, none()),
        (after, none()),
        AuditActor::console(),
        now,
    );
    changed.await.unwrap()
}

/// The limits that a dossier would be prepared and is received under at an instant.
async fn received_under(store: &Store, desk: &Desk, number: u32, at: Instant) -> ChannelLimits {
    let agency = desk.offices.agencies[0];
    let prepared = store.prepare_dossier(
        desk.procedure,
        agency,
        Channel::Direct,
        manager(),
        at,
        &AgencyScope::Everywhere,
    );
    let prepared = prepared.await.unwrap().unwrap();
    let key = RequestKey::read(&format!("limit-{number}")).unwrap();
    let opened = store.open_dossier(key, desk.by.clone(), desk.opening(number), at);
    let OpeningOutcome::Now(code) = opened.await.unwrap() else {
        panic!("it is new");
    };
    let received = store
        .dossier(&code, &AgencyScope::Everywhere)
        .await
        .unwrap()
        .unwrap()
        .dossier;
    assert_eq!(
        (prepared.due_at, prepared.limit),
        (received.due_at, received.limit)
    );
    received.limit.into()
}

async fn told(store: &Store) -> Vec<(String, String)> {
    let query = AuditQuery {
        subject: Some("procedure 1.001".to_owned()),
        rows_max: 10,
        ..AuditQuery::default()
    };
    let lines = store.audit_lines(query).await.unwrap().into_iter();
    lines.map(|line| (line.was, line.became)).collect()
}

fn line(was: &str, became: &str) -> (String, String) {
    (was.to_owned(), became.to_owned())
}

contract! {
    async fn a_future_limit_is_valid_from_midnight_of_its_day_in_the_centres_zone(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let (now, new_year) = (local("2026-11-24 08:00"), date("2027-01-01"));
        let today = date("2026-11-24");
        let number = store.change_number().await.unwrap();
        let quick: ChannelLimits = Some(TimeLimit { cutoff_15h: true, ..days(5).general.unwrap() }).into();
        let changed = give(store, desk.procedure, now, |it| it.with(quick, new_year, today)).await;
        assert_eq!(changed, ChangeOutcome::Done);
        assert!(store.change_number().await.unwrap() > number, "walls and desks are woken");
        assert_eq!(told(store).await, [line("", "from 2027-01-01: limit 2400 min, cut-off 15:00")]);

        assert_eq!(received_under(store, &desk, 1, now).await, days(2));
        assert_eq!(received_under(store, &desk, 2, local("2026-12-31 23:59")).await, days(2));
        assert_eq!(received_under(store, &desk, 3, local("2027-01-01 00:00")).await, quick);
        assert_eq!(received_under(store, &desk, 4, local("2027-06-01 09:00")).await, quick);
        let report = store.verify_with(VerifyOptions::default()).await.unwrap();
        assert!(report.faults.is_empty(), "{:?}", report.faults);
    }
}

contract! {
    async fn a_future_limit_is_changed_and_removed_with_audit_entries(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let (now, today) = (local("2026-11-24 08:00"), date("2026-11-24"));
        let (new_year, july) = (date("2027-01-01"), date("2027-07-01"));
        give(store, desk.procedure, now, |it| it.with(days(5), new_year, today)).await;
        let seen = listed(store, desk.procedure).await;
        give(store, desk.procedure, now, |it| it.with(days(0), new_year, today).with(days(1), july, today)).await;
        give(store, desk.procedure, now, |it| it.without(new_year)).await;
        assert_eq!(listed(store, desk.procedure).await.limits, Limits::always(days(2)).with(days(1), july, today));
        assert_eq!(received_under(store, &desk, 1, local("2027-06-30 09:00")).await, days(2));
        assert_eq!(received_under(store, &desk, 2, local("2027-07-01 09:00")).await, days(1));
        let lines = [
            line("from 2027-01-01: no limit, no cut-off", ""),
            line(
                "from 2027-01-01: limit 2400 min, no cut-off",
                "from 2027-01-01: no limit, no cut-off; from 2027-07-01: limit 480 min, no cut-off",
            ),
            line("", "from 2027-01-01: limit 2400 min, no cut-off"),
        ];
        assert_eq!(told(store).await, lines);

        // Somebody who read the page before the last two changes must not overwrite them.
        let after = Procedure { limits: Limits::always(days(3)), ..seen.clone() };
        let none = Requirements::default;
        let stale = store.change_procedure((seen, none()), (after, none()), AuditActor::console(), now).await;
        assert_eq!(stale.unwrap(), ChangeOutcome::Stale);
        assert_eq!(told(store).await, lines);
    }
}

contract! {
    async fn days_that_have_passed_keep_their_limit(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let (now, new_year) = (local("2026-11-24 08:00"), date("2027-01-01"));
        let yesterday = date("2026-11-23");
        let refused = give(store, desk.procedure, now, |mut it| {
            it.changes = it.clone().with(days(5), new_year, yesterday).changes;
            it.changes[0].valid_from = yesterday;
            it
        });
        assert_eq!(refused.await, ChangeOutcome::Restates);
        give(store, desk.procedure, now, |it| it.with(days(5), new_year, yesterday)).await;
        let (lines, number) = (told(store).await, store.change_number().await.unwrap());

        let (next_day, now) = (date("2027-01-02"), local("2027-01-02 00:00"));
        assert_eq!(give(store, desk.procedure, now, |it| it.without(new_year)).await, ChangeOutcome::Restates);
        assert_eq!(give(store, desk.procedure, now, |it| Limits { first: days(1), ..it }).await, ChangeOutcome::Restates);
        assert_eq!(told(store).await, lines);
        assert_eq!(store.change_number().await.unwrap(), number, "nothing was written");

        // A change valid from that day keeps the limit of the days before it.
        assert_eq!(give(store, desk.procedure, now, |it| it.with(days(3), next_day, next_day)).await, ChangeOutcome::Done);
        assert_eq!(told(store).await[0], line("limit 2400 min", "limit 1440 min"));
        let limits = listed(store, desk.procedure).await.limits;
        let held = ["2026-12-31", "2027-01-01", "2027-01-02"].map(|day| limits.on(date(day)));
        assert_eq!(held, [days(2), days(5), days(3)]);
    }
}

contract! {
    async fn no_limit_is_changed_without_its_audit_entry(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let (now, today) = (local("2026-11-24 08:00"), date("2026-11-24"));
        let before = listed(store, desk.procedure).await;
        let sql = if database.is_sqlite() {
            "CREATE TRIGGER audit_shut BEFORE INSERT ON audit BEGIN SELECT raise(ABORT, 'shut'); END"
        } else {
            "ALTER TABLE audit ADD CONSTRAINT audit_shut CHECK (id < 1) NOT VALID"
        };
        database.execute(sql).await;
        let after = Procedure {
            limits: before.limits.clone().with(days(5), date("2027-01-01"), today),
            ..before.clone()
        };
        let none = Requirements::default;
        let changed = store.change_procedure((before.clone(), none()), (after, none()), AuditActor::console(), now).await;
        assert!(changed.is_err(), "{changed:?}");
        assert_eq!(listed(store, desk.procedure).await, before);
    }
}

fn calendar(length: LimitLength) -> TimeLimit {
    TimeLimit {
        length,
        cutoff_15h: false,
    }
}

contract! {
    async fn limits_in_days_and_months_and_of_a_channel_are_kept_and_promised(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let (now, today, new_year) = (local("2026-11-23 10:00"), date("2026-11-23"), date("2027-01-01"));
        let fifteen = ChannelLimits::from(Some(calendar(LimitLength::Days(15))))
            .with_own(Channel::Online, days(3).general)
            .with_own(Channel::Post, Some(calendar(LimitLength::Days(0))));
        let month = ChannelLimits::from(Some(calendar(LimitLength::Months(1)))).with_own(Channel::Online, Some(calendar(LimitLength::Days(20))));
        let both = |it: Limits| it.with(fifteen, today, today).with(month, new_year, today);
        assert_eq!(give(store, desk.procedure, now, both).await, ChangeOutcome::Done);
        let limits = listed(store, desk.procedure).await.limits;
        assert_eq!((limits.on(today), limits.on(new_year)), (fifteen, month));
        assert_eq!(
            told(store).await[0].1,
            "limit 15 days; online: limit 1440 min, no cut-off, post: limit 0 days, no cut-off; \
             from 2027-01-01: limit 1 months, no cut-off, online: limit 20 days, no cut-off"
        );

        let agency = desk.offices.agencies[0];
        for (channel, due) in [
            (Channel::Direct, "2026-12-08 17:00"),
            (Channel::Online, "2026-11-26 10:00"),
            (Channel::Post, "2026-11-23 17:00"),
        ] {
            let prepared = store.prepare_dossier(desk.procedure, agency, channel, manager(), now, &AgencyScope::Everywhere).await.unwrap().unwrap();
            assert_eq!(prepared.due_at, Some(local(due)), "{channel}");
        }
        assert_eq!(received_under(store, &desk, 1, now).await, Some(calendar(LimitLength::Days(15))).into());
        assert_eq!(received_under(store, &desk, 2, local("2027-01-31 10:00")).await, Some(calendar(LimitLength::Months(1))).into());
        let report = store.verify_with(VerifyOptions::default()).await.unwrap();
        assert!(report.faults.is_empty(), "{:?}", report.faults);

        // After it is removed, nothing of it is left.
        let general = |it: Limits| it.without(new_year).with(days(2), today, today);
        assert_eq!(give(store, desk.procedure, now, general).await, ChangeOutcome::Done);
        assert_eq!(listed(store, desk.procedure).await.limits, Limits::always(days(2)));
    }
}
