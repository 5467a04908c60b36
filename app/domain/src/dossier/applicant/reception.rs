//! What is entered at a reception, and the papers that are handed in.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Applicant;
use crate::deadline::Instant;
use crate::dossier::DossierCode;
use crate::id::{AgencyId, ProcedureId};
use crate::procedure::channel::Channel;

// Papers beyond the checklist have the same bounds as those on it.
pub use crate::procedure::model::{PAPER_CHARS_MAX, PAPERS_MAX};

/// The most sets (bộ) of one dossier's papers (ours).
pub const SETS_MAX: u8 = 99;

/// The data of a reception that are stored beside the dossier.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    /// The applicant.
    pub applicant: Applicant,
    /// The papers handed in, as the slip lists them, each with its form where it is known: see [`PaperForm`].
    pub papers: Vec<String>,
    /// How many sets of them; `None`: not told.
    pub sets: Option<u8>,
}

impl fmt::Debug for Submission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Submission(personal)")
    }
}

/// In which form a paper is handed in, as it stands behind the paper's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaperForm {
    /// The original.
    Original,
    /// A copy.
    Copy,
    /// A certified copy.
    CertifiedCopy,
}

impl PaperForm {
    /// Every form.
    pub const ALL: [Self; 3] = [Self::Original, Self::Copy, Self::CertifiedCopy];

    /// The word of it in forms.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::Copy => "copy",
            Self::CertifiedCopy => "certified",
        }
    }

    /// The form of a word.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.as_str() == word)
    }

    const fn mark(self) -> &'static str {
        match self {
            Self::Original => " (bản chính)",
            Self::Copy => " (bản sao)",
            Self::CertifiedCopy => " (bản sao chứng thực)",
        }
    }

    /// A paper's name with its form behind it.
    #[must_use]
    pub fn marked(self, paper: &str) -> String {
        format!("{paper}{}", self.mark())
    }

    /// A paper's name, and its form where one stands behind it.
    #[must_use]
    pub fn split(paper: &str) -> (&str, Option<Self>) {
        let mut forms = Self::ALL.into_iter();
        let marked = |form: Self| Some((paper.strip_suffix(form.mark())?, Some(form)));
        forms.find_map(marked).unwrap_or((paper, None))
    }
}

/// The data that are entered at a reception.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reception {
    /// The procedure.
    pub procedure: ProcedureId,
    /// The agency that processes it.
    pub agency: AgencyId,
    /// The channel.
    pub channel: Channel,
    /// The applicant and the papers.
    pub submission: Submission,
    /// When it was received; `None` for now.
    pub received_at: Option<Instant>,
    /// The reason for recording it late.
    pub late_reason: Option<String>,
    /// The reason for refusing it; `None` if it is received.
    pub refused: Option<String>,
}

/// The data of a reception after an amendment, changed or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AmendedReception {
    /// The dossier.
    pub code: DossierCode,
    /// The version of the dossier that the form showed.
    pub version: i64,
    /// The procedure.
    pub procedure: Option<ProcedureId>,
    /// The agency that processes it.
    pub agency: AgencyId,
    /// The channel.
    pub channel: Channel,
    /// When it was received; `None` if that stays unchanged.
    pub received_at: Option<Instant>,
    /// The applicant and the papers; `None` if none are stored.
    pub submission: Option<Submission>,
    /// The reason.
    pub reason: String,
    /// Whether the author has confirmed that the due time comes before the one on the old slip.
    pub accepts_earlier_due: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_papers_form_is_written_after_its_name() {
        for form in PaperForm::ALL {
            assert_eq!(PaperForm::read(form.as_str()), Some(form));
            let marked = form.marked("Tờ khai");
            assert_eq!(PaperForm::split(&marked), ("Tờ khai", Some(form)));
        }
        assert_eq!(PaperForm::split("Tờ khai"), ("Tờ khai", None));
    }
}
