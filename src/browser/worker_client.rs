//! The page's end of the engine: asks, and finds the question to each answer.
//!
//! The engine runs in a worker. A worker that does not start, or breaks, is started once more; after that the engine runs in
//! the page itself, slower but the same. Whoever asked notices nothing: unanswered requests are put again.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use futures_channel::oneshot;
use wasm_bindgen::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{ErrorEvent, MessageEvent, Worker, WorkerOptions, WorkerType};

use super::{clock, fetch, store, timing};
use crate::engine::host::Host;
use crate::engine::message::{Asked, BUILD, PROTOCOL, Request, Response, Said, decode, encode};

/// Milliseconds that a worker has for its first word. Loading it takes a tenth of a second; a slow phone on a slow network
/// gets the benefit of the doubt.
const HELLO_LIMIT: i32 = 20_000;

/// How often a worker is started before the page does without.
const STARTS: u32 = 2;

/// A handle on the engine; clones are the same engine.
#[derive(Clone)]
pub struct Client(Rc<Inner>);

struct Inner {
    address: Option<String>,
    way: RefCell<Way>,
    starts: Cell<u32>,
    next: Cell<u32>,
    waiting: RefCell<BTreeMap<u32, Waiting>>,
    hear: Box<dyn Fn(Said)>,
}

/// A request on its way, kept whole so that it can be put again.
struct Waiting {
    request: Request,
    body: Vec<u8>,
    answer: oneshot::Sender<Response>,
}

/// Where the engine runs.
enum Way {
    /// Nowhere yet.
    Starting,
    /// In a worker; the closures live as long as it does.
    Worker { worker: Worker, greeted: bool, _closures: Vec<JsValue> },
    /// In the page.
    Here(Rc<Host<store::AnyKeep>>),
}

impl Client {
    /// Starts the engine in the worker at an address, or in the page where there is none. `hear` gets all that is no answer;
    /// it hears [`Said::Hello`] whenever an engine starts anew and knows no marks.
    pub fn start(address: Option<String>, hear: impl Fn(Said) + 'static) -> Client {
        let client = Client(Rc::new(Inner {
            address,
            way: RefCell::new(Way::Starting),
            starts: Cell::new(0),
            next: Cell::new(0),
            waiting: RefCell::default(),
            hear: Box::new(hear),
        }));
        client.start_worker();
        client
    }

    /// Asks and waits. `None` only if the page is going away.
    pub async fn ask(&self, request: Request, body: Vec<u8>) -> Option<Response> {
        let number = self.0.next.get();
        self.0.next.set(number.wrapping_add(1));
        let (answer, wait) = oneshot::channel();
        self.0.waiting.borrow_mut().insert(number, Waiting { request, body, answer });
        self.put(number);
        wait.await.ok()
    }

    /// Whether the engine runs in a worker.
    pub fn in_worker(&self) -> bool {
        matches!(*self.0.way.borrow(), Way::Worker { .. })
    }

    fn start_worker(&self) {
        self.0.starts.set(self.0.starts.get() + 1);
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = self.0.address.as_deref().map(|address| Worker::new_with_options(address, &options));
        let Some(Ok(worker)) = worker else { return self.start_here("this browser offers no workers") };
        let heard = self.listener(|client, event: MessageEvent| client.on_message(&event.data()));
        let failed = self.listener(|client, event: ErrorEvent| {
            event.prevent_default();
            client.on_failure(&event.message());
        });
        worker.set_onmessage(Some(heard.unchecked_ref()));
        worker.set_onerror(Some(failed.unchecked_ref()));
        *self.0.way.borrow_mut() = Way::Worker { worker, greeted: false, _closures: vec![heard, failed] };
        self.watch_start(self.0.starts.get());
    }

