# Every member of every struct that a sighting consists of has its row in a layout.
import pathlib
import re
import sys

root = pathlib.Path(__file__).resolve().parents[2]
folder = root / "analyzer/sighting"
headers = [folder / "sighting.h", folder / "session_seen.h", folder / "calls_seen.h",
           root / "dissector/wire/certificate_facts.h"]
header = "".join(path.read_text() for path in headers)
layout = "".join(path.read_text() for path in sorted(folder.glob("layout*.c")))
structs = ["capture_facts", "seen_lease", "seen_name", "seen_hello", "seen_connection", "seen_neighbour",
           "certificate_facts", "seen_session", "seen_alert", "seen_chain", "seen_calls", "seen_call"]

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


missing = [(s, m) for s in structs for m in members(s) if not has_row(s, m)]
missing = [one for one in missing if one not in concluded]
for struct, member in missing:
    print(f"layout*.c: no row for {member} of struct {struct}: it is lost between observe and diagnose")
print(sum(1 for s in structs for m in members(s)), "members")
sys.exit(bool(missing))
