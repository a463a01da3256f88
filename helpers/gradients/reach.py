"""How much of the error's gradient comes back to earlier states: one forward and one backward pass, for any network.

    (1)  share k steps back = ‖∂J/∂s^⟨T_x−k⟩‖ / ‖∂J/∂s^⟨T_x⟩‖

s is everything that a step hands to the next: a in the simple RNN and the GRU, a on top of c in the LSTM.
"""
import numpy as np

from helpers.gradients import jacobians, spectra
from helpers.networks import initial_rnn, losses, rnn_forward
from helpers.tasks import sentences


def shares(parameters, forward, x, y):
    """Return equation (1) for k = 0 … T_x − 1, over all units and examples, from a state of zeros.

    Parameters
    ----------
    parameters : dict
        of a simple RNN, a GRU or an LSTM
    forward : function
        rnn_forward, gru_forward or lstm_forward
    x : array (n_x, m, T_x)
    y : array (n_y, m, T_x)
        one-hot targets; J is the mean cross-entropy

    Returns
    -------
    array (T_x,): 1 first
    """
    da, caches = backward_start(x, y, parameters, forward)
    ds = jacobians.states_backward(da, caches)  # (S, m, T_x + 1): entry t + 1 after step t
    norms = spectra.lengths(ds.reshape(-1, ds.shape[2]))[:0:-1]  # (T_x,), the last step first
    return norms / norms[0]


def backward_start(x, y, parameters, forward=rnn_forward):
    """Return what a way back starts with: da (n_a, m, T_x), through ŷ alone, and the caches of the way forward."""
    output = "Wya" if "Wya" in parameters else "Wy"
    a0 = np.zeros((parameters[output].shape[1], x.shape[1]))  # (n_a, m)
    a, y_pred, *_, caches = forward(x, a0, parameters)
    da, _, _ = losses.output_backward(losses.softmax_cross_entropy_backward(y_pred, y), a, parameters[output])
    return da, caches


def untrained_rnn(seed, words, rho, n_a=24, m=64):
    """Return sentences of tasks.remember_number and a simple RNN's first values to measure on them.

    Parameters
    ----------
    seed : int
        chooses the sentences and the weights
    words : int
        how many stand between the subject and the verb
    rho : float
        the spectral radius of W_aa, which is Gaussian
    n_a, m : int
        units, sentences

    Returns
    -------
    x : array (n_x, m, words + 2)
    y : array (2, m, words + 2)
    parameters : dict
    """
    x, y, _ = sentences.remember_number(np.random.default_rng([seed, 2]), m, words)
    first = initial_rnn(np.random.default_rng([seed, 1]), len(x), n_a, len(y))
    return x, y, first | {"Waa": spectra.scaled(first["Waa"], rho)}


def after(t, x, da, parameters):
    """Return J of a simple RNN as a function of its state after step t: what da says of it and of all later states.

    Parameters
    ----------
    t : int
    x : array (n_x, m, T_x)
    da : array (n_a, m, T_x)
        J = Σ da ∗ a, so that da is for each step what comes through ŷ^⟨t⟩ alone
    parameters : dict

    Returns
    -------
    function: array (n_a, m) → float
    """
    def J(state):
        later = np.zeros((*state.shape, 0))  # after the last step nothing comes
        if t + 1 < x.shape[2]:
            later = rnn_forward(x[:, :, t + 1:], state, parameters)[0]
        return np.sum(da[:, :, t] * state) + np.sum(da[:, :, t + 1:] * later)

    return J
