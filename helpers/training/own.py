"""Train a cell of the reader's own beside RNN, GRU and LSTM.

    cell_parameters(rng, n_x, n_a)                  → a dictionary of arrays
    cell_forward(xt, a_prev, c_prev, parameters)    → a_next, c_next, cache         one state or several, as its arguments say
    cell_backward(da_next, dc_next, cache)          → a dictionary: dxt, da_prev, dc_prev, and "d" + key for each parameter

The first state is what the rest of the network sees: an output layer W_y, b_y reads it, the same for every cell.
"""
from typing import NamedTuple

import numpy as np

from helpers.fast import models as fast
from helpers.networks import peephole
from helpers.networks.parameters import initial_gru, initial_lstm, initial_rnn
from helpers.tasks import parity, sentences
from helpers.training import loop as training
from helpers.training.alone import run, run_back, states_of
from helpers.training.optimizers import Adam, falling


class Cell(NamedTuple):
    """A cell: its way forward, its way back, how its first values are drawn, and what `checks.own` said of it."""
    forward: object
    backward: object
    parameters: object
    verdict: object = None


PEEPHOLE = Cell(peephole.cell_forward, peephole.cell_backward, peephole.cell_parameters)  # the course's own


def objective(cell):
    """Return a function (parameters, x, y) → (J, gradients): the cell, an output layer W_y, b_y, the mean cross-entropy."""
    names = states_of(cell.forward)

    def loss_and_gradients(parameters, x, y):
        Wy, n_a, m = parameters["Wy"], parameters["Wy"].shape[1], x.shape[1]
        zeros = [np.zeros((n_a, m)) for _ in names]
        steps, caches = run(cell.forward, x, zeros, parameters)
        a = np.stack([states[0] for states in steps])  # (T_x, n_a, m)
        J, dzy = fast.cross_entropy(Wy @ a + parameters["by"], y.transpose(2, 0, 1))  # (T_x, n_y, m)
        da = Wy.T @ dzy  # (T_x, n_a, m)
        nothing = [np.zeros((n_a, m)) for _ in names[1:]]
        *_, found = run_back(cell.backward, [[da_t, *nothing] for da_t in da], caches, names)
        found |= {"dWy": np.tensordot(dzy, a, ([0, 2], [0, 2])), "dby": dzy.sum(axis=(0, 2))[:, np.newaxis]}
        return J, {"d" + key: found["d" + key] for key in parameters}

    return loss_and_gradients


def first_values(cell, rng, n_x, n_a, n_y):
    """Return the cell's first values and those of its output layer."""
    if not callable(cell.parameters):
        raise TypeError(f"cell.parameters is of type {type(cell.parameters).__name__}, expected a function (rng, n_x, n_a) → "
                        "dict: only that can draw first values for any size")
    return cell.parameters(rng, n_x, n_a) | {"Wy": rng.standard_normal((n_y, n_a)) / np.sqrt(n_a), "by": np.zeros((n_y, 1))}


def width(initial, n_x, n_y, most):
    """Return the largest n_a with which a network has at most `most` numbers to learn, and how many those are."""
    n_a, count = 0, 0
    while (larger := size(initial, n_x, n_a + 1, n_y)) <= most:
        n_a, count = n_a + 1, larger
        if n_a > most:
            raise ValueError("the number of parameters doesn't grow with n_a")
    if not n_a:
        raise ValueError(f"with one unit there are {larger} parameters, expected at most {most}")
    return n_a, count


def size(initial, n_x, n_a, n_y):
    """Return how many numbers a network learns."""
    return sum(value.size for value in initial(np.random.default_rng(0), n_x, n_a, n_y).values())


class Task(NamedTuple):
    """What the four networks are tried on, with how much, and from which starts.

    The course's networks begin, on each task, where they do well on it; a cell of one's own has one start for both.
    """
    draw: object  # (rng, m) → x, y, …
    n_x: int
    T_x: int
    most: int  # numbers to learn, at most
    m: int  # sequences a step
    steps: int
    rate: float  # Adam's, falling to 0 in a straight line
    networks: dict  # name → (which, how its first values are drawn)


