"""Evaluates the cases of the table with an evaluator of its own: python regenerate.py ORACLE

Writes `table.jsonl`, and `context.json` with the template around the cases and the values of its parameters.
"""

import copy
import json
import sys

import cases

sys.path.insert(0, sys.argv[1])
import cfn_resolve  # noqa: E402


def short(value):
    """A case in YAML's flow style, its functions as tags where a tag can stand."""
    if isinstance(value, list):
        return "[" + ", ".join(short(item) for item in value) + "]"
    if isinstance(value, dict):
        if len(value) == 1:
            (key, argument), = value.items()
            if key == "Ref":
                return "!Ref " + json.dumps(argument)
            if key == "Fn::GetAtt" and isinstance(argument, list):
                return "!GetAtt " + json.dumps(".".join(argument))
            if key.startswith("Fn::"):
                return f"!{key[4:]} {tagged(argument)}"
        return "{" + ", ".join(f"{json.dumps(key)}: {short(item)}" for key, item in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False)


def tagged(argument):
    """The argument of a tag: a function in it keeps its long form, since a node has one tag only."""
    if isinstance(argument, dict) and len(argument) == 1 and next(iter(argument)).startswith(("Fn::", "Ref")):
        (key, inner), = argument.items()
        return "{" + json.dumps(key) + ": " + short(inner) + "}"
    return short(argument)


def main():
    document = copy.deepcopy(cases.TEMPLATE)
    unique = list({json.dumps(case): case for case in cases.CASES}.values())
    for number, case in enumerate(unique):
        document["Resources"][f"Case{number}"] = {"Type": "AWS::EC2::VPC", "Properties": {"Value": case}}
    result = cfn_resolve.Template(document, cases.PARAMETERS).run()
    with open("context.json", "w", encoding="utf-8") as file:
        json.dump({"template": cases.TEMPLATE, "parameters": list(cases.PARAMETERS.items())}, file, indent=1)
        file.write("\n")
    failed = {error.split(":")[0] for error in result["errors"]}
    table = open("table.jsonl", "w", encoding="utf-8")
    for number, case in enumerate(unique):
        name = f"Case{number}"
        row = {"long": case, "short": short(case)}
        if name in failed:
            row["fails"] = True
        else:
            row["value"] = result["resources"][name]["Properties"].get("Value")
        print(json.dumps(row, ensure_ascii=False), file=table)


main()
