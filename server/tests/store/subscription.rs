//! Being told of changes of a dossier: asked for with its slip, confirmed by the owner of the address, ended by one click, and erased.

mod letters;

use chrono::Duration;
use sanh_domain::account::model::AgencyScope;
use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::applicant::Submission;
use sanh_domain::dossier::{Action, DossierCode};
use sanh_domain::language::Lang;
use sanh_domain::outbox::model::LetterFault;
use sanh_domain::subscription::flow::{OF_ADDRESS_MAX, OF_NETWORK_MAX};
use sanh_domain::subscription::model::{CONFIRM_H, CONFIRM_WRONG_MAX, TellAddress, TellChannel};
use sanh_server::config::{Config, Settings};
use sanh_server::jobs::retention;
use sanh_store::stored::submission_bytes;
use sanh_store::vault::MasterKey;
use sanh_store::{
    AuditActor, AuditQuery, BlindIndex, ConfirmOutcome, DeliveryOutcome, LETTER_TRIES_MAX,
    LetterAbout, NewSubscription, OpeningOutcome, OpeningRequest, Slip, SlipGrant, Store,
    SubscribeOutcome, Subscriber, VerifyOptions,
};

use super::centre::manager;
use super::desk::{Desk, key, morning};
use super::engine::contract;

const EVERYWHERE: &AgencyScope = &AgencyScope::Everywhere;
const MAIL: &str = "Planted.Person@example.vn";
const PHONE: &str = "0987654321";

fn later(minutes: i64) -> Instant {
    morning() + Duration::minutes(minutes)
}

fn mail(text: &str) -> TellAddress {
    TellAddress::read(TellChannel::Mail, text).unwrap()
}

fn phone() -> TellAddress {
    TellAddress::read(TellChannel::Phone, PHONE).unwrap()
}

fn new(address: TellAddress, network: &str) -> NewSubscription {
    NewSubscription {
        address,
        lang: Lang::En,
        network: network.to_owned(),
    }
}

/// Receives a dossier whose record can be read; its code, and what its slip opens.
async fn received(store: &Store, desk: &Desk, number: u32) -> (DossierCode, SlipGrant) {
    let opening = OpeningRequest {
        record: submission_bytes(&Submission::default()).unwrap(),
        ..desk.opening(number)
    };
    let opened = store.open_dossier(
        key(&format!("s{number}")),
        desk.by.clone(),
        opening,
        morning(),
    );
    let code = match opened.await.unwrap() {
        OpeningOutcome::Now(code) => code,
        OpeningOutcome::Before(code) => panic!("{code} was there before"),
    };
    let grant = store.try_link(&format!("link-{number}")).await.unwrap();
    (code, grant.unwrap())
}

/// Asks, and answers with the token.
async fn asked(store: &Store, grant: SlipGrant, address: TellAddress, now: Instant) -> String {
    match store
        .subscribe(grant, new(address, "n"), now)
        .await
        .unwrap()
    {
        SubscribeOutcome::Requested(token) => token,
        SubscribeOutcome::Held | SubscribeOutcome::Over => panic!("it is taken"),
    }
}

async fn confirmed_mail(store: &Store, grant: SlipGrant, text: &str) -> String {
    let token = asked(store, grant, mail(text), morning()).await;
    let outcome = store.confirm_subscription(&token, None, later(1)).await;
    assert_eq!(outcome.unwrap(), ConfirmOutcome::Confirmed);
    token
}

async fn act(store: &Store, code: &DossierCode, action: Action, version: i64, minutes: i64) {
    let manager = manager();
    let acted = store.act(code, action, version, later(minutes), &manager);
    acted.await.unwrap();
}

/// What is queued about the events of a dossier.
async fn told(store: &Store, code: &DossierCode, sequence: i64, minutes: i64) -> u64 {
    let (_, events) = store.file(code, EVERYWHERE).await.unwrap();
    let event = events.iter().find(|event| event.sequence == sequence);
    let queued = store.tell_subscribers(event.unwrap(), later(minutes));
    queued.await.unwrap()
}

async fn lines(store: &Store) -> Vec<(AuditAct, String, String)> {
    let query = AuditQuery {
        rows_max: 500,
        ..AuditQuery::default()
    };
    let lines = store.audit_lines(query).await.unwrap().into_iter();
    lines
        .map(|line| (line.act, line.subject, line.became))
        .collect()
}

async fn first_subscriber(store: &Store) -> Option<Subscriber> {
    store.subscriber(1).await.unwrap()
}

