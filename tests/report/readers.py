# Foreign readers of every format: each takes the bytes of a report, fails where they
# are not what the format says, and returns the texts that it found in them.
#
# A new format is a row of READERS. The schemas are those that the program prints.
import csv
import io
import json
import pathlib
import re
import subprocess
import sys
import urllib.parse
import xml.etree.ElementTree

import html_check

try:
    import jsonschema
    import junitparser
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

root = pathlib.Path(__file__).resolve().parents[2]
sarif_schema = root / "build/npm/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"
program = "amtrace"  # set by whoever uses this


def schema(name):
    printed = subprocess.run([program, "schema", "--no-settings", name], check=True, capture_output=True)
    value = json.loads(printed.stdout)
    jsonschema.Draft202012Validator.check_schema(value)
    return jsonschema.Draft202012Validator(value)


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)


def printable(data, beside=""):
    """Printable ASCII and line ends: no terminal, no log and no viewer takes it for more."""
    text = data.decode("ascii")
    bad = {c for c in text if not (" " <= c <= "~" or c == "\n" or c in beside)}
    assert not bad, f"not printable: {bad}"
    return text


def read_text(data):
    return printable(data).split("\n")


def read_json(data):
    report = json.loads(printable(data))
    schema("report").validate(report)
    return list(strings(report))


def read_ndjson(data):
    validator = schema("lines")
    lines = [json.loads(line) for line in printable(data).splitlines()]
    for line in lines:
        validator.validate(line)
        assert list(line)[0] == "type"
    assert [line["type"] for line in lines][:1] == ["report"] and lines[-1]["type"] == "summary"
    return list(strings(lines))


