#!/usr/bin/env bash
# Builds Linekeeper for Windows on Debian 12, and packs it: linekeeper-VERSION-windows-x64.zip and
# linekeeper-VERSION-setup.exe in build/windows-mingw, which are what it prints, a line each.
#   packaging/windows/build.sh                 all of it; the first time it builds Qt, which takes 20 minutes or more
#   packaging/windows/build.sh --dependencies  only Qt and hiredis, into the cache
#   packaging/windows/build.sh --root          only prints the cache's folder; exit code 1: it is not there yet
#   packaging/windows/build.sh --no-package    the program and its tests, without the packages
#   packaging/windows/build.sh --package       only the packages, of what is built
# The cache is ~/.cache/linekeeper/windows/KEY: qt (shared libraries), hiredis, licences, sources; see dependencies.sh.
set -euo pipefail
windows_here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$windows_here/../lib.sh"
. "$windows_here/dependencies.sh"
cd "$windows_here/../.."

mode=${1:-}
case "$mode" in
  "" | --dependencies | --root | --no-package | --package) ;;
  *) say "unknown option $mode; there are --dependencies, --root, --no-package and --package"; exit 2 ;;
esac
if [ "$mode" = --root ]; then
  # Without the compiler there is no key, and nothing that it made.
  command -v x86_64-w64-mingw32-g++-posix dpkg-query >/dev/null || exit 1
  windows_root
  echo
  windows_cache_ready
  exit
fi

install_missing "${BUILD_PACKAGES[@]}" "${WINDOWS_PACKAGES[@]}"
make_dependencies
[ "$mode" != --dependencies ] || exit 0

root=$(windows_root)
if [ "$mode" != --package ]; then
  say "building Linekeeper for Windows"
  # Equal bytes from one commit, in a folder where another was built, too: what is compiled holds no time, and packages
  # have the commit's.
  export SOURCE_DATE_EPOCH=1
  configure windows-mingw -DLINEKEEPER_WINDOWS_ROOT="$root" >&2
  cmake --build build/windows-mingw -j "$(nproc)" >&2
fi
[ "$mode" != --no-package ] || exit 0
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || stat -c %Y CMakeLists.txt)
export SOURCE_DATE_EPOCH  # strip would put the time of day into what it strips
archive=$(python3 "$windows_here/package.py" --build build/windows-mingw --root "$root" --epoch "$SOURCE_DATE_EPOCH")
setup=$("$windows_here/make_installer.sh" "build/windows-mingw/package/$(basename "$archive" .zip)" build/windows-mingw)
printf '%s\n' "$archive" "$(realpath --relative-to=. "$setup")"
