# SPDX-License-Identifier: GPL-2.0-or-later
"""pcaps/README.md: the collection as a textbook of AMT provisioning.

The prose of the stages is textbook.md; what a failure is comes from `amtrace explain`, what its captures
show from their stories and EXPECTED, and the ladders from `amtrace ladder`. Nothing in it depends on
the clock or on where the tree lies.
usage: textbook.py [--check] AMTRACE ROOT
"""
import concurrent.futures
import difflib
import functools
import os
import pathlib
import re
import shlex
import subprocess
import sys

import collection
import ladders

# Where the first row of EXPECTED is not the one that teaches most.
CHOSEN = {"AMT-K00": "psk-no-callback.pcap", "AMT-T00": "t00-one-served.pcap",
          "AMT-H07": "h07-retry-climbs.pcap"}
NORMAL = [("ok-psk-opened.pcap", "sites/full"), ("ok-pki-opened.pcapng", ""),
          ("l15-not-plain.pcap", ""), ("ok-psk.pcap", "")]
OPTIONS_OF_LADDER = ("--vantage", "--set", "--port")  # that EXPECTED has, too
OTHERS = 4  # captures of a failure in its table, beside the drawn one
CERTAINTIES = {"likely+": "likely or certain"}


class Book:
    def __init__(self, amtrace, root):
        self.amtrace, self.root = amtrace, root
        self.stories = collection.stories(root)
        self.rows = collection.rows_of(root / "pcaps/EXPECTED")
        self.told = set()  # captures that the page has mentioned
        self.drawn = {}  # lines of a ladder to the failure that it is drawn for
        self.normals = [self.ladder([name], site, []) for name, site in NORMAL]

    @functools.lru_cache(maxsize=None)
    def run(self, *words):
        here = dict(os.environ, LC_ALL="C.UTF-8", TZ="UTC")
        return subprocess.run([self.amtrace, *words, "--no-settings"], cwd=self.root / "pcaps", env=here,
                              capture_output=True, text=True, check=False).stdout

    def ladder(self, captures, site, options):
        words, rest = ["--site", site] if site else [], list(options)
        while rest:
            option, value, *rest = rest
            words += [option, value] if option in OPTIONS_OF_LADDER else []
        return ladders.ladder_of(self.run("ladder", *words, *captures))

    def of_row(self, row):
        return self.ladder(row.captures, row.site, row.options)

    @functools.lru_cache(maxsize=None)
    def explained(self, failure):
        """Title, cause, remedy and so on of a row of the catalogue."""
        first, *lines = self.run("explain", failure).splitlines()
        facts, word = {"Title": first.split(" ", 1)[1]}, ""
        for line in lines:
            word = line[2:12].strip() or word
            facts[word] = (facts.get(word, "") + " " + line[12:].strip()).strip()
        return facts

    def catalogue(self, stage):
        return [line.split()[0] for line in self.run("explain").splitlines()
                if line.startswith(f"AMT-{stage}") and line[5:7].isdigit()]

    # What of EXPECTED belongs to a failure.

    def rank(self, failure, row):
        own, first = failure[4:].lower() + "-", row.captures[0]
        return (CHOSEN.get(failure, "") != first, first.startswith("thousand"),
                row.shows()[failure][-1:] == ["possible"], not first.startswith(own),
                first.startswith("lab-"), row.number)

    def shown(self, failure):
        """The rows that show it, the one to draw first."""
        rows = [row for row in self.rows if failure in row.shows()]
        return sorted(rows, key=lambda row: self.rank(failure, row))

    def is_own(self, failure, row):
        return row.captures[0].removeprefix("lab-").startswith(failure[4:].lower() + "-")

    def near(self, failure, drawn, shown):
        """Its near neighbours: captures of its own, each once, then the same one in another world; else what
        stands next to it."""
        rows = [row for row in self.rows if failure not in row.shows()]
        own = {row.captures[0]: row for row in reversed(rows) if self.is_own(failure, row)}
        for row in shown:
            own.pop(row.captures[0], None)
        rows = [row for row in rows if failure in row.absent]
        same = [row for row in rows if row.files() == drawn.files()][:1]
        rows.sort(key=lambda row: abs(row.number - drawn.number))
        return sorted(own.values(), key=lambda row: row.number) + same or rows[:1]

    # How it is written.

    def story(self, row):
        self.told.update(row.files())
        return " / ".join(dict.fromkeys(self.stories[name].story for name in row.files()))

    def world(self, row):
        words = ([f"--site {row.site}"] if row.site else []) + row.options
        words = [w for w in words if w not in ("--vantage", "between")]
        return " ".join(words)

    def command(self, row):
        words = ["amtrace", "analyze"] + (["--site", row.site] if row.site else [])
        return shlex.join(words + row.options + row.captures)

    def verdict(self, failure, row):
        if failure not in row.shows() and any(failure in word and word.endswith("?") for word in row.findings):
            return "may be said"
        if failure not in row.shows():
            return "not it: " + (", ".join(i[4:] for i in row.shows()) or "nothing is wrong")
        return ", ".join(CERTAINTIES.get(part, part) for part in row.shows()[failure]) or "shown"

    def prose(self, text):
        """Nothing in |text| is a tag or emphasis."""
        return re.sub(r"([<*|])", r"\\\1", text)

    def line_of(self, failure, row, said):
        names = " ".join(f"`{name}`" for name in row.captures)
        world = self.world(row)
        text = row.reasoning if set(row.files()) <= said else f"{self.story(row)} {row.reasoning}"
        return (f"| {names}{f'<br>`{world}`' if world else ''} | {self.verdict(failure, row)} "
                f"| {self.prose(text)} |")

    def table(self, failure, rows, said=frozenset()):
        said, lines = set(said), ["| capture | verdict | why |", "|---|---|---|"]
        for row in rows:
            lines.append(self.line_of(failure, row, said))
            said.update(row.files())
        return lines

    def lines(self, row):
        return "\n".join(ladders.cut(self.of_row(row), self.normals))

    def link(self, failure):
        title = f"{failure} {self.explained(failure)['Title']}"
        anchor = re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")
        return f"[{failure}](#{anchor})"

    def drawing(self, failure, row):
        """What is said of the device, and its ladder, unless another failure has the same."""
        ladder, lines = self.of_row(row), self.lines(row)
        if not ladder.steps:
            return []
        first = self.drawn[lines]
        return ["", f"*{self.prose(ladder.said)}*", "",
                *(["```", lines, "```"] if first == failure else [f"Its ladder is that of {self.link(first)}."])]

    def failure(self, failure):
        facts, rows = self.explained(failure), self.shown(failure)
        lines = [f"### {failure} {facts['Title']}", "", self.prose(facts["Cause"]) +
                 f" **Known:** {facts['Known']}. **Remedy:** " + self.prose(facts["Remedy"])]
        if not rows:
            return lines + self.candidate(failure)
        drawn, *others = rows
        lines += ["", self.prose(f"{self.story(drawn)} {drawn.reasoning}"), *self.drawing(failure, drawn),
                  "", f"    {self.command(drawn)}    # {self.verdict(failure, drawn)}", ""]
        own = [row for row in others if self.is_own(failure, row)]
        others = [row for row in others if not row.captures[0].startswith("thousand")]
        others = (own + [row for row in others if row not in own])[:max(OTHERS, len(own))]
        return lines + self.table(failure, others + self.near(failure, drawn, rows), drawn.files())

    def candidate(self, failure):
        """One that nothing proves: where it is named, and where not."""
        rows = [row for row in self.rows if failure in row.names()][:2]
        apart = [row for row in self.rows if "names:" + failure in row.absent][:1]
        first = self.drawn.setdefault(tuple(row.number for row in rows + apart), failure)
        if first != failure:
            return ["", f"Its captures are those of {self.link(first)}."]
        lines = ["", "| capture | verdict | why |", "|---|---|---|"]
        for row in rows + apart:
            text = self.line_of(failure, row, set())
            verdict = "named by " + ", ".join(i[4:] for i in row.shows()) if row in rows else "not named"
            lines.append(text.replace(f"| {self.verdict(failure, row)} |", f"| {verdict} |", 1))
        return lines

    def stage(self, letter):
        return "\n\n".join("\n".join(self.failure(failure)) for failure in self.catalogue(letter))

    def part(self, capture, site, first, last):
        """Some steps of a capture's ladder, whole."""
        ladder = self.ladder([capture], "" if site == "-" else site, [])
        self.told.add(capture)
        lines = ladders.drawn(ladder.steps[int(first) - 1:None if last == "end" else int(last)])
        return "\n".join(["```", ladder.head, *lines, "```"])

    def group(self, *prefixes):
        """Captures that the page has not told of, by the beginnings of their names; no prefix: all that are left."""
        lines = ["| capture | story |", "|---|---|"]
        for name in sorted(self.stories):
            if name.startswith(prefixes or "") and name not in self.told:
                self.told.add(name)
                lines.append(f"| `{name}` | {self.prose(self.stories[name].story)} |")
        return "\n".join(lines) if len(lines) > 2 else "None."

    def sites(self):
        lines = ["| records | tables | captures |", "|---|---|---|"]
        for path in sorted((self.root / "pcaps/sites").iterdir()):
            used = dict.fromkeys(f for row in self.rows if row.site == f"sites/{path.name}" for f in row.files())
            shown = ", ".join(f"`{name}`" for name in list(used)[:3])
            more = f" and {len(used) - 3} more" if len(used) > 3 else ""
            tables = ", ".join(p.stem if p.suffix == ".csv" else p.name for p in sorted(path.iterdir()))
            lines.append(f"| `sites/{path.name}` | {tables} | {shown}{more} |")
        return "\n".join(lines)

    def elsewhere(self):
        """Captures that were not taken between device and server, or are under another licence."""
        vantages = {}
        for name, capture in sorted(self.stories.items()):
            if capture.vantage != "between":
                vantages.setdefault(capture.vantage, []).append(f"`{name}`")
        lines = [f"At the {place}'s end: {', '.join(names)}." for place, names in sorted(vantages.items())]
        licences = sorted({capture.licence for capture in self.stories.values()})
        return " ".join([*lines, f"\n\nLicence of all: {', '.join(licences)}."])

    def count(self):
        return str(len(self.stories))

    def page(self, template):
        """|template| with each {{word argument...}} replaced by what that method says, in order."""
        def written(match):
            word, *arguments = match[1].split()
            return getattr(self, word)(*arguments)
        return re.sub(r"\{\{(.*?)\}\}", written, template)

    def draw(self):
        """Asks the program side by side, and settles which failure each ladder is drawn for: not one of
        the records of a device that never speaks, when there is another."""
        failures = [i for letter in "RTHKLPFDN" for i in self.catalogue(letter)]
        failures.sort(key=lambda failure: failure not in CHOSEN)
        rows = {i: self.shown(i)[0] for i in failures if self.shown(i)}
        with concurrent.futures.ThreadPoolExecutor() as pool:
            list(pool.map(self.explained, failures))
            drawings = list(pool.map(self.lines, rows.values()))
        for failure, lines in zip(rows, drawings):
            self.drawn.setdefault(lines, failure)


def main(words):
    check = "--check" in words
    amtrace, root = (os.path.abspath(w) for w in words if w != "--check")
    book = Book(amtrace, pathlib.Path(root))
    book.draw()
    page = book.page((pathlib.Path(__file__).parent / "textbook.md").read_text())
    target = pathlib.Path(root) / "pcaps/README.md"
    if not check:
        target.write_text(page)
        return 0
    old = target.read_text()
    sys.stdout.writelines(list(difflib.unified_diff(old.splitlines(True), page.splitlines(True), "committed",
                                                    "as it should be", n=1))[:60])
    if old != page:
        print("pcaps/README.md is not up to date: cmake --build build/dev --target textbook")
    return int(old != page)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
