#!/usr/bin/env bash
# The plugin exports what Wireshark asks a plugin for, and nothing else.
# usage: symbols.sh PLUGIN
set -eu
expected='plugin_register
plugin_version
plugin_want_major
plugin_want_minor'
exported=$(nm -D --defined-only "$1" | awk '{print $3}' | LC_ALL=C sort)
[ "$exported" = "$expected" ] || { printf 'exported:\n%s\n' "$exported"; exit 1; }
