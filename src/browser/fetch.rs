//! Bytes of a feed over the network.
//!
//! Only the page fetches: the content security policy of a page binds the page, but not a worker that it starts, and
//! `connect-src` is what keeps Offprint from talking to anyone whom the reader did not name.

use std::fmt;

use gloo_net::http::Request;
use js_sys::Promise;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, RequestCache};

use super::reach;

/// Milliseconds after which an answer is no longer waited for.
const TIME_LIMIT: u32 = 30_000;

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
    let limit = AbortSignal::timeout_with_u32(TIME_LIMIT);
    let cause = |_| if limit.aborted() { FetchError::TooSlow } else { FetchError::NoAnswer };
    // Asked anew, past the browser's cache and the service worker's copy, which serve when there is no network.
    let mut request = Request::get(address).cache(RequestCache::NoCache).abort_signal(Some(&limit));
    // A conditional request to another host would need its consent by a preflight, which static hosts do not answer.
    if let Some(etag) = etag.filter(|_| is_own(address)) {
        request = request.header("If-None-Match", etag);
    }
    let answer = request.send().await.map_err(cause)?;
    match answer.status() {
        304 => Ok(Fetched::Unchanged),
        200..=299 => {
            let etag = answer.headers().get("etag");
            let bytes = answer.binary().await.map_err(cause)?;
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
