//! Letters to whoever wants to be told of a dossier, and to senders of messages that were answered. None of them has a name, a code or a
//! number in it: a locked screen may show it, and an address may have been mistyped.

use sanh_domain::dossier::Status;
use sanh_domain::language::Lang;
use sanh_domain::subscription::model::{CONFIRM_H, TellChannel};

use super::Messages;
use super::dossier::status_name;

/// A letter to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterText {
    /// One line.
    pub subject: String,
    /// The text.
    pub text: String,
}

/// A change that somebody is told of.
#[derive(Clone, Copy, Debug)]
pub struct Changed<'a> {
    /// The centre's name.
    pub centre: &'a str,
    /// The status that it led to.
    pub status: Status,
    /// Where dossiers are looked up.
    pub look_up: &'a str,
    /// Where one click ends such letters.
    pub stop: &'a str,
}

/// Asks the owner of an e-mail address whether they want to be told.
#[must_use]
pub fn confirm_mail(lang: Lang, centre: &str, confirm: &str) -> LetterText {
    let words = lang.words();
    LetterText {
        subject: words.letter_confirm_subject(),
        text: [
            words.letter_confirm_lead(centre),
            words.letter_confirm_link(CONFIRM_H.to_string(), confirm),
            words.letter_confirm_else(),
        ]
        .join("\n\n"),
    }
}

/// The digits by which the owner of a phone says that they want to be told: one short line.
#[must_use]
pub fn confirm_phone(lang: Lang, centre: &str, digits: &str) -> LetterText {
    let words = lang.words();
    LetterText {
        subject: words.letter_confirm_subject(),
        text: words.letter_digits(centre, digits),
    }
}

/// Tells of a change: on a phone in one short text.
#[must_use]
pub fn changed(lang: Lang, channel: TellChannel, about: &Changed<'_>) -> LetterText {
    let words = lang.words();
    let status = status_name(lang, about.status);
    let text = match channel {
        TellChannel::Phone => {
            words.letter_changed_short(about.centre, about.look_up, status, about.stop)
        }
        TellChannel::Mail => [
            words.letter_changed_lead(about.centre, status),
            words.letter_changed_look(about.look_up),
            words.letter_end(about.stop),
        ]
        .join("\n\n"),
    };
    LetterText {
        subject: words.letter_changed_subject(),
        text,
    }
}

/// Tells the sender of a message that it was answered, in both languages: in which they wrote is not kept. The centre's names are in
/// the order of [`Lang::ALL`].
#[must_use]
pub fn answered(centre: [&str; 2], follow: Option<&str>) -> LetterText {
    let mut lines = Vec::new();
    for (lang, name) in Lang::ALL.into_iter().zip(centre) {
        let words = lang.words();
        lines.push(words.letter_answered_lead(name));
        lines.push(match follow {
            Some(address) => words.letter_answered_open(address),
            None => words.letter_answered_ask(),
        });
    }
    LetterText {
        subject: Lang::Vi.words().letter_answered_subject(),
        text: lines.join("\n\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_says_what_is_to_be_said_and_how_to_end_it() {
        let about = Changed {
            centre: "Centre",
            status: Status::Resolved,
            look_up: "https://hall.example/lookup",
            stop: "https://hall.example/lookup/tell/stop/1",
        };
        for lang in Lang::ALL {
            let status = status_name(lang, Status::Resolved);
            for channel in [TellChannel::Mail, TellChannel::Phone] {
                let LetterText { subject, text } = changed(lang, channel, &about);
                for told in ["Centre", &status, about.look_up, about.stop] {
                    assert!(text.contains(told), "{told}: {text}");
                }
                assert!(!subject.contains(&status), "{subject}");
            }
            let asked = confirm_mail(lang, "Centre", "https://hall.example/confirm");
            for told in ["Centre", "24", "https://hall.example/confirm"] {
                assert!(asked.text.contains(told), "{told}: {}", asked.text);
            }
            let digits = confirm_phone(lang, "Centre", "123456").text;
            assert!(
                digits.contains("123456") && !digits.contains('\n'),
                "{digits}"
            );
        }
        let answer = answered(["Trung", "Centre"], Some("https://hall.example/follow"));
        assert_eq!(
            answer.text.matches("https://hall.example/follow").count(),
            2
        );
        let without = answered(["Trung", "Centre"], None).text;
        assert!(!without.contains("http"));
        let words = Lang::Vi.words();
        for asked in [words.feedback_code(), words.feedback_pin()] {
            // As the form names them that it leads to.
            for text in [&answer.text, &without] {
                assert!(text.contains(&asked.to_lowercase()), "{asked}: {text}");
            }
        }
    }
}
