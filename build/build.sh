#!/usr/bin/env bash
# Restores and builds everything; a warning is an error. CONFIGURATION chooses Release (default) or Debug.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
timeout 600 dotnet restore ObsControlPlane.sln --verbosity quiet
timeout 900 dotnet build ObsControlPlane.sln --no-restore --configuration "${CONFIGURATION:-Release}" --verbosity quiet
