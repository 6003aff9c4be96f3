#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""make_protocols.py - writes the captures of redirection, APF and calls.

Frames 1 to 3 are the handshake; "device" is who connects, as in make.py, which
this also runs. Redirection's messages are those of tests/wire, APF is put
together here and runs without its TLS: it is chosen by Decode As.
"""
import re
import struct

from make import END, HERE, device, server, write

REDIRECTION_PORT, APF_PORT, HTTP_PORT = 16994, 4433, 16992


def messages(source):
    """The rows of |every| in a test of the decoder."""
    text = (HERE.parent.parent / "wire" / source).read_text()
    rows = text[text.index("every[] = {"):]
    return [bytes.fromhex(row) for row in re.findall(r'"([0-9a-f ]+)"', rows[:rows.index("};")])]


def text(value):
    return struct.pack(">I", len(value)) + value


def u32(*values):
    return struct.pack(f">{len(values)}I", *values)


def request(name, port):
    return b"\x50" + text(name) + b"\1" + text(b"pc.example.test") + u32(port)


def channel_open(number, port):
    return (b"\x5a" + text(b"forwarded-tcpip") + u32(number, 32768, 0xFFFFFFFF)
            + text(b"1.2.3.4") + u32(port) + text(b"5.6.7.8") + u32(1024))


def data(number, payload):
    return b"\x5e" + u32(number) + text(payload)


GREETING = b"\xc0" + u32(1, 0, 3) + bytes.fromhex("4b529b93d413181de4871c697a6b7a2b") + bytes(64)
APF_ALL = [
    GREETING, b"\x05" + text(b"auth@amt.intel.com"), b"\x06" + text(b"auth@amt.intel.com"),
    b"\x32" + text(b"admin") + text(b"pfwd@amt.intel.com") + text(b"password") + b"\0" + text(b"P@ss"),
    b"\x33" + text(b"password") + b"\0", b"\x34", b"\x52", channel_open(4, 5900),
    b"\x5b" + u32(4, 100, 4095, 0xFFFFFFFF), b"\x5c" + u32(4, 2, 0, 0), b"\x5d" + u32(4, 843),
    data(100, b"abc"), b"\x61" + u32(100), b"\xd0" + u32(0x1234), b"\xd1" + u32(0x1234),
    b"\xd2" + u32(30, 0), b"\xd3" + u32(30, 0), b"\xfa" + text(b"{}"), b"\x01" + u32(11) + b"\0\0",
]

ENVELOPE = ('<?xml version="1.0"?><Envelope xmlns="http://www.w3.org/2003/05/soap-envelope">'
            "<Header>{header}</Header><Body>{body}</Body></Envelope>")
AMT = "http://intel.com/wbem/wscim/1/amt-schema/1/"


def call(method, number, uri=AMT + "AMT_SetupAndConfigurationService", body=""):
    return ENVELOPE.format(body=body, header=f"<Action>{uri}/{method}</Action><ResourceURI>{uri}"
                           f"</ResourceURI><MessageID>{number}</MessageID>").encode()


def answer(method, number, body, uri=AMT + "AMT_SetupAndConfigurationService"):
    return ENVELOPE.format(body=body, header=f"<RelatesTo>{number}</RelatesTo><Action>{uri}/"
                           f"{method}Response</Action><ResourceURI>{uri}</ResourceURI>").encode()


def post(body, kind=None):
    kind = f"Content-Type: {kind}\r\n" if kind else ""
    return f"POST /wsman HTTP/1.1\r\nHost: pc\r\n{kind}Content-Length: {len(body)}\r\n\r\n".encode() + body


def ok(body, status="200 OK"):
    return (f"HTTP/1.1 {status}\r\nContent-Type: application/soap+xml\r\n"
            f"Content-Length: {len(body)}\r\n\r\n").encode() + body


COMMIT, DONE = call("CommitChanges", 1), answer(
    "CommitChanges", 1, "<CommitChanges_OUTPUT><ReturnValue>38</ReturnValue></CommitChanges_OUTPUT>")
HOST_BASED = "http://intel.com/wbem/wscim/1/ips-schema/1/IPS_HostBasedSetupService"
FAULT = ENVELOPE.format(header="<RelatesTo>7</RelatesTo>", body=(
    "<Fault><Code><Value>s:Receiver</Value><Subcode><Value>w:InternalError</Value></Subcode></Code>"
    "<Reason><Text>An internal error</Text></Reason><Detail>AMT-STATUS 36</Detail></Fault>")).encode()
DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE Envelope [<!ENTITY a "b">]>' + COMMIT.split(b"?>")[1]
START, STARTED = bytes.fromhex("10010000") + b"KVMR", bytes.fromhex("11000000010002005701000000")
REDIRECTION = messages("test_redirection.c")
CHANNEL = [device(GREETING), server(channel_open(4, HTTP_PORT)),
           device(b"\x5b" + u32(4, 100, 4095, 0xFFFFFFFF))]

CAPTURES = {
    "redirection-all": [[device(m) for m in REDIRECTION], REDIRECTION_PORT],
    "redirection-split": [[device(REDIRECTION[0]), device(REDIRECTION[3][:15]),
                           device(REDIRECTION[3][15:] + REDIRECTION[5])], REDIRECTION_PORT],
    "redirection-cut": [[device(REDIRECTION[0]), device(REDIRECTION[3][:15]), END], REDIRECTION_PORT],
    "redirection-kvm": [[device(START), server(STARTED), device(bytes.fromhex("4000000000000000")),
                         server(bytes.fromhex("4100000000000000") + b"RFB 003.008\n"),
                         device(b"RFB 003.008\n")], REDIRECTION_PORT],
    "redirection-elsewhere": [[device(REDIRECTION[0])], 5555],
    "redirection-other": [[device(b"SSH-2.0-OpenSSH_9.2\r\n"), server(b"@@@@@@@@")], REDIRECTION_PORT],
    "apf-all": [[device(m) for m in APF_ALL], APF_PORT],
    "apf-requests": [[device(GREETING),
                      device(request(b"tcpip-forward", 16993) + request(b"cancel-tcpip-forward", 16993)
                             + request(b"tcpip-forward", 623)),
                      server(b"\x51" + u32(16993) + b"\x51"), server(b"\x51" + u32(623))], APF_PORT],
    "apf-http": [CHANNEL + [server(data(100, post(COMMIT)[:50])), server(data(100, post(COMMIT)[50:])),
                            device(data(4, ok(DONE)[:200]) + data(4, ok(DONE)[200:]))], APF_PORT],
    "call-results": [[
        device(post(call("AdminSetup", 5, HOST_BASED), "application/soap+xml")),
        server(ok(answer("AdminSetup", 5, "<AdminSetup_OUTPUT><ReturnValue>5</ReturnValue>"
                         "</AdminSetup_OUTPUT>", HOST_BASED))),
        device(post(call("Get", 7))), server(ok(FAULT, "500 Internal Server Error")),
        device(post(call("A", 8)) + post(call("B", 9))),
        server(ok(answer("A", 8, "")) + ok(answer("B", 9, "")))], HTTP_PORT],
    "call-doctype": [[device(post(DOCTYPE, "application/soap+xml"))], HTTP_PORT],
    "call-short": [[device(post(COMMIT[:-9], "application/soap+xml"))], HTTP_PORT],
    "call-elsewhere": [[device(post(COMMIT, "text/xml"))], 8080],
    "call-foreign": [[device(post(call("Get", 1, "http://example.test/Printer"), "text/xml"))], 8080],
    "http-other": [[device(b"GET /logon.htm HTTP/1.1\r\nHost: pc\r\n\r\n"),
                    server(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>")],
                   HTTP_PORT],
}

for name, (steps, port) in CAPTURES.items():
    write(name, steps, port)
