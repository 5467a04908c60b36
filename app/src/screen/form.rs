//! How a wall is set up: the form, and what is typed into it.

use leptos::prelude::*;

use super::code;
use super::legibility::{DIAGONALS_IN, READ_FROM_DM};
use super::model::{Distance, Hung, Look, Night, ScreenSetting, Theme};
use super::pages::{in_screens, keeps, offer};
use super::port::{LABEL_CHARS_MAX, Offer, SLOTS_S, ScreenError};
use crate::account::model::Caller;
use crate::board::edition::Turn;
use crate::board::model::{Name, Scope};
use crate::dossier::FieldId;
use crate::error::AppError;
use crate::page::{Asked, Page};
use crate::text::{Lang, Languages};
use crate::ui::form::{Field, Problem, button, error_summary, field, select};

/// Characters of a pair of hours.
const HOURS_CHARS_MAX: usize = 11;
/// Characters of a number.
const NUMBER_CHARS_MAX: usize = 5;

/// Reads what was typed.
pub(super) struct Typed<'a> {
    asked: &'a Asked,
    problems: Vec<Problem>,
}

impl<'a> Typed<'a> {
    /// The setting that a form describes, its name in addresses left blank.
    pub(super) fn read(
        asked: &'a Asked,
        caller: &Caller,
        offer: &Offer,
    ) -> Result<ScreenSetting, Vec<Problem>> {
        let mut typed = Self {
            asked,
            problems: Vec::new(),
        };
        let setting = typed.setting(caller, offer);
        if typed.problems.is_empty() {
            Ok(setting)
        } else {
            Err(typed.problems)
        }
    }

