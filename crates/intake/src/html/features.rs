//! What is known of each block, as numbers: what the trees of [`super::trees`] judge by.
//!
//! Nothing here knows a site. A block is described by its own letters, by what the elements around it are and are
//! called, by its neighbours, by what the same template made elsewhere on the page, and by what the page's head says of
//! the article. All is linear in the size of the page.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use reportedly_knowledge::pages::{self, CUES, PHRASES};

use super::element::{ROLES, Role};
use super::measure::{Measures, ends_sentence, is_prose};
use super::page::{Block, Kind, Page};

/// How many numbers a block has.
pub const COUNT: usize = 171;
/// Steps up the tree after which an ancestor counts as none.
const FAR: u8 = 31;
/// Neighbours looked at on each side.
const NEIGHBOURS: isize = 2;
/// Words in a row that are looked for in the article's text as the page's data give it.
const GRAM: usize = 3;

/// All numbers of a page's blocks.
pub struct Features<'p> {
    page: &'p Page,
    measures: &'p Measures,
    /// Steps to the nearest ancestor of each role and cue, for each container.
    distances: Vec<[u8; ROLES + CUES]>,
    /// The same, only of ancestors that do not hold the container with the most prose.
    apart: Vec<[u8; ROLES + CUES]>,
    signatures: HashMap<u64, Sum>,
    containers: Vec<Sum>,
    texts: HashMap<u64, u32>,
    /// The block of the headline, and how many blocks and letters there are before each.
    headline: Option<usize>,
    letters: Vec<usize>,
    title: HashSet<u64>,
    description: HashSet<u64>,
    stated: HashSet<u64>,
}

/// What a number of blocks hold together.
#[derive(Clone, Copy, Default)]
struct Sum {
    blocks: usize,
    letters: usize,
    prose: usize,
    linked: usize,
}

impl Sum {
    fn add(&mut self, block: &Block) {
        self.blocks += 1;
        self.letters += block.text.len();
        self.prose += if is_prose(block) { block.text.len() } else { 0 };
        self.linked += block.linked;
    }

    fn numbers(&self, all: &Sum, out: &mut Vec<f32>) {
        out.extend([
            logarithm(self.blocks),
            share(self.prose, all.prose),
            share(self.prose, self.letters),
            share(self.linked, self.letters),
            logarithm(self.letters / self.blocks.max(1)),
        ]);
    }
}

impl<'p> Features<'p> {
    /// Looks over a page; `title` is the article's, `stated` its text as the page's data give it.
    pub fn new(page: &'p Page, measures: &'p Measures, title: Option<&str>, stated: Option<&str>) -> Self {
        let mut signatures: HashMap<u64, Sum> = HashMap::new();
        let mut containers = vec![Sum::default(); page.containers.len()];
        let mut texts: HashMap<u64, u32> = HashMap::new();
        let mut letters = vec![0];
        for block in &page.blocks {
            signatures.entry(block.signature).or_default().add(block);
            containers[block.container].add(block);
            *texts.entry(hashed(&block.text)).or_default() += 1;
            letters.push(letters[letters.len() - 1] + block.text.len());
        }
        let title: HashSet<u64> = words(title.unwrap_or_default()).collect();
        let headline = headline(page, &title);
        let description = words(page.head.description().unwrap_or_default()).collect();
        let stated = grams(stated.unwrap_or_default());
        let apart = distances(page, |at| !measures.is_around(at));
        let distances = distances(page, |_| true);
        Self {
            page,
            measures,
            distances,
            apart,
            signatures,
            containers,
            texts,
            headline,
            letters,
            title,
            description,
            stated,
        }
    }

