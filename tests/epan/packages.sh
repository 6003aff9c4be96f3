#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# packages.sh - what cpack makes of a build: tshark loads the plugin from each, and it wants its own Wireshark.
# usage: packages.sh BUILD
build=$(cd "$1" && pwd)
. "$(dirname "$0")/common.sh"
for program in cpack dpkg-deb dpkg-shlibdeps file python3; do
	command -v $program > /dev/null || skip "$program is not installed"
done

cpack --config "$build/CPackConfig.cmake" -B "$home/packages" > "$home/cpack" 2>&1 || {
	cat "$home/cpack"
	exit 1
}
deb=$(find "$home/packages" -maxdepth 1 -name 'wireshark-plugin-iamt_*.deb')
zip=$(find "$home/packages" -maxdepth 1 -name 'iamt-*.zip')
expect "one package of the plugin, one zip" "1 1" "$(wc -w <<< "$deb") $(wc -w <<< "$zip")"
expect "the zip is named with the Wireshark version" "wireshark-$PLUGIN_FOLDER-" "$(grep -o "wireshark-$PLUGIN_FOLDER-" <<< "$zip")"
expect "the package depends on that version and no other" \
	"libwireshark-data (>= $PLUGIN_FOLDER~), libwireshark-data (<< ${PLUGIN_FOLDER%.*}.$((${PLUGIN_FOLDER#*.} + 1))~)" \
	"$(dpkg-deb -f "$deb" Depends | grep -o 'libwireshark-data.*~)')"
expect "and on the library, by what it links" 1 "$(dpkg-deb -f "$deb" Depends | grep -cE 'libwireshark[0-9]+')"

# loads FOLDER: what tshark says of a hello with the plugin that lies there alone
personal=$home/.local/lib/wireshark/plugins
loads() {
	rm -rf "$personal"
	mkdir -p "$personal"
	cp -r "$1"/. "$personal/"
	chmod -R a+rX "$home"
	fields psk iamt '' iamt.hello.pid
}
dpkg-deb -x "$deb" "$home/root"
expect "the package's plugin is loaded" 0000037M "$(loads "$home"/root/usr/lib/*/wireshark/plugins)"
python3 -m zipfile -e "$zip" "$home/unpacked"
expect "the zip's is" 0000037M "$(loads "$home/unpacked")"
expect "the profile is in the package" "colorfilters dfilter_buttons preferences recent" \
	"$(find "$home/root/usr/share/wireshark/profiles/AMT" -type f -printf '%f\n' | sort | paste -sd' ')"
analyzer=$(find "$home/packages" -maxdepth 1 -name 'amtrace_*.deb')
[ -z "$analyzer" ] || expect "the analyzer's package needs no Wireshark" "" \
	"$(dpkg-deb -f "$analyzer" Depends | grep -o 'libwireshark[^,]*')"
finish
