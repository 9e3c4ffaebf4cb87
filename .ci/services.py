"""Runs the GitHub action and the GitLab template as their services would, on a repository with a mistake and on one without.

    .ci/services.py WHEELS PROGRAMS        the directories of the wheel and of the program of this version

Of the services there is what the two files use: for GitHub, the steps of a composite action, expressions of inputs and of the
action's path, bash as it is called there, and the files by which a step tells the rest; for GitLab, the variables of a job, and its
scripts in one shell. An expression that is not known here fails the run, and so does one in a script, where it would be code.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

import yaml

SOURCE = Path(__file__).resolve().parent.parent
ATTACHMENT = """resource "aws_network_interface_attachment" "second" {{
  instance_id          = "i-0123456789abcdef0"
  network_interface_id = "eni-0123456789abcdef0"
  device_index         = {index}
}}
"""


def expect(condition, told):
    if not condition:
        sys.exit(f"FAILED: {told}")


def substitute(text, inputs):
    """The text with the values of its expressions."""

    def value(found):
        name = found[1]
        if name == "github.action_path":
            return str(SOURCE)
        expect(name.startswith("inputs.") and name[7:] in inputs, f"what is {found[0]}?")
        return inputs[name[7:]]

    return re.sub(r"\$\{\{\s*([\w.-]+)\s*\}\}", value, text)


def pairs(file):
    return dict(line.split("=", 1) for line in file.read_text().splitlines()) if file.exists() else {}


class Repository:
    """A directory with a file that has the mistake, or does not."""

    def __init__(self, index):
        self.path = Path(tempfile.mkdtemp(dir=WORK))
        (self.path / "infra dir").mkdir()
        (self.path / "infra dir" / "main.tf").write_text(ATTACHMENT.format(index=index))

    def action(self, **given):
        """Runs the action: its status, what it printed, and what its steps told."""
        action = yaml.safe_load((SOURCE / "action.yml").read_text())
        given = {name.replace("_", "-"): value for name, value in given.items()}
        expect(given.keys() <= action["inputs"].keys(), f"inputs are {given}")
        inputs = {name: one.get("default", "") for name, one in action["inputs"].items()} | given
        runner = Path(tempfile.mkdtemp(dir=WORK))
        files = {name: runner / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_PATH")}
        told, printed = {}, ""
        for step in action["runs"]["steps"]:
            expect(step["shell"] == "bash" and "${{" not in step["run"], "an expression in a script")
            for file in files.values():
                file.touch()
            script = runner / "step.sh"
            script.write_text(step["run"])
            added = ":".join(reversed(files["GITHUB_PATH"].read_text().splitlines()))
            environment = {name: substitute(text, inputs) for name, text in step.get("env", {}).items()}
            environment |= {name: str(file) for name, file in files.items()}
            environment |= {"RUNNER_TEMP": str(runner), "PATH": f"{added}:{os.environ['PATH']}".lstrip(":"), "GITHUB_ACTIONS": "true"}
            directory = self.path / substitute(step.get("working-directory", "."), inputs)
            bash = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)]
            run = subprocess.run(bash, cwd=directory, env=CLEAN | environment, capture_output=True, text=True)
            printed += run.stdout + run.stderr
            told[step.get("id")] = pairs(files["GITHUB_OUTPUT"])
            if run.returncode:
                break
        outputs = {}
        for name, output in action["outputs"].items():
            step, key = re.fullmatch(r"\$\{\{ steps\.(\w+)\.outputs\.([\w-]+) \}\}", output["value"]).groups()
            outputs[name] = told.get(step, {}).get(key, "")
        return run.returncode, printed, outputs, files["GITHUB_STEP_SUMMARY"].read_text()

    def job(self, **variables):
        """Runs the job of the template: its status, and what it printed."""
        job = yaml.safe_load((SOURCE / "templates/enilint.gitlab-ci.yml").read_text())["enilint"]
        python = Path(tempfile.mkdtemp(dir=WORK))
        venv.create(python, with_pip=True)
        script = "\n".join(["set -eo pipefail", *job["before_script"], *job["script"]])
        environment = job["variables"] | variables | {"PATH": f"{python}/bin:{os.environ['PATH']}"}
        run = subprocess.run(["bash", "-c", script], cwd=self.path, env=CLEAN | environment, capture_output=True, text=True)
        reports = job["artifacts"]["reports"]
        return run.returncode, run.stdout + run.stderr, {name: self.path / file for name, file in reports.items()}


def try_action():
    status, printed, outputs, summary = Repository(0).action()
    expect(status == 1 and outputs == {"status": "1", "sarif-file": "./enilint.sarif"}, f"{status} {outputs} {printed}")
    expect(re.search(r"^::error title=.*,file=infra dir/main.tf,line=4", printed, re.M), printed)
    expect("attachment-at-index-zero" in summary, summary)

    repository = Repository(1)
    status, printed, outputs, summary = repository.action()
    expect((status, outputs["status"]) == (0, "0") and "::error" not in printed and summary, printed)
    expect(json.loads((repository.path / outputs["sarif-file"]).read_text())["version"] == "2.1.0", "no SARIF")

    repository = Repository(0)
    status, printed, outputs, _ = repository.action(working_directory="infra dir", sarif_file="a.sarif", paths="main.tf\n")
    expect(status == 1 and (repository.path / outputs["sarif-file"]).is_file(), printed)
    status, printed, _, _ = repository.action(arguments="--rule=attachment-at-index-zero=info\n--exclude\nx y")
    expect(status == 0 and "::notice" in printed, printed)

    # What stands in an input is no code, and a path is no argument.
    for text in ['"; touch taken; "', "$(touch taken)", "`touch taken`", "'; touch taken #", "--fail-on=error"]:
        for name in ["paths", "arguments", "fail_on", "sarif_file", "install"]:
            repository = Repository(1)
            status, printed, _, _ = repository.action(**{"install": "none", name: text})
            expect(not list(repository.path.rglob("taken")), f"{name} is run: {text}")
            expect(name not in ("paths", "fail_on", "install") or status == 2, f"{name} {text}: {status} {printed}")
    expect(Repository(1).action(arguments="--no-such")[2] == {"status": "2", "sarif-file": ""}, "outputs of wrong usage")


def try_template():
    status, printed, reports = Repository(0).job()
    expect(status == 1 and "attachment-at-index-zero" in printed, f"{status} {printed}")
    expect(json.loads(reports["codequality"].read_text())[0]["location"]["path"] == "infra dir/main.tf", "no code quality")
    expect("<failure " in reports["junit"].read_text(), "no test report")
    status, printed, reports = Repository(1).job()
    expect(status == 0 and json.loads(reports["codequality"].read_text()) == [], f"{status} {printed}")
    status, printed, _ = Repository(0).job(ENILINT_ARGUMENTS="--disable attachment-at-index-zero .")
    expect(status == 0, printed)


if __name__ == "__main__":
    # What the services' runners have, and where their package index would be.
    CLEAN = {name: os.environ[name] for name in ("HOME", "LANG", "TMPDIR") if name in os.environ}
    CLEAN |= {"PIP_FIND_LINKS": str(Path(sys.argv[1]).resolve()), "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    CLEAN |= {name: value for name, value in os.environ.items() if name.startswith("PIP_INDEX")}
    with tempfile.TemporaryDirectory() as work:
        WORK = work
        # Where nothing is to be installed, the program is there.
        os.environ["PATH"] = f"{Path(sys.argv[2]).resolve()}:{os.environ['PATH']}"
        try_action()
        try_template()
