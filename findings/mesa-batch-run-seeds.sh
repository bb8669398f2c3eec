#!/usr/bin/env bash
# mesa.batch_run takes the seed out of the user's hands, and in which way depends on the version.
#
# Guess: {"seed": [1, 2, 3]} among the parameters makes three runs, with seeds 1, 2 and 3. `iterations=3` repeats each
#   run with other luck, or else with the seed that the model has as its default; one of the two, whatever the
#   version.
# What happens: Mesa 3.3.1 uses the seeds 1, 2 and 3, but with a default seed `iterations=3` gives the same run three
#   times. Mesa 3.5.1 replaces every given seed (and every given `rng`, if that is what the model calls it) by None,
#   with no warning, and writes None in the rows: luck is another each time, whatever was asked for, and a default
#   seed is not used either. A model that has neither parameter is called with `rng=None` nevertheless, and fails.
#   Only in a model with **kwargs does a `seed` come through.
# Versions: Mesa 3.3.1 and 3.5.1, with networkx 3.7, numpy 2.4.6 and pandas 3.1.1; Python 3.12 or later.
# Where it hurts: with 3.3.1 three copies of one run look like three runs, with an interval of no width. With 3.5.1
#   the same script makes other results each time, and nothing tells which seed a run had.
# What was done: TrustModel has no parameter `seed` in its signature; it takes one from **kwargs, so that both
#   versions pass it on. It keeps the seed of its draws and collects it, so that each row says which it was.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -c 'import sys; sys.exit(sys.version_info < (3, 12))' || { echo "needs Python 3.12"; exit 2; }

cat > "$folder/probe.py" <<'END'
import sys
import warnings

import mesa

warnings.simplefilter("ignore")


class Fixed(mesa.Model):
    """A model with a seed by default, whose first draw is collected."""

    def __init__(self, size=1, seed=42):
        super().__init__(seed=seed)
        self.first = round(self.random.random(), 4)
        self.datacollector = mesa.DataCollector(model_reporters={"first": "first"})

    def step(self):
        self.datacollector.collect(self)


class Named(Fixed):
    def __init__(self, size=1, rng=42):
        super().__init__(size, seed=rng)


class Neither(Fixed):
    def __init__(self, size=1):
        super().__init__(size)


class Any(Fixed):
    def __init__(self, size=1, **settings):
        super().__init__(size, seed=settings["seed"])


def run(model, parameters, **options):
    rows = mesa.batch_run(model, parameters, max_steps=2, display_progress=False, **options)
    return [row["first"] for row in rows], [row.get("seed", row.get("rng", "-")) for row in rows]


def main():
    old = mesa.__version__.startswith("3.3.")
    print(f"Mesa {mesa.__version__}")
    asked = [Fixed(seed=seed).first for seed in (1, 2, 3)]
    default = Fixed().first
    good = []
    for model, parameters in ((Fixed, {"seed": [1, 2, 3]}), (Named, {"rng": [1, 2, 3]}), (Any, {"seed": [1, 2, 3]})):
        drawn, noted = run(model, parameters)
        print(f"  {model.__name__}, {parameters}: draws {drawn}, expected {asked}; noted {noted}")
        if old or model is Any:
            good += [drawn == asked, noted == [1, 2, 3]]
        else:
            good += [drawn != asked, noted == [None] * 3]
    drawn, noted = run(Fixed, {"size": 1}, iterations=3)
    print(f"  Fixed, iterations=3: draws {drawn}, that of the default seed is {default}")
    good.append(drawn == [default] * 3 if old else len(set(drawn)) == 3)
    try:
        what = str(run(Neither, {"size": 1})[0])
    except TypeError as error:
        what = str(error)
    print(f"  Neither, no seed asked for: {what}")
    good.append(what == str([default]) if old else "unexpected keyword argument 'rng'" in what)
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
END

for version in 3.3.1 3.5.1; do
    "${PYTHON:-python3}" -m venv --clear "$folder/venv"
    "$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
        "mesa==$version" 'networkx==3.7' 'numpy==2.4.6' 'pandas==3.1.1'
    "$folder/venv/bin/python" "$folder/probe.py" || { echo "no longer so"; exit 1; }
done
