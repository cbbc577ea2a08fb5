"""Prints what benches/language.sh measured as a table: spaCy, ours on one thread, ours on two."""

import json
import sys

spacy, one, two = map(json.loads, sys.argv[1:4])
print(f"{'':24}{'words':>9}{'tokens':>9}{'words/s':>10}{'words/CPU s':>13}{'load s':>8}{'peak MB':>9}")
for name, run in (("spaCy, one thread", spacy), ("reportedly, one thread", one), ("reportedly, two threads", two)):
    per_cpu = run["words"] / run["cpu_s"]
    print(f"{name:24}{run['words']:9}{run['tokens']:9}{run['words_per_s']:10.0f}{per_cpu:13.0f}"
          f"{run['load_s']:8.2f}{run['peak_mb']:9.0f}")
cpu = spacy["cpu_s"] / one["cpu_s"]
print(f"one thread against spaCy: {spacy['seconds'] / one['seconds']:.1f} times on the clock, {cpu:.1f} times by processor time")
print(f"two threads against one: {one['seconds'] / two['seconds']:.2f} times on the clock")
