#!/bin/sh
# List each pending milestone with its days remaining. Needs jq. Usage: read-json.sh [DAY]
set -eu
timeline show --on "${1:-today}" --format json |
    jq -r '.milestones[] | select(.status == "pending") | "\(.id) \(.remaining)"'
