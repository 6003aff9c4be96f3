#!/usr/bin/env bash
# Compares reports of whole runs with golden/, or writes golden/ anew.
# usage: golden.sh check|update AMTRACE
set -eu
mode=$1 amtrace=$2
here=$(cd "$(dirname "$0")" && pwd)
pcaps=$here/../../pcaps
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

while read -r file site arguments; do
	records=()
	[ "$site" = - ] || records=(--site "$pcaps/sites/$site")
	# shellcheck disable=SC2086 # the arguments are words
	(cd "$pcaps" && "$amtrace" analyze --fail-on never "${records[@]}" $arguments) > "$out/$file"
done <<'ROWS'
k01.txt        no-such-pid   psk-no-callback.pcap
k01.json       no-such-pid   --format json psk-no-callback.pcap
f09.txt        timeout-zero  --verbose psk-no-callback.pcap
t03.txt        -             t03-refused.pcap
r01.txt        -             r01-no-record.pcap
h02.txt        full          --verbose h02-split.pcap
ok.txt         full          --verbose ok-psk.pcap
ok.json        full          --format json ok-pki.pcap
k01.log        no-such-pid   --format amt-log psk-no-callback.pcap
f01.log        no-name       --format amt-log psk-no-callback.pcap
t03.log        full          --format amt-log t03-then-served.pcap
f00.txt        amt-log       two-devices-no-callback.pcap
what-if.txt    no-name       --what-if psk-no-callback.pcap
what-if.json   timeout-zero  --what-if --format json two-devices-no-callback.pcap
nothing.txt    -             nothing-office.pcap
ROWS
(cd "$pcaps" && "$amtrace" observe ok-pki.pcap) > "$out/ok.jsonl"

case $mode in
check) diff -ru "$here/golden" "$out" ;;
update) mkdir -p "$here/golden" && cp "$out"/* "$here/golden/" ;;
*) echo "usage: golden.sh check|update AMTRACE" >&2; exit 2 ;;
esac
