"""What does a library's LSTM add? Both directions, depth at equal parameters, and where dropout helps; five seeds.

    python -m benchmarks.stacked [experiment …]     writes data/stacked.csv; the rows of other experiments stay as they are

    tagging      each word's number of its sentence's verb, from the left, from the right, from both
    leak         the next letter, by a network that reads both ways
    middle       a letter of names, from those before it, those after it, and both
    names        depth at equal parameters: the next letter of names
    sentences    depth at equal parameters: the next word, and the verb's number after four nouns of the other number
    dropout      where it drops: the next letter of names
    deep         two layers at equal parameters, nothing dropped and a mask on what each layer hands up
    remember     where it drops: a number over 50 words
"""
import argparse
import itertools
import sys
import time

from helpers import tasks, training
from helpers.networks import losses, softmax, stacked
from helpers.tasks import datafiles, letters, verb_numbers

import numpy as np  # isort: skip (after helpers, which sets one thread)

NAME, SEEDS = "stacked.csv", 5
N_WORDS, N_LETTERS, N_E = len(tasks.vocabulary()), len(letters.LETTERS), 16
HEAD = """\
# python -m benchmarks.stacked: Adam, the gradients' norm clipped at 1, float32. tagging: accuracy at the words before the
# subject, at it, between it and the verb, at the verb and after it. leak, middle, names, dropout, deep: held-out nats a letter,
# and the step with the lowest. sentences: nats a word on fresh text, and the share of verbs with the right number after 4 nouns
# of the other number. remember: accuracy after 50 words, with a forget bias of 5.
experiment,network,units,parameters,seed,measure,value
"""


def count(parameters):
    """Return how many numbers the network has."""
    return sum(value.size for value in parameters.values())


def widest(most, n_words, n_y, depth, both):
    """Return the largest n_a with which a network has at most so many parameters."""
    n_a = 1
    while count(stacked.initial_stacked(np.random.default_rng(0), n_words, N_E, n_a + 1, n_y, depth, both)) <= most:
        n_a += 1
    return n_a


def small(arrays):
    return {key: value.astype(np.float32) for key, value in arrays.items()}


def objective(rng=None, drop=None, turned=False, carries=True):
    """Return what training.train takes; `drop` is a dictionary place → p, `turned` reads from the right alone."""
    def loss_and_gradients(parameters, words, y, starts=None):
        if turned:
            words, y = words[:, ::-1], y[:, :, ::-1]
        masks = {place: mask(rng, parameters, place, p, words.shape) for place, p in (drop or {}).items()}
        return stacked.objective(small(parameters), words, y.astype(np.float32), starts, masks)

    loss_and_gradients.carries = True
    if carries:
        return loss_and_gradients
    return lambda parameters, words, y: loss_and_gradients(parameters, words, y)[:2]


def mask(rng, parameters, place, p, size):
    """Draw a mask for "up1", "a1", "c1" …"""
    layer = place[-1]
    rows = len(parameters["W" + layer]) // 4 * (2 if place[:-1] == "up" and f"W{layer}r" in parameters else 1)
    u = rng.random((rows, *size), dtype=np.float32)
    return ((u >= p) / (1 - p)).astype(np.float32)


def measured(parameters, words, turned=False):
    """Return y_pred of a run from states of zero, with nothing dropped."""
    if turned:
        return stacked.stacked_forward(words[:, ::-1], small(parameters))[0][:, :, ::-1]
    return stacked.stacked_forward(words, small(parameters))[0]


def nats(y_pred, y):
    return float(-np.sum(y * np.log(np.maximum(y_pred, 1e-30))) / y.sum())


# tagging: (network, both, turned)
READERS = (("from the left", False, False), ("from the right", False, True), ("from both", True, False))


def train_tagger(both, turned, seed, steps=400, n_a=24):
    """Train one network to tag; return its parameters and n_a."""
    most = count(stacked.initial_stacked(np.random.default_rng(0), N_WORDS, N_E, n_a, 2))
    n_a = widest(most, N_WORDS, 2, 1, True) if both else n_a
    first = stacked.initial_stacked(np.random.default_rng([seed, 1]), N_WORDS, N_E, n_a, 2, both=both)
    rng = np.random.default_rng([seed, 0])
    batches = (verb_numbers.tagged(rng, 32, 40) for _ in range(steps))
    optimizer = training.Adam(training.falling(0.01, steps))
    record = training.train(objective(turned=turned, carries=False), first, batches, steps, optimizer, progress=False)
    return record.parameters, n_a


