#!/usr/bin/env bash
# A Latin hypercube of seed=1 is one design and of rng=1 another, in one version of SciPy.
#
# Guess: `rng` is the new name of `seed` in scipy.stats.qmc, and the same number gives the same points. A Generator in
#   the same state gives the same points too, and has moved on afterwards.
# What happens: LatinHypercube(2, seed=1) and LatinHypercube(2, rng=1) are two designs, and so with Sobol and Halton.
#   A whole number after `seed` is used as it is; after `rng` it is made a Generator, and every Generator gets a child
#   of which the points come. So default_rng(1) is not the same as 1 after `seed`, but after `rng`. Of a given
#   Generator no number is used: its state stays as it was, and yet a second design of it is another. Put its state
#   back, and the points still do not come again, because children are counted elsewhere.
# Versions: scipy 1.17.1, with numpy 2.4.6; Python 3.11 or later. scipy 1.14.1 has `seed` only, with the same points.
# Where it hurts: to follow the advice to write rng= silently replaces every design; a sweep that is continued then
#   has half of one hypercube and half of another. A notebook that saves and restores the state of its Generator does
#   not repeat what it did.
# What was done: designs are made with rng= and a whole number only, which pyproject.toml makes possible with
#   scipy>=1.15, and the points are kept in the record of a sweep.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check 'scipy==1.17.1' 'numpy==2.4.6'

cat > "$folder/probe.py" <<'END'
import sys

import numpy as np
import scipy
from scipy.stats.qmc import Halton, LatinHypercube, Sobol

print(f"scipy {scipy.__version__}, numpy {np.__version__}")
good = []
for kind in (LatinHypercube, Sobol, Halton):

    def points(**how):
        return kind(2, **how).random(8)

    print(f"  {kind.__name__}: first of seed=1 {points(seed=1)[0].round(3)}, of rng=1 {points(rng=1)[0].round(3)}")
    by_generator = points(seed=np.random.default_rng(1))
    generator = np.random.default_rng(1)
    before = generator.bit_generator.state
    first = points(rng=generator)
    unmoved = generator.bit_generator.state == before
    second = points(rng=generator)
    generator.bit_generator.state = before
    third = points(rng=generator)
    seen = {
        "seed=1 gives the points of seed=1": np.array_equal(points(seed=1), points(seed=1)),
        "seed=1 gives those of rng=1": np.array_equal(points(seed=1), points(rng=1)),
        "seed=1 gives those of seed=default_rng(1)": np.array_equal(points(seed=1), by_generator),
        "rng=1 gives those of rng=default_rng(1)": np.array_equal(points(rng=1), first),
        "the Generator's state is as it was": unmoved,
        "its second design is its first": np.array_equal(first, second),
        "a design after its state was put back is its first": np.array_equal(first, third),
    }
    for name, value in seen.items():
        print(f"    {name}: {value}")
    good.append(list(seen.values()) == [True, False, False, True, True, False, False])
sys.exit(not all(good))
END
"$folder/venv/bin/python" "$folder/probe.py" || { echo "no longer so"; exit 1; }
