#!/bin/sh
# Each pending milestone with its days remaining, from the JSON. Needs jq. Usage: read-json.sh [DAY]
set -eu
timeline show --on "${1:-today}" --format json |
    jq -r '.milestones[] | select(.status == "pending") | "\(.id) \(.remaining)"'
