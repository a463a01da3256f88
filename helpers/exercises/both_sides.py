"""What a library's LSTM reads: the table of words, and both directions.
"""
import numpy as np

from helpers.exercises.exercise import Exercise, Mistake, normal, ways
from helpers.networks import stacked

# Problems --------------------------------------------------------------------------------------------------------------

def words_back(rng, n_x, n_y, m, T_x, **_):
    """Draw dx, words with repeats, and n_words; the last word occurs in two problems of five, at one place."""
    n_words = n_y + 5
    words = rng.integers(n_words - 1, size=(m, T_x))
    words[-1, -1] = n_words - 1 if m > 4 or n_x == 5 else words[-1, -1]
    return normal(rng, n_x, m, T_x), words, n_words


def both(rng, n_x, n_a, m, T_x, **_):
    """Draw x, a0, c0 and the weights of both readers."""
    weights = {f"{kind}{side}": normal(rng, 4 * n_a, n_a + n_x if kind == "W" else 1) for side in ("", "r") for kind in "Wb"}
    return normal(rng, n_x, m, T_x), normal(rng, 2 * n_a, m), normal(rng, 2 * n_a, m), weights


def both_back(rng, **sizes):
    """Draw da and the caches of both readers."""
    a, _, caches = stacked.both_directions_forward(*both(rng, **sizes))
    return normal(rng, *a.shape), caches


def both_numeric(da, caches):
    """Return J = Σ da ∗ a as a function of what went in, and that."""
    left, right = caches
    inputs = {"dx": left.x.transpose(1, 2, 0), "da0": np.concatenate([left.a_prev[0], right.a_prev[0]]),
              "dc0": np.concatenate([left.c_prev[0], right.c_prev[0]]), "dW": left.W, "dWr": right.W}
    biases = {f"b{side}": bias_of(cache) for side, cache in (("", left), ("r", right))}

    def J(i):
        weights = biases | {"W": i["dW"], "Wr": i["dWr"]} | {key[1:]: i[key] for key in ("db", "dbr")}
        return np.sum(da * stacked.both_directions_forward(i["dx"], i["da0"], i["dc0"], weights)[0])

    return J, inputs | {"d" + key: value for key, value in biases.items()}


def bias_of(cache):
    """Return b (4 n_a, 1): what the gates of the first step hold beside W [a; x]."""
    gates, n_a = cache.gates[0], cache.c.shape[1]
    z = np.concatenate([np.log(gates[:3] / (1 - gates[:3])), np.arctanh(gates[3:])]).reshape(4 * n_a, -1)  # (4 n_a, m)
    return (z - cache.W @ np.concatenate([cache.a_prev[0], cache.x[0]]))[:, :1]


# Known mistakes --------------------------------------------------------------------------------------------------------

ADD, RETURN = "np.add.at(dE, (slice(None), words), dx)", "return dE"
_LOOP = "for i, t in np.ndindex({}): dE[:, words[i, t]] += dx[:, i, t]"

