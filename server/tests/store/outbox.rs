//! What applicants are told: written with the act, held while it can be undone, told by ways that may fail.

use std::sync::{Arc, Mutex};
use std::time::Duration as StdDuration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use chrono::Duration;
use sanh_domain::account::model::RequestKey;
use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::applicant::{Applicant, Submission};
use sanh_domain::dossier::{Action, DossierCode, EventKind, When};
use sanh_domain::outbox::model::LetterFault;
use sanh_domain::procedure::channel::Channel;
use sanh_server::config::Secret;
use sanh_server::jobs;
use sanh_server::jobs::outbox::LetterDelivery;
use sanh_server::outbox::{LetterTransport, Smtp, Webhook, signature};
use sanh_store::clock::Clock;
use sanh_store::{
    AuditActor, AuditQuery, DeliveryOutcome, LETTER_TRIES_MAX, OpeningOutcome, OpeningRequest,
    Outbox, OutboxList, Slip, Store,
};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::centre::{local, manager};
use super::desk::Desk;
use super::engine::contract;

const SECRET: &str = "a secret of sixteen and more";

fn morning() -> Instant {
    local("2026-11-24 08:00")
}

/// A dossier of somebody who left phone and e-mail address.
pub async fn received(store: &Store) -> DossierCode {
    let desk = Desk::set_up(store).await;
    received_by(&desk, store, "r").await
}

async fn received_by(desk: &Desk, store: &Store, key: &str) -> DossierCode {
    let submission = Submission {
        applicant: Applicant::read("Lê Thị Thử", "0912345678", "", "thu@example.vn").unwrap(),
        ..Submission::default()
    };
    let opening = OpeningRequest {
        procedure: desk.procedure,
        agency: desk.offices.agencies[0],
        channel: Channel::Direct,
        record: serde_json::to_vec(&submission).unwrap(),
        marks: Vec::new(),
        slip: Slip {
            pin: "000000".to_owned(),
            link: format!("link-{key}"),
        },
        received_at: None,
        late_reason: None,
        refused: None,
    };
    let key = RequestKey::read(key).unwrap();
    match store
        .open_dossier(key, desk.by.clone(), opening, morning())
        .await
        .unwrap()
    {
        OpeningOutcome::Now(code) | OpeningOutcome::Before(code) => code,
    }
}

async fn act(store: &Store, code: &DossierCode, action: Action, version: i64, second: i64) {
    let at = morning() + Duration::seconds(second);
    store
        .act(code, action, version, When::from(at), &manager())
        .await
        .unwrap();
}

fn second(second: i64) -> Instant {
    morning() + Duration::seconds(second)
}

contract! {
    async fn a_row_is_written_with_the_act_and_held_while_it_can_be_undone(database: Database) {
        let store = &database.store;
        received(store).await;
        assert_eq!(store.next_outbox().await.unwrap(), Some(second(10)), "ten seconds to take it back");
        assert_eq!(store.take_outbox(10, second(9)).await.unwrap(), []);
        let due = store.take_outbox(10, second(10)).await.unwrap();
        assert_eq!(due.iter().map(|row| (row.sequence, row.tries)).collect::<Vec<_>>(), [(1, 1)]);
    }
}

contract! {
    async fn a_step_taken_back_in_time_is_told_to_nobody(database: Database) {
        let store = &database.store;
        let code = received(store).await;
        act(store, &code, Action::Resolve, 1, 60).await;
        act(store, &code, Action::Correct { reason: "Ghi nhầm".to_owned() }, 2, 65).await;
        let due = store.take_outbox(10, second(600)).await.unwrap();
        assert_eq!(due.iter().map(|row| row.sequence).collect::<Vec<_>>(), [1], "the reception alone");
    }
}

contract! {
    async fn a_message_already_sent_is_corrected_by_another_one(database: Database) {
        let store = &database.store;
        let code = received(store).await;
        act(store, &code, Action::Resolve, 1, 60).await;
        for row in store.take_outbox(10, second(70)).await.unwrap() {
            store.end_outbox(&row, DeliveryOutcome::Sent, second(71)).await.unwrap();
        }
        act(store, &code, Action::Correct { reason: "Ghi nhầm".to_owned() }, 2, 300).await;
        let due = store.take_outbox(10, second(600)).await.unwrap();
        assert_eq!(due.iter().map(|row| row.sequence).collect::<Vec<_>>(), [3]);
    }
}

