//! What is kept with a dossier of its reception, as it lies under its key.

use sanh_domain::dossier::applicant::{Applicant, Submission};
use serde::{Deserialize, Serialize};

/// Who applied, and the papers handed in. Nothing prints it: it is personal.
#[derive(Serialize, Deserialize)]
struct StoredSubmissionV1 {
    applicant: StoredApplicantV1,
    /// The papers, as the slip lists them.
    papers: Vec<String>,
}

/// A person or organisation that applies; what is blank was not given.
#[derive(Serialize, Deserialize)]
struct StoredApplicantV1 {
    name: String,
    /// Digits with a leading zero.
    phone: String,
    identity: String,
    email: String,
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

/// The submission of a record that was sealed.
///
/// # Errors
/// When it is none; the error may quote what is personal.
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
