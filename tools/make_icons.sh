#!/usr/bin/env bash
# Draws the icon, assets/icons/hicolor/scalable/apps/convlens.svg, in the sizes that desktops and the
# window ask for, by Debian's rsvg-convert (package librsvg2-bin).
# usage: tools/make_icons.sh
# shellcheck source=common.sh source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

[[ $# -eq 0 ]] || usage "tools/make_icons.sh"
icons="$root/assets/icons/hicolor"
for side in 16 24 32 48 64 128 256; do
  mkdir -p "$icons/${side}x$side/apps"
  rsvg-convert --width "$side" --height "$side" --output "$icons/${side}x$side/apps/convlens.png" \
    "$icons/scalable/apps/convlens.svg"
done
