//! The query language by examples: what texts mean.

use offprint::query::suggest::suggest;
use offprint::query::{DayRange, Filter, LONGEST, Node, Order, Query, edit, help, parse, write};

use super::query_language::{Few, today};

/// A query in a notation of its own: `&` all, `|` any, `!` not, `*` everything, `~` words in a field, `=` filters.
fn shape(query: &Query) -> String {
    let mut shape = of(&query.root);
    if let Some(order) = query.order {
        shape += &format!(" by {order:?}");
    }
    if let Some(id) = &query.jump {
        shape += &format!(" to {id}");
    }
    shape
}

fn of(node: &Node) -> String {
    let join = |nodes: &[Node], with| format!("[{}]", nodes.iter().map(of).collect::<Vec<_>>().join(with));
    match node {
        Node::Everything => "*".to_owned(),
        Node::All(nodes) => join(nodes, " & "),
        Node::Any(nodes) => join(nodes, " | "),
        Node::Not(inner) => format!("!{}", of(inner)),
        Node::Text(text) => {
            let field = text.field.map_or(String::new(), |field| format!("{field:?}~"));
            let mark = if text.phrase { "'" } else { "" };
            format!("{field}{mark}{}{mark}", text.text)
        }
        Node::Filter(filter) => format!("={filter:?}")
            .replace("Value { text: ", "")
            .replace(", whole: false }", "…")
            .replace(", whole: true }", ""),
    }
}

fn check(text: &str, wanted: &str) {
    let query = parse(text, today());
    assert_eq!((shape(&query).as_str(), &query.notices), (wanted, &Vec::new()), "{text}");
}

/// A text with notices: the shape, what they are about, and the first better text.
fn warned(text: &str, wanted: &str, about: &[&str], instead: Option<&str>) {
    let query = parse(text, today());
    let spans: Vec<&str> = query.notices.iter().map(|notice| notice.span.of(text)).collect();
    let better = query.notices.first().and_then(|notice| notice.instead.as_deref());
    assert_eq!((shape(&query).as_str(), spans.as_slice(), better), (wanted, about, instead), "{text}");
    assert!(query.notices.iter().all(|notice| notice.text.ends_with('.')), "{text}: {:?}", query.notices);
}

#[test]
fn words_operators_and_parentheses() {
    check("", "*");
    check(" \t\u{3000} ", "*");
    check("masked  image", "[masked & image]");
    check("\"masked image\" model", "['masked image' & model]");
    check("“masked image” „model“ «x y» ＂z＂", "['masked image' & 'model' & 'x y' & 'z']");
    check("a AND b", "[a & b]");
    check("a OR b c", "[[a | b] & c]");
    check("a|b | c", "[a | b | c]");
    check("a b OR c d", "[a & [b | c] & d]");
    check("a AND b OR c AND d", "[[a & b] | [c & d]]");
    check("(a b) OR (c OR d)", "[[a & b] | c | d]");
    check("(a (b c))", "[a & b & c]");
    check("（a）b", "[a & b]");
    check("-a", "[* & !a]");
    check("-a -\"b c\"", "[* & !a & !'b c']");
    check("a -(b OR c) -title:d", "[a & ![b | c] & !Title~d]");
    check("-(-a)", "a");
    check("-a OR b", "[[* & !a] | b]");
    check("a (-b)", "[a & !b]");
    check("()", "*");
    check("\"\" -\"\" \" ", "*");
    check("and or not", "[and & or & not]");
    check("ORB ANDY", "[ORB & ANDY]");
    check("OR", "OR");
    check("OR gate", "[OR & gate]");
    check("a OR", "a");
    check("(a OR) b AND", "[a & b]");
    check("a OR OR b AND OR c", "[a | b | c]");
    check("a -", "a");
    check("a - b – c — & +", "[a & b & c]");
    check("a -OR", "[a & !OR]");
    check("a ! b – c != d", "[a & b & c & d]");
    check("a \\!b –5", "[a & !b & –5]");
    check("-\u{363} title:\u{363} a", "a");
}

