#!/usr/bin/env bash
# Makes a compiler for the browser's part if rustup cannot download the wasm target: Debian's `rustc-web`,
# unpacked (not installed, so no root is needed) into the tools folder, with a standard library for
# wasm32-unknown-unknown built from `rust-web-src`. Only the browser's part is built with it; its output is
# never linked with a crate built by the pinned compiler.
#
# Result: $SANH_TOOLS/rust-web/bin/rustc, which .ci/env.sh finds.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=.ci/env.sh
. "$here/env.sh"

target=wasm32-unknown-unknown
home=$SANH_TOOLS/rust-web
root=$home/root
# The workspace does not compile with an older one (rust-version in Cargo.toml).
oldest=1.95

[ -x "$home/bin/rustc" ] && exit 0

give_up() {
  echo "set-up: $*" >&2
  echo "set-up: the wasm target is missing; where rustup reaches its server: rustup target add $target" >&2
  exit 1
}

if ! command -v apt-get >/dev/null || ! command -v dpkg-deb >/dev/null; then
  give_up "no rustup target, and this is not a Debian system"
fi

version=$(apt-cache policy rustc-web 2>/dev/null | sed -n 's/^ *Candidate: \([0-9.]*\).*/\1/p')
if [ -z "$version" ] && [ "$(id -u)" = 0 ]; then
  apt-get update -qq
  version=$(apt-cache policy rustc-web | sed -n 's/^ *Candidate: \([0-9.]*\).*/\1/p')
fi
[ -n "$version" ] || give_up "apt knows no rustc-web (run: sudo apt-get update)"
[ "$(printf '%s\n' "$oldest" "$version" | sort -V | head -1)" = "$oldest" ] ||
  give_up "Debian's rustc-web is $version; $oldest or newer is needed"

# The names of the library packages contain versions, so they are read from the dependencies.
depends_on() { apt-cache depends "$1" | sed -n "s/^ *Depends: \($2[^ ]*\)$/\1/p" | head -1; }
std=$(depends_on libstd-rust-web-dev 'libstd-rust-web-')
llvm=$(depends_on "$std" 'libllvm')
if [ -z "$std" ] || [ -z "$llvm" ]; then
  give_up "the packages that rustc-web $version needs were not recognised"
fi

rm -rf "$home"
mkdir -p "$home/packages" "$root" "$home/bin"
(cd "$home/packages" && apt-get download -q -o APT::Sandbox::User=root \
  rustc-web rust-web-src libstd-rust-web-dev "$std" "$llvm" >/dev/null)
for package in "$home"/packages/*.deb; do dpkg-deb -x "$package" "$root"; done
rm -rf "$home/packages"

# The compiler expects its libraries in the system's folders; here they are in the unpacked tree.
compiler=$home/rustc
cat >"$compiler" <<WRAPPER
#!/bin/sh
LD_LIBRARY_PATH=$root/usr/lib/$(uname -m)-linux-gnu\${LD_LIBRARY_PATH:+:\$LD_LIBRARY_PATH}
export LD_LIBRARY_PATH
exec $root/usr/bin/rustc "\$@"
WRAPPER
chmod +x "$compiler"

# cargo and the wasm linker come from the installed Rust; in this folder rustup selects the pinned one.
cd "$here"
cargo=$(rustup which cargo 2>/dev/null || command -v cargo)
linker=$(rustc --print target-libdir)/../bin/rust-lld
[ -x "$linker" ] || give_up "this Rust has no rust-lld to link wasm with"
mkdir -p "$root/usr/lib/rustlib/$(uname -m)-unknown-linux-gnu/bin"
ln -s "$(realpath "$linker")" "$root/usr/lib/rustlib/$(uname -m)-unknown-linux-gnu/bin/rust-lld"

source=$(echo "$root"/usr/src/rustc-*/library)
# The same flags and the profile `dist` that Rust's own build uses for the standard library.
(cd "$source" && env -u CARGO_BUILD_TARGET \
  RUSTC="$compiler" RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR="$home/build" \
  RUSTFLAGS="-Zforce-unstable-if-unmarked -Cembed-bitcode=yes" \
  nice "$cargo" build --quiet --profile dist --target "$target" \
  --manifest-path sysroot/Cargo.toml --features compiler-builtins-mem)
library=$root/usr/lib/rustlib/$target/lib
mkdir -p "$library"
cp "$home/build/$target/dist/deps/"*.rlib "$library/"
rm -rf "$home/build" "${root:?}/usr/src" "${root:?}/usr/share"

# Last, so that an interrupted run leaves nothing that looks finished.
mv "$compiler" "$home/bin/rustc"
