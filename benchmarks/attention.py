"""One fixed vector or attention? Strings copied, reversed and sorted, by length, at equal parameters; five seeds each.

    python -m benchmarks.attention [experiment …]     writes data/attention.csv and data/attention_maps.csv;
                                                      the rows of other experiments stay as they are

    short     strings of up to 12 letters, 1500 steps: what the pages run live; attention with W_g, and with the additive score
    patience  the fixed vector of `short`, three times the steps: is it too small, or does it learn slowly?
    sorting   the letters in alphabetical order: attention isn't needed
    long      reversed, up to 24 letters, twice the units, 2000 steps; and the maps of its networks with attention
"""
import argparse
import itertools
import sys
import time

from helpers import training
from helpers.networks import attention, losses
from helpers.tasks import datafiles, strings

import numpy as np  # isort: skip (after helpers, which sets one thread)

NAME, SEEDS, N_X = "attention.csv", 5, len(strings.LETTERS)
HEAD = """\
# python -m benchmarks.attention: Adam with learning rate 0.01 falling to 0, the gradients' norm clipped at 1, batches of 64
# strings of one length from 1 to `longest`, float32. solved: the first step at which 50 batches in a row had 99 % of their
# strings right.
# right: share of 500 new strings of T letters written right by itself, from the first letter to the sign. offset, share: from
# the place of the letter that is written to that of the largest weight, the most frequent, and how often it is that; weight: at
# the right place (with attention).
experiment,task,network,units,seed,solved,T,right,offset,share,weight
"""
# experiment → (tasks, networks with their units, longest, steps, T)
FIXED, HEADS = {"fixed": 32}, {"attention": 29, "additive": 28}  # units: with attention no more parameters than without
EXPERIMENTS = {
    "short": (("copy", "reverse"), FIXED | HEADS, 12, 1500, (4, 6, 8, 10, 12, 14, 16)),
    "patience": (("copy", "reverse"), FIXED, 12, 4500, (8, 10, 12, 14)),
    "sorting": (("sort",), FIXED | {"attention": 29}, 12, 1500, (8, 12, 16)),
    "long": (("reverse",), {"fixed": 64, "attention": 60}, 24, 2000, (12, 16, 20, 24, 28)),
}
MAPS, LETTERS_OF_A_MAP = "attention_maps.csv", 12
HEAD_OF_MAPS = """\
# python -m benchmarks.attention long: the mean weights of the networks with attention on 500 strings of 12 letters; step i of
# the decoder, place j of the encoder, counted from 1. right: share of them written right. own, beside: share of letters
# still right, with the right letters handed in, when in each step the weight at the letter's own place is set to 0, or that
# at the place after it, and the others grow to a sum of 1. Weights under 0.01 are left out.
task,seed,right,own,beside,step,place,weight
"""


def trained(task, network, n_a, longest, steps, seed):
    """Train one network; return its parameters, and after how many steps it had solved the task (None if it hasn't)."""
    right = []

    def objective(parameters, inputs, y):
        (x, x_d), zero = inputs, np.zeros((n_a, y.shape[1]), np.float32)
        given = {key: value.astype(np.float32) for key, value in parameters.items()}
        x, x_d, y = (array.astype(np.float32) for array in (x, x_d, y))
        y_pred, _, caches = attention.translate_forward(x, x_d, zero, zero, given)
        right.append(strings.whole(np.argmax(y_pred, axis=0), y))
        found = attention.translate_backward(losses.softmax_cross_entropy_backward(y_pred, y), caches)
        return losses.softmax_cross_entropy(y_pred, y), {"d" + key: found["d" + key] for key in parameters}

    kind = {"fixed": False, "attention": True}.get(network, network)
    first = attention.initial_translator(np.random.default_rng([seed, 1]), N_X, n_a, N_X, kind)
    batches = strings.batches(np.random.default_rng([seed, 0]), task, 64, longest)
    optimizer = training.Adam(training.falling(0.01, steps))
    parameters = training.train(objective, first, batches, steps, optimizer, progress=False).parameters
    means = np.convolve(right, np.ones(50) / 50, "valid")
    solved = int(np.argmax(means >= 0.99)) + 50 if np.any(means >= 0.99) else None
    return parameters, solved


