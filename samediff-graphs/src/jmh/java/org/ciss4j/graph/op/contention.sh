#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 ciss4j authors
#
# How fast a training step is on two cores, alone and beside a process that keeps the first one busy, by how long OpenMP's threads spin
# before they sleep (GOMP_SPINCOUNT), and on one thread. Give the ciss command, and any options of "ciss bench train-step":
#   contention.sh toolkit/target/ciss4j/bin/ciss --backbone tiny --size 96 --batch 16 --repeat 30
# Nothing else should run meanwhile.
set -euo pipefail
ciss=${1:?"expected the ciss command"}
shift

median() { # environment...
  env "$@" "$ciss" bench train-step "${options[@]}" --json |
    sed 's/.*"train_step":{"median_s":\([0-9.E-]*\).*/\1/'
}

options=("$@")
for neighbour in none busy; do
  if [ "$neighbour" = busy ]; then
    taskset -c 0 sh -c 'while :; do :; done' &
    trap 'kill $!' EXIT
  fi
  for spin in 30000 2000 0; do
    echo "neighbour $neighbour, 2 threads, GOMP_SPINCOUNT=$spin: $(median GOMP_SPINCOUNT=$spin OMP_NUM_THREADS=2) s"
  done
  echo "neighbour $neighbour, 1 thread: $(median OMP_NUM_THREADS=1) s"
done
