# Score copy by the length of its clauses: 1 where all are at most 12 characters, less where not.
# A metric of your own in ten lines: one JSON row in, one number out, for every line.
import json
import re
import sys

for line in sys.stdin:
    row = json.loads(line)
    clauses = [c for c in re.split(r"[，。！？、,.!?;；]", row["output"]) if c]
    print(sum(len(c) <= 12 for c in clauses) / max(1, len(clauses)), flush=True)
