"""The experiments of page 14 over several seeds: what network and table know of names, and where the network wins.

    python -m benchmarks.names     writes data/names.csv (about three minutes)

Each row is one number: what was measured, on how many names (or words) it was trained, the seed, the value.
"""
import functools
import sys

from benchmarks import subject_and_verb
from helpers import fast, print_everywhere, tasks, training
from helpers.networks.lstm import lstm_cell_forward, lstm_forward
from helpers.networks.parameters import initial_lstm
from helpers.tasks import counting, datafiles, letters
from helpers.training import probes

import numpy as np  # isort: skip (after helpers, which sets one thread)

FILE, SEEDS, N_A, M, T_X = "names.csv", range(10), 48, 16, 20
SIZES, WORDS = (50, 100, 200, 400), 1500 * 32 * 40  # names (and all of them), words
HEAD = """\
# python -m benchmarks.names: cross-entropy in nats a letter on the held-out names, if nothing else is said. LSTM: 48 units,
# forget bias 1, Adam with learning rate 0.01, norm clipped at 1, 16 texts in pieces of 20 letters with the state carried on,
# measured after each 50 steps, the best kept, stopped when it was no better five times. trained_on: names, or words for the
# rows on the sentences of subject and verb ("words: …" in nats a word, "agreement: …, k" with k attractors; LSTM: 16 units).
what,trained_on,seed,value
"""


@functools.cache
def reader(T_x, m=1):
    """Return a function (parameters, x) → zy (27, m, T_x) for every step."""
    net = fast.LSTM(27, N_A, m, T_x)
    return lambda parameters, x: (np.einsum("ya,amt->ymt", parameters["Wy"], net.forward(parameters, x))
                                  + parameters["by"][:, :, np.newaxis])


def log_shares(zy, y):
    """Return the logarithm of what each right letter got: (T_x,)."""
    zy = zy[:, 0] - zy[:, 0].max(axis=0)
    return (zy * y[:, 0]).sum(axis=0) - np.log(np.exp(zy).sum(axis=0))


def learn(chosen, held_out, seed):
    """Return the parameters before training, and those that are best on the held-out names."""
    x, y = letters.columns(letters.text(held_out))
    read = reader(x.shape[2])
    first = initial_lstm(np.random.default_rng([seed, 1]), 27, N_A, 27)
    pieces = letters.streams(np.random.default_rng([seed, 2]), chosen, M, T_X)
    found = training.train(fast.objective("lstm", 27, N_A, 27, M, T_X, carries=True), first, pieces, 1500, training.Adam(0.01),
                           progress=False, every=50, patience=5,
                           held_out=lambda parameters: -np.mean(log_shares(read(parameters, x), y)))
    return first, found.parameters


def of_tables(chosen, held_out):
    """Yield (what, value): the plain tables of counts, and those that back off."""
    for before in range(5):
        yield f"plain table, {before} before", letters.counting_loss(letters.text(chosen), letters.text(held_out), before)
    learnt, measured = letters.encoded(chosen), letters.encoded(held_out)
    for before in range(1, 7):
        yield f"Witten-Bell, {before} before", counting.Table(learnt, 27, before, None).loss(measured)
        yield f"Kneser-Ney, {before} before", counting.Table(learnt, 27, before).loss(measured)


def of_network(parameters, table, held_out):
    """Yield (what, value): the network's loss, and that of the mean of its and a table's probabilities."""
    x, y = letters.columns(letters.text(held_out))
    network = log_shares(reader(x.shape[2])(parameters, x), y)  # (T_x,)
    names = letters.encoded(held_out)
    shares = [table.predict(name[:t])[name[t]] for name in names for t in range(1, len(name))]
    yield "LSTM", -network.mean()
    yield "LSTM and Kneser-Ney, half each", -np.mean(np.log((np.exp(network) + shares) / 2))


def of_carrying(chosen, held_out, seed):
    """Yield (what, value): after 400 steps on pieces of 5 letters, with the state carried on and from zeros."""
    x, y = letters.columns(letters.text(held_out))
    for what, carries in (("carried", True), ("zeros", False)):
        first = initial_lstm(np.random.default_rng([seed, 3]), 27, N_A, 27)
        pieces = letters.streams(np.random.default_rng([seed, 4]), chosen, M, 5)
        found = training.train(fast.objective("lstm", 27, N_A, 27, M, 5, carries=carries), first, pieces, 400,
                               training.Adam(0.005), progress=False)
        yield f"5 letters, {what}", -np.mean(log_shares(reader(x.shape[2])(found.parameters, x), y))
        starts = letters.encoded(held_out)  # each name from a state of zeros, as that network was trained
        if not carries:
            yield "5 letters, zeros, read from zeros", -np.mean(np.concatenate([
                log_shares(reader(T - 1)(found.parameters, xn), yn)
                for T, (xn, yn) in ((len(name), letters.columns(letters.text([word]))) for name, word in zip(starts, held_out))]))


def write(parameters, tau, rng, count=1000, longest=30):
    """Return names that the network writes at a temperature, `count` side by side."""
    a = c = np.zeros((N_A, count))
    k, names, going = np.zeros(count, dtype=int), [""] * count, np.ones(count, dtype=bool)
    for _ in range(longest):
        a, c, _, _ = lstm_cell_forward(np.eye(27)[:, k], a, c, parameters)
        k = letters.pick(letters.softmax_with_temperature(parameters["Wy"] @ a + parameters["by"], tau), rng.random(count))
        going &= k != letters.END
        names = [name + letters.LETTERS[place] if on else name for name, place, on in zip(names, k, going)]
    return names


