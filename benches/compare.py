#!/usr/bin/env python3
"""How long enilint takes, beside other linters and beside reading the same bytes: python3 benches/compare.py [--corpus DIR] [--sizes N,…]

Measures wall time and peak memory of whole processes and prints one table with ratios from this run. Other linters are measured where they
are found: `cfn-lint` and `checkov` on PATH or in --tools, the package `cloudformation-validate` in the interpreter that runs this script,
and the crate of that name where --validate names what was built of benches/validate. The floor is reading the same bytes, and the crate
`hcl-rs` parsing the Terraform files that matter.
Before: cargo build --release. For the crate: cd benches/validate && cargo +nightly build --release (it wants a newer compiler than enilint). The synthetic repositories are made in a temporary directory and removed.
"""

import argparse
import functools
import json
import math
import multiprocessing
import os
import pathlib
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time

PROJECT = pathlib.Path(__file__).resolve().parent.parent
ENILINT = PROJECT / "target/release/enilint"
SCRATCH = tempfile.TemporaryDirectory(prefix="enilint-bench-")
TEMPLATE_SUFFIXES = {".yaml", ".yml", ".json", ".template"}


def run(command, directory=PROJECT, repeat=1):
    """The fastest of some runs in seconds, and the peak memory of the child in MiB."""
    best, peak = float("inf"), 0
    for _ in range(repeat):
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=directory, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, _, usage = os.wait4(process.pid, 0)
        best = min(best, time.perf_counter() - start)
        peak = max(peak, usage.ru_maxrss / 1024)
    return best, peak


def row(name, seconds, peak, base=None):
    ratio = f"{seconds / base:10.1f}x" if base else ""
    print(f"  {name:<44}{seconds:10.3f} s{peak:10.0f} MiB{ratio}", flush=True)
    return seconds


def read_all(directory):
    """Reads every byte below a directory once."""
    return run(["sh", "-c", f"find '{directory}' -type f -print0 | xargs -0 cat"], repeat=3)


@functools.cache
def floor_program():
    """The program that parses files with `hcl-rs`, built if it is not there."""
    build = ["cargo", "bench", "--quiet", "--no-run", "--bench", "floor", "--message-format", "json"]
    messages = subprocess.run(build, cwd=PROJECT, check=True, capture_output=True, text=True).stdout.splitlines()
    programs = [json.loads(line).get("executable") for line in messages if '"executable"' in line]
    return next(program for program in programs if program)


def listed(files):
    """A file with these paths, one on a line."""
    file = pathlib.Path(SCRATCH.name) / "files.txt"
    file.write_text("".join(f"{path}\n" for path in files))
    return str(file)


def parse_all(files, repeat=3):
    """Parses Terraform files with `hcl-rs`."""
    files = [file for file in files if str(file).endswith((".tf", ".tofu"))]
    return run([floor_program(), listed(files)], repeat=repeat)


def check(path, *arguments, repeat=3):
    return run([ENILINT, "check", "--format", "concise", *arguments, path], repeat=repeat)


# Synthetic repositories --------------------------------------------------------------------------------------------------------------


def units(corpus):
    """Directories of the corpus with their files, as they lie there: a Terraform module or a template alone makes no sense."""
    found = []
    for directory, _, names in os.walk(corpus):
        files = [name for name in names if pathlib.Path(name).suffix in TEMPLATE_SUFFIXES | {".tf", ".tfvars"}]
        files = [name for name in files if os.path.getsize(os.path.join(directory, name)) < 200_000]
        if files:
            found.append((directory, files))
    # Neighbours are alike; a small repository is to have of everything what a large one has.
    return random.Random(1).sample(sorted(found), len(found))


def other_file(number):
    """A file of a repository that has nothing to do with network interfaces: its name and its text."""
    kind = number % 10
    if kind < 3:
        return f"infra/service{number // 10}/part{kind}.tf", TERRAFORM.format(n=number) * 6
    if kind < 5:
        return f"deploy/service{number // 10}/manifest{kind}.yaml", KUBERNETES.format(n=number) * 5
    if kind == 5:
        return f"web/package{number // 10}/package.json", PACKAGE.format(n=number)
    if kind == 6:
        return f"docs/page{number // 10}.md", f"# Page {number}\n\n" + "Some words about a service and how it is run. " * 60
    return f"src/module{number // 10}/file{kind}.py", SOURCE.format(n=number) * 20


