//! `press digest`: the papers of a day or a week as a letter, written to a file or sent.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart};
use lettre::transport::smtp::SmtpTransport;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{Address, Transport};
use offprint::paper::{Day, Link};
use offprint::press::digest::{self, Asked, Letter};
use offprint::query::{Order as Ranking, Window};

use crate::build::{link, site};
use crate::fetch;
use crate::files;
use crate::sent::Sent;

/// Write the papers of a day or a week as a letter, and send it.
///
/// Without --list the letter is written to --out, or to standard output, as a message that mail programs open (.eml). With it, each
/// address in it gets a letter of its own, one after the other, so that no address is shown to another. Who was sent the
/// letter is noted beside the list, and a run that was stopped goes on there. Ends with 1 if a letter could not be sent.
#[derive(clap::Args)]
pub struct Order {
    /// The folder of an archive.
    archive: PathBuf,
    /// The letter of one day: this one, or the newest.
    #[arg(long, value_name = "DATE", num_args = 0..=1, value_parser = fetch::day, conflicts_with = "week")]
    day: Option<Option<Day>>,
    /// The letter of the week (Monday to Sunday) around this day, or around the newest.
    #[arg(long, value_name = "DATE", num_args = 0..=1, value_parser = fetch::day)]
    week: Option<Option<Day>>,
    /// Only papers that this query of the search box finds.
    #[arg(long, default_value = "", value_name = "TEXT")]
    query: String,
    /// What comes first: trending, votes, comments, stars, newest, oldest or best.
    #[arg(long, default_value = "trending", value_name = "ORDER", value_parser = ranking)]
    rank: Ranking,
    /// So many papers at most.
    #[arg(long, default_value_t = 20, value_name = "NUMBER")]
    papers: usize,
    /// The page of the app, to which the letter links.
    #[arg(long, value_name = "ADDRESS", value_parser = link)]
    home: Link,
    /// Who writes: "Papers <papers@example.org>".
    #[arg(long, value_name = "MAILBOX")]
    from: Mailbox,
    /// Where one can leave the list: an address of a page or of a mailbox. The mailbox of --from, if absent.
    #[arg(long, value_name = "ADDRESS")]
    unsubscribe: Option<String>,
    /// The file to write the letter to.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The server to send by: smtps://user:password@host (TLS from the first byte), smtp://user:password@host:587?tls=required
    /// (STARTTLS, or nothing is sent), smtp://localhost:25 (none). PRESS_SMTP in the environment keeps a password out of the list of
    /// processes.
    #[arg(long, env = "PRESS_SMTP", hide_env_values = true, value_name = "ADDRESS")]
    smtp: Option<String>,
    /// A certificate (PEM) to trust beside those of the known authorities: that of a server in one's own house, or of its authority.
    #[arg(long, value_name = "FILE", requires = "smtp")]
    smtp_ca: Option<PathBuf>,
    /// Whom to send it to: a file with a mailbox a line.
    #[arg(long, value_name = "FILE")]
    list: Option<PathBuf>,
    /// Seconds between two letters.
    #[arg(long, default_value_t = 1.0, value_name = "SECONDS")]
    pause: f64,
    /// How often a letter is tried that the server cannot take at the moment.
    #[arg(long, default_value_t = 4, value_name = "NUMBER")]
    tries: u32,
}

fn ranking(text: &str) -> Result<Ranking, String> {
    let words: Vec<&str> = Ranking::WORDS.iter().map(|(_, word)| *word).collect();
    Ranking::named(text).ok_or_else(|| format!("there are {}", words.join(", ")))
}

