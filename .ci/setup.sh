#!/usr/bin/env bash
# Installs what a purpose needs and is not there yet; says what it does and how long it took.
#
#   setup.sh check   the pinned Rust: format, lints and unit tests
#   setup.sh run     what builds the program with its site: `make run`, `make dist`, `make watch`
#   setup.sh test    what the whole test run needs besides: browsers of today and of old televisions, PostgreSQL, strace,
#                    Node packages
#
# Nothing is installed twice. Tools of its own go to $SANH_TOOLS (default: sanh/tools in the user's cache); only
# Debian packages need root, and without root the one command to run is printed instead.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
project=$(dirname "$here")
cd "$project"
# shellcheck source=.ci/env.sh
. "$here/env.sh"

purpose=${1:-test}
target=wasm32-unknown-unknown
# The newest that the pinned Rust compiles.
cargo_leptos=0.3.10
# The wasm-opt that the release build is made with.
binaryen=132.0.0

say() { echo "set-up: $*"; }
fail() {
  echo "set-up: $*" >&2
  exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

# step WHAT COMMAND...: runs one piece of set-up between two lines that say what it is and how long it took.
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
  have cc || echo build-essential
  if [ "$purpose" = test ]; then
    have npm || echo npm
    have chromium || have google-chrome || echo chromium
    have firefox-esr || have firefox || echo firefox-esr
    # The old engines' own need; a Chromium of the system brings it along, one named in SANH_CHROMIUM may not.
    has_library libnss3.so || echo libnss3
    has_library libexpat.so.1 || echo libexpat1
    initdb_path || echo postgresql
    have strace || echo strace
  fi
}

install_packages() {
  # Old or missing lists are the usual reason for a first failure.
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

# --- Rust --------------------------------------------------------------------------------------------------------

pinned() { sed -n 's/^channel *= *"\(.*\)"/\1/p' rust-toolchain.toml; }

# Where the pinned toolchain cannot be fetched, one that is there and is the same release under another name serves.
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

# A stand-in noted by an earlier run is dropped when the pin has moved on.
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

# Built without debug information and without full optimisation: they run for seconds, building them takes minutes.
cargo_install() {
  local opt_level=$1
  shift
  CARGO_PROFILE_DEV_DEBUG=0 CARGO_PROFILE_DEV_OPT_LEVEL=$opt_level CARGO_TARGET_DIR="$SANH_TOOLS/build" \
    cargo install --quiet --debug --locked --force --root "$SANH_TOOLS" "$@" && rm -rf "$SANH_TOOLS/build"
}

has_cargo_leptos() {
  have cargo-leptos && cargo-leptos --version 2>/dev/null | grep -qE '(^| )0\.3\.'
}

binstall_cargo_leptos() {
  have cargo-binstall && timeout 300 cargo-binstall --no-confirm --disable-strategies compile \
    --root "$SANH_TOOLS" "cargo-leptos@$cargo_leptos" >/dev/null 2>&1 && has_cargo_leptos
}

leptos() {
  has_cargo_leptos && return 0
  binstall_cargo_leptos && say "cargo-leptos $cargo_leptos: taken by cargo-binstall" && return 0
  step "cargo-leptos $cargo_leptos (built here, about 10 minutes on 2 cores)" \
    cargo_install 0 "cargo-leptos@$cargo_leptos"
}

# The tool must be of the very version of the crate in the lock file.
wasm_bindgen() {
  local version
  version=$(sed -n '/^name = "wasm-bindgen"$/{n;s/^version = "\(.*\)"/\1/p}' Cargo.lock)
  have wasm-bindgen && [ "$(wasm-bindgen --version 2>/dev/null)" = "wasm-bindgen $version" ] && return 0
  # Unoptimised, it would spend longer on one debug build of the site than optimising it costs.
  step "wasm-bindgen $version (built here, about 4 minutes on 2 cores)" \
    cargo_install 1 --bin wasm-bindgen "wasm-bindgen-cli@$version"
}

install_wasm_opt() {
  npm install --silent --no-save --ignore-scripts --prefix "$SANH_TOOLS/binaryen" "binaryen@$binaryen" >/dev/null &&
    mkdir -p "$SANH_TOOLS/bin" &&
    ln -sf ../binaryen/node_modules/.bin/wasm-opt "$SANH_TOOLS/bin/wasm-opt" &&
    wasm-opt --version >/dev/null
}

wasm_opt() {
  have wasm-opt && return 0
  have npm || fail "wasm-opt is missing. Install Node.js (npm) or binaryen, then try again."
  step "wasm-opt (npm's binaryen $binaryen)" install_wasm_opt
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

# Node packages carry the engines of old televisions packed.
old_engines() {
  local version
  # They are built for this kind of processor alone.
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
check) rust ;;
run)
  packages
  rust
  wasm_target
  leptos
  wasm_bindgen
  wasm_opt
  ;;
test)
  packages
  rust
  wasm_target
  node_packages
  old_engines
  leptos
  wasm_bindgen
  ;;
*) fail "unknown purpose '$purpose': check, run or test" ;;
esac
# The server embeds the site, so the folder must be there even before the first build of it.
mkdir -p target/site
say "ready for '$purpose' ($((SECONDS - started)) s)"
