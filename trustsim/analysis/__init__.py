"""What the runs of an experiment say: tables, sensitivity indices, conditions; each result with an id of its own."""
