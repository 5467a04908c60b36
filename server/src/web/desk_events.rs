//! The stream of an open desk: changes by others to the page that it shows.
//!
//! A stream sends the rows of its page, with the same texts as the page, when it opens and whenever the feed reports a change
//! of one of them; once a minute it sends the rows that time alone has changed. It reads them by their codes, 200 at most, so a
//! change costs the desks that show it a few queries each however long the history, and the others a set look-up. The session
//! is checked before every message and at every beat: the stream ends with it, and when the person's access changes.

use std::collections::{HashMap, HashSet};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use futures::Stream;
use sanh_app::error::AppError;
use sanh_app::model::dossier_row::{RowText, news};
use sanh_app::server::desk::{Desk, DeskError, office};
use sanh_domain::account::model::{Access, Caller};
use sanh_domain::account::session::Origin;
use sanh_domain::dossier::DossierCode;
use sanh_domain::dossier::file::{BULK_MAX, Office};
use sanh_domain::dossier::worklist::{MINE, Tab};
use sanh_domain::id::{AgencyId, ProcedureId};
use sanh_domain::language::Lang;
use sanh_store::RecentEvent;
use serde::Serialize;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::time::{Interval, MissedTickBehavior};

use super::events::{beats, stream_response};
use super::session::Session;
use super::slots::Slot;
use super::{Web, admission, streams};
use crate::live::feed::FeedMessage;

/// Seconds after which the working time left is sent again.
const MINUTE_S: u64 = 60;
/// Milliseconds over which desks spread their queries after a change, so that a hundred do not query at once.
const SPREAD_MS: u64 = 250;
/// The most new dossiers that are counted.
const NEW_MAX: usize = 500;

/// The rows that a page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct ShownRows {
    lang: Lang,
    codes: Vec<DossierCode>,
    /// The list's tab; none on a page of search results or of one dossier.
    tab: Option<Tab>,
    agency: Option<AgencyId>,
    /// Whether it is the person's own list. Its new rows are not counted, as an assignment changes no status.
    is_mine: bool,
    procedure: Option<ProcedureId>,
    /// The due time of the last row in milliseconds, if more rows follow on the next page.
    until: Option<i64>,
    /// The version of the dossier that the page showed, on the page of one dossier.
    since: Option<i64>,
}

impl ShownRows {
    /// Reads the query of the address; `None` if it is invalid.
    fn read(query: &str) -> Option<Self> {
        let mut shown = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match &*name {
                "lang" => shown.lang = value.parse().ok()?,
                "tab" => shown.tab = Some(Tab::read(&value)?),
                "agency" if value == MINE => shown.is_mine = true,
                "agency" => shown.agency = Some(AgencyId(value.parse().ok()?)),
                "procedure" => shown.procedure = Some(ProcedureId(value.parse().ok()?)),
                "until" => shown.until = Some(value.parse().ok()?),
                "since" => shown.since = Some(value.parse().ok()?),
                "dossier" => shown
                    .codes
                    .push(DossierCode::try_from(value.into_owned()).ok()?),
                _ => {}
            }
        }
        (shown.codes.len() <= BULK_MAX).then_some(shown)
    }

    /// Whether an event adds a dossier to this list and page; `Some(false)`: it removes it.
    fn brings(&self, event: &RecentEvent) -> Option<bool> {
        let tab = self.tab.filter(|_| !self.is_mine)?;
        let is_of = self.agency.is_none_or(|agency| agency == event.agency)
            && self.procedure.is_none_or(|it| Some(it) == event.procedure);
        let due = event.due_at.map_or(i64::MAX, |due| due.timestamp_millis());
        let is_here = self.until.is_none_or(|until| {
            let before = due.cmp(&until);
            if tab == Tab::Closed {
                before.is_ge()
            } else {
                before.is_le()
            }
        });
        let on = |status| tab.statuses().contains(&status);
        match (event.from.is_some_and(on), on(event.to)) {
            // A stop is proposed only because time has passed, never because of an event.
            (false, true) if tab == Tab::StopProposed => None,
            (false, true) => (is_of && is_here).then_some(true),
            (true, false) => Some(false),
            _ => None,
        }
    }
}

/// `GET /desk/events`
pub async fn events(State(web): State<Web>, request: Request) -> Response {
    let (asks, _) = request.into_parts();
    match open(web.clone(), &asks).await {
        Ok(stream) => stream_response(stream),
        Err(refused) => refused,
    }
}

