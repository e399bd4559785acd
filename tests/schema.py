"""Whether the schema that `headroom schema` prints and the reader agree, by a validator that is not ours.

Every shipped scenario is valid, and so is what a person would write in other words; of the files in tests/faults, which the
reader refuses, those are valid alone that tests/beyond_schema.txt names: what is wrong with them JSON Schema cannot say (an
id that does not exist, times that do not fall on edges, what allocations come to). Needs Python's jsonschema.
"""

import glob
import json
import os
import subprocess
import sys

import jsonschema

PROGRAM = os.environ.get("HEADROOM", "target/release/headroom")
BEYOND = "tests/beyond_schema.txt"


def strict(pairs):
    """An object, unless a key stands in it twice."""
    if len({key for key, _ in pairs}) < len(pairs):
        raise ValueError("a key twice")
    return dict(pairs)


def refuse(word):
    raise ValueError(word)


def read(text):
    return json.loads(text, object_pairs_hook=strict, parse_constant=refuse)


schema = json.loads(subprocess.run([PROGRAM, "schema"], check=True, capture_output=True).stdout)
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
wrong = []


def holds(name, value, valid):
    errors = [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:120]}" for e in validator.iter_errors(value)]
    if bool(errors) == valid:
        wrong.append(f"{name} should be {'valid' if valid else 'invalid'} {errors[:2]}")


shipped = sorted(glob.glob("scenarios/*.json"))
for path in shipped:
    holds(path, read(open(path, encoding="utf-8").read()), True)
example = "examples/tables/mine.json"
holds(example, read(open(example, encoding="utf-8").read()), True)

minimal = read(open("scenarios/minimal.json", encoding="utf-8").read())
part = {"name": "x", "extends": "minimal"}
for name, value, valid in [
    ("whole numbers as JSON Schema has them", {**minimal, "seed": 1.0, "replications": 5.0}, True),
    ("a seed of 2^64", {**minimal, "seed": 2**64}, False),
    ("a duration of another kind", {**minimal, "duration": "3 parsecs"}, False),
    ("two units", {**minimal, "duration": "2 h 30min"}, True),
    ("a bare duration", {**minimal, "duration": 60}, False),
    ("a rate without a unit", {**part, "gateway": {"max_capacity": "270"}}, False),
    ("a rate of a minute", {**part, "gateway": {"max_capacity": "3 000/min"}}, True),
    ("a negative rate", {**part, "gateway": {"max_capacity": -1}}, False),
    ("a capacity that is taken away", {**part, "gateway": {"max_capacity": None, "threshold_over_ordinary": 2}}, True),
    ("no capacity left", {**part, "gateway": {"max_capacity": None, "threshold_over_ordinary": None}}, False),
    ("what must be there, taken away", {**part, "gateway": None}, False),
    ("nobody", {**part, "users": []}, False),
    ("nothing in the place of a User", {**part, "users": [None]}, False),
    ("no events", {**part, "events": []}, True),
    ("a key that is not known", {**part, "nonsense": None}, False),
    ("what has no capacity", {**minimal, "gateway": {}}, False),
    ("an item changed", {**part, "events": [{"id": "runaway-adapter", "lasts": "20 min"}]}, True),
    ("an item taken out", {**part, "events": [{"id": "runaway-adapter", "remove": True}]}, True),
    ("an item taken out of nothing", {**minimal, "events": [{"id": "runaway-adapter", "remove": True}]}, False),
    ("remove false", {**part, "events": [{"id": "runaway-adapter", "remove": False}]}, False),
    ("a part that extends nothing", {"name": "x", "seed": 2}, False),
    ("a table for a list", {**part, "users": {"from": "users.csv", "map": {"MPANs": "charged_mpans"}}}, True),
    ("a table in a whole scenario", {**minimal, "users": {"from": "users.csv", "why": "ours"}}, True),
    ("a table without a file", {**part, "users": {"map": {}}}, False),
    ("a flood by one of two numbers", {**part, "events": [{"id": "runaway-adapter", "denial_of_service": {"rate": None, "times_peak": 5}}]}, True),
    ("a flood by both", {**part, "events": [{"id": "runaway-adapter", "denial_of_service": {"rate": "90/s", "times_peak": 5}}]}, False),
    ("an event of two kinds", {**part, "events": [{"id": "runaway-adapter", "outage": {"capacity": 0}, "surge": {"factor": 2}}]}, False),
    ("how often, said twice", {**part, "events": [{"id": "runaway-adapter", "occurs": {"per_year": 1, "each_month": 3}}]}, False),
    ("a table where none can stand", {**part, "srvs": {"from": "srvs.csv"}}, False),
]:
    holds(name, value, valid)

beyond = []
for path in sorted(glob.glob("tests/faults/*.json")):
    try:
        value = read(open(path, "rb").read().decode("utf-8"))
    except ValueError:
        continue
    if not list(validator.iter_errors(value)):
        beyond.append(os.path.basename(path))
if "--bless" in sys.argv:
    open(BEYOND, "w", encoding="utf-8").write("\n".join(beyond) + "\n")
known = open(BEYOND, encoding="utf-8").read().split()
if beyond != known:
    wrong.append(f"valid by the schema, refused by the reader: {sorted(set(beyond) ^ set(known))}")

print("\n".join(wrong) or f"schema: {len(shipped)} shipped scenarios valid, {len(beyond)} faults beyond it")
sys.exit(bool(wrong))
