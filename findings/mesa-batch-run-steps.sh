#!/usr/bin/env bash
# mesa.batch_run(max_steps=10) is eleven steps with one version of Mesa and ten with another; both rows say "Step 10".
#
# Guess: max_steps is the number of steps, as the documentation of both versions says.
# What happens: Mesa 3.3.1 makes eleven steps. Its last row says Step 10, because it counts what was collected from 0
#   on. Mesa 3.5.1 makes ten, and its last row says Step 10.0, a float, because it notes the time of collection. So
#   one label, and one script, stand for two different states of the model.
# Versions: Mesa 3.3.1 and 3.5.1, with networkx 3.7, numpy 2.4.6 and pandas 3.1.1; Python 3.12 or later.
# Where it hurts: results of the two versions that are joined by Step are one step apart. A stock or a sum over a run
#   is a tenth larger here, and a model that must not go past its horizon is pushed past it.
# What was done: a run has its length in days in its scenario, and the model stops there by itself, so that max_steps
#   is no part of what a result means. The day is among what is collected. The extra step of 3.3 is written down
#   beside the decision for these tools.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -c 'import sys; sys.exit(sys.version_info < (3, 12))' || { echo "needs Python 3.12"; exit 2; }

cat > "$folder/probe.py" <<'END'
import sys

import mesa


class Counter(mesa.Model):
    def __init__(self, size=1, rng=1):
        super().__init__(rng=rng)
        self.made = 0
        self.datacollector = mesa.DataCollector(model_reporters={"made": "made"})

    def step(self):
        self.made += 1
        self.datacollector.collect(self)


def main():
    every = mesa.batch_run(Counter, {"size": 1}, max_steps=10, data_collection_period=1, display_progress=False)
    last = mesa.batch_run(Counter, {"size": 1}, max_steps=10, display_progress=False)[-1]
    print(f"Mesa {mesa.__version__}: {last['made']} steps made; the last row says Step {last['Step']}")
    print(f"  with a row for each step: {len(every)} rows, the first of which says Step {every[0]['Step']}")
    seen = last["made"], last["Step"], type(last["Step"]), len(every), every[0]["Step"]
    return 0 if seen == ((11, 10, int, 11, 0) if mesa.__version__.startswith("3.3.") else (10, 10, float, 10, 1)) else 1


if __name__ == "__main__":
    sys.exit(main())
END

for version in 3.3.1 3.5.1; do
    "${PYTHON:-python3}" -m venv --clear "$folder/venv"
    "$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
        "mesa==$version" 'networkx==3.7' 'numpy==2.4.6' 'pandas==3.1.1'
    "$folder/venv/bin/python" "$folder/probe.py" || { echo "no longer so"; exit 1; }
done