/// Writes or sends the letter; whether all went.
pub fn run(order: &Order) -> Result<bool, String> {
    match (&order.smtp, &order.list) {
        (None, Some(_)) => {
            return Err("--list needs a server to send by: --smtp, or PRESS_SMTP in the environment".into());
        }
        (Some(_), None) if order.out.is_none() => return Err("--list names whom to send it to, --out a file".into()),
        _ => {}
    }
    let (manifest, papers) = files::archive(&order.archive)?;
    let site = site(&manifest.title, &order.home, None)?;
    let (window, day) = match order.week {
        Some(day) => (Window::Week, day),
        None => (Window::Day, order.day.flatten()),
    };
    let leave = (order.list.is_some() || order.unsubscribe.is_some()).then(|| unsubscribe(order)).transpose()?;
    let (query, papers_at_most) = (order.query.clone(), order.papers);
    let asked = Asked { window, day, query, order: order.rank, papers: papers_at_most, leave };
    let Some(letter) = digest::write(papers, &asked, &site) else {
        eprintln!("no paper for the letter, so there is none");
        return Ok(true);
    };
    if order.list.is_none() || order.out.is_some() {
        let bytes = message(order, &letter, None)?.formatted();
        match &order.out {
            Some(out) => std::fs::write(out, bytes).map_err(|error| format!("{}: {error}", out.display()))?,
            None => print!("{}", String::from_utf8_lossy(&bytes)),
        }
    }
    match (&order.smtp, &order.list) {
        (Some(smtp), Some(list)) => send(order, &letter, smtp, list),
        _ => Ok(true),
    }
}

/// The message to one reader, or to nobody in particular. It is dated to the letter's day, so that a file is the same each time;
/// what is sent has the time of sending.
fn message(order: &Order, letter: &Letter, reader: Option<&Mailbox>) -> Result<Message, String> {
    let day = u64::try_from(letter.day.0).unwrap_or(0) * 86_400;
    let date = if reader.is_some() { SystemTime::now() } else { SystemTime::UNIX_EPOCH + Duration::from_secs(day) };
    let domain = order.from.email.domain();
    let number = letter
        .subject
        .bytes()
        .chain(order.query.bytes())
        .fold(0_u64, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    // One for each reader, or the letters of a list would count as copies of one. Nothing of the address is in it.
    let whose = reader.map(|_| uniqueness()).unwrap_or_default();
    let mut builder = Message::builder()
        .from(order.from.clone())
        .to(reader.cloned().unwrap_or_else(|| order.from.clone()))
        .subject(&letter.subject)
        .date(date)
        .message_id(Some(format!("<{}.{number:016x}{whose}@{domain}>", letter.day)))
        .header(Unsubscribe(format!("<{}>", unsubscribe(order)?)));
    if order.unsubscribe.as_ref().is_some_and(|place| place.starts_with("https:")) {
        builder = builder.header(OneClick);
    }
    let parts = MultiPart::alternative_plain_html(letter.text.clone(), letter.html.clone());
    builder.multipart(parts).map_err(|error| error.to_string())
}

fn uniqueness() -> String {
    use std::hash::{BuildHasher, RandomState};
    format!(".{:016x}", RandomState::new().hash_one(0_u8))
}

/// The address at which one leaves the list.
fn unsubscribe(order: &Order) -> Result<String, String> {
    let place = order.unsubscribe.clone().unwrap_or_else(|| order.from.email.to_string());
    match place.parse::<Address>() {
        Ok(address) => Ok(format!("mailto:{address}?subject=unsubscribe")),
        Err(_) if place.starts_with("mailto:") => Ok(place),
        Err(_) => link(&place).map(String::from),
    }
}

/// That, as RFC 2369 has it.
#[derive(Clone)]
struct Unsubscribe(String);

impl Header for Unsubscribe {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe")
    }

    fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Unsubscribe(text.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.clone())
    }
}

/// RFC 8058: the address may be posted to without asking further.
#[derive(Clone)]
struct OneClick;

impl Header for OneClick {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe-Post")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(OneClick)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "List-Unsubscribe=One-Click".to_owned())
    }
}

/// Sends a letter to each address that has not had it. An address that is refused for good is passed over.
fn send(order: &Order, letter: &Letter, smtp: &str, list: &Path) -> Result<bool, String> {
    let readers = readers(list)?;
    let transport = transport(smtp, order.smtp_ca.as_deref())?;
    let mut sent = Sent::open(list, &format!("{} {}", letter.subject, order.query))?;
    let pause = Duration::try_from_secs_f64(order.pause).unwrap_or_default();
    let (mut count, mut failed) = (0, 0);
    for reader in readers {
        if sent.has(reader.email.as_ref()) {
            continue;
        }
        if count + failed > 0 {
            std::thread::sleep(pause);
        }
        let message = message(order, letter, Some(&reader))?;
        match deliver(&transport, &message, order.tries, pause) {
            Ok(()) => {
                sent.note(reader.email.as_ref())?;
                count += 1;
            }
            Err(cause) => {
                eprintln!("press: a letter was not sent: {cause}");
                failed += 1;
            }
        }
    }
    println!("{count} letters with {} papers sent, {failed} not", letter.papers);
    Ok(failed == 0)
}

