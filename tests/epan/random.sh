#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# random.sh - frames looked at in any order, as a user clicks: each shows the same every time.
. "$(dirname "$0")/common.sh"
command -v sharkd > /dev/null && command -v python3 > /dev/null || skip "sharkd or python3 is not installed"

requests=$(dirname "$0")/shuffled.py
for capture in cira lab-ok sol-amtterm wsman-plain rmcp redirection-kvm redirection-cut call-results cut-split-open; do
	keys=$home/captures/$capture.keys
	[ -e "$keys" ] || keys=
	frames=$(shark -r "$home/captures/$capture.pcap" -T fields -e frame.number | wc -l)
	python3 "$requests" ask "$home/captures/$capture.pcap" "$frames" "$keys" |
		"${unprivileged[@]}" env HOME="$home" XDG_CONFIG_HOME="$home/none" LC_ALL=C \
			${PRELOAD:+LD_PRELOAD="$PRELOAD" ASAN_OPTIONS=detect_leaks=0} sharkd - 2> "$home/errors" |
		python3 "$requests" compare "$frames" > "$home/differences"
	expect "$capture" compared "$(cat "$home/differences")"
done
finish
