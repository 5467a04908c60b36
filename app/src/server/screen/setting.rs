//! Reads a form of a wall's setting.

use std::ops::RangeInclusive;
use std::str::FromStr;

use sanh_domain::account::model::Person;
use sanh_domain::id::FieldId;
use sanh_domain::scope::Scope;
use sanh_domain::screen::legibility::{DIAGONALS_IN, READ_FROM_DM};
use sanh_domain::screen::model::{
    Appearance, BOARDS_MAX, LABEL_CHARS_MAX, Mounting, SLOTS_S, ScreenSetting,
};

use crate::model::screen::{ScreenOptions, TypedSetting, keeps};
use crate::text::Messages;
use crate::ui::form::Problem;
use crate::ui::response::request;

/// Reads what was typed.
#[derive(Default)]
pub(super) struct SettingReader {
    problems: Vec<Problem>,
}

impl SettingReader {
    /// The setting that a form describes, its name in addresses left blank.
    pub(super) fn read(
        typed: &TypedSetting,
        person: &Person,
        options: &ScreenOptions,
    ) -> Result<ScreenSetting, Vec<Problem>> {
        let mut reader = Self::default();
        let setting = reader.setting(typed, person, options);
        if reader.problems.is_empty() {
            Ok(setting)
        } else {
            Err(reader.problems)
        }
    }

    fn setting(
        &mut self,
        typed: &TypedSetting,
        person: &Person,
        options: &ScreenOptions,
    ) -> ScreenSetting {
        let words = request().room_lang().words();
        let scope = typed.scope.trim().parse::<Scope>().ok();
        let may_show = |scope: &Scope| keeps(person, *scope) && is_offered(*scope, options);
        let scope = scope.filter(may_show);
        let others = typed
            .other
            .0
            .iter()
            .filter_map(|it| it.trim().parse::<Scope>().ok());
        let others = others.filter(|other| may_show(other) && Some(*other) != scope);
        let others = self.boards(others.collect(), words.screens_bad_boards(BOARDS_MAX));
        let numbers = typed.field.0.iter();
        let chosen = numbers.filter_map(|number| number.trim().parse().ok().map(FieldId));
        let is_public = |field: &FieldId| options.fields.iter().any(|(known, _)| known == field);
        let fields: Vec<FieldId> = chosen.filter(is_public).collect();
        let bad_hours = || words.screens_bad_hours();
        let theme = self.by_hour("theme", (&typed.theme, &typed.theme_hours), bad_hours());
        let night = self.by_hour("night", (&typed.night, &typed.night_hours), bad_hours());
        let label = self.line(
            "label",
            &typed.label,
            words.screens_bad_label(LABEL_CHARS_MAX),
        );
        let place = if typed.place.trim().is_empty() {
            String::new()
        } else {
            self.line(
                "place",
                &typed.place,
                words.screens_bad_place(LABEL_CHARS_MAX),
            )
        };
        let (least, most) = (*SLOTS_S.start(), *SLOTS_S.end());
        let message = words.screens_bad_slot(least, most);
        let slot_s = self.number("slot_s", &typed.slot_s, &SLOTS_S, message);
        let (least, most) = (*DIAGONALS_IN.start(), *DIAGONALS_IN.end());
        let message = words.screens_bad_diagonal(least, most);
        let diagonal_in = self.number("diagonal", &typed.diagonal, &DIAGONALS_IN, message);
        let read_from_dm = self.metres(&typed.read_from, words.screens_bad_read_from());
        let bad_choice = || words.screens_bad_choice();
        ScreenSetting {
            label,
            place,
            scope: self
                .given("scope", scope, bad_choice())
                .unwrap_or(Scope::Centre),
            others,
            fields,
            languages: self
                .choice("languages", &typed.languages, bad_choice())
                .unwrap_or_default(),
            turn: self
                .choice("turn", &typed.turn, bad_choice())
                .unwrap_or_default(),
            look: Appearance {
                theme: theme.unwrap_or_default(),
                distance: self
                    .choice("distance", &typed.distance, bad_choice())
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

    /// The boards that take turns with the first one, each once.
    fn boards(&mut self, mut boards: Vec<Scope>, message: String) -> Vec<Scope> {
        boards.sort_unstable();
        boards.dedup();
        let fit = (boards.len() < BOARDS_MAX).then_some(boards);
        self.given("other", fit, message).unwrap_or_default()
    }

    fn given<T>(&mut self, name: &'static str, value: Option<T>, message: String) -> Option<T> {
        if value.is_none() {
            self.problems.push(Problem::new(name, message));
        }
        value
    }

    fn choice<T: FromStr>(
        &mut self,
        name: &'static str,
        typed: &str,
        message: String,
    ) -> Option<T> {
        self.given(name, typed.trim().parse().ok(), message)
    }

    /// A choice, or `hours` with the hours in another field.
    fn by_hour<T: FromStr>(
        &mut self,
        name: &'static str,
        (word, hours): (&str, &str),
        message: String,
    ) -> Option<T> {
        let (field, text) = match (name, word.trim()) {
            ("theme", "hours") => ("theme_hours", hours),
            ("night", "hours") => ("night_hours", hours),
            (_, word) => (name, word),
        };
        let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let value = plain.replace('\u{2013}', "-").parse().ok();
        self.given(field, value, message)
    }

    fn line(&mut self, name: &'static str, typed: &str, message: String) -> String {
        let line = typed.split_whitespace().collect::<Vec<_>>().join(" ");
        let fits = !line.is_empty()
            && line.chars().count() <= LABEL_CHARS_MAX
            && !line.chars().any(char::is_control);
        self.given(name, fits.then_some(line), message)
            .unwrap_or_default()
    }

    /// A number, if one was typed.
    fn number(
        &mut self,
        name: &'static str,
        typed: &str,
        range: &RangeInclusive<u32>,
        message: String,
    ) -> Option<u32> {
        let typed = typed.trim();
        if typed.is_empty() {
            return None;
        }
        let number = typed.parse().ok().filter(|number| range.contains(number));
        self.given(name, number, message)
    }

    /// Metres with at most one decimal, in decimetres, if typed.
    fn metres(&mut self, typed: &str, message: String) -> Option<u32> {
        let typed = typed.trim();
        if typed.is_empty() {
            return None;
        }
        let dm = decimetres(typed).filter(|dm| READ_FROM_DM.contains(dm));
        self.given("read_from", dm, message)
    }
}

fn is_offered(scope: Scope, options: &ScreenOptions) -> bool {
    match scope {
        Scope::Centre => true,
        Scope::Agency(agency) => options.agencies.iter().any(|it| it.id == agency),
    }
}

/// Typed metres, with a decimal point or comma.
fn decimetres(text: &str) -> Option<u32> {
    let (whole, tenth) = text.split_once([',', '.']).unwrap_or((text, "0"));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !is_number(whole) || !is_number(tenth) || tenth.len() > 1 || whole.len() > 3 {
        return None;
    }
    Some(whole.parse::<u32>().ok()? * 10 + tenth.parse::<u32>().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::screen::metres;
    use sanh_domain::language::Lang;

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
