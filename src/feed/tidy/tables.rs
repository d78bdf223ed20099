//! What TeX commands stand for. Data only; the rules are in `tex.rs` and `maths.rs`.

/// Commands for one symbol, in prose and in formulae.
#[rustfmt::skip]
const SYMBOLS: &[(&str, &str)] = &[
    ("alpha", "α"), ("beta", "β"), ("gamma", "γ"), ("delta", "δ"), ("epsilon", "ε"), ("varepsilon", "ε"), ("eps", "ε"),
    ("zeta", "ζ"), ("eta", "η"), ("theta", "θ"), ("vartheta", "ϑ"), ("iota", "ι"), ("kappa", "κ"), ("lambda", "λ"),
    ("mu", "μ"), ("nu", "ν"), ("xi", "ξ"), ("pi", "π"), ("varpi", "ϖ"), ("rho", "ρ"), ("varrho", "ϱ"), ("sigma", "σ"),
    ("varsigma", "ς"), ("tau", "τ"), ("upsilon", "υ"), ("phi", "φ"), ("varphi", "φ"), ("chi", "χ"), ("psi", "ψ"),
    ("omega", "ω"), ("Gamma", "Γ"), ("Delta", "Δ"), ("Theta", "Θ"), ("Lambda", "Λ"), ("Xi", "Ξ"), ("Pi", "Π"),
    ("Sigma", "Σ"), ("Upsilon", "Υ"), ("Phi", "Φ"), ("Psi", "Ψ"), ("Omega", "Ω"),
    ("times", "×"), ("div", "÷"), ("cdot", "·"), ("ast", "∗"), ("star", "⋆"), ("pm", "±"), ("mp", "∓"), ("circ", "∘"),
    ("bullet", "•"), ("oplus", "⊕"), ("ominus", "⊖"), ("otimes", "⊗"), ("odot", "⊙"), ("wedge", "∧"), ("land", "∧"),
    ("vee", "∨"), ("lor", "∨"), ("neg", "¬"), ("lnot", "¬"), ("cap", "∩"), ("cup", "∪"), ("setminus", "∖"),
    ("leq", "≤"), ("le", "≤"), ("leqslant", "≤"), ("geq", "≥"), ("ge", "≥"), ("geqslant", "≥"), ("neq", "≠"), ("ne", "≠"),
    ("ll", "≪"), ("gg", "≫"), ("approx", "≈"), ("sim", "∼"), ("simeq", "≃"), ("cong", "≅"), ("equiv", "≡"),
    ("propto", "∝"), ("lesssim", "≲"), ("gtrsim", "≳"), ("prec", "≺"), ("succ", "≻"), ("preceq", "≼"), ("succeq", "≽"),
    ("in", "∈"), ("notin", "∉"), ("ni", "∋"), ("subset", "⊂"), ("subseteq", "⊆"), ("supset", "⊃"), ("supseteq", "⊇"),
    ("subsetneq", "⊊"), ("emptyset", "∅"), ("varnothing", "∅"), ("forall", "∀"), ("exists", "∃"), ("nexists", "∄"),
    ("infty", "∞"), ("partial", "∂"), ("nabla", "∇"), ("sum", "∑"), ("prod", "∏"), ("int", "∫"), ("oint", "∮"),
    ("to", "→"), ("rightarrow", "→"), ("longrightarrow", "→"), ("leftarrow", "←"), ("gets", "←"),
    ("leftrightarrow", "↔"), ("Rightarrow", "⇒"), ("implies", "⇒"), ("Leftarrow", "⇐"), ("Leftrightarrow", "⇔"),
    ("iff", "⇔"), ("mapsto", "↦"), ("hookrightarrow", "↪"), ("uparrow", "↑"), ("downarrow", "↓"), ("rightleftharpoons", "⇌"),
    ("perp", "⊥"), ("bot", "⊥"), ("top", "⊤"), ("parallel", "∥"), ("mid", "|"), ("vert", "|"), ("Vert", "‖"),
    ("models", "⊨"), ("vdash", "⊢"), ("angle", "∠"), ("triangle", "△"), ("square", "□"), ("Box", "□"), ("diamond", "⋄"),
    ("Diamond", "◇"), ("checkmark", "✓"), ("dagger", "†"), ("ddagger", "‡"), ("ell", "ℓ"), ("hbar", "ℏ"), ("Re", "ℜ"),
    ("Im", "ℑ"), ("aleph", "ℵ"), ("prime", "′"), ("degree", "°"), ("lceil", "⌈"), ("rceil", "⌉"), ("lfloor", "⌊"),
    ("rfloor", "⌋"), ("langle", "⟨"), ("rangle", "⟩"), ("lbrace", "{"), ("rbrace", "}"), ("colon", ":"),
    ("therefore", "∴"), ("because", "∵"), ("ltimes", "⋉"), ("rtimes", "⋊"), ("sqcup", "⊔"), ("sqcap", "⊓"),
    ("ldots", "…"), ("dots", "…"), ("cdots", "⋯"), ("dotsc", "…"), ("dotsb", "⋯"), ("textellipsis", "…"), ("vdots", "⋮"),
    ("ss", "ß"), ("o", "ø"), ("O", "Ø"), ("l", "ł"), ("L", "Ł"), ("ae", "æ"), ("AE", "Æ"), ("oe", "œ"), ("OE", "Œ"),
    ("aa", "å"), ("AA", "Å"), ("i", "ı"), ("j", "ȷ"), ("dh", "ð"), ("th", "þ"), ("DH", "Ð"), ("TH", "Þ"), ("dj", "đ"),
    ("DJ", "Đ"), ("S", "§"), ("P", "¶"), ("copyright", "©"), ("pounds", "£"), ("texteuro", "€"), ("euro", "€"), ("texttrademark", "™"),
    ("textregistered", "®"), ("textendash", "–"), ("textemdash", "—"), ("textquoteleft", "‘"), ("textquoteright", "’"),
    ("textquotedblleft", "“"), ("textquotedblright", "”"), ("textgreater", ">"), ("textless", "<"), ("textbar", "|"),
    ("textbackslash", "\\"), ("textunderscore", "_"), ("textasciitilde", "~"), ("textasciicircum", "^"), ("textpm", "±"),
    ("texttimes", "×"), ("textdegree", "°"), ("textmu", "μ"), ("textbullet", "•"), ("item", "•"),
    ("LaTeX", "LaTeX"), ("TeX", "TeX"), ("BibTeX", "BibTeX"), ("lbrack", "["), ("rbrack", "]"), ("lvert", "|"),
    ("rvert", "|"), ("lVert", "‖"), ("rVert", "‖"), ("deg", "deg"),
];

