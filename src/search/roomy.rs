//! Rows that grow without a copy, or by an eighth.

/// Appends. A row of the standard library doubles when it is full; in a browser's memory, which never shrinks again, that
/// room would be lost. An eighth costs some more copying, and still a constant for each element.
#[inline]
pub(crate) fn push<T>(row: &mut Vec<T>, element: T) {
    if row.len() == row.capacity() {
        row.reserve_exact(row.len() / 8 + 64);
    }
    row.push(element);
}

/// The same for many elements.
#[inline]
pub(crate) fn extend<T: Copy>(row: &mut Vec<T>, elements: &[T]) {
    if row.capacity() - row.len() < elements.len() {
        row.reserve_exact(row.len() / 8 + elements.len() + 64);
    }
    row.extend_from_slice(elements);
}

/// Elements of a page.
const PAGE: usize = 1 << 11;

/// A row in pages. It is never copied to grow, so that no holes of its former sizes stay behind in a memory that never shrinks;
/// an element costs one look more.
#[derive(Clone)]
pub(crate) struct Row<T> {
    pages: Vec<Vec<T>>,
}

impl<T> Default for Row<T> {
    fn default() -> Row<T> {
        Row { pages: Vec::new() }
    }
}

impl<T> Row<T> {
    pub fn len(&self) -> usize {
        self.pages.last().map_or(0, |last| (self.pages.len() - 1) * PAGE + last.len())
    }

    #[inline]
    pub fn get(&self, at: usize) -> Option<&T> {
        self.pages.get(at / PAGE)?.get(at % PAGE)
    }

    #[inline]
    pub fn get_mut(&mut self, at: usize) -> Option<&mut T> {
        self.pages.get_mut(at / PAGE)?.get_mut(at % PAGE)
    }

    pub fn push(&mut self, element: T) {
        match self.pages.last_mut() {
            Some(last) if last.len() < PAGE => push(last, element),
            _ => {
                // A small index has one small page.
                let mut page = Vec::with_capacity(if self.pages.is_empty() { 0 } else { PAGE });
                push(&mut page, element);
                self.pages.push(page);
            }
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.pages.iter().flatten()
    }

    pub fn pages(&self) -> &[Vec<T>] {
        &self.pages
    }

    pub fn bytes(&self) -> usize {
        self.pages.iter().map(|page| page.capacity() * size_of::<T>()).sum()
    }
}

impl<T> FromIterator<T> for Row<T> {
    fn from_iter<I: IntoIterator<Item = T>>(elements: I) -> Row<T> {
        let mut row = Row::default();
        elements.into_iter().for_each(|element| row.push(element));
        row
    }
}
