# Validates JSON reports against analyzer/report/report.schema.json (JSON Schema 2020-12),
# and that their keys stand in the order of the schema.
# usage: validate.py REPORT.json...
import json
import pathlib
import sys

import jsonschema

root = pathlib.Path(__file__).resolve().parents[2]
schema = json.loads((root / "analyzer/report/report.schema.json").read_text())
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)


def definition(node):
    reference = node.get("$ref")
    return schema["$defs"][reference.rsplit("/", 1)[1]] if reference else node


def out_of_order(value, node):
    node = definition(node)
    if isinstance(value, list):
        return any(out_of_order(item, node.get("items", {})) for item in value)
    if not isinstance(value, dict):
        return False
    known = list(node["properties"])
    places = [known.index(key) for key in value]
    return places != sorted(places) or any(
        out_of_order(item, node["properties"][key]) for key, item in value.items())


failed = False
for path in sys.argv[1:]:
    report = json.loads(pathlib.Path(path).read_bytes().decode("ascii"))
    for error in validator.iter_errors(report):
        failed = True
        print(f"{path}: {'/'.join(map(str, error.absolute_path))}: {error.message}")
    if out_of_order(report, schema):
        failed = True
        print(f"{path}: keys are not in the order of the schema")
sys.exit(failed)
