//! Asking politely: one request after the other, at the pace that a source asks for, again after a failure, never in a rush.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::time::{Duration, Instant, SystemTime};

use ureq::http::HeaderMap;
use ureq::{Agent, Error};

/// No answer of a known source is larger.
const LARGEST: u64 = 64 << 20;

/// A source that asks for a longer wait is given up for this run.
const LONGEST_WAIT: Duration = Duration::from_secs(600);

/// However long a source wants to be left alone, no run lasts longer.
const DAY: Duration = Duration::from_secs(86_400);

/// What came back.
pub enum Answer {
    /// A body, with what to send along the next time.
    New { bytes: Vec<u8>, etag: Option<String>, modified: Option<String> },
    /// The same as the last time.
    Same,
}

/// What the last answer said, to be asked whether it still holds.
#[derive(Clone, Debug, Default)]
pub struct Known {
    pub etag: Option<String>,
    pub modified: Option<String>,
}

/// Asks, and remembers when each host may be asked again.
pub struct Client {
    agent: Agent,
    tries: u32,
    wait: Duration,
    free: HashMap<String, Instant>,
}

/// Why there is no answer.
pub struct Failed {
    pub cause: String,
    /// Whether other requests to the source are of no use either.
    pub whole: bool,
}

/// Why a try failed, and how long the source wants to be left alone.
struct Failure {
    cause: String,
    wait: Option<Duration>,
    /// Whether another try may help.
    passing: bool,
    /// Whether nothing was answered at all, or that it is too much.
    whole: bool,
}

impl Failure {
    fn of(cause: String, passing: bool) -> Failure {
        Failure { cause, wait: None, passing, whole: false }
    }
}

impl Client {
    pub fn new(contact: Option<&str>, tries: u32, wait: f64) -> Client {
        let contact = contact.map(|contact| format!(" (+{contact})")).unwrap_or_default();
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(180)))
            .timeout_connect(Some(Duration::from_secs(20)))
            .user_agent(format!("offprint-press/{}{contact}", env!("CARGO_PKG_VERSION")))
            .build();
        let wait = Duration::try_from_secs_f64(wait).unwrap_or_default();
        Client { agent: config.new_agent(), tries: tries.max(1), wait, free: HashMap::new() }
    }

    /// The answer to a request; `sound` says what is wrong with a body, which then counts as a failure like any other.
    pub fn get(
        &mut self,
        url: &str,
        known: &Known,
        pause: f64,
        sound: &dyn Fn(&[u8]) -> Result<(), String>,
        told: &dyn Fn(String),
    ) -> Result<Answer, Failed> {
        let host = url.split('/').nth(2).unwrap_or(url).to_owned();
        let pause = Duration::try_from_secs_f64(pause).unwrap_or_default();
        let longest = LONGEST_WAIT.max(pause);
        let mut failed = Failed { cause: String::new(), whole: true };
        for attempt in 0..self.tries {
            let wait = self.left(&host);
            if wait > longest {
                let cause = format!("{host} wants to be left alone for {:.0} minutes", wait.as_secs_f64() / 60.0);
                let before = if failed.cause.is_empty() { String::new() } else { format!("{}; ", failed.cause) };
                return Err(Failed { cause: before + &cause, whole: true });
            }
            hold(&host, wait, told);
            self.free.insert(host.clone(), Instant::now() + pause.min(DAY));
            let failure = match self.once(url, &host, known) {
                Ok(Answer::New { bytes, etag, modified }) => match sound(&bytes) {
                    Ok(()) => return Ok(Answer::New { bytes, etag, modified }),
                    Err(cause) => Failure::of(cause, true),
                },
                Ok(Answer::Same) => return Ok(Answer::Same),
                Err(failure) => failure,
            };
            failed = Failed { cause: failure.cause, whole: failure.whole };
            if !failure.passing {
                break;
            }
            self.later(&host, failure.wait.unwrap_or_else(|| jittered(self.wait.saturating_mul(1 << attempt.min(8)))));
            let wait = self.left(&host);
            if attempt + 1 < self.tries && wait <= longest {
                told(format!("{}; again in {:.0} s", failed.cause, wait.as_secs_f64()));
            }
        }
        Err(failed)
    }

    fn once(&mut self, url: &str, host: &str, known: &Known) -> Result<Answer, Failure> {
        let mut request = self.agent.get(url);
        for (name, value) in [("if-none-match", &known.etag), ("if-modified-since", &known.modified)] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        let mut response = request.call().map_err(unreached)?;
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        if let Some(wait) = spent(&headers) {
            self.later(host, wait);
        }
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        match status {
            304 if known.etag.is_some() || known.modified.is_some() => Ok(Answer::Same),
            200 => {
                let body = response.body_mut().with_config().limit(LARGEST).read_to_vec();
                let bytes = body.map_err(|error| match error {
                    Error::BodyExceedsLimit(_) => {
                        Failure::of(format!("the answer is larger than {} MB", LARGEST >> 20), false)
                    }
                    error => Failure::of(format!("the answer broke off: {error}"), true),
                })?;
                Ok(Answer::New { bytes, etag: text("etag"), modified: text("last-modified") })
            }
            _ => {
                let wait = text("retry-after").and_then(|text| retry_after(&text, SystemTime::now()));
                let passing = matches!(status, 408 | 425 | 429) || status >= 500;
                let whole = matches!(status, 401 | 403 | 429 | 503);
                Err(Failure { cause: format!("it answered with status {status}"), wait, passing, whole })
            }
        }
    }

    /// How long until the host may be asked.
    fn left(&self, host: &str) -> Duration {
        self.free.get(host).and_then(|free| free.checked_duration_since(Instant::now())).unwrap_or_default()
    }

    fn later(&mut self, host: &str, wait: Duration) {
        let then = Instant::now() + wait.min(DAY);
        let free = self.free.entry(host.to_owned()).or_insert(then);
        *free = then.max(*free);
    }
}

