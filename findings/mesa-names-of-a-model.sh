#!/usr/bin/env bash
# A Mesa model with an attribute called `time` makes other steps than it was asked for, from one version to the next.
#
# Guess: self.time and self.scenario are free names; Mesa's own are `steps`, `agents`, `random`, `rng` and `running`.
#   A call of step() is one call of the model's step.
# What happens: with Mesa 3.3.1 that is so. Mesa 3.5.1 keeps its clock in `time` and makes the steps that are due
#   until then. A model that starts with self.time = 8 (say, o'clock) makes nine steps in its first step(), with
#   nothing said. If it also moves self.time in step(), it is five, and none in the second; and the next reader may
#   find Mesa's time there again. self.scenario = "base" raises an AttributeError about an attribute called `model`.
# Versions: Mesa 3.3.1 and 3.5.1, with networkx 3.7, numpy 2.4.6 and pandas 3.1.1; Python 3.12 or later.
# Where it hurts: any model with a clock or a scenario of its own. The wrong number of steps shows nowhere but in the
#   results.
# What was done: TrustModel counts in `day` and holds its scenario as `config`; Mesa's `time` is only read.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -c 'import sys; sys.exit(sys.version_info < (3, 12))' || { echo "needs Python 3.12"; exit 2; }

cat > "$folder/probe.py" <<'END'
import sys

import mesa


class Opening(mesa.Model):
    """Opens at eight o'clock."""

    def __init__(self):
        super().__init__(rng=1)
        self.time = 8
        self.seen = []

    def step(self):
        self.seen.append(self.time)


class Hourly(Opening):
    """The same, an hour a step, by its own clock."""

    def step(self):
        super().step()
        self.time += 1


class Daily(Opening):
    """A clock in hours, set from the number of steps."""

    def __init__(self):
        super().__init__()
        self.time = 0

    def step(self):
        self.time = 24 * self.steps
        self.seen.append(self.time)


class Told(mesa.Model):
    def __init__(self):
        super().__init__(rng=1)
        self.scenario = "base"


def clock(kind):
    model = kind()
    found = []
    for _ in range(2):
        model.step()
        found.append((len(model.seen), float(model.time)))
    return found


def main():
    found = [clock(kind) for kind in (Opening, Hourly, Daily)]
    try:
        said = Told().scenario
    except AttributeError as error:
        said = str(error)
    print(f"Mesa {mesa.__version__}: steps made and the time, after the first and the second call of step()")
    for name, value in zip(("Opening", "Hourly", "Daily"), found, strict=True):
        print(f"  {name}: {value}")
    print(f'  self.scenario = "base": {said}')
    if mesa.__version__.startswith("3.3."):
        expected = [[(1, 8), (2, 8)], [(1, 9), (2, 10)], [(1, 24), (2, 48)]], "base"
    else:
        expected = [[(9, 9), (10, 10)], [(5, 9), (5, 10)], [(1, 1), (1, 2)]], "'str' object has no attribute 'model'"
    return 0 if (found, said) == expected else 1


if __name__ == "__main__":
    sys.exit(main())
END

for version in 3.3.1 3.5.1; do
    "${PYTHON:-python3}" -m venv --clear "$folder/venv"
    "$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
        "mesa==$version" 'networkx==3.7' 'numpy==2.4.6' 'pandas==3.1.1'
    "$folder/venv/bin/python" "$folder/probe.py" || { echo "no longer so"; exit 1; }
done
