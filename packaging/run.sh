#!/usr/bin/env bash
# Installs what is missing, builds, and starts Linekeeper. Arguments go to it as they are; with none it opens the
# console with 50 demo devices. Without a display it runs headless, and says so.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/lib.sh"
top=$(dirname "$here")

build_release

arguments=("$@")
[ $# -gt 0 ] || arguments=(--demo 50)
starts_node=1
case "${arguments[0]}" in -*) ;; *) starts_node= ;; esac
for argument in "${arguments[@]}"; do
  case "$argument" in --headless | --help | -h | --version | --check-config) starts_node= ;; esac
done
if [ -n "$starts_node" ] && [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}${QT_QPA_PLATFORM:-}" ]; then
  say "no display here: starting with --headless; devices connect to port 7600, Ctrl+C ends it"
  arguments=(--headless "${arguments[@]}")
fi
exec "$top/build/linux-release/linekeeper" "${arguments[@]}"
