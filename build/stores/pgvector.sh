# pgvector for the installed PostgreSQL: the distribution's binary package, else built from the source package of its newer suite
# against the headers of the installed server. What was built is kept, so that it is built once on a machine.

least_pgvector=0.8 # iterative scans, without which a filtered search finds too little

pgvector_control() { printf '%s/extension/vector.control\n' "$("$pg_bin/pg_config" --sharedir)"; }

pgvector_is_there() {
  local version
  version=$(sed -n "s/^default_version = '\(.*\)'/\1/p" "$(pgvector_control)" 2>/dev/null) && [ -n "$version" ] || return 1
  [ "$(printf '%s\n' "$least_pgvector" "$version" | sort -V | head -n 1)" = "$least_pgvector" ]
}

need_pgvector() {
  pgvector_is_there && return 0
  if ! may_install && ! [ -w "$(dirname "$(pgvector_control)")" ]; then
    reason="pgvector $least_pgvector or newer is not installed for PostgreSQL $pg_major, and this user may not install it"
    return 1
  fi
  if apt-cache show "postgresql-$pg_major-pgvector" > /dev/null 2>&1 && install_packages "postgresql-$pg_major-pgvector" && pgvector_is_there; then return 0; fi
  local built
  built=$cache/pgvector-pg$pg_major-$(uname -m)
  [ -e "$built/done" ] || build_pgvector "$built" || { reason="pgvector could not be built, see $state/pgvector.log"; return 1; }
  # Executable by the server's user, whatever the umask here is.
  install -m 644 "$built"/vector.so "$("$pg_bin/pg_config" --pkglibdir)/"
  install -m 644 "$built"/vector.control "$built"/vector--*.sql "$(dirname "$(pgvector_control)")/"
  pgvector_is_there || { reason="pgvector was built and is still not found"; return 1; }
}

build_pgvector() { # FOLDER to leave vector.so, vector.control and the SQL files in
  local work code=0
  [ -r /etc/os-release ] && (. /etc/os-release && [ "$ID" = debian ]) || { note "no source package of pgvector is known for this distribution"; return 1; }
  if ! command -v gcc > /dev/null || ! command -v make > /dev/null || ! command -v dpkg-source > /dev/null; then
    install_packages gcc make libc6-dev dpkg-dev || return 1
  fi
  note "building pgvector for PostgreSQL $pg_major"
  work=$(mktemp -d)
  chmod 755 "$work"
  bash "$rooms/compile-pgvector.sh" "$work" "$1" "$pg_bin" "$pg_major" > "$state/pgvector.log" 2>&1 9>&- || code=$?
  rm -rf -- "$work"
  return "$code"
}
