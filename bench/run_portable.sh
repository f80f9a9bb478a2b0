#!/bin/sh
# Benchtop's benchmarks and reference cases on this machine's GPU: ./run.sh [bench|parity|all] [options]
# Needs a Vulkan driver, glibc, sh, coreutils, tar and gzip; no network, no installed Node.
# Options of the benchmarks: --quick, --no-peers, --only REGEX, --driver NAME, --out FILE.
# VK_DRIVER_FILES=/path/to/icd.json picks the driver where none is found or several are.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work="${BENCHTOP_WORK:-$here/unpacked}"

if [ ! -x "$work/node" ] || [ "$here/pack.tar.gz" -nt "$work/.unpacked" ]; then
  mkdir -p "$work"
  tar -xzf "$here/pack.tar.gz" -C "$work"
  touch "$work/.unpacked"
fi

# A packed library is used only where the machine has none of that name.
mkdir -p "$work/spare"
folders="/lib64 /usr/lib64 /lib/x86_64-linux-gnu /usr/lib/x86_64-linux-gnu /usr/lib /usr/local/lib"
for file in "$work"/lib/*; do
  name=$(basename "$file")
  found=
  for folder in $folders; do
    if [ -e "$folder/$name" ]; then found=1; fi
  done
  if [ -z "$found" ]; then ln -sf "$file" "$work/spare/$name"; else rm -f "$work/spare/$name"; fi
done
export LD_LIBRARY_PATH="${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$work/spare"

# The drivers' manifests, a GPU's before a CPU's. NVIDIA's container runtime brings the driver
# without its manifest: then one is written.
known() { for icd in "$@"; do if [ -e "$icd" ]; then echo "$icd"; return; fi; done; }
if [ -z "${VK_DRIVER_FILES:-}" ] && [ -z "${VK_ICD_FILENAMES:-}" ]; then
  icd=
  for place in /etc/vulkan/icd.d /usr/share/vulkan/icd.d /usr/local/share/vulkan/icd.d; do
    if [ -z "$icd" ] && [ -e /dev/nvidiactl ]; then icd=$(known "$place"/nvidia*.json); fi
  done
  if [ -z "$icd" ] && [ -e /dev/nvidiactl ]; then
    for folder in $folders; do
      for library in libGLX_nvidia.so.0 libEGL_nvidia.so.0; do
        if [ -z "$icd" ] && [ -e "$folder/$library" ]; then
          icd="$work/nvidia_icd.json"
          printf '{"file_format_version":"1.0.0","ICD":{"library_path":"%s","api_version":"1.3.0"}}\n' \
            "$folder/$library" >"$icd"
        fi
      done
    done
    if [ -z "$icd" ]; then
      echo "There is an NVIDIA GPU, but its Vulkan driver (libGLX_nvidia.so.0) is not installed." >&2
      echo "In a container: NVIDIA_DRIVER_CAPABILITIES must contain graphics." >&2
    fi
  fi
  for place in /usr/share/vulkan/icd.d /etc/vulkan/icd.d /usr/local/share/vulkan/icd.d; do
    if [ -z "$icd" ] && [ -e /dev/dri/renderD128 ]; then
      icd=$(known "$place"/radeon*.json "$place"/amd*.json "$place"/intel_icd*.json)
    fi
  done
  if [ -n "$icd" ]; then
    export VK_DRIVER_FILES="$icd"
    echo "Vulkan driver: $icd" >&2
  fi
fi
export XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-/tmp}"

what=all
case "${1:-}" in
  bench | parity | all)
    what=$1
    shift
    ;;
esac
status=0
if [ "$what" != bench ]; then
  (cd "$work" && ./node parity.mjs fixtures) >"$work/parity.txt" 2>&1 || status=$?
  tail -n 1 "$work/parity.txt"
  if [ "$status" -ne 0 ]; then echo "Every case: $work/parity.txt" >&2; fi
fi
if [ "$what" != parity ]; then "$work/node" "$work/main.mjs" "$@" || status=$?; fi
exit "$status"
