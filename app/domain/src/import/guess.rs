//! Guesses the meaning of columns and of their words, so that a clerk mostly only has to confirm. Text is compared without case
//! and diacritics. A guess is shown and can be changed.

use super::draft::{DateOrder, Fact, MappingDraft};
use super::model::{FileInspection, StatusWord, WORDS_MAX, same};
use crate::dossier::{CodeRule, DossierCode};
use crate::procedure::channel::Channel;
use crate::text::fold::folded;

/// Names of columns by fact; of several names, the first one found wins.
const NAMES: [(Fact, &[&str]); 18] = [
    (
        Fact::Code,
        &[
            "ma ho so",
            "so ho so",
            "ma hs",
            "ma so ho so",
            "so bien nhan",
            "dossier code",
            "case id",
            "code",
        ],
    ),
    (
        Fact::HandedOver,
        &[
            "ngay tra ket qua",
            "ngay tra kq",
            "thoi gian tra ket qua",
            "ngay tra",
            "handed over",
        ],
    ),
    (
        Fact::Due,
        &[
            "hen tra",
            "ngay hen tra",
            "han tra",
            "ngay hen",
            "han giai quyet",
            "han xu ly",
            "han ket thuc",
            "due",
            "deadline",
        ],
    ),
    (
        Fact::Ended,
        &[
            "ngay xong",
            "ngay xu ly xong",
            "ngay hoan thanh",
            "ngay co ket qua",
            "ngay giai quyet xong",
            "ngay ket thuc",
            "thoi gian ket thuc",
            "ended",
            "closed",
            "end date",
        ],
    ),
    (
        Fact::Registered,
        &["ngay dang ky", "ngay nop", "thoi gian nop", "registered"],
    ),
    (
        Fact::Received,
        &[
            "ngay tiep nhan",
            "ngay nhan",
            "thoi gian tiep nhan",
            "thoi diem tiep nhan",
            "received",
            "opened",
            "start date",
        ],
    ),
    (
        Fact::Limit,
        &["thoi han giai quyet", "thoi han", "so ngay giai quyet"],
    ),
    (
        Fact::Status,
        &[
            "trang thai",
            "tinh trang",
            "trang thai xu ly",
            "trang thai ho so",
            "status",
        ],
    ),
    (
        Fact::Channel,
        &[
            "hinh thuc nop",
            "hinh thuc tiep nhan",
            "hinh thuc",
            "kenh nop",
            "kenh",
            "phuong thuc nop",
            "channel",
        ],
    ),
    (
        Fact::AgencyCode,
        &["ma co quan", "ma don vi", "agency code"],
    ),
    (Fact::FieldCode, &["ma linh vuc", "field code"]),
    (
        Fact::ProcedureCode,
        &["ma thu tuc", "ma tthc", "procedure code"],
    ),
    (
        Fact::AgencyName,
        &[
            "co quan",
            "co quan giai quyet",
            "don vi",
            "don vi xu ly",
            "ten co quan",
            "phong ban",
            "agency",
            "department",
        ],
    ),
    (
        Fact::FieldName,
        &["linh vuc", "ten linh vuc", "nhom thu tuc", "field", "group"],
    ),
    (
        Fact::ProcedureName,
        &[
            "thu tuc",
            "ten thu tuc",
            "tthc",
            "thu tuc hanh chinh",
            "procedure",
        ],
    ),
    (Fact::EventAt, &["thoi gian su kien", "time:timestamp"]),
    (Fact::Event, &["su kien", "concept:name"]),
    (
        Fact::Newer,
        &["cap nhat luc", "ngay cap nhat", "cap nhat", "updated"],
    ),
];

