# SPDX-License-Identifier: GPL-2.0-or-later
"""Compares the sightings of a recording with tshark's fields of its frames.

usage: opinion.py RECORDING SIGHTINGS.jsonl

What observe wrote of a hello, a name, a lease, a connection and a TLS session is
looked up in the frames that it names, or in the whole of the TCP stream.
"""
import json
import struct
import subprocess
import sys
import uuid

FIELDS = """frame.number icmp.type icmpv6.type tcp.stream tcp.flags.syn tcp.flags.ack tcp.flags.reset
tcp.seq_raw tcp.len tcp.srcport tcp.dstport tcp.payload ip.src ipv6.src dns.qry.name dns.flags.rcode
dns.a dns.aaaa dns.ptr.domain_name dhcp.ip.your dhcp.option.domain_name
dhcp.option.domain_name_server tls.handshake.type tls.handshake.version tls.handshake.ciphersuite
tls.handshake.identity tls.alert_message.desc tls.handshake.certificate
_ws.malformed ip.checksum.status tcp.checksum.status udp.checksum.status""".split()
CHECKS = ["-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE", "-o",
          "udp.check_checksum:TRUE", "-o", "tcp.reassemble_out_of_order:TRUE"]
NO_UUID = "00000000-0000-0000-0000-000000000000"
BAD = "0"  # of tshark's checksum states

failed = False


def complain(frame, what, ours, theirs):
    global failed
    failed = True
    print(f"{sys.argv[1].split('/')[-1]} frame {frame}: {what}: ours {ours}, tshark's {theirs}")


def same(frame, what, ours, theirs):
    if ours != theirs:
        complain(frame, what, ours, theirs)


def read_frames(path, tls_ports):
    command = ["tshark", "-n", *CHECKS, "-r", path, "-T", "fields", "-E", "separator=/t"]
    for port in sorted(tls_ports):
        command += ["-d", f"tcp.port=={port},tls"]
    for name in FIELDS:
        command += ["-e", name]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    frames = {}
    for line in text.splitlines():
        frame = dict(zip(FIELDS, line.split("\t")))
        frames[int(frame["frame.number"])] = frame
    return frames


def values(frame, name):
    return [v for v in frame[name].split(",") if v]


def stream_of(frames, number):
    """The frames of the TCP stream of a frame, none of which is quoted by ICMP."""
    stream = frames[number]["tcp.stream"]
    return [f for f in frames.values()
            if f["tcp.stream"] == stream and not f["icmp.type"] and not f["icmpv6.type"]]


def payload(frames, number, port):
    """What went from a port, pieces in order, once each. What crossed a reset nobody took."""
    pieces = {}
    for f in stream_of(frames, number):
        if f["tcp.flags.reset"] == "1":
            break
        if f["tcp.srcport"] == str(port) and f["tcp.payload"]:
            data = bytes.fromhex(f["tcp.payload"].replace(":", ""))
            for i, byte in enumerate(data):
                pieces.setdefault((int(f["tcp.seq_raw"]) + i) % 2**32, byte)
    start = next((int(f["tcp.seq_raw"]) for f in stream_of(frames, number)
                  if f["tcp.srcport"] == str(port) and f["tcp.flags.syn"] == "1"), 0)
    ordered = sorted(pieces, key=lambda seq: (seq - start) % 2**32)
    return bytes(pieces[seq] for seq in ordered)


def printable(byte):
    return chr(byte) if 0x20 <= byte < 0x7f else "?"


def compare_hello(seen, frames, connection):
    raw = payload(frames, connection["at"]["frame"], connection["client_port"])
    frame = seen["at"]["frame"]
    if not seen.get("whole") or len(raw) < 24:
        return
    admin, version, retry = struct.unpack("<HHI", raw[:8])
    same(frame, "admin", seen.get("admin_set", 0), admin)
    same(frame, "version", seen["version"], version)
    same(frame, "retry", seen.get("retry", 0), retry)
    same(frame, "UUID", seen.get("uuid", NO_UUID), str(uuid.UUID(bytes_le=raw[8:24])))
    if version == 2:
        same(frame, "PID", seen.get("pid"), "".join(printable(b) for b in raw[24:32]))
    else:
        same(frame, "hashes", seen.get("hash_count", 0), raw[24])


