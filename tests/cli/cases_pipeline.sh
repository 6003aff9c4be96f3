# shellcheck shell=bash disable=SC2154
# Sourced by run.sh, as cases.sh is: formats, accepted findings, settings, schemas,
# pages and completions, as pipelines and shells use them.

# A third of "wrong" is one letter, and "ring" is two away; and nobody knows a "QQQ".
what_is_not_near_is_not_suggested() {
	ends 2 analyze --wrong "$capture"
	! grep -q 'did you mean' err || fail "suggests something"
	complains "see 'amtrace help analyze'"
	ends 2 explain AMT-QQQ
	! grep -q 'did you mean' err || fail "suggests something"
	ends 2 explain X99
	! grep -q 'did you mean' err || fail "suggests something"
	ends 2 analyze --verbos "$capture"
	complains "did you mean --verbose?"
}

baseline_takes_what_was_known_out_of_the_status() {
	ends 1 analyze --site "$site" --format json --output base.json "$capture"
	ends 0 analyze --site "$site" --baseline base.json "$capture"
	grep -q '^  Accepted  known from the baseline$' out || fail "not marked"
	ends 0 analyze --site "$site" --baseline base.json --format json "$capture"
	reports 'all(f["accepted"] == [{"by": "baseline", "devices": f["devices"]}] for f in r[0]["findings"])' out
	reports 'r[0]["summary"]["accepted"] == len(r[0]["findings"])' out
}

# Frames, names of files and the order of captures are no part of what is known.
baseline_knows_a_finding_in_another_capture() {
	ends 1 analyze --site "$site" --format json --output base.json "$capture"
	cut_capture "$capture" 1000 .
	mv 0000.pcap other.pcap
	ends 0 analyze --site "$site" --baseline base.json other.pcap "$quiet"
}

baseline_does_not_know_another_device() {
	ends 1 analyze --site "$site" --format json --output base.json "$capture"
	python3 - base.json <<'PYTHON'
import json, sys
report = json.load(open(sys.argv[1]))
report["devices"][0]["uuid"] = "99999999-5566-7788-99aa-bbccddeeff00"
json.dump(report, open("other-machine.json", "w"))
del report["devices"][0]["uuid"]
json.dump(report, open("no-uuid.json", "w"))
report["devices"][0]["addresses"] = ["192.0.2.51"]
json.dump(report, open("other-address.json", "w"))
PYTHON
	ends 1 analyze --site "$site" --baseline other-machine.json "$capture"
	ends 0 analyze --site "$site" --baseline no-uuid.json "$capture"
	ends 1 analyze --site "$site" --baseline other-address.json "$capture"
}

# What was a warning and is an error now is new.
baseline_does_not_know_what_has_become_worse() {
	ends 1 analyze --site "$site" --format json --output base.json "$capture"
	sed 's/"severity": "error"/"severity": "warning"/' base.json > milder.json
	ends 1 analyze --site "$site" --baseline milder.json "$capture"
}

baseline_of_one_device_leaves_the_other_to_count() {
	local two=$pcaps/two-devices-no-callback.pcap records=$pcaps/sites/timeout-zero
	ends 1 analyze --site "$records" --format json --output base.json "$two"
	python3 - base.json <<'PYTHON'
import json, sys
report = json.load(open(sys.argv[1]))
for finding in report["findings"]:
    finding["devices"] = finding["devices"][:1]
json.dump(report, open("one.json", "w"))
PYTHON
	ends 0 analyze --site "$records" --baseline base.json "$two"
	ends 1 analyze --site "$records" --baseline one.json --format json "$two"
	reports 'any(len(f["devices"]) == 2 and [a["devices"] for a in f.get("accepted", [])] == [[0]] for f in r[0]["findings"])' out
	ends 1 analyze --site "$records" --baseline one.json "$two"
	grep -q 'known from the baseline; of device 1 (' out || fail "does not say of which"
}

baseline_of_several_networks_is_read() {
	ends 1 analyze --each --site "$site" --format json --output base.json "$capture" "$quiet"
	ends 0 analyze --each --site "$site" --baseline base.json "$capture" "$quiet"
}

baseline_that_is_none_is_2() {
	ends 2 analyze --baseline no-such.json "$capture"
	complains "no-such.json"
	echo '{' > broken.json
	ends 2 analyze --baseline broken.json "$capture"
	complains "broken.json: line"
	echo '{"schema": "amtrace.sightings/1"}' > other.json
	ends 2 analyze --baseline other.json "$capture"
	complains "no report as --format json writes it"
}

suppression_of_an_id_keeps_it_from_counting() {
	ends 0 analyze --site "$site" --suppress AMT-K01 "$capture"
	grep -q '^  Accepted  suppressed: no reason given$' out || fail "not marked"
	ends 0 analyze --site "$site" --suppress 'k01 = we know' "$capture"
	grep -q '^  Accepted  suppressed: we know$' out || fail "without its reason"
	ends 1 analyze --site "$site" --suppress AMT-H07 "$capture"
}

