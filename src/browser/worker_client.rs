//! The page's end of the engine: asks, and finds the question to each answer.
//!
//! The engine runs in a worker. A worker that does not start, breaks, or says nothing any more is started once more; after that
//! the page loads the engine into itself, slower but the same program. Whoever asked notices nothing: unanswered requests are
//! put again.

use std::cell::{Cell, RefCell};
use std::mem;
use std::rc::Rc;

use futures_channel::oneshot;
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{ErrorEvent, Event, MessageChannel, MessageEvent, MessagePort, Worker};

use super::worker_host::{ARE_YOU_THERE, PORT_NAME};
use super::{clock, fetch, timing};
use crate::engine::message::{Asked, Request, Response, Said, decode, encode};

/// Milliseconds between two looks at a worker that owes a word.
const LOOK: i32 = 1_000;

/// A look that comes so many milliseconds after the one before says nothing about the worker: the machine slept, the browser
/// holds back the timers of a page that nobody sees, or the page itself was busy.
const LATE: f64 = 2_500.0;

/// Looks in a row without a first word after which a worker is given up. Loading it takes a tenth of a second; a slow phone on
/// a slow network gets the benefit of the doubt.
const NO_GREETING: u32 = 20;

/// The same for a worker that greeted and then leaves even the question unanswered whether it is there. It answers that
/// between two pieces of work, which take some tenths of a second, and seconds on a slow phone.
const NO_WORD: u32 = 12;

/// The same for one that was given a feed: reading ten megabytes takes a second, and ten on a slow phone.
const NO_WORD_READING: u32 = 30;

/// How often a worker is started before the page does without.
const STARTS: u32 = 2;

/// Functions that `boot.js` leaves: one gives a worker in which the engine starts, one starts it in the page.
const START_WORKER: &str = "offprintWorker";
const START_HERE: &str = "offprintHere";

/// Where such a worker holds what it said before anybody listened.
const EARLY: &str = "early";

/// A handle on the engine; clones are the same engine.
#[derive(Clone)]
pub struct Client(Rc<Inner>);

struct Inner {
    line: RefCell<Line>,
    greeted: Cell<bool>,
    ended: Cell<bool>,
    starts: Cell<u32>,
    /// Looks in a row that found nothing said since the one before, and whether anybody looks.
    silent: Cell<u32>,
    watched: Cell<bool>,
    next: Cell<u32>,
    /// In the order asked.
    waiting: RefCell<Vec<(u32, Waiting)>>,
    hear: Box<dyn Fn(Said)>,
}

/// A request on its way, kept whole so that it can be put again.
struct Waiting {
    request: Request,
    body: Vec<u8>,
    answer: oneshot::Sender<Response>,
}

/// The way to the engine.
enum Line {
    None,
    Worker(Worker),
    /// To the engine in the page itself.
    Here(MessagePort),
}

impl Client {
    /// A handle on an engine that [`Client::start`] will start. `hear` gets all that is no answer; it hears [`Said::Hello`]
    /// whenever an engine starts anew and knows no marks.
    pub fn new(hear: impl Fn(Said) + 'static) -> Client {
        Client(Rc::new(Inner {
            line: RefCell::new(Line::None),
            greeted: Cell::new(false),
            ended: Cell::new(false),
            starts: Cell::new(0),
            silent: Cell::new(0),
            watched: Cell::new(false),
            next: Cell::new(0),
            waiting: RefCell::default(),
            hear: Box::new(hear),
        }))
    }

    /// Starts the engine. What was asked before is put when it greets.
    pub fn start(&self) {
        self.start_worker();
    }

    /// Asks and waits. `None` if there is no engine any more, which the reader has been told.
    pub async fn ask(&self, request: Request, body: Vec<u8>) -> Option<Response> {
        if self.0.ended.get() {
            return None;
        }
        let number = self.0.next.get();
        self.0.next.set(number.wrapping_add(1));
        let (answer, wait) = oneshot::channel();
        self.0.waiting.borrow_mut().push((number, Waiting { request, body, answer }));
        self.put(number);
        self.watch();
        wait.await.ok()
    }

