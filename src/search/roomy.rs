//! Rows that grow by an eighth.

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