EMBEDDING = [
    Mistake("repeats lost", ADD, "dE[:, words] += dx",
            "of a word that occurs several times only the last gradient is kept, and all of them add up (dE[:, words] += dx "
            "keeps a single one too; np.add.at adds all)"),
    Mistake("repeats within a step lost", ADD, "for t in range(words.shape[1]): dE[:, words[:, t]] += dx[:, :, t]",
            "of two examples with the same word at a step only one counts: += with an array of words keeps one gradient a word"),
    Mistake("repeats within an example lost", ADD, "for i in range(len(words)): dE[:, words[i]] += dx[:, i]",
            "of a word that an example has several times only one counts: += with an array of words keeps one gradient a word"),
    Mistake("first of the repeats", ADD, "dE[:, words.ravel()[::-1]] = dx.reshape(len(dx), -1)[:, ::-1]",
            "of a word that occurs several times only the first is kept; their gradients add up"),
    Mistake("mean of the repeats", RETURN, "return dE / np.maximum(np.bincount(words.ravel(), minlength=n_words), 1)",
            "a word that occurs several times gets the mean of its gradients; used several times means added up"),
    Mistake("divided by m", RETURN, "return dE / len(words)",
            "dE is divided by m; the mean over the examples is in dx already"),
    Mistake("divided by all places", RETURN, "return dE / words.size",
            "dE is divided by m · T_x; the mean is taken in the loss, and is in dx already"),
    Mistake("last step only", ADD, "np.add.at(dE, (slice(None), words[:, -1]), dx[:, :, -1])",
            "only the words of the last step are looked at"),
    Mistake("first step only", ADD, "np.add.at(dE, (slice(None), words[:, 0]), dx[:, :, 0])",
            "only the words of the first step are looked at"),
    Mistake("first example only", ADD, "np.add.at(dE, (slice(None), words[0]), dx[:, 0])",
            "only the first example is looked at"),
    Mistake("as many examples as rows", ADD, _LOOP.format("len(dx), words.shape[1]"),
            "the loop over the examples runs n_x times, as often as dx has rows; there are m examples"),
    Mistake("as many steps as examples", ADD, _LOOP.format("len(words), len(words)"),
            "the loop over the steps runs m times, as often as there are examples; there are T_x steps"),
    Mistake("the sizes of the first axes", ADD, _LOOP.format("len(dx), dx.shape[1]"),
            "the loops run n_x and m times; they have to run over the m examples, dx.shape[1], and the T_x steps, dx.shape[2]"),
    Mistake("a step a column", ADD, "dE[:, :dx.shape[2]] = dx.sum(axis=1)",
            "the step's number stands for the word's: a column of dE belongs to the word words[i, t]"),
    Mistake("an example a column", ADD, "dE[:, :dx.shape[1]] = dx.sum(axis=2)",
            "the example's number stands for the word's: a column of dE belongs to the word words[i, t]"),
    Mistake("one row only", RETURN, "return dE * (np.arange(len(dE)) == 0)[:, np.newaxis]",
            "only the first row is filled; each word has n_e numbers, and each has its gradient"),
    Mistake("one row for all", RETURN, "return dE[:1] + 0 * dE",
            "the first row's gradient goes into all rows; each row of dx has its own row in dE"),
    Mistake("cut anew", ADD, "np.add.at(dE, (slice(None), words.ravel()), dx.reshape(-1, len(dx)).T)",
            "reshape doesn't turn dx, it cuts the same row of numbers anew; its axes are turned by transpose(1, 2, 0)"),
    Mistake("every word gets all", ADD, "dE[:, np.unique(words)] = dx.sum(axis=(1, 2))[:, np.newaxis]",
            "every word gets the sum of all of dx; to each belongs what stands at its own places"),
    Mistake("as many columns as words occur", RETURN, "return dE[:, :words.max() + 1]",
            "dE ends with the last word that occurs; n_words says how many columns it has, and what doesn't occur gets 0"),
    Mistake("step by step against example by example", ADD,
            "np.add.at(dE, (slice(None), words.T.ravel()), dx.reshape(len(dx), -1))",
            "words are read step by step and dx example by example, so that they don't belong together"),
    Mistake("subtracted", ADD, "np.subtract.at(dE, (slice(None), words), dx)",
            "the gradient is subtracted; that is the optimizer's step, not the gradient"),
    Mistake("counted", ADD, "np.add.at(dE, (slice(None), words), 1.0)", "the words are counted, and dx isn't used"),
    Mistake("a word a row", RETURN, "return dE.T", "dE has a row for each word; in E (n_e, n_words) a word is a column"),
]

TURN_X, TURN_A = "x[:, :, ::-1]", "a_right[:, :, ::-1]"
RIGHT = 'parameters["Wr"], parameters["br"]'

ENDS, STARTS = "a_left[:, :, -1], a_right[:, :, -1]", ("a0[:n_a], c0[:n_a]", "a0[n_a:], c0[n_a:]")
AXES = {"its first axis, which isn't time": "[::-1]", "its second axis, that of the examples": "[:, ::-1]",
        "all of its axes": "[::-1, ::-1, ::-1]"}

