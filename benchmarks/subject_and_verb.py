"""What do RNN, GRU and LSTM learn about subject and verb, when, and which units carry it? Ten seeds, three sizes, two starts.

    python -m benchmarks.subject_and_verb             all runs; writes the files subject_verb*.* in data/
    python -m benchmarks.subject_and_verb --continue  only the seeds that the files don't hold yet

    subject_verb.csv         agreement by steps of training and number of attractors, for each network, start, size and
                             seed; when it is done, also by distance alone
    subject_verb_units.csv   the LSTMs with forget bias 1: the unit that carries number, found on one set of sentences and
                             measured on another; and what can be read off an LSTM that was never trained
    subject_verb_lstm.npz    the weights of the LSTM with 32 units and seed 0

All networks of a seed read the same texts; the second start of each is tried with 8 and with 16 units. The files are written
after each seed, whole or not at all.
"""
import argparse
import io
import sys

from helpers import fast, print_everywhere, tasks, training
from helpers.gradients import spectra
from helpers.networks.gru import gru_cell_forward
from helpers.networks.lstm import lstm_cell_forward
from helpers.networks.parameters import initial_gru, initial_lstm, initial_rnn
from helpers.networks.rnn import rnn_cell_forward
from helpers.tasks import datafiles
from helpers.training import probes

import numpy as np  # isort: skip (after helpers, which sets one thread)

SIZES, STEPS, EXAMPLES, WORDS, SEEDS = (8, 16, 32), 1500, 32, 40, range(10)
ATTRACTORS, EVERY = (0, 1, 2, 4, 8), 100
CELLS = {"RNN": rnn_cell_forward, "GRU": gru_cell_forward, "LSTM": lstm_cell_forward}
STARTS = {  # (model, start) → how its first values are drawn
    ("RNN", "Gaussian"): initial_rnn,
    ("GRU", "update bias 0"): initial_gru,
    ("LSTM", "forget bias 1"): initial_lstm,
    ("RNN", "orthogonal"): lambda rng, n_x, n_a, n_y: initial_rnn(rng, n_x, n_a, n_y) | {"Waa": spectra.orthogonal(rng, n_a)},
    ("GRU", "update bias -2"): lambda *sizes: initial_gru(*sizes, update_bias=-2.0),
    ("LSTM", "forget bias 3"): lambda *sizes: initial_lstm(*sizes, forget_bias=3.0),
}
FIRST = tuple(STARTS)[:3]  # those that are tried with all sizes
RUNS = [(*name, units) for units in SIZES for name in STARTS if name in FIRST or units < 32]
AGREEMENT, UNITS, WEIGHTS = "subject_verb.csv", "subject_verb_units.csv", "subject_verb_lstm.npz"
HEAD = f"""\
# python -m benchmarks.subject_and_verb: trained on streams ({STEPS} steps of {EXAMPLES} texts of {WORDS} words), Adam with
# learning rate 0.01 falling to 0, the gradients' norm clipped at 1, float64.
"""
HEADS = {
    AGREEMENT: HEAD + "# agreement: on 400 sentences with so many attractors of the other number, after so many steps.\n"
               "# same: on the same sentences with the nouns in between in the subject's own number: as far, but no attractor\n"
               "# (measured when training is done).\n"
               "model,start,units,seed,steps,attractors,agreement,same\n",
    UNITS: HEAD + """\
# The number unit: with its c at its mean agreement suffers most, on sentences of their own. The mean is that of each place
# in the sentence, over other sentences. intact, mean, zero: agreement of the LSTM as it is, and with the number unit's c set
# after each word to its mean, to 0. next: with c of the unit that comes second at its mean. zero_unit: the unit without which
# agreement suffers most if c is set to 0; zero_worst, zero_mean: agreement with its c at 0, at its mean. needed, needed_zero:
# units that, one at a time at the mean (at 0), bring agreement to 0.95 or below, of 100 sentences with 1, 2 or 4 attractors.
# turned, late: with the number unit's c negated once, after the subject or before the verb. hold, reset: mean forget gate of
# the unit from subject to verb, and at the full stop before. read_out: share of numbers that a straight line reads off all c;
# alone: off the number unit's c; fitted and measured on sentences with 0, 1 and 2 attractors. new_read_out, new_alone: the
# same of the LSTM before training, alone off its best unit.
units,seed,unit,attractors,intact,mean,zero,next,zero_unit,zero_worst,zero_mean,needed,needed_zero,turned,late,hold,reset,\
read_out,alone,new_read_out,new_alone
""",
}