suppression_of_a_device_is_of_no_other() {
	local name
	for name in 192.0.2.50 11223344-5566-7788-99AA-BBCCDDEEFF00 02:00:00:00:00:50; do
		ends 0 analyze --site "$site" --suppress "AMT-K01:$name" "$capture"
	done
	ends 1 analyze --site "$site" --suppress AMT-K01:192.0.2.51 "$capture"
	ends 1 analyze --site "$site" --suppress AMT-K01:pc1.example.test "$capture"
}

# 1798675200 is 2026-12-31 00:00 UTC, 1798761600 the first second of 2027.
suppression_holds_until_the_end_of_its_day() {
	export SOURCE_DATE_EPOCH=1798675200
	ends 0 analyze --site "$site" --suppress 'AMT-K01@2026-12-31=for the holidays' "$capture"
	grep -q '^  Accepted  suppressed until 2026-12-31: for the holidays$' out || fail "not marked"
	export SOURCE_DATE_EPOCH=1798761600
	ends 1 analyze --site "$site" --suppress 'AMT-K01@2026-12-31=for the holidays' "$capture"
	complains "the suppression of AMT-K01 ended on 2026-12-31"
	! grep -q Accepted out || fail "still marked"
}

suppression_that_is_none_is_2() {
	ends 2 analyze --suppress AMT-Q77 "$capture"
	complains "no finding 'AMT-Q77'"
	ends 2 analyze --suppress AMT-K01@tomorrow "$capture"
	complains "'tomorrow' is no day"
	ends 2 analyze --suppress AMT-K01@2026-02-30 "$capture"
	complains "'2026-02-30' is no day"
}

accepted_findings_are_marked_in_every_format() {
	local format
	for format in text json ndjson sarif junit github csv; do
		ends 0 analyze --site "$site" --suppress 'AMT-K01=we know of it' --format $format "$capture"
		grep -q 'we know of it' out || fail "not in $format"
	done
	! grep -q '^::error' out || fail "still an error"
	ends 0 analyze --site "$site" --suppress AMT-K01 --format junit "$capture"
	! grep -q '<failure' out || fail "still a failure"
	ends 0 analyze --site "$site" --suppress AMT-K01 --format github "$capture"
	! grep -q '^::error' out || fail "still an error"
}

# A test fails where the exit status says so, and nowhere else.
junit_fails_as_the_status_does() {
	ends 1 analyze --site "$site" --format junit "$capture"
	grep -q 'failures="1"' out || fail "no failure"
	ends 0 analyze --site "$site" --format junit --fail-on never "$capture"
	grep -q 'failures="0"' out || fail "a failure"
	ends 1 analyze --format junit --fail-on warning "$pcaps/h07-retry-climbs.pcap"
	! grep -q 'failures="0"' out || fail "no failure"
	head -c "$(($(stat -c %s "$capture") - 7))" "$capture" > cut.pcap
	ends 3 analyze --format junit cut.pcap
	grep -q 'errors="1"' out || fail "no error"
}

# What SARIF and the baseline take for the same finding is the same one.
fingerprints_stay_where_frames_change() {
	ends 1 analyze --site "$site" --format sarif "$capture"
	mv out a.sarif
	cp "$capture" renamed.pcap
	ends 1 analyze --site "$site" --format sarif "$quiet" renamed.pcap
	reports '[[x["partialFingerprints"] for x in s["runs"][0]["results"]] for s in r][0] == [[x["partialFingerprints"] for x in s["runs"][0]["results"]] for s in r][1]' a.sarif out
	reports 'len({x["partialFingerprints"]["amtraceFinding/v1"] for x in r[0]["runs"][0]["results"]}) == len(r[0]["runs"][0]["results"])' out
}

each_is_refused_where_one_report_is_all() {
	for format in sarif csv amt-log; do
		ends 2 analyze --each --format $format "$capture" "$quiet"
		complains "one report is all that --format $format can hold"
	done
	ends 1 analyze --each --site "$site" --format junit "$capture" "$quiet"
	python3 -c 'import sys, xml.etree.ElementTree as e; assert [s.tag for s in e.parse("out").getroot()] == ["testsuite"] * 2' ||
		fail "not two suites"
}

