#!/usr/bin/env bash
# Computes again what the answers of shipped scenarios hinge on, and keeps it in data/sensitivity.
#
#   tests/keep_sensitivity.sh PROGRAM [SCENARIO…]
#
# PROGRAM is built of these scenarios. Without SCENARIO all that are kept. Some quarter of an hour of one core for all; runs
# are kept in FOLDER (KEEP_FOLDER, else a temporary one), so that an interrupted one goes on.
set -euo pipefail
program=$(realpath "$1")
shift
cd "$(dirname "$0")/.."
folder=${KEEP_FOLDER:-$(mktemp -d)}
[ $# -gt 0 ] || set -- $(cd data/sensitivity && ls ./*.json | sed 's#./##; s#.json$##')
for name in "$@"; do
  # A replication of a year is a year, and some days are long; on ordinary ones little happens, seldom.
  case $name in national-year) n=2 ;; ordinary-day) n=100 ;; storm-* | when-to-build) n=5 ;; alert-storm | restart-*) n=3 ;; *) n=4 ;; esac
  "$program" sensitivity "$name" --keep --replications "$n" --out "$folder/$name" --quiet >/dev/null
  echo "kept: data/sensitivity/$name.json"
done
