//! The whole language by examples. The app shows them, and tests run them.

/// Examples that belong together.
pub struct Section {
    /// What they are about.
    pub title: &'static str,
    /// A query, and what it finds.
    pub lines: &'static [(&'static str, &'static str)],
}

/// All there is to say about searching.
pub const SECTIONS: &[Section] = &[
    Section {
        title: "Words",
        lines: &[
            ("diffusion video", "both words, in any place"),
            ("\"chain of thought\"", "exactly these words in this order"),
            ("agents -survey", "without a word; also before quotes, fields and parentheses"),
            ("image OR video generation", "one of two words, and the third"),
            ("(\"world model\" | simulator) AND robot", "parentheses, and other signs for the same"),
        ],
    },
    Section {
        title: "Where to look",
        lines: &[
            ("title:reasoning", "in the title"),
            ("title:(vision OR multimodal)", "either word in the title"),
            ("abs:\"long context\"", "in the abstract"),
            ("author:Bengio", "an author’s name"),
            ("note:later", "in your notes"),
        ],
    },
    Section {
        title: "Meaning",
        lines: &[
            ("~\"robots that learn from video\"", "near to this in meaning, whether or not it has the words"),
            ("like:2507.21046", "near to a paper"),
            ("like:reading", "near to the papers with your tag, or in your collection, of this name"),
        ],
    },
    Section {
        title: "Facts",
        lines: &[
            ("cat:cs.CL,cs.LG", "in either arXiv category"),
            ("kw:diffusion", "with a keyword that has a word beginning so"),
            ("kw:\"diffusion models\"", "with just this keyword"),
            ("org:nvidia", "of an organisation"),
            ("by:AK", "by who submitted it"),
            ("id:2507", "an arXiv identifier, or its beginning"),
            ("has:code", "also project, summary, and your note or tag"),
            ("votes:>50", "more than 50 votes"),
            ("comments:2..10", "from 2 to 10 comments"),
            ("stars:>=1k", "1,000 stars of the code or more"),
        ],
    },
    Section {
        title: "Days",
        lines: &[
            ("day:7d", "shown in the last 7 days; also 2w, 3m, 1y"),
            ("day:today", "also yesterday, week, month"),
            ("day:2025-07-01..2025-07-29", "from day to day; an end may be left out"),
            ("published:<2025-07", "on arXiv before that month"),
            ("rose:7d", "votes or stars rose, as far as this device has seen"),
            ("revised:7d", "also coded and withdrawn: a new version, or code, came, or it was withdrawn"),
            ("year:2024..2025", "on arXiv in these years"),
        ],
    },
    Section {
        title: "Yours",
        lines: &[
            ("is:unread -is:starred", "read, unread, starred, dismissed, muted or new"),
            ("tag:thesis -tag:\"to read\"", "with a tag that has a word beginning so, and without just that one"),
            ("in:\"reading group\"", "in your collection, also those that you dismissed or muted"),
            ("has:note", "with your note; its words are found like those of the paper, and alone by note:"),
            (
                "is:muted",
                "muted papers, which other lists leave out; one with your star is shown everywhere, one in a collection there",
            ),
        ],
    },
    Section {
        title: "Order",
        lines: &[
            ("agents sort:votes", "best, newest, oldest, votes, trending, comments or stars first"),
            ("robots sort:surprise", "also foryou, mix, velocity, collected, hn, dailyhn and reddit"),
        ],
    },
    Section {
        title: "Straight to a paper",
        lines: &[
            ("https://arxiv.org/abs/2507.20673", "a link to arXiv, Hugging Face or alphaXiv, or a DOI"),
            ("2507.20673", "or the identifier alone"),
        ],
    },
];
