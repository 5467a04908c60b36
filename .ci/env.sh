# shellcheck shell=bash
# Sourced by the Makefile's recipes and by the set-up: where tools are, and which compiler builds what.
#
#   SANH_TOOLS       the folder that set-up installs tools to; default: the user's cache
#   SANH_WASM_RUSTC  set when the browser's half needs another compiler (see wasm-sysroot.sh)

export SANH_TOOLS="${SANH_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/sanh/tools}"
case ":$PATH:" in
*":$SANH_TOOLS/bin:"*) ;;
*)
  # Rust by rustup may be installed and not yet on this shell's PATH.
  PATH="$SANH_TOOLS/bin:$PATH:${CARGO_HOME:-$HOME/.cargo}/bin"
  export PATH
  ;;
esac

# The toolchain that rust-toolchain.toml pins, when it is there; else one that set-up found good enough.
if [ -z "${RUSTUP_TOOLCHAIN:-}" ] && [ -s "$SANH_TOOLS/toolchain" ]; then
  RUSTUP_TOOLCHAIN=$(cat "$SANH_TOOLS/toolchain")
  export RUSTUP_TOOLCHAIN
fi

if [ -x "$SANH_TOOLS/rust-web/bin/rustc" ]; then
  export SANH_WASM_RUSTC="$SANH_TOOLS/rust-web/bin/rustc"
fi
