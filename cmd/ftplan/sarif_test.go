package main

import (
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// sarifShape is what the standard demands of the parts of SARIF 2.1.0 that lint writes, and nothing beside them.
const sarifShape = `{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$defs": {
    "text": {"type": "object", "required": ["text"], "additionalProperties": false, "properties": {"text": {"type": "string", "minLength": 1}}},
    "level": {"enum": ["error", "warning", "note"]},
    "artifactLocation": {"type": "object", "required": ["uri"], "additionalProperties": false,
      "properties": {"uri": {"type": "string", "format": "uri-reference"}, "index": {"type": "integer", "minimum": 0}}},
    "rule": {"type": "object", "additionalProperties": false,
      "required": ["id", "name", "shortDescription", "fullDescription", "help", "defaultConfiguration"],
      "properties": {
        "id": {"type": "string", "pattern": "^FT[0-9]{3}$"}, "name": {"type": "string", "minLength": 1},
        "shortDescription": {"$ref": "#/$defs/text"}, "fullDescription": {"$ref": "#/$defs/text"},
        "help": {"type": "object", "required": ["text", "markdown"], "additionalProperties": false,
          "properties": {"text": {"type": "string", "minLength": 1}, "markdown": {"type": "string", "minLength": 1}}},
        "defaultConfiguration": {"type": "object", "required": ["level"], "additionalProperties": false, "properties": {"level": {"$ref": "#/$defs/level"}}},
        "properties": {"type": "object", "properties": {"tags": {"type": "array", "uniqueItems": true, "items": {"type": "string"}}}}}},
    "location": {"type": "object", "required": ["physicalLocation"], "additionalProperties": false, "properties": {
      "physicalLocation": {"type": "object", "required": ["artifactLocation"], "additionalProperties": false, "properties": {
        "artifactLocation": {"$ref": "#/$defs/artifactLocation"},
        "region": {"type": "object", "required": ["startLine"], "additionalProperties": false,
          "properties": {"startLine": {"type": "integer", "minimum": 1}, "startColumn": {"type": "integer", "minimum": 1}}}}},
      "logicalLocations": {"type": "array", "minItems": 1, "items": {"type": "object", "additionalProperties": false,
        "properties": {"fullyQualifiedName": {"type": "string"}, "kind": {"const": "member"}}}}}},
    "result": {"type": "object", "required": ["ruleId", "ruleIndex", "level", "message", "locations"], "additionalProperties": false, "properties": {
      "ruleId": {"type": "string"}, "ruleIndex": {"type": "integer", "minimum": 0}, "level": {"$ref": "#/$defs/level"},
      "message": {"$ref": "#/$defs/text"}, "locations": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/location"}}}}
  },
  "type": "object", "required": ["$schema", "version", "runs"], "additionalProperties": false,
  "properties": {
    "$schema": {"type": "string", "format": "uri"}, "version": {"const": "2.1.0"},
    "runs": {"type": "array", "minItems": 1, "maxItems": 1, "items": {
      "type": "object", "required": ["tool", "results", "columnKind"], "additionalProperties": false, "properties": {
        "tool": {"type": "object", "required": ["driver"], "additionalProperties": false, "properties": {
          "driver": {"type": "object", "required": ["name", "rules"], "additionalProperties": false, "properties": {
            "name": {"const": "ftplan"}, "informationUri": {"type": "string", "format": "uri"},
            "rules": {"type": "array", "uniqueItems": true, "items": {"$ref": "#/$defs/rule"}}}}}},
        "invocations": {"type": "array", "items": {"type": "object", "required": ["executionSuccessful"], "additionalProperties": false,
          "properties": {"executionSuccessful": {"type": "boolean"}}}},
        "columnKind": {"const": "unicodeCodePoints"},
        "artifacts": {"type": "array", "uniqueItems": true, "items": {"type": "object", "required": ["location"], "additionalProperties": false,
          "properties": {"location": {"$ref": "#/$defs/artifactLocation"}}}},
        "results": {"type": "array", "items": {"$ref": "#/$defs/result"}}}}}
  }
}`

func TestSARIFHasTheShapeOfTheStandard(t *testing.T) {
	shape, err := jsonschema.UnmarshalJSON(strings.NewReader(sarifShape))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("sarif", shape); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("sarif")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir("../../testdata")
	for _, args := range [][]string{{"support.jsonl"}, {"broken.jsonl"}, {"guide.jsonl", "*.jsonl"}, {"--validation", "support.jsonl", "broken.jsonl"}} {
		code := exitFindings
		if args[0] == "support.jsonl" {
			code = exitOK
		}
		out, _ := printed(t, code, append([]string{"lint", "--format", "sarif"}, args...)...)
		log, err := jsonschema.UnmarshalJSON(strings.NewReader(out))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(log); err != nil {
			t.Errorf("lint %q: %v", args, err)
		}
	}
}
