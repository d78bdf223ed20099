//! A text that is nothing but the name of one paper: a link, a DOI or an identifier, pasted.

use crate::paper::PaperId;

/// The paper that the whole text names, in any form that [`PaperId::parse`] reads, or as arXiv prints it on the first page,
/// with category and date behind.
pub fn paper(text: &str) -> Option<PaperId> {
    let text = text.trim();
    let name = match text.split_once(char::is_whitespace) {
        Some((name, rest)) if rest.trim_start().starts_with('[') => name,
        Some(_) => return None,
        None => text,
    };
    PaperId::parse(name).map(|(id, _)| id)
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
            "[2309.05239]",
            "cs.CV",
        ] {
            check(text, None);
        }
    }
}
