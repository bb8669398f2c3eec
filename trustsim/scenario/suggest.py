"""What a user may have meant by a key that does not exist."""

from __future__ import annotations

from trustsim.scenario.catalogue import Group, group_at, groups
from trustsim.scenario.locate import KeyPath
from trustsim.scenario.nearest import near
from trustsim.scenario.time_units import in_days
from trustsim.scenario.wording import listed


def unknown(path: KeyPath, value: object) -> str:
    """The message for a key or section that is not in the schema."""
    name = str(path[-1])
    inside = group_at(path[:-1]) if len(path) > 1 else None
    what = "section" if isinstance(value, dict) else "key"
    where = f" in {inside.header}" if inside else ""
    return f"unknown {what}{where}; {_advice(name, inside, value)}"


def choices(group: Group, value: object) -> list[str]:
    """The keys of a table that take this very word, each as it would be written; so no key's name need be known."""
    taking = [key.name for key in group.keys.values() if isinstance(value, str) and value in key.words]
    return [f'{name} = "{value}"' for name in taking]


def _advice(name: str, inside: Group | None, value: object) -> str:
    if name == "extends":
        return "extends belongs at the top of the file, before the first section"
    if name == "timeline" or (inside is None and name.startswith("timeline")):
        return "expected [[timeline]] as a table of its own"
    tables = [group.header for group in groups().values() if _last(group.name) == name]
    if tables and isinstance(value, dict):
        return f"it is a section of its own: write {listed(tables)}"
    if inside and (meant := in_days(name, value, inside.keys)):
        return f"did you mean {meant}?"
    homes = [group.header for group in groups().values() if name in group.keys]
    if homes and not isinstance(value, dict):
        return f"{name} belongs in {listed(homes)}"
    return _nearest(name, inside, value)


def _nearest(name: str, inside: Group | None, value: object) -> str:
    """The nearest names: of the same section, then of sections, then of all keys; else what there is."""
    own = _known_in(inside) if inside else []
    if inside and (found := choices(inside, value)):
        return f"did you mean {listed(found)}?"
    if found := near(name, own):
        return f"did you mean {listed(found)}?"
    if isinstance(value, dict) and (found := near(name, groups())):
        return f"did you mean {listed([groups()[group].header for group in found])}?"
    names: dict[str, list[str]] = {}
    for group in groups().values():
        for key in group.keys.values():
            names.setdefault(key.name, []).append(key.dotted)
    if found := near(name, names):
        return f"did you mean {listed([dotted for match in found for dotted in names[match]][:3])}?"
    if inside:
        return f"expected {listed(own)}"
    return f"expected one of the sections {listed([group for group in groups() if '.' not in group])}"


def _known_in(group: Group) -> list[str]:
    return [*group.keys, *(_last(inner) for inner in group.inner)]


def _last(name: str) -> str:
    return name.rsplit(".", 1)[-1]
