//! The press as its users start it: fetching from a server on this machine that misbehaves, and building archives.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use offprint::feed;
use press_place::Place;

mod press_place;

// ---- a server ----------------------------------------------------------------------------------------------------------

/// What the server was asked: the address, what of it stands in `If-None-Match`, and when.
#[derive(Clone, Debug)]
struct Heard {
    path: String,
    etag: Option<String>,
    agent: String,
    at: Instant,
}

struct Reply {
    status: u16,
    headers: String,
    body: Vec<u8>,
    /// How many bytes of the body are sent, whatever its length is said to be.
    sent: usize,
}

fn reply(status: u16, headers: &str, body: impl Into<Vec<u8>>) -> Reply {
    let body = body.into();
    Reply { status, headers: headers.to_owned(), sent: body.len(), body }
}

struct Server {
    address: String,
    heard: Arc<Mutex<Vec<Heard>>>,
}

impl Server {
    /// Serves what `answer` says for an address and how often it was asked for before.
    fn start(answer: impl Fn(&Heard, usize) -> Reply + Send + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let heard = Arc::new(Mutex::new(Vec::<Heard>::new()));
        let kept = Arc::clone(&heard);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let stream = stream.unwrap();
                let request = hear(&stream);
                let mut kept = kept.lock().unwrap();
                let before = kept.iter().filter(|heard| heard.path == request.path).count();
                kept.push(request.clone());
                drop(kept);
                answer_to(stream, &answer(&request, before));
            }
        });
        Server { address, heard }
    }

    fn heard(&self) -> Vec<Heard> {
        std::mem::take(&mut self.heard.lock().unwrap())
    }
}

fn hear(stream: &TcpStream) -> Heard {
    let mut lines = BufReader::new(stream).lines();
    let first = lines.next().unwrap().unwrap();
    let path = first.split(' ').nth(1).unwrap().to_owned();
    let mut heard = Heard { path, etag: None, agent: String::new(), at: Instant::now() };
    for line in lines.map(|line| line.unwrap()).take_while(|line| !line.is_empty()) {
        let (name, value) = line.split_once(": ").unwrap();
        match name.to_ascii_lowercase().as_str() {
            "if-none-match" => heard.etag = Some(value.to_owned()),
            "user-agent" => heard.agent = value.to_owned(),
            _ => {}
        }
    }
    heard
}

fn answer_to(mut stream: TcpStream, reply: &Reply) {
    let length = reply.body.len();
    let head = format!(
        "HTTP/1.1 {} X\r\nContent-Length: {length}\r\nConnection: close\r\n{}\r\n",
        reply.status, reply.headers
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(&reply.body[..reply.sent]).unwrap();
}

// ---- a press -----------------------------------------------------------------------------------------------------------

/// What these tests do in it.
trait Fetching {
    fn fetch(&self) -> (i32, String);
    /// The answers that are kept, hidden files aside.
    fn answers(&self) -> BTreeMap<String, Vec<u8>>;
}

impl Fetching for Place {
    fn fetch(&self) -> (i32, String) {
        self.said(&["fetch", "--today", "2025-07-30"])
    }

    fn answers(&self) -> BTreeMap<String, Vec<u8>> {
        all(&self.0.join("answers"))
    }
}

/// Every file below a folder with its bytes, but for hidden ones.
fn all(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for path in fs::read_dir(next).unwrap().map(|entry| entry.unwrap().path()) {
            let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                folders.push(path);
            } else if !name.split('/').next_back().unwrap().starts_with('.') {
                files.insert(name, fs::read(path).unwrap());
            }
        }
    }
    files
}

/// An answer of Hugging Face for a day.
fn day(date: &str, ids: &[&str]) -> String {
    let item = |id: &&str| {
        format!(
            r#"{{"paper":{{"id":"{id}","title":"Paper {id}","summary":"Of {id}.","upvotes":3,"authors":[{{"name":"Ada Example"}}],
            "publishedAt":"{date}T01:00:00.000Z","submittedOnDailyAt":"{date}T00:00:00.000Z"}},"numComments":1}}"#
        )
    };
    format!("[{}]", ids.iter().map(item).collect::<Vec<_>>().join(","))
}

fn hugging_face(server: &Server, more: &str) -> String {
    format!("wait = 0.05\n[[source]]\nkind = \"hugging-face\"\naddress = \"{}\"\npause = 0.0\n{more}", server.address)
}

