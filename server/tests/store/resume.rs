//! An older copy that takes the place of the database: what was erased and taken away stays so, no code is given twice, and a new chain
//! of seals begins that says so. And another key for the seals.

mod key;

use std::path::{Path, PathBuf};

use sanh_domain::account::model::{AccountId, AgencyScope, Role};
use sanh_domain::audit::model::AuditAct;
use sanh_domain::feedback::model::{EntryKind, FeedbackKind};
use sanh_domain::id::AgencyId;
use sanh_domain::language::Lang;
use sanh_domain::subscription::model::{TellAddress, TellChannel};
use sanh_store::vault::MasterKey;
use sanh_store::{
    AuditActor, AuditQuery, ChainCause, ConfirmOutcome, Fault, NewAccount, NewFeedback, NewSession,
    NewSubscription, Outside, RestoreOutcome, ResumeReport, SealKey, SessionLimits, Store,
    StoreOptions, SubscribeOutcome, VerifyOptions, VerifyReport, read_ledger,
};

use super::desk::{Desk, key, morning};
use super::engine::Database;

fn new_key() -> SealKey {
    SealKey::new([8; 32]).unwrap()
}

async fn opened(options: &StoreOptions) -> Store {
    let store = Store::open(options).await.unwrap();
    store.migrate().await.unwrap();
    let master = MasterKey::new(&[9; 32]).unwrap();
    store.unlock(&master).await.unwrap();
    store.adopt_seal_key(morning()).await.unwrap();
    store
}

/// A centre on SQLite that keeps beside its database what a copy cannot know.
struct Centre {
    database: Database,
    options: StoreOptions,
    store: Store,
    desk: Desk,
    outside: Outside,
}

impl Centre {
    async fn set_up() -> Self {
        let database = Database::sqlite().await;
        database.store.close().await;
        let options = StoreOptions {
            ledger: Some(database.folder().join("sanh.ledger")),
            ..database.options.clone()
        };
        let store = opened(&options).await;
        let desk = Desk::set_up(&store).await;
        Self {
            database,
            options,
            store,
            desk,
            outside: Outside::default(),
        }
    }

    async fn account(&self, name: &str, role: Role) -> AccountId {
        let account = NewAccount {
            name: name.to_owned(),
            display_name: name.to_owned(),
            role,
            reach: AgencyScope::Everywhere,
        };
        let added = self
            .store
            .add_account(account, AuditActor::console(), morning());
        added.await.unwrap()
    }

    async fn signed_in(&self, account: AccountId) {
        let session = NewSession {
            token_hash: format!("token-{}", account.0),
            account,
            verified_hash: None,
            is_whole: true,
            address: None,
            browser: String::new(),
        };
        let limits = SessionLimits::default();
        let begun = self.store.begin_session(session, morning(), limits);
        begun.await.unwrap();
    }

    async fn copy(&self, name: &str) -> PathBuf {
        let copy = self.database.folder().join(name);
        self.store.backup(&copy).await.unwrap();
        copy
    }

    /// Seals what is there, and brings outside what is brought there.
    async fn export(&mut self) {
        while self.store.seal_batch(100).await.unwrap() > 0 {}
        self.outside
            .heads
            .extend(self.store.seal_head().await.unwrap());
        let audit_head = self.store.audit_head().await.unwrap();
        self.outside.audit_heads = audit_head.into_iter().collect();
        let day = morning().date_naive();
        self.outside.serials = self.store.serials(day).await.unwrap();
        self.read_ledger().await;
    }

    async fn read_ledger(&mut self) {
        let path = self.options.ledger.clone().unwrap();
        (self.outside.ledger, self.outside.damaged) = read_ledger(&path).await.unwrap();
    }

    /// The copy in the place of the database.
    async fn restore(&mut self, copy: &Path) -> ResumeReport {
        self.store.close().await;
        let options = StoreOptions {
            busy_s: 1,
            ..self.options.clone()
        };
        let restored = Store::restore(&options, copy, false, &self.outside, morning()).await;
        let RestoreOutcome::InPlace { resumed, .. } = restored.unwrap() else {
            panic!("the copy is sound");
        };
        self.outside.chains.extend(resumed.chain.clone());
        self.store = opened(&self.options).await;
        *resumed
    }

