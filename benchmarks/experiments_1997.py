"""The experiments of page 16 over several seeds: who learns the tasks of 1997, and what a forget gate is good for.

    python -m benchmarks.experiments_1997     writes data/experiments_1997.csv (about six minutes)

Each run draws fresh sequences for every step, and stops when its last 50 losses say that the task is learnt, or at the
last step. What counts is measured afterwards on sequences that nobody trained on.
"""
import functools
import sys
import time

from helpers import fast, gradients, print_everywhere, training
from helpers.gradients import spectra
from helpers.networks.parameters import initial_gru, initial_lstm, initial_rnn
from helpers.tasks import datafiles, memory

import numpy as np  # isort: skip (after helpers, which sets one thread)

FILE = "experiments_1997.csv"
SEEDS = range(10)


def orthogonal_rnn(rng, n_x, n_a, n_y):
    """Return first values of a simple RNN whose Waa is orthogonal."""
    return initial_rnn(rng, n_x, n_a, n_y) | {"Waa": spectra.orthogonal(rng, n_a)}


NETWORKS = {  # name → network, and how its first values are drawn: two starts each
    "RNN, Gaussian": ("rnn", initial_rnn),
    "RNN, orthogonal": ("rnn", orthogonal_rnn),
    "GRU, update bias 0": ("gru", initial_gru),
    "GRU, update bias -2": ("gru", lambda *sizes: initial_gru(*sizes, update_bias=-2.0)),
    "LSTM, forget bias 1": ("lstm", initial_lstm),
    "LSTM, forget bias 3": ("lstm", lambda *sizes: initial_lstm(*sizes, forget_bias=3.0)),
    "LSTM without forget gate": ("lstm", lambda *sizes: memory.open_forget_gate(initial_lstm(*sizes))),
}
HEAD = """\
# python -m benchmarks.experiments_1997: Adam, the gradients' norm clipped at 1, float64. solved is 1 where, on fresh
# sequences, the squared error is below 0.01 (adding), the accuracy above 0.99 (temporal order), the remembered letter
# right in more than 99 of 100 cases (Reber, continual stream of 3000 letters). largest_c: of any cell at the stream's end.
task,T_x,network,seed,steps,score,solved,largest_c
"""


def learn(objective, parameters, draw, most, enough, rate):
    """Train until the mean of the last 50 losses is below `enough`, at most `most` steps; return (parameters, steps)."""
    optimizer, losses = training.Adam(rate), []
    state = optimizer.start(parameters)
    while len(losses) < most and (len(losses) % 50 or not losses or np.mean(losses[-50:]) > enough):
        J, found = objective(parameters, *draw()[:2])
        parameters, state = optimizer.step(parameters, gradients.clip_by_norm(found, 1.0), state)
        losses.append(J)
    return parameters, len(losses)


def predictions(network, parameters, x, n_a):
    """Return z_y (n_y, m, T_x) for every step, and the fast network that computed it."""
    net = fast.NETWORKS[network](x.shape[0], n_a, x.shape[1], x.shape[2])
    a = net.forward(parameters, x)
    Wy = parameters["Wya" if network == "rnn" else "Wy"]
    return np.einsum("ya,amt->ymt", Wy, a) + parameters["by"][:, :, np.newaxis], net


def adding(name, seed, T_x, n_a=24, m=32):
    """Return a row's last five entries."""
    network, initial = NETWORKS[name]
    rng, test = np.random.default_rng(seed), np.random.default_rng([seed, 2])
    objective = memory.last_value(fast.NETWORKS[network](2, n_a, m, T_x))
    parameters, steps = learn(objective, initial(np.random.default_rng([seed, 1]), 2, n_a, 1),
                              lambda: memory.adding(rng, m, T_x), 1500, 0.004, 0.005)
    x, y = memory.adding(test, 1000, T_x)
    error = np.mean((predictions(network, parameters, x, n_a)[0][:, :, -1] - y) ** 2)
    return steps, f"{error:.4f}", int(error < 0.01), ""


def temporal_order(name, seed, T_x, n_a=24, m=32, most=1000):
    """Return a row's last five entries."""
    network, initial = NETWORKS[name]
    rng, test = np.random.default_rng(seed), np.random.default_rng([seed, 2])
    parameters, steps = learn(fast.objective(network, 6, n_a, 4, m, T_x), initial(np.random.default_rng([seed, 1]), 6, n_a, 4),
                              lambda: memory.temporal_order(rng, m, T_x), most, 0.01, 0.005)
    x, y = memory.temporal_order(test, 1000, T_x)
    right = np.mean(np.argmax(predictions(network, parameters, x, n_a)[0][:, :, -1], 0) == np.argmax(y[:, :, -1], 0))
    return steps, f"{right:.3f}", int(right > 0.99), ""


def letters(draw, T_x, T_test, m_test, steps):
    """Return a function for a task of Reber's letters: the score is the share of remembered letters that are right."""
    def run(name, seed, _, n_a=16, m=16):
        network, initial = NETWORKS[name]
        rng, test = np.random.default_rng(seed), np.random.default_rng([seed, 2])
        objective = fast.objective(network, 7, n_a, 7, m, T_x)
        if "without" in name:
            objective = memory.without_forget_gate(objective)
        parameters, taken = learn(objective, initial(np.random.default_rng([seed, 1]), 7, n_a, 7), lambda: draw(rng, m, T_x),
                                  steps, 0.0, training.falling(0.01, steps))
        x, y, asked = draw(test, m_test, T_test)
        zy, net = predictions(network, parameters, x, n_a)
        right = np.mean((np.argmax(zy, 0) == np.argmax(y, 0))[asked])
        largest = f"{np.abs(net.z[-1, 0]).max():.0f}" if network == "lstm" and draw is memory.continual_stream else ""
        return taken, f"{right:.3f}", int(right > 0.99), largest

    return run


ALL_STARTS = tuple(NETWORKS)[:6]
EXPERIMENTS = (
    ("adding", adding, 60, ALL_STARTS),
    ("temporal order", temporal_order, 60, ALL_STARTS),
    ("temporal order at 3000 steps", functools.partial(temporal_order, most=3000), 60, ALL_STARTS[:2]),
    ("embedded Reber", letters(memory.embedded_reber, 30, 30, 500, 800), 30, ALL_STARTS),
    ("continual stream", letters(memory.continual_stream, 100, 3000, 8, 1200), 100,
     ("LSTM, forget bias 1", "LSTM without forget gate")),
)


def main():
    """Run all; write the file after each seed."""
    rows = []
    for seed in SEEDS:
        for task, run, T_x, names in EXPERIMENTS:
            for name in names:
                start = time.perf_counter()
                rows.append((task, T_x, f'"{name}"', seed, *run(name, seed, T_x)))
                print(*rows[-1], f"{time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
        order, names = [task for task, *_ in EXPERIMENTS], list(NETWORKS)
        rows.sort(key=lambda row: (order.index(row[0]), names.index(row[2].strip('"')), row[3]))
        lines = (",".join(map(str, row)) for row in rows)
        datafiles.keep(FILE, HEAD + "\n".join(lines) + "\n")


if __name__ == "__main__":
    print_everywhere()
    main()
