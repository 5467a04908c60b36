# shellcheck shell=bash
# Sourced by the Makefile's recipes and by the set-up: where tools are, and which compiler builds what.
#
#   SANH_TOOLS       the folder that set-up installs tools to; default: the user's cache
#   SANH_WASM_RUSTC  set when the browser's part needs another compiler (see wasm-sysroot.sh)

export SANH_TOOLS="${SANH_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/sanh/tools}"
case ":$PATH:" in
*":$SANH_TOOLS/bin:"*) ;;
*)
  # rustup may have installed Rust without changing this shell's PATH yet.
  PATH="$SANH_TOOLS/bin:$PATH:${CARGO_HOME:-$HOME/.cargo}/bin"
  export PATH
  ;;
esac

# The toolchain that rust-toolchain.toml pins, unless set-up has recorded a stand-in for it.
if [ -z "${RUSTUP_TOOLCHAIN:-}" ] && [ -s "$SANH_TOOLS/toolchain" ]; then
  RUSTUP_TOOLCHAIN=$(cat "$SANH_TOOLS/toolchain")
  export RUSTUP_TOOLCHAIN
fi

if [ -x "$SANH_TOOLS/rust-web/bin/rustc" ]; then
  export SANH_WASM_RUSTC="$SANH_TOOLS/rust-web/bin/rustc"
fi
