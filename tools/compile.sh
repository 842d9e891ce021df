#!/usr/bin/env bash
# The compiler by way of the cache. A precompiled header that is made anew is removed first: the
# preprocessor would read the old one in the place of the headers that have changed, and the cache
# would take the new one for what it knows.
# usage: tools/compile.sh COMPILER ARGUMENT...
set -euo pipefail
if [[ " $* " == *" -x c++-header "* ]]; then
  output=$(sed -n 's/.* -o \([^ ]*\.gch\) .*/\1/p' <<<" $* ")
  [[ -z $output ]] || rm -f "$output"
fi
exec ccache "$@"
