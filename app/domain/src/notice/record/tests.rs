#![allow(clippy::unwrap_used)]
use std::collections::BTreeSet;

use super::*;
use crate::account::model::{AccountId, Role};
use crate::id::AgencyId;

fn at(s: i64) -> Instant {
    chrono::DateTime::from_timestamp(s, 0).unwrap()
}

fn record(approval: Approval) -> NoticeRecord {
    NoticeRecord {
        notice: Notice {
            id: NoticeId(1),
            text: Name {
                vi: "Nghỉ lễ".to_owned(),
                en: None,
            },
            priority: Priority::Notice,
            from: at(100),
            until: at(200),
            screens: Audience::All,
        },
        author: "lan".to_owned(),
        written_at: at(0),
        version: 1,
        approval,
        replaces: None,
    }
}

fn manager(reach: AgencyScope) -> Person {
    Person {
        id: AccountId(1),
        name: "lan".to_owned(),
        display_name: "Lan".to_owned(),
        role: Role::Manager,
        reach,
    }
}

fn walls() -> Vec<Addressee> {
    let wall = |name: &str, scope| Addressee {
        name: name.to_owned(),
        label: String::new(),
        scope,
        is_paired: true,
    };
    vec![
        wall("lobby", Scope::Centre),
        wall("land", Scope::Agency(AgencyId(2))),
        wall("tax", Scope::Agency(AgencyId(3))),
    ]
}

fn named(names: &[&str]) -> Audience {
    Audience::Named(names.iter().map(|name| (*name).to_owned()).collect())
}

fn refused() -> Approval {
    Approval::Refused {
        by: "mai".to_owned(),
        at: at(50),
        reason: String::new(),
    }
}

#[test]
fn the_phase_of_a_notice_follows_from_time_and_approval() {
    let plain = record(Approval::NotNeeded);
    let standing = [99, 100, 199, 200].map(|s| plain.standing(at(s)));
    assert_eq!(
        standing,
        [
            NoticePhase::ToCome,
            NoticePhase::Shown,
            NoticePhase::Shown,
            NoticePhase::Past
        ]
    );
    let waiting = record(Approval::Waiting);
    let standing = [99, 150, 200].map(|s| waiting.standing(at(s)));
    assert_eq!(
        standing,
        [
            NoticePhase::Waiting,
            NoticePhase::Waiting,
            NoticePhase::Past
        ]
    );
    assert_eq!(record(refused()).standing(at(150)), NoticePhase::Past);
}

#[test]
fn a_cancelled_notice_is_past_before_it_would_begin() {
    let mut off = record(Approval::NotNeeded);
    off.notice.until = off.notice.from;
    assert!(off.is_called_off());
    assert_eq!(off.standing(at(0)), NoticePhase::Past);
}

#[test]
fn a_second_manager_approves_if_the_setting_says_so() {
    let asked = |word: &str| {
        let rule = SecondManager::read(word);
        (
            rule.is_needed_for(Priority::Notice),
            rule.is_needed_for(Priority::Emergency),
        )
    };
    assert_eq!(asked("off"), (false, false));
    assert_eq!(asked("notices"), (true, false));
    assert_eq!(asked("emergencies"), (false, true));
    assert_eq!(asked("both"), (true, true));
    assert_eq!(asked("rubbish"), (false, false));
}

#[test]
fn a_manager_of_an_agency_touches_what_is_on_its_walls_only_and_no_emergency() {
    let all = manager(AgencyScope::Everywhere);
    let land = manager(AgencyScope::Agencies(BTreeSet::from([AgencyId(2)])));
    let may = |person: &Person, priority, screens: &Audience| {
        may_touch(person, priority, screens, &walls())
    };
    for screens in [Audience::All, named(&["lobby"]), named(&["gone"])] {
        assert!(may(&all, Priority::Notice, &screens));
        assert!(!may(&land, Priority::Notice, &screens), "{screens:?}");
    }
    assert!(may(&all, Priority::Emergency, &Audience::All));
    assert!(may(&land, Priority::Notice, &named(&["land"])));
    assert!(!may(&land, Priority::Notice, &named(&["land", "tax"])));
    assert!(!may(&land, Priority::Notice, &named(&[])));
    assert!(!may(&land, Priority::Emergency, &named(&["land"])));
}

#[test]
fn a_manager_of_an_agency_reads_the_notices_of_its_walls() {
    let land = manager(AgencyScope::Agencies(BTreeSet::from([AgencyId(2)])));
    let reads = |screens: &Audience| may_read(&land.reach, screens, &walls());
    assert!(reads(&Audience::All));
    assert!(reads(&named(&["land", "tax"])));
    assert!(!reads(&named(&["tax"])));
    assert!(!reads(&named(&["lobby"])));
}
