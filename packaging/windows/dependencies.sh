# What Linekeeper needs on Windows, built once from the sources of this Debian release. Sourced by build.sh, not run.
#   ~/.cache/linekeeper/windows/KEY/qt        Qt as shared libraries: bin/*.dll, plugins, headers, CMake files
#   ~/.cache/linekeeper/windows/KEY/hiredis   hiredis: headers, lib/libhiredis_static.a, CMake files
#   ~/.cache/linekeeper/windows/KEY/licences  qt, qt-parts, hiredis: their licences as their sources say them
#   ~/.cache/linekeeper/windows/KEY/sources   which source packages they were built from, a line each: NAME VERSION
# KEY is Qt's version and a digest of the compiler's version and the options below. What is under work is in
# ~/.cache/linekeeper/windows/making; `sources` is written last.

WINDOWS_PACKAGES=(g++-mingw-w64-x86-64-posix mingw-w64-tools dpkg-dev librsvg2-bin nsis python3)
HIREDIS_VERSION=1.0.3
# Host tools are the distribution's Qt, so both are of one version. Without Direct2D, Qt calls a font database for
# DirectWrite 3 that it then leaves out.
QT_OPTIONS=(-DCMAKE_BUILD_TYPE=Release "-DCMAKE_C_FLAGS_RELEASE=-O2 -DNDEBUG" "-DCMAKE_CXX_FLAGS_RELEASE=-O2 -DNDEBUG"
  -DBUILD_SHARED_LIBS=ON -DQT_BUILD_TESTS=OFF -DQT_BUILD_EXAMPLES=OFF -DBUILD_WITH_PCH=OFF
  -DFEATURE_pkg_config=OFF -DFEATURE_sql=OFF -DFEATURE_dbus=OFF -DINPUT_opengl=no -DFEATURE_vulkan=OFF
  -DFEATURE_glib=OFF -DFEATURE_icu=OFF -DFEATURE_openssl=OFF -DFEATURE_schannel=ON -DFEATURE_printsupport=OFF
  -DFEATURE_tabletevent=OFF -DFEATURE_direct2d=OFF -DFEATURE_directwrite3=OFF
  -DFEATURE_xml=OFF -DFEATURE_concurrent=OFF -DFEATURE_tuiotouch=OFF
  -DFEATURE_jpeg=OFF -DFEATURE_gif=OFF -DFEATURE_system_zlib=OFF -DFEATURE_system_png=OFF
  -DFEATURE_system_freetype=OFF -DFEATURE_system_harfbuzz=OFF -DFEATURE_system_pcre2=OFF
  -DFEATURE_system_doubleconversion=OFF -DFEATURE_zstd=OFF -DFEATURE_brotli=OFF)
# Equal bytes from equal sources: no time in the files, and no folder of this machine (see map_paths).
REPRODUCIBLE_LINK="-Wl,--no-insert-timestamp"

qt_version() { dpkg-query -W -f='${source:Version}' qt6-base-dev; }
windows_key() {
  local compiler
  compiler=$(x86_64-w64-mingw32-g++-posix -dumpfullversion)
  printf '%s-%s' "$(qt_version)" \
    "$(printf '%s\n' "$compiler" "$HIREDIS_VERSION" "${QT_OPTIONS[@]}" "$REPRODUCIBLE_LINK" | sha256sum | cut -c1-12)"
}
windows_cache() { printf '%s/.cache/linekeeper/windows' "$HOME"; }
windows_root() { printf '%s/%s' "$(windows_cache)" "$(windows_key)"; }
windows_cache_ready() { [ -e "$(windows_root)/sources" ]; }

# fetch_sources FOLDER NAME[=VERSION]…: Debian's source packages, unpacked and patched, by the machine's own list of
# sources, of which a copy is made that asks for sources too. The machine's lists stay as they are.
fetch_sources() {
  local into=$1 apt=() list
  shift
  mkdir -p "$into/sources.list.d" "$into/lists/partial" "$into/cache/archives/partial"
  for list in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    [ ! -e "$list" ] || sed -n -E 's/^[[:space:]]*deb[[:space:]]/deb-src /p' "$list" >"$into/sources.list.d/$(basename "$list" .list).list"
  done
  for list in /etc/apt/sources.list.d/*.sources; do
    [ ! -e "$list" ] || sed -E 's/^Types:.*/Types: deb-src/' "$list" >"$into/sources.list.d/$(basename "$list")"
  done
  apt=(-qq -o Dir::Etc::sourcelist=/dev/null -o "Dir::Etc::sourceparts=$into/sources.list.d"
    -o "Dir::State::lists=$into/lists" -o "Dir::Cache=$into/cache" -o APT::Sandbox::User=root)
  apt-get "${apt[@]}" update && (cd "$into" && apt-get "${apt[@]}" source "$@")
}

