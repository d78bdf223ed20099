//! Which acts can be taken back, and which of those that were can be done again.

use super::act::{Cause, Event};
use super::stamp::Stamp;

/// Acts that can be taken back.
pub const DEPTH: usize = 100;

/// The times of the events that can be taken back and done again, the next one last.
///
/// ```
/// use offprint::paper::PaperId;
/// use offprint::shelf::{Act, Millis, Past, Shelf};
///
/// let (id, _) = PaperId::parse("2309.05239").unwrap();
/// let (mut shelf, mut past) = (Shelf::default(), Past::default());
/// let starred = shelf.apply(&Act::Star(id.clone(), true), Millis(1)).unwrap();
/// past.note(&starred);
/// assert_eq!(past.undo.last(), Some(&starred.at));
/// past.note(&shelf.undo(&starred, Millis(2)).unwrap());
/// assert_eq!((past.undo.last(), past.redo.last()), (None, Some(&starred.at)));
/// let again = shelf.redo(&starred, Millis(3)).unwrap();
/// past.note(&again);
/// assert_eq!((past.undo.last(), past.redo.last()), (Some(&again.at), None));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Past {
    /// What can be taken back.
    pub undo: Vec<Stamp>,
    /// What can be done again.
    pub redo: Vec<Stamp>,
    /// Those that went on with earlier ones, and are one with them, each with the first of these.
    pub began: Vec<(Stamp, Stamp)>,
}

impl Past {
    /// Takes note of what happened. What is done anew ends what could be done again.
    pub fn note(&mut self, event: &Event) {
        match event.cause {
            Cause::Act | Cause::More(_) | Cause::Merge if !event.is_choice() => {}
            Cause::Act | Cause::More(_) | Cause::Merge => {
                // Only of what was done last is it the same work still.
                if let (Cause::More(of), last) = (event.cause, self.undo.last().copied())
                    && last == Some(of)
                {
                    self.undo.pop();
                    let first = self.first(of).unwrap_or(of);
                    self.began.push((event.at, first));
                }
                push(&mut self.undo, event.at);
                self.redo.clear();
            }
            Cause::Undo(of) => {
                self.undo.retain(|at| *at != of);
                push(&mut self.redo, of);
            }
            Cause::Redo(of) => {
                self.redo.retain(|at| *at != of);
                push(&mut self.undo, event.at);
            }
        }
        let Past { undo, redo, began } = self;
        began.retain(|(at, _)| undo.contains(at) || redo.contains(at));
    }

    /// The event with which that one is one, as it went on with it.
    pub fn first(&self, at: Stamp) -> Option<Stamp> {
        self.began.iter().find(|(other, _)| *other == at).map(|(_, first)| *first)
    }

    /// Forgets an event of which nothing is left to take back or do again.
    pub fn forget(&mut self, at: Stamp) {
        self.undo.retain(|other| *other != at);
        self.redo.retain(|other| *other != at);
    }
}

fn push(stack: &mut Vec<Stamp>, at: Stamp) {
    if !stack.contains(&at) {
        stack.push(at);
    }
    let over = stack.len().saturating_sub(DEPTH);
    stack.drain(..over);
}
