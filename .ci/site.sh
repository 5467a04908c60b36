#!/usr/bin/env bash
# Builds the site that the program embeds, into target/site: the browser's part of `app` as wasm with its script, the
# style sheets in one file, fonts and icons.
#
#   site.sh debug     quick, for tests; a debug build of the program reads the folder as it is
#   site.sh release   small, for browsers: wasm optimised, style and script shortened
#
# The files are the same as from `cargo leptos build --frontend-only`. Settings for both (browsers that the style is lowered
# for, arguments of wasm-opt) are in Cargo.toml's metadata for cargo-leptos, which `make watch` runs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=.ci/env.sh
. .ci/env.sh

kind=${1:-debug}
wasm_target=wasm32-unknown-unknown
target=${CARGO_TARGET_DIR:-target}
front=$target/front
# The site is built here first, then copied file by file.
staged=$front/site
site=target/site
tools=$SANH_TOOLS/site/node_modules/.bin

# The value of a cargo-leptos setting; for a list, its words.
setting() { sed -n "s/^$1 = //p" Cargo.toml | tr -d '[]",'; }

case $kind in
debug) profile=dev folder=debug minify=() ;;
release) profile=$(setting lib-profile-release) minify=(--minify) && folder=$profile ;;
*)
  echo "site.sh: '$kind' is neither debug nor release" >&2
  exit 2
  ;;
esac

build_wasm() (
  # The browser's part may need another compiler than the server's; see wasm-sysroot.sh.
  if [ -n "${SANH_WASM_RUSTC:-}" ]; then export RUSTC="$SANH_WASM_RUSTC"; fi
  cargo build --package sanh-app --lib --no-default-features --features hydrate --target "$wasm_target" \
    --target-dir "$front" --profile "$profile"
)

package_wasm() {
  local pkg=$staged/pkg optimise
  wasm-bindgen --target=web --out-name=sanh --out-dir="$pkg" "$front/$wasm_target/$folder/sanh_app.wasm"
  # The name under which Leptos loads it.
  mv "$pkg/sanh_bg.wasm" "$pkg/sanh.wasm"
  [ "$kind" = release ] || return 0
  read -ra optimise <<<"$(setting wasm-opt-features)"
  "$tools/wasm-opt" "${optimise[@]}" "$pkg/sanh.wasm" -o "$pkg/sanh.wasm"
  "$tools/esbuild" "$pkg/sanh.js" --minify --log-level=warning --allow-overwrite --outfile="$pkg/sanh.js"
}

lower_style() {
  "$tools/lightningcss" --bundle "${minify[@]}" --targets "$(setting browserquery)" "$(setting style-file)" \
    --output-file "$staged/pkg/sanh.css"
}

# Only files that differ are written, because a newer file makes cargo build the program again.
bring() {
  local file
  (cd "$staged" && find . -type f) | while read -r file; do
    cmp -s "$staged/$file" "$site/$file" || install -D -m 644 "$staged/$file" "$site/$file"
  done
  (cd "$site" && find . -type f) | while read -r file; do
    [ -e "$staged/$file" ] || rm "$site/$file"
  done
  find "$site" -mindepth 1 -type d -empty -delete
}

build_wasm
rm -rf "$staged"
mkdir -p "$staged/pkg" "$site"
cp -R "$(setting assets-dir)/." "$staged"
package_wasm
lower_style
bring
