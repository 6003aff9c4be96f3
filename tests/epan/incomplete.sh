#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# incomplete.sh - a hello in pieces, or one that never becomes whole.
#
# The hello of 81 bytes is cut to 60: header, count, a SHA-1 entry of 22 bytes,
# algorithm and length of the next, and 11 of its 32 bytes.
. "$(dirname "$0")/common.sh"

names=(frame.number iamt.hello.retry iamt.hello.hash.ca iamt.cut iamt.short iamt.remark.h01)
whole="0|Go Daddy Class 2 CA,Go Daddy Root CA - G2|||"
part="0|Go Daddy Class 2 CA|45140b3247eb9cc8c5b4f0|1"

# One pass cannot know what follows; its last line is what a reader is left with.
one_pass() {
	fields "$1" iamt.hello '' "${names[@]}" | tail -n 1
}

two_passes() {
	fields "$1" iamt.hello -2 "${names[@]}"
}

# capture, the frame that shows it, and 1 where AMT-H01 is raised: only a sender that
# ended the connection has sent too little, a capture that cut a packet proves nothing.
while read -r capture frame short_for_good; do
	expect "$capture, one pass" "$frame|$part|$short_for_good" "$(one_pass "$capture")"
	expect "$capture, two passes" "$frame|$part|$short_for_good" "$(two_passes "$capture")"
done << 'END'
cut-fin 5 1
cut-fin-with-bytes 4 1
cut-rst 4
cut-open 4
cut-split-fin 6 1
cut-split-fin-with-bytes 5 1
cut-split-open 5
snapped 4
END
expect "where the bytes ran out is named" 1 \
	"$(fields cut-open 'iamt.short && _ws.expert.message contains "iamt.hello.hash.value"' -2 frame.number | wc -l)"

expect "split, one pass" "5|$whole" "$(one_pass split)"
expect "split, two passes" "5|$whole" "$(two_passes split)"
expect "what follows in the same segment" "4|deadbeef|1" \
	"$(fields trailing iamt -2 frame.number iamt.hello.trailing iamt.remark.h01)"
expect "what follows in a later segment" "4||,5|deadbeef|1" \
	"$(fields trailing-later iamt '' frame.number iamt.hello.trailing iamt.remark.h01 | paste -sd,)"
expect "a retransmission is not more of the hello" "4" \
	"$(fields repeated iamt '-o tcp.no_subdissector_on_error:FALSE' frame.number)"
expect "pieces are not taken for hellos where TCP does not join them" "4" \
	"$(fields split iamt '-o tcp.desegment_tcp_streams:FALSE' frame.number)"
finish
