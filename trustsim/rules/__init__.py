"""The science: pure scalar functions, one subject a file, with formula, units, ranges and source.

No objects, no input or output, no randomness: uniforms come in as arguments.
"""