fn ids(bytes: &[u8]) -> Vec<String> {
    feed::read(bytes).papers.iter().map(|paper| paper.id.to_string()).collect()
}

// ---- fetch -------------------------------------------------------------------------------------------------------------

#[test]
fn days_are_fetched_slice_by_slice_and_not_again_when_nothing_changed() {
    let server = Server::start(|heard, _| {
        let etag = format!("ETag: \"{}\"\r\n", heard.path.len());
        if heard.etag.is_some() {
            return reply(304, &etag, "");
        }
        let body = match heard.path.as_str() {
            "/api/daily_papers?date=2025-07-29&limit=2" => day("2025-07-29", &["2507.00001", "2507.00002"]),
            "/api/daily_papers?date=2025-07-29&limit=2&p=1" => day("2025-07-29", &["2507.00003"]),
            "/api/daily_papers?date=2025-07-30&limit=2" => "[]".into(),
            other => panic!("{other}"),
        };
        reply(200, &etag, body)
    });
    let place = Place::new("slices");
    place.write(
        "press.toml",
        format!("contact = \"https://example.org/\"\n{}", hugging_face(&server, "days = 2\nslice = 2")),
    );
    let (code, said) = place.fetch();
    assert_eq!(
        (code, said.as_str()),
        (0, "hugging-face: 3 new answers with 3 papers, 0 as before, 0 not asked again\n")
    );
    let heard = server.heard();
    assert_eq!(heard.len(), 3);
    assert!(heard[0].agent.starts_with("offprint-press/") && heard[0].agent.ends_with(" (+https://example.org/)"));
    let kept = place.answers();
    let names: Vec<&str> = kept.keys().map(String::as_str).collect();
    let wanted = ["hugging-face/2025-07-29.001.json", "hugging-face/2025-07-29.json", "hugging-face/2025-07-30.json"];
    assert_eq!(names, wanted);
    // Again: the server says that nothing changed, and each slice is asked for all the same.
    let (_, said) = place.fetch();
    assert_eq!(said, "hugging-face: 0 new answers with 0 papers, 3 as before, 0 not asked again\n");
    assert!(server.heard().iter().all(|heard| heard.etag.is_some()));
    // Three weeks later the days are settled.
    place.write("press.toml", hugging_face(&server, "from = \"2025-07-29\"\nto = \"2025-07-30\"\nslice = 2"));
    let (_, said) = place.said(&["fetch", "--today", "2025-08-20"]);
    let (_, later) = place.said(&["fetch", "--today", "2025-08-21"]);
    assert!(said.contains("3 as before"), "{said}");
    assert!(later.contains("3 not asked again"), "{later}");
    assert_eq!(place.answers(), kept);
}

#[test]
fn a_source_that_knows_no_slices_is_not_asked_for_ever() {
    let server = Server::start(|_, _| reply(200, "", day("2025-07-30", &["2507.00001", "2507.00002"])));
    let place = Place::new("endless");
    place.write("press.toml", hugging_face(&server, "days = 1\nslice = 2"));
    assert_eq!(place.fetch().0, 0);
    assert_eq!(server.heard().len(), 2);
}

#[test]
fn what_fails_for_a_while_is_asked_again() {
    let server = Server::start(|_, before| match before {
        0 => reply(429, "Retry-After: 1\r\n", "slow down"),
        1 => reply(503, "", "<html>busy</html>"),
        2 => Reply { sent: 40, ..reply(200, "", day("2025-07-30", &["2507.00001"])) },
        3 => reply(200, "", "<!DOCTYPE html><html><body>Maintenance</body></html>"),
        _ => reply(200, "", day("2025-07-30", &["2507.00001"])),
    });
    let place = Place::new("again");
    place.write("press.toml", hugging_face(&server, "days = 1"));
    let (code, said) = place.fetch();
    assert_eq!(code, 0, "{said}");
    for cause in ["status 429", "status 503", "broke off", "this is a web page, not a feed"] {
        assert!(said.contains(cause), "{cause}: {said}");
    }
    let heard = server.heard();
    assert_eq!(heard.len(), 5);
    assert!(heard[1].at - heard[0].at >= Duration::from_secs(1), "Retry-After is honoured");
    assert_eq!(ids(&place.answers()["hugging-face/2025-07-30.json"]), ["2507.00001"]);
}

