//! What belongs to one agency, asked for by people of another: they are refused as if it were not there, and nothing is changed.

mod cases;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use sanh_app::server::account::secret;
use sanh_domain::absence::model::Absence;
use sanh_domain::account::model::{AgencyScope, RequestKey, Role};
use sanh_domain::alarm::model::{AlarmKind, CheckResult, CheckState};
use sanh_domain::audit::model::AuditAct;
use sanh_domain::centre::setting::SettingKey;
use sanh_domain::dossier::Action;
use sanh_domain::feedback::model::FeedbackKind;
use sanh_domain::notice::model::{Audience, Priority};
use sanh_domain::scope::Scope;
use sanh_domain::text::name::Name;
use sanh_store::{
    AlarmDelivery, AuditActor, AuditQuery, FeedbackChange, FeedbackOutcome, NewFeedback, NewNotice,
    NoticeSubmission, PairingState, SubmissionOutcome, ViewOf,
};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, SqliteConnection, query_scalar};

use super::super::desk::{hall, procedure};
use super::super::functions::FUNCTIONS;
use super::super::hall::{Answer, Hall, PATIENCE, code, screen};
use super::super::people::sign_in;
use cases::{CASES, Case, ColleagueAnswer, ForeignAnswer};

/// Tables in which something is written whoever asks for what.
const ALWAYS_WRITTEN: [&str; 9] = [
    "audit",
    "board_version",
    "cube",
    "lease",
    "presence",
    "screen_past",
    "screen_seen",
    "session",
    "throttle",
];

/// A centre in which one of everything belongs to the second agency.
struct Centre {
    hall: Hall,
    /// A manager and a clerk of the first agency, by their cookies.
    outsiders: [String; 2],
    /// A manager of the second agency.
    colleague: String,
    /// What stands in the places of the cases' fields.
    objects: BTreeMap<&'static str, String>,
}

