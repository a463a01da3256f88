"""Train minimal GRUs beside RNN, GRU and LSTM on the tasks of page 22: parity, adding, agreement.

A run gives what the page shows: for parity how often the answer is right at each of 400 bits after training on 40, for
adding the squared error, for agreement the share of verbs with the right number by attractors. Adam, the gradients' norm
clipped at 1, float32.
"""
from typing import NamedTuple

import numpy as np

from helpers.fast import mingru, models
from helpers.networks.activations import sigmoid
from helpers.networks.layer import layer_backward, layer_forward
from helpers.networks.parameters import initial_gru, initial_lstm, initial_rnn
from helpers.tasks import memory, parity, sentences
from helpers.training.loop import train
from helpers.training.optimizers import Adam, falling


class Run(NamedTuple):
    """What one training leaves."""
    parameters: int  # how many numbers it learned
    right: np.ndarray  # by bit, by attractors, or one squared error
    solved_at: int | None  # the first step at which the mean of some losses was low


def minimal(layers=1, beta=1.0, gate="sigmoid", update_bias=0.0):
    """Return (network, how its first values are drawn)."""
    return (mingru.MinGRU(layers, beta, gate, np.float32),
            lambda rng, n_x, n_a, n_y: mingru.initial(rng, n_x, n_a, n_y, layers, update_bias))


PARITY = {
    "RNN": ("rnn", initial_rnn), "GRU": ("gru", initial_gru), "LSTM": ("lstm", initial_lstm),
    "minGRU, 1 layer": minimal(), "minGRU, 2 layers": minimal(2), "minGRU, 3 layers": minimal(3),
    "decay in (−1, 1)": minimal(beta=2.0),
    "decay reaches −1 and 1": minimal(beta=2.0, gate="clipped"),
}
ADDING = {
    "GRU": ("gru", initial_gru), "LSTM, forget bias 3": ("lstm", lambda *sizes: initial_lstm(*sizes, forget_bias=3.0)),
    "minGRU, update bias 0": minimal(), "minGRU, update bias −3": minimal(update_bias=-3.0),
}
ATTRACTORS = (0, 1, 2, 3, 4, 6)
BIASES = {f"{kind}, bias {f'{bias:.0f}'.replace('-', '−')}": (kind, bias)
          for kind, biases in (("minGRU", (0.0, -2.0, -3.0, -5.0)), ("LSTM", (0.0, 1.0, 3.0, 5.0))) for bias in biases}
AGREEMENT = {"minGRU, 1 layer": (*minimal(), 55), "minGRU, 2 layers": (*minimal(2), 36), "LSTM": ("lstm", initial_lstm, 24)}


def solved(losses, below, steps=50):
    """Return the first step at which the mean of the last `steps` losses is below a level, or None."""
    means = np.convolve(losses, np.ones(steps) / steps, mode="valid")
    reached = np.flatnonzero(means < below)
    return int(reached[0]) + steps if len(reached) else None


def states(network, parameters, x):
    """Return all states (n_a, m, T_x)."""
    if isinstance(network, mingru.MinGRU):
        return network.forward(parameters, x).transpose(1, 2, 0)
    n_a = parameters["Wya" if network == "rnn" else "Wy"].shape[1]
    return models.NETWORKS[network](x.shape[0], n_a, x.shape[1], x.shape[2]).forward(parameters, x)


def scores(network, parameters, x, at_once=100):
    """Return z_y (n_y, m, T_x), from so many sequences at once that a step's numbers stay near the processor."""
    Wy = parameters["Wya" if network == "rnn" else "Wy"]
    pieces = (x[:, first:first + at_once] for first in range(0, x.shape[1], at_once))
    zy = [np.einsum("ya,amt->ymt", Wy, states(network, parameters, piece)) for piece in pieces]
    return np.concatenate(zy, axis=1) + parameters["by"][:, :, np.newaxis]


def parity_run(name, seed, steps=1000, n_a=32, m=64, T_x=40, longest=400, every_bit=True):
    """Train a network of PARITY on parity of T_x bits and measure it at each bit up to `longest`.

    Parameters
    ----------
    name : key of PARITY
    seed, steps, n_a, m, T_x, longest : int
    every_bit : bool
        whether training asks after every bit, or once, after a number of bits that each batch draws from 1 to T_x

    Returns
    -------
    Run
        .right is an array (longest,), over 500 fresh sequences
    """
    network, initial = PARITY[name]
    objective = _objective(network, 2, n_a, 2, m, T_x)
    rng, first = np.random.default_rng(seed), initial(np.random.default_rng([seed, 1]), 2, n_a, 2)
    drawn = (parity.parity(rng, m, T_x) for _ in range(steps))
    batches = drawn if every_bit else ((x, y * (np.arange(T_x) == rng.integers(T_x))) for x, y in drawn)
    record = train(objective, first, batches, steps, Adam(falling(0.005, steps)), progress=False)
    x, y = parity.parity(np.random.default_rng([seed, 2]), 500, longest)
    right = np.mean(scores(network, record.parameters, x).argmax(axis=0) == y.argmax(axis=0), axis=0)  # (longest,)
    return Run(_count(first), right, solved(record.losses, 0.05, 20))


