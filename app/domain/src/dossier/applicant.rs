//! Applicants. Their data are personal and appear in no log, event or address.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::DossierCode;
use super::amend::PersonalField;
use crate::deadline::Instant;
use crate::id::{AgencyId, ProcedureId};
use crate::procedure::channel::Channel;
use crate::text::fold::folded;
use crate::text::name::composed;

// Papers beyond the checklist have the same bounds as those on it.
pub use crate::procedure::model::{PAPER_CHARS_MAX, PAPERS_MAX};

/// The longest name, in characters.
pub const NAME_CHARS_MAX: usize = 120;
/// The longest e-mail address, in characters (RFC 5321).
pub const EMAIL_CHARS_MAX: usize = 254;
/// The longest postal address, in characters.
pub const ADDRESS_CHARS_MAX: usize = 200;
/// The most sets (bộ) of one dossier's papers (ours).
pub const SETS_MAX: u8 = 99;
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

    /// The texts by which a search finds the applicant, with their kind.
    #[must_use]
    pub fn marks(&self) -> Vec<(&'static str, String)> {
        let name = folded(&self.name);
        let given = name.rsplit(' ').next().unwrap_or_default().to_owned();
        let phone_end = phone_end(&self.phone).filter(|_| !given.is_empty());
        let with_phone = phone_end.map(|end| format!("{given} {end}"));
        let marks = [
            ("name", name),
            (GIVEN_NAME, given),
            (GIVEN_NAME_AND_PHONE, with_phone.unwrap_or_default()),
            ("phone", self.phone.clone()),
            ("identity", self.identity.clone()),
        ];
        marks
            .into_iter()
            .filter(|(_, text)| !text.is_empty())
            .collect()
    }

    /// The kinds and normalised texts of a search: a name, or one of the numbers.
    #[must_use]
    pub fn marks_of(text: &str) -> Vec<(&'static str, String)> {
        let is_number = !text.is_empty()
            && text
                .chars()
                .all(|c| c.is_ascii_digit() || " .-+()".contains(c));
        if is_number {
            return vec![("phone", phone_digits(text)), ("identity", grouped(text))];
        }
        vec![("name", folded(text))]
    }
}

/// The kind of search key that is the given name alone: it is kept so short that several names share it.
pub const GIVEN_NAME: &str = "given";
/// The kind of search key that is the given name with the last digits of the phone.
pub const GIVEN_NAME_AND_PHONE: &str = "given_phone";
/// How many last digits of a phone are looked for with a name.
const PHONE_END_DIGITS: usize = 4;

/// The end of a name that somebody looks for, with the last four digits of the phone where they were typed. Family and middle names
/// alone find nobody.
#[derive(Clone, PartialEq, Eq)]
pub struct NameSearch {
    /// The words of the name, folded; the last is the given name.
    words: Vec<String>,
    phone_end: Option<String>,
}

impl NameSearch {
    /// What a typed text looks for; `None`: no name.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let folded = folded(text);
        let mut words: Vec<String> = folded.split(' ').map(str::to_owned).collect();
        let is_end = |word: &mut String| {
            word.len() == PHONE_END_DIGITS && word.bytes().all(|byte| byte.is_ascii_digit())
        };
        let phone_end = words.pop_if(is_end);
        let has_letters = |word: &String| word.chars().any(char::is_alphabetic);
        words
            .last()
            .is_some_and(has_letters)
            .then_some(Self { words, phone_end })
    }

    /// The search key of those it may mean, with its kind.
    #[must_use]
    pub fn mark(&self) -> (&'static str, String) {
        let given = self.words.last().cloned().unwrap_or_default();
        match &self.phone_end {
            None => (GIVEN_NAME, given),
            Some(end) => (GIVEN_NAME_AND_PHONE, format!("{given} {end}")),
        }
    }

    /// Whether it means an applicant: their name ends with the given name, and has the other words before it in this order.
    #[must_use]
    pub fn fits(&self, applicant: &Applicant) -> bool {
        let name = folded(&applicant.name);
        let mut of_name = name.split(' ').rev();
        let Some((given, before)) = self.words.split_last() else {
            return false;
        };
        let is_given = of_name.next() == Some(given.as_str());
        let has_others = before.iter().rev().all(|word| of_name.any(|it| it == word));
        let has_phone = self
            .phone_end
            .as_deref()
            .is_none_or(|end| phone_end(&applicant.phone) == Some(end));
        is_given && has_others && has_phone
    }
}

/// The last digits of a phone.
fn phone_end(phone: &str) -> Option<&str> {
    phone.get(phone.len().checked_sub(PHONE_END_DIGITS)?..)
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
    fn a_papers_form_is_written_after_its_name() {
        for form in PaperForm::ALL {
            assert_eq!(PaperForm::read(form.as_str()), Some(form));
            let marked = form.marked("Tờ khai");
            assert_eq!(PaperForm::split(&marked), ("Tờ khai", Some(form)));
        }
        assert_eq!(PaperForm::split("Tờ khai"), ("Tờ khai", None));
    }

    #[test]
    fn somebody_is_found_by_whole_name_phone_or_identity_number_however_typed() {
        let read = Applicant::read("Lê Thị Thử", "0912345678", "001099000001", "").unwrap();
        for text in [
            "le thi thu",
            "LÊ THỊ THỬ",
            "0912 345 678",
            "+84912345678",
            "001099000001",
        ] {
            let asked = Applicant::marks_of(text);
            assert!(
                read.marks().iter().any(|mark| asked.contains(mark)),
                "{text}"
            );
        }
        assert!(
            !read
                .marks()
                .iter()
                .any(|mark| Applicant::marks_of("le thi").contains(mark))
        );
    }

    #[test]
    fn a_given_name_finds_however_typed_and_family_and_middle_names_alone_do_not() {
        let read = Applicant::read("Lê Thị Thử", "0912345678", "", "").unwrap();
        let finds = |text: &str| {
            let search = NameSearch::read(text).unwrap();
            read.marks().contains(&search.mark()) && search.fits(&read)
        };
        for text in [
            "thu",
            "THỬ",
            "thị thử",
            "le thu",
            "thu 5678",
            "Lê Thị Thử 5678",
        ] {
            assert!(finds(text), "{text}");
        }
        for text in ["le", "thi", "lê thị", "tran thu", "thi le thu", "thu 5679"] {
            assert!(!finds(text), "{text}");
        }
        assert!(NameSearch::read("0912").is_none());
        assert!(NameSearch::read(" ").is_none());
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