def of_writing(parameters, chosen, held_out, seed):
    """Yield (what, value): shares of 1000 names, and how likely rus is after stegosau."""
    for tau in (0.2, 0.4, 0.6, 0.7, 1.0, 1.6):
        names = write(parameters, tau, np.random.default_rng([seed, 5]))
        yield f"saurus at {tau}", np.mean([name.endswith("saurus") for name in names])
        yield f"known at {tau}", np.mean([name in chosen for name in names])
        yield f"held out at {tau}", np.mean([name in held_out for name in names])
        yield f"different at {tau}", len(set(names)) / len(names)
    places = letters.VOCABULARY.encode(list(".stegosaurus"))
    zy = reader(11)(parameters, np.eye(27)[:, places[:-1]][:, None])[:, 0]  # (27, 11)
    for tau in (1.0, 1.5, 2.0):
        yield f"rus after stegosau at {tau}", np.prod([letters.softmax_with_temperature(zy[:, [t]], tau)[places[t + 1], 0]
                                                      for t in (8, 9, 10)])


def of_cells(parameters, chosen, held_out, when):
    """Yield (what, value): correlation of the best single cell and of a straight line through all, on held-out names."""
    c, fresh = (probes.run(lstm_cell_forward, parameters, letters.columns(text)[0]).c[:, 0]
                for text in (letters.text(chosen[::5]), letters.text(held_out)))  # (n_a, T_x) each
    sought, there = letters.followed(letters.text(chosen[::5])), letters.followed(letters.text(held_out))
    for row, what in enumerate(("place", "inside saurus")):
        found = np.corrcoef(np.vstack([sought[row], c]))[0, 1:]
        best = int(np.argmax(np.abs(found)))
        yield f"{what}, best cell, {when}", np.abs(np.corrcoef(there[row], fresh[best])[0, 1])
        line = np.linalg.lstsq(np.vstack([c, np.ones(c.shape[1])]).T, sought[row], rcond=None)[0]
        yield f"{what}, all cells, {when}", np.corrcoef(there[row], line[:-1] @ fresh)[0, 1]


def of_words(seed):
    """Yield (what, value): network and tables on the sentences of the page on subject and verb, all on the same texts."""
    rng = np.random.default_rng([seed, 0])
    texts = [tuple(part.argmax(axis=0) for part in tasks.stream(rng, 32, 40)[:2]) for _ in range(1500)]  # (32, 40) each
    unread = tasks.stream(np.random.default_rng([seed, 99]), 32, 40)[:2]
    weights = subject_and_verb.trained("LSTM", "forget bias 1", 16, seed, texts, lambda *_: None)
    yield "words: LSTM", training.loss(lstm_forward, weights, *unread)
    tests = [subject_and_verb.sentences(100 + seed, attractors) for attractors in (0, 1, 2, 4)]
    for attractors, test in zip((0, 1, 2, 4), tests):
        yield f"agreement: LSTM, {attractors}", probes.agreement(lstm_cell_forward, weights, *test)
    n_x, read = len(unread[0]), [tuple(row) for x, _ in texts for row in x.tolist()]
    for before in (2, 4, 7):
        table = counting.Table(read, n_x, before)
        yield f"words: Kneser-Ney, {before} before", table.loss([tuple(row) for row in unread[0].argmax(axis=0).tolist()])
        for attractors, (x, numbers) in zip((0, 1, 2, 4), tests):
            y_pred = np.stack([table.predict(tuple(row)) for row in x.argmax(axis=0).tolist()], axis=1)  # (n_x, m)
            yield (f"agreement: Kneser-Ney, {before} before, {attractors}",
                   np.mean((tasks.plural_share(y_pred) > 0.5) == (numbers == 1)))


def main():
    """Run all; write the file after each seed."""
    everything, held_out = letters.names()
    rows = [(what, len(everything), "", value) for what, value in of_tables(everything, held_out)]
    for seed in SEEDS:
        order = np.random.default_rng([seed, 0]).permutation(len(everything))
        for size in (*SIZES, len(everything)):
            chosen = [everything[i] for i in sorted(order[:size])]
            first, parameters = learn(chosen, held_out, seed)
            small = counting.Table(letters.encoded(chosen), 27, 4)
            found = dict(of_network(parameters, small, held_out))
            if size < len(everything):
                found |= dict(of_tables(chosen, held_out))
            else:
                found |= dict(of_carrying(chosen, held_out, seed)) | dict(of_writing(parameters, everything, held_out, seed))
                for weights, when in ((first, "untrained"), (parameters, "trained")):
                    found |= dict(of_cells(weights, everything, held_out, when))
            rows += [(what, size, seed, value) for what, value in found.items()]
            print(size, seed, f"{found['LSTM']:.3f}", file=sys.stderr, flush=True)
        rows += [(what, WORDS, seed, value) for what, value in of_words(seed)]
        datafiles.keep(FILE, HEAD + "".join(f'"{what}",{size},{seed},{value:.4f}\n' for what, size, seed, value in rows))


if __name__ == "__main__":
    print_everywhere()
    main()
