#!/usr/bin/env python3
"""Drives the built program as a person would and checks what comes out.

    end_to_end.py target/release/reportedly

Needs the jsonschema package and an installed model.
"""

import json
import pathlib
import subprocess
import sys

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples/constanta.txt"
passed = 0


def run(*arguments, stdin=b"", code=0):
    done = subprocess.run([sys.argv[1], *map(str, arguments)], input=stdin, capture_output=True)
    assert done.returncode == code, f"{arguments}: exit {done.returncode}, not {code}: {done.stderr.decode()[-800:]}"
    return done.stdout.decode("utf-8"), done.stderr.decode("utf-8")


def check(name, holds):
    global passed
    assert holds, f"{name}: does not hold"
    passed += 1
    print(f"ok: {name}")


def quotes(reading, spans):
    return " … ".join(reading["text"][start:end] for start, end in spans)


def reads_the_example():
    out, err = run("read", EXAMPLE, "--published", "2026-03-03", "--format", "json")
    reading = json.loads(out)
    check("the reading follows the schema", jsonschema.validate(reading, json.loads(run("schema")[0])) is None)
    check("the text is kept", reading["text"] == EXAMPLE.read_text(encoding="utf-8"))
    check("nothing is said when all goes well", err == "")
    said = {quotes(reading, a["source"]): a for a in reading["attributions"]}
    check("somebody is quoted", any("Marold" in who and a["kind"] == "direct" for who, a in said.items()))
    relayed = [link["name"] for a in reading["attributions"] for link in a["chain"]]
    check("a relay is in a chain", any("Adev" in name for name in relayed))
    check("Monday evening has its date", any(t["value"] == "2026-03-02TEV" for t in reading["times"]))
    sides = [c["a"]["attribution"] and c["b"]["attribution"] for c in reading["conflicts"] if c["facet"] == "time"]
    check("the two hours of the fire conflict, each on somebody's word", any(sides))
    rules = {item["rule"] for layer in reading.values() if isinstance(layer, list) for item in layer}
    check("every rule is explained", all(run("explain", rule)[0].startswith(rule) for rule in rules))
    check("the port is on the map", any(p["country"] == "RO" and p["lat"] for p in reading["places"]))
    return reading


def offsets_count_code_points():
    text = "“The bridge is shut 👩‍🚒,” Anna Brandt told reporters in Kraków on Friday.\r\n\r\nShe left e\u0301arly.\r\n"
    line = json.dumps({"id": "x", "text": text, "published": "2026-03-03"}).encode()
    reading = json.loads(run("read", "-", "--input", "jsonl", "--format", "jsonl", stdin=line)[0])
    check("line ends, emoji and combining marks are kept", reading["text"] == text)
    pieces = [quotes(reading, a["content"]) for a in reading["attributions"]]
    check("a quotation slices to its own characters", any("bridge is shut 👩‍🚒" in piece for piece in pieces))


def bad_input_costs_itself_alone():
    lines = b'{"id":"a","text":"Anna Brandt said it rained."}\n{"id":\n{"id":"c","text":"He left."}\n'
    out, err = run("read", "-", "--input", "jsonl", "--format", "jsonl", stdin=lines, code=2)
    check("good lines around a bad one are read", [json.loads(line)["id"] for line in out.splitlines()] == ["a", "c"])
    check("the bad line is named", "2" in err and "JSON" in err)
    _, err = run("read", "no-such-file.txt", code=2)
    check("a missing file is named", "no-such-file.txt" in err)
    _, err = run("read", EXAMPLE, "--published", "soon", code=2)
    check("an unknown date is explained", "2023-09-12" in err or "YYYY" in err)


def the_same_on_any_number_of_threads():
    text = EXAMPLE.read_text(encoding="utf-8")
    lines = "".join(json.dumps({"id": str(i), "text": text[i:]}) + "\n" for i in range(0, 400, 5)).encode()
    one, two = (run("read", "-", "--input", "jsonl", "--format", "jsonl", "--jobs", n, stdin=lines)[0] for n in ("1", "2"))
    check("one thread and two print the same", one == two and one.count("\n") == 80)


def main():
    reads_the_example()
    offsets_count_code_points()
    bad_input_costs_itself_alone()
    the_same_on_any_number_of_threads()
    print(f"end to end: {passed} passed, 0 failed")


if __name__ == "__main__":
    main()
