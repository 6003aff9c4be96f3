#!/usr/bin/env bash
# The commands about cases and ladders, as their users call them. A function is a test; its name is what must hold.
# usage: commands.sh AMTRACE TEST
set -u
amtrace=$1 name=$2
tests=$(cd "$(dirname "$0")/.." && pwd)
pcaps=${tests%/tests}/pcaps
folder=$(mktemp -d)
trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT
cd "$folder" || exit 1
capture=$pcaps/psk-no-callback.pcap
site=$pcaps/sites/no-such-pid

fail() { # WORDS
	printf '%s: %s\n' "$name" "$*"
	cat -v out err 2> /dev/null
	exit 1
}

ends() { # STATUS ARGUMENT...
	local expected=$1 status=0
	shift
	"$amtrace" "$@" > out 2> err < /dev/null || status=$?
	[ "$status" = "$expected" ] || fail "status $status, not $expected: $*"
}

says() { # FILE WORDS
	grep -qF -- "$2" "$1" || fail "$1 does not say: $2"
}

make_case() { # of the usual capture
	ends 0 reproduce --site "$site" "$capture" -o case/
}

case_is_whole() {
	make_case
	for file in expect.json capture-1.pcap README.md ladder.txt records/pid_map.csv; do
		[ -s "case/$file" ] || fail "no $file"
	done
	says case/README.md 'AMT-K01 error (certain)'
	says case/ladder.txt '(absent) no call-back'
	says case/expect.json '"libpcap"'
	ends 0 check case
	says out 'ok      case'
}

case_is_small() {
	make_case
	[ "$(tcpdump -r case/capture-1.pcap 2> /dev/null | wc -l)" -le 2 ] || fail "more than two frames"
}

expectation_fits_its_schema() {
	python3 -c 'import jsonschema' 2> /dev/null || exit 77
	for port in '' --port=hello=9971; do
		rm -rf case
		ends 0 reproduce --vantage between $port --site "$site" "$capture" -o case
		python3 - "$tests/../analyzer/cases/case.schema.json" case/expect.json << 'PY' || fail "does not fit"
import json, sys, jsonschema
jsonschema.Draft202012Validator(json.load(open(sys.argv[1]))).validate(json.load(open(sys.argv[2])))
PY
	done
}

# Its checksums are right: tshark finds none that is not.
case_is_sound() {
	command -v tshark > /dev/null || exit 77
	"$amtrace" reproduce "$pcaps/ok-vlan-ipv6.pcapng" -o case > out 2> err
	[ -s case/capture-1.pcap ] || fail "no case"
	! tshark -n -r case/capture-1.pcap -o ip.check_checksum:TRUE -o tcp.check_checksum:TRUE \
		-o udp.check_checksum:TRUE -Y 'ip.checksum.status == 0 || tcp.checksum.status == 0 || udp.checksum.status == 0 || _ws.malformed' \
		2> /dev/null | grep . || fail "a wrong checksum"
}

place_that_is_taken_is_left_alone() {
	mkdir case
	echo mine > case/file
	ends 4 reproduce --site "$site" "$capture" -o case
	[ "$(ls -A case)" = file ] || fail "something was put into it"
	[ "$(ls -A)" = "$(printf 'case\nerr\nout')" ] || fail "something is left beside it"
}

empty_folder_is_filled() {
	mkdir case
	make_case
}

place_that_cannot_be_written_is_4() {
	ends 4 reproduce "$capture" -o no/such/folder
	[ ! -e no ] || fail "made"
}

wrong_use_is_2() {
	ends 2 reproduce "$capture"
	says err '--output'
	ends 2 reproduce "$capture" -o case --device 192.0.2.99
	says err '--device'
	ends 2 reproduce "$capture" -o case --keep everything
	says err '--keep'
	ends 2 reproduce "$pcaps/nothing-office.pcap" -o case
	says err 'no AMT device'
	[ ! -e case ] || fail "a case was made"
	ends 2 check
	ends 2 check --format yaml case
	ends 2 ladder --format yaml "$capture"
	ends 2 replay case
	ends 2 replay --to localhost:9971 case
	ends 2 replay --to 127.0.0.1:9971 --wait 601 case
}

unreadable_is_3() {
	ends 3 reproduce no-such.pcap -o case
	ends 3 check no-such-case
	ends 3 ladder no-such.pcap
	mkdir case
	echo '{"schema": "amtrace.case/9"}' > case/expect.json
	ends 3 check case
	says err 'no case that this version reads'
	echo '{"schema": "amtrace.case/1", "captures": [{"file": "../x"}], "device": "192.0.2.50", "expect": {}}' \
		> case/expect.json
	ends 3 check case
	says err 'no name of a file in it'
}

kept_names_are_kept() {
	ends 0 reproduce "$pcaps/r01-no-record.pcap" --keep names,addresses -o case
	tcpdump -nr case/capture-1.pcap 2> /dev/null > dump
	grep -qa example case/capture-1.pcap || fail "the name is gone"
	says dump 192.0.2.50
	says case/README.md 'Kept as they were: addresses, names'
}

