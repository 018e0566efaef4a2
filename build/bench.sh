#!/usr/bin/env bash
# Runs the benchmarks; arguments go to them, as in: build/bench.sh --filter '*Recall*'
set -euo pipefail
cd "$(dirname "$0")/.."
exec dotnet run --configuration Release --project tests/Benchmarks -- "$@"