/// The way to the server that an address names.
fn transport(smtp: &str, ca: Option<&Path>) -> Result<SmtpTransport, String> {
    let said = |error: lettre::transport::smtp::Error| format!("the server's address: {error}");
    let transport = SmtpTransport::from_url(smtp).map_err(said)?.timeout(Some(Duration::from_secs(60)));
    let Some(ca) = ca else { return Ok(transport.build()) };
    let wrong = |error: lettre::transport::smtp::Error| format!("{}: {error}", ca.display());
    let pem = files::bytes(ca)?;
    // What has none is read as a list of none.
    if !String::from_utf8_lossy(&pem).contains("-----BEGIN CERTIFICATE-----") {
        return Err(format!("{}: there is no certificate in it (PEM)", ca.display()));
    }
    let certificate = Certificate::from_pem(&pem).map_err(wrong)?;
    let parameters = TlsParameters::builder(host(smtp).to_owned()).add_root_certificate(certificate);
    let parameters = parameters.build_rustls().map_err(wrong)?;
    let tls = match smtp {
        smtp if smtp.starts_with("smtps:") => Tls::Wrapper(parameters),
        smtp if smtp.contains("tls=required") => Tls::Required(parameters),
        smtp if smtp.contains("tls=opportunistic") => Tls::Opportunistic(parameters),
        _ => return Err("--smtp-ca is of no use to an address without TLS".to_owned()),
    };
    Ok(transport.tls(tls).build())
}

/// The name or number of the host in an address.
fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let place = authority.rsplit_once('@').map_or(authority, |(_, place)| place);
    match place.strip_prefix('[') {
        Some(number) => number.split(']').next().unwrap_or_default(),
        None => place.split(':').next().unwrap_or_default(),
    }
}

/// Tries until the server takes the letter, or refuses it for good.
fn deliver(transport: &SmtpTransport, message: &Message, tries: u32, pause: Duration) -> Result<(), String> {
    let mut cause = String::new();
    for attempt in 0..tries.max(1) {
        if attempt > 0 {
            std::thread::sleep(pause.saturating_mul(1 << attempt.min(8)));
        }
        match transport.send(message) {
            Ok(_) => return Ok(()),
            Err(error) if error.is_permanent() => return Err(error.to_string()),
            Err(error) => cause = error.to_string(),
        }
    }
    Err(cause)
}

/// The mailboxes of a list, each once; empty lines and those that begin with # are none. One that is no mailbox stops the run before
/// anything is sent.
fn readers(list: &Path) -> Result<Vec<Mailbox>, String> {
    let text = files::bytes(list)?;
    let mut readers: Vec<Mailbox> = Vec::new();
    for (index, line) in String::from_utf8_lossy(&text).lines().enumerate() {
        let line = line.trim_start_matches('\u{feff}').trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let place = || format!("{}, line {}", list.display(), index + 1);
        let reader: Mailbox = line.parse().map_err(|error| format!("{}: {error}", place()))?;
        if !readers.iter().any(|known| known.email == reader.email) {
            readers.push(reader);
        }
    }
    Ok(readers)
}

#[cfg(test)]
mod tests {
    use super::host;

    #[test]
    fn the_host_of_an_address() {
        for (address, wanted) in [
            ("smtps://user:pass%40word@mail.example.org:465", "mail.example.org"),
            ("smtp://localhost?tls=required", "localhost"),
            ("smtp://127.0.0.1:25/", "127.0.0.1"),
            ("smtps://a:b@[::1]:465", "::1"),
        ] {
            assert_eq!(host(address), wanted);
        }
    }
}
