#!/usr/bin/env bash
# analyze X Y... says byte for byte what observe and diagnose say together: for every row of
# EXPECTED alone, and for some captures by twos and threes, however the files are cut and ordered.
# usage: split.sh AMTRACE
set -u
amtrace=$(realpath "$1")
pcaps=$(cd "$(dirname "$0")/../../pcaps" && pwd)
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
cd "$pcaps" || exit 1
failed=0 compared=0

# What the options of a row are for: looking, or thinking. A changed record may hold a PPS.
sort_options() {
	looking=() setting=() thinking=()
	while [ $# -gt 0 ]; do
		case $1 in
		--vantage|--port|--keys|--rsa-key|--key-password) looking+=("$1" "$2"); shift 2 ;;
		--vantage=*|--port=*) looking+=("$1"); shift ;;
		--set) setting+=("$1" "$2") thinking+=("$1" "$2"); shift 2 ;;
		*) thinking+=("$1"); shift ;;
		esac
	done
}

expect_same() { # WHAT
	compared=$((compared + 1))
	[ -s "$out/analyze" ] && cmp -s "$out/analyze" "$out/diagnose" && return
	failed=1
	echo "$1 differs:"
	diff "$out/analyze" "$out/diagnose" | head -n 6
}

# The lines of one section in another order; ids come before their use.
shuffle() {
	local text
	text=$(cat)
	grep '^{"type":"header"' <<< "$text"
	grep '^{"type":"capture"' <<< "$text" | shuf --random-source=<(yes)
	grep '^{"type":"hashes"' <<< "$text" | shuf --random-source=<(yes)
	grep '^{"type":"certificate"' <<< "$text" | shuf --random-source=<(yes)
	grep -Ev '^\{"type":"(header|capture|hashes|certificate)"' <<< "$text" | shuf --random-source=<(yes)
}

# compare FORMAT CAPTURE...: with $records, $looking and $thinking, every file on its own.
compare() {
	local format=$1 file parts=() reversed=()
	shift
	"$amtrace" analyze --format "$format" --verbose "${records[@]}" "${looking[@]}" \
		"${thinking[@]}" "$@" > "$out/analyze" 2> /dev/null
	for file in "$@"; do
		"$amtrace" observe "${records[@]}" "${setting[@]}" "${looking[@]}" --output "$out/$file.jsonl" \
			"$file" 2> /dev/null
		parts+=("$out/$file.jsonl")
		reversed=("$out/$file.jsonl" "${reversed[@]}")
	done
	think=("$amtrace" diagnose --format "$format" --verbose "${records[@]}" "${thinking[@]}")
	"${think[@]}" "${parts[@]}" > "$out/diagnose" 2> /dev/null
	expect_same "$format $* in files"
	[ $# -gt 1 ] || return
	"${think[@]}" "${reversed[@]}" > "$out/diagnose" 2> /dev/null
	expect_same "$format $* in files, last first"
	cat "${reversed[@]}" | "${think[@]}" - > "$out/diagnose" 2> /dev/null
	expect_same "$format $* joined"
	"$amtrace" observe "${records[@]}" "${setting[@]}" "${looking[@]}" "$@" > "$out/all.jsonl" 2> /dev/null
	"${think[@]}" - < "$out/all.jsonl" > "$out/diagnose" 2> /dev/null
	expect_same "$format $* observed together"
	shuffle < "$out/all.jsonl" | "${think[@]}" - > "$out/diagnose" 2> /dev/null
	expect_same "$format $* shuffled"
}

files=() last=()
while IFS='|' read -r capture site options _; do
	read -r capture <<< "$capture" && read -r site <<< "$site"
	read -ra words <<< "$options"
	case $capture in ''|'#'*) continue ;; esac
	read -ra captures <<< "$capture"
	for file in "${captures[@]}"; do
		[ -e "${file%@*}" ] || { echo "$file: is not there"; failed=1; continue 2; }
	done
	records=()
	[ "$site" = - ] || records=(--site "$site")
	[ "${words[*]}" != - ] || words=()
	sort_options "${words[@]}"
	for format in json text; do compare "$format" "${captures[@]}"; done
	[ ${#captures[@]} = 1 ] || continue
	files+=("$capture")
	# With its predecessors in the table: neighbours are variants of one story.
	n=${#files[@]} last=()
	[ "$n" -lt 2 ] || last=("${files[n-2]}" "$capture")
	[ "$n" -lt 3 ] || [ $((n % 3)) != 0 ] || last=("${files[n-3]}" "${last[@]}")
	# Each fourth shows all that order could change; the rest would be more of the same.
	[ $((n % 4)) != 1 ] || [ "$n" -lt 2 ] || compare json "${last[@]}"
done < EXPECTED
[ "$compared" -gt 100 ] || { echo "only $compared comparisons"; failed=1; }
echo "$compared comparisons"
exit $failed