contract! {
    /// Whether it failed once and waits, or was given up and is sent again by an administrator.
    async fn the_last_message_is_never_about_a_step_that_was_taken_back(database: Database) {
        let store = &database.store;
        let code = received(store).await;
        act(store, &code, Action::Resolve, 1, 60).await;
        let failed = || DeliveryOutcome::Failed("the gateway answered 500".to_owned());
        for row in store.take_outbox(10, second(70)).await.unwrap() {
            let told = if row.sequence == 2 { failed() } else { DeliveryOutcome::Sent };
            store.end_outbox(&row, told, second(71)).await.unwrap();
        }
        act(store, &code, Action::Correct { reason: "Ghi nhầm".to_owned() }, 2, 90).await;
        act(store, &code, Action::Resolve, 3, 120).await;
        database.execute("UPDATE outbox SET state = 'dead', tries = 12 WHERE event_sequence = 4").await;
        act(store, &code, Action::Correct { reason: "Ghi nhầm".to_owned() }, 4, 150).await;
        assert_eq!(store.retry_whole_outbox(AuditActor::console(), second(160)).await.unwrap(), 1);

        let gateway = Gateway::taking_at(0);
        let way = Webhook::new(&gateway.listen().await, &Secret(SECRET.to_owned())).unwrap();
        let store = tell_until(database.other_process().await, vec![Box::new(way)], || gateway.taken() >= 2).await;
        assert_eq!(gateway.told(), ["correct", "correct"], "the resolutions are not told");
        assert_eq!(store.outbox_counts().await.unwrap().dead, []);
        let sql = "UPDATE outbox SET fault = '' WHERE event_sequence IN (2, 4) AND state = 'cancelled'";
        assert_eq!(database.execute(sql).await, 2);
    }
}

contract! {
    async fn steps_inside_the_office_cause_no_message(database: Database) {
        let store = &database.store;
        let code = received(store).await;
        act(store, &code, Action::Assign { to: Some("lan".to_owned()) }, 1, 60).await;
        assert_eq!(store.take_outbox(10, second(600)).await.unwrap().len(), 1, "the reception alone");
        act(store, &code, Action::Start, 2, 660).await;
        assert_eq!(store.take_outbox(10, second(700)).await.unwrap().len(), 1, "a change of status is the applicant's business");
    }
}

contract! {
    async fn a_failed_message_is_tried_again_after_growing_pauses_given_up_and_retried_on_demand(database: Database) {
        let store = &database.store;
        received(store).await;
        let (mut now, mut waits) = (second(10), Vec::new());
        for _ in 0..LETTER_TRIES_MAX {
            let row = store.take_outbox(1, now).await.unwrap().remove(0);
            store.end_outbox(&row, DeliveryOutcome::Failed("the gateway answered 500".to_owned()), now).await.unwrap();
            if let Some(next) = store.next_outbox().await.unwrap() {
                waits.push((next - now).num_seconds());
                now = next;
            }
        }
        assert_eq!(waits, [30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600, 3_600, 3_600]);
        let counts = store.outbox_counts().await.unwrap();
        assert_eq!((counts.waiting, counts.dead.len()), (0, 1));
        assert_eq!(counts.dead[0].1, "the gateway answered 500");
        let read = store.audit_lines(AuditQuery { rows_max: 100, ..AuditQuery::default() }).await.unwrap();
        let read = read.iter().filter(|line| line.act == AuditAct::LetterSent);
        let read: Vec<_> = read.map(|line| (line.actor.as_str(), line.became.as_str())).collect();
        assert_eq!(read, [("outbox", "dead")], "the gateway has seen who it is for");
        assert!(store.retry_outbox(counts.dead[0].0, AuditActor::console(), now).await.unwrap());
        assert!(!store.retry_outbox(counts.dead[0].0, AuditActor::console(), now).await.unwrap(), "it waits again");
        assert_eq!(store.take_outbox(1, now).await.unwrap()[0].tries, 1);
    }
}