def compare_connection(seen, frames):
    number = seen["at"]["frame"]
    stream = stream_of(frames, number)
    client = str(seen["client_port"])
    syns = [f for f in stream if f["tcp.flags.syn"] == "1"]
    out = [f for f in syns if f["tcp.flags.ack"] == "0" and f["tcp.srcport"] == client]
    back = [f for f in syns if f["tcp.flags.ack"] == "1"]
    if out:
        same(number, "SYNs", seen.get("syns", 0), len(out))
        same(number, "client's number", seen.get("client_isn", 0), int(out[0]["tcp.seq_raw"]))
        accepted = seen.get("answer") == "accepted"
        same(number, "accepted", accepted, bool(back))
    for side in ("client", "server"):
        same(number, f"{side}'s bytes", seen.get(f"{side}_bytes", 0),
             len(payload(frames, number, seen[f"{side}_port"])))
    if "hello" in seen:
        compare_hello(seen["hello"], frames, seen)
    if "session" in seen:
        compare_session(number, seen["session"], stream, seen)


def compare_session(number, seen, stream, connection):
    """Versions, suite and identity of the handshake, and the alerts that can be read."""
    kinds = [k for f in stream for k in values(f, "tls.handshake.type")]
    chosen = [f for f in stream if "2" in values(f, "tls.handshake.type")]
    same(number, "ClientHello", seen.get("client_hello", False), "1" in kinds)
    same(number, "ServerHello", seen.get("server_hello", False), "2" in kinds)
    if chosen:
        same(number, "version", seen.get("version"),
             int(values(chosen[0], "tls.handshake.version")[0], 16))
        same(number, "suite", seen.get("suite"),
             int(values(chosen[0], "tls.handshake.ciphersuite")[0], 0))
    identities = [bytes.fromhex(i.replace(":", "")).decode("ascii", "replace")
                  for f in stream for i in values(f, "tls.handshake.identity")]
    same(number, "identity", seen.get("identity"), identities[0] if identities else None)
    theirs = [int(a) for f in stream for a in values(f, "tls.alert_message.desc")]
    ours = [a.get("description", 0) for a in seen.get("alert", []) if a.get("readable")]
    if seen.get("decryption") != "opened":
        same(number, "alerts", ours, theirs)
    for side in ("client", "server"):
        port = str(connection[f"{side}_port"])
        sent = sum(len(values(f, "tls.handshake.certificate")) for f in stream
                   if f["tcp.srcport"] == port)
        same(number, f"{side}'s certificates", seen.get(f"{side}_chain", {}).get("sent", 0), sent)


def check_soundness(frame):
    number = frame["frame.number"]
    if frame["_ws.malformed"]:
        complain(number, "frame", "read", "malformed")
    if frame["icmp.type"]:  # what ICMP quotes is cut
        return
    for layer in ("ip", "tcp", "udp"):
        if BAD in values(frame, f"{layer}.checksum.status"):
            complain(number, f"{layer}'s checksum", "taken", "wrong")


def compare_name(seen, frames):
    if "question_place" not in seen or "answer" not in seen:
        return
    asked, answer = frames[seen["at"]["frame"]], frames[seen["answer"]["frame"]]
    number = seen["answer"]["frame"]
    same(number, "question", seen["question"].lower(), values(asked, "dns.qry.name")[0].lower())
    same(number, "rcode", seen.get("rcode", 0), int(values(answer, "dns.flags.rcode")[0]))
    addresses = values(answer, "dns.a") + values(answer, "dns.aaaa")
    same(number, "addresses", sorted(seen.get("addresses", [])), sorted(addresses))


def compare_lease(seen, frames):
    if "ack" not in seen or seen.get("version") != 4:
        return
    ack = frames[seen["ack"]["frame"]]
    number = seen["ack"]["frame"]
    same(number, "address", seen["address"], values(ack, "dhcp.ip.your")[0])
    same(number, "suffix", seen.get("suffixes", []), values(ack, "dhcp.option.domain_name"))
    same(number, "name servers", seen.get("dns", []), values(ack, "dhcp.option.domain_name_server"))


def main():
    with open(sys.argv[2], encoding="utf-8") as lines:
        sightings = [json.loads(line) for line in lines]
    ports = {s["server_port"] for s in sightings if s.get("service") == "tls"}
    frames = read_frames(sys.argv[1], ports)
    for frame in frames.values():
        check_soundness(frame)
    compare = {"connection": compare_connection, "name": compare_name, "lease": compare_lease}
    for seen in sightings:
        if seen["type"] in compare:
            compare[seen["type"]](seen, frames)
    return 1 if failed else 0


sys.exit(main())