async fn open(
    web: Web,
    asks: &Parts,
) -> Result<impl Stream<Item = Result<Bytes, Infallible>> + Send + 'static, Response> {
    let refused = StatusCode::into_response;
    let caller = admission::admitted(&asks.extensions, Access::Desk).map_err(refused)?;
    let session = asks.extensions.get::<Session>().cloned();
    let session = session.unwrap_or_default();
    let (Some(caller), Some(token)) = (caller, session.token) else {
        return Err(refused(StatusCode::UNAUTHORIZED));
    };
    let shown = ShownRows::read(asks.uri.query().unwrap_or_default());
    let shown = shown.ok_or_else(|| refused(StatusCode::BAD_REQUEST))?;
    let place = web.streams.enter_desk(caller.person.id);
    let place = place.ok_or_else(streams::later)?;
    let told = web.feed.listen();
    let store = web.store.borrow().clone();
    let store = store.ok_or_else(|| refused(StatusCode::SERVICE_UNAVAILABLE))?;
    let office = office(&store, web.clock.now()).await;
    let office = office.map_err(|error| refused(status(&error)))?;
    let stream = DeskStream {
        beats: beats(web.config.beat_s),
        minutes: every(Duration::from_secs(MINUTE_S)),
        web,
        caller,
        token,
        from: session.from,
        shown,
        office,
        told,
        sent: HashMap::new(),
        new: HashSet::new(),
        is_new: true,
        is_over: false,
        _place: place,
    };
    Ok(futures::stream::unfold(stream, |mut stream| async move {
        let bytes = stream.next().await?;
        Some((Ok(bytes), stream))
    }))
}

