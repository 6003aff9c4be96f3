#!/usr/bin/env bash
# Runs one fuzz target over its seeds; a libFuzzer build also searches for FUZZ_SECONDS (default 3).
# usage: run.sh TARGET NAME [SEEDS]
set -eu
target=$1 name=$2
seeds=${3:-$(cd "$(dirname "$0")" && pwd)/seeds/$name}
found=$(mktemp -d)
trap 'rm -rf "$found"' EXIT
mkdir -p "$found/new"
[ -d "$seeds" ] || { mkdir "$found/seeds"; seeds=$found/seeds; printf '\0' > "$seeds/zero"; }
if "$target" -help=1 2>&1 | grep -q max_total_time; then
	exec_seconds=${FUZZ_SECONDS:-3}
	cd "$found"
	"$target" -max_total_time="$exec_seconds" -timeout=10 -rss_limit_mb=1024 -max_len=70000 \
		-print_final_stats=0 -verbosity=0 "$found/new" "$seeds"
else
	find "$seeds" -type f -print0 | sort -z | xargs -0 "$target"
fi
