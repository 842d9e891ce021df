#!/usr/bin/env bash
# Puts in place everything that ConvLens is built from: Debian packages, the pinned sources of
# Dear ImGui and the Test Engine, OpenVINO's libraries, two photographs and some sample pictures.
# What is there already is left alone.
# usage: tools/setup.sh [GROUP...]    a GROUP adds the packages in tools/setup/apt-GROUP.txt
# shellcheck source=common.sh source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
export LC_ALL=C.UTF-8 # the reasons below are read out of the tools' own messages

lists="$root/tools/setup"
third_party="$root/build/third_party"
log="$root/build/setup.log"
bundle_parts=(LICENSE external/imgui/imgui external/imgui_test_engine/imgui_test_engine)
engine_parts=(
  'openvino/include/*' 'openvino-*/licenses/*' 'openvino/libs/libtbb.so*'
  'openvino/libs/libopenvino.so*' 'openvino/libs/libopenvino_*_cpu_plugin.so'
  'openvino/libs/libopenvino_onnx_frontend.so*' 'openvino/libs/libopenvino_tensorflow*frontend.so*')
work="" venv=""
trap 'rm -rf ${work:+"$work"} ${venv:+"$venv"}' EXIT

main() {
  local group package_lists=("$lists/apt.txt")
  for group in "$@"; do
    [[ -f $lists/apt-$group.txt ]] ||
      usage "tools/setup.sh [tests] [bench] [tidy] [portable] [package] [arm] [peers]"
    package_lists+=("$lists/apt-$group.txt")
  done
  { mkdir -p "$third_party" && : >>"$log"; } 2>/dev/null ||
    stop "the folder $root/build cannot be written"
  # One set-up at a time: two would unpack over each other.
  exec 9>"$third_party/.lock"
  flock --nonblock 9 || { say "waiting for another set-up of this folder" && flock 9; }
  : >"$log"
  install_packages "${package_lists[@]}"
  fetch_photographs
  fetch_sources
  fetch_engine
  fetch_samples
  say "everything is in place"
}

