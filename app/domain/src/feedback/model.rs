//! A message of a visitor: its kinds, its states, and the entries written on it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::deadline::Instant;
use crate::dossier::applicant::{Applicant, InvalidApplicantField};
use crate::id::AgencyId;
use crate::word::UnknownValue;

/// The longest message, explanation or answer, in characters.
pub const TEXT_CHARS_MAX: usize = 4_000;
/// The shortest message, in characters (ours: a shorter one says nothing).
pub const TEXT_CHARS_MIN: usize = 10;
/// The longest subject of a published answer, in characters.
pub const SUBJECT_CHARS_MAX: usize = 160;
/// Digits of the number by which a sender follows a message.
pub const PIN_DIGITS: usize = 8;
/// Letters and digits of a message's code.
pub const CODE_CHARS: usize = 8;
/// Messages of one page of a list (ours).
pub const LIST_ROWS: u32 = 50;
/// Published answers of one page (ours).
pub const PUBLISHED_ROWS: u32 = 20;
/// The most entries of one message: the sender's, and requests and explanations in turn (ours).
pub const ENTRIES_MAX: usize = 60;

/// The kind of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeedbackKind {
    /// The sender was treated wrongly.
    Complaint,
    /// Something is wrong.
    Report,
    /// Something could be improved.
    Suggestion,
}

impl FeedbackKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Complaint, Self::Report, Self::Suggestion];

    /// The word stored in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Complaint => "complaint",
            Self::Report => "report",
            Self::Suggestion => "suggestion",
        }
    }
}

impl FromStr for FeedbackKind {
    type Err = UnknownValue;

    fn from_str(word: &str) -> Result<Self, UnknownValue> {
        let found = Self::ALL.into_iter().find(|kind| kind.as_str() == word);
        found.ok_or_else(|| UnknownValue {
            expected: "a kind of feedback",
            given: word.to_owned(),
        })
    }
}

/// The state of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeedbackState {
    /// It waits for a manager.
    Received,
    /// An agency has to explain.
    Forwarded,
    /// The agency has explained.
    Explained,
    /// The centre has answered.
    Answered,
}

impl FeedbackState {
    /// Every state.
    pub const ALL: [Self; 4] = [
        Self::Received,
        Self::Forwarded,
        Self::Explained,
        Self::Answered,
    ];

    /// The word stored in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Forwarded => "forwarded",
            Self::Explained => "explained",
            Self::Answered => "answered",
        }
    }

    /// The state after an act; `None` where the act is not possible. An answer is final; before it, the same or another agency
    /// may be asked again.
    #[must_use]
    pub const fn after(self, act: FeedbackAct) -> Option<Self> {
        match (self, act) {
            (Self::Received | Self::Forwarded | Self::Explained, FeedbackAct::Forward) => {
                Some(Self::Forwarded)
            }
            (Self::Forwarded, FeedbackAct::Explain) => Some(Self::Explained),
            (Self::Received | Self::Forwarded | Self::Explained, FeedbackAct::Answer) => {
                Some(Self::Answered)
            }
            _ => None,
        }
    }
}

impl FromStr for FeedbackState {
    type Err = UnknownValue;

    fn from_str(word: &str) -> Result<Self, UnknownValue> {
        let found = Self::ALL.into_iter().find(|state| state.as_str() == word);
        found.ok_or_else(|| UnknownValue {
            expected: "a state of feedback",
            given: word.to_owned(),
        })
    }
}

/// An act of staff on a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedbackAct {
    /// A manager asks an agency to explain.
    Forward,
    /// The agency explains in writing.
    Explain,
    /// A manager answers.
    Answer,
}

/// The kind of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// What the sender wrote.
    Message,
    /// The dossier that the sender named, as typed.
    Dossier,
    /// The contact data of the sender.
    Contact,
    /// A manager's question to the agency.
    Request,
    /// The agency's explanation.
    Explanation,
    /// The centre's answer.
    Answer,
    /// The subject of a published answer, written by staff.
    Subject,
}

impl EntryKind {
    const ALL: [Self; 7] = [
        Self::Message,
        Self::Dossier,
        Self::Contact,
        Self::Request,
        Self::Explanation,
        Self::Answer,
        Self::Subject,
    ];

    /// The word stored in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::Dossier => "dossier",
            Self::Contact => "contact",
            Self::Request => "request",
            Self::Explanation => "explanation",
            Self::Answer => "answer",
            Self::Subject => "subject",
        }
    }

    /// Whether the sender wrote it.
    #[must_use]
    pub const fn is_of_sender(self) -> bool {
        matches!(self, Self::Message | Self::Dossier | Self::Contact)
    }
}

impl FromStr for EntryKind {
    type Err = UnknownValue;

    fn from_str(word: &str) -> Result<Self, UnknownValue> {
        let found = Self::ALL.into_iter().find(|kind| kind.as_str() == word);
        found.ok_or_else(|| UnknownValue {
            expected: "a kind of entry",
            given: word.to_owned(),
        })
    }
}

/// An entry of a message. It may contain personal data.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackEntry {
    /// Its kind.
    pub kind: EntryKind,
    /// When it was written.
    pub at: Instant,
    /// The account of its author; blank for the sender.
    pub author: String,
    /// The text.
    pub text: String,
}

impl fmt::Debug for FeedbackEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FeedbackEntry({}, personal)", self.kind.as_str())
    }
}

/// A message as lists show it, without anything that its sender wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackRow {
    /// Its number.
    pub id: i64,
    /// Its kind.
    pub kind: FeedbackKind,
    /// Its state.
    pub state: FeedbackState,
    /// The number of its changes; a form carries the version it showed.
    pub version: i64,
    /// When it was received.
    pub received_at: Instant,
    /// When its answer is due; `None` if the calendar does not reach so far.
    pub due_at: Option<Instant>,
    /// The agency concerned, if chosen.
    pub agency: Option<AgencyId>,
    /// When it was answered; `None` before.
    pub answered_at: Option<Instant>,
    /// When its answer was published; `None` if it is not public.
    pub published_at: Option<Instant>,
}

