#!/usr/bin/env bash
# Sets up, builds and packs the program for Debian 12: out/convlens_VERSION_ARCHITECTURE.deb, which
# "apt install ./out/convlens_*.deb" puts on a machine that need not build anything.
# usage: tools/package.sh
# shellcheck source=common.sh source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

[[ $# -eq 0 ]] || usage "tools/package.sh"
"$root/tools/setup.sh" package
"$root/tools/build.sh" release convlens

say "packing"
work="$root/build/package"
rm -rf "$work"
cpack --config "$root/build/release/CPackConfig.cmake" -B "$work" >"$root/build/package.log" 2>&1 || {
  cat "$root/build/package.log" >&2
  stop "the package could not be made"
}
mkdir -p "$root/out"
for package in "$work"/*.deb; do
  mv "$package" "$root/out"
  say "out/$(basename "$package"): $(du -h --apparent-size "$root/out/$(basename "$package")" | cut -f 1)"
done
rm -rf "$work"