/// Parts of words of the status column; the first line that has a part of the word gives its meaning.
const STATUSES: [(StatusWord, &[&str]); 12] = [
    (
        StatusWord::Resolved,
        &["cho tra", "chua tra", "to be collected"],
    ),
    (
        StatusWord::HandedOver,
        &["da tra", "tra ket qua", "handed over", "collected"],
    ),
    (
        StatusWord::WithdrawalAsked,
        &["yeu cau rut", "xin rut", "de nghi rut"],
    ),
    (StatusWord::Withdrawn, &["rut ho so", "da rut", "withdrawn"]),
    (
        StatusWord::Refused,
        &[
            "khong duoc tiep nhan",
            "khong tiep nhan",
            "tu choi tiep nhan",
            "refused",
        ],
    ),
    (StatusWord::PapersAsked, &["bo sung", "papers"]),
    (
        StatusWord::PaymentAsked,
        &[
            "tai chinh",
            "nop phi",
            "le phi",
            "thanh toan",
            "nop thue",
            "payment",
        ],
    ),
    (
        StatusWord::Stopped,
        &[
            "dung xu ly",
            "dung giai quyet",
            "khong du dieu kien",
            "tu choi",
            "huy",
            "stopped",
            "ineligible",
        ],
    ),
    (
        StatusWord::Resolved,
        &[
            "xong",
            "hoan thanh",
            "da giai quyet",
            "da co ket qua",
            "da xu ly",
            "resolved",
            "done",
            "closed",
        ],
    ),
    (
        StatusWord::Registered,
        &["moi dang ky", "cho tiep nhan", "moi nop", "registered"],
    ),
    (
        StatusWord::InProcess,
        &[
            "dang",
            "cho xu ly",
            "cho phe duyet",
            "in process",
            "in progress",
            "open",
        ],
    ),
    (StatusWord::Received, &["tiep nhan", "received"]),
];

const CHANNELS: [(Channel, &[&str]); 3] = [
    (
        Channel::Online,
        &[
            "truc tuyen",
            "qua mang",
            "online",
            "internet",
            "cong dich vu cong",
            "dvc",
            "mail",
        ],
    ),
    (Channel::Post, &["buu chinh", "buu dien", "bcci", "post"]),
    (
        Channel::Direct,
        &[
            "truc tiep",
            "tai quay",
            "quay",
            "mot cua",
            "direct",
            "desk",
            "counter",
        ],
    ),
];

/// The draft suggested for a file.
#[must_use]
pub fn draft(look: &FileInspection) -> MappingDraft {
    let mut draft = MappingDraft::default();
    let names: Vec<String> = look.header.iter().map(|name| folded(name)).collect();
    let mut taken = vec![false; names.len()];
    // Whole names are tried before parts of names: "Ngày trả" is not "Ngày hẹn trả".
    for fits in [is_name as fn(&str, &str) -> bool, holds_name] {
        for (fact, known) in NAMES {
            if draft.columns.contains_key(&fact) {
                continue;
            }
            let found = known.iter().find_map(|known| {
                let mut places = names.iter().zip(&taken).enumerate();
                places
                    .find(|(_, (name, taken))| !**taken && fits(name, known))
                    .map(|(place, _)| place)
            });
            if let Some(place) = found
                && let (Some(name), Some(taken)) = (look.header.get(place), taken.get_mut(place))
            {
                draft.columns.insert(fact, name.clone());
                *taken = true;
            }
        }
    }
    // A column of states or channels has few different words.
    for fact in [Fact::Status, Fact::Channel] {
        let place = draft.columns.get(&fact).and_then(|name| look.place(name));
        let words = place.and_then(|place| look.words.get(place));
        if words.is_some_and(|words| words.has_more || words.words.len() > WORDS_MAX) {
            draft.columns.remove(&fact);
        }
    }
    draft.is_event_log =
        draft.columns.contains_key(&Fact::Event) && draft.columns.contains_key(&Fact::EventAt);
    draft.has_any_code = has_any_code(look, &draft);
    draft.dates = date_order(look, &draft);
    draft
}

