#!/usr/bin/env bash
# Builds the product and the benchmarks for release and prints one table of ratios, worst first.
# Arguments go to the benchmarks: --only e5,e6,…  --rounds N  --data FOLDER  --vectors FILE  --large
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build src/Api -c Release -v q -nologo
dotnet build tests/Benchmarks -c Release -v q -nologo
exec dotnet artifacts/bin/Benchmarks/release/ObsControlPlane.Benchmarks.dll "$@"
