//! A text that is nothing but names of papers: links, DOIs or identifiers, pasted.

use crate::paper::PaperId;

/// What a sentence puts behind a name.
const END: [char; 3] = ['.', ',', ';'];

/// The paper that the whole text names, in any form that [`PaperId::parse`] reads, or as arXiv prints it on the first page,
/// with category and date behind, or as it stands in a sentence.
pub fn paper(text: &str) -> Option<PaperId> {
    let text = text.trim();
    let name = match text.split_once(char::is_whitespace) {
        Some((name, rest)) if rest.trim_start().starts_with('[') => name,
        Some((arxiv, name)) if arxiv.trim_end_matches(':').eq_ignore_ascii_case("arxiv") => name,
        Some(_) => return None,
        None => text,
    };
    named(name)
}

/// The papers that the text names one after the other, two at least, with blanks or commas between.
pub fn papers(text: &str) -> Option<Vec<PaperId>> {
    let name = |name: &str| named(name.trim_end_matches(END));
    let papers: Vec<PaperId> = text.split_whitespace().map(name).collect::<Option<_>>()?;
    Some(papers).filter(|papers| papers.len() > 1)
}

/// The paper of a name, or else of the name without what a sentence puts around it.
fn named(name: &str) -> Option<PaperId> {
    let read = |name: &str| PaperId::parse(name).map(|(id, _)| id);
    read(name).or_else(|| {
        let alone = name.trim_end_matches(END);
        let inner = match alone.as_bytes() {
            [b'(', .., b')'] | [b'[', .., b']'] | [b'<', .., b'>'] => alone.get(1..alone.len() - 1)?,
            _ => alone,
        };
        read(inner)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_paper_is_named_in_every_way_that_people_paste() {
        let check =
            |text: &str, id: Option<&str>| assert_eq!(paper(text).map(|id| id.to_string()).as_deref(), id, "{text}");
        for text in [
            "2309.05239",
            " 2309.05239v2\n",
            "arXiv:2309.05239",
            "arxiv:2309.05239v1",
            "arXiv:2309.05239v1 [cs.CV] 11 Sep 2023",
            "https://arxiv.org/abs/2309.05239",
            "arxiv.org/pdf/2309.05239v2.pdf",
            "https://arxiv.org/html/2309.05239v2#S3.F2",
            "http://export.arxiv.org/abs/2309.05239?context=cs",
            "https://browse.arxiv.org/pdf/2309.05239",
            "https://ar5iv.org/abs/2309.05239",
            "https://ar5iv.labs.arxiv.org/html/2309.05239",
            "https://huggingface.co/papers/2309.05239",
            "https://hf.co/papers/2309.05239",
            "https://www.alphaxiv.org/abs/2309.05239v1",
            "https://alphaxiv.org/overview/2309.05239",
            "https://doi.org/10.48550/arXiv.2309.05239",
            "https://dx.doi.org/10.48550/ARXIV.2309.05239",
            "doi:10.48550/arXiv.2309.05239",
            "10.48550/arXiv.2309.05239",
            "https://arxiv.org/abs/2309.05239v2?utm_source=a&utm_medium=b",
            "arXiv 2309.05239",
            "arXiv: 2309.05239v2.",
            "2309.05239.",
            "2309.05239v1,",
            "(2309.05239)",
            "[arXiv:2309.05239]",
            "<https://arxiv.org/abs/2309.05239>.",
            "arxiv.org/abs/2309.05239.",
        ] {
            check(text, Some("2309.05239"));
        }
        check("cs/0112017", Some("cs/0112017"));
        check("https://arxiv.org/abs/math.GT/0309136v1", Some("math/0309136"));
        for text in [
            "",
            "2309.05239 2309.05240",
            "2313.05239",
            "https://arxiv.org/list/cs.CV/new",
            "attention",
            "(2309.05239",
            "\"2309.05239\"",
            "(attention)",
            "cs.CV",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn several_papers_are_named_with_blanks_or_commas_between() {
        let named = |text: &str| papers(text).map(|ids| ids.iter().map(PaperId::to_string).collect::<Vec<_>>());
        let both = Some(vec!["2309.05239".to_owned(), "hep-th/9901001".to_owned()]);
        assert_eq!(named("2309.05239 hep-th/9901001"), both);
        assert_eq!(named("https://arxiv.org/abs/2309.05239,\n hep-th/9901001v2;"), both);
        assert_eq!((named("2309.05239"), named("2309.05239 diffusion"), named("")), (None, None, None));
    }
}
