#!/usr/bin/env bash
# The manual pages as they are installed, read by man and mandoc.
# usage: manual.sh AMTRACE PAGES
set -u
amtrace=$1 pages=$2
failed=0
command -v man > /dev/null || { echo "skipped: man is not installed"; exit 77; }
export LC_ALL=C MANWIDTH=80 MANPAGER=cat XDG_CONFIG_HOME=/nonexistent

complain() {
	printf '%s\n' "$*"
	failed=1
}

shown() { man -l "$1" 2> /dev/null | col -b; }

for name in $("$amtrace" manual); do
	page=$pages/man${name##*.}/$name
	"$amtrace" manual "$name" | cmp -s - "$page" || complain "$name: is not what is installed"
	warnings=$(man -l --warnings "$page" 2>&1 > /dev/null)
	[ -z "$warnings" ] || complain "$name: man: $warnings"
	if command -v mandoc > /dev/null; then
		warnings=$(mandoc -T lint -W warning "$page")
		[ -z "$warnings" ] || complain "$name: mandoc: $warnings"
	fi
	if command -v lexgrog > /dev/null; then # what whatis and apropos find it by
		lexgrog "$page" > /dev/null || complain "$name: has no name that whatis reads"
	fi
	! grep -q '[^ -~]' "$page" || complain "$name: is not ASCII"
done

for command in $("$amtrace" --help | sed -n 's/^  amtrace \([a-z]*\) .*/\1/p'); do
	[ "$command" != help ] || continue
	page=$(shown "$pages/man1/amtrace-$command.1")
	for option in $("$amtrace" help "$command" | sed -n 's/^  *\(--[a-z-]*\).*/\1/p'); do
		grep -qF -- "$option" <<< "$page" || complain "amtrace-$command.1: no $option"
	done
	grep -q "^ *$command" <<< "$(shown "$pages/man1/amtrace.1")" || complain "amtrace.1: no $command"
done
findings=$(shown "$pages/man7/amtrace-findings.7")
for id in $("$amtrace" explain | cut -d ' ' -f 1); do
	grep -q "$id" <<< "$findings" || complain "amtrace-findings.7: no $id"
done
exit $failed
