//! The small card for other sites: the centre's figures in a few lines, as a picture and as JSON with the schema
//! `card.schema.json`.
//!
//! The picture has no style and no script, so that every content security policy allows it: its colours are attributes, and
//! there is one picture for light and one for dark pages. A change of the JSON changes its schema too, and
//! [`CARD_SCHEMA_VERSION`] grows.

use axum::extract::{Query, State, rejection::QueryRejection};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sanh_app::error::AppError;
use sanh_app::live_board::BoardPort;
use sanh_app::text::Messages;
use sanh_app::text::date::{clock_to_the_second, date_in_words, period as period_name, short_date};
use sanh_app::text::number::{number, percent};
use sanh_domain::board::days::{DaysOff, PublicDays};
use sanh_domain::board::disclosure::PublicBoard;
use sanh_domain::board::edition::Edition;
use sanh_domain::board::percentage::Rate;
use sanh_domain::language::Lang;
use sanh_domain::period::{PeriodKind, PeriodSelection};
use sanh_domain::scope::Scope;
use sanh_store::stored::instant_text;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::document::{OpenPeriod, source};
use super::{KEEP, KEEP_SCHEMA, answer_or_problem, header_value, is_known, open};
use crate::web::Web;

/// The version of the card's schema.
pub(super) const CARD_SCHEMA_VERSION: u32 = 1;

/// The schema of the JSON, 2020-12.
pub(super) const CARD_SCHEMA: &str = include_str!("card.schema.json");

/// The bytes of the hash of a card in its tag (ours).
const TAG_BYTES: usize = 16;
/// The most characters of a line of the picture, so that it fits its width.
const LINE_CHARS_MAX: usize = 44;

/// `?lang=vi|en&theme=light|dark`
#[derive(Debug, Default, Deserialize)]
pub struct CardQuery {
    lang: Option<String>,
    theme: Option<String>,
}

/// The query, or why it cannot be read.
type ReadCardQuery = Result<Query<CardQuery>, QueryRejection>;

/// The card as data.
#[derive(Debug, Serialize)]
pub(super) struct OpenCard {
    /// [`CARD_SCHEMA_VERSION`].
    schema_version: u32,
    /// The terms of use that the centre set, if any.
    licence: Option<String>,
    /// The source to name: the centre, and its place.
    source: String,
    /// The instant at which the figures were counted.
    at: String,
    /// The address of the whole board; none if the server's address is not set.
    page: Option<String>,
    /// Today, the month and the year.
    periods: Vec<CardPeriod>,
    /// The next days on which the centre is closed though it is usually open.
    days_off: Vec<CardDaysOff>,
}

#[derive(Debug, Serialize)]
struct CardPeriod {
    period: OpenPeriod,
    received: u64,
    in_time: u64,
    late: u64,
    pending: u64,
    /// In tenths of a percent; none if nothing was resolved.
    rate: Option<u16>,
}

#[derive(Debug, Serialize)]
struct CardDaysOff {
    from: String,
    /// Inclusive.
    last: String,
    name: String,
}

impl OpenCard {
    /// The card of an edition of the centre, with the terms of use that it set.
    pub(super) fn of(edition: &Edition, days: &PublicDays, licence: Option<String>) -> Self {
        let page = edition.centre.public_url.as_ref();
        Self {
            schema_version: CARD_SCHEMA_VERSION,
            licence,
            source: source(&edition.centre),
            at: instant_text(edition.at),
            page: page.map(|url| format!("{url}/board")),
            periods: edition.boards.iter().map(CardPeriod::from).collect(),
            days_off: days.days_off().iter().map(CardDaysOff::from).collect(),
        }
    }
}

impl From<&PublicBoard> for CardPeriod {
    fn from(board: &PublicBoard) -> Self {
        let sums = board.sums();
        Self {
            period: board.period().into(),
            received: sums.received(),
            in_time: sums.in_time(),
            late: sums.late(),
            pending: sums.pending(),
            rate: sums.rate().map(Rate::tenths),
        }
    }
}

