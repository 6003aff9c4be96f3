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
checks=(-o ip.check_checksum:TRUE -o tcp.check_checksum:TRUE -o udp.check_checksum:TRUE)
# The scenarios' PPS, so that their TLS-PSK sessions are read too. It is an example of Intel's documentation.
pps=$(printf NKLDG5DCRRNQE9YZZIJL7LFLVJED69XJ | od -An -tx1 | tr -d ' \n')
checks+=(-o "tls.psk:$pps")
wrong='_ws.malformed || _ws.expert.severity == error || ip.checksum.status == 0 || tcp.checksum.status == 0
	|| udp.checksum.status == 0 || icmp.checksum.status == 0 || icmpv6.checksum.status == 0'
disorder=$(sed -n 's/^disorder | //p' "$facts" | tr '\n' ' ')
links=$(sed -n 's/^links | //p' "$facts" | tr '\n' ' ')
failed=0

complain() { echo "$*"; failed=1; }

read_capture() { tshark -n "${checks[@]}" -r "$@" 2> /dev/null; }

check_soundness() {
	local path=$1 name filter lines
	name=$(basename "$path") filter=$wrong
	[[ " $disorder " == *" $name "* ]] || filter="$filter || tcp.analysis.flags"
	lines=$(read_capture "$path" -Y "$filter")
	[ -z "$lines" ] || complain "$name: tshark objects:"$'\n'"$lines"
}

check_count() {
	local path=$1 ours theirs
	[[ " $links " != *" $(basename "$path") "* ]] || return
	ours=$(capinfos -Tmrc "$path" 2> /dev/null | cut -d, -f2)
	theirs=$(tcpdump -nr "$path" 2> /dev/null | grep -c '^[0-9]')
	[ "${ours:-0}" -gt 0 ] && [ "$ours" = "$theirs" ] || complain "$(basename "$path"): $ours frames by Wireshark, $theirs by libpcap"
}

check_fact() {
	local capture=$1 filter=$2 field=$3 wanted=$4 seen
	seen=$(read_capture "$folder/$capture" -Y "$filter" -T fields -E occurrence=f -e "$field" | paste -sd,)
	[ "$seen" = "$wanted" ] || complain "$capture: $field where $filter: $seen, not $wanted"
}

for scenario in "$folder"/*.scenario; do
	path=$(echo "${scenario%.scenario}".pcap*)
	check_soundness "$path"
	check_count "$path"
done
while IFS='|' read -r capture filter field wanted; do
	case $capture in '#'* | disorder* | links* | '') continue ;; esac
	check_fact "${capture// /}" "$filter" "${field// /}" "${wanted# }"
done < "$facts"
[ $failed = 0 ] && echo "every capture is read alike by tshark and libpcap"
exit $failed
