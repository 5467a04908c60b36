#!/usr/bin/env bash
# Installs what a purpose needs and the machine lacks; prints what it does and how long it took.
#
#   setup.sh check   the pinned Rust, and Node for the gates: format, lints and unit tests
#   setup.sh run     what the build of the program and its site needs: `make run`, `make dist`
#   setup.sh watch   also cargo-leptos, which rebuilds whenever a file is saved: `make watch`
#   setup.sh test    also what all tests need: current browsers and those of old televisions, PostgreSQL, strace,
#                    Node packages
#
# Nothing is installed twice. Tools go to $SANH_TOOLS (default: sanh/tools in the user's cache). Only Debian packages
# need root; without root the command to run is printed instead.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
project=$(dirname "$here")
cd "$project"
# shellcheck source=.ci/env.sh
. "$here/env.sh"

purpose=${1:-test}
target=wasm32-unknown-unknown
# The newest version that the pinned Rust can compile.
cargo_leptos=0.3.10

say() { echo "set-up: $*"; }
fail() {
  echo "set-up: $*" >&2
  exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

# step WHAT COMMAND...: runs a command; prints what it is before, and how long it took after.
step() {
  local what=$1 started=$SECONDS
  shift
  say "$what ..."
  "$@" || fail "$what: failed"
  say "$what: done in $((SECONDS - started)) s"
}

# --- Debian packages ---------------------------------------------------------------------------------------------

initdb_path() {
  have initdb && return 0
  local found
  found=$(compgen -G '/usr/lib/postgresql/*/bin/initdb' || true)
  [ -n "$found" ]
}

# Root's tools may not be on an ordinary user's PATH.
has_library() { { ldconfig -p 2>/dev/null || /sbin/ldconfig -p; } | grep "^[[:space:]]*$1 " >/dev/null; }

missing_packages() {
  # The allocator has a Makefile of its own.
  { have cc && have make; } || echo build-essential
  have npm || echo npm
  if [ "$purpose" = test ]; then
    have chromium || have google-chrome || echo chromium
    have firefox-esr || have firefox || echo firefox-esr
    # The old engines need it. The system's Chromium depends on it too, but one named in SANH_CHROMIUM may not.
    has_library libnss3.so || echo libnss3
    has_library libexpat.so.1 || echo libexpat1
    initdb_path || echo postgresql
    have strace || echo strace
  fi
}

install_packages() {
  # Outdated or missing package lists are the usual reason for a failure.
  local install=(apt-get install -y -qq --no-install-recommends "$@")
  export DEBIAN_FRONTEND=noninteractive
  if [ -z "$(ls /var/lib/apt/lists/*Packages* 2>/dev/null)" ] || ! "${install[@]}" >/dev/null 2>&1; then
    apt-get update -qq && "${install[@]}" >/dev/null
  fi
}

packages() {
  local missing
  mapfile -t missing < <(missing_packages)
  [ "${#missing[@]}" -gt 0 ] || return 0
  have apt-get || fail "missing: ${missing[*]} (named as Debian's packages). Install them, then run this again."
  if [ "$(id -u)" != 0 ]; then
    fail "missing: ${missing[*]}. Run this, then try again:
  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing[*]}"
  fi
  step "Debian packages ${missing[*]}" install_packages "${missing[@]}"
}

# The same browser without a window's interface: the specs take half the processor time in it. Not every distribution packs it.
headless_shell() {
  { have chromium && ! have chromium-headless-shell && have apt-get && [ "$(id -u)" = 0 ]; } || return 0
  install_packages chromium-headless-shell || say "there is no chromium-headless-shell here; the specs run in chromium"
}

# --- Rust --------------------------------------------------------------------------------------------------------

pinned() { sed -n 's/^channel *= *"\(.*\)"/\1/p' rust-toolchain.toml; }

# If the pinned toolchain cannot be downloaded, an installed one with another name but the same release is used.
toolchain_of_the_same_release() {
  local name
  for name in $(rustup toolchain list 2>/dev/null | awk '{print $1}'); do
    if rustc "+$name" --version 2>/dev/null | grep -q "^rustc $(pinned) "; then
      echo "$name"
      return 0
    fi
  done
  return 1
}

install_rust() {
  timeout 900 rustup toolchain install "$(pinned)" --profile minimal --component clippy,rustfmt --no-self-update
}

rust_works() { rustc --version >/dev/null 2>&1 && cargo --version >/dev/null 2>&1; }

# A stand-in recorded by an earlier run is dropped when another version is pinned.
forget_stale_toolchain() {
  [ -e "$SANH_TOOLS/toolchain" ] || return 0
  rustc --version 2>/dev/null | grep -q "^rustc $(pinned) " && return 0
  rm "$SANH_TOOLS/toolchain"
  unset RUSTUP_TOOLCHAIN
}

rust() {
  forget_stale_toolchain
  if ! rust_works; then
    if ! have rustup; then
      fail "Rust is missing. Install it with rustup (https://rustup.rs), then try again."
    fi
    local other
    if other=$(toolchain_of_the_same_release); then
      mkdir -p "$SANH_TOOLS"
      echo "$other" >"$SANH_TOOLS/toolchain"
      export RUSTUP_TOOLCHAIN=$other
      say "Rust $(pinned): using the toolchain '$other', which is the same release"
    else
      step "Rust $(pinned)" install_rust
    fi
  fi
  rust_works || fail "this Rust does not run: rustc --version fails in this folder"
  if ! cargo clippy --version >/dev/null 2>&1 || ! cargo fmt --version >/dev/null 2>&1; then
    step "clippy and rustfmt" rustup component add clippy rustfmt
  fi
}

