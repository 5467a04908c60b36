#![allow(clippy::unwrap_used)]

use sanh_domain::account::actor::{Actor, ActorRole};
use sanh_domain::account::model::{AgencyScope, RequestKey, Role};
use sanh_domain::dossier::Action;
use sanh_domain::dossier::applicant::{Applicant as Person, Submission};
use sanh_domain::procedure::channel::Channel;
use sanh_domain::text::name::Name;
use sanh_store::stored::submission_bytes;
use sanh_store::{
    AuditQuery, NewAccount, NewAgency, NewField, NewProcedure, OpeningOutcome, OpeningRequest, Slip,
};

use super::*;
use crate::config::Settings;

const NAME: &str = "Lê Thị Thử";

fn config(folder: &Path) -> Config {
    Config {
        database_url: format!("sqlite://{}", folder.join("sanh.db").display()),
        ..Config::load(Settings::default(), None).unwrap()
    }
}

fn named(vi: &str) -> Name {
    Name {
        vi: vi.to_owned(),
        en: None,
    }
}

fn clerk() -> Actor {
    Actor {
        name: "lan".to_owned(),
        role: ActorRole::Staff,
    }
}

/// What a clerk takes down of the applicant.
async fn opening(store: &Store) -> OpeningRequest {
    let agency = NewAgency {
        code: "H49.1".to_owned(),
        name: named("Phòng Tư pháp"),
    };
    let field = NewField {
        code: "F1".to_owned(),
        name: named("Hộ tịch"),
        sensitive: false,
    };
    let agency = store.put_agencies(vec![agency]).await.unwrap()[0];
    let field = store.put_fields(vec![field]).await.unwrap()[0];
    let procedure = NewProcedure {
        code: "1.001".to_owned(),
        field,
        name: named("Cấp bản sao"),
        limit: None.into(),
    };
    let procedure = store.put_procedures(vec![procedure]).await.unwrap()[0];
    let submission = Submission {
        applicant: Person::read(NAME, "0912345678", "001099000001", "thu@example.vn").unwrap(),
        ..Submission::default()
    };
    let marks = submission.applicant.marks().into_iter();
    OpeningRequest {
        procedure,
        agency,
        channel: Channel::Direct,
        record: submission_bytes(&submission).unwrap(),
        marks: marks
            .map(|(kind, text)| BlindIndex { kind, text })
            .collect(),
        slip: Slip {
            pin: "12345678".to_owned(),
            link: "01234567890123456789012345".to_owned(),
        },
        received_at: None,
        late_reason: None,
        refused: None,
    }
}

/// A centre in a folder, with one dossier that a clerk has received.
async fn received(config: &Config) -> DossierCode {
    let store = database::open(config).await.unwrap();
    let now = MachineClock::new().now();
    let account = NewAccount {
        name: "lan".to_owned(),
        display_name: "Lan".to_owned(),
        role: Role::Staff,
        reach: AgencyScope::Everywhere,
    };
    let account = store.add_account(account, AuditActor::console(), now);
    let by = AuditActor {
        account: Some(account.await.unwrap()),
        actor: clerk(),
        address: None,
    };
    let opening = opening(&store).await;
    let key = RequestKey::read("reception").unwrap();
    let opened = store.open_dossier(key, by, opening, now).await.unwrap();
    store.close().await;
    match opened {
        OpeningOutcome::Now(code) | OpeningOutcome::Before(code) => code,
    }
}

/// Does it; what it says.
async fn said(config: &Config, task: Applicant) -> String {
    let mut out = Vec::new();
    applicant(config, task, &mut out).await.unwrap();
    String::from_utf8(out).unwrap()
}

async fn copied(config: &Config, code: &DossierCode) -> serde_json::Value {
    let export = Applicant::Export {
        code: code.to_string(),
        out: None,
    };
    serde_json::from_str(&said(config, export).await).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_copied_and_erased_once_their_dossier_has_ended_and_the_audit_has_both() {
    let folder = tempfile::tempdir().unwrap();
    let config = config(folder.path());
    let code = received(&config).await;
    let copy = copied(&config, &code).await;
    assert_eq!(copy["dossiers"][0]["applicant"]["name"], NAME);

    let forget = || Applicant::Forget {
        code: code.to_string(),
        person: true,
    };
    let early = said(&config, forget()).await;
    assert!(early.contains("is in process"), "{early}");
    assert!(early.contains("from 0 of 1 dossiers"), "{early}");
    let store = database::open_existing(&config).await.unwrap();
    let (now, by) = (MachineClock::new().now(), clerk());
    let resolved = store.act(&code, Action::Resolve, 1, now, &by);
    resolved.await.unwrap();
    store.close().await;
    let done = said(&config, forget()).await;
    assert!(done.contains("from 1 of 1 dossiers"), "{done}");
    let copy = copied(&config, &code).await;
    assert!(copy["dossiers"][0]["applicant"].is_null(), "{copy}");
    assert!(!copy.to_string().contains(NAME), "{copy}");

    let store = database::open_existing(&config).await.unwrap();
    let query = AuditQuery {
        subject: Some(code.to_string()),
        rows_max: 100,
        ..AuditQuery::default()
    };
    let lines = store.audit_lines(query).await.unwrap();
    let count = |act: AuditAct| lines.iter().filter(|line| line.act == act).count();
    assert_eq!(count(AuditAct::ApplicantExported), 2);
    assert_eq!(count(AuditAct::ApplicantErased), 1);
    store.close().await;
}
