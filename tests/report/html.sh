#!/usr/bin/env bash
# The page of every sample: read by an independent parser, and in a browser where there is one.
# usage: html.sh REPORT_SAMPLE
set -eu
program=$1
here=$(cd "$(dirname "$0")" && pwd)
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
failed=0

complain() {
	printf '%s\n' "$*"
	failed=1
}

for sample in empty pid site setup hostile; do
	"$program" "$sample" html > "$out/$sample.html"
	python3 "$here/html_check.py" "$out/$sample.html" "Devices, worst first" "Findings" \
		"Captures, and what they lack" || complain "$sample"
done
python3 "$here/html_check.py" "$out/pid.html" AMT-K01 "PID rejected" Remedy || complain pid
# The setup certificate beside what is wanted of it, as in text.
python3 "$here/html_check.py" "$out/setup.html" Suffix Sent Owned Roots \
	"sca.example.test (MEBx, by the records), example.test (DHCP), other.test (asked under)" \
	"CN sca.example.test, DNS sca.example.test, DNS *.example.test (does not fit the suffix); root sca.example.test (not offered)" \
	"b (with its key): CN sca.example.test" "Go Daddy Root CA - G2, 2 of no known CA" || complain setup

command -v chromium > /dev/null || {
	echo "no chromium here: the page was read by a parser only"
	exit $failed
}

browse() { # FILE: the page as the browser has it when the script has run
	timeout 60 chromium --headless --no-sandbox --disable-gpu --user-data-dir="$out/profile" \
		--virtual-time-budget=2000 --dump-dom "file://$1" 2> /dev/null
}

# The script is allowed by its hash: without it the box would stay hidden.
browse "$out/site.html" > "$out/dom"
grep -q '<form class="filter" id="filter-form" role="search">' "$out/dom" ||
	complain "the script did not run"

# Typed by a script of the test, for which the page's own rule has to go.
sed -e '/Content-Security-Policy/d' -e 's|</body>|<script>const b=document.getElementById("filter");b.value="pc3.";b.dispatchEvent(new Event("input"));</script></body>|' \
	"$out/site.html" > "$out/typed.html"
browse "$out/typed.html" > "$out/dom"
grep -q '[0-9]* of [0-9]* shown' "$out/dom" || complain "the filter counts nothing"
grep -q 'data-item="" id="device-[0-9]*"[^>]* hidden=""' "$out/dom" || complain "the filter hides nothing"

# What a capture says never becomes an element.
browse "$out/hostile.html" > "$out/dom"
[ "$(grep -c '<script' "$out/dom")" = 1 ] || complain "another script"
exit $failed
