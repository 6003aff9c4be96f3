#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Hunts what named somebody in captures and records through everything of a case.

    hunt.py CASE RECORDS|- CAPTURE...

Addresses, MACs, names, UUIDs and PIDs are collected by tshark and from the
records' text, not by the program that made the case; they are looked for as
text in any usual spelling and as bytes in either order.
"""
import base64
import ipaddress
import json
import pathlib
import re
import subprocess
import sys
import uuid

FIELDS = """eth.addr arp.src.hw_mac arp.dst.hw_mac dhcp.hw.mac_addr
ip.addr ipv6.addr arp.src.proto_ipv4 arp.dst.proto_ipv4 dns.a dns.aaaa
dhcp.option.dhcp_server_id dhcp.option.domain_name_server dhcp.ip.your dhcp.ip.client dhcp.ip.relay
dhcp.option.requested_ip_address icmpv6.nd.ns.target_address icmpv6.nd.na.target_address
dns.qry.name dns.resp.name dns.cname dns.ptr.domain_name dns.soa.mname dns.soa.rname
dhcp.option.hostname dhcp.option.domain_name dhcp.fqdn.name
tls.handshake.extensions_server_name http.host x509sat.uTF8String x509sat.printableString
x509ce.dNSName""".split()
WORDS = {"provisionserver", "arpa", "in-addr", "ip6", "www", "com", "net", "org"}
UUID = re.compile(r"[0-9a-fA-F]{8}(?:-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}")


def tshark(capture):
    call = ["tshark", "-n", "-r", capture, "-T", "fields", "-E", "separator=|", "-E", "aggregator=;",
            "-d", "tcp.port==16993,tls", "-d", "tcp.port==16992,http"]
    for field in FIELDS:
        call += ["-e", field]
    out = subprocess.run(call, capture_output=True, text=True).stdout
    for line in out.splitlines():
        for field, values in zip(FIELDS, line.split("|")):
            for value in re.split("[;,]", values):
                if value:
                    yield field, value


def hellos(capture):
    """UUIDs and PIDs of hellos, from the first bytes of each connection to 9971."""
    call = ["tshark", "-n", "-r", capture, "-Y", "tcp.dstport==9971 && tcp.len >= 24",
            "-T", "fields", "-e", "tcp.payload"]
    for line in subprocess.run(call, capture_output=True, text=True).stdout.split():
        data = bytes.fromhex(line.replace(":", ""))
        if data[2:4] in (b"\2\0", b"\3\0"):
            yield data[8:24], data[24:32] if data[2] == 2 and len(data) >= 32 else None


def is_one_machine(text):
    a = ipaddress.ip_address(text)
    return not (a.is_multicast or a.is_unspecified or a.is_loopback or
                a == ipaddress.ip_address("255.255.255.255"))


class Originals:
    def __init__(self):
        self.addresses, self.macs, self.names, self.uuids, self.pids = (set() for _ in range(5))

    def add(self, text):
        try:
            if is_one_machine(text):
                self.addresses.add(ipaddress.ip_address(text))
            return
        except ValueError:
            pass
        if re.fullmatch("[0-9a-fA-F]{2}([:-][0-9a-fA-F]{2}){5}", text):
            mac = bytes.fromhex(re.sub("[:-]", "", text))
            if mac.strip(b"\0") and not mac[0] & 1:
                self.macs.add(mac)
        elif UUID.fullmatch(text.strip("{}")):
            self.add_uuid(uuid.UUID(text.strip("{}")).bytes)
        elif not text.endswith(".arpa") and text.strip("."):
            self.names.add(text.strip(".").lower())

    def add_uuid(self, raw):
        if raw.strip(b"\0") and raw.strip(b"\xff"):
            self.uuids.add(bytes(raw))

    def patterns(self):
        for a in self.addresses:
            yield a, a.packed
            yield a, a.packed[::-1]
            yield a, str(a).encode()
            yield a, a.exploded.encode()
            yield a, a.reverse_pointer.encode()
        for m in self.macs:
            yield m.hex(), m
            yield m.hex(), m[::-1]
            for between in ":", "-", "":
                yield m.hex(), between.join(f"{b:02x}" for b in m).encode()
        for u in self.uuids:
            for one in uuid.UUID(bytes=u), uuid.UUID(bytes_le=u):
                for pattern in one.bytes, one.bytes_le, str(one).encode(), one.hex.encode():
                    yield one, pattern
        for p in self.pids:
            yield p, p
            yield p, p[:4] + b"-" + p[4:]
        for name in self.names:
            if name not in WORDS and len(name) > 3:
                yield name, name.encode()
            for label in name.split("."):
                if label not in WORDS and len(label) > 2:
                    yield label, bytes([len(label)]) + label.encode()


def collect(records, captures):
    originals = Originals()
    for capture in captures:
        for _, value in tshark(capture):
            originals.add(value)
        for raw, pid in hellos(capture):
            originals.add_uuid(raw)
            if pid and pid.strip(b"\0"):
                originals.pids.add(pid)
    for pem in pathlib.Path(records).glob("*.pem") if records != "-" else []:
        text = subprocess.run(["openssl", "x509", "-in", pem, "-noout", "-subject", "-ext", "subjectAltName"],
                              capture_output=True, text=True).stdout
        for name in re.findall(r"(?:CN = |DNS:)([\w.*-]+)", text):
            originals.names.add(name.lower().removeprefix("*."))
    # Words of settings, states and titles are no names; those that are have a dot or a column.
    for table in sorted(pathlib.Path(records).glob("*.csv")) if records != "-" else []:
        rows = table.read_text().splitlines()
        columns = rows[0].split(",")
        for row in rows[1:]:
            for column, value in zip(columns, row.split(",")):
                value = value.strip('"')
                if column == "pid" and value:
                    originals.pids.add(value.replace("-", "").encode())
                elif column == "pps" and value:
                    originals.pids.add(value.encode())
                elif column in ("fqdn", "hostname", "domain", "suffix", "sca_fqdn", "address", "uuid",
                                "resource_guid", "mac", "sca_address", "server") and value:
                    originals.add(value)
    return originals


def main():
    case, records, captures = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
    originals = collect(records, captures)
    found = 0
    patterns = [(what, p) for what, p in originals.patterns() if len(p) > 2]
    for path in sorted(p for p in case.rglob("*") if p.is_file()):
        content = path.read_bytes()
        for pem in re.findall(b"-----BEGIN CERTIFICATE-----(.*?)-----END", content, re.S):
            content += base64.b64decode(pem)
        for data in {content, content.lower()}:
            for what, pattern in patterns:
                if pattern in data or (len(pattern) > 8 and pattern.lower() in data):
                    print(f"{path}: {what} is still there")
                    found += 1
    json.dump({"hunted": len(patterns), "found": found}, sys.stdout)
    print()
    sys.exit(1 if found else 0)


main()
