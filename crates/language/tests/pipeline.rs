//! A whole pipeline: equal to spaCy on sentences of our own, and at peace with any text and any file.
//!
//! `sentences.jsonl` holds what spaCy 3.8 with en_core_web_md 3.8.0 says of them.

#[path = "../examples/parity/compare.rs"]
mod compare;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use reportedly_language::{Pipeline, Start};

/// The folder in `REPORTEDLY_MODEL`, or else the installed one.
static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    std::env::var_os("REPORTEDLY_MODEL").map(PathBuf::from).unwrap_or_else(|| {
        let home = || PathBuf::from(std::env::var_os("HOME").unwrap_or_default()).join(".local/share");
        let data = std::env::var_os("XDG_DATA_HOME").map_or_else(home, PathBuf::from);
        data.join("reportedly/models/en_core_web_md")
    })
});

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| {
    Pipeline::load(&FOLDER).unwrap_or_else(|error| {
        panic!("these tests need en_core_web_md: run `reportedly model install`, or set REPORTEDLY_MODEL: {error}")
    })
});

#[test]
fn says_what_spacy_says() {
    let lines = include_str!("sentences.jsonl").lines().map(|line| serde_json::from_str(line).unwrap());
    let lines: Vec<serde_json::Value> = lines.collect();
    let batch = lines.iter().map(|line| (PIPELINE.tokenize(line["text"].as_str().unwrap()), compare::starts(line)));
    let docs = PIPELINE.annotate(batch.collect());
    assert_eq!(docs.len(), lines.len());
    for (line, doc) in lines.iter().zip(&docs) {
        assert_eq!(compare::differences(line, doc), [], "{}", line["text"]);
    }
}

#[test]
fn a_text_alone_gives_the_same_as_in_a_batch() {
    let texts: Vec<&str> = vec!["Rania Haddad left Amman on Friday.", "", "She did not say why, her aides said."];
    let tokens = |text: &&'static str| (PIPELINE.tokenize(text), Vec::new());
    let together = PIPELINE.annotate(texts.iter().map(tokens).collect());
    for (text, doc) in texts.iter().zip(&together) {
        let alone = &PIPELINE.annotate(vec![tokens(text)])[0];
        assert_eq!(alone.len(), doc.len());
        for i in 0..doc.len() {
            assert_eq!((alone.vector(i), alone.head(i)), (doc.vector(i), doc.head(i)));
        }
    }
}

/// Tokens lie in order, each on character boundaries; white space alone lies between them.
fn check(text: &str) {
    let tokens = PIPELINE.tokenize(text);
    let starts = (0..tokens.len()).map(|i| [Start::Free, Start::Starts, Start::Inside][i % 7 % 3]).collect();
    for starts in [Vec::new(), starts] {
        let doc = PIPELINE.annotate(vec![(PIPELINE.tokenize(text), starts)]).remove(0);
        let mut end = 0;
        for i in 0..doc.len() {
            let span = doc.span(i).range();
            assert!(text[end..span.start].trim().is_empty() && span.start - end <= 1 && !span.is_empty());
            end = span.end;
        }
        assert!(text[end..].trim().is_empty());
        for sentence in doc.sentences() {
            assert!((1..=2048).contains(&sentence.len()), "{sentence:?} in {:?}", &text[..20]);
        }
    }
}

#[test]
fn takes_any_text() {
    let long = 10_000;
    for text in
        ["a", "(", ".", "a:", "@", "é", "漢字", "1.", "\n", "\u{2003}x", "http://a.", "😀\u{200d}", "a.b-c/", "::@"]
    {
        check(&text.repeat(long / text.len()));
    }
    for words in ["and ", "the ship of ", "\n ", "Kim ", ") ( ", "don't "] {
        check(&words.repeat(long / words.len()));
    }
    // More tokens than are taken at a time.
    check(&"so it ".repeat(35_000));
}

#[test]
fn takes_random_text() {
    let pieces =
        ["a", "B", "9", " ", "  ", "\n", ".", ",", "'s", "\"", "“", "-", "/", "@", ":", "http://", "é", "Σ", "İ"];
    let pieces: Vec<&str> =
        pieces.into_iter().chain(["漢", "😀", "\u{301}", "\u{feff}", "\0", "$", "U.S.", "km"]).collect();
    let mut seed = 7_u64;
    for _ in 0..200 {
        let mut text = String::new();
        for _ in 0..60 {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            text.push_str(pieces[(seed >> 33) as usize % pieces.len()]);
        }
        check(&text);
    }
}

