//! `press fetch`: asks the sources of a configuration, and keeps their answers.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use indicatif::{ProgressBar, ProgressStyle};
use offprint::paper::Day;
use offprint::press::config::{Config, Kind, Request, Source};

use crate::files;
use crate::http::{Answer, Client, Failed, Known};
use crate::keep::{self, Keep};

/// Ask the sources that a configuration names, and keep their answers in its folder, for `press build`.
///
/// What was answered for good is not asked again, so a run that was stopped goes on where it was. Nothing is ever deleted: an
/// answer that lacks papers of the one before is kept beside it, and one that is no feed is not kept at all. A source that fails is
/// left for the next run and the others are asked. Ends with 1 if any source failed.
#[derive(clap::Args)]
pub struct Order {
    /// The configuration; see docs/press.md.
    #[arg(long, default_value = "press.toml", value_name = "FILE")]
    config: PathBuf,
    /// Only this source; may be given several times.
    #[arg(long = "source", value_name = "NAME")]
    sources: Vec<String>,
    /// The day to count from, instead of today (UTC).
    #[arg(long, value_name = "DATE", value_parser = day)]
    today: Option<Day>,
}

/// Reads a date of the command line.
pub fn day(text: &str) -> Result<Day, String> {
    Day::parse(text).ok_or_else(|| format!("{text} is no date like 2025-07-29"))
}

/// The day that it is, in UTC.
pub fn now() -> Day {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Day::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// What became of the requests to one source.
#[derive(Default)]
struct Tally {
    new: usize,
    same: usize,
    settled: usize,
    items: usize,
}

/// Fetches; whether no source failed.
pub fn run(order: &Order) -> Result<bool, String> {
    let text = files::bytes(&order.config)?;
    let name = order.config.display();
    let config = Config::parse(&String::from_utf8_lossy(&text)).map_err(|error| format!("{name}: {error}"))?;
    let home = order.config.parent().unwrap_or(Path::new("")).to_owned();
    let mut keep = Keep::open(home.join(&config.folder))?;
    let mut client = Client::new(config.contact.as_deref(), config.tries, config.wait);
    let today = order.today.unwrap_or_else(now);
    let wanted = |source: &&Source| order.sources.is_empty() || order.sources.contains(&source.name());
    let mut sound = true;
    for source in config.source.iter().filter(wanted) {
        let mut tally = Tally::default();
        let result = match source.kind {
            Kind::Files => copy(source, &home, &keep, &mut tally),
            _ => ask(source, today, &mut keep, &mut client, &mut tally),
        };
        let Tally { new, same, settled, items } = tally;
        println!(
            "{}: {new} new answers with {items} papers, {same} as before, {settled} not asked again",
            source.name()
        );
        if let Err(cause) = result {
            eprintln!("press: {}: {cause}; what is kept stays", source.name());
            sound = false;
        }
    }
    Ok(sound)
}

/// So many requests of a source fail one after the other before it is left for the next run.
const FAILURES: usize = 3;

/// Asks a source for all its days, oldest first. A day that fails is left for the next run, and the others are asked; so is the
/// whole source, where other days are of no use.
fn ask(source: &Source, today: Day, keep: &mut Keep, client: &mut Client, tally: &mut Tally) -> Result<(), String> {
    let requests = source.requests(today);
    let style = ProgressStyle::with_template("{prefix} {wide_bar} {pos}/{len} {msg}");
    let bar = ProgressBar::new(requests.len() as u64).with_prefix(source.name());
    let bar = bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    let (mut failed, mut in_a_row): (Vec<String>, usize) = (Vec::new(), 0);
    for first in requests {
        bar.set_message(first.file.clone());
        let (mut request, mut before): (_, Option<Request>) = (Some(first), None);
        while let Some(asked) = request.take() {
            let items = match one(source, &asked, today, keep, client, tally, &bar) {
                Ok(items) => items,
                Err(Failed { cause, whole }) => {
                    failed.push(format!("{}: {cause}", asked.url));
                    in_a_row = if whole { FAILURES } else { in_a_row + 1 };
                    break;
                }
            };
            in_a_row = 0;
            let repeated = before.as_ref().is_some_and(|before| keep.repeats(&source.name(), before, &asked));
            // A full slice may have another behind it.
            if asked.slice > 0 && items >= asked.slice && !repeated {
                request = source.next(&asked);
            }
            before = Some(asked);
        }
        if in_a_row >= FAILURES {
            break;
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    if failed.is_empty() { Ok(()) } else { Err(failed.join("; ")) }
}

/// Asks for one slice and keeps the answer; how many items it has.
fn one(
    source: &Source,
    request: &Request,
    today: Day,
    keep: &mut Keep,
    client: &mut Client,
    tally: &mut Tally,
    bar: &ProgressBar,
) -> Result<usize, Failed> {
    let unkept = |cause: String| Failed { cause, whole: true };
    if let Some(items) = keep.settled(request, source.settled) {
        tally.settled += 1;
        return Ok(items);
    }
    let sound = |bytes: &[u8]| keep::sound(bytes).and_then(|()| complete(source, request, bytes));
    let told = |text: String| {
        bar.set_message(text.clone());
        eprintln!("{}: {text}", source.name());
    };
    match client.get(&request.url, &keep.known(request), source.pause(), &sound, &told)? {
        Answer::Same => {
            tally.same += 1;
            keep.same(request, today).map_err(unkept)
        }
        Answer::New { bytes, etag, modified } => {
            let items = keep.put(&source.name(), request, today, &bytes, Known { etag, modified }).map_err(unkept)?;
            tally.new += 1;
            tally.items += items;
            Ok(items)
        }
    }
}

/// Whether an answer of arXiv has as many entries as it says that there are: at times it has none, or fewer.
fn complete(source: &Source, request: &Request, bytes: &[u8]) -> Result<(), String> {
    if source.kind != Kind::Arxiv {
        return Ok(());
    }
    let text = String::from_utf8_lossy(bytes);
    let total = || -> Option<usize> {
        let (_, behind) = text.split_once("totalResults")?;
        behind.split_once('>')?.1.split('<').next()?.trim().parse().ok()
    };
    let wanted = total().unwrap_or(0).saturating_sub(request.part * request.slice).min(request.slice);
    let found = text.matches("<entry").count();
    if found < wanted { Err(format!("it has {found} entries of {wanted}")) } else { Ok(()) }
}

/// Copies files of this machine to the answers. One that is no feed is an error when all are through.
fn copy(source: &Source, home: &Path, keep: &Keep, tally: &mut Tally) -> Result<(), String> {
    let places: Vec<PathBuf> = source.files.iter().map(|file| home.join(file)).collect();
    let mut failed = Vec::new();
    for place in files::expand(&places)? {
        let name = place.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let stored = files::bytes(&place).and_then(|bytes| {
            keep::sound(&bytes)?;
            keep.store(&format!("{}/{name}", source.name()), &bytes)
        });
        match stored {
            Ok(items) => {
                tally.new += 1;
                tally.items += items;
            }
            Err(cause) => failed.push(format!("{}: {cause}", place.display())),
        }
    }
    if failed.is_empty() { Ok(()) } else { Err(failed.join("; ")) }
}