#[test]
fn a_source_that_fails_takes_nothing_away_and_does_not_stop_the_others() {
    let server = Server::start(|heard, _| match heard.path.as_str() {
        "/feed.json" => reply(200, "", fs::read("tests/data/feed/any_json_feed.json").unwrap()),
        "/gone.xml" => reply(404, "", "no"),
        _ => reply(200, "", "<html>Sorry</html>"),
    });
    let place = Place::new("fails");
    let feed = |name: &str, path: &str| {
        format!(
            "\n[[source]]\nkind = \"feed\"\nname = \"{name}\"\naddress = \"{}{path}\"\npause = 0.0\n",
            server.address
        )
    };
    let config = hugging_face(&server, "days = 3") + &feed("gone", "/gone.xml") + &feed("group", "/feed.json");
    place.write("press.toml", format!("tries = 2\n{config}"));
    let kept = day("2025-07-28", &["2507.00009"]);
    place.write("answers/hugging-face/2025-07-28.json", &kept);
    let (code, said) = place.fetch();
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("hugging-face: http://") && said.contains("what is kept stays"), "{said}");
    assert!(said.contains("group: 1 new answers with 2 papers"), "{said}");
    let answers = place.answers();
    assert_eq!(answers["hugging-face/2025-07-28.json"], kept.as_bytes());
    assert_eq!(answers.len(), 2);
    // Two tries of each day; no second try where the feed is gone.
    let asked = |part: &str| server.heard.lock().unwrap().iter().filter(|heard| heard.path.contains(part)).count();
    assert_eq!((asked("daily_papers"), asked("gone"), asked("feed.json")), (6, 1, 1));
}

#[test]
fn a_day_that_is_refused_does_not_hold_up_the_days_after_it() {
    let server = Server::start(|heard, _| match heard.path.split("date=").nth(1).and_then(|rest| rest.get(..10)) {
        Some("2025-07-27") => reply(404, "", "no"),
        Some("2025-07-28") => reply(200, "", "<!doctype html><title>Oops</title>"),
        Some(date) => reply(200, "", day(date, &["2507.00001"])),
        None => reply(404, "", "no"),
    });
    let place = Place::new("one-day");
    place.write("press.toml", format!("tries = 2\n{}", hugging_face(&server, "days = 5")));
    let (code, said) = place.fetch();
    let kept: Vec<String> = place.answers().into_keys().collect();
    assert_eq!(kept, ["26", "29", "30"].map(|day| format!("hugging-face/2025-07-{day}.json")), "{said}");
    assert!(code == 1 && said.contains("status 404") && said.contains("this is a web page"), "{said}");
    assert_eq!(server.heard().len(), 6, "what is refused is not asked for again, what is broken is");
}

#[test]
fn a_source_that_is_down_is_left_after_a_few_days() {
    let server = Server::start(|_, _| reply(500, "", "no"));
    let place = Place::new("down");
    place.write("press.toml", format!("tries = 1\n{}", hugging_face(&server, "days = 10")));
    assert_eq!(place.fetch().0, 1);
    assert_eq!(server.heard().len(), 3);
}

#[test]
fn a_window_that_is_closed_for_long_is_left_for_the_next_run() {
    let server = Server::start(|heard, _| {
        let date = heard.path.split("date=").nth(1).unwrap();
        reply(200, "RateLimit: \"api\";r=0;t=5000\r\n", day(&date[..10], &["2507.00001"]))
    });
    let place = Place::new("closed");
    place.write("press.toml", hugging_face(&server, "days = 3"));
    let (code, said) = place.fetch();
    assert!(code == 1 && said.contains("wants to be left alone for 83 minutes"), "{said}");
    assert_eq!((server.heard().len(), place.answers().len()), (1, 1), "{said}");
}

#[test]
fn that_nothing_has_changed_is_no_answer_to_who_has_nothing() {
    let server = Server::start(|_, _| reply(304, "", ""));
    let place = Place::new("unasked");
    place.write("press.toml", hugging_face(&server, "days = 1"));
    let (code, said) = place.fetch();
    assert!(code == 1 && said.contains("status 304"), "{said}");
}