/// A folder that holds the model with one file cut or changed.
fn damaged(file: &str, mut change: impl FnMut(&mut Vec<u8>)) -> Result<Pipeline, reportedly_language::ModelError> {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let folder = format!("damaged-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(folder);
    for part in PARTS {
        let to = folder.join(part);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        if part == file {
            let mut bytes = std::fs::read(FOLDER.join(part)).unwrap();
            change(&mut bytes);
            std::fs::write(to, bytes).unwrap();
        } else {
            std::fs::hard_link(FOLDER.join(part), &to)
                .or_else(|_| std::fs::copy(FOLDER.join(part), &to).map(drop))
                .unwrap();
        }
    }
    let loaded = Pipeline::load(&folder);
    std::fs::remove_dir_all(&folder).ok();
    loaded
}

const PARTS: [&str; 15] = [
    "config.cfg",
    "tokenizer",
    "vocab/lookups.bin",
    "vocab/vectors",
    "vocab/key2row",
    "tok2vec/model",
    "tagger/cfg",
    "tagger/model",
    "parser/moves",
    "parser/model",
    "ner/moves",
    "ner/model",
    "attribute_ruler/patterns",
    "lemmatizer/lookups/lookups.bin",
    "meta.json",
];

#[test]
fn a_damaged_file_is_an_error_that_names_it() {
    for file in &PARTS[1..14] {
        let error = damaged(file, |bytes| bytes.truncate(bytes.len() / 2)).expect_err(file).to_string();
        let named = error.contains(file) || file.starts_with("vocab/") && error.contains("vocab/");
        assert!(named && error.contains("install the model again"), "{error}");
        assert!(damaged(file, |bytes| bytes.clear()).is_err(), "{file}");
    }
}

#[test]
fn changed_bytes_never_panic() {
    let mut seed = 11_u64;
    for round in 0..4 {
        for file in PARTS.iter().filter(|file| !file.starts_with("vocab/")) {
            let loaded = damaged(file, |bytes| {
                for _ in 0..4 {
                    seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                    // Half of the changes go to the head of the file, where its structure is.
                    let range = if round % 2 == 0 { bytes.len() } else { bytes.len().min(2000) };
                    let at = (seed >> 33) as usize % range;
                    bytes[at] ^= (seed >> 20) as u8 | 1;
                }
            });
            if let Ok(pipeline) = loaded {
                let tokens = pipeline.tokenize("Mr. Brandt, 44, said: “It isn't over.” He's in the U.S. now.");
                pipeline.annotate(vec![(tokens, Vec::new())]);
            }
        }
    }
}

#[test]
fn finds_the_pipeline_in_an_unpacked_package() {
    let package = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("package-{}", std::process::id()));
    let folder = package.join("en_core_web_md/en_core_web_md-3.8.0");
    for part in PARTS {
        let to = folder.join(part);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::hard_link(FOLDER.join(part), &to)
            .or_else(|_| std::fs::copy(FOLDER.join(part), &to).map(drop))
            .unwrap();
    }
    let loaded = Pipeline::load(&package).map(drop);
    std::fs::remove_dir_all(&package).ok();
    loaded.unwrap();
}

#[test]
fn a_component_that_cannot_run_is_named() {
    let change = |from: &'static str, to: &'static str| {
        move |bytes: &mut Vec<u8>| {
            let text = String::from_utf8(bytes.clone()).unwrap();
            assert!(text.contains(from));
            *bytes = text.replacen(from, to, 1).into_bytes();
        }
    };
    let error = damaged("config.cfg", change("factory = \"ner\"", "factory = \"spancat\"")).expect_err("").to_string();
    assert!(error.contains("\"ner\" (spancat)"), "{error}");
    let error = damaged("config.cfg", change("disabled = [\"senter\"]", "disabled = []")).expect_err("").to_string();
    assert!(error.contains("\"senter\""), "{error}");
    let error = Pipeline::load(Path::new("/nowhere/at/all")).expect_err("").to_string();
    assert!(error.contains("/nowhere/at/all: there is no such folder"), "{error}");
}
