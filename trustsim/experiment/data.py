"""An experiment as plain data for JSON, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from trustsim.experiment.plan import Base, Design, DesignKind, Discovery, Experiment, Factor, Level, Scale
from trustsim.scenario.schema import Scenario

_PLAIN = ("name", "file", "text", "title", "question", "replications", "first_seed", "common")


def to_data(experiment: Experiment) -> dict[str, Any]:
    """The experiment as dictionaries, lists, texts and numbers; scenarios as resolved, seeds included."""
    design, discovery = experiment.design, experiment.discovery
    return {
        **{name: getattr(experiment, name) for name in _PLAIN},
        "bases": [{"label": one.label, "scenario": one.scenario.model_dump(mode="json")} for one in experiment.bases],
        "factors": [_factor_data(factor) for factor in experiment.factors],
        "design": {**_fields(design), "kind": design.kind.value, "points": [dict(point) for point in design.points]},
        "measures": list(experiment.measures),
        "over_time": list(experiment.over_time),
        "discovery": None if discovery is None else asdict(discovery),
        "slurm": dict(experiment.slurm),
    }


def from_data(data: Mapping[str, Any]) -> Experiment:
    """The experiment that ``to_data`` made the data of; equal to it, also after a round trip through JSON."""
    design, discovery = data["design"], data["discovery"]
    return Experiment(
        **{name: data[name] for name in _PLAIN},
        bases=tuple(Base(base["label"], Scenario.model_validate(base["scenario"])) for base in data["bases"]),
        factors=tuple(_factor(factor) for factor in data["factors"]),
        design=Design(**{**design, "kind": DesignKind(design["kind"]), "points": tuple(design["points"])}),
        measures=tuple(data["measures"]),
        over_time=tuple(data["over_time"]),
        discovery=None if discovery is None else Discovery(**discovery),
        slurm=dict(data["slurm"]),
    )


def _fields(record: Design | Factor) -> dict[str, Any]:
    return {field.name: getattr(record, field.name) for field in fields(record)}


def _factor_data(factor: Factor) -> dict[str, Any]:
    levels = [{"label": level.label, "sets": [list(pair) for pair in level.sets]} for level in factor.levels]
    return {**_fields(factor), "scale": factor.scale.value, "levels": levels}


def _factor(data: Mapping[str, Any]) -> Factor:
    levels = tuple(Level(one["label"], tuple((key, value) for key, value in one["sets"])) for one in data["levels"])
    return Factor(**{**data, "scale": Scale(data["scale"]), "levels": levels})
