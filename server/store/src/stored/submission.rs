//! The submission of a dossier, as it is encrypted.

use sanh_domain::dossier::applicant::{Applicant, Submission};
use serde::{Deserialize, Serialize};

/// The applicant, and the papers handed in. It has no `Debug`, as it is personal.
#[derive(Serialize, Deserialize)]
struct StoredSubmissionV1 {
    applicant: StoredApplicantV1,
    /// The papers, as the slip lists them.
    papers: Vec<String>,
}

/// A person or organisation that applies; a value that was not given is blank.
#[derive(Serialize, Deserialize)]
struct StoredApplicantV1 {
    name: String,
    /// Digits with a leading zero.
    phone: String,
    identity: String,
    email: String,
}

/// The bytes of a submission, to be encrypted.
///
/// # Errors
/// When it cannot be written.
pub fn submission_bytes(submission: &Submission) -> serde_json::Result<Vec<u8>> {
    let Applicant {
        name,
        phone,
        identity,
        email,
    } = submission.applicant.clone();
    serde_json::to_vec(&StoredSubmissionV1 {
        applicant: StoredApplicantV1 {
            name,
            phone,
            identity,
            email,
        },
        papers: submission.papers.clone(),
    })
}

/// Reads the bytes of a submission.
///
/// # Errors
/// When they are invalid; the error may quote personal data.
pub fn read_submission(record: &[u8]) -> serde_json::Result<Submission> {
    let StoredSubmissionV1 { applicant, papers } = serde_json::from_slice(record)?;
    let StoredApplicantV1 {
        name,
        phone,
        identity,
        email,
    } = applicant;
    Ok(Submission {
        applicant: Applicant {
            name,
            phone,
            identity,
            email,
        },
        papers,
    })
}
