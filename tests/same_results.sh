#!/usr/bin/env bash
# Whether two builds of headroom give the same bytes: every table, chart and page, and what is printed.
#
#   tests/same_results.sh BEFORE AFTER [FOLDER]
#
# BEFORE and AFTER are programs. What BEFORE gave stays in FOLDER/before for the next time. JSON that is printed is
# compared as values: the order of names in an object is no part of it.
set -euo pipefail
before=$(realpath "$1") after=$(realpath "$2") folder=${3:-$(mktemp -d)}
scenarios=$(cd "$(dirname "$0")/../scenarios" && ls ./*.json | sed 's#./##; s#.json$##')

# Runs what follows the name, in a folder of its own, and keeps what it prints.
study() {
  local name=$1
  shift
  "$program" "$@" --out "$name" --quiet >"$name.txt" || echo "exit code $?" >>"$name.txt"
}

all() {
  program=$1
  mkdir -p "$2" && cd "$2"
  for name in $scenarios; do
    case $name in
      national-year | dispersion) study "$name" run "$name" --replications 2 --format json ;;
      storm-all-day) study "$name" run "$name" --replications 1 --set '/duration="2 h"' --set /events=[] --format json ;;
      *) study "$name" run "$name" --replications 3 --format json ;;
    esac
  done
  study table run denial-of-service --replications 3
  study storm-table run beast-from-the-east-tight --replications 3
  study release sweep restart-at-0200 --vary '/northbound/release/policy=["all_at_once","by_rate","prioritised"]' --set '/northbound/release/rate="2000/s"' --replications 2
  study sweep sweep denial-of-service --vary /mechanism/operating_threshold=0.5..=1.0:0.25 --replications 3
  study sweep-json sweep denial-of-service --vary /mechanism/operating_threshold=0.5..=1.0:0.5 --vary /gateway/max_capacity=[3000,4000] --replications 2 --format json
  study compare compare denial-of-service --with /mechanism/enabled=false --with /mechanism/throttle_to=allocation --replications 3
  study compare-json compare beast-from-the-east-tight --with /mechanism/enabled=false --with '7.4 listed: /mechanism/prioritised/add=["7.4"]' --replications 3 --format json
  study each-srv compare beast-from-the-east-tight --each-srv add --replications 2
  study options compare denial-of-service --options gb --replications 2
  study options-json compare denial-of-service --options gb --replications 2 --format json
  study size size denial-of-service --keep 'active_s<=3600' --keep 'throttled_share of 7.4<=5%' --thresholds 0.6..=1.0:0.2 --replications 3
  study size-json size denial-of-service --keep 'active_s<=3600' --thresholds 0.6..=1.0:0.2 --replications 3 --format json
  study sensitivity sensitivity denial-of-service --range /mechanism/operating_threshold=0.7..0.9 --range /gateway/max_capacity=3000..4000 --replications 3
  study sensitivity-json sensitivity denial-of-service --range /mechanism/operating_threshold=0.7..0.9 --replications 3 --format json
  study years frequency national-year --years 20
  study years-json frequency national-year --years 20 --format json
  study years-vary frequency national-year --years 3 --vary /mechanism/operating_threshold=[0.7,0.9]
  study horizon frequency national-year --years 6 --set '/duration="1096 days"' --set '/plan={"capacity":[{"from":"2023-01","max_capacity":"3600/s"}]}' --format json
  "$program" test minimal denial-of-service ordinary-day --format junit >junit.xml || true
  "$program" test minimal install-day --format json >test.json || true
  "$program" explain denial-of-service --user british-gas --at 10:05 >explain.txt || true
  "$program" check denial-of-service national-year >check.txt
  "$program" schema >schema.json
  "$program" report denial-of-service --user british-gas
  "$program" report denial-of-service --questions >questions.txt
  cd - >/dev/null
}

test -e "$folder/before/questions.txt" || all "$before" "$folder/before"
rm -rf "$folder/after"
all "$after" "$folder/after"
sort_names() {
  for file in "$1"/*.txt "$1"/*.json; do
    if sorted=$(python3 -m json.tool --sort-keys "$file" 2>/dev/null); then echo "$sorted" >"$file"; fi
  done
}
sort_names "$folder/before"
sort_names "$folder/after"
diff -r --brief --exclude=runs "$folder/before" "$folder/after" || { echo "differs: see $folder" && exit 1; }
echo "$(find "$folder/before" -type f -not -path '*/runs/*' | wc -l) files are the same"
