#!/usr/bin/env python3
"""Times the questions of a ledger, each as a process of its own: questions.py LEDGER [BINARY]

    benches/ledger_reports.py 100000 > reports.jsonl
    reportedly ingest reports.jsonl --ledger big.reportedly
    benches/questions.py big.reportedly

Prints the median and the slowest of nine runs of each question in milliseconds, starting of the program included, and
its peak memory. Which story, claim and source are asked for is looked up in the ledger: the largest, a contested one, the
one with most claims.
"""

import json
import os
import statistics
import subprocess
import sys
import time

RUNS = 9


def run(binary, ledger, *question):
    start = time.perf_counter()
    child = subprocess.Popen([binary, *question, "--ledger", ledger], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    out = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    took = (time.perf_counter() - start) * 1000
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, 1), (question, code, child.stderr.read())
    return took, usage.ru_maxrss / 1024, out


def looked_up(binary, ledger, select):
    return json.loads(run(binary, ledger, "sql", select, "--format", "json")[2])[0]["id"]


def main():
    ledger = sys.argv[1]
    binary = sys.argv[2] if len(sys.argv) > 2 else "target/release/reportedly"
    find = lambda select: looked_up(binary, ledger, select)
    story = find("SELECT id FROM story ORDER BY reports DESC LIMIT 1")
    claim = find("SELECT claim.id FROM finding JOIN claim ON claim.number = a WHERE kind = 'conflict' LIMIT 1")
    source = find("SELECT name AS id FROM source JOIN claim ON claim.source = source.number GROUP BY 1 ORDER BY count(*) DESC LIMIT 1")
    report = find("SELECT id FROM report WHERE story IS NOT NULL ORDER BY number DESC LIMIT 1")
    questions = [
        ("search", "ferry"), ("search", "ferry", "Tallinn"), ("search", "people"), ("search", '"chemical plant"', "--since", "2024-06"),
        ("stories",), ("stories", "--by", "conflicts"), ("stories", "--by", "echoes"), ("story", story), ("timeline", story),
        ("conflicts",), ("sources", claim), ("source", source), ("explain", claim), ("explain", report), ("cite", claim),
    ]
    reports = json.loads(run(binary, ledger, "sql", "SELECT count(*) AS n FROM report", "--format", "json")[2])[0]["n"]
    print(f"{reports} reports\n\n| question | median ms | slowest ms | peak MB |\n|---|---|---|---|")
    for question in questions:
        runs = [run(binary, ledger, *question)[:2] for _ in range(RUNS)]
        took = [ms for ms, _ in runs]
        print(f"| `{' '.join(question)}` | {statistics.median(took):.0f} | {max(took):.0f} | {max(mb for _, mb in runs):.0f} |")


if __name__ == "__main__":
    main()
