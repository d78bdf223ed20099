//! Bytes of a feed over the network.
//!
//! Only the page fetches: the content security policy of a page binds the page, but not a worker that it starts, and
//! `connect-src` is what keeps Offprint from talking to anyone whom the reader did not name.

use std::fmt;

use gloo_net::http::Request;
use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, RequestCache};

use super::reach;

/// Milliseconds after which an answer is no longer waited for.
const TIME_LIMIT: i32 = 30_000;

/// What a feed answered.
pub enum Fetched {
    /// New bytes, with the tag to name next time.
    Bytes {
        /// The feed.
        bytes: Vec<u8>,
        /// Its entity tag, where the server gave one.
        etag: Option<String>,
    },
    /// Nothing new since the named tag.
    Unchanged,
}

/// Why a feed could not be had, in a sentence for the reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FetchError {
    /// No answer: offline, no such host, refused by the host's CORS rules or by this page's policy.
    NoAnswer,
    /// No answer in time.
    TooSlow,
    /// The host answered that it will not.
    Refused {
        /// HTTP status.
        status: u16,
    },
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FetchError::NoAnswer if !online() => f.write_str("there is no network; it will be asked again"),
            FetchError::NoAnswer => f.write_str("no answer that this page may read: the host is down, or it does not allow other sites to read it (CORS)"),
            FetchError::TooSlow => write!(f, "no answer within {} seconds", TIME_LIMIT / 1000),
            FetchError::Refused { status: 404 | 410 } => f.write_str("the host says that there is nothing at this address"),
            FetchError::Refused { status: 429 } => f.write_str("the host asks for fewer requests; try again in some minutes"),
            FetchError::Refused { status } => write!(f, "the host answered with an error (HTTP {status})"),
        }
    }
}

/// Whether the browser believes that there is a network.
pub fn online() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}

/// The whole body at an address, absolute or relative to the page. `etag` is that of the last answer.
pub async fn bytes(address: &str, etag: Option<&str>) -> Result<Fetched, FetchError> {
    let (limit, signal) = TimeLimit::start();
    // Asked anew, past the browser's cache and the service worker's copy, which serve when there is no network.
    let mut request = Request::get(address).cache(RequestCache::NoCache).abort_signal(signal.as_ref());
    // A conditional request to another host would need its consent by a preflight, which static hosts do not answer.
    if let Some(etag) = etag.filter(|_| is_own(address)) {
        request = request.header("If-None-Match", etag);
    }
    let answer = request.send().await.map_err(|_| limit.cause())?;
    match answer.status() {
        304 => Ok(Fetched::Unchanged),
        200..=299 => {
            let etag = answer.headers().get("etag");
            let bytes = answer.binary().await.map_err(|_| limit.cause())?;
            Ok(Fetched::Bytes { bytes, etag })
        }
        status => Err(FetchError::Refused { status }),
    }
}

/// Whether an address is on the page's own origin.
pub fn is_own(address: &str) -> bool {
    let origin = web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default();
    let rest = address.strip_prefix(&origin);
    !address.contains("://") || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Lets other work of the page, or of the worker, run, for so many milliseconds at least.
pub async fn pause(millis: i32) {
    let promise = Promise::new(&mut |resolve, _| {
        _ = reach::call(&js_sys::global(), "setTimeout", &[resolve.into(), millis.into()]);
    });
    _ = JsFuture::from(promise).await;
}

/// Aborts a request when its time is up; forgets about it when dropped.
struct TimeLimit {
    controller: Option<AbortController>,
    timer: Option<i32>,
    _abort: Closure<dyn FnMut()>,
}

impl TimeLimit {
    fn start() -> (TimeLimit, Option<web_sys::AbortSignal>) {
        let controller = AbortController::new().ok();
        let signal = controller.as_ref().map(AbortController::signal);
        let abort = Closure::new({
            let controller = controller.clone();
            move || {
                if let Some(controller) = &controller {
                    controller.abort();
                }
            }
        });
        let callback = abort.as_ref().unchecked_ref();
        let set = |window: web_sys::Window| {
            window.set_timeout_with_callback_and_timeout_and_arguments_0(callback, TIME_LIMIT).ok()
        };
        let timer = web_sys::window().and_then(set);
        (TimeLimit { controller, timer, _abort: abort }, signal)
    }

    fn cause(&self) -> FetchError {
        let aborted = self.controller.as_ref().is_some_and(|controller| controller.signal().aborted());
        if aborted { FetchError::TooSlow } else { FetchError::NoAnswer }
    }
}

impl Drop for TimeLimit {
    fn drop(&mut self) {
        if let (Some(window), Some(timer)) = (web_sys::window(), self.timer) {
            window.clear_timeout_with_handle(timer);
        }
    }
}
