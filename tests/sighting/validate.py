# Validates lines of sightings against analyzer/sighting/sightings.schema.json (JSON Schema
# 2020-12), and that their keys stand in the order of the schema.
# usage: validate.py [--every-field] SIGHTINGS...
# With --every-field every property that the schema knows must occur in them.
import json
import pathlib
import sys

import jsonschema

root = pathlib.Path(__file__).resolve().parents[2]
schema = json.loads((root / "analyzer/sighting/sightings.schema.json").read_text())
jsonschema.Draft202012Validator.check_schema(schema)
kinds = [one["$ref"].rsplit("/", 1)[1] for one in schema["oneOf"]]
# Told which kind a line is, the validator says what is wrong with it, not "none of seven".
validators = {kind: jsonschema.Draft202012Validator({**schema, "oneOf": [{"$ref": f"#/$defs/{kind}"}]})
              for kind in kinds}
whole = jsonschema.Draft202012Validator(schema)
nested = {"hello": "hello"}
seen = set()


def note(name, value, where):
    known = list(schema["$defs"][name]["properties"])
    places = [known.index(key) for key in value]
    seen.update((name, key) for key in value)
    for key in value:
        if key in nested:
            note(nested[key], value[key], where)
    if places != sorted(places):
        return f"{where}: keys are not in the order of the schema"
    return None


arguments = [a for a in sys.argv[1:] if a != "--every-field"]
failed = False
for path in arguments:
    for number, line in enumerate(pathlib.Path(path).read_bytes().decode("ascii").splitlines(), 1):
        value, where = json.loads(line), f"{path}:{number}"
        errors = [f"{where}: {'/'.join(map(str, e.absolute_path))}: {e.context[0].message if e.context else e.message}"
                  for e in validators[value["type"]].iter_errors(value)]
        errors += [] if errors or whole.is_valid(value) else [f"{where}: fits several kinds or none"]
        order = None if errors else note(value["type"], value, where)
        for text in errors + ([order] if order else []):
            failed = True
            print(text)
if "--every-field" in sys.argv:
    for name in kinds + list(nested.values()):
        for key in schema["$defs"][name]["properties"]:
            if (name, key) not in seen:
                failed = True
                print(f"{name}: no line has '{key}': the program does not write what the schema says")
sys.exit(failed)
