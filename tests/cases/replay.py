#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Plays a case against small servers on the loopback: one that refuses, one that is silent, one that calls back.

    replay.py AMTRACE [MESHCENTRAL]

The case is written here, byte by byte, so that what must arrive is known.
"""
import contextlib
import json
import os
import pathlib
import socket
import struct
import subprocess
import sys
import tempfile
import threading

AMTRACE = sys.argv[1]
HELLO = bytes.fromhex("0100 0200 00000000 44332211 6655 8877 99aabbccddeeff00") + b"0000037M"
PPS = "NKLDG5DCRRNQE9YZZIJL7LFLVJED69XJ"  # the example of Intel's documentation
REQUEST = b"GET / HTTP/1.1\r\nHost: device\r\n\r\n"
ANSWER = b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n"
DEVICE, SERVER = bytes([192, 0, 2, 50]), bytes([192, 0, 2, 10])


def segment(src, dst, sport, dport, seq, ack, flags, data=b""):
    tcp = struct.pack("!HHIIBBHHH", sport, dport, seq, ack, 0x50, flags, 8192, 0, 0) + data
    ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(tcp), 0, 0, 64, 6, 0, src, dst)
    return bytes(12) + b"\x08\0" + ip + tcp


def talk(client, server, port, data, answer=b""):
    """Handshake, what the client says, what it is told."""
    yield segment(client, server, 40000, port, 100, 0, 2)
    yield segment(server, client, port, 40000, 500, 101, 18)
    yield segment(client, server, 40000, port, 101, 501, 24, data)
    if answer:
        yield segment(server, client, port, 40000, 501, 101 + len(data), 24, answer)


def write_case(folder, called, hello=HELLO):
    frames = list(talk(DEVICE, SERVER, 9971, hello))
    if called:
        frames += talk(SERVER, DEVICE, 16992, REQUEST, ANSWER)
    folder.mkdir()
    with open(folder / "capture-1.pcap", "wb") as out:
        out.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 262144, 1))
        for i, frame in enumerate(frames):
            out.write(struct.pack("<IIII", 1700000000 + i, 0, len(frame), len(frame)) + frame)
    (folder / "expect.json").write_text(json.dumps({
        "schema": "amtrace.case/1", "captures": [{"file": "capture-1.pcap"}],
        "device": "192.0.2.50", "expect": {"outcome": "unknown", "findings": []}}))


class Server:
    """Takes one hello; then calls back to where it came from, if it does."""

    def __init__(self, calls, key=b""):
        self.calls, self.key, self.heard, self.answer = calls, key, b"", b""
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()

    def serve(self):
        self.socket.settimeout(10)
        connection, address = self.socket.accept()
        with connection:
            connection.settimeout(5)
            while piece := connection.recv(4096):
                self.heard += piece
        if self.calls == "tls":
            call = ["openssl", "s_client", "-connect", address[0] + ":16993", "-tls1_2", "-cipher", "PSK@SECLEVEL=0",
                    "-psk_identity", "0000037M", "-psk", self.key.hex()]
            self.said = subprocess.run(call, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=20).stdout
        elif self.calls:
            with socket.create_connection((address[0], 16992), 5) as call:
                call.sendall(REQUEST)
                call.settimeout(5)
                while piece := call.recv(4096):
                    self.answer += piece

    def end(self):
        self.thread.join(15)
        self.socket.close()


def play(case, port, wait, *more):
    run = subprocess.run([AMTRACE, "replay", "--to", f"127.0.0.1:{port}", "--wait", str(wait), str(case), *more],
                         capture_output=True, text=True, timeout=60)
    return run.returncode, run.stdout + run.stderr


def expect(what, holds, text):
    if not holds:
        print(f"{what}: {text}")
        sys.exit(1)


def ours_to_listen_on():
    for port in 16992, 16993:
        with contextlib.suppress(OSError):
            socket.create_server(("127.0.0.1", port)).close()
            continue
        return False
    return True


MESH = """
const name = {getField: () => ({value: 'root'})};
const forge = {pki: {certificateFromPem: () => ({subject: name})}};
const parent = {debug: (...a) => console.log(...a), certificates: {root: {cert: ''}},
	certificateOperations: {forge}, webserver: {meshes: {}}, config: {domains: {'': {}}}};
require(process.argv[2] + '/amtprovisioningserver.js').CreateAmtProvisioningServer(parent,
	{port: +process.argv[3], newmebxpassword: 'P@ssw0rd', devicegroup: 'none'});
"""


def meshcentral(folder, case, said):
    """Its own provisioning server, alone, without a device group: it reads hellos and says what it thinks of them."""
    script = folder / "server.js"
    script.write_text(MESH)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen(["node", script, sys.argv[2], str(port)], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True)
    try:
        line = server.stdout.readline()
        if "running on port" not in line:
            print(f"skipped: MeshCentral's server does not start alone: {line}")
            return
        status, text = play(case, port, 1)
        expect("MeshCentral takes the hello", status == 0 and "bytes sent" in text, text)
        expect("and says of it", said in server.stdout.readline(), said)
    finally:
        server.terminate()
        server.wait(10)


def main():
    folder = pathlib.Path(tempfile.mkdtemp())
    called, alone = folder / "called", folder / "alone"
    write_case(called, True)
    write_case(alone, False)

    with socket.create_server(("127.0.0.1", 0)) as free:
        closed = free.getsockname()[1]
    status, text = play(alone, closed, 1)
    expect("a refusal is told", status == 1 and "refused" in text and "differs" in text, text)

    status, text = subprocess.run([AMTRACE, "replay", "--to", "localhost:9971", str(alone)],
                                  capture_output=True, text=True).returncode, ""
    expect("a name is not looked up", status == 2, status)

    if not ours_to_listen_on():
        print("skipped: ports 16992 and 16993 are taken")
        sys.exit(77)
    server = Server(calls=False)
    status, text = play(alone, server.port, 1)
    server.end()
    expect("the hello arrives whole", server.heard == HELLO, server.heard.hex())
    expect("silence is the same as silence", status == 0 and "call-back: none in 1 s" in text, text)

    server = Server(calls=True)
    status, text = play(called, server.port, 5)
    server.end()
    expect("the call is answered as recorded", server.answer == ANSWER, (server.answer, text))
    expect("a call-back is the same as one", status == 0 and "same" in text, text)

    records = folder / "records"
    records.mkdir()
    (records / "pid_map.csv").write_text(f"pid,pps\n0000037M,{PPS}\n")
    for key, words in (PPS, "TLS-PSK opened"), (PPS[::-1], "TLS-PSK failed"):
        server = Server("tls", key.encode())
        status, text = play(alone, server.port, 5, "--site", str(records))
        server.end()
        expect("a call by TLS is taken with the PPS", words in text and status == 1, (text, server.said))
        expect("and the PPS is not told", PPS not in text, text)

    if len(sys.argv) > 2 and os.path.exists(sys.argv[2] + "/amtprovisioningserver.js"):
        meshcentral(folder, alone, "Got invalid hello from: 127.0.0.1")
        write_case(folder / "pki", False, HELLO[:2] + b"\3\0" + HELLO[4:24] + b"\1\2\x20" + bytes(32))
        meshcentral(folder, folder / "pki", "Got hello from 127.0.0.1")
    else:
        print("no MeshCentral here: played against small servers only")


main()
