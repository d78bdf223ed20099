//! The engine's end: hands each request to a [`Host`] and posts what it says.
//!
//! Page and engine are one program, compiled once by the browser and started twice. Where no worker can be had, the second
//! start is in the page too, and the two talk over a channel of which the page has left one end.

use std::cell::Cell;
use std::rc::Rc;

use futures_channel::mpsc;
use wasm_bindgen::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, MessagePort};

use super::fetch::pause;
use super::{clock, crash, store};
use crate::engine::host::Host;
use crate::engine::message::{Asked, Said, decode, encode};

thread_local! {
    /// The page's end of the channel, if this runs in the page.
    static PORT: Option<MessagePort> = port();
    /// How often there was something to do.
    static TURNS: Cell<u32> = const { Cell::new(0) };
}

/// Milliseconds without a request after which the reader, and the page, are thought to have settled.
const REST: i32 = 3_000;

/// Name of the global in which the page leaves the engine its end of a channel.
pub(super) const PORT_NAME: &str = "offprintPort";

/// The one message that is not of [`engine::message`](crate::engine::message). It is sent back at once, before any request
/// that waits, to show that the worker is still listening.
pub(super) const ARE_YOU_THERE: JsValue = JsValue::NULL;

/// Whether this start of the program is to be the engine.
pub fn is_wanted() -> bool {
    scope().is_some() || PORT.with(Option::is_some)
}

/// Runs the engine for as long as the worker, or the page, lives.
pub fn run() {
    crash::watch_worker(|text| post(&Said::Broke(text)));
    let (queue, requests) = mpsc::unbounded::<JsValue>();
    let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        match scope().filter(|_| event.data() == ARE_YOU_THERE) {
            Some(scope) => _ = scope.post_message(&ARE_YOU_THERE),
            None => _ = queue.unbounded_send(event.data()),
        }
    });
    let hear = hear.into_js_value();
    match scope() {
        Some(scope) => scope.set_onmessage(Some(hear.unchecked_ref())),
        None => PORT.with(|port| port.iter().for_each(|port| port.set_onmessage(Some(hear.unchecked_ref())))),
    }
    post(&Said::Hello);
    spawn_local(serve(requests));
}

/// Requests that come before the store is open wait; after that each is begun at once, in order, and one that waits for the
/// store does not hold up the next.
async fn serve(mut requests: mpsc::UnboundedReceiver<JsValue>) {
    let host = Rc::new(Host::new(store::open_telling(&tell).await, clock::precise));
    spawn_local({
        let host = host.clone();
        async move {
            host.restore(&tell).await;
            index(&host);
        }
    });
    while let Ok(message) = requests.recv().await {
        let host = host.clone();
        spawn_local(async move {
            answer(&host, message).await;
            index(&host);
        });
    }
}

/// Indexes what waits for it, learns what waits for that, and looks at new requests between the steps. Several of these at once do no
/// harm. The last of them, when nothing has come for a while, stores the index.
fn index(host: &Rc<Host<store::AnyKeep>>) {
    let host = host.clone();
    let turn = TURNS.with(|turns| turns.replace(turns.get().wrapping_add(1)).wrapping_add(1));
    spawn_local(async move {
        loop {
            let more = host.index_some(&tell) || host.learn_some(&tell);
            if !more && !host.keep_learnt().await {
                break;
            }
            pause(0).await;
        }
        pause(REST).await;
        if TURNS.with(Cell::get) == turn {
            host.store_index().await;
        }
    });
}

async fn answer(host: &Host<store::AnyKeep>, message: JsValue) {
    let parts = js_sys::Array::from(&message);
    let part = |at| parts.get(at).dyn_into::<js_sys::Uint8Array>().map(|array| array.to_vec()).unwrap_or_default();
    match decode::<Asked>(&part(0)) {
        Ok(Asked { number, request }) => {
            let (response, measures) = host.answer(request, &part(1), &tell).await;
            post(&Said::Answer { number, response, measures });
        }
        Err(error) => post(&Said::Broke(error)),
    }
}

fn tell(said: Said) {
    post(&said);
}

fn post(said: &Said) {
    let bytes = js_sys::Uint8Array::from(encode(said).as_slice());
    // Plain bytes can always be posted.
    let _ = match scope() {
        Some(scope) => scope.post_message(&bytes),
        None => PORT.with(|port| port.as_ref().map_or(Ok(()), |port| port.post_message(&bytes))),
    };
}

fn scope() -> Option<DedicatedWorkerGlobalScope> {
    js_sys::global().dyn_into().ok()
}

fn port() -> Option<MessagePort> {
    js_sys::Reflect::get(&js_sys::global(), &PORT_NAME.into()).ok()?.dyn_into().ok()
}
