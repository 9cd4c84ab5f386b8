#!/bin/sh
# For cron: prints, and so is mailed, only what is overdue or falls due within a week. Usage: week-ahead.sh [DAY]
#   MAILTO=desk@example.org
#   0 7 * * *  /path/to/week-ahead.sh
set -u
timeline check --within "7 days" --on "${1:-today}"
# 1 is the answer "yes, there is something", which is no failure of this job.
[ $? -le 1 ]
