"""The readable Mesa reference model; the only place that imports mesa."""
