#!/usr/bin/env bash
# One lost run makes every Sobol index exactly zero, and an output that never changes does too.
#
# Guess: with a NaN among the outputs all indices are NaN, or an error is raised; with a constant output, whose
#   variance has nothing to be divided by, as well.
# What happens: SALib's sobol.analyze gives 0.0 for each first-order and total index, and 0.0 for the width of each
#   interval: the most certain of results. Of the constant it warns; of one NaN in 512 outputs it says nothing.
#   scipy.stats.sobol_indices gives zeros in both cases and says nothing in either. But if rounding makes the constant
#   differ in its last bit, SALib finds a factor that answers for all of the variance.
# Versions: SALib 1.6.0 and scipy 1.17.1, with numpy 2.4.6 and pandas 3.1.1; Python 3.11 or later.
# Where it hurts: a factor with an index of 0 and no interval is what one looks for in order to leave it out. A sweep
#   in which one run failed would say so of every factor.
# What was done: blocks with a failed run are left out as a whole, and counted. A measure that is the same at all
#   points gets no indices but a remark, and so does one whose variance comes from a single value.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    'SALib==1.6.0' 'scipy==1.17.1' 'numpy==2.4.6' 'pandas==3.1.1'

cat > "$folder/probe.py" <<'END'
import sys
import warnings
from importlib.metadata import version

import numpy as np
from SALib.analyze import sobol as analysis
from SALib.sample import sobol as sampling
from scipy import stats

PROBLEM = {"num_vars": 3, "names": ["size", "rate", "delay"], "bounds": [[0, 1]] * 3}


def by_salib(outputs):
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        found = analysis.analyze(PROBLEM, outputs, seed=1)
    ours = [one for one in said if "constant" in str(one.message).lower()]
    return [found[name].round(3).tolist() for name in ("S1", "S1_conf", "ST", "ST_conf")], len(said), len(ours)


def by_scipy(function):
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        found = stats.sobol_indices(func=function, n=64, dists=[stats.uniform()] * 3, rng=1)
    return [found.first_order.tolist(), found.total_order.tolist()], len(said)


def main():
    print(", ".join(f"{name} {version(name)}" for name in ("SALib", "scipy", "numpy")))
    points = sampling.sample(PROBLEM, 64, seed=1)
    size = points[:, 0]
    holed = np.where(np.arange(len(size)) == 3, np.nan, size)
    zeros = [0.0] * 3
    whole, nan, constant, rounded = map(by_salib, (size, holed, np.full(len(size), 0.1), (0.1 + size) - size))
    told = {"all there": whole, "one NaN": nan, "constant": constant, "rounded": rounded}
    for name, (values, said, _) in told.items():
        print(f"  SALib, {name}: S1 {values[0]} +- {values[1]}, ST {values[2]} +- {values[3]}, warnings: {said}")
    lost, same = by_scipy(lambda x: np.where(x[:1] < 0.01, np.nan, x[:1])), by_scipy(lambda x: 0.0 * x[:1] + 0.1)
    print(f"  scipy, NaN: {lost[0]}, warnings: {lost[1]}; constant: {same[0]}, warnings: {same[1]}")
    good = [
        whole[0][0][0] > 0.9,
        nan == ([zeros] * 4, 0, 0),
        constant[0] == [zeros] * 4 and constant[2] > 0,
        rounded[0][0][0] > 0.9,
        lost == ([zeros] * 2, 0),
        same == ([zeros] * 2, 0),
    ]
    return 0 if all(good) else 1


sys.exit(main())
END
"$folder/venv/bin/python" "$folder/probe.py" || { echo "no longer so"; exit 1; }
