# shellcheck shell=bash disable=SC2154
# Sourced by run.sh. A function is a test; its name is what must hold.

no_command_is_2() {
	ends 2
	complains "no command"
}

unknown_command_names_the_nearest() {
	ends 2 analyse
	complains "did you mean 'analyze'?"
}

unknown_option_names_the_nearest() {
	ends 2 analyze --fomat=json "$capture"
	complains "did you mean --format?"
}

option_without_its_value_is_2() {
	ends 2 analyze "$capture" --format
	complains "format"
}

unknown_word_of_an_option_is_2() {
	ends 2 analyze --format=yaml "$capture"
	complains "--format: 'yaml' is none of text, json"
	ends 2 analyze --color=purple "$capture"
	complains "--color"
	ends 2 analyze --fail-on=panic "$capture"
	complains "--fail-on"
	ends 2 analyze --min-certainty=sure "$capture"
	complains "--min-certainty"
	ends 2 analyze --vantage=moon "$capture"
	complains "--vantage"
}

port_that_is_none_is_2() {
	for port in hello hello= hello=0 hello=65536 hello=x hello=-1 gopher=70; do
		ends 2 analyze "--port=$port" "$capture"
		complains "--port"
	done
}

quiet_and_verbose_exclude_each_other() {
	ends 2 analyze --quiet --verbose "$capture"
	complains "exclude each other"
}

no_capture_is_2() {
	ends 2 analyze
	complains "no capture given"
}

help_is_for_standard_output() {
	ends 0 --help
	cp out whole
	ends 0 help
	cmp -s out whole || fail "help and --help differ"
	[ ! -s err ] || fail "writes to standard error"
}

help_names_every_command_and_each_has_help() {
	ends 0 --help
	for command in $(sed -n 's/^  amtrace \([a-z]*\) .*/\1/p' out); do
		ends 0 help "$command"
		[ -s out ] || fail "no help for $command"
	done
}

help_keeps_to_80_columns() {
	for command in "" analyze completion config diagnose explain keys manual observe schema; do
		# shellcheck disable=SC2086
		ends 0 help $command
		! grep -n '.\{81\}' out || fail "longer than 80 columns"
		is_plain out
	done
}

version_names_the_schema() {
	ends 0 --version
	grep -q '^amtrace [0-9.]*$' out && grep -q 'amtrace.report/1' out &&
		grep -q 'amtrace.sightings/1' out || fail "version or schema"
}

finding_is_1() {
	ends 1 analyze --site "$site" "$capture"
	grep -q AMT-K01 out || fail "AMT-K01 is not in the report"
}

fail_on_never_is_0() {
	ends 0 analyze --fail-on=never --site "$site" "$capture"
	grep -q AMT-K01 out || fail "AMT-K01 is not in the report"
}

no_traffic_is_0_unless_required() {
	ends 0 analyze "$quiet"
	ends 3 analyze --require-traffic "$quiet"
	complains "no AMT traffic"
}

missing_file_is_3() {
	ends 3 analyze no-such.pcap
	complains "no-such.pcap: "
	[ ! -s out ] || fail "a report about nothing"
}

missing_file_does_not_stop_the_others() {
	ends 3 analyze --site "$site" no-such.pcap "$capture"
	complains "no-such.pcap: "
	grep -q AMT-K01 out || fail "the other capture is not reported"
	grep -q 'no-such.pcap: ' out || fail "the report does not say what is missing"
}

folder_is_searched() {
	mkdir -p deep/er
	cp "$capture" deep/er/
	ends 1 analyze --site "$site" --format json deep
	grep -q '"file": "er/psk-no-callback.pcap"' out || fail "not named from the folder on"
}

folder_without_captures_is_3() {
	mkdir empty
	ends 3 analyze empty
	complains "empty"
}

file_that_is_no_capture_is_3() {
	head -c 5000 /dev/zero > zero.pcap
	: > empty.pcap
	echo "no capture at all, only text" > text.pcap
	for file in zero empty text; do
		ends 3 analyze "$file.pcap"
		complains "$file.pcap: "
	done
}

cut_capture_is_3_unless_allowed() {
	head -c "$(($(stat -c %s "$capture") - 7))" "$capture" > cut.pcap
	ends 3 analyze --site "$site" cut.pcap
	grep -q 'cut.pcap: ' out || fail "the report does not say what is missing"
	grep -q AMT-K01 out || fail "what could be read is not reported"
	ends 1 analyze --site "$site" --allow-incomplete cut.pcap
}

standard_input_is_a_capture() {
	"$amtrace" analyze --site "$site" - < "$capture" > out 2> err
	[ $? = 1 ] || fail "status"
	grep -q AMT-K01 out || fail "not reported"
}

two_dashes_end_the_options() {
	cp "$capture" ./--verbose
	ends 1 analyze --site "$site" -- --verbose
	grep -q -e '--verbose frame' out || fail "not taken for a file"
}

site_connection_string_is_never_repeated() {
	for arguments in "analyze --site odbc:DSN=x;PWD=horse $capture" "site show odbc:DSN=x;PWD=horse" \
		"site import records odbc:DSN=x;PWD=horse"; do
		# shellcheck disable=SC2086 # the arguments are words
		ends 2 $arguments
		complains odbc
		! grep -q horse err || fail "the password: $arguments"
	done
	[ ! -e records ] || fail "records were made"
}

