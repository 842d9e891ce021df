# shellcheck shell=bash
# Sourced by the scripts beside it: strict mode, where the project stands, how to speak and stop.
set -euo pipefail

# shellcheck disable=SC2034 # for the scripts that source this
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
script=$(basename "$0")

say() { printf '%s: %s\n' "$script" "$*"; }

# stop SENTENCE
stop() {
  printf '%s: %s\n' "$script" "$*" >&2
  exit 1
}

# usage LINE: for a command line that makes no sense
usage() {
  printf 'usage: %s\n' "$*" >&2
  exit 2
}
