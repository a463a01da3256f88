"""What do RNN, GRU and LSTM learn about subject and verb, when, and which units carry it? Many seeds, three sizes.

    python -m benchmarks.subject_and_verb             all runs; writes the files subject_verb*.* in data/
    python -m benchmarks.subject_and_verb --continue  only the seeds that the files don't hold yet

    subject_verb.csv         agreement by steps of training and number of attractors, for each network, size and seed;
                             when it is done, also by distance alone
    subject_verb_units.csv   the LSTMs: their number unit, found on one set of sentences and measured on another
    subject_verb_lstm.npz    the weights of the LSTM with 32 units and seed 0

All networks of a seed read the same texts. The files are written after each seed, whole or not at all.
"""
import argparse
import io
import sys

from helpers import fast, print_everywhere, tasks, training
from helpers.networks.gru import gru_cell_forward
from helpers.networks.lstm import lstm_cell_forward
from helpers.networks.parameters import initial_gru, initial_lstm, initial_rnn
from helpers.networks.rnn import rnn_cell_forward
from helpers.tasks import datafiles
from helpers.training import probes

import numpy as np  # isort: skip (after helpers, which sets one thread)

SIZES, STEPS, EXAMPLES, WORDS, SEEDS = (8, 16, 32), 1500, 32, 40, range(10)
ATTRACTORS, EVERY = (0, 1, 2, 4, 8), 100
MODELS = {"RNN": (initial_rnn, rnn_cell_forward), "GRU": (initial_gru, gru_cell_forward),
          "LSTM": (initial_lstm, lstm_cell_forward)}
AGREEMENT, UNITS, WEIGHTS = "subject_verb.csv", "subject_verb_units.csv", "subject_verb_lstm.npz"
HEAD = f"""\
# python -m benchmarks.subject_and_verb: trained on streams ({STEPS} steps of {EXAMPLES} texts of {WORDS} words), Adam with
# learning rate 0.01 falling to 0, the gradients' norm clipped at 1, float64.
"""
HEADS = {
    AGREEMENT: HEAD + "# agreement: on 400 sentences with so many attractors of the other number, after so many steps.\n"
               "# same: on the same sentences with the nouns in between in the subject's own number: as far, but no attractor\n"
               "# (measured when training is done).\n"
               "model,units,seed,steps,attractors,agreement,same\n",
    UNITS: HEAD + "# The number unit: without it agreement suffers most, on sentences of their own. intact, silenced,\n"
           "# next: agreement of the LSTM as it is, with the number unit's c set to 0 after each word, with that of the unit\n"
           "# that comes second. turned, late: with the number unit's c negated once, after the subject or before the verb.\n"
           "# nearest: how often the LSTM without its number unit follows the nearest noun. hold, reset: mean forget gate of\n"
           "# the unit from subject to verb, and at the full stop before. read_out: share of numbers that a straight line\n"
           "# reads off all c; alone: off the number unit's c. same: 1 if its weight in the read-out is the largest.\n"
           "units,seed,unit,attractors,intact,silenced,next,turned,late,nearest,hold,reset,read_out,alone,same\n",
}


def sentences(seed, attractors, m=400, number="other"):
    """Return the sentences on which all networks of a seed are measured: x, numbers."""
    return tasks.before_the_verb(np.random.default_rng([seed, attractors]), m, attractors, number)[:2]


def trained(model, units, seed, texts, measure):
    """Return the parameters after training; `measure(steps, parameters)` is called on the way."""
    initial, _ = MODELS[model]
    n_x = len(tasks.vocabulary())
    first = initial(np.random.default_rng([seed, 1]), n_x, units, n_x)
    objective = fast.objective(model.lower(), n_x, units, n_x, EXAMPLES, WORDS)

    steps = iter(range(STEPS))

    def counted(parameters, x, y):
        step = next(steps)
        if step and step % EVERY == 0:
            measure(step, parameters)
        return objective(parameters, x, y)

    batches = (tuple(tasks.one_hot(places.astype(int), n_x) for places in pair) for pair in texts)
    rate = training.falling(0.01, STEPS)
    parameters = training.train(counted, first, batches, STEPS, training.Adam(rate), progress=False).parameters
    measure(STEPS, parameters)
    return parameters


def agreement_rows(model, units, seed, texts):
    """Train one network; return its parameters and its rows of subject_verb.csv."""
    _, cell = MODELS[model]
    rows = []

    def measure(steps, parameters):
        for attractors in ATTRACTORS if steps == STEPS else (0, 1, 2):
            share = probes.agreement(cell, parameters, *sentences(100 + seed, attractors))
            same = ""
            if steps == STEPS:
                same = round(probes.agreement(cell, parameters, *sentences(100 + seed, attractors, number="same")), 4)
            rows.append((model, units, seed, steps, attractors, round(share, 4), same))

    return trained(model, units, seed, texts, measure), rows


