"""Gradients, measured: are they right, are they too large, and how much of them is left after many steps?

norms has finite differences, clipping and the norms through time; jacobians, paths and spectra look inside the product of
many steps; recurrence is the simple network with any activation.
"""
from helpers.gradients.norms import (
    clip_by_norm,
    clip_by_value,
    lab,
    norms_through_time,
    numeric_gradient,
    relative_error,
    what_is_left,
)

__all__ = ["clip_by_norm", "clip_by_value", "lab", "norms_through_time", "numeric_gradient", "relative_error", "what_is_left"]
