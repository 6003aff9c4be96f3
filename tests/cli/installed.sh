#!/usr/bin/env bash
# What cmake installs beside the program lies where man and the shells look for it.
# usage: installed.sh CMAKE BUILD
set -eu
cmake=$1 build=$2
prefix=$(mktemp -d)
trap 'rm -rf "$prefix"' EXIT

"$cmake" --install "$build" --prefix "$prefix" --component amtrace > /dev/null
for page in $("$prefix/bin/amtrace" manual); do
	[ -s "$prefix/share/man/man${page##*.}/$page" ] || { echo "$page is not there"; exit 1; }
done
for file in bash-completion/completions/amtrace zsh/site-functions/_amtrace \
	fish/vendor_completions.d/amtrace.fish; do
	[ -s "$prefix/share/$file" ] || { echo "$file is not there"; exit 1; }
done
