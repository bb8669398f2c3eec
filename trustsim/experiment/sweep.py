"""A sweep: all runs of an experiment, each done once and kept, however often the work on them is interrupted."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from trustsim.experiment.cells import Cell, cells, runs
from trustsim.experiment.chunks import Ask, Chunker
from trustsim.experiment.claim import place
from trustsim.experiment.counts import Counts, Nobody, Watch
from trustsim.experiment.design import DesignTable, design
from trustsim.experiment.executors import Executor
from trustsim.experiment.executors.serial import Serial
from trustsim.experiment.folder import Place
from trustsim.experiment.keys import model_digest
from trustsim.experiment.plan import Experiment
from trustsim.experiment.record import SweepRecord, read_sweep
from trustsim.experiment.rows import Row
from trustsim.experiment.store import LostRunsError, Store
from trustsim.experiment.tables import DESIGN, RUNS, write_design, write_runs
from trustsim.records.interrupts import heard_once
from trustsim.scenario.wording import listed

KEYS_A_BLOCK = 512


def sweep(
    experiment: Experiment,
    out: Path,
    store: Path | None = None,
    executor: Executor | None = None,
    *,
    resume: bool = False,
    retry_failed: bool = False,
    watch: Watch | None = None,
    command: str | None = None,
) -> SweepRecord:
    """Do all runs of an experiment that its store does not have, and write the sweep folder.

    The tables are the same bytes whatever the executor, and however often the sweep was stopped and resumed.

    Args:
        experiment: from ``loading.load_experiment``.
        out: the sweep folder.
        store: folder of the store; None for ``store`` beside ``out``.
        executor: who does the runs; None for this process.
        resume: go on with a sweep that was stopped.
        retry_failed: do runs again that failed.
        watch: is told how it goes.
        command: the command line, for the manifest.

    Raises:
        InputError: the folder or the store cannot be used; see ``claim.place``.
        RunError: the disk gave out, or the workers cannot work; what was done is kept.
        KeyboardInterrupt: stopped; what was done is kept, and the message says how to go on.
    """
    watch = watch or Nobody()
    with (
        heard_once(),
        place(experiment, Path(out), store, model_digest(), resume=resume, command=command) as here,
    ):
        failed = 0 if here.before is None else here.before.get("counts", {}).get("failed", 0)
        if here.finished and not (retry_failed and failed):
            _renew(here, watch)
            _recall(here, watch)
        else:
            _Sweep(here, executor or Serial(), watch, retry_failed=retry_failed).carry_out()
    return read_sweep(here.folder)


def _renew(here: Place, watch: Watch) -> None:
    """Take over what the experiment says today, and tell what may not be up to it."""
    beside = here.beside()
    if here.renew() and beside:
        watch.told(
            f"{here.folder}: the experiment says other things of its measures or texts than before; what was made of "
            f"the sweep earlier does not know them: {listed(beside, 'and')}; make it anew"
        )


def _moved(folder: Path, home: str, *names: str) -> str:
    return (
        f"{folder}: its tables have changed; what stood beside them may be made of the earlier ones, and is now in "
        f"{folder / home}: {listed(names, 'and')}; make it anew from the new ones"
    )


def _recall(here: Place, watch: Watch) -> None:
    """Say what a finished sweep has counted: all of it is there."""
    assert here.before is not None
    found = Counts(**here.before["counts"])
    watch.counted(Counts(found.points, found.runs, found.done, found.failed, cached=found.runs))


class _Sweep:
    """One go at a sweep."""

    def __init__(self, here: Place, executor: Executor, watch: Watch, *, retry_failed: bool) -> None:
        self._here = here
        self._executor = executor
        self._watch = watch
        self._retry = retry_failed
        self._again = here.again() + (" --retry-failed" if retry_failed else "")
        self._table: DesignTable = design(here.experiment)
        self._nothing = Counts(self._table.points, runs(here.experiment, self._table))
        self._counts = self._nothing
        self._awaited: dict[str, int] = {}

    def carry_out(self) -> None:
        """Do the runs and finish the folder; go back to the runs if some turn out to be lost."""
        began = time.perf_counter()
        try:
            with Store(self._here.store, self._watch.told) as store:
                self._here.begin()
                try:
                    while not self._finished(store, began):
                        store.verify()
                finally:
                    store.flush()
        except KeyboardInterrupt:
            self._here.note(asdict(self._counts))
            raise KeyboardInterrupt(self._stopped()) from None

    def _finished(self, store: Store, began: float) -> bool:
        self._do_runs(store)
        ran = time.perf_counter()
        self._retry = False
        if self._here.unchanged(asdict(self._counts)):  # a retry that found nothing to do
            _renew(self._here, self._watch)
            return True

        def draw_up(folder: Path) -> None:
            write_design(folder / DESIGN, self._table)
            write_runs(folder / RUNS, self._cells(), store)

        try:
            moved = self._here.finish(asdict(self._counts), {"runs": ran - began}, draw_up)
        except LostRunsError:
            return False
        if moved:
            self._watch.told(_moved(self._here.folder, *moved))
        return True

    def _stopped(self) -> str:
        counts = self._counts
        return f"stopped; {counts.known} of {counts.runs} runs are in the store; go on with: {self._again}"

    def _cells(self) -> Iterator[Cell]:
        return cells(self._here.experiment, self._table, self._here.model)

    def _do_runs(self, store: Store) -> None:
        self._counts, self._awaited = self._nothing, {}
        chunker = Chunker(self._here.model)
        with closing(self._executor.run(chunker.cut(self._asks(store)))) as results:
            for result in results:
                chunker.learn(result)
                written = store.put(result.rows)
                self._count(result.rows)
                if written:
                    self._here.note(asdict(self._counts))
                self._watch.counted(self._counts)
        store.flush()

    def _asks(self, store: Store) -> Iterator[Ask]:
        """The runs that are wanted and not yet there."""
        for block in _blocks(self._cells()):
            asks = self._missing(block, store)
            self._watch.counted(self._counts)
            yield from asks

    def _missing(self, block: list[Cell], store: Store) -> list[Ask]:
        """Count what is there of a block of cells, and return the rest, each run once."""
        known = store.known(key for cell in block for key in cell.keys)
        asks: list[Ask] = []
        for cell in block:
            if cell.error:
                self._counts = self._counts.plus(failed=len(cell.seeds))
            for key, seed in zip(cell.keys, cell.seeds, strict=False):
                if key in self._awaited:
                    self._awaited[key] += 1
                elif key in known and (known[key] or not self._retry):
                    done = known[key]
                    self._counts = self._counts.plus(done=int(done), failed=int(not done), cached=1)
                else:
                    self._awaited[key] = 0
                    asks.append(Ask(cell.scenario, key, seed))
        return asks

    def _count(self, found: Iterable[Row]) -> None:
        for row in found:
            same = self._awaited.pop(row.key)
            count = 1 + same
            done = 0 if row.error else count
            self._counts = self._counts.plus(done=done, failed=count - done, cached=same, ran=1)


def _blocks(found: Iterable[Cell]) -> Iterator[list[Cell]]:
    """Cells in blocks of some hundred runs."""
    block: list[Cell] = []
    size = 0
    for cell in found:
        block.append(cell)
        size += len(cell.seeds)
        if size >= KEYS_A_BLOCK:
            yield block
            block, size = [], 0
    if block:
        yield block
