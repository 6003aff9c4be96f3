#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# values.sh - what the fields of a hello hold, where they lie and what is said about them.
# Expected values follow from the layout in dissector/wire/hello.h and from captures/make.py.
. "$(dirname "$0")/common.sh"

uuid=11223344-5566-7788-99aa-bbccddeeff00
names=(iamt.hello.admin_set iamt.hello.version iamt.hello.retry iamt.hello.uuid iamt.hello.pid)

expect "values of a PSK hello" "0|2|3|$uuid|0000037M" "$(fields psk iamt '' "${names[@]}")"
expect "values of a PKI hello" "1|3|0|$uuid|" "$(fields pki iamt '' "${names[@]}")"
expect "hashes of a PKI hello" \
	"2|1,2|20,32|2796bae63f1801e277261ba0d77770028f20eee4,45140b3247eb9cc8c5b4f0d7b53091f73292089e6e5a63e2749dd3aca9198eda|Go Daddy Class 2 CA,Go Daddy Root CA - G2" \
	"$(fields pki iamt '' iamt.hello.hash_count iamt.hello.hash.{algorithm,length,value,ca})"
expect "a published hello" "3|0|939b524b-13d4-1d18-e487-1c697a6b7a2b|24" \
	"$(fields published-b iamt '' iamt.hello.{version,retry,uuid,hash_count})"
# 24 hashes less the three that nobody has identified.
expect "root CAs of a published hello" 21 \
	"$(fields published-b iamt '' iamt.hello.hash.ca | tr , '\n' | wc -l)"
expect "an unknown version is a header and a rest" "9|$uuid|010203|" \
	"$(fields version-9 iamt '' iamt.hello.{version,uuid,trailing} _ws.expert.message)"

expect "columns" "IAMT|Hello v2 (PSK), PID 0000037M, retry 3" \
	"$(fields psk iamt '' _ws.col.Protocol _ws.col.Info)"
expect "every field can be filtered on" 4 \
	"$(fields pki 'iamt.hello.hash.ca == "Go Daddy Root CA - G2" && iamt.hello.hash.algorithm == 2 && iamt.hello.uuid == '$uuid '' frame.number)"

# Ethernet, IPv4 and TCP without options take 54 bytes.
expect "bytes that are highlighted" "admin_set 54 2,version 56 2,retry 58 4,uuid 62 16,pid 78 8" \
	"$(shark -r "$home/captures/psk.pcap" -Y iamt -T pdml |
		sed -n 's/.*name="iamt\.hello\.\([a-z_]*\)".*size="\([0-9]*\)" pos="\([0-9]*\)".*/\1 \3 \2/p' | paste -sd,)"
expect "names of values" "Version: PKI (3),Algorithm: SHA-1 (1),Algorithm: SHA-256 (2)" \
	"$(shark -r "$home/captures/pki.pcap" -Y iamt -O iamt | sed -n 's/^ *\(Version: P.*\|Algorithm: .*\)/\1/p' | paste -sd,)"
expect "JSON" '"iamt.hello.pid": "0000037M"' \
	"$(shark -r "$home/captures/psk.pcap" -Y iamt -T json -J iamt | grep -o '"iamt.hello.pid": "[^"]*"')"

# capture, the remark that it raises, the severity (Wireshark: error 0x800000, warning 0x600000)
while read -r capture id severity; do
	expect "$capture raises AMT-$id alone" "$severity|AMT-$id" "$(
		fields "$capture" "iamt.remark.${id,,}" '' _ws.expert.severity _ws.expert.message |
			sed 's/\(AMT-[A-Z0-9]*\) [^,]*/\1/')"
done << 'END'
trailing H01 8388608
split H02 6291456
odd-hash H04 6291456
no-hashes H05 8388608
psk-blank-uuid H06 6291456
psk-odd-pid K08 8388608
psk-bad-check K09 6291456
END
expect "a good hello raises nothing" "" "$(fields psk iamt '' _ws.expert.message)$(fields published-b iamt '' _ws.expert.message)"
expect "a remark carries its cause and its remedy" 2 \
	"$(shark -r "$home/captures/no-hashes.pcap" -Y iamt -O iamt | grep -cE '^ *\[(Cause|Remedy): .{40}')"
expect "the odd hash is the one that is marked" "2" \
	"$(shark -r "$home/captures/odd-hash.pcap" -Y iamt -O iamt | grep -E 'Root certificate hash(:|$)|AMT-H04' | grep -n -m1 AMT-H04 | cut -d: -f1 | awk '{print $1 - 1}')"
finish
