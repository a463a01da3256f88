"""What does a trained network do? Its states, word by word, with some of its units changed; and what can be read off them.

    run(cell_forward, parameters, x)                    all states, gates and predictions of an ordinary run
    run(…, factor=f, places=…)                          the memory of unit i is multiplied by f[i] (0 silences it, −1 negates
                                                        it) after each word, or after the words in `places` only
    run(…, instead=v)                                   the memory of unit i is v[i, t] after word t, where that is a number
    silenced(x, parameters, unit, value)                the same for one unit of an LSTM, as plain as can be: page 13's exercise

The memory is c of an LSTM, and a of a simple RNN or a GRU. Where an LSTM's c is changed, a is taken anew from it.
"""
from typing import NamedTuple

import numpy as np

from helpers import tasks
from helpers.networks import shapes
from helpers.networks.activations import softmax
from helpers.networks.lstm import lstm_cell_forward
from helpers.networks.parameters import LSTM
from helpers.training import loop


class Run(NamedTuple):
    """What a network went through."""
    a: np.ndarray  # (n_a, m, T_x)
    c: np.ndarray  # (n_a, m, T_x): the memory; in a simple RNN or a GRU it is a
    y_pred: np.ndarray  # (n_y, m, T_x)
    gates: dict  # of an LSTM or a GRU: "gamma_f" and so on, (n_a, m, T_x) each


def run(cell_forward, parameters, x, factor=None, places=None, instead=None):
    """Run a network, with the memory of its units multiplied by `factor` (n_a,) after the words in `places`.

    Parameters
    ----------
    cell_forward : function
        lstm_cell_forward, gru_cell_forward or rnn_cell_forward
    parameters : dict
    x : array (n_x, m, T_x)
    factor : array (n_a,), optional
    places : collection of int, optional
        counted from 0; all, if not given
    instead : array (n_a, T_x), optional
        what the memory is set to, of each unit after each word; np.nan leaves it as it is

    Returns
    -------
    Run
    """
    Wy, by = parameters[loop.output_key(parameters)], parameters["by"]
    states = [loop.zero_state(parameters, x)] * (2 if "Wf" in parameters else 1)  # (n_a, m) each
    a, c, y_pred, gates = [], [], [], {}
    for t in range(x.shape[2]):
        *states, yt_pred, cache = cell_forward(x[:, :, t], *states, parameters)
        changed = states[-1]  # (n_a, m)
        if factor is not None and (places is None or t in places):
            changed = changed * np.reshape(factor, (-1, 1))
        if instead is not None:
            changed = np.where(np.isnan(instead[:, [t]]), changed, instead[:, [t]])
        if changed is not states[-1]:
            states[-1] = changed
            if len(states) == 2:
                states[0] = cache.gamma_o * np.tanh(states[1])  # (n_a, m)
            yt_pred = softmax(Wy @ states[0] + by)  # (n_y, m)
        a.append(states[0])
        c.append(states[-1])
        y_pred.append(yt_pred)
        for name in ("gamma_f", "gamma_u", "gamma_o", "gamma_r", "c_tilde"):
            if hasattr(cache, name):
                gates.setdefault(name, []).append(getattr(cache, name))
    return Run(*(np.stack(steps, axis=2) for steps in (a, c, y_pred)),
               {name: np.stack(steps, axis=2) for name, steps in gates.items()})


@shapes.checked(x="n_x m T_x", parameters=LSTM, value="T_x")
def silenced(x, parameters, unit, value):
    """Run an LSTM from zeros with c of one unit set to a value of one's own after every word: an ablation.

    Parameters
    ----------
    x : array (n_x, m, T_x)
    parameters : dict
        of an LSTM
    unit : int
        counted from 0
    value : array (T_x,)
        c of that unit after each word, the same in all m examples: zeros, or its mean

    Returns
    -------
    y_pred : array (n_y, m, T_x)
    """
    Wy, by = parameters["Wy"], parameters["by"]
    n_y, n_a = Wy.shape
    _, m, T_x = x.shape
    y_pred = np.zeros((n_y, m, T_x))
    a_next = np.zeros((n_a, m))
    c_next = np.zeros((n_a, m))
    for t in range(T_x):
        a_next, c_next, yt_pred, cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)
        c_next[unit] = value[t]  # in all m examples
        a_next = cache.gamma_o * np.tanh(c_next)  # (n_a, m)  the cell's own a was made of the c that was there before
        yt_pred = softmax(Wy @ a_next + by)  # (n_y, m)
        y_pred[:, :, t] = yt_pred
    return y_pred


def plural(cell_forward, parameters, x, factor=None, places=None, instead=None):
    """Return the share of the plural among the verbs, as predicted after the last word: (m,), each from 0 to 1."""
    return tasks.plural_share(run(cell_forward, parameters, x, factor, places, instead).y_pred[:, :, -1])


def agreement(cell_forward, parameters, x, numbers, factor=None, places=None, instead=None):
    """Return for how many sentences the likelier verb has the subject's number, as a share.

    Parameters
    ----------
    x, numbers : arrays (n_x, m, T_x) and (m,)
        as tasks.before_the_verb gives them
    factor, places, instead : as for `run`
    """
    return float(np.mean((plural(cell_forward, parameters, x, factor, places, instead) > 0.5) == (numbers == 1)))


def only(unit, values):
    """Return what `run` takes as `instead`: values (n_a, T_x) for one unit, np.nan for the others."""
    instead = np.full(np.shape(values), np.nan)
    instead[unit] = values[unit]
    return instead


def without_each(cell_forward, parameters, x, numbers, means=None):
    """Return the agreement with each unit taken out in turn, an array (n_a,): its memory is 0, or `means` (n_a, T_x)."""
    n_a = parameters[loop.output_key(parameters)].shape[1]
    values = np.zeros((n_a, x.shape[2])) if means is None else means
    return np.array([agreement(cell_forward, parameters, x, numbers, instead=only(unit, values)) for unit in range(n_a)])


def read_out(states, numbers):
    """Fit a straight-line guess of the number from the states of all units, by least squares.

    Parameters
    ----------
    states : array (n_a, m)
    numbers : array (m,)
        0 or 1

    Returns
    -------
    weights : array (n_a,)
    bias : float
        plural is guessed where weights @ states + bias > 0
    """
    n_a, m = states.shape
    with_one = np.vstack([states, np.ones(m)])  # (n_a + 1, m)
    ridge = 1e-3 * m * np.diag([*np.ones(n_a), 0.0])  # keeps weights small where units say the same
    solution = np.linalg.solve(with_one @ with_one.T + ridge, with_one @ (2.0 * numbers - 1))  # (n_a + 1,)
    return solution[:-1], float(solution[-1])
