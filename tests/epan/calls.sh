#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# calls.sh - calls of both dialects, plain and inside TLS: what they say, how they are linked.
# Laboratory: MeshCentral and SOAP::Lite against a stand-in (wsman-plain, psk-legacy, lab-ok);
# the rest is captures/make_protocols.py. Results are named as in dissector/wire/names_status.c.
. "$(dirname "$0")/common.sh"

keys="-o tls.keylog_file:$home/captures/lab-ok.keys"
# The key is the text of the PPS: ABCD1234EFGH5678JKLM9012NPQR3456.
psk="-o tls.psk:41424344313233344546474835363738""4a4b4c4d393031324e50515233343536"
call=(iamt.call.class iamt.call.method iamt.call.return_value iamt.call.status)

expect "calls in plain text" "4|AMT_GeneralSettings|Get||
14|AMT_GeneralSettings|Get||
20|AMT_GeneralSettings|Get||
22|AMT_SetupAndConfigurationService|Get||
25|AMT_SetupAndConfigurationService|Get||
27|IPS_HostBasedSetupService|Get||
30|IPS_HostBasedSetupService|Get||
32|AMT_SetupAndConfigurationService|GetUuid||
35|AMT_SetupAndConfigurationService|GetUuid|0|SUCCESS
37|AMT_SetupAndConfigurationService|SetTLSPSK||
40|AMT_SetupAndConfigurationService|SetTLSPSK|0|SUCCESS" \
	"$(fields wsman-plain iamt.call '' frame.number "${call[@]}")"
expect "a fault" "30|DestinationUnreachable|Sender|fault" \
	"$(fields wsman-plain iamt.call.fault '' frame.number iamt.call.{fault,fault_code,direction})"
# The first call was answered by a 401 on its connection, so nothing answers it.
expect "calls and their answers" "4||,14||20,20|14|,22||25,25|22|,27||30,30|27|,32||35,35|32|,37||40,40|37|" \
	"$(fields wsman-plain iamt.call -2 frame.number iamt.call.{request_in,response_in} | paste -sd,)"
expect "the time between is that of Wireshark's HTTP" \
	"$(fields wsman-plain 'iamt.call.time' '' http.time | cut -c1-8)" \
	"$(fields wsman-plain 'iamt.call.time' '' iamt.call.time | cut -c1-8)"
expect "the older dialect inside TLS-PSK" "36|SecurityAdministration|GetCoreVersion|0|SUCCESS,66|SecurityAdministration|SetTLSPSK|0|SUCCESS,71|SecurityAdministration|CommitChanges|0|SUCCESS" \
	"$(fields psk-legacy 'frame.number in {36, 66, 71}' "$psk" frame.number "${call[@]}" | paste -sd,)"
expect "a whole provisioning inside TLS" "24 calls, 23 answers, last CommitChanges SUCCESS" "$(
	fields lab-ok iamt.call "$keys" iamt.call.{direction,method,status} |
		awk -F'|' '$1 == "request" {calls++} $1 == "response" {answers++} {last = $2 " " $3}
			END {print calls " calls, " answers " answers, last " last}')"
# The order in which MeshCentral's server calls, as its source has it.
expect "calls of a whole provisioning" "GeneralSettings.Get GeneralSettings.Get \
SoftwareIdentity.Enumerate SoftwareIdentity.Pull SetupAndConfigurationService.Get \
SetupAndConfigurationService.SetMEBxPassword AuthorizationService.SetAdminAclEntryEx \
TimeSynchronizationService.GetLowAccuracyTimeSynch TimeSynchronizationService.SetHighAccuracyTimeSynch \
PublicKeyCertificate.Enumerate PublicKeyCertificate.Pull PublicPrivateKeyPair.Enumerate \
PublicPrivateKeyPair.Pull TLSSettingData.Enumerate TLSSettingData.Pull TLSCredentialContext.Enumerate \
TLSCredentialContext.Pull PublicKeyManagementService.GenerateKeyPair PublicPrivateKeyPair.Enumerate \
PublicPrivateKeyPair.Pull PublicKeyManagementService.AddCertificate TLSCredentialContext.Create \
TLSSettingData.Put SetupAndConfigurationService.CommitChanges" \
	"$(fields lab-ok 'iamt.call.direction == "request"' "$keys" iamt.call.class iamt.call.method |
		sed 's/^[A-Z]*_//; s/|/./' | paste -sd' ')"

