#!/usr/bin/env bash
# Builds the product and the benchmarks for release and prints one table of ratios, worst first.
# Arguments go to the benchmarks: --only e5,e6,…  --rounds N  --data FOLDER  --vectors FILE  --large
#   build/bench.sh           the cases of the embedded store
#   build/bench.sh servers   those of PostgreSQL and Neo4j (--only p1,p2,…): start both with build/stores.sh up, or name them by DATABASE_URL and NEO4J_*
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build src/Api -c Release -v q -nologo
dotnet build tests/Benchmarks -c Release -v q -nologo
exec dotnet artifacts/bin/Benchmarks/release/ObsControlPlane.Benchmarks.dll "$@"
