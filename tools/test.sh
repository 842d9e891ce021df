#!/usr/bin/env bash
# Sets up, builds and tests: the quick tests, or with --long the long ones.
# usage: tools/test.sh [--long] [--preset NAME] [-- CTEST-OPTION...]
# shellcheck source=common.sh source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

usage="tools/test.sh [--long] [--preset NAME] [-- CTEST-OPTION...]"
label=quick
preset=release
while [[ $# -gt 0 ]]; do
  case $1 in
    --long) label=long ;;
    --preset)
      [[ $# -gt 1 ]] || usage "$usage"
      preset=$2
      shift
      ;;
    --)
      shift
      break
      ;;
    *) usage "$usage" ;;
  esac
  shift
done

"$root/tools/build.sh" --tests "$preset"
say "running the $label tests of build/$preset"
ctest --test-dir "$root/build/$preset" --label-regex "^$label\$" --no-tests=error \
  --output-on-failure --parallel "$(nproc)" "$@"
