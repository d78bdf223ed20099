//! Measures of a ranking with grades, by the definitions of trec_eval: gain = grade, discount = log2(rank + 1), any grade above 0 is
//! relevant.

/// Measures of one ranking, or means over several.
#[derive(Clone, Copy, Debug, Default)]
pub struct Measures {
    /// Normalised discounted cumulative gain of the first ten.
    ndcg_10: f64,
    /// The same of the first twenty.
    ndcg_20: f64,
    /// Average precision over the whole ranking.
    map: f64,
}

impl Measures {
    /// Of the grades of a ranking, best first, and those of all relevant documents.
    pub fn of(ranked: &[f64], mut relevant: Vec<f64>) -> Measures {
        relevant.sort_by(|a, b| b.total_cmp(a));
        let hits = ranked.iter().enumerate().filter(|(_, grade)| **grade > 0.0);
        let precisions = (1..).zip(hits).map(|(found, (at, _))| f64::from(found) / (at as f64 + 1.0));
        Measures {
            ndcg_10: gain(ranked, 10) / gain(&relevant, 10),
            ndcg_20: gain(ranked, 20) / gain(&relevant, 20),
            map: precisions.sum::<f64>() / relevant.len() as f64,
        }
    }

    /// The means over some rankings.
    pub fn mean(all: &[Measures]) -> Measures {
        let mean = |of: fn(&Measures) -> f64| all.iter().map(of).sum::<f64>() / all.len().max(1) as f64;
        Measures { ndcg_10: mean(|one| one.ndcg_10), ndcg_20: mean(|one| one.ndcg_20), map: mean(|one| one.map) }
    }

    /// A line of JSON.
    pub fn json(self) -> String {
        let Measures { ndcg_10, ndcg_20, map } = self;
        format!("{{\"ndcg@10\":{ndcg_10:.4},\"ndcg@20\":{ndcg_20:.4},\"map\":{map:.4}}}")
    }

    /// A line of JSON with another's measures under names that end in `_bm25`.
    pub fn json_beside(self, bm25: Measures, queries: usize, documents: usize) -> String {
        let own = self.json();
        let Measures { ndcg_10, ndcg_20, map } = bm25;
        format!(
            "{},\"queries\":{queries},\"docs\":{documents},\"ndcg@10_bm25\":{ndcg_10:.4},\"ndcg@20_bm25\":{ndcg_20:.4},\"map_bm25\":{map:.4}}}",
            own.trim_end_matches('}')
        )
    }
}

fn gain(grades: &[f64], count: usize) -> f64 {
    // The sum of nothing is -0.
    grades.iter().take(count).enumerate().map(|(at, grade)| grade / (at as f64 + 2.0).log2()).sum::<f64>() + 0.0
}