install_packages() {
  { command -v apt-get && command -v dpkg-query; } >/dev/null ||
    stop "Debian 12 with apt-get was expected, found $(system_name)"
  local wanted installed missing
  wanted=$(sed 's/#.*//; /^ *$/d' "$@" | sort -u)
  # shellcheck disable=SC2016 # dpkg-query's own variables
  installed=$(dpkg-query --show --showformat '${Package} ${db:Status-Status}\n' |
    sed -n 's/ installed$//p' | sort -u)
  mapfile -t missing < <(comm -23 <(echo "$wanted") <(echo "$installed"))
  [[ ${#missing[@]} -gt 0 ]] || return 0
  can_be_root || stop "neither root nor sudo is at hand to install Debian packages: ask an \
administrator for: apt-get install ${missing[*]}"
  say "installing ${#missing[@]} Debian packages and what they need: ${missing[*]}"
  begin
  apt_update
  attempt "the Debian packages could not be installed" \
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends \
    -o DPkg::Lock::Timeout=300 "${missing[@]}"
}

# Its failure alone is no reason to stop: the sources that did answer may hold all that is needed,
# and the installation after it tells.
apt_update() {
  as_root apt-get update -o DPkg::Lock::Timeout=300 </dev/null >>"$log" 2>&1 9>&- || true
}

can_be_root() { [[ $(id -u) -eq 0 ]] || command -v sudo >/dev/null; }

as_root() {
  if [[ $(id -u) -eq 0 ]]; then "$@"; else sudo "$@"; fi
}

fetch_photographs() {
  local target="$third_party/photographs"
  photographs_are_right "$target" && return 0
  say "fetching the photographs china.jpg and flower.jpg (2 MB)"
  work=$(mktemp -d "$third_party/.work.XXXXXX")
  begin
  # On a machine that has dropped apt's lists, the first try fails only for want of them.
  if ! download_sklearn >>"$log" 2>&1; then
    if can_be_root; then apt_update; fi
    attempt "the photographs could not be fetched from Debian's python3-sklearn" download_sklearn
  fi
  attempt "the photographs could not be unpacked" \
    dpkg-deb --extract "$work"/*.deb "$work/package"
  mkdir "$work/photographs"
  local images="$work/package/usr/lib/python3/dist-packages/sklearn/datasets/images"
  attempt "the photographs could not be unpacked" \
    cp "$images/china.jpg" "$images/flower.jpg" "$images/README.txt" "$work/photographs"
  photographs_are_right "$work/photographs" ||
    stop "the photographs in Debian's python3-sklearn differ from tools/setup/photographs.sha256"
  replace "$work/photographs" "$target"
}

# As root, apt would hand the download to its user _apt, who may not write here.
download_sklearn() {
  (cd "$work" && apt-get download -o APT::Sandbox::User=root python3-sklearn)
}

photographs_are_right() {
  (cd "$1" && sha256sum --check --status "$lists/photographs.sha256") 2>/dev/null
}

fetch_sources() {
  local target="$third_party/imgui_bundle" stamp
  stamp=$({ cat "$lists/sources.txt" && echo "${bundle_parts[@]}"; } | sha256sum)
  [[ ! -f $target/.stamp || $(<"$target/.stamp") != "$stamp" ]] || return 0
  say "fetching Dear ImGui and the Test Engine (54 MB)"
  work=$(mktemp -d "$third_party/.work.XXXXXX")
  begin
  local failed="the sources of Dear ImGui could not be fetched"
  attempt "$failed" pip install --only-binary :all: --requirement "$lists/backend.txt"
  attempt "$failed" pip download --no-binary :all: --no-build-isolation \
    --requirement "$lists/sources.txt" --dest "$work"
  mkdir "$work/imgui_bundle"
  # --touch: files newer than the objects of an older version, so that those are built again.
  attempt "the sources of Dear ImGui could not be unpacked" \
    tar --extract --gzip --touch --file "$work"/imgui_bundle-*.tar.gz \
    --directory "$work/imgui_bundle" --strip-components 1 --no-same-owner --wildcards \
    --no-wildcards-match-slash "${bundle_parts[@]/#/*/}"
  echo "$stamp" >"$work/imgui_bundle/.stamp"
  replace "$work/imgui_bundle" "$target"
}

# pip COMMAND...: in an environment that is made for the first command and serves all. Python's
# isolated mode: no variable or folder of the user's changes which modules are found.
pip() {
  if [[ -z $venv ]]; then
    venv=$(mktemp -d "$third_party/.work.XXXXXX") || return
    /usr/bin/python3 -I -m venv "$venv" || return
  fi
  "$venv/bin/python" -I -m pip "$1" --no-deps --require-hashes "${@:2}"
}

# Where there is none for the machine, ConvLens is built without it.
fetch_engine() {
  local target="$third_party/openvino" stamp
  [[ $(uname -m) == x86_64 || $(uname -m) == aarch64 ]] || return 0
  stamp=$({ cat "$lists/engine.txt" && echo "${engine_parts[@]}"; } | sha256sum)
  [[ ! -f $target/.stamp || $(<"$target/.stamp") != "$stamp" ]] || return 0
  say "fetching OpenVINO (59 MB)"
  work=$(mktemp -d "$third_party/.work.XXXXXX")
  begin
  attempt "OpenVINO could not be fetched" pip download --only-binary :all: \
    --requirement "$lists/engine.txt" --dest "$work"
  attempt "OpenVINO could not be unpacked" /usr/bin/python3 -I "$root/tools/setup/unpack.py" \
    "$work"/openvino-*.whl "$work/openvino" "${engine_parts[@]}"
  echo "$stamp" >"$work/openvino/.stamp"
  replace "$work/openvino" "$target"
}

# Without them the program is whole but for a strip of pictures: a failure is said and no reason to
# stop.
fetch_samples() {
  local target="$third_party/samples" stamp
  stamp=$({ cat "$lists/samples.txt" && echo licences; } | sha256sum)
  [[ ! -f $target/.stamp || $(<"$target/.stamp") != "$stamp" ]] || return 0
  say "fetching sample pictures for the colour network (16 MB)"
  work=$(mktemp -d "$third_party/.work.XXXXXX")
  begin
  if download_samples </dev/null >>"$log" 2>&1 9>&-; then
    echo "$stamp" >"$work/samples/.stamp"
    replace "$work/samples" "$target"
  else
    rm -rf "$work"
    work=""
    say "going on without the sample pictures, which could not be fetched: $(reason)"
  fi
}

download_samples() {
  local file sum package path rest packages
  mapfile -t packages < <(sed '/^#/d' "$lists/samples.txt" | cut -d '|' -f 3 | sort -u)
  (cd "$work" && apt-get download -o APT::Sandbox::User=root "${packages[@]}") || return
  for package in "${packages[@]}"; do
    dpkg-deb --extract "$work/$package"_*.deb "$work/$package" || return
  done
  mkdir -p "$work/samples/licences" || return
  while IFS='|' read -r file sum package path rest; do
    [[ $file != \#* ]] || continue
    cp "$work/$package/$path" "$work/samples/$file" || return
    (cd "$work/samples" && sha256sum --check --status <<<"$sum  $file") || {
      echo "E: $package: $path is not the picture of tools/setup/samples.txt"
      return 1
    }
  done <"$lists/samples.txt"
  for package in "${packages[@]}"; do
    cp "$work/$package/usr/share/doc/$package/copyright" "$work/samples/licences/$package" || return
  done
  cp "$lists/samples.txt" "$work/samples"
}

# replace NEW TARGET: the new folder under the old one's name, both on one file system.
replace() {
  if [[ -e $2 ]]; then mv "$2" "$work/old"; fi
  mv "$1" "$2"
  rm -rf "$work"
  work=""
}

# begin: marks in the log where the reason of a failure is looked for.
begin() { log_start=$(($(wc -l <"$log") + 1)); }

# attempt WHAT COMMAND...: COMMAND, its output in the log alone; stops with WHAT where it fails.
attempt() {
  local what=$1
  shift
  "$@" </dev/null >>"$log" 2>&1 9>&- || stop "$what: $(reason)"
}

reason() {
  local lines reported hint=""
  lines=$(tail -n +"$log_start" "$log")
  if grep --quiet 'No space left on device' <<<"$lines" || disk_is_full; then
    echo "the disk is full"
    return
  fi
  reported=$(grep --extended-regexp '^(E: |ERROR: |sudo: )|[Ee]rror: ' <<<"$lines" | tail -n 1)
  if grep --quiet --ignore-case --extended-regexp \
    'failure resolving|not resolve|not connect|connection|unreachable|timed out' <<<"$lines"; then
    hint="the network could not be reached; "
  fi
  echo "$hint${reported:-no reason was given} (the whole output is in build/setup.log)"
}

# Where not even the reason fits into the log.
disk_is_full() {
  [[ $(df --output=avail --block-size=1M / "$root/build" | sed 1d | sort -n | head -n 1) -lt 16 ]]
}

system_name() {
  (. /etc/os-release && echo "$PRETTY_NAME") 2>/dev/null || uname -s
}

main "$@"
