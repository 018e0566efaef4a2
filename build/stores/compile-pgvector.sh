#!/usr/bin/env bash
# Compiles pgvector from Debian's source package of a newer suite against the headers of an older server.
#   compile-pgvector.sh WORK OUT BIN MAJOR
# WORK: an empty folder; OUT: gets vector.so, vector.control and the SQL files, and "done" when all are there;
# BIN: the server's programs; MAJOR: its version. Neither apt's sources nor the machine's packages are changed.
set -euxo pipefail
work=$1 out=$2 bin=$3 major=$4
mirror=http://deb.debian.org/debian key=/usr/share/keyrings/debian-archive-keyring.gpg

# apt with lists and sources of its own, which needs no root.
private_apt() {
  timeout 300 apt-get -qq -o "Dir::Etc::SourceList=$work/sources.list" -o Dir::Etc::SourceParts=/dev/null -o "Dir::State::Lists=$work/lists" \
    -o "Dir::Cache=$work" -o "Dir::Cache::Archives=$work/archives" -o APT::Sandbox::User=root "$@"
}

mkdir -p "$work/lists/partial" "$work/archives/partial" "$work/headers"
cd "$work"
# The headers are fetched and not installed: their package brings a compiler suite of its own along.
apt-get download -qq "postgresql-server-dev-$major" || { apt-get update -qq; apt-get download -qq "postgresql-server-dev-$major"; }
dpkg-deb -x postgresql-server-dev-*.deb headers

for suite in trixie forky sid; do
  printf 'deb-src [signed-by=%s] %s %s main\n' "$key" "$mirror" "$suite" > sources.list
  if private_apt update && private_apt source --download-only pgvector; then break; fi
done
dpkg-source --no-check -x pgvector_*.dsc source

pgxs=$("$bin/pg_config" --pgxs)
[ -e "$pgxs" ] || pgxs=$work/headers$pgxs
# No -march=native (OPTFLAGS): what is kept may be used on another processor.
make -C source OPTFLAGS= with_llvm=no "PG_CONFIG=$bin/pg_config" "PGXS=$pgxs" "includedir_server=$work/headers$("$bin/pg_config" --includedir-server)" all
mkdir -p "$out"
cp source/vector.so source/vector.control source/sql/vector--*.sql "$out/"
touch "$out/done"
