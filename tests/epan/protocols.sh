#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# protocols.sh - the presence pong, redirection and APF: values, secrets, what stays foreign.
# Expected values follow from the layouts in dissector/wire/{asf,redirection,apf}.h and from
# captures/make_protocols.py; rmcp, sol-amtterm and cira were recorded in a laboratory.
. "$(dirname "$0")/common.sh"

cira="-o tls.keylog_file:$home/captures/cira.keys"
apf="-d tcp.port==4433,iamt_apf"

expect "values of a pong" "2|16993|9.1|1|0|343" "$(fields rmcp iamt.pong '' frame.number \
	iamt.pong.{port,version,provisioning_state,both_ports,enterprise})"
expect "the state of a pong by name" "Provisioning state: In provisioning (1)" \
	"$(shark -r "$home/captures/rmcp.pcap" -O iamt | grep -o 'Provisioning state: .*')"
expect "a ping is none" "" "$(fields rmcp 'frame.number == 1 && iamt' '' frame.number)"

# What amtterm and its peer said, in their order.
expect "messages of a session of amtterm" "0x10 0x11 0x13 0x14 0x20 0x21 0x29,0x2a 0x2b 0x2b 0x28 0x22 0x28 0x23 0x12" \
	"$(fields sol-amtterm iamt.redirection '' iamt.redirection.type | paste -sd' ')"
expect "serial data" "lab serial console\\r\\n" \
	"$(fields sol-amtterm 'frame.number == 13' '' iamt.redirection.text)"
expect "a log-in in clear text is shown without its values" \
	"User, in clear text: secret, 5 bytes,Password, in clear text: secret, 5 bytes" \
	"$(shark -r "$home/captures/sol-amtterm.pcap" -Y 'iamt.redirection.auth.password' -O iamt |
		sed -n 's/^ *\(.*: secret.*\)/\1/p' | paste -sd,)"
for form in text fields json ek; do
	expect "no password in $form" 0 "$(shark -r "$home/captures/sol-amtterm.pcap" -Y iamt -j iamt -T $form \
		-e _ws.col.Info -e iamt.redirection.auth.password -e iamt.redirection.auth.basic_user \
		-e _ws.expert.message 2>&1 | grep -c 'admin')"
done

# One frame a message; the types are those of the table in dissector/wire/names_protocols.c.
expect "every message of redirection" \
	"0x10 0x11 0x12 0x13 0x14 0x20 0x21 0x22 0x23 0x24 0x25 0x27 0x28 0x29 0x2a 0x2b 0x40 0x41 0x42 0x43 0x44 0x45 0x46 0x47 0x48 0x49 0x4a 0x4b 0x50 0x51 0x52 0x53 0x54" \
	"$(fields redirection-all iamt.redirection '' iamt.redirection.type | paste -sd' ')"
expect "no byte of them is left over" "" \
	"$(fields redirection-all 'iamt.cut || iamt.short || data' '' frame.number)"
expect "a message in two segments, and one behind it" "6|0x13,0x20" \
	"$(fields redirection-split 'iamt.redirection.auth' '' frame.number iamt.redirection.type)"
expect "a message cut short by the end is shown with where it ran out" "6|0x13|1" \
	"$(fields redirection-cut 'iamt.short' '' frame.number iamt.redirection.type iamt.redirection.auth)"
expect "a session of the screen goes on as RFB" "4|KVMR||,5|||,6|||,7||003.008|,8|||003.008" \
	"$(fields redirection-kvm 'iamt || vnc' '' frame.number iamt.redirection.service \
		vnc.server_proto_ver vnc.client_proto_ver | paste -sd,)"
expect "other traffic on the port is left alone" "" "$(fields redirection-other iamt '' frame.number)"
expect "the port is a preference" 33 "$(fields redirection-all iamt \
	'-o iamt.redirection.ports:1-3,16994' frame.number | wc -l)"
expect "and can be taken away" 0 "$(fields redirection-all iamt '-o iamt.redirection.ports:1' frame.number | wc -l)"
expect "on other ports it is not looked for" 0 "$(fields redirection-elsewhere iamt '' frame.number | wc -l)"
expect "Decode As" 1 "$(fields redirection-elsewhere iamt '-d tcp.port==5555,iamt_redirection' frame.number | wc -l)"

