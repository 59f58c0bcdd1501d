#!/usr/bin/env bash
# Usage: clean-room.sh [COMMANDS], as root, on Debian or a derivative that can mount
# Runs .ci/run, or other shell commands, for the last commit in a new minimal Debian with git, Rust and Node.
set -euo pipefail

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
commands=${1:-bash .ci/run}
release=bookworm
root=$project/target/clean-room

step() { echo "== $1" >&2; }
# Copies what exists of the files to a folder.
copy() { cp --archive --dereference "$@" 2>/dev/null || true; }

# The settings of this machine for proxies, certificates and registries.
mapfile -d '' -t registries < <(env -0 | grep -zEi \
  '^([^=]*_proxy|npm_config_[^=]*|cargo_(http|net|registr[a-z]*|source)_[^=]*|ssl_cert_(file|dir)|node_extra_ca_certs|rustup_dist_server)=')

# Runs a script in the root folder. Its namespaces, and so its mounts and processes, end with it.
enter() {
  env --ignore-environment PATH=/root/.cargo/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    HOME=/root LANG=C.UTF-8 "${registries[@]}" \
    unshare --mount --pid --fork --kill-child sh -ceu '
      mkdir -p "$1/dev/pts" "$1/dev/shm"
      mount -t proc proc "$1/proc"
      mount -t devpts -o newinstance,ptmxmode=0666 devpts "$1/dev/pts"
      mount -t tmpfs tmpfs "$1/dev/shm"
      exec chroot "$1" bash -euo pipefail -c "$2"' enter "$root" "$1"
}

[ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || { echo "this needs root, and apt" >&2; exit 1; }

step "minimal Debian"
if ! command -v mmdebstrap >/dev/null || ! [ -e /usr/share/keyrings/debian-archive-keyring.gpg ]; then
  apt-get --quiet update || true
  apt-get --quiet install --yes --no-remove --no-install-recommends mmdebstrap debian-archive-keyring
fi
# The options for networks, and the mirrors that this machine uses, or Debian's own.
options=$(mktemp)
# It may have the password of a proxy.
trap 'rm -f "$options"' EXIT
apt-config dump --no-empty --format '%F "%v";%n' Acquire::http Acquire::https Acquire::Check-Date \
  Acquire::Check-Valid-Until >"$options"
mirrors=$(apt-get indextargets --format 'deb $(REPO_URI) $(RELEASE) main' 'Identifier: Packages' \
  'Origin: Debian' 'Component: main' | { grep " $release" || true; })
rm -rf "$root"
mmdebstrap --mode=root --variant=apt --include=ca-certificates,git --aptopt="$options" \
  "$release" "$root" ${mirrors:+"$mirrors"}
# Chromium resolves `localhost`.
copy /etc/hosts /etc/resolv.conf "$root/etc/"
copy /usr/local/share/ca-certificates/. "$root/usr/local/share/ca-certificates/"
enter update-ca-certificates

step "Rust"
sysroot=$(realpath "$(rustc --print sysroot)")
[[ $sysroot == */toolchains/* ]] || { echo "the active Rust is not rustup's: $sysroot" >&2; exit 1; }
mkdir -p "$root/root/.rustup/toolchains" "$root/root/.cargo/bin"
cp --archive "$sysroot" "$root/root/.rustup/toolchains/"
cp --dereference "$(command -v rustup)" "$root/root/.cargo/bin/"
for proxy in cargo cargo-clippy cargo-fmt clippy-driver rustc rustdoc rustfmt; do
  ln --symbolic rustup "$root/root/.cargo/bin/$proxy"
done
copy "${CARGO_HOME:-$HOME/.cargo}/config.toml" "$root/root/.cargo/"
# A new toolchain has the libraries of its own machine only.
enter "rustup default $(basename "$sysroot")
rustup target list --installed | { grep --invert-match \"\$(rustc --print host-tuple)\" || true; } |
  xargs --no-run-if-empty rustup target remove"

step "Node and npm"
mkdir -p "$root/usr/local/lib/node_modules" "$root/usr/local/etc"
cp --dereference "$(node --print process.execPath)" "$root/usr/local/bin/node"
cp --archive "$(npm root --global)/npm" "$root/usr/local/lib/node_modules/"
for name in npm npx; do
  ln --symbolic "../lib/node_modules/npm/bin/$name-cli.js" "$root/usr/local/bin/$name"
done
copy "$(npm config get userconfig)" "$root/root/.npmrc"
copy "$(npm config get globalconfig)" "$root/usr/local/etc/npmrc"
enter "node --version && npm --version"

step "the last commit"
git clone --quiet --no-hardlinks "$project" "$root/root/b24-users"
git -C "$project" --no-pager log -1 --oneline

step "$commands"
status=0
enter "cd /root/b24-users
$commands" </dev/null || status=$?
step "status $status after $((SECONDS / 60)) min $((SECONDS % 60)) s; the machine stays in $root until the next run"
exit "$status"
