#!/usr/bin/env bash
# Sets up and builds build/PRESET.
# usage: tools/build.sh [--tests] [PRESET [TARGET...]]
#   PRESET   as in CMakePresets.json, release by default
#   --tests  sets up what the tests need at run time, too
# shellcheck source=common.sh source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

groups=()
if [[ ${1:-} == --tests ]]; then
  groups+=(tests)
  shift
fi
preset=${1:-release}
targets=("${@:2}")
presets=$(sed -n 's/.*"configurePreset": "\([a-z]*\)".*/\1/p' "$root/CMakePresets.json" | xargs)
[[ " $presets " == *" $preset "* ]] ||
  usage "tools/build.sh [--tests] [PRESET [TARGET...]], PRESET being one of: $presets"

[[ ! -f $root/tools/setup/apt-$preset.txt ]] || groups+=("$preset")
"$root/tools/setup.sh" "${groups[@]}"

# A clone elsewhere finds what this one compiled.
export CCACHE_BASEDIR="$root" CCACHE_NOHASHDIR=true
# Headers that are compiled once: the compiler sees to it that nothing they depend on has changed.
export CCACHE_SLOPPINESS=pch_defines,time_macros

build="$root/build/$preset"
say "building build/$preset"
mkdir -p "$build"
cmake -S "$root" --preset "$preset" -DCMAKE_C_COMPILER_LAUNCHER=ccache \
  -DCMAKE_CXX_COMPILER_LAUNCHER="$root/tools/compile.sh" >"$build/configure.log" 2>&1 || {
  cat "$build/configure.log" >&2
  stop "build/$preset could not be configured"
}
quiet=()
[[ -t 1 ]] || quiet=(--quiet) # progress is for a terminal
ninja -C "$build" "${quiet[@]}" "${targets[@]}" || stop "build/$preset could not be built"
