//! A short list of numbers for each paper.

/// Lists by place, end to end in one buffer.
///
/// Setting a list is amortised O(its length): a longer one goes to the end of the buffer, and when more than half of the
/// buffer lies idle it is packed anew. A list costs 8 bytes and 4 for each number.
#[derive(Default)]
pub struct Lists {
    /// Start and length of each list in `items`.
    spans: Vec<(u32, u32)>,
    items: Vec<u32>,
    /// Items that no list holds any more.
    idle: usize,
}

impl Lists {
    /// How many places have been set, those between included.
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether no place has been set.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// The list at a place; empty if none was set.
    // Called for each paper that is counted, and too small a matter for a call.
    #[inline(always)]
    pub fn get(&self, place: u32) -> &[u32] {
        let (start, length) = self.spans.get(place as usize).copied().unwrap_or_default();
        self.items.get(start as usize..(start + length) as usize).unwrap_or_default()
    }

    /// Counts how many of the places have each number, into counts by number: a place that has a number twice counts twice.
    /// O(numbers of these places). Compiled here, for speed.
    #[inline(never)]
    pub fn tally(&self, places: &[u32], counts: &mut [u32]) {
        for &place in places {
            for &number in self.get(place) {
                if let Some(count) = counts.get_mut(number as usize) {
                    *count += 1;
                }
            }
        }
    }

    /// Sets the list at a place.
    pub fn set(&mut self, place: u32, list: &[u32]) {
        let at = place as usize;
        if at >= self.spans.len() {
            self.spans.resize(at + 1, (0, 0));
        }
        let Some(span) = self.spans.get_mut(at) else { return };
        let room = span.1 as usize;
        self.idle += room.saturating_sub(list.len());
        if list.len() > room {
            self.idle += room;
            span.0 = self.items.len() as u32;
            self.items.extend_from_slice(list);
        } else if let Some(held) = self.items.get_mut(span.0 as usize..span.0 as usize + list.len()) {
            held.copy_from_slice(list);
        }
        span.1 = list.len() as u32;
        if self.idle > self.items.len() / 2 {
            self.pack();
        }
    }

    /// Bytes of memory held.
    pub fn memory(&self) -> usize {
        8 * self.spans.capacity() + 4 * self.items.capacity()
    }

    fn pack(&mut self) {
        let mut packed = Vec::with_capacity(self.items.len() - self.idle);
        for span in &mut self.spans {
            let list = self.items.get(span.0 as usize..(span.0 + span.1) as usize).unwrap_or_default();
            span.0 = packed.len() as u32;
            packed.extend_from_slice(list);
        }
        (self.items, self.idle) = (packed, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_as_last_set_and_idle_room_is_bounded() {
        let mut lists = Lists::default();
        let mut held = vec![Vec::new(); 50];
        for step in 0..5_000_u32 {
            let (place, length) = (step * 31 % 50, step * 7 % 11);
            let list: Vec<u32> = (0..length).map(|at| step + at).collect();
            lists.set(place, &list);
            held[place as usize] = list;
            assert!(lists.idle <= lists.items.len() / 2);
        }
        assert!(held.iter().zip(0..).all(|(list, place)| lists.get(place) == list));
        assert_eq!((lists.len(), lists.get(99)), (50, &[][..]));
        let mut counts = vec![0; 5_010];
        lists.tally(&[7, 7, 99], &mut counts);
        assert_eq!(counts.iter().sum::<u32>() as usize, 2 * held[7].len());
        assert_eq!(lists.items.len() - lists.idle, held.iter().map(Vec::len).sum::<usize>());
    }
}
