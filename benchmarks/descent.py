"""What do clipping and Adam change? A simple RNN on remember_number: several optimizers and rates, ten seeds each.

    python -m benchmarks.descent                     all runs; writes data/descent.csv

Each run takes 400 steps of 32 fresh sentences; all runs of one seed and distance read the same ones. The accuracy is
measured on 500 sentences that nobody trained on. Two questions:

    clipping    plain gradient descent from first values as drawn, 10 words, four rates, with and without clipping at 1
    Adam        plain gradient descent (clipped) and Adam, three rates each, from W_aa of spectral radius 0.5, 0.7 and
                0.9, 10 and 20 words
"""
import itertools
import sys

from helpers import fast, print_everywhere, tasks, training
from helpers.gradients import spectra
from helpers.networks.parameters import initial_rnn
from helpers.networks.rnn import rnn_forward
from helpers.tasks import datafiles

import numpy as np  # isort: skip (after helpers, which sets one thread)

UNITS, EXAMPLES, STEPS, SEEDS = 24, 32, 400, range(10)
FILE = "descent.csv"
HEAD = f"""\
# python -m benchmarks.descent: simple RNN, {UNITS} units, {STEPS} steps of {EXAMPLES} fresh sentences, float64. limit: of the
# norm of the gradients, inf if they aren't clipped; accuracy: on 500 other sentences.
question,start,distance,optimizer,rate,limit,seed,accuracy
"""
SETTINGS = (
    *(("clipping", "as drawn", 10, "SGD", rate, limit) for rate in (0.03, 0.1, 0.3, 1.0) for limit in (np.inf, 1.0)),
    *(("Adam", start, distance, optimizer, rate, 1.0)
      for start, distance in itertools.product(("0.5", "0.7", "0.9"), (10, 20))
      for optimizer, rates in (("SGD", (0.1, 0.3, 1.0)), ("Adam", (0.002, 0.005, 0.02))) for rate in rates),
)


def run(setting, seed):
    """Train one network and return its accuracy on new sentences."""
    _, start, distance, optimizer, rate, limit = setting
    rng = np.random.default_rng([seed, 0])
    batches = (tasks.remember_number(rng, EXAMPLES, distance)[:2] for _ in range(STEPS))
    x, y, _ = tasks.remember_number(np.random.default_rng([seed, 2]), 500, distance)
    first = initial_rnn(np.random.default_rng([seed, 1]), len(x), UNITS, len(y))
    if start != "as drawn":
        first = first | {"Waa": spectra.scaled(first["Waa"], float(start))}
    objective = fast.objective("rnn", len(x), UNITS, len(y), EXAMPLES, distance + 2)
    record = training.train(objective, first, batches, STEPS, getattr(training, optimizer)(rate),
                            clip=None if limit == np.inf else limit, progress=False)
    return round(training.accuracy(rnn_forward, record.parameters, x, y), 3)


def main():
    rows = []
    for setting in SETTINGS:
        for seed in SEEDS:
            rows.append((*setting, seed, run(setting, seed)))
        print(*setting, *(row[-1] for row in rows[-len(SEEDS):]), file=sys.stderr)
    datafiles.keep(FILE, HEAD + "\n".join(",".join(map(str, row)) for row in rows) + "\n")


if __name__ == "__main__":
    print_everywhere()
    main()
