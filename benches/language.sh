#!/usr/bin/env bash
# Sets the language runtime beside spaCy: the same pipeline, the same texts, one thread each, then ours on two.
#
# usage: benches/language.sh MODEL_FOLDER [TEXTS.jsonl] [REPEATS]
#
# TEXTS.jsonl has a "text" on each line; without it, texts are made up from the sentences in benches/language/.
# spaCy is installed into a virtual environment below target/ the first time. Processor time is what counts where
# other work shares the machine, so both it and the time on the clock are given.
set -euo pipefail
model=$(realpath "${1:?usage: benches/language.sh MODEL_FOLDER [TEXTS.jsonl] [REPEATS]}")
texts=${2:+$(realpath "$2")}
cd "$(dirname "$0")/.."
repeats=${3:-1}
venv=${SPACY_VENV:-target/bench-venv}
python=$venv/bin/python
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1 BLIS_NUM_THREADS=1

if [ ! -x "$python" ]; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet 'spacy>=3.8,<3.9'
fi
if [ -z "$texts" ]; then
    texts=target/bench-texts.jsonl
    "$python" benches/language/texts.py benches/language/sentences.txt > "$texts"
fi
cargo build --quiet --release -p reportedly-language --example speed
speed=target/release/examples/speed

theirs=$("$python" benches/language/spacy_speed.py "$model" "$texts" "$repeats")
ours=$("$speed" "$model" "$texts" 1 "$repeats")
two=$("$speed" "$model" "$texts" 2 "$repeats")
"$python" benches/language/report.py "$theirs" "$ours" "$two"