fn status(error: &AppError) -> StatusCode {
    match error {
        AppError::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

fn every(period: Duration) -> Interval {
    let mut ticks = tokio::time::interval_at(tokio::time::Instant::now() + period, period);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks
}

struct DeskStream {
    web: Web,
    caller: Caller,
    token: String,
    from: Origin,
    shown: ShownRows,
    office: Office,
    told: broadcast::Receiver<FeedMessage>,
    beats: Interval,
    minutes: Interval,
    /// The rows as they were last sent, by their codes.
    sent: HashMap<DossierCode, RowText>,
    /// Dossiers that have come onto the list since the page was loaded.
    new: HashSet<DossierCode>,
    is_new: bool,
    is_over: bool,
    /// The person's slot among all streams.
    _place: Slot,
}

/// Whether the person may keep the stream open.
enum SessionCheck {
    Yes,
    No,
    /// The database is away, so it is not known.
    Unknown,
}

/// The pending changes of the rows shown, with the person who made each.
#[derive(Default)]
struct PendingChanges {
    by: HashMap<DossierCode, String>,
    is_much: bool,
    is_more: bool,
}

impl DeskStream {
    async fn next(&mut self) -> Option<Bytes> {
        if self.is_over {
            return None;
        }
        if std::mem::take(&mut self.is_new) {
            return Some(self.hello().await);
        }
        loop {
            let shutdown = self.web.shutdown.clone();
            let said = tokio::select! {
                biased;
                () = shutdown.cancelled() => return None,
                told = self.told.recv() => self.hear(told).await,
                _ = self.beats.tick() => self.beat().await,
                _ = self.minutes.tick() => self.all().await,
            };
            if self.is_over {
                // Also if the person's rights have changed: the page must be loaded again.
                return Some(event("over", &()));
            }
            if !said.is_empty() {
                return Some(said);
            }
        }
    }

    /// The first event, with the page's rows as they are now: they may have changed since the page was made.
    async fn hello(&mut self) -> Bytes {
        // The same random delay as for screens; the desk's script increases it with every try.
        let retry_ms = rand::random_range(1_000..3_000);
        let hello = format!("retry: {retry_ms}\nevent: hello\ndata: {{}}\n\n");
        [Bytes::from(hello), self.read(&PendingChanges::much()).await]
            .concat()
            .into()
    }

    async fn beat(&mut self) -> Bytes {
        match self.standing().await {
            SessionCheck::Yes => event("beat", &()),
            // Without beats the page says that it may be out of date.
            SessionCheck::Unknown | SessionCheck::No => Bytes::new(),
        }
    }

    /// Sends all rows that time alone has changed.
    async fn all(&mut self) -> Bytes {
        match self.standing().await {
            SessionCheck::Yes => self.read(&PendingChanges::much()).await,
            SessionCheck::Unknown | SessionCheck::No => Bytes::new(),
        }
    }

    /// Takes a message of the feed; a desk that shows none of it sends nothing and makes no query.
    async fn hear(&mut self, told: Result<FeedMessage, RecvError>) -> Bytes {
        let mut news = PendingChanges::default();
        self.sort(&mut news, told);
        if news.is_nothing() {
            return Bytes::new();
        }
        tokio::time::sleep(Duration::from_millis(rand::random_range(0..SPREAD_MS))).await;
        // Changes that arrived in the meantime are sent together with this one.
        loop {
            match self.told.try_recv() {
                Ok(told) => self.sort(&mut news, Ok(told)),
                Err(TryRecvError::Lagged(_)) => news.is_much = true,
                Err(TryRecvError::Empty | TryRecvError::Closed) => break,
            }
        }
        match self.standing().await {
            SessionCheck::Yes => self.read(&news).await,
            SessionCheck::Unknown | SessionCheck::No => Bytes::new(),
        }
    }

    fn sort(&mut self, news: &mut PendingChanges, told: Result<FeedMessage, RecvError>) {
        match told {
            Ok(FeedMessage::These(events)) => {
                let person = self.caller.person.clone();
                let seen = events.iter().filter(|it| person.works_in(it.agency));
                for event in seen {
                    self.sort_one(news, event);
                }
            }
            Ok(FeedMessage::Much) | Err(RecvError::Lagged(_)) => news.is_much = true,
            Err(RecvError::Closed) => self.is_over = true,
        }
    }

    fn sort_one(&mut self, news: &mut PendingChanges, event: &RecentEvent) {
        if self.shown.codes.contains(&event.code) {
            news.by.insert(event.code.clone(), event.by.clone());
            return;
        }
        news.is_more |= match self.shown.brings(event) {
            Some(true) if self.new.len() < NEW_MAX => self.new.insert(event.code.clone()),
            Some(false) => self.new.remove(&event.code),
            _ => false,
        };
    }

    /// Checks whether the session is still valid, and the person still has the same rights.
    async fn standing(&mut self) -> SessionCheck {
        let accounts = self.web.accounts();
        let known = accounts.still_caller(&self.token, &self.from).await;
        match known {
            Ok(Some(caller)) if caller == self.caller => SessionCheck::Yes,
            Ok(_) => {
                self.is_over = true;
                SessionCheck::No
            }
            Err(_) => SessionCheck::Unknown,
        }
    }

    async fn read(&mut self, told: &PendingChanges) -> Bytes {
        let mut said = Vec::new();
        if told.is_more {
            said.extend(event("more", &self.new.len()));
        }
        let rows = match self.shown.since {
            Some(version) => self.news(version).await,
            None => self.rows(told).await,
        };
        // If the rows cannot be read now, the next minute sends them.
        said.extend(rows.unwrap_or_default());
        said.into()
    }

    /// The desk with the person's present rights.
    fn desk(&self) -> Result<Desk, DeskError> {
        let store = self.web.store.borrow().clone();
        Ok(Desk::new(
            store.ok_or(DeskError::Unavailable)?,
            Arc::clone(&self.web.readings),
            self.caller.clone(),
            self.web.clock.now(),
        ))
    }

    /// The rows that differ from what was sent.
    async fn rows(&mut self, told: &PendingChanges) -> Result<Bytes, DeskError> {
        let codes = self.shown.codes.iter();
        let codes = codes.filter(|code| told.is_much || told.by.contains_key(*code));
        let codes: Vec<DossierCode> = codes.cloned().collect();
        if codes.is_empty() {
            return Ok(Bytes::new());
        }
        let rows = self.desk()?.rows(&codes).await?;
        let (lang, tab) = (self.shown.lang, self.shown.tab);
        let rows = rows.iter().map(|row| {
            let text = RowText::of(lang, &self.office, row, tab, &self.caller.person);
            (row.dossier.code.clone(), text)
        });
        let mut rows: HashMap<DossierCode, RowText> = rows.collect();
        let mut differing = Vec::new();
        for code in codes {
            let before = self.sent.get(&code);
            let now = match (rows.remove(&code), before) {
                (Some(now), _) => now,
                // The person may no longer see this dossier.
                (None, Some(before)) => before.clone().without_access(),
                (None, None) => continue,
            };
            if before == Some(&now) {
                continue;
            }
            self.sent.insert(code.clone(), now.clone());
            let by = told.by.get(&code);
            let by = by.filter(|by| **by != self.caller.person.name);
            differing.push(match by {
                Some(by) => now.changed_by(lang, by),
                None => now,
            });
        }
        if differing.is_empty() {
            return Ok(Bytes::new());
        }
        Ok(event("rows", &differing))
    }

    /// The changes of the dossier whose page it is.
    async fn news(&self, version: i64) -> Result<Bytes, DeskError> {
        let Some(code) = self.shown.codes.first() else {
            return Ok(Bytes::new());
        };
        let file = self.desk()?.file(code).await?;
        let lines = news(self.shown.lang, &self.office, &file.events, version);
        if lines.is_empty() {
            return Ok(Bytes::new());
        }
        Ok(event("news", &lines))
    }
}

impl PendingChanges {
    fn much() -> Self {
        Self {
            is_much: true,
            ..Self::default()
        }
    }

    fn is_nothing(&self) -> bool {
        self.by.is_empty() && !self.is_much && !self.is_more
    }
}

fn event(name: &str, data: &impl Serialize) -> Bytes {
    // Texts and numbers only, so serialising cannot fail.
    let data = serde_json::to_string(data).unwrap_or_default();
    format!("event: {name}\ndata: {data}\n\n").into()
}
