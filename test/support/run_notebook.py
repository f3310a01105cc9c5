"""Runs the code cells of a notebook in its folder, in order, and prints its table of methods as JSON."""

import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    cells = json.load(file)["cells"]
code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
names = {}
exec(compile(code, sys.argv[1], "exec"), names)
print(names["table"].reset_index().to_json(orient="records", double_precision=15))
