#!/usr/bin/env bash
# Builds once, then runs every test: the test projects, the fault trials, the retrieval floors.
# The servers that tests need are started before and stopped after, unless DATABASE_URL or NEO4J_URI name one already: tests empty it.
# Ends with one line "N passed, N failed, N skipped"; exit code 1 when anything failed.
#   build/test.sh              everything
#   build/test.sh NAME…        only parts whose name contains a NAME, such as: Domain Contracts Reliability
set -euo pipefail
cd "$(dirname "$0")/.."
export CONFIGURATION="${CONFIGURATION:-Release}" DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
results=artifacts/test-results
bin=artifacts/bin
build_folder=$(tr '[:upper:]' '[:lower:]' <<<"$CONFIGURATION")
names=("$@")
passed=0 failed=0 skipped=0 ran=0

wanted() {
  local name
  [ ${#names[@]} -eq 0 ] && return 0
  for name in "${names[@]}"; do
    [[ "${1,,}" == *"${name,,}"* ]] && return 0
  done
  return 1
}

add() { passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3)) ran=$((ran + 1)); }

report_missing() { echo "$1" >&2; failed=$((failed + 1)); ran=$((ran + 1)); }

counter() { grep -o "<Counters [^>]*" "$1" | grep -o " $2=\"[0-9]*\"" | grep -o '[0-9]*' || echo 0; }

# A run that dies or hangs leaves no results, or too few: its exit code is counted too, so that it can never look green.
test_project() {
  local name=$1 project=$2 trx="$results/$1.trx" code=0 total executed good bad
  rm -f "$trx"
  echo "== $name"
  timeout --kill-after=15 900 dotnet test "$project" --no-build --configuration "$CONFIGURATION" --verbosity quiet \
    --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=minimal" --results-directory "$results" || code=$?
  if [ ! -f "$trx" ]; then
    report_missing "$name: exit code $code and no results"
    return 0
  fi
  total=$(counter "$trx" total) executed=$(counter "$trx" executed) good=$(counter "$trx" passed)
  bad=$((executed - good))
  if [ "$code" -ne 0 ] && [ "$bad" -eq 0 ]; then bad=1; echo "$name: exit code $code though no test failed" >&2; fi
  if [ "$total" -eq 0 ]; then bad=1; echo "$name: holds no test" >&2; fi
  add "$good" "$bad" "$((total - executed))"
}

# Our own programs end with the same line as this script.
run_program() {
  local name=$1 limit=$2 log="$results/$1.log" code=0 line
  shift 2
  echo "== $name"
  timeout --kill-after=15 "$limit" "$@" 2>&1 | tee "$log" || code=$?
  line=$(grep -E '^[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$' "$log" | tail -n 1 || true)
  if [ -z "$line" ]; then
    report_missing "$name: exit code $code and no count at its end"
    return 0
  fi
  read -r good bad rest < <(sed -E 's/^([0-9]+) passed, ([0-9]+) failed, ([0-9]+) skipped$/\1 \2 \3/' <<<"$line")
  if [ "$code" -ne 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
  add "$good" "$bad" "$rest"
}

skip() { echo "== $1"; echo "skipped: $2"; skipped=$((skipped + 1)); ran=$((ran + 1)); }

# Some faults are made by strace; without it they are skipped, or failed where OCP_REQUIRED_FAULTS=1.
get_strace() {
  command -v strace >/dev/null && return 0
  [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null || return 0
  echo "installing strace"
  { timeout 120 apt-get update -qq && timeout 120 apt-get install -y -qq strace; } >/dev/null 2>&1 || echo "strace could not be installed" >&2
}

# The pages are tried in a browser; without one those tests are skipped, or failed where OCP_REQUIRED_BROWSER=1.
get_browser() {
  [ -z "${OCP_CHROMIUM:-}" ] && [ ! -x /usr/bin/chromium-headless-shell ] && [ ! -x /usr/bin/chromium ] || return 0
  [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null || return 0
  echo "installing chromium-headless-shell"
  { timeout 120 apt-get update -qq && timeout 300 apt-get install -y -qq --no-install-recommends chromium-headless-shell; } >/dev/null 2>&1 \
    || echo "chromium-headless-shell could not be installed" >&2
}

# Servers of this run alone, so that those a developer has up are left alone. Every test that starts the product says in which
# mode, so that the addresses do not choose it.
start_stores() {
  local needed=() exports
  [ -n "${DATABASE_URL:-}" ] || needed+=(postgres)
  [ -n "${NEO4J_URI:-}" ] || needed+=(neo4j)
  [ ${#needed[@]} -gt 0 ] || return 0
  export OCP_STORES_STATE=$PWD/artifacts/test-stores
  trap 'build/stores.sh down' EXIT
  exports=$(build/stores.sh up "${needed[@]}") || report_missing "stores: one that OCP_REQUIRED_STORES names is not there"
  eval "$exports"
}

find_sets() {
  local folder
  folder=$(pwd)
  while [ "$folder" != / ]; do
    folder=$(dirname "$folder")
    if [ -d "$folder/shared/data/retrieval" ]; then echo "$folder/shared/data/retrieval"; return 0; fi
  done
}

if ! build/build.sh; then
  echo "the build failed" >&2
  echo "0 passed, 1 failed, 0 skipped"
  exit 1
fi
mkdir -p "$results"

if wanted Contracts || wanted Api.FunctionalTests || wanted Reliability; then start_stores; fi

if wanted Browser.Tests; then get_browser; fi

for project in tests/*/*.csproj; do
  name=$(basename "$project" .csproj)
  case $name in Benchmarks | Reliability | Retrieval.Evaluation) continue ;; esac
  if wanted "$name"; then test_project "$name" "$project"; fi
done

if wanted Reliability; then
  get_strace
  run_program Reliability 2700 "$bin/Reliability/$build_folder/ObsControlPlane.Reliability" ci
fi

if wanted Retrieval.Evaluation; then
  sets=$(find_sets)
  if [ -n "$sets" ]; then
    evaluation="$bin/Retrieval.Evaluation/$build_folder/ObsControlPlane.Retrieval.Evaluation"
    only=$(dirname "$sets")/evaluation-only
    run_program Retrieval.Evaluation 900 "$evaluation" score --gate tests/Retrieval.Evaluation/floors.json \
      --set "$sets/alerts_k8s" "$sets/gitbugs_hadoop" "$only/alerts_netdata" "$only/askubuntu_qa"
    run_program Retrieval.NoAnswer 300 "$evaluation" calibrate --gate --unanswerable "$(dirname "$sets")/messy/unmatched_queries.jsonl" \
      --set "$sets/alerts_k8s" "$only/alerts_netdata"
  elif [ "${OCP_REQUIRED_DATA:-}" = 1 ]; then
    report_missing "Retrieval.Evaluation: no retrieval sets beside the checkout, and OCP_REQUIRED_DATA is set"
  else
    skip Retrieval.Evaluation "no retrieval sets beside the checkout (../shared/data/retrieval)"
  fi
  run_program Retrieval.Outcomes 600 "$bin/Retrieval.Evaluation/$build_folder/ObsControlPlane.Retrieval.Evaluation" \
    world --seeds 1 --issues 500 --apart --rivals 0 --gate
fi

if [ "$ran" -eq 0 ]; then report_missing "nothing is called ${names[*]}"; fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
