"""For ci/coverage: how much the experiments reach of the functions that handle PID namespaces.

coverage.py TREE OBJECTS FORMAT [PAGE]    prints a table, or JSON, and writes a page
"""

import collections
import html
import json
import pathlib
import subprocess
import sys

from pid_functions import FUNCTIONS, functions

STYLE = ("body{font:14px sans-serif;margin:2em}pre{line-height:1.3}"
         ".never{background:#fbb}.half{background:#fe9}")


def counts(objects, file):
    """For each line of the file: how often it ran, and how often each of its branches was
    taken. The compiler can copy a function: the counts of all copies of a line are added."""
    data = (objects / file).with_suffix(".gcda")
    if not data.exists():
        return {}
    output = subprocess.run(["gcov", "--json-format", "--stdout", "--branch-probabilities", data],
                            cwd=objects, capture_output=True, check=True).stdout
    lines = collections.defaultdict(lambda: [0, collections.Counter()])
    for part in json.loads(output)["files"]:
        if not part["file"].endswith(file):
            continue
        for line in part["lines"]:
            here = lines[line["line_number"]]
            here[0] += line["count"]
            here[1].update({i: branch["count"] for i, branch in enumerate(line["branches"])})
    return lines


def measure(source, names, lines):
    """Yields the name, the range of the lines and the counted lines of each function."""
    for name, numbers in functions(source, names):
        counted = {n + 1: lines[n + 1] for n in numbers if n + 1 in lines}
        if counted:
            yield name, numbers, counted


def add_up(counted):
    branches = [count for _, each in counted.values() for count in each.values()]
    return {"lines": len(counted), "lines_reached": sum(1 for n, _ in counted.values() if n),
            "branches": len(branches), "branches_reached": sum(1 for n in branches if n)}


def percent(row, kind):
    all_of, reached = row[kind], row[f"{kind}_reached"]
    return f"{reached:5} of {all_of:4} {100 * reached / all_of:4.0f} %" if all_of else f"{'':18}"


def as_page(measured, sources):
    yield f"<!DOCTYPE html><meta charset=utf-8><title>Reached</title><style>{STYLE}</style>"
    yield "<p>A red line was never reached. A yellow line has a branch that was never taken."
    for file, parts in measured.items():
        yield f"<h2>{file}</h2>"
        for name, numbers, counted in parts:
            yield f"<h3>{html.escape(name)}</h3><pre>"
            for number in range(numbers.start + 1, numbers.stop + 1):
                count, branches = counted.get(number, (1, {}))
                kind = "never" if not count else "half" if 0 in branches.values() else ""
                text = html.escape(sources[file].split("\n")[number - 1])
                yield f"<span class='{kind}'>{number:5}  {text}</span>"
            yield "</pre>"


def main(tree, objects, form, page=None):
    tree, objects = pathlib.Path(tree), pathlib.Path(objects)
    sources = {file: (tree / file).read_text() for file in FUNCTIONS}
    measured = {file: list(measure(sources[file], names.split(), counts(objects, file)))
                for file, names in FUNCTIONS.items()}
    rows = [{"file": file} | add_up({n: c for _, _, counted in parts for n, c in counted.items()})
            for file, parts in measured.items()]
    kinds = ("lines", "lines_reached", "branches", "branches_reached")
    total = {"file": "all"} | {kind: sum(row[kind] for row in rows) for kind in kinds}
    if form == "json":
        json.dump({"files": rows, "all": total}, sys.stdout, indent=1)
    else:
        for row in [*rows, total]:
            print(f"{row['file']:32} lines {percent(row, 'lines')}"
                  f"  branches {percent(row, 'branches')}".rstrip())
    if page:
        pathlib.Path(page).write_text("\n".join(as_page(measured, sources)))
    if not total["lines_reached"]:
        sys.exit("coverage: nothing was reached: the kernel did not write its counts; try again with a longer --timeout")


main(*sys.argv[1:])
