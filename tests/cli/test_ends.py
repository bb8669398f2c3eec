"""However a command ends, its exit code says so, nobody meets a traceback, and nothing is half-written."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.processes import hear_ctrl_c, on_a_terminal
from trustsim.cli import run
from trustsim.cli.exits import DEBUG, guarded
from trustsim.errors import InputError, RunError
from trustsim.records.folder import read_run
from trustsim.report import plots
from trustsim.run import single

Command = Callable[..., Any]

PROGRAM = [sys.executable, "-m", "trustsim"]


def left(folder: Path) -> set[str]:
    """Everything in a folder, hidden files too, but for what was there at the start."""
    return {path.name for path in folder.iterdir()} - {"scenarios"}


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (InputError("--x: 3 given"), 2, "Error: --x: 3 given\n"),
        (RunError("it broke"), 1, "Error: it broke\n"),
        (KeyboardInterrupt(), 130, "stopped\n"),
        (KeyboardInterrupt("stopped; nothing was written"), 130, "stopped; nothing was written\n"),
        (MemoryError(), 1, "Error: there was not enough memory for this run"),
        (ValueError("odd\nsecond line"), 1, "Error: ValueError: odd (a fault of trustsim; TRUSTSIM_DEBUG=1 shows"),
        (AssertionError(), 1, "Error: AssertionError (a fault of trustsim"),
    ],
)
@pytest.mark.parametrize("debug", ["", "1"])
def test_every_end_has_its_code_and_its_line(
    error: BaseException,
    code: int,
    message: str,
    debug: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    @guarded
    def fail() -> None:
        raise error

    monkeypatch.setenv(DEBUG, debug)
    with pytest.raises(SystemExit) as end:
        fail()
    captured = capsys.readouterr()
    assert end.value.code == code
    assert captured.out == ""
    assert message in captured.err
    assert ("Traceback" in captured.err) == bool(debug)


def test_a_fault_while_drawing_loses_nothing(place: Path, trustsim: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("no ink")

    monkeypatch.setattr(plots, "draw_run", fail)
    answer = trustsim("run", "small")
    assert answer.code == 1
    assert answer.err == (
        "Error: the pictures could not be drawn: RuntimeError: no ink; "
        "the run is whole in runs/small-seed1, without them\n"
    )
    assert "Written to runs/small-seed1" in answer.out
    assert read_run(place / "runs" / "small-seed1").manifest["files"]["pictures"] == []
    assert [path.name for path in (place / "runs").iterdir()] == ["small-seed1"]


def test_an_interrupt_while_drawing_loses_nothing(
    place: Path, trustsim: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(plots, "draw_run", interrupt)
    answer = trustsim("run", "small")
    assert answer.code == 130
    assert answer.err == "stopped while drawing; the run is whole in runs/small-seed1, without pictures\n"
    assert "Written to runs/small-seed1" in answer.out
    assert read_run(place / "runs" / "small-seed1").summary["days"] == 42
    assert [path.name for path in (place / "runs").iterdir()] == ["small-seed1"]


@pytest.mark.usefixtures("place")
def test_an_interrupt_after_writing_says_that_the_run_is_there(
    trustsim: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "show", interrupt)
    answer = trustsim("run", "small", "--no-plots")
    assert answer.code == 130
    assert answer.err == "stopped; the run is whole in runs/small-seed1\n"


def test_a_reader_that_has_enough_of_the_verdict_still_gets_pictures(place: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = finished([*PROGRAM, "run", "small", "--set", "run.horizon_days=21", "--out", "it"], cwd=place, stdout=writer)
    os.close(writer)
    assert done.returncode == 0
    assert not [line for line in done.stderr.splitlines() if not line.startswith("drawing: ")]  # slow machines say so
    assert len(read_run(place / "it").manifest["files"]["pictures"]) == 2 * len(plots.PICTURES)


def test_an_interrupt_while_running_writes_nothing(
    place: Path, trustsim: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(single, "TrustModel", interrupt)
    answer = trustsim("run", "small")
    assert (answer.code, answer.out, answer.err) == (130, "", "stopped; nothing was written\n")
    assert left(place) == set()


@pytest.mark.parametrize(
    ("sent", "options"),
    [(signal.SIGINT, []), (signal.SIGTERM, []), (signal.SIGINT, ["--reps", "4", "--jobs", "2"])],
)
def test_a_long_run_that_is_stopped_leaves_nothing(sent: int, options: list[str], place: Path) -> None:
    command = [*PROGRAM, "run", "small", "--set", "run.horizon_days=5000", "--set", "organisation.users=300", *options]
    process = subprocess.Popen(
        command,
        cwd=place,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=hear_ctrl_c,  # noqa: PLW1509 (this process has one thread)
    )
    time.sleep(3.5)  # the command begins within one second, on a busy machine within three
    assert process.poll() is None, process.communicate()
    os.killpg(process.pid, sent)
    out, err = process.communicate(timeout=20)
    assert (out, err) == ("", "stopped; nothing was written\n")
    # A signal in the middle of an import makes Python end by it in the end; for a shell both are 130.
    assert process.returncode in {130, -signal.SIGINT}
    assert left(place) == set()
    with pytest.raises(ProcessLookupError):
        _wait_for_the_group(process.pid)


def _wait_for_the_group(group: int) -> None:
    """Return after ten seconds if any process of the group is left; raise ProcessLookupError when none is."""
    for _ in range(100):
        os.killpg(group, 0)
        time.sleep(0.1)


def finished(command: list[Any], **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, check=False, stderr=subprocess.PIPE, text=True, timeout=300, **options)


def test_a_reader_that_has_enough_is_met_in_silence(place: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = finished([*PROGRAM, "list"], cwd=place, stdout=writer)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(("options", "shown"), [([], "days"), (["--reps", "2", "--jobs", "1"], "runs")])
def test_a_terminal_shows_progress_and_stdout_stays_clean(options: list[str], shown: str, place: Path) -> None:
    out, seen = on_a_terminal([*PROGRAM, "run", "small", "--json", "--no-plots", *options], place)
    assert shown in seen
    assert json.loads(out)["days"] == 42


def test_the_installed_command_runs(place: Path) -> None:
    program = Path(sys.executable).with_name("trustsim")
    done = finished([program, "run", "small", "--no-plots"], cwd=place, stdout=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Written to runs/small-seed1" in done.stdout


def test_a_terminal_that_knows_ascii_alone_still_gets_an_answer(place: Path) -> None:
    (place / "odd.toml").write_text('[story]\ntitle = "Größe"\n[run]\n"größe" = 3\n', encoding="utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = finished([*PROGRAM, "check", "odd.toml"], cwd=place, env=environment, stdout=subprocess.PIPE)
    assert (done.returncode, done.stdout) == (2, "")
    assert "odd.toml:4: run." in done.stderr


@pytest.mark.parametrize("moment", ["import", "start", "parse"])
def test_ctrl_c_while_the_command_is_imported_ends_it_quietly(moment: str, place: Path) -> None:
    begin = {
        "import": "sys.modules['typer'] = Pressing('typer')",
        "start": "import trustsim.cli.app as command; command.stop_on_signals = press",
        "parse": "import trustsim.cli.app as command; command.app = press",
    }
    code = f"""
import os, signal, sys, types
signal.signal(signal.SIGINT, signal.default_int_handler)
def press(*_):
    os.kill(os.getpid(), signal.SIGINT)
class Pressing(types.ModuleType):
    def __getattr__(self, name):
        press()
{begin[moment]}
from trustsim.__main__ import main
main()
"""
    done = finished([sys.executable, "-c", code, "check", "small"], cwd=place, stdout=subprocess.PIPE)
    assert done.returncode in {130, -signal.SIGINT}
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_ctrl_c_that_is_ignored_stays_so(place: Path) -> None:
    code = """
import signal
signal.signal(signal.SIGINT, signal.SIG_IGN)
from trustsim.__main__ import main
try:
    main()
finally:
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
"""
    for words in (["list"], ["check", "small"]):
        done = finished([sys.executable, "-c", code, *words], cwd=place, stdout=subprocess.PIPE)
        assert (done.returncode, done.stderr) == (0, "")
