#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes a Setup.bin (version 4, scrambled) of one pair.

usage: setupbin.py PID PPS

Layout: MeshCentral's amt-setupbin.js, and a real file that decodes by it.
"""
import struct
import sys

GUID = bytes.fromhex("aaa93452e129a9448d4d081c07b96353")
CHUNK = 512
RECORD_HEADER = 24
SCRAMBLE = 17


def variable(module, number, value):
    padded = value + bytes(-len(value) % 4)
    return struct.pack("<HHHH", module, number, len(value), 0) + padded


def main():
    pid, pps = (text.encode("ascii") for text in sys.argv[1:])
    header = GUID + struct.pack("<HHIBBHIIHH", 1, 42, 0, 4, 0, 0, 1, 0, 1, 0)
    header += struct.pack("<HH", 2, 0)
    data = variable(2, 1, pid) + variable(2, 2, pps)
    record = struct.pack("<IIIIHHI", 1, 3, 0, 0, 1, RECORD_HEADER, 1)
    body = data + bytes(CHUNK - RECORD_HEADER - len(data))
    record += bytes((byte + SCRAMBLE) & 0xFF for byte in body)
    sys.stdout.buffer.write(header.ljust(CHUNK, b"\0") + record)


main()
