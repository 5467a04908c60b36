#!/usr/bin/env bash
# Checks the rules of .cargo/deny.toml for the crates in the lock file: with cargo-deny if it is installed, otherwise those
# that .ci/deny.mjs can check. Prints what it leaves out.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=.ci/env.sh
. .ci/env.sh

if ! command -v cargo-deny >/dev/null; then
  node .ci/deny.mjs
  echo "deny: advisories are left out: they need cargo-deny (cargo install --locked cargo-deny)"
  exit 0
fi

cargo deny --log-level error check bans licenses sources
database=$(mktemp)
trap 'rm -f "$database"' EXIT
if timeout 120 cargo deny --log-level error fetch db >"$database" 2>&1; then
  cargo deny --log-level error check --disable-fetch advisories
else
  echo "deny: advisories are left out: their database is out of reach"
fi
