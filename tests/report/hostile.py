# 500 hostile strings in everything that captures and records can carry: names of files,
# DNS names, host names and suffixes of leases, FQDNs, texts of a server's log, reasons of
# suppressions. Every format is written and read back by its foreign reader, and what
# comes out must be what went in, in the escapes that escape.h promises.
#
# A row of READERS in readers.py adds a format; a row of CARRIED says what must be in it.
# Drawings (LADDERS) are of one device each, so there are 500 of every kind.
# usage: hostile.py AMTRACE
import csv
import json
import os
import pathlib
import re
import struct
import subprocess
import sys
import tempfile

import hostile_strings
import readers

amtrace = readers.program = sys.argv[1]
STRINGS = hostile_strings.strings()
SERVER = "10.9.0.2"


def characters(text):
    """The characters of UTF-8, and as integers the bytes that are none."""
    for c in text.decode("utf-8", "surrogateescape"):
        yield c if not 0xDC80 <= ord(c) <= 0xDCFF else ord(c) - 0xDC00


def as_utf8(text):
    """escape_utf8(): what JSON carries."""
    return "".join(f"\\x{c:02x}" if isinstance(c, int) else "\\x7f" if c == "\x7f" else c
                   for c in characters(text))


def as_ascii(text):
    """escape_ascii(): what people see."""
    def one(c):
        if isinstance(c, int) or ord(c) < 0x80:
            n = c if isinstance(c, int) else ord(c)
            return chr(n) if 0x20 <= n < 0x7F else f"\\x{n:02x}"
        return f"\\u{{{ord(c):x}}}"
    return "".join(map(one, characters(text)))


# Captures: one a string, of one device.

def address(i):
    return f"10.9.{1 + i // 200}.{1 + i % 200}"


def uuid(i):
    return f"{0x11223300 + i:08x}-5566-7788-99aa-bbccddeeff00"


def numbers(ip):
    return bytes(map(int, ip.split(".")))


def ip_frame(protocol, source, target, payload):
    head = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(payload), 0, 0x4000, 64, protocol, 0,
                       numbers(source), numbers(target))
    total = sum(struct.unpack("!10H", head))
    total = (total & 0xFFFF) + (total >> 16)
    head = head[:10] + struct.pack("!H", ~(total + (total >> 16)) & 0xFFFF) + head[12:]
    return bytes.fromhex("020000000002") + b"\x02\0\0" + numbers(source)[1:] + b"\x08\0" + head + payload


def udp(source, sport, target, tport, data):
    return ip_frame(17, source, target, struct.pack("!HHHH", sport, tport, 8 + len(data), 0) + data)


def tcp(source, sport, target, tport, seq, ack, flags, data=b""):
    return ip_frame(6, source, target, struct.pack("!HHIIBBHHH", sport, tport, seq, ack, 0x50, flags,
                                                   8192, 0, 0) + data)


def domain_label(text):
    return text[:60]


def as_domain(text):
    """RFC 1035, 5.1: in a name's text, what is no letter, digit or hyphen is its decimal number."""
    return "".join(chr(c).lower() if re.match(rb"[A-Za-z0-9_-]", bytes([c])) else f"\\{c:03}"
                   for c in domain_label(text))


def question(i, text, answer):
    label = domain_label(text)
    name = b"\x0fprovisionserver" + bytes([len(label)]) + label + b"\0"
    head = struct.pack("!HHHHHH", i, 0x8183 if answer else 0x0100, 1, 0, 0, 0)
    return head + name + b"\0\1\0\1"


def lease(i, text):
    options = b"\x63\x82\x53\x63\x35\1\5"
    for code in 12, 15, 81:  # host name, domain, FQDN
        value = (b"\0\0\0" if code == 81 else b"") + text[:200]
        options += bytes([code, len(value)]) + value
    mac = b"\x02\0\0" + numbers(address(i))[1:]
    return (struct.pack("!BBBBIHH4s4s4s4s", 2, 1, 6, 0, i, 0, 0, bytes(4), numbers(address(i)),
                        numbers(SERVER), bytes(4)) + mac + bytes(10 + 192) + options + b"\xff")