contract! {
    async fn nothing_is_told_until_the_owner_of_the_address_has_confirmed_it(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let (code, grant) = received(store, &desk, 1).await;
        let token = asked(store, grant, mail(MAIL), morning()).await;
        act(store, &code, Action::Start, 1, 5).await;
        assert_eq!(told(store, &code, 2, 6).await, 0, "it is not confirmed");
        let due = store.take_letters(10, morning()).await.unwrap();
        let about: Vec<_> = due.iter().map(|letter| letter.about.clone()).collect();
        assert_eq!(about, [LetterAbout::Confirmation { subscription: 1, code: code.clone() }]);
        assert_eq!(store.confirm_subscription("0", None, later(7)).await.unwrap(), ConfirmOutcome::Over);
        assert_eq!(store.confirm_subscription(&token, None, later(7)).await.unwrap(), ConfirmOutcome::Confirmed);
        assert_eq!(store.confirm_subscription(&token, None, later(8)).await.unwrap(), ConfirmOutcome::Confirmed, "twice is once");
        assert_eq!(told(store, &code, 2, 9).await, 0, "it was before");
        act(store, &code, Action::Resolve, 2, 10).await;
        assert_eq!(told(store, &code, 3, 11).await, 1);
        assert_eq!(told(store, &code, 3, 12).await, 0, "once, however often it is asked for");
        let known = first_subscriber(store).await.unwrap();
        assert_eq!((known.address.text.as_str(), known.lang, known.code), (MAIL, Lang::En, code.clone()));
        let consented = lines(store).await.into_iter().filter(|(act, ..)| *act == AuditAct::SubscriptionConfirmed);
        let consented: Vec<_> = consented.map(|(_, subject, became)| (subject, became)).collect();
        assert_eq!(consented, [(code.to_string(), "mail".to_owned())], "the audit tells that somebody agreed");
        for text in [MAIL, &MAIL.to_lowercase(), &token] {
            assert!(!database.holds_text(text).await, "{text} can be read from the database");
        }
    }
}

contract! {
    async fn an_unconfirmed_subscription_ends_after_a_day(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let (_, grant) = received(store, &desk, 1).await;
        let token = asked(store, grant, mail(MAIL), morning()).await;
        let day = morning() + Duration::hours(CONFIRM_H);
        assert_eq!(store.confirm_subscription(&token, None, day).await.unwrap(), ConfirmOutcome::Over);
        let config = Config::load(Settings::default(), None).unwrap();
        retention::trim(store, &config, day - Duration::minutes(1)).await;
        assert!(first_subscriber(store).await.is_some(), "a minute is left");
        retention::trim(store, &config, day + Duration::minutes(1)).await;
        assert!(first_subscriber(store).await.is_none());
        assert_eq!(store.next_letter().await.unwrap(), None, "what waited to be sent went with it");
    }
}

contract! {
    async fn a_phone_is_confirmed_by_the_digits_sent_to_it_and_not_by_guessing(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let (_, grant) = received(store, &desk, 1).await;
        let token = asked(store, grant, phone(), morning()).await;
        let digits = first_subscriber(store).await.unwrap().digits;
        assert_eq!(digits.len(), 6);
        assert_eq!(store.confirm_subscription(&token, None, later(1)).await.unwrap(), ConfirmOutcome::Differs, "not by the token alone");
        assert_eq!(store.confirm_subscription(&token, Some("x"), later(1)).await.unwrap(), ConfirmOutcome::Differs);
        let right = store.confirm_subscription(&token, Some(&digits), later(2));
        assert_eq!(right.await.unwrap(), ConfirmOutcome::Confirmed);

        let other = asked(store, grant, phone(), later(3)).await;
        for _ in 0..CONFIRM_WRONG_MAX {
            assert_eq!(store.confirm_subscription(&other, Some("x"), later(4)).await.unwrap(), ConfirmOutcome::Differs);
        }
        let digits = store.subscriber(2).await.unwrap().unwrap().digits;
        let late = store.confirm_subscription(&other, Some(&digits), later(5));
        assert_eq!(late.await.unwrap(), ConfirmOutcome::Over);
        assert!(!database.holds_text(PHONE).await);
    }
}

contract! {
    async fn an_address_gets_one_letter_for_a_dossier_however_often_it_subscribed(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let (code, grant) = received(store, &desk, 1).await;
        confirmed_mail(store, grant, MAIL).await;
        let again = asked(store, grant, mail(&MAIL.to_uppercase()), later(2)).await;
        assert_eq!(store.confirm_subscription(&again, None, later(3)).await.unwrap(), ConfirmOutcome::Confirmed);
        act(store, &code, Action::Start, 1, 5).await;
        assert_eq!(told(store, &code, 2, 6).await, 1);
    }
}

