"""Intervals, effect sizes and how many runs are needed: pure functions of numbers, with their sources."""
