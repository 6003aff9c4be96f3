#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""make.py - writes the captures of this folder: one connection a file.

Needs nothing but Python. Frames 1 to 3 are the handshake, then come the steps
of CAPTURES in their order; device 10.86.0.50, server 10.86.0.2. The hellos are
put together by hand from the layout in dissector/wire/hello.h.
"""
import pathlib
import struct

HERE = pathlib.Path(__file__).parent
DEVICE, SERVER, DEVICE_PORT = bytes([10, 86, 0, 50]), bytes([10, 86, 0, 2]), 49152
FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16

UUID = bytes.fromhex("443322116655887799aabbccddeeff00")
SHA1 = bytes.fromhex("0114" "2796bae63f1801e277261ba0d77770028f20eee4")
SHA256 = bytes.fromhex("0220" "45140b3247eb9cc8c5b4f0d7b53091f73292089e6e5a63e2749dd3aca9198eda")


def hello(version, body, admin=0, retry=0, uuid=UUID):
    return struct.pack("<HHI", admin, version, retry) + uuid + body


def pki(*entries):
    return hello(3, bytes([len(entries)]) + b"".join(entries), admin=1)


def published(name):
    return bytes.fromhex((HERE.parent.parent / "wire/published" / name).read_text().strip())


def device(payload, flags=PSH | ACK, again=False):
    """One segment; |again|: it repeats the bytes sent before it."""
    return ("device", payload, flags, len(payload) if again else 0)


def server(payload, flags=PSH | ACK):
    return ("server", payload, flags, 0)


PSK = hello(2, b"0000037M", retry=3)
PKI = pki(SHA1, SHA256)
END, RESET = device(b"", FIN | ACK), device(b"", RST | ACK)

# name -> steps, or (steps, server port, bytes of a frame that are captured)
CAPTURES = {
    "psk": [device(PSK), END],
    "psk-bad-check": [device(hello(2, b"0000037N")), END],
    "psk-odd-pid": [device(hello(2, b"0000-37M")), END],
    "psk-blank-uuid": [device(hello(2, b"0000037M", uuid=b"\xff" * 16)), END],
    "pki": [device(PKI), END],
    "published-b": [device(published("hello-pki-b.hex")), END],
    "split": [device(PKI[:40]), device(PKI[40:]), END],
    "cut-fin": [device(PKI[:60]), END],
    "cut-fin-with-bytes": [device(PKI[:60], PSH | ACK | FIN)],
    "cut-rst": [device(PKI[:60]), RESET],
    "cut-open": [device(PKI[:60])],
    "cut-split-fin": [device(PKI[:30]), device(PKI[30:60]), END],
    "cut-split-fin-with-bytes": [device(PKI[:30]), device(PKI[30:60], PSH | ACK | FIN)],
    "cut-split-open": [device(PKI[:30]), device(PKI[30:60])],
    "trailing": [device(PSK + b"\xde\xad\xbe\xef"), END],
    "trailing-later": [device(PSK), device(b"\xde\xad\xbe\xef"), END],
    "repeated": [device(PSK), device(PSK, again=True), END],
    "no-hashes": [device(pki()), END],
    "odd-hash": [device(pki(SHA1, b"\x07\x04\x01\x02\x03\x04")), END],
    "version-9": [device(hello(9, b"\x01\x02\x03")), END],
    "http": [device(b"GET / HTTP/1.1\r\nHost: server\r\n\r\n"),
             server(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")],
    "tls": [device(bytes.fromhex("160301000401000000"))],
    "other-port": ([device(PSK), END], 5555, None),
    "other-port-trailing": ([device(PSK + b"\x00"), END], 5555, None),
    "snapped": ([device(PKI), END], 9971, 54 + 60),
}


def checksum(data):
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def frame(src, dst, sport, dport, seq, ack, flags, payload):
    def tcp(check):
        return struct.pack(">HHIIBBHHH", sport, dport, seq, ack, 5 << 4, flags, 65535, check, 0)

    def ip(check):
        return struct.pack(">BBHHHBBH", 0x45, 0, 40 + len(payload), 1, 0x4000, 64, 6, check) \
            + src + dst

    pseudo = src + dst + struct.pack(">HH", 6, 20 + len(payload))
    ether = b"\2\0\0\0\0" + dst[3:] + b"\2\0\0\0\0" + src[3:] + b"\x08\0"
    return ether + ip(checksum(ip(0))) + tcp(checksum(pseudo + tcp(0) + payload)) + payload


def frames(steps, port):
    next_seq = {"device": 1000, "server": 5000}
    handshake = [device(b"", SYN), server(b"", SYN | ACK), device(b"", ACK)]
    for who, payload, flags, back in handshake + steps:
        next_seq[who] -= back
        other = "server" if who == "device" else "device"
        ends = (DEVICE, SERVER, DEVICE_PORT, port)
        if who == "server":
            ends = (SERVER, DEVICE, port, DEVICE_PORT)
        ack = next_seq[other] if flags & ACK else 0
        yield frame(*ends, next_seq[who], ack, flags, payload)
        next_seq[who] += len(payload) + bool(flags & (SYN | FIN))


def write(name, steps, port=9971, snap=None):
    with open(HERE / f"{name}.pcap", "wb") as f:
        f.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1))
        for i, data in enumerate(frames(steps, port)):
            kept = data[:snap] if snap else data
            f.write(struct.pack("<IIII", 1700000000, i * 1000, len(kept), len(data)) + kept)


for name, made in CAPTURES.items():
    write(name, *(made if isinstance(made, tuple) else (made,)))
