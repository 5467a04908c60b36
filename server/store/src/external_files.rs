//! Data stored outside the database, beside the key, so that it survives the restore of an older backup.

use super::chain::{ChainBegin, ChainCause, SealedKind};
use super::ledger::LedgerLine;
use super::options::SealKey;
use super::seal::SealHead;

/// The last serial number of an agency's day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Serial {
    /// The day, as stored.
    pub day: String,
    /// The agency's code.
    pub agency: String,
    /// The number.
    pub last: i64,
}

/// All data stored outside the database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outside {
    /// Heads of the chains over the events.
    pub heads: Vec<SealHead>,
    /// The last exported head of the audit.
    pub audit_heads: Vec<SealHead>,
    /// The beginnings of all chains but the first.
    pub chains: Vec<ChainBegin>,
    /// The ledger.
    pub ledger: Vec<LedgerLine>,
    /// The lines of the ledger that cannot be read, by file and number.
    pub damaged: Vec<String>,
    /// The last serial numbers of dossiers.
    pub serials: Vec<Serial>,
}

impl Outside {
    /// The keys before `key`, as far as the beginnings of chains contain them.
    #[must_use]
    pub fn retired_keys(&self, key: &SealKey) -> Vec<SealKey> {
        let mut known = vec![key.clone()];
        for begin in self.chains.iter().rev() {
            let by = known
                .iter()
                .find(|key| key.fingerprint() == begin.fingerprint);
            let wrapped = begin.wrapped_key.as_deref();
            let before = by.zip(wrapped);
            let before = before.and_then(|(key, wrapped)| key.unwrap_key(wrapped));
            known.extend(before);
        }
        known.split_off(1)
    }

    /// The last known event and audit entry.
    pub(super) fn known(&self) -> (i64, i64) {
        let last = |heads: &[SealHead]| heads.iter().map(|head| head.event_id).max();
        let of = (last(&self.heads), last(&self.audit_heads));
        (of.0.unwrap_or_default(), of.1.unwrap_or_default())
    }

    /// The smallest number of a new chain: known numbers are not used again.
    pub(super) fn number_min(&self) -> i64 {
        let heads = self.heads.iter().chain(&self.audit_heads);
        let chains = self.chains.iter().map(|begin| begin.number);
        let last = heads.map(|head| head.chain).chain(chains).max();
        last.unwrap_or_default() + 1
    }
}

/// Whether an exported head must exist in a database with these chains: not where a restore, which the chains record, undid it.
pub(super) fn must_exist(begins: &[ChainBegin], of: SealedKind, head: &SealHead) -> bool {
    let Some(at) = begins.iter().position(|begin| begin.number == head.chain) else {
        let was_restored =
            |begin: &ChainBegin| begin.cause == ChainCause::Restored && begin.number > head.chain;
        return !begins.iter().any(was_restored);
    };
    let next = begins.get(at + 1);
    next.is_none_or(|next| {
        next.cause != ChainCause::Restored || head.event_id <= next.last_before(of)
    })
}

/// The number of the newest known chain that a database does not have.
pub(super) fn newest_missing(begins: &[ChainBegin], known: &[ChainBegin]) -> Option<i64> {
    let newest = known.iter().max_by_key(|begin| begin.number)?;
    let stands = begins.iter().any(|begin| begin == newest);
    (!stands).then_some(newest.number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begin(number: i64, cause: ChainCause, event_id: i64) -> ChainBegin {
        ChainBegin {
            number,
            cause,
            begun_at: 0,
            fingerprint: String::new(),
            event_id,
            audit_id: 0,
            report_id: 0,
            known_event_id: 0,
            known_audit_id: 0,
            wrapped_key: None,
            begun_by: String::new(),
            mac: String::new(),
        }
    }

    fn head(chain: i64, event_id: i64) -> SealHead {
        SealHead {
            event_id,
            mac: [0; 32],
            chain,
        }
    }

    #[test]
    fn an_exported_head_must_exist_unless_a_restore_removed_it() {
        use ChainCause::{First, Restored, Rotated};
        let stands = |begins: &[ChainBegin], head| must_exist(begins, SealedKind::Events, &head);
        let first = begin(1, First, 0);
        assert!(stands(&[], head(1, 90)) && stands(std::slice::from_ref(&first), head(1, 90)));
        let restored = [first.clone(), begin(3, Restored, 40)];
        assert!(stands(&restored, head(1, 40)) && !stands(&restored, head(1, 90)));
        assert!(
            !stands(&restored, head(2, 20)),
            "of a chain that was taken back whole"
        );
        assert!(stands(&restored, head(3, 41)));
        assert!(
            stands(&restored, head(4, 41)),
            "of one that is not known here"
        );
        let rotated = [first, begin(2, Rotated, 40)];
        assert!(
            stands(&rotated, head(1, 90)),
            "another key takes nothing back"
        );
    }
}
