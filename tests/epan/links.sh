#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# links.sh - a hello, the server's call-back, what its TLS shows, and the DNS answer refer to each other.
. "$(dirname "$0")/common.sh"
command -v python3 > /dev/null || skip "python3 is not installed"

# The laboratory's server connects twice: after its 401 MeshCentral begins anew.
syns="tcp.dstport == 16993 && tcp.flags.syn == 1"
hello=$(fields lab-ok iamt.hello '' frame.number)
for passes in '' -2; do
	expect "call-backs refer to the hello $passes" \
		"$(fields lab-ok "$syns" '' frame.number | sed "s/\$/|$hello/")" \
		"$(fields lab-ok iamt.time_since_hello "$passes" frame.number iamt.hello_frame)"
done
expect "the hello refers to the first of them" "$(fields lab-ok "$syns" '' frame.number | head -n 1)" \
	"$(fields lab-ok iamt.hello -2 iamt.callback_frame)"
expect "the time since the hello is that between the frames" "$(
	fields lab-ok "iamt.hello || ($syns)" '' frame.time_relative | head -n 2 |
		awk '{t[NR] = $1} END {printf "%.4f", t[2] - t[1]}')" \
	"$(fields lab-ok iamt.time_since_hello '' iamt.time_since_hello | head -n 1 | awk '{printf "%.4f", $1}')"
expect "connections without a hello before them are linked to nothing" "" \
	"$(fields wsman-plain iamt.hello_frame '' frame.number)"

# The laboratory's server shows its certificates in each of its two handshakes.
chain="tls.handshake.type == 11 && tcp.dstport == 16993"
for passes in '' -2; do
	expect "certificates refer to the hello $passes" \
		"$(fields lab-ok "$chain" '' frame.number | sed "s/\$/|$hello/")" \
		"$(fields lab-ok iamt.chain "$passes" frame.number iamt.hello_frame)"
done
# A segment ends the certificates and has records behind them, which Wireshark dissects apart.
cp "$(dirname "$0")/../../pcaps/l11-expired.pcap" "$home/captures/"
chmod -R a+rX "$home"
for passes in '' -2; do
	expect "certificates are shown once a packet $passes" "$(printf '25|1\n49|1')" \
		"$(fields l11-expired iamt.chain "$passes" frame.number iamt.chain)"
done
expect "the hello refers to the first of them, too" "$(fields lab-ok "$chain" '' frame.number | head -n 1)" \
	"$(fields lab-ok iamt.hello -2 iamt.chain_frame)"
# What openssl x509 -fingerprint -sha256 says of the certificates as Wireshark exports them.
expect "SHA-256 of the certificates" "27e214db30361d21e3bdea97ade22b74b49b27cb03910306110ad1b15a66b9fd,302cba18ca96bfcd3af38a2188ef3c3e3b43abd59f74171ea6a67eb29b3d5c8a" \
	"$(fields lab-ok iamt.chain '' iamt.chain.sha256 | sort -u)"
root=$(fields lab-ok iamt.chain '' iamt.chain.in_hello | head -n 1)
expect "the one of them whose hash is in the hello" 1 \
	"$(fields lab-ok "iamt.hello.hash.value == $(sed 's/../&:/g; s/:$//' <<< "$root")" '' frame.number | wc -l)"
expect "a chain under a root of the hello raises nothing" "" "$(fields lab-ok iamt.remark.l06 '' frame.number)"

# The same capture with another hash in the hello.
python3 - "$home/captures" "$root" << 'END'
import pathlib, sys
folder, root = pathlib.Path(sys.argv[1]), bytes.fromhex(sys.argv[2])
(folder / "foreign-root.pcap").write_bytes((folder / "lab-ok.pcap").read_bytes().replace(root, b"\xaa" * 32, 1))
END
chmod a+r "$home/captures/foreign-root.pcap"
expect "a chain under another root raises AMT-L06" "$(fields lab-ok "$chain" '' frame.number)" \
	"$(fields foreign-root iamt.remark.l06 '' frame.number)"

# psk-devices: the fifth device is called back with the PID of the one before (captures/make_sessions.py).
for passes in '' -2; do
	expect "PSK identities refer to their hello $passes" "4|0000037M 26|AAAA0008 48|BBBB000C 70|BBBB000C 92|0000037M" \
		"$(fields psk-devices iamt.psk.identity "$passes" iamt.hello_frame iamt.psk.identity | paste -sd' ')"
	expect "another PID than the hello's raises AMT-K05 $passes" 70 \
		"$(fields psk-devices iamt.remark.k05 "$passes" iamt.hello_frame)"
done
expect "hellos refer to the identity" "16 38 60 82 104" \
	"$(fields psk-devices iamt.hello -2 iamt.psk_frame | paste -sd' ')"

# The laboratory's device asks for provisionserver.example.test and connects to the answer.
answer=$(fields lab-ok 'dns.a == 10.86.0.2 && dns.qry.name contains "provisionserver"' '' frame.number)
connection=$(fields lab-ok 'tcp.dstport == 9971 && tcp.flags.syn == 1' '' frame.number)
for passes in '' -2; do
	expect "a connection refers to the DNS answer behind it $passes" "$connection|$answer" \
		"$(fields lab-ok iamt.dns_frame "$passes" frame.number iamt.dns_frame)"
done
expect "the answer refers to the connection" "$answer|$connection" \
	"$(fields lab-ok iamt.connection_frame -2 frame.number iamt.connection_frame)"
expect "an answer without an address leads nowhere" "" "$(fields lab-ok \
	'iamt.connection_frame && !dns.a' -2 frame.number)"
finish
