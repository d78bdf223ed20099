//! Measures of one ranking, and their means.

use std::time::Duration;

/// What is known of a ranking, or the means of several.
#[derive(Clone, Copy, Default)]
pub struct Measures {
    /// Normalised discounted cumulative gain of the first ten (K. Järvelin, J. Kekäläinen, 2002).
    pub ndcg: f64,
    /// Share of the relevant papers among the first twenty.
    pub recall: f64,
    /// The chance that a relevant paper stands before another one.
    pub auc: f64,
    /// Time to learn and to score all papers, in milliseconds.
    pub train: f64,
    /// Readers.
    pub users: usize,
}

impl Measures {
    /// Of scores by key, without those that are out.
    pub fn of(scores: &[f32], is_out: impl Fn(&u32) -> bool, relevant: &[u32], took: Duration) -> Measures {
        let ranked = ranked(scores, is_out);
        let is_relevant = |key: &u32| relevant.contains(key);
        let gain = |at: usize| 1.0 / (at as f64 + 2.0).log2();
        let gained: f64 =
            ranked.iter().take(10).enumerate().filter(|(_, key)| is_relevant(key)).map(|(at, _)| gain(at)).sum();
        let ideal: f64 = (0..relevant.len().min(10)).map(gain).sum();
        let found = ranked.iter().take(20).filter(|key| is_relevant(key)).count();
        // Others before each relevant one.
        let (mut others, mut before) = (0_u64, 0_u64);
        for key in &ranked {
            if is_relevant(key) { before += others } else { others += 1 }
        }
        let pairs = (others * relevant.len() as u64).max(1);
        Measures {
            ndcg: gained / ideal,
            recall: found as f64 / relevant.len() as f64,
            auc: 1.0 - before as f64 / pairs as f64,
            train: took.as_secs_f64() * 1e3,
            users: 1,
        }
    }

    pub fn mean(all: &[Measures]) -> Measures {
        let mean = |of: fn(&Measures) -> f64| all.iter().map(of).sum::<f64>() / all.len().max(1) as f64;
        Measures {
            ndcg: mean(|one| one.ndcg),
            recall: mean(|one| one.recall),
            auc: mean(|one| one.auc),
            train: mean(|one| one.train),
            users: all.iter().map(|one| one.users).sum(),
        }
    }

    pub fn json(self) -> String {
        let Measures { ndcg, recall, auc, train, users } = self;
        format!(
            "{{\"ndcg@10\":{ndcg:.4},\"recall@20\":{recall:.4},\"auc\":{auc:.4},\"users\":{users},\"train_ms\":{train:.1}}}"
        )
    }
}

/// Keys by score, the best first, ties by key, without those that are out.
pub fn ranked(scores: &[f32], is_out: impl Fn(&u32) -> bool) -> Vec<u32> {
    let mut ranked: Vec<u32> = (0..scores.len() as u32).filter(|key| !is_out(key)).collect();
    let score = |key: u32| scores.get(key as usize).copied().unwrap_or(f32::MIN);
    ranked.sort_by(|a, b| score(*b).total_cmp(&score(*a)).then(a.cmp(b)));
    ranked
}