/// Waits until the host may be asked.
fn hold(host: &str, wait: Duration, told: &dyn Fn(String)) {
    if wait > Duration::from_secs(5) {
        told(format!("waiting {:.0} s for {host}", wait.as_secs_f64()));
    }
    std::thread::sleep(wait);
}

/// What it means that there was no answer to a request.
fn unreached(error: Error) -> Failure {
    let passing = !matches!(error, Error::TooManyRedirects | Error::RedirectFailed | Error::BadUri(_));
    Failure { cause: error.to_string(), wait: None, passing, whole: passing }
}

/// How long until a window with no requests left is over, as `RateLimit: "api";r=0;t=42` says it
/// (<https://huggingface.co/docs/hub/rate-limits>).
fn spent(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get("ratelimit")?.to_str().ok()?;
    let of = |name: &str| {
        let mut parts = text.split([';', ',']).map(str::trim);
        parts.find_map(|part| part.strip_prefix(name)?.strip_prefix('=')?.parse::<u64>().ok())
    };
    (of("r")? == 0).then(|| of("t").map(Duration::from_secs)).flatten()
}

/// How long a source wants to be left alone: seconds, or until a date (RFC 9110, 10.2.3). A date that is over is now.
fn retry_after(text: &str, now: SystemTime) -> Option<Duration> {
    let text = text.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    Some(httpdate::parse_http_date(text).ok()?.duration_since(now).unwrap_or_default())
}

/// Between a half and the whole of a wait, so that many who failed together do not come again together.
fn jittered(wait: Duration) -> Duration {
    let chance = RandomState::new().hash_one(0_u8) as u32;
    wait.mul_f64(0.5 + 0.5 * f64::from(chance) / f64::from(u32::MAX))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_window_without_requests_is_waited_out() {
        let check = |text: &str, wanted: Option<u64>| {
            let headers = HeaderMap::from_iter([("ratelimit".parse().unwrap(), text.parse().unwrap())]);
            assert_eq!(spent(&headers), wanted.map(Duration::from_secs), "{text}");
        };
        check("\"api\";r=0;t=42", Some(42));
        check("\"api\"; r=12; t=42", None);
        check("nonsense", None);
    }

    #[test]
    fn a_source_is_left_alone_for_seconds_or_until_a_date() {
        let now = httpdate::parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT").unwrap();
        let check = |text: &str, wanted: Option<u64>| {
            assert_eq!(retry_after(text, now), wanted.map(Duration::from_secs), "{text}");
        };
        check(" 120 ", Some(120));
        check("Sun, 06 Nov 1994 08:50:07 GMT", Some(30));
        // The two older forms, which are still to be read.
        check("Sunday, 06-Nov-94 08:50:07 GMT", Some(30));
        check("Sun Nov  6 08:50:07 1994", Some(30));
        check("Sun, 06 Nov 1994 08:49:00 GMT", Some(0));
        check("soon", None);
        check("-3", None);
    }
}