impl From<&DaysOff> for CardDaysOff {
    fn from(days: &DaysOff) -> Self {
        Self {
            from: days.from.to_string(),
            last: days.last.to_string(),
            name: days.name.clone(),
        }
    }
}

/// `GET /open/card.json`
pub async fn json(State(web): State<Web>, headers: HeaderMap) -> Response {
    let answered = answer(&web, &headers, |edition, days| {
        let licence = Some(web.config.open_data_licence.clone());
        let licence = licence.filter(|licence| !licence.is_empty());
        let card = OpenCard::of(edition, days, licence);
        let body = serde_json::to_vec(&card).map_err(|error| {
            tracing::error!(%error, "cannot write open data");
            AppError::Internal
        })?;
        Ok((body, "application/json"))
    });
    let mut response = answer_or_problem(answered.await);
    if response.status().is_success() {
        let schema = HeaderValue::from_static("</open/card.schema.json>; rel=\"describedby\"");
        response.headers_mut().insert(header::LINK, schema);
    }
    response
}

/// `GET /open/card.svg`
pub async fn svg(State(web): State<Web>, query: ReadCardQuery, headers: HeaderMap) -> Response {
    let picture = match Picture::of(query) {
        Ok(picture) => picture,
        Err(error) => return answer_or_problem(Err(error)),
    };
    let licence = web.config.open_data_licence.clone();
    let answered = answer(&web, &headers, |edition, days| {
        Ok((
            picture.draw(edition, days, &licence).into_bytes(),
            "image/svg+xml; charset=utf-8",
        ))
    });
    answer_or_problem(answered.await)
}

/// `GET /open/card.schema.json`
pub async fn schema() -> Response {
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/schema+json"),
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static(KEEP_SCHEMA)),
    ];
    open((headers, CARD_SCHEMA).into_response())
}

