#!/usr/bin/env bash
# Compares the samples' reports with golden/, or writes golden/ anew.
# usage: golden.sh check|update REPORT_SAMPLE
set -eu
mode=$1 program=$2
golden=$(cd "$(dirname "$0")" && pwd)/golden
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

while read -r file arguments; do
	# shellcheck disable=SC2086 # the arguments are words
	"$program" $arguments > "$out/$file"
done <<'ROWS'
empty.txt          empty text
empty.json         empty json
pid.txt            pid text
pid-verbose.txt    pid text verbose
pid-quiet.txt      pid text quiet
pid-color.txt      pid text color
pid.json           pid json
pid-shown.json     pid json pids
site.txt           site text
site-verbose.txt   site text verbose
site.json          site json
setup.txt          setup text verbose
setup.json         setup json
site.ndjson        site ndjson
site.sarif         site sarif
site.junit         site junit
site.github        site github verbose
site.csv           site csv
hostile.txt        hostile text verbose
hostile.json       hostile json pids
ROWS

case $mode in
check) diff -ru "$golden" "$out" ;;
update) mkdir -p "$golden" && cp "$out"/* "$golden/" ;;
*) echo "usage: golden.sh check|update REPORT_SAMPLE" >&2; exit 2 ;;
esac
