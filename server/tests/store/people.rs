//! Accounts: signing in, second factors, links and sessions.

mod second_factor;

use std::sync::{Arc, Mutex};

use chrono::Duration;
use sanh_app::server::CaseDatabase;
use sanh_app::server::account::{
    AccountError, Accounts, CompletedSignIn, SignInOutcome, make_link, secret,
};
use sanh_domain::account::model::{AgencyScope, Caller, Role};
use sanh_domain::account::session::Origin;
use sanh_domain::deadline::Instant;
use sanh_store::clock::Clock;
use sanh_store::{AuditActor, NewAccount, NewSession, SessionLimits, Store, StoreError};
use totp_rs::{Builder, Secret};

use super::centre::local;
use super::engine::{Database, contract};

const PASSWORD: &str = "bốn con mèo đen";

/// A clock that the test sets.
struct ManualClock(Mutex<Instant>);

impl ManualClock {
    fn advance(&self, by: Duration) {
        let mut now = self.0.lock().expect("whole");
        *now += by;
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Instant {
        *self.0.lock().expect("whole")
    }
}

/// The accounts of a database, with the store below and a clock that the test sets.
struct SignIns {
    store: Arc<Store>,
    clock: Arc<ManualClock>,
    accounts: Accounts,
}

impl SignIns {
    async fn over(database: &Database) -> Self {
        let store = Arc::new(database.other_process().await);
        let clock = Arc::new(ManualClock(Mutex::new(local("2026-11-23 08:00"))));
        let database = CaseDatabase {
            store: Some(Arc::clone(&store)),
            clock: clock.clone(),
        };
        let accounts = Accounts::new(database, Arc::default());
        Self {
            store,
            clock,
            accounts,
        }
    }

    async fn link(&self, name: &str) -> String {
        let link = make_link(&self.store, name, AuditActor::console(), self.clock.now()).await;
        link.expect("a link")
    }

    async fn add(&self, name: &str, role: Role) -> String {
        let account = NewAccount {
            name: name.to_owned(),
            display_name: name.to_owned(),
            role,
            reach: AgencyScope::Everywhere,
        };
        let added = self
            .store
            .add_account(account, AuditActor::console(), self.clock.now())
            .await;
        added.expect("an account");
        self.link(name).await
    }

    /// Somebody with a password.
    async fn settled(&self, name: &str) {
        let link = self.add(name, Role::Staff).await;
        let codes = self.accounts.settle(&link, PASSWORD, "", &here()).await;
        assert_eq!(codes, Ok(Vec::new()), "no second factor, no recovery codes");
    }

    /// A manager with a password and a second factor: its secret, and the recovery codes.
    async fn manager(&self, name: &str) -> (String, Vec<String>) {
        let link = self.add(name, Role::Manager).await;
        let welcome = self.accounts.welcome(&link).await.expect("it holds");
        let secret = welcome.secret.expect("a manager has a second factor");
        let code = self.code(&secret);
        let codes = self.accounts.settle(&link, PASSWORD, &code, &here()).await;
        self.clock.advance(Duration::seconds(30));
        (secret, codes.expect("it is set"))
    }

    /// What the authenticator app shows now.
    fn code(&self, secret: &str) -> String {
        let secret = Secret::try_from_base32(secret).expect("base 32");
        // The defaults of all authenticator apps: SHA-1, six digits, 30 seconds.
        let app = Builder::new().with_secret(secret).build().expect("an app");
        let now = u64::try_from(self.clock.now().timestamp()).expect("after 1970");
        app.generate(now).to_string()
    }

    async fn sign_in(&self, name: &str) -> String {
        match self.accounts.sign_in(name, PASSWORD, &here()).await {
            Ok(
                SignInOutcome::Whole(CompletedSignIn { token, .. })
                | SignInOutcome::NeedsCode { token },
            ) => token,
            Err(error) => panic!("{name}: {error}"),
        }
    }

    /// Signs in from somewhere; where it is known again.
    async fn enter(&self, name: &str, from: &Origin) -> Result<Origin, AccountError> {
        match self.accounts.sign_in(name, PASSWORD, from).await? {
            SignInOutcome::Whole(entered) => Ok(Origin {
                device: Some(secret::hash(&entered.device)),
                ..from.clone()
            }),
            SignInOutcome::NeedsCode { .. } => panic!("{name} has a second factor"),
        }
    }

