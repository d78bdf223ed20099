//! `press stats`: what is in feeds or in an archive.

use std::collections::BTreeMap;
use std::path::PathBuf;

use offprint::feed::archive::MANIFEST;
use offprint::library::Library;
use offprint::paper::Paper;

use crate::files;

/// Print what is in feeds, or in the archive of a folder: papers, days, months, and which facts are known of how many.
#[derive(clap::Args)]
pub struct Order {
    /// Feeds, or folders of archives.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// So many of the most frequent categories.
    #[arg(long, default_value_t = 10)]
    top: usize,
}

/// Prints.
pub fn run(order: &Order) -> Result<bool, String> {
    let mut library = Library::default();
    let mut bytes = 0;
    for file in &order.files {
        if file.join(MANIFEST).is_file() {
            let (manifest, papers) = files::archive(file)?;
            bytes += manifest.shards.iter().map(|shard| shard.bytes).sum::<u64>();
            library.merge(papers);
            continue;
        }
        for file in files::expand(std::slice::from_ref(file))? {
            let content = files::bytes(&file)?;
            bytes += content.len() as u64;
            library.merge(files::read(&file, &content).0.papers);
        }
    }
    let papers: Vec<&Paper> = library.all().into_iter().filter_map(|place| library.at(place)).collect();
    println!("{} papers, {bytes} bytes", papers.len());
    let days: Vec<_> = library.days().collect();
    if let (Some((first, _)), Some((last, _))) = (days.first(), days.last()) {
        println!("{} days, {first} to {last}", days.len());
    }
    facts(&papers);
    print(&count(papers.iter().flat_map(|paper| &paper.categories).map(String::as_str)), "categories", order.top);
    let months: BTreeMap<String, usize> = count(papers.iter().map(|paper| {
        paper.first_day().map_or_else(|| "undated".to_owned(), |day| day.to_string().chars().take(7).collect())
    }));
    println!("months:");
    months.iter().for_each(|(month, papers)| println!("  {month:<12}{papers:>8}"));
    Ok(true)
}

/// Of how many papers each fact is known.
fn facts(papers: &[&Paper]) {
    type Known = fn(&Paper) -> bool;
    let facts: [(&str, Known); 9] = [
        ("abstract", |paper| paper.abstract_text.is_some()),
        ("summary", |paper| paper.summary.is_some()),
        ("authors", |paper| !paper.authors.is_empty()),
        ("categories", |paper| !paper.categories.is_empty()),
        ("publication", |paper| paper.published.is_some()),
        ("votes", |paper| paper.votes.is_some()),
        ("repository", |paper| paper.repository.is_some()),
        ("organisation", |paper| paper.organisation.is_some()),
        ("keywords", |paper| !paper.keywords.is_empty()),
    ];
    println!("known of each:");
    for (name, known) in facts {
        println!("  {name:<12}{:>8}", papers.iter().filter(|paper| known(paper)).count());
    }
}

fn count<K: Ord>(keys: impl Iterator<Item = K>) -> BTreeMap<K, usize> {
    let mut counts = BTreeMap::new();
    keys.for_each(|key| *counts.entry(key).or_default() += 1);
    counts
}

fn print(counts: &BTreeMap<&str, usize>, what: &str, top: usize) {
    let mut sorted: Vec<_> = counts.iter().collect();
    sorted.sort_by_key(|(name, count)| (std::cmp::Reverse(**count), **name));
    println!("{} {what}:", sorted.len());
    sorted.iter().take(top).for_each(|(name, count)| println!("  {name:<12}{count:>8}"));
}
