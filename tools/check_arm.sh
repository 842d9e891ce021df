#!/usr/bin/env bash
# Sets up, compiles the convolution engine for 64-bit ARM, and runs its tests in an emulator, on
# NEON. Whether it computes rightly, that is: of speed, and of the order in which another core sees
# what one has written, an emulator tells nothing.
# usage: tools/check_arm.sh [-- CTEST-OPTION...]
# shellcheck source=common.sh source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

usage="tools/check_arm.sh [-- CTEST-OPTION...]"
if [[ $# -gt 0 ]]; then
  [[ $1 == -- ]] || usage "$usage"
  shift
fi
build="$root/build/arm"
libraries="$build/libraries"
packages=(googletest libexpected-dev libfmt-dev libgtest-dev libhwy-dev libhwy1 libzip-dev
  nlohmann-json3-dev)
work=""
trap 'rm -rf ${work:+"$work"}' EXIT

# Debian's packages for that processor, unpacked into a folder. They are not installed, and apt's
# lists of them are kept aside, so that the machine stays as it is.
fetch_libraries() {
  [[ ! -f $libraries/.stamp || $(<"$libraries/.stamp") != "${packages[*]}" ]] || return 0
  say "fetching the libraries for 64-bit ARM (2 MB, and 14 MB of lists)"
  work=$(mktemp -d "$build/.work.XXXXXX")
  download_libraries >"$build/libraries.log" 2>&1 || {
    cat "$build/libraries.log" >&2
    stop "the libraries for 64-bit ARM could not be fetched"
  }
  echo "${packages[*]}" >"$work/root/.stamp"
  rm -rf "$libraries"
  mv "$work/root" "$libraries"
}

download_libraries() {
  local package apt=(apt-get -o APT::Architecture=arm64 -o APT::Architectures=arm64
    -o APT::Sandbox::User=root -o Dir::State::Lists="$work/lists" -o Dir::Cache="$work/cache"
    -o Dir::State::Status=/dev/null)
  mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/root"
  "${apt[@]}" update || true # the sources that did answer may hold all that is needed
  (cd "$work" && "${apt[@]}" download "${packages[@]}") || return
  for package in "$work"/*.deb; do
    dpkg-deb --extract "$package" "$work/root" || return
  done
}

"$root/tools/setup.sh" arm
mkdir -p "$build"
fetch_libraries

say "building build/arm"
cmake -G Ninja -S "$root/tests/arm" -B "$build" -DCMAKE_BUILD_TYPE=Release \
  -DCMAKE_TOOLCHAIN_FILE="$root/tests/arm/toolchain.cmake" -DCONVLENS_LIBRARIES="$libraries" \
  >"$build/configure.log" 2>&1 || {
  cat "$build/configure.log" >&2
  stop "build/arm could not be configured"
}
quiet=()
[[ -t 1 ]] || quiet=(--quiet) # progress is for a terminal
ninja -C "$build" "${quiet[@]}" || stop "build/arm could not be built"

say "running the tests of build/arm"
tests=(ctest --test-dir "$build" --no-tests=error)
"${tests[@]}" --quiet --tests-regex IsTheOneThatRuns/NEON || stop "the engine does not run on NEON"
"${tests[@]}" --output-on-failure --parallel "$(nproc)" "$@"
