"""The six policies, one file each with both variants side by side; the pipeline joins them."""