    fn setting(&mut self, caller: &Caller, offer: &Offer) -> ScreenSetting {
        let words = self.asked.room_lang().words();
        let form = &self.asked.form;
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
            look: Look {
                theme: theme.unwrap_or_default(),
                distance: self
                    .choice("distance", words.screens_bad_choice())
                    .unwrap_or_default(),
                night: night.unwrap_or_default(),
            },
            slot_s,
            hung: Hung {
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
        let value = self.asked.form.text(name).parse().ok();
        self.given(name, value, message)
    }

    /// A word, or `hours` with the hours in a field beside it.
    fn by_hour<T: std::str::FromStr>(&mut self, name: &'static str, message: String) -> Option<T> {
        let form = &self.asked.form;
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
        let text = self.asked.form.text(name);
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
        let text = self.asked.form.text(name);
        if text.is_empty() {
            return None;
        }
        let number = text.parse().ok().filter(|number| range.contains(number));
        self.given(name, number, message)
    }

    /// Metres with at most one decimal, in decimetres, where some were typed.
    fn metres(&mut self, name: &'static str, message: String) -> Option<u32> {
        let text = self.asked.form.text(name);
        if text.is_empty() {
            return None;
        }
        let dm = decimetres(text).filter(|dm| READ_FROM_DM.contains(dm));
        self.given(name, dm, message)
    }
}

fn is_offered(scope: Scope, offer: &Offer) -> bool {
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

/// The code that was typed.
pub(super) fn code(asked: &Asked) -> Result<String, Problem> {
    let words = asked.room_lang().words();
    let typed = code::typed(asked.form.text("code"));
    typed.ok_or_else(|| Problem::new("code", words.screens_bad_code()))
}

/// Why a screen was not paired.
pub(super) fn code_problem(asked: &Asked, error: &ScreenError) -> Problem {
    let words = asked.room_lang().words();
    let message = match error {
        ScreenError::Throttled { wait_s } => words.screens_throttled(wait_s.div_ceil(60)),
        ScreenError::TooMany => words.screens_too_many(),
        _ => words.screens_unknown_code(),
    };
    Problem::new("code", message)
}

/// Where the code is typed.
pub(super) fn code_field(asked: &Asked, problems: &[Problem]) -> AnyView {
    let words = asked.room_lang().words();
    let code = Field {
        hint: Some(words.screens_code_hint()),
        value: asked.form.raw("code").to_owned(),
        chars_max: code::CODE_CHARS + 4,
        ..Field::text("code", words.screens_code())
    };
    field(code, problems)
}

/// `GET /manage/screens/new`, and what is wrong with what was sent there.
pub(super) async fn new(
    asked: &Asked,
    caller: &Caller,
    problems: &[Problem],
) -> Result<Page, AppError> {
    let offer = offer(caller).await?;
    let lang = asked.room_lang();
    let words = lang.words();
    let status = if problems.is_empty() { 200 } else { 422 };
    let title = words.screens_new();
    let usual = ScreenSetting {
        scope: match offer.agencies.first() {
            Some(agency) if !keeps(caller, Scope::Centre) => Scope::Agency(agency.id),
            _ => Scope::Centre,
        },
        ..ScreenSetting::default_named("")
    };
    let address = format!("{}/screen", asked.origin);
    Ok(in_screens(asked, caller, title.clone(), status, || {
        view! {
            <p class="back">
                <a href="/manage/screens">{words.screens_back()}</a>
            </p>
            {error_summary(lang, problems)}
            <h1>{title}</h1>
            <p>{words.screens_new_lead(address)}</p>
            <form method="post" action="/manage/screens/new" class="form screens-form">
                {code_field(asked, problems)}
                {fields(asked, caller, &offer, &usual, problems)}
                {button(words.screens_pair())}
            </form>
        }
        .into_any()
    }))
}

/// Everything but the code: as it is set up, or as it was typed.
pub(super) fn fields(
    asked: &Asked,
    caller: &Caller,
    offer: &Offer,
    setting: &ScreenSetting,
    problems: &[Problem],
) -> AnyView {
    let lang = asked.room_lang();
    let words = lang.words();
    // Another form of the same page may have been sent.
    let was_sent = asked.form.0.iter().any(|(name, _)| name == "label");
    let typed = |name: &str, otherwise: String| {
        if was_sent {
            asked.form.raw(name).to_owned()
        } else {
            otherwise
        }
    };
    let line =
        |name: &'static str, label: String, hint: Option<String>, value: String, chars_max| {
            let line = Field {
                hint,
                value: typed(name, value),
                chars_max,
                ..Field::text(name, label)
            };
            field(line, problems)
        };
    let number = |count: Option<u32>| count.map_or_else(String::new, |count| count.to_string());
    let choose = |name, label: String, options: Vec<(String, String)>, value: String| {
        select(name, label, options, &typed(name, value), problems)
    };
    let look = setting.look;
    let (theme, theme_hours) = match look.theme {
        Theme::Hours(hours) => ("hours".to_owned(), hours.to_string()),
        theme => (theme.to_string(), String::new()),
    };
    let (night, night_hours) = match look.night {
        Night::Hours(hours) => ("hours".to_owned(), hours.to_string()),
        night => (night.to_string(), String::new()),
    };
    let read_from = setting
        .hung
        .read_from_dm
        .map_or_else(String::new, |dm| metres(lang, dm));
    view! {
        {line("label", words.screens_label(), Some(words.screens_label_hint()), setting.label.clone(), LABEL_CHARS_MAX)}
        {line("place", words.screens_place(), Some(words.screens_place_hint()), setting.place.clone(), LABEL_CHARS_MAX)}
        <div class="screens-columns">
        <section>
        <h2>{words.screens_what()}</h2>
        {choose("scope", words.screens_scope(), scopes(lang, caller, offer), setting.scope.to_string())}
        {field_choice(asked, offer, setting, was_sent)}
        {choose("turn", words.screens_turn(), turns(lang), setting.turn.to_string())}
        {choose("languages", words.screens_languages(), languages(lang), setting.languages.as_str().to_owned())}
        {line("slot_s", words.screens_slot(), Some(words.screens_slot_hint(asked.slot_s)), number(setting.slot_s), NUMBER_CHARS_MAX)}
        </section>
        <section>
        <h2>{words.screens_how()}</h2>
        {choose("distance", words.screens_distance(), distances(lang), look.distance.as_str().to_owned())}
        {line("diagonal", words.screens_diagonal(), Some(words.screens_diagonal_hint()), number(setting.hung.diagonal_in), NUMBER_CHARS_MAX)}
        {line("read_from", words.screens_read_from(), Some(words.screens_read_from_hint()), read_from, NUMBER_CHARS_MAX)}
        {choose("theme", words.screens_theme(), themes(lang), theme)}
        {line("theme_hours", words.screens_theme_hours(), Some(words.screens_hours_hint()), theme_hours, HOURS_CHARS_MAX)}
        {choose("night", words.screens_night(), nights(lang), night)}
        {line("night_hours", words.screens_night_hours(), Some(words.screens_hours_hint()), night_hours, HOURS_CHARS_MAX)}
        </section>
        </div>
    }
    .into_any()
}

fn field_choice(asked: &Asked, offer: &Offer, setting: &ScreenSetting, was_sent: bool) -> AnyView {
    let lang = asked.room_lang();
    let words = lang.words();
    let sent = asked.form.all("field");
    let is_chosen = |field: FieldId| {
        if was_sent {
            sent.contains(&field.0.to_string().as_str())
        } else {
            setting.fields.contains(&field)
        }
    };
    let choice = |(field, name): &(FieldId, Name)| {
        let id = format!("field-{}", field.0);
        view! {
            <div class="choice">
                <input
                    r#type="checkbox"
                    name="field"
                    id=id.clone()
                    value=field.0.to_string()
                    checked=is_chosen(*field)
                />
                <label r#for=id>{named(lang, name)}</label>
            </div>
        }
    };
    let choices: Vec<_> = offer.fields.iter().map(choice).collect();
    let is_open = offer.fields.iter().any(|(field, _)| is_chosen(*field));
    view! {
        <details class="screens-fields" open=is_open>
            <summary>{words.screens_fields()}</summary>
            <fieldset class="choices">
                <legend class="sr-only">{words.screens_fields()}</legend>
                <p class="hint">{words.screens_fields_hint()}</p>
                <div class="choices-many">{choices}</div>
            </fieldset>
        </details>
    }
    .into_any()
}

fn named(lang: Lang, name: &Name) -> String {
    match lang {
        Lang::Vi => name.vi.clone(),
        Lang::En => name.en_or_vi().to_owned(),
    }
}

fn scopes(lang: Lang, caller: &Caller, offer: &Offer) -> Vec<(String, String)> {
    let centre = keeps(caller, Scope::Centre).then(|| {
        (
            Scope::Centre.to_string(),
            lang.words().screens_scope_centre(),
        )
    });
    let agencies = offer.agencies.iter().map(|agency| {
        let scope = Scope::Agency(agency.id).to_string();
        (scope, named(lang, &agency.name))
    });
    centre.into_iter().chain(agencies).collect()
}

/// What a choice of periods is called.
pub(super) fn turns(lang: Lang) -> Vec<(String, String)> {
    let words = lang.words();
    vec![
        (Turn::All.to_string(), words.screens_turn_all()),
        (Turn::Day.to_string(), words.screens_turn_day()),
        (Turn::Month.to_string(), words.screens_turn_month()),
        (Turn::Year.to_string(), words.screens_turn_year()),
    ]
}

fn languages(lang: Lang) -> Vec<(String, String)> {
    let words = lang.words();
    let named = |languages: Languages, name| (languages.as_str().to_owned(), name);
    vec![
        named(Languages::Vi, words.screens_lang_vi()),
        named(Languages::En, words.screens_lang_en()),
        named(Languages::Both, words.screens_lang_both()),
    ]
}

fn distances(lang: Lang) -> Vec<(String, String)> {
    let words = lang.words();
    let named = |distance: Distance, name| (distance.as_str().to_owned(), name);
    vec![
        named(Distance::Near, words.screens_near()),
        named(Distance::Middle, words.screens_middle()),
        named(Distance::Far, words.screens_far()),
    ]
}

fn themes(lang: Lang) -> Vec<(String, String)> {
    let words = lang.words();
    vec![
        ("light".to_owned(), words.screens_light()),
        ("dark".to_owned(), words.screens_dark()),
        ("hours".to_owned(), words.screens_dark_hours()),
    ]
}

fn nights(lang: Lang) -> Vec<(String, String)> {
    let words = lang.words();
    vec![
        ("dim".to_owned(), words.screens_dim()),
        ("same".to_owned(), words.screens_same()),
        ("hours".to_owned(), words.screens_dim_hours()),
    ]
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
