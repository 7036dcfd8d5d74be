# What the scripts here share. Sourced, not run.

say() { printf 'linekeeper: %s\n' "$*" >&2; }

# install_missing PACKAGE…: installs those Debian packages that are not there, and says which. Services that come
# with them are neither started nor enabled.
install_missing() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  say "installing ${missing[*]}"
  local root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { say "not root, and no sudo: install these yourself, then try again"; return 1; }
    root=(sudo)
  fi
  command -v apt-get >/dev/null || { say "no apt-get here: install what belongs to these Debian packages"; return 1; }
  local policy=/usr/sbin/policy-rc.d own_policy=
  if [ ! -e "$policy" ]; then
    own_policy=1
    printf '#!/bin/sh\nexit 101\n' | "${root[@]}" tee "$policy" >/dev/null && "${root[@]}" chmod +x "$policy"
  fi
  local result=0 services service
  services=$(ls /etc/init.d)
  {
    "${root[@]}" apt-get update -qq &&
      "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
  } >&2 || result=1
  [ -z "$own_policy" ] || "${root[@]}" rm -f "$policy"
  # Not started is not enough: they are enabled as they are installed, and would start with the machine.
  for service in $(comm -13 <(printf '%s\n' "$services") <(ls /etc/init.d)); do
    "${root[@]}" update-rc.d "$service" disable >&2 || say "could not disable the service $service"
  done
  [ $result -eq 0 ] || say "apt-get could not install ${missing[*]}; see above"
  return $result
}

BUILD_PACKAGES=(g++ cmake ninja-build ccache pkgconf qt6-base-dev qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools
  qt6-translations-l10n libhiredis-dev)
RUN_PACKAGES=(libqt6svg6 qt6-qpa-plugins)
PACKAGE_PACKAGES=(dpkg-dev file gzip librsvg2-bin)
CLUSTER_PACKAGES=(redis-server nginx-light libnginx-mod-stream)

# configure PRESET [OPTION…]: into build/PRESET, with ccache where it is there, which then knows a file again in
# another clone, with precompiled headers, too. To be called in the folder of the project, before building in that shell.
configure() {
  local preset=$1
  shift
  local options=("$@")
  export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=pch_defines,time_macros
  command -v ccache >/dev/null && options+=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
  cmake --preset "$preset" "${options[@]}"
}

# What people start: build/linux-release/linekeeper.
build_release() {
  install_missing "${BUILD_PACKAGES[@]}" "${RUN_PACKAGES[@]}"
  (
    cd "$(dirname "${BASH_SOURCE[0]}")/.." && configure linux-release -DLINEKEEPER_TESTS=OFF &&
      cmake --build build/linux-release --target linekeeper
  ) >&2 || { say "the build failed; see above"; exit 2; }
}
