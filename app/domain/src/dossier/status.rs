//! The national status codes, the reasons for which a dossier ends, and its clock.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::word::UnknownValue;

/// The national portal's status of a dossier; the number is the portal's code, in the database and on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "u8", try_from = "u8")]
#[repr(u8)]
pub enum Status {
    /// 1 · Mới đăng ký: registered online, the clock not started.
    Registered = 1,
    /// 2 · Được tiếp nhận: received, the clock runs from here.
    Received = 2,
    /// 3 · Không được tiếp nhận: refused at reception, terminal.
    Refused = 3,
    /// 4 · Đang xử lý: in process.
    InProcess = 4,
    /// 5 · Yêu cầu bổ sung giấy tờ: more papers asked, the clock stopped.
    PapersAsked = 5,
    /// 6 · Yêu cầu thực hiện nghĩa vụ tài chính: payment asked, the clock stopped.
    PaymentAsked = 6,
    /// 7 · Công dân yêu cầu rút hồ sơ: withdrawal asked, the clock stopped as in 5.
    WithdrawalAsked = 7,
    /// 8 · Dừng xử lý: stopped, terminal.
    Stopped = 8,
    /// 9 · Đã xử lý xong: resolved, the result waits at the one-stop unit.
    Resolved = 9,
    /// 10 · Đã trả kết quả: the result handed over, terminal.
    HandedOver = 10,
}

/// A number that is no national status code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("{0} is no national status code")]
pub struct UnknownStatus(pub u8);

impl Status {
    /// Every status, in the order of its code.
    pub const ALL: [Self; 10] = [
        Self::Registered,
        Self::Received,
        Self::Refused,
        Self::InProcess,
        Self::PapersAsked,
        Self::PaymentAsked,
        Self::WithdrawalAsked,
        Self::Stopped,
        Self::Resolved,
        Self::HandedOver,
    ];

    /// The national code, 1 to 10.
    pub const fn code(self) -> u8 {
        self as u8
    }

    /// The status of a national code; `None` for any other number.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }

    /// Whether it waits for the applicant: 5, 6 and 7 stop the clock.
    pub const fn is_waiting(self) -> bool {
        matches!(
            self,
            Self::PapersAsked | Self::PaymentAsked | Self::WithdrawalAsked
        )
    }

    /// Whether it is 3, 8 or 10: only a correction leads out of these.
    pub const fn is_terminal(self) -> bool {
        matches!(self, Self::Refused | Self::Stopped | Self::HandedOver)
    }
}

impl From<Status> for u8 {
    fn from(status: Status) -> Self {
        status.code()
    }
}

impl TryFrom<u8> for Status {
    type Error = UnknownStatus;

    fn try_from(code: u8) -> Result<Self, UnknownStatus> {
        Self::from_code(code).ok_or(UnknownStatus(code))
    }
}

/// Why a dossier ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndReason {
    /// Resolved.
    Resolved,
    /// Withdrawn by the applicant.
    Withdrawn,
    /// Stopped as not eligible.
    Ineligible,
    /// Refused at reception: counted separately and nowhere else.
    Refused,
}

impl EndReason {
    /// Every reason.
    pub const ALL: [Self; 4] = [
        Self::Resolved,
        Self::Withdrawn,
        Self::Ineligible,
        Self::Refused,
    ];

    /// The word stored in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Resolved => "resolved",
            Self::Withdrawn => "withdrawn",
            Self::Ineligible => "ineligible",
            Self::Refused => "refused",
        }
    }
}

impl FromStr for EndReason {
    type Err = UnknownValue;

    fn from_str(word: &str) -> Result<Self, UnknownValue> {
        let found = Self::ALL.into_iter().find(|reason| reason.as_str() == word);
        found.ok_or_else(|| UnknownValue {
            expected: "an end reason",
            given: word.to_owned(),
        })
    }
}

/// Whether working time counts against a dossier's limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Clock {
    /// Not received yet.
    NotStarted,
    /// Received, and being processed by the agency.
    Running,
    /// Received, and waiting for the applicant.
    Stopped,
    /// Ended, for whatever reason; also for one refused or withdrawn before reception, whose clock never ran.
    Ended,
}

impl Clock {
    /// Every state of the clock.
    pub const ALL: [Self; 4] = [Self::NotStarted, Self::Running, Self::Stopped, Self::Ended];

    /// The word stored in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotStarted => "not_started",
            Self::Running => "running",
            Self::Stopped => "stopped",
            Self::Ended => "ended",
        }
    }
}

impl FromStr for Clock {
    type Err = UnknownValue;

    fn from_str(word: &str) -> Result<Self, UnknownValue> {
        let found = Self::ALL.into_iter().find(|clock| clock.as_str() == word);
        found.ok_or_else(|| UnknownValue {
            expected: "a state of the clock",
            given: word.to_owned(),
        })
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code())
    }
}
