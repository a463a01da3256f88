"""Who remembers a subject's number for d words? RNN, GRU and LSTM, each from several first values, over many seeds.

    python -m benchmarks.remember_number             all runs; writes data/remember_number.csv (about half an hour)
    python -m benchmarks.remember_number --continue  only the runs that the file doesn't hold yet

Before the first step each network's gradient is measured: which share of it arrives at the subject. Then it trains on
500 fresh batches of tasks.remember_number; all networks of one seed and distance read the same sentences. The accuracy
is measured on 1000 sentences that nobody trained on. The file is written after each seed and distance, whole or not at
all. Runs at the edge of success turn out otherwise on another processor, whose sums differ in the last bit.
"""
import argparse
import sys

from helpers import fast, print_everywhere, tasks, training
from helpers.gradients import reach, spectra
from helpers.networks.gru import gru_forward
from helpers.networks.lstm import lstm_forward
from helpers.networks.parameters import initial_gru, initial_lstm, initial_rnn, with_full_inputs
from helpers.networks.rnn import rnn_forward
from helpers.tasks import datafiles

import numpy as np  # isort: skip (after helpers, which sets one thread)

UNITS, EXAMPLES, STEPS, SEEDS, DISTANCES = 24, 64, 500, range(10), (10, 20, 30, 50)
FILE = "remember_number.csv"
HEAD = f"""\
# python -m benchmarks.remember_number: {UNITS} units (or 62), {STEPS} steps of {EXAMPLES} fresh sentences, Adam with learning
# rate 0.005, the gradients' norm clipped at 1, float64. decades: log10 of the share of the gradient of the states that
# arrives at the subject before training; accuracy: on 1000 other sentences after it.
model,start,distance,seed,decades,accuracy
"""


def orthogonal_rnn(rng, n_x, n_a, n_y):
    """Return first values of a simple RNN whose Waa is orthogonal."""
    return initial_rnn(rng, n_x, n_a, n_y) | {"Waa": spectra.orthogonal(rng, n_a)}


def full_inputs(initial):
    """Return `initial` with the inputs' weights of variance 1."""
    return lambda *arguments: with_full_inputs(initial(*arguments))


def biased(initial, **bias):
    """Return `initial` with one bias set."""
    return lambda rng, n_x, n_a, n_y: initial(rng, n_x, n_a, n_y, **bias)


SMALL = {
    ("RNN", "Gaussian"): (initial_rnn, rnn_forward),
    ("RNN", "orthogonal"): (orthogonal_rnn, rnn_forward),
    ("RNN", "orthogonal with 62 units"): (orthogonal_rnn, rnn_forward),  # as many numbers to learn as the LSTM has with 24
    ("GRU", "update bias 0"): (initial_gru, gru_forward),
    ("GRU", "update bias -2"): (biased(initial_gru, update_bias=-2.0), gru_forward),
    **{("LSTM", f"forget bias {bias}"): (biased(initial_lstm, forget_bias=float(bias)), lstm_forward) for bias in (0, 1, 3, 5)},
}
MODELS = {name: pair for (model, start), (initial, forward) in SMALL.items()
          for name, pair in (((model, start), (initial, forward)),
                             ((model, f"{start} and full inputs"), (full_inputs(initial), forward)))}


def units(name):
    """Return how many units a network has."""
    return 62 if "62 units" in name[1] else UNITS


def run(name, distance, seed, batches, x, y):
    """Return what arrives at the subject before training (decades), and the accuracy on x, y after it."""
    initial, forward = MODELS[name]
    n_x, n_y = x.shape[0], y.shape[0]
    first = initial(np.random.default_rng([seed, 1]), n_x, units(name), n_y)
    objective = fast.objective(name[0].lower(), n_x, units(name), n_y, EXAMPLES, distance + 2)
    floats = ((x.astype(float), y.astype(float)) for x, y in batches)
    record = training.train(objective, first, floats, STEPS, training.Adam(0.005), clip=1.0, progress=False)
    left = np.log10(reach.shares(first, forward, x[:, :32], y[:, :32])[distance])
    return round(float(left), 2), round(training.accuracy(forward, record.parameters, x, y), 3)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--continue", action="store_true", dest="go_on", help="keep the runs that the file holds")
    rows = {}
    if arguments.parse_args().go_on:
        rows = {(row["model"], row["start"], row["distance"], row["seed"]): (row["decades"], row["accuracy"])
                for row in datafiles.table(FILE)}
    for distance in DISTANCES:
        for seed in SEEDS:
            missing = [name for name in MODELS if (*name, distance, seed) not in rows]
            if not missing:
                continue
            rng = np.random.default_rng([seed, 0])
            batches = [(x.astype(bool), y.astype(bool))  # all networks read the same; as floats they would fill the memory
                       for x, y, _ in (tasks.remember_number(rng, EXAMPLES, distance) for _ in range(STEPS))]
            x, y, _ = tasks.remember_number(np.random.default_rng([seed, 2]), 1000, distance)
            for name in missing:
                rows[*name, distance, seed] = run(name, distance, seed, batches, x, y)
            lines = [",".join(map(str, (*key, *value))) for key, value in sorted(rows.items(), key=place)]
            datafiles.keep(FILE, HEAD + "\n".join(lines) + "\n")
            print(distance, seed, *(f"{name[0]} {name[1]}: {rows[*name, distance, seed]}" for name in missing), sep="  ",
                  file=sys.stderr)


def place(item):
    """Return where a row stands in the file."""
    (model, start, distance, seed), _ = item
    return list(MODELS).index((model, start)), distance, seed


if __name__ == "__main__":
    print_everywhere()
    main()
