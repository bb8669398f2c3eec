"""The scenario file described: a reference in Markdown for people, a JSON Schema for editors.

Both are read from the declarations in the schema. ``python -m trustsim.scenario.describe FILE`` writes
the reference to a file; without ``FILE`` it goes to stdout.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from trustsim.scenario.catalogue import Group, Key, groups
from trustsim.scenario.kinds import COLUMNS, CONDITIONS, describe_kinds, kind_rows
from trustsim.scenario.overrides import SOURCE
from trustsim.scenario.process import PRESETS, Policies
from trustsim.scenario.schema import Scenario
from trustsim.scenario.wording import figure

_OPENING = f"""\
# Scenario files

A scenario is a TOML file, one story a file. Every key may be left out and then has the default below; an
empty file is the waterfall contract with every default. Unknown keys are refused. Bounds belong to
the range. A source that reads "assumption" marks a value that was chosen, not measured.

`trustsim check FILE` tells everything that is wrong with a file; `trustsim schema` prints a JSON Schema, with which
an editor can complete and check keys while you write.

## extends

`extends = "other.toml"`, at the top of a file and relative to it, takes over all that the other file says;
the keys that this file gives win. A `timeline` replaces the other one as a whole.

## {SOURCE}

`{SOURCE} section.key=value` overrides a key for one run, as in `{SOURCE} organisation.users=50` or
`{SOURCE} start.business_in_it.good_share=.2`. The value is written as in TOML; text may go without quotes. A `timeline`
can only be given as a whole.
"""
_KEY_COLUMNS = ("Key", "Unit", "Range", "Default", "Meaning", "Source")
_EXTENDS = {
    "type": "string",
    "minLength": 1,
    "description": "Path of another scenario file, relative to this one, whose keys hold unless given here.",
}
_ABOUT = "A scenario of trustsim: one story, with everything that a run of it depends on."
_DIALECT = "http://json-schema.org/draft-07/schema#"


def reference_markdown() -> str:
    """The reference of all keys as Markdown: a table for each section, and what each preset stands for."""
    parts = [_OPENING]
    for group in groups().values():
        parts.append(f"## {group.header}\n\n{_sentence(group.meaning)}\n")
        if group.keys:
            parts.append(_table(_KEY_COLUMNS, [_row(key) for key in _required_first(group)]))
        if group.name == "process":
            parts.append(_presets())
        if group.name == "timeline":
            parts.append(f"What an entry does, and what its amount means:\n\n{_table(COLUMNS, kind_rows())}")
            parts.append(CONDITIONS)
    return "\n".join(parts)


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 7) of a scenario file, in one piece: without references to definitions."""
    whole = Scenario.model_json_schema()
    schema: dict[str, Any] = _inlined(whole, whole.get("$defs", {}))
    schema["properties"] = {"extends": _EXTENDS, **schema["properties"]}
    for group in groups().values():
        _annotate(_object_of(schema, group), group)
    describe_kinds(_object_of(schema, groups()["timeline"]))
    return {**schema, "$schema": _DIALECT, "title": "trustsim scenario", "description": _ABOUT}


def _required_first(group: Group) -> list[Key]:
    return sorted(group.keys.values(), key=lambda key: not key.required)


def _row(key: Key) -> tuple[str, ...]:
    return (f"`{key.name}`", key.unit, _range(key), _default(key), key.meaning, key.source)


def _range(key: Key) -> str:
    if key.dotted == "timeline.what":
        return "a kind, below"
    if key.kind == "word":
        return ", ".join(f"`{word}`" for word in key.words)
    if key.kind == "bool":
        return "`true`, `false`"
    if key.kind == "text":
        return "a condition, below" if key.form else f"at most {key.longest} characters"
    return f"{figure(key.low)} to {figure(key.high)}" + (", whole" if key.kind == "int" else "")


def _default(key: Key) -> str:
    if key.required:
        return "required"
    if key.default is None:
        return key.left_out
    if key.kind == "bool":
        return f"`{str(key.default).lower()}`"
    if key.kind in ("int", "float"):
        return figure(key.default)
    return f"`{key.default}`" if key.default else "empty"


def _presets() -> str:
    names = [preset.value for preset in PRESETS]
    rows = [
        (f"`{policy}`", *(f"`{getattr(policies, policy)}`" for policies in PRESETS.values()))
        for policy in Policies._fields
    ]
    header = ("Policy", *(f"`{name}`" for name in names))
    return (
        f"What the presets stand for; a policy that is given besides departs from its preset:\n\n{_table(header, rows)}"
    )


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _inlined(node: Any, definitions: dict[str, Any]) -> Any:
    """A schema with references replaced by what they refer to, and without nulls, which TOML lacks."""
    if isinstance(node, list):
        return [_inlined(part, definitions) for part in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        target = definitions[node["$ref"].rsplit("/", 1)[-1]]
        node = {**target, **{name: value for name, value in node.items() if name != "$ref"}}
    if "anyOf" in node:
        (kind,) = (part for part in node["anyOf"] if part.get("type") != "null")
        node = {**kind, **{name: value for name, value in node.items() if name not in ("anyOf", "default")}}
        return _inlined(node, definitions)
    return {
        name: {key: _inlined(value, definitions) for key, value in part.items()}
        if name == "properties"
        else _inlined(part, definitions)
        for name, part in node.items()
        if name not in ("$defs", "title")
    }


def _object_of(schema: dict[str, Any], group: Group) -> dict[str, Any]:
    """The part of the schema that describes the tables of a group."""
    for name in group.name.split("."):
        schema = schema["properties"][name]
    found: dict[str, Any] = schema["items"] if group.repeated else schema
    return found


def _annotate(table: dict[str, Any], group: Group) -> None:
    """Put into each key's description all that an editor should show: meaning, unit, range and source."""
    for key in group.keys.values():
        entry = table["properties"][key.name]
        facts = [f"{key.meaning}. Expected: {key.expected}.", f"Source: {key.source}."]
        if not key.required:
            facts.insert(1, f"Default: {_default(key).replace('`', '')}.")
        entry["description"] = " ".join(facts)
        for told_already in ("form", "left_out"):
            entry.pop(told_already, None)


def main(arguments: Sequence[str]) -> None:
    """Write the reference to the file that is named, or to stdout."""
    if arguments:
        Path(arguments[0]).write_text(reference_markdown(), encoding="utf-8")
    else:
        sys.stdout.write(reference_markdown())


if __name__ == "__main__":
    main(sys.argv[1:])