def hello(i):
    first, rest = uuid(i).split("-", 1)[0], "66558877" + "99aabbccddeeff00"
    raw = struct.pack("<I", int(first, 16)) + bytes.fromhex(rest)
    return struct.pack("<HHI", 1, 2, 0) + raw + b"0000037M"


def frames(i, text):
    device, port = address(i), 49152 + i
    yield udp(SERVER, 67, device, 68, lease(i, text))
    yield udp(device, 5353, SERVER, 53, question(i, text, False))
    yield udp(SERVER, 53, device, 5353, question(i, text, True))
    yield tcp(device, port, SERVER, 9971, 100, 0, 2)
    yield tcp(SERVER, 9971, device, port, 500, 101, 0x12)
    yield tcp(device, port, SERVER, 9971, 101, 501, 0x10)
    yield tcp(device, port, SERVER, 9971, 101, 501, 0x18, hello(i))
    yield tcp(device, port, SERVER, 9971, 101 + 32, 501, 0x11)


def file_name(i, text):
    """NUL and / are the only bytes that no name has; a leading point hides a file."""
    return b"%03d" % i + text.replace(b"\0", b"").replace(b"/", b"_")[:240]


def write_capture(folder, i, text):
    with open(os.fsencode(folder) + b"/" + file_name(i, text), "wb") as out:
        out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
        for k, frame in enumerate(frames(i, text)):
            out.write(struct.pack("<IIII", 1795365361 + i, k, len(frame), len(frame)) + frame)


# Records: an FQDN and a line of the log for each device.

def record_text(text):
    """Records are refused when they are not UTF-8; NUL ends a value, and a line is one line."""
    valid = text.decode("utf-8", "replace").encode()
    return valid.replace(b"\0", b"").replace(b"\r", b"").replace(b"\n", b"")


