//! The submission of a dossier, as it is encrypted.

use sanh_domain::dossier::applicant::{Applicant, Submission};
use serde::{Deserialize, Serialize};

/// The applicant, and the papers handed in. It has no `Debug`, as it is personal.
#[derive(Deserialize)]
struct StoredSubmissionV1 {
    applicant: StoredApplicantV1,
    /// The papers, as the slip lists them.
    papers: Vec<String>,
}

/// A person or organisation that applies; a value that was not given is blank.
#[derive(Deserialize)]
struct StoredApplicantV1 {
    name: String,
    /// Digits with a leading zero.
    phone: String,
    identity: String,
    email: String,
}

/// The same, with how many sets of papers were handed in.
#[derive(Serialize, Deserialize)]
struct StoredSubmissionV2 {
    applicant: StoredApplicantV2,
    papers: Vec<String>,
    /// None where it was not told.
    sets: Option<u8>,
}

/// The same, with where they live and who acts for them.
#[derive(Serialize, Deserialize)]
struct StoredApplicantV2 {
    name: String,
    phone: String,
    identity: String,
    email: String,
    address: String,
    representative: String,
}

/// A submission as it is sealed.
///
/// # Errors
/// When it cannot be written.
pub fn submission_bytes(submission: &Submission) -> serde_json::Result<Vec<u8>> {
    let Applicant {
        name,
        phone,
        identity,
        email,
        address,
        representative,
    } = submission.applicant.clone();
    serde_json::to_vec(&StoredSubmissionV2 {
        applicant: StoredApplicantV2 {
            name,
            phone,
            identity,
            email,
            address,
            representative,
        },
        papers: submission.papers.clone(),
        sets: submission.sets,
    })
}

/// The submission of a record that was sealed, in whichever form.
///
/// # Errors
/// When they are invalid; the error may quote personal data.
pub fn read_submission(record: &[u8]) -> serde_json::Result<Submission> {
    match serde_json::from_slice::<StoredSubmissionV2>(record) {
        Ok(stored) => Ok(stored.into()),
        Err(_) => serde_json::from_slice::<StoredSubmissionV1>(record).map(Submission::from),
    }
}

impl From<StoredSubmissionV1> for Submission {
    fn from(stored: StoredSubmissionV1) -> Self {
        let StoredSubmissionV1 { applicant, papers } = stored;
        let StoredApplicantV1 {
            name,
            phone,
            identity,
            email,
        } = applicant;
        Self {
            applicant: Applicant {
                name,
                phone,
                identity,
                email,
                ..Applicant::default()
            },
            papers,
            sets: None,
        }
    }
}

impl From<StoredSubmissionV2> for Submission {
    fn from(stored: StoredSubmissionV2) -> Self {
        let StoredSubmissionV2 {
            applicant,
            papers,
            sets,
        } = stored;
        let StoredApplicantV2 {
            name,
            phone,
            identity,
            email,
            address,
            representative,
        } = applicant;
        Self {
            applicant: Applicant {
                name,
                phone,
                identity,
                email,
                address,
                representative,
            },
            papers,
            sets,
        }
    }
}
