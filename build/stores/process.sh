# Processes by number and start time, so that a number used again is not taken for ours; free ports; random passwords.

started_at() { # PID -> start time of a process that lives; false when there is none
  local line rest
  { read -r line < "/proc/$1/stat"; } 2>/dev/null || return 1
  rest=${line##*) }
  # shellcheck disable=SC2086
  set -- $rest
  [ "$1" != Z ] && printf '%s\n' "${20}"
}

record_process() { # FILE PID
  local since
  since=$(started_at "$2") && printf '%s %s\n' "$2" "$since" > "$1"
}

recorded_process() { # FILE -> pid of the process recorded there; false when it is gone
  local pid since
  [ -r "$1" ] && read -r pid since < "$1" && [ "$(started_at "$pid")" = "$since" ] && printf '%s\n' "$pid"
}

end_process() { # FILE SIGNAL: asks the process recorded there to end, kills it after 20 seconds
  local pid tries
  pid=$(recorded_process "$1") || return 0
  kill "-$2" "$pid" 2>/dev/null || true
  kill -CONT "$pid" 2>/dev/null || true
  for ((tries = 0; tries < 250; tries++)); do
    recorded_process "$1" > /dev/null || return 0
    [ "$tries" -ne 200 ] || kill -KILL "$pid" 2>/dev/null || true
    sleep 0.1
  done
  note "process $pid does not end"
}

free_port() { # below the usual ephemeral range, so that no outgoing connection sits on it
  local port tries
  for ((tries = 0; tries < 200; tries++)); do
    port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
    if ! (exec 3<> "/dev/tcp/127.0.0.1/$port") 2>/dev/null; then printf '%s\n' "$port"; return 0; fi
  done
  return 1
}

random_password() { head -c 18 /dev/urandom | od -An -tx1 | tr -d ' \n'; }

above() { # PATH -> the first of that path beside the checkout, or beside a folder above it
  local at=$checkout
  while [ "$at" != / ]; do
    at=$(dirname "$at")
    if [ -e "$at/$1" ]; then printf '%s\n' "$at/$1"; return 0; fi
  done
  return 1
}
