//! Where on a page running text most outweighs everything else.
//!
//! Each paragraph counts for its length, each link list and label against it, and a container is worth the sum of what
//! it holds. An outer container wins only by holding more text than clutter. (The measure is that of a maximum subtree;
//! after the observation of Kohlschütter et al. 2010 that length and link density tell text from clutter.)

use std::collections::HashMap;

use reportedly_knowledge::pages;

use super::element::Role;
use super::page::{Block, Kind, Page};

/// Bytes below which a block without a sentence's end is a label.
const LABEL: usize = 60;
/// Prose that a container marked as the article's body must hold to be believed.
const BELIEVED: i64 = 250;

/// The measures of a page.
pub struct Measures {
    all: Total,
    chosen: usize,
    /// Steps from each container up to the chosen one; none outside it.
    steps: Vec<Option<u16>>,
    /// First block and past the last of the chosen container, and of its prose.
    blocks: (usize, usize),
    prose: (usize, usize),
    prose_letters: (usize, usize),
    dense: Dense,
}

/// The container with the most prose directly in it, and how each other one lies to it.
struct Dense {
    container: usize,
    /// Steps up from each container to the first that holds the dense one too, and from there down to it.
    paths: Vec<(u16, u16)>,
    /// For each container: siblings of one template around it or one that holds it, the most there are apart from the
    /// dense container.
    repeats: Vec<u32>,
}

/// What a page holds.
#[derive(Clone, Copy, Default)]
pub struct Total {
    /// Blocks.
    pub blocks: usize,
    /// Bytes of text.
    pub letters: usize,
    /// Bytes of prose.
    pub prose: usize,
    /// Bytes in links.
    pub linked: usize,
}

impl Measures {
    /// Measures a page.
    pub fn new(page: &Page) -> Self {
        let chosen = choose(page);
        let mut steps: Vec<Option<u16>> = vec![None; page.containers.len()];
        for at in 0..steps.len() {
            let above = steps[page.containers[at].parent];
            steps[at] = if at == chosen { Some(0) } else { above.map(|steps| steps.saturating_add(1)) };
        }
        let mut all = Total { blocks: page.blocks.len(), ..Total::default() };
        let (mut blocks, mut prose, mut prose_letters) = (None, None, None);
        for (at, block) in page.blocks.iter().enumerate() {
            let before = all.letters;
            all.letters += block.text.len();
            all.linked += block.linked;
            let is_prose = is_prose(block);
            all.prose += if is_prose { block.text.len() } else { 0 };
            if steps[block.container].is_some() {
                blocks = Some((blocks.map_or(at, |(first, _)| first), at + 1));
                if is_prose {
                    prose = Some((prose.map_or(at, |(first, _)| first), at + 1));
                    prose_letters = Some((prose_letters.map_or(before, |(first, _)| first), all.letters));
                }
            }
        }
        let none = (0, 0);
        Self {
            all,
            chosen,
            steps,
            blocks: blocks.unwrap_or(none),
            prose: prose.unwrap_or(none),
            prose_letters: prose_letters.unwrap_or(none),
            dense: Dense::new(page),
        }
    }

    /// Whether a container holds the one with the most prose, or is it.
    pub fn is_around(&self, container: usize) -> bool {
        self.dense.paths[container].0 == 0
    }

    /// How a container lies to the one with the most prose, as numbers.
    pub fn apart(&self, page: &Page, container: usize, out: &mut Vec<f32>) {
        let (up, down) = self.dense.paths[container];
        let like = page.containers[container].signature == page.containers[self.dense.container].signature;
        out.extend([
            f32::from(up.min(30)),
            f32::from(down.min(30)),
            f32::from(u8::from(like)),
            (self.dense.repeats[container] as f32 + 1.0).log2(),
        ]);
    }

    /// What the page holds.
    pub fn all(&self) -> Total {
        self.all
    }

    /// The container where text most outweighs clutter.
    pub fn chosen(&self) -> usize {
        self.chosen
    }

    /// Whether a container lies in the chosen one.
    pub fn holds(&self, container: usize) -> bool {
        self.steps[container].is_some()
    }

    /// Where a block stands to the chosen container and to its first and last prose, as numbers.
    pub fn within(&self, container: usize, at: usize, letters: &[usize], out: &mut Vec<f32>) {
        let from = |edge: usize| (at as f32 - edge as f32).clamp(-60.0, 60.0);
        let span = (self.blocks.1 - self.blocks.0).max(1) as f32;
        let past = |edge: usize| {
            let distance = letters[at] as f32 - edge as f32;
            distance.signum() * (distance.abs() + 1.0).log2()
        };
        out.extend([
            self.steps[container].map_or(-1.0, f32::from),
            ((at as f32 - self.blocks.0 as f32) / span).clamp(-1.0, 2.0),
            from(self.prose.0),
            from(self.prose.1),
            past(self.prose_letters.0),
            past(self.prose_letters.1),
        ]);
    }
}

