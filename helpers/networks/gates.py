"""Gates set by hand: an LSTM cell of one unit whose doors stand as you say.

With weights of zero, Γ = σ(b) and c̃ = tanh(b_c), so that a bias sets a gate: b = log(Γ / (1 − Γ)). The cell that runs is
the real one, and the gradient is that of its own backward pass.
"""
import inspect
import math

import numpy as np

from helpers.networks.lstm import lstm_cell_backward


def by_hand(gamma_f, gamma_u, gamma_o, c_tilde):
    """Return the parameters of one unit (n_a = n_x = n_y = 1) whose gates and candidate have these values, whatever comes in.

    Parameters
    ----------
    gamma_f, gamma_u, gamma_o : float
        from 0 (shut) to 1 (open)
    c_tilde : float
        from −1 to 1

    Returns
    -------
    dict with the keys of an LSTM's parameters
    """
    zero, one = np.zeros((1, 1)), np.zeros((1, 2))
    return {"Wf": one, "bf": _bias(gamma_f), "Wu": one, "bu": _bias(gamma_u), "Wo": one, "bo": _bias(gamma_o),
            "Wc": one, "bc": np.array([[math.atanh(min(max(c_tilde, -1 + 1e-15), 1 - 1e-15))]]), "Wy": zero, "by": zero}


def _bias(gamma):
    gamma = min(max(gamma, 1e-16), 1 - 1e-15)  # 0 and 1 would need an infinite bias
    return np.array([[math.log(gamma / (1 - gamma))]])


def run(cell, c0, steps):
    """Run the cell from c^⟨0⟩ = c0, a^⟨0⟩ = 0 with the parameters of each step.

    Parameters
    ----------
    cell : callable
        lstm_cell_forward
    c0 : float
    steps : list of T_x dicts
        what by_hand returned

    Returns
    -------
    a, c : arrays (T_x + 1,), from the state before the first step on
    caches : list of T_x caches
    """
    xt, a_next, c_next = np.zeros((1, 1)), np.zeros((1, 1)), np.full((1, 1), float(c0))
    a, c, caches = [0.0], [float(c0)], []
    for parameters in steps:
        a_next, c_next, _, cache = cell(xt, a_next, c_next, parameters)
        a.append(a_next.item())
        c.append(c_next.item())
        caches.append(cache)
    return np.array(a), np.array(c), caches


def gates_for(subjects, verbs, T_x):
    """Return the three gates of one unit that holds a subject's number up to the next, and shows it at the verbs alone.

    Parameters
    ----------
    subjects, verbs : arrays of int
        the places of these words in the sentence; the first word is 0
    T_x : int
        words in the sentence

    Returns
    -------
    forget, update, output : arrays (T_x,)
        each number 0 (shut) or 1 (open): no other setting holds, replaces and hides whatever candidates come, and whatever
        the memory held before the sentence
    """
    forget, update, output = np.ones(T_x), np.zeros(T_x), np.zeros(T_x)
    forget[subjects] = 0  # drop what was there …
    update[subjects] = 1  # … and take the new number
    output[verbs] = 1
    return forget, update, output


def gradient_of_c(caches):
    """Return ∂J/∂c^⟨t⟩ for t = 0 … T_x − 1, where J = a^⟨T_x⟩, by the backward pass of the cell.

    Parameters
    ----------
    caches : list
        what run returned

    Returns
    -------
    array (T_x,)
    """
    backward = inspect.unwrap(lstm_cell_backward)
    da, dc, found = np.ones((1, 1)), np.zeros((1, 1)), []
    for cache in reversed(caches):
        step = backward(da, dc, cache)
        da, dc = step["da_prev"], step["dc_prev"]
        found.append(dc.item())
    return np.array(found[::-1])
