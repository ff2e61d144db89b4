"""For ci/mutants: the list of wrong kernels, and what the runs on them have shown.

mutants.py list [WORD...]    prints the mutants that the WORDs name, or all, as JSON
mutants.py check MUTANTS EXPERIMENTS TREE    prints what is wrong with the list
mutants.py apply MUTANTS NAME TREE    alters the source
mutants.py table MUTANTS RESULTS TREE FORMAT    shows what was observed
"""

import collections
import json
import pathlib
import sys
import tomllib

KEYS = {"file", "text", "replacement", "breaks", "fails"}
ARCHITECTURES = ("uml", "x86")
FOLDER = pathlib.Path("ci/kernels/mutants")
COLUMNS = ("FAIL", "BROKEN", "TIMEOUT")


def load(path):
    return json.loads(pathlib.Path(path).read_text())


def is_whole(mutants):
    """Whether these are all mutants of the list: some checks need all of them."""
    return {mutant["name"] for mutant in mutants} == {
        f"{path.stem}.{number}" for path in FOLDER.glob("*.toml")
        for number, _ in enumerate(tomllib.loads(path.read_text())["mutant"], 1)}


def source(tree, mutant):
    """The text of the mutant's file, without the change of a mutant that is being built."""
    path = pathlib.Path(tree, mutant["file"])
    unaltered = path.with_name(path.name + ".unaltered")
    path = unaltered if unaltered.exists() else path
    return path.read_text() if path.exists() else ""


def without_mutant():
    """The experiments that cannot have a mutant, each with the reason."""
    names = set()
    for path in FOLDER.glob("*.toml"):
        names |= tomllib.loads(path.read_text()).get("without_mutant", {}).keys()
    return names


def list_mutants(*words):
    mutants = []
    for path in sorted(FOLDER.glob("*.toml")):
        try:
            entries = tomllib.loads(path.read_text()).get("mutant")
        except tomllib.TOMLDecodeError as error:
            sys.exit(f"mutants: {path}: {error}")
        if not entries:
            sys.exit(f"mutants: {path}: expected at least one [[mutant]]")
        for number, entry in enumerate(entries, 1):
            entry = {"arch": "uml"} | entry
            if wrong := (entry.keys() - {"arch"}) ^ KEYS:
                sys.exit(f"mutants: {path}, entry {number}: {', '.join(wrong)}:"
                         f" a key is missing or unknown; the keys are {sorted(KEYS)}")
            if not entry["fails"]:
                sys.exit(f"mutants: {path}, entry {number}: fails: expected an experiment")
            if entry["arch"] not in ARCHITECTURES:
                sys.exit(f"mutants: {path}, entry {number}: arch: is not one of"
                         f" {', '.join(ARCHITECTURES)}")
            mutants.append({"name": f"{path.stem}.{number}", "chapter": path.stem} | entry)
    chosen = []
    for word in words:
        matches = [m for m in mutants if word in (m["name"], m["chapter"], *m["fails"])]
        if not matches:
            sys.exit(f"mutants: {word}: is not a chapter or a mutant, and no mutant names"
                     " it as an experiment; --list shows the mutants")
        chosen += matches
    json.dump([m for m in mutants if not words or m in chosen], sys.stdout)


def check(mutants, experiments, tree):
    mutants, known = load(mutants), {e["name"]: e for e in load(experiments)}
    tree, faults = pathlib.Path(tree), []
    altered = {}
    for mutant in mutants:
        faults += [f"{mutant['name']}: {name} is not an experiment"
                   for name in mutant["fails"] if name not in known]
        if (tree / "Makefile").exists():
            count = source(tree, mutant).count(mutant["text"])
            if count != 1:
                faults.append(f"{FOLDER}/{mutant['chapter']}.toml: {mutant['name']}, for"
                              f" {', '.join(mutant['fails'])}: the text occurs {count} times"
                              f" in {tree / mutant['file']}: it must occur once")
            kernel = (mutant["arch"], mutant["file"],
                      source(tree, mutant).replace(mutant["text"], mutant["replacement"]))
            if (other := altered.setdefault(kernel, mutant["name"])) != mutant["name"]:
                faults.append(f"{mutant['name']}: is the same kernel as {other}")
    if is_whole(mutants):
        per_chapter = collections.Counter(mutant["chapter"] for mutant in mutants)
        faults += [f"{chapter}: has fewer than two mutants"
                   for chapter in sorted({e["chapter"] for e in known.values()})
                   if per_chapter[chapter] < 2]
        named = {name for mutant in mutants for name in mutant["fails"]}
        faults += [f"{known[name]['chapter']}/{name}: has no mutant: add one to"
                   f" {FOLDER}/{known[name]['chapter']}.toml, or a reason to its"
                   " [without_mutant]"
                   for name in sorted(known.keys() - named - without_mutant())]
        faults += [f"{name}: [without_mutant]: is not an experiment, or has a mutant"
                   for name in sorted(without_mutant() - (known.keys() - named))]
    print(*faults, sep="\n", end="\n" if faults else "", file=sys.stderr)
    return bool(faults)


