//! How well tags and collections are guessed.
//!
//! ```text
//! cargo run --release --example labels -- DIR
//! ```
//!
//! DIR is as that of `taste`. There are no public libraries with tags in this layout, so libraries of several real readers are put
//! together as the collections of one: of [`TOGETHER`] readers each. Of every collection every second paper is learnt from; the others, and as many papers that
//! nobody of them has, are opened one by one, and it is counted how often a collection is suggested, and how often that is true.
//! The last line is JSON.

#![allow(clippy::indexing_slicing, reason = "every number here is one that this program has given")]

#[path = "../common/lines.rs"]
mod lines;
#[path = "../common/readers.rs"]
mod readers;

use std::collections::HashMap;
use std::error::Error;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use lines::read_lines;
use offprint::learn::{Builder, Corpus};
use offprint::rank::taste::label::Label;
use offprint::rank::taste::parts;
use readers::{Entry, Reader};

/// Readers whose libraries are the collections of one.
const TOGETHER: usize = 6;

/// Papers of a library that are taken at most.
const MOST: usize = 60;

/// Chances from which on a suggestion is counted.
const FROM: [f32; 5] = [0.3, 0.4, 0.5, 0.6, 0.8];

fn main() -> ExitCode {
    let Some(folder) = std::env::args().nth(1) else {
        eprintln!("usage: labels DIR, a folder with papers.jsonl and readers.jsonl");
        return ExitCode::from(2);
    };
    match run(Path::new(&folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{folder}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(folder: &Path) -> Result<(), Box<dyn Error>> {
    let entries: Vec<Entry> = read_lines(&folder.join("papers.jsonl"))?;
    let readers: Vec<Reader> = read_lines(&folder.join("readers.jsonl"))?;
    let numbers: HashMap<&str, u32> = entries.iter().zip(0..).map(|(entry, at)| (entry.id.as_str(), at)).collect();
    let library = |reader: &Reader| -> Vec<u32> {
        reader.stars.iter().filter_map(|id| numbers.get(id.as_str())).copied().take(MOST).collect()
    };
    let libraries: Vec<Vec<u32>> = readers.iter().map(library).filter(|library| library.len() >= 10).collect();
    let mut corpus = Corpus::default();
    for (entry, key) in entries.iter().zip(0..) {
        corpus.put(key, &parts(&entry.paper().ok_or("no paper")?));
    }
    let mut builder = Builder::new(&corpus);
    let meaning = std::iter::repeat_with(|| builder.step(&corpus)).flatten().next().ok_or("no meaning")?;
    // Of each chance from which on: suggestions, true ones, papers; and of all: chances by tenths, and how many came true.
    let (mut counts, mut tenths) = ([(0_u32, 0_u32); FROM.len()], [(0_u32, 0_u32, 0.0_f64); 10]);
    let (mut belonging, mut learning, mut models, mut asked) = (0, 0.0, 0, 0.0);
    for shelves in libraries.chunks_exact(TOGETHER) {
        let learnt: Vec<Vec<u32>> = shelves.iter().map(|all| all.iter().copied().step_by(2).collect()).collect();
        let kept: Vec<u32> = offprint::search::order::sorted(learnt.concat());
        let mut opened: Vec<u32> = shelves.iter().flatten().copied().filter(|key| !kept.contains(key)).collect();
        let strangers = corpus.sample(opened.len());
        opened.extend(strangers.into_iter().filter(|key| !shelves.iter().any(|shelf| shelf.contains(key))));
        for (all, members) in shelves.iter().zip(&learnt) {
            let elsewhere: Vec<u32> = kept.iter().copied().filter(|key| !members.contains(key)).collect();
            let start = Instant::now();
            let Some(label) = Label::learn(&corpus, &meaning, members, &elsewhere) else { continue };
            learning += start.elapsed().as_secs_f64();
            models += 1;
            let start = Instant::now();
            let share = members.len() as f64 / (2 * kept.len()) as f64;
            for key in &opened {
                let (chance, is) = (label.chance(&corpus, &meaning, *key, share), all.contains(key));
                belonging += u32::from(is);
                for (count, _) in counts.iter_mut().zip(FROM).filter(|(_, from)| chance >= *from) {
                    *count = (count.0 + 1, count.1 + u32::from(is));
                }
                let tenth = &mut tenths[((chance * 10.0) as usize).min(9)];
                *tenth = (tenth.0 + 1, tenth.1 + u32::from(is), tenth.2 + f64::from(chance));
            }
            asked += start.elapsed().as_secs_f64() / opened.len() as f64;
        }
    }
    for (tenth, (count, is, sum)) in tenths.iter().enumerate() {
        let each = f64::from((*count).max(1));
        println!("chance 0.{tenth}: {count}, said {:.3}, true {:.3}", sum / each, f64::from(*is) / each);
    }
    for ((count, is), from) in counts.iter().zip(FROM) {
        let (precision, recall) = (f64::from(*is) / f64::from((*count).max(1)), f64::from(*is) / f64::from(belonging));
        println!("from {from}: {count} suggestions, true {precision:.3}, found of those that belong {recall:.3}");
    }
    let [_, (count, is), ..] = counts;
    println!(
        "{{\"true@0.4\":{:.4},\"found@0.4\":{:.4},\"models\":{models},\"learn_ms\":{:.1},\"ask_ms\":{:.1}}}",
        f64::from(is) / f64::from(count.max(1)),
        f64::from(is) / f64::from(belonging),
        learning * 1e3 / f64::from(models),
        asked * 1e3 / f64::from(models),
    );
    Ok(())
}
