"""How one state of a network depends on an earlier one: Jacobians of many steps, their singular values, their bounds.

    (1)  ∂s^⟨T⟩/∂s^⟨t⟩ = ∂s^⟨T⟩/∂s^⟨T−1⟩ · … · ∂s^⟨t+1⟩/∂s^⟨t⟩           a product of T − t matrices (S, S)
    (2)  ‖∂s^⟨T⟩/∂s^⟨t⟩‖ ≤ ‖∂s^⟨T⟩/∂s^⟨T−1⟩‖ · … · ‖∂s^⟨t+1⟩/∂s^⟨t⟩‖     the norm of a product, the product of norms
    (3)  ‖∂a^⟨t⟩/∂a^⟨t−1⟩‖ ≤ σ_max(W_aa) · max f′                          simple RNN: one step, whatever it reads

s is everything that a step hands to the next: a (S = n_a) in the simple RNN and the GRU, a on top of c (S = 2 n_a) in
the LSTM. All is measured through the models' own backward passes. ‖·‖ of a matrix is its largest singular value.

If σ_max · max f′ < 1, (2) and (3) make the gradient vanish; for it to explode, σ_max · max f′ > 1 is needed, and isn't
enough. Source: R. Pascanu, T. Mikolov, Y. Bengio, On the difficulty of training recurrent neural networks, ICML 2013,
section 2; the argument is first in Y. Bengio, P. Simard, P. Frasconi, Learning long-term dependencies with gradient
descent is difficult, IEEE Transactions on Neural Networks 5 (1994).
"""
import numpy as np

from helpers.networks import shapes
from helpers.networks.gru import GRUCellCache, gru_cell_backward
from helpers.networks.lstm import LSTMCellCache, lstm_cell_backward
from helpers.networks.rnn import RNNCellCache, rnn_cell_backward


def step_back(ds, cache):
    """Return ∂J/∂s^⟨t−1⟩ from ∂J/∂s^⟨t⟩, by the backward pass of the cell that wrote `cache`.

    Parameters
    ----------
    ds : array (S, m)
    cache : RNNCellCache, GRUCellCache or LSTMCellCache

    Returns
    -------
    array (S, m)
    """
    if isinstance(cache, LSTMCellCache):
        da, dc = np.split(ds, 2)  # (n_a, m) each
        step = lstm_cell_backward(da, dc, cache)
        return np.concatenate([step["da_prev"], step["dc_prev"]])  # (2 n_a, m)
    if isinstance(cache, GRUCellCache):
        return gru_cell_backward(ds, cache)["da_prev"]  # (n_a, m)
    if isinstance(cache, RNNCellCache):
        return rnn_cell_backward(ds, cache)["da_prev"]  # (n_a, m)
    raise TypeError(f"cache is of type {type(cache).__name__}, expected the cache of an RNN, a GRU or an LSTM cell")


@shapes.checked(da="n_a m T_x")
def states_backward(da, caches):
    """Return ∂J/∂s^⟨t⟩ for every state: the one before the first step, and the one after each step.

    Parameters
    ----------
    da : array (n_a, m, T_x)
        for each step the part of ∂J/∂a^⟨t⟩ that comes through ŷ^⟨t⟩ alone, as for rnn_backward
    caches : tuple
        what rnn_forward, lstm_forward or gru_forward returned

    Returns
    -------
    array (S, m, T_x + 1): in the LSTM the first n_a rows are ∂J/∂a, the others ∂J/∂c as it comes from later steps alone
    """
    steps = caches[0]
    through_y = np.zeros((_size_of_state(steps[0]), *da.shape[1:]))  # (S, m, T_x)
    through_y[:len(da)] = da
    ds = np.zeros((*through_y.shape[:2], da.shape[2] + 1))  # (S, m, T_x + 1)
    for t in reversed(range(da.shape[2])):
        ds[:, :, t + 1] += through_y[:, :, t]
        ds[:, :, t] = step_back(ds[:, :, t + 1], steps[t])
    return ds


def products(caches, example=0):
    """Return the Jacobian of the last state with respect to every earlier one, equation (1), for one example.

    Parameters
    ----------
    caches : tuple
        what rnn_forward, lstm_forward or gru_forward returned
    example : int
        which of the m

    Returns
    -------
    array (T_x + 1, S, S): entry k is ∂s^⟨T⟩/∂s^⟨T−k⟩; entry 0 is the identity

    Notes
    -----
    Column i of ds starts as ∂s_i/∂s^⟨T⟩. One backward pass takes all S rows of the Jacobian back side by side.
    """
    steps = caches[0]
    S = _size_of_state(steps[0])
    ds = np.eye(S)  # (S, S): a column for each number of the last state
    found = [ds.T]
    for cache in reversed(steps):
        ds = step_back(ds, _copies(cache, example, S))
        found.append(ds.T)
    return np.stack(found)  # (T_x + 1, S, S)


def of_each_step(caches, example=0):
    """Return ∂s^⟨t⟩/∂s^⟨t−1⟩ of each step t for one example: an array (T_x, S, S), the first step first."""
    S = _size_of_state(caches[0][0])
    return np.stack([step_back(np.eye(S), _copies(cache, example, S)).T for cache in caches[0]])


def singular_values(jacobians):
    """Return the singular values of each Jacobian, the largest first.

    Parameters
    ----------
    jacobians : array (number, S, S)

    Returns
    -------
    array (number, S): NaN where a Jacobian holds an infinity

    Notes
    -----
    Rounding adds about 1e-16 of the largest to each: a smaller one isn't known.
    """
    finite = np.all(np.isfinite(jacobians), axis=(1, 2))  # (number,)
    values = np.full(jacobians.shape[:2], np.nan)  # (number, S)
    values[finite] = np.linalg.svd(jacobians[finite], compute_uv=False)
    return values


@shapes.checked(Waa="n_a n_a")
def bound(Waa, steps, slope=1.0):
    """Return the bound of Pascanu, Mikolov and Bengio on ‖∂a^⟨T⟩/∂a^⟨T−k⟩‖: (σ_max(W_aa) · slope)^k for k = 0 … steps.

    Parameters
    ----------
    Waa : array (n_a, n_a)
    steps : int
    slope : float
        the largest that f′ can be: 1 for tanh, ReLU and linear, 1/4 for sigmoid

    Returns
    -------
    array (steps + 1,): infinity where the bound is larger than the largest number
    """
    shapes.integer("steps", steps, least=0)
    with np.errstate(over="ignore"):
        return (np.linalg.norm(Waa, 2) * slope) ** np.arange(steps + 1)


def tighter_bound(caches, example=0):
    """Return equation (2) for k = 0 … T_x: the product of the norms of the last k steps' own Jacobians.

    Parameters and conventions are those of `products`; an array (T_x + 1,).
    """
    norms = singular_values(of_each_step(caches, example))[::-1, 0]  # (T_x,), the last step first
    with np.errstate(over="ignore"):
        return np.concatenate([[1.0], np.cumprod(norms)])  # (T_x + 1,)


def _size_of_state(cache):
    """Return S, the number of numbers that a step hands to the next."""
    return len(cache.a_prev) * (2 if isinstance(cache, LSTMCellCache) else 1)


def _copies(cache, example, S):
    """Return a cache that holds one example S times side by side."""
    return type(cache)(*(np.repeat(entry[:, [example]], S, axis=1) if isinstance(entry, np.ndarray) else entry
                         for entry in cache))
