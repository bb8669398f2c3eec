"""Run the validation of the model, and put what it prints into its page.

``python docs/validation.py`` does all of it, in about two hours on two cores; names of parts do only those. Each block
of the page is what ``trustsim validate`` prints, word for word. The scorecard keeps its results in ``sweeps/``: stop
it, and it goes on from there.
"""

from __future__ import annotations

import argparse
import subprocess
import sys

from refresh import DOCS, ROOT, between, write

from trustsim.experiment.keys import model_digest

PAGE = DOCS / "explanation" / "validation.md"
KEPT = ROOT / "sweeps" / "scorecard.jsonl"
PARTS = ("limits", "mechanisms", "worlds", "patterns", "facts")


def printed(part: str) -> str:
    """What ``trustsim validate`` prints of a part."""
    command = [sys.executable, "-m", "trustsim", "validate", f"--{part}"]
    command += ["--keep", str(KEPT)] if part == "patterns" else []
    done = subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.PIPE, text=True)  # noqa: S603 (our own)
    return done.stdout


def block(part: str, text: str) -> str:
    """A part as it stands in the page, with the model that it was run with."""
    ran = f"`trustsim validate --{part}`, model `{model_digest()[:12]}`"
    return f"{ran}:\n\n```text\n{text}```\n"


def refresh(part: str) -> None:
    """Run a part and put it into the page."""
    made = block(part, printed(part))
    page = PAGE.read_text(encoding="utf-8")
    write(PAGE, between(page, part, made))


def main() -> None:
    """Run and refresh what is named."""
    parser = argparse.ArgumentParser(description="Run the validation of the model and refresh its page.")
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="parts; all if none is named")
    for part in parser.parse_args().parts or PARTS:
        refresh(part)


if __name__ == "__main__":
    main()
