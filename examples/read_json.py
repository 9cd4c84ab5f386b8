"""Print the slip of every fulfilled milestone, from the JSON. Usage: python read_json.py [DAY]."""

import json
import subprocess
import sys

day = sys.argv[1] if len(sys.argv) > 1 else "today"
answer = subprocess.run(
    ["timeline", "show", "--on", day, "--format", "json"], capture_output=True, check=True
)
for milestone in json.loads(answer.stdout)["milestones"]:
    if milestone["slip"] is not None:
        print(f"{milestone['id']}: {milestone['slip']:+} days")
