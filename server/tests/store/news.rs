//! What has just happened, told in order to whoever looks again and again.

use std::collections::BTreeSet;
use std::sync::Arc;

use sanh_domain::dossier::Status;
use sanh_domain::procedure::channel::Channel;

use super::centre::{Offices, code, local, manager};
use super::engine::contract;

const WRITERS: usize = 8;
const EACH: usize = 12;

contract! {
    async fn a_reader_during_many_writes_misses_no_event_and_sees_none_twice(database: Database) {
        let store = Arc::new(database.other_process().await);
        let other = Arc::new(database.other_process().await);
        let offices = Offices::set_up(&store).await;
        let at = local("2026-11-24 08:00");
        let begun = store.last_event().await.unwrap();
        let writers: Vec<_> = (0..WRITERS).map(|writer| {
            let (store, offices) = (Arc::clone(if writer % 2 == 0 { &store } else { &other }), offices.clone());
            tokio::spawn(async move {
                for serial in 0..EACH {
                    let mut intake = offices.intake(serial, Channel::Direct, 2);
                    intake.code = code(&format!("H49.{writer}-261124-{serial:04}"));
                    store.receive(intake, at, &manager(), true).await.unwrap();
                }
            })
        }).collect();
        let (mut last, mut told, mut looks) = (begun, Vec::new(), 0);
        let mut is_over = false;
        loop {
            let (happened, next) = store.events_after(last, 7).await.unwrap();
            looks += 1;
            last = next;
            if happened.is_empty() && is_over {
                break;
            }
            is_over = writers.iter().all(tokio::task::JoinHandle::is_finished);
            told.extend(happened);
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        }
        for writer in writers {
            writer.await.unwrap();
        }
        assert_eq!(told.len(), WRITERS * EACH, "after {looks} looks");
        let codes: BTreeSet<_> = told.iter().map(|event| event.code.as_str()).collect();
        assert_eq!(codes.len(), WRITERS * EACH);
        assert!(told.iter().all(|event| event.to == Status::Received && event.by == manager().name && event.due_at.is_some()));
        assert_eq!(store.last_event().await.unwrap(), last);
    }
}
