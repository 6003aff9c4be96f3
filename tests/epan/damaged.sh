#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# damaged.sh - all captures in one file, bytes of it changed at random by editcap: nothing breaks.
# Wireshark 4.0's own TLS asserts on some of them, with the plugin and without; that is not counted.
# DAMAGE_SEEDS (default 8) says how many such files are tried; a seed repeats its file.
. "$(dirname "$0")/common.sh"
command -v mergecap > /dev/null && command -v editcap > /dev/null || skip "mergecap or editcap is not installed"

mergecap -a -w "$home/all.pcapng" "$home"/captures/*.pcap
for seed in $(seq 1 "${DAMAGE_SEEDS:-8}"); do
	editcap -E 0.02 --seed "$seed" "$home/all.pcapng" "$home/damaged.pcapng" > /dev/null 2>&1
	chmod a+r "$home/damaged.pcapng"
	for passes in '' -2; do
		# shellcheck disable=SC2086 # none or one word
		shark -r "$home/damaged.pcapng" -d tcp.port==4433,iamt_apf $passes -V > "$home/output"
		expect "seed $seed $passes: status and dissector bugs" "0 0" \
			"$? $(grep 'Dissector bug' "$home/output" | grep -cv 'protocol TLS')"
	done
done
finish