def measured(parameters, task, seed, T, m=500):
    """Return the share of strings written right, and offset, share and weight of the map ("" without attention)."""
    x, x_d, y = strings.draw(np.random.default_rng([seed, 2, T]), task, m, T)
    right = strings.whole(attention.write(x, parameters, T + 1), y)
    zero = np.zeros((len(parameters["We"]) // 4, m))
    _, alpha, _ = attention.translate_forward(x, x_d, zero, zero, parameters)
    if alpha is None or task == "sort":
        return right, "", "", ""
    places = np.arange(T) if task == "copy" else np.arange(T)[::-1]  # (T,): where the letter of step i is read
    offsets = np.argmax(alpha[:, :T], axis=0) - places[:, np.newaxis]  # (T, m)
    values, counts = np.unique(offsets, return_counts=True)
    weight = float(np.mean(alpha[places, np.arange(T)]))
    return right, int(values[np.argmax(counts)]), round(float(counts.max() / counts.sum()), 3), round(weight, 3)


def map_rows(parameters, task, seed, m=500):
    """Return the rows of a network's mean map."""
    T = LETTERS_OF_A_MAP
    x, x_d, y = strings.draw(np.random.default_rng([seed, 2, T]), task, m, T)
    right = strings.whole(attention.write(x, parameters, T + 1), y)
    zero = np.zeros((len(parameters["We"]) // 4, m))
    _, alpha, (_, _, head, _, _) = attention.translate_forward(x, x_d, zero, zero, parameters)
    own = np.arange(T)[::-1]  # (T,): the place of the letter that a step writes, when it reverses
    hidden = [letters_without(parameters, head, places, y) for places in (own, own + 1)]
    weights = np.mean(alpha, axis=2)  # (T, T + 1)
    return [(task, seed, right, *hidden, i + 1, j + 1, round(float(weights[j, i]), 3))
            for i in range(T + 1) for j in range(T) if weights[j, i] >= 0.01]


def letters_without(parameters, head, places, y):
    """Return the share of letters that are right when step i can't read places[i]; steps whose place there isn't don't count."""
    alpha, steps = head.alpha.copy(), np.flatnonzero(places < len(head.alpha))
    alpha[places[steps], steps] = 0
    top = np.concatenate([head.s, np.einsum("jim,amj->ami", alpha / alpha.sum(axis=0), head.h)])
    zy = np.tensordot(parameters["Wy"], top, 1) + parameters["by"][:, :, np.newaxis]
    return round(float(np.mean((np.argmax(zy, axis=0) == np.argmax(y, axis=0))[:, steps])), 3)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("experiments", nargs="*", metavar="experiment", default=[], help=", ".join(EXPERIMENTS))
    arguments.add_argument("--seeds", type=int, default=SEEDS, help="how many seeds")
    arguments.add_argument("--continue", action="store_true", dest="go_on", help="keep the seeds that the file holds")
    arguments = arguments.parse_args()
    chosen = arguments.experiments or list(EXPERIMENTS)
    maps = [tuple(row.values()) for row in datafiles.table(MAPS) if arguments.go_on or "long" not in chosen]
    rows = [tuple(row.values()) for row in datafiles.table(NAME) if arguments.go_on or row["experiment"] not in chosen]
    for experiment in chosen:
        tasks, networks, longest, steps, lengths = EXPERIMENTS[experiment]
        for task, (network, n_a), seed in itertools.product(tasks, networks.items(), range(arguments.seeds)):
            if (experiment, task, network, n_a, seed) in {row[:5] for row in rows}:
                continue
            started = time.perf_counter()
            parameters, solved = trained(task, network, n_a, longest, steps, seed)
            spent = time.perf_counter() - started
            rows += [(experiment, task, network, n_a, seed, solved or "", T, *measured(parameters, task, seed, T))
                     for T in lengths]
            if (experiment, network) == ("long", "attention"):
                maps += map_rows(parameters, task, seed)
                datafiles.keep(MAPS, HEAD_OF_MAPS + "".join(",".join(map(str, row)) + "\n" for row in maps))
            print(*rows[-2], f"{spent:.1f} s", sep="  ", file=sys.stderr)
            rows.sort(key=lambda row: list(EXPERIMENTS).index(row[0]))
            datafiles.keep(NAME, HEAD + "".join(",".join(map(str, row)) + "\n" for row in rows))


if __name__ == "__main__":
    main()