    /// The numbers of a block, in a fixed order.
    pub fn of(&self, at: usize, out: &mut Vec<f32>) {
        out.clear();
        let block = &self.page.blocks[at];
        self.letters(block, out);
        self.words(block, out);
        self.place(at, out);
        for step in (-NEIGHBOURS..=NEIGHBOURS).filter(|&step| step != 0) {
            self.neighbour(block, at.checked_add_signed(step), out);
        }
        let all = self.measures.all();
        let all = Sum { blocks: all.blocks, letters: all.letters, prose: all.prose, linked: all.linked };
        self.signatures[&block.signature].numbers(&all, out);
        self.containers[block.container].numbers(&all, out);
        let parent = self.page.containers[block.container].parent;
        self.containers[parent].numbers(&all, out);
        let own = block.cues;
        let distances = &self.distances[block.container];
        out.extend(distances[..ROLES].iter().map(|&steps| f32::from(steps)));
        out.extend((0..CUES).map(|cue| if own >> cue & 1 == 1 { -1.0 } else { f32::from(distances[ROLES + cue]) }));
        self.measures.apart(self.page, block.container, out);
        out.extend(self.apart[block.container].iter().map(|&steps| f32::from(steps)));
        debug_assert_eq!(out.len(), COUNT);
    }

    fn letters(&self, block: &Block, out: &mut Vec<f32>) {
        let (mut digits, mut upper, mut commas, mut stops, mut letters, mut marks) = (0, 0, 0, 0, 0, 0);
        let text = &block.text;
        for c in text.chars() {
            letters += 1;
            match c {
                '0'..='9' => digits += 1,
                ',' | '，' | '、' => commas += 1,
                '.' | '!' | '?' | '。' => stops += 1,
                '|' | '•' | '·' | '»' | '›' | '/' | '@' | '#' | '→' => marks += 1,
                _ if c.is_uppercase() => upper += 1,
                _ => {}
            }
        }
        let words = text.split_whitespace().count();
        let capital = text.split_whitespace().filter(|word| word.starts_with(char::is_uppercase)).count();
        let first = text.chars().next().unwrap_or(' ');
        let kind = match block.kind {
            Kind::Paragraph => 0.0,
            Kind::Plain => 1.0,
            Kind::Heading(level) => 1.0 + f32::from(level),
        };
        out.extend([
            kind,
            logarithm(text.len()),
            words.min(300) as f32,
            text.len() as f32 / words.max(1) as f32,
            share(block.linked, text.len()),
            share(block.links, words),
            share(block.stressed, text.len()),
            f32::from(u8::from(ends_sentence(text))),
            f32::from(u8::from(text.ends_with([':', '：']))),
            share(stops, words),
            share(commas, words),
            share(digits, letters),
            share(upper, letters),
            share(capital, words),
            share(marks, letters),
            f32::from(u8::from(first.is_lowercase())),
            f32::from(u8::from(matches!(first, '"' | '“' | '‘' | '«' | '„'))),
            f32::from(u8::from(matches!(first, '(' | '[' | '*' | '•' | '-' | '–' | '—' | '©' | '#'))),
            text.matches('\n').count().min(20) as f32,
        ]);
    }

    fn words(&self, block: &Block, out: &mut Vec<f32>) {
        let counts = pages::phrases(&block.text);
        debug_assert_eq!(counts.len(), PHRASES);
        out.extend(counts.iter().map(|&count| f32::from(count.min(5))));
        let mut all = 0;
        let (mut in_title, mut in_description) = (0, 0);
        for word in words(&block.text).take(60) {
            all += 1;
            in_title += usize::from(self.title.contains(&word));
            in_description += usize::from(self.description.contains(&word));
        }
        let stated = if self.stated.is_empty() {
            -1.0
        } else {
            let grams = grams(&block.text);
            share(grams.iter().filter(|gram| self.stated.contains(gram)).count(), grams.len())
        };
        let same = self.texts[&hashed(&block.text)];
        out.extend([share(in_title, all), share(in_description, all), stated, same.min(5) as f32]);
    }

