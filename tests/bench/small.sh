#!/usr/bin/env bash
# Shows that measuring works and that a flood hides nobody; measures nothing itself.
# usage: small.sh BUILD AMTRACE
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
AMTRACE=$2 bash "$(dirname "$0")/run" "$1" 300000 1 > "$folder/table"
cat "$folder/table"
[ "$(grep -c '2 of 2 devices' "$folder/table")" = 5 ]
grep -q '^amtrace' "$folder/table"
