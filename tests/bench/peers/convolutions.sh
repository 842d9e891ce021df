#!/usr/bin/env bash
# Prints how long single convolutions take in ConvLens and in other libraries, as one table.
# The peers are installed: Debian's as packages, the others into build/peers; the first run
# downloads some 500 MB. One that cannot be had is said and left out.
# usage: tests/bench/peers/convolutions.sh [ROUNDS]
# shellcheck source=../../../tools/common.sh source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/../../../tools/common.sh"

here="$root/tests/bench/peers"
venv="$root/build/peers/venv"

# The table alone goes to the standard output.
{
  "$root/tools/setup.sh" peers || say "going on without Debian's peers"
  "$root/tools/build.sh" bench bench_conv
  "$root/tools/build.sh" bench bench_onednn || say "going on without oneDNN"
  [[ -x $venv/bin/python ]] || python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check \
    --requirement "$here/requirements.txt" || say "going on with the wheels that are there"
} >&2

# A machine may be told to use kernels of another one; the peers are measured at their best.
env --unset=OPENBLAS_CORETYPE --unset=OPENBLAS_L2_SIZE PYTHONDONTWRITEBYTECODE=1 \
  "$venv/bin/python" "$here/convolutions.py" "$root/build/bench" "$@"
