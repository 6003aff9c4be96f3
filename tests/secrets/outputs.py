#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Searches everything that the analyzer writes for the secrets of the captures it reads.

usage: outputs.py AMTRACE PCAPS CAPTURES      (status 77: a program is missing)
       outputs.py --list CAPTURE KEYLOG       the capture's secrets, in hexadecimal

Every command, format and verbosity is run on captures that hold secrets, opened by what
opens them. What is secret is found by tshark: answers to digest challenges, and the text of
elements that hold a password, a key or a one-time password. Each secret is searched in eight
encodings, in what is printed and in every file of a case. `keys` is left out: session secrets are what it writes.
"""
import base64
import itertools
import os
import re
import shutil
import subprocess
import sys
import tempfile

PID, PPS = "LABPID01", "ABCD1234EFGH5678JKLM9012NPQR3456"
ELEMENTS = re.compile(
    r"<(?:\w+:)?(\w*(?:[Pp]assword|[Pp]assphrase|PPS|OTP|PrivateKey|Secret)\w*)[^>]*>([^<]+)<")
DIGEST = re.compile(r'\b(?:response|cnonce)="([^"]+)"')
SHORTEST = 6  # characters: shorter ones stand anywhere


def encodings(secret):
    """Name and bytes to look for."""
    raw = secret.encode()
    yield "as it is", raw
    yield "hexadecimal", raw.hex().encode()
    yield "hexadecimal with separators", b"[:\\- ]".join(b"%02x" % b for b in raw)
    for skip in range(3):  # a byte's place in its group of three decides
        text = base64.b64encode(bytes(skip) + raw)[4 if skip else 0:]
        yield "base64", text[:len(text) // 4 * 4 - 4]
    yield "UTF-16", secret.encode("utf-16-le")
    yield "escaped for URLs", b"".join(b"%%%02x" % b for b in raw)
    yield "escaped for JSON", b"".join(b"\\u%04x" % b for b in raw)
    yield "backwards", raw[::-1]


def stands_in(name, wanted, output):
    if name == "hexadecimal with separators":
        return re.search(wanted, output, re.IGNORECASE)
    if name == "as it is" or name == "base64" or name == "backwards":
        return wanted in output
    return wanted.lower() in output.lower()


def secrets_of(capture, keys):
    command = ["tshark", "-n", "-r", capture, "-d", "tcp.port==16993,tls",
               "-d", "tcp.port==16992,http", "-T", "fields", "-e", "http.authorization",
               "-e", "http.file_data"]
    if keys:
        command += ["-o", f"tls.keylog_file:{keys}"]
    text = subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8", "replace")
    found = DIGEST.findall(text) + [value for _, value in ELEMENTS.findall(text)]
    return {value for value in found if len(value) >= SHORTEST}


def formats(amtrace):
    """All of them, as the complaint about another one lists them."""
    run = subprocess.run([amtrace, "analyze", "--format", "?", "x"], capture_output=True, text=True)
    return re.search(r"is none of (.*)", run.stderr).group(1).split(", ")


def calls(amtrace, case):
    """Every call of the analyzer that reads |case|."""
    _, capture, given = case
    loud = (["--quiet"], [], ["--verbose"])
    pids = ([], ["--show-pids"])
    for form, volume, shown in itertools.product(formats(amtrace), loud, pids):
        yield ["analyze", "--format", form, *volume, *shown, *given, capture]
    yield ["analyze", "--what-if", *given, capture]
    yield ["observe", *given, capture]
    for shown in pids:
        yield ["site", "show", *shown, "site"]
    yield ["site", "check", "site"]
    for form, shown in itertools.product(("text", "mermaid", "svg"), pids):
        yield ["ladder", "--format", form, *shown, *given, capture]
    for kept in [], ["--keep", "addresses,macs,uuids,pids,names"]:
        yield ["reproduce", "--output", "case", *kept, *given, capture]
    yield ["config", "show", *given, "--set", f"pid_map[pid={PID}].pps={PPS}"]


def written(run):
    """What a call wrote: printed, and as the files of a case, which are removed."""
    yield run.stdout
    yield run.stderr
    for folder, _, names in os.walk("case"):
        for name in names:
            with open(os.path.join(folder, name), "rb") as file:
                yield file.read()
    shutil.rmtree("case", ignore_errors=True)


def list_secrets(capture, keys):
    for secret in sorted(secrets_of(capture, keys)):
        if len(secret) >= 8:
            print(secret.encode().hex())


def main():
    if sys.argv[1] == "--list":
        return list_secrets(*sys.argv[2:])
    amtrace, pcaps, captures = (os.path.realpath(path) for path in sys.argv[1:4])
    if not shutil.which("tshark"):
        print("skipped: no tshark")
        sys.exit(77)
    here = tempfile.mkdtemp()
    os.chdir(here)
    os.mkdir("site")
    with open("site/pid_map.csv", "w", encoding="ascii") as file:
        file.write(f"pid,pps,used,uuid\n{PID},{PPS},0,\n")
    psk = ["--site", "site"]
    lab_ok = f"{captures}/lab-ok.keys"
    cases = [
        ("PSK", f"{pcaps}/lab-psk.pcapng", psk),
        ("PSK, the older SOAP", f"{captures}/psk-legacy.pcap", psk),
        ("PKI", f"{pcaps}/lab-ok.pcapng", [*psk, "--keys", lab_ok]),
        ("in the clear", f"{captures}/wsman-plain.pcap", psk),
        ("redirection", f"{captures}/sol-amtterm.pcap", psk),
    ]
    leaks = runs = wanted = made = 0
    for case in cases:
        name, capture, given = case
        keys = lab_ok if "--keys" in given else "psk.keys"
        if keys == "psk.keys":
            subprocess.run([amtrace, "keys", *psk, "--output", keys, capture], check=True)
        secrets = secrets_of(capture, keys) | {PPS}
        wanted += len(secrets)
        for words in calls(amtrace, case):
            run = subprocess.run([amtrace, *words], capture_output=True)
            nobody = run.stderr.endswith(b"there is no AMT device in these captures\n")
            if run.returncode > 1 and not nobody:
                sys.exit(f"{name}: {' '.join(words)}: {run.stderr.decode()}")
            runs += 1
            outputs = list(written(run))
            made += len(outputs) > 2
            for secret, output in itertools.product(secrets, outputs):
                for encoding, text in encodings(secret):
                    if stands_in(encoding, text, output):
                        leaks += 1
                        print(f"{name}: {' '.join(words)}: {secret[:2]}... {encoding}")
    shutil.rmtree(here)
    print(f"{runs} runs, {made} cases, {wanted} secrets, {leaks} found")
    sys.exit(leaks != 0 or wanted <= len(cases) or made == 0)


main()
