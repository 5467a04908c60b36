//! Every status, before and after reception and by every way into it, against every kind of act.

use super::*;

/// Where a dossier stands: the acts that led there, then every act possible and where it leads. All else is refused.
type Row = (
    &'static [EventKind],
    Status,
    Clock,
    &'static [(EventKind, u8)],
);

const BEFORE_RECEPTION: [Row; 8] = {
    use EventKind::*;
    [
        (
            &[],
            Status::Registered,
            Clock::NotStarted,
            &[
                (Receive, 2),
                (Refuse, 3),
                (AskPapers, 5),
                (AskWithdrawal, 7),
            ],
        ),
        (
            &[AskPapers],
            Status::PapersAsked,
            Clock::NotStarted,
            &[(PapersReceived, 1), (Receive, 2), (AskWithdrawal, 7)],
        ),
        (
            &[AskWithdrawal],
            Status::WithdrawalAsked,
            Clock::NotStarted,
            &[(DeclineWithdrawal, 1), (ConfirmWithdrawal, 8)],
        ),
        (
            &[AskPapers, AskWithdrawal],
            Status::WithdrawalAsked,
            Clock::NotStarted,
            &[(DeclineWithdrawal, 5), (ConfirmWithdrawal, 8)],
        ),
        (&[Refuse], Status::Refused, Clock::Ended, &[]),
        (
            &[AskWithdrawal, ConfirmWithdrawal],
            Status::Stopped,
            Clock::Ended,
            &[],
        ),
        (
            &[AskPapers, PapersReceived],
            Status::Registered,
            Clock::NotStarted,
            &[
                (Receive, 2),
                (Refuse, 3),
                (AskPapers, 5),
                (AskWithdrawal, 7),
            ],
        ),
        (
            &[AskPapers, Receive],
            Status::Received,
            Clock::Running,
            &[
                (Start, 4),
                (AskPapers, 5),
                (AskPayment, 6),
                (AskWithdrawal, 7),
                (Stop, 8),
                (Resolve, 9),
                (Extend, 2),
            ],
        ),
    ]
};

const AFTER_RECEPTION: [Row; 14] = {
    use EventKind::*;
    [
        (
            &[],
            Status::Received,
            Clock::Running,
            &[
                (Start, 4),
                (AskPapers, 5),
                (AskPayment, 6),
                (AskWithdrawal, 7),
                (Stop, 8),
                (Resolve, 9),
                (Extend, 2),
            ],
        ),
        (
            &[Start],
            Status::InProcess,
            Clock::Running,
            &[
                (AskPapers, 5),
                (AskPayment, 6),
                (AskWithdrawal, 7),
                (Stop, 8),
                (Resolve, 9),
                (Extend, 4),
            ],
        ),
        (
            &[AskPapers],
            Status::PapersAsked,
            Clock::Stopped,
            &[(PapersReceived, 2), (AskWithdrawal, 7), (Stop, 8)],
        ),
        (
            &[Start, AskPapers],
            Status::PapersAsked,
            Clock::Stopped,
            &[(PapersReceived, 4), (AskWithdrawal, 7), (Stop, 8)],
        ),
        (
            &[AskPayment],
            Status::PaymentAsked,
            Clock::Stopped,
            &[(Paid, 2), (AskWithdrawal, 7), (Stop, 8)],
        ),
        (
            &[Start, AskPayment],
            Status::PaymentAsked,
            Clock::Stopped,
            &[(Paid, 4), (AskWithdrawal, 7), (Stop, 8)],
        ),
        (
            &[AskWithdrawal],
            Status::WithdrawalAsked,
            Clock::Stopped,
            &[(DeclineWithdrawal, 2), (ConfirmWithdrawal, 8)],
        ),
        (
            &[Start, AskWithdrawal],
            Status::WithdrawalAsked,
            Clock::Stopped,
            &[(DeclineWithdrawal, 4), (ConfirmWithdrawal, 8)],
        ),
        (
            &[Start, AskPapers, AskWithdrawal],
            Status::WithdrawalAsked,
            Clock::Stopped,
            &[(DeclineWithdrawal, 5), (ConfirmWithdrawal, 8)],
        ),
        (
            &[AskPayment, AskWithdrawal],
            Status::WithdrawalAsked,
            Clock::Stopped,
            &[(DeclineWithdrawal, 6), (ConfirmWithdrawal, 8)],
        ),
        (&[Stop], Status::Stopped, Clock::Ended, &[]),
        (
            &[AskWithdrawal, ConfirmWithdrawal],
            Status::Stopped,
            Clock::Ended,
            &[],
        ),
        (
            &[Resolve],
            Status::Resolved,
            Clock::Ended,
            &[(HandOver, 10)],
        ),
        (
            &[Start, Resolve, HandOver],
            Status::HandedOver,
            Clock::Ended,
            &[],
        ),
    ]
};

#[test]
fn before_reception_only_the_steps_of_the_table_are_allowed() {
    for row in BEFORE_RECEPTION {
        check(Story::registered(), row);
    }
}

#[test]
fn after_reception_only_the_steps_of_the_table_are_allowed() {
    for row in AFTER_RECEPTION {
        check(Story::received(), row);
    }
}

#[test]
fn the_table_contains_every_status() {
    for status in Status::ALL {
        assert!(
            BEFORE_RECEPTION
                .iter()
                .chain(&AFTER_RECEPTION)
                .any(|row| row.1 == status),
            "{status:?}"
        );
    }
}

fn check(mut story: Story, (way, status, clock, open): Row) {
    for kind in way {
        story = story.then(*kind, "2025-09-08 09:00");
    }
    assert_eq!(
        (story.dossier.status, story.dossier.clock()),
        (status, clock),
        "{way:?}"
    );
    for kind in EventKind::ALL
        .into_iter()
        .filter(|kind| !kind.reads_history())
    {
        let expected = open.iter().find(|way| way.0 == kind).map(|way| way.1);
        // These change no status. Steps are always possible; the others depend on the state.
        let dossier = &story.dossier;
        let comes = match kind {
            EventKind::Step => Some(true),
            EventKind::Assign => Some(!status.is_terminal()),
            EventKind::Remind => Some(status == Status::PapersAsked),
            EventKind::Recount => Some(dossier.received_at.is_some() && clock != Clock::Ended),
            _ => None,
        };
        let expected = comes.map_or(expected, |comes| comes.then_some(status.code()));
        // The system has all rights, so a refusal can only come from the state.
        let done = story.dossier.act(
            action(kind),
            at("2025-09-08 10:00").into(),
            &story.calendar,
            &story.rules,
            &import(),
            &[],
        );
        match (done, expected) {
            (Ok((dossier, event)), Some(code)) => {
                assert_eq!(dossier.status.code(), code, "{way:?} {kind}");
                assert_eq!((event.from, event.to), (Some(status), dossier.status));
            }
            (Err(refusal), None) => assert_eq!(
                refusal,
                Refusal::Transition { kind, status },
                "{way:?} {kind}"
            ),
            (done, expected) => panic!("{way:?} {kind}: {done:?}, expected {expected:?}"),
        }
        assert_eq!(
            story.dossier.allowed(ActorRole::System).contains(&kind),
            expected.is_some(),
            "{way:?} {kind}"
        );
    }
}
