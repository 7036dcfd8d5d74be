#!/usr/bin/env bash
# Makes linekeeper-VERSION-setup.exe of a folder that holds the program as the zip does:
#   packaging/windows/make_installer.sh FOLDER [OUTPUT-FOLDER]
# The same folder makes the same installer: files in the order of their names, and no time but the commit's.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../lib.sh"
top=$(cd "$here/../.." && pwd)

folder=${1:-} output=${2:-.}
[ -n "$folder" ] || { say "usage: packaging/windows/make_installer.sh FOLDER [OUTPUT-FOLDER]"; exit 2; }
for needed in linekeeper.exe linekeeper.com; do
  [ -f "$folder/$needed" ] || { say "there is no $needed in $folder; build it with packaging/windows/build.sh"; exit 2; }
done
install_missing nsis
folder=$(cd "$folder" && pwd)
mkdir -p "$output"
output=$(cd "$output" && pwd)
version=$(sed -n 's/^project(Linekeeper VERSION \([0-9.]*\).*/\1/p' "$top/CMakeLists.txt")
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$top" log -1 --format=%ct 2>/dev/null || stat -c %Y "$top/CMakeLists.txt")}
export SOURCE_DATE_EPOCH

lists=$(mktemp -d)
trap 'rm -rf "$lists"' EXIT
# What a portable copy keeps beside it is not for an installation.
(cd "$folder" && find . -mindepth 1 -type f ! -name portable.ini -printf '%P\n' | LC_ALL=C sort) >"$lists/files"
(cd "$folder" && find . -mindepth 1 -type d -printf '%P\n' | LC_ALL=C sort -r) >"$lists/folders"
windows_path() { printf '%s' "${1//\//\\}"; }
while IFS= read -r file; do
  in=$(dirname "$file")
  [ "$in" = . ] && in='$INSTDIR' || in="\$INSTDIR\\$(windows_path "$in")"
  printf 'SetOutPath "%s"\nFile "%s"\n' "$in" "$folder/$file"
done <"$lists/files" >"$lists/installed.nsh"
{
  while IFS= read -r file; do printf 'Delete "$INSTDIR\\%s"\n' "$(windows_path "$file")"; done <"$lists/files"
  while IFS= read -r in; do printf 'RMDir "$INSTDIR\\%s"\n' "$(windows_path "$in")"; done <"$lists/folders"
} >"$lists/removed.nsh"

setup="$output/linekeeper-$version-setup.exe"
makensis -V2 -WX -DVERSION="$version" -DFILES="$lists" -DRESOURCES="$top/resources/windows" -DOUTPUT="$setup" \
  -INPUTCHARSET UTF8 "$here/installer.nsi" >&2
printf '%s\n' "$setup"