contract! {
    async fn administrators_see_what_waits_and_what_was_given_up_and_a_new_try_is_told_in_the_audit(database: Database) {
        let store = &database.store;
        let code = received(store).await;
        act(store, &code, Action::Resolve, 1, 60).await;
        let row = store.take_outbox(1, second(10)).await.unwrap().remove(0);
        database.execute("UPDATE outbox SET tries = 12 WHERE tries = 1").await;
        let dead = Outbox { tries: LETTER_TRIES_MAX, ..row };
        store.end_outbox(&dead, DeliveryOutcome::Failed("the gateway answered 500".to_owned()), second(11)).await.unwrap();

        let (waiting, given_up) = store.outbox_lists().await.unwrap();
        let facts = |list: &OutboxList| {
            let row = &list.rows[0];
            (list.count, row.code.clone(), row.kind, row.at, row.fault.clone())
        };
        assert_eq!(facts(&waiting), (1, code.clone(), EventKind::Resolve, second(70), String::new()));
        let fault = "the gateway answered 500".to_owned();
        assert_eq!(facts(&given_up), (1, code.clone(), EventKind::Receive, second(11), fault.clone()));

        let id = given_up.rows[0].id;
        assert!(store.retry_outbox(id, AuditActor::console(), second(90)).await.unwrap());
        assert!(!store.retry_outbox(id, AuditActor::console(), second(91)).await.unwrap());
        let query = AuditQuery { subject: Some(code.to_string()), rows_max: 9, ..AuditQuery::default() };
        let lines = store.audit_lines(query).await.unwrap();
        let retried: Vec<_> = lines.iter().filter(|line| line.act == AuditAct::LetterRetried).collect();
        assert_eq!(retried.len(), 1, "once");
        assert_eq!((&retried[0].was, &*retried[0].became), (&fault, &*format!("message {id} waits")));
        assert_eq!(store.outbox_lists().await.unwrap().0.count, 2);

        let taken = store.take_outbox(2, second(100)).await.unwrap();
        database.execute("UPDATE outbox SET tries = 12 WHERE tries = 1").await;
        for row in taken {
            let dead = Outbox { tries: LETTER_TRIES_MAX, ..row };
            store.end_outbox(&dead, DeliveryOutcome::Failed(fault.clone()), second(101)).await.unwrap();
        }
        assert_eq!(store.retry_whole_outbox(AuditActor::console(), second(110)).await.unwrap(), 2);
        assert_eq!(store.retry_whole_outbox(AuditActor::console(), second(111)).await.unwrap(), 0);
        let query = AuditQuery { subject: Some("outbox".to_owned()), rows_max: 9, ..AuditQuery::default() };
        let lines = store.audit_lines(query).await.unwrap();
        assert_eq!(lines.iter().map(|line| &*line.became).collect::<Vec<_>>(), ["2 messages wait"]);
    }
}

contract! {
    async fn the_result_of_a_sender_that_was_too_slow_does_not_overwrite_the_next_ones(database: Database) {
        let store = &database.store;
        received(store).await;
        let slow = store.take_outbox(1, second(10)).await.unwrap().remove(0);
        let next = store.take_outbox(1, second(600)).await.unwrap().remove(0);
        assert_eq!((slow.tries, next.tries), (1, 2));
        store.end_outbox(&slow, DeliveryOutcome::Failed("late".to_owned()), second(601)).await.unwrap();
        store.release_outbox(&slow, second(601)).await.unwrap();
        assert_eq!(store.take_outbox(1, second(700)).await.unwrap(), [], "it is still the next one's");
        store.end_outbox(&next, DeliveryOutcome::Sent, second(701)).await.unwrap();
        assert_eq!(store.outbox_counts().await.unwrap().waiting, 0);
    }
}

contract! {
    async fn a_row_that_was_released_has_used_no_try(database: Database) {
        let store = &database.store;
        received(store).await;
        let mut now = second(10);
        for _ in 0..=LETTER_TRIES_MAX {
            let row = store.take_outbox(1, now).await.unwrap().remove(0);
            assert_eq!(row.tries, 1);
            store.release_outbox(&row, now).await.unwrap();
            now += Duration::seconds(30);
        }
        assert_eq!(store.outbox_counts().await.unwrap().waiting, 1);
    }
}