#[test]
fn a_shorter_answer_is_joined_and_never_loses_papers() {
    let server = Server::start(|_, before| {
        let papers: &[&str] = match before {
            0 => &["2507.00001", "2507.00002"],
            1 => &["2507.00003"],
            2 => &["2507.00002", "2507.00003"],
            _ => &[],
        };
        reply(200, "", day("2025-07-30", papers))
    });
    let place = Place::new("shorter");
    place.write("press.toml", hugging_face(&server, "days = 1"));
    for _ in 0..4 {
        assert_eq!(place.fetch().0, 0);
    }
    assert_eq!(place.said(&["build", "answers", "--out", "feed"]).0, 0);
    let (_, stats) = place.said(&["stats", "feed"]);
    assert!(stats.starts_with("3 papers, "), "{stats}");
}

#[test]
fn arxiv_is_asked_again_when_it_keeps_entries_back() {
    let entry =
        "<entry><id>http://arxiv.org/abs/2507.00001v1</id><title>A</title><published>2025-07-30</published></entry>";
    let body =
        move |entries: &str| format!("<feed><opensearch:totalResults>1</opensearch:totalResults>{entries}</feed>");
    let server = Server::start(move |_, before| reply(200, "", body(if before == 0 { "" } else { entry })));
    let place = Place::new("arxiv");
    let source = "kind = \"arxiv\"\ncategories = [\"cs.CL\"]\ndays = 1\npause = 0.3";
    place.write("press.toml", format!("wait = 0.0\n[[source]]\n{source}\naddress = \"{}\"\n", server.address));
    let (code, said) = place.fetch();
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("it has 0 entries of 1"), "{said}");
    let heard = server.heard();
    assert!(
        heard[0]
            .path
            .starts_with("/api/query?search_query=(cat:cs.CL)+AND+submittedDate:%5B202507300000+TO+202507302359%5D&")
    );
    assert!(heard[1].at - heard[0].at >= Duration::from_millis(250), "the pace is kept between tries too");
    assert_eq!(ids(&place.answers()["arxiv/2025-07-30.xml"]), ["2507.00001"]);
}

#[test]
fn files_of_this_machine_are_taken_along() {
    let place = Place::new("local");
    place.write("press.toml", "[[source]]\nkind = \"files\"\nfiles = [\"local\"]\n");
    place.write("local/2025-07-29.json", day("2025-07-29", &["2507.00001"]));
    place.write("local/page.html", "<html></html>");
    let (code, said) = place.fetch();
    assert_eq!(code, 1);
    assert!(
        said.contains("files: 1 new answers with 1 papers") && said.contains("page.html: this is a web page"),
        "{said}"
    );
    assert_eq!(place.answers().len(), 1);
}

#[test]
fn bibliographies_are_feeds_too() {
    let place = Place::new("bibliography");
    let csl = r#"[{"type":"article","id":"a","title":"One","URL":"https://arxiv.org/abs/2507.00001"}]"#;
    place.write("lists/one.json", csl);
    place.write("lists/two.bib", "@misc{b, title = {Two}, eprint = {2507.00002}}");
    place.write("page.html", "<!doctype html><title>See arXiv:2507.00003</title>");
    place.write("press.toml", "[[source]]\nkind = \"files\"\nfiles = [\"lists\"]");
    assert!(place.said(&["check", "lists/one.json"]).1.contains("CSL-JSON, 1 papers"));
    let (code, said) = place.fetch();
    assert_eq!(code, 0, "{said}");
    let (code, said) = place.said(&["build", "answers", "--out", "feed"]);
    assert!(code == 0 && said.contains("2 papers in 2 files"), "{said}");
    assert_eq!(
        place.said(&["build", "page.html", "--out", "feed"]).0,
        2,
        "a page that names papers is no list of them"
    );
}

#[test]
fn a_wrong_configuration_is_explained() {
    let place = Place::new("wrong");
    place.write("press.toml", "[[source]]\nkind = \"mars\"\n");
    let (code, said) = place.fetch();
    assert_eq!(code, 2);
    assert!(said.contains("press.toml") && said.contains("unknown variant `mars`"), "{said}");
}

// ---- build, check, stats -----------------------------------------------------------------------------------------------

const BUILD: [&str; 7] = ["build", "answers", "--out", "feed", "--home", "https://example.org/", "--title=All & more"];

