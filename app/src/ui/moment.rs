//! Fields for a day, and for a day with its time. They are lines of text, for a browser's own fields show month and day in the order of
//! the browser's language, not of the page's.

use leptos::prelude::*;
use sanh_domain::centre::form_input;
use sanh_domain::language::Lang;
use sanh_domain::text::clock;

use super::form::{Field, Problem, field};
use crate::page::TIME_OF;
use crate::text::Messages;
use crate::text::date::short_date;

/// The longest text of a day field: a day with its time may be pasted there, too.
const DAY_CHARS_MAX: usize = 25;
/// The longest text of a time field.
const TIME_CHARS_MAX: usize = 8;

/// A day, as `27/11/2026`. Of `day`, name, label, hint and value count; a value as machines write it is shown as people do.
pub fn day_field(lang: Lang, day: Field, problems: &[Problem]) -> AnyView {
    let example = lang.words().typed_day();
    let hint = match &day.hint {
        Some(hint) => format!("{hint} {example}"),
        None => example,
    };
    let day = Field {
        hint: Some(hint),
        value: shown_day(&day.value),
        kind: "text",
        autocomplete: "off",
        chars_max: DAY_CHARS_MAX,
        ..day
    };
    field(day, problems)
}

/// A day and a time, each in a field of its own. They are sent as `name` and `name-time`, and read as one text: `27/11/2026 17:00`.
pub fn moment_field(lang: Lang, moment: Field, problems: &[Problem]) -> AnyView {
    let words = lang.words();
    let Field {
        name,
        label,
        hint,
        value,
        ..
    } = moment;
    let (day, time) = parts(&value);
    let example = words.typed_moment();
    let hint = match hint {
        Some(hint) => format!("{hint} {example}"),
        None => example,
    };
    let hint_id = format!("{name}-hint");
    let problem = problems.iter().find(|problem| problem.field == name);
    let problem_id = format!("{name}-problem");
    let described = match problem {
        Some(_) => format!("{hint_id} {problem_id}"),
        None => hint_id.clone(),
    };
    let class = if problem.is_some() {
        "field moment wrong"
    } else {
        "field moment"
    };
    let is_wrong = problem.is_some().then_some("true");
    let problem = problem
        .map(|problem| view! { <p class="problem" id=problem_id>{problem.message.clone()}</p> });
    let input = |id: String, label: String, value: String, chars_max: usize| {
        view! {
            <div>
                <label r#for=id.clone()>{label}</label>
                <input
                    id=id.clone()
                    name=id
                    r#type="text"
                    value=value
                    autocomplete="off"
                    maxlength=chars_max.to_string()
                    aria-describedby=described.clone()
                    aria-invalid=is_wrong
                />
            </div>
        }
    };
    view! {
        <fieldset class=class>
            <legend>{label}</legend>
            <p class="hint" id=hint_id>
                {hint}
            </p>
            {problem}
            <div class="moment-parts">
                {input(name.to_owned(), words.typed_day_label(), day, DAY_CHARS_MAX)}
                {input(format!("{name}{TIME_OF}"), words.typed_time_label(), time, TIME_CHARS_MAX)}
            </div>
        </fieldset>
    }
    .into_any()
}

/// A day as people write it; what is none stays as it was typed.
fn shown_day(text: &str) -> String {
    form_input::date(text.trim()).map_or_else(|| text.to_owned(), short_date)
}

/// The two texts of a day and a time; what cannot be read stays as it was typed, in the field where it may be mended.
fn parts(text: &str) -> (String, String) {
    if let Some(at) = form_input::date_time(text) {
        return (short_date(at.date()), clock(at.time()));
    }
    let text = text.trim();
    match text.split_once(' ') {
        Some((day, time)) => (shown_day(day), time.to_owned()),
        None if form_input::time_of_day(text).is_some() => (String::new(), text.to_owned()),
        None => (shown_day(text), String::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_and_a_time_are_shown_as_people_write_them() {
        for (text, day, time) in [
            ("2026-11-27T17:00", "27/11/2026", "17:00"),
            ("27/11/2026 17h", "27/11/2026", "17:00"),
            ("2026-11-27", "27/11/2026", ""),
            ("17:00", "", "17:00"),
            ("31/11/2026 17:00", "31/11/2026", "17:00"),
            ("", "", ""),
        ] {
            assert_eq!(parts(text), (day.to_owned(), time.to_owned()), "{text}");
        }
    }

    #[test]
    fn the_problem_of_a_moment_is_shown_beside_both_of_its_fields() {
        let problems = [Problem::new("until", "no time".to_owned())];
        let until = Field {
            value: "27/11/2026".to_owned(),
            ..Field::text("until", "Until".to_owned())
        };
        let html = Owner::new().with(|| moment_field(Lang::En, until, &problems).to_html());
        assert!(html.contains("<legend>Until</legend>"), "{html}");
        assert!(html.contains("name=\"until-time\""), "{html}");
        assert_eq!(html.matches("until-problem").count(), 3, "{html}");
    }
}
