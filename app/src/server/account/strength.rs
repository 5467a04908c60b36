//! Whether a password can be guessed: by length, by the passwords tried first, by what is known of the person, and by an estimate of
//! the guesses it takes.

use sanh_domain::account::model::{PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN};
use sanh_domain::text::fold::folded;

use super::AccountError;
use zxcvbn::{Score, zxcvbn};

/// The 10,000 most common passwords, in lower case, the most common first: the list of Django 5.1 (BSD-3-Clause), which Royce
/// Williams made from the passwords of Have I Been Pwned, limited to 10,000 and to plain characters.
const COMMONEST: &str = include_str!("commonest.txt");

/// Words that are common in offices like this one and missing in international lists (ours).
const LOCAL: [&str; 8] = [
    "matkhau",
    "hanhchinhcong",
    "motcua",
    "trungtam",
    "dichvucong",
    "xinchao",
    "canbo",
    "quantri",
];

/// The least letters of a part of a person's name that is removed from the password before it is judged: shorter ones occur in
/// too many words.
const NAME_WORD_CHARS_MIN: usize = 3;
/// The least letters of a common password for which a password that begins with it is refused: many sentences begin with
/// shorter ones.
const COMMON_CHARS_MIN: usize = 6;
/// The least letters and digits that must remain after the known words are removed.
const LEFT_CHARS_MIN: usize = 8;
/// The least strength by zxcvbn: safely unguessable, even for an attacker who has the hash, if the hash is slow like ours.
const SCORE_MIN: Score = Score::Three;

/// Whether a password may be set; `context` are the known words: the names of the person and of the centre.
///
/// # Errors
///
/// [`AccountError::PasswordUnfit`] for its length; [`AccountError::PasswordEasy`] if it is too easily guessed.
pub fn check(password: &str, context: &[&str]) -> Result<(), AccountError> {
    let chars = password.chars().count();
    if !(PASSWORD_CHARS_MIN..=PASSWORD_CHARS_MAX).contains(&chars) {
        return Err(AccountError::PasswordUnfit);
    }
    if is_easy(password, context) {
        return Err(AccountError::PasswordEasy);
    }
    Ok(())
}

fn is_easy(password: &str, context: &[&str]) -> bool {
    let joined = joined(password);
    let names: Vec<String> = context.iter().flat_map(|text| words(text)).collect();
    let is_too_little = left_of(&joined, &names).chars().count() < LEFT_CHARS_MIN;
    // zxcvbn overrates hyphens between words, so the password is also rated without them.
    is_common(&folded(password))
        || is_common(&joined)
        || is_too_little
        || is_weak(password, &names)
        || is_weak(&joined, &names)
}

fn is_weak(password: &str, names: &[String]) -> bool {
    let known = names.iter().map(String::as_str).chain(LOCAL);
    let known: Vec<&str> = known.collect();
    zxcvbn(password, &known).score() < SCORE_MIN
}

/// Whether it begins with a common password and continues with only a little, or is one without the digits and signs around it.
fn is_common(password: &str) -> bool {
    let core = password.trim_matches(|letter: char| !letter.is_alphabetic());
    let begins = |known: &str| {
        let rest = password.strip_prefix(known);
        let is_little = rest.is_some_and(|rest| rest.chars().count() < LEFT_CHARS_MIN);
        is_little && known.len() >= COMMON_CHARS_MIN
    };
    let mut known = COMMONEST.lines().chain(LOCAL);
    core.is_empty() || known.any(|known| known == core || begins(known))
}

/// The letters and digits alone, without diacritics and capitals.
fn joined(text: &str) -> String {
    folded(text)
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .collect()
}

/// The words of a name, each and all of them together; the longest first.
fn words(text: &str) -> Vec<String> {
    let folded = folded(text);
    let each = folded.split(|letter: char| !letter.is_alphanumeric());
    let mut words: Vec<String> = each.map(str::to_owned).collect();
    words.push(joined(text));
    words.retain(|word| word.chars().count() >= NAME_WORD_CHARS_MIN);
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words
}

/// The rest of a password without the known words.
fn left_of(joined: &str, names: &[String]) -> String {
    names.iter().fold(joined.to_owned(), |left, name| {
        left.replace(name.as_str(), "")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const OF_LAN: [&str; 3] = [
        "lan.nguyen",
        "Nguyễn Thị Lan",
        "Trung tâm Phục vụ hành chính công phường Sơn Trà",
    ];

    #[test]
    fn passwords_that_are_easy_to_guess_are_refused() {
        for easy in [
            "password1234",
            "qwerty123456",
            "Admin@123456",
            "Matkhau@2026!",
            "mật khẩu 123",
            "aaaaaaaaaaaa",
            "123456789012",
            "1q2w3e4r5t6y",
            "P@ssw0rd2026",
            "iloveyou1234",
            "administrator",
            "hanhchinhcong",
            "abcdefghijkl",
        ] {
            assert_eq!(
                check(easy, &OF_LAN),
                Err(AccountError::PasswordEasy),
                "{easy}"
            );
        }
    }

    #[test]
    fn a_password_made_of_names_of_the_person_or_the_centre_is_refused() {
        for easy in [
            "xin chao Lan.Nguyen",
            "nguyen-thi-lan-2026",
            "Nguyễn-Thị-Lan",
            "l.a.n-n.g.u.y.e.n",
            "lan.nguyen.lan.nguyen",
            "trungtamsontra",
            "Sơn Trà 123456",
        ] {
            assert_eq!(
                check(easy, &OF_LAN),
                Err(AccountError::PasswordEasy),
                "{easy}"
            );
        }
    }

    #[test]
    fn a_passphrase_is_taken_also_one_that_holds_a_short_name() {
        for good in [
            "mua xuan tren song Huong",
            "bốn con mèo đen",
            "tám quả thị vàng rơi",
            "correct horse battery staple",
        ] {
            assert_eq!(check(good, &OF_LAN), Ok(()), "{good}");
        }
        let of_an = ["an", "An"];
        assert_eq!(check("bàn ăn cạnh cửa sổ lớn", &of_an), Ok(()));
        assert_eq!(check("short", &of_an), Err(AccountError::PasswordUnfit));
        let long = "ờ".repeat(PASSWORD_CHARS_MAX + 1);
        assert_eq!(check(&long, &of_an), Err(AccountError::PasswordUnfit));
    }

    proptest! {
        #[test]
        fn any_of_the_commonest_is_refused_however_it_is_written(
            index in 0_usize..10_000,
            is_large in any::<bool>(),
            digits in "[0-9!@#.]{0,6}",
        ) {
            let word = COMMONEST.lines().nth(index).unwrap_or_default();
            let word = if is_large { word.to_uppercase() } else { word.to_owned() };
            let password = format!("{word}{digits}");
            prop_assert!(check(&password, &OF_LAN).is_err(), "{password}");
        }

        #[test]
        fn any_typed_password_is_judged(password in "\\PC{0,140}") {
            let _ = check(&password, &OF_LAN);
        }
    }
}
