//! The letters themselves, as both jobs send them: what they say, to whom, and what they leave out.

use std::sync::{Arc, Mutex};
use std::time::Duration as StdDuration;

use async_trait::async_trait;
use chrono::Duration;
use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::Action;
use sanh_domain::feedback::model::FeedbackKind;
use sanh_domain::outbox::model::{LetterChannel, LetterFault};
use sanh_domain::subscription::letter::{LetterPurpose, LetterState};
use sanh_server::config::Secret;
use sanh_server::jobs;
use sanh_server::jobs::letters::LetterSender;
use sanh_server::jobs::outbox::LetterDelivery;
use sanh_server::outbox::{Letter, LetterTransport, SendError, Smtp};
use sanh_store::clock::Clock;
use sanh_store::{AuditActor, DeliveryOutcome, FeedbackChange, NewFeedback, SendOutcome};
use tokio_util::sync::CancellationToken;

use super::super::desk::{Desk, key, morning};
use super::super::engine::{Database, contract};
use super::super::outbox::mail_server;
use super::{EVERYWHERE, MAIL, act, confirmed_mail, later, lines, received, told};

/// What was handed to a transport.
#[derive(Clone, Default)]
struct Delivered(Arc<Mutex<Vec<Letter>>>);

/// A transport that takes everything.
struct Taking(LetterChannel, Delivered);

#[async_trait]
impl LetterTransport for Taking {
    fn channel(&self) -> LetterChannel {
        self.0
    }

    fn silent(&self) -> LetterFault {
        LetterFault::GatewaySilent
    }

    fn reaches(&self, _: &Letter) -> bool {
        true
    }

    async fn send(&self, letter: &Letter) -> Result<(), SendError> {
        self.1.0.lock().unwrap().push(letter.clone());
        Ok(())
    }
}

/// Some hours after the morning, and running.
struct Afternoon(tokio::time::Instant);

impl Clock for Afternoon {
    fn now(&self) -> Instant {
        let ms = i64::try_from(self.0.elapsed().as_millis()).unwrap();
        later(240) + Duration::milliseconds(ms)
    }
}

