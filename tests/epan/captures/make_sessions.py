#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""make_sessions.py - records psk-devices.pcap: devices that say hello and are called back with TLS-PSK.

The TLS is OpenSSL's own at both ends, so that the capture is a foreign source
of it. Needs root (tcpdump on the loopback interface) and openssl; the result
is different bytes each time and the same sessions. Devices are 127.0.0.2 and
on, the server is 127.0.0.1.
"""
import os
import pathlib
import socket
import struct
import subprocess
import time

HERE = pathlib.Path(__file__).parent
HELLO_PORT, TLS_PORT, SERVER = 9971, 16993, "127.0.0.1"
CALL = (
    b'<?xml version="1.0"?><e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>'
    b'<%s xmlns="http://schemas.intel.com/platform/client/SecurityAdministration/2004/01"/>'
    b"</e:Body></e:Envelope>"
)

# address, PID of the hello, PID of the call-back, key, protocol and suite, method called
DEVICES = [
    ("127.0.0.2", "0000037M", "0000037M", b"0000000000000000000000000000037M", "-tls1_2", "PSK-AES128-GCM-SHA256", b"GetCoreVersion"),
    ("127.0.0.3", "AAAA0008", "AAAA0008", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345", "-tls1", "PSK-AES128-CBC-SHA", b"CommitChanges"),
    ("127.0.0.4", "BBBB000C", "BBBB000C", b"BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB", "-tls1_2", "PSK-AES256-CBC-SHA384", b"GetUuid"),
    ("127.0.0.5", "CCCC000G", "BBBB000C", b"BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB", "-tls1_2", "PSK-AES256-CBC-SHA", b"GetUuid"),
    ("127.0.0.6", "0000037M", "0000037M", b"0000000000000000000000000000037M", "-tls1_2", "DHE-PSK-AES128-CBC-SHA", b"GetUuid"),
]


def hello(number, pid):
    return struct.pack("<HHI", 1, 2, 0) + bytes(range(number, number + 16)) + pid.encode()


def say_hello(address, message):
    listener = socket.create_server((SERVER, HELLO_PORT))
    device = socket.socket()
    device.bind((address, 0))
    device.connect((SERVER, HELLO_PORT))
    device.sendall(message)
    device.close()
    peer, _ = listener.accept()
    while peer.recv(4096):
        pass
    peer.close()
    listener.close()


def call_back(address, identity, key, protocol, suite, method):
    common = [protocol, "-cipher", suite + ":@SECLEVEL=0", "-psk", key.hex()]
    device = subprocess.Popen(
        ["openssl", "s_server", "-accept", f"{address}:{TLS_PORT}", "-nocert", "-quiet", "-naccept", "1", *common],
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(0.5)
    body = CALL % method
    request = (b"POST /SecurityAdministrationService HTTP/1.1\r\nHost: %s\r\nContent-Type: text/xml\r\n"
               b"Content-Length: %d\r\n\r\n" % (address.encode(), len(body))) + body
    server = subprocess.Popen(
        ["openssl", "s_client", "-connect", f"{address}:{TLS_PORT}", "-bind", SERVER + ":0",
         "-psk_identity", identity, "-quiet", *common],
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    server.stdin.write(request)
    server.stdin.flush()
    time.sleep(0.5)
    server.stdin.close()
    server.terminate()
    device.stdin.close()
    device.wait(5)


def main():
    target = HERE / "psk-devices.pcap"
    watch = subprocess.Popen(["tcpdump", "-i", "lo", "-U", "-w", str(target), f"port {HELLO_PORT} or port {TLS_PORT}"],
                             stderr=subprocess.DEVNULL)
    time.sleep(1)
    for number, (address, pid, identity, key, protocol, suite, method) in enumerate(DEVICES):
        say_hello(address, hello(number, pid))
        call_back(address, identity, key, protocol, suite, method)
    time.sleep(1)
    watch.terminate()
    watch.wait()
    os.chmod(target, 0o644)


main()
