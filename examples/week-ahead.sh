#!/bin/sh
# For cron, which mails the output: prints only what is overdue or due within a week. Usage: week-ahead.sh [DAY]
#   MAILTO=desk@example.org
#   PATH=/home/you/.venv/bin:/usr/bin:/bin
#   0 7 * * *  /path/to/week-ahead.sh
set -u
timeline check --within "7 days" --on "${1:-today}"
# Status 1 means that something was found, which is not a failure of this job.
[ $? -le 1 ]
