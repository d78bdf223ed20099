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
}

impl Past {
    /// Takes note of what happened. What is done anew ends what could be done again.
    pub fn note(&mut self, event: &Event) {
        match event.cause {
            Cause::Act | Cause::Merge if !event.is_choice() => {}
            Cause::Act | Cause::Merge => {
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
