#!/usr/bin/env bash
# Runs the instructions of the Dockerfile beside it on this machine, where there is no container engine.
#   docker/steps.sh FOLDER      FOLDER must be empty or absent
# It reads them from the Dockerfile, and .dockerignore for what they may copy, so neither can drift from what is tried. Every absolute
# path is taken below the folder of its stage. Not taken over from the base images: their files (the SDK on PATH is used), their
# users (nothing is chowned). An instruction that it does not know is an error.
# Leaves in FOLDER: image/ (what the last stage copies), image.env (NAME=VALUE), image.entrypoint and image.health (a word a line).
set -euo pipefail
[ $# -eq 1 ] || { sed -n '2,/^set -/{/^set -/d;s/^# \{0,1\}//;p}' "$0" >&2; exit 2; }
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
mkdir -p -- "$1" && out=$(cd -- "$1" && pwd -P)
[ -z "$(ls -A -- "$out")" ] || { echo "steps: $out is not empty" >&2; exit 2; }
# Servers of the compiler would outlive this script and keep its output open.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false DOTNET_CLI_USE_MSBUILD_SERVER=0 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# What an engine and the base images set.
export APP_UID=1654 TARGETARCH
case $(uname -m) in x86_64) TARGETARCH=amd64 ;; aarch64) TARGETARCH=arm64 ;; *) TARGETARCH=$(uname -m) ;; esac

fail() { echo "steps: $*" >&2; exit 1; }

# The build context: every file that .dockerignore lets through; of the patterns that match a file or a folder above it the last one counts.
make_context() {
  local line file i ignored patterns=() negated=()
  while IFS= read -r line; do
    line=${line%$'\r'}
    case $line in '' | '#'*) continue ;; '!'*) negated+=(1) line=${line#!} ;; *) negated+=(0) ;; esac
    line=$(sed -e 's#^/##; s#/$##; s#[.+()^$|]#\\&#g; s#\*\*/#\x01#g; s#\*\*#\x02#g; s#\*#[^/]*#g; s#?#[^/]#g; s#\x01#(.*/)?#g; s#\x02#.*#g' <<< "$line")
    patterns+=("^$line(/|\$)")
  done < "$root/.dockerignore"
  mkdir "$out/context"
  cd "$root"
  while IFS= read -r -d '' file; do
    file=${file#./} ignored=0
    for i in "${!patterns[@]}"; do
      [[ $file =~ ${patterns[i]} ]] && ignored=$((1 - negated[i]))
    done
    [ "$ignored" -eq 1 ] || printf '%s\0' "$file"
  done < <(find . \( -path ./.git -o -path ./artifacts \) -prune -o -type f -print0) | xargs -0 -r cp --parents -t "$out/context"
}

# Instructions, one a line: comments gone, continued lines joined.
instructions() { sed -e 's/\r$//' -e '/^[[:space:]]*#/d' "$root/docker/Dockerfile" | sed -e ':a' -e '/\\$/{N;s/\\\n[[:space:]]*/ /;ba' -e '}' -e '/^[[:space:]]*$/d'; }

# $NAME and ${NAME}, from what ARG, ENV and the base images set.
expand() {
  local text=$1 name
  while [[ $text =~ \$\{?([A-Za-z_][A-Za-z0-9_]*)\}? ]]; do
    name=${BASH_REMATCH[1]}
    text=${text/"${BASH_REMATCH[0]}"/"${!name-}"}
  done
  printf '%s' "$text"
}

# A path inside the stage, where it lies here.
inside() { case $1 in /*) printf '%s' "$stage$1" ;; *) printf '%s' "$stage$work/$1" ;; esac; }

copy() {
  local from=$out/context words=() destination source
  while [[ ${1-} == --* ]]; do
    case $1 in --from=*) from=$out/stages/${1#--from=} ;; --chown=*) ;; *) fail "COPY $1 is not known here" ;; esac
    shift
  done
  words=("$@")
  destination=$(inside "${words[-1]}")
  unset 'words[-1]'
  for source in "${words[@]}"; do
    [ -e "$from/$source" ] || fail "COPY: there is no $source (not in the checkout, or shut out by .dockerignore)"
    if [ -d "$from/$source" ]; then
      mkdir -p -- "$destination" && cp -a -- "$from/$source/." "$destination/"
    elif [[ $destination == */ || $destination == */. || ${#words[@]} -gt 1 ]]; then
      mkdir -p -- "$destination" && cp -a -- "$from/$source" "$destination/"
    else
      mkdir -p -- "$(dirname "$destination")" && cp -a -- "$from/$source" "$destination"
    fi
  done
}

set_variables() { # NAME=VALUE…
  local pair
  for pair in "$@"; do
    [[ $pair == *=* ]] || fail "ENV $pair has no ="
    export "${pair%%=*}=$(expand "${pair#*=}")"
    printf '%s\n' "${pair%%=*}=$(mapped "$(expand "${pair#*=}")")" >> "$out/image.env"
  done
}

mapped() { case $1 in /*) printf '%s' "$stage$1" ;; *) printf '%s' "$1" ;; esac; }

# The words of ["a", "b"].
exec_form() {
  local text=$1 words word
  [[ $text =~ ^\[.*\]$ ]] || fail "only the form [\"…\"] is known here, not: $text"
  text=${text#[} text=${text%]}
  mapfile -t words < <(xargs -n1 <<< "${text//,/ }")
  for word in "${words[@]}"; do mapped "$word"; echo; done
}

step() {
  local name=$1 rest=$2 words=() called
  echo "steps: $name $rest" >&2
  case $name in
    FROM)
      read -ra words <<< "$rest"
      [[ ${words[0]} == --* ]] && words=("${words[@]:1}")
      stages=$((stages + 1)) work=
      called=$stages
      [[ ${words[1]-} =~ ^[Aa][Ss]$ ]] && called=${words[2]}
      stage=$out/stages/$called
      mkdir -p "$stage"
      # What a former stage sets is not set in the next one.
      : > "$out/image.env"
      : > "$out/image.entrypoint"
      ;;
    ARG)
      name=${rest%%=*}
      [[ $rest != *=* || -n ${!name-} ]] || export "$name=$(expand "${rest#*=}")"
      ;;
    ENV)
      mapfile -t words < <(xargs -n1 <<< "$rest")
      set_variables "${words[@]}"
      ;;
    WORKDIR)
      rest=$(expand "$rest")
      case $rest in /*) work=${rest%/} ;; *) work=$work/$rest ;; esac
      mkdir -p "$stage$work"
      ;;
    COPY)
      read -ra words <<< "$rest"
      copy "${words[@]}"
      ;;
    RUN) (cd "$stage$work" && sh -euc "$(sed -E "s#(^|[[:space:]=])/#\1$stage/#g" <<< "$rest")") >&2 ;;
    ENTRYPOINT) exec_form "$rest" > "$out/image.entrypoint" ;;
    HEALTHCHECK) exec_form "${rest#*CMD }" > "$out/image.health" ;;
    USER | EXPOSE | VOLUME | LABEL) ;;
    *) fail "$name is not known here" ;;
  esac
}

make_context
stages=0 stage='' work=''
mapfile -t lines < <(instructions)
for line in "${lines[@]}"; do step "${line%% *}" "${line#* }"; done
mv "$stage" "$out/image"
# What was said of the last stage names its folder.
sed -i "s#$stage/#$out/image/#" "$out"/image.env "$out/image.entrypoint" "$out/image.health"