def apply(mutants, name, tree):
    mutant = next(m for m in load(mutants) if m["name"] == name)
    path = pathlib.Path(tree, mutant["file"])
    path.write_text(path.read_text().replace(mutant["text"], mutant["replacement"]))


def line_of(mutant, tree):
    before = source(tree, mutant).partition(mutant["text"])[0]
    return f"{mutant['file']}:{before.count(chr(10)) + 1}"


def observed(results, name):
    """The names of the experiments by verdict. An experiment that needs a machine for
    itself is SKIPped in one report: the verdict of the other report counts."""
    verdicts = {}
    for path in sorted(results.glob(f"{name}.report-*.json")):
        if path.stat().st_size:
            for e in json.loads(path.read_text())["experiments"]:
                verdict = "TIMEOUT" if e["ending"] == "hung" else e["verdict"]
                if verdict != "SKIP" or e["name"] not in verdicts:
                    verdicts[e["name"]] = verdict
    columns = collections.defaultdict(list)
    for experiment, verdict in verdicts.items():
        columns[verdict].append(experiment)
    return columns


def table(mutants, results, tree, form):
    mutants, results = load(mutants), pathlib.Path(results)
    rows, failed, bad = [], set(), False
    unaltered = [{"name": f"unaltered-{arch}", "breaks": "Nothing.", "fails": []}
                 for arch in ARCHITECTURES if any(m["arch"] == arch for m in mutants)]
    known = set()
    for mutant in [*unaltered, *mutants]:
        columns = observed(results, mutant["name"])
        reason = results / f"{mutant['name']}.reason"
        row = {"name": mutant["name"], "breaks": mutant["breaks"],
               "ran": bool(columns), "line": line_of(mutant, tree) if "file" in mutant else "",
               "ended": reason.read_text().strip() if reason.exists() else "",
               "missing": {name: next((v for v, names in columns.items() if name in names),
                                      "not run")
                           for name in mutant["fails"] if name not in columns["FAIL"]}}
        row |= {column: columns[column] for column in COLUMNS}
        if mutant in unaltered:
            bad |= not columns or bool(row["ended"]) or any(row[column] for column in COLUMNS)
            known.update(*columns.values())
        else:
            failed.update(columns["FAIL"])
        bad |= bool(row["missing"])
        rows.append(row)
    never = sorted(known - failed)
    mutants = rows[len(unaltered):]
    if form == "json":
        json.dump({"mutants": rows, "never_failed": never}, sys.stdout, indent=1)
        return bad
    for row in rows:
        print(f"{row['name']}  {row['line']}  {row['breaks']}")
        if row["ended"]:
            print(f"  the machine {row['ended']}")
        for column in COLUMNS:
            if row[column]:
                print(f"  {column:8}{' '.join(row[column])}")
        for name, verdict in row["missing"].items():
            print(f"  expected FAIL of {name}: {verdict}")
    complete = sum(not row["missing"] for row in mutants)
    print(f"\n{complete} of {len(mutants)} mutants have each expected FAIL,"
          f" {sum(bool(row['FAIL']) for row in mutants)} have one or more")
    silent = [row["name"] for row in mutants
              if row["ran"] and not row["ended"] and not any(row[column] for column in COLUMNS)]
    print("not noticed:", " ".join(silent) or "none")
    print(f"{len(failed)} of {len(known)} experiments FAIL on one or more")
    if is_whole(mutants):
        print("never:", " ".join(never) or "none")
    return bad


if __name__ == "__main__":
    command, *arguments = sys.argv[1:]
    sys.exit({"list": list_mutants, "check": check, "apply": apply, "table": table}[command](
        *arguments))