/// Those of them that are letters within a word; a space after the command only ends it (`Stra\ss e`).
#[rustfmt::skip]
pub(super) const LETTERS: [&str; 17] = [
    "ss", "o", "O", "l", "L", "ae", "AE", "oe", "OE", "aa", "AA", "dh", "th", "DH", "TH", "dj", "DJ",
];

/// Others that prose may have without the dollars of a formula.
const UPRIGHT: [&str; 7] = ["i", "j", "S", "P", "copyright", "pounds", "ldots"];

/// Abbreviations that reviewers' style files define.
pub(super) const ABBREVIATIONS: [(&str, &str); 12] = [
    ("eg", "e.g."),
    ("Eg", "E.g."),
    ("ie", "i.e."),
    ("Ie", "I.e."),
    ("etal", "et al."),
    ("etc", "etc."),
    ("cf", "cf."),
    ("Cf", "Cf."),
    ("vs", "vs."),
    ("wrt", "w.r.t."),
    ("aka", "a.k.a."),
    ("iid", "i.i.d."),
];

/// Commands that only say how their argument looks.
#[rustfmt::skip]
pub(super) const WRAPPERS: [&str; 28] = [
    "textbf", "textit", "emph", "texttt", "textsc", "textrm", "textsf", "textsl", "textmd", "textup", "textnormal", "text",
    "underline", "uline", "mbox", "hbox", "fbox", "boldsymbol", "pmb", "bm", "mathbf", "mathrm", "mathit", "mathsf",
    "mathtt", "mathcal", "mathfrak", "mathscr",
];

/// Commands that change the type until the end of the group, or the spacing, or nothing that can be seen.
#[rustfmt::skip]
pub(super) const SILENT: [&str; 52] = [
    "em", "bf", "it", "tt", "rm", "sc", "sf", "sl", "cal", "bfseries", "itshape", "ttfamily", "scshape", "rmfamily",
    "sffamily", "normalfont", "tiny", "small", "footnotesize", "large", "Large", "huge", "normalsize", "noindent",
    "centering", "left", "right", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "middle", "displaystyle",
    "textstyle", "scriptstyle", "limits", "nolimits", "allowbreak", "xspace", "protect", "nonumber", "hfill", "sloppy",
    "relax", "ensuremath", "operatorname", "mathop", "mathrel",
];

/// Commands that stand for white space.
pub(super) const SPACES: [&str; 8] = ["quad", "qquad", "par", "newline", "linebreak", "space", "enspace", "thinspace"];

