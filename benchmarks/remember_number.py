"""Who remembers a subject's number for d words? RNN, GRU and LSTM, each from several first values, over many seeds.

    python -m benchmarks.remember_number             all runs; writes data/remember_number.csv (about half an hour)
    python -m benchmarks.remember_number --continue  only the runs that the file doesn't hold yet

Each run trains on 500 fresh batches of tasks.remember_number; all networks of one seed and distance read the same
sentences. The accuracy is measured on 1000 sentences that nobody trained on. The file is written after each seed and
distance, whole or not at all.
"""
import argparse
import sys

from helpers import fast, print_everywhere, tasks, training
from helpers.gradients import spectra
from helpers.networks.gru import gru_forward
from helpers.networks.lstm import lstm_forward
from helpers.networks.parameters import initial_gru, initial_lstm, initial_rnn
from helpers.networks.rnn import rnn_forward
from helpers.tasks import datafiles

import numpy as np  # isort: skip (after helpers, which sets one thread)

UNITS, EXAMPLES, STEPS, SEEDS, DISTANCES = 24, 64, 500, range(10), (10, 20, 30, 50)
FILE = "remember_number.csv"
HEAD = f"""\
# python -m benchmarks.remember_number: {UNITS} units, {STEPS} steps of {EXAMPLES} fresh sentences, Adam with learning rate
# 0.005, the gradients' norm clipped at 1, float64; accuracy on 1000 other sentences.
model,start,distance,seed,accuracy
"""


def orthogonal_rnn(rng, n_x, n_a, n_y):
    """Return first values of a simple RNN whose Waa is orthogonal."""
    return initial_rnn(rng, n_x, n_a, n_y) | {"Waa": spectra.orthogonal(rng, n_a)}


def full_inputs(initial):
    """Return `initial` with Wax of variance 1: of a one-hot input a single number is 1, so that a unit hears one weight.

    Variance 1 / n_x, which suits inputs that are all of size 1, leaves a one-hot input nearly unheard, and tanh straight.
    """
    def larger(rng, n_x, n_a, n_y):
        parameters = initial(rng, n_x, n_a, n_y)
        return parameters | {"Wax": parameters["Wax"] * np.sqrt(n_x)}

    return larger


def biased(initial, **bias):
    """Return `initial` with one bias set."""
    return lambda rng, n_x, n_a, n_y: initial(rng, n_x, n_a, n_y, **bias)


MODELS = {
    ("RNN", "Gaussian"): (initial_rnn, rnn_forward),
    ("RNN", "orthogonal"): (orthogonal_rnn, rnn_forward),
    ("RNN", "Gaussian and full inputs"): (full_inputs(initial_rnn), rnn_forward),
    ("RNN", "orthogonal and full inputs"): (full_inputs(orthogonal_rnn), rnn_forward),
    ("GRU", "update bias 0"): (initial_gru, gru_forward),
    ("GRU", "update bias -2"): (biased(initial_gru, update_bias=-2.0), gru_forward),
    **{("LSTM", f"forget bias {bias}"): (biased(initial_lstm, forget_bias=float(bias)), lstm_forward) for bias in (0, 1, 3, 5)},
}


def run(name, distance, seed, batches, x, y):
    """Train one network on `batches` and return its accuracy on x, y."""
    initial, forward = MODELS[name]
    n_x, n_y = x.shape[0], y.shape[0]
    first = initial(np.random.default_rng([seed, 1]), n_x, UNITS, n_y)
    objective = fast.objective(name[0].lower(), n_x, UNITS, n_y, EXAMPLES, distance + 2)
    floats = ((x.astype(float), y.astype(float)) for x, y in batches)
    record = training.train(objective, first, floats, STEPS, training.Adam(0.005), clip=1.0, progress=False)
    return training.accuracy(forward, record.parameters, x, y)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--continue", action="store_true", dest="go_on", help="keep the runs that the file holds")
    rows = {}
    if arguments.parse_args().go_on:
        rows = {(row["model"], row["start"], row["distance"], row["seed"]): row["accuracy"] for row in datafiles.table(FILE)}
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
                rows[*name, distance, seed] = round(run(name, distance, seed, batches, x, y), 3)
            lines = [",".join(map(str, (*key, value))) for key, value in sorted(rows.items(), key=place)]
            datafiles.keep(FILE, HEAD + "\n".join(lines) + "\n")
            print(distance, seed, *(f"{name[0]} {name[1]}: {rows[*name, distance, seed]}" for name in MODELS), sep="  ",
                  file=sys.stderr)


def place(item):
    """Return where a row stands in the file."""
    (model, start, distance, seed), _ = item
    return list(MODELS).index((model, start)), distance, seed


if __name__ == "__main__":
    print_everywhere()
    main()
