#!/usr/bin/env python3
"""Kills an ingest at random moments, lets the same command go on, and holds the ledger to that of an unbroken run.

usage: scripts/kill_ingest.py PROGRAM [KILLS] [REPORTS] [SEED]

Every row of every table must be equal, but for the columns that hold a clock. Needs Python 3.10 or later with its own
SQLite, and a model that PROGRAM finds.
"""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

CLOCKS = {"taken", "first_seen", "last_seen"}
HERE = os.path.dirname(os.path.abspath(__file__))


def rows(ledger):
    """All rows but clocks, table by table, each table in order."""
    base = sqlite3.connect(f"file:{ledger}?mode=ro", uri=True)
    assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert not base.execute("PRAGMA foreign_key_check").fetchall()
    names = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'words_%'"
    for (table,) in sorted(base.execute(names)):
        columns = [row[1] for row in base.execute(f"PRAGMA table_xinfo('{table}')") if row[6] != 1]
        kept = ", ".join(f'"{name}"' for name in columns if name not in CLOCKS)
        for row in base.execute(f'SELECT {kept} FROM "{table}" ORDER BY {kept}'):
            yield table, row
    for row in base.execute("SELECT rowid FROM words WHERE words MATCH 'the' ORDER BY rowid"):
        yield "words", row


def main():
    program = os.path.abspath(sys.argv[1])
    kills, reports, seed = ([int(number) for number in sys.argv[2:]] + [50, 4000, 1][len(sys.argv) - 2:])[:3]
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, "reports.jsonl")
        with open(source, "w") as out:
            made = [sys.executable, os.path.join(HERE, "../benches/ledger_reports.py"), str(reports), str(seed)]
            subprocess.run(made, stdout=out, check=True)
            out.write("{broken\n")

        def command(name):
            return [program, "ingest", "--quiet", "--ledger", os.path.join(folder, name), source]

        begun = time.monotonic()
        assert subprocess.run(command("whole"), stderr=subprocess.DEVNULL).returncode == 2
        took = time.monotonic() - begun
        done = 0
        while done < kills:
            run = subprocess.Popen(command("cut"), stderr=subprocess.DEVNULL)
            # Short enough that the kills are spent before the reports are; sometimes just after the start, sometimes late.
            pause = chance.uniform(0.05, 0.05 + 2.4 * took / kills + 1.5)
            time.sleep(pause)
            if run.poll() is None:
                run.send_signal(signal.SIGKILL)
                done += 1
                run.wait()
            else:
                print(f"ended by itself after {done} kills; killed from here on in a ledger that is whole")
            base = os.path.join(folder, "cut")
            if os.path.exists(base):
                try:
                    with sqlite3.connect(f"file:{base}?mode=ro", uri=True) as asked:
                        stored = asked.execute("SELECT count(*) FROM report").fetchone()[0]
                except sqlite3.OperationalError:
                    stored = 0
                print(f"kill {done} after {pause:.2f} s: {stored} reports stored", flush=True)
        assert subprocess.run(command("cut"), stderr=subprocess.DEVNULL).returncode == 2
        count = 0
        whole, cut = rows(os.path.join(folder, "whole")), rows(os.path.join(folder, "cut"))
        for one, two in zip(whole, cut, strict=True):
            assert one == two, f"not equal:\n{one}\n{two}"
            count += 1
        print(f"{kills} kills, {reports} reports: {count} rows equal those of an unbroken run of {took:.0f} s")


if __name__ == "__main__":
    main()
