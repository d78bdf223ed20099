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
    /// Of title and abstract, by document: every posting needs them.
    both: Vec<[f32; 2]>,
}

/// Longer fields are taken as this long; the longest abstracts of arXiv have 500 words.
const LONGEST: u16 = 1023;

impl Norms {
    /// Of the mean lengths of titles and abstracts, and of the lengths of the documents' titles and abstracts. O(documents).
    pub fn new([title, body]: [f32; 2], lengths: &[[u16; 2]]) -> Norms {
        let table = |b: f32, mean: f32| -> Vec<f32> {
            (0..=LONGEST).map(|length| 1.0 / (1.0 - b + b * f32::from(length) / mean)).collect()
        };
        let (titles, bodies) = (table(B_TITLE, title), table(B, body));
        let of = |norms: &[f32], length: u16| norms.get(length.min(LONGEST) as usize).copied().unwrap_or(1.0);
        Norms { both: lengths.iter().map(|[title, body]| [of(&titles, *title), of(&bodies, *body)]).collect() }
    }

    /// Those of title and abstract, by document.
    pub fn all(&self) -> &[[f32; 2]] {
        &self.both
    }

    #[inline]
    pub fn body(&self, document: u32) -> f32 {
        self.both.get(document as usize).map_or(1.0, |[_, body]| *body)
    }

    pub fn bytes(&self) -> usize {
        self.both.capacity() * 8
    }
}
