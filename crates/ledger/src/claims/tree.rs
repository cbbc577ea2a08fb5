//! The trees of a reading's tokens, walked safely: whatever the rows say, every walk ends.

use reportedly_report::{Span, TokenRow};

/// Steps up a tree at most.
const STEPS: usize = 24;

/// The tokens of a reading with the ways down as well as up.
pub struct Tree<'r> {
    rows: &'r [TokenRow],
    /// First child and next sibling, in order; the token's own place stands for none.
    first: Vec<u32>,
    next: Vec<u32>,
}

impl<'r> Tree<'r> {
    /// Links the rows. A head that points nowhere makes a root.
    pub fn new(rows: &'r [TokenRow]) -> Self {
        let own: Vec<u32> = (0..rows.len() as u32).collect();
        let (mut first, mut next) = (own.clone(), own);
        for at in (0..rows.len()).rev() {
            let head = rows[at].head as usize;
            if head != at && head < rows.len() {
                if first[head] as usize != head {
                    next[at] = first[head];
                }
                first[head] = at as u32;
            }
        }
        Self { rows, first, next }
    }

    /// The row of a token.
    pub fn row(&self, at: usize) -> &'r TokenRow {
        &self.rows[at]
    }

    /// The head of a token, or nothing for a root.
    pub fn head(&self, at: usize) -> Option<usize> {
        let head = self.rows[at].head as usize;
        (head != at && head < self.rows.len()).then_some(head)
    }

    /// The tokens above, nearest first; at most a fixed number.
    pub fn above(&self, at: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.head(at), |at| self.head(*at)).take(STEPS)
    }

    /// The tokens right below, in order.
    pub fn children(&self, at: usize) -> impl Iterator<Item = usize> {
        let some = |of: u32, at: usize| (of as usize != at).then_some(of as usize);
        std::iter::successors(some(self.first[at], at), move |child| some(self.next[*child], *child))
    }

    /// A token and all below it, in order, where `enters` lets the walk in; at most `most` of them.
    pub fn below(&self, at: usize, most: usize, mut enters: impl FnMut(usize) -> bool) -> Vec<usize> {
        let mut found = vec![at];
        let mut seen = 0;
        while seen < found.len() && found.len() < most {
            let here = found[seen];
            found.extend(self.children(here).filter(|child| enters(*child)));
            seen += 1;
        }
        found.truncate(most);
        found.sort_unstable();
        found
    }

    /// The tokens that overlap a span.
    pub fn within(&self, span: Span) -> std::ops::Range<usize> {
        let start = self.rows.partition_point(|row| row.span.end <= span.start);
        let end = self.rows.partition_point(|row| row.span.start < span.end);
        start..end.max(start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(start: usize, head: u32) -> TokenRow {
        TokenRow {
            span: Span::new(start, start + 1),
            text: "x".into(),
            lemma: "x".into(),
            tag: String::new(),
            pos: "NOUN".into(),
            head,
            dep: "dep".into(),
            ent: None,
        }
    }

    #[test]
    fn walks_end_on_broken_trees() {
        let rows: Vec<TokenRow> = [1, 2, 0, 99, 3].iter().enumerate().map(|(at, head)| row(at * 2, *head)).collect();
        let tree = Tree::new(&rows);
        assert_eq!(tree.above(0).count(), STEPS, "a ring");
        assert_eq!(tree.below(0, 10, |_| true).len(), 10, "a ring");
        assert_eq!(tree.head(3), None, "a head that is not there");
        assert_eq!(tree.children(3).collect::<Vec<_>>(), [4]);
        assert_eq!(tree.within(Span::new(2, 5)), 1..3);
        assert_eq!(tree.within(Span::new(90, 95)), 5..5);
    }
}
