#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Reads every capture of pcaps/ with tshark and tcpdump: no malformed frame, right
# checksums, no disorder but the wanted one, as many frames for both, and the
# facts of the table beside this script. Skipped (77) where a program is missing.
# usage: second-opinion.sh FOLDER
set -u
folder=$1 facts=$(dirname "$0")/facts
for program in tshark capinfos tcpdump; do
	command -v "$program" > /dev/null || { echo "skipped: no $program"; exit 77; }
done
# No preferences, profiles or plugins of whoever runs this: the second opinion is Wireshark's own.
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
export HOME=$home XDG_CONFIG_HOME=$home WIRESHARK_CONFIG_DIR=$home WIRESHARK_PLUGIN_DIR=$home
# The scenarios' PPS, so that their TLS-PSK sessions are read too: an example of Intel's documentation.
pps=$(printf NKLDG5DCRRNQE9YZZIJL7LFLVJED69XJ | od -An -tx1 | tr -d ' \n')
wrong='_ws.malformed || _ws.expert.severity == error || ip.checksum.status == 0 || tcp.checksum.status == 0
	|| udp.checksum.status == 0 || icmp.checksum.status == 0 || icmpv6.checksum.status == 0'
disorder=" $(sed -n 's/^disorder | //p' "$facts" | tr '\n' ' ') "
links=" $(sed -n 's/^links | //p' "$facts" | tr '\n' ' ') "
export folder pps wrong disorder links

read_capture() {
	tshark -n -o ip.check_checksum:TRUE -o tcp.check_checksum:TRUE -o udp.check_checksum:TRUE \
		-o "tls.psk:$pps" -r "$@" 2> /dev/null
}

check_soundness() {
	local path=$1 name filter lines
	name=$(basename "$path") filter=$wrong
	[[ $disorder == *" $name "* ]] || filter="$filter || tcp.analysis.flags"
	lines=$(read_capture "$path" -Y "$filter")
	[ -z "$lines" ] || echo "$name: tshark objects:"$'\n'"$lines"
}

check_count() {
	local path=$1 ours theirs
	[[ $links != *" $(basename "$path") "* ]] || return
	ours=$(capinfos -Tmrc "$path" 2> /dev/null | cut -d, -f2)
	theirs=$(tcpdump -nr "$path" 2> /dev/null | grep -c '^[0-9]')
	[ "${ours:-0}" -gt 0 ] && [ "$ours" = "$theirs" ] || echo "$(basename "$path"): $ours frames by Wireshark, $theirs by libpcap"
}

check_scenario() {
	local path
	path=$(echo "${1%.scenario}".pcap*)
	check_soundness "$path"
	check_count "$path"
}

# What was recorded has the checksums of a card that makes them later, and TCP as it came.
check_recorded() {
	local lines
	lines=$(read_capture "$1" -Y _ws.malformed)
	[ -z "$lines" ] || echo "$(basename "$1"): tshark objects:"$'\n'"$lines"
	check_count "$1"
}

check_fact() {
	local capture filter field wanted seen
	IFS='|' read -r capture filter field wanted <<< "$1"
	capture=${capture// /} field=${field// /} wanted=${wanted# }
	seen=$(read_capture "$folder/$capture" -Y "$filter" -T fields -E occurrence=f -e "$field" | paste -sd,)
	[ "$seen" = "$wanted" ] || echo "$capture: $field where $filter: $seen, not $wanted"
}
export -f read_capture check_soundness check_count check_scenario check_recorded check_fact

# Calls the function $1 with every line, as many at once as there are processors.
each() { xargs -d '\n' -P "$(nproc)" -n 1 bash -c "$1 \"\$1\"" each; }

complaints=$({
	printf '%s\n' "$folder"/*.scenario | each check_scenario
	for path in "$folder"/*.pcap*; do
		[ -e "${path%.pcap*}.scenario" ] || echo "$path"
	done | each check_recorded
	grep -Ev '^(#|disorder|links|$)' "$facts" | each check_fact
})
[ -z "$complaints" ] || { echo "$complaints"; exit 1; }
echo "every capture is read alike by tshark and libpcap"