    async fn caller(&self, token: &str) -> Option<Caller> {
        let caller = self.accounts.caller(token, &here()).await;
        caller.expect("readable")
    }

    async fn try_wrong(&self, name: &str) -> AccountError {
        self.try_wrong_from(name, &here()).await
    }

    async fn try_wrong_from(&self, name: &str, from: &Origin) -> AccountError {
        let tried = self.accounts.sign_in(name, "không phải thế này", from);
        tried.await.expect_err("it is wrong")
    }
}

fn here() -> Origin {
    at("192.0.2.7")
}

fn at(address: &str) -> Origin {
    Origin {
        address: Some(address.parse().expect("an address")),
        browser: "a browser".to_owned(),
        device: None,
    }
}

contract! {
    async fn a_persons_new_name_and_title_are_in_the_audit_with_the_old_ones(database: Database) {
        let store = &database.store;
        let account = NewAccount {
            name: "lan".to_owned(),
            display_name: "Lan".to_owned(),
            role: Role::Staff,
            reach: AgencyScope::Everywhere,
        };
        let now = local("2026-11-24 08:00");
        let id = store.add_account(account, AuditActor::console(), now).await.unwrap();
        assert_eq!(store.account("lan").await.unwrap().unwrap().title, "");
        let (name, title) = ("Nguyễn Thị Lan".to_owned(), "Chuyên viên".to_owned());
        store.rename_account(id, name, title, AuditActor::console(), now).await.unwrap();
        let known = store.account("lan").await.unwrap().unwrap();
        assert_eq!((known.person.display_name.as_str(), known.title.as_str()), ("Nguyễn Thị Lan", "Chuyên viên"));
        let query = sanh_store::AuditQuery { subject: Some("lan".to_owned()), actor: None, before: None, rows_max: 1 };
        let line = &store.audit_lines(query).await.unwrap()[0];
        assert_eq!((line.was.as_str(), line.became.as_str()), ("Lan", "Nguyễn Thị Lan, Chuyên viên"));
    }
}

contract! {
    async fn a_clerk_signs_in_by_name_and_password_and_out_again(database: Database) {
        let house = SignIns::over(&database).await;
        house.settled("lan").await;
        let token = house.sign_in(" LAN ").await;
        let caller = house.caller(&token).await.expect("signed in");
        assert_eq!((caller.person.name.as_str(), caller.person.role), ("lan", Role::Staff));
        let open = house.accounts.sessions(&caller).await.unwrap();
        assert_eq!((open.len(), open[0].address), (1, here().address));
        house.accounts.end_session(&caller, caller.session).await.unwrap();
        assert_eq!(house.caller(&token).await, None);
        assert_eq!(house.caller("rubbish").await, None);
    }
}

contract! {
    async fn an_account_without_a_password_opens_to_nobody(database: Database) {
        let house = SignIns::over(&database).await;
        house.add("lan", Role::Staff).await;
        assert_eq!(house.try_wrong("lan").await, AccountError::Wrong);
        assert_eq!(house.try_wrong("nobody").await, AccountError::Wrong, "the same answer for an unknown name");
    }
}

contract! {
    async fn wrong_tries_make_the_name_wait_whether_or_not_somebody_has_it(database: Database) {
        let house = SignIns::over(&database).await;
        house.settled("lan").await;
        for name in ["lan", "nobody"] {
            for _ in 0..6 {
                assert_eq!(house.try_wrong(name).await, AccountError::Wrong, "{name}");
            }
            assert_eq!(house.try_wrong(name).await, AccountError::Throttled { wait_s: 30 }, "{name}");
        }
        let right = house.accounts.sign_in("lan", PASSWORD, &here()).await;
        assert_eq!(right, Err(AccountError::Throttled { wait_s: 30 }), "the right one waits, too");
        house.clock.advance(Duration::seconds(31));
        house.sign_in("lan").await;
        assert_eq!(house.try_wrong("lan").await, AccountError::Wrong, "a right try begins anew");
    }
}

contract! {
    async fn wrong_names_from_one_address_lock_nobody_of_an_office_out(database: Database) {
        let house = SignIns::over(&database).await;
        house.settled("lan").await;
        for n in 0..51 {
            assert_eq!(house.try_wrong(&format!("name-{n}")).await, AccountError::Wrong);
        }
        house.sign_in("lan").await;
    }
}

contract! {
    async fn wrong_passwords_from_elsewhere_lock_nobody_out(database: Database) {
        let house = SignIns::over(&database).await;
        house.settled("lan").await;
        for from in ["198.51.100.9", "2001:db8::1"] {
            for _ in 0..6 {
                assert_eq!(house.try_wrong_from("lan", &at(from)).await, AccountError::Wrong);
            }
        }
        for (neighbour, waits) in [("198.51.100.200", true), ("2001:db8::ffff", true), ("198.51.101.9", false), ("2001:db8:0:1::1", false)] {
            let tried = house.try_wrong_from("lan", &at(neighbour)).await;
            assert_eq!(tried == AccountError::Throttled { wait_s: 30 }, waits, "{neighbour}");
        }
        house.sign_in("lan").await;
    }
}

contract! {
    async fn a_browser_that_has_signed_in_before_has_its_own_count_of_tries(database: Database) {
        let house = SignIns::over(&database).await;
        house.settled("lan").await;
        house.settled("mai").await;
        let known = house.enter("lan", &here()).await.unwrap();
        for _ in 0..6 {
            assert_eq!(house.try_wrong("lan").await, AccountError::Wrong, "a neighbour behind the same address");
        }
        assert_eq!(house.enter("lan", &here()).await, Err(AccountError::Throttled { wait_s: 30 }));
        let again = house.enter("lan", &known).await.expect("let through");
        for _ in 0..6 {
            assert_eq!(house.try_wrong_from("lan", &again).await, AccountError::Wrong);
        }
        assert_eq!(house.enter("lan", &again).await, Err(AccountError::Throttled { wait_s: 30 }), "it has a count, too");
        house.clock.advance(Duration::seconds(31));
        let newest = house.enter("lan", &again).await.expect("let through");
        for _ in 0..6 {
            house.try_wrong("lan").await;
            house.try_wrong("mai").await;
        }
        assert!(house.enter("lan", &again).await.is_err(), "a copy of an older secret is worth nothing");
        assert!(house.enter("mai", &newest).await.is_err(), "it is known for who signed in there");
        let link = house.link("lan").await;
        house.accounts.settle(&link, PASSWORD, "", &here()).await.unwrap();
        assert!(house.enter("lan", &newest).await.is_err(), "who lost a device may have lost it to somebody");
    }
}

contract! {
    async fn the_pauses_between_tries_are_limited(database: Database) {
        let house = SignIns::over(&database).await;
        let mut longest = 0;
        for _ in 0..40 {
            if let AccountError::Throttled { wait_s } = house.try_wrong("lan").await {
                longest = longest.max(wait_s);
                house.clock.advance(Duration::seconds(wait_s.into()));
            }
        }
        assert_eq!(longest, 900);
        house.clock.advance(Duration::seconds(901));
        assert_eq!(house.try_wrong("lan").await, AccountError::Wrong);
        assert_eq!(house.try_wrong("lan").await, AccountError::Wrong, "all is forgotten");
    }
}

contract! {
    async fn codes_are_counted_for_the_account_wherever_they_are_tried(database: Database) {
        let house = SignIns::over(&database).await;
        house.manager("mai").await;
        let half = house.sign_in("mai").await;
        for n in 0..6 {
            let from = at(&format!("198.51.{n}.1"));
            assert_eq!(house.accounts.confirm(&half, "000000", &from).await, Err(AccountError::Wrong));
        }
        let more = house.accounts.confirm(&half, "000000", &at("203.0.113.1")).await;
        assert_eq!(more, Err(AccountError::Throttled { wait_s: 30 }));
    }
}

contract! {
    async fn a_run_of_wrong_passwords_is_counted_over_all_names_and_ends(database: Database) {
        let house = SignIns::over(&database).await;
        for n in 0..9 {
            house.try_wrong_from(&format!("name-{}", n % 3), &at(&format!("198.51.{n}.1"))).await;
        }
        let failures = || house.store.sign_in_failures(house.clock.now());
        assert_eq!(failures().await.unwrap(), 9);
        house.clock.advance(Duration::minutes(16));
        assert_eq!(failures().await.unwrap(), 0);
    }
}

contract! {
    async fn a_link_is_valid_once_within_a_quarter_of_an_hour(database: Database) {
        let house = SignIns::over(&database).await;
        let late = house.add("lan", Role::Staff).await;
        house.clock.advance(Duration::minutes(15));
        assert_eq!(house.accounts.settle(&late, PASSWORD, "", &here()).await, Err(AccountError::LinkOver));
        let (first, second) = (house.link("lan").await, house.link("lan").await);
        assert_eq!(house.accounts.settle(&first, PASSWORD, "", &here()).await, Err(AccountError::LinkOver), "the newest only");
        assert!(house.accounts.settle(&second, PASSWORD, "", &here()).await.is_ok());
        assert_eq!(house.accounts.settle(&second, PASSWORD, "", &here()).await, Err(AccountError::LinkOver));
        assert!(matches!(house.accounts.welcome("rubbish").await, Err(AccountError::LinkOver)));
    }
}

contract! {
    async fn a_link_accepts_no_weak_password_and_no_wrong_code(database: Database) {
        let house = SignIns::over(&database).await;
        let link = house.add("nguyenlan", Role::Admin).await;
        let settle = |password: &'static str, code: &'static str| {
            let (accounts, link) = (&house.accounts, link.clone());
            async move { accounts.settle(&link, password, code, &here()).await }
        };
        assert_eq!(settle("ngắn quá", "000000").await, Err(AccountError::PasswordUnfit));
        assert_eq!(settle("nguyenlan-nguyenlan", "000000").await, Err(AccountError::PasswordEasy));
        assert_eq!(settle(PASSWORD, "rubbish").await, Err(AccountError::Wrong));
        assert!(house.accounts.welcome(&link).await.is_ok(), "the link still holds");
    }
}

contract! {
    async fn a_session_ends_by_itself_idle_or_not(database: Database) {
        let house = SignIns::over(&database).await;
        house.settled("lan").await;
        let idle = house.sign_in("lan").await;
        house.clock.advance(Duration::minutes(120));
        assert_eq!(house.caller(&idle).await, None);
        let busy = house.sign_in("lan").await;
        for _ in 0..11 {
            house.clock.advance(Duration::minutes(60));
            assert!(house.caller(&busy).await.is_some());
        }
        house.clock.advance(Duration::minutes(60));
        assert_eq!(house.caller(&busy).await, None, "twelve hours in all");
    }
}

contract! {
    async fn every_session_ends_when_the_password_the_role_or_the_account_changes(database: Database) {
        let house = SignIns::over(&database).await;
        house.settled("lan").await;
        let token = house.sign_in("lan").await;
        let caller = house.caller(&token).await.unwrap();
        let wrong = house.accounts.change_password(&caller, "không phải thế", "một mật khẩu khác").await;
        assert_eq!(wrong, Err(AccountError::Wrong));
        house.accounts.change_password(&caller, PASSWORD, PASSWORD).await.unwrap();
        assert_eq!(house.caller(&token).await, None);

        house.add("admin", Role::Admin).await;
        let now = house.clock.now();
        let token = house.sign_in("lan").await;
        house.store.set_rights(caller.person.id, Role::Staff, AgencyScope::Everywhere, AuditActor::console(), now).await.unwrap();
        assert_eq!(house.caller(&token).await, None);

        let token = house.sign_in("lan").await;
        let link = house.link("lan").await;
        assert_eq!(house.caller(&token).await, None, "a lost phone may be in somebody's hands");
        assert_eq!(house.accounts.sign_in("lan", PASSWORD, &here()).await, Err(AccountError::Wrong), "with the password in it");
        house.accounts.settle(&link, PASSWORD, "", &here()).await.unwrap();

        let token = house.sign_in("lan").await;
        house.store.disable_account(caller.person.id, AuditActor::console(), house.clock.now()).await.unwrap();
        assert_eq!(house.caller(&token).await, None);
        assert_eq!(house.accounts.sign_in("lan", PASSWORD, &here()).await, Err(AccountError::Wrong));
    }
}

contract! {
    async fn the_last_administrator_stays(database: Database) {
        let house = SignIns::over(&database).await;
        house.add("first", Role::Admin).await;
        let first = house.store.account("first").await.unwrap().unwrap().person.id;
        let (store, now) = (&house.store, house.clock.now());
        assert!(matches!(store.disable_account(first, AuditActor::console(), now).await, Err(StoreError::Invalid(_))));
        assert!(matches!(store.set_rights(first, Role::Staff, AgencyScope::Everywhere, AuditActor::console(), now).await, Err(StoreError::Invalid(_))));
        let account = store.account("first").await.unwrap().unwrap();
        assert!(account.person.role == Role::Admin && !account.is_disabled, "nothing was written");
        house.add("second", Role::Admin).await;
        store.disable_account(first, AuditActor::console(), now).await.unwrap();
    }
}

contract! {
    async fn an_administrator_who_has_not_used_their_link_does_not_count_as_one_left(database: Database) {
        let house = SignIns::over(&database).await;
        let link = house.add("first", Role::Admin).await;
        let welcome = house.accounts.welcome(&link).await.unwrap();
        let code = house.code(&welcome.secret.unwrap());
        house.accounts.settle(&link, PASSWORD, &code, &here()).await.unwrap();
        let first = house.store.account("first").await.unwrap().unwrap().person.id;
        house.add("second", Role::Admin).await;
        let (store, now) = (&house.store, house.clock.now());
        assert!(matches!(store.disable_account(first, AuditActor::console(), now).await, Err(StoreError::Invalid(_))));
        assert!(matches!(store.set_rights(first, Role::Staff, AgencyScope::Everywhere, AuditActor::console(), now).await, Err(StoreError::Invalid(_))));
        let second = store.account("second").await.unwrap().unwrap().person.id;
        store.disable_account(second, AuditActor::console(), now).await.unwrap();
    }
}

contract! {
    async fn many_tries_at_once_do_not_slip_past_the_limit(database: Database) {
        let house = SignIns::over(&database).await;
        house.settled("lan").await;
        let tries = (0..16).map(|_| house.try_wrong("lan"));
        let all = futures::future::join_all(tries).await;
        let counted = all.iter().filter(|error| **error == AccountError::Wrong).count();
        assert_eq!(counted, 6, "{all:?}");
    }
}

contract! {
    async fn a_session_does_not_begin_on_a_password_that_was_changed_while_it_was_checked(database: Database) {
        let house = SignIns::over(&database).await;
        house.settled("lan").await;
        let account = house.store.account("lan").await.unwrap().unwrap();
        let session = NewSession {
            token_hash: "hash".to_owned(),
            account: account.person.id,
            verified_hash: account.password_hash.clone(),
            is_whole: true,
            address: None,
            browser: String::new(),
        };
        let now = house.clock.now();
        house.store.set_password(account.person.id, "another".to_owned(), AuditActor::console(), now).await.unwrap();
        let begun = house.store.begin_session(session, now, SessionLimits::default()).await;
        assert!(matches!(begun, Err(StoreError::Invalid(_))), "{begun:?}");
    }
}

contract! {
    async fn a_name_is_of_plain_letters_and_taken_once(database: Database) {
        let house = SignIns::over(&database).await;
        house.add("Lan.Anh", Role::Staff).await;
        for name in ["lan.anh", "LAN.ANH", "", "lan anh", "lần", &"a".repeat(65)] {
            let account = NewAccount {
                name: name.to_owned(),
                display_name: "Lan".to_owned(),
                role: Role::Staff,
                reach: AgencyScope::Everywhere,
            };
            let added = house.store.add_account(account, AuditActor::console(), house.clock.now()).await;
            assert!(matches!(added, Err(StoreError::Invalid(_))), "{name}");
        }
    }
}
