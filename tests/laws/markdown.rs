//! Laws of notes: whatever is written gives words, and elements of the few names that there are.

use offprint::present::markdown::{Node, first_line, nodes};
use proptest::prelude::*;

const TAGS: [&str; 15] =
    ["hr", "p", "span", "em", "strong", "code", "pre", "a", "ul", "ol", "li", "blockquote", "h4", "h5", "h6"];

fn each(nodes: &[Node], see: &mut dyn FnMut(&Node)) {
    for node in nodes {
        see(node);
        each(&node.children, see);
    }
}

fn words(nodes: &[Node]) -> String {
    let mut said = String::new();
    each(nodes, &mut |node| said.push_str(&node.text));
    said.chars().filter(|letter| letter.is_alphabetic()).collect()
}

/// Texts in which much means something.
fn note() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        "[a-c*_`>#\\[\\]() \\\\-]{0,8}",
        prop::sample::select(vec![
            "- ",
            "1. ",
            "> ",
            "# ",
            "```\n",
            "---\n",
            "\n",
            "\n\n",
            "  ",
            "**",
            "](https://a.org)",
            "https://b.org/c_d",
            "<b>",
            "](javascript:x)",
            "é😀",
            "\t",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(part, 0..30).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn a_note_gives_a_few_elements_and_no_word_is_lost(text in prop_oneof![note(), any::<String>()]) {
        let nodes = nodes(&text);
        let mut wrong = Vec::new();
        each(&nodes, &mut |node| {
            let link = node.link.as_ref().is_none_or(|link| node.tag == "a" && link.as_str().starts_with("http"));
            let whole = node.text.is_empty() || node.children.is_empty();
            if !TAGS.contains(&node.tag) || !link || !whole || (node.tag == "a") != node.link.is_some() {
                wrong.push(node.clone());
            }
        });
        prop_assert_eq!(wrong, vec![]);
        let mut source = text.chars().filter(|letter| letter.is_alphabetic());
        let said = words(&nodes);
        prop_assert!(said.chars().all(|letter| source.by_ref().any(|other| other == letter)), "{}", said);
        if !text.contains("](") && !text.contains("```") && !text.contains("~~~") {
            prop_assert_eq!(said, text.chars().filter(|letter| letter.is_alphabetic()).collect::<String>());
        }
    }

    #[test]
    fn the_first_line_is_of_the_note(text in prop_oneof![note(), any::<String>()], most in 0_usize..50) {
        let (line, more) = first_line(&text, most);
        prop_assert!(words(&line).chars().count() <= most);
        let all = words(&nodes(&text));
        if !more && !text.contains("```") && !text.contains("~~~") {
            prop_assert_eq!(words(&line), all);
        }
    }

    #[test]
    fn a_long_note_says_no_more_than_was_written(part in note()) {
        // What takes more than a step for each letter would not come to an end here.
        let text = part.repeat(20_000 / part.len().max(1));
        prop_assert!(words(&nodes(&text)).len() <= text.len());
    }
}

#[test]
fn what_notes_are_written_with_is_read() {
    let shown = |text: &str| nodes(text).iter().map(html).collect::<String>();
    let check = |text: &str, wanted: &str| assert_eq!(shown(text), wanted, "{text}");
    check("One\ntwo\n\nthree", "<p>One\ntwo</p><p>three</p>");
    check("# Why\nbecause", "<h4>Why</h4><p>because</p>");
    check(
        "*a* **b** ***c*** _d_ snake_case_name",
        "<p><em>a</em><span> </span><strong>b</strong><span> </span><strong><em>c</em></strong><span> </span><em>d</em><span> snake_case_name</span></p>",
    );
    check("**a *b* c**", "<p><strong><span>a </span><em>b</em><span> c</span></strong></p>");
    check("2 * 3 * 4 and \\*so\\*", "<p>2 * 3 * 4 and *so*</p>");
    check("`a*b*` ``c`d``", "<p><code>a*b*</code><span> </span><code>c`d</code></p>");
    check(
        "- one\n- two\n  more\n  - inner\n\nafter",
        "<ul><li>one</li><li><p>two\nmore</p><ul><li>inner</li></ul></li></ul><p>after</p>",
    );
    check("1. one\n2. two", "<ol><li>one</li><li>two</li></ol>");
    check("mine\n\n---\n\ntheirs", "<p>mine</p><hr></hr><p>theirs</p>");
    check("- a\n* * *\n___\n--\n--- a", "<ul><li>a</li></ul><hr></hr><hr></hr><p>--\n--- a</p>");
    check("> said\n> *so*\nnot", "<blockquote><p><span>said\n</span><em>so</em></p></blockquote><p>not</p>");
    check("```rust\nlet a = \"*b*\";\n\n```\nafter", "<pre><code>let a = \"*b*\";\n</code></pre><p>after</p>");
    check(
        "[the *code*](https://a.org/b) [no](javascript:alert(1))",
        "<p><a href=https://a.org/b>the code</a><span> [no](javascript:alert(1))</span></p>",
    );
    check(
        "See https://a.org/b_c, or <https://d.org>.",
        "<p><span>See </span><a href=https://a.org/b_c>https://a.org/b_c</a><span>, or </span><a href=https://d.org>https://d.org</a><span>.</span></p>",
    );
    check("<script>alert(1)</script>", "<p><script>alert(1)</script></p>");
    assert_eq!(
        first_line("\n## Why *so*?\nMore", 160).0.iter().map(html).collect::<String>(),
        "<span>Why </span><em>so</em><span>?</span>"
    );
}

/// An element as text, for reading here; nothing is escaped.
fn html(node: &Node) -> String {
    let link = node.link.as_ref().map(|link| format!(" href={}", link.as_str())).unwrap_or_default();
    let inner: String = node.children.iter().map(html).collect();
    format!("<{}{link}>{}{inner}</{}>", node.tag, node.text, node.tag)
}
