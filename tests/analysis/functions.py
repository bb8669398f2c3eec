"""Functions of the unit cube whose sensitivity indices are known exactly."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np

from trustsim.analysis.data import Floats

A, B = 7.0, 0.1


def ishigami(units: Floats) -> Floats:
    """Ishigami and Homma (1990): sin x1 + a sin² x2 + b x3⁴ sin x1 for x from −π to π."""
    x = math.pi * (2.0 * units - 1.0)
    return np.asarray(np.sin(x[:, 0]) + A * np.sin(x[:, 1]) ** 2 + B * x[:, 2] ** 4 * np.sin(x[:, 0]))


ISHIGAMI_VARIANCE = A**2 / 8 + B * math.pi**4 / 5 + B**2 * math.pi**8 / 18 + 0.5
_ALONE = 0.5 * (1 + B * math.pi**4 / 5) ** 2 / ISHIGAMI_VARIANCE
_WITH_X3 = 8 * B**2 * math.pi**8 / 225 / ISHIGAMI_VARIANCE
_X2 = A**2 / 8 / ISHIGAMI_VARIANCE
ISHIGAMI_FIRST = {"x1": _ALONE, "x2": _X2, "x3": 0.0}
ISHIGAMI_TOTAL = {"x1": _ALONE + _WITH_X3, "x2": _X2, "x3": _WITH_X3}
ISHIGAMI_SECOND = {("x1", "x2"): 0.0, ("x1", "x3"): _WITH_X3, ("x2", "x3"): 0.0}

G = {"x1": 0.0, "x2": 1.0, "x3": 4.5, "x4": 9.0}
"""Coefficients of the g-function: the larger, the less a factor matters."""

_PARTS = {name: 1.0 / (3.0 * (1.0 + a) ** 2) for name, a in G.items()}
G_VARIANCE = math.prod(1.0 + part for part in _PARTS.values()) - 1.0
G_FIRST = {name: part / G_VARIANCE for name, part in _PARTS.items()}
G_TOTAL = {name: part / (1.0 + part) * (1.0 + G_VARIANCE) / G_VARIANCE for name, part in _PARTS.items()}
G_SECOND = {(one, two): _PARTS[one] * _PARTS[two] / G_VARIANCE for one, two in combinations(_PARTS, 2)}


def g_function(units: Floats) -> Floats:
    """Sobol's g-function: the product of (|4u − 2| + a) / (1 + a)."""
    a = np.array(list(G.values()))
    return np.asarray(np.prod((np.abs(4.0 * units - 2.0) + a) / (1.0 + a), axis=1))