    fn start_worker(&self) {
        self.0.starts.set(self.0.starts.get() + 1);
        let Some(worker) = call_global(START_WORKER).and_then(|worker| worker.dyn_into::<Worker>().ok()) else {
            return self.start_here("this browser refused it");
        };
        let listener = self.listener();
        worker.set_onmessage(Some(listener.unchecked_ref()));
        worker.set_onerror(Some(listener.unchecked_ref()));
        let early = js_sys::Reflect::get(&worker, &EARLY.into()).map(|early| js_sys::Array::from(&early));
        *self.0.line.borrow_mut() = Line::Worker(worker);
        self.0.silent.set(0);
        self.watch();
        early.unwrap_or_default().iter().for_each(|event| self.on_event(event.unchecked_ref()));
    }

    /// Loads the worker's program into the page and talks to it over a channel.
    fn start_here(&self, cause: &str) {
        (self.0.hear)(Said::Trouble(format!(
            "The background worker could not be used ({cause}). Everything works, but large lists may hesitate."
        )));
        self.0.starts.set(self.0.starts.get() + 1);
        let Ok(channel) = MessageChannel::new() else { return self.give_up("it cannot be reached") };
        let port = channel.port1();
        port.set_onmessage(Some(self.listener().unchecked_ref()));
        *self.0.line.borrow_mut() = Line::Here(port);
        let left = js_sys::Reflect::set(&js_sys::global(), &PORT_NAME.into(), &channel.port2());
        let started = left.ok().and_then(|_| call_global(START_HERE)?.dyn_into::<Promise>().ok());
        let client = self.clone();
        spawn_local(async move {
            let outcome = match started {
                Some(started) => JsFuture::from(started).await.is_ok(),
                None => false,
            };
            if !outcome {
                client.give_up("it could not be started here either");
            }
        });
    }

