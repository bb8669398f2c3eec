"""Experiments: a question, the worlds it is asked of, what is varied, and all of their runs, none of them lost."""
