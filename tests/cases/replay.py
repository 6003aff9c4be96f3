#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Plays a case against small servers on the loopback: one that refuses, one that is silent, some that call back.

    replay.py AMTRACE [MESHCENTRAL]

The case is written here, byte by byte, so that what must arrive is known. What a case keeps
of calls inside TLS comes from pcaps/d06-fault.pcap and d10-soap-status.pcap, whose scenarios say what was answered.
"""
import contextlib
import json
import os
import pathlib
import socket
import re
import struct
import subprocess
import sys
import tempfile
import threading
import xml.etree.ElementTree

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
        if callable(self.calls):
            self.answer = self.calls(address[0])
        elif self.calls == "tls":
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


DIGEST = 'Authorization: Digest username="admin",realm="r",nonce="n",uri="/wsman",response="0123"\r\n'
WSMAN = ('<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"'
         ' xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing"'
         ' xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"><s:Header>'
         '<a:Action>{0}/{1}</a:Action><w:ResourceURI>{0}</w:ResourceURI>'
         '<a:MessageID>{2}</a:MessageID></s:Header><s:Body/></s:Envelope>')
OLDER = ('<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
         '<m:{1} xmlns:m="http://schemas.intel.com/platform/client/{0}/2004/01"/></s:Body></s:Envelope>')
AMT = "http://intel.com/wbem/wscim/1/amt-schema/1/"


def request(body, head=DIGEST):
    return f"POST /wsman HTTP/1.1\r\nHost: device\r\n{head}Content-Length: {len(body)}\r\n\r\n{body}".encode()


def newer(name, method, number, head=DIGEST):
    return request(WSMAN.format(AMT + name, method, f"m&amp;{number}"), head)


def read_answer(read):
    """Status, headers and body of one answer; read(n) gives n bytes, or fewer at the end."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        byte = read(1)
        if not byte:
            return 0, head.decode(), b""
        head += byte
    length = int(re.search(rb"Content-Length: (\d+)", head)[1])
    return int(head.split()[1]), head.decode(), read(length)


def by_tls(requests, pid="0000037M"):
    """Says them one by one in one TLS-PSK session of OpenSSL's own client."""
    def call(address):
        client = subprocess.Popen(["openssl", "s_client", "-quiet", "-connect", address + ":16993", "-tls1_2",
                                   "-cipher", "PSK@SECLEVEL=0", "-psk_identity", pid, "-psk", PPS.encode().hex()],
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        answers = []
        for one in requests:
            with contextlib.suppress(BrokenPipeError):
                client.stdin.write(one)
                client.stdin.flush()
            answers.append(read_answer(client.stdout.read))
        client.kill()
        client.wait()
        return answers
    return call


def in_the_clear(requests):
    def call(address):
        with socket.create_connection((address, 16992), 5) as connection:
            with connection.makefile("rb") as stream:
                answers = []
                for one in requests:
                    connection.sendall(one)
                    answers.append(read_answer(stream.read))
        return answers
    return call


def texts(body):
    """The texts of an answer, by an XML parser, under their elements' local names."""
    return {e.tag.split("}")[-1]: e.text for e in xml.etree.ElementTree.fromstring(body).iter()}


def answered(case, call, *more):
    server = Server(calls=call)
    status, text = play(case, server.port, 10, *more)
    server.end()
    return server.answer, text


def reproduced(folder, name):
    """A case of a capture of calls inside TLS-PSK, under its own PID."""
    pcaps = pathlib.Path(__file__).resolve().parents[2] / "pcaps"
    case = folder / name
    run = subprocess.run([AMTRACE, "reproduce", "--vantage", "between", "--keep", "pids", "--site", pcaps / "sites/full",
                          "--output", case, pcaps / f"{name}.pcap"], capture_output=True, text=True)
    expect("a case is made, and says what is lost", run.returncode == 1 and (case / "answers.json").exists(), run.stderr)
    fits_its_schema(case / "answers.json")
    return case


def fits_its_schema(path):
    try:
        import jsonschema
    except ImportError:
        return
    schema = json.loads(subprocess.run([AMTRACE, "schema", "answers"], capture_output=True, check=True).stdout)
    jsonschema.Draft202012Validator(schema).validate(json.loads(path.read_text()))


def calls_are_answered_as_kept(folder, records):
    case = reproduced(folder, "d06-fault")
    calls = [newer("AMT_GeneralSettings", "Get", 1, ""), newer("AMT_GeneralSettings", "Get", 2),
             newer("AMT_TLSSettingData", "Put", 3), newer("AMT_Never", "Heard", 4)]
    for how, more in (by_tls, ["--site", str(records)]), (in_the_clear, []):
        answers, text = answered(case, how(calls), *more)
        expect("each is answered", [a[0] for a in answers] == [401, 200, 500, 500], (answers, text))
        expect("a log-in is asked for", 'Digest realm="' in answers[0][1] and 'qop="auth"' in answers[0][1], answers[0])
        for number, answer in enumerate(answers[1:], 2):
            expect("and names its request", texts(answer[2])["RelatesTo"] == f"m&{number}", answer)
        fault = texts(answers[2][2])
        expect("a fault as recorded", (fault["Value"], fault["Detail"]) == ("w:InternalError", "AMT-STATUS 38"), fault)
        expect("what was not recorded is a fault", "nothing was recorded" in texts(answers[3][2])["Text"], answers[3])
        expect("a call-back is what the case shows", "same: the case shows a call-back" in text, text)
        expect("and it is told", "4 requests: 2 answered as recorded, 1 challenged, 1 not recorded" in text, text)
    case = reproduced(folder, "d10-soap-status")
    calls = [request(OLDER.format("SecurityAdministration", "CommitChanges"))] * 3
    answers, text = answered(case, by_tls(calls), "--site", str(records))
    expect("a status of the older SOAP", [texts(a[2]).get("Status") for a in answers] == ["2057", "2057", None], answers)
    answers, text = answered(case, by_tls([request("x" * 300000)]), "--site", str(records))
    expect("a body without end is left", answers[0][0] == 0 and "0 requests" in text, (answers, text))


def answers_that_are_none(folder, case):
    for wrong in ('{"schema": "amtrace.answers/9", "answers": []}', "[", '{"schema": "amtrace.answers/1"}',
                  '{"schema": "amtrace.answers/1", "answers": [{"status": -1}]}',
                  '{"schema": "amtrace.answers/1", "answers": [{"status": 200, "return_value": "0"}]}'):
        (case / "answers.json").write_text(wrong)
        status, text = play(case, 9, 1)
        expect("answers that are none are not read", status == 3 and "answers.json" in text, (wrong, status, text))
    (case / "answers.json").unlink()


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

    calls_are_answered_as_kept(folder, records)
    answers_that_are_none(folder, alone)

    if len(sys.argv) > 2 and os.path.exists(sys.argv[2] + "/amtprovisioningserver.js"):
        meshcentral(folder, alone, "Got invalid hello from: 127.0.0.1")
        write_case(folder / "pki", False, HELLO[:2] + b"\3\0" + HELLO[4:24] + b"\1\2\x20" + bytes(32))
        meshcentral(folder, folder / "pki", "Got hello from 127.0.0.1")
    else:
        print("no MeshCentral here: played against small servers only")


main()
