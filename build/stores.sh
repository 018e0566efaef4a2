#!/usr/bin/env bash
# Starts and stops the servers that the tests need: PostgreSQL with pgvector, and Neo4j. They are processes of their own on free
# ports of 127.0.0.1, with random passwords and their data in a temporary folder.
#   build/stores.sh up [postgres] [neo4j]   starts what does not run yet (both when none is named), prints what env prints
#   build/stores.sh env                     prints "export NAME=value", a line each, of what runs
#   build/stores.sh pids NAME               prints the processes of one of them, the first of them first, a line each: to kill or to stop it
#   build/stores.sh start NAME              starts one again that was killed or stopped, on its data and its port
#   build/stores.sh down                    stops them and removes their data; fine when nothing runs
# So: eval "$(build/stores.sh up)"
# What cannot be started is said on stderr with the reason and left out of the exports; where OCP_REQUIRED_STORES names it
# (postgres,neo4j) that is an error, exit code 1.
# OCP_STORES_STATE: folder that remembers what runs (artifacts/stores of this checkout); another folder is another set of servers.
# XDG_CACHE_HOME: what was built once (pgvector) is kept below it, in ocp-stores.
set -euo pipefail
rooms=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)/stores
checkout=$(dirname "$(dirname "$rooms")")
state=$(mkdir -p -- "${OCP_STORES_STATE:-$checkout/artifacts/stores}" && cd -- "${OCP_STORES_STATE:-$checkout/artifacts/stores}" && pwd -P)
umask 077
cache=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/ocp-stores
folder='' reason=''

note() { printf 'stores: %s\n' "$*" >&2; }

# shellcheck source-path=SCRIPTDIR
for room in process packages pgvector postgres neo4j; do . "$rooms/$room.sh"; done

# The data folder of this state; a folder without our mark is not ours to use or to remove.
find_folder() {
  [ -r "$state/folder" ] && read -r folder < "$state/folder" && [ -e "$folder/.ocp-stores" ]
}

make_folder() {
  find_folder && return 0
  folder=$(mktemp -d "${TMPDIR:-/tmp}/ocp-stores-XXXXXXXX")
  # PostgreSQL runs as another user than root and has to get to its own folder through this one.
  chmod 711 "$folder"
  touch "$folder/.ocp-stores"
  printf '%s\n' "$folder" > "$state/folder"
}

print_env() {
  find_folder || return 0
  local name
  for name in postgres neo4j; do
    if "${name}_runs"; then cat -- "$folder/$name.env"; fi
  done
}

known() { case $1 in postgres | neo4j) ;; *) note "there is no store called $1"; return 1 ;; esac; }

up() {
  local name missing=0
  [ $# -gt 0 ] || set -- postgres neo4j
  for name in "$@"; do
    known "$name" || return 2
  done
  make_folder
  for name in "$@"; do
    "${name}_runs" && continue
    rm -f -- "$folder/$name.env"
    reason=''
    if "${name}_start"; then continue; fi
    note "$name is not there: $reason"
    case ,${OCP_REQUIRED_STORES:-}, in *,"$name",*) missing=1 ;; esac
  done
  print_env
  return "$missing"
}

pids() { # NAME
  local pid
  known "$1" && find_folder && pid=$(recorded_process "$folder/$1.pid") || return 1
  printf '%s\n' "$pid"
  pgrep -P "$pid" || true
}

again() { # NAME
  known "$1" && find_folder && [ -r "$folder/$1.env" ] || { note "$1 was not started here"; return 1; }
  recorded_process "$folder/$1.pid" > /dev/null && return 0
  reason=''
  "$1_again" || { note "$1 is not there: $reason"; return 1; }
}

down() {
  find_folder || { rm -f -- "$state/folder"; return 0; }
  postgres_stop
  neo4j_stop
  rm -rf -- "$folder"
  rm -f -- "$state/folder"
}

# One at a time in a checkout; the servers must not inherit the lock, or it would be held for as long as they run.
verb=${1:-}
[ $# -gt 0 ] && shift
exec 9> "$state/lock"
case $verb in
  up) flock 9; up "$@" ;;
  env) print_env ;;
  pids) pids "${1:-}" ;;
  start) flock 9; again "${1:-}" ;;
  down) flock 9; down ;;
  *) sed -n '2,/^set -/{/^set -/d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
esac
