# SPDX-License-Identifier: GPL-2.0-or-later
"""The collection as a whole: every capture's story, and what must be said of it.

A capture that was synthesised has its story, vantage and licence in its scenario; one that was recorded
in a row of pcaps/RECORDED, or, by tests/lab, in the first line of that scenario. As a program it
checks that none lacks them, that each is in EXPECTED, and that all stay small enough to be cloned.
"""
import pathlib
import re
import sys
from dataclasses import dataclass, field

LIMIT = 20_000_000  # bytes, of all of pcaps/
LICENCE = "GPL-2.0-or-later"  # of what tests/lab records, as of the tree
VANTAGES = {"device": "client", "server": "server"}  # ends that tests/lab records at


@dataclass
class Capture:
    story: str = ""
    vantage: str = ""
    licence: str = ""
    origin: str = ""


@dataclass
class Row:
    number: int
    captures: list
    site: str
    options: list
    outcomes: list
    findings: list
    absent: list
    reasoning: str = ""

    def files(self):
        return [name.split("@")[0] for name in self.captures]

    def shows(self):
        """What must come out: id to severity and certainty, as far as they are written."""
        words = [w for w in self.findings if not w.endswith("?") and not w.startswith(("names:", "*"))]
        parts = [re.sub(r"^\d+x", "", w).split("/") for w in words]
        return {p[0]: p[1:] for p in parts}

    def names(self):
        return {w[len("names:"):] for w in self.findings if w.startswith("names:") and not w.endswith("?")}


def captures_of(pcaps):
    return sorted(p for p in pcaps.iterdir() if p.suffix in (".pcap", ".pcapng"))


def words_of(path):
    """The first lines of a scenario: word to the rest of the line."""
    lines = (line.split(" ", 1) for line in path.read_text().splitlines() if " " in line)
    return {word: rest.strip("\"") for word, rest in reversed(list(lines))}


def recorded(pcaps):
    rows = {}
    for line in (pcaps / "RECORDED").read_text().splitlines():
        if line and not line.startswith("#"):
            name, vantage, licence, story = (cell.strip() for cell in line.split("|"))
            rows[name] = Capture(story, vantage, licence, "recorded")
    return rows


def of_laboratory(root, path):
    match = re.fullmatch(r"lab-(.+)-(device|server)", path.stem)
    scenario = root / "tests/lab/scenarios" / match[1] if match else None
    if not scenario or not scenario.exists():
        return Capture()
    return Capture(words_of(scenario).get("story", ""), VANTAGES[match[2]], LICENCE, "recorded")


def stories(root):
    """Name of a capture to what is known of it."""
    pcaps, known = root / "pcaps", recorded(root / "pcaps")
    for path in captures_of(pcaps):
        scenario = path.with_suffix(".scenario")
        if scenario.exists():
            words = words_of(scenario)
            known[path.name] = Capture(words.get("story", ""), words.get("vantage", ""),
                                       words.get("licence", ""), "synthesised")
        elif path.name not in known:
            known[path.name] = of_laboratory(root, path)
    return known


def rows_of(path):
    """The rows of EXPECTED, each with the comment above it; rows that follow each other share one."""
    rows, comment, fresh = [], [], False
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if line.startswith("##") or not line:
            comment = []
        elif line.startswith("#"):
            comment = comment if fresh else []
            comment.append(line[1:].strip())
        else:
            cells = [cell.strip() for cell in line.split("|")]
            lists = [[] if cell == "-" else cell.split() for cell in cells]
            rows.append(Row(number, lists[0], cells[1] if lists[1] else "", *lists[2:],
                            " ".join(comment)))
        fresh = line.startswith("#") and not line.startswith("##")
    return rows


def complaints(root):
    pcaps, known = root / "pcaps", stories(root)
    rows = rows_of(pcaps / "EXPECTED")
    expected = {name for row in rows for name in row.files()}
    present = {path.name for path in captures_of(pcaps)}
    size = sum(path.stat().st_size for path in pcaps.rglob("*") if path.is_file())
    if size > LIMIT:
        yield f"pcaps/ has {size} bytes, more than {LIMIT}"
    for name in sorted(known.keys() - present):
        yield f"RECORDED: {name} is not here"
    for name in sorted(present):
        capture = known[name]
        if not re.fullmatch(r"[A-Z0-9].*[.]", capture.story):
            yield f"{name}: its story is no sentence: '{capture.story}'"
        if capture.vantage not in ("client", "server", "between") or not capture.licence:
            yield f"{name}: vantage '{capture.vantage}', licence '{capture.licence}'"
        if name not in expected:
            yield f"{name}: EXPECTED says nothing of it"
    for row in rows:
        if row.site and not (pcaps / row.site).is_dir():
            yield f"EXPECTED:{row.number}: no {row.site}"
    print(f"{len(present)} captures, {len(rows)} rows, {size / 1e6:.1f} of {LIMIT / 1e6:.0f} MB")


if __name__ == "__main__":
    found = list(complaints(pathlib.Path(sys.argv[1])))
    print(*found, sep="\n", end="\n" if found else "")
    sys.exit(1 if found else 0)
