//! Rankings ready made: mixes and orders with a name and what each is for.

use crate::query::{Mix, Order};

/// A ranking with its name.
pub struct Preset {
    /// What it is called.
    pub name: &'static str,
    /// What it is good for.
    pub what: &'static str,
    /// The order.
    pub order: Order,
    /// The mix, as addresses have it; empty for orders that are none.
    pub mix: &'static str,
}

const fn mix(name: &'static str, mix: &'static str, what: &'static str) -> Preset {
    Preset { name, what, order: Order::Mix, mix }
}

/// All of them, in the order in which they are shown.
pub const PRESETS: [Preset; 9] = [
    mix("Morning", "new3-trending3-you6", "what is new, liked by others, and like what you star"),
    mix("Rising", "new2-trending8-gravity18", "many votes for its age"),
    mix("Hidden", "you8-chance2-variety4", "like what you star, whatever others think, and not all of one kind"),
    mix("Discussed", "new4-talk6-half3", "what people talk about these days"),
    mix("With code", "new4-code6-half30", "code that many have starred"),
    Preset { name: "Hacker News", what: "points against hours, as its front page", order: Order::HackerNews, mix: "" },
    Preset { name: "Daily Papers HN", what: "votes against hours, as that page", order: Order::DailyHn, mix: "" },
    Preset { name: "Papers with Code", what: "stars of the code per day", order: Order::Velocity, mix: "" },
    Preset { name: "Reddit hot", what: "the logarithm of votes, and freshness", order: Order::Reddit, mix: "" },
];

impl Preset {
    /// Its mix; none for orders that are none.
    pub fn mix(&self) -> Option<Mix> {
        (!self.mix.is_empty()).then(|| Mix::parse(self.mix))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_mix_is_written_as_addresses_have_it() {
        for preset in PRESETS.iter().filter(|preset| preset.order == Order::Mix) {
            assert_eq!(preset.mix().map(|mix| mix.to_string()).as_deref(), Some(preset.mix), "{}", preset.name);
        }
    }
}
