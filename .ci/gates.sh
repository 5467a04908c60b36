#!/usr/bin/env bash
# The rules of the house that no compiler and no linter checks. Prints every breach; exit 1 if there is one.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export LC_ALL=C.UTF-8

breaches=0
breach() {
  echo "gate: $*" >&2
  breaches=$((breaches + 1))
}
# sources PATTERN PATH...: the lines of Rust code, comments left out, that match.
sources() {
  local pattern=$1
  shift
  grep -rnE --include='*.rs' "$pattern" "$@" 2>/dev/null | grep -vE '^[^:]+:[0-9]+:[[:space:]]*//' || true
}
# program PATTERN FILE...: the same, with the tests at a file's end left out, too.
program() {
  local pattern=$1
  shift
  awk -v pattern="$pattern" 'FNR == 1 { tests = 0 } /^#\[cfg\(test\)\]/ { tests = 1 }
    !tests && $0 ~ pattern && $0 !~ /^[[:space:]]*\/\// { print FILENAME ":" FNR ": " $0 }' "$@"
}

# 1. The two halves are told apart in one place.
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

# 3. One place asks the time, one reads the environment. (Clippy says so too, but not to what macros write.)
found=$(sources '(Utc|Local|SystemTime)::now' app/src app/domain/src server/store/src server/src | grep -v '^server/src/clock.rs:' || true)
[ -z "$found" ] || breach "the time is asked outside server/src/clock.rs:
$found"
found=$(sources 'env::vars?(_os)?\(' app/src app/domain/src server/store/src server/src | grep -v '^server/src/config.rs:' || true)
[ -z "$found" ] || breach "the environment is read outside server/src/config.rs:
$found"

# 4. `app` names no SQL and no HTTP framework.
found=$(grep -nE '^(sqlx|axum|hyper|tower)' app/Cargo.toml || true)
[ -z "$found" ] || breach "app depends on the server's side: $found"

mapfile -t screens < <(find app/src \( -name tests -o -path app/src/text \) -prune -o -name '*.rs' ! -name 'tests.rs' -print)

# 5. A strict Content-Security-Policy has no room for inline style.
found=$(program '[[:space:]"<]style(:[a-z-]+)?=' "${screens[@]}")
[ -z "$found" ] || breach "inline style; use a class or an SVG attribute:
$found"

# 6. What a person reads comes from the catalogues: no Vietnamese letters in a screen's own code.
found=$(program '(ă|â|đ|ê|ô|ơ|ư|Đ|ạ|ả|ấ|ầ|ậ|ắ|ặ|ẹ|ế|ề|ể|ệ|ị|ọ|ố|ồ|ộ|ớ|ờ|ở|ợ|ụ|ủ|ứ|ừ|ử|ữ|ự|ỳ)' "${screens[@]}")
[ -z "$found" ] || breach "text outside the catalogues:
$found"

# 7. Both engines have the same migrations.
if [ -d migrations/sqlite ] && [ -d migrations/postgres ]; then
  diff <(ls migrations/sqlite) <(ls migrations/postgres) >/dev/null ||
    breach "migrations differ: $(diff <(ls migrations/sqlite) <(ls migrations/postgres) | grep '^[<>]' | tr '\n' ' ')"
fi

# 8. The lock files of Node packages say what, not where from.
found=$(grep -l '"resolved"' end2end/package-lock.json end2end/*/package-lock.json .ci/site/package-lock.json || true)
[ -z "$found" ] || breach "download addresses are recorded (npm config omit-lockfile-registry-resolved=true) in $found"

# 9. The dark colours stand twice, for a wall's setting and for a page's device; they are the same.
colours() { sed -n "/$1/,/^ *}/p" style/tokens.css | grep -oE -- '--[a-z-]+: #[0-9a-f]+' | sort; }
[ "$(colours '^\[data-theme="dark"\]')" = "$(colours '^@media screen and (prefers-color-scheme: dark)')" ] ||
  breach "style/tokens.css: the dark colours of walls and of pages differ"

# 10. A migration that a release has carried to databases in use stays as it was.
changed=$(sha256sum --check --quiet --strict migrations/released.sha256 2>&1) ||
  breach "a released migration has changed; add a new one instead:
$changed"

# 11. The tool that makes the wasm's script is of the release of the crate that the wasm is made with.
locked() { sed -n '/^name = "wasm-bindgen"$/{n;s/^version = "\(.*\)"/\1/p}' "$1"; }
tool=$(sed -n 's/^wasm-bindgen-cli-support = "=\(.*\)"/\1/p' .ci/bindgen/Cargo.toml)
[ "$(locked Cargo.lock)" = "$tool" ] || breach ".ci/bindgen is made of wasm-bindgen $tool, the wasm of $(locked Cargo.lock)"

# 12. Documents: links, paths, commands, settings and addresses are those of the source.
# shellcheck source=.ci/documents.sh
. .ci/documents.sh

# 13. The domain is values and rules: it waits for nothing and asks nobody; the modules of a crate know only those below them.
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

# 14. Figures that documents quote are those of the file that the bench wrote.
found=$(node .ci/figures.mjs check) || breach "documents and measured figures differ:
$found"

# 15. One thing has one name in the catalogues; these are names that it had beside it, and phrases that a reader stumbles over.
renamed='[Tt]rễ hạn|[Tt]rước và đúng hạn|[Gg]óc nhìn|80% xong|[Nn]gày khác thường lệ|CMND|[Cc]hứng minh nhân dân|[Cc]ông dân (xin )?rút'
renamed+='|Ghi việc đã chọn'
found=$(grep -rnE "$renamed" app/locales/vi || true)
renamed='[Ff]irst promise|[Ii]n (the|whose|nobody’s) hands|slip will be over|follows by itself|= Any days|= Drawn|Take away as|Kept views|Hear it again'
found+=$(grep -rnE "^[^#]*($renamed)" app/locales/en || true)
[ -z "$found" ] || breach "names that were given up; see how the other catalogues call it:
$found"

[ "$breaches" -eq 0 ] || exit 1
echo "gates: 15 rules kept"
