#!/usr/bin/env bash
# Reproduces rows of pcaps/EXPECTED that have findings, checks each case, and hunts the originals in it.
#   rows.sh AMTRACE PATTERN    rows whose text matches PATTERN; "." for all
set -u
amtrace=$(realpath "$1") pattern=$2
here=$(dirname "$(realpath "$0")")
pcaps=$here/../../pcaps
command -v tshark > /dev/null || { echo "skipped: tshark is not here"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$pcaps" || exit 1
failed=0 made=0

complain() {
	printf '%s\n' "$*"
	failed=1
}

# What stands inside of TLS is not handed on, so a finding that rests on it may get lost, and that is said.
has_encrypted() { # CAPTURE...
	local capture
	for capture; do
		tshark -n -r "$capture" -d tcp.port==16993,tls -Y 'tls.record.content_type in {20,23} || tls.record.opaque_type == 23' -c 400 2> /dev/null | grep -q . && return
	done
	return 1
}

one() { # ROW CAPTURES SITE OPTIONS
	local row=$1 captures site options status
	read -ra captures <<< "$2"
	read -ra site <<< "$3"
	read -ra options <<< "$4"
	[ "${site[0]}" = - ] && site=() || site=(--site "${site[0]}")
	[ "${options[0]}" = - ] && options=()
	rm -rf "$work/case"
	"$amtrace" reproduce "${site[@]}" "${options[@]}" --output "$work/case" "${captures[@]}" \
		> "$work/out" 2> "$work/err"
	status=$?
	if [ $status -eq 1 ] && has_encrypted "${captures[@]%@*}"; then
		[ -s "$work/err" ] || complain "$row: does not say what is lost"
	elif [ $status -ne 0 ]; then
		complain "$row: reproduce ends with $status: $(cat "$work/err")"
	fi
	[ -d "$work/case" ] || return
	made=$((made + 1))
	"$amtrace" check "$work/case" > "$work/out" ||
		complain "$row: $(cat "$work/out")"
	python3 "$here/hunt.py" "$work/case" "${site[1]--}" "${captures[@]%@*}" > "$work/out" ||
		complain "$row: $(cat "$work/out")"
}

while IFS='|' read -r captures site options _ findings _; do
	row="$(echo $captures) $(echo $site) $(echo $options)"
	case $captures in ''|'#'*) continue ;; esac
	[[ $findings == *AMT-* ]] || continue
	[[ $row =~ $pattern ]] || continue
	one "$row" "$captures" "$site" "$options"
done < EXPECTED
echo "$made cases"
[ "$made" -gt 0 ] || complain "no row matches $pattern"
exit $failed