# The tunnel's greeting, requests in the order of provisioning.md's sources, and their answers.
expect "a greeting inside TLS" "10|1|0|1|939b524b-13d4-1d18-e487-1c697a6b7a2b" \
	"$(fields cira iamt.apf.uuid "$cira" frame.number iamt.apf.{major,minor,trigger,uuid})"
expect "ports that a device offers" "16993,16992,664,623,16995,16994,5900" \
	"$(fields cira 'iamt.apf.type == 81' "$cira" iamt.apf.port | paste -sd,)"
expect "who logs in" "abcdefghijklmnop|password" \
	"$(fields cira 'iamt.apf.password' "$cira" iamt.apf.user iamt.apf.method)"
for form in text fields json ek; do
	expect "no password of APF in $form" 0 "$(shark -r "$home/captures/cira.pcap" $cira -Y iamt -j iamt \
		-T $form -e _ws.col.Info -e iamt.apf.password -e _ws.expert.message 2>&1 | grep -c 'A@xew9rt')"
done
expect "a reason by name" "Reason: By application (11)" \
	"$(shark -r "$home/captures/cira.pcap" $cira -O iamt | grep -o 'Reason: By.*')"
# HTTP inside the channels: two requests, the 401 and the answer, as the plain copies of the same
# capture on port 16992 show them.
for passes in '' -2; do
	expect "HTTP inside channels $passes" "44|POST|,54||401,64|POST|,75||200" \
		"$(fields cira 'http && iamt.apf' "$cira $passes" frame.number http.request.method http.response.code | paste -sd,)"
	expect "the same bodies inside as outside $passes" \
		"$(fields cira 'http && !iamt.apf' "$cira $passes" http.file_data | cksum)" \
		"$(fields cira 'http && iamt.apf' "$cira $passes" http.file_data | cksum)"
	expect "calls inside channels $passes" "44|AMT_GeneralSettings|Get|,64|AMT_GeneralSettings|Get|,75|AMT_GeneralSettings|Get|64" \
		"$(fields cira 'iamt.call && iamt.apf' "$cira $passes" frame.number iamt.call.{class,method,request_in} | paste -sd,)"
	expect "HTTP over several messages $passes" "8|CommitChanges||,9|CommitChanges|38|8" \
		"$(fields apf-http iamt.call "$apf $passes" frame.number iamt.call.{method,return_value,request_in} | paste -sd,)"
	# The success of a cancelled forwarding carries no port: one byte.
	expect "answers to requests $passes" "6|81,81|16993,7|81|623" \
		"$(fields apf-requests 'iamt.apf.type == 81' "$apf $passes" frame.number iamt.apf.{type,port} | paste -sd,)"
done
expect "every message of APF but requests and their success" \
	"192 5 6 50 51 52 82 90 91 92 93 94 97 208 209 210 211 250 1" \
	"$(fields apf-all iamt.apf "$apf" iamt.apf.type | paste -sd' ')"
expect "no byte of them is left over, either" "" "$(fields apf-all 'iamt.cut || iamt.short || data' "$apf" frame.number)"
# json CAPTURE "options" FILTER FIELD: the field's value as JSON writes it
json() {
	# shellcheck disable=SC2086 # options are words
	shark -r "$home/captures/$1.pcap" $2 -Y "$3" -T json -J iamt | grep -o "\"$4\": \"[^\"]*\"" | paste -sd,
}
expect "JSON of a pong" '"iamt.pong.provisioning_state": "1"' "$(json rmcp '' iamt.pong iamt.pong.provisioning_state)"
expect "JSON of redirection" '"iamt.redirection.service": "SOL "' \
	"$(json sol-amtterm '' iamt.redirection.service iamt.redirection.service)"
expect "JSON of APF" '"iamt.apf.trigger": "1"' "$(json cira "$cira" iamt.apf.trigger iamt.apf.trigger)"
expect "JSON of a call" '"iamt.call.status": "SUCCESS","iamt.call.status": "SUCCESS"' \
	"$(json wsman-plain '' iamt.call.status iamt.call.status)"
expect "without keys nothing is claimed" "" "$(fields cira iamt.apf '' frame.number)"
finish
