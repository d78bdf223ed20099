//! Names of people in their parts, as bibliographies sort them: "Laurens van der Maaten" stands under Maaten.

/// A name in its parts, all as printed. Whoever has one part only (Plato, a company, a collaboration) has a family name alone.
///
/// ```
/// use offprint::paper::Name;
/// let name = Name::parse("Laurens van der Maaten");
/// assert_eq!((name.given, name.particle, name.family), ("Laurens".into(), "van der".into(), "Maaten".into()));
/// assert_eq!(Name::from_sorted("King, Jr., Martin Luther").to_string(), "Martin Luther King Jr.");
/// assert!(Name::parse("The ATLAS Collaboration").whole);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    /// Given names and initials.
    pub given: String,
    /// What stands between, in small letters: "van der", "de la".
    pub particle: String,
    /// The name that sorts.
    pub family: String,
    /// "Jr.", "III".
    pub suffix: String,
    /// Whether the name is one thing that must not be taken apart, such as a group's. Then it stands in `family`.
    pub whole: bool,
}

/// Words between given and family name.
const PARTICLES: [&str; 30] = [
    "van", "de", "von", "der", "den", "da", "di", "le", "la", "bin", "ibn", "du", "dos", "das", "do", "des", "del",
    "della", "dal", "ter", "ten", "te", "zu", "zum", "zur", "vom", "af", "av", "al", "'t",
];

/// Those that are written large as part of the family name ("Luc Van Gool").
const LARGE: [&str; 9] = ["Van", "Von", "De", "Di", "Del", "Della", "Le", "La", "El"];

/// Family names before which "Van" is the second given name of a Vietnamese.
const VIETNAMESE: [&str; 16] = [
    "nguyen", "tran", "le", "pham", "huynh", "hoang", "phan", "vu", "vo", "dang", "bui", "do", "ho", "ngo", "duong",
    "dinh",
];

/// Last words of names that are no person's.
const GROUPS: [&str; 12] = [
    "Team",
    "Collaboration",
    "Consortium",
    "Project",
    "Group",
    "Community",
    "Initiative",
    "Foundation",
    "Institute",
    "Lab",
    "Labs",
    "AI",
];

impl Name {
    /// Takes apart a name as it is printed on a paper, given names first.
    pub fn parse(display: &str) -> Name {
        let (display, tail) = match display.split_once(',') {
            Some((head, tail)) if is_suffix(tail.trim()) => (head, Some(tail.trim())),
            Some(_) => return Name::whole(display),
            None => (display, None),
        };
        let mut words: Vec<&str> = display.split_whitespace().collect();
        let group = words.last().is_none_or(|last| GROUPS.contains(last)) || words.first() == Some(&"The");
        if group || words.len() < 2 || words.iter().any(|word| word.eq_ignore_ascii_case("and")) {
            return Name::whole(display);
        }
        let mut suffix = tail.unwrap_or("");
        if suffix.is_empty() && words.len() > 2 && words.last().is_some_and(|word| is_suffix(word)) {
            suffix = words.pop().unwrap_or("");
        }
        let last = words.len() - 1;
        let found = (1..last).find(|at| words.get(*at).is_some_and(|word| PARTICLES.contains(word)));
        let particle = found.unwrap_or(last);
        let mut family = particle;
        while family < last && words.get(family).is_some_and(|word| PARTICLES.contains(word)) {
            family += 1;
        }
        let large = last.checked_sub(1).filter(|at| *at > 0 && is_large(&words, *at));
        let (particle, family) = match large {
            Some(at) if found.is_none() => (at, at),
            _ => (particle, family),
        };
        let join = |from: usize, to: usize| words.get(from..to).unwrap_or(&[]).join(" ");
        Name {
            given: join(0, particle),
            particle: join(particle, family),
            family: join(family, words.len()),
            suffix: suffix.to_owned(),
            whole: false,
        }
    }

