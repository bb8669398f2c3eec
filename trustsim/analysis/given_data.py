"""First-order indices from any random sample of points: RBD-FAST, by way of SALib.

The values are put in the order of a factor's places, up and down again, and the first harmonics of the series
hold what the factor does (Tarantola, Gatelli and Mara 2006, doi:10.1016/j.ress.2005.06.003; Plischke 2010,
doi:10.1016/j.ress.2009.11.005), freed from its bias after Tissot and Prieur (2012, doi:10.1016/j.ress.2012.06.010).
Total indices cannot be had in this way.
"""

from __future__ import annotations

from trustsim.analysis.blocks import is_constant
from trustsim.analysis.data import Floats
from trustsim.experiment.schema import FEWEST_FOR_SHARES

HARMONICS = 6
FEWEST = FEWEST_FOR_SHARES


def first_order(places: Floats, values: Floats) -> float:
    """The share of the variance of ``values`` that the factor at ``places`` has alone; 0 where they do not vary."""
    from SALib.analyze.rbd_fast import compute_first_order, permute_outputs, unskew_S1

    if is_constant(values):
        return 0.0
    raw = compute_first_order(permute_outputs(places, values), HARMONICS)
    return float(unskew_S1(raw, HARMONICS, len(values)))
