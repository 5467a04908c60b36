//! What is typed of a wall, read.

use sanh_domain::account::model::Caller;
use sanh_domain::id::FieldId;
use sanh_domain::language::Lang;
use sanh_domain::scope::Scope;
use sanh_domain::screen::legibility::{DIAGONALS_IN, READ_FROM_DM};
use sanh_domain::screen::model::{Appearance, LABEL_CHARS_MAX, Mounting, SLOTS_S, ScreenSetting};

use super::pages::keeps;
use super::port::ScreenOptions;
use crate::page::PageRequest;
use crate::text::Messages;
use crate::ui::form::Problem;

/// Reads what was typed.
pub(super) struct FormReader<'a> {
    request: &'a PageRequest,
    problems: Vec<Problem>,
}

impl<'a> FormReader<'a> {
    /// The setting that a form describes, its name in addresses left blank.
    pub(super) fn read(
        request: &'a PageRequest,
        caller: &Caller,
        offer: &ScreenOptions,
    ) -> Result<ScreenSetting, Vec<Problem>> {
        let mut typed = Self {
            request,
            problems: Vec::new(),
        };
        let setting = typed.setting(caller, offer);
        if typed.problems.is_empty() {
            Ok(setting)
        } else {
            Err(typed.problems)
        }
    }

    fn setting(&mut self, caller: &Caller, offer: &ScreenOptions) -> ScreenSetting {
        let words = self.request.room_lang().words();
        let form = &self.request.form;
        let scope = form.text("scope").parse::<Scope>().ok();
        let scope = scope.filter(|scope| keeps(caller, *scope) && is_offered(*scope, offer));
        let numbers = form.all("field");
        let chosen = numbers
            .iter()
            .filter_map(|number| number.parse().ok().map(FieldId));
        let is_public = |field: &FieldId| offer.fields.iter().any(|(known, _)| known == field);
        let fields: Vec<FieldId> = chosen.filter(is_public).collect();
        let theme = self.by_hour("theme", words.screens_bad_hours());
        let night = self.by_hour("night", words.screens_bad_hours());
        let label = self.line("label", words.screens_bad_label(LABEL_CHARS_MAX));
        let place = if form.text("place").is_empty() {
            String::new()
        } else {
            self.line("place", words.screens_bad_place(LABEL_CHARS_MAX))
        };
        let slot_s = self.number(
            "slot_s",
            &SLOTS_S,
            words.screens_bad_slot(*SLOTS_S.start(), *SLOTS_S.end()),
        );
        let (least, most) = (*DIAGONALS_IN.start(), *DIAGONALS_IN.end());
        let diagonal_in = self.number(
            "diagonal",
            &DIAGONALS_IN,
            words.screens_bad_diagonal(least, most),
        );
        let read_from_dm = self.metres("read_from", words.screens_bad_read_from());
        ScreenSetting {
            label,
            place,
            scope: self
                .given("scope", scope, words.screens_bad_choice())
                .unwrap_or(Scope::Centre),
            fields,
            languages: self
                .choice("languages", words.screens_bad_choice())
                .unwrap_or_default(),
            turn: self
                .choice("turn", words.screens_bad_choice())
                .unwrap_or_default(),
            look: Appearance {
                theme: theme.unwrap_or_default(),
                distance: self
                    .choice("distance", words.screens_bad_choice())
                    .unwrap_or_default(),
                night: night.unwrap_or_default(),
            },
            slot_s,
            hung: Mounting {
                diagonal_in,
                read_from_dm,
            },
            ..ScreenSetting::default_named("")
        }
    }

    fn given<T>(&mut self, name: &'static str, value: Option<T>, message: String) -> Option<T> {
        if value.is_none() {
            self.problems.push(Problem::new(name, message));
        }
        value
    }

    fn choice<T: std::str::FromStr>(&mut self, name: &'static str, message: String) -> Option<T> {
        let value = self.request.form.text(name).parse().ok();
        self.given(name, value, message)
    }

    /// A word, or `hours` with the hours in a field beside it.
    fn by_hour<T: std::str::FromStr>(&mut self, name: &'static str, message: String) -> Option<T> {
        let form = &self.request.form;
        let (field, text) = match (name, form.text(name)) {
            ("theme", "hours") => ("theme_hours", form.text("theme_hours")),
            ("night", "hours") => ("night_hours", form.text("night_hours")),
            (_, word) => (name, word),
        };
        let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let value = plain.replace('\u{2013}', "-").parse().ok();
        self.given(field, value, message)
    }

    fn line(&mut self, name: &'static str, message: String) -> String {
        let text = self.request.form.text(name);
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let fits = !line.is_empty()
            && line.chars().count() <= LABEL_CHARS_MAX
            && !line.chars().any(char::is_control);
        self.given(name, fits.then_some(line), message)
            .unwrap_or_default()
    }

    /// A number, where one was typed.
    fn number(
        &mut self,
        name: &'static str,
        range: &std::ops::RangeInclusive<u32>,
        message: String,
    ) -> Option<u32> {
        let text = self.request.form.text(name);
        if text.is_empty() {
            return None;
        }
        let number = text.parse().ok().filter(|number| range.contains(number));
        self.given(name, number, message)
    }

    /// Metres with at most one decimal, in decimetres, where some were typed.
    fn metres(&mut self, name: &'static str, message: String) -> Option<u32> {
        let text = self.request.form.text(name);
        if text.is_empty() {
            return None;
        }
        let dm = decimetres(text).filter(|dm| READ_FROM_DM.contains(dm));
        self.given(name, dm, message)
    }
}

fn is_offered(scope: Scope, offer: &ScreenOptions) -> bool {
    match scope {
        Scope::Centre => true,
        Scope::Agency(agency) => offer.agencies.iter().any(|it| it.id == agency),
    }
}

/// Metres as they are typed, with either mark.
fn decimetres(text: &str) -> Option<u32> {
    let (whole, tenth) = text.split_once([',', '.']).unwrap_or((text, "0"));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !is_number(whole) || !is_number(tenth) || tenth.len() > 1 || whole.len() > 3 {
        return None;
    }
    Some(whole.parse::<u32>().ok()? * 10 + tenth.parse::<u32>().ok()?)
}

/// Decimetres as metres are typed.
pub(super) fn metres(lang: Lang, dm: u32) -> String {
    let mark = match lang {
        Lang::Vi => ',',
        Lang::En => '.',
    };
    format!("{}{mark}{}", dm / 10, dm % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metres_are_typed_with_either_mark() {
        assert_eq!(decimetres("4,5"), Some(45));
        assert_eq!(decimetres("4.5"), Some(45));
        assert_eq!(decimetres("12"), Some(120));
        for wrong in ["", "-1", "4,55", "4,", ",5", "vier", "9999"] {
            assert_eq!(decimetres(wrong), None, "{wrong}");
        }
        assert_eq!(decimetres(&metres(Lang::Vi, 38)), Some(38));
    }
}
