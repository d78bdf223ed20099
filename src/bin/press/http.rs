//! Asking politely: one request after the other, at the pace that a source asks for, again after a failure, never in a rush.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::time::{Duration, Instant, SystemTime};

use ureq::Agent;
use ureq::http::HeaderMap;

/// No answer of a known source is larger.
const LARGEST: u64 = 64 << 20;

/// A source that asks for a longer wait is given up for this run.
const LONGEST_WAIT: Duration = Duration::from_secs(600);

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

/// Why a try failed, and how long the source wants to be left alone.
struct Failure {
    cause: String,
    wait: Option<Duration>,
    /// Whether another try may help.
    passing: bool,
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
    ) -> Result<Answer, String> {
        let host = url.split('/').nth(2).unwrap_or(url).to_owned();
        let mut cause = String::new();
        for attempt in 0..self.tries {
            self.hold(&host, told);
            self.free.insert(host.clone(), Instant::now() + Duration::try_from_secs_f64(pause).unwrap_or_default());
            let failure = match self.once(url, &host, known) {
                Ok(Answer::New { bytes, etag, modified }) => match sound(&bytes) {
                    Ok(()) => return Ok(Answer::New { bytes, etag, modified }),
                    Err(cause) => Failure { cause, wait: None, passing: true },
                },
                Ok(Answer::Same) => return Ok(Answer::Same),
                Err(failure) => failure,
            };
            cause = failure.cause;
            let wait = failure.wait.unwrap_or_else(|| jittered(self.wait.saturating_mul(1 << attempt.min(8))));
            if !failure.passing || wait > LONGEST_WAIT {
                break;
            }
            if attempt + 1 < self.tries {
                told(format!("{cause}; again in {:.0} s", wait.as_secs_f64()));
                self.later(&host, wait);
            }
        }
        Err(cause)
    }

    fn once(&mut self, url: &str, host: &str, known: &Known) -> Result<Answer, Failure> {
        let mut request = self.agent.get(url);
        for (name, value) in [("if-none-match", &known.etag), ("if-modified-since", &known.modified)] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        let passing = |cause: String| Failure { cause, wait: None, passing: true };
        let mut response = request.call().map_err(|error| passing(error.to_string()))?;
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        if let Some(wait) = spent(&headers) {
            self.later(host, wait);
        }
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        match status {
            304 => Ok(Answer::Same),
            200 => {
                let body = response.body_mut().with_config().limit(LARGEST).read_to_vec();
                let bytes = body.map_err(|error| passing(format!("the answer broke off: {error}")))?;
                Ok(Answer::New { bytes, etag: text("etag"), modified: text("last-modified") })
            }
            _ => {
                let wait = text("retry-after").and_then(|text| retry_after(&text, SystemTime::now()));
                let passing = matches!(status, 408 | 425 | 429) || status >= 500;
                Err(Failure { cause: format!("it answered with status {status}"), wait, passing })
            }
        }
    }

    /// Waits until the host may be asked.
    fn hold(&self, host: &str, told: &dyn Fn(String)) {
        let Some(wait) = self.free.get(host).and_then(|free| free.checked_duration_since(Instant::now())) else {
            return;
        };
        if wait > Duration::from_secs(5) {
            told(format!("waiting {:.0} s for {host}", wait.as_secs_f64()));
        }
        std::thread::sleep(wait);
    }

    fn later(&mut self, host: &str, wait: Duration) {
        let then = Instant::now() + wait.min(LONGEST_WAIT);
        let free = self.free.entry(host.to_owned()).or_insert(then);
        *free = then.max(*free);
    }
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
