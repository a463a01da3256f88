"""One unit, one step: the tiny exercise of page 00.

    a^⟨t⟩ = tanh(w_a a^⟨t−1⟩ + w_x x^⟨t⟩)

One unit remembers one number for each of m examples; w_a says how much of the old number stays, w_x how much of the
input comes in.
"""
import numpy as np

from helpers.networks import shapes


@shapes.checked(a_prev="m", xt="m")
def step(a_prev, xt, w_a, w_x):
    """Take one step of a single unit.

    Parameters
    ----------
    a_prev : array (m,)
        what the unit remembers of each example
    xt : array (m,)
        what comes in
    w_a, w_x : floats
        the weight of the memory and that of the input

    Returns
    -------
    a_next : array (m,)
        what it remembers after the step, between −1 and 1
    """
    return np.tanh(w_a * a_prev + w_x * xt)  # (m,)
