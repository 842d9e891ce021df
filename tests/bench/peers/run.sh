#!/usr/bin/env bash
# Prints how long whole networks take in ConvLens, TensorFlow and ONNX Runtime, as one table.
# The peers are installed into build/peers; the first run downloads some 400 MB.
# usage: tests/bench/peers/run.sh [ROUNDS]
# shellcheck source=../../../tools/common.sh source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/../../../tools/common.sh"

here="$root/tests/bench/peers"
venv="$root/build/peers/venv"
models="$root/assets/models"
predicting="$root/../shared/realdata/hg-mldl/best-cnn-model-keras3.4.1.keras"
[[ -f $predicting ]] || predicting="$models/fashion_mnist.keras"

"$root/tools/build.sh" bench bench_networks
[[ -x $venv/bin/python ]] || python3 -m venv "$venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"

large="$root/build/peers/models"
"$venv/bin/python" "$here/large_networks.py" "$large"

# A machine may be told to use kernels of another one; the peers are measured at their best.
env --unset=OPENBLAS_CORETYPE --unset=OPENBLAS_L2_SIZE PYTHONDONTWRITEBYTECODE=1 \
  "$venv/bin/python" "$here/networks.py" "$root/build/bench/bench_networks" "$models" \
  "$large" "$predicting" "$@"
