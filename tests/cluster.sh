#!/usr/bin/env bash
# A study by a scheduler: what docs/clusters.md shows of Slurm and of GNU parallel is run as it stands there, of a smaller
# study, on a Slurm of one node that is started and ended here. It must give the bytes of one process.
#   tests/cluster.sh HEADROOM
set -euo pipefail
[ $# = 1 ] || { echo "usage: tests/cluster.sh HEADROOM" >&2; exit 2; }
program=$(realpath "$1")
docs=$(realpath "$(dirname "$0")/../docs/clusters.md")
PATH=$PATH:/usr/sbin

if ! hash slurmd slurmctld munged parallel 2>/dev/null; then
  sudo=$(command -v sudo || true)
  if [ "$(id -u)" != 0 ] && [ -z "$sudo" ]; then
    echo "tests/cluster.sh: slurm-wlm, munge and parallel are not here, and only root can install them: run it as root once" >&2
    exit 1
  fi
  $sudo apt-get update -qq
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends slurm-wlm munge parallel >/dev/null
fi

work=$(mktemp -d)
running=()
finish() {
  code=$?
  trap - EXIT
  if [ "$code" != 0 ]; then tail -n 20 "$work"/*.log "$work"/*/slurm-*.out >&2 || true; fi
  if [ "${#running[@]}" != 0 ]; then
    scancel --user "$(id -un)" 2>/dev/null || true
    kill "${running[@]}" 2>/dev/null || true
    wait
  fi
  rm -rf "$work"
  exit "$code"
}
trap finish EXIT
trap 'exit 130' INT TERM
# Others' tasks have no business with these.
unset "${!SLURM_@}" PARALLEL_SEQ HQ_TASK_ID JOB_COMPLETION_INDEX AWS_BATCH_JOB_ARRAY_INDEX SGE_TASK_ID LSB_JOBINDEX

# A key, state and ports of its own: whatever Slurm the machine has is left alone. Who runs it is who it runs jobs as.
chmod 711 "$work"
mkdir "$work/bin" "$work/state" "$work/spool"
ln -s "$program" "$work/bin/headroom"
(umask 077 && head -c 64 /dev/urandom >"$work/munge.key")
read -r controller node <<<"$(python3 -c 'import socket as s
a, b = s.socket(), s.socket()
a.bind(("127.0.0.1", 0)); b.bind(("127.0.0.1", 0))
print(a.getsockname()[1], b.getsockname()[1])')"
name=$(hostname -s)
cat >"$work/slurm.conf" <<END
ClusterName=headroom
SlurmctldHost=$name(127.0.0.1)
SlurmctldPort=$controller
SlurmdPort=$node
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
AuthType=auth/munge
AuthInfo=socket=$work/munge.socket
CredType=cred/munge
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
ReturnToService=2
DependencyParameters=kill_invalid_depend
MailProg=/bin/true
NodeName=$name NodeAddr=127.0.0.1 CPUs=32 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=10 State=UP
END
export SLURM_CONF=$work/slurm.conf PATH=$work/bin:$PATH

# until WHAT SECONDS COMMAND…
until_() {
  local what=$1 end=$((SECONDS + $2))
  shift 2
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || { echo "tests/cluster.sh: $what" >&2; exit 1; }
    sleep 0.2
  done
}
start() {
  "$@" >"$work/$1.log" 2>&1 &
  running+=($!)
}
ready() { [ "$(sinfo -h -o %t 2>/dev/null)" = idle ]; }
done_() { [ -z "$(squeue -h)" ]; }
start munged --foreground --key-file="$work/munge.key" --socket="$work/munge.socket" --pid-file="$work/munge.pid" \
  --log-file="$work/munge-own.log" --seed-file="$work/munge.seed"
until_ "munged does not start" 20 test -S "$work/munge.socket"
start slurmctld -D
start slurmd -D -N "$name"
until_ "Slurm does not start" 60 ready

# The commands of a section of the document, of the study here.
block() { awk -v section="## $1" '$0 ~ section {in_it = 1} in_it && /^```$/ {exit} code {print} in_it && /^```sh/ {code = 1}' "$docs"; }
commands() { block "$1" | grep -v '^study='; }
same() { diff -rq --exclude runs "$work/once/study" "$1" && test -s "$1/study.json" -a -s "$1/tables/variants.parquet"; }
study="sweep minimal --vary /mechanism/operating_threshold=0.5..=0.8:0.1 --replications 10 --out study"
mkdir "$work/once" "$work/slurm" "$work/again" "$work/alone" "$work/parallel"
# shellcheck disable=SC2086 # words of a command
(cd "$work/once" && headroom --quiet $study >/dev/null)

began=$SECONDS
cd "$work/slurm"
eval "$(commands Slurm)"
until_ "the array does not end" 120 done_
same "$work/slurm/study"
test "$(grep -l 'is done, ' slurm-*_*.out | wc -l)" = 8
echo "Slurm: eight tasks and their merge give the bytes of one process, in $((SECONDS - began)) s"

# Task 5 alone, twice: its part, then nothing.
cd "$work/again"
for _ in 1 2; do
  sbatch --parsable --array=5 --wrap "headroom $study --shard auto/8" >>submitted
  until_ "task 5 does not end" 60 done_
done
# shellcheck disable=SC2086
(cd "$work/alone" && headroom --quiet $study --shard 5/8)
diff -r "$work/alone/study" "$work/again/study"
grep -q 'part 5 of 8 is done, 0 replications were missing' "slurm-$(tail -n 1 submitted)_5.out"
echo "Slurm: task 5 again does its part and no more"

cd "$work/parallel"
echo 8/: >hosts
(eval "$(commands 'GNU parallel over hosts')") >parallel.out 2>&1 || { cat parallel.out >&2; exit 1; }
same "$work/parallel/study"
seq 8 | parallel -N0 "headroom ${study/study/auto} --shard auto/8" >auto.out 2>&1 || { cat auto.out >&2; exit 1; }
test "$(grep -c 'is done, ' auto.out)" = 8
echo "GNU parallel: eight parts give the bytes of one process"