impl Dense {
    fn new(page: &Page) -> Self {
        let apart = apart(page);
        let mut prose = vec![0; page.containers.len()];
        for block in page.blocks.iter().filter(|block| is_prose(block) && !apart[block.container]) {
            prose[block.container] += block.text.len();
        }
        let container = (0..prose.len()).rev().max_by_key(|&at| prose[at]).unwrap_or(0);
        let mut down: Vec<Option<u16>> = vec![None; page.containers.len()];
        let (mut at, mut steps) = (container, 0u16);
        loop {
            down[at] = Some(steps);
            if at == 0 {
                break;
            }
            at = page.containers[at].parent;
            steps = steps.saturating_add(1);
        }
        let mut siblings: HashMap<(usize, u64), u32> = HashMap::new();
        for container in &page.containers {
            *siblings.entry((container.parent, container.signature)).or_default() += 1;
        }
        let mut paths: Vec<(u16, u16)> = Vec::with_capacity(down.len());
        let mut repeats: Vec<u32> = Vec::with_capacity(down.len());
        for (at, container) in page.containers.iter().enumerate() {
            match down[at] {
                Some(down) => {
                    paths.push((0, down));
                    repeats.push(0);
                }
                None => {
                    let (up, down) = paths[container.parent];
                    paths.push((up.saturating_add(1), down));
                    repeats.push(siblings[&(container.parent, container.signature)].max(repeats[container.parent]));
                }
            }
        }
        Self { container, paths, repeats }
    }
}

/// Containers that stand beside the main part, by what they are or are called.
fn apart(page: &Page) -> Vec<bool> {
    let comments = pages::cue("comments");
    let mut apart = vec![false; page.containers.len()];
    for (at, container) in page.containers.iter().enumerate() {
        let outside =
            matches!(container.role, Role::Aside | Role::Header | Role::Footer | Role::Caption | Role::Navigation);
        apart[at] = outside || container.is_hidden || container.cues & comments != 0 || apart[container.parent];
    }
    apart
}

fn choose(page: &Page) -> usize {
    let mut worth = vec![0i64; page.containers.len()];
    let apart = apart(page);
    for block in page.blocks.iter().filter(|block| !apart[block.container]) {
        worth[block.container] += value(page, block);
    }
    // Parents stand before their children, so each sum is whole when it is passed up.
    for container in (1..worth.len()).rev() {
        worth[page.containers[container].parent] += worth[container];
    }
    let marked = (0..worth.len()).filter(|&at| page.containers[at].is_body && worth[at] > BELIEVED);
    if let Some(best) = marked.max_by_key(|&at| worth[at]) {
        return best;
    }
    let is_article = |at: usize| matches!(page.containers[at].role, Role::Article | Role::Main);
    let preferred = |at: usize| if is_article(at) { worth[at] + worth[at] / 8 } else { worth[at] };
    let best = (0..worth.len()).max_by_key(|&at| preferred(at)).filter(|&at| worth[at] > 0);
    best.unwrap_or_else(|| most_prose(page))
}

/// Where clutter outweighs the text everywhere: the container with the most prose directly in it.
fn most_prose(page: &Page) -> usize {
    let mut prose = vec![0; page.containers.len()];
    for block in page.blocks.iter().filter(|block| is_prose(block)) {
        prose[block.container] += block.text.len();
    }
    (0..prose.len()).rev().max_by_key(|&at| prose[at]).unwrap_or(0)
}

/// How much a block speaks for its container.
fn value(page: &Page, block: &Block) -> i64 {
    let length = block.text.len() as i64;
    let in_list = page.containers[block.container].role == Role::Item;
    if is_prose(block) {
        length
    } else if block.linked * 2 > block.text.len() {
        -length - 20
    } else if in_list {
        -12
    } else {
        -10
    }
}

/// Whether a block is running text.
pub fn is_prose(block: &Block) -> bool {
    let whole = ends_sentence(&block.text) && block.text.len() >= LABEL || block.text.len() >= LABEL * 3;
    whole && !matches!(block.kind, Kind::Heading(_)) && block.linked * 5 < block.text.len() * 2
}

/// Whether a text ends as sentences do.
pub fn ends_sentence(text: &str) -> bool {
    const ENDS: [char; 20] =
        ['.', '!', '?', '…', ':', '”', '"', '’', '»', ')', '。', '！', '？', '」', '』', '）', '।', '۔', '؟', '״'];
    text.ends_with(ENDS)
}
