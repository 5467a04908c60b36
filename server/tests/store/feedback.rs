//! Messages to the centre: taken once, sealed, followed by code and number, held back in a flood.

use chrono::Duration;
use sanh_domain::account::model::AgencyScope;
use sanh_domain::audit::model::AuditAct;
use sanh_domain::feedback::flow::{FLOOD_PER_DAY, NETWORK_PER_H_MAX, NETWORK_PER_H_MAX_IN_FLOOD};
use sanh_domain::feedback::model::{EntryKind, FeedbackCode, FeedbackKind, FeedbackState};
use sanh_domain::id::AgencyId;
use sanh_store::vault::MasterKey;
use sanh_store::{
    AuditActor, AuditQuery, ExpiringData, FeedbackChange, FeedbackFilter, FeedbackOutcome,
    FeedbackSecrets, NewFeedback, SendOutcome, Store,
};

use super::centre::Offices;
use super::desk::{key, morning};
use super::engine::contract;

const EVERYWHERE: AgencyScope = AgencyScope::Everywhere;

fn message(number: &str, network: &str) -> NewFeedback {
    NewFeedback {
        key: key(number),
        kind: FeedbackKind::Complaint,
        text: "words-of-the-sender".to_owned(),
        dossier: "H49.1-261124-0007".to_owned(),
        contact: Some("Le Thi Thu\n0912345678\nthu@example.vn".to_owned()),
        due_at: Some(morning() + Duration::days(10)),
        network: network.to_owned(),
    }
}

async fn sent(store: &Store, new: NewFeedback) -> Option<FeedbackSecrets> {
    match store.send_feedback(new, morning()).await.unwrap() {
        SendOutcome::Taken(secrets) => Some(secrets),
        SendOutcome::Held => None,
    }
}

async fn act(
    store: &Store,
    place: (i64, i64),
    change: FeedbackChange,
    scope: &AgencyScope,
) -> FeedbackOutcome {
    let later = morning() + Duration::hours(1);
    let done = store.act_on_feedback(place, change, scope, AuditActor::console(), later);
    done.await.unwrap()
}

fn forward(agency: AgencyId) -> FeedbackChange {
    FeedbackChange::Forward {
        agency,
        request: "words-of-the-manager".to_owned(),
    }
}

fn explain() -> FeedbackChange {
    FeedbackChange::Explain {
        explanation: "words-of-the-agency".to_owned(),
    }
}

fn answer(subject: Option<&str>) -> FeedbackChange {
    FeedbackChange::Answer {
        answer: "words-of-the-centre".to_owned(),
        subject: subject.map(str::to_owned),
    }
}

contract! {
    async fn a_message_sent_twice_is_one_and_only_its_code_and_number_show_where_it_stands(database: Database) {
        let store = &database.store;
        Offices::set_up(store).await;
        let first = sent(store, message("f1", "n")).await.unwrap();
        let again = sent(store, message("f1", "n")).await.unwrap();
        assert!(first == again, "the same form is the same message");
        let other = sent(store, message("f2", "n")).await.unwrap();
        assert!(first.code != other.code && first.pin != other.pin);
        assert_eq!(first.pin.len(), 8);
        let rows = store.feedback_list(FeedbackFilter::Open, &EVERYWHERE, (0, 10)).await.unwrap();
        assert_eq!(rows.len(), 2);

        let followed = store.follow_feedback(&first.code, &first.pin).await.unwrap().unwrap();
        assert_eq!(followed.row.state, FeedbackState::Received);
        assert_eq!(followed.entries, [], "nothing that was written is shown");
        assert_eq!(store.follow_feedback(&first.code, &other.pin).await.unwrap(), None);
        let unknown = FeedbackCode::of_bits(1);
        assert_eq!(store.follow_feedback(&unknown, &first.pin).await.unwrap(), None);
        for text in ["words-of-the-sender", "Le Thi Thu", "0912345678", "H49.1-261124-0007"] {
            assert!(!database.holds_text(text).await, "{text} can be read from the database");
        }
    }
}