#[test]
fn what_looks_like_an_operator_and_is_none() {
    check("c++ c# .net", "[c++ & c# & .net]");
    check("R1-Zero state-of-the-art GPT-4o", "[R1-Zero & state-of-the-art & GPT-4o]");
    check("-1 -0.5 a-1", "[-1 & -0.5 & a-1]");
    check("x -4bit", "[x & !4bit]");
    check("--verbose", "--verbose");
    check("at 10:30 1:2", "[at & 10:30 & 1:2]");
    check("p:q std::vector", "[p:q & std::vector]");
    check("see https://example.org/a:b?c=d", "[see & https://example.org/a:b?c=d]");
    check("BERT: Pre-training of", "[BERT: & Pre-training & of]");
    check("\\-a \\OR \\(b\\) title\\:c \\alpha", "[-a & OR & (b) & title:c & \\alpha]");
    check("\"a \\\"b\\\" c\\\\\"", "'a \"b\" c\\'");
    check("😀 ∇ …", "*");
    check("a (", "a");
    check("up to ~100x at ~7B", "[up & to & ~100x & at & ~7B]");
}

#[test]
fn fields_of_text() {
    check("title:gpt TI:t5 Abstract:x", "[Title~gpt & Title~t5 & Abstract~x]");
    check("author:\"Yann LeCun\" au:Li,Fei note:x", "[Author~'Yann LeCun' & Author~Li,Fei & Note~x]");
    check("title:(a OR \"b c\" -d)", "[[Title~a | Title~'b c'] & !Title~d]");
    check("title:(a abs:b)", "[Title~a & Abstract~b]");
    check("title：a", "Title~a");
    check("a title:", "a");
    check("a title: ", "a");
    check("title:\"", "*");
}

#[test]
fn fields_of_values() {
    check("cat:cs.CL", "=Category(\"cs.CL\"…)");
    check("cat:cs.* kw:* kw:\\*", "[=Category(\"cs.\"…) & =Keyword(\"*\"…)]");
    check("cat:cs.CL,\"cs.LG\",", "[=Category(\"cs.CL\"…) | =Category(\"cs.LG\")]");
    check("cat:(cs.CL OR cs.LG)", "[=Category(\"cs.CL\"…) | =Category(\"cs.LG\"…)]");
    check("-kw:\"diffusion models\" org:nvidia", "[!=Keyword(\"diffusion models\") & =Organisation(\"nvidia\"…)]");
    check("by:akhaliq tag:⭐", "[=Submitter(\"akhaliq\"…) & =Tag(\"⭐\"…)]");
    check("in:\"Reading group\" -collection:gpt", "[=Collection(\"Reading group\") & !=Collection(\"gpt\"…)]");
    check("in:a,b has:note is:muted", "[[=Collection(\"a\"…) | =Collection(\"b\"…)] & =Has(Note) & =Is(Muted)]");
    check("is:starred IS:New has:code,summary", "[=Is(Starred) & =Is(New) & [=Has(Code) | =Has(Summary)]]");
    check("id:2309 id:arXiv:2309 arxiv:2309.05239v2", "[=Id(\"2309\") & =Id(\"2309\") & =Id(\"2309.05239\")]");
    check("2309.05239 OR https://arxiv.org/abs/cs/0112017v1", "[=Id(\"2309.05239\") | =Id(\"cs/0112017\")]");
    check(
        "votes:>10 upvotes:1k",
        "[=Votes(CountRange { from: Some(11), to: None }) & =Votes(CountRange { from: Some(1000), to: Some(1000) })]",
    );
    check("comments:..5", "=Comments(CountRange { from: None, to: Some(5) })");
    check("stars:1,234", "=Stars(CountRange { from: Some(1234), to: Some(1234) })");
    check("sort:votes a sort:Oldest", "a by Oldest");
    check("(a sort:best)", "a by Best");
    let day = |text: &str| parse(text, today()).root;
    assert_eq!(
        day("day:2026-07-29"),
        Node::Filter(Filter::Day(DayRange { from: Some(today().plus(-1)), to: Some(today().plus(-1)) }))
    );
    assert_eq!(day("date:7d"), Node::Filter(Filter::Day(DayRange { from: Some(today().plus(-6)), to: Some(today()) })));
    assert_eq!(day("year:2026"), day("published:2026-01-01..2026-12-31"));
}