contract! {
    async fn a_letter_that_cannot_be_written_is_given_up_and_blocks_no_other(database: Database) {
        let desk = Desk::set_up(&database.store).await;
        received_by(&desk, &database.store, "1").await;
        let sound = received_by(&desk, &database.store, "2").await;
        let sql = "UPDATE applicant SET sealed = wrapped_key WHERE dossier_id = (SELECT min(id) FROM dossier)";
        assert_eq!(database.execute(sql).await, 1);
        let gateway = Gateway::taking_at(0);
        let way = Webhook::new(&gateway.listen().await, &Secret(SECRET.to_owned())).unwrap();
        let store = tell_until(database.other_process().await, vec![Box::new(way)], || gateway.taken() >= 1).await;
        assert!(gateway.posted.lock().unwrap()[0].1.contains(sound.as_str()));
        assert_eq!(gateway.taken(), 1);
        let dead: Vec<String> = store.outbox_counts().await.unwrap().dead.into_iter().map(|(_, fault)| fault).collect();
        assert_eq!(dead, [LetterFault::Record.to_string()]);
    }
}

contract! {
    async fn two_processes_never_take_the_same_row(database: Database) {
        let store = &database.store;
        let code = received(store).await;
        let mut version = 1;
        for round in 0..6 {
            act(store, &code, Action::AskPayment { reason: "Nộp phí".to_owned() }, version, 60 + 2 * round).await;
            act(store, &code, Action::Paid, version + 1, 61 + 2 * round).await;
            version += 2;
        }
        let other = database.other_process().await;
        let (mine, theirs) = tokio::join!(store.take_outbox(7, second(600)), other.take_outbox(7, second(600)));
        let mut ids: Vec<i64> = mine.unwrap().iter().chain(&theirs.unwrap()).map(|row| row.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 13, "the reception, six requests and six payments, each once");
        assert_eq!(store.take_outbox(10, second(601)).await.unwrap(), [], "all are taken");
        assert_eq!(store.take_outbox(20, second(841)).await.unwrap().len(), 13, "whoever took them has gone");
    }
}

contract! {
    async fn with_messages_switched_off_nothing_is_stored_to_be_sent_later(database: Database) {
        let store = &database.store;
        received(store).await;
        store.close_outbox(second(9)).await.unwrap();
        assert_eq!(store.outbox_counts().await.unwrap().waiting, 1, "it is not due yet");
        store.close_outbox(second(10)).await.unwrap();
        assert_eq!(store.outbox_counts().await.unwrap().waiting, 0);
    }
}

/// A clock that stands an hour after the morning, and runs.
struct Later(tokio::time::Instant);

impl Clock for Later {
    fn now(&self) -> Instant {
        // A millisecond counts as a minute, so that the outbox's waiting times pass quickly.
        let ms = i64::try_from(self.0.elapsed().as_millis()).unwrap();
        morning() + Duration::minutes(60 + ms)
    }
}

#[derive(Clone)]
struct Gateway {
    posted: Arc<Mutex<Vec<(HeaderMap, String)>>>,
    refusals: usize,
}

impl Gateway {
    /// Refuses so many times, then takes.
    fn taking_at(refusals: usize) -> Self {
        Self {
            posted: Arc::default(),
            refusals,
        }
    }

    /// What was posted, told by the kind.
    fn told(&self) -> Vec<String> {
        let posted = self.posted.lock().unwrap();
        let kind = |(_, body): &(HeaderMap, String)| {
            let told: serde_json::Value = serde_json::from_str(body).unwrap();
            told["kind"].as_str().unwrap().to_owned()
        };
        posted.iter().map(kind).collect()
    }

    async fn listen(&self) -> String {
        async fn take(
            State(gateway): State<Gateway>,
            headers: HeaderMap,
            body: String,
        ) -> StatusCode {
            let mut taken = gateway.posted.lock().unwrap();
            taken.push((headers, body));
            if taken.len() <= gateway.refusals {
                StatusCode::SERVICE_UNAVAILABLE
            } else {
                StatusCode::NO_CONTENT
            }
        }
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new()
            .route("/told", post(take))
            .with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        format!("http://{address}/told")
    }

    fn taken(&self) -> usize {
        self.posted.lock().unwrap().len()
    }
}

