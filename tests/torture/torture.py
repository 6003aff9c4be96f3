# Runs amtrace over every file of the shared torture set and of the shared captures, and asks
# of each: a documented exit status, nothing on standard error but its own words, a report
# that the schema describes, as many frames as the better of tshark and libpcap read, and no
# device where there is none. Exceptions stand in EXCEPTIONS, a row each with its reason.
# usage: torture.py AMTRACE SHARED
import csv
import json
import os
import pathlib
import subprocess
import sys

import jsonschema

DONE, FINDINGS, INPUT = 0, 1, 3
SANITIZER = 99

here = pathlib.Path(__file__).resolve().parent
schema = json.loads((here.parents[1] / "analyzer/report/report.schema.json").read_text())
validator = jsonschema.Draft202012Validator(schema)
environment = dict(os.environ, LC_ALL="C", ASAN_OPTIONS=f"exitcode={SANITIZER}",
                   UBSAN_OPTIONS=f"exitcode={SANITIZER}:print_stacktrace=1")


def exceptions():
    """File name and what it is excused from -> the value that is right instead."""
    table = {}
    for line in (here / "EXCEPTIONS").read_text().splitlines():
        if line and not line.startswith("#"):
            file, what, value, _reason = line.split("\t")
            table[file, what] = value
    return table


def frames_of_peers(shared):
    """Path -> the most frames that tshark or libpcap read, by the set's index."""
    frames = {}
    with open(shared / "torture/INDEX.tsv", newline="") as index:
        for row in csv.DictReader(index, delimiter="\t", quoting=csv.QUOTE_NONE):
            libpcap = row["libpcap_1.10.3"].rsplit(":", 1)[-1]
            counts = [n for n in (row["packets_tshark_4.0.17"], libpcap) if n.isdigit()]
            path = shared / "torture" / row["category"] / row["file"]
            frames[path] = max(map(int, counts), default=0)
    return frames


def analyze(amtrace, path):
    return subprocess.run([amtrace, "analyze", "--format", "json", path], env=environment,
                          capture_output=True, timeout=120, check=False)


def complaints_of(path, run, frames, excused):
    """What is wrong with one run, a sentence each."""
    errors = run.stderr.decode("ascii", "replace").splitlines()
    if run.returncode not in (DONE, FINDINGS, INPUT):
        yield f"exit status {run.returncode}: {errors[-1:]}"
    if not all(line.startswith("amtrace: ") for line in errors):
        yield f"on standard error: {errors[0]}"
    if not run.stdout:
        if run.returncode != INPUT or len(errors) != 1:
            yield "no report, and no reason"
        if frames:
            yield f"refused, where others read {frames} frames"
        return
    report = json.loads(run.stdout.decode("ascii"))
    for error in validator.iter_errors(report):
        yield f"schema: {error.message}"
    seen = report["captures"][0]["frames"]
    wanted = int(excused.get((path.name, "frames"), seen if frames is None else frames))
    if seen != wanted:
        yield f"{seen} frames, not {wanted}"
    devices = excused.get((path.name, "devices"), "0")
    if frames is not None and len(report["devices"]) != int(devices):
        yield f"{len(report['devices'])} devices, not {devices}"


def main(amtrace, shared):
    if not (shared / "torture").is_dir() or not (shared / "captures").is_dir():
        print(f"skipped: {shared} is not here")
        return 77
    frames, excused, failed = frames_of_peers(shared), exceptions(), 0
    captures = sorted((shared / "captures").glob("*.pcapng"))
    for path in sorted(frames) + captures:
        for complaint in complaints_of(path, analyze(amtrace, path), frames.get(path), excused):
            failed += 1
            print(f"{path.relative_to(shared)}: {complaint}")
    print(f"{len(frames)} files of torture, {len(captures)} captures, {failed} complaints")
    return 1 if failed or len(frames) < 100 else 0


sys.exit(main(sys.argv[1], pathlib.Path(sys.argv[2])))