#[test]
fn one_paper_is_gone_to() {
    check(" https://huggingface.co/papers/2309.05239 ", "=Id(\"2309.05239\") to 2309.05239");
    check("cs/0112017", "=Id(\"cs/0112017\") to cs/0112017");
    check("doi:10.48550/arXiv.2309.05239", "=Id(\"2309.05239\") to 2309.05239");
    check("\"2309.05239\"", "'2309.05239'");
}

#[test]
fn what_is_read_otherwise_than_meant_is_told() {
    warned("foo:bar", "[foo & bar]", &["foo:"], None);
    warned("-foo:\"bar baz\" x", "[![foo & 'bar baz'] & x]", &["foo:"], None);
    warned("autor:Hinton", "[autor & Hinton]", &["autor:"], Some("author:Hinton"));
    warned("a tilte:b:c d", "[a & tilte & b:c & d]", &["tilte:"], Some("a title:b:c d"));
    warned("is:nice a", "a", &["nice"], None);
    warned("is:star a", "a", &["star"], Some("is:starred a"));
    warned("has:cod,code ", "=Has(Code)", &["cod"], Some("has:code,code "));
    warned("sort:vote a", "a", &["vote"], Some("sort:votes a"));
    warned("day:soon a", "a", &["soon"], None);
    warned("day:yesturday", "*", &["yesturday"], Some("day:yesterday"));
    warned("a OR votes:many", "a", &["many"], None);
    warned("votes:<0 ", "*", &["<0"], None);
    warned("CAT: Cross Attention", "[CAT: & Cross & Attention]", &["CAT:"], Some("CAT:Cross Attention"));
    warned("(title:) a", "a", &["title:"], None);
    warned("a NOT b", "[a & NOT & b]", &["NOT"], Some("a -b"));
    warned("a !b", "[a & !b]", &["!b"], Some("a -b"));
    warned("−cat:cs.CV a", "[−cat:cs.CV & a]", &["−cat:cs.CV"], Some("-cat:cs.CV a"));
    warned("a !(b c)", "[a & b & c]", &["!"], Some("a -(b c)"));
    warned("a –\"b\"", "[a & 'b']", &["–"], Some("a -\"b\""));
    warned("votes:10-20", "*", &["10-20"], None);
    warned("day:2026-13-45", "*", &["2026-13-45"], None);
    warned("day:01.07.2026", "*", &["01.07.2026"], None);
    warned("votes:99999999999", "*", &["99999999999"], None);
    warned("a) b", "[a & b]", &[")"], Some("a b"));
    warned("a ((b OR c", "[a & [b | c]]", &["("], Some("a ((b OR c))"));
    warned("（a", "a", &["（"], Some("（a)"));
    warned("\"a title:b", "'a title:b'", &["\""], Some("\"a title:b\""));
    warned("24\" screen", "[24 & 'screen']", &["\""], Some("24\" screen\""));
    // Without a notice while they are being typed.
    for text in [
        "\"masked im",
        "\"masked ",
        "is:sta",
        "day:202",
        "day:2026-07-01..2",
        "day:yes",
        "day:2026-",
        "day:>2026-0",
        "day:..",
        "day:99",
        "votes:>",
        "votes:1.5",
        "votes:1,2",
        "votes:10.",
        "sort:",
        "cat:",
        "has:c",
    ] {
        assert_eq!(parse(text, today()).notices, Vec::new(), "{text}");
    }
}

#[test]
fn the_last_word_may_be_unfinished() {
    let typing = |text: &str| {
        let query = parse(text, today());
        query.positive_texts().iter().filter(|text| text.typing).map(|text| text.text.clone()).collect::<Vec<_>>()
    };
    assert_eq!(typing("masked im"), ["im"]);
    assert_eq!(typing("masked title:im"), ["im"]);
    assert_eq!(typing("masked foo:im"), ["im"]);
    assert_eq!(typing("(masked im"), ["im"]);
    for text in ["masked im ", "\"masked im", "(masked im)", "im cat:cs", "im OR", ""] {
        assert!(typing(text).is_empty(), "{text}");
    }
}