def sentences(seed, attractors, m=400, number="other"):
    """Return the sentences on which all networks of a seed are measured: x, numbers."""
    return tasks.before_the_verb(np.random.default_rng([seed, attractors]), m, attractors, number)[:2]


def first_values(model, start, units, seed):
    """Return the parameters before training."""
    n_x = len(tasks.vocabulary())
    return STARTS[model, start](np.random.default_rng([seed, 1]), n_x, units, n_x)


def trained(model, start, units, seed, texts, measure):
    """Return the parameters after training; `measure(steps, parameters)` is called on the way."""
    n_x = len(tasks.vocabulary())
    objective = fast.objective(model.lower(), n_x, units, n_x, EXAMPLES, WORDS)
    steps = iter(range(STEPS))

    def counted(parameters, x, y):
        step = next(steps)
        if step and step % EVERY == 0:
            measure(step, parameters)
        return objective(parameters, x, y)

    batches = (tuple(tasks.one_hot(places.astype(int), n_x) for places in pair) for pair in texts)
    parameters = training.train(counted, first_values(model, start, units, seed), batches, STEPS,
                                training.Adam(training.falling(0.01, STEPS)), progress=False).parameters
    measure(STEPS, parameters)
    return parameters


def agreement_rows(model, start, units, seed, texts):
    """Train one network; return its parameters and its rows of subject_verb.csv."""
    cell, rows = CELLS[model], []

    def measure(steps, parameters):
        for attractors in ATTRACTORS if steps == STEPS else (0, 1, 2):
            share = probes.agreement(cell, parameters, *sentences(100 + seed, attractors))
            same = ""
            if steps == STEPS:
                same = round(probes.agreement(cell, parameters, *sentences(100 + seed, attractors, number="same")), 4)
            rows.append((model, start, units, seed, steps, attractors, round(share, 4), same))

    return trained(model, start, units, seed, texts, measure), rows


def silenced(parameters, x, numbers, unit, means):
    """Return the agreement with a unit's c at 0 and at its mean of each place, (T_x,)."""
    return [probes.agreement(lstm_cell_forward, parameters, x, numbers, instead=probes.only(unit, values))
            for values in (0.0 * means, means)]


def each_silenced(parameters, seed, attractors, m):
    """Return the agreement with each unit at 0 and at its mean: an array (n_a, 2)."""
    x, numbers = sentences(seed, attractors, m=m)
    means = place_means(parameters, seed, attractors)
    return np.array([silenced(parameters, x, numbers, unit, means) for unit in range(len(means))])


def place_means(parameters, seed, attractors):
    """Return the mean of c at each place of sentences that nothing else is measured on: an array (n_a, T_x)."""
    return probes.run(lstm_cell_forward, parameters, sentences(1000 + seed, attractors)[0]).c.mean(axis=1)


def memories(parameters, seed):
    """Return c before the verb, (n_a, 1200), and the numbers (1200,), of sentences with 0, 1 and 2 attractors."""
    sets = [sentences(seed, attractors) for attractors in (0, 1, 2)]  # subject and nearest noun agree, and don't
    c = np.hstack([probes.run(lstm_cell_forward, parameters, x).c[:, :, -1] for x, _ in sets])
    return c, np.hstack([numbers for _, numbers in sets])


def read_outs(parameters, seed, groups):
    """Return the share of numbers read off each group of units: a line is fitted on one set, and measured on another."""
    (c, numbers), (fresh, fresh_numbers) = memories(parameters, 400 + seed), memories(parameters, 300 + seed)
    lines = [probes.read_out(c[units], numbers) for units in groups]
    return [np.mean((line @ fresh[units] + bias > 0) == (fresh_numbers == 1)) for units, (line, bias) in zip(groups, lines)]


