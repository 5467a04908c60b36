# shellcheck shell=bash
# Sourced by gates.sh, which defines `breach`: checks that the documents agree with the source.

documents=(README.md server/docs/*.md app/ARCHITECTURE.md .github/*.md)
settings=server/src/config.rs

# quoted FILE...: the texts between backticks, one per line.
quoted() { grep -ohE '`[^`]+`' "$@" | tr -d '`' | sort -u; }
# missing HAVE < WANTED: the lines of the input that are not lines of HAVE.
missing() { grep -vxFf <(printf '%s\n' "$1") || true; }
# anchors FILE: the anchors that GitHub makes for its headings.
anchors() { sed -n 's/^##* //p' "$1" | tr '[:upper:]' '[:lower:]' | sed "s/[^[:alnum:] _-]//g; s/ /-/g"; }
# places PATTERN: files and line numbers of the documents that match, for a message.
places() { grep -nF -- "$1" "${documents[@]}" | cut -d: -f1,2 | tr '\n' ' '; }

[ "$(wc -l <README.md)" -le 150 ] || breach "README.md is longer than 150 lines; the rest belongs into server/docs"

# Links lead to existing files, and to headings in them.
for document in "${documents[@]}"; do
  while read -r link; do
    file=${link%%#*}
    target=$document
    [ -z "$file" ] || target=$(dirname "$document")/$file
    if [ ! -e "$target" ]; then
      breach "$document: there is no $link"
    elif [[ $link == *#* ]] && ! anchors "$target" | grep -qxF -- "${link#*#}"; then
      breach "$document: there is no heading $link"
    fi
  done < <(grep -oE '\]\([^)]+\)' "$document" | sed 's/^](//; s/)$//' | grep -vE '^(https?|mailto):' | sort -u)
done

# Paths exist.
while read -r path; do
  [ -e "$path" ] || breach "no such path: $path in $(places "\`$path\`")"
done < <(quoted "${documents[@]}" | grep -E '^(app|server|style|migrations|end2end|\.ci|\.github)/[^ *{]*$')

# Commands exist: `sanh NOUN VERB`, and `make TARGET`.
variants() { grep -oE '^    [A-Z][A-Za-z0-9]*' "$@" | grep -oE '[A-Z].*' | sed -E 's/([a-z0-9])([A-Z])/\1-\2/g' | tr '[:upper:]' '[:lower:]'; }
tasks=$(sed -n '/^enum Task /,/^}/p' server/src/command/mod.rs)
nouns=$(printf '%s\n' "$tasks" | variants -)
verbs=$(cat server/src/command/*.rs | variants -)
with_verbs=$(printf '%s\n' "$tasks" | grep -A1 -F '#[command(subcommand)]' | variants -)
while read -r _ noun verb; do
  [ "$noun" != help ] || continue
  if ! grep -qx -- "$noun" <<<"$nouns"; then
    breach "there is no command: sanh $noun"
  elif [ -n "$verb" ] && grep -qx -- "$noun" <<<"$with_verbs" && ! grep -qx -- "$verb" <<<"$verbs"; then
    breach "there is no command: sanh $noun $verb"
  fi
done < <(grep -ohE '(^    |`)sanh [a-z]+( [a-z][a-z0-9-]*)?' "${documents[@]}" | tr -d '`' | sed 's/^ *//' | sort -u)
while read -r flag; do
  name=${flag#--}
  grep -qwF -- "${name//-/_}" server/src/command/*.rs "$settings" || breach "there is no option $flag: $(places "$flag")"
done < <({ quoted "${documents[@]}" | grep -E '^(sanh |--)'; grep -ohE '^    sanh .*' "${documents[@]}"; } | grep -oE -- '--[a-z][a-z-]*' | grep -vx -- --version | sort -u)
while read -r _ target; do
  grep -qE "^([a-z-]+ )*$target( [a-z-]+)*:" Makefile || breach "there is no make $target"
done < <(grep -ohE '(^    |`)make [a-z0-9-]+' "${documents[@]}" | tr -d '`' | sed 's/^ *//' | sort -u)

# Settings: each has a row with its default, and no document names one that does not exist.
rows() { sed -n 's/^| `\([a-z_]*\)` | \([^|]*\) |.*/\1 \2/p' <(sed -n '/^## All settings/,$p' server/docs/operate.md); }
told=$(rows | awk '{ gsub(",", "", $2); print ($2 ~ /^[0-9]+$/) ? $1 " " $2 : $1 }' | sort)
in_force=$(sed -n 's/^    \([a-z_]*\): \([A-Za-z0-9]*\) = \(.*\), "[A-Z_]*";$/\1 \2 \3/p' "$settings" |
  awk '{ gsub("_", "", $3); print ($2 == "u32") ? $1 " " $3 : $1 }' | sort)
[ "$told" = "$in_force" ] || breach "server/docs/operate.md: the settings or their defaults differ from $settings:
$(diff <(printf '%s\n' "$told") <(printf '%s\n' "$in_force") | grep '^[<>]')"
while read -r name; do
  grep -rqw -- "$name" server/src server/tests .ci || breach "there is no setting $name: $(places "$name")"
done < <(grep -ohE '\bSANH_[A-Z_]+' "${documents[@]}" | sort -u)
names=$(grep -rhoE '[a-z]+(_[a-z0-9]+)+' --include='*.rs' --include='*.sql' server app migrations | sort -u)
unknown=$(quoted "${documents[@]}" | grep -xE '[a-z]+(_[a-z0-9]+)+' | grep -v '^sanh_' | missing "$names")
[ -z "$unknown" ] || breach "documents name what the source does not have: $(tr '\n' ' ' <<<"$unknown")"

# Addresses exist; the names of their variable parts do not matter.
plain() { sed -E 's/\?.*//; s/\{[^}]*\}|\b[A-Z]+\b/X/g' | sort -u; }
# routed AREA FILE...: the paths of pages in these files, below the path of their area.
routed() { sed -nE "s#.*path!\(\"(/[^\"]*)\"\).*#$1\1#; T; s/:[a-z]+/X/g; p" "${@:2}"; }
routed=$(
  routed /admin app/src/{admin/*,audit,catalogue,centre,document,import,outbox,procedure}/mod.rs
  routed /manage app/src/{absence,alarm,manage,board/wall_playback,notice,screen}/mod.rs
  routed /desk app/src/dossier/mod.rs
  routed /account app/src/{absence,account}/mod.rs
  routed "" app/src/{account,board,document,feedback,help,lookup,privacy,public_procedure,screen}/mod.rs app/src/app.rs
  routed /manage app/src/report/{,official_form/}mod.rs
)
routes=$({ grep -ohE '"/[^" ]*"' app/src/app/rights.rs server/src/web/*.rs | tr -d '"'; echo "$routed"; } | plain)
unknown=$(quoted "${documents[@]}" | grep -E '^/[a-z]' | plain | missing "$routes")
[ -z "$unknown" ] || breach "documents name addresses that the program does not have: $(tr '\n' ' ' <<<"$unknown")"
