"""Says which requests GitHub does not describe: the first argument is the file in which it describes its API, each line of
the input is a request. A field or a part of a query that is not described is told as well."""

import json
import re
import sys
from urllib.parse import parse_qsl, urlsplit

from openapi_schema_validator import OAS30Validator
from referencing import Registry
from referencing.jsonschema import DRAFT4

BASE = "urn:github"

with open(sys.argv[1], encoding="utf-8") as file:
    description = json.load(file)
registry = Registry().with_resource(BASE, DRAFT4.create_resource(description))


def resolved(node):
    """What a reference leads to."""
    while "$ref" in node:
        target = description
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part.replace("~1", "/").replace("~0", "~")]
        node = target
    return node


def absolute(node):
    """The same schema with references that can be followed from anywhere."""
    if isinstance(node, list):
        return [absolute(part) for part in node]
    if isinstance(node, dict):
        return {
            key: BASE + part if key == "$ref" and isinstance(part, str) else absolute(part)
            for key, part in node.items()
        }
    return node


def fields(schema):
    """The names of the fields that a schema describes."""
    schema = resolved(schema)
    names = set(schema.get("properties", {}))
    for several in ("allOf", "anyOf", "oneOf"):
        for part in schema.get(several, []):
            names |= fields(part)
    return names


def operations(method, path):
    """What is described for this path; one without holes goes first."""
    for template in sorted(description["paths"], key=lambda template: template.count("{")):
        pattern = "/".join("[^/]+" if "{" in part else re.escape(part) for part in template.split("/"))
        operation = description["paths"][template].get(method.lower())
        if operation and re.fullmatch(pattern, path):
            yield description["paths"][template], operation


def faults(request):
    """What is wrong with a request."""
    split = urlsplit(request["path"])
    found = next(operations(request["method"], split.path), None)
    if found is None:
        yield "there is no such call"
        return
    item, operation = found
    parameters = [resolved(each) for each in item.get("parameters", []) + operation.get("parameters", [])]
    queries = {each["name"]: each["schema"] for each in parameters if each["in"] == "query"}
    for name, value in parse_qsl(split.query, keep_blank_values=True):
        if name not in queries:
            yield f"the query has no {name}"
            continue
        whole = resolved(queries[name]).get("type") == "integer"
        yield from refused(queries[name], int(value) if whole and value.isdigit() else value)
    if not request["body"]:
        if resolved(operation.get("requestBody", {})).get("required"):
            yield "it says nothing"
        return
    content = resolved(operation.get("requestBody", {})).get("content", {})
    if "application/json" not in content:
        yield "it takes no JSON"
        return
    schema = content["application/json"]["schema"]
    body = json.loads(request["body"])
    yield from refused(schema, body)
    for name in body.keys() - fields(schema):
        yield f"there is no field {name}"


def refused(schema, value):
    """Why a value does not keep to a schema."""
    validator = OAS30Validator(absolute(schema), registry=registry)
    for error in validator.iter_errors(value):
        yield f"{error.json_path}: {error.message}"


for number, line in enumerate(sys.stdin, 1):
    request = json.loads(line)
    for fault in faults(request):
        print(f"request {number}, {request['method']} {request['path']}: {fault}")
