"""Experiments: the study of the chapter on experiments, at full size (`make experiments`)."""