async fn tell_until(
    store: Store,
    transports: Vec<Box<dyn LetterTransport>>,
    is_done: impl Fn() -> bool,
) -> Arc<Store> {
    let store = Arc::new(store);
    let shutdown = CancellationToken::new();
    let clock = Arc::new(Later(tokio::time::Instant::now()));
    let job = tokio::spawn(jobs::outbox::run(
        Arc::clone(&store),
        clock,
        LetterDelivery::Send(transports),
        shutdown.clone(),
    ));
    tokio::time::timeout(StdDuration::from_secs(30), async {
        while !is_done() {
            tokio::time::sleep(StdDuration::from_millis(20)).await;
        }
        while store.outbox_counts().await.unwrap().waiting > 0 {
            tokio::time::sleep(StdDuration::from_millis(20)).await;
        }
    })
    .await
    .expect("it is told in time");
    shutdown.cancel();
    job.await.unwrap();
    store
}

contract! {
    async fn a_failing_gateway_is_tried_again_and_can_verify_the_sender(database: Database) {
        received(&database.store).await;
        let gateway = Gateway::taking_at(2);
        let secret = Secret(SECRET.to_owned());
        let way = Webhook::new(&gateway.listen().await, &secret).unwrap();
        let store = tell_until(database.other_process().await, vec![Box::new(way)], || gateway.taken() >= 3).await;
        assert_eq!(store.outbox_counts().await.unwrap().dead, []);
        let taken = gateway.posted.lock().unwrap();
        assert_eq!(taken.len(), 3, "twice refused, once taken");
        let (headers, body) = &taken[2];
        let signed = headers["x-sanh-signature"].to_str().unwrap();
        let at_s = signed.trim_start_matches("t=").split(',').next().unwrap().parse().unwrap();
        assert_eq!(signed, signature(&secret, at_s, body));
        let told: serde_json::Value = serde_json::from_str(body).unwrap();
        assert_eq!((told["phone"].as_str(), told["kind"].as_str()), (Some("0912345678"), Some("receive")));
        assert!(told["text"].as_str().unwrap().contains("Kính gửi Lê Thị Thử,"), "{told}");
        let keys: Vec<_> = taken.iter().map(|(headers, _)| headers["idempotency-key"].clone()).collect();
        assert!(keys.iter().all(|key| key == keys[0]), "one message, one key");
        assert_eq!((keys[0].len(), told["id"].as_str()), (64, keys[0].to_str().ok()), "and no number that comes again");
    }
}

/// The least that a mail server says; what it was given.
pub async fn mail_server() -> (String, Arc<Mutex<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let given = Arc::new(Mutex::new(String::new()));
    let kept = Arc::clone(&given);
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let (reader, mut writer) = stream.into_split();
        let mut lines = BufReader::new(reader).lines();
        writer.write_all(b"220 mail.example\r\n").await.unwrap();
        let mut is_data = false;
        while let Ok(Some(line)) = lines.next_line().await {
            kept.lock().unwrap().extend([line.as_str(), "\n"]);
            let answer = match line.as_str() {
                "." => "250 taken\r\n",
                "DATA" => "354 go on\r\n",
                _ if is_data => "",
                "QUIT" => "221 bye\r\n",
                _ => "250 ok\r\n",
            };
            is_data = (is_data || line == "DATA") && line != ".";
            writer.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    (url, given)
}

contract! {
    async fn mail_is_sent_to_the_applicants_address(database: Database) {
        received(&database.store).await;
        let (url, given) = mail_server().await;
        let way = Smtp::new(&Secret(url), "Trung tâm <hcc@example.vn>").unwrap();
        tell_until(database.other_process().await, vec![Box::new(way)], || given.lock().unwrap().contains("\n.\n")).await;
        let given = given.lock().unwrap();
        assert!(given.contains("RCPT TO:<thu@example.vn>"), "{given}");
        assert!(given.contains("MAIL FROM:<hcc@example.vn>"), "{given}");
        assert!(!given.contains("Subject: H49"), "{given}");
    }
}

#[test]
fn settings_that_cannot_be_used_are_named_without_their_secrets() {
    let password = Secret("rubbish://hunter2".to_owned());
    let error = Smtp::new(&password, "hcc@example.vn")
        .err()
        .unwrap()
        .to_string();
    assert!(
        error.contains("--smtp-url") && !error.contains("hunter2"),
        "{error}"
    );
    let error = Webhook::new("http://127.0.0.1/", &Secret("short".to_owned()))
        .err()
        .unwrap()
        .to_string();
    assert!(
        error.contains("--webhook-secret") && !error.contains("short"),
        "{error}"
    );
    assert_eq!(format!("{password:?}"), "secret");
}
