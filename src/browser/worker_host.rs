//! The worker's end: hands each request to a [`Host`] and posts what it says.

use std::rc::Rc;

use futures_channel::mpsc;
use wasm_bindgen::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use super::{clock, crash, store};
use crate::engine::host::Host;
use crate::engine::message::{Asked, BUILD, PROTOCOL, Said, decode, encode};

/// Runs the engine for as long as the worker lives.
pub fn run() {
    crash::watch_worker(|text| post(&Said::Broke(text)));
    let (queue, requests) = mpsc::unbounded::<JsValue>();
    let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let _ = queue.unbounded_send(event.data());
    });
    if let Some(scope) = scope() {
        scope.set_onmessage(Some(hear.into_js_value().unchecked_ref()));
    }
    post(&Said::Hello { protocol: PROTOCOL, build: BUILD.to_owned() });
    spawn_local(serve(requests));
}

/// Requests that come before the store is open wait; after that each is begun at once, in order, and one that waits for the
/// store does not hold up the next.
async fn serve(mut requests: mpsc::UnboundedReceiver<JsValue>) {
    let host = Rc::new(Host::new(store::open_telling(&tell).await, clock::precise));
    spawn_local({
        let host = host.clone();
        async move { host.restore(&tell).await }
    });
    while let Ok(message) = requests.recv().await {
        let host = host.clone();
        spawn_local(async move { answer(&host, &message).await });
    }
}

async fn answer(host: &Host<store::AnyKeep>, message: &JsValue) {
    let parts = js_sys::Array::from(message);
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
    if let Some(scope) = scope() {
        let _ = scope.post_message(&js_sys::Uint8Array::from(encode(said).as_slice()));
    }
}

fn scope() -> Option<DedicatedWorkerGlobalScope> {
    js_sys::global().dyn_into().ok()
}