map_paths() { printf -- '-ffile-prefix-map=%s=.' "$1"; }

build_qt() {  # SOURCE BUILD INTO
  local launcher=() host
  ! command -v ccache >/dev/null || launcher=(-DCMAKE_C_COMPILER_LAUNCHER=ccache -DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
  host=$(dirname "$(dirname "$(dpkg -L qt6-base-dev | grep '/Qt6HostInfoConfig.cmake$')")")
  cmake -S "$1" -B "$2" -G Ninja -DCMAKE_TOOLCHAIN_FILE="$windows_here/mingw-w64.cmake" -DQT_HOST_PATH=/usr \
    -DQT_HOST_PATH_CMAKE_DIR="$host" -DCMAKE_INSTALL_PREFIX=/linekeeper/qt -DCMAKE_STAGING_PREFIX="$3" \
    "${launcher[@]}" "${QT_OPTIONS[@]}" -DCMAKE_C_FLAGS="$(map_paths "$making")" -DCMAKE_CXX_FLAGS="$(map_paths "$making")" \
    -DCMAKE_EXE_LINKER_FLAGS="$REPRODUCIBLE_LINK" -DCMAKE_SHARED_LINKER_FLAGS="$REPRODUCIBLE_LINK" \
    -DCMAKE_MODULE_LINKER_FLAGS="$REPRODUCIBLE_LINK" &&
    cmake --build "$2" -j "$(nproc)" && cmake --install "$2" --strip
}

build_hiredis() {  # SOURCE BUILD INTO
  grep -q "HIREDIS_SONAME $HIREDIS_VERSION" "$1/hiredis.h" ||
    { say "the hiredis of this redis source package is not $HIREDIS_VERSION"; return 1; }
  cmake -S "$1" -B "$2" -G Ninja -DCMAKE_TOOLCHAIN_FILE="$windows_here/mingw-w64.cmake" -DCMAKE_BUILD_TYPE=Release \
    -DDISABLE_TESTS=ON -DCMAKE_INSTALL_PREFIX="$3" -DCMAKE_C_FLAGS="$(map_paths "$making")" \
    -DCMAKE_SHARED_LINKER_FLAGS="$REPRODUCIBLE_LINK" && cmake --build "$2" && cmake --install "$2"
}

# What the sources say of their licences: Qt's own, and of each part by others that is in it.
keep_licences() {  # QT-SOURCE HIREDIS-SOURCE INTO
  local said
  mkdir -p "$3/qt" "$3/qt-parts" "$3/hiredis"
  cp "$1"/LICENSES/* "$3/qt/" && cp "$2/COPYING" "$3/hiredis/" && cp "$1/debian/copyright" "$3/qt/debian-copyright.txt" || return 1
  find "$1/src" -name qt_attribution.json | sort | while read -r said; do
    python3 "$windows_here/attribution.py" "$said" "$3/qt-parts" || return 1
  done
}

# Builds them where the cache lacks them. What an interrupted run has built is gone on with.
make_dependencies() {
  windows_cache_ready && return 0
  local root making log qt_source hiredis_source version
  root=$(windows_root)
  making=$(windows_cache)/making/$(windows_key)
  log=$making/log
  version=$(qt_version)
  mkdir -p "$making"
  export SOURCE_DATE_EPOCH=1 CCACHE_BASEDIR=$making CCACHE_NOHASHDIR=1
  if [ ! -e "$making/fetched" ]; then
    say "fetching the sources of Qt $version and of hiredis"
    rm -rf "$making/source"
    fetch_sources "$making/source" "qt6-base=$version" redis >"$log" 2>&1 ||
      { tail -n 30 "$log" >&2; say "the sources could not be fetched; see above"; return 1; }
    touch "$making/fetched"
  fi
  qt_source=$(echo "$making"/source/qt6-base-*/)
  hiredis_source=$(echo "$making"/source/redis-*/deps/hiredis/)
  say "building Qt $version for Windows; this takes 20 minutes or more, once. Its log: $log"
  {
    build_qt "$qt_source" "$making/build-qt" "$root/qt" &&
      build_hiredis "$hiredis_source" "$making/build-hiredis" "$root/hiredis" &&
      keep_licences "$qt_source" "$hiredis_source" "$root/licences"
  } >>"$log" 2>&1 || { tail -n 40 "$log" >&2; say "the build failed; see above"; return 1; }
  { printf 'qt6-base %s\n' "$version"; sed -n 's/^Version: /redis /p' "$making"/source/redis_*.dsc; } >"$root/sources.part"
  mv "$root/sources.part" "$root/sources"
  rm -rf "$making"
}
