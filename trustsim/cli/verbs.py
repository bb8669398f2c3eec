"""The verbs of the command line: where each is, so that only the one asked for is loaded, and its line of help."""

from __future__ import annotations

ABOUT = "A laboratory for the trust between a business and its IT department."
BEGIN = "Begin with: trustsim list, then: trustsim run partnership"
SHOW_VERSION = "Show the version and exit."

VERBS = {
    "list": ("list_scenarios.list_scenarios", "List scenarios, or experiments, and what each is about."),
    "check": ("check.check", "Check scenario and experiment files, and show every problem."),
    "run": ("run.run", "Run a scenario, write its run folder, report on one screen, and then draw."),
    "compare": ("compare.compare", "Compare worlds in pairs of runs: which is better, how sure."),
    "sweep": ("sweep.sweep", "Do all runs of an experiment, each once."),
    "analyse": ("analyse.analyse", "Say what the runs of a sweep say."),
    "report": ("report.report", "Write the report of a sweep, or check every figure of it."),
    "explain": ("explain.explain", "Say why trust of users in IT moved."),
    "trace": ("trace.trace", "Tell the life of one request."),
    "validate": ("validate.validate", "Hold the model against theory, data and claims."),
    "schema": ("schema.schema", "Print the JSON Schema of scenario files."),
    "viz": ("viz.viz", "Watch a world in the browser, and move its levers."),
    "odd": ("odd.odd", "Describe the model in the ODD format."),
}
"""By name, in the order of the help: module and function in ``trustsim.cli``, and a sentence."""
