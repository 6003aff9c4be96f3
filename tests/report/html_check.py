#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Reads pages with an independent parser: balanced, offline, nothing of a capture in the markup.

    html_check.py PAGE TEXT...    every TEXT stands in what can be read without a script
"""
import html.parser
import re
import sys
import xml.etree.ElementTree

VOID = {"meta", "input", "br", "link"}
OURS = {"html", "head", "meta", "title", "style", "body", "a", "header", "h1", "h2", "h3", "p", "main", "form",
        "label", "input", "span", "details", "summary", "div", "strong", "dl", "dt", "dd", "ul", "li", "table",
        "thead", "tbody", "tr", "th", "td", "article", "code", "footer", "script", "svg", "text", "line",
        "polygon", "rect"}


class Reader(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.texts, self.wrong, self.scripts, self.ids, self.targets = [], [], [], 0, set(), set()

    def handle_starttag(self, tag, attrs):
        if tag not in OURS:
            self.wrong.append(f"<{tag}> is none of ours")
        for name, value in attrs:
            if name.startswith("on") or name in ("src", "action"):
                self.wrong.append(f"{tag} has {name}")
            if name == "href" and not value.startswith("#"):
                self.wrong.append(f"link to {value}")
            if name == "id" and value in self.ids:
                self.wrong.append(f"two ids {value}")
            if name == "id":
                self.ids.add(value)
            if name == "href":
                self.targets.add(value[1:])
        self.scripts += tag == "script"
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> closes something else")

    def handle_data(self, data):
        if "script" not in self.open and "style" not in self.open:
            self.texts.append(data)


def read(page):
    """The texts of a page, and what is wrong with it."""
    reader = Reader()
    reader.feed(page)
    reader.close()
    wrong = reader.wrong + [f"<{tag}> stays open" for tag in reader.open]
    if reader.scripts != 1:
        wrong.append(f"{reader.scripts} scripts")
    wrong += [f"nothing has the id {target}" for target in reader.targets - reader.ids]
    if not page.isascii():
        wrong.append("not ASCII")
    for svg in re.findall(r"<svg.*?</svg>", page, re.S):
        xml.etree.ElementTree.fromstring(svg)
    return reader.texts, wrong


def main():
    texts, wrong = read(open(sys.argv[1], encoding="utf-8").read())
    text = " ".join(texts)
    wrong += [f"'{wanted}' cannot be read" for wanted in sys.argv[2:] if wanted not in text]
    print("\n".join(wrong))
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
