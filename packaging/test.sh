#!/usr/bin/env bash
# Installs what is missing, builds and runs all tests: with sanitizers, by fuzzers, then all of them as they ship.
#   packaging/test.sh            everything, fuzzers 6 s each
#   packaging/test.sh --long     the same with fuzzers 60 s each, and the cluster's tests at full size
#   packaging/test.sh --quick    only the tests as they ship
# The Windows program is tested, too, where Qt for Windows is in the cache.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/lib.sh"
cd "$(dirname "$here")"

mode=${1:-}
case "$mode" in "" | --long | --quick) ;; *) say "unknown option $mode; there are --long and --quick"; exit 2 ;; esac

[ "$mode" != --long ] || export LINEKEEPER_LONG_TESTS=1

install_missing "${BUILD_PACKAGES[@]}" "${RUN_PACKAGES[@]}" "${CLUSTER_PACKAGES[@]}" \
  clang libclang-rt-14-dev llvm python3 prometheus fonts-dejavu-core procps openssl \
  iproute2 nftables iptables libfaketime \
  "${PACKAGE_PACKAGES[@]}" appstream desktop-file-utils groff-base lintian man-db mmdebstrap systemd zsh
mkdir -p build
jobs=$(nproc)
at_once=$((2 * jobs + 1)) # tests: two thirds of their time they wait
failed=()

# stage NAME CONFIGURE-PRESET TEST-PRESET: its output goes on; a failure is kept for the end.
stage() {
  local name=$1 preset=$2 test_preset=$3 began=$SECONDS
  printf '\n== %s, after %s s ==\n' "$name" "$SECONDS"
  if configure "$preset" >"build/$preset.log" 2>&1 || { cat "build/$preset.log"; false; }; then
    if cmake --build --preset "$preset" -j "$jobs" >"build/$preset.log" 2>&1 || { tail -n 100 "build/$preset.log"; false; }; then
      printf 'built in %s s\n' $((SECONDS - began))
      ctest --preset "$test_preset" -j "$at_once" || failed+=("$name")
    else
      failed+=("$name (build)")
    fi
  else
    failed+=("$name (configure)")
  fi
  rm -f "build/$preset.log"
}

if [ "$mode" != --quick ]; then
  stage "fuzzers" fuzz "$([ "$mode" = --long ] && echo fuzz-long || echo fuzz)"
  stage "thread sanitizer" tsan tsan
  stage "address and undefined-behaviour sanitizers" asan asan
fi
stage "all tests" ci ci

# The Windows packages as a person uses them, under wine.
windows_packages() {
  local packages
  packages=$(packaging/windows/build.sh --package) || return
  # shellcheck disable=SC2086  # two lines, the zip and the installer
  tests/windows/smoke.py $packages build/ci/linekeeper
}

# The Windows program under wine. Not where Qt for Windows has to be built first, which takes as long as all the rest.
windows() {
  local began=$SECONDS beside
  if ! packaging/windows/build.sh --root >/dev/null; then
    say "Windows is left out: Qt for Windows is not in the cache; packaging/windows/build.sh --dependencies makes it, once"
    return
  fi
  printf '\n== Windows, after %s s ==\n' "$SECONDS"
  install_missing wine wine64 xvfb xdotool
  if packaging/windows/build.sh --no-package >build/windows.log 2>&1 || { tail -n 100 build/windows.log; false; }; then
    printf 'built in %s s\n' $((SECONDS - began))
    # Tests wait for most of their time: the packages are made and tried meanwhile, and twice as many run at once.
    windows_packages >build/windows.log 2>&1 &
    beside=$!
    # Not cli.settings_kills: each of its thousand starts takes long under wine. Not ui.catalogues: sources alone.
    # Once more what fails: on a busy machine a program that wine starts may end unheard, with no output and no code.
    ctest --preset windows-mingw -E '^(cli[.]settings_kills|ui[.]catalogues)$' -j $((2 * jobs)) \
      --repeat until-pass:2 || failed+=("Windows tests")
    wait "$beside" || failed+=("Windows packages")
    printf 'Windows took %s s\n' $((SECONDS - began))
    cat build/windows.log
  else
    failed+=("Windows (build)")
  fi
  rm -f build/windows.log
}
[ "$mode" = --quick ] || windows

if [ ${#failed[@]} -gt 0 ]; then
  printf 'FAILED:' >&2
  printf ' [%s]' "${failed[@]}" >&2
  printf '\n' >&2
  exit 1
fi
