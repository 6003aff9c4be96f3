#!/usr/bin/env bash
# Runs one case of cases.sh in an empty folder.
# usage: run.sh AMTRACE CASE
set -u
# shellcheck disable=SC2034 # the cases use them
amtrace=$1 case=$2
tests=$(cd "$(dirname "$0")/.." && pwd)
pcaps=${tests%/tests}/pcaps
folder=$(mktemp -d)
trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT
cd "$folder" || exit 1
unset NO_COLOR SOURCE_DATE_EPOCH "${!AMTRACE_@}"
# Nobody's own settings; cases may make some there.
export LC_ALL=C XDG_CONFIG_HOME=$folder/home XDG_CONFIG_DIRS=$folder/system

# One capture whose PID the records do not have: a finding that is certain.
capture=$pcaps/psk-no-callback.pcap
site=$pcaps/sites/no-such-pid
# One without any AMT traffic.
quiet=$pcaps/nothing-office.pcap

fail() {
	printf '%s: %s\n' "$case" "$*"
	for file in out err; do [ -e "$file" ] && sed "s/^/  $file: /" "$file" | cat -v; done
	exit 1
}

# ends STATUS ARGUMENT...: amtrace is called so and ends with that status.
ends() {
	local expected=$1 status=0
	shift
	"$amtrace" "$@" > out 2> err < /dev/null || status=$?
	[ "$status" = "$expected" ] || fail "status $status, not $expected: $*"
}

# One line on standard error, which starts with the program's name and holds the words.
complains() {
	[ "$(wc -l < err)" = 1 ] || fail "not one line on standard error"
	grep -q '^amtrace: ' err || fail "does not say who complains"
	grep -qF -- "$1" err || fail "does not say: $1"
}

# interrupts STATUS ARGUMENT...: amtrace reads a pipe that does not end until Ctrl-C.
interrupts() {
	local expected=$1 status=0 program
	shift
	mkfifo pipe
	set -m # else a program in the background ignores it
	"$amtrace" "$@" --progress=always pipe > out 2> err < /dev/null &
	program=$!
	set +m
	exec 9> pipe
	cat "$capture" >&9
	for _ in $(seq 100); do
		grep -q ' read, ' err && break
		sleep 0.1
	done
	grep -qE '^[0-9.]+ kB read, [0-9.]+ k?B/s$' err || fail "no progress: $(cat err)"
	kill -INT "$program"
	wait "$program" || status=$?
	exec 9>&-
	[ "$status" = "$expected" ] || fail "status $status, not $expected"
}

is_plain() { # FILE...: printable ASCII and line ends alone
	! LC_ALL=C grep -lP '[^\x20-\x7e]' "$@" || fail "not printable ASCII"
}

skip() {
	printf 'skipped: %s\n' "$*"
	exit 77
}

. "$tests/cli/cases.sh"
. "$tests/cli/cases_pipeline.sh"
"$case"
