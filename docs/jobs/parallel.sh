#!/bin/sh
# Plays a study in shards on this machine, with GNU parallel, and joins them.
#
#   docs/jobs/parallel.sh 8 sweep november-1962 --runs 100000
#
# Started again after a stop, it goes on where it was.
set -eu

shards=$1
shift
excomm=${EXCOMM:-excomm}
folder=${FOLDER:-rows}
mkdir -p "$folder"

# one thread a shard: as many shards at once as there are cores
seq "$shards" | parallel --quote --halt now,fail=1 \
    "$excomm" "$@" --threads 1 --shard "{}/$shards" --resume "$folder/part-{}.parquet" >&2

exec "$excomm" merge "$folder"/part-*.parquet --out "$folder/rows.parquet"
