# Floods of strangers: memory stays bounded, what was left out is said, a real device in the
# middle of it is seen, and the report is the same whatever pieces the bytes come in and
# whatever the hashes start from (each run of amtrace takes a secret of its own).
# usage: floods.py TRAFFIC AMTRACE [MEGABYTES], of address space that amtrace may take
import json
import pathlib
import resource
import subprocess
import sys
import tempfile

PIECES = (4099, 65521)  # primes: records straddle every border

# Kind -> how many, and what the report says is missing.
FLOODS = {
    "syn": (40000, "unanswered connections"),
    "refused": (30000, "refused connections"),
    "discover": (30000, "DHCP requests without an acknowledgement"),
    "name": (70000, "DNS questions"),
    "hello": (3000, None),
}
REAL = {"11.0.0.2", "11.0.0.3"}  # see traffic.c


def bounded():
    if len(sys.argv) > 3:
        resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[3]) << 20,) * 2)


def report_of(amtrace, *arguments, **how):
    run = subprocess.run([amtrace, "analyze", "--format", "json", "--fail-on", "never", *arguments],
                         stdout=subprocess.PIPE, check=True, preexec_fn=bounded, **how)
    report = json.loads(run.stdout)
    report["captures"][0]["file"] = "flood"
    return report


def report_in_pieces(amtrace, path, size):
    feeder = subprocess.Popen(["dd", f"if={path}", f"bs={size}", "status=none"],
                              stdout=subprocess.PIPE)
    report = report_of(amtrace, "-", stdin=feeder.stdout)
    feeder.stdout.close()
    feeder.wait()
    return report


def complaints_of(kind, amtrace, path):
    report = report_of(amtrace, path)
    missing = FLOODS[kind][1]
    seen = {address for device in report["devices"] if device["hellos"]
            for address in device["addresses"]}
    if not REAL <= seen:
        yield f"{REAL - seen} not seen"
    if missing and not any(missing in text for text in report["captures"][0]["problems"]):
        yield f"does not say that {missing} were left out"
    for size in PIECES:
        if report_in_pieces(amtrace, path, size) != report:
            yield f"another report in pieces of {size} bytes"


def main(traffic, amtrace):
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        for kind, (number, _) in FLOODS.items():
            path = pathlib.Path(folder, kind + ".pcap")
            subprocess.run([traffic, kind, path, str(number)], stdout=subprocess.DEVNULL,
                           check=True)
            for complaint in complaints_of(kind, amtrace, path):
                failed = True
                print(f"{kind}: {complaint}")
            path.unlink()
    return failed


sys.exit(main(sys.argv[1], sys.argv[2]))
