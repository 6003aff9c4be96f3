#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Prints the secrets behind captures, one a line in hexadecimal.

usage: secrets.py [--pps PPS] [--keys LOG] CAPTURE...

The PPSs as they are typed, every secret of the key log, and the keys that TLS
makes of it (RFC 5246, 6.3; RFC 8446, 7.1 and 7.3): what tshark reads of the handshakes and the
hashes of Python's own library, nothing of ours.
"""
import argparse
import hashlib
import hmac
import subprocess
import sys

# suite: hash of TLS 1.2's PRF, bytes of MAC key and of cipher key, of each side
SUITES = {
    0x002F: ("sha256", 20, 16),  # RSA_WITH_AES_128_CBC_SHA
    0x008C: ("sha256", 20, 16),  # PSK_WITH_AES_128_CBC_SHA
    0x008D: ("sha256", 20, 32),  # PSK_WITH_AES_256_CBC_SHA
    0x1301: ("sha256", 0, 16),   # AES_128_GCM_SHA256
    0x1302: ("sha384", 0, 32),   # AES_256_GCM_SHA384
    0xC02F: ("sha256", 0, 16),   # ECDHE_RSA_WITH_AES_128_GCM_SHA256
    0xC030: ("sha384", 0, 32),   # ECDHE_RSA_WITH_AES_256_GCM_SHA384
}


def fields(capture, message, *names):
    command = ["tshark", "-n", "-r", capture, "-2", "-d", "tcp.port==1-65535,tls",
               "-Y", f"tls.handshake.type=={message}", "-T", "fields"]
    for name in ("tcp.stream", *names):
        command += ["-e", name]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    for line in out.splitlines():
        stream, *values = line.split("\t")
        yield stream, [value.split(",")[0] for value in values]


def handshakes(capture):
    clients = {}
    for stream, (random,) in fields(capture, 1, "tls.handshake.random"):
        clients[stream] = bytes.fromhex(random)
    for stream, (random, suite, version) in fields(
            capture, 2, "tls.handshake.random", "tls.handshake.ciphersuite",
            "tls.handshake.extensions.supported_version"):
        if stream in clients:
            yield clients[stream], bytes.fromhex(random), int(suite, 16), version != ""


def prf(digest, secret, seed, n):
    out, a = b"", seed
    while len(out) < n:
        a = hmac.digest(secret, a, digest)
        out += hmac.digest(secret, a + seed, digest)
    return out[:n]


def block_keys(master, client, server, suite):
    digest, mac, key = SUITES[suite]
    block = prf(digest, master, b"key expansion" + server + client, 2 * (mac + key))
    for n in (mac, mac, key, key):
        if n:
            yield block[:n]
        block = block[n:]


def traffic_key(secret, suite):
    digest, _, key = SUITES[suite]
    label = b"tls13 key"
    text = key.to_bytes(2, "big") + bytes([len(label)]) + label + b"\0\1"
    return hmac.digest(secret, text, digest)[:key]


def logged(path):
    for line in open(path, encoding="ascii"):
        words = line.split()
        if len(words) == 3 and not line.startswith("#"):
            yield words[0], bytes.fromhex(words[1]), bytes.fromhex(words[2])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pps", action="append", default=[])
    parser.add_argument("--keys", action="append", default=[])
    parser.add_argument("captures", nargs="*")
    asked = parser.parse_args()
    secrets = [pps.encode() for pps in asked.pps]
    shaken = {h[0]: h for capture in asked.captures for h in handshakes(capture)}
    for path in asked.keys:
        for label, client, secret in logged(path):
            secrets.append(secret)
            if client not in shaken:
                continue
            _, server, suite, is_1_3 = shaken[client]
            if suite not in SUITES:
                sys.exit(f"secrets.py: suite {suite:#06x} has no row")
            if label == "CLIENT_RANDOM":
                secrets += block_keys(secret, client, server, suite)
            elif is_1_3 and label != "EXPORTER_SECRET":
                secrets.append(traffic_key(secret, suite))
    for secret in dict.fromkeys(secrets):
        print(secret.hex())


main()
