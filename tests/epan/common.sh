# SPDX-License-Identifier: GPL-2.0-or-later
# common.sh - how the plugin's tests run tshark and compare.
#
# Wireshark loads no personal plugins as root, so a root runs it in a user
# namespace of its own, and where that is not allowed as nobody. The plugin lies
# in a personal folder of a home that lives as long as the test.
#
# Sourced. Needs PLUGIN (iamt.so), PLUGIN_FOLDER (e.g. 4.0) and CAPTURES; PRELOAD
# names sanitizer libraries that the plugin was linked with.
set -u

skip() {
	echo "skipped: $*" >&2
	exit 77
}

command -v tshark > /dev/null || skip "tshark is not installed"

home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
chmod 755 "$home"
mkdir -p "$home/.local/lib/wireshark/plugins/$PLUGIN_FOLDER/epan" "$home/none" "$home/captures"
cp "$PLUGIN" "$home/.local/lib/wireshark/plugins/$PLUGIN_FOLDER/epan/"
cp "$CAPTURES"/*.pcap "$CAPTURES"/*.keys "$home/captures/"
chmod -R a+rX "$home"

unprivileged=()
if [ "$(id -u)" = 0 ]; then
	if unshare --user --map-user=1000 --map-group=1000 true 2> /dev/null; then
		unprivileged=(unshare --user --map-user=1000 --map-group=1000)
	elif setpriv --reuid=65534 --regid=65534 --clear-groups true 2> /dev/null; then
		unprivileged=(setpriv --reuid=65534 --regid=65534 --clear-groups)
	else
		skip "root cannot become anybody else, and Wireshark loads no personal plugins as root"
	fi
fi

# tshark with the plugin; what it complains about is kept for the report of a failure.
shark() {
	"${unprivileged[@]}" env HOME="$home" XDG_CONFIG_HOME="$home/none" LC_ALL=C \
		${PRELOAD:+LD_PRELOAD="$PRELOAD" ASAN_OPTIONS=detect_leaks=0} tshark "$@" -n 2> "$home/errors"
}

# The same tshark without it.
stock_shark() {
	"${unprivileged[@]}" env HOME="$home/none" XDG_CONFIG_HOME="$home/none" LC_ALL=C tshark "$@" -n 2> /dev/null
}

# fields CAPTURE FILTER "more options" FIELD... prints a line a frame, values separated by |.
fields() {
	local capture=$1 filter=$2 options=$3
	shift 3
	# shellcheck disable=SC2086 # options are words
	shark -r "$home/captures/$capture.pcap" $options -Y "$filter" -T fields -E separator='|' "${@/#/-e}"
}

failures=0

# expect WHAT EXPECTED ACTUAL
expect() {
	[ "$2" = "$3" ] && return
	printf 'FAILED: %s\n  expected: %s\n  actual:   %s\n' "$1" "$2" "$3"
	cat "$home/errors"
	failures=$((failures + 1))
}

finish() {
	[ "$failures" = 0 ] || exit 1
	exit 0
}

shark -r "$home/captures/psk.pcap" -Y iamt > "$home/loaded" || {
	cat "$home/errors"
	echo "FAILED: the plugin is not loaded"
	exit 1
}