def unit_rows(parameters, units, seed):
    """Return an LSTM's rows of subject_verb_units.csv."""
    new, everyone = first_values(*FIRST[2], units, seed), list(range(units))
    left = {attractors: each_silenced(parameters, 200 + seed, attractors, m=100) for attractors in (1, 2, 4)}  # (n_a, 2) each
    zero, mean = np.mean(list(left.values()), axis=0).T  # (n_a,) each
    unit, other = np.argsort(mean, kind="stable")[:2]
    zero_unit, turn = int(np.argmin(zero)), 1.0 - 2 * np.eye(units)[unit]
    new_all, *new_alone = read_outs(new, seed, [everyone] + [[one] for one in everyone])
    reads = [*read_outs(parameters, seed, [everyone, [unit]]), new_all, max(new_alone)]
    rows = []
    for attractors in ATTRACTORS:
        x, numbers = sentences(300 + seed, attractors)
        means, intact = place_means(parameters, seed, attractors), probes.run(lstm_cell_forward, parameters, x)
        forget, needed = intact.gates["gamma_f"][unit], (left[attractors] <= 0.95).sum(axis=0) if attractors in left else ("", "")
        at_zero, at_mean = silenced(parameters, x, numbers, unit, means)
        values = [probes.agreement(lstm_cell_forward, parameters, x, numbers), at_mean, at_zero,
                  silenced(parameters, x, numbers, other, means)[1], zero_unit,
                  *silenced(parameters, x, numbers, zero_unit, means), needed[1], needed[0],
                  *(probes.agreement(lstm_cell_forward, parameters, x, numbers, turn, {place}) for place in (6, x.shape[2] - 1)),
                  forget[:, 7:].mean() if attractors else "", forget[:, 4].mean(), *reads]
        rows.append((units, seed, int(unit), attractors, *(value if value == "" else f"{value:.4g}" for value in values)))
    return rows


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--continue", action="store_true", dest="go_on", help="keep the seeds that the files hold")
    rows = {name: [] for name in HEADS}
    if arguments.parse_args().go_on:
        rows = {name: [tuple(row.values()) for row in datafiles.table(name)] for name in HEADS}
    for seed in SEEDS:
        known = {row[:4] for row in rows[AGREEMENT] if row[3:5] == (seed, STEPS)}
        if len(known) == len(RUNS):
            continue
        rng = np.random.default_rng([seed, 0])
        texts = [(x.argmax(axis=0).astype(np.uint8), y.argmax(axis=0).astype(np.uint8))
                 for x, y, _ in (tasks.stream(rng, EXAMPLES, WORDS) for _ in range(STEPS))]
        for model, start, units in RUNS:
            parameters, new = agreement_rows(model, start, units, seed, texts)
            rows[AGREEMENT] = [row for row in rows[AGREEMENT] if row[:4] != (model, start, units, seed)] + new
            print(*new[-1][:4], *(row[-2] for row in new[-len(ATTRACTORS):]), file=sys.stderr, flush=True)
            if (model, start) == FIRST[2]:
                rows[UNITS] = [row for row in rows[UNITS] if row[:2] != (units, seed)] + unit_rows(parameters, units, seed)
                print(*rows[UNITS][-2:], sep="\n", file=sys.stderr, flush=True)
            if (model, start, units, seed) == (*FIRST[2], 32, 0):
                file = io.BytesIO()
                np.savez_compressed(file, **{key: value.astype(np.float32) for key, value in parameters.items()})
                datafiles.keep(WEIGHTS, file.getvalue())
        rows[AGREEMENT].sort(key=lambda row: (list(STARTS).index(row[:2]), *row[2:6]))
        rows[UNITS].sort(key=lambda row: row[:4])
        for name, head in HEADS.items():
            datafiles.keep(name, head + "".join(",".join(map(str, row)) + "\n" for row in rows[name]))


if __name__ == "__main__":
    print_everywhere()
    main()
