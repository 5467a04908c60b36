#!/usr/bin/env bash
# The project's rules that no compiler and no linter checks. Prints every breach; exit 1 if there is one.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export LC_ALL=C.UTF-8

breaches=0
breach() {
  echo "gate: $*" >&2
  breaches=$((breaches + 1))
}
# sources PATTERN PATH...: matching lines of Rust code, without comments.
sources() {
  local pattern=$1
  shift
  grep -rnE --include='*.rs' "$pattern" "$@" 2>/dev/null | grep -vE '^[^:]+:[0-9]+:[[:space:]]*//' || true
}
# program PATTERN FILE...: the same without the tests at the end of a file.
program() {
  local pattern=$1
  shift
  awk -v pattern="$pattern" 'FNR == 1 { tests = 0 } /^#\[cfg\(test\)\]/ { tests = 1 }
    !tests && $0 ~ pattern && $0 !~ /^[[:space:]]*\/\// { print FILENAME ":" FNR ": " $0 }' "$@"
}

# 1. Few places tell the server's build from the browser's.
gated=$(sources 'cfg(_attr)?\([^)]*feature' app/src)
[ "$(printf '%s' "$gated" | grep -c . || true)" -le 3 ] || breach "more than 3 cfg(feature ...) in app/src:
$gated"

# 2. The top level is fixed.
house='Cargo.toml Cargo.lock Makefile LICENSE README.md app server style migrations end2end'
for entry in $(git ls-files --cached --others --exclude-standard | cut -d/ -f1 | sort -u); do
  case " $house " in
  *" $entry "*) ;;
  *) [[ $entry == .* || $entry == rust-toolchain.toml ]] || breach "'$entry' does not belong to the top level" ;;
  esac
done

# 3. One place asks for the time, one reads the environment. (Clippy checks this too, but not in the output of macros.)
found=$(sources '(Utc|Local|SystemTime)::now' app/src app/domain/src server/store/src server/src | grep -v '^server/src/clock.rs:' || true)
[ -z "$found" ] || breach "the time is asked outside server/src/clock.rs:
$found"
found=$(sources 'env::vars?(_os)?\(' app/src app/domain/src server/store/src server/src | grep -v '^server/src/config.rs:' || true)
[ -z "$found" ] || breach "the environment is read outside server/src/config.rs:
$found"

# 4. `app` depends on no SQL and no HTTP framework.
found=$(grep -nE '^(sqlx|axum|hyper|tower)' app/Cargo.toml || true)
[ -z "$found" ] || breach "app depends on the server's side: $found"

mapfile -t screens < <(find app/src \( -name tests -o -path app/src/text \) -prune -o -name '*.rs' ! -name 'tests.rs' -print)

# 5. The strict Content-Security-Policy allows no inline style.
found=$(program '[[:space:]"<]style(:[a-z-]+)?=' "${screens[@]}")
[ -z "$found" ] || breach "inline style; use a class or an SVG attribute:
$found"

# 6. Text for people comes from the catalogues: no Vietnamese letters in the code of a page.
found=$(program '(ă|â|đ|ê|ô|ơ|ư|Đ|ạ|ả|ấ|ầ|ậ|ắ|ặ|ẹ|ế|ề|ể|ệ|ị|ọ|ố|ồ|ộ|ớ|ờ|ở|ợ|ụ|ủ|ứ|ừ|ử|ữ|ự|ỳ)' "${screens[@]}")
[ -z "$found" ] || breach "text outside the catalogues:
$found"
# In English, people are served at a desk and sums are totals: "counter" would mean both.
found=$(grep -rniP '(= |^ +).*\bcounters?\b(?![^{]*\})' app/locales/en || true)
[ -z "$found" ] || breach "say desk or total:
$found"

# 7. Both engines have the same migrations.
if [ -d migrations/sqlite ] && [ -d migrations/postgres ]; then
  diff <(ls migrations/sqlite) <(ls migrations/postgres) >/dev/null ||
    breach "migrations differ: $(diff <(ls migrations/sqlite) <(ls migrations/postgres) | grep '^[<>]' | tr '\n' ' ')"
fi

# 8. The lock files of Node packages name versions, not download addresses.
found=$(grep -l '"resolved"' end2end/package-lock.json end2end/*/package-lock.json .ci/site/package-lock.json || true)
[ -z "$found" ] || breach "download addresses are recorded (npm config omit-lockfile-registry-resolved=true) in $found"

# 9. The dark colours are written twice, for the setting of a wall and for the device of a page, and must be the same.
colours() { sed -n "/$1/,/^ *}/p" style/tokens.css | grep -oE -- '--[a-z-]+: #[0-9a-f]+' | sort; }
[ "$(colours '^\[data-theme="dark"\]')" = "$(colours '^@media screen and (prefers-color-scheme: dark)')" ] ||
  breach "style/tokens.css: the dark colours of walls and of pages differ"

# 10. A migration that was released does not change, because databases in use have run it.
changed=$(sha256sum --check --quiet --strict migrations/released.sha256 2>&1) ||
  breach "a released migration has changed; add a new one instead:
$changed"

# 11. wasm-bindgen's tool has the same version as its crate in the lock file.
locked() { sed -n '/^name = "wasm-bindgen"$/{n;s/^version = "\(.*\)"/\1/p}' "$1"; }
tool=$(sed -n 's/^wasm-bindgen-cli-support = "=\(.*\)"/\1/p' .ci/bindgen/Cargo.toml)
[ "$(locked Cargo.lock)" = "$tool" ] || breach ".ci/bindgen is made of wasm-bindgen $tool, the wasm of $(locked Cargo.lock)"

# 12. Links, paths, commands, settings and addresses in documents exist in the source.
# shellcheck source=.ci/documents.sh
. .ci/documents.sh

# 13. The domain has only values and rules: no async, no I/O, no clock. No modules of a crate form a cycle, at any level.
found=$(grep -nE '^(leptos|tokio|sqlx|axum)' app/domain/Cargo.toml || true)
[ -z "$found" ] || breach "the domain depends on more than values:
$found"
found=$(sources '(async fn|async move|std::fs|(SystemTime|Utc|Local)::now)' app/domain/src)
[ -z "$found" ] || breach "the domain waits, reads a file, or asks the time:
$found"
for crate in app/domain server/store app server; do
  cycle=$(node .ci/cycles.mjs "$crate/src")
  [ -z "$cycle" ] || breach "modules of $crate form a cycle:
$cycle"
done

# 14. Figures in documents are those that the benchmark measured.
found=$(node .ci/figures.mjs check) || breach "documents and measured figures differ:
$found"

# 15. One thing has one name in the catalogues: these are other names that were given up, and phrases that are hard to read.
renamed='[Tt]rễ hạn|[Tt]rước và đúng hạn|[Gg]óc nhìn|80% xong|[Nn]gày khác thường lệ|CMND|[Cc]hứng minh nhân dân|[Cc]ông dân (xin )?rút'
renamed+='|Ghi việc đã chọn'
found=$(grep -rnE "$renamed" app/locales/vi || true)
renamed='[Ff]irst promise|[Ii]n (the|whose|nobody’s) hands|slip will be over|follows by itself|= Any days|= Drawn|Take away as|Kept views|Hear it again|[“ ][Ww]alls?([ .,;:’”]|$)'
found+=$(grep -rnE "^[^#]*($renamed)" app/locales/en || true)
[ -z "$found" ] || breach "names that were given up; see how the other catalogues call it:
$found"

[ "$breaches" -eq 0 ] || exit 1
echo "gates: 15 rules kept"