    fn place(&self, at: usize, out: &mut Vec<f32>) {
        let block = &self.page.blocks[at];
        let all = self.letters[self.letters.len() - 1];
        let after_headline = match self.headline {
            Some(headline) => (at as f32 - headline as f32).clamp(-50.0, 200.0),
            None => -100.0,
        };
        let chosen = self.measures.chosen();
        out.extend([
            share(at, self.page.blocks.len()),
            share(self.letters[at], all),
            after_headline,
            f32::from(u8::from(self.page.containers[block.container].is_hidden)),
            f32::from(u8::from(block.container == chosen)),
        ]);
        self.measures.within(block.container, at, &self.letters, out);
    }

    fn neighbour(&self, block: &Block, at: Option<usize>, out: &mut Vec<f32>) {
        let Some(other) = at.and_then(|at| self.page.blocks.get(at)) else {
            out.extend([-1.0; 7]);
            return;
        };
        out.extend([
            logarithm(other.text.len()),
            share(other.linked, other.text.len()),
            f32::from(u8::from(ends_sentence(&other.text))),
            f32::from(u8::from(is_prose(other))),
            f32::from(u8::from(other.signature == block.signature)),
            f32::from(u8::from(other.container == block.container)),
            match other.kind {
                Kind::Paragraph => 0.0,
                Kind::Plain => 1.0,
                Kind::Heading(_) => 2.0,
            },
        ]);
    }
}

/// The block that repeats the title: the last such before the text starts is the article's own.
fn headline(page: &Page, title: &HashSet<u64>) -> Option<usize> {
    let repeats = |block: &Block| {
        let own: HashSet<u64> = words(&block.text).take(60).collect();
        let both = own.intersection(title).count();
        both >= 2 && both * 4 >= title.len() * 3 && both * 4 >= own.len() * 3
    };
    let marked = page.blocks.iter().position(|block| block.kind == Kind::Heading(1) && repeats(block));
    let any = || page.blocks.iter().position(repeats);
    marked.or_else(any).or_else(|| page.blocks.iter().position(|block| block.kind == Kind::Heading(1)))
}

fn distances(page: &Page, counts: impl Fn(usize) -> bool) -> Vec<[u8; ROLES + CUES]> {
    let mut all: Vec<[u8; ROLES + CUES]> = Vec::with_capacity(page.containers.len());
    for (at, container) in page.containers.iter().enumerate() {
        let mut own = [FAR; ROLES + CUES];
        if at > 0 {
            for (steps, above) in own.iter_mut().zip(&all[container.parent]) {
                *steps = above.saturating_add(1).min(FAR);
            }
        }
        if container.role != Role::Plain && counts(at) {
            own[container.role as usize] = 0;
        }
        for (cue, steps) in own[ROLES..].iter_mut().enumerate() {
            if container.cues >> cue & 1 == 1 && counts(at) {
                *steps = 0;
            }
        }
        // How deep the block lies stands where no role is.
        own[Role::Plain as usize] = if at > 0 { all[container.parent][0].saturating_add(1) } else { 0 };
        all.push(own);
    }
    all
}

fn words(text: &str) -> impl Iterator<Item = u64> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(|word| {
        let mut hash = DefaultHasher::new();
        word.chars().flat_map(char::to_lowercase).for_each(|c| c.hash(&mut hash));
        hash.finish()
    })
}

fn grams(text: &str) -> HashSet<u64> {
    let words: Vec<u64> = words(text).collect();
    let size = GRAM.min(words.len()).max(1);
    words.windows(size).map(|gram| hashed(&gram)).collect()
}

fn hashed(of: &(impl Hash + ?Sized)) -> u64 {
    let mut hash = DefaultHasher::new();
    of.hash(&mut hash);
    hash.finish()
}

fn share(part: usize, whole: usize) -> f32 {
    if whole == 0 { 0.0 } else { part as f32 / whole as f32 }
}

fn logarithm(count: usize) -> f32 {
    (count as f32 + 1.0).log2()
}