contract! {
    async fn an_agency_explains_and_the_centre_answers_each_in_its_turn(database: Database) {
        let store = &database.store;
        let agencies = Offices::set_up(store).await.agencies;
        let [concerned, other] = [0, 1].map(|place| AgencyScope::Agencies([agencies[place]].into()));
        let secrets = sent(store, message("f1", "n")).await.unwrap();
        assert_eq!(store.feedback(1, &concerned).await.unwrap(), None, "it is the whole centre's");
        assert_eq!(act(store, (1, 1), explain(), &EVERYWHERE).await, FeedbackOutcome::Changed, "nobody asked");
        assert_eq!(act(store, (1, 1), forward(agencies[0]), &EVERYWHERE).await, FeedbackOutcome::Done);
        assert_eq!(act(store, (1, 1), answer(None), &EVERYWHERE).await, FeedbackOutcome::Changed, "made from an older version");
        assert_eq!(store.feedback(1, &other).await.unwrap(), None);
        assert_eq!(act(store, (1, 2), explain(), &other).await, FeedbackOutcome::NotThere);
        let listed = |scope: AgencyScope| async move {
            store.feedback_list(FeedbackFilter::ToExplain, &scope, (0, 10)).await.unwrap().len()
        };
        assert_eq!((listed(concerned.clone()).await, listed(other.clone()).await), (1, 0));

        let read = store.feedback(1, &concerned).await.unwrap().unwrap();
        let kinds: Vec<_> = read.entries.iter().map(|entry| entry.kind).collect();
        assert_eq!(kinds, [EntryKind::Message, EntryKind::Dossier, EntryKind::Request], "no contact for the agency");
        assert_eq!(act(store, (1, 2), explain(), &concerned).await, FeedbackOutcome::Done);
        assert_eq!(act(store, (1, 3), answer(Some("Opening hours")), &EVERYWHERE).await, FeedbackOutcome::Done);
        assert_eq!(act(store, (1, 4), answer(None), &EVERYWHERE).await, FeedbackOutcome::Changed, "an answer is the last word");

        let followed = store.follow_feedback(&secrets.code, &secrets.pin).await.unwrap().unwrap();
        let told: Vec<_> = followed.entries.iter().map(|entry| entry.text.as_str()).collect();
        assert_eq!(told, ["words-of-the-centre"]);
        let published = store.published_answers((0, 10)).await.unwrap();
        assert_eq!((published[0].subject.as_str(), published[0].answer.as_str()), ("Opening hours", "words-of-the-centre"));
        let withdrawn = store.withdraw_feedback_answer(1, &EVERYWHERE, AuditActor::console(), morning());
        assert!(withdrawn.await.unwrap());
        assert_eq!(store.published_answers((0, 10)).await.unwrap(), []);

        let query = AuditQuery { subject: Some("feedback:1".to_owned()), rows_max: 10, ..AuditQuery::default() };
        let lines = store.audit_lines(query).await.unwrap();
        let acts: Vec<_> = lines.iter().map(|line| line.act).collect();
        assert_eq!(acts, [
            AuditAct::FeedbackWithdrawn, AuditAct::FeedbackAnswered, AuditAct::FeedbackExplained, AuditAct::FeedbackForwarded,
        ]);
        for text in ["words-of-the-manager", "words-of-the-agency", "words-of-the-centre"] {
            assert!(!database.holds_text(text).await, "{text} can be read from the database");
        }
    }
}

contract! {
    async fn a_contact_is_erased_and_the_message_stays(database: Database) {
        let store = &database.store;
        Offices::set_up(store).await;
        sent(store, message("f1", "n")).await.unwrap();
        let erase = || store.erase_feedback_contact(1, &EVERYWHERE, AuditActor::console(), morning());
        assert!(erase().await.unwrap());
        assert!(!erase().await.unwrap(), "there is nothing left");
        let file = store.feedback(1, &EVERYWHERE).await.unwrap().unwrap();
        let kinds: Vec<_> = file.entries.iter().map(|entry| entry.kind).collect();
        assert_eq!(kinds, [EntryKind::Message]);
    }
}

