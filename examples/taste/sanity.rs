//! The baseline to beat: *arXiv Sanity Lite* (A. Karpathy), by its formulae.
//!
//! Features are `(1 + ln tf) · (ln((1 + N) / (1 + df)) + 1)` over words and pairs of words, rows of length 1; the 20,000 features that
//! occur most often of those in at least five and in at most a tenth of the documents. A linear support vector machine with squared loss,
//! C = 0.01 and balanced classes is learnt with the stars against all other papers; its decision values are the scores.

use std::collections::HashMap;

use offprint::learn::Feature;
use offprint::learn::corpus::Entry;
use offprint::learn::linear::{Example, solve};
use offprint::search::text::fold;

const FEATURES: usize = 20_000;
const LEAST_DOCUMENTS: usize = 5;
const MOST_DOCUMENTS: f64 = 0.1;
const C: f32 = 0.01;

/// All documents as rows.
pub struct Sanity {
    rows: Vec<Vec<Entry>>,
}

impl Sanity {
    pub fn of(texts: &[String]) -> Sanity {
        let mut numbers: HashMap<String, u32> = HashMap::new();
        let mut counted: Vec<Vec<(u32, u32)>> = Vec::new();
        for text in texts {
            let mut counts: HashMap<u32, u32> = HashMap::new();
            for term in terms(text) {
                let next = numbers.len() as u32;
                *counts.entry(*numbers.entry(term).or_insert(next)).or_default() += 1;
            }
            counted.push(counts.into_iter().collect());
        }
        let (mut documents, mut total) = (vec![0_usize; numbers.len()], vec![0_u32; numbers.len()]);
        for (term, count) in counted.iter().flatten() {
            documents[*term as usize] += 1;
            total[*term as usize] += count;
        }
        let most = MOST_DOCUMENTS * texts.len() as f64;
        let mut names: Vec<(&String, u32)> = numbers.iter().map(|(name, number)| (name, *number)).collect();
        names.retain(|(_, term)| {
            let documents = documents[*term as usize];
            documents >= LEAST_DOCUMENTS && documents as f64 <= most
        });
        names.sort_by(|a, b| (total[b.1 as usize], a.0).cmp(&(total[a.1 as usize], b.0)));
        let kept: HashMap<u32, u32> =
            names.iter().take(FEATURES).zip(0..).map(|((_, term), new)| (*term, new)).collect();
        let row = |counts: &Vec<(u32, u32)>| {
            let entry = |(term, count): &(u32, u32)| {
                let rarity = ((1.0 + texts.len() as f64) / (1.0 + documents[*term as usize] as f64)).ln() + 1.0;
                let weight = (1.0 + f64::from(*count).ln()) * rarity;
                Some(Entry { feature: Feature(*kept.get(term)?), weight: weight as f32 })
            };
            let mut row: Vec<Entry> = counts.iter().filter_map(entry).collect();
            row.sort_by_key(|entry| entry.feature);
            let length = row.iter().map(|entry| entry.weight * entry.weight).sum::<f32>().sqrt();
            row.iter_mut().for_each(|entry| entry.weight /= length);
            row
        };
        Sanity { rows: counted.iter().map(row).collect() }
    }

    /// Scores by key.
    pub fn scores(&self, liked: &[u32]) -> Vec<f32> {
        let all = self.rows.len() as f32;
        let stars = liked.len() as f32;
        let example = |key: u32| {
            let is_liked = liked.contains(&key);
            let (label, of) = if is_liked { (1.0, stars) } else { (-1.0, all - stars) };
            Example { key, label, cost: C * all / (2.0 * of) }
        };
        let examples: Vec<Example> = (0..self.rows.len() as u32).map(example).collect();
        let (model, _) = solve(&self.rows, &examples, 40, 0.01);
        let mut weights = vec![0.0; FEATURES];
        model.weights().for_each(|(feature, weight)| weights[feature.0 as usize] = weight);
        let score =
            |row: &Vec<Entry>| row.iter().map(|entry| weights[entry.feature.0 as usize] * entry.weight).sum::<f32>();
        self.rows.iter().map(|row| score(row) + model.bias).collect()
    }
}

/// Words of at least two characters that begin with no digit, without English stop words; and the pairs of what is left.
fn terms(text: &str) -> Vec<String> {
    let folded = fold(text);
    let word = |word: &&str| word.len() >= 2 && !word.starts_with(|c: char| c.is_ascii_digit());
    let words = folded.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).filter(word);
    let words: Vec<&str> = words.filter(|word| !offprint::search::is_function_word(word)).collect();
    let pairs = words.windows(2).map(|pair| pair.join(" "));
    words.iter().map(|word| (*word).to_owned()).chain(pairs).collect()
}
