#!/bin/sh
# What is overdue on a day, in every agreement that comes along. Usage: overdue.sh [DAY]
set -eu
on=${1:-today}
timeline agreements --format tsv | tail -n +2 | cut -f 1 | while read -r name; do
    timeline show --agreement "$name" --on "$on" --format tsv |
        awk -F '\t' -v name="$name" '$10 == "overdue" { print name ": " $1 ", " (-$8) " days" }'
done
