"""JSON Schema checks against jsonschema (draft 2020-12), on schemas and answers drawn anew: 2,000 cases."""

import json
import random

import nasty
from conftest import run_shijin
from jsonschema import Draft202012Validator

SCHEMAS = 100
ANSWERS = 20
WORDS = ["", "a", "ab", "口紅", "12", "x1", "😀"]
PATTERNS = ["^[0-9]+$", "a", "^x", "口", "^$"]
NAMES = ["a", "ab", "x1", "口", "n"]


def draw_value(rng: random.Random, depth: int = 0):
    kind = rng.randrange(9 if depth < 3 else 6)
    if kind < 6:
        return rng.choice(
            [None, True, False, 0, 1, -3, 2.0, 0.5, 1e20, rng.randint(-9, 9), rng.choice(WORDS)]
        )
    if kind == 6:
        return [draw_value(rng, depth + 1) for _ in range(rng.randrange(4))]
    return {rng.choice(NAMES): draw_value(rng, depth + 1) for _ in range(rng.randrange(4))}


def draw_schema(rng: random.Random, depth: int = 0):
    if depth >= 3 or rng.random() < 0.1:
        return rng.choice([True, False, {}, {"type": "string"}, {"type": ["integer", "null"]}])

    def inner():
        return draw_schema(rng, depth + 1)

    number = rng.choice([-2, 0, 0.5, 1, 3])
    count = rng.randrange(4)
    keywords = {
        "type": lambda: rng.choice(["array", "boolean", "integer", "null", "number", "object", "string"]),
        "enum": lambda: [draw_value(rng) for _ in range(3)],
        "const": lambda: draw_value(rng),
        "minimum": lambda: number, "maximum": lambda: number,
        "exclusiveMinimum": lambda: number, "exclusiveMaximum": lambda: number,
        "multipleOf": lambda: rng.choice([1, 2, 3, 0.5]),
        "minLength": lambda: count, "maxLength": lambda: count, "pattern": lambda: rng.choice(PATTERNS),
        "items": inner, "prefixItems": lambda: [inner() for _ in range(1 + rng.randrange(2))],
        "contains": inner, "minItems": lambda: count, "maxItems": lambda: count,
        "uniqueItems": lambda: rng.random() < 0.7,
        "properties": lambda: {rng.choice(NAMES): inner() for _ in range(2)},
        "patternProperties": lambda: {rng.choice(PATTERNS): inner()},
        "additionalProperties": inner, "propertyNames": inner,
        "required": lambda: rng.sample(NAMES, rng.randrange(2)),
        "minProperties": lambda: count, "maxProperties": lambda: count,
        "allOf": lambda: [inner(), inner()], "anyOf": lambda: [inner(), inner()],
        "oneOf": lambda: [inner(), inner()], "not": inner,
        "if": inner, "then": inner, "else": inner,
        "$ref": lambda: "#/$defs/one",
    }  # fmt: skip
    chosen = rng.sample(list(keywords), 1 + rng.randrange(3))
    schema = {name: keywords[name]() for name in chosen if name != "$ref" or depth > 0}
    if depth == 0:
        schema["$defs"] = {"one": draw_schema(rng, 2)}
        # What "one" refers to must not be itself: that is a circle for any validator.
        schema["$defs"]["one"] = json.loads(
            json.dumps(schema["$defs"]["one"]).replace('"#/$defs/one"', '"#/$defs/two"')
        )
        schema["$defs"]["two"] = {"type": ["string", "number", "object"]}
    return schema


def test_schemas_decide_as_jsonschema_does(tmp_path):
    rng = random.Random(nasty.SEED)
    differing = []
    passed = 0
    for case in range(SCHEMAS):
        schema = draw_schema(rng)
        Draft202012Validator.check_schema(schema)
        answers = [draw_value(rng) for _ in range(ANSWERS)]
        rows = tmp_path / f"{case}.jsonl"
        with rows.open("w", encoding="utf-8") as file:
            for answer in answers:
                line = {"reference": "r", "output": json.dumps(answer, ensure_ascii=rng.random() < 0.5)}
                file.write(json.dumps(line) + "\n")
        (tmp_path / "schema.json").write_text(json.dumps(schema), encoding="utf-8")
        done = run_shijin("eval", rows, "--metrics", "exact_match", "--quiet", "--json=/dev/null",
                          "--metric", f"fits=json_schema: {tmp_path}/schema.json",
                          "--samples", tmp_path / "samples.jsonl")  # fmt: skip
        assert done.returncode == 0, (schema, done.stderr)
        samples = (tmp_path / "samples.jsonl").read_text(encoding="utf-8").splitlines()
        for answer, sample in zip(answers, samples, strict=True):
            ours = json.loads(sample)["fits"] == 1
            theirs = Draft202012Validator(schema).is_valid(answer)
            passed += theirs
            if ours != theirs:
                differing.append((schema, answer, ours))
    assert differing == [], differing[0]
    assert 100 < passed < SCHEMAS * ANSWERS - 100  # the draw tells good from bad
