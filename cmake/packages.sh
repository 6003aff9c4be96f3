# shellcheck shell=bash disable=SC2154
# Sourced by bootstrap and check: installs what is missing of the list in cmake/packages.

installed() {
	[ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

as_root() {
	if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# need STAGE...: the packages of these stages, or a word on what is wanted.
need() {
	local stage package why missing=()
	if ! command -v apt-get >/dev/null; then
		echo "This is no Debian; see cmake/packages for what has to be installed."
		return
	fi
	while read -r stage package why; do
		case " $* " in *" $stage "*) ;; *) continue ;; esac
		installed "$package" && continue
		echo "missing: $package ($why)"
		missing+=("$package")
	done < "$root/cmake/packages"
	[ ${#missing[@]} -gt 0 ] || return 0
	echo "Installing ${#missing[@]} packages with apt-get ..."
	export DEBIAN_FRONTEND=noninteractive
	as_root apt-get -qq update </dev/null
	as_root env DEBIAN_FRONTEND=noninteractive \
		apt-get -qq -y --no-install-recommends install "${missing[@]}" </dev/null >/dev/null
}

# build PRESET: quiet unless it fails.
build() {
	echo "Building the preset $1 ..."
	(cd "$root" && cmake --preset "$1" && cmake --build --preset "$1") </dev/null \
		> "$log" 2>&1 && return
	sed '/^\[[0-9]*\/[0-9]*\] /d' "$log" # not the progress
	echo "The preset $1 does not build."
	return 1
}

# unpack_npm: the packages of the stage npm, without what they depend on.
unpack_npm() {
	local stage package why folder
	while read -r stage package why; do
		[ "$stage" = npm ] || continue
		folder=${package##*/}
		folder=$root/build/npm/${folder%@*}
		[ ! -d "$folder" ] || continue
		mkdir -p "$folder"
		(cd "$folder" && npm pack --silent "$package" </dev/null >/dev/null &&
			tar xzf ./*.tgz --strip-components=1) 2>/dev/null && continue
		rm -rf "$folder"
		echo "left out: $package ($why)"
	done < "$root/cmake/packages"
}