TERRAFORM = """resource "aws_s3_bucket" "logs_{n}" {{
  bucket = "${{var.name}}-logs-{n}"
  tags   = merge(var.tags, {{ Service = "service-{n}" }})
}}

resource "aws_iam_role" "task_{n}" {{
  name               = "task-{n}"
  assume_role_policy = jsonencode({{ Version = "2012-10-17", Statement = [{{ Effect = "Allow", Action = "sts:AssumeRole" }}] }})
}}

resource "aws_cloudwatch_log_group" "group_{n}" {{
  name              = "/service/{n}"
  retention_in_days = 30
}}
"""
KUBERNETES = """apiVersion: apps/v1
kind: Deployment
metadata: {{name: service-{n}, labels: {{app: service-{n}}}}}
spec:
  replicas: 3
  template:
    spec:
      containers:
        - name: main
          image: registry.example.com/service-{n}:1.2.3
          ports: [{{containerPort: 8080}}]
---
"""
PACKAGE = '{{"name": "package-{n}", "version": "1.0.0", "dependencies": {{"left": "^1.0.0", "right": "^2.1.0"}}, "scripts": {{"test": "run"}}}}\n'
SOURCE = """def handler_{n}(event, context):
    items = [item for item in event.get("items", []) if item.get("active")]
    return {{"count": len(items), "names": [item["name"] for item in items]}}


"""


def synthetic(directory, size, corpus):
    """A repository of `size` files, one in ten of them from the corpus. Returns how many bytes there are."""
    count, written, number = 0, 0, 0
    sources = units(corpus)
    turn = 0
    while count < size:
        if sources and written * 10 < count:
            origin, files = sources[turn % len(sources)]
            target = directory / "stacks" / f"stack{turn}"
            target.mkdir(parents=True)
            for name in files:
                shutil.copyfile(os.path.join(origin, name), target / name)
            turn += 1
            written += len(files)
            count += len(files)
        path, text = other_file(number)
        target = directory / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
        number += 1
        count += 1
    return sum(file.stat().st_size for file in directory.rglob("*") if file.is_file()), count


def scaling(sizes, corpus):
    print("Synthetic repositories, one file in ten from the corpus (fastest of 3)")
    times = []
    for size in sizes:
        directory = pathlib.Path(tempfile.mkdtemp(prefix="enilint-bench-"))
        try:
            total, count = synthetic(directory, size, corpus)
            print(f" {count} files, {total / 1e6:.1f} MB")
            floor = row("reading all bytes (find | cat)", *read_all(directory))
            # All others are recognised without parsing them.
            parsed = row("hcl-rs parsing the files that matter", *parse_all((directory / "stacks").rglob("*")), floor)
            seconds = row("enilint check", *check(directory), floor)
            print(f"  enilint check / hcl-rs parsing: {seconds / parsed:.1f}x")
            times.append((count, seconds))
        finally:
            shutil.rmtree(directory)
    print(" microseconds for each file as the repository grows: " + ", ".join(f"{1e6 * seconds / count:.0f}" for count, seconds in times))
    # What each further file takes: the same from step to step where time grows with the number of files and no faster.
    steps = zip(times, times[1:])
    further = ", ".join(f"{1e6 * (after - before) / (more - fewer):.0f}" for (fewer, before), (more, after) in steps)
    print(f" microseconds for each further file: {further}")
    # An exponent of 1 is linear growth.
    slope = lambda a, b: math.log(b[1] / a[1]) / math.log(b[0] / a[0])
    exponents = ", ".join(f"{slope(before, after):.2f}" for before, after in zip(times, times[1:]))
    print(f" time grows with the number of files to the power of: {exponents}")


# Changes -----------------------------------------------------------------------------------------------------------------------------


def git(directory, *arguments):
    identity = ["-c", "user.name=bench", "-c", "user.email=bench@example.com"]
    subprocess.run(["git", *identity, *arguments], cwd=directory, check=True, stdout=subprocess.DEVNULL)


