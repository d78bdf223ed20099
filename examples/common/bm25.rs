//! The plain baseline: BM25 with all words of documents, or of a text, as the query.

use std::collections::HashMap;

use offprint::search::text::fold;
use offprint::search::text::words;

const K1: f32 = 1.2;
const B: f32 = 0.75;

/// Documents by word, with how often it stands in them.
pub struct Bm25 {
    postings: HashMap<String, Vec<(u32, f32)>>,
    words: Vec<HashMap<String, f32>>,
    lengths: Vec<f32>,
}

impl Bm25 {
    pub fn of(texts: &[String]) -> Bm25 {
        let mut bm25 = Bm25 { postings: HashMap::new(), words: Vec::new(), lengths: Vec::new() };
        for (text, key) in texts.iter().zip(0..) {
            let mut counts: HashMap<String, f32> = HashMap::new();
            words(&fold(text)).for_each(|word| *counts.entry(word.to_owned()).or_default() += 1.0);
            bm25.lengths.push(counts.values().sum());
            for (word, count) in &counts {
                bm25.postings.entry(word.clone()).or_default().push((key, *count));
            }
            bm25.words.push(counts);
        }
        bm25
    }

    /// Scores by key, for all words of some documents.
    pub fn scores(&self, liked: &[u32]) -> Vec<f32> {
        let mut query: HashMap<&str, f32> = HashMap::new();
        for (word, count) in liked.iter().filter_map(|key| self.words.get(*key as usize)).flatten() {
            *query.entry(word).or_default() += count;
        }
        self.scores_by(query)
    }

    /// Scores by key, for all words of a text.
    #[allow(dead_code, reason = "not every program has texts")]
    pub fn scores_of(&self, text: &str) -> Vec<f32> {
        let folded = fold(text);
        let mut query: HashMap<&str, f32> = HashMap::new();
        words(&folded).for_each(|word| *query.entry(word).or_default() += 1.0);
        self.scores_by(query)
    }

    fn scores_by(&self, query: HashMap<&str, f32>) -> Vec<f32> {
        let documents = self.lengths.len() as f32;
        let mean = self.lengths.iter().sum::<f32>() / documents;
        let mut query: Vec<(&str, f32)> = query.into_iter().collect();
        query.sort_by_key(|(word, _)| *word);
        let mut scores = vec![0.0; self.lengths.len()];
        for (word, times) in query {
            let Some(postings) = self.postings.get(word) else { continue };
            let n = postings.len() as f32;
            let rarity = ((documents - n + 0.5) / (n + 0.5)).ln_1p();
            for (key, count) in postings {
                let long = K1 * (1.0 - B + B * self.lengths[*key as usize] / mean);
                scores[*key as usize] += times * rarity * count * (K1 + 1.0) / (count + long);
            }
        }
        scores
    }
}