/// Commands that point to a place which the text alone does not have; they vanish with their argument.
#[rustfmt::skip]
pub(super) const POINTERS: [&str; 19] = [
    "cite", "citep", "citet", "citealp", "citealt", "citeauthor", "citeyear", "parencite", "textcite", "autocite",
    "label", "ref", "eqref", "autoref", "cref", "Cref", "color", "vspace", "hspace",
];

/// Accents: the command, and the combining mark that Unicode has for it.
pub(super) const ACCENTS: [(&str, char); 15] = [
    ("'", '\u{301}'),
    ("`", '\u{300}'),
    ("^", '\u{302}'),
    ("\"", '\u{308}'),
    ("~", '\u{303}'),
    ("=", '\u{304}'),
    (".", '\u{307}'),
    ("c", '\u{327}'),
    ("v", '\u{30c}'),
    ("u", '\u{306}'),
    ("H", '\u{30b}'),
    ("k", '\u{328}'),
    ("r", '\u{30a}'),
    ("d", '\u{323}'),
    ("b", '\u{331}'),
];

/// Accents of formulae.
pub(super) const HATS: [(&str, char); 12] = [
    ("hat", '\u{302}'),
    ("widehat", '\u{302}'),
    ("tilde", '\u{303}'),
    ("widetilde", '\u{303}'),
    ("bar", '\u{304}'),
    ("overline", '\u{304}'),
    ("dot", '\u{307}'),
    ("ddot", '\u{308}'),
    ("vec", '\u{20d7}'),
    ("check", '\u{30c}'),
    ("breve", '\u{306}'),
    ("acute", '\u{301}'),
];

/// Letters with their accent already on, as Unicode composes them: mark, plain letters, composed letters.
#[rustfmt::skip]
const COMPOSED: [(char, &str, &str); 14] = [
    ('\u{301}', "AEIOUYaeiouyCcLlNnRrSsZzGgKkMmPpWw", "ÁÉÍÓÚÝáéíóúýĆćĹĺŃńŔŕŚśŹźǴǵḰḱḾḿṔṕẂẃ"),
    ('\u{300}', "AEIOUaeiouNnWwYy", "ÀÈÌÒÙàèìòùǸǹẀẁỲỳ"),
    ('\u{302}', "AEIOUaeiouCcGgHhJjSsWwYyZz", "ÂÊÎÔÛâêîôûĈĉĜĝĤĥĴĵŜŝŴŵŶŷẐẑ"),
    ('\u{308}', "AEIOUaeiouyYHhWwXxt", "ÄËÏÖÜäëïöüÿŸḦḧẄẅẌẍẗ"),
    ('\u{303}', "ANOanoIiUuEeVvYy", "ÃÑÕãñõĨĩŨũẼẽṼṽỸỹ"),
    ('\u{304}', "AaEeIiOoUuGgYy", "ĀāĒēĪīŌōŪūḠḡȲȳ"),
    ('\u{307}', "CcEeGgIZzBbDdFfHhMmNnPpRrSsTtWwXxYyAaOo", "ĊċĖėĠġİŻżḂḃḊḋḞḟḢḣṀṁṄṅṖṗṘṙṠṡṪṫẆẇẊẋẎẏȦȧȮȯ"),
    ('\u{327}', "CcSsGgKkLlNnRrTtEeDdHh", "ÇçŞşĢģĶķĻļŅņŖŗŢţȨȩḐḑḨḩ"),
    ('\u{30c}', "CcDdEeLlNnRrSsTtZzAaIiOoUuGgKkjHh", "ČčĎďĚěĽľŇňŘřŠšŤťŽžǍǎǏǐǑǒǓǔǦǧǨǩǰȞȟ"),
    ('\u{306}', "AaEeGgIiOoUu", "ĂăĔĕĞğĬĭŎŏŬŭ"),
    ('\u{30b}', "OoUu", "ŐőŰű"),
    ('\u{328}', "AaEeIiUuOo", "ĄąĘęĮįŲųǪǫ"),
    ('\u{30a}', "AaUuwy", "ÅåŮůẘẙ"),
    ('\u{323}', "AaEeIiOoUuYyBbDdHhKkLlMmNnRrSsTtVvWwZz", "ẠạẸẹỊịỌọỤụỴỵḄḅḌḍḤḥḲḳḶḷṂṃṆṇṚṛṢṣṬṭṾṿẈẉẒẓ"),
];

/// Names of functions, set apart from what surrounds them.
#[rustfmt::skip]
pub(super) const FUNCTIONS: [&str; 28] = [
    "log", "ln", "exp", "min", "max", "sup", "inf", "lim", "limsup", "liminf", "sin", "cos", "tan", "cot", "sinh", "cosh", "tanh", "arg",
    "argmin", "argmax", "det", "dim", "ker", "gcd", "Pr", "mod", "bmod", "polylog",
];