site_that_is_missing_is_2() {
	ends 2 analyze --site no-such-folder "$capture"
	complains "no-such-folder"
}

change_that_is_none_is_2() {
	ends 2 analyze --set nonsense "$capture"
	complains "nonsense"
}

output_is_the_same_as_standard_output() {
	ends 1 analyze --site "$site" "$capture"
	mv out expected
	ends 1 analyze --site "$site" --output report.txt "$capture"
	cmp -s report.txt expected || fail "differs"
	[ ! -s out ] || fail "writes to both"
}

output_replaces_and_keeps_the_mode() {
	echo old > report.txt
	chmod 640 report.txt
	ln -s report.txt link.txt
	ends 1 analyze --site "$site" --output link.txt "$capture"
	grep -q AMT-K01 report.txt || fail "not replaced through the link"
	[ "$(stat -c %a report.txt)" = 640 ] || fail "mode changed"
	[ "$(find . -name '.amtrace*' | wc -l)" = 0 ] || fail "a temporary file is left"
}

full_device_is_4() {
	ends 4 analyze --site "$site" --output /dev/full "$capture"
	complains "/dev/full: No space left on device"
	"$amtrace" analyze --site "$site" "$capture" > /dev/full 2> err
	[ $? = 4 ] || fail "standard output: status"
	complains "standard output: No space left on device"
	"$amtrace" --help > /dev/full 2> err
	[ $? = 4 ] || fail "help: status"
}

closed_standard_output_is_4() {
	"$amtrace" analyze --site "$site" "$capture" >&- 2> err
	[ $? = 4 ] || fail "status"
	complains "standard output: "
}

file_size_limit_is_4_and_the_old_file_stands() {
	echo old > report.json
	(ulimit -f 0; "$amtrace" analyze --format json --site "$site" --output report.json "$capture") 2> err
	[ $? = 4 ] || fail "status"
	[ "$(cat report.json)" = old ] || fail "the old file is gone"
	[ "$(find . -name '.amtrace*' | wc -l)" = 0 ] || fail "a temporary file is left"
}

output_where_nothing_may_be_written_is_4() {
	ends 4 analyze --site "$site" --output no-such-folder/report.txt "$capture"
	complains "no-such-folder/report.txt: "
	mkdir closed
	chmod 500 closed
	# The superuser may write everywhere.
	[ "$(id -u)" = 0 ] || ends 4 analyze --site "$site" --output closed/report.txt "$capture"
}

output_that_is_an_input_is_2() {
	cp "$capture" own.pcap
	ln -s own.pcap link.pcap
	ends 2 analyze --output link.pcap own.pcap
	complains "link.pcap: is also an input"
	cmp -s "$capture" own.pcap || fail "the capture was changed"
}

closed_pipe_ends_quietly() {
	{ "$amtrace" analyze --verbose --site "$site" "$pcaps" 2> err; } | head -n 1 > out
	[ ! -s err ] || fail "not quiet"
}

colour_is_only_where_it_is_wanted() {
	ends 1 analyze --site "$site" "$capture"
	is_plain out
	mv out plain
	ends 1 analyze --color=always --site "$site" "$capture"
	grep -q "$(printf '\033')" out || fail "no colour when asked for"
	sed "s/$(printf '\033')\\[[0-9]*m//g" out | cmp -s - plain || fail "colour changes the words"
	NO_COLOR=1 ends 1 analyze --site "$site" "$capture"
	is_plain out
}

colour_on_a_terminal_heeds_no_color() {
	command -v script > /dev/null || { echo "skipped: no program script"; return; }
	export TERM=xterm
	script -qec "'$amtrace' analyze --site '$site' '$capture'" typed > /dev/null < /dev/null
	grep -q "$(printf '\033')" typed || fail "no colour on a terminal"
	NO_COLOR=1 script -qec "'$amtrace' analyze --site '$site' '$capture'" typed > /dev/null < /dev/null
	! grep -q "$(printf '\033')" typed || fail "colour in spite of NO_COLOR"
}

hostile_name_reaches_no_terminal() {
	name=$(printf 'a\033[31m\342\200\256\302\233\377".pcap')
	cp "$capture" "$name"
	ends 1 analyze --verbose --site "$site" "$name"
	is_plain out
	grep -qF 'a\x1b[31m\u{202e}\u{9b}\xff".pcap' out || fail "not escaped as documented"
	ends 1 analyze --format json --site "$site" "$name"
	is_plain out
	ends 3 analyze "x$name"
	is_plain err
}

