//! Applicants. Their data are personal and appear in no log, event or address.

mod reception;
mod search;

use std::fmt;

use serde::{Deserialize, Serialize};

use super::amend::PersonalField;
use crate::text::name::composed;

pub use reception::{
    AmendedReception, PAPER_CHARS_MAX, PAPERS_MAX, PaperForm, Reception, SETS_MAX, Submission,
};
pub use search::{GIVEN_NAME, GIVEN_NAME_AND_PHONE, NameSearch};

/// The longest name, in characters.
pub const NAME_CHARS_MAX: usize = 120;
/// The longest e-mail address, in characters (RFC 5321).
pub const EMAIL_CHARS_MAX: usize = 254;
/// The longest postal address, in characters.
pub const ADDRESS_CHARS_MAX: usize = 200;
/// Digits of an identity number: 12 (Luật Căn cước 26/2023), 9 of the older card.
const IDENTITY_DIGITS: [usize; 2] = [12, 9];
/// Digits of a phone number, with its leading zero.
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 9..=11;

/// A person or organisation that applies.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applicant {
    /// The name.
    pub name: String,
    /// The phone number: digits with a leading zero; blank if there is none.
    pub phone: String,
    /// The identity number; blank if there is none.
    pub identity: String,
    /// The e-mail address; blank if there is none.
    pub email: String,
    /// Where they live or have their seat; blank: not told.
    pub address: String,
    /// Who acts for them; blank: nobody else.
    pub representative: String,
}

impl fmt::Debug for Applicant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Applicant(personal)")
    }
}

/// An invalid field of an applicant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidApplicantField {
    /// The name is missing or too long.
    Name,
    /// The phone number is invalid.
    Phone,
    /// The identity number is invalid.
    Identity,
    /// The e-mail address is invalid.
    Email,
    /// Too long an address.
    Address,
    /// Too long a name of whoever acts for them.
    Representative,
}

impl Applicant {
    /// Reads an applicant as typed; separators in numbers are removed.
    ///
    /// # Errors
    /// Every invalid field.
    pub fn read(
        name: &str,
        phone: &str,
        identity: &str,
        email: &str,
    ) -> Result<Self, Vec<InvalidApplicantField>> {
        let applicant = Self {
            name: composed(name),
            phone: phone_digits(phone),
            identity: grouped(identity),
            email: email.trim().to_owned(),
            ..Self::default()
        };
        let Self {
            name,
            phone,
            identity,
            email,
            ..
        } = &applicant;
        let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let is_phone =
            is_number(phone) && PHONE_DIGITS.contains(&phone.len()) && phone.starts_with('0');
        let is_identity = is_number(identity) && IDENTITY_DIGITS.contains(&identity.len());
        let is_email = email.len() <= EMAIL_CHARS_MAX
            && !email
                .chars()
                .any(|letter| letter.is_whitespace() || letter.is_control())
            && email.split_once('@').is_some_and(|(user, host)| {
                !user.is_empty() && host.contains('.') && !host.contains('@')
            });
        let checks = [
            (
                !name.is_empty() && name.chars().count() <= NAME_CHARS_MAX,
                InvalidApplicantField::Name,
            ),
            (phone.is_empty() || is_phone, InvalidApplicantField::Phone),
            (
                identity.is_empty() || is_identity,
                InvalidApplicantField::Identity,
            ),
            (email.is_empty() || is_email, InvalidApplicantField::Email),
        ];
        let unfit: Vec<InvalidApplicantField> = checks
            .into_iter()
            .filter(|(fits, _)| !fits)
            .map(|(_, what)| what)
            .collect();
        if unfit.is_empty() {
            Ok(applicant)
        } else {
            Err(unfit)
        }
    }

    /// The same with where they live and who acts for them, as typed.
    ///
    /// # Errors
    /// Every field that cannot be used.
    pub fn with(
        self,
        address: &str,
        representative: &str,
    ) -> Result<Self, Vec<InvalidApplicantField>> {
        let applicant = Self {
            address: composed(address),
            representative: composed(representative),
            ..self
        };
        let is_long = |text: &str, chars_max| text.chars().count() > chars_max;
        let checks = [
            (
                is_long(&applicant.address, ADDRESS_CHARS_MAX),
                InvalidApplicantField::Address,
            ),
            (
                is_long(&applicant.representative, NAME_CHARS_MAX),
                InvalidApplicantField::Representative,
            ),
        ];
        let unfit = checks.into_iter().filter(|(is_long, _)| *is_long);
        let unfit: Vec<_> = unfit.map(|(_, what)| what).collect();
        if unfit.is_empty() {
            Ok(applicant)
        } else {
            Err(unfit)
        }
    }

