"""By which ways does a gradient come back to an LSTM's memory? Along the memory, through the gates, or by both in turn.

One step back, ∂J/∂c^⟨t⟩ reaches c^⟨t−1⟩ by two ways:

    (1)  along the memory     c^⟨t−1⟩ → c^⟨t⟩                            times Γ_f, and nothing else
    (2)  through the gates    c^⟨t−1⟩ → a^⟨t−1⟩ → gates of step t → c^⟨t⟩     times slopes of tanh and σ, and weights

so that ∂c^⟨t⟩/∂c^⟨t−1⟩ = A + B with A = diag(Γ_f) and B the second way, and k steps have 2^k ways. They fall into three
kinds: all steps by (1), all steps by (2), and those that mix both.

Before training the weights are small, and Γ_f is about σ(b_f). Of a memory, σ(b_f)^k is left after k steps:

    (3)  b_f = log(Γ / (1 − Γ))  with  Γ^k = share                     the bias for a share and a number of steps

Along the memory alone, all steps by (1), a gradient meets each later forget gate once:

    (4)  dc^⟨t⟩ = dc^⟨T_x⟩ ∗ Γ_f^⟨T_x⟩ ∗ … ∗ Γ_f^⟨t+1⟩
"""
import functools

import numpy as np

from helpers.networks import shapes
from helpers.networks.lstm import CACHE, lstm_cell_backward, lstm_cell_forward

KINDS = ("all", "along", "gates", "mixed")


@shapes.checked(caches=([CACHE], "n_x m T_x"), dc_last="n_a m")
def ways_to_memory(dc_last, caches):
    """Return ∂J/∂c^⟨t⟩ for every step t, split by the way on which it came; J depends on c^⟨T_x⟩ alone.

    Parameters
    ----------
    dc_last : array (n_a, m)
        ∂J/∂c^⟨T_x⟩
    caches : tuple
        what lstm_forward returned

    Returns
    -------
    dict with the keys all, along, gates, mixed: arrays (n_a, m, T_x)
        all = along + gates + mixed; at the last step there is no way yet, and everything counts as along
    """
    steps, _ = caches
    found = {"all": _walk(dc_last, steps, True, True), "along": _walk(dc_last, steps, True, False),
             "gates": _walk(dc_last, steps, False, True)}
    found["gates"][:, :, -1] = 0
    found["mixed"] = found["all"] - found["along"] - found["gates"]
    return found


def _walk(dc_last, steps, along, gates):
    """Go back with one or both of the two ways open."""
    da, dc = np.zeros(dc_last.shape), dc_last  # (n_a, m)
    found = np.zeros((*dc_last.shape, len(steps)))  # (n_a, m, T_x)
    for t in reversed(range(len(steps))):
        cache = steps[t]
        found[:, :, t] = dc + da * cache.gamma_o * (1 - np.tanh(cache.c_next) ** 2)  # both ways meet in c^⟨t⟩
        step = lstm_cell_backward(da, dc, cache)
        da = step["da_prev"] if gates else np.zeros(dc_last.shape)
        dc = step["dc_prev"] if along else np.zeros(dc_last.shape)
    return found


@shapes.checked(dc_last="n_a m", gamma_f="n_a m T_x")
def along_memory(dc_last, gamma_f):
    """Return what comes back to each memory along the memory alone, equation (4).

    Parameters
    ----------
    dc_last : array (n_a, m)
        ∂J/∂c^⟨T_x⟩
    gamma_f : array (n_a, m, T_x)
        the forget gates of all steps

    Returns
    -------
    array (n_a, m, T_x): dc_last at the last step; what `ways_to_memory` finds along the memory
    """
    dc = np.zeros(gamma_f.shape)  # (n_a, m, T_x)
    dc[:, :, -1] = dc_last
    for t in reversed(range(gamma_f.shape[2] - 1)):
        dc[:, :, t] = dc[:, :, t + 1] * gamma_f[:, :, t + 1]
    return dc


ONE = CACHE._replace(xt="n_x 1", **dict.fromkeys(CACHE._fields[:8], "n_a 1"))  # the cache of a step of one example


@shapes.checked(before=ONE, now=ONE)
def step_of_memory(before, now):
    """Return ∂c^⟨t⟩/∂c^⟨t−1⟩ = A + B in its two parts, of one example.

    A = diag(Γ_f) is the way along the memory, B the way through a^⟨t−1⟩ into Γ_f, Γ_u and c̃ of step t. What a^⟨t−1⟩
    does through Γ_o to a^⟨t⟩ is in neither: it reaches c a step later.

    Parameters
    ----------
    before, now : LSTMCellCache
        what lstm_cell_forward returned at steps t − 1 and t, with m = 1

    Returns
    -------
    A, B : arrays (n_a, n_a)
        row i is of c_i^⟨t⟩, column j of c_j^⟨t−1⟩
    """
    gamma_f, gamma_u, c_tilde, c_prev = now.gamma_f, now.gamma_u, now.c_tilde, now.c_prev  # (n_a, 1)
    n_a = len(c_prev)
    Wf, Wu, Wc = (now.parameters[key][:, :n_a] for key in ("Wf", "Wu", "Wc"))  # (n_a, n_a): the columns of a

    A = np.diag(gamma_f[:, 0])  # (n_a, n_a)
    Df = c_prev * gamma_f * (1 - gamma_f)  # (n_a, 1): a diagonal as a column
    Du = c_tilde * gamma_u * (1 - gamma_u)
    Dc = gamma_u * (1 - c_tilde**2)
    slope = before.gamma_o * (1 - np.tanh(c_prev)**2)  # (n_a, 1): ∂a^⟨t−1⟩/∂c^⟨t−1⟩
    B = (Df * Wf + Du * Wu + Dc * Wc) * slope.T  # (n_a, n_a)
    return A, B


def after(t, x, dc_last, parameters, caches):
    """Return J = Σ dc_last ∗ c^⟨T_x⟩ of an LSTM as a function of its memory after step t.

    Parameters
    ----------
    t : int
    x : array (n_x, m, T_x)
    dc_last : array (n_a, m)
    parameters : dict
    caches : tuple
        what lstm_forward returned for x

    Returns
    -------
    function: array (n_a, m) → float
    """
    def J(c):
        a = caches[0][t].gamma_o * np.tanh(c)  # (n_a, m): what is shown is made of the memory
        for later in range(t + 1, x.shape[2]):
            a, c, _, _ = lstm_cell_forward(x[:, :, later], a, c, parameters)
        return np.sum(dc_last * c)

    return J


def _checked(function):
    @functools.wraps(function)
    def checked_function(steps, share):
        shapes.integer("steps", steps)
        if isinstance(share, bool) or not isinstance(share, (float, np.floating)) or not 0 < share < 1:
            raise ValueError(f"share is {share!r}, expected a float between 0 and 1")
        return function(steps, share)

    return checked_function


@_checked
def forget_bias_for(steps, share):
    """Return the forget bias with which `share` of a memory is left after `steps` steps, equation (3).

    Parameters
    ----------
    steps : int
        at least 1
    share : float
        between 0 and 1

    Returns
    -------
    float
    """
    gamma_f = share ** (1 / steps)  # what stays in each step
    return np.log(gamma_f / (1 - gamma_f))
