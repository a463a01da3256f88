"""Does a simple RNN learn what its gradient doesn't reach? Five starts of W_aa, four distances, ten seeds.

    python -m benchmarks.spectral_radius             all runs; writes data/spectral_radius.csv (about two minutes)

Each run measures, before training, how much of the error's gradient arrives at the subject, `distance` words back; then
it trains on 400 batches of tasks.remember_number, and its accuracy is measured on 500 sentences that nobody trained on.
All starts of one seed and distance read the same sentences.
"""
import sys

from helpers import fast, print_everywhere, tasks, training
from helpers.gradients import reach, spectra
from helpers.networks.parameters import initial_rnn
from helpers.networks.rnn import rnn_forward
from helpers.tasks import datafiles

import numpy as np  # isort: skip (after helpers, which sets one thread)

UNITS, EXAMPLES, STEPS, SEEDS, DISTANCES = 24, 32, 400, range(10), (5, 10, 20, 40)
STARTS = ("0.5", "0.7", "0.9", "1.1", "orthogonal")
FILE = "spectral_radius.csv"
HEAD = f"""\
# python -m benchmarks.spectral_radius: simple RNN, {UNITS} units, {STEPS} steps of {EXAMPLES} fresh sentences, Adam with learning
# rate 0.005, the gradients' norm clipped at 1, float64. decades: log10 of the share of the gradient that arrives at the
# subject before training; accuracy: on 500 other sentences after it.
start,distance,seed,decades,accuracy
"""


def first_values(start, seed, n_x):
    """Return the first values of a run: a Gaussian Waa scaled to a spectral radius, or an orthogonal one."""
    rng = np.random.default_rng([seed, 1])
    first = initial_rnn(rng, n_x, UNITS, 2)
    Waa = spectra.orthogonal(rng, UNITS) if start == "orthogonal" else spectra.scaled(first["Waa"], float(start))
    return first | {"Waa": Waa}


def main():
    rows = []
    for distance in DISTANCES:
        for seed in SEEDS:
            rng = np.random.default_rng([seed, 0])
            batches = [tasks.remember_number(rng, EXAMPLES, distance)[:2] for _ in range(STEPS)]
            x, y, _ = tasks.remember_number(np.random.default_rng([seed, 2]), 500, distance)
            objective = fast.objective("rnn", len(x), UNITS, 2, EXAMPLES, distance + 2)
            for start in STARTS:
                first = first_values(start, seed, len(x))
                record = training.train(objective, first, batches, STEPS, training.Adam(0.005), clip=1.0, progress=False)
                accuracy = training.accuracy(rnn_forward, record.parameters, x, y)
                left = float(np.log10(reach.shares(first, rnn_forward, x, y)[distance]))  # at the subject
                rows.append((STARTS.index(start), start, distance, seed, round(left, 2), round(accuracy, 3)))
                print(*rows[-1][1:], file=sys.stderr)
    lines = [",".join(map(str, row[1:])) for row in sorted(rows)]
    datafiles.keep(FILE, HEAD + "\n".join(lines) + "\n")


if __name__ == "__main__":
    print_everywhere()
    main()
