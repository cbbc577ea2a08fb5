//! Which blocks are the article's: small decision trees, added up.
//!
//! The trees are learned (`scripts/learn_pages.py`, `data/models/pages.md`) from pages whose article somebody marked by
//! hand. They know nothing but the numbers of [`super::features`].

use std::sync::LazyLock;

use reportedly_knowledge::table;

/// The sum from which a block counts as the article's: the logarithm of the odds of six in ten.
const KEPT: f32 = 0.405;

static TREES: LazyLock<Vec<Vec<Node>>> = LazyLock::new(|| {
    let rows = table::rows(include_str!("../../../../data/models/pages.tsv"));
    rows.map(|row| tree(row.get(0)).unwrap_or_else(|why| panic!("data/models/pages.tsv: {why}; learn it anew")))
        .collect()
});

/// A node of a tree; its children stand behind it.
#[derive(Clone, Copy, Debug)]
enum Node {
    /// Numbers up to the threshold go on with the next node, others at `else_at`.
    Asks { number: u16, threshold: f32, else_at: u16 },
    /// What the tree says.
    Says(f32),
}

/// Whether a block of these numbers belongs to the article.
pub fn is_article(numbers: &[f32]) -> bool {
    TREES.iter().map(|tree| said(tree, numbers)).sum::<f32>() >= KEPT
}

fn said(tree: &[Node], numbers: &[f32]) -> f32 {
    let mut at = 0;
    loop {
        match tree[at] {
            Node::Says(value) => return value,
            Node::Asks { number, threshold, else_at } => {
                at = if numbers[usize::from(number)] <= threshold { at + 1 } else { usize::from(else_at) };
            }
        }
    }
}

/// A tree written as its nodes, each before its children: `17<0.25` asks, `=0.1` says.
fn tree(written: &str) -> Result<Vec<Node>, String> {
    let mut nodes = Vec::new();
    // Questions whose first branch is being read.
    let mut open: Vec<usize> = Vec::new();
    for word in written.split(' ') {
        let wrong = || format!("{word:?} is no node");
        if let Some(value) = word.strip_prefix('=') {
            nodes.push(Node::Says(value.parse().map_err(|_| wrong())?));
            let next = nodes.len() as u16;
            if let Some(Node::Asks { else_at, .. }) = open.pop().and_then(|at| nodes.get_mut(at)) {
                *else_at = next;
            }
        } else {
            let (number, threshold) = word.split_once('<').ok_or_else(wrong)?;
            let number: u16 = number.parse().map_err(|_| wrong())?;
            if usize::from(number) >= super::features::COUNT {
                return Err(format!("there is no number {number}"));
            }
            open.push(nodes.len());
            nodes.push(Node::Asks { number, threshold: threshold.parse().map_err(|_| wrong())?, else_at: 0 });
        }
    }
    let leads_on = |node: &Node| matches!(node, Node::Asks { else_at, .. } if usize::from(*else_at) >= nodes.len() || *else_at == 0);
    if nodes.iter().any(leads_on) { Err("a tree ends early".to_owned()) } else { Ok(nodes) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_branch_by_threshold() {
        let tree = tree("0<1.5 1<0 =1 =2 =3").unwrap();
        assert_eq!([said(&tree, &[1.5, 0.0]), said(&tree, &[0.0, 1.0]), said(&tree, &[2.0, 0.0])], [1.0, 2.0, 3.0]);
    }

    #[test]
    fn a_broken_tree_is_named() {
        for broken in ["0<1 =2", "", "0<", "65000<1 =1 =2", "x"] {
            assert!(tree(broken).is_err(), "{broken:?}");
        }
        assert!(TREES.len() > 10);
    }
}