/// In the place of every object: one that is not there.
fn absent(objects: &BTreeMap<&'static str, String>) -> BTreeMap<&'static str, String> {
    let missing = |(place, object): (&&'static str, &String)| {
        let instead = match *place {
            "dossier" | "to_move" | "to_assign" | "asked" => code(9_999).to_string(),
            "wall" => "nowhere".to_owned(),
            "person" => "nobody".to_owned(),
            "notice" | "to_change" | "to_end" | "to_refuse" | "absence" | "alarm" | "view"
            | "agency" | "message" => "999999".to_owned(),
            _ => object.clone(),
        };
        (*place, instead)
    };
    objects.iter().map(missing).collect()
}

fn filled(text: &str, objects: &BTreeMap<&'static str, String>) -> String {
    let put = |text: String, (place, object): (&&str, &String)| {
        text.replace(&format!("{{{place}}}"), object)
    };
    objects.iter().fold(text.to_owned(), put)
}

impl Centre {
    async fn begin() -> Self {
        let hall = hall().await;
        let [first, second] = [hall.agencies[0], hall.agencies[1]];
        let colleague = sign_in(&hall, "mate", Role::Manager, Some(second)).await;
        for name in ["huong", "khanh", "sang"] {
            sign_in(&hall, name, Role::Staff, Some(second)).await;
        }
        let outsiders = [
            sign_in(&hall, "outsider", Role::Manager, Some(first)).await,
            sign_in(&hall, "clerk", Role::Staff, Some(first)).await,
        ];
        let mut centre = Self {
            hall,
            outsiders,
            colleague,
            objects: BTreeMap::new(),
        };
        centre.put("agency", &second.0);
        centre.put("person", &"sang");
        centre.put("wall", &"land");
        centre.put("own_wall", &"justice");
        centre.receive().await;
        centre.write_notices().await;
        centre.set_up_walls().await;
        centre.add_absence().await;
        centre.keep_view().await;
        centre.forward_message().await;
        centre
    }

    fn put(&mut self, place: &'static str, object: &dyn ToString) {
        self.objects.insert(place, object.to_string());
    }

    /// Dossiers of the second agency: each third one. Of one of them papers were asked, with a letter.
    async fn receive(&mut self) {
        let procedure = procedure(&self.hall).await;
        self.put("procedure", &procedure.0);
        let numbers = [
            ("dossier", 1),
            ("to_move", 4),
            ("to_assign", 7),
            ("asked", 10),
        ];
        for (place, number) in numbers {
            self.hall.receive(number, 2).await;
            self.put(place, &code(number));
        }
        let reason = "Bổ sung bản sao giấy khai sinh.".to_owned();
        let asked = Action::AskPapers { reason };
        self.hall.act(10, asked, self.hall.now()).await;
    }

    /// Notices on the second agency's wall, which wait for a second manager.
    async fn write_notices(&mut self) {
        let from = "2026-01-01".parse().unwrap();
        let set = self
            .hall
            .store
            .set(SettingKey::NoticeSecondManager, from, "both");
        set.await.unwrap();
        let now = self.hall.now();
        for place in ["notice", "to_change", "to_end", "to_refuse"] {
            let notice = NewNotice {
                text: Name {
                    vi: format!("Lời riêng của phòng: {place}"),
                    en: None,
                },
                priority: Priority::Notice,
                from: now,
                until: now + chrono::Duration::hours(2),
                screens: Audience::Named(["land".to_owned()].into_iter().collect()),
            };
            let writing = NoticeSubmission {
                notice,
                edited: None,
                waits: true,
            };
            let by = AuditActor::console();
            let written = self
                .hall
                .store
                .write_notice(writing, by, now)
                .await
                .unwrap();
            let SubmissionOutcome::Done(id) = written else {
                panic!("not written: {written:?}");
            };
            self.put(place, &id.0);
        }
        let records = self
            .hall
            .store
            .notice_records(now, &AgencyScope::Everywhere)
            .await
            .unwrap();
        self.put("version", &records[0].version);
    }

    /// A wall of the first agency, an alarm of the second's, and the codes of two screens that are not paired.
    async fn set_up_walls(&mut self) {
        let own = screen(
            "justice",
            Scope::Agency(self.hall.agencies[0]),
            "vi",
            "month",
        );
        self.hall.store.put_screen(own).await.unwrap();
        let reading = CheckResult {
            kind: AlarmKind::ScreenDark,
            subject: "land".to_owned(),
            state: CheckState::Wrong {
                value: 12,
                threshold: 5,
            },
        };
        let telling = AlarmDelivery {
            channels: Vec::new(),
            repeat_h: 24,
        };
        let now = self.hall.now();
        let kept = self.hall.store.keep_alarms(vec![reading], telling, now);
        kept.await.unwrap();
        let alarms = self
            .hall
            .store
            .open_alarms(&AgencyScope::Everywhere)
            .await
            .unwrap();
        self.put("alarm", &alarms[0].id);
        for place in ["code", "other_code"] {
            let hash = secret::hash(&secret::token());
            let coded = self.hall.store.pairing_code(&hash, "", now).await.unwrap();
            let PairingState::Code(code, _) = coded else {
                panic!("no code: {coded:?}");
            };
            self.put(place, &code);
        }
    }

    async fn add_absence(&mut self) {
        let absence = Absence {
            id: 0,
            account: "huong".to_owned(),
            from: "2026-11-24".parse().unwrap(),
            to: "2026-11-25".parse().unwrap(),
            substitute: "khanh".to_owned(),
        };
        let today = "2026-11-23".parse().unwrap();
        let (store, by) = (&self.hall.store, AuditActor::console());
        let added = store.add_absence(absence, today, by, self.hall.now());
        added.await.unwrap().unwrap();
        let absences = store.absences_from(today).await.unwrap();
        self.put("absence", &absences[0].id);
    }

    async fn keep_view(&mut self) {
        let store = Arc::clone(&self.hall.store);
        let mate = store.account("mate").await.unwrap().unwrap().person.id;
        for (of, name) in [(ViewOf::Throughput, "view"), (ViewOf::Worklist, "list")] {
            let kept = (format!("{name}-of-mate"), "by=field".to_owned());
            let (by, now) = (AuditActor::console(), self.hall.now());
            assert!(store.keep_view(of, mate, kept, by, now).await.unwrap());
            let views = store.saved_views(of, mate).await.unwrap();
            self.put(name, &views[0].id);
        }
    }

    /// A message to the centre that the second agency is to explain.
    async fn forward_message(&mut self) {
        let (store, now) = (&self.hall.store, self.hall.now());
        let new = NewFeedback {
            key: RequestKey::read("message-0001").unwrap(),
            kind: FeedbackKind::Report,
            text: "The counter was closed.".to_owned(),
            dossier: String::new(),
            contact: None,
            due_at: Some(now + chrono::Duration::days(9)),
            network: "192.0.2.0".to_owned(),
        };
        store.send_feedback(new, now).await.unwrap();
        let forward = FeedbackChange::Forward {
            agency: self.hall.agencies[1],
            request: "Why was it closed?".to_owned(),
        };
        let by = AuditActor::console();
        let done = store.act_on_feedback((1, 1), forward, &AgencyScope::Everywhere, by, now);
        assert_eq!(done.await.unwrap(), FeedbackOutcome::Done);
        self.put("message", &1);
    }

    /// What a case is answered; asked again while the server counts.
    async fn ask(
        &self,
        case: &Case,
        cookie: &str,
        objects: &BTreeMap<&'static str, String>,
    ) -> Answer {
        let fields = filled(case.fields, objects);
        let method = FUNCTIONS.iter().find(|row| row.1 == case.path).unwrap().0;
        let since = tokio::time::Instant::now();
        loop {
            let request = match method {
                "GET" => Request::get(format!("{}?{fields}", case.path)).body(Body::empty()),
                _ => Request::post(case.path)
                    .header("sec-fetch-site", "same-origin")
                    .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                    .header(header::COOKIE, cookie)
                    .body(Body::from(fields.clone())),
            };
            let mut request = request.unwrap();
            let cookie = cookie.parse().unwrap();
            request.headers_mut().insert(header::COOKIE, cookie);
            let answer = self.hall.ask(request).await;
            let is_counting = answer.status == StatusCode::SERVICE_UNAVAILABLE
                || answer.text().starts_with("{\"Counting\"");
            if !is_counting || since.elapsed() > PATIENCE {
                return answer;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }

    /// Every row of every table that is not [`ALWAYS_WRITTEN`], as text.
    async fn rows(&self) -> BTreeMap<String, Vec<String>> {
        let path = self.hall.folder.path().join("sanh.db");
        let options = SqliteConnectOptions::new().filename(path).read_only(true);
        let mut conn = options.connect().await.unwrap();
        let sql = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name";
        let tables: Vec<String> = query_scalar(sql).fetch_all(&mut conn).await.unwrap();
        let mut rows = BTreeMap::new();
        for table in tables {
            if !ALWAYS_WRITTEN.contains(&table.as_str()) {
                let read = rows_of(&mut conn, &table).await;
                rows.insert(table, read);
            }
        }
        rows
    }

    /// What the audit tells of a person, but for refusals, files taken away and searches, which are told whatever they find.
    async fn acts(&self, name: &str) -> Vec<(AuditAct, String)> {
        let query = AuditQuery {
            actor: Some(name.to_owned()),
            rows_max: 500,
            ..AuditQuery::default()
        };
        let lines = self
            .hall
            .store
            .audit_lines(query)
            .await
            .unwrap()
            .into_iter();
        let acts = lines.map(|line| (line.act, line.subject));
        acts.filter(|(act, _)| {
            !matches!(
                act,
                AuditAct::Refused | AuditAct::Exported | AuditAct::Searched
            )
        })
        .collect()
    }
}

async fn rows_of(conn: &mut SqliteConnection, table: &str) -> Vec<String> {
    let sql = format!("SELECT 'quote(\"' || name || '\")' FROM pragma_table_info('{table}')");
    let columns: Vec<String> = query_scalar(sqlx::AssertSqlSafe(sql))
        .fetch_all(&mut *conn)
        .await
        .unwrap();
    let columns = columns.join(" || ' ' || ");
    let sql = format!("SELECT {columns} FROM \"{table}\" ORDER BY 1");
    query_scalar(sqlx::AssertSqlSafe(sql))
        .fetch_all(conn)
        .await
        .unwrap()
}

/// All that an answer says, a file in it as the text that it is.
fn said(answer: &Answer) -> String {
    let file = serde_json::from_slice::<serde_json::Value>(&answer.body).ok();
    let bytes = file.as_ref().and_then(|json| {
        let file = json.get("Done").unwrap_or(json);
        file.get("bytes")?.as_array()
    });
    let bytes: Vec<u8> = bytes
        .into_iter()
        .flatten()
        .filter_map(|byte| byte.as_u64()?.try_into().ok())
        .collect();
    format!("{} {}", answer.text(), String::from_utf8_lossy(&bytes))
}

#[test]
fn every_function_that_names_an_object_is_tested_with_a_foreign_one() {
    let named = FUNCTIONS.iter().filter(|row| row.4.has_reach());
    let named: BTreeSet<&str> = named.map(|row| row.1).collect();
    let asked: BTreeSet<&str> = CASES.iter().map(|case| case.path).collect();
    assert_eq!(asked, named);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_reads_or_changes_objects_of_another_agency() {
    let centre = Centre::begin().await;
    let absent = absent(&centre.objects);
    let before = centre.rows().await;
    for case in CASES {
        let row = FUNCTIONS.iter().find(|row| row.1 == case.path).unwrap();
        for (cookie, role) in centre.outsiders.iter().zip([Role::Manager, Role::Staff]) {
            let what = format!("{} {} by {role}", case.path, case.fields);
            let answer = centre.ask(case, cookie, &centre.objects).await;
            let said = said(&answer);
            if !super::may(row.2.access(), Some(role)) {
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{what}");
                continue;
            }
            match case.foreign {
                ForeignAnswer::WithoutIt(mark) => {
                    assert_eq!(answer.status, StatusCode::OK, "{what}: {said}");
                    let mark = filled(mark, &centre.objects);
                    assert!(!said.contains(&mark), "{what} tells of {mark}: {said}");
                }
                ForeignAnswer::Refused(status) => {
                    assert_eq!(answer.status.as_u16(), status, "{what}: {said}");
                }
                ForeignAnswer::NotThere(status) => {
                    assert_eq!(answer.status.as_u16(), status, "{what}: {said}");
                    let other = centre.ask(case, cookie, &absent).await;
                    assert_eq!(
                        without(&answer, &centre.objects),
                        without(&other, &absent),
                        "{what} tells that it is there"
                    );
                }
            }
        }
    }
    let after = centre.rows().await;
    for (table, rows) in &before {
        assert_eq!(after.get(table), Some(rows), "{table} was changed");
    }
    for name in ["outsider", "clerk"] {
        assert_eq!(centre.acts(name).await, [], "{name}");
    }
}

/// A refusal without the codes that were sent with the request.
fn without(answer: &Answer, objects: &BTreeMap<&'static str, String>) -> (StatusCode, String) {
    let put = |text: String, object: &String| text.replace(object, "…");
    // Short numbers also occur in other text.
    let long = objects.values().filter(|object| object.len() > 8);
    (answer.status, long.fold(answer.text().to_owned(), put))
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_of_the_agency_itself_may_use_these_functions() {
    let centre = Centre::begin().await;
    for case in CASES {
        let what = format!("{} {}", case.path, case.fields);
        let answer = centre.ask(case, &centre.colleague, &centre.objects).await;
        let said = said(&answer);
        match (case.colleague, case.foreign) {
            (ColleagueAnswer::May, ForeignAnswer::WithoutIt(mark)) => {
                assert_eq!(answer.status, StatusCode::OK, "{what}: {said}");
                let mark = filled(mark, &centre.objects);
                assert!(
                    said.contains(&mark),
                    "{what} does not tell of {mark}: {said}"
                );
            }
            (ColleagueAnswer::May, _) => {
                assert_eq!(answer.status, StatusCode::OK, "{what}: {said}");
            }
            (ColleagueAnswer::Otherwise(status), _) => {
                assert_eq!(answer.status.as_u16(), status, "{what}: {said}");
            }
        }
    }
}