FORWARD = [
    Mistake("outputs not turned", TURN_A, "a_right",
            "the outputs of the reader from the right aren't turned round (or are twice): its first step is the sequence's last"),
    Mistake("outputs one step off", TURN_A, f"np.roll({TURN_A}, 1, axis=2)",
            "the outputs of the reader from the right are turned round one step off: from the end, step t is −1 − t, not −t"),
    Mistake("inputs not turned", TURN_X, "x", "the reader from the right is given x from the left"),
    Mistake("nothing turned", (TURN_X, TURN_A), ("x", "a_right"),
            "nothing is turned round, so that both readers read from the left"),
    Mistake("one set of weights", RIGHT, 'parameters["W"], parameters["b"]',
            "both readers use W and b; the reader from the right has Wr and br"),
    Mistake("one set of weights, the right one", 'parameters["W"], parameters["b"]', RIGHT,
            "both readers use Wr and br; the reader from the left has W and b"),
    Mistake("biases swapped", ('parameters["b"]', 'parameters["br"]', "LEFT"), ("LEFT", 'parameters["b"]', 'parameters["br"]'),
            "the two biases have changed places"),
    Mistake("last added", f"np.concatenate([{ENDS}])", "a_left[:, :, -1] + a_right[:, :, -1]",
            "last has n_a rows; both readers' last states are asked, one above the other"),
    Mistake("weights swapped", (RIGHT, 'parameters["W"], parameters["b"]', "LEFT"),
            ("LEFT", RIGHT, 'parameters["W"], parameters["b"]'),
            "the two sets of weights have changed places"),
    Mistake("right above left", f"[a_left, {TURN_A}]", f"[{TURN_A}, a_left]",
            "the reader from the right stands above that from the left"),
    Mistake("added", f"np.concatenate([a_left, {TURN_A}])", f"a_left + {TURN_A}",
            "the two readers' states are put together into n_a numbers; one set belongs on top of the other, 2 n_a in all"),
    Mistake("added, last too", (f"np.concatenate([a_left, {TURN_A}])", f"np.concatenate([{ENDS}])"),
            (f"a_left + {TURN_A}", "a_left[:, :, -1] + a_right[:, :, -1]"),
            "the two readers' numbers are put together into n_a in a and in last; one set belongs on top of the other"),
    Mistake("units alternate", f"np.concatenate([a_left, {TURN_A}])",
            f"np.stack([a_left, {TURN_A}], axis=1).reshape(2 * n_a, *x.shape[1:])",
            "the rows of the two readers alternate; joined on axis=0, all those of the reader from the left come first"),
    Mistake("behind one another", (f"{TURN_A}])", f"[{ENDS}])"), (f"{TURN_A}], axis=-1)", f"[{ENDS}], axis=-1)"),
            "the readers' numbers are joined on the last axis; they lie on top of one another, on axis 0"),
    Mistake("right above left, last too", (f"[a_left, {TURN_A}]", ENDS),
            (f"[{TURN_A}, a_left]", "a_right[:, :, -1], a_left[:, :, -1]"),
            "the reader from the right stands above that from the left, in a and in last"),
    Mistake("last column", ENDS, "a_left[:, :, -1], a_right[:, :, 0]",
            "last is the last column of a: there the reader from the right has read a single word"),
    Mistake("first column", ENDS, "a_left[:, :, 0], a_right[:, :, -1]",
            "last is the first column of a: there the reader from the left has read a single word"),
    *ways("all steps pooled", "last is made of all steps; it holds each reader's state after its last one",
          *((f"np.concatenate([{ENDS}])", f"a.{pool}(axis=2)") for pool in ("mean", "max", "sum"))),
    Mistake("each reader's first", ENDS, "a_left[:, :, 0], a_right[:, :, 0]",
            "last has both readers' states after a single word; it holds those after their last"),
    Mistake("first states swapped", ("a0[n_a:], c0[n_a:]", "a0[:n_a], c0[:n_a]", "UPPER"),
            ("UPPER", "a0[n_a:], c0[n_a:]", "a0[:n_a], c0[:n_a]"),
            "the first states of the two readers have changed places: above are those of the reader from the left"),
    *(Mistake(f"halves of {state} swapped", STARTS, starts,
              f"the halves of {state} have changed places: above is that of the reader from the left")
      for state, starts in (("a0", ("a0[n_a:], c0[:n_a]", "a0[:n_a], c0[n_a:]")),
                            ("c0", ("a0[:n_a], c0[n_a:]", "a0[n_a:], c0[:n_a]")))),
    Mistake("one first state", "a0[n_a:], c0[n_a:]", "a0[:n_a], c0[:n_a]",
            "both readers start from the upper half of a0 and c0; the lower half belongs to the reader from the right"),
    Mistake("right starts from zero", "a0[n_a:], c0[n_a:]", "0 * a0[n_a:], 0 * c0[n_a:]",
            "the reader from the right starts from zeros and not from the lower half of a0 and c0"),
    Mistake("both start from zero", STARTS, ("0 * a0[:n_a], 0 * c0[:n_a]", "0 * a0[n_a:], 0 * c0[n_a:]"),
            "both readers start from zeros; their first states are given, in the halves of a0 and c0"),
    Mistake("memories start from zero", STARTS, ("a0[:n_a], 0 * c0[:n_a]", "a0[n_a:], 0 * c0[n_a:]"),
            "both memories start from zeros; they are given, in the halves of c0"),
    Mistake("a0 for c0", STARTS, ("a0[:n_a], a0[:n_a]", "a0[n_a:], a0[n_a:]"), "the memories start from a0; theirs is c0"),
    Mistake("a0 and c0 swapped", STARTS, ("c0[:n_a], a0[:n_a]", "c0[n_a:], a0[n_a:]"), "a0 and c0 have changed places"),
    *ways("handed over",
          "the reader from the right starts from the last state of the reader from the left; they know nothing of each other",
          ("a0[n_a:], c0[n_a:]", "a_left[:, :, -1], c0[n_a:]"),
          (("a_left, _, left", "a0[n_a:], c0[n_a:]"), ("a_left, c_left, left", "a_left[:, :, -1], c_left[:, :, -1]"))),
    Mistake("memory for state", "a_left, _, left", "_, a_left, left",
            "the memory c of the reader from the left stands for its state a"),
    Mistake("memory for state, right", "a_right, _, right", "_, a_right, right",
            "the memory c of the reader from the right stands for its state a"),
    Mistake("memory for state, both", ("a_left, _, left", "a_right, _, right"), ("_, a_left, left", "_, a_right, right"),
            "the memories c of both readers stand for their states a"),
    Mistake("last of the memories", ("a_left, _, left", "a_right, _, right", ENDS),
            ("a_left, c_left, left", "a_right, c_right, right", "c_left[:, :, -1], c_right[:, :, -1]"),
            "last is made of the memories c; it holds the states a"),
    Mistake("both outputs turned", f"np.concatenate([a_left, {TURN_A}])", "np.concatenate([a_left, a_right])[:, :, ::-1]",
            "the outputs of both readers are turned round; the reader from the left has its own in the right order"),
    Mistake("the other reader turned", ("layer_forward(x, ", f"layer_forward({TURN_X}, a0[n_a:]", f"[a_left, {TURN_A}]"),
            ("layer_forward(x[:, :, ::-1], ", "layer_forward(x, a0[n_a:]", "[a_left[:, :, ::-1], a_right]"),
            "x is turned round for the reader from the left; it is the other one, with Wr and br, that comes from the right"),
    *(entry for which, turn in AXES.items() for entry in (
        *ways(f"x turned along {which}", f"x is turned along {which}; time is the last one: x[:, :, ::-1]",
              (TURN_X, f"x{turn}"), ((TURN_X, TURN_A), (f"x{turn}", f"a_right{turn}"))),
        Mistake(f"outputs turned along {which}", TURN_A, f"a_right{turn}",
                f"what the reader from the right gives is turned along {which}; time is the last one"))),
    Mistake("caches swapped", "(left, right)", "(right, left)", "the two caches have changed places"),
]