# The hunt is not blind: each kind that is kept is found again.
hunt_finds_what_was_kept() {
	local kept
	command -v tshark > /dev/null || exit 77
	for kept in addresses macs uuids pids names; do
		rm -rf case
		ends 0 reproduce --vantage between --site "$site" --keep $kept "$pcaps/psk-no-callback.pcap" -o case
		! python3 "$tests/cases/hunt.py" case "$site" "$pcaps/psk-no-callback.pcap" > out && continue
		# The smallest case of this capture has no names in it.
		[ $kept = names ] || fail "does not find $kept"
	done
	rm -rf case
	ends 0 reproduce --keep names "$pcaps/r01-no-record.pcap" -o case
	! python3 "$tests/cases/hunt.py" case - "$pcaps/r01-no-record.pcap" > out || fail "does not find names"
}

# Of what is encrypted a case has what the device answered, and only where it could be read.
answers_are_kept_where_keys_open_them() {
	local keys=$tests/epan/captures/lab-ok.keys
	ends 1 reproduce --keys "$keys" "$pcaps/lab-ok.pcapng" -o case
	says case/answers.json '"method": "CommitChanges"'
	says case/README.md 'is in answers.json'
	! grep -q 'admin\|Digest:\|"reason"' case/answers.json || fail "more than names and results"
	"$amtrace" reproduce "$pcaps/lab-ok.pcapng" -o closed > out 2> err
	[ -d closed ] && [ ! -e closed/answers.json ] || fail "answers without keys"
	ends 0 ladder --keys "$keys" "$pcaps/lab-ok.pcapng"
	says out 'CommitChanges'
	ends 0 ladder "$pcaps/lab-ok.pcapng"
	! grep -q CommitChanges out || fail "calls without keys"
}

# Case and findings: it is made for its answers, and what is lost is said.
findings_inside_tls_are_lost_aloud() {
	ends 1 reproduce --vantage between --site "$pcaps/sites/full" "$pcaps/d06-fault.pcap" -o case
	says err 'AMT-D06: expected, is not there'
	says case/README.md 'AMT-D06: expected, is not there'
	says case/answers.json '"fault": "InternalError"'
	ends 0 check case
}

pps_is_in_no_case() {
	"$amtrace" reproduce --site "$pcaps/sites/full" --keep addresses,macs,uuids,pids,names \
		"$pcaps/ok-psk.pcap" -o case > out 2> err
	[ -d case ] || fail "no case"
	! grep -r NKLDG5DCRRNQE9YZZIJL7LFLVJED69XJ case || fail "the PPS is in the case"
}

difference_is_readable() {
	make_case
	sed -i 's/"certain"/"possible"/; s/AMT-H07/AMT-H08/' case/expect.json
	cp case/expect.json before
	ends 1 check case
	says out 'differs case'
	says out 'certainty: expected possible, is certain'
	says out 'AMT-H08: expected, is not there'
	says out 'AMT-H07: not expected, is there'
	cmp -s before case/expect.json || fail "changed it"
}

update_writes_what_is_said() {
	make_case
	cp case/expect.json before
	sed -i 's/AMT-H07/AMT-H08/' case/expect.json
	ends 0 check --update case
	says out 'updated case'
	cmp -s before case/expect.json || fail "not what it said at first"
	ends 0 check case
}

folder_of_cases_is_searched() {
	make_case
	mkdir all
	mv case all/b
	cp -r all/b all/a
	sed -i 's/AMT-H07/AMT-H08/' all/a/expect.json
	ends 1 check all
	[ "$(cut -c9- out | grep '^all')" = "$(printf 'all/a\nall/b')" ] || fail "not in order"
}

junit_is_xml() {
	make_case
	cp -r case "b&<d>"
	sed -i 's/AMT-H07/AMT-H08/' case/expect.json
	ends 1 check --format junit case "b&<d>"
	python3 - out << 'PY' || fail "not what was meant"
import sys, xml.etree.ElementTree as xml
suite = xml.parse(sys.argv[1]).getroot()
assert suite.get("tests") == "2" and suite.get("failures") == "1", suite.attrib
assert [c.get("name") for c in suite] == ["case", "b&<d>"]
assert "AMT-H08" in suite[0][0].text
PY
}

ladder_is_drawn_three_ways() {
	ends 0 ladder "$capture"
	says out '(absent) no call-back for 19 s'
	! grep '.\{81\}' out || fail "longer than 80 columns"
	ends 0 ladder --format mermaid "$capture"
	says out 'S1--xD1: +180.217300 absent, no call-back for 19 s'
	ends 0 ladder --format svg --output drawing "$capture"
	python3 -c 'import sys, xml.etree.ElementTree as x; assert x.parse("drawing").getroot().tag.endswith("svg")' ||
		fail "not an SVG"
}

good_beside_bad_parts_where_it_should() {
	ends 0 ladder "$pcaps/r05-silent-resolver.pcap" --beside "$pcaps/ok-psk.pcap"
	says out '>>+0.203000'
	says out '192.0.2.50: no answer'
	ends 0 ladder "$pcaps/ok-psk.pcap" --beside "$pcaps/ok-psk.pcap"
	says out 'Both do the same.'
}

pid_is_masked() {
	for format in text mermaid svg; do
		ends 0 ladder --format $format "$capture"
		! grep -q 0000037M out || fail "$format shows the PID"
		ends 0 ladder --show-pids --format $format "$capture"
		says out 0000037M
	done
	ends 1 analyze --site "$site" --format html "$capture"
	! grep -qi '0000037M\|30 30 30 30 30 33 37 4d' out || fail "the page shows the PID"
	says out '30 30 30 30 ** ** ** **'
	ends 1 analyze --site "$site" --format html --show-pids "$capture"
	says out '30 30 30 30 30 33 37 4d'
}

"$name"
