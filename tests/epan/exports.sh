#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# exports.sh - the plugin exports what Wireshark looks for, and nothing else.
set -eu
command -v nm > /dev/null || { echo "skipped: nm is not installed" >&2; exit 77; }
expected="plugin_register plugin_version plugin_want_major plugin_want_minor"
# AddressSanitizer marks each exported variable with one of its own.
actual=$(nm -D --defined-only "$PLUGIN" | awk '$3 !~ /^__odr_asan/ {print $3}' | sort | paste -sd' ')
[ "$actual" = "$expected" ] || { echo "FAILED: exports $actual"; exit 1; }