const BLACKBOARD: (&str, &str) = ("ABCDEFGHIJKLMNOPQRSTUVWXYZ1", "𝔸𝔹ℂ𝔻𝔼𝔽𝔾ℍ𝕀𝕁𝕂𝕃𝕄ℕ𝕆ℙℚℝ𝕊𝕋𝕌𝕍𝕎𝕏𝕐ℤ𝟙");
const SUPERSCRIPTS: (&str, &str) =
    ("0123456789+-=()abcdefghijklmnoprstuvwxyzT∘′", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀ°′");
const SUBSCRIPTS: (&str, &str) = ("0123456789+-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ");

/// The symbol that a command stands for.
pub(super) fn symbol(name: &str) -> Option<&'static str> {
    SYMBOLS.iter().find(|(known, _)| *known == name).map(|(_, symbol)| *symbol)
}

/// The mark of an accent command.
pub(super) fn accent(command: &str) -> Option<char> {
    ACCENTS.iter().find(|(known, _)| *known == command).map(|(_, mark)| *mark)
}

/// A letter under an accent, if Unicode has it as one character.
pub(super) fn composed(mark: char, letter: char) -> Option<char> {
    let letter = match letter {
        'ı' => 'i',
        'ȷ' => 'j',
        other => other,
    };
    let (_, plain, accented) = COMPOSED.iter().find(|(known, _, _)| *known == mark)?;
    look_up((plain, accented), letter)
}

/// The blackboard letter (ℝ).
pub(super) fn blackboard(letter: char) -> Option<char> {
    look_up(BLACKBOARD, letter)
}

/// The whole text raised, if every character of it can be.
pub(super) fn superscript(text: &str) -> Option<String> {
    text.chars().map(|c| look_up(SUPERSCRIPTS, c)).collect()
}

/// The whole text lowered, if every character of it can be.
pub(super) fn subscript(text: &str) -> Option<String> {
    text.chars().map(|c| look_up(SUBSCRIPTS, c)).collect()
}

/// TeX of a character beyond ASCII, in braces: `{\"o}`, `{\ss}`, `{$\alpha$}`. What TeX has no short name for has none here.
pub(super) fn command(c: char) -> Option<String> {
    let accented = COMPOSED.iter().find_map(|(mark, plain, accented)| Some((*mark, look_up((accented, plain), c)?)));
    if let Some((mark, letter)) = accented {
        let (name, _) = ACCENTS.iter().find(|(_, known)| *known == mark)?;
        let (open, close) = if name.starts_with(|c: char| c.is_ascii_alphabetic()) { ("{", "}") } else { ("", "") };
        let mut plain = [0; 4];
        return Some(["{\\", name, open, letter.encode_utf8(&mut plain), close, "}"].concat());
    }
    // Upright names first, but the micro sign is no Greek letter.
    let named = |text: bool| {
        let fits = |name: &str| !text || (name.starts_with("text") && name != "textmu");
        SYMBOLS.iter().find(|(name, symbol)| fits(name) && symbol.chars().eq([c])).map(|(name, _)| *name)
    };
    if let Some(name) = named(true).or_else(|| named(false)) {
        let upright = name.starts_with("text") || LETTERS.contains(&name) || UPRIGHT.contains(&name);
        return Some(if upright { ["{\\", name, "}"].concat() } else { ["{$\\", name, "$}"].concat() });
    }
    let tables = [("^{", SUPERSCRIPTS), ("_{", SUBSCRIPTS), ("\\mathbb{", BLACKBOARD)];
    let (open, letter) =
        tables.iter().find_map(|(open, (plain, special))| Some((*open, look_up((special, plain), c)?)))?;
    let mut plain = [0; 4];
    Some(["{$", open, letter.encode_utf8(&mut plain), "}$}"].concat())
}

fn look_up((plain, special): (&str, &str), wanted: char) -> Option<char> {
    plain.chars().zip(special.chars()).find(|(c, _)| *c == wanted).map(|(_, special)| special)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_of_a_table_have_the_same_length() {
        let pairs = COMPOSED.iter().map(|(_, plain, accented)| (*plain, *accented));
        for (plain, special) in pairs.chain([BLACKBOARD, SUPERSCRIPTS, SUBSCRIPTS]) {
            assert_eq!(plain.chars().count(), special.chars().count(), "{plain}");
        }
    }

    #[test]
    fn no_command_stands_twice() {
        let mut names: Vec<&str> = SYMBOLS.iter().map(|(name, _)| *name).collect();
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