text_keeps_to_80_columns() {
	for file in "$pcaps"/*.pcap*; do
		"$amtrace" analyze --verbose --what-if --site "$site" "$file" > out 2> err
		! grep -n '.\{81\}' out || fail "$file: longer than 80 columns"
		is_plain out
	done
}

json_follows_the_schema() {
	local row=0 file records options
	# Every capture with the records and options that it is expected with.
	while IFS='|' read -r file records options _; do
		case $file in '#'* | '') continue ;; esac
		row=$((row + 1))
		[ "${records// /}" = - ] && records='' || records="--site ${records// /}"
		[ "${options// /}" = - ] && options=''
		# shellcheck disable=SC2086
		(cd "$pcaps" && eval "\"\$amtrace\" analyze --what-if --format json $records $options $file") \
			> "$row.json" 2> err
		[ $? -le 3 ] || fail "$file ends wrongly"
	done < "$pcaps/EXPECTED"
	[ "$row" -gt 300 ] || fail "only $row rows were read"
	/usr/bin/python3 "$tests/report/validate.py" ./*.json || fail "see above"
}

report_is_the_same_everywhere() {
	cp -r "$pcaps" copy
	for format in text json; do
		ends 0 analyze --fail-on never --verbose --what-if "--format=$format" \
			--site "$site" "$pcaps"
		mv out expected
		TZ=Asia/Tokyo LC_ALL=C.UTF-8 COLUMNS=40 \
			ends 0 analyze --fail-on never --verbose --what-if "--format=$format" \
				--site "$site" copy
		cmp out expected || fail "depends on the folder, the time zone or the locale"
	done
}

pid_is_masked_unless_asked_for() {
	ends 1 analyze --verbose --what-if --site "$site" "$capture"
	! grep -q 0000037M out || fail "the PID is in the text"
	ends 1 analyze --format json --what-if --site "$site" "$capture"
	! grep -q 0000037M out || fail "the PID is in the JSON"
	ends 1 analyze --format json --site "$site" --show-pids "$capture"
	grep -q '"pid": "0000037M"' out || fail "the PID is not shown"
}

pps_is_nowhere() {
	mkdir records
	printf 'pid,pps,used\n0000037M,CANARYCANARYCANARYCANARYCANARYCA,0\n' > records/pid_map.csv
	for format in text json; do
		"$amtrace" analyze --verbose --what-if --show-pids --format "$format" --site records "$capture" \
			>> out 2>> err
	done
	! grep -i canary out err || fail "a key is written"
}

what_if_changes_the_finding() {
	ends 0 analyze --fail-on never --site "$site" --set pid_map+pid=0000037M,used=0 "$capture"
	! grep -q AMT-K01 out || fail "AMT-K01 although the PID is there"
}

what_if_lists_changes_by_devices_helped() {
	ends 1 analyze --what-if --site "$pcaps/sites/timeout-zero" "$pcaps/two-devices-no-callback.pcap"
	grep -qF 'helps 2 devices' out || fail "does not say how many"
	grep -qxF '    --set configuration.props_script_timeout=180' out || fail "not the change"
	ends 1 analyze --what-if "$pcaps/t03-refused.pcap"
	grep -qF 'no record helps 1 device' out || fail "does not say that nothing helps"
	ends 0 analyze --what-if "$quiet"
	is_plain out
}

# What it proposes is what --set takes, and does what it says.
what_if_can_be_typed_as_it_stands() {
	site=$pcaps/sites/no-name capture=$pcaps/psk-no-callback.pcap
	ends 1 analyze --what-if --show-pids --site "$site" --format json "$capture"
	/usr/bin/python3 -c 'import json
change = json.load(open("out"))["what_if"]["changes"][0]
print(change["then"], *change["set"], sep="\n")' > changes || fail "no change"
	local then set=()
	{ read -r then; while read -r change; do set+=(--set "$change"); done } < changes
	ends 0 analyze --fail-on never --site "$site" "${set[@]}" --format json "$capture"
	grep -q "\"predicted\": {[^}]*\"stopped_at\": \"$then\"" out || fail "does not get to $then"
	! grep -q AMT-F01 out || fail "AMT-F01 is still there"
}

explain_lists_the_catalogue() {
	ends 0 explain
	[ "$(grep -c '^AMT-' out)" -gt 50 ] || fail "not the whole catalogue"
	! grep -n '.\{81\}' out || fail "longer than 80 columns"
}

explain_knows_short_ids() {
	ends 0 explain AMT-K01
	mv out whole
	ends 0 explain k01
	cmp -s out whole || fail "differs"
	for word in Step Severity Known Cause Remedy Source; do
		grep -q "^  $word " out || fail "no $word"
	done
}

explain_of_an_unknown_id_is_2() {
	ends 2 explain AMT-KO1
	complains "did you mean AMT-K01?"
}

no_core_is_left() {
	ulimit -c unlimited 2> /dev/null || return 0
	mkfifo pipe
	"$amtrace" analyze - < pipe > out 2> err &
	exec 3> pipe
	sleep 0.2
	grep -q '^Max core file size  *0  *0 ' "/proc/$!/limits" || fail "core dumps are on"
	exec 3>&-
	wait
}

# The command of the README's example, and what stands below it.
readme_shows_what_is_said() {
	cd "${pcaps%/pcaps}" || fail "no tree"
	sed -n '/^\$ amtrace analyze/,/^```$/p' README.md | sed '1d;$d' > "$OLDPWD/expected"
	"$amtrace" analyze --site "${site#"$PWD/"}" "${capture#"$PWD/"}" > "$OLDPWD/out"
	cd "$OLDPWD" || fail "no folder"
	diff expected out || fail "the README shows something else"
}

site_makes_fills_checks_and_shows() {
	ends 0 site init records.sqlite
	ends 2 site init records.sqlite
	complains "records.sqlite: is there already"
	printf 'pid,pps,used\n0000037M,CANARYCANARYCANARYCANARYCANARYCA,0\n' > pid_map.csv
	ends 0 site import records.sqlite pid_map.csv
	ends 0 site show records.sqlite pid_map
	grep -qF '0000****' out || fail "the PID is not shown, masked"
	! grep -qi canary out err || fail "a key is written"
	ends 0 site show --show-pids records.sqlite pid_map
	grep -q 0000037M out || fail "the PID is not shown"
	ends 0 analyze --fail-on never --site records.sqlite "$capture"
	! grep -q AMT-K01 out || fail "AMT-K01 although the PID is there"
}

site_check_is_1_for_a_wrong_record() {
	mkdir records
	printf 'pid,pps,used\n0000037M,,perhaps\n' > records/pid_map.csv
	ends 1 site check records
	grep -q 'pid_map.csv:2' out || fail "does not say where"
	ends 0 site check "$site"
}

site_whose_certificate_is_missing_is_2() {
	mkdir records
	printf 'label,file\nsetup,setup.pfx\n' > records/certificate.csv
	ends 2 analyze --site records "$capture"
	complains "records/certificate.csv:2: file records/setup.pfx: No such file"
	ends 1 site check records
	grep -q 'setup.pfx: No such file' out || fail "does not say which file"
	ends 0 site show records
	grep -q 'unreadable .*No such file' out || fail "does not show why"
}

site_without_arguments_is_2() {
	ends 2 site
	complains "init, import, check or show?"
	ends 2 site chek records
	complains "did you mean 'check'?"
	ends 2 site show
	complains "an argument is missing"
	ends 2 site init a b
	complains "too many arguments"
	ends 2 site show no-such-folder
	complains "no-such-folder"
}

hostile_records_reach_no_terminal() {
	mkdir records
	printf 'uuid,fqdn\n11223344-5566-7788-99aa-bbccddeeff00,a\033[31m\342\200\256\302\233.test\n' \
		> records/systems.csv
	for call in "site show records" "site check records" \
		"analyze --verbose --fail-on never --site records $capture"; do
		# shellcheck disable=SC2086
		"$amtrace" $call > out 2> err
		is_plain out err
	done
}

observe_and_diagnose_are_analyze() {
	ends 1 analyze --verbose --site "$site" "$capture" "$quiet"
	mv out expected
	ends 0 observe --site "$site" --output a.jsonl "$capture"
	[ ! -s out ] || fail "writes to both"
	ends 0 observe "$quiet"
	mv out b.jsonl
	ends 1 diagnose --verbose --site "$site" b.jsonl a.jsonl
	cmp out expected || fail "differs"
	cat a.jsonl b.jsonl | "$amtrace" diagnose --verbose --site "$site" - > out 2> err
	[ $? = 1 ] || fail "status"
	cmp out expected || fail "differs when joined"
}

observe_keeps_whole_pids_and_no_pps() {
	mkdir records
	printf 'pid,pps,used\n0000037M,CANARYCANARYCANARYCANARYCANARYCA,0\n' > records/pid_map.csv
	ends 0 observe --site records "$capture"
	grep -q '"pid":"0000037M"' out || fail "the PID is not there"
	! grep -i canary out err || fail "a key is written"
	mv out a.jsonl
	ends 1 diagnose --verbose --site "$site" a.jsonl
	! grep 0000037M out || fail "diagnose does not mask it"
	ends 1 diagnose --show-pids --site "$site" a.jsonl
	grep -q 0000037M out || fail "the PID is not shown"
}

observe_without_captures_is_2() {
	ends 2 observe
	complains "observe: no capture given"
	ends 2 observe --format json "$capture"
	complains "--format"
	ends 2 observe --site no-such-folder "$capture"
	complains "no-such-folder"
	cp "$capture" own.pcap
	ends 2 observe --output own.pcap own.pcap
	complains "own.pcap: is also an input"
}

observe_of_what_cannot_be_read_is_3() {
	ends 3 observe no-such.pcap
	[ ! -s out ] || fail "sightings of nothing"
	ends 3 observe no-such.pcap "$capture"
	mv out a.jsonl
	ends 3 diagnose --site "$site" a.jsonl
	grep -q 'no-such.pcap: ' out || fail "the report does not say what is missing"
	grep -q AMT-K01 out || fail "what could be read is not reported"
	head -c "$(($(stat -c %s "$capture") - 7))" "$capture" > cut.pcap
	ends 3 observe cut.pcap
	ends 0 observe --allow-incomplete cut.pcap
}

observe_to_a_full_device_is_4() {
	ends 4 observe --output /dev/full "$capture"
	complains "/dev/full: No space left on device"
}

diagnose_without_sightings_is_2() {
	ends 2 diagnose
	complains "diagnose: no sightings given"
	ends 2 diagnose --port hello=1 a.jsonl
	complains "--port"
	ends 0 observe --output a.jsonl "$capture"
	ends 2 diagnose --output a.jsonl a.jsonl
	complains "a.jsonl: is also an input"
	ends 2 diagnose --set nonsense a.jsonl
	complains "nonsense"
}

# A seed that is refused at its first new field leads a fuzzer nowhere.
diagnose_takes_the_fuzz_seeds() {
	local seeds=${pcaps%/pcaps}/tests/fuzz/seeds
	for seed in "$seeds"/sightings/* "$seeds"/diagnose/*; do
		ends 0 diagnose --fail-on never "$seed"
	done
}

diagnose_names_the_line_and_goes_on() {
	ends 0 observe --output good.jsonl "$capture"
	sed '3s/"frame":1,/"frame":-1,/' good.jsonl > bad.jsonl
	ends 3 diagnose bad.jsonl
	complains "bad.jsonl:3: 'frame' is not a number in its range"
	[ ! -s out ] || fail "a report about nothing"
	ends 3 diagnose --site "$site" bad.jsonl good.jsonl
	complains "bad.jsonl:3: "
	grep -q AMT-K01 out || fail "the other file is not diagnosed"
	grep -q 'bad.jsonl: line 3: ' out || fail "the report does not say what is missing"
	sed '$d' good.jsonl > cut.jsonl
	ends 3 diagnose cut.jsonl
	complains "cut short"
	ends 3 diagnose no-such.jsonl
	complains "no-such.jsonl: No such file"
	ends 3 diagnose .
	complains ".: Is a directory"
	ends 3 diagnose "$capture"
	complains ":1: no JSON object as 'amtrace observe' writes them"
	ends 3 diagnose /dev/null
	complains "/dev/null:1: nothing is in it"
}

diagnose_tells_what_is_found_by_its_status() {
	ends 0 observe --output quiet.jsonl "$quiet"
	ends 0 diagnose quiet.jsonl
	ends 3 diagnose --require-traffic quiet.jsonl
	complains "no AMT traffic"
	ends 0 observe --output a.jsonl "$capture"
	ends 0 diagnose --fail-on never --site "$site" a.jsonl
	ends 0 diagnose --site "$site" --set pid_map+pid=0000037M,used=0 --fail-on never a.jsonl
	! grep -q AMT-K01 out || fail "AMT-K01 although the PID is there"
}

hostile_sightings_reach_no_terminal() {
	name=$(printf 'a\033[31m\342\200\256\302\233\377".pcap')
	cp "$capture" "$name"
	ends 1 analyze --verbose --site "$site" "$name"
	mv out expected
	ends 0 observe "$name"
	is_plain out
	mv out a.jsonl
	ends 1 diagnose --verbose --site "$site" a.jsonl
	cmp out expected || fail "differs"
	sed 's/"question":"/&\\u001b[31m\\u202e/; s/"file":"/&\\u009b/' a.jsonl > b.jsonl
	"$amtrace" diagnose --verbose --site "$site" b.jsonl > out 2> err
	is_plain out err
	printf '{"type":"\\u001b[31m"}\n' > c.jsonl
	ends 3 diagnose c.jsonl
	is_plain err
}

# Each takes report files; python's exit status is the answer.
reports() { python3 -c "import json, sys; r = [json.load(open(f)) for f in sys.argv[2:]]; assert eval(sys.argv[1]), sys.argv[1]" "$@" 2>> err || fail "not so: $1"; }

hello_on_another_port_is_found_when_it_is_named() {
	python3 -c 'import sys; sys.stdout.buffer.write(open(sys.argv[1], "rb").read().replace(b"\x26\xf3", b"\x1f\x40"))' \
		"$capture" > other.pcap # 9971 is 8000 there
	ends 1 analyze --site "$site" --port hello=8000 other.pcap
	grep -q AMT-K01 out || fail "not found"
	"$amtrace" analyze --site "$site" other.pcap > out
	! grep -q AMT-K01 out || fail "found without being told where"
}

each_capture_has_its_own_report() {
	ends 1 analyze --format json "$pcaps/t03-refused.pcap"
	mv out a.json
	ends 0 analyze --format json "$quiet"
	mv out b.json
	ends 1 analyze --each --format json "$pcaps/t03-refused.pcap" "$quiet"
	reports 'r[0] == r[1:]' out a.json b.json
}

each_report_is_named_in_text() {
	ends 1 analyze --each "$pcaps/t03-refused.pcap" "$quiet"
	[ "$(grep '^==' out)" = "== t03-refused.pcap ==
== nothing-office.pcap ==" ] || fail "other names"
	mv out whole
	ends 1 analyze --each --output report "$pcaps/t03-refused.pcap" "$quiet"
	cmp -s report whole || fail "another report in a file"
}

each_goes_on_behind_what_cannot_be_read() {
	ends 3 analyze --each --format json no-such.pcap "$quiet"
	complains "no-such.pcap"
	reports 'len(r[0]) == 1' out
	ends 3 analyze --each --format json no-such.pcap
	reports 'r[0] == []' out
}

each_folder_is_a_network() {
	mkdir one two
	cp "$quiet" one/a.pcap
	cp "$quiet" one/b.pcap
	cp "$quiet" two/c.pcap
	ends 0 analyze --each --format json one two
	reports '[[c["file"] for c in x["captures"]] for x in r[0]] == [["a.pcap", "b.pcap"], ["c.pcap"]]' out
}

each_leaves_the_output_when_the_use_is_wrong() {
	echo old > report
	ends 2 analyze --each --site no-such-folder --output report "$capture"
	complains "no-such-folder"
	[ "$(cat report)" = old ] || fail "the old output is gone"
}

cut_capture() { # FILE FRAMES FOLDER: pieces of so many frames each
	python3 - "$@" <<'PYTHON'
import struct, sys
b = open(sys.argv[1], "rb").read()
size, at, records = int(sys.argv[2]), 24, []
while at < len(b):
    n = 16 + struct.unpack_from("<I", b, at + 8)[0]
    records.append(b[at:at + n])
    at += n
for i in range(0, len(records), size):
    open(f"{sys.argv[3]}/{i:04}.pcap", "wb").write(b[:24] + b"".join(records[i:i + size]))
PYTHON
}

# Names and numbers of frames differ, and nothing else: 0005.pcap's frame 2 is the seventh.
ring_is_one_capture() {
	mkdir ring
	ends 1 analyze --format json --site "$site" "$capture"
	mv out whole.json
	cut_capture "$capture" 5 ring
	ends 1 analyze --ring --format json --site "$site" ring
	reports 'len(r[1]["captures"]) == -(-r[0]["captures"][0]["frames"] // 5) and sum(c["frames"] for c in r[1]["captures"]) == r[0]["captures"][0]["frames"]' whole.json out
	reports '[e["frame"] for d in r[0]["devices"] for e in d["timeline"]] == [e["frame"] + 5 * e["capture"] for d in r[1]["devices"] for e in d["timeline"]]' whole.json out
	reports '[e["frame"] for f in r[0]["findings"] for e in f["evidence"] if "frame" in e] == [e["frame"] + 5 * e["capture"] for f in r[1]["findings"] for e in f["evidence"] if "frame" in e]' whole.json out
	reports '[d["verdict"] for d in r[0]["devices"]] == [d["verdict"] for d in r[1]["devices"]]' whole.json out
}

ring_in_pieces_of_one_frame_says_the_same() {
	mkdir ring
	cut_capture "$capture" 1 ring
	ends 1 analyze --site "$site" --quiet "$capture"
	mv out whole
	ends 1 analyze --site "$site" --quiet --ring ring
	cmp -s out whole || fail "another verdict"
}

ring_without_a_piece_says_so() {
	mkdir ring
	cut_capture "$capture" 5 ring
	ends 3 analyze --ring --format json ring/0000.pcap ring/0005.pcap no-such.pcap ring/0015.pcap
	reports '[c["complete"] for c in r[0]["captures"]] == [True, True, False, True]' out
	reports '"No such file" in r[0]["captures"][2]["problems"][0]' out
	ends 3 analyze --ring no-such.pcap
	complains "no-such.pcap"
}

ring_passes_through_observe_and_diagnose() {
	mkdir ring
	cut_capture "$capture" 5 ring
	ends 1 analyze --ring --site "$site" ring
	mv out expected
	ends 0 observe --ring --site "$site" --output a.jsonl ring
	ends 1 diagnose --site "$site" a.jsonl
	cmp -s out expected || fail "differs"
}

folders_are_searched_to_the_bottom_in_order_of_names() {
	mkdir -p cases/b/deep cases/a
	cp "$quiet" cases/b/deep/2.cap
	cp "$quiet" cases/b/1.pcap
	cp "$quiet" cases/a/9.dmp
	cp "$quiet" cases/z
	echo text > cases/notes.txt
	ends 0 analyze --format json cases
	reports '[c["file"] for c in r[0]["captures"]] == ["a/9.dmp", "b/1.pcap", "b/deep/2.cap", "z"]' out
}

captures_of_other_programs_name_their_converter() {
	{ printf 'GMBU\0\2'; head -c 200 /dev/zero; } > network-monitor.cap
	{ head -c 72 /dev/zero; printf '\2\0\1\300'; head -c 200 /dev/zero; } > trace.etl
	ends 3 analyze network-monitor.cap
	complains "network-monitor.cap: a Microsoft Network Monitor 2 capture: convert it: editcap"
	ends 3 analyze trace.etl
	complains "trace.etl: a Windows event trace (ETL): convert it with etl2pcapng"
}

keys_of_the_records_open_psk_sessions_in_tshark() {
	local log="-o tls.keylog_file:log -d tcp.port==16993,tls"
	mkdir records
	printf 'pid,pps\nLABPID01,ABCD1234EFGH5678JKLM9012NPQR3456\n' > records/pid_map.csv
	ends 0 keys --site records --output log "$pcaps/lab-psk.pcapng"
	[ "$(stat -c %a log)" = 600 ] || fail "the key log is not for its owner alone"
	[ "$(grep -c '^CLIENT_RANDOM [0-9a-f]\{64\} [0-9a-f]\{96\}$' log)" = 2 ] ||
		fail "not two sessions"
	! grep -vq '^CLIENT_RANDOM' log || fail "something was not opened"
	# shellcheck disable=SC2086 # the options are words
	tshark -r "$pcaps/lab-psk.pcapng" $log -Y http.request -T fields -e http.request.uri \
		> opened 2> /dev/null
	[ "$(grep -c '^/SecurityAdministrationService$' opened)" -ge 2 ] || fail "tshark opens nothing"
}

keys_in_a_pcapng_open_it_alone() {
	command -v tshark > /dev/null || { echo "skipped: no tshark"; exit 77; }
	mkdir site
	printf 'pid,pps,used,uuid\nLABPID01,ABCD1234EFGH5678JKLM9012NPQR3456,0,\n' > site/pid_map.csv
	ends 0 keys --site site --format pcapng --output both.pcapng \
		"$pcaps/lab-psk.pcapng" "$pcaps/ok-encapsulations.pcapng"
	[ "$(stat -c %a both.pcapng)" = 600 ] || fail "not for its owner alone"
	for file in "$pcaps/lab-psk.pcapng" "$pcaps/ok-encapsulations.pcapng" both.pcapng; do
		tshark -n -r "$file" -T fields -e frame.time_epoch -e frame.len -e frame.cap_len \
			-e frame.encap_type -e tcp.seq_raw -e udp.length > "$(basename "$file").frames" 2> err
	done
	cat lab-psk.pcapng.frames ok-encapsulations.pcapng.frames | cmp - both.pcapng.frames ||
		fail "not the frames of both"
	[ "$(tshark -n -r both.pcapng -d tcp.port==16993,tls -Y http.response 2> err | wc -l)" -ge 9 ] ||
		fail "not opened"
	ends 2 keys --site site --format pcapng - < "$pcaps/lab-psk.pcapng"
	complains "standard input"
	ends 2 keys --site site --format text "$pcaps/lab-psk.pcapng"
	complains "none of log, pcapng"
}

keys_say_what_was_not_opened() {
	mkdir records
	printf 'pid,pps\nLABPID01,ABCD1234EFGH5678JKLM9012NPQR3457\n' > records/pid_map.csv
	ends 0 keys --site records "$pcaps/lab-psk.pcapng"
	! grep -q CLIENT_RANDOM out || fail "a key of a wrong PPS"
	grep -q 'LABP\*\*\*\*: the PPS in the records does not open it$' out || fail "no reason"
	printf 'pid,pps\n' > records/pid_map.csv
	ends 0 keys --site records "$pcaps/lab-psk.pcapng"
	grep -q ': the records have no PPS for it$' out || fail "no reason"
	! grep -q LABPID01 out || fail "the PID in full"
	ends 0 keys --show-pids --site records "$pcaps/lab-psk.pcapng"
	grep -q LABPID01 out || fail "the PID is cut"
	! grep -qi ABCD1234 out err || fail "the PPS"
}

keys_need_captures_and_records() {
	ends 2 keys --site "$site"
	complains "no capture given"
	ends 2 keys "$capture"
	complains "--site"
	ends 3 keys --site "$site" no-such.pcap
	complains "no-such.pcap"
	ends 4 keys --site "$site" --output no/such/folder "$capture"
	complains "no/such/folder"
}

# The old file may have been for everybody.
keys_are_private_where_the_old_file_was_not() {
	echo old > log
	chmod 644 log
	ends 0 keys --site "$site" --output log "$capture"
	[ "$(stat -c %a log)" = 600 ] || fail "still for everybody"
	! grep -q old log || fail "still the old file"
}

summary_has_no_devices() {
	ends 1 analyze --summary --site "$site" "$capture"
	grep -qF 'PID rejected' out || fail "no verdict"
	grep -qE '^  Devices +1: 0 provisioned, 1 failed' out || fail "no counts"
	! grep -q 'AMT-K01' out || fail "a finding all the same"
	ends 1 analyze --summary --format json --site "$site" "$capture"
	grep -q '"summary"' out || fail "no summary"
	! grep -qE '"(devices|findings)": \[' out || fail "devices or findings all the same"
	ends 2 analyze --summary --quiet "$capture"
	complains "exclude each other"
}

progress_is_never_in_a_log() {
	ends 1 analyze --site "$site" "$capture"
	[ ! -s err ] || fail "writes to standard error"
	ends 2 analyze --progress=often "$capture"
	complains "--progress"
}

interrupted_run_reports_what_it_read() {
	interrupts 3 analyze --site "$site"
	grep -q '^AMT-K01' out || fail "no finding of what was read"
	tr -s ' \n' ' ' < out | grep -qF 'the run was stopped' || fail "does not say that it was stopped"
	! grep -q 'cut short' out || fail "blames the capture"
}

interrupted_report_is_written_whole() {
	interrupts 3 analyze --each --format json --site "$site" --output report
	grep -q '"complete": false' report || fail "not marked incomplete"
	tail -n 1 report | grep -q '^\]$' || fail "has no end"
	[ "$(ls -A)" = "$(printf 'err\nout\npipe\nreport')" ] || fail "leaves files behind"
}

jobs_change_no_byte() {
	for command in "analyze --format json" observe; do
		# shellcheck disable=SC2086
		"$amtrace" $command "$pcaps" no-such-file.pcap > one 2> one.err
		for jobs in 2 7; do
			# shellcheck disable=SC2086
			"$amtrace" $command --jobs=$jobs "$pcaps" no-such-file.pcap > many 2> many.err
			cmp one many || fail "$command: another output with $jobs jobs"
			cmp one.err many.err || fail "$command: other complaints with $jobs jobs"
		done
	done
	"$amtrace" observe "$capture" > one
	"$amtrace" observe --jobs=2 "$capture" > many
	cmp one many || fail "another output of one capture"
}

jobs_are_a_number() {
	for jobs in 0 -1 two 257; do
		ends 2 analyze "--jobs=$jobs" "$capture"
		complains "--jobs"
	done
}

key_log_opens_a_call_back() {
	ends 0 analyze --verbose "$pcaps/lab-ok.pcapng"
	grep -q 'not opened: no key' out || fail "opened without a key"
	! grep -q CommitChanges out || fail "read without a key"
	ends 0 analyze --keys "$tests/epan/captures/lab-ok.keys" --verbose "$pcaps/lab-ok.pcapng"
	tr -s ' \n' ' ' < out | grep -q 'CommitChanges: 0 (SUCCESS)' || fail "CommitChanges is not told"
	grep -q '^Provisioned' out || fail "no verdict from it"
}

key_log_that_a_capture_carries_opens_it() {
	editcap --inject-secrets "tls,$tests/epan/captures/lab-ok.keys" "$pcaps/lab-ok.pcapng" carries.pcapng
	ends 0 analyze carries.pcapng
	grep -q '^Provisioned' out || fail "not opened"
}

pps_of_the_records_opens_a_call_back() {
	mkdir records
	printf 'pid,pps\nLABPID01,ABCD1234EFGH5678JKLM9012NPQR3456\n' > records/pid_map.csv
	ends 0 analyze --site records --verbose "$pcaps/lab-psk.pcapng"
	grep -q '^Provisioned' out || fail "not opened"
	grep -q 'identity LABP\*\*\*\*' out || fail "the PSK identity is not masked"
	! grep -q LABPID01 out || fail "the PID in full"
	ends 0 analyze --site records --verbose --show-pids "$pcaps/lab-psk.pcapng"
	grep -q 'identity LABPID01' out || fail "the PSK identity is masked"
}

private_key_opens_a_call_back() {
	local key=$tests/synth/keys/rsa2048-4.pem
	printf 'Example-1\nand no more\n' > word
	openssl rsa -in "$key" -aes256 -passout file:word -out closed.pem 2> /dev/null
	ends 0 analyze --rsa-key "$key" --verbose "$pcaps/l06-then-served.pcap"
	tr -s ' \n' ' ' < out | grep -q 'finished, opened' || fail "not opened"
	ends 0 analyze --rsa-key closed.pem --key-password word --verbose "$pcaps/l06-then-served.pcap"
	tr -s ' \n' ' ' < out | grep -q 'finished, opened' || fail "not opened by the password"
	ends 0 analyze --rsa-key "$tests/synth/keys/rsa2048-5.pem" --verbose "$pcaps/l06-then-served.pcap"
	! tr -s ' \n' ' ' < out | grep -q 'finished, opened' || fail "opened by another key"
}

files_of_keys_that_are_none_are_2() {
	echo nothing > nothing
	ends 2 analyze --keys nothing "$capture"
	complains "nothing: no line of it is a secret of a TLS key log"
	ends 2 analyze --keys no-such.keys "$capture"
	complains "no-such.keys: "
	ends 2 analyze --keys . "$capture"
	complains ".: "
	ends 2 observe --rsa-key nothing "$capture"
	complains "nothing: no RSA private key"
	ends 2 analyze --key-password nothing "$capture"
	complains "--key-password: there is no --rsa-key"
	openssl rsa -in "$tests/synth/keys/rsa2048-4.pem" -aes256 -passout pass:x -out closed.pem 2> /dev/null
	ends 2 analyze --rsa-key closed.pem "$capture"
	complains "closed.pem: no RSA private key that opens without a password"
	ends 2 analyze --rsa-key closed.pem --key-password nothing "$capture"
	complains "closed.pem: no RSA private key that the password opens"
}

files_of_keys_are_not_written_over() {
	cp "$tests/epan/captures/lab-ok.keys" keys
	ends 2 observe --keys keys --output keys "$capture"
	complains "keys: is also an input"
	cmp -s keys "$tests/epan/captures/lab-ok.keys" || fail "it is another file now"
}

observe_keeps_calls_for_diagnose() {
	ends 0 observe --keys "$tests/epan/captures/lab-ok.keys" --output seen "$pcaps/lab-ok.pcapng"
	ends 0 diagnose seen
	grep -q '^Provisioned' out || fail "diagnose does not know of the calls"
}

ladder_draws_who_breaks_a_call_back_off() {
	ends 0 ladder --site "$pcaps/sites/full" "$pcaps/d12-cut-off.pcap"
	grep -q 'RST: breaks off' out || fail "no reset"
	ends 0 ladder "$pcaps/l00-hung-up.pcap"
	grep -q 'FIN: hangs up' out || fail "nobody hangs up"
	# An alert said it before, or the server was done.
	for well in l06-unknown-root.pcap ok-pki-sealed.pcap; do
		ends 0 ladder "$pcaps/$well"
		! grep -qE 'hangs up|breaks off' out || fail "$well breaks off"
	done
}

ladder_draws_what_never_arrives() {
	ends 0 ladder "$pcaps/t01-syn-at-device.pcap@client" "$pcaps/t01-syn-at-server.pcap@server"
	grep -q 'nothing of it at the server' out || fail "it seems to arrive"
	# Here it arrives, and both captures show that nobody answers.
	ends 0 ladder "$pcaps/t01-syn-at-device.pcap@client" "$pcaps/t01-not-arrived.pcap@server"
	[ "$(grep -c '(absent)' out)" = 1 ] || fail "not one absence"
}

a_refused_setup_certificate_quotes_the_alert() {
	ends 1 analyze "$pcaps/l11-expired.pcap"
	grep -q 'refuses the server.s setup certificate: it was valid until' out || fail "no refusal"
	grep -q 'certificate_expired (45)' out || fail "no alert"
}
