#!/usr/bin/env bash
# Has a small run become dearer? Counts the instructions of amtrace in the build for
# debugging, where time would measure the machine, and compares with what is recorded.
# usage: instructions.sh check|update TRAFFIC AMTRACE
set -eu
what=$1 traffic=$2 amtrace=$3
recorded=$(dirname "$0")/instructions tolerance=5 # per cent
command -v valgrind > /dev/null || { echo "skipped: valgrind is not installed"; exit 77; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# Kind of traffic, bytes, arguments of amtrace.
runs() {
	cat <<- end
		mixed 2000000 analyze --summary
		dense 500000 analyze --summary
		dense 500000 analyze --format=json
	end
}

instructions() { # KIND BYTES ARGUMENT...
	local kind=$1 bytes=$2
	shift 2
	"$traffic" "$kind" "$folder/$kind.pcap" "$bytes" > "$folder/made"
	valgrind --tool=callgrind --callgrind-out-file=/dev/null "$amtrace" "$@" \
		--fail-on never "$folder/$kind.pcap" 2>&1 > "$folder/report" | sed -n 's/.*Collected : //p'
}

runs | while read -r run; do
	# shellcheck disable=SC2086
	echo "$(instructions $run) $run"
done > "$folder/now"
if [ "$what" = update ]; then
	cp "$folder/now" "$recorded"
	exit
fi
awk -v tolerance="$tolerance" '
	{ n = $1; $1 = "" }
	NR == FNR { was[$0] = n; next }
	{ printf "%12d instructions, recorded %12d, %+.1f %% %s\n", n, was[$0], 100 * n / was[$0] - 100, $0 }
	n > was[$0] * (1 + tolerance / 100) { dearer = 1 }
	END { exit dearer }' "$recorded" "$folder/now" || {
	echo "More than $tolerance % dearer. If that is worth it: cmake --build build/dev --target golden"
	exit 1
}
