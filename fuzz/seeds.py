#!/usr/bin/env python3
"""Writes what each target of the fuzzer begins with: python3 fuzz/seeds.py DIRECTORY. The examples of the rule pages, the inputs of the
tests, and those in fuzz/seeds, each in the form that its target takes."""

import hashlib
import json
import pathlib
import re
import sys

FUZZ = pathlib.Path(__file__).resolve().parent
PROJECT = FUZZ.parent
TESTS = PROJECT / "testdata"
LARGEST = 20_000


def text(path):
    content = path.read_bytes() if path.is_file() and path.stat().st_size < 10 * LARGEST else b""
    try:
        return content.decode()
    except UnicodeDecodeError:
        return ""


def files(pattern):
    """What is hostile is left out: it reaches the bounds of evaluation, which takes seconds with the instrumentation."""
    return [text(path) for path in sorted(TESTS.rglob(pattern)) if "hostile" not in path.parts]


def joined(texts, line):
    return f"\n{line}\n".join(texts)


def examples():
    """The examples of each page: language, the words behind it, and text."""
    for page in sorted((PROJECT / "rules").glob("*.md")):
        for language, words, example in re.findall(r"^```(hcl|yaml|json) ?(.*?)\n(.*?)^```", text(page), re.M | re.S):
            yield language, words, example


def sides(directory, pattern):
    """The files before and after a change."""
    for before in sorted(directory.glob(f"*/before/{pattern}")):
        yield text(before), text(before.parent.parent / "after" / before.name)


def whole():
    for directory in sorted(path for path in TESTS.rglob("*") if path.is_dir() and "hostile" not in path.parts):
        names = [path for path in sorted(directory.iterdir()) if path.suffix in {".tf", ".yaml", ".json", ".tfvars", ".toml"}]
        yield "".join(f"### {path.name}\n{text(path)}" for path in names[:8])
    for language, _, example in examples():
        yield f"### main.{'tf' if language == 'hcl' else language}\n{example}"


def seeds():
    """Target and text of each seed."""
    hcl = files("*.tf") + [example for language, _, example in examples() if language == "hcl"]
    templates = files("*.yaml") + files("*.template") + [example for language, _, example in examples() if language == "yaml"]
    plans, change_sets = TESTS / "plans", TESTS / "change-sets"
    table = (TESTS / "conformance/expressions/table.jsonl").read_text().splitlines()
    yield from (("hcl", one) for one in hcl)
    yield from (("terraform", one) for one in hcl)
    yield from (("suppressions", line.lstrip("# ")) for one in hcl + templates for line in one.splitlines() if "enilint:" in line)
    yield from (("yaml", one) for one in templates)
    yield from (("cloudformation", one) for one in templates)
    yield from (("json", one) for one in files("*.json"))
    yield from (("facts", one) for one in files("*.json"))
    yield from (("expression", json.loads(line)["expression"]) for line in table)
    yield from (("plan", text(path)) for path in plans.glob("*/plan.json"))
    yield from (("plan", joined([text(path), text(path.parent / "after/main.tf")], "---")) for path in plans.glob("*/plan.json"))
    for path in change_sets.glob("*/changes.json"):
        yield "change_set", joined([text(path), *(text(template) for template in sorted((path.parent / "after").iterdir()))], "----")
    for directory, pattern in [(TESTS / "changes", "*"), (plans, "*.tf"), (change_sets, "*")]:
        yield from (("change", joined(pair, "---")) for pair in sides(directory, pattern))
    yield from (("values", one) for one in files("*.tfvars"))
    yield from (("whole", one) for one in whole())
    yield from ((path.parent.name, text(path)) for path in (FUZZ / "seeds").glob("*/*"))


def main():
    directory = pathlib.Path(sys.argv[1])
    for target, seed in seeds():
        if 0 < len(seed) < LARGEST:
            (directory / target).mkdir(parents=True, exist_ok=True)
            (directory / target / hashlib.sha1(seed.encode()).hexdigest()[:16]).write_bytes(seed.encode())


main()