contract! {
    async fn a_slip_issued_anew_ends_what_nobody_confirmed_and_the_counter_ends_the_rest(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let (code, grant) = received(store, &desk, 1).await;
        let (other, of_other) = received(store, &desk, 2).await;
        confirmed_mail(store, grant, MAIL).await;
        confirmed_mail(store, of_other, MAIL).await;
        let waiting = asked(store, grant, phone(), later(2)).await;
        let slip = Slip { pin: "12345678".to_owned(), link: "7".to_owned() };
        store.issue_slip(&code, slip, desk.by.clone(), later(3)).await.unwrap();
        assert_eq!(store.confirm_subscription(&waiting, None, later(4)).await.unwrap(), ConfirmOutcome::Over);
        assert_eq!(store.count_subscriptions(&code).await.unwrap(), 1, "the owner of the address confirmed it");
        act(store, &code, Action::Start, 1, 5).await;
        assert_eq!(told(store, &code, 2, 6).await, 1);
        assert_eq!(store.end_dossier_subscriptions(&code, desk.by.clone(), later(7)).await.unwrap(), 1);
        assert_eq!(store.end_dossier_subscriptions(&code, desk.by.clone(), later(8)).await.unwrap(), 0);
        assert_eq!(store.count_subscriptions(&code).await.unwrap(), 0);
        assert_eq!(store.count_subscriptions(&other).await.unwrap(), 1, "another dossier's go on");
        let query = AuditQuery { rows_max: 500, ..AuditQuery::default() };
        let lines = store.audit_lines(query).await.unwrap();
        let ended = lines.iter().filter(|line| line.act == AuditAct::SubscriptionEnded);
        let of_dossier = ended.filter(|line| line.was == code.as_str());
        assert_eq!(of_dossier.count(), 2, "{lines:?}");
        assert!(!format!("{lines:?}").to_lowercase().contains("example.vn"));
        while store.seal_batch(1_000).await.unwrap() > 0 {}
        let report = store.verify_with(VerifyOptions::default()).await.unwrap();
        assert!(report.is_clean(), "{report}");
    }
}

contract! {
    async fn one_click_ends_the_letters_and_erases_the_address(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let (code, grant) = received(store, &desk, 1).await;
        let token = confirmed_mail(store, grant, MAIL).await;
        act(store, &code, Action::Start, 1, 5).await;
        assert_eq!(told(store, &code, 2, 6).await, 1);
        assert!(store.stop_subscription(&token, later(7)).await.unwrap());
        assert!(!store.stop_subscription(&token, later(8)).await.unwrap(), "it has ended");
        assert_eq!(store.next_letter().await.unwrap(), None, "what waited is not sent");
        assert_eq!(store.confirm_subscription(&token, None, later(9)).await.unwrap(), ConfirmOutcome::Over);
        act(store, &code, Action::Resolve, 2, 10).await;
        assert_eq!(told(store, &code, 3, 11).await, 0);
        let told = format!("{:?}", lines(store).await);
        assert!(told.contains("SubscriptionEnded") && !told.contains(&token) && !told.contains("example.vn"), "{told}");
        while store.seal_batch(1_000).await.unwrap() > 0 {}
        let report = store.verify_with(VerifyOptions::default()).await.unwrap();
        assert!(report.is_clean(), "{report}");
    }
}

contract! {
    async fn subscriptions_are_limited_per_address_network_and_dossier(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let mut grants = Vec::new();
        for number in 1..=OF_ADDRESS_MAX + 1 {
            grants.push(received(store, &desk, number).await.1);
        }
        let held = async |grant, new, now| {
            let outcome = store.subscribe(grant, new, now).await.unwrap();
            outcome == SubscribeOutcome::Held
        };
        for (grant, network) in grants.iter().zip(["a", "b", "c", "d", "e", "f"]) {
            let is_last = Some(grant) == grants.last();
            assert_eq!(held(*grant, new(mail(MAIL), network), morning()).await, is_last, "each from elsewhere, of another dossier");
        }
        let next_day = morning() + Duration::hours(25);
        let last = *grants.last().unwrap();
        assert!(!held(last, new(mail(MAIL), "a"), next_day).await, "a day later");
        let mut taken = 0;
        for number in 0..20 {
            if !held(last, new(mail(&format!("p{number}@example.vn")), "z"), next_day).await {
                taken += 1;
            }
        }
        assert_eq!(taken, 5, "six of one dossier");
        let sql = "UPDATE subscription_flow SET requests = 1000 WHERE requests > 0";
        assert!(database.execute(sql).await > 0);
        assert!(held(grants[0], new(mail("q@example.vn"), "z"), next_day).await, "its network is full");
        const { assert!(OF_NETWORK_MAX < 1_000) };
    }
}

