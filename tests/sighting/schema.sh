#!/usr/bin/env bash
# What observe writes follows the published schema, which says no more than what is written.
# usage: schema.sh SIGHTINGS_SAMPLE AMTRACE
set -eu
sample=$1 amtrace=$2
here=$(cd "$(dirname "$0")" && pwd)
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

"$sample" full > "$out/full.jsonl"
"$sample" bare > "$out/bare.jsonl"
"$amtrace" observe --allow-incomplete "$here/../../pcaps" > "$out/pcaps.jsonl"
/usr/bin/python3 "$here/validate.py" --every-field "$out/full.jsonl"
/usr/bin/python3 "$here/validate.py" "$out/bare.jsonl" "$out/pcaps.jsonl"
