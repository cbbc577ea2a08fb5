#!/usr/bin/env python3
"""Learns which blocks of a page are its article: writes data/models/pages.tsv.

    pip install lightgbm numpy
    cargo build --release -p reportedly-intake --example described
    scripts/learn_pages.py ../shared/eval/ingest              learns from all pages
    scripts/learn_pages.py ../shared/eval/ingest --folds 8    figures on sites not learned from; writes nothing

The folder holds pages.jsonl.gz, gold.jsonl.gz and score.py. A block's label is the share of its 4-word shingles that
stand in the marked text; its weight grows with the root of its share of the article.
"""

import argparse
import base64
import collections
import gzip
import json
import pathlib
import random
import re
import subprocess
import sys

import lightgbm
import numpy as np

ROOT = pathlib.Path(__file__).resolve().parent.parent
ROUNDS = 200
PARAMETERS = dict(
    objective="binary", learning_rate=0.08, num_leaves=15, min_data_in_leaf=20, feature_fraction=0.4, bagging_fraction=0.8,
    bagging_freq=1, lambda_l2=5, verbose=-1, num_threads=1, seed=1, deterministic=True,
)
KEPT = 0.6
# Weight of a block of which only a marked segment is known.
SEGMENT = 0.1


def markup(page):
    if "html" in page:
        return page["html"]
    data = base64.b64decode(page["html_b64"])
    named = re.search(rb"charset=[\"']?([\w-]+)", data[:4096])
    return data.decode(named.group(1).decode() if named else "utf-8", "replace")


def described(folder):
    """The blocks of each page with their numbers, by the program's own reading."""
    with gzip.open(folder / "pages.jsonl.gz", "rt", encoding="utf-8") as pages:
        lines = [json.dumps({"id": page["id"], "html": markup(page)}) for page in map(json.loads, pages)]
    binary = ROOT / "target/release/examples/described"
    done = subprocess.run([binary], input="\n".join(lines), capture_output=True, text=True, encoding="utf-8", check=True)
    return {page["id"]: page["blocks"] for page in map(json.loads, done.stdout.splitlines())}


def site(gold):
    host = re.sub(r"^https?://", "", gold["meta"].get("url") or gold["id"]).split("/")[0].split(":")[0]
    parts = host.split(".")
    short = len(parts) > 2 and len(parts[-2]) <= 3 and len(parts[-1]) == 2
    return ".".join(parts[-3:] if short else parts[-2:])


def label_by_text(text, marked, score):
    words, n = score.WORD.findall(text), 4
    if len(words) < n:
        return float(tuple(words) in marked["lines"])
    shingles = [tuple(words[i:i + n]) for i in range(len(words) - n + 1)]
    return sum(shingle in marked["shingles"] for shingle in shingles) / len(shingles)


def examples(gold, pages, score):
    """Numbers, label, weight, page and place of each block with words."""
    rows = []
    for at, document in enumerate(gold):
        marked = None
        if document.get("text"):
            text = document["text"].replace("\u00ad", "")
            lines = {tuple(score.WORD.findall(line)) for line in re.split(r"\n+", text)}
            marked = {"shingles": score.shingles(text), "lines": lines, "size": len(score.WORD.findall(text))}
        holds = lambda text, segments: any(s in text or len(text) > 30 and text in s for s in map(score.squash, segments))
        for place, (text, numbers) in enumerate(pages.get(document["id"], [])):
            words = len(score.WORD.findall(text))
            if not words:
                continue
            if marked:
                label, weight = label_by_text(text, marked, score), words / max(marked["size"], 150)
            else:
                inside = holds(score.squash(text), document.get("with") or [])
                label, weight = float(inside), SEGMENT if inside != holds(score.squash(text), document.get("without") or []) else 0.0
            rows.append((numbers, label, weight, at, place))
    numbers, label, weight, page, place = zip(*rows)
    return np.array(numbers, dtype=np.float32), np.array(label), np.sqrt(weight), np.array(page), np.array(place)


def learned(numbers, label, weight):
    # A label between no and yes counts as both.
    numbers, label, weight = np.vstack([numbers, numbers]), np.r_[np.ones_like(label), np.zeros_like(label)], np.r_[weight * label, weight * (1 - label)]
    used = weight > 0
    data = lightgbm.Dataset(numbers[used], label[used], weight=weight[used] / weight[used].mean() / 2)
    return lightgbm.train(PARAMETERS, data, ROUNDS)


def cross_validated(folds, seed, gold, pages, score, rows):
    numbers, label, weight, page, place = rows
    sites = sorted({site(document) for document in gold})
    random.Random(seed).shuffle(sites)
    fold = {name: at % folds for at, name in enumerate(sites)}
    part = np.array([fold[site(document)] for document in gold])[page]
    odds = np.zeros(len(label))
    for at in range(folds):
        odds[part == at] = learned(numbers[part != at], label[part != at], weight[part != at]).predict(numbers[part == at])
    chosen = odds >= KEPT
    # A heading goes with the text on both its sides, as in body.rs.
    between = (numbers[1:-1, 0] >= 2) & chosen[:-2] & chosen[2:] & (page[:-2] == page[2:])
    chosen[1:-1] |= between
    kept = collections.defaultdict(list)
    for at in np.flatnonzero(chosen):
        document = gold[page[at]]["id"]
        kept[document].append(pages[document][place[at]][0])
    score.score(gold, {document: {"id": document, "text": "\n\n".join(blocks)} for document, blocks in kept.items()})


def written(node):
    if "leaf_value" in node:
        return [f"={node['leaf_value']:.4g}"]
    assert node["decision_type"] == "<="
    asks = f"{node['split_feature']}<{node['threshold']:.7g}"
    return [asks, *written(node["left_child"]), *written(node["right_child"])]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--folds", type=int)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    sys.path.insert(0, str(arguments.folder))
    import score

    gold = list(score.read(str(arguments.folder / "gold.jsonl.gz")))
    pages = described(arguments.folder)
    rows = examples(gold, pages, score)
    if arguments.folds:
        return cross_validated(arguments.folds, arguments.seed, gold, pages, score, rows)
    trees = learned(*rows[:3]).dump_model()["tree_info"]
    with open(ROOT / "data/models/pages.tsv", "w", encoding="utf-8") as out:
        out.write("# Which blocks of a page are its article: decision trees whose values add up.\n")
        out.write("# Source: learned by scripts/learn_pages.py, see pages.md; weights only, no text. Licence: MIT OR Apache-2.0.\n")
        out.write("# Columns: the nodes of a tree, each before its children: number (crates/intake/src/html/features.rs)<threshold, or =value\n")
        for tree in trees:
            out.write(" ".join(written(tree["tree_structure"])) + "\n")


if __name__ == "__main__":
    main()