contract! {
    async fn subscribers_are_erased_with_the_applicant_and_a_set_time_after_the_end(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let (forgotten, first) = received(store, &desk, 1).await;
        let (ended, second) = received(store, &desk, 2).await;
        let (running, third) = received(store, &desk, 3).await;
        for grant in [first, second, third] {
            confirmed_mail(store, grant, MAIL).await;
        }
        assert!(store.forget_applicant(&forgotten, AuditActor::console(), later(2)).await.unwrap());
        act(store, &ended, Action::Resolve, 1, 5).await;
        let config = Config::load(Settings::default(), None).unwrap();
        let days = i64::from(config.subscription_keep_days);
        retention::trim(store, &config, later(4) + Duration::days(days)).await;
        let left = async || {
            let mut left = Vec::new();
            for id in 1..=3 {
                left.push(store.subscriber(id).await.unwrap().is_some());
            }
            left
        };
        assert_eq!(left().await, [false, true, true], "a minute is left");
        retention::trim(store, &config, later(6) + Duration::days(days)).await;
        assert_eq!(left().await, [false, false, true], "{running} is in process");
        let address = mail(&MAIL.to_lowercase());
        let erased = store.forget_address(&address, AuditActor::console(), later(9));
        assert_eq!(erased.await.unwrap(), 1, "found by its hash");
        assert_eq!(left().await, [false; 3]);
    }
}

contract! {
    async fn a_change_of_keys_keeps_who_is_told_and_how_they_are_found(database: Database) {
        let no_marks = |_: &[u8]| Some(Vec::<BlindIndex>::new());
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let (_, grant) = received(store, &desk, 1).await;
        let token = confirmed_mail(store, grant, MAIL).await;
        let [old, next] = [[9; 32], [8; 32]].map(|bytes| MasterKey::new(&bytes).unwrap());
        let change = store.begin_key_change(old, next.clone(), no_marks, later(2)).await.unwrap();
        let report = store.finish_key_change(&change, no_marks, later(3)).await.unwrap();
        assert_eq!(report.subscriptions, 1);
        let other = database.locked_process().await;
        other.unlock(&next).await.unwrap();
        assert_eq!(first_subscriber(&other).await.unwrap().address.text, MAIL);
        let found = other.forget_address(&mail(MAIL), AuditActor::console(), later(4)).await.unwrap();
        assert_eq!(found, 1);
        assert!(!other.stop_subscription(&token, later(5)).await.unwrap());
    }
}

contract! {
    async fn a_letter_that_fails_is_tried_again_given_up_and_sent_again_by_an_administrator(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let (_, grant) = received(store, &desk, 1).await;
        asked(store, grant, mail(MAIL), morning()).await;
        let mut now = morning();
        for tries in 1..=LETTER_TRIES_MAX {
            let letter = store.take_letters(1, now).await.unwrap().remove(0);
            assert_eq!(letter.tries, tries);
            assert_eq!(store.take_letters(1, now).await.unwrap(), [], "it is taken");
            let failed = DeliveryOutcome::Failed(LetterFault::MailAway.to_string());
            store.end_letter(&letter, failed, now).await.unwrap();
            now = store.next_letter().await.unwrap().unwrap_or(now);
        }
        let counts = store.outbox_counts().await.unwrap();
        assert_eq!((counts.waiting, counts.letters_waiting, counts.letters_dead), (1, 0, 1), "the applicant's waits");
        assert_eq!(store.retry_whole_outbox(AuditActor::console(), now).await.unwrap(), 1);
        let letter = store.take_letters(1, now).await.unwrap().remove(0);
        store.release_letter(&letter, now).await.unwrap();
        let letter = store.take_letters(1, now + Duration::minutes(1)).await.unwrap().remove(0);
        assert_eq!(letter.tries, 1, "what was given back has lost no try");
        store.close_letters(now + Duration::hours(1)).await.unwrap();
        assert_eq!(store.next_letter().await.unwrap(), None);
    }
}
