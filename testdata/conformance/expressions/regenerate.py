"""Evaluates the expressions of the table with Terraform itself: python regenerate.py ORACLE > table.jsonl"""

import json
import os
import subprocess
import sys
import tempfile

import expressions

BATCH = 250


def evaluate(oracle, batch):
    here = os.path.dirname(os.path.abspath(__file__))
    with tempfile.NamedTemporaryFile("w", suffix=".json", delete=False) as file:
        json.dump(batch, file)
    command = [sys.executable, os.path.join(oracle, "tf_console.py"), file.name, "--context", os.path.join(here, "definitions.tf"), "--dir", os.path.join(here, "files")]
    output = subprocess.run(command, capture_output=True, text=True, check=False)
    os.unlink(file.name)
    if output.returncode != 0 or not output.stdout.strip():
        raise SystemExit(output.stderr)
    return [json.loads(line) for line in output.stdout.splitlines()]


def row(group, result):
    """One line: the group, the expression, and what becomes of it."""
    line = {"group": group, "expression": result["expr"]}
    if "error" in result:
        line["fails"] = True
    elif "partly_unknown" in result:
        line["value"] = result["value"]
        line["unknown"] = result["partly_unknown"]
    elif result.get("unknown"):
        line["unknown"] = True
    else:
        line["value"] = result["value"]
        if "text" in result:
            line["text"] = result["text"]
    return line


def main(oracle):
    for group, all_expressions in expressions.GROUPS.items():
        unique = list(dict.fromkeys(all_expressions))
        for start in range(0, len(unique), BATCH):
            for result in evaluate(oracle, unique[start : start + BATCH]):
                print(json.dumps(row(group, result), ensure_ascii=False))


main(sys.argv[1])
