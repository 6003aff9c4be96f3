#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# profile.sh - the profile that can be imported: its columns, colours and buttons mean what they say.
. "$(dirname "$0")/common.sh"

profile=$(dirname "$0")/../../dissector/profile/AMT
mkdir -p "$home/none/wireshark/profiles"
cp -r "$profile" "$home/none/wireshark/profiles/"
chmod -R a+rX "$home/none"

# rules CAPTURE "options" FILTER: what colours the frames
rules() {
	# shellcheck disable=SC2086 # options are words
	fields "$1" "$3" "--color -C AMT $2" frame.coloring_rule.name | sort -u | paste -sd,
}

expect "a good hello" "AMT: hello" "$(rules psk '' iamt.hello)"
expect "a hello with an error" "AMT: error" "$(rules no-hashes '' iamt.hello)"
expect "a hello with a warning" "AMT: warning" "$(rules psk-bad-check '' iamt.hello)"
expect "a fault" "AMT: call that failed" "$(rules wsman-plain '' iamt.call.fault)"
expect "calls" "AMT: call" "$(rules wsman-plain '' 'iamt.call.return_value == 0')"
expect "call-backs" "AMT: server calls back" "$(rules lab-ok '' iamt.chain)"
expect "serial data" "AMT: other" "$(rules sol-amtterm '' iamt.redirection)"
cp "$(dirname "$0")"/../../pcaps/{r01-no-record,t03-refused,t07-callback-silent,l11-expired}.pcap "$home/captures/"
chmod -R a+rX "$home"
expect "a name that is denied" "AMT: refused or denied" "$(rules r01-no-record '' 'dns.flags.rcode == 3')"
expect "a connection that is refused" "AMT: refused or denied" "$(rules t03-refused '' 'tcp.flags.reset == 1')"
expect "an alert" "AMT: refused or denied" "$(rules l11-expired '' tls.alert_message)"
expect "a call-back without an answer" "AMT: unanswered" \
	"$(rules t07-callback-silent '' 'frame.number > 17 && tcp.dstport == 16993')"
expect "DHCP and DNS" "What provisioning needs" "$(rules lab-ok '' 'dhcp || (dns && !iamt)')"

# The line of a frame as the packet list has it.
row() {
	shark -r "$home/captures/$1.pcap" -C AMT -Y "$2" | tr -s ' ' | sed 's/^ //'
}
expect "columns of a hello" "0000037M Hello v2 (PSK), PID 0000037M, retry 3" \
	"$(row psk iamt.hello | grep -o '0000037M.*')"
expect "columns of an answer" "IAMT SUCCESS 0.041700000 Answer AMT_SetupAndConfigurationService.GetUuid: SUCCESS (0)" \
	"$(row wsman-plain 'frame.number == 35' | grep -o 'IAMT .*' | sed 's/ $//')"

while IFS='"' read -r _ _ _ label _ filter _; do
	expect "the filter of the button $label is one" 0 "$(
		shark -r "$home/captures/psk.pcap" -Y "${filter//\\x22/\"}" > /dev/null; echo $?)"
done < <(grep '^"' "$profile/dfilter_buttons")
expect "nothing is complained of" "" "$(cat "$home/errors")"
finish
