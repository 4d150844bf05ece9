#!/bin/bash
# Plays a study in 20 shards, one a task of a Slurm array:
#
#   sbatch docs/jobs/slurm.sh
#
# A task that is stopped at its time limit or taken away is queued again and goes on where it was.
#SBATCH --job-name=excomm
#SBATCH --array=1-20
#SBATCH --cpus-per-task=4
#SBATCH --mem=1G
#SBATCH --time=02:00:00
#SBATCH --requeue
#SBATCH --open-mode=append
# two minutes before the limit the program is told to stop after its present block
#SBATCH --signal=TERM@120
set -eu

mkdir -p rows
srun excomm sweep november-1962 --runs 1000000 \
    --threads "$SLURM_CPUS_PER_TASK" \
    --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" \
    --resume "rows/part-$SLURM_ARRAY_TASK_ID.parquet" \
    || { [ $? -eq 130 ] && scontrol requeue "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID"; }

# When all tasks are done:
#
#   excomm merge rows/part-*.parquet --out rows/rows.parquet
