# A Neo4j server of our own from the folder shared/neo4j beside the checkout, else from an installation in NEO4J_HOME; else the
# server that NEO4J_URI names.

neo4j_runs() {
  [ -r "$folder/neo4j.env" ] && { [ -e "$folder/neo4j.elsewhere" ] || recorded_process "$folder/neo4j.pid" > /dev/null; }
}

neo4j_start() {
  local control
  rm -f -- "$folder/neo4j.elsewhere"
  if control=$(carried); then
    start_carried "$control"
  elif [ -x "${NEO4J_HOME:-}/bin/neo4j" ]; then
    start_installed
  elif [ -n "${NEO4J_URI:-}" ]; then
    touch "$folder/neo4j.elsewhere"
    write_neo4j_env "$NEO4J_URI" "${NEO4J_USERNAME:-neo4j}" "${NEO4J_PASSWORD:-}"
  else
    reason="neither is shared/neo4j beside this checkout, nor is NEO4J_HOME or NEO4J_URI set"
    return 1
  fi
}

need_java() {
  command -v "${JAVA_HOME:+$JAVA_HOME/bin/}java" > /dev/null || install_packages openjdk-17-jre-headless && return 0
  reason="there is no Java and it could not be installed (17 is needed)"
  return 1
}

write_neo4j_env() { # URI USERNAME PASSWORD
  printf 'export %s=%q\n' NEO4J_URI "$1" NEO4J_USERNAME "$2" NEO4J_PASSWORD "$3" > "$folder/neo4j.env"
}

start_carried() { # PATH of neo4jctl.sh
  local said
  need_java || return 1
  said=$(bash "$1" start --home "$folder/neo4j" --http-port 0 --bolt-port 0 --password "$(random_password)" 2> "$state/neo4j.log" 9>&-) ||
    { reason="it did not start: $(tail -n 1 "$state/neo4j.log")"; return 1; }
  said_value() { sed -n "s/^$1=//p" <<< "$said"; }
  record_process "$folder/neo4j.pid" "$(said_value NEO4J_PID)" || { reason="it ended at once"; return 1; }
  write_neo4j_env "$(said_value NEO4J_URI)" "$(said_value NEO4J_USERNAME)" "$(said_value NEO4J_PASSWORD)"
}

# The control script that starts a carried server; false when there is none.
carried() {
  above shared/neo4j/neo4jctl.sh && return 0
  [ -x "${NEO4J_HOME:-}/neo4jctl.sh" ] && printf '%s\n' "$NEO4J_HOME/neo4jctl.sh"
}

# A server that was killed goes on with its settings, its port and its password.
neo4j_again() {
  local control said home=$folder/neo4j
  [ ! -e "$folder/neo4j.elsewhere" ] || { reason="it runs elsewhere"; return 1; }
  if control=$(carried); then
    said=$(bash "$control" start --home "$home" 2> "$state/neo4j.log" 9>&-) ||
      { reason="it did not start: $(tail -n 1 "$state/neo4j.log")"; return 1; }
    record_process "$folder/neo4j.pid" "$(sed -n 's/^NEO4J_PID=//p' <<< "$said")"
    return
  fi
  # A process number that was left behind, and is another's by now, would look like a server that runs.
  rm -f -- "$home/run/neo4j.pid"
  NEO4J_CONF=$home/conf "$NEO4J_HOME/bin/neo4j" start >> "$state/neo4j.log" 2>&1 9>&- && record_process "$folder/neo4j.pid" "$(cat "$home/run/neo4j.pid")" ||
    { reason="it did not start: $(tail -n 1 "$state/neo4j.log")"; return 1; }
}

start_installed() {
  local home=$folder/neo4j password port bolt tries
  need_java || return 1
  password=$(random_password) port=$(free_port) bolt=$(free_port)
  rm -rf -- "$home"
  mkdir -p -- "$home"/{conf,data,logs,run,import,plugins}
  cat > "$home/conf/neo4j.conf" <<TEXT
server.directories.data=$home/data
server.directories.logs=$home/logs
server.directories.run=$home/run
server.directories.import=$home/import
server.directories.plugins=$home/plugins
server.default_listen_address=127.0.0.1
server.http.listen_address=127.0.0.1:$port
server.https.enabled=false
server.bolt.listen_address=127.0.0.1:$bolt
server.memory.heap.max_size=512m
server.memory.pagecache.size=128m
dbms.usage_report.enabled=false
TEXT
  export NEO4J_CONF=$home/conf
  "$NEO4J_HOME/bin/neo4j-admin" dbms set-initial-password "$password" > "$state/neo4j.log" 2>&1 9>&- &&
    "$NEO4J_HOME/bin/neo4j" start >> "$state/neo4j.log" 2>&1 9>&- && record_process "$folder/neo4j.pid" "$(cat "$home/run/neo4j.pid")" ||
    { reason="it did not start: $(tail -n 1 "$state/neo4j.log")"; return 1; }
  for ((tries = 0; tries < 1200; tries++)); do
    if curl -q -s -f --noproxy '*' --max-time 10 -o /dev/null -u "neo4j:$password" -H 'Content-Type: application/json' \
      -d '{"statement":"RETURN 1"}' "http://127.0.0.1:$port/db/neo4j/query/v2"; then
      write_neo4j_env "http://127.0.0.1:$port" neo4j "$password"
      return 0
    fi
    recorded_process "$folder/neo4j.pid" > /dev/null || break
    sleep 0.1
  done
  neo4j_stop
  reason="it does not answer: $(tail -n 1 "$home/logs/neo4j.log")"
  return 1
}

neo4j_stop() { end_process "$folder/neo4j.pid" TERM; }
