# The steps of the recipes for pipelines, run as they are written in a repository of
# captures. Only what a runner does itself is left out: packages, checkout, upload; and
# the build, in whose place the program lies that is tested.
# usage: recipes.py AMTRACE
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

try:
    import yaml
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "report"))
import readers

amtrace = readers.program = sys.argv[1]
root = readers.root
RUNNER = {"actions/checkout", "github/codeql-action/upload-sarif"}


def github_steps():
    """Shell texts in their order; the files that are uploaded."""
    whole = yaml.safe_load((root / "cmake/recipes/github.yml").read_text())
    (job,) = whole["jobs"].values()
    for step in job["steps"]:
        if "uses" in step:
            assert step["uses"].split("@")[0] in RUNNER, step["uses"]
            if "sarif_file" in step.get("with", {}):
                yield "test -s " + step["with"]["sarif_file"]
        elif "apt-get" not in step["run"]:
            yield step["run"]


def gitlab_steps():
    (job,) = yaml.safe_load((root / "cmake/recipes/gitlab.yml").read_text()).values()
    yield "\n".join(job["before_script"] + job["script"])
    for file in [*job["artifacts"]["paths"], job["artifacts"]["reports"]["junit"]]:
        yield "test -s " + file


def lay(folder, captures, settings):
    (folder / ".amtrace/cmake").mkdir(parents=True)
    (folder / ".amtrace/build/release/analyzer").mkdir(parents=True)
    assert (root / "cmake/bootstrap").exists()
    (folder / ".amtrace/cmake/bootstrap").write_text("true\n")
    (folder / ".amtrace/build/release/analyzer/amtrace").symlink_to(amtrace)
    (folder / "captures/north").mkdir(parents=True)
    for capture in captures:
        shutil.copy(root / "pcaps" / capture, folder / "captures/north")
    shutil.copytree(root / "pcaps/sites/no-such-pid", folder / "records")
    (folder / ".amtrace.ini").write_text("[options]\nsite = records\n" + settings)


def run(steps, captures, settings):
    """The statuses of the steps, what they printed, and the files that are there then."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        lay(folder, captures, settings)
        clean = {k: v for k, v in os.environ.items() if not k.startswith("AMTRACE_")}
        environment = {**clean, "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
                       "XDG_CONFIG_HOME": str(folder / "none"), "LC_ALL": "C"}
        done = [subprocess.run(["bash", "-e", "-o", "pipefail", "-c", step], cwd=folder, env=environment,
                               capture_output=True, text=True) for step in steps]
        files = {f.name: f.read_bytes() for f in folder.iterdir() if f.is_file()}
    return [d.returncode for d in done], "".join(d.stdout + d.stderr for d in done), files


bad, good = ["psk-no-callback.pcap", "nothing-office.pcap"], ["nothing-office.pcap"]
known = "[suppress]\nAMT-K01 = known\n"

steps = list(github_steps())
statuses, printed, files = run(steps, bad, "")
assert statuses == [0] * (len(steps) - 1) + [1], (statuses, printed)
assert "::error file=captures/north/psk-no-callback.pcap,line=36,title=AMT-K01" in printed, printed
assert b"AMT-K01" in files["summary.md"]
assert "captures/north/psk-no-callback.pcap" in readers.read_sarif(files["amtrace.sarif"])
for captures, settings in (good, ""), (bad, known):
    statuses, printed, files = run(steps, captures, settings)
    assert not any(statuses) and "::error" not in printed, (statuses, printed)

steps = list(gitlab_steps())
statuses, printed, files = run(steps, bad, "")
assert statuses == [1] + [0] * (len(steps) - 1), (statuses, printed)
assert "AMT-K01" in printed and any("PID rejected" in t for t in readers.read_junit(files["amtrace.xml"]))
for captures, settings in (good, ""), (bad, known):
    statuses, printed, files = run(steps, captures, settings)
    assert not any(statuses), (statuses, printed)
    assert b"<failure" not in files["amtrace.xml"]
