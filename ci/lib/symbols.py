"""For ci/check: symbols.py EXPERIMENTS TREE NAME... prints which `kernel` entries of the
experiments do not fit the source of Linux in TREE. EXPERIMENTS is the output of
`pidlab list --json`. Nothing is printed if TREE is not there."""

import json
import pathlib
import re
import sys


def numbers(version):
    return [int(number) for number in re.findall(r"\d+", version)[:2]]


def version_of(makefile):
    return ".".join(re.findall(r"^(?:VERSION|PATCHLEVEL) = (\d+)$", makefile, re.M)[:2])


def occurs(symbol, source):
    call = symbol.removeprefix("sys_")
    return re.search(rf"\b{re.escape(symbol)}\b|SYSCALL_DEFINE\d\({re.escape(call)}\b", source)


def faults(experiments, tree, names):
    version = version_of((tree / "Makefile").read_text())
    for one in experiments:
        if one["name"] not in names:
            continue
        for entry in one["kernel"]:
            place = f"expected/{one['chapter']}/{one['name']}.toml: kernel"
            read_at, path = numbers(entry["read_at"]), tree / entry["file"]
            if read_at > numbers(version):
                yield (f"{place}: read_at = \"{entry['read_at']}\" is newer than {version},"
                       " the source of ci/fetch-source")
            # An older source may have had what this one does not have.
            elif read_at[:1] == numbers(version)[:1] and not (
                    path.exists() and occurs(entry["symbol"], path.read_text())):
                yield (f"{place}: {entry['symbol']} is not in {entry['file']} of Linux {version},"
                       " the source of ci/fetch-source")


tree = pathlib.Path(sys.argv[2])
if (tree / "Makefile").exists():
    found = list(faults(json.loads(pathlib.Path(sys.argv[1]).read_text()), tree, sys.argv[3:]))
    print(*found, sep="\n", end="\n" if found else "")
    sys.exit(bool(found))
