#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# ports.sh - where the plugin listens, and that it leaves everything else alone.
. "$(dirname "$0")/common.sh"

count() {
	local capture=$1
	shift
	shark -r "$home/captures/$capture.pcap" "$@" -Y iamt.hello | wc -l
}

expect "a valid hello is found on another port" 1 "$(count other-port)"
expect "an invalid one is not" 0 "$(count other-port-trailing)"
expect "the guess can be switched off" 0 "$(count other-port --disable-heuristic iamt_tcp)"
expect "the port is a preference" 1 "$(count other-port-trailing -o iamt.tcp.port:5555)"
expect "the port is a range" 1 "$(count other-port-trailing -o iamt.tcp.port:9971,5000-6000)"
expect "Decode As" 1 "$(count other-port-trailing -d tcp.port==5555,iamt)"

# everything COMMAND CAPTURE "options": the whole tree of every frame
everything() {
	"$1" -r "$home/captures/$2.pcap" -V "${@:3}"
}

for capture in http tls; do
	expect "$capture on 9971 is left to its own dissector" \
		"$(everything stock_shark $capture | cksum)" "$(everything shark $capture | cksum)"
done
for capture in psk cut-open split; do
	expect "$capture without iamt is as it was" "$(everything stock_shark $capture | cksum)" \
		"$(everything shark $capture --disable-protocol iamt | cksum)"
done
# tshark -G takes for ever under AddressSanitizer.
[ -n "${PRELOAD:-}" ] || expect "Automatic Multicast Tunneling keeps its name" "amt iamt" \
	"$(shark -G protocols | awk -F'\t' '$3 == "amt" || $3 == "iamt" {print $3}' | sort | paste -sd' ')"
finish