settings_are_taken_from_the_nearest_place() {
	mkdir -p home/amtrace system/amtrace
	printf '[options]\nfail-on = note\nformat = csv\nmin-certainty = possible\n' > system/amtrace/config.ini
	printf '[options]\nfail-on = warning\nformat = json\n' > home/amtrace/config.ini
	ends 0 config show
	grep -q "^fail-on  *warning  (.*/home/amtrace/config.ini)$" out || fail "not the user's"
	grep -q "^min-certainty  *possible  (.*/system/amtrace/config.ini)$" out || fail "not the system's"
	printf '[options]\nfail-on = never\n' > .amtrace.ini
	ends 0 config show
	grep -q "^fail-on  *never  (.amtrace.ini)$" out || fail "not the folder's"
	export AMTRACE_FAIL_ON=error
	ends 0 config show
	grep -q "^fail-on  *error  (AMTRACE_FAIL_ON)$" out || fail "not the environment's"
	ends 0 config show --fail-on note
	grep -q "^fail-on  *note  (command line)$" out || fail "not what was typed"
	grep -q "^format  *json  (.*/home/amtrace/config.ini)$" out || fail "not the user's"
	ends 0 config show --no-settings
	grep -q "^fail-on  *error  (default)$" out || fail "settings all the same"
}

settings_hold_in_commands() {
	cp -r "$site" records
	printf '[options]\nsite = records\nquiet = true\n[suppress]\nAMT-K01:192.0.2.50 = we know\n' > .amtrace.ini
	ends 0 analyze --format json "$capture"
	reports '[a["reason"] for f in r[0]["findings"] if f["id"] == "AMT-K01" for a in f["accepted"]] == ["we know"]' out
	ends 0 analyze "$capture"
	! grep -q Remedy out || fail "not quiet"
	ends 0 analyze --no-quiet "$capture"
	grep -q Remedy out || fail "still quiet"
	ends 0 analyze --verbose "$capture"
	grep -q Remedy out || fail "still quiet"
	ends 1 analyze --no-settings --site records "$capture"
}

# A folder that somebody sent says where its own records are, and cannot write.
settings_know_paths_from_their_file_on() {
	mkdir -p home/amtrace
	cp -r "$site" home/amtrace/records
	printf '[options]\nsite = records\n' > home/amtrace/config.ini
	ends 1 analyze "$capture"
	printf '[options]\noutput = gone\n' > .amtrace.ini
	ends 2 analyze "$capture"
	complains ".amtrace.ini: no setting 'output'"
	[ ! -e gone ] || fail "written"
}

settings_that_may_be_repeated_add_up() {
	printf '[options]\nport = hello=8000;tls=17993\n' > .amtrace.ini
	AMTRACE_PORT='http=17992' ends 0 config show --port hello=9971
	[ "$(sed -n 's/^port *\([a-z]*=[0-9]*\) .*/\1/p' out | tr '\n' ' ')" = \
		"hello=8000 tls=17993 http=17992 hello=9971 " ] || fail "other ports"
}

settings_that_are_wrong_are_2() {
	printf '[options]\nfail-no = never\n' > .amtrace.ini
	ends 2 analyze "$capture"
	complains ".amtrace.ini: no setting 'fail-no'"
	printf '[other]\n' > .amtrace.ini
	ends 2 analyze "$capture"
	complains ".amtrace.ini: no group [other]"
	printf 'nonsense\n' > .amtrace.ini
	ends 2 analyze "$capture"
	complains ".amtrace.ini: "
	printf '[options]\nquiet = perhaps\n' > .amtrace.ini
	ends 2 analyze "$capture"
	complains "quiet is true or false, not 'perhaps'"
	printf '[options]\nfail-on = panic\n' > .amtrace.ini
	ends 2 analyze "$capture"
	complains "--fail-on: 'panic' is none of"
	ends 0 help analyze
	ends 1 analyze --no-settings --site "$site" "$capture"
	rm .amtrace.ini
	AMTRACE_FAIL_ON=panic ends 2 analyze "$capture"
}

schemas_are_those_of_the_tree() {
	ends 0 schema
	cmp -s out "${pcaps%/pcaps}/analyzer/report/report.schema.json" || fail "another schema"
	ends 0 schema report
	cmp -s out "${pcaps%/pcaps}/analyzer/report/report.schema.json" || fail "another schema"
	ends 0 schema sightings
	cmp -s out "${pcaps%/pcaps}/analyzer/sighting/sightings.schema.json" || fail "another schema"
	ends 0 schema answers
	cmp -s out "${pcaps%/pcaps}/analyzer/cases/answers.schema.json" || fail "another schema"
	ends 2 schema nonsense
	complains "report, lines, sightings, case and answers"
}

config_without_show_is_2() {
	ends 2 config
	complains "amtrace config show"
	ends 2 config set
	complains "amtrace config show"
}

# The device whose part in a finding is known passes, the other one does not.
junit_passes_the_device_that_is_known() {
	local two=$pcaps/two-devices-no-callback.pcap records=$pcaps/sites/timeout-zero
	ends 1 analyze --site "$records" --format junit "$two"
	grep -q 'failures="2"' out || fail "not two failures"
	name=$(sed -n 's/.*classname="amtrace.devices" name="1 \([^"]*\)".*/\1/p' out)
	ends 1 analyze --site "$records" --format junit --suppress "AMT-F09:$name" "$two"
	grep -q 'failures="1"' out || fail "not one failure"
}
