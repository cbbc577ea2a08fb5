"""The counterpart of crates/language/examples/speed.rs: the same texts through spaCy, one thread.

usage: spacy_speed.py MODEL_FOLDER TEXTS.jsonl [REPEATS]"""

import json
import resource
import sys
import time

import spacy

folder, texts = sys.argv[1:3]
repeats = int(sys.argv[3]) if len(sys.argv) > 3 else 1
start = time.perf_counter()
nlp = spacy.load(folder)
load = time.perf_counter() - start
texts = [json.loads(line)["text"] for line in open(texts, encoding="utf-8") if line.strip()]
start, cpu = time.perf_counter(), time.process_time()
tokens = 0
for _ in range(repeats):
    for doc in nlp.pipe(texts):
        tokens += len(doc)
seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
words = sum(len(text.split()) for text in texts) * repeats
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"load_s": load, "seconds": seconds, "cpu_s": cpu, "words": words, "tokens": tokens,
                  "words_per_s": words / seconds, "peak_mb": peak}))