def revisions(size, corpus):
    """A check of a change in a repository, beside a plain one."""
    directory = pathlib.Path(tempfile.mkdtemp(prefix="enilint-bench-"))
    try:
        _, count = synthetic(directory, size, corpus)
        git(directory, "init", "--quiet")
        git(directory, "add", "--all")
        git(directory, "commit", "--quiet", "--message", "before")
        print(f"A repository of {count} files (fastest of 10)")
        arguments = [ENILINT, "check", "--format", "concise"]
        plain = row("enilint check", *run(arguments, directory, repeat=10))
        row("enilint check --base HEAD, nothing changed", *run([*arguments, "--base", "HEAD"], directory, repeat=10), plain)
        files = sorted((directory / "stacks").rglob("*.tf"))
        for changed in files[:1]:
            changed.write_text(changed.read_text() + "\n# changed\n")
        row("enilint check --base HEAD, one file changed", *run([*arguments, "--base", "HEAD"], directory, repeat=10), plain)
    finally:
        shutil.rmtree(directory)


def plan(megabytes):
    """A plan of many modules with the resources of a real one, among five times as many that are not about networks."""
    real = json.loads((PROJECT / "testdata/plans/eni-moves-az/plan.json").read_text())
    policy = json.dumps({"Statement": [{"Effect": "Allow", "Action": f"s3:Get{n}", "Resource": "*"} for n in range(60)]})

    def role(module, number):
        address = {"mode": "managed", "type": "aws_iam_role", "name": f"role{number}", "address": f"{module}.aws_iam_role.role{number}"}
        values = {"name": f"{module}-{number}", "assume_role_policy": policy, "tags": {"Owner": "bench"}}
        change = {"actions": ["no-op"], "before": values, "after": values, "after_unknown": {}, "before_sensitive": {}, "after_sensitive": {}}
        return {**address, "values": values}, {**address, "change": change}

    def moved(records, module, number):
        """The records in a module, with ids of their own."""
        moved = [{**record, "module_address": module, "address": f"{module}.{record['address']}"} for record in records]
        return json.loads(json.dumps(moved).replace("-000000", f"-{number:06x}"))

    changes, planned, prior, calls = [], [], [], {}
    own = real["configuration"]["root_module"]
    size = 0
    while size < megabytes * 1e6:
        name = f"stack{len(calls)}"
        module = f"module.{name}"
        others = [role(module, number) for number in range(5 * len(real["resource_changes"]))]
        sides = [real["resource_changes"], real["planned_values"]["root_module"]["resources"]]
        sides += [real["prior_state"]["values"]["root_module"]["resources"]]
        own_changes, own_planned, own_prior = [moved(side, module, len(calls)) for side in sides]
        own_changes += [change for _, change in others]
        changes += own_changes
        planned.append({"address": module, "resources": own_planned + [values for values, _ in others]})
        prior.append({"address": module, "resources": own_prior + [values for values, _ in others]})
        calls[name] = {"source": f"./{name}", "module": own}
        size += len(json.dumps([own_changes, planned[-1], prior[-1], calls[name]]))
    return {
        **real,
        "resource_changes": changes,
        "planned_values": {"root_module": {"child_modules": planned}},
        "prior_state": {**real["prior_state"], "values": {"root_module": {"child_modules": prior}}},
        "configuration": {**real["configuration"], "root_module": {"module_calls": calls}},
    }


def plans(sizes):
    print("Plans, one resource in six about networks (fastest of 3)")
    directory = pathlib.Path(tempfile.mkdtemp(prefix="enilint-bench-"))
    try:
        for size in sizes:
            file = directory / "plan.json"
            # In a process of its own: what this one holds would count as memory of those that it starts.
            writer = multiprocessing.Process(target=lambda: file.write_text(json.dumps(plan(size))))
            writer.start()
            writer.join()
            print(f" {file.stat().st_size / 1e6:.0f} MB")
            floor = row("reading all bytes (cat)", *run(["cat", str(file)], repeat=3))
            row("enilint check --plan", *run([ENILINT, "check", "--format", "concise", "--plan", str(file)], directory, repeat=3), floor)
    finally:
        shutil.rmtree(directory)


