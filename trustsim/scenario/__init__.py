"""What a user writes: a TOML file, read, checked and frozen into a ``Scenario``.

Read from ``loading``; the sections and their keys are declared in ``organisation``, ``work``,
``relationship`` and ``process``, and put together in ``schema``.
"""