expect "results by the table of their class" \
	"5|AdminSetup|5||AuthFailed|,7|Get||36|INVALID_PARAMETER|InternalError" \
	"$(fields call-results 'iamt.call.status' '' frame.number iamt.call.{method,return_value,amt_status,status,fault} | paste -sd,)"
expect "calls in one segment and their answers" "8|A,B||9,9 9|A,B|8,8|" \
	"$(fields call-results 'frame.number > 7' -2 frame.number iamt.call.{method,request_in,response_in} | paste -sd' ')"
expect "a DOCTYPE is refused" "The message was not read to its end: it has a DOCTYPE" \
	"$(fields call-doctype iamt '' _ws.expert.message | grep -o 'The message.*')"
expect "a body cut short" "4|CommitChanges|1" \
	"$(fields call-short iamt.short '' frame.number iamt.call.method iamt.short)"
expect "calls to AMT are known on other ports" "CommitChanges" "$(fields call-elsewhere iamt '' iamt.call.method)"
expect "other calls are not" "" "$(fields call-foreign iamt '' frame.number)"
expect "other HTTP on the port is left alone" "4|GET,5|" \
	"$(fields http-other 'http && !iamt' '' frame.number http.request.method | paste -sd,)"
expect "columns" "IAMT|Answer AMT_SetupAndConfigurationService.GetUuid: SUCCESS (0) " \
	"$(fields wsman-plain 'frame.number == 35' '' _ws.col.Protocol _ws.col.Info)"
expect "Return value by name" "Return value: 0 (SUCCESS)" \
	"$(shark -r "$home/captures/wsman-plain.pcap" -Y 'frame.number == 35' -O iamt | grep -o 'Return value: .*')"
expect "what is highlighted is the text itself" "AMT_SetupAndConfigurationService GetUuid 0" "$(
	shark -r "$home/captures/wsman-plain.pcap" -Y 'frame.number == 35' -T pdml |
		sed -n 's/.*name="iamt\.call\.\(class\|method\|return_value\)".*value="\([0-9a-f]*\)".*/\1 \2/p' |
		sort | cut -d' ' -f2 | sed 's/../\\x&/g' | while read -r text; do printf '%b\n' "$text"; done | paste -sd' ')"

# The PPS that SetTLSPSK carries, the MEBx password, the digest that opens the device.
secret() {
	local capture=$1 options=$2 secrets=$3 form
	for form in text fields json ek; do
		# shellcheck disable=SC2086 # options are words
		expect "no secret of $capture in $form" 0 "$(shark -r "$home/captures/$capture.pcap" $options -Y iamt -j iamt \
			-T $form -e _ws.col.Info -e iamt.call.secret -e _ws.expert.message 2>&1 | grep -cE "$secrets")"
	done
}
secret wsman-plain '' 'QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE'
secret lab-ok "$keys" 'Mebx-P@ss1|626217b156cb8e73f4f56d2cd50129ad'
expect "secrets are marked" "25 37" \
	"$(fields wsman-plain iamt.call.secret '' frame.number | paste -sd' ')"
# name and count of what lies below the calls
expect "statistics" "Fault DestinationUnreachable 1,AMT_SetupAndConfigurationService.SetTLSPSK 2,IPS_HostBasedSetupService.Get 2" "$(
	shark -r "$home/captures/wsman-plain.pcap" -q -z iamt,tree |
		sed -nE 's/^ *((Fault|[A-Z]*_[A-Za-z]*\.(SetTLSPSK|Get))[A-Za-z ]*) +([0-9]+) .*/\1 \4/p' | tr -s ' ' |
		grep -E 'Fault|SetTLSPSK|HostBased' | sort | awk '/Fault/ {f = $0; next} {r = r "," $0} END {print f r}')"
expect "service response times" "$(
	fields lab-ok iamt.call.time "$keys" iamt.call.class iamt.call.method | sed 's/|/./' | sort | uniq -c |
		awk '{print $2, $1}')" "$(
	# shellcheck disable=SC2086 # options are words
	shark -r "$home/captures/lab-ok.pcap" $keys -q -z iamt,srt | awk '$1 ~ /^[0-9]+$/ {print $2, $3}' | sort)"
finish