def unit_rows(parameters, units, seed):
    """Return an LSTM's rows of subject_verb_units.csv."""
    cell = lstm_cell_forward
    left = np.mean([probes.without_each(cell, parameters, *sentences(200 + seed, attractors, m=100))
                    for attractors in (1, 2, 4)], axis=0)  # (n_a,)
    unit, other = np.argsort(left, kind="stable")[:2]
    sets = [sentences(400 + seed, attractors) for attractors in (0, 1, 2)]  # subject and nearest noun agree, and don't
    c = np.hstack([probes.run(cell, parameters, x).c[:, :, -1] for x, _ in sets])  # (n_a, 3 m)
    numbers = np.hstack([numbers for _, numbers in sets])  # (3 m,)
    weights, bias = probes.read_out(c, numbers)
    alone, threshold = probes.read_out(c[[unit]], numbers)
    rows = []
    for attractors in ATTRACTORS:
        x, numbers = sentences(300 + seed, attractors)
        intact = probes.run(cell, parameters, x)
        silence, next_silence = 1.0 - np.eye(units)[[unit, other]]
        turn = 1.0 - 2 * np.eye(units)[unit]
        forget, c = intact.gates["gamma_f"][unit], intact.c[:, :, -1]  # (m, T_x), (n_a, m)
        measured = [probes.agreement(cell, parameters, x, numbers, *change) for change in
                    ((), (silence,), (next_silence,), (turn, {6}), (turn, {x.shape[2] - 1}))]
        nearest = (1 - numbers) if attractors else numbers
        follows = probes.agreement(cell, parameters, x, nearest, silence)
        shares = [np.mean((weights @ c + bias > 0) == (numbers == 1)),
                  np.mean((alone[0] * c[unit] + threshold > 0) == (numbers == 1))]
        largest = int(np.argmax(np.abs(weights) * c.std(axis=1)) == unit)
        values = [*measured, follows, forget[:, 7:].mean() if attractors else "", forget[:, 4].mean(), *shares]
        rows.append((units, seed, int(unit), attractors, *(value if value == "" else round(float(value), 4) for value in values),
                     largest))
    return rows


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--continue", action="store_true", dest="go_on", help="keep the seeds that the files hold")
    rows = {name: [] for name in HEADS}
    if arguments.parse_args().go_on:
        rows = {name: [tuple(row.values()) for row in datafiles.table(name)] for name in HEADS}
    for seed in SEEDS:
        known = {(*row[:2], seed) for row in rows[AGREEMENT] if row[2:4] == (seed, STEPS) and row[6] != ""}
        known -= {("LSTM", units, seed) for units in SIZES if (units, seed) not in {row[:2] for row in rows[UNITS]}}
        if len(known) == len(SIZES) * len(MODELS):
            continue
        rng = np.random.default_rng([seed, 0])
        texts = [(x.argmax(axis=0).astype(np.uint8), y.argmax(axis=0).astype(np.uint8))
                 for x, y, _ in (tasks.stream(rng, EXAMPLES, WORDS) for _ in range(STEPS))]
        for units in SIZES:
            for model in MODELS:
                if (model, units, seed) in known:
                    continue
                parameters, new = agreement_rows(model, units, seed, texts)
                rows[AGREEMENT] = [row for row in rows[AGREEMENT] if row[:3] != (model, units, seed)] + new
                print(*new[-1][:3], *(row[-2] for row in new[-len(ATTRACTORS):]), file=sys.stderr)
                if model == "LSTM":
                    rows[UNITS] = [row for row in rows[UNITS] if row[:2] != (units, seed)] + unit_rows(parameters, units, seed)
                    print(*rows[UNITS][-2:], sep="\n", file=sys.stderr)
                if (model, units, seed) == ("LSTM", 32, 0):
                    file = io.BytesIO()
                    np.savez_compressed(file, **{key: value.astype(np.float32) for key, value in parameters.items()})
                    datafiles.keep(WEIGHTS, file.getvalue())
        for name, head in HEADS.items():
            rows[name].sort(key=lambda row: (list(MODELS).index(row[0]) if row[0] in MODELS else row[0], *row[1:5]))
            datafiles.keep(name, head + "".join(",".join(map(str, row)) + "\n" for row in rows[name]))


if __name__ == "__main__":
    print_everywhere()
    main()