def tagging(seed):
    words, y, texts = verb_numbers.tagged(np.random.default_rng([seed, 2]), 500, 40)
    places = np.array([[place for _, place in verb_numbers.tags(text)] for text in texts])  # (m, T_x)
    for network, both, turned in READERS:
        parameters, n_a = train_tagger(both, turned, seed)
        right = np.argmax(measured(parameters, words, turned), axis=0) == np.argmax(y, axis=0)  # (m, T_x)
        for place in verb_numbers.PLACES:
            kept = (places == place) & (y.sum(axis=0) > 0)
            yield network, n_a, count(parameters), place, round(float(np.mean(right[kept])), 4)


def pieces_of_names(rng, T_x, m=16):
    """Yield words (m, T_x) and y of endless texts of names."""
    for x, y in letters.streams(rng, letters.names()[0], m, T_x):
        yield np.argmax(x, axis=0), y


def held_out_pieces(T_x, target):
    """Return the held-out names as pieces of T_x letters; `target` turns words and the letters after them into (words, y)."""
    x, y = letters.columns(letters.text(letters.names()[1]))
    n = x.shape[2] // T_x
    words = np.argmax(x[:, 0, :n * T_x], axis=0).reshape(n, T_x)
    return target(words, y[:, 0, :n * T_x].reshape(-1, n, T_x))


def early(objective, first, batches, rate, steps, patience, held_out):
    """Train with early stopping; return the parameters, the lowest held-out loss, and when it was reached."""
    optimizer = training.Adam(rate)
    record = training.train(objective, first, batches, steps, optimizer, progress=False, held_out=held_out, every=50,
                            patience=patience)
    step, lowest = min(record.held_out, key=lambda pair: pair[1])
    return record.parameters, lowest, step


def leak(seed):
    unread = held_out_pieces(40, lambda words, y: (words, y))
    first = stacked.initial_stacked(np.random.default_rng([seed, 1]), N_LETTERS, N_E, 30, N_LETTERS, both=True)
    batches = pieces_of_names(np.random.default_rng([seed, 0]), 40)
    lowest = early(objective(carries=False), first, batches, training.falling(0.01, 600), 600, None,
                   lambda p: nats(measured(p, unread[0]), unread[1]))[1]
    yield "from both", 30, count(first), "nats", round(lowest, 5)


