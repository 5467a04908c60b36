//! The audit: written with what it tells, never changed, and proved.

use sanh_domain::audit::model::AuditAct;
use sanh_store::{AuditActor, AuditEntry, AuditQuery, Fault, VerifyOptions};

use super::centre::local;
use super::engine::{Database, contract};

/// Five lines, a minute apart.
async fn five_lines(database: &Database) {
    for minute in 0..5 {
        let now = local("2026-11-24 08:00") + chrono::Duration::minutes(minute);
        let by = AuditActor::stranger("lan", Some("192.0.2.7".parse().unwrap()));
        let audit_entry = AuditEntry::new(AuditAct::SignedIn, format!("lan-{minute}"));
        database.store.audit(by, audit_entry, now).await.unwrap();
    }
}

/// Whoever can write the database can also take its guards away.
async fn without_guards(database: &Database) {
    if database.is_sqlite() {
        database.execute("DROP TRIGGER audit_stays").await;
        database.execute("DROP TRIGGER audit_is_kept").await;
    } else {
        database.execute("DROP TRIGGER audit_stays ON audit").await;
    }
}

/// The line at which the audit breaks, as `sanh verify` finds it.
async fn break_at(database: &Database, options: VerifyOptions) -> Option<i64> {
    let report = database.store.verify_with(options).await.unwrap();
    report.faults.iter().find_map(|fault| match fault {
        Fault::Audit { id, .. } => Some(*id),
        _ => None,
    })
}

async fn found(database: &Database) -> Option<i64> {
    break_at(database, VerifyOptions::default()).await
}

contract! {
    async fn lines_are_read_newest_first_by_subject_and_by_actor(database: Database) {
        five_lines(&database).await;
        let query = AuditQuery { rows_max: 2, ..AuditQuery::default() };
        let newest = database.store.audit_lines(query.clone()).await.unwrap();
        assert_eq!(newest.iter().map(|line| line.id).collect::<Vec<_>>(), [5, 4]);
        assert_eq!(newest[0].address.unwrap().to_string(), "192.0.2.7");
        let older = database.store.audit_lines(AuditQuery { before: Some(4), ..query.clone() }).await.unwrap();
        assert_eq!(older.iter().map(|line| line.id).collect::<Vec<_>>(), [3, 2]);
        let of_one = AuditQuery { subject: Some("lan-2".to_owned()), actor: Some("lan".to_owned()), ..query.clone() };
        assert_eq!(database.store.audit_lines(of_one).await.unwrap().len(), 1);
        let of_nobody = AuditQuery { actor: Some("nobody".to_owned()), ..query };
        assert_eq!(database.store.audit_lines(of_nobody).await.unwrap(), []);
    }
}

contract! {
    async fn an_intact_audit_is_proved_and_no_plain_client_can_change_it(database: Database) {
        five_lines(&database).await;
        assert_eq!(found(&database).await, None);
        let report = database.store.verify_with(VerifyOptions::default()).await.unwrap();
        assert_eq!(report.audited, 5);
        for sql in ["UPDATE audit SET actor = 'nobody'", "DELETE FROM audit"] {
            assert!(database.try_execute(sql).await.is_err(), "{sql}");
        }
    }
}

contract! {
    async fn an_edited_line_is_found(database: Database) {
        five_lines(&database).await;
        without_guards(&database).await;
        database.execute("UPDATE audit SET actor = 'somebody-else' WHERE id = 3").await;
        assert_eq!(found(&database).await, Some(3));
    }
}

contract! {
    async fn a_deleted_line_is_found(database: Database) {
        five_lines(&database).await;
        without_guards(&database).await;
        database.execute("DELETE FROM audit WHERE id = 2").await;
        assert_eq!(found(&database).await, Some(2));
    }
}

contract! {
    async fn a_deleted_line_is_found_even_if_later_lines_are_renumbered(database: Database) {
        five_lines(&database).await;
        without_guards(&database).await;
        database.execute("DELETE FROM audit WHERE id = 2").await;
        for sql in [
            "UPDATE audit SET id = 2 WHERE id = 3",
            "UPDATE audit SET id = 3 WHERE id = 4",
            "UPDATE audit SET id = 4 WHERE id = 5",
        ] {
            database.execute(sql).await;
        }
        assert_eq!(found(&database).await, Some(2));
    }
}

contract! {
    async fn lines_in_another_order_are_found(database: Database) {
        five_lines(&database).await;
        without_guards(&database).await;
        for sql in [
            "UPDATE audit SET id = 99 WHERE id = 2",
            "UPDATE audit SET id = 2 WHERE id = 3",
            "UPDATE audit SET id = 3 WHERE id = 99",
        ] {
            database.execute(sql).await;
        }
        assert_eq!(found(&database).await, Some(2));
    }
}

contract! {
    async fn an_end_that_was_cut_off_is_found_by_the_head_kept_elsewhere(database: Database) {
        five_lines(&database).await;
        let head = database.store.audit_head().await.unwrap().unwrap();
        without_guards(&database).await;
        database.execute("DELETE FROM audit WHERE id = 5").await;
        assert_eq!(found(&database).await, None, "what is left is a whole chain");
        let options = VerifyOptions { audit_heads: vec![head.clone()], ..VerifyOptions::default() };
        assert_eq!(break_at(&database, options).await, Some(5));
        assert!(database.store.lacks_audit_head(head).await.unwrap());
    }
}

contract! {
    async fn a_line_recomputed_without_the_key_is_found(database: Database) {
        five_lines(&database).await;
        without_guards(&database).await;
        // Without the key, a copy of another line's seal is the best forgery.
        database.execute("UPDATE audit SET actor = 'forged', mac = (SELECT a.mac FROM audit a WHERE a.id = 4) WHERE id = 5").await;
        assert_eq!(found(&database).await, Some(5));
    }
}