def write_table(path, heads, rows):
    with open(path, "w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(heads)
        writer.writerows(rows)


def text_of(text):
    return record_text(text).decode()


def write_records(folder):
    folder.mkdir()
    write_table(folder / "pid_map.csv", ["pid", "used"], [["ZX81QL9T", "0"]])
    write_table(folder / "systems.csv", ["uuid", "fqdn"],
                [[uuid(i), f"{text_of(text)}-n{i}"] for i, text in enumerate(STRINGS)])
    write_table(folder / "amt_log.csv", ["time", "uuid", "level", "text"],
                [["2026-11-22T16:36:02Z", uuid(i), "Error", text_of(text)]
                 for i, text in enumerate(STRINGS)])


def reason(text):
    return text.replace(b"\0", b"").strip(b" \t\n\v\f\r")


def suppressions():
    for i, text in enumerate(STRINGS):
        yield b"--suppress"
        yield f"AMT-K01:{address(i)}=r{i} ".encode() + text.replace(b"\0", b"")


# What must come back, and from where.

def wanted(kind, escape):
    for i, text in enumerate(STRINGS):
        if kind == "file":
            yield escape(file_name(i, text))
        elif kind == "domain":
            yield "provisionserver." + as_domain(text)
        elif kind == "name":
            yield escape(record_text(text) + f"-n{i}".encode())
        elif kind == "reason":
            yield escape((f"r{i} ".encode() + text.replace(b"\0", b"")).rstrip(b" \t\n\v\f\r"))


# Formats that name a few devices of a finding and count the rest have not every reason.
CARRIED = {
    "text": (as_ascii, ["domain", "name"]),
    "json": (as_utf8, ["file", "domain", "name", "reason"]),
    "ndjson": (as_utf8, ["file", "domain", "name", "reason"]),
    "sarif": (as_ascii, ["name", "reason"]),
    "junit": (as_ascii, ["file", "name", "reason"]),
    "github": (as_ascii, []),
    "csv": (as_ascii, ["name", "reason"]),
    "html": (as_ascii, ["file", "domain", "name"]),
    "amt-log": (as_ascii, ["name"]),
}


def call(*arguments):
    done = subprocess.run([amtrace, *arguments], capture_output=True, timeout=600)
    assert done.returncode in (0, 1, 3), (done.returncode, done.stderr[-2000:])
    readers.printable(done.stderr)
    return done.stdout


def squeezed(text):
    """Where lines are wrapped: without any space, escaped or not."""
    return re.sub(r"\s", "", text)


def check(name, data):
    texts = readers.READERS.get(name, readers.read_other)(data)
    escape, kinds = CARRIED.get(name, (as_ascii, []))
    whole = squeezed("\n".join(texts))
    for kind in kinds:
        lost = [w for w in wanted(kind, escape) if squeezed(w) not in whole]
        assert not lost, f"{name}: {len(lost)} of kind {kind} are not there, first {lost[0][:200]!r}"
    print(name, len(data), "bytes", len(texts), "texts", *kinds)


NAMES_MAX = 64  # of one certificate, that a sighting holds


def renamed(sightings, names):
    """The same sightings, their certificates with these names."""
    for line in sightings.splitlines():
        value = json.loads(line)
        if value["type"] == "certificate":
            value |= {"subject": "".join(names), "issuer": names[1], "common_name": names[0],
                      "dns_names": names}
        yield json.dumps(value).encode() + b"\n"


def check_certificates(folder):
    """A call-back whose certificates have every string among their names."""
    seen = call("observe", "--no-settings", readers.root / "pcaps/lab-ok.pcapng")
    for first in range(0, len(STRINGS), NAMES_MAX):
        names = [text_of(text) or "x" for text in STRINGS[first:first + NAMES_MAX]]
        (folder / "c.jsonl").write_bytes(b"".join(renamed(seen, names)))
        for format_name in readers.formats():
            data = call("diagnose", "--no-settings", "--verbose", "--format", format_name, folder / "c.jsonl")
            texts = readers.READERS.get(format_name, readers.read_other)(data)
            if format_name == "json":
                lost = [n for n in names if as_utf8(n.encode()) not in texts]
                assert not lost, f"{len(lost)} names of certificates are not there: {lost[:3]}"
    print("names of certificates in all formats")


def ladder_carries(format_name, folder, i, text):
    """One drawing of the one device of a capture: its name above, the name it asked for on a rung."""
    place = os.fsencode(folder / "captures") + b"/" + file_name(i, text)
    data = call("ladder", "--no-settings", "--site", folder / "records", "--format", format_name, place)
    whole = squeezed("\n".join(readers.LADDERS[format_name](data)))
    wanted_of = as_ascii(record_text(text) + f"-n{i}".encode()), "provisionserver." + as_domain(text)
    for one in wanted_of:
        assert squeezed(one) in whole, f"ladder as {format_name}: {one[:200]!r} is not there: {data[:2000]}"


def check_ladders(folder):
    for format_name in readers.LADDERS:
        for i, text in enumerate(STRINGS):
            ladder_carries(format_name, folder, i, text)
        print("ladder as", format_name, len(STRINGS), "drawings")


def check_colored(data):
    """On a terminal: our own five sequences, and nothing else."""
    readers.printable(re.sub(rb"\x1b\[(0|1|31|32|33)m", b"", data))


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    (folder / "captures").mkdir()
    for i, text in enumerate(STRINGS):
        write_capture(folder / "captures", i, text)
    write_records(folder / "records")
    common = ["--no-settings", "--verbose", "--site", folder / "records", *suppressions()]
    for format_name in readers.formats():
        check(format_name, call("analyze", *common, "--format", format_name, folder / "captures"))
    check_colored(call("analyze", *common, "--color", "always", folder / "captures"))
    check_ladders(folder)
    sightings = call("observe", "--no-settings", folder / "captures")
    validator = readers.schema("sightings")
    for line in readers.printable(sightings).splitlines():
        validator.validate(json.loads(line))
    (folder / "s.jsonl").write_bytes(sightings)
    check("json", call("diagnose", *common, "--format", "json", folder / "s.jsonl"))
    check_certificates(folder)
    readers.read_other(call("site", "show", folder / "records"))
    readers.read_other(call("site", "check", folder / "records"))
    readers.printable(call("keys", "--no-settings", "--site", folder / "records", folder / "captures"))
    readers.printable(call("config", "show", *common))
