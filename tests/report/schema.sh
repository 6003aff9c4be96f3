#!/usr/bin/env bash
# Every sample as JSON, validated against the published schema by a foreign program.
# usage: schema.sh REPORT_SAMPLE
set -eu
program=$1
here=$(cd "$(dirname "$0")" && pwd)
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

for sample in empty pid site setup hostile; do
	"$program" "$sample" json > "$out/$sample.json"
	"$program" "$sample" json pids > "$out/$sample-pids.json"
done
/usr/bin/python3 "$here/validate.py" "$out"/*.json