impl FeedbackRow {
    /// Whether it should have been answered by now.
    #[must_use]
    pub fn is_overdue(&self, now: Instant) -> bool {
        self.answered_at.is_none() && self.due_at.is_some_and(|due| due < now)
    }

    /// Whether it was answered after its due time.
    #[must_use]
    pub fn is_late(&self) -> bool {
        matches!((self.answered_at, self.due_at), (Some(at), Some(due)) if due < at)
    }
}

/// A message with its entries, oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackFile {
    /// The message.
    pub row: FeedbackRow,
    /// The entries.
    pub entries: Vec<FeedbackEntry>,
}

impl FeedbackFile {
    /// The last entry of a kind.
    #[must_use]
    pub fn last(&self, kind: EntryKind) -> Option<&FeedbackEntry> {
        self.entries.iter().rfind(|entry| entry.kind == kind)
    }
}

/// A published answer: written by staff only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedAnswer {
    /// The message's number, the cursor of the next page.
    pub id: i64,
    /// The kind of the message.
    pub kind: FeedbackKind,
    /// Its subject.
    pub subject: String,
    /// The answer.
    pub answer: String,
    /// When it was published.
    pub published_at: Instant,
}

/// The code of a message: random, without letters that look like digits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackCode(String);

/// Digits and letters without I, L, O and U (Crockford's base 32).
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

impl FeedbackCode {
    /// The code of the lower 40 bits of a random number.
    #[must_use]
    pub fn of_bits(bits: u64) -> Self {
        let letter = |place: usize| {
            let index = (bits >> (5 * (CODE_CHARS - 1 - place))) & 31;
            let index = usize::try_from(index).unwrap_or_default();
            LETTERS.get(index).copied().map_or('0', char::from)
        };
        Self((0..CODE_CHARS).map(letter).collect())
    }

    /// Reads a code as typed: case, blanks and hyphens are ignored, and letters that look like a digit count as it. `None` if
    /// it is not a code.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let letters = text.chars().filter(|letter| !is_separator(*letter));
        let letters = letters.map(|letter| match letter.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            letter => letter,
        });
        // One letter more is enough to see that the text is too long.
        let code: String = letters.take(CODE_CHARS + 1).collect();
        let is_code = code.len() == CODE_CHARS && code.bytes().all(|it| LETTERS.contains(&it));
        is_code.then_some(Self(code))
    }

    /// The code as stored.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The code in two groups, for people to read.
    #[must_use]
    pub fn in_groups(&self) -> String {
        let (first, rest) = self.0.split_at_checked(CODE_CHARS / 2).unwrap_or_default();
        format!("{first}-{rest}")
    }
}

/// Reads a typed number, ignoring blanks and hyphens; `None` if it does not have [`PIN_DIGITS`] digits.
#[must_use]
pub fn read_pin(text: &str) -> Option<String> {
    let digits = text.chars().filter(|letter| !is_separator(*letter));
    let pin: String = digits.take(PIN_DIGITS + 1).collect();
    let is_pin = pin.len() == PIN_DIGITS && pin.bytes().all(|byte| byte.is_ascii_digit());
    is_pin.then_some(pin)
}

/// A number in two groups, for people to read.
#[must_use]
pub fn pin_in_groups(pin: &str) -> String {
    match pin.split_at_checked(PIN_DIGITS / 2) {
        Some((first, rest)) if !rest.is_empty() => format!("{first} {rest}"),
        _ => pin.to_owned(),
    }
}

fn is_separator(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '-' | '.' | '\u{2013}')
}

/// The contact data of a sender. Personal data.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Contact {
    /// The name; blank if not given.
    pub name: String,
    /// The phone number: digits with a leading zero; blank if not given.
    pub phone: String,
    /// The e-mail address; blank if not given.
    pub email: String,
}

impl fmt::Debug for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Contact(personal)")
    }
}

impl Contact {
    /// Reads a contact as typed, by the rules for applicants; `None` if nothing was typed and the sender stays anonymous.
    ///
    /// # Errors
    /// Every invalid field.
    pub fn read(
        name: &str,
        phone: &str,
        email: &str,
    ) -> Result<Option<Self>, Vec<InvalidApplicantField>> {
        if [name, phone, email].iter().all(|it| it.trim().is_empty()) {
            return Ok(None);
        }
        // Applicants must have a name, senders need not: the dash stands for a missing one.
        let is_named = !name.trim().is_empty();
        let known = Applicant::read(if is_named { name } else { "-" }, phone, "", email)?;
        Ok(Some(Self {
            name: if is_named { known.name } else { String::new() },
            phone: known.phone,
            email: known.email,
        }))
    }

    /// The contact as it is encrypted: name, phone and e-mail address, one per line.
    #[must_use]
    pub fn to_lines(&self) -> String {
        format!("{}\n{}\n{}", self.name, self.phone, self.email)
    }

    /// The contact of these lines.
    #[must_use]
    pub fn of_lines(lines: &str) -> Self {
        let mut parts = lines.split('\n').map(str::to_owned);
        let mut next = || parts.next().unwrap_or_default();
        Self {
            name: next(),
            phone: next(),
            email: next(),
        }
    }

    /// The parts of a sealed contact that are not blank.
    #[must_use]
    pub fn parts(lines: &str) -> Vec<&str> {
        lines.lines().filter(|line| !line.is_empty()).collect()
    }
}

#[cfg(test)]
mod tests;