def between(parameters, words):
    """Return y_pred (27, m, T_x − 2) for each letter but the first and the last, by readers that haven't read it, and caches."""
    x = stacked.embedding_forward(words, parameters["E"])  # (n_e, m, T_x)
    own = stacked.weights_of(parameters, 1)
    zero = np.zeros((len(own["W"]) // 2, len(words)), x.dtype)
    a, _, caches = stacked.both_directions_forward(x, zero, zero, own)
    n_a = len(a) // 2
    top = np.concatenate([a[:n_a, :, :-2], a[n_a:, :, 2:]])  # what stands before the letter, what stands after it
    return softmax(np.tensordot(parameters["Wy"], top, 1) + parameters["by"][:, :, np.newaxis]), (a, top, caches)


def objective_between(parameters, words, y):
    """Return J and the gradients of the letter in the middle, y (27, m, T_x − 2)."""
    parameters = small(parameters)
    y_pred, (a, top, caches) = between(parameters, words)
    n_a = len(a) // 2
    dtop, dWy, dby = losses.output_backward(losses.softmax_cross_entropy_backward(y_pred, y), top, parameters["Wy"])
    da = np.zeros_like(a)  # (2 n_a, m, T_x)
    da[:n_a, :, :-2], da[n_a:, :, 2:] = dtop[:n_a], dtop[n_a:]
    back = stacked.both_directions_backward(da, caches)
    found = {"dE": stacked.embedding_backward(back["dx"], words, N_LETTERS), "dW1": back["dW"], "db1": back["db"],
             "dW1r": back["dWr"], "db1r": back["dbr"], "dWy": dWy, "dby": dby}
    return losses.softmax_cross_entropy(y_pred, y), {"d" + key: found["d" + key] for key in parameters}


def middle(seed, n_a=48, T_x=42, steps=600):
    """Ask for each letter of a piece but the first and the last: the same letters, whatever has been read of the others."""
    def asked(words):
        return np.eye(N_LETTERS, dtype=np.float32)[:, words[:, 1:-1]]

    def side(words):  # what a reader of one side gets: all before the letter that is asked
        return words[:, :-2], asked(words)

    unread = held_out_pieces(T_x, lambda words, _: words)
    most = count(stacked.initial_stacked(np.random.default_rng(0), N_LETTERS, N_E, n_a, N_LETTERS))
    for name, both, step in (("from the left", False, 1), ("from the right", False, -1), ("from both", True, 1)):
        width = widest(most, N_LETTERS, N_LETTERS, 1, True) if both else n_a
        first = stacked.initial_stacked(np.random.default_rng([seed, 1]), N_LETTERS, N_E, width, N_LETTERS, both=both)
        pieces = (words[:, ::step] for words, _ in pieces_of_names(np.random.default_rng([seed, 0]), T_x))
        batches = ((words, asked(words)) if both else side(words) for words in pieces)
        new = unread[:, ::step]

        def held_out(p, both=both, new=new):
            return nats(between(small(p), new)[0] if both else measured(p, side(new)[0]), asked(new))

        lowest = early(objective_between if both else objective(carries=False), first, batches, training.falling(0.01, steps),
                       steps, None, held_out)[1:]
        yield from ((name, width, count(first), *pair) for pair in (("nats", round(lowest[0], 4)), ("step", lowest[1])))


def sentences(seed, n_a=24, steps=1500, depths=(1, 2, 3)):
    most = count(stacked.initial_stacked(np.random.default_rng(0), N_WORDS, N_E, n_a, N_WORDS))
    x, y, _ = tasks.stream(np.random.default_rng([seed, 2]), 200, 100)
    asked, numbers, _ = tasks.before_the_verb(np.random.default_rng([seed, 3]), 300, 4)
    for depth in depths:
        width = widest(most, N_WORDS, N_WORDS, depth, False)
        first = stacked.initial_stacked(np.random.default_rng([seed, 1]), N_WORDS, N_E, width, N_WORDS, depth)
        rng = np.random.default_rng([seed, 0])
        batches = ((np.argmax(x, axis=0), y) for x, y, _ in (tasks.stream(rng, 32, 40) for _ in range(steps)))
        parameters = training.train(objective(carries=False), first, batches, steps,
                                    training.Adam(training.falling(0.01, steps)), progress=False).parameters
        said = tasks.plural_share(measured(parameters, np.argmax(asked, axis=0))[:, :, -1]) > 0.5
        yield from ((f"{depth} layer{'s' * (depth > 1)}", width, count(first), *pair)
                    for pair in (("nats", round(nats(measured(parameters, np.argmax(x, axis=0)), y), 4)),
                                 ("4 between", round(float(np.mean(said == numbers)), 3))))


def unread_names():
    return held_out_pieces(len(letters.text(letters.names()[1])) - 1, lambda words, y: (words, y))


def names(seed, n_a=48, depths=(1, 2, 3)):
    unread = unread_names()
    most = count(stacked.initial_stacked(np.random.default_rng(0), N_LETTERS, N_E, n_a, N_LETTERS))
    for depth in depths:
        width = widest(most, N_LETTERS, N_LETTERS, depth, False)
        first = stacked.initial_stacked(np.random.default_rng([seed, 1]), N_LETTERS, N_E, width, N_LETTERS, depth)
        batches = pieces_of_names(np.random.default_rng([seed, 0]), 20)
        lowest = early(objective(), first, batches, 0.01, 2000, 5, lambda p: nats(measured(p, unread[0]), unread[1]))[1:]
        yield from ((f"{depth} layer{'s' * (depth > 1)}", width, count(first), *pair)
                    for pair in (("nats", round(lowest[0], 4)), ("step", lowest[1])))


DROPS = {"nothing": {}, "what goes up .4": {"up1": 0.4}, "a to the next step .4": {"a1": 0.4},
         "c to the next step .2": {"c1": 0.2}}


def dropout(seed, n_a=64):
    unread = unread_names()
    for what, drop in DROPS.items():
        first = stacked.initial_stacked(np.random.default_rng([seed, 1]), N_LETTERS, N_E, n_a, N_LETTERS)
        batches = pieces_of_names(np.random.default_rng([seed, 0]), 20)
        lowest = early(objective(np.random.default_rng([seed, 4]), drop), first, batches, 0.005, 2000, 6,
                       lambda p: nats(measured(p, unread[0]), unread[1]))[1:]
        yield from ((what, n_a, count(first), *pair) for pair in (("nats", round(lowest[0], 4)), ("step", lowest[1])))


def deep(seed, n_a=64):
    unread = unread_names()
    width = widest(count(stacked.initial_stacked(np.random.default_rng(0), N_LETTERS, N_E, n_a, N_LETTERS)), N_LETTERS,
                   N_LETTERS, 2, False)
    for what, drop in (("2 layers", {}), ("2 layers and what goes up .4", {"up1": 0.4, "up2": 0.4})):
        first = stacked.initial_stacked(np.random.default_rng([seed, 1]), N_LETTERS, N_E, width, N_LETTERS, 2)
        batches = pieces_of_names(np.random.default_rng([seed, 0]), 20)
        lowest = early(objective(np.random.default_rng([seed, 4]), drop), first, batches, 0.005, 2000, 6,
                       lambda p: nats(measured(p, unread[0]), unread[1]))[1:]
        yield from ((what, width, count(first), *pair) for pair in (("nats", round(lowest[0], 4)), ("step", lowest[1])))


def remember(seed, distance=50, m=64, steps=500):
    x, y, _ = tasks.remember_number(np.random.default_rng([seed, 2]), 500, distance)
    unread = np.argmax(x, axis=0)  # (m, T_x)
    for what, drop in DROPS.items():
        first = stacked.initial_stacked(np.random.default_rng([seed, 1]), N_WORDS, N_E, 24, 2, forget_bias=5.0)
        rng = np.random.default_rng([seed, 0])
        batches = ((np.argmax(x, axis=0), y) for x, y, _ in (tasks.remember_number(rng, m, distance) for _ in range(steps)))
        parameters = training.train(objective(np.random.default_rng([seed, 4]), drop, carries=False), first, batches, steps,
                                    training.Adam(0.005), progress=False).parameters
        right = np.argmax(measured(parameters, unread)[:, :, -1], axis=0) == np.argmax(y[:, :, -1], axis=0)
        yield what, 24, count(first), "accuracy", float(np.mean(right))


EXPERIMENTS = {f.__name__: f for f in (tagging, leak, middle, names, sentences, dropout, deep, remember)}


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("experiments", nargs="*", metavar="experiment", default=[], help=", ".join(EXPERIMENTS))
    arguments.add_argument("--seeds", type=int, default=SEEDS, help="how many seeds")
    arguments.add_argument("--continue", action="store_true", dest="go_on", help="keep the seeds that the file holds")
    arguments = arguments.parse_args()
    chosen = arguments.experiments or list(EXPERIMENTS)
    rows = [tuple(row.values()) for row in datafiles.table(NAME) if arguments.go_on or row["experiment"] not in chosen]
    for experiment, seed in itertools.product(chosen, range(arguments.seeds)):
        if (experiment, seed) in {(row[0], row[4]) for row in rows}:
            continue
        started = time.perf_counter()
        for network, units, parameters, measure, value in EXPERIMENTS[experiment](seed):
            rows.append((experiment, network.replace(",", ""), units, parameters, seed, measure, value))
            print(*rows[-1], f"{time.perf_counter() - started:.1f} s", sep="  ", file=sys.stderr)
        rows.sort(key=lambda row: list(EXPERIMENTS).index(row[0]))
        datafiles.keep(NAME, HEAD + "".join(",".join(map(str, row)) + "\n" for row in rows))


if __name__ == "__main__":
    main()