    /// A callback that does nothing once the client is gone.
    fn listener<E: wasm_bindgen::convert::FromWasmAbi + 'static>(&self, act: impl Fn(&Client, E) + 'static) -> JsValue {
        let client = Rc::downgrade(&self.0);
        let closure = Closure::<dyn FnMut(E)>::new(move |event: E| {
            if let Some(inner) = client.upgrade() {
                act(&Client(inner), event);
            }
        });
        closure.into_js_value()
    }

    fn watch_start(&self, start: u32) {
        let client = self.clone();
        spawn_local(async move {
            fetch::pause(HELLO_LIMIT).await;
            let silent = matches!(*client.0.way.borrow(), Way::Worker { greeted: false, .. });
            if silent && client.0.starts.get() == start {
                client.on_failure("it did not answer");
            }
        });
    }

    fn on_message(&self, message: &JsValue) {
        let bytes = message.dyn_ref::<js_sys::Uint8Array>().map(js_sys::Uint8Array::to_vec).unwrap_or_default();
        match decode::<Said>(&bytes) {
            Ok(said) => self.on_said(said),
            Err(error) => self.on_failure(&error),
        }
    }

    fn on_said(&self, said: Said) {
        match said {
            Said::Hello { protocol, ref build } if protocol == PROTOCOL && build == BUILD => {
                if let Way::Worker { greeted, .. } = &mut *self.0.way.borrow_mut() {
                    *greeted = true;
                }
                (self.0.hear)(said);
                self.put_all();
            }
            Said::Hello { .. } => {
                self.0.starts.set(STARTS);
                self.on_failure("it belongs to another version; reload the page to have both alike");
            }
            Said::Answer { number, response, measures } => {
                measures.iter().for_each(timing::enter);
                if let Some(waiting) = self.0.waiting.borrow_mut().remove(&number) {
                    let _ = waiting.answer.send(response);
                }
            }
            Said::Broke(text) => self.on_failure(&text),
            other => (self.0.hear)(other),
        }
    }

    fn on_failure(&self, cause: &str) {
        match std::mem::replace(&mut *self.0.way.borrow_mut(), Way::Starting) {
            Way::Worker { worker, .. } => worker.terminate(),
            // A last word of a worker that is already given up.
            other => {
                *self.0.way.borrow_mut() = other;
                return;
            }
        }
        if self.0.starts.get() < STARTS {
            self.start_worker();
        } else {
            self.start_here(cause);
        }
    }

    fn start_here(&self, cause: &str) {
        (self.0.hear)(Said::Trouble(format!(
            "The background worker could not be used ({cause}). Everything works, but large lists may hesitate."
        )));
        let client = self.clone();
        spawn_local(async move {
            let tell = client.teller();
            let host = Rc::new(Host::new(store::open_telling(&tell).await, clock::precise));
            *client.0.way.borrow_mut() = Way::Here(host.clone());
            tell(Said::Hello { protocol: PROTOCOL, build: BUILD.to_owned() });
            host.restore(&tell).await;
        });
    }

    /// What the engine in the page says goes the same way as what a worker says.
    fn teller(&self) -> impl Fn(Said) + use<> {
        let client = self.clone();
        move |said| client.on_said_here(said)
    }

    fn on_said_here(&self, said: Said) {
        let hello = matches!(said, Said::Hello { .. });
        (self.0.hear)(said);
        if hello {
            self.put_all();
        }
    }

    fn put_all(&self) {
        let numbers: Vec<u32> = self.0.waiting.borrow().keys().copied().collect();
        numbers.into_iter().for_each(|number| self.put(number));
    }

    fn put(&self, number: u32) {
        let waiting = self.0.waiting.borrow();
        let Some(waiting) = waiting.get(&number) else { return };
        match &*self.0.way.borrow() {
            Way::Worker { worker, greeted: true, .. } => {
                let head = encode(&Asked { number, request: waiting.request.clone() });
                let parts = js_sys::Array::of2(&as_array(&head), &as_array(&waiting.body));
                // A message of plain bytes is always cloneable.
                let _ = worker.post_message(&parts);
            }
            Way::Here(host) => {
                let (client, host) = (self.clone(), host.clone());
                let (request, body) = (waiting.request.clone(), waiting.body.clone());
                spawn_local(async move {
                    let (response, measures) = host.answer(request, &body, &client.teller()).await;
                    client.on_said(Said::Answer { number, response, measures });
                });
            }
            // It is put when the engine greets.
            Way::Worker { .. } | Way::Starting => {}
        }
    }
}

fn as_array(bytes: &[u8]) -> JsValue {
    js_sys::Uint8Array::from(bytes).into()
}