fn some_answers(place: &Place) {
    place.write("answers/2025-06-30.json", day("2025-06-30", &["2506.00001"]));
    place.write("answers/2025-07-29.json", day("2025-07-29", &["2507.00001", "2507.00002"]));
    for name in ["arxiv_listing.rss.xml", "arxiv_api.xml", "oai.xml"] {
        place.write(&format!("answers/{name}"), fs::read(Path::new("tests/data/feed").join(name)).unwrap());
    }
}

#[test]
fn the_same_feeds_give_the_same_bytes() {
    let (one, other) = (Place::new("bytes-1"), Place::new("bytes-2"));
    for place in [&one, &other] {
        some_answers(place);
        assert_eq!(place.said(&BUILD).0, 0);
    }
    let built = all(&one.0.join("feed"));
    assert_eq!(built, all(&other.0.join("feed")));
    // And once more over what is there, from itself alone.
    let (code, said) =
        one.said(&["build", "--merge", "--out", "feed", "--home", "https://example.org/", "--title=All & more"]);
    assert_eq!((code, built), (0, all(&one.0.join("feed"))), "{said}");
}

#[test]
fn other_programs_find_their_files_beside_the_archive() {
    let place = Place::new("beside");
    some_answers(&place);
    assert_eq!(place.said(&BUILD).0, 0);
    let files = all(&place.0.join("feed"));
    let text = |name: &str| String::from_utf8(files[name].clone()).unwrap();
    for name in files.keys().filter(|name| name.ends_with(".xml")) {
        let text = text(name);
        let mut reader = quick_xml::Reader::from_str(&text);
        while reader.read_event().unwrap() != quick_xml::events::Event::Eof {}
    }
    assert_eq!(ids(&files["feeds/all.xml"]).len(), 11);
    let same = ids(&files["feeds/all.json"]);
    assert_eq!(ids(&files["feeds/all.xml"]), same);
    assert_eq!(ids(&files["feeds/cs.AI.json"]), ["2502.00001"]);
    let named: Vec<String> = serde_json::from_slice(&files["feeds/index.json"]).unwrap();
    let has = |ending: &str| named.iter().all(|name| files.contains_key(&format!("feeds/{name}{ending}")));
    assert!(named[0] == "all" && named.contains(&"cs.AI".into()) && has(".xml") && has(".json"));
    assert!(text("feeds/cs.AI.xml").contains("<link rel=\"self\" href=\"https://example.org/feed/feeds/cs.AI.xml\"/>"));
    assert!(text("feeds/cs.AI.xml").contains("\n<id>https://example.org/feed/feeds/cs.AI.xml</id>\n<updated>"));
    assert!(text("feeds/cs.AI.json").contains("\n\"feed_url\": \"https://example.org/feed/feeds/cs.AI.json\",\n"));
    let day = text("days/2025-07-29.md");
    assert!(day.starts_with("# All & more, 2025-07-29\n\n2 papers. The list: <https://example.org/?day=2025-07-29>\n"));
    assert!(day.contains("## Paper 2507.00001\n\nAda Example  \n<https://arxiv.org/abs/2507.00001> · 3 votes, 1 comment\n\nOf 2507.00001.\n"));
    assert!(text("llms.txt").starts_with("# All & more\n\n> 11 research papers on 3 days"));
    assert!(text("sitemap.xml").contains("<loc>https://example.org/feed/days/2025-07-29.md</loc>"));
    let (code, said) = place.said(&["check", "feed", "feed/feeds/all.xml"]);
    assert_eq!(code, 0, "{said}");
}

