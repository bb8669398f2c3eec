"""``trustsim validate``: what is known of the model, run anew."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from trustsim.cli.exits import guarded
from trustsim.cli.options import AsJson, Quiet, whole
from trustsim.cli.progress import progress
from trustsim.cli.run import MOST_JOBS, cores
from trustsim.cli.screen import print_text
from trustsim.errors import InputError, RunError
from trustsim.text import in_json

if TYPE_CHECKING:
    from trustsim.validate.patterns.scorecard import Depth

Limits = Annotated[bool, typer.Option("--limits", help="Limiting cases against their closed forms; some minutes.")]
Mechanisms = Annotated[bool, typer.Option("--mechanisms", help="Mechanisms by themselves against published data.")]
Worlds = Annotated[bool, typer.Option("--worlds", help="Figures of the shipped scenarios, and what is plausible.")]
Patterns = Annotated[bool, typer.Option("--patterns", help="The scorecard of eighteen claims; half an hour to hours.")]
Brief = Annotated[bool, typer.Option("--quick", help="With --patterns: far fewer runs, and less can be told; minutes.")]
Keep = Annotated[
    Path | None,
    typer.Option(
        dir_okay=False,
        metavar="FILE",
        help="With --patterns: keep every result in FILE as it comes, and go on from what is there already.",
    ),
]
Facts = Annotated[bool, typer.Option("--facts", help="Plain facts of both process models, at the defaults.")]
Defaults = Annotated[bool, typer.Option("--defaults", help="The hash of all defaults.")]
Jobs = Annotated[
    int | None, typer.Option(parser=whole(1, MOST_JOBS), metavar="N", help="Processes; else one a core. Same results.")
]


class Found(NamedTuple):
    """What one part found: as text, as data, and what of it must not be."""

    text: str
    data: Any
    wrong: str = ""


class Asked(NamedTuple):
    """How to go about it."""

    jobs: int
    quiet: bool
    keep: Path | None


@guarded
def validate(
    *,
    limits: Limits = False,
    mechanisms: Mechanisms = False,
    worlds: Worlds = False,
    patterns: Patterns = False,
    brief: Brief = False,
    keep: Keep = None,
    facts: Facts = False,
    defaults: Defaults = False,
    jobs: Jobs = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Hold the model against theory, data, plausibility and what practitioners claim.

    Example: trustsim validate --mechanisms
    """
    parts = (
        ("limits", limits, _limits),
        ("mechanisms", mechanisms, _mechanisms),
        ("worlds", worlds, _worlds),
        ("patterns", patterns, _quick if brief else _patterns),
        ("facts", facts, _facts),
        ("defaults", defaults, _defaults),
    )
    wanted = [(name, part) for name, is_asked, part in parts if is_asked]
    if not wanted:
        raise InputError(f"nothing to validate; expected {' or '.join(f'--{name}' for name, _, _ in parts)}")
    if not patterns and (brief or keep):
        raise InputError(f"{'--quick' if brief else '--keep'} given; expected it with --patterns")
    found = {name: part(Asked(jobs or cores(), quiet, keep)) for name, part in wanted}
    if as_json:
        print_text(in_json(_known({name: one.data for name, one in found.items()})))
    elif not quiet:
        print_text("\n".join(one.text for one in found.values()), end="")
    if wrong := [one.wrong for one in found.values() if one.wrong]:
        raise RunError("; ".join(wrong))


def _known(data: Any) -> Any:
    """The same with null for what is not a finite number: JSON has no NaN."""
    if isinstance(data, dict):
        return {name: _known(value) for name, value in data.items()}
    if isinstance(data, list | tuple):
        return [_known(value) for value in data]
    return None if isinstance(data, float) and not math.isfinite(data) else data


def _limits(asked: Asked) -> Found:
    from trustsim.report import validation
    from trustsim.validate.limits import cases, observe

    wanted = cases()
    with progress("Limiting cases", sum(len(case.calls()) for case in wanted), quiet=asked.quiet) as done:
        outcomes = observe(wanted, asked.jobs, done)
    failed = sum(not outcome.held for outcome in outcomes)
    data = [
        {
            "limit": outcome.case.limit, "case": outcome.case.name, "quantity": outcome.case.quantity,
            "expected": outcome.case.expected, "observed": outcome.observed.estimate, "low": outcome.observed.low,
            "high": outcome.observed.high, "exact": outcome.case.is_exact, "held": outcome.held,
        }
        for outcome in outcomes
    ]  # fmt: skip
    return Found(validation.limits(outcomes), data, f"{failed} limiting cases do not hold" if failed else "")


def _mechanisms(asked: Asked) -> Found:
    from dataclasses import asdict

    from trustsim.report import validation
    from trustsim.validate.mechanisms import ROOMS, fits

    with progress("Mechanisms", len(ROOMS), quiet=asked.quiet) as done:
        found = fits(asked.jobs, done)
    return Found(validation.mechanisms(found), [asdict(fit) | {"fits": fit.fits} for fit in found])


def _worlds(asked: Asked) -> Found:
    from dataclasses import asdict

    from trustsim.report import validation
    from trustsim.scenario.library import shipped_scenarios
    from trustsim.validate.worlds import REPS, look

    with progress("Worlds", REPS * len(shipped_scenarios()), quiet=asked.quiet) as done:
        found = look(asked.jobs, REPS, done)
    wrong = sum(not one.is_right for one in found)
    data = [asdict(one) | {"plausible": one.is_plausible} for one in found]
    return Found(validation.worlds(found), data, f"{wrong} figures are not plausible" if wrong else "")


def _patterns(asked: Asked) -> Found:
    from trustsim.validate.patterns.scorecard import FULL

    return _scorecard(asked, FULL)


def _quick(asked: Asked) -> Found:
    from trustsim.validate.patterns.scorecard import QUICK

    return _scorecard(asked, QUICK)


def _scorecard(asked: Asked, depth: Depth) -> Found:
    from trustsim.report import validation
    from trustsim.validate.patterns.scorecard import asks, score

    pairs, spread, rules = asks(depth)
    total = len(pairs) + sum(map(len, spread)) + sum(map(len, rules))
    with progress("Seeds of all worlds", total, quiet=asked.quiet) as done:
        scores = score(depth, asked.jobs, done, keep=asked.keep)
    data = [
        {
            "pattern": one.pattern.number, "claim": one.pattern.claim, "verdict": one.verdict.value,
            "assumed": one.pattern.assumed, "points": {"held": one.held_at, "of": one.looked_at},
            "rules": [rule.value for rule in one.rules],
            "criteria": [
                {
                    "says": finding.criterion.says, "above": finding.criterion.above, "effect": finding.effect.estimate,
                    "low": finding.effect.low, "high": finding.effect.high, "pairs": finding.pairs,
                    "verdict": finding.verdict.value, "over_ranges": over._asdict(),
                }
                for finding, over in zip(one.findings, one.over_ranges, strict=True)
            ],
        }
        for one in scores
    ]  # fmt: skip
    return Found(validation.scorecard(scores, depth), data)


def _facts(asked: Asked) -> Found:
    from dataclasses import asdict

    from trustsim.report import validation
    from trustsim.validate.facts import REPS, facts, number_of_runs

    with progress("Runs", number_of_runs(), quiet=asked.quiet) as done:
        found = facts(asked.jobs, REPS, done)
    return Found(validation.facts(found), [asdict(one) for one in found])


def _defaults(_: Asked) -> Found:
    from trustsim.validate.defaults import digest

    return Found(f"{digest()}\n", digest())
