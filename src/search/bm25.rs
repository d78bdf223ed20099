//! BM25F: occurrences are weighted by their field and normed by the length of their field, and added up before they saturate
//! (H. Zaragoza et al., *Microsoft Cambridge at TREC 13: Web and hard tracks*, 2004; S. Robertson, H. Zaragoza, *The probabilistic
//! relevance framework: BM25 and beyond*, 2009). The inverse document frequency is that of Lucene, which is never negative.

use crate::weights::{B, B_TITLE, K1};

/// ln(1 + (N − n + ½) / (n + ½)) for a word in n of N documents. `frequency` may be an estimate from above.
pub fn inverse_frequency(documents: u32, frequency: u32) -> f32 {
    let n = frequency.min(documents) as f32;
    (1.0 + (documents as f32 - n + 0.5) / (n + 0.5)).ln()
}

/// What weighted occurrences are worth: from 0 to 1, ½ where they equal k1.
#[inline]
pub fn saturated(occurrences: f32) -> f32 {
    occurrences / (occurrences + K1)
}

/// Norms by the length of a field in words: 1 / (1 − b + b · length / mean), up to a length after which all are alike.
#[derive(Clone)]
pub(crate) struct Norms {
    /// Of titles, by length.
    title: Vec<f32>,
    /// Of abstracts, by document: nearly every posting needs one.
    body: Vec<f32>,
}

/// Longer fields are taken as this long; the longest abstracts of arXiv have 500 words.
const LONGEST: u16 = 1023;

impl Norms {
    /// Of the mean lengths of titles and abstracts, and of the lengths of the documents' abstracts. O(documents).
    pub fn new([title, body]: [f32; 2], lengths: impl Iterator<Item = u16>) -> Norms {
        let table = |b: f32, mean: f32| -> Vec<f32> {
            (0..=LONGEST).map(|length| 1.0 / (1.0 - b + b * f32::from(length) / mean)).collect()
        };
        let body = table(B, body);
        let of = |length: u16| body.get(length.min(LONGEST) as usize).copied().unwrap_or(1.0);
        Norms { title: table(B_TITLE, title), body: lengths.map(of).collect() }
    }

    /// Those of titles, by length, and of abstracts, by document.
    pub fn parts(&self) -> (&[f32], &[f32]) {
        (&self.title, &self.body)
    }

    /// The norm of a title's length, of those of titles.
    #[inline]
    pub fn of_title(norms: &[f32], length: u16) -> f32 {
        norms.get(length.min(LONGEST) as usize).copied().unwrap_or(1.0)
    }

    #[inline]
    pub fn body(&self, document: u32) -> f32 {
        self.body.get(document as usize).copied().unwrap_or(1.0)
    }

    pub fn bytes(&self) -> usize {
        (self.title.capacity() + self.body.capacity()) * 4
    }
}
