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

struct Connection {
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
    let connection = Rc::new(Connection {
        address,
        events,
        hear: Box::new(hear),
        open: RefCell::new(None),
        heard_ms: Cell::new(0.0),
        tries: Cell::new(0),
        is_over: Cell::new(false),
    });
    connect(&connection);
    let shown = Rc::clone(&connection);
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
            let silent_ms = js_sys::Date::now() - connection.heard_ms.get();
            if connection.open.borrow().is_some() && silent_ms > SILENCE_MS {
                lose(&connection);
            }
        },
        Duration::from_millis(LOOK_MS),
    );
}

fn connect(connection: &Rc<Connection>) {
    let is_open = connection.open.borrow().is_some();
    if is_open || connection.is_over.get() || document().hidden() {
        return;
    }
    let Ok(source) = EventSource::new(&connection.address) else {
        return;
    };
    connection.heard_ms.set(js_sys::Date::now());
    let own = ["hello", "beat", "over", "error"];
    let names = own.iter().chain(connection.events).copied();
    let heard = names.map(|name| {
        let connection = Rc::clone(connection);
        let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            hear(&connection, name, &event);
        });
        let listener = hear.as_ref().unchecked_ref();
        // It cannot fail for a source that was just made.
        let _ = source.add_event_listener_with_callback(name, listener);
        hear
    });
    let heard = heard.collect();
    connection.open.replace(Some(Open {
        source,
        _heard: heard,
    }));
}

fn hear(connection: &Rc<Connection>, name: &'static str, event: &MessageEvent) {
    connection.heard_ms.set(js_sys::Date::now());
    match name {
        "error" => lose(connection),
        "hello" => {
            connection.tries.set(0);
            (connection.hear)(StreamMessage::Open);
        }
        "over" => {
            connection.is_over.set(true);
            connection.open.take();
            (connection.hear)(StreamMessage::Over);
        }
        "beat" => {}
        name => {
            let data = event.data().as_string().unwrap_or_default();
            (connection.hear)(StreamMessage::Event(name, &data));
        }
    }
}

fn lose(connection: &Rc<Connection>) {
    connection.open.take();
    (connection.hear)(StreamMessage::Lost);
    let tries = connection.tries.get();
    connection.tries.set(tries + 1);
    let wait_ms = (1_000.0 * f64::from(2_i32.pow(tries.min(5).unsigned_abs()))).min(WAIT_MS_MAX);
    let wait_ms = wait_ms * (0.5 + js_sys::Math::random());
    let connection = Rc::clone(connection);
    set_timeout(
        move || connect(&connection),
        Duration::from_secs_f64(wait_ms / 1_000.0),
    );
}
