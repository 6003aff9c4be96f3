#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# disabled.sh - without iamt all is as Wireshark alone shows it; with it, HTTP, XML and TLS stay.
. "$(dirname "$0")/common.sh"

options() {
	[ -e "$home/captures/$1.keys" ] && echo "-o tls.keylog_file:$home/captures/$1.keys"
}

for capture in rmcp sol-amtterm cira wsman-plain psk-legacy lab-ok call-results call-elsewhere http-other; do
	for passes in '' -2; do
		# shellcheck disable=SC2046,SC2086 # options are words
		expect "$capture $passes without iamt is as it was" \
			"$(stock_shark -r "$home/captures/$capture.pcap" $(options $capture) $passes -V | cksum)" \
			"$(shark -r "$home/captures/$capture.pcap" $(options $capture) $passes -V --disable-protocol iamt | cksum)"
	done
done

# All of HTTP's and TLS's fields of a frame, on the frames that are HTTP for both.
view() {
	local command=$1 capture=$2
	# shellcheck disable=SC2046 # options are words
	$command -r "$home/captures/$capture.pcap" $(options "$capture") -Y "$3" -T fields -E separator='|' \
		-e frame.number -e http.request.method -e http.request.uri -e http.response.code -e http.file_data \
		-e http.time -e http.request_in -e http.server -e http.www_authenticate -e tls.record.length \
		-e tls.handshake.type -e tls.record.version
}

for capture in wsman-plain lab-ok call-results http-other; do
	expect "$capture: HTTP and TLS are shown as without the plugin" \
		"$(view stock_shark $capture 'http || tls' | cksum)" "$(view shark $capture 'http || tls' | cksum)"
done
xml() {
	$1 -r "$home/captures/$2.pcap" -Y 'xml && http.response' -T fields -e frame.number -e xml.tag -e xml.cdata
}
expect "XML is shown as without the plugin" "$(xml stock_shark wsman-plain | cksum)" "$(xml shark wsman-plain | cksum)"
finish
