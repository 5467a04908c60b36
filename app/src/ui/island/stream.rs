//! A page's stream from the server, while the page is visible.
//!
//! A browser opens at most six connections to a server, over all its tabs, so a page that is not visible closes its own. A lost
//! one is opened again after one second, then two, four and so on up to half a minute, each time changed by up to half at
//! random, so that a hundred desks do not come back at once.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{EventSource, MessageEvent};

/// Milliseconds without a beat after which a connection counts as lost: three beats.
const SILENCE_MS: f64 = 16_000.0;
/// Milliseconds between two checks of the connection.
const LOOK_MS: u64 = 4_000;
/// The longest wait before the next try, in milliseconds.
const WAIT_MS_MAX: f64 = 30_000.0;

/// A message of the stream.
pub(crate) enum StreamMessage<'a> {
    /// It is open, or open again.
    Open,
    /// It is lost; it is being asked for again.
    Lost,
    /// The reader is no longer signed in. Nothing follows.
    Over,
    /// An event, by its name, with its data.
    Event(&'static str, &'a str),
}

struct Line {
    address: String,
    events: &'static [&'static str],
    hear: Box<dyn Fn(StreamMessage<'_>)>,
    open: RefCell<Option<Open>>,
    heard_ms: Cell<f64>,
    tries: Cell<i32>,
    is_over: Cell<bool>,
}

struct Open {
    source: EventSource,
    /// The callbacks for the browser, kept while the stream is open.
    _heard: Vec<Closure<dyn FnMut(MessageEvent)>>,
}

impl Drop for Open {
    fn drop(&mut self) {
        self.source.close();
    }
}

/// Listens at an address, to these events, until the page is left.
pub(crate) fn listen(
    address: String,
    events: &'static [&'static str],
    hear: impl Fn(StreamMessage<'_>) + 'static,
) {
    let line = Rc::new(Line {
        address,
        events,
        hear: Box::new(hear),
        open: RefCell::new(None),
        heard_ms: Cell::new(0.0),
        tries: Cell::new(0),
        is_over: Cell::new(false),
    });
    connect(&line);
    let shown = Rc::clone(&line);
    std::mem::forget(window_event_listener(
        leptos::ev::visibilitychange,
        move |_| {
            if document().hidden() {
                shown.open.take();
            } else {
                connect(&shown);
            }
        },
    ));
    set_interval(
        move || {
            let silent_ms = js_sys::Date::now() - line.heard_ms.get();
            if line.open.borrow().is_some() && silent_ms > SILENCE_MS {
                lose(&line);
            }
        },
        Duration::from_millis(LOOK_MS),
    );
}

fn connect(line: &Rc<Line>) {
    let is_open = line.open.borrow().is_some();
    if is_open || line.is_over.get() || document().hidden() {
        return;
    }
    let Ok(source) = EventSource::new(&line.address) else {
        return;
    };
    line.heard_ms.set(js_sys::Date::now());
    let own = ["hello", "beat", "over", "error"];
    let names = own.iter().chain(line.events).copied();
    let heard = names.map(|name| {
        let line = Rc::clone(line);
        let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            hear(&line, name, &event);
        });
        let listener = hear.as_ref().unchecked_ref();
        // It cannot fail for a source that was just made.
        let _ = source.add_event_listener_with_callback(name, listener);
        hear
    });
    let heard = heard.collect();
    line.open.replace(Some(Open {
        source,
        _heard: heard,
    }));
}

fn hear(line: &Rc<Line>, name: &'static str, event: &MessageEvent) {
    line.heard_ms.set(js_sys::Date::now());
    match name {
        "error" => lose(line),
        "hello" => {
            line.tries.set(0);
            (line.hear)(StreamMessage::Open);
        }
        "over" => {
            line.is_over.set(true);
            line.open.take();
            (line.hear)(StreamMessage::Over);
        }
        "beat" => {}
        name => {
            let data = event.data().as_string().unwrap_or_default();
            (line.hear)(StreamMessage::Event(name, &data));
        }
    }
}

fn lose(line: &Rc<Line>) {
    line.open.take();
    (line.hear)(StreamMessage::Lost);
    let tries = line.tries.get();
    line.tries.set(tries + 1);
    let wait_ms = (1_000.0 * f64::from(2_i32.pow(tries.min(5).unsigned_abs()))).min(WAIT_MS_MAX);
    let wait_ms = wait_ms * (0.5 + js_sys::Math::random());
    let line = Rc::clone(line);
    set_timeout(
        move || connect(&line),
        Duration::from_secs_f64(wait_ms / 1_000.0),
    );
}
