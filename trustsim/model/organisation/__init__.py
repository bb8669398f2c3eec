"""What surrounds the pipeline: owners, scarce capacity, other providers, stages, leadership and treatments."""
