#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# responses.sh - bodies of AMT's answers as published elsewhere: each is shown as a call, none is odd.
# They are read from where SHARED says and are no part of this tree.
. "$(dirname "$0")/common.sh"
command -v python3 > /dev/null || skip "python3 is not installed"
[ -d "${SHARED:-}/data/wsman-responses" ] || skip "no ${SHARED:-SHARED}/data/wsman-responses"

mapfile -t files < <(find -L "$SHARED/data/wsman-responses" -name '*.xml' | sort)
python3 "$(dirname "$0")/responses.py" "$home/captures/responses.pcap" "${files[@]}"
chmod a+r "$home/captures/responses.pcap"

expect "every file is a call" "${#files[@]}" "$(fields responses iamt.call '' frame.number | wc -l)"
expect "of a known class or a fault" "" \
	"$(fields responses 'iamt.call && !iamt.call.class && !iamt.call.fault' '' frame.number)"
expect "none raises anything" "" "$(fields responses 'iamt.remark.cause || iamt.short || iamt.cut' '' frame.number _ws.expert.message)"
# HTTP says "200 OK" as an expert item of the least severity, chat; the next is a note, 0x400000.
expect "none of Wireshark's own views breaks" "" "$(fields responses '_ws.malformed || _ws.expert.severity >= 0x400000' '' frame.number)"

# A return value belongs to the output of a method; one file has it in the Body itself.
# The n-th frame holds the n-th file. What grep finds in a file is what is shown of its frame.
expect "return values" "$(
	for i in "${!files[@]}"; do
		value=$(tr -d '\r\n' < "${files[i]}" | grep -oE '_OUTPUT.*' |
			grep -oE '<[a-z]*:?ReturnValue>[0-9]+<' | head -n 1 | grep -oE '[0-9]+' || true)
		[ -z "$value" ] || echo "$((i + 1))|$value"
	done)" "$(fields responses iamt.call.return_value '' frame.number iamt.call.return_value)"
# Of UpgradeClientToAdmin no list of results is public.
expect "return values have names" "" "$(fields responses \
	'iamt.call.return_value && !iamt.call.status && iamt.call.method != "UpgradeClientToAdmin"' '' frame.number iamt.call.{class,method,return_value})"
finish
