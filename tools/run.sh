#!/usr/bin/env bash
# Sets up, builds and opens the lab; without a display draws it, and the figures, into out/.
# usage: tools/run.sh [FILE...]    pictures, a network with its class names, or filters to open
# shellcheck source=common.sh source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# A cache that has nothing yet only costs time, half a minute of a first build.
cache=${CCACHE_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/ccache}
[[ -d $cache || -d $HOME/.ccache ]] || export CCACHE_DISABLE=true

"$root/tools/build.sh" release convlens
convlens="$root/build/release/convlens"
if [[ -n ${DISPLAY:-} || -n ${WAYLAND_DISPLAY:-} ]]; then
  exec "$convlens" "$@"
fi

say "there is no display, so the lab and its figures are drawn into $root/out"
mkdir -p "$root/out"
"$convlens" screenshot -o "$root/out/lab.png" "$@"
say "out/lab.png: the lab"
for figure in sample-images crops feature-maps weights untrained-weights input maps; do
  "$convlens" figure "$figure" -o "$root/out/$figure.png"
  say "out/$figure.png: figure $figure"
done
