//! Second factors and recovery codes.

use super::super::engine::contract;
use super::{SignIns, here};
use chrono::Duration;
use sanh_app::server::account::AccountError;
use sanh_domain::account::model::Role;

contract! {
    async fn a_manager_enters_a_code_of_the_second_factor_and_each_code_is_valid_once(database: Database) {
        let house = SignIns::over(&database).await;
        let (secret, _) = house.manager("mai").await;
        let half = house.sign_in("mai").await;
        assert_eq!(house.caller(&half).await, None, "half a session opens nothing");
        let code = house.code(&secret);
        let whole = house.accounts.confirm(&half, &code, &here()).await.unwrap();
        assert!(house.caller(&whole.token).await.is_some());
        assert_eq!(house.accounts.confirm(&half, &code, &here()).await, Err(AccountError::LinkOver));
        let again = house.sign_in("mai").await;
        let repeated = house.accounts.confirm(&again, &code, &here()).await;
        assert_eq!(repeated, Err(AccountError::Wrong), "who looked over a shoulder cannot use it");
        house.clock.advance(Duration::seconds(30));
        let next = house.code(&secret);
        assert!(house.accounts.confirm(&again, &next, &here()).await.is_ok());
    }
}

contract! {
    async fn a_stolen_database_holds_no_second_factor_in_clear(database: Database) {
        let house = SignIns::over(&database).await;
        let (secret, _) = house.manager("mai").await;
        let link = house.add("hoa", Role::Manager).await;
        let waiting = house.accounts.welcome(&link).await.unwrap().secret.unwrap();
        assert!(!database.holds_text(&secret).await, "the account's");
        assert!(!database.holds_text(&waiting).await, "the link's");
    }
}

contract! {
    async fn second_factors_that_an_older_version_kept_in_clear_are_sealed_at_the_next_start_and_still_hold(database: Database) {
        const CLEAR: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
        let house = SignIns::over(&database).await;
        house.manager("mai").await;
        let link = house.add("hoa", Role::Manager).await;
        database.execute("UPDATE account SET factor_secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' WHERE factor_secret IS NOT NULL").await;
        database.execute("UPDATE sign_in_link SET factor_secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'").await;
        assert!(database.holds_text(CLEAR).await);
        database.other_process().await;
        assert!(!database.holds_text(CLEAR).await);
        let half = house.sign_in("mai").await;
        assert!(house.accounts.confirm(&half, &house.code(CLEAR), &here()).await.is_ok());
        let welcome = house.accounts.welcome(&link).await.unwrap();
        assert_eq!(welcome.secret.as_deref(), Some(CLEAR));
    }
}

contract! {
    async fn a_second_factor_moved_to_another_account_opens_nothing(database: Database) {
        let house = SignIns::over(&database).await;
        let (secret, _) = house.manager("mai").await;
        house.manager("hoa").await;
        database.execute("UPDATE account SET factor_secret = (SELECT factor_secret FROM account WHERE name = 'mai') WHERE name = 'hoa'").await;
        let half = house.sign_in("hoa").await;
        assert_eq!(house.accounts.confirm(&half, &house.code(&secret), &here()).await, Err(AccountError::Internal));
    }
}

contract! {
    async fn the_second_factor_is_awaited_for_five_minutes(database: Database) {
        let house = SignIns::over(&database).await;
        let (secret, _) = house.manager("mai").await;
        let half = house.sign_in("mai").await;
        house.clock.advance(Duration::minutes(5));
        let code = house.code(&secret);
        assert_eq!(house.accounts.confirm(&half, &code, &here()).await, Err(AccountError::LinkOver));
    }
}

contract! {
    async fn a_recovery_code_stands_in_for_the_phone_once(database: Database) {
        let house = SignIns::over(&database).await;
        let (_, codes) = house.manager("mai").await;
        assert_eq!(codes.len(), 10);
        let half = house.sign_in("mai").await;
        assert!(house.accounts.confirm(&half, &codes[3], &here()).await.is_ok());
        let half = house.sign_in("mai").await;
        assert_eq!(house.accounts.confirm(&half, &codes[3], &here()).await, Err(AccountError::Wrong));
    }
}