/// The header among the first lines, with its number of known names and of cells: the line with the most known names, of
/// several the one with the most cells.
#[must_use]
pub fn header(lines: &[&[String]]) -> (usize, (usize, usize)) {
    let score = |cells: &&[String]| {
        let names: Vec<String> = cells.iter().map(|cell| folded(cell)).collect();
        let is_known = |name: &&String| {
            let mut known = NAMES.iter().flat_map(|(_, known)| known.iter());
            known.any(|known| is_name(name, known))
        };
        let known = names.iter().filter(is_known).count();
        let filled = names.iter().filter(|name| !name.is_empty()).count();
        (known, filled)
    };
    let scores = lines.iter().map(score).enumerate();
    // Of equal lines the first is taken, because data rows can have as many cells as the header.
    let best = scores.reduce(|best, next| if next.1 > best.1 { next } else { best });
    best.unwrap_or_default()
}

fn is_name(name: &str, known: &str) -> bool {
    name == known
}

fn holds_name(name: &str, known: &str) -> bool {
    // Short English words are part of many others.
    known.len() > 5 && name.contains(known)
}

/// The most likely meaning of a word of the status column.
#[must_use]
pub fn status(word: &str) -> Option<StatusWord> {
    first(&STATUSES, word)
}

/// The most likely meaning of a word of the channel column.
#[must_use]
pub fn channel(word: &str) -> Option<Channel> {
    first(&CHANNELS, word)
}

impl MappingDraft {
    /// The meaning of a word of the status column: as chosen before, else a guess.
    #[must_use]
    pub fn status_of(&self, word: &str) -> Option<StatusWord> {
        let known = self.statuses.iter().find(|(known, _)| same(known, word));
        known.map(|(_, meaning)| *meaning).or_else(|| status(word))
    }

    /// The meaning of a word of the channel column: as chosen before, else a guess.
    #[must_use]
    pub fn channel_of(&self, word: &str) -> Option<Channel> {
        let known = self.channels.iter().find(|(known, _)| same(known, word));
        known.map(|(_, meaning)| *meaning).or_else(|| channel(word))
    }
}

fn first<T: Copy>(known: &[(T, &[&str])], word: &str) -> Option<T> {
    let word = folded(word);
    let found = known
        .iter()
        .find(|(_, parts)| parts.iter().any(|part| word.contains(part)));
    found.map(|(meaning, _)| *meaning)
}

fn cells<'a>(look: &'a FileInspection, draft: &MappingDraft, fact: Fact) -> Vec<&'a str> {
    let place = draft.columns.get(&fact).and_then(|name| look.place(name));
    let Some(place) = place else {
        return Vec::new();
    };
    let cells = look.rows.iter().filter_map(|row| row.get(place));
    let cells = cells.map(|cell| cell.trim());
    cells.filter(|cell| !cell.is_empty()).collect()
}

/// Whether the codes of the first rows do not match the national pattern.
fn has_any_code(look: &FileInspection, draft: &MappingDraft) -> bool {
    let codes = cells(look, draft, Fact::Code);
    let is_national = |code: &&str| DossierCode::with_rule(code, &CodeRule::Vietnamese).is_ok();
    !codes.is_empty() && !codes.iter().any(is_national)
}

/// Month first if a date of the first rows can only be that, and none can only be day first.
fn date_order(look: &FileInspection, draft: &MappingDraft) -> DateOrder {
    let facts = [
        Fact::Received,
        Fact::Due,
        Fact::Ended,
        Fact::Registered,
        Fact::HandedOver,
    ];
    let cells = facts.iter().flat_map(|fact| cells(look, draft, *fact));
    let pairs: Vec<(u32, u32)> = cells.filter_map(slashed).collect();
    let month_first = pairs.iter().any(|(_, second)| *second > 12);
    let day_first = pairs.iter().any(|(first, _)| *first > 12);
    if month_first && !day_first {
        DateOrder::MonthFirst
    } else {
        DateOrder::DayFirst
    }
}

/// The first two numbers of a date such as `11/23/2026`.
fn slashed(cell: &str) -> Option<(u32, u32)> {
    let mut parts = cell.split('/');
    let (first, second) = (parts.next()?, parts.next()?);
    parts.next()?;
    let last_number = |text: &str| text.rsplit(' ').next()?.parse().ok();
    Some((last_number(first)?, second.parse().ok()?))
}
