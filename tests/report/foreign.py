# Every format of the samples and of all captures of the tree, read by foreign readers.
# usage: foreign.py REPORT_SAMPLE AMTRACE
import os
import subprocess
import sys

import readers

sample, readers.program = sys.argv[1:]
pcaps = readers.root / "pcaps"


def report(*command):
    # 1: findings; 3: some capture of the tree is damaged on purpose.
    done = subprocess.run(command, capture_output=True, env={**os.environ, "LC_ALL": "C"})
    assert done.returncode in (0, 1, 3), done.stderr
    return done.stdout


def whole_tree(name):
    return report(readers.program, "analyze", "--no-settings", "--format", name,
                  "--site", pcaps / "sites/full", "--suppress", "AMT-H07=known", pcaps)


if not readers.sarif_schema.exists():
    print("the schema of SARIF is not there: SARIF is read without it")
for name, read in readers.READERS.items():
    for one in "empty", "pid", "site", "hostile":
        print(name, one, len(read(report(sample, one, name))), "texts")
    print(name, "pcaps", len(read(whole_tree(name))), "texts")
missing = set(readers.formats()) - set(readers.READERS)
if missing:
    print("without a reader of their own:", *missing)
