#!/bin/sh
# List what is overdue on a day in every bundled agreement. Usage: overdue.sh [DAY]
set -eu
on=${1:-today}
timeline agreements --format tsv | tail -n +2 | cut -f 1 | while read -r name; do
    timeline show --agreement "$name" --on "$on" --format tsv |
        awk -F '\t' '$13 == "overdue" { print $1 ": " $3 ", due " $8 }'
done
