#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""responses.py - a capture of files, each the body of an answer from port 16992.

responses.py CAPTURE FILE...: each file has a connection of its own, of one frame.
"""
import struct
import sys

DEVICE_PORT, FIRST_CLIENT_PORT, PSH_ACK = 16992, 20000, 0x18


def frame(client_port, payload):
    tcp = struct.pack(">HHIIBBHHH", DEVICE_PORT, client_port, 1, 1, 5 << 4, PSH_ACK, 65535, 0, 0)
    ip = struct.pack(">BBHHHBBH", 0x45, 0, 40 + len(payload), 1, 0x4000, 64, 6, 0)
    return b"\2" + bytes(11) + b"\x08\0" + ip + b"\x0a\0\0\1\x0a\0\0\2" + tcp + payload


with open(sys.argv[1], "wb") as capture:
    capture.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1))
    for i, name in enumerate(sys.argv[2:]):
        with open(name, "rb") as f:
            body = f.read()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml\r\nContent-Length: {len(body)}\r\n\r\n"
        data = frame(FIRST_CLIENT_PORT + i, head.encode() + body)
        capture.write(struct.pack("<IIII", 1700000000, i, len(data), len(data)) + data)