    /// A callback that does nothing once the client is gone or another engine was started: a last word of the one before must
    /// not be taken for one of the next. It is never freed: there are as many as starts of an engine.
    fn listener(&self) -> JsValue {
        let (client, start) = (Rc::downgrade(&self.0), self.0.starts.get());
        let closure = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            let current = |inner: &Rc<Inner>| inner.starts.get() == start && !inner.ended.get();
            if let Some(inner) = client.upgrade().filter(current) {
                inner.silent.set(0);
                Client(inner).on_event(&event);
            }
        });
        closure.into_js_value()
    }

    /// Looks at the worker once a second as long as it owes a word.
    fn watch(&self) {
        if self.0.watched.replace(true) {
            return;
        }
        let client = self.clone();
        spawn_local(async move {
            let mut before = clock::precise();
            while client.owes_a_word() {
                fetch::pause(LOOK).await;
                let now = clock::precise();
                client.look(now - mem::replace(&mut before, now) > LATE);
            }
            client.0.watched.set(false);
        });
    }

    fn owes_a_word(&self) -> bool {
        let asked = !self.0.greeted.get() || !self.0.waiting.borrow().is_empty();
        asked && matches!(*self.0.line.borrow(), Line::Worker(_))
    }

    /// Counts how long the worker has been silent. `late` looks, and those at a page that nobody sees, begin anew.
    fn look(&self, late: bool) {
        let unseen = web_sys::window().and_then(|window| window.document()).is_some_and(|document| document.hidden());
        let silent = if late || unseen || !self.owes_a_word() { 0 } else { self.0.silent.get() + 1 };
        self.0.silent.set(silent);
        let greeted = self.0.greeted.get();
        if let (true, 1, Line::Worker(worker)) = (greeted, silent, &*self.0.line.borrow()) {
            let _ = worker.post_message(&ARE_YOU_THERE);
        }
        let feed = |waiting: &Waiting| matches!(waiting.request, Request::Read { .. });
        let reading = self.0.waiting.borrow().iter().any(|(_, waiting)| feed(waiting));
        if !greeted && silent >= NO_GREETING {
            self.on_failure("it did not answer");
        } else if silent >= if reading { NO_WORD_READING } else { NO_WORD } {
            if self.0.starts.get() >= STARTS {
                // A feed that keeps workers busy for ever would do the same to the page.
                self.0.waiting.borrow_mut().retain(|(_, waiting)| !feed(waiting));
            } else {
                // It took its time: the reader has wondered.
                let text = "The background worker stopped answering and was started anew. Nothing is lost.";
                (self.0.hear)(Said::Trouble(text.to_owned()));
            }
            self.on_failure("it stopped answering");
        }
    }

    /// A message, or the end: a script that does not load fires a plain event, one that throws an [`ErrorEvent`].
    fn on_event(&self, event: &Event) {
        if let Some(event) = event.dyn_ref::<MessageEvent>() {
            return self.on_message(&event.data());
        }
        event.prevent_default();
        match event.dyn_ref::<ErrorEvent>() {
            Some(event) => self.on_failure(&event.message()),
            None => self.on_failure("its script could not be loaded"),
        }
    }

    fn on_message(&self, message: &JsValue) {
        if *message == ARE_YOU_THERE {
            return;
        }
        let bytes = message.dyn_ref::<js_sys::Uint8Array>().map(js_sys::Uint8Array::to_vec).unwrap_or_default();
        match decode::<Said>(&bytes) {
            Ok(said) => self.on_said(said),
            Err(error) => self.on_failure(&error),
        }
    }

    fn on_said(&self, said: Said) {
        match said {
            Said::Hello => {
                self.0.greeted.set(true);
                (self.0.hear)(said);
                self.put_all();
            }
            Said::Answer { number, response, measures } => {
                measures.iter().for_each(timing::enter);
                let mut waiting = self.0.waiting.borrow_mut();
                if let Some(at) = waiting.iter().position(|(asked, _)| *asked == number) {
                    let _ = waiting.remove(at).1.answer.send(response);
                }
            }
            Said::Broke(text) => self.on_failure(&text),
            other => (self.0.hear)(other),
        }
    }

    fn on_failure(&self, cause: &str) {
        self.0.greeted.set(false);
        match self.0.line.replace(Line::None) {
            Line::Worker(worker) => {
                worker.terminate();
                if self.0.starts.get() >= STARTS {
                    return self.start_here(cause);
                }
                self.start_worker();
            }
            Line::Here(_) => self.give_up(cause),
            // A last word of an engine that is already given up.
            Line::None => {}
        }
    }

    fn give_up(&self, cause: &str) {
        self.0.line.replace(Line::None);
        // Whoever waits is told so.
        self.0.ended.set(true);
        self.0.waiting.take();
        (self.0.hear)(Said::Trouble(format!(
            "The engine that lists papers stopped ({cause}). Your stars are safe; reload the page to go on."
        )));
    }

    fn put_all(&self) {
        let numbers: Vec<u32> = self.0.waiting.borrow().iter().map(|(number, _)| *number).collect();
        numbers.into_iter().for_each(|number| self.put(number));
    }

    /// Puts a request, unless the engine has not greeted; then all are put when it does.
    fn put(&self, number: u32) {
        let waiting = self.0.waiting.borrow();
        let waiting = waiting.iter().find(|(asked, _)| *asked == number && self.0.greeted.get());
        let Some((_, waiting)) = waiting else { return };
        let head = encode(&Asked { number, request: waiting.request.clone() });
        let parts = js_sys::Array::of2(&as_array(&head), &as_array(&waiting.body));
        // Plain bytes can always be posted.
        let _ = match &*self.0.line.borrow() {
            Line::Worker(worker) => worker.post_message(&parts),
            Line::Here(port) => port.post_message(&parts),
            Line::None => Ok(()),
        };
    }
}

/// What a function that the page was left with returns.
fn call_global(name: &str) -> Option<JsValue> {
    let function = js_sys::Reflect::get(&js_sys::global(), &name.into()).ok()?;
    function.dyn_into::<js_sys::Function>().ok()?.call0(&JsValue::NULL).ok()
}

fn as_array(bytes: &[u8]) -> JsValue {
    js_sys::Uint8Array::from(bytes).into()
}