def sarif_is_sound(log):
    run = log["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["locations"], "code scanning refuses a result without a location"
        assert re.fullmatch("[0-9a-f]{32}", result["partialFingerprints"]["amtraceFinding/v1"])
        for location in result["locations"]:
            place = location["physicalLocation"]["artifactLocation"]
            assert run["artifacts"][place["index"]]["location"]["uri"] == place["uri"]
    for artifact in run["artifacts"]:
        uri = urllib.parse.urlsplit(artifact["location"]["uri"])
        assert not uri.scheme and not uri.netloc and not uri.query and not uri.fragment
        assert uri.path and not uri.path.startswith("/"), "not relative"


def read_sarif(data):
    log = json.loads(printable(data))
    if sarif_schema.exists():
        jsonschema.Draft4Validator(json.loads(sarif_schema.read_text())).validate(log)
    sarif_is_sound(log)
    names = [urllib.parse.unquote_to_bytes(a["location"]["uri"]) for a in log["runs"][0]["artifacts"]]
    return list(strings(log)) + [name.decode("utf-8", "replace") for name in names]


def read_junit(data):
    text = printable(data)
    tree = xml.etree.ElementTree.fromstring(text)
    suite = junitparser.JUnitXml.fromstring(text)
    for one in suite if isinstance(suite, junitparser.JUnitXml) else [suite]:
        told = (one.tests, one.failures, one.errors, one.skipped)
        one.update_statistics()
        assert told == (one.tests, one.failures, one.errors, one.skipped), "counts differ"
    return [value for element in tree.iter() for value in [element.text or "", *element.attrib.values()]]


# actions/runner, src/Runner.Common/ActionCommand.cs: "::name key=value,key=value::data".
COMMAND = re.compile(r"::(error|warning|notice) ((?:file|line|title)=[^,:%]*(?:%(?:25|3A|2C)[^,:%]*)*"
                     r"(?:,(?:file|line|title)=[^,:%]*(?:%(?:25|3A|2C)[^,:%]*)*)*)"
                     r"::((?:[^%]|%25|%0A)*)")


def read_github(data):
    texts = []
    for line in printable(data).splitlines():
        match = COMMAND.fullmatch(line)
        assert match, f"no command: {line[:200]}"
        texts += [urllib.parse.unquote(p.split("=", 1)[1]) for p in match[2].split(",")]
        texts += match[3].replace("%0A", "\n").replace("%25", "%").split("\n")
    return texts


def read_csv(data):
    text = printable(data, beside="\r")
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert len({len(row) for row in rows}) == 1, "rows of different lengths"
    for cell in (cell for row in rows for cell in row):
        assert not cell or cell[0] not in "=+-@\t\r", f"a formula: {cell[:40]}"
    return [cell for row in rows for cell in row]


def read_html(data):
    texts, wrong = html_check.read(printable(data, beside="\t"))  # our script has tabs
    assert not wrong, wrong[:3]
    assert not any("\t" in text for text in texts)
    return texts


def rails_of(line):
    """Columns of the rails, of a line that has nothing else."""
    assert set(line) <= set(" |"), f"no rails: {line}"
    return [i for i, c in enumerate(line) if c == "|"]


def read_ladder_text(data):
    """The words of a rung stand between its rails, in as many lines as they take, above its arrow."""
    head, _, drawing = printable(data).partition("\n\n")
    names, *lines, last = drawing.rstrip("\n").split("\n")
    rails, texts, words = rails_of(last), [head], []
    assert rails and names.split()[0] == "device" and max(map(len, lines)) <= 80
    for line in lines:
        if not line[:16].strip():  # times of arrows stand there
            words.append(line)
            continue
        arrow = re.fullmatch(r"(?:>>|  )[+][0-9.]+ +[| ]*?\|(<?[-. x>]+|[x<][-. x>]*)\|[| ]*", line)
        assert arrow and arrow.start(1) - 1 in rails and arrow.end(1) in rails, f"no arrow: {line}"
        at = arrow.start(1) + 1
        assert words and all(set(w[:at]) <= set(" |") for w in words), f"no words: {words}"
        texts.append("".join(w[at:] for w in words))
        words = []
    return texts


# Mermaid, its sequence diagrams: one statement a line, and of text nothing that could be more than text.
MERMAID_TEXT = r"((?:(?!(?i:end))[A-Za-z0-9 .,?/_+-]|#[0-9]+;)*)"
MERMAID = [re.compile(pattern) for pattern in (
    r" {4}participant [DHNS][12] as " + MERMAID_TEXT,
    r" {4}Note over D[12]: " + MERMAID_TEXT,
    r" {4}[DHNS][12](?:->>|--x)[DHNS][12]: " + MERMAID_TEXT,
)]


def read_mermaid(data):
    first, *lines = printable(data).splitlines()
    assert first == "sequenceDiagram"
    texts = []
    for line in lines:
        match = next(filter(None, (pattern.fullmatch(line) for pattern in MERMAID)), None)
        assert match, f"no statement: {line[:200]}"
        texts.append(re.sub(r"#([0-9]+);", lambda code: chr(int(code[1])), match[1]))
    return texts


SVG = {f"{{http://www.w3.org/2000/svg}}{tag}": attributes.split() for tag, attributes in {
    "svg": "class role width height viewBox", "style": "", "title": "", "g": "transform",
    "text": "class x y text-anchor", "line": "class style x1 y1 x2 y2", "polygon": "points",
    "rect": "class x y width height"}.items()}


def read_svg(data):
    texts = []
    for element in xml.etree.ElementTree.fromstring(printable(data)).iter():
        assert set(element.attrib) <= set(SVG[element.tag]), f"{element.tag} has {element.attrib}"
        texts.append(element.text or "")
    return texts


# Of the command ladder.
LADDERS = {
    "text": read_ladder_text,
    "mermaid": read_mermaid,
    "svg": read_svg,
}

READERS = {
    "html": read_html,
    "text": read_text,
    "json": read_json,
    "ndjson": read_ndjson,
    "sarif": read_sarif,
    "junit": read_junit,
    "github": read_github,
    "csv": read_csv,
    "amt-log": read_text,
}


def read_other(data):
    """A format without a row: at least text, without control and bidirectional characters."""
    text = data.decode("utf-8")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", text)
    return [text]


def formats():
    shown = subprocess.run([program, "help", "analyze"], check=True, capture_output=True, text=True)
    listed = shown.stdout.split("\nFormats\n", 1)[1].split("\n\n", 1)[0]
    return [line.split()[0] for line in listed.splitlines()]