TURN_DA, TURN_DX = "da[n_a:, :, ::-1]", 'other["dx"][:, :, ::-1]'
DX = 'one["dx"] + other["dx"][:, :, ::-1]'

DA0, DC0 = 'np.concatenate([one["da0"], other["da0"]])', 'np.concatenate([one["dc0"], other["dc0"]])'

BACKWARD = [
    Mistake("da not turned", TURN_DA, "da[n_a:]",
            "da of the reader from the right isn't turned round: its first step was the sequence's last"),
    Mistake("dx not turned", TURN_DX, 'other["dx"]', "dx of the reader from the right isn't turned back"),
    Mistake("nothing turned", (TURN_DA, TURN_DX), ("da[n_a:]", 'other["dx"]'), "nothing is turned round on the way back"),
    Mistake("dx of the left only", DX, 'one["dx"]',
            "dx comes from the reader from the left alone; both have read x, and the layer below would learn from one only"),
    Mistake("dx of the right only", DX, 'other["dx"][:, :, ::-1]',
            "dx comes from the reader from the right alone; both have read x"),
    Mistake("dx of the left twice", DX, 'one["dx"] + one["dx"]',
            "dx of the reader from the left is taken twice; one of the two is that of the reader from the right, turned round"),
    Mistake("dx one step off", TURN_DX, f"np.roll({TURN_DX}, 1, axis=2)",
            "dx of the reader from the right is turned round one step off: from the end, step t is −1 − t, not −t"),
    Mistake("dx a mean", DX, f"({DX}) / 2", "dx is the mean of the two; used twice means added up"),
    Mistake("dx stacked", DX, f"np.concatenate([{DX.replace(' + ', ', ')}])",
            "the two dx are stacked; it is the outputs that are stacked, and x is one"),
    Mistake("sum turned", DX, '(one["dx"] + other["dx"])[:, :, ::-1]',
            "the sum of both dx is turned round; only that of the reader from the right comes in another order"),
    Mistake("the left's dx turned", DX, 'one["dx"][:, :, ::-1] + other["dx"]',
            "dx of the reader from the left is turned round; that of the reader from the right is the one in another order"),
    Mistake("the left turned", ("da[:n_a]", TURN_DA, DX),
            ("da[:n_a, :, ::-1]", "da[n_a:]", 'one["dx"][:, :, ::-1] + other["dx"]'),
            "the reader from the left is turned round; it is the reader from the right that read x from its end"),
    Mistake("both turned", "da[:n_a]", "da[:n_a, :, ::-1]",
            "da is turned round for the reader from the left too; it has read x in its own order"),
    *(entry for which, turn in AXES.items() for entry in (
        *ways(f"da turned along {which}", f"da is turned along {which}; time is the last one: da[n_a:, :, ::-1]",
              (TURN_DA, f"da[n_a:]{turn}"), ((TURN_DA, TURN_DX), (f"da[n_a:]{turn}", f'other["dx"]{turn}'))),
        Mistake(f"dx turned along {which}", TURN_DX, f'other["dx"]{turn}',
                f"dx of the reader from the right is turned along {which}; time is the last one"))),
    Mistake("caches swapped", "left, right = caches", "right, left = caches",
            "the two caches have changed places: the first is that of the reader from the left"),
    Mistake("results swapped", ("one = ", "other = ", "LEFT"), ("LEFT", "one = ", "other = "),
            "the two readers' results have changed places: what came back through the first cache is the left one's"),
    Mistake("halves swapped", ("da[:n_a]", TURN_DA), ("da[n_a:]", "da[:n_a, :, ::-1]"),
            "the halves of da have changed places: above is the reader from the left"),
    Mistake("weights swapped", ('"dW": one["dW"]', '"dWr": other["dW"]'), ('"dW": other["dW"]', '"dWr": one["dW"]'),
            "dW and dWr have changed places"),
    Mistake("biases swapped", ('"db": one["db"]', '"dbr": other["db"]'), ('"db": other["db"]', '"dbr": one["db"]'),
            "db and dbr have changed places"),
    Mistake("one set of weights", ('"dW": one["dW"]', '"dWr": other["dW"]'),
            ('"dW": one["dW"] + other["dW"]', '"dWr": one["dW"] + other["dW"]'),
            "the gradients of the two sets of weights are added; each reader has weights of its own"),
    Mistake("weights and biases added", ('"dW": one["dW"], "db": one["db"]', '"dWr": other["dW"], "dbr": other["db"]'),
            ('"dW": one["dW"] + other["dW"], "db": one["db"] + other["db"]',
             '"dWr": one["dW"] + other["dW"], "dbr": one["db"] + other["db"]'),
            "the gradients of the two readers are added, weights and biases; each reader has its own"),
    Mistake("first states upside down", (DA0, DC0), ('np.concatenate([other["da0"], one["da0"]])',
                                                     'np.concatenate([other["dc0"], one["dc0"]])'),
            "da0 and dc0 hold the reader from the right above that from the left"),
    Mistake("first states added", (DA0, DC0), ('(one["da0"] + other["da0"])', '(one["dc0"] + other["dc0"])'),
            "da0 and dc0 have n_a rows; each reader started from states of its own, so both gradients are asked, one above the "
            "other"),
    Mistake("da0 upside down", DA0, 'np.concatenate([other["da0"], one["da0"]])',
            "da0 holds the reader from the right above that from the left"),
    Mistake("dc0 for da0", DA0, DC0,
            "da0 is made of dc0"),
    Mistake("da0 for dc0", DC0, DA0,
            "dc0 is made of da0"),
    Mistake("da0 added", DA0, '(one["da0"] + other["da0"])',
            "da0 has n_a rows; each reader started from a state of its own, so both gradients are asked, one above the other"),
]

EXERCISES = [
    Exercise(stacked.embedding_backward, "18", "the sum of dx over all places of a word", words_back, returns="dE",
             mistakes=EMBEDDING),
    Exercise(stacked.both_directions_forward, "18", "one layer from the left, one from the right", both,
             returns="a last caches", order="a last", mistakes=FORWARD),
    Exercise(stacked.both_directions_backward, "18", "both readers back, and what they share", both_back,
             order="dx da0 dc0 db dW dbr dWr", numeric=both_numeric, mistakes=BACKWARD),
]
