"""For ci/mutants --random: alters random places of the functions that handle PID namespaces.

random_mutants.py TREE NUMBER SEED    prints mutants in the format of mutants.py list
"""

import json
import pathlib
import random
import re
import sys

from pid_functions import FUNCTIONS, functions

# A function that also does much else: only the lines that match are altered.
ABOUT = {"copy_process": r"pid|CLONE_(NEW|PARENT|THREAD)|UNKILLABLE|reaper|_ns"}
ERRORS = ("EPERM", "ESRCH", "EINVAL", "ENOMEM", "EAGAIN", "ENOSPC", "EEXIST")
SWAPPED = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
# Without such a call the kernel locks up or leaks memory, which shows nothing about PIDs.
VITAL = r"lock|rcu|guard|BUG|WARN|preempt|barrier|free|put_|might_sleep|state|schedule"


def alterations(line):
    """Yields what is altered, and the altered line."""
    if match := re.fullmatch(r"(\t+(?:\} else )?if )\((.*)\)( \{)?", line):
        if match[2].count("(") == match[2].count(")"):
            yield "This condition is never true.", f"{match[1]}(0 && ({match[2]})){match[3] or ''}"
            yield "This condition is always true.", f"{match[1]}(1 || ({match[2]})){match[3] or ''}"
    if re.match(r"\t+(\} else )?(if|while|return)\b", line):
        for match in re.finditer(r" (==|!=|<=|>=|<|>) ", line):
            yield ("This comparison is the opposite.",
                   f"{line[:match.start()]} {SWAPPED[match[1]]} {line[match.end():]}")
    for match in re.finditer(r"-(E[A-Z]{3,})\b", line):
        other = ERRORS[(ERRORS.index(match[1]) + 1) % len(ERRORS)] if match[1] in ERRORS \
            else ERRORS[0]
        yield f"The error is {other}.", f"{line[:match.start()]}-{other}{line[match.end():]}"
    if match := re.fullmatch(r"(\t+)(\w+)\(.*\);", line):
        if not re.search(VITAL, match[2]):
            yield "This call is missing.", f"{match[1]};"
    if match := re.fullmatch(r"(\t+)[\w>.\[\]-]+ [|&]?= .*;", line):
        yield "This assignment is missing.", f"{match[1]};"
    if match := re.fullmatch(r"(\t+)return ([^;]+);", line):
        constant = {"0": "1", "true": "false", "false": "true"}.get(match[2], "0")
        if not match[2].startswith("-E"):
            yield f"{constant} is returned.", f"{match[1]}return {constant};"


def candidates(tree):
    for file, names in FUNCTIONS.items():
        source = (tree / file).read_text()
        lines = source.split("\n")
        for function, numbers in functions(source, names.split()):
            for number in numbers:
                if not re.search(ABOUT.get(function, ""), lines[number]):
                    continue
                for breaks, line in alterations(lines[number]):
                    first = number
                    while source.count("\n".join(lines[first:number + 1]) + "\n") > 1:
                        first -= 1
                    before = lines[first:number]
                    yield {"file": file, "text": "\n".join([*before, lines[number], ""]),
                           "replacement": "\n".join([*before, line, ""]),
                           "breaks": f"{function}: {breaks} {lines[number].strip()}"}


tree, number, seed = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
everything = list(candidates(tree))
chosen = random.Random(seed).sample(everything, min(number, len(everything)))
print(f"mutants: {len(chosen)} of {len(everything)} places", file=sys.stderr)
json.dump([{"name": f"random-{seed}.{i}", "chapter": "random", "arch": "uml", "fails": []} | m
           for i, m in enumerate(chosen, 1)], sys.stdout)
