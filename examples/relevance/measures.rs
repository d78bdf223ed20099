//! How good a ranking is, with the definitions of trec_eval: gain = grade, discount = log2(rank + 1).

use std::collections::HashMap;

/// Grades of a query's relevant documents; all others have none.
pub type Judged = HashMap<String, f64>;

/// Measures of one ranking, or means over several.
#[derive(Clone, Copy, Debug, Default)]
pub struct Measures {
    /// Normalised discounted cumulative gain of the first ten.
    pub ndcg: f64,
    /// The part of the relevant documents that is among the first hundred.
    pub recall: f64,
    /// Average precision over the first hundred.
    pub map: f64,
    /// One over the rank of the first relevant document.
    pub mrr: f64,
}

impl Measures {
    /// Of the first hundred documents of a ranking, best first.
    pub fn of(ranked: &[&str], relevant: &Judged) -> Measures {
        let grades: Vec<f64> =
            ranked.iter().take(100).map(|document| relevant.get(*document).copied().unwrap_or(0.0)).collect();
        let mut ideal: Vec<f64> = relevant.values().copied().collect();
        ideal.sort_by(|a, b| b.total_cmp(a));
        let hits = || grades.iter().enumerate().filter(|(_, grade)| **grade > 0.0);
        let precisions = (1..).zip(hits()).map(|(found, (at, _))| f64::from(found) / (at as f64 + 1.0));
        Measures {
            ndcg: gain(&grades) / gain(&ideal),
            recall: hits().count() as f64 / relevant.len() as f64,
            map: precisions.sum::<f64>() / relevant.len() as f64,
            mrr: hits().next().map_or(0.0, |(at, _)| 1.0 / (at as f64 + 1.0)),
        }
    }

    /// The means over some rankings.
    pub fn mean(all: &[Measures]) -> Measures {
        let mean = |of: fn(&Measures) -> f64| all.iter().map(of).sum::<f64>() / all.len().max(1) as f64;
        Measures { ndcg: mean(|m| m.ndcg), recall: mean(|m| m.recall), map: mean(|m| m.map), mrr: mean(|m| m.mrr) }
    }

    /// One line of JSON.
    pub fn json(&self, queries: usize, documents: usize) -> String {
        let rounded = |value: f64| (value * 1e4).round() / 1e4;
        serde_json::json!({
            "ndcg@10": rounded(self.ndcg), "recall@100": rounded(self.recall), "map": rounded(self.map),
            "mrr": rounded(self.mrr), "queries": queries, "docs": documents,
        })
        .to_string()
    }
}

fn gain(grades: &[f64]) -> f64 {
    // The sum of nothing is -0.
    grades.iter().take(10).enumerate().map(|(at, grade)| grade / (at as f64 + 2.0).log2()).sum::<f64>() + 0.0
}
