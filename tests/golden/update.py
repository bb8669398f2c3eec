"""Accept today's results of the shipped scenarios as the expected ones: ``python tests/golden/update.py``.

A change of results belongs into CHANGELOG.md under "Changes results".
"""

from __future__ import annotations

import json

from goldens import golden_path, observe, run, shipped


def main() -> None:
    """Write a golden for each shipped scenario, and remove those of scenarios that are gone."""
    expected = {golden_path(scenario) for scenario in shipped()}
    for scenario in shipped():
        golden_path(scenario).write_text(json.dumps(observe(run(scenario)), indent=1) + "\n", encoding="utf-8")
    for stale in set(golden_path(shipped()[0]).parent.glob("*.json")) - expected:
        stale.unlink()


if __name__ == "__main__":
    main()
