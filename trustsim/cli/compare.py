"""``trustsim compare``: worlds under the same luck, and which of them is better."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from trustsim.cli.asked import Asked, asked, named_scenarios
from trustsim.cli.drawing import PLOTS, InPlace
from trustsim.cli.exits import guarded, say
from trustsim.cli.options import LARGEST_SEED, AsJson, Force, Overrides, Quiet, whole
from trustsim.cli.progress import busy, progress
from trustsim.cli.run import MOST_JOBS, NOTHING_WRITTEN, NoPlots, cores
from trustsim.cli.runs import RUNS, shown
from trustsim.cli.screen import print_text, show
from trustsim.errors import InputError
from trustsim.records.json_files import write_object
from trustsim.records.results import Kind
from trustsim.text import in_csv, in_json

if TYPE_CHECKING:
    from trustsim.compare.comparison import Comparison
    from trustsim.compare.pairs import Numbers, Pairs
    from trustsim.compare.precision import Watched
    from trustsim.compare.worlds import World
    from trustsim.run.pool import Call
    from trustsim.scenario.schema import Scenario

KIND = Kind("comparison", "trustsim comparison", "comparison.json")
FORMAT_VERSION = 1
MOST_REPS = 10_000
USUAL_REPS = 20
MOST_IN_NAME = 4

Files = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="FILE",
        help="Scenario files, or names that list shows: the worlds. The first is the reference.",
        show_default=False,
    ),
]
Reps = Annotated[
    int | None,
    typer.Option(
        parser=whole(2, MOST_REPS), metavar="N", help=f"Pairs of runs, the seed one higher in each; else {USUAL_REPS}."
    ),
]
Precision = Annotated[
    str | None,
    typer.Option(
        metavar="H",
        help="Add pairs until the interval of the headline measure reaches no further than H to either side; "
        "at most 1000 pairs. Instead of --reps.",
    ),
]
Measures = Annotated[
    list[str] | None,
    typer.Option(
        "--measure",
        metavar="NAME",
        help="A figure of summary.json, or a daily column with @mean; repeatable. The first is the headline.",
    ),
]
Margins = Annotated[
    list[str] | None,
    typer.Option(
        "--margin",
        metavar="[NAME=]M",
        help="A difference up to M counts as none, in the headline measure or in NAME; repeatable. "
        "Else 0.01 for shares and what lies from 0 to 1, and 1 % of the reference's mean for the rest.",
    ),
]
Seed = Annotated[
    int | None,
    typer.Option(parser=whole(0, LARGEST_SEED), metavar="N", help="Seed of the first pair; else the reference's."),
]
Jobs = Annotated[
    int | None, typer.Option(parser=whole(1, MOST_JOBS), metavar="N", help="Processes; else one a core. Same results.")
]
Out = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Folder to write; else runs/A-vs-B-seedN-xR. The same comparison is replaced."),
]
FirstDifference = Annotated[
    bool, typer.Option("--first-difference", help="Say instead where two worlds first part, in one run each.")
]
Counterfactual = Annotated[
    str | None,
    typer.Option(
        metavar="WHAT",
        help="Run one scenario with and without one thing instead: a day (140), request=12 or intervention=NAME.",
    ),
]


@dataclass(frozen=True)
class Order:
    """What is compared, by which rule, where it goes, and how much is said about it."""

    worlds: tuple[World, ...]
    asked: Asked
    jobs: int
    folder: Path
    made_of: Mapping[str, Any]
    plots: bool
    as_json: bool
    quiet: bool


@guarded
def compare(
    files: Files = None,
    *,
    reps: Reps = None,
    precision: Precision = None,
    measures: Measures = None,
    margins: Margins = None,
    seed: Seed = None,
    jobs: Jobs = None,
    out: Out = None,
    overrides: Overrides = None,
    first_difference: FirstDifference = False,
    counterfactual: Counterfactual = None,
    force: Force = False,
    as_json: AsJson = False,
    no_plots: NoPlots = False,
    quiet: Quiet = False,
) -> None:
    """Compare worlds, a scenario each, in pairs of runs with the same luck: which is better, and how sure that is.

    Example: trustsim compare waterfall-contract partnership --reps 20
    """
    given = {
        "--reps": reps, "--precision": precision, "--measure": measures, "--margin": margins, "--jobs": jobs,
        "--out": out, "--force": force, "--no-plots": no_plots, "--quiet": quiet,
    }  # fmt: skip
    found = asked(reps, precision, measures or [], margins or [], USUAL_REPS)
    names = files or []
    if first_difference or counterfactual is not None:
        _without_pairs(names, overrides or [], seed, given, first_difference, counterfactual, as_json)
        return
    try:
        named = named_scenarios(names, overrides or [], found.wrong, at_least=2)
        compared = _worlds(named, found, seed)
        made_of = _made_of(compared, found)
        usual = _usual_folder(compared, found, made_of, plain=not (overrides or measures or margins))
        folder = _target(out or usual, made_of, force=force)
        workers = min(jobs or cores(), _most_pairs(found) * len(compared))
        order = Order(compared, found, workers, folder, made_of, not no_plots, as_json, quiet)
    except KeyboardInterrupt:
        raise KeyboardInterrupt(NOTHING_WRITTEN) from None
    _all_of_it(order)


def _without_pairs(
    names: list[str],
    overrides: list[str],
    seed: int | None,
    given: Mapping[str, object],
    first_difference: bool,
    counterfactual: str | None,
    as_json: bool,
) -> None:
    """One run of each world, followed event by event."""
    from trustsim.run.single import with_seed

    mode = "--first-difference" if first_difference else "--counterfactual"
    wrong = [f"{name}: it says nothing with {mode}; expected one of the two" for name, value in given.items() if value]
    if first_difference and counterfactual is not None:
        wrong.append("--counterfactual: it cannot go with --first-difference; expected one of the two")
    number = 2 if first_difference else 1
    named = named_scenarios(names, overrides, wrong, at_least=number, at_most=number)
    luck = named[0][1].run.seed if seed is None else seed
    same_luck = [(name, with_seed(scenario, luck)) for name, scenario in named]
    if counterfactual is None:
        from trustsim.cli.parting import parting

        parting(same_luck, as_json)
    else:
        from trustsim.cli.without import without

        without(*same_luck[0], counterfactual, as_json)


def _worlds(named: list[tuple[str, Scenario]], found: Asked, seed: int | None) -> tuple[World, ...]:
    """The worlds, with seeds enough for all pairs."""
    from trustsim.compare.worlds import worlds

    compared = worlds(named, seed)
    first, most = compared[0].scenario.run.seed, _most_pairs(found)
    if first + most - 1 > LARGEST_SEED:
        raise InputError(f"--seed: {first} given; expected at most {LARGEST_SEED - most + 1}, for {most} pairs")
    return compared


def _most_pairs(found: Asked) -> int:
    from trustsim.compare.precision import MOST_PAIRS

    return found.reps if found.precision is None else MOST_PAIRS


def _made_of(compared: tuple[World, ...], found: Asked) -> dict[str, Any]:
    """What a comparison is made of, as plain data: of another one, another comparison comes out."""
    from trustsim.records.manifest import scenario_hash

    return {
        "worlds": [[world.label, scenario_hash(world.scenario)] for world in compared],
        "pairs": found.reps if found.precision is None else None,
        "precision": found.precision,
        "measures": list(found.measures),
        "margins": dict(found.margins),
    }


def _usual_folder(compared: tuple[World, ...], found: Asked, made_of: Mapping[str, Any], *, plain: bool) -> Path:
    """``A-vs-B-seedN-xR``, or with many worlds ``A-vs-5-others``; digits where that does not tell what was compared."""
    from trustsim.records.manifest import canonical
    from trustsim.records.names import digits, file_name

    labels = [world.label for world in compared]
    few = len(labels) <= MOST_IN_NAME
    name = "-vs-".join(labels) if few else f"{labels[0]}-vs-{len(labels) - 1}-others"
    ending = f"x{found.reps}" if found.precision is None else f"to{found.precision:g}"
    behind = "" if few and plain else f"-{digits(canonical(made_of))}"
    return Path(RUNS) / f"{file_name(name)}-seed{compared[0].scenario.run.seed}-{ending}{behind}"


def _target(folder: Path, made_of: Mapping[str, Any], *, force: bool) -> Path:
    try:
        return KIND.target(folder, made_of, force=force)
    except InputError as error:
        raise InputError(f"--out: {error}") from error


def _all_of_it(order: Order) -> None:
    """Run, compare, write, tell, and draw."""
    from trustsim.compare.comparison import compare as compared
    from trustsim.compare.data import data

    try:
        pairs, watched = _pairs(order)
        found = compared(pairs, order.asked.measures, order.asked.margins, watched)
        content = {"format": KIND.format, "format_version": FORMAT_VERSION, **data(found)}
        _write(order, found, pairs, content)
    except KeyboardInterrupt:
        raise KeyboardInterrupt(NOTHING_WRITTEN) from None

    def draw(folder: Path) -> object:
        from trustsim.report.plots import draw_comparison

        return draw_comparison(found, pairs, folder / PLOTS)

    place = InPlace(order.folder, KIND.words, order.quiet, order.as_json)
    place.tell_and_draw(lambda: _tell(order, found, content), draw if order.plots else None, PLOTS)


def _tell(order: Order, found: Comparison, content: Mapping[str, Any]) -> None:
    files = f"Written to {shown(order.folder)}"
    if order.as_json:
        print_text(in_json(content))
        if not order.quiet:
            say(files)
    elif not order.quiet:
        from trustsim.report.comparison import comparison_screen

        show(comparison_screen(found, files))


def _pairs(order: Order) -> tuple[Pairs, Watched | None]:
    from trustsim.compare.comparison import differences
    from trustsim.compare.pairs import Pairs, curve_of
    from trustsim.compare.precision import LEAST_MORE, until_precise
    from trustsim.compare.worlds import same_scenario
    from trustsim.measures.responses import response
    from trustsim.run.pool import workers

    asked = order.asked
    pairs = Pairs(order.worlds, curve_of(asked.measures[0]))
    reference = order.worlds[0]
    others = [place for place, world in enumerate(order.worlds) if not same_scenario(reference, world)]
    with workers(order.jobs) as call:
        if asked.precision is None:
            _add(pairs, asked.reps, call, order.quiet)
            return pairs, None

        def grow(number: int) -> list[Numbers]:
            _add(pairs, number, call, order.quiet)
            return [differences(pairs, world, asked.measures[0]) for world in others]

        within = response(asked.measures[0]).bounds.of_difference
        least = max(LEAST_MORE, order.jobs // len(order.worlds))
        watched = until_precise(grow, asked.precision, least=least, bounds=within)
    pairs.keep(watched.pairs)
    return pairs, watched


def _add(pairs: Pairs, number: int, call: Call, quiet: bool) -> None:
    """Run so many more pairs, under a bar."""
    before = f"runs, after {len(pairs)} pairs" if len(pairs) else "runs"
    with progress(before, number * len(pairs.worlds), quiet=quiet) as on_done:
        pairs.add(number, call, on_done)


def _write(order: Order, found: Comparison, pairs: Pairs, content: Mapping[str, Any]) -> None:
    """Write the data, whole or not at all."""
    from trustsim.compare.data import tidy
    from trustsim.compare.pairs import columns
    from trustsim.records.names import file_name
    from trustsim.records.parquet import write_table
    from trustsim.scenario.writing import save_scenario

    with busy("writing", quiet=order.quiet), KIND.written(order.folder, order.made_of, say) as partial:
        write_object(partial / KIND.file, content)
        (partial / "comparison.csv").write_text(in_csv(tidy(found)), encoding="utf-8", newline="\n")
        write_table(pairs.table(), columns(), partial / "pairs.parquet")
        (partial / "worlds").mkdir()
        for world in order.worlds:
            save_scenario(world.scenario, partial / "worlds" / f"{file_name(world.label)}.toml")
