#!/usr/bin/env bash
# Makes the Debian packages, in build/packages: linekeeper with its window, linekeeper-headless without.
#   packaging/linux/build_deb.sh [--console BUILD] [--output DIR]
# Installs what is missing for that, and builds both. BUILD: a folder where the program is built already, as the preset
# ci does it; then only linekeeper-headless is. Prints the packages' names, nothing else, on standard output.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../lib.sh"
top=$(dirname "$(dirname "$here")")

console= output=$top/build/packages
usage() { sed -n '2,5s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2; }
while [ $# -gt 0 ]; do
  [ $# -ge 2 ] || usage
  case "$1" in
    --console) console=$(realpath -- "$2") ;;
    --output) output=$(realpath -m -- "$2") ;;
    *) usage ;;
  esac
  shift 2
done

install_missing "${BUILD_PACKAGES[@]}" "${PACKAGE_PACKAGES[@]}"
cd "$top"
# The moment of the last change is the moment of all that is in a package: the same sources, the same package.
if [ -z "${SOURCE_DATE_EPOCH:-}" ] && moment=$(git log -1 --format=%ct 2>/dev/null); then
  export SOURCE_DATE_EPOCH=$moment
fi

# build PRESET [OPTION…]
build() {
  local preset=$1
  shift
  say "building for the package: $preset"
  mkdir -p build
  if ! { configure "$preset" "$@" && cmake --build "build/$preset" --target linekeeper linekeeper_package_files; } \
    >"build/$preset.log" 2>&1; then
    tail -n 100 "build/$preset.log" >&2
    return 1
  fi
  rm "build/$preset.log"
}

# pack BUILD
pack() {
  local log
  mkdir -p "$output"
  log=$(cd "$1" && umask 022 && cpack -G DEB -B "$output" 2>&1) || { printf '%s\n' "$log" >&2; return 1; }
  sed -n 's/^CPack: - package: \(.*\) generated\.$/\1/p' <<<"$log"
}

if [ -z "$console" ]; then
  build package
  console=$top/build/package
fi
build package-headless
pack "$console"
pack "$top/build/package-headless"
rm -rf "$output/_CPack_Packages"
