//! What comes from elsewhere, a backup or another tab, without a text or a star of the reader's being lost over it.
//!
//! Joining lets the later setting stand, which of two notes would swallow one. Here such notes are told apart from those that were
//! written over what they replace, and both texts are kept. And since what was taken away later stays away when an older backup is joined,
//! there is a second way: to set once more what the backup has.

use super::act::{Act, Cause, Change, Event};
use super::card::{Card, Register};
use super::stamp::{Millis, Stamp};
use super::subject::{Field, Subject, Value};
use super::{Shelf, Step};

/// What stands between two notes that were both kept: a rule, in Markdown.
const RULE: &str = "\n\n---\n\n";

/// Two texts, of which neither is lost: the one that has the other in it, or both, one below the other.
///
/// ```
/// use offprint::shelf::restore::both;
/// assert_eq!(both("a", "a b"), "a b");
/// assert_eq!(both("a", "b"), "a\n\n---\n\nb");
/// ```
pub fn both(first: &str, second: &str) -> String {
    match (first.contains(second), second.contains(first)) {
        (true, _) => first.to_owned(),
        (_, true) => second.to_owned(),
        _ => [first, RULE, second].concat(),
    }
}

/// What a note comes to that was typed over `base` while it came to be `here` by other hands.
///
/// ```
/// use offprint::shelf::restore::typed_over;
/// assert_eq!(typed_over("a", "a", "b"), "b");
/// assert_eq!(typed_over("", "theirs", "mine"), "theirs\n\n---\n\nmine");
/// ```
pub fn typed_over(base: &str, here: &str, typed: &str) -> String {
    if here == base { typed.to_owned() } else { both(here, typed) }
}

impl Shelf {
    /// As [`Shelf::merging`], but where two notes were written apart from each other both texts are kept, the earlier first; and
    /// how many these are. `replaced` tells whether the later of two registers was written over the earlier one: its maker knew it. It is
    /// given the earlier one, and whether that is here. The event is later than `last`, of the journal that comes with the cards.
    /// O(fields of the cards).
    pub fn merging_both(
        &self,
        cards: &[(Subject, Card)],
        replaced: &dyn Fn(Stamp, bool) -> bool,
        last: Stamp,
        now: Millis,
    ) -> (Change, u32) {
        let mut clock = self.clock;
        clock.see(last);
        cards.iter().flat_map(|(_, card)| card.iter()).for_each(|(_, register)| clock.see(register.at));
        let at = clock.tick(now);
        let apart = |(subject, card): &(Subject, Card)| {
            let (here, there) = (self.card(subject).get(&Field::Note)?, card.get(&Field::Note)?);
            let (earlier, later) = if here.at < there.at { (here, there) } else { (there, here) };
            let (first, second) = (earlier.value.text()?, later.value.text()?);
            let text = both(first, second);
            let kept = text == second || replaced(earlier.at, here.at < there.at);
            (!kept).then(|| {
                let register = Register { value: Value::from(text.as_str()), at, since: now };
                let mut card = card.clone();
                card.set(&Field::Note, &register);
                (subject.clone(), card)
            })
        };
        let changed: Vec<(Subject, Card)> = cards.iter().filter_map(apart).collect();
        let mut changed_cards = changed.iter().peekable();
        let all = cards.iter().map(|(subject, card)| match changed_cards.next_if(|(other, _)| other == subject) {
            Some((subject, card)) => (subject, card),
            None => (subject, card),
        });
        let mut event = self.merging(all, last, now);
        // These were written here and now, under the event's own time, by which the journal finds them.
        if let Some(event) = &mut event {
            let written = event.touched.iter_mut().filter(|touch| touch.now.at == at);
            written.for_each(|touch| touch.now.at = event.at);
        }
        (event, changed.len() as u32)
    }

    /// What setting once more all that cards have would come to, as an event of now that can be undone: what was taken away or changed
    /// since is as it was then, and what came since stays. Of two notes that differ both are kept; citation keys are joined, as they
    /// always are. The event is later than `last`, of the journal that comes with the cards.
    pub fn putting_back<'a>(
        &self,
        cards: impl IntoIterator<Item = (&'a Subject, &'a Card)>,
        last: Stamp,
        now: Millis,
    ) -> Change {
        let mut clock = self.clock;
        clock.see(last);
        let mut steps = Vec::new();
        for (subject, card) in cards {
            for (field, register) in card.iter() {
                clock.see(register.at);
                let Some((then, since)) = register.shown() else { continue };
                let here = self.card(subject).get(field).and_then(Register::shown).map(|(value, _)| value);
                let at = (*field == Field::Key).then_some(register.at);
                let value = match (field, here) {
                    (Field::Seen, _) | (Field::Opened, Some(_)) => continue,
                    (Field::Key, _)
                        if self.card(subject).get(field).is_some_and(|was| !register.wins_over(was, field)) =>
                    {
                        continue;
                    }
                    (Field::Note, Some(here)) => {
                        let [then, here] = [then, here].map(|value| value.text().unwrap_or_default());
                        Value::from(both(then, here).as_str())
                    }
                    _ => then.clone(),
                };
                if here != Some(&value) {
                    steps.push(Step { subject: subject.clone(), field: field.clone(), value, since: Some(since), at });
                }
            }
        }
        self.event(steps, Cause::Merge, clock, now)
    }

    /// The act that keeps the notes which an event of another tab is about to swallow: those that are not what it replaced.
    pub fn swallowed(&self, event: &Event) -> Act {
        let notes = event.touched.iter().filter(|touch| touch.field == Field::Note);
        let acts = notes.filter_map(|touch| {
            let here = self.card(&touch.subject).get(&Field::Note)?;
            let loses = here.at < touch.now.at && touch.was.as_ref().is_none_or(|was| was.at != here.at);
            let (mine, theirs) = (here.value.text().filter(|_| loses)?, touch.now.value.text()?);
            let text = both(mine, theirs);
            (text != theirs).then(|| Act::Set(touch.subject.clone(), Field::Note, Value::from(text.as_str())))
        });
        Act::Several(acts.collect())
    }
}
