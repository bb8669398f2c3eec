"""The experiment file described: a reference in Markdown, read from the declarations in the schema."""

from __future__ import annotations

from collections.abc import Sequence

from trustsim.experiment.numbers import DIGITS
from trustsim.experiment.plan import DesignKind
from trustsim.experiment.schema import MOST_POINTS, SECTIONS, TAKERS, TOP, Section
from trustsim.scenario.catalogue import Key
from trustsim.scenario.wording import figure, listed

_OPENING = """\
# Experiment files

An experiment is a TOML file: a question, the scenarios that it starts from, what is varied, and how often each point is
run. Only `[base]` has to be given. Unknown keys are refused. `trustsim check FILE` tells everything that is wrong
with a file, and with the scenarios that it names, and how many runs it takes.
[How to design an experiment](../how-to/design-an-experiment.md) says when to use what.

```toml
title = "Is it the batch or the silence?"

[base]
scenarios = ["waterfall-contract"]
horizon_days = 250

[[factor]]
key = "process.batching"
name = "batching"
levels = ["release", "flow"]

[[factor]]
name = "reporting"
[factor.settings.as-it-is]
[factor.settings.candid]
"process.reporting" = "candid"
"contacts.report_days" = 10

[runs]
replications = 10
```
"""
_COLUMNS = ("Key", "Value", "Left out", "Meaning")
_DESIGN_COLUMNS = ("`kind`", "Points", "Where they lie", "Takes")
_KINDS = {
    DesignKind.GRID: ("product of the levels", "every level of a factor with every one of the others"),
    DesignKind.LIST: ("as many as are listed", "where they are wanted"),
    DesignKind.LHS: (
        "samples",
        (
            "a Latin hypercube: each factor's range is cut into as many shares as there are points, each with one "
            "point (McKay, Beckman & Conover 1979)"
        ),
    ),
    DesignKind.SOBOL: (
        "samples x (factors + 2); with second order samples x (2 x factors + 2)",
        (
            "Saltelli's extension of a scrambled Sobol sequence, for shares of variance (Saltelli 2002; "
            "Saltelli et al. 2010)"
        ),
    ),
    DesignKind.MORRIS: (
        "samples x (factors + 1)",
        "trajectories through a grid that move one factor at a time, for screening (Morris 1991)",
    ),
    DesignKind.OFAT: (
        "1 + the other levels of each factor",
        "the centre, which is what the first base has, and each factor moved alone from there",
    ),
}
_DESIGNS = f"""\
Designs `lhs`, `sobol` and `morris` lay points out in the unit cube. A range is then walked along its scale; levels and
settings get equal shares of [0, 1] in the order of the file, and so do the whole numbers of a range (on a log scale,
shares in ratios). A design has at most {MOST_POINTS:,} points. Two factors at least are needed for `sobol` and
`morris`, one for `lhs`, `list` and `ofat`.

Levels get their shares of the points, or the design is refused with what to set: for `morris`, `steps` must be a
multiple of the number of levels of each factor that has some; `lhs` and `sobol` take two samples for each level. Of a
range of whole numbers, `morris` runs those that its steps meet, and may run some more often than others.

Numbers with a point are kept to {DIGITS} significant digits. So a level is the same number in every table, and the same
run in the store, whether it was written out or comes of a range.
"""
_CLOSING = """\
## Points and runs

Each point is run in each base, `replications` times. Common random numbers are the default: run k of every point has
the seed `first_seed` + k - 1, so that differences between points are not differences of luck. What a level sets goes
over what the base and `set` say; a policy that a base names itself is kept unless a factor sets it.

Levels that cannot be run whatever the other factors have are refused. What does not go together only at some points
makes failed runs there, with the reason; the others are not lost.
"""


def reference_markdown() -> str:
    """The reference of all keys and designs as Markdown."""
    parts = [_OPENING, f"## At the top\n\n{TOP.meaning}\n", _table(_COLUMNS, [_row(key) for key in TOP.keys.values()])]
    for section in SECTIONS.values():
        parts.append(f"## {section.header}\n\n{_sentence(section.meaning)}\n")
        if section.keys:
            parts.append(_table(_COLUMNS, [_row(key) for key in section.keys.values()]))
        parts += _more(section)
    return "\n".join([*parts, _CLOSING])


def _more(section: Section) -> list[str]:
    if section.name != "design":
        return []
    rows = [(f"`{kind}`", *about, _takes(kind)) for kind, about in _KINDS.items()]
    return [_table(_DESIGN_COLUMNS, rows), _DESIGNS]


def _takes(kind: DesignKind) -> str:
    return ", ".join(f"`{name}`" for name, kinds in TAKERS.items() if kind in kinds)


def _row(key: Key) -> tuple[str, ...]:
    return f"`{key.name}`", _value(key), _left_out(key), key.meaning


def _value(key: Key) -> str:
    if key.kind == "word":
        return listed([f"`{word}`" for word in key.words])
    if key.kind == "bool":
        return "`true` or `false`"
    if key.form:
        return key.form
    if key.kind == "text":
        return f"text of at most {key.longest:,} characters"
    return f"a whole number from {figure(key.low)} to {figure(key.high)}"


def _left_out(key: Key) -> str:
    if key.required:
        return "required"
    if key.default is None:
        return key.left_out
    return f"`{str(key.default).lower()}`" if key.kind in ("bool", "word") else figure(key.default)


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
