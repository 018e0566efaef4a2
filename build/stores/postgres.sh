# A PostgreSQL server of our own: initialised, started, asked whether both extensions work.

postgres_runs() { [ -r "$folder/postgres.env" ] && recorded_process "$folder/postgres.pid" > /dev/null; }

# 15 is what the product is held to; a newer one does where it is missing.
find_postgres() {
  for pg_major in 15 16 17 18; do
    pg_bin=/usr/lib/postgresql/$pg_major/bin
    [ -x "$pg_bin/postgres" ] && return 0
  done
  return 1
}

need_postgres() {
  find_postgres && return 0
  { install_packages postgresql-15 || install_packages postgresql; } && find_postgres && return 0
  reason="there is no PostgreSQL in /usr/lib/postgresql and it could not be installed"
  return 1
}

# PostgreSQL refuses to run as root.
as_server() {
  if [ "$(id -u)" -eq 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

postgres_start() {
  local data=$folder/postgres log=$folder/postgres.log password port tries
  need_postgres && need_pgvector || return 1
  password=$(random_password)
  rm -rf -- "$data"
  mkdir -- "$data"
  printf '%s\n' "$password" > "$data/password"
  : > "$log"
  [ "$(id -u)" -ne 0 ] || chown -R postgres "$data" "$log"
  as_server "$pg_bin/initdb" -D "$data/cluster" --username=ocp --pwfile="$data/password" --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 \
    > "$state/initdb.log" 2>&1 9>&- || { reason="initdb failed, see $state/initdb.log"; return 1; }
  for ((tries = 0; tries < 5; tries++)); do
    port=$(free_port) || break
    cat > "$data/cluster/postgresql.auto.conf" <<TEXT
listen_addresses = '127.0.0.1'
port = $port
unix_socket_directories = ''
max_connections = 100
shared_buffers = 128MB
log_min_messages = warning
TEXT
    # A port that somebody else took in the meantime is the one reason to try again.
    if as_server "$pg_bin/pg_ctl" -D "$data/cluster" -l "$log" -w -t 60 start > "$state/pg_ctl.log" 2>&1 9>&-; then
      record_process "$folder/postgres.pid" "$(head -n 1 "$data/cluster/postmaster.pid")" && postgres_answers "$port" "$password" && return 0
      postgres_stop
      return 1
    fi
    grep -q 'Address already in use' "$log" || break
  done
  reason="it did not start: $(tail -n 3 "$log" | tr '\n' ' ')"
  return 1
}

postgres_answers() { # PORT PASSWORD
  local url=postgresql://ocp:$2@127.0.0.1:$1
  # CREATE EXTENSION alone does not load the library; the value does.
  if ! "$pg_bin/psql" -X -q -v ON_ERROR_STOP=1 -d "$url/postgres" -c 'CREATE DATABASE ocp' > "$state/psql.log" 2>&1 ||
    ! "$pg_bin/psql" -X -q -v ON_ERROR_STOP=1 -d "$url/ocp" > "$state/psql.log" 2>&1 <<< \
      "BEGIN; CREATE EXTENSION vector; CREATE EXTENSION pg_trgm; SELECT '[1,2]'::vector <=> '[2,1]'; SELECT similarity('a', 'b'); ROLLBACK;"; then
    reason="it started and cannot be used: $(tail -n 1 "$state/psql.log")"
    return 1
  fi
  printf 'export DATABASE_URL=%s/ocp\n' "$url" > "$folder/postgres.env"
}

# A server that was killed leaves its number behind and recovers from its log. Where nobody asks about dead processes PostgreSQL takes that number for a
# living server.
postgres_again() {
  local claimed
  find_postgres || { reason="there is no PostgreSQL in /usr/lib/postgresql"; return 1; }
  { read -r claimed < "$folder/postgres/cluster/postmaster.pid"; } 2>/dev/null && ! started_at "$claimed" > /dev/null &&
    rm -f -- "$folder/postgres/cluster/postmaster.pid"
  as_server "$pg_bin/pg_ctl" -D "$folder/postgres/cluster" -l "$folder/postgres.log" -w -t 60 start > "$state/pg_ctl.log" 2>&1 9>&- ||
    { reason="it did not start: $(tail -n 3 "$folder/postgres.log" | tr '\n' ' ')"; return 1; }
  record_process "$folder/postgres.pid" "$(head -n 1 "$folder/postgres/cluster/postmaster.pid")"
}

# SIGINT is the fast shutdown: sessions are ended, a checkpoint is written.
postgres_stop() { end_process "$folder/postgres.pid" INT; }