/// The card in a format with its media type, or 304 if the client already has it.
async fn answer(
    web: &Web,
    asked: &HeaderMap,
    write: impl FnOnce(&Edition, &PublicDays) -> Result<(Vec<u8>, &'static str), AppError>,
) -> Result<Response, AppError> {
    let edition = web.live.edition(Scope::Centre).await?;
    let days = web.live.days().await?;
    let (body, kind) = write(&edition.only(PeriodSelection::All), &days)?;
    // The tag depends only on the content. It is weak, because the response may be compressed or not.
    let tag = format!(
        "W/\"card-{}\"",
        hex::encode(&Sha256::digest(&body)[..TAG_BYTES])
    );
    let mut response = if is_known(asked, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let kind = [(header::CONTENT_TYPE, HeaderValue::from_static(kind))];
        (kind, body).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(header::ETAG, header_value(&tag)?);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(KEEP));
    Ok(response)
}

/// The colours of a theme: those of the pages.
struct Colours {
    paper: &'static str,
    line: &'static str,
    ink: &'static str,
    soft: &'static str,
    good: &'static str,
}

const LIGHT: Colours = Colours {
    paper: "#fffdf7",
    line: "#b8892b",
    ink: "#17203a",
    soft: "#495067",
    good: "#0b5a3c",
};

const DARK: Colours = Colours {
    paper: "#141a2b",
    line: "#d4a94e",
    ink: "#f2ecdd",
    soft: "#c3c6d2",
    good: "#8fd3b1",
};

/// The layout of the picture.
struct Picture {
    lang: Lang,
    colours: &'static Colours,
}

impl Picture {
    fn of(query: ReadCardQuery) -> Result<Self, AppError> {
        let Query(query) = query.map_err(|_| AppError::Invalid("query".to_owned()))?;
        let colours = match query.theme.as_deref().unwrap_or("light") {
            "light" => &LIGHT,
            "dark" => &DARK,
            _ => return Err(AppError::Invalid("theme".to_owned())),
        };
        Ok(Self {
            lang: query.lang.as_deref().unwrap_or("vi").parse()?,
            colours,
        })
    }

    fn draw(&self, edition: &Edition, days: &PublicDays, licence: &str) -> String {
        let (lang, words) = (self.lang, self.lang.words());
        let centre = &edition.centre;
        let name = match (lang, &centre.name_en) {
            (Lang::En, Some(name)) => name,
            _ => &centre.name,
        };
        let month = edition
            .boards
            .iter()
            .find(|board| board.period().kind == PeriodKind::Month);
        let local = edition.at.with_timezone(&centre.zone);
        let at = words.card_at(
            clock_to_the_second(local.time()),
            date_in_words(lang, local.date_naive()),
        );
        let day_off = days.days_off().first();
        let day_off = day_off.map(|off| words.card_day_off(&off.name, short_date(off.from)));
        let rate = month.and_then(|board| board.sums().rate());
        let rate = percent(lang, rate.map(Rate::tenths));
        let figures = month.map_or_else(String::new, |board| {
            let sums = board.sums();
            format!(
                "{} {} · {} {} · {} {}",
                words.in_time(),
                number(lang, sums.in_time()),
                words.late(),
                number(lang, sums.late()),
                words.pending(),
                number(lang, sums.pending())
            )
        });
        let of_month = month.map_or_else(String::new, |board| period_name(lang, board.period()));
        let sentence = words.card_rate(&rate);
        let told = [
            Some(of_month.clone()),
            Some(sentence.clone()),
            Some(figures.clone()),
            day_off.clone(),
            Some(at.clone()),
        ];
        let described: Vec<String> = told.into_iter().flatten().collect();
        let Colours {
            paper,
            line,
            ink,
            soft,
            good,
        } = self.colours;
        let text = |y: u32, size: u32, colour: &str, weight: u32, text: &str| {
            format!(
                "<text x=\"20\" y=\"{y}\" font-size=\"{size}\" fill=\"{colour}\" font-weight=\"{weight}\">{}</text>",
                escaped(&fitting(text))
            )
        };
        let lines = [
            text(36, 15, ink, 600, name),
            text(58, 13, soft, 400, &of_month),
            text(104, 40, good, 600, &rate),
            text(128, 13, ink, 400, &sentence_after(&sentence, &rate)),
            text(152, 13, ink, 400, &figures),
            text(176, 13, soft, 400, &day_off.unwrap_or_default()),
            text(198, 12, soft, 400, &at),
        ];
        let licence = if licence.is_empty() {
            String::new()
        } else {
            format!("<metadata>{}</metadata>", escaped(licence))
        };
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"360\" height=\"214\" viewBox=\"0 0 360 214\" role=\"img\" \
             lang=\"{lang}\" aria-labelledby=\"title described\" \
             font-family=\"Be Vietnam Pro, Noto Sans, Segoe UI, Roboto, Arial, sans-serif\">\
             <title id=\"title\">{title}</title><desc id=\"described\">{described}</desc>{licence}\
             <rect width=\"360\" height=\"214\" fill=\"{paper}\"/><rect width=\"360\" height=\"6\" fill=\"{line}\"/>{lines}</svg>",
            lang = lang.code(),
            title = escaped(name),
            described = escaped(&described.join(". ")),
            lines = lines.concat(),
        )
    }
}

/// A sentence without the figure at its beginning, as the figure is shown above it in large type.
fn sentence_after(sentence: &str, figure: &str) -> String {
    sentence
        .strip_prefix(figure)
        .unwrap_or(sentence)
        .trim_start()
        .to_owned()
}

/// A text shortened to fit into a line.
fn fitting(text: &str) -> String {
    if text.chars().count() <= LINE_CHARS_MAX {
        return text.to_owned();
    }
    let kept: String = text.chars().take(LINE_CHARS_MAX - 1).collect();
    format!("{}…", kept.trim_end())
}

/// A text escaped for an element of XML. Characters that XML does not allow are left out.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            letter if letter.is_control() => escaped.push(' '),
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_break_the_picture() {
        assert_eq!(escaped("<b>&\u{0}x"), "&lt;b&gt;&amp; x");
        assert_eq!(fitting(&"a".repeat(60)).chars().count(), LINE_CHARS_MAX);
        assert_eq!(fitting("short"), "short");
        assert_eq!(sentence_after("98.7% were", "98.7%"), "were");
    }
}