#[test]
fn long_and_deep_texts_are_bounded() {
    let deep = format!("{}a{} b", "(".repeat(900), ")".repeat(900));
    let query = parse(&deep, today());
    assert_eq!((shape(&query).as_str(), query.notices.len()), ("[a & b]", 1));
    let query = parse(&"-(".repeat(1_000), today());
    assert_eq!(shape(&query), "*");
    let long = "é ".repeat(LONGEST);
    let query = parse(&long, today());
    assert_eq!(query.notices.len(), 1);
    assert_eq!(query.notices[0].span.end as usize, long.len());
    assert!(query.positive_texts().iter().all(|text| text.span.end as usize <= LONGEST && !text.typing));
    assert!(parse(&"aa:b ".repeat(300), today()).notices.len() <= 8);
}

#[test]
fn words_decide_whether_there_is_relevance() {
    let has_words = |text| parse(text, today()).has_words();
    assert!(has_words("a") && has_words("cat:x (a OR b)") && has_words("title:a") && has_words("-a OR b"));
    assert!(!has_words("") && !has_words("cat:cs.CL -a") && !has_words("-(a b)") && !has_words("2309.05239"));
}

#[test]
fn the_help_says_what_works() {
    for section in help::SECTIONS {
        for (example, _) in section.lines {
            let query = parse(example, today());
            assert_eq!(query.notices, Vec::new(), "{example}");
            assert!(query.root != Node::Everything, "{example}");
            assert_eq!(shape(&parse(&write(&query), today())), shape(&query), "{example}");
        }
    }
    // Every field and every value of those that choose is shown.
    let all: String = help::SECTIONS
        .iter()
        .flat_map(|section| section.lines)
        .map(|(example, what)| format!("{example} {what} "))
        .collect();
    for word in "title: abs: author: note: cat: kw: org: by: id: tag: in: is: has: day: published: year: votes: comments: stars: sort: code project summary note tag read unread starred dismissed muted new OR AND"
        .split(' ')
        .chain(Order::WORDS.map(|(_, word)| word))
    {
        assert!(all.contains(word), "{word}");
    }
}

#[test]
fn conditions_come_and_go() {
    let check = |text: String, wanted: &str| assert_eq!(text, wanted);
    check(edit::with("", "cat:cs.CL"), "cat:cs.CL");
    check(edit::with("a OR b ", "cat:cs.CL"), "a OR b cat:cs.CL");
    check(edit::with("category:cs.CL", "cat:cs.CL"), "category:cs.CL");
    check(edit::with("a -cat:cs.CL b", "cat:cs.CL"), "a b cat:cs.CL");
    check(edit::with("a OR", "cat:cs.CL"), "cat:cs.CL a OR");
    check(edit::with("say \"a b", "cat:cs.CL"), "cat:cs.CL say \"a b");
    check(edit::with("(a", "has:code"), "has:code (a");
    check(edit::without("a  Cat:cs.CL  b", "cat:cs.CL"), "a b");
    check(edit::without("a cat:cs.CL-b", "cat:cs.LG"), "a cat:cs.CL-b");
    check(edit::without("\"a\"has:code\"b\"", "has:code"), "\"a\" \"b\"");
    check(edit::toggle("a is:unread", "is:unread"), "a");
    check(edit::toggle("a", "is:unread"), "a is:unread");
    check(edit::exclude("cat:cs.CL a", "cat:cs.CL"), "a -cat:cs.CL");
    check(edit::exclude("a -cat:cs.CL", "cat:cs.CL"), "a -cat:cs.CL");
    check(edit::negated("a b"), "-(a b)");
    check(edit::negated("-a"), "a");
    check(edit::negated("1"), "-(1)");
    check(edit::replace_field("a day:7d b", "day", Some("2026-07-01..2026-07-29")), "a day:2026-07-01..2026-07-29 b");
    check(edit::replace_field("a date:soon b Day:7d", "day", Some("1y")), "a b day:1y");
    check(edit::replace_field("a year:2025", "published", None), "a");
    check(edit::replace_field("a -day:7d (day:1y) day:1d OR b", "day", None), "a -day:7d (day:1y) day:1d OR b");
    check(edit::replace_field("a", "votes", Some(">10")), "a votes:>10");
    check(edit::replace_field("sort:votes a", "sort", Some("best")), "sort:best a");
    check(edit::value("cs.CL"), "cs.CL");
    check(edit::value("a \"b\""), "\"a \\\"b\\\"\"");
    check(edit::whole("gpt"), "\"gpt\"");
    assert!(!edit::contains("(cat:cs.CL a) OR b", "cat:cs.CL") && !edit::contains("a", ""));
}

