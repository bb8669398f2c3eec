#!/usr/bin/env bash
# Outputs of a Sobol design without second-order points are analysed as if it had them, and nothing is said.
#
# Guess: sobol.analyze notices if calc_second_order is not what the design was made with; its message of a wrong
#   number of outputs is there for that.
# What happens: it asks only whether the number of outputs can be divided. A design of N base samples and d factors
#   has N*(d + 2) outputs, or N*(2*d + 2) with second order. Three factors and N = 64, or any other multiple of 8,
#   pass for 40 base samples with second order, which is the analysis's default; so do four factors and N = 50.
#   Outputs are then read from other points: of an output that is one factor and nothing else, that factor gets a
#   first-order index near 0, and each of the others a total one near 1. With two factors and N = 64 the message does
#   come.
# Versions: SALib 1.6.0, with scipy 1.17.1, numpy 2.4.6 and pandas 3.1.1; Python 3.11 or later.
# Where it hurts: design and analysis are made weeks apart, in two scripts, with the runs on a cluster in between.
# What was done: one key of the experiment's file says which design it is, it is kept in the record, and both sides
#   read it. An index below zero with its whole interval, or a total one far below the first order, is called what it
#   is: runs that do not stand where the design says.
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

from SALib.analyze import sobol as analysis
from SALib.sample import sobol as sampling


def indices(factors, samples, **how):
    """First-order and total indices of an output that is the first factor, and what was said."""
    problem = {"num_vars": factors, "names": [f"x{one}" for one in range(factors)], "bounds": [[0, 1]] * factors}
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        points = sampling.sample(dict(problem), samples, calc_second_order=False, seed=1)
        said.clear()  # 50 is no power of two
        try:
            found = analysis.analyze(problem, points[:, 0].copy(), seed=1, **how)
        except RuntimeError as error:
            return " ".join(str(error).split()), [], len(said)
    return found["S1"].round(2).tolist(), found["ST"].round(2).tolist(), len(said)


print(f"SALib {version('SALib')}, numpy {version('numpy')}")
good = []
for factors, samples, passes in ((3, 64, True), (4, 50, True), (2, 64, False)):
    right = indices(factors, samples, calc_second_order=False)
    wrong = indices(factors, samples)
    print(f"  {factors} factors, N = {samples}, analysed as sampled: first order {right[0]}, total {right[1]}")
    print(f"    with the default: first order {wrong[0]}, total {wrong[1]}, warnings: {wrong[2]}")
    good.append(right[0][0] > 0.8 and right[1][0] > 0.8 and max(right[1][1:]) < 0.1)
    if passes:
        good.append(wrong[0][0] < 0.1 and max(wrong[1][1:]) > 0.8 and wrong[2] == 0)
    else:
        good.append("Incorrect number of samples" in wrong[0])
sys.exit(not all(good))
END
"$folder/venv/bin/python" "$folder/probe.py" || { echo "no longer so"; exit 1; }
