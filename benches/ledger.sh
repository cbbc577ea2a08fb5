#!/usr/bin/env bash
# How fast reports go into a ledger, and what it takes: benches/ledger.sh PROGRAM [COUNT...]
#
# For each count (10000 and 100000 by default) invented reports are made and taken in on one and on two threads; beside it
# `read` reads the same and stores nothing. Then the same ingest again, which finds all stored, and how long it takes to
# open the ledger and add one report. Processor time is what counts where other work shares the machine.
set -euo pipefail
program=$(realpath "${1:?usage: benches/ledger.sh PROGRAM [COUNT...]}")
shift
here=$(dirname "$(realpath "$0")")
folder=$(mktemp -d "${TMPDIR:-/tmp}/ledger-bench.XXXXXX")
trap 'rm -rf "$folder"' EXIT
format='%e s on the clock, %U s of the processor, %M KB at most'
measure() {
    printf '%s: ' "$1"
    shift
    /usr/bin/time -f "$format" "$@"
}
[ $# -gt 0 ] || set -- 10000 100000
for count; do
    reports=$folder/$count.jsonl
    python3 "$here/ledger_reports.py" "$count" > "$reports"
    echo "== $count reports, $(stat -c %s "$reports") bytes"
    for jobs in 1 2; do
        measure "read --jobs $jobs" sh -c '"$@" > /dev/null' sh \
            "$program" read --jobs $jobs --tokens --quiet --format jsonl "$reports"
        rm -f "$folder"/l "$folder"/l-*
        measure "ingest --jobs $jobs" "$program" ingest --jobs $jobs --ledger "$folder/l" "$reports"
    done
    echo "ledger: $(($(stat -c %s "$folder/l") / count)) bytes a report"
    measure "again, all stored" "$program" ingest --jobs 2 --ledger "$folder/l" "$reports"
    echo '{"id": "one more", "text": "A ferry ran aground off Turku on Monday, its master said."}' > "$folder/one.jsonl"
    measure "one more" "$program" ingest --jobs 2 --ledger "$folder/l" "$folder/one.jsonl"
done