#[test]
fn a_build_that_is_killed_leaves_the_old_archive_whole() {
    let place = Place::new("killed");
    let many: Vec<String> = (1..1_500).map(|number| format!("2507.{number:05}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let mut killed = 0;
    for round in 0..10 {
        place.write("answers/2025-07-29.json", day("2025-07-29", &many[..1_000 + round]));
        place.write("answers/2025-08-01.json", day("2025-08-01", &many[1_000 - round..]));
        if round == 0 {
            assert_eq!(place.said(&BUILD).0, 0);
            continue;
        }
        let mut child = Command::new(env!("CARGO_BIN_EXE_press")).args(BUILD).current_dir(&place.0).spawn().unwrap();
        // Rounds fall on reading, on staging and on moving in, whatever the machine's speed.
        let begun = Instant::now();
        let staged = || place.0.join("feed/.press-staging").exists();
        while round % 3 != 0
            && !staged()
            && child.try_wait().unwrap().is_none()
            && begun.elapsed() < Duration::from_secs(30)
        {}
        std::thread::sleep(Duration::from_micros(1_500 * round as u64));
        killed += usize::from(child.try_wait().unwrap().is_none());
        let _ = child.kill();
        child.wait().unwrap();
        let (code, said) = place.said(&["check", "feed"]);
        assert_eq!(code, 0, "round {round}: {said}");
    }
    assert!(killed > 0, "no build was killed");
    assert_eq!(place.said(&BUILD).0, 0);
    assert!(!place.0.join("feed/.press-staging").exists());
    let months = fs::read_dir(place.0.join("feed")).unwrap().flatten();
    let months = months.filter(|entry| entry.file_name().to_string_lossy().starts_with("2025-"));
    assert!(months.count() <= 4, "months of older archives are swept");
}

#[test]
fn what_is_wrong_with_an_archive_is_said() {
    let place = Place::new("wrong-archive");
    some_answers(&place);
    assert_eq!(place.said(&["build", "answers", "--out", "feed"]).0, 0);
    assert_eq!(all(&place.0.join("feed")).len(), 5, "without an address there is nothing beside the archive");
    let shard = all(&place.0.join("feed")).keys().find(|name| name.starts_with("2025-07")).unwrap().clone();
    place.write(&format!("feed/{shard}"), "{}");
    let (code, said) = place.said(&["check", "feed"]);
    assert_eq!(code, 1);
    assert!(said.contains("it has 2 bytes, not ") && said.contains("it has 0 papers, not "), "{said}");
    let (code, said) = place.said(&["build", "--merge", "--out", "feed"]);
    assert!(code == 2 && said.contains("it has 2 bytes"), "a month that was cut off must not be built away: {said}");
    fs::remove_file(place.0.join("feed").join(&shard)).unwrap();
    assert!(place.said(&["check", "feed"]).1.contains("the manifest names it, and it is not there"));
    let (code, said) = place.said(&["build", "--merge", "--out", "feed"]);
    assert_eq!(code, 2, "a month that is missing must not be built away: {said}");
}

#[test]
fn an_archive_that_is_not_as_its_manifest_says_is_found_out() {
    let place = Place::new("damaged-archive");
    some_answers(&place);
    assert_eq!(place.said(&["build", "answers", "--out", "feed"]).0, 0);
    let files = all(&place.0.join("feed"));
    let shard = files.keys().find(|name| name.starts_with("2025-07")).unwrap();
    let text = |name: &str| String::from_utf8(files[name].clone()).unwrap();
    // A character that changed on the way: as long as before, with as many papers.
    place.write(&format!("feed/{shard}"), text(shard).replace("Paper 2507.00001", "Paper 2507.00009"));
    let (code, said) = place.said(&["check", "feed"]);
    assert!(code == 1 && said.contains("its bytes are not those that it is named by"), "{said}");
    let (code, said) = place.said(&["build", "--merge", "--out", "feed"]);
    assert!(code == 2 && said.contains("its bytes are not those that it is named by"), "{said}");
    place.write(&format!("feed/{shard}"), text(shard));
    // Somebody else's archive, in which a month has a plain name and papers of another.
    fs::rename(place.0.join("feed").join(shard), place.0.join("feed/july.json")).unwrap();
    let manifest = text("manifest.json").replace(shard, "july.json").replacen("\"2025-07\"", "\"2025-06\"", 1);
    place.write("feed/manifest.json", manifest.replace("\"from\":\"2025-07-29\"", "\"from\":\"2025-07-01\""));
    let (code, said) = place.said(&["check", "feed"]);
    assert_eq!(code, 1);
    for wanted in ["its name has no hash", "is of 2025-07, not of 2025-06", "not 2025-07-01 to "] {
        assert!(said.contains(wanted), "{wanted} in {said}");
    }
}

#[test]
fn every_verb_has_help() {
    let place = Place::new("help");
    for verb in ["fetch", "build", "check", "stats", "digest"] {
        let (code, said) = place.said(&[verb, "--help"]);
        assert!(code == 0 && said.contains(&format!("Usage: press {verb}")), "{said}");
        assert!(place.said(&["--help"]).1.contains(verb));
    }
    assert!(place.said(&["--help"]).1.starts_with("Feeds in; an archive, feeds and letters out\n"));
    assert_eq!(place.said(&["check"]).0, 2);
}