YOURS = "yours"
HOLDING = {"RNN": ("rnn", initial_rnn), "GRU": ("gru", lambda *sizes: initial_gru(*sizes, update_bias=-3.0)),
           "LSTM": ("lstm", lambda *sizes: initial_lstm(*sizes, forget_bias=3.0))}
USUAL = {"RNN": ("rnn", initial_rnn), "GRU": ("gru", initial_gru), "LSTM": ("lstm", initial_lstm)}
TASKS = {
    "a number over 25 words": Task(lambda rng, m: sentences.remember_number(rng, m, 25), 48, 27, 2000, 16, 300, 0.008, HOLDING),
    "parity of 20 bits": Task(lambda rng, m: parity.parity(rng, m, 20), 2, 20, 1000, 32, 300, 0.01, USUAL),
}


class Standing(NamedTuple):
    """How one network did on one task."""
    n_a: int
    parameters: int
    right: list  # one a seed: the share of fresh targets that it got right
    losses: list  # one list a seed


def contest(cell, task, seeds=(0, 1, 2, 3, 4)):
    """Train RNN, GRU, LSTM and the cell on a task, each with as many units as its parameters allow.

    Parameters
    ----------
    cell : Cell
    task : Task
    seeds : iterable of int
        a run each, for every network; of one seed all see the same sequences

    Returns
    -------
    dict: name → Standing
    """
    entrants, found = {}, {}
    for name in [*task.networks, YOURS]:
        kind, initial = task.networks.get(name, (None, lambda *sizes: first_values(cell, *sizes)))
        n_a, count = width(initial, task.n_x, 2, task.most)
        learn = objective(cell) if kind is None else fast.objective(kind, task.n_x, n_a, 2, task.m, task.T_x)
        entrants[name], found[name] = (kind, initial, learn), Standing(n_a, count, [], [])
    for seed in seeds:
        rng = np.random.default_rng([seed, 2])
        batches = [task.draw(rng, task.m)[:2] for _ in range(task.steps)]  # drawn once for all four
        x, y, *_ = task.draw(np.random.default_rng([seed, 3]), 500)
        for name, (kind, initial, learn) in entrants.items():
            n_a, first = found[name].n_a, initial(np.random.default_rng([seed, 1]), task.n_x, found[name].n_a, 2)
            optimizer = Adam(falling(task.rate, task.steps))
            record = training.train(learn, first, batches, task.steps, optimizer, progress=False)
            found[name].losses.append(record.losses)
            found[name].right.append(_right(cell, kind, record.parameters, n_a, x, y))
    return found


def learned_at(losses, below, over=20):
    """Return the first training step at which the mean of the last `over` losses lies below `below`; NaN if it never does.

    Parameters
    ----------
    losses : list of float, one a step
    below : float
    over : int
    """
    means = np.convolve(losses, np.ones(over) / over, mode="valid")
    low = np.flatnonzero(means < below) if len(losses) >= over else np.array([])
    return float(low[0] + over) if low.size else np.nan


def _right(cell, kind, parameters, n_a, x, y):
    """Return the share of targets whose likeliest class is the right one."""
    if kind is None:
        start = [np.zeros((n_a, x.shape[1])) for _ in states_of(cell.forward)]
        a = np.stack([states[0] for states in run(cell.forward, x, start, parameters)[0]], axis=2)  # (n_a, m, T_x)
    else:
        a = fast.NETWORKS[kind](x.shape[0], n_a, x.shape[1], x.shape[2]).forward(parameters, x)  # (n_a, m, T_x)
    zy = np.einsum("ya,amt->ymt", parameters["Wya" if kind == "rnn" else "Wy"], a) + parameters["by"][:, :, np.newaxis]
    return float(np.mean((zy.argmax(axis=0) == y.argmax(axis=0))[y.sum(axis=0) > 0]))
