# Every member of every struct of sighting.h has its row in layout.c.
import pathlib
import re
import sys

root = pathlib.Path(__file__).resolve().parents[2]
header = (root / "analyzer/sighting/sighting.h").read_text()
layout = (root / "analyzer/sighting/layout.c").read_text()
structs = ["capture_facts", "seen_lease", "seen_name", "seen_hello", "seen_connection", "seen_neighbour"]

# What the engine concludes: observe never knows it, diagnose finds it anew.
concluded = {("capture_facts", "vantage_guessed"), ("capture_facts", "clock_ahead")}


def members(struct):
    body = re.search(r"\nstruct %s \{\n(.*?)\n\};" % struct, header, re.S).group(1)
    body = re.sub(r"/\*.*?\*/", "", body, flags=re.S)
    for declaration in body.split(";"):
        for declarator in declaration.split(","):
            name = re.search(r"(\w+)\s*(\[\w+\]\s*)*$", declarator.strip())
            if name:
                yield name.group(1)


def has_row(struct, member):
    return re.search(r"\b%s,\s[^}]*\b%s\b" % (struct, member), layout)


# The engine writes these into the facts when it thinks; nobody observes them.
thought = {("capture_facts", "vantage_guessed"), ("capture_facts", "clock_ahead")}
missing = [(s, m) for s in structs for m in members(s) if not has_row(s, m) and (s, m) not in thought]
missing = [one for one in missing if one not in concluded]
for struct, member in missing:
    print(f"layout.c: no row for {member} of struct {struct}: it is lost between observe and diagnose")
print(sum(1 for s in structs for m in members(s)), "members")
sys.exit(bool(missing))