contract! {
    async fn contact_details_are_removed_some_time_after_the_answer_and_never_before(database: Database) {
        let store = &database.store;
        Offices::set_up(store).await;
        for number in ["f1", "f2"] {
            sent(store, message(number, "n")).await.unwrap();
        }
        act(store, (1, 1), answer(None), &EVERYWHERE).await;
        let trim = |before| store.trim_aged(ExpiringData::FeedbackContacts, before);
        assert_eq!(trim(morning()).await.unwrap(), 0, "it was answered later");
        assert_eq!(trim(morning() + Duration::days(900)).await.unwrap(), 2, "contact and dossier of the first");
        let open = store.feedback(2, &EVERYWHERE).await.unwrap().unwrap();
        assert!(open.last(EntryKind::Contact).is_some());
    }
}

contract! {
    async fn a_message_that_waits_too_long_is_overdue_and_due_messages_are_counted(database: Database) {
        let store = &database.store;
        let agencies = Offices::set_up(store).await.agencies;
        for number in ["f1", "f2", "f3"] {
            sent(store, message(number, "n")).await.unwrap();
        }
        act(store, (1, 1), answer(None), &EVERYWHERE).await;
        act(store, (2, 1), forward(agencies[0]), &EVERYWHERE).await;
        let (before, after) = (morning() + Duration::days(9), morning() + Duration::days(11));
        assert_eq!(store.overdue_feedback(before).await.unwrap(), 0);
        assert_eq!(store.overdue_feedback(after).await.unwrap(), 2);
        let figures = store.feedback_figures(&EVERYWHERE, (morning(), after)).await.unwrap();
        assert_eq!((figures.open, figures.overdue, figures.due, figures.in_time), (2, 2, 3, 1));
        let of_agency = AgencyScope::Agencies([agencies[0]].into());
        let figures = store.feedback_figures(&of_agency, (morning(), after)).await.unwrap();
        assert_eq!((figures.open, figures.overdue, figures.due, figures.in_time), (1, 1, 1, 0));
    }
}

contract! {
    async fn a_flood_from_one_network_keeps_nobody_else_from_writing(database: Database) {
        let store = &database.store;
        Offices::set_up(store).await;
        for number in 0..NETWORK_PER_H_MAX {
            assert!(sent(store, message(&format!("flood-{number}"), "flood")).await.is_some(), "{number}");
        }
        assert!(sent(store, message("flood-more", "flood")).await.is_none());
        assert!(sent(store, message("flood-0", "flood")).await.is_some(), "it was taken before");
        assert!(sent(store, message("other", "other")).await.is_some());
        // From many networks, each below its limit.
        for number in 0..FLOOD_PER_DAY {
            sent(store, message(&format!("many-{number}"), &format!("network-{}", number % 400))).await;
        }
        for number in 0..NETWORK_PER_H_MAX_IN_FLOOD {
            assert!(sent(store, message(&format!("late-{number}"), "late")).await.is_some(), "others write on");
        }
        assert!(sent(store, message("late-more", "late")).await.is_none());
        let tomorrow = morning() + Duration::hours(26);
        let after = store.send_feedback(message("after", "flood"), tomorrow).await.unwrap();
        assert!(matches!(after, SendOutcome::Taken(_)), "a day later all is forgotten");
        assert!(!database.holds_text("network-1").await, "no network can be read from the database");
    }
}

contract! {
    async fn messages_are_put_under_new_keys_with_everything_else(database: Database) {
        let store = &database.store;
        Offices::set_up(store).await;
        let secrets = sent(store, message("f1", "n")).await.unwrap();
        act(store, (1, 1), answer(None), &EVERYWHERE).await;
        let (old, new) = (MasterKey::new(&[9; 32]).unwrap(), MasterKey::new(&[8; 32]).unwrap());
        let change = store.begin_key_change(old, new.clone(), |_| Some(Vec::new()), morning()).await.unwrap();
        let report = store.finish_key_change(&change, |_| Some(Vec::new()), morning()).await.unwrap();
        assert_eq!(report.feedback, 4, "message, dossier, contact, answer");
        let after = database.locked_process().await;
        after.unlock(&new).await.unwrap();
        let followed = after.follow_feedback(&secrets.code, &secrets.pin).await.unwrap().unwrap();
        assert_eq!(followed.entries[0].text, "words-of-the-centre", "code and number hold");
    }
}
