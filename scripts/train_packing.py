#!/usr/bin/env python3
"""Makes the dictionary that the ledger packs readings and accounts with: train_packing.py LEDGER... > data/ledger/packing-1.dict

Give ledgers of reports of our own writing only (benches/ledger_reports.py): pieces of them stand in the dictionary. A
dictionary that ledgers were written with is never changed; a better one gets the next number and the next byte in
crates/ledger/src/store/packed.rs. Needs the Python package zstandard, and the program for `reportedly sql`.
"""

import json
import subprocess
import sys

import zstandard

SIZE = 32 * 1024


def samples(ledger):
    ask = "SELECT unpack(reading) AS reading, unpack(account) AS account FROM body WHERE report % 3 = 0"
    command = ["reportedly", "sql", "--format", "jsonl", "--limit", "3000", "--ledger", ledger, ask]
    for line in subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout.splitlines():
        for packed in json.loads(line).values():
            yield packed.encode()


def main():
    every = [sample for ledger in sys.argv[1:] for sample in samples(ledger)]
    sys.stdout.buffer.write(zstandard.train_dictionary(SIZE, every, level=3).as_bytes())


if __name__ == "__main__":
    main()