/// Both jobs at work, until a letter of a kind came.
async fn delivered(database: &Database, kind: &str) -> Vec<Letter> {
    let store = Arc::new(database.other_process().await);
    let (mails, posts) = (Delivered::default(), Delivered::default());
    let ways = || -> Vec<Box<dyn LetterTransport>> {
        vec![
            Box::new(Taking(LetterChannel::Gateway, posts.clone())),
            Box::new(Taking(LetterChannel::Mail, mails.clone())),
        ]
    };
    let clock: Arc<dyn Clock> = Arc::new(Afternoon(tokio::time::Instant::now()));
    let shutdown = CancellationToken::new();
    let sender = LetterSender {
        delivery: LetterDelivery::Send(ways()),
        public_url: "https://hall.example".to_owned(),
    };
    let applicants = LetterDelivery::Send(ways());
    let jobs = [
        tokio::spawn(jobs::outbox::run(
            Arc::clone(&store),
            Arc::clone(&clock),
            applicants,
            shutdown.clone(),
        )),
        tokio::spawn(jobs::letters::run(
            Arc::clone(&store),
            clock,
            sender,
            shutdown.clone(),
        )),
    ];
    let all = || {
        let (mails, posts) = (mails.0.lock().unwrap(), posts.0.lock().unwrap());
        mails
            .iter()
            .chain(posts.iter())
            .cloned()
            .collect::<Vec<_>>()
    };
    let came = async {
        while !all().iter().any(|letter| letter.kind == kind) {
            tokio::time::sleep(StdDuration::from_millis(50)).await;
        }
        while store.outbox_counts().await.unwrap().letters_waiting > 0 {
            tokio::time::sleep(StdDuration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(StdDuration::from_secs(40), came)
        .await
        .expect("it comes in time");
    shutdown.cancel();
    for job in jobs {
        job.await.unwrap();
    }
    all()
}

contract! {
    async fn a_letter_about_a_change_has_no_name_code_or_number_and_says_how_to_end_letters(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let (code, grant) = received(store, &desk, 1).await;
        let token = confirmed_mail(store, grant, MAIL).await;
        // The letter that asked for the confirmation was sent.
        for letter in store.take_letters(9, later(2)).await.unwrap() {
            store.end_letter(&letter, DeliveryOutcome::Sent, later(2)).await.unwrap();
        }
        act(store, &code, Action::Start, 1, 5).await;
        let letters = delivered(&database, "subscription.changed").await;
        let letters: Vec<_> = letters.iter().filter(|letter| letter.kind.starts_with("subscription.")).collect();
        assert_eq!(letters.len(), 1, "of the step alone");
        let letter = letters[0];
        assert_eq!((letter.email.as_str(), letter.phone.as_str(), letter.code.as_str()), (MAIL, "", ""));
        assert_eq!(letter.stop.as_deref(), Some(&*format!("https://hall.example/lookup/tell/stop/{token}")));
        assert!(letter.text.contains("https://hall.example/lookup/tell/stop/"), "{}", letter.text);
        for secret in [code.as_str(), MAIL, "000001", "Thu", "link-1"] {
            let said = format!("{} {} {}", letter.subject, letter.text.replace(&token, ""), letter.key);
            assert!(!said.contains(secret), "{secret}: {said}");
        }
        let sent = lines(store).await.into_iter().filter(|(act, subject, _)| *act == AuditAct::LetterSent && *subject == code.as_str());
        assert!(sent.count() >= 1, "whoever delivers it has read an address");
    }
}

contract! {
    async fn a_letter_about_a_step_that_is_taken_back_is_corrected_by_another_letter(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let (code, grant) = received(store, &desk, 1).await;
        confirmed_mail(store, grant, MAIL).await;
        act(store, &code, Action::Resolve, 1, 5).await;
        // The applicant left no address.
        for row in store.take_outbox(9, later(6)).await.unwrap() {
            store.end_outbox(&row, DeliveryOutcome::Nobody, later(6)).await.unwrap();
        }
        assert_eq!(told(store, &code, 2, 6).await, 1);
        act(store, &code, Action::Correct { reason: "Ghi nhầm".to_owned() }, 2, 30).await;
        let due = store.take_outbox(9, later(40)).await.unwrap();
        assert_eq!(due.iter().map(|row| row.sequence).collect::<Vec<_>>(), [3], "the correction is told, too");
    }
}

contract! {
    async fn the_sender_of_a_message_is_told_that_it_was_answered_and_nothing_of_what_was_written(database: Database) {
        let store = &database.store;
        Desk::set_up(store).await;
        let message = |number: &str, contact: &str| NewFeedback {
            key: key(number),
            kind: FeedbackKind::Complaint,
            text: "words-of-the-sender".to_owned(),
            dossier: String::new(),
            contact: Some(contact.to_owned()),
            due_at: None,
            network: "n".to_owned(),
        };
        let contacts = ["Le Thi Thu\n\nthu@example.vn", "Le Thi Thu\n0912345678\n", "\n\nerased@example.vn"];
        for (number, contact) in ["f1", "f2", "f3"].into_iter().zip(contacts) {
            let sent = store.send_feedback(message(number, contact), morning()).await.unwrap();
            assert!(matches!(sent, SendOutcome::Taken(_)));
        }
        for id in 1..=3 {
            let answer = FeedbackChange::Answer { answer: "words-of-the-centre".to_owned(), subject: None };
            store.act_on_feedback((id, 1), answer, EVERYWHERE, AuditActor::console(), later(5)).await.unwrap();
        }
        assert_eq!(store.outbox_counts().await.unwrap().letters_waiting, 2, "one left no e-mail address");
        assert!(store.erase_feedback_contact(3, EVERYWHERE, AuditActor::console(), later(6)).await.unwrap());
        let letters = delivered(&database, "feedback.answered").await;
        let answered: Vec<_> = letters.iter().filter(|letter| letter.kind == "feedback.answered").collect();
        assert_eq!(answered.len(), 1, "what was erased is told nothing");
        assert_eq!(answered[0].email, "thu@example.vn");
        assert!(answered[0].text.contains("https://hall.example/feedback/follow"), "{}", answered[0].text);
        for words in ["words-of", "Le Thi Thu", "thu@"] {
            assert!(!answered[0].text.contains(words), "{}", answered[0].text);
        }
    }
}

contract! {
    async fn an_administrator_reads_what_became_of_letters_and_the_audit_tells_of_it(database: Database) {
        let store = &database.store;
        let desk = Desk::set_up(store).await;
        let (code, grant) = received(store, &desk, 1).await;
        confirmed_mail(store, grant, MAIL).await;
        let asking = store.take_letters(1, later(2)).await.unwrap().remove(0);
        store.end_letter(&asking, DeliveryOutcome::Sent, later(3)).await.unwrap();
        act(store, &code, Action::Start, 1, 5).await;
        assert_eq!(told(store, &code, 2, 6).await, 1);
        let telling = store.take_letters(1, later(7)).await.unwrap().remove(0);
        let failed = DeliveryOutcome::Failed(LetterFault::MailAnswered(550).to_string());
        store.end_letter(&telling, failed, later(8)).await.unwrap();
        let letters = store.subscription_letters(&code, desk.by.clone(), later(9)).await.unwrap().unwrap();
        let became: Vec<_> = letters.iter().map(|it| (it.purpose, it.state, it.tries, it.fault)).collect();
        let expected = [
            (LetterPurpose::Change, LetterState::Waiting, 1, Some(LetterFault::MailAnswered(550))),
            (LetterPurpose::Confirmation, LetterState::Sent, 1, None),
        ];
        assert_eq!(became, expected);
        assert!(letters.iter().all(|it| it.is_confirmed && it.masked == "P…@example.vn"), "{letters:?}");
        let unknown = "H49.1-261124-9999".parse().unwrap();
        assert_eq!(store.subscription_letters(&unknown, desk.by.clone(), later(9)).await.unwrap(), None);
        let read = lines(store).await.into_iter().filter(|(act, ..)| *act == AuditAct::LettersRead);
        let read: Vec<_> = read.map(|(_, subject, _)| subject).collect();
        assert_eq!(read, [code.to_string()], "of what there is not nothing is read");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_tell_mail_programs_how_one_click_ends_them() {
    const STOP: &str = "https://hall.example/lookup/tell/stop/0123";
    let (url, given) = mail_server().await;
    let way = Smtp::new(&Secret(url), "Trung tâm <hcc@example.vn>").unwrap();
    let letter = Letter {
        key: "4711".to_owned(),
        kind: "subscription.changed",
        code: String::new(),
        occurred_at: morning(),
        phone: String::new(),
        email: MAIL.to_owned(),
        subject: "One of your dossiers has changed".to_owned(),
        text: "One of your dossiers has changed.".to_owned(),
        stop: Some(STOP.to_owned()),
    };
    assert!(way.send(&letter).await.is_ok());
    let given = given.lock().unwrap();
    assert!(given.contains("List-Unsubscribe:"), "{given}");
    assert!(given.contains(&format!("<{STOP}>")), "{given}");
    assert!(
        given.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"),
        "{given}"
    );
}