# Other linters -----------------------------------------------------------------------------------------------------------------------


def templates(corpus):
    files = (file for file in pathlib.Path(corpus).rglob("*") if file.suffix in TEMPLATE_SUFFIXES and file.is_file())
    return sorted(str(file) for file in files if b"Resources" in file.read_bytes() and b"AWS::" in file.read_bytes())


def validate(files):
    """The seconds that the engine of cloudformation-validate takes: starting, and for all files; and its peak memory in MiB."""
    import cloudformation_validate as library

    start = time.perf_counter()
    engine = library.CompositeEngine()
    engine.validate_template(library.TemplateContent("Resources: {}\n"))
    started = time.perf_counter() - start
    start = time.perf_counter()
    for file in files:
        try:
            engine.validate_template(file)
        except Exception:  # what it cannot read takes its time, too
            pass
    return started, time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def others(corpus, tools, crate):
    tool = lambda name: shutil.which(name, path=os.pathsep.join(filter(None, [tools, os.environ.get("PATH")])))
    files = templates(corpus)
    print(f"{len(files)} CloudFormation templates of the corpus, each named on the command line")
    own = row("enilint check", *run([ENILINT, "check", "--format", "concise", *files], repeat=3))
    one = row("enilint check, one template", *run([ENILINT, "check", files[0]], repeat=5))
    if tool("cfn-lint"):
        row("cfn-lint", *run([tool("cfn-lint"), "--", *files]), own)
        row("cfn-lint, one template", *run([tool("cfn-lint"), files[0]]), one)
    try:
        # In a process of its own: what this one holds would count as memory of those that it starts.
        with multiprocessing.Pool(1) as process:
            started, seconds, peak = process.apply(validate, (files,))
        row("cloudformation-validate (engine, in process)", seconds, peak, own)
        row("cloudformation-validate, starting", started, 0, one)
    except ImportError:
        print("  cloudformation-validate: not installed")
    if crate:
        # As a whole process with one thread, beside enilint on one: both read the files and start.
        one_core = row("enilint check, one core", *run(["taskset", "-c", "0", ENILINT, "check", "--format", "concise", *files], repeat=3))
        row("cloudformation-validate (crate), one core", *run(["taskset", "-c", "0", crate, listed(files)]), one_core)
        row("cloudformation-validate (crate), no template", *run([crate, listed([])], repeat=3), one)
    print("The whole corpus")
    floor = row("reading all bytes (find | cat)", *read_all(corpus))
    row("hcl-rs parsing all Terraform files", *parse_all(file for file in pathlib.Path(corpus).rglob("*") if file.is_file()), floor)
    own = row("enilint check", *check(corpus), floor)
    if tool("checkov"):
        row("checkov", *run([tool("checkov"), "-d", corpus, "--compact", "--quiet"]), own)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--corpus", default=str(PROJECT.parent / "shared/corpus"), help="real configurations")
    parser.add_argument("--sizes", default="100,1000,10000,50000", help="numbers of files of the synthetic repositories")
    parser.add_argument("--plans", default="20,200", help="megabytes of the synthetic plans")
    parser.add_argument("--tools", help="a directory with cfn-lint and checkov")
    parser.add_argument("--validate", help="the program of benches/validate, for the crate cloudformation-validate")
    parser.add_argument("--no-others", action="store_true", help="leave the other linters out")
    arguments = parser.parse_args()
    if not ENILINT.exists():
        sys.exit("first: cargo build --release")
    print("Start-up (fastest of 20)")
    row("enilint --version", *run([ENILINT, "--version"], repeat=20))
    row("enilint check, a small module", *run([ENILINT, "check", "testdata/example/terraform"], repeat=20))
    scaling([int(size) for size in arguments.sizes.split(",")], arguments.corpus)
    revisions(2000, arguments.corpus)
    plans([int(size) for size in arguments.plans.split(",") if size])
    if not arguments.no_others:
        others(arguments.corpus, arguments.tools, arguments.validate)


main()
