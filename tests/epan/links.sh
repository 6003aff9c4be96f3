#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# links.sh - a hello and the server's call-back refer to each other.
. "$(dirname "$0")/common.sh"

# The laboratory's server connects twice: after its 401 MeshCentral begins anew.
syns="tcp.dstport == 16993 && tcp.flags.syn == 1"
hello=$(fields lab-ok iamt.hello '' frame.number)
for passes in '' -2; do
	expect "call-backs refer to the hello $passes" \
		"$(fields lab-ok "$syns" '' frame.number | sed "s/\$/|$hello/")" \
		"$(fields lab-ok iamt.hello_frame "$passes" frame.number iamt.hello_frame)"
done
expect "the hello refers to the first of them" "$(fields lab-ok "$syns" '' frame.number | head -n 1)" \
	"$(fields lab-ok iamt.hello -2 iamt.callback_frame)"
expect "the time since the hello is that between the frames" "$(
	fields lab-ok "iamt.hello || ($syns)" '' frame.time_relative | head -n 2 |
		awk '{t[NR] = $1} END {printf "%.4f", t[2] - t[1]}')" \
	"$(fields lab-ok iamt.hello_frame '' iamt.time_since_hello | head -n 1 | awk '{printf "%.4f", $1}')"
expect "connections without a hello before them are linked to nothing" "" \
	"$(fields wsman-plain iamt.hello_frame '' frame.number)"
finish
