#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# keys.sh - the table of PIDs and PPSs opens sessions, each with the key of its own PID.
# psk-devices was recorded between two ends of OpenSSL by captures/make_sessions.py, which has PIDs,
# keys, suites and methods; psk-legacy comes from a laboratory and has another PID.
. "$(dirname "$0")/common.sh"

row() { printf -- ' -o uat:iamt_keys:"%s","%s"' "$1" "$2"; }
first=$(row 0000037M 0000000000000000000000000000037M)
second=$(row aaaa-0008 abcd-efgh-ijkl-mnop-qrst-uvwx-yz01-2345)
third=$(row BBBB000C BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB)
lab=$(row LABPID01 ABCD1234EFGH5678JKLM9012NPQR3456)

# opened CAPTURE "options": the methods that can be read
opened() {
	fields "$1" iamt.call.method "$2" iamt.call.method | paste -sd' '
}

expect "without keys nothing is read" "" "$(opened psk-devices '')"
for passes in '' -2; do
	expect "a row opens the sessions of its PID alone $passes" "GetCoreVersion" \
		"$(opened psk-devices "$passes $first")"
	expect "rows open the sessions of each, TLS 1.0 and 1.2 $passes" \
		"GetCoreVersion CommitChanges GetUuid GetUuid" \
		"$(opened psk-devices "$passes $first $second $third")"
done
expect "a wrong PPS opens nothing" "" "$(opened psk-devices "$(row 0000037M BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB)")"
expect "what became of each" "found found row row more" "$(
	fields psk-devices iamt.psk.key "$first $second" iamt.psk.key |
		sed 's/.*\(found\|no row\|more\).*/\1/; s/no //' | paste -sd' ')"

if command -v mergecap > /dev/null; then
	mergecap -w "$home/captures/merged.pcap" "$home/captures/psk-devices.pcap" "$home/captures/psk-legacy.pcap"
	chmod a+r "$home/captures/merged.pcap"
	for passes in '' -2; do
		expect "devices of two sources in one file $passes" "CommitChanges GetCoreVersion SetTLSPSK" \
			"$(fields merged iamt.call.method "$passes $first $second $lab" iamt.call.method |
				grep -E 'GetCoreVersion|CommitChanges|SetTLSPSK' | sort -u | paste -sd' ')"
	done
fi

# What the profile's file holds, read while packets come in.
mkdir -p "$home/none/wireshark"
printf '"0000037M","0000000000000000000000000000037M"\n' > "$home/none/wireshark/iamt_keys"
chmod -R a+rX "$home/none"
expect "the table is a file of the profile" "GetCoreVersion" "$(opened psk-devices '')"
[ -n "${PRELOAD:-}" ] || expect "live, too" "GetCoreVersion" "$(
	shark -i - -Y iamt.call.method -T fields -e iamt.call.method < "$home/captures/psk-devices.pcap")"
rm "$home/none/wireshark/iamt_keys"

for bad in "0000037 0000000000000000000000000000037M" "0000037M 37M" "00000_7M 0000000000000000000000000000037M"; do
	# shellcheck disable=SC2086 # two words
	opened psk-devices "$(row $bad)" > /dev/null
	expect "$bad is refused with a word about it" 1 "$(grep -cE 'A P(ID|PS) has (8|32) letters and digits' "$home/errors")"
done

# The key as text, and as the hexadecimal digits of a premaster secret.
for form in text json pdml; do
	expect "no PPS in $form" 0 "$(shark -r "$home/captures/psk-devices.pcap" $second -V -T $form 2>&1 |
		grep -ciE 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345|4142434445464748494a4b4c')"
done
expect "TLS on these ports is a preference" "" "$(opened psk-devices "$first -o iamt.tls.ports:1")"
finish