/// Suggestions at `|`, as the texts that they make.
fn completed(marked: &str) -> Vec<String> {
    let cursor = marked.find('|').unwrap();
    let text = marked.replace('|', "");
    suggest(&text, cursor, &Few, today()).iter().map(|one| one.replace.replaced(&text, &one.with)).collect()
}

#[test]
fn what_is_typed_is_completed() {
    let check = |marked: &str, wanted: &[&str]| assert_eq!(completed(marked), wanted, "{marked}");
    check("|", &[]);
    check("a|", &[]);
    check("att|", &["attention ", "attack "]);
    check("au|", &["author:", "audio "]);
    check("x -(au|) y", &["x -(author:) y", "x -(audio ) y"]);
    check("x au|dit y", &["x author:y", "x audio y"]);
    check("author:ben|", &["author:\"Yoshua Bengio\" ", "author:\"Samy Bengio\" "]);
    check("AU:\"samy|\" x", &["AU:\"Samy Bengio\" x"]);
    check("-cat:|", &["-cat:cs.CL ", "-cat:cs.CV ", "-cat:stat.ML "]);
    check("cat:cs.CL,st|", &["cat:cs.CL,stat.ML "]);
    check("cat:(cs.CL OR st|", &["cat:(cs.CL OR stat.ML "]);
    check("kw:diff|", &["kw:\"diffusion models\" ", "kw:\"diffusion\" "]);
    check("kw:\"diffusion m|", &["kw:\"diffusion models\" "]);
    check("org:nv| x", &["org:\"NVIDIA\" x"]);
    check("by:|", &["by:\"akhaliq\" "]);
    check("tag:t|", &["tag:\"thesis\" ", "tag:\"to read\" "]);
    check("-tag:\"to r|", &["-tag:\"to read\" "]);
    check("in:gr|", &["in:\"Reading group\" "]);
    check("in|", &["in:"]);
    check("title:att|", &["title:attention ", "title:attack "]);
    check("is:|", &["is:starred ", "is:read ", "is:unread ", "is:dismissed ", "is:muted ", "is:new "]);
    check("HAS:S|", &["HAS:summary "]);
    check("sort:t|", &["sort:trending "]);
    assert_eq!(completed("sort:|"), Order::WORDS.map(|(_, word)| format!("sort:{word} ")));
    assert_eq!(completed("year:|")[..2], ["year:2026 ", "year:2025 "]);
    assert_eq!(completed("published:202|").first().map(String::as_str), Some("published:2026 "));
    check("day:y|", &["day:yesterday ", "day:year "]);
    check("\"att|", &[]);
    check("\"a b\" att|", &["\"a b\" attention ", "\"a b\" attack "]);
    check("https:att|", &[]);
    let week = &suggest("day:w", 5, &Few, today())[0];
    assert_eq!((week.label.as_str(), week.count), ("week: 2026-07-27 to 2026-08-02", None));
    let cat = &suggest("cat:cs.cv", 9, &Few, today())[0];
    assert_eq!((cat.label.as_str(), cat.count), ("cs.CV", Some(20)));
    assert_eq!(suggest("pub", 3, &Few, today())[0].label, "published: day of publication");
}
