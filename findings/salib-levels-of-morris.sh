#!/usr/bin/env bash
# A Morris design of three levels has two, and neither the middle nor the top of the range is among them.
#
# Guess: num_levels=3 gives 0, 0.5 and 1. The warning that an odd number "may be biased" means that they do not come
#   equally often. The analysis knows the steps from the points, which it is given.
# What happens: with num_levels=3 half of the points are at 0 and half at 0.75. 0.5 and 1 never occur; if each third
#   of the range stands for a named level, the second is never run. With 5, the points are at 0, 0.375, 0.625 and 1,
#   and the middle never is. An odd number has no more levels than the even one below it. And the analysis does not
#   look at how long the steps were: it takes its own num_levels, 4 if not given, so without it the effects of another
#   design are scaled wrongly, with no warning (2.25 for an effect of 2 with three levels).
# Versions: SALib 1.6.0, with scipy 1.17.1, numpy 2.4.6 and pandas 3.1.1; Python 3.11 or later.
# Where it hurts: a screening over three variants of a process compares two of them, and its table names three.
# What was done: an odd number of levels is refused. Factors with named levels need a number that is a multiple of
#   theirs, so that each gets its share. The analysis is given the number that the design was made with.
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
from SALib.analyze import morris as analysis
from SALib.sample import morris as sampling

warnings.simplefilter("ignore")
PROBLEM = {"num_vars": 2, "names": ["variant", "rate"], "bounds": [[0, 1]] * 2}
EXPECTED = {2: [0, 1], 3: [0, 0.75], 4: [0, 0.3333, 0.6667, 1], 5: [0, 0.375, 0.625, 1]}

print(f"SALib {version('SALib')}, numpy {np.__version__}")
good = []
for levels, expected in EXPECTED.items():
    points = sampling.sample(dict(PROBLEM), 500, num_levels=levels, seed=1)
    places, often = np.unique(points[:, 0].round(4), return_counts=True)
    variants = np.unique(np.minimum((points[:, 0] * levels).astype(int), levels - 1)) + 1
    outputs = 2.0 * points[:, 0] + points[:, 1]
    told = analysis.analyze(dict(PROBLEM), points, outputs, num_levels=levels, seed=1)["mu_star"].round(3).tolist()
    untold = analysis.analyze(dict(PROBLEM), points, outputs, seed=1)["mu_star"].round(3).tolist()
    print(f"  num_levels={levels}: places {places.tolist()}, so often {often.tolist()}; of {levels} equal parts, those "
          f"met: {variants.tolist()}")
    print(f"    effects of 2 and 1: {told} if the analysis is told the levels, {untold} if not")
    good += [places.tolist() == expected, told == [2.0, 1.0], (untold == [2.0, 1.0]) == (levels == 4)]
sys.exit(not all(good))
END
"$folder/venv/bin/python" "$folder/probe.py" || { echo "no longer so"; exit 1; }