    /// Reads a name as bibliographies write it, "Family, Given" with a suffix in the middle or at the end; without a comma it
    /// is as printed.
    pub fn from_sorted(text: &str) -> Name {
        let mut parts = text.split(',').map(str::trim);
        let family = parts.next().unwrap_or("");
        let rest: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
        let (given, suffix) = match rest.as_slice() {
            [] => return Name::parse(family),
            [suffix, given] if is_suffix(suffix) => (*given, *suffix),
            [given, suffix] if is_suffix(suffix) => (*given, *suffix),
            // "Gemini Team, Google" is no person.
            [given] if family.contains(' ') && *given != "The" && Name::parse(family).whole => {
                return Name::whole(text);
            }
            [given] => (*given, ""),
            _ => return Name::whole(text),
        };
        let words: Vec<&str> = family.split_whitespace().collect();
        let most = words.len().saturating_sub(1);
        let small = words.iter().take(most).take_while(|word| PARTICLES.contains(word)).count();
        let (particle, family) = words.split_at_checked(small).unwrap_or((&[], &words));
        Name {
            given: given.to_owned(),
            particle: particle.join(" "),
            family: family.join(" "),
            suffix: suffix.to_owned(),
            whole: false,
        }
    }

    /// Particle and family name: "van der Maaten".
    pub fn last(&self) -> String {
        joined(&[&self.particle, &self.family])
    }

    fn whole(text: &str) -> Name {
        Name { family: text.trim().to_owned(), whole: true, ..Name::default() }
    }
}

impl std::fmt::Display for Name {
    /// As printed on a paper.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&joined(&[&self.given, &self.particle, &self.family, &self.suffix]))
    }
}

fn joined(parts: &[&str]) -> String {
    let mut text = String::new();
    for part in parts.iter().filter(|part| !part.is_empty()) {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(part);
    }
    text
}

fn is_suffix(word: &str) -> bool {
    matches!(word, "Jr" | "Jr." | "jr." | "Sr" | "Sr." | "sr." | "II" | "III" | "IV")
}

fn is_large(words: &[&str], at: usize) -> bool {
    let (Some(word), Some(next)) = (words.get(at), words.get(at + 1)) else { return false };
    let vietnamese = *word == "Van" && VIETNAMESE.contains(&crate::text::fold(next).as_str());
    LARGE.contains(word) && !vietnamese
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_apart_as_their_bearers_do() {
        let check = |display: &str, parts: [&str; 4]| {
            let name = Name::parse(display);
            assert_eq!([&name.given, &name.particle, &name.family, &name.suffix], parts, "{display}");
        };
        check("Ashish Vaswani", ["Ashish", "", "Vaswani", ""]);
        check("Aidan N. Gomez", ["Aidan N.", "", "Gomez", ""]);
        check("Laurens van der Maaten", ["Laurens", "van der", "Maaten", ""]);
        check("Maria da Silva Santos", ["Maria", "da", "Silva Santos", ""]);
        check("Luc Van Gool", ["Luc", "", "Van Gool", ""]);
        check("Quoc V. Le", ["Quoc V.", "", "Le", ""]);
        check("Thanh Van Nguyen", ["Thanh Van", "", "Nguyen", ""]);
        check("Martin Luther King, Jr.", ["Martin Luther", "", "King", "Jr."]);
        check("Harold Davenport III", ["Harold", "", "Davenport", "III"]);
        check("Stéphane d'Ascoli", ["Stéphane", "", "d'Ascoli", ""]);
        for whole in ["Plato", "DeepSeek-AI", "Gemini Team", "The ATLAS Collaboration", "Barnes and Noble", "王伟"] {
            check(whole, ["", "", whole, ""]);
        }
        check("Xu Ai", ["Xu", "", "Ai", ""]);
    }

    #[test]
    fn sorted_names_are_read_in_every_order() {
        let check = |sorted: &str, display: &str| assert_eq!(Name::from_sorted(sorted).to_string(), display);
        check("van der Maaten, Laurens", "Laurens van der Maaten");
        check("King, Jr., Martin Luther", "Martin Luther King Jr.");
        check("King, Martin Luther, Jr.", "Martin Luther King Jr.");
        check("Ashish Vaswani", "Ashish Vaswani");
        check("Plato,", "Plato");
        check("Le, Quoc V.", "Quoc V. Le");
        check("Gemini Team, Google", "Gemini Team, Google");
        check("ATLAS Collaboration, The", "The ATLAS Collaboration");
        check("van der Maaten, Laurens", "Laurens van der Maaten");
    }
}