    /// Which fields another record has otherwise.
    #[must_use]
    pub fn differences(&self, other: &Self) -> Vec<PersonalField> {
        let fields = [
            (PersonalField::Name, self.name != other.name),
            (PersonalField::Phone, self.phone != other.phone),
            (PersonalField::Identity, self.identity != other.identity),
            (PersonalField::Email, self.email != other.email),
            (PersonalField::Address, self.address != other.address),
            (
                PersonalField::Representative,
                self.representative != other.representative,
            ),
        ];
        let differ = fields.into_iter().filter(|(_, differs)| *differs);
        differ.map(|(field, _)| field).collect()
    }
}

/// An applicant's name as a list shows it; blank: none is known.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownName(pub String);

impl ShownName {
    /// A name of which all but the given name is its first letters: `N. T. Hoa`.
    #[must_use]
    pub fn masked(name: &str) -> Self {
        let mut words: Vec<&str> = name.split_whitespace().collect();
        let given = words.pop().unwrap_or_default().to_owned();
        let letters = words.iter().filter_map(|word| word.chars().next());
        let letters = letters.map(|letter| format!("{letter}."));
        Self(letters.chain([given]).collect::<Vec<_>>().join(" "))
    }
}

impl fmt::Debug for ShownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ShownName(personal)")
    }
}

/// A number without separators between its digits.
fn grouped(text: &str) -> String {
    text.chars().filter(|c| !" .-".contains(*c)).collect()
}

fn phone_digits(text: &str) -> String {
    let digits: String = text.chars().filter(|c| !" .-()".contains(*c)).collect();
    match digits.strip_prefix("+84") {
        Some(rest) => format!("0{}", rest.trim_start_matches('0')),
        None => digits,
    }
}

/// The secrets on a slip, for its holder only.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlipSecrets {
    /// The number that is typed with the code.
    pub pin: String,
    /// The secret in the QR code.
    pub link: String,
}

impl fmt::Debug for SlipSecrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SlipSecrets(secret)")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn numbers_are_kept_without_what_groups_them() {
        let read =
            Applicant::read("  Lê  Thị Thử ", "+84 912.345.678", "001 099 000 001", "").unwrap();
        assert_eq!(
            (read.name.as_str(), read.phone.as_str()),
            ("Lê Thị Thử", "0912345678")
        );
        assert_eq!(read.identity, "001099000001");
    }

    #[test]
    fn all_invalid_fields_are_reported_together() {
        let unfit = Applicant::read(" ", "12", "12345", "nobody").unwrap_err();
        assert_eq!(
            unfit,
            [
                InvalidApplicantField::Name,
                InvalidApplicantField::Phone,
                InvalidApplicantField::Identity,
                InvalidApplicantField::Email
            ]
        );
        assert!(Applicant::read("A", "", "", "a@b@c.vn").is_err());
        assert!(Applicant::read("A", "", "", "a@b.vn").is_ok());
    }

    #[test]
    fn address_and_representative_have_a_limited_length() {
        let read = || Applicant::read("Lê Thị Thử", "", "", "").unwrap();
        let told = read().with(" Khu 5 ", "Trần Văn Thay").unwrap();
        assert_eq!(
            (told.address.as_str(), told.representative.as_str()),
            ("Khu 5", "Trần Văn Thay")
        );
        assert_eq!(
            told.differences(&read()),
            [PersonalField::Address, PersonalField::Representative]
        );
        let long = "a".repeat(ADDRESS_CHARS_MAX + 1);
        assert_eq!(
            read().with(&long, &long).unwrap_err(),
            [
                InvalidApplicantField::Address,
                InvalidApplicantField::Representative
            ]
        );
    }

    #[test]
    fn a_list_shows_the_given_name_and_first_letters() {
        assert_eq!(ShownName::masked("Lê Thị Thử").0, "L. T. Thử");
        assert_eq!(ShownName::masked("Đỗ An").0, "Đ. An");
        assert_eq!(ShownName::masked("An").0, "An");
        assert_eq!(
            format!("{:?}", ShownName::masked("An")),
            "ShownName(personal)"
        );
    }

    #[test]
    fn nothing_personal_can_be_logged() {
        let submission = Submission {
            applicant: Applicant::read("Lê Thị Thử", "0912345678", "", "").unwrap(),
            papers: vec!["Đơn".to_owned()],
            sets: Some(1),
        };
        assert_eq!(
            format!("{submission:?} {:?}", submission.applicant),
            "Submission(personal) Applicant(personal)"
        );
    }
}