    /// The same by another tool, which knows nothing of all this.
    async fn put_back(&mut self, copy: &PathBuf) {
        self.store.close().await;
        std::fs::copy(copy, self.database.folder().join("sanh.db")).unwrap();
        self.store = opened(&self.options).await;
    }

    async fn verify(&self) -> VerifyReport {
        let options = VerifyOptions::from(self.outside.clone());
        self.store.verify_with(options).await.unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn erased_applicants_and_revoked_access_stay_so_after_a_restore() {
    let mut centre = Centre::set_up().await;
    let (forgotten, kept) = (
        centre.desk.receive(&centre.store, 1).await,
        centre.desk.receive(&centre.store, 2).await,
    );
    let disabled = centre.account("binh", Role::Manager).await;
    let lowered = centre.account("chi", Role::Admin).await;
    centre.account("dung", Role::Admin).await;
    let changed = centre.account("em", Role::Staff).await;
    let set = |hash: &str| {
        let hash = hash.to_owned();
        centre
            .store
            .set_password(changed, hash, AuditActor::console(), morning())
    };
    set("the one that was lost").await.unwrap();
    for account in [disabled, lowered] {
        centre.signed_in(account).await;
    }
    let copy = centre.copy("copy.db").await;

    let erased = centre
        .store
        .forget_applicant(&forgotten, AuditActor::console(), morning());
    assert!(erased.await.unwrap());
    let done = centre
        .store
        .disable_account(disabled, AuditActor::console(), morning());
    done.await.unwrap();
    let agencies = AgencyScope::Agencies([AgencyId(1)].into());
    let done = centre.store.set_rights(
        lowered,
        Role::Staff,
        agencies.clone(),
        AuditActor::console(),
        morning(),
    );
    done.await.unwrap();
    let set = centre.store.set_password(
        changed,
        "another".to_owned(),
        AuditActor::console(),
        morning(),
    );
    set.await.unwrap();
    centre.read_ledger().await;
    assert!(
        centre.outside.ledger.len() >= 4,
        "kept before the act is acknowledged"
    );

    let resumed = centre.restore(&copy).await;
    assert_eq!((resumed.replay.done, resumed.sessions), (4, 2), "{resumed}");
    assert!(resumed.replay.locked.contains("em"), "{resumed}");
    let store = &centre.store;
    assert_eq!(
        store
            .applicant(&forgotten, &AgencyScope::Everywhere)
            .await
            .unwrap(),
        None
    );
    assert!(
        store
            .applicant(&kept, &AgencyScope::Everywhere)
            .await
            .unwrap()
            .is_some()
    );
    assert!(store.account("binh").await.unwrap().unwrap().is_disabled);
    let lowered = store.account("chi").await.unwrap().unwrap().person;
    assert_eq!((lowered.role, lowered.reach), (Role::Staff, agencies));
    let changed = store.account("em").await.unwrap().unwrap();
    assert_eq!(changed.password_hash, None, "the lost one opens nothing");
    for account in [disabled, lowered.id] {
        let hash = format!("token-{}", account.0);
        let open = store.open_session(&hash, morning(), SessionLimits::default());
        assert_eq!(open.await.unwrap(), None);
    }
    let report = centre.verify().await;
    assert!(report.is_clean(), "{report}");
    let again = centre.restore(&copy).await;
    assert_eq!(again.replay.done, 4, "as often as it takes: {again}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_was_erased_stays_so_after_a_restore() {
    let mut centre = Centre::set_up().await;
    centre.desk.receive(&centre.store, 1).await;
    let store = &centre.store;
    let message = NewFeedback {
        key: key("f1"),
        kind: FeedbackKind::Suggestion,
        text: "words".to_owned(),
        dossier: String::new(),
        contact: Some("\n\nthu@example.vn".to_owned()),
        due_at: None,
        network: String::new(),
    };
    store.send_feedback(message, morning()).await.unwrap();
    let grant = store.try_link("link-1").await.unwrap().unwrap();
    let new = NewSubscription {
        address: TellAddress::read(TellChannel::Mail, "thu@example.vn").unwrap(),
        lang: Lang::Vi,
        network: String::new(),
    };
    let asked = store.subscribe(grant, new, morning()).await.unwrap();
    let SubscribeOutcome::Requested(token) = asked else {
        panic!("it is taken");
    };
    let confirmed = store.confirm_subscription(&token, None, morning());
    assert_eq!(confirmed.await.unwrap(), ConfirmOutcome::Confirmed);
    let copy = centre.copy("copy.db").await;

    let store = &centre.store;
    assert!(store.stop_subscription(&token, morning()).await.unwrap());
    let everywhere = AgencyScope::Everywhere;
    let erased = store.erase_feedback_contact(1, &everywhere, AuditActor::console(), morning());
    assert!(erased.await.unwrap());
    for _ in 0..2 {
        centre.read_ledger().await;
        let resumed = centre.restore(&copy).await;
        assert_eq!(resumed.replay.done, 2, "as often as it takes: {resumed}");
        let store = &centre.store;
        assert!(store.subscriber(1).await.unwrap().is_none());
        let message = store.feedback(1, &everywhere).await.unwrap().unwrap();
        let kinds: Vec<_> = message.entries.iter().map(|entry| entry.kind).collect();
        assert_eq!(kinds, [EntryKind::Message]);
        let report = centre.verify().await;
        assert!(report.is_clean(), "{report}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn acts_that_a_restore_could_not_repeat_are_named_until_done_by_hand() {
    let mut centre = Centre::set_up().await;
    centre.account("an", Role::Admin).await;
    let account = centre.account("binh", Role::Manager).await;
    let copy = centre.copy("copy.db").await;
    let rights = |role, reach| {
        centre
            .store
            .set_rights(account, role, reach, AuditActor::console(), morning())
    };
    rights(Role::Staff, AgencyScope::Everywhere).await.unwrap();
    centre.read_ledger().await;
    let line = centre.outside.ledger.last_mut().unwrap();
    line.became = "staff in agencies 77".to_owned();
    centre.outside.damaged = vec!["sanh.ledger:3".to_owned()];
    let resumed = centre.restore(&copy).await;
    assert_eq!((resumed.replay.done, resumed.replay.faults.len()), (0, 2));
    let said = centre.verify().await.to_string();
    assert!(
        said.contains("rights_changed binh: there is no agency 77"),
        "{said}"
    );
    assert!(said.contains("sanh.ledger:3"), "{said}");
    centre.outside.damaged.clear();
    let by_hand = centre.store.set_rights(
        account,
        Role::Staff,
        AgencyScope::Everywhere,
        AuditActor::console(),
        morning(),
    );
    by_hand.await.unwrap();
    let report = centre.verify().await;
    assert!(report.is_clean(), "{report}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_that_another_tool_put_back_is_found_and_can_go_on() {
    let mut centre = Centre::set_up().await;
    let forgotten = centre.desk.receive(&centre.store, 1).await;
    let copy = centre.copy("copy.db").await;
    let erased = centre
        .store
        .forget_applicant(&forgotten, AuditActor::console(), morning());
    erased.await.unwrap();
    centre.desk.receive(&centre.store, 2).await;
    centre.export().await;
    centre.put_back(&copy).await;
    let said = centre.verify().await.to_string();
    assert!(
        said.contains("the exported head is not in the chain"),
        "{said}"
    );
    assert!(
        said.contains(&format!(
            "applicant_erased {forgotten}: it was not done again"
        )),
        "{said}"
    );
    assert_eq!(centre.store.seal_breaks(&centre.outside).await.unwrap(), 2);
    let resumed = centre
        .store
        .resume(&centre.outside, morning())
        .await
        .unwrap();
    centre.outside.chains.extend(resumed.chain);
    assert_eq!(
        centre
            .store
            .applicant(&forgotten, &AgencyScope::Everywhere)
            .await
            .unwrap(),
        None
    );
    let report = centre.verify().await;
    assert!(report.is_clean(), "{report}");
    assert_eq!(centre.store.seal_breaks(&centre.outside).await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restore_begins_a_linked_chain_and_gives_no_code_a_second_time() {
    let mut centre = Centre::set_up().await;
    centre.desk.receive(&centre.store, 1).await;
    centre.export().await;
    let copy = centre.copy("copy.db").await;
    let mut given = vec![centre.desk.receive(&centre.store, 2).await];
    given.push(centre.desk.receive(&centre.store, 3).await);
    centre.export().await;
    let known = centre.outside.heads.last().cloned().unwrap();

    let chain = centre.restore(&copy).await.chain.unwrap();
    assert_eq!((chain.number, chain.cause), (2, ChainCause::Restored));
    assert_eq!(chain.known_event_id, known.event_id);
    assert!(chain.event_id < known.event_id);
    let report = centre.verify().await;
    assert!(report.is_clean() && report.chains.len() == 2, "{report}");
    let new = centre.desk.receive(&centre.store, 4).await;
    assert!(!given.contains(&new), "{new} stands on a slip already");
    centre.export().await;
    let report = centre.verify().await;
    assert!(report.is_clean() && report.unsealed == 0, "{report}");
    let line = AuditQuery {
        subject: Some("chain 2".to_owned()),
        rows_max: 1,
        ..AuditQuery::default()
    };
    let lines = centre.store.audit_lines(line).await.unwrap();
    assert_eq!(lines[0].act, AuditAct::Restored);
    assert!(
        !centre
            .store
            .lacks_audit_head(centre.outside.audit_heads[0].clone())
            .await
            .unwrap(),
        "heads are exported again"
    );

    // An even older copy, from before the chain that was exported.
    let again = centre.restore(&copy).await.chain.unwrap();
    assert_eq!(again.number, 3, "a number is not given again either");
    let report = centre.verify().await;
    assert!(report.is_clean(), "{report}");
    centre.put_back(&copy).await;
    let report = centre.verify().await;
    let chain = |fault: &Fault| matches!(fault, Fault::Chain { number: 3, .. });
    assert!(report.faults.iter().any(chain), "{report}");
}

#[tokio::test(flavor = "multi_thread")]
async fn seals_made_after_a_restore_protect_as_before() {
    let mut centre = Centre::set_up().await;
    centre.desk.receive(&centre.store, 1).await;
    centre.export().await;
    let copy = centre.copy("copy.db").await;
    centre.desk.receive(&centre.store, 2).await;
    centre.export().await;
    centre.restore(&copy).await;
    centre.desk.receive(&centre.store, 3).await;
    centre.export().await;
    let head = centre.outside.heads.last().unwrap().event_id;
    for (sql, undo) in [
        (
            "UPDATE event SET recorded_at = recorded_at + 1 WHERE id = (SELECT max(id) FROM event)",
            "UPDATE event SET recorded_at = recorded_at - 1 WHERE id = (SELECT max(id) FROM event)",
        ),
        (
            "UPDATE event SET recorded_at = recorded_at + 1 WHERE id = 1",
            "UPDATE event SET recorded_at = recorded_at - 1 WHERE id = 1",
        ),
    ] {
        centre.database.execute(sql).await;
        assert!(!centre.verify().await.is_clean(), "{sql}");
        centre.database.execute(undo).await;
        assert!(centre.verify().await.is_clean(), "{undo}");
    }
    // Somebody who can write the database can remove its guards, but cannot forge another beginning.
    centre
        .database
        .execute("DROP TRIGGER seal_chain_stays")
        .await;
    centre
        .database
        .execute("UPDATE seal_chain SET event_id = event_id - 1 WHERE number = 2")
        .await;
    assert!(!centre.verify().await.is_clean());
    centre
        .database
        .execute("UPDATE seal_chain SET event_id = event_id + 1 WHERE number = 2")
        .await;
    centre
        .database
        .execute("DELETE FROM seal WHERE event_id = (SELECT max(event_id) FROM seal)")
        .await;
    let said = centre.verify().await.to_string();
    assert!(said.contains(&format!("at event {head}")), "{said}");
}