has_wasm_target() { compgen -G "$(rustc --print target-libdir --target "$target" 2>/dev/null)/libcore-*" >/dev/null; }

wasm_target() {
  [ -z "${SANH_WASM_RUSTC:-}" ] || return 0
  has_wasm_target && return 0
  local started=$SECONDS
  say "Rust's wasm target ..."
  if have rustup && timeout 300 rustup target add "$target" >/dev/null 2>&1 && has_wasm_target; then
    say "Rust's wasm target: done in $((SECONDS - started)) s"
    return 0
  fi
  say "Rust's wasm target: rustup cannot give it here"
  step "a wasm compiler made from Debian's rustc-web (about 2 minutes)" bash "$here/wasm-sysroot.sh"
}

# --- Tools of the site's build -----------------------------------------------------------------------------------

# taken_by_binstall CRATE@VERSION: downloads a built program, if cargo-binstall is installed and finds one.
taken_by_binstall() {
  have cargo-binstall && timeout 300 cargo-binstall --no-confirm --disable-strategies compile \
    --root "$SANH_TOOLS" "$1" >/dev/null 2>&1 && say "$1: taken by cargo-binstall"
}

# The build folder is removed afterwards, because nothing else uses it.
cargo_install() {
  CARGO_TARGET_DIR="$SANH_TOOLS/build" cargo install --quiet --locked --force --root "$SANH_TOOLS" "$@" &&
    rm -rf "$SANH_TOOLS/build"
}

has_cargo_leptos() {
  have cargo-leptos && cargo-leptos --version 2>/dev/null | grep -qE '(^| )0\.3\.'
}

# Without debug information and optimisation: the build takes minutes, and the tool mostly runs other programs.
install_cargo_leptos() {
  CARGO_PROFILE_DEV_DEBUG=0 cargo_install --debug "cargo-leptos@$cargo_leptos"
}

leptos() {
  has_cargo_leptos && return 0
  taken_by_binstall "cargo-leptos@$cargo_leptos" && has_cargo_leptos && return 0
  step "cargo-leptos $cargo_leptos (built here, about 10 minutes on 2 cores)" install_cargo_leptos
}

# The tool must have exactly the version of the crate in the lock file.
wasm_bindgen_version() { sed -n '/^name = "wasm-bindgen"$/{n;s/^version = "\(.*\)"/\1/p}' Cargo.lock; }

has_wasm_bindgen() { [ "$(wasm-bindgen --version 2>/dev/null)" = "wasm-bindgen $(wasm_bindgen_version)" ]; }

install_wasm_bindgen() { cargo_install --path "$here/bindgen" && has_wasm_bindgen; }

wasm_bindgen() {
  local version
  version=$(wasm_bindgen_version)
  has_wasm_bindgen && return 0
  taken_by_binstall "wasm-bindgen-cli@$version" && has_wasm_bindgen && return 0
  step "wasm-bindgen $version (built here, about a minute on 2 cores)" install_wasm_bindgen
}

# wasm-opt, lightningcss and esbuild, at the versions of .ci/site/package-lock.json.
install_site_tools() {
  local folder=$SANH_TOOLS/site
  rm -rf "$folder"
  mkdir -p "$folder"
  cp "$here"/site/package*.json "$folder/"
  # Only the install script of lightningcss runs: it installs the program for this machine.
  (cd "$folder" && npm ci --silent --ignore-scripts --no-audit --no-fund &&
    cd node_modules/lightningcss-cli && node postinstall.js) && touch "$folder/ready"
}

site_tools() {
  [ -e "$SANH_TOOLS/site/ready" ] && cmp -s "$here/site/package-lock.json" "$SANH_TOOLS/site/package-lock.json" && return 0
  step "tools of the site's build (npm)" install_site_tools
}

# --- Tests -------------------------------------------------------------------------------------------------------

install_node_packages() {
  (cd end2end && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --silent --ignore-scripts --no-audit --no-fund) &&
    cp end2end/package-lock.json end2end/node_modules/.installed-lock.json
}

node_packages() {
  local major
  major=$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0)
  [ "$major" -ge 20 ] || fail "Node.js 20 or newer is needed for the browser tests; this is $(node --version 2>/dev/null || echo none)."
  cmp -s end2end/package-lock.json end2end/node_modules/.installed-lock.json && return 0
  step "Node packages of the browser tests" install_node_packages
}

unpack_engines() { node end2end/support/engines.mjs >/dev/null; }

# Node packages contain the engines of old televisions in packed form.
old_engines() {
  local version
  # The engines only exist for this processor.
  [ "$(uname -m)" = x86_64 ] || return 0
  for version in 67 75 91; do
    [ ! -x "${CARGO_TARGET_DIR:-target}/engines/chromium-$version/chromium" ] || continue
    step "engines of old televisions" unpack_engines
    return 0
  done
}

# -----------------------------------------------------------------------------------------------------------------

started=$SECONDS
case $purpose in
check)
  packages
  rust
  ;;
run)
  packages
  rust
  wasm_target
  site_tools
  wasm_bindgen
  ;;
watch)
  packages
  rust
  wasm_target
  site_tools
  wasm_bindgen
  leptos
  ;;
test)
  packages
  headless_shell
  rust
  wasm_target
  node_packages
  old_engines
  site_tools
  wasm_bindgen
  ;;
*) fail "unknown purpose '$purpose': check, run, watch or test" ;;
esac
# The server embeds the site, so its folder must exist even before the first build.
mkdir -p target/site
say "ready for '$purpose' ($((SECONDS - started)) s)"