def adding_run(name, seed, steps=1500, n_a=24, m=32, T_x=60):
    """Train a network of ADDING on page 16's adding problem; .right is its squared error on 1000 fresh sequences."""
    network, initial = ADDING[name]
    objective = (mingru.last_value(network) if isinstance(network, mingru.MinGRU)
                 else memory.last_value(models.NETWORKS[network](2, n_a, m, T_x, np.float32)))
    rng, first = np.random.default_rng(seed), initial(np.random.default_rng([seed, 1]), 2, n_a, 1)
    batches = (memory.adding(rng, m, T_x) for _ in range(steps))
    record = train(objective, first, batches, steps, Adam(0.005), progress=False)
    x, y = memory.adding(np.random.default_rng([seed, 2]), 1000, T_x)
    error = np.mean((scores(network, record.parameters, x)[:, :, -1] - y) ** 2)
    return Run(_count(first), np.array([error]), solved(record.losses, 0.01))


def agreement_run(name, seed, steps=1500, m=32, T_x=40):
    """Train a network of AGREEMENT on page 13's streams; .right is by ATTRACTORS, over 300 verbs each."""
    network, initial, n_a = AGREEMENT[name]
    objective = _objective(network, 48, n_a, 48, m, T_x)
    rng, first = np.random.default_rng(seed), initial(np.random.default_rng([seed, 1]), 48, n_a, 48)
    batches = (sentences.stream(rng, m, T_x) for _ in range(steps))
    record = train(objective, first, batches, steps, Adam(falling(0.01, steps)), progress=False)
    right = []
    for attractors in ATTRACTORS:
        x, numbers, _ = sentences.before_the_verb(np.random.default_rng([seed, 2]), 300, attractors)
        zy = scores(network, record.parameters, x)[:, :, -1]  # (48, 300)
        plural = sentences.plural_share(np.exp(zy - zy.max(axis=0))) > 0.5
        right.append(np.mean(plural == numbers))
    return Run(_count(first), np.array(right), None)


def gradient_through_time(name, seed, n_a=32, n_x=32, T_x=60):
    """Return the largest gain that a gradient can meet from the last step back to the first, before training.

    The states' Jacobian over T_x − 1 steps of Gaussian inputs. That of a minimal GRU is diagonal: its largest entry. That of an
    LSTM takes (a, c) to (a, c): its largest singular value.

    Parameters
    ----------
    name : key of BIASES
    seed, n_a, n_x, T_x : int

    Returns
    -------
    float
    """
    kind, bias = BIASES[name]
    rng = np.random.default_rng([seed, 1])
    x = rng.standard_normal((n_x, 1, T_x - 1))
    if kind == "minGRU":
        first = mingru.initial(rng, n_x, n_a, 1, update_bias=bias)
        z = np.einsum("ax,xmt->amt", first["Wu"], x) + first["bu"][:, :, np.newaxis]  # (n_a, 1, T_x − 1)
        return float(np.max(np.prod(1 - sigmoid(z), axis=2)))
    first = initial_lstm(rng, n_x, n_a, 1, forget_bias=bias)
    W, b = (np.concatenate([first[kind + gate] for gate in "fuoc"]) for kind in "Wb")
    zero, one = np.zeros((n_a, 2 * n_a)), np.eye(2 * n_a)  # an example for each way into the last states
    a, _, cache = layer_forward(np.repeat(x, 2 * n_a, axis=1), zero, zero, W, b)
    da = np.zeros(a.shape)
    da[:, :, -1] = one[:n_a]
    back = layer_backward(da, cache, one[n_a:])
    return float(np.linalg.norm(np.concatenate([back["da0"], back["dc0"]]), 2))


def _objective(network, n_x, n_a, n_y, m, T_x):
    if isinstance(network, mingru.MinGRU):
        return mingru.objective(network)
    return models.objective(network, n_x, n_a, n_y, m, T_x, np.float32)


def _count(parameters):
    return sum(value.size for value in parameters.values())
