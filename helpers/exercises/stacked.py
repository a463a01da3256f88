"""What a library's LSTM adds: the table of words, both directions, dropout, two layers.
"""
import numpy as np

from helpers.exercises.exercise import Exercise, Mistake, normal
from helpers.networks import stacked
from helpers.networks.layer import layer_forward

# Problems --------------------------------------------------------------------------------------------------------------

def words_back(rng, n_x, n_y, m, T_x, **_):
    """Draw dx, words with repeats, and n_words; the last word never occurs."""
    n_words = n_y + 5
    return normal(rng, n_x, m, T_x), rng.integers(n_words - 1, size=(m, T_x)), n_words


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
    biases = {f"b{side}": _bias(cache) for side, cache in (("", left), ("r", right))}

    def J(i):
        weights = biases | {"W": i["dW"], "Wr": i["dWr"]} | {key[1:]: i[key] for key in ("db", "dbr")}
        return np.sum(da * stacked.both_directions_forward(i["dx"], i["da0"], i["dc0"], weights)[0])

    return J, inputs | {"d" + key: value for key, value in biases.items()}


def _bias(cache):
    """Return b (4 n_a, 1): what the gates of the first step hold beside W [a; x]."""
    gates, n_a = cache.gates[0], cache.c.shape[1]
    z = np.concatenate([np.log(gates[:3] / (1 - gates[:3])), np.arctanh(gates[3:])]).reshape(4 * n_a, -1)  # (4 n_a, m)
    return (z - cache.W @ np.concatenate([cache.a_prev[0], cache.x[0]]))[:, :1]


def to_drop(rng, n_a, m, T_x, **_):
    """Draw a, p, u, and whether it is trained: in two problems of five it isn't."""
    shape = n_a, m, T_x
    return normal(rng, *shape), float(rng.uniform(0.2, 0.45)), rng.random(shape), m != 2


def to_remember(rng, n_a, m, T_x, **_):
    """Draw c0, both gates, the candidate and a mask that drops a third."""
    shape = n_a, m, T_x
    gamma_f, gamma_u = rng.uniform(0.2, 0.95, (2, *shape))
    return normal(rng, n_a, m), gamma_f, gamma_u, np.tanh(normal(rng, *shape)), (rng.random(shape) >= 0.35) / 0.65


def two_back(rng, n_x, n_a, m, T_x, **_):
    """Draw da, the caches of two layers and the masks on what they hand up."""
    x, caches, masks = normal(rng, n_x, m, T_x), [], []
    for _ in range(2):
        W, b = normal(rng, 4 * n_a, n_a + len(x)), normal(rng, 4 * n_a, 1)
        a, _, cache = layer_forward(x, normal(rng, n_a, m), normal(rng, n_a, m), W, b)
        masks.append((rng.random(a.shape) >= 0.3) / 0.7)
        caches.append(cache)
        x = a * masks[-1]
    return normal(rng, *x.shape), tuple(caches), tuple(masks)


def two_numeric(da, caches, masks):
    """Return J = Σ da ∗ (what the upper layer hands up) as a function of what went in, and that."""
    def J(i):
        x = i["dx"]
        for layer, (cache, mask) in enumerate(zip(caches, masks), 1):
            x = mask * layer_forward(x, cache.a_prev[0], cache.c_prev[0], i[f"dW{layer}"], i[f"db{layer}"])[0]
        return np.sum(da * x)

    inputs = {"dx": caches[0].x.transpose(1, 2, 0)}
    for layer, cache in enumerate(caches, 1):
        inputs |= {f"dW{layer}": cache.W, f"db{layer}": _bias(cache)}
    return J, inputs


# Known mistakes --------------------------------------------------------------------------------------------------------

ADD, RETURN = "np.add.at(dE, (slice(None), words), dx)", "return dE"

EMBEDDING = [
    Mistake("repeats lost", ADD, "dE[:, words] += dx",
            "dE[:, words] += dx stands there: of a word that occurs several times NumPy keeps one; np.add.at adds all"),
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

FORWARD = [
    Mistake("outputs not turned", TURN_A, "a_right",
            "the outputs of the reader from the right aren't turned round: its first step is the sequence's last"),
    Mistake("inputs not turned", TURN_X, "x", "the reader from the right is given x from the left"),
    Mistake("nothing turned", (TURN_X, TURN_A), ("x", "a_right"),
            "nothing is turned round, so that both readers read from the left"),
    Mistake("one set of weights", RIGHT, 'parameters["W"], parameters["b"]',
            "both readers use W and b; the reader from the right has Wr and br"),
    Mistake("weights swapped", (RIGHT, 'parameters["W"], parameters["b"]', "LEFT"),
            ("LEFT", RIGHT, 'parameters["W"], parameters["b"]'),
            "the two sets of weights have changed places"),
    Mistake("right above left", f"[a_left, {TURN_A}]", f"[{TURN_A}, a_left]",
            "the reader from the right stands above that from the left"),
    Mistake("added", f"np.concatenate([a_left, {TURN_A}])", f"a_left + {TURN_A}",
            "the two readers' states are added; they are stacked, so that the next layer can weigh them apart"),
    Mistake("last column", "a_left[:, :, -1], a_right[:, :, -1]", "a_left[:, :, -1], a_right[:, :, 0]",
            "last is the last column of a: there the reader from the right has read a single word"),
    Mistake("first column", "a_left[:, :, -1], a_right[:, :, -1]", "a_left[:, :, 0], a_right[:, :, -1]",
            "last is the first column of a: there the reader from the left has read a single word"),
    Mistake("first states swapped", ("a0[n_a:], c0[n_a:]", "a0[:n_a], c0[:n_a]", "UPPER"),
            ("UPPER", "a0[n_a:], c0[n_a:]", "a0[:n_a], c0[:n_a]"),
            "the first states of the two readers have changed places: above are those of the reader from the left"),
    Mistake("one first state", "a0[n_a:], c0[n_a:]", "a0[:n_a], c0[:n_a]",
            "both readers start from the upper half of a0 and c0; the lower half belongs to the reader from the right"),
    Mistake("right starts from zero", "a0[n_a:], c0[n_a:]", "0 * a0[n_a:], 0 * c0[n_a:]",
            "the reader from the right starts from zeros and not from the lower half of a0 and c0"),
    Mistake("handed over", "a0[n_a:], c0[n_a:]", "a_left[:, :, -1], c0[n_a:]",
            "the reader from the right starts from the last state of the reader from the left; they know nothing of each other"),
    Mistake("memory for state", "a_left, _, left", "_, a_left, left",
            "the memory c of the reader from the left stands for its state a"),
    Mistake("caches swapped", "(left, right)", "(right, left)", "the two caches have changed places"),
]

TURN_DA, TURN_DX = "da[n_a:, :, ::-1]", 'other["dx"][:, :, ::-1]'
DX = 'one["dx"] + other["dx"][:, :, ::-1]'

BACKWARD = [
    Mistake("da not turned", TURN_DA, "da[n_a:]",
            "da of the reader from the right isn't turned round: its first step was the sequence's last"),
    Mistake("dx not turned", TURN_DX, 'other["dx"]', "dx of the reader from the right isn't turned back"),
    Mistake("nothing turned", (TURN_DA, TURN_DX), ("da[n_a:]", 'other["dx"]'), "nothing is turned round on the way back"),
    Mistake("dx of the left only", DX, 'one["dx"]',
            "dx comes from the reader from the left alone; both have read x, and the layer below would learn from one only"),
    Mistake("dx of the right only", DX, 'other["dx"][:, :, ::-1]',
            "dx comes from the reader from the right alone; both have read x"),
    Mistake("dx a mean", DX, f"({DX}) / 2", "dx is the mean of the two; used twice means added up"),
    Mistake("dx stacked", DX, f"np.concatenate([{DX.replace(' + ', ', ')}])",
            "the two dx are stacked; it is the outputs that are stacked, and x is one"),
    Mistake("halves swapped", ("da[:n_a]", TURN_DA), ("da[n_a:]", "da[:n_a, :, ::-1]"),
            "the halves of da have changed places: above is the reader from the left"),
    Mistake("weights swapped", ('"dW": one["dW"]', '"dWr": other["dW"]'), ('"dW": other["dW"]', '"dWr": one["dW"]'),
            "dW and dWr have changed places"),
    Mistake("biases swapped", ('"db": one["db"]', '"dbr": other["db"]'), ('"db": other["db"]', '"dbr": one["db"]'),
            "db and dbr have changed places"),
    Mistake("one set of weights", ('"dW": one["dW"]', '"dWr": other["dW"]'),
            ('"dW": one["dW"] + other["dW"]', '"dWr": one["dW"] + other["dW"]'),
            "the gradients of the two sets of weights are added; each reader has weights of its own"),
    Mistake("da0 upside down", 'np.concatenate([one["da0"], other["da0"]])', 'np.concatenate([other["da0"], one["da0"]])',
            "da0 holds the reader from the right above that from the left"),
    Mistake("dc0 for da0", 'np.concatenate([one["da0"], other["da0"]])', 'np.concatenate([one["dc0"], other["dc0"]])',
            "da0 is made of dc0"),
    Mistake("da0 for dc0", 'np.concatenate([one["dc0"], other["dc0"]])', 'np.concatenate([one["da0"], other["da0"]])',
            "dc0 is made of da0"),
    Mistake("da0 added", 'np.concatenate([one["da0"], other["da0"]])', '(one["da0"] + other["da0"])',
            "da0 is a sum of the two readers' gradients; each started from a state of its own"),
]

MASK, SHARE = "(u >= p) / (1 - p)", "u >= p"

DROPOUT = [
    Mistake("no division", MASK, "(u >= p) * 1.0",
            "the mask isn't divided by 1 − p: trained on small numbers, the network is measured on larger ones"),
    Mistake("divided by p", MASK, "(u >= p) / p", "the mask is divided by p; what stays is the share 1 − p"),
    Mistake("multiplied", MASK, "(u >= p) * (1 - p)", "the mask is multiplied by 1 − p; what stays has to grow"),
    Mistake("the others dropped", MASK, "(u < p) / (1 - p)", "those with u < p stay, and they are to be dropped"),
    Mistake("p stays", MASK, "(u < p) / p", "p is taken for the share that stays; it is the share that is dropped"),
    Mistake("p stays, from above", MASK, "(u >= 1 - p) / p",
            "the numbers with u ≥ 1 − p stay: p is taken for the share that stays"),
    Mistake("from above", MASK, "(u < 1 - p) / (1 - p)",
            "the numbers with u < 1 − p stay: as large a share, but others; those with u < p are to be dropped"),
    Mistake("divided by what stayed", MASK, "(u >= p) / np.mean(u >= p)",
            "the mask is divided by the share that happened to stay; 1 − p is the share that stays on average"),
    Mistake("also when measuring", f"{MASK} if training else np.ones(a.shape)", MASK,
            "numbers are dropped while measuring too, so that the loss is another at every call"),
    Mistake("scaled when measuring", "np.ones(a.shape)", "np.full(a.shape, 1 - p)",
            "while measuring all is multiplied by 1 − p: that belongs to the older form, whose mask isn't divided"),
    Mistake("the older form", (MASK, "return a * mask"), ("(u >= p) * 1.0", "return a * mask * (1 if training else 1 - p)"),
            "it is multiplied by 1 − p while measuring, as in the older form; here the mask is divided by it while training"),
    Mistake("all dropped when measuring", "np.ones(a.shape)", "np.zeros(a.shape)", "while measuring everything is dropped"),
    Mistake("training turned round", "if training", "if not training", "it drops while measuring, and not while training"),
    Mistake("one mask for all examples", SHARE, "0 * u + u[:, :1] >= p", "one mask serves all examples; each has its own"),
    Mistake("one mask for all steps", SHARE, "0 * u + u[:, :, :1] >= p",
            "one mask serves all steps (which is done on purpose in some papers; here each step has its own)"),
    Mistake("mask unused", "return a * mask", "return a", "a comes back as it was: the mask isn't applied"),
    Mistake("applied twice", "return a * mask, mask", "return a * mask * mask, mask", "the mask is applied twice"),
    Mistake("dropped for mask", "return a * mask, mask", "return a * mask, a * mask",
            "what is dropped comes back in the place of the mask; the way back multiplies by the mask alone"),
    Mistake("mask without the division", "return a * mask, mask", "return a * mask, 1.0 * (mask > 0)",
            "the mask that comes back holds 0 and 1; the way back multiplies by 1 / (1 − p) too"),
]

WRITTEN, HELD, ROW = "c_tilde[:, :, t] * mask[:, :, t]", "gamma_f[:, :, t] * c_next", "c[:, :, t] = c_next"
SUM = f"{HELD} + gamma_u[:, :, t] * news"

NEWS = [
    Mistake("mask on what is held", (WRITTEN, HELD), ("c_tilde[:, :, t]", f"mask[:, :, t] * {HELD}"),
            "the mask lies on what is held, the one place where it does harm; it belongs to the news, c̃"),
    Mistake("mask on the memory", (WRITTEN, SUM), ("c_tilde[:, :, t]", f"mask[:, :, t] * ({SUM})"),
            "the mask lies on the new memory, so that what is held is dropped too; it belongs to the news, c̃"),
    Mistake("mask on what is handed out", (WRITTEN, ROW), ("c_tilde[:, :, t]", "c[:, :, t] = mask[:, :, t] * c_next"),
            "the mask lies on the memory that is handed out, and not on the news that are written into it"),
    Mistake("mask forgotten", WRITTEN, "c_tilde[:, :, t]", "no mask is applied"),
    Mistake("mask twice", WRITTEN, WRITTEN + " ** 2", "the mask is applied twice, to Γ_u and to c̃"),
    Mistake("mask without the division", WRITTEN, "c_tilde[:, :, t] * (mask[:, :, t] > 0)",
            "the mask is taken as 0 and 1; what stays has to be multiplied by 1 / (1 − p)"),
    Mistake("the others dropped", WRITTEN, "c_tilde[:, :, t] * (np.max(mask) - mask[:, :, t])",
            "what the mask drops stays, and what it leaves is dropped"),
    Mistake("one mask for all steps", WRITTEN, "c_tilde[:, :, t] * mask[:, :, 0]",
            "the first step's mask serves all steps; each has its own"),
    Mistake("mask of the step before", WRITTEN, "c_tilde[:, :, t] * mask[:, :, t - 1]",
            "the mask is that of the step before (at the first, that of the last)"),
    Mistake("old memory where news are dropped", SUM, f"np.where(mask[:, :, t] > 0, {SUM}, c_next)",
            "where the mask is 0, the memory stays as it was; what is dropped are the news alone, and Γ_f goes on working"),
    Mistake("gates swapped", (HELD, "gamma_u[:, :, t] * news"), ("gamma_u[:, :, t] * c_next", "gamma_f[:, :, t] * news"),
            "Γ_f and Γ_u have changed places"),
    Mistake("one gate", "gamma_u[:, :, t] * news", "(1 - gamma_f[:, :, t]) * news",
            "1 − Γ_f stands for Γ_u; this cell has a gate for each"),
    Mistake("one gate, as in a GRU", HELD, "(1 - gamma_u[:, :, t]) * c_next",
            "1 − Γ_u stands for Γ_f, as in a GRU; this cell has a gate for each"),
    Mistake("Γ_f forgotten", HELD, "c_next", "Γ_f is forgotten: nothing is ever given up"),
    Mistake("Γ_u forgotten", "gamma_u[:, :, t] * news", "news", "Γ_u is forgotten: all news are written in full"),
    Mistake("memory not carried", HELD, "gamma_f[:, :, t] * c0",
            "each step starts from c0 again; it goes on from the step before"),
    Mistake("from zero", "c_next = np.zeros(mask.shape), c0", "c_next = np.zeros(mask.shape), 0 * c0",
            "the first memory is taken as zero; c0 is given"),
    Mistake("nothing held", SUM, "gamma_u[:, :, t] * news", "Γ_f ∗ c of the step before is missing"),
    Mistake("tanh again", WRITTEN, "np.tanh(c_tilde[:, :, t]) * mask[:, :, t]", "the tanh is taken again; c̃ has had its own"),
    Mistake("a for c", ROW, "c[:, :, t] = np.tanh(c_next)", "a tanh is taken of the memory; that belongs to a, and c is asked"),
    Mistake("last step only", "return c", "return c_next", "only the last memory comes back; that of every step is asked"),
]

HANDED, TOP, BIAS_1, BIAS_2 = 'upper["dx"] * masks[0]', "da * masks[1]", '"db1": lower["db"]', '"db2": upper["db"]'

TWO = [
    Mistake("lower mask forgotten", HANDED, 'upper["dx"]',
            "the lower layer's mask is forgotten: what was dropped on the way up had no part in the loss"),
    Mistake("upper mask forgotten", TOP, "da", "the upper layer's mask is forgotten: da belongs to what was left of its outputs"),
    Mistake("no masks", (HANDED, TOP), ('upper["dx"]', "da"), "neither mask is applied on the way back"),
    Mistake("masks swapped", (HANDED, TOP), ('upper["dx"] * masks[1]', "da * masks[0]"), "the two masks have changed places"),
    Mistake("upper mask twice", HANDED, 'upper["dx"] * masks[1]',
            "the upper layer's mask stands at the lower layer too; each layer has its own"),
    Mistake("both masks below", HANDED, 'upper["dx"] * masks[0] * masks[1]',
            "both masks are applied to the lower layer's gradient; there only its own stands in the way"),
    Mistake("mask squared", HANDED, 'upper["dx"] * masks[0] ** 2', "the lower layer's mask is applied twice"),
    Mistake("mask without the division", (HANDED, TOP), ('upper["dx"] * (masks[0] > 0)', "da * (masks[1] > 0)"),
            "the masks are taken as 0 and 1; forward they multiplied by 1 / (1 − p), and so they do back"),
    Mistake("da handed down", HANDED, "da * masks[0]",
            "the lower layer is given da; what reaches it is dx of the upper one"),
    Mistake("da handed down as well", HANDED, '(upper["dx"] + da) * masks[0]',
            "da is added to dx of the upper layer; it comes to the upper layer's outputs only"),
    Mistake("dx of the upper layer", '"dx": lower["dx"]', '"dx": upper["dx"]',
            "dx is that of the upper layer; what the lower one read is asked"),
    Mistake("biases swapped", (BIAS_1, BIAS_2), ('"db1": upper["db"]', '"db2": lower["db"]'), "db1 and db2 have changed places"),
    Mistake("weights swapped", ('"dW1": lower["dW"]', '"dW2": upper["dW"]'), ('"dW1": upper["dW"]', '"dW2": lower["dW"]'),
            "dW1 and dW2 have changed places"),
]

EXERCISES = [
    Exercise(stacked.embedding_backward, "18", "the sum of dx over all places of a word", words_back, returns="dE",
             mistakes=EMBEDDING),
    Exercise(stacked.both_directions_forward, "18", "one layer from the left, one from the right", both,
             returns="a last caches", order="a last", mistakes=FORWARD),
    Exercise(stacked.both_directions_backward, "18", "both readers back, and what they share", both_back,
             order="dx da0 dc0 db dW dbr dWr", numeric=both_numeric, mistakes=BACKWARD),
    Exercise(stacked.dropout, "19", "the mask, and a times it", to_drop, returns="dropped mask", order="mask dropped",
             mistakes=DROPOUT),
    Exercise(stacked.two_layers_backward, "19", "the upper layer back, then the lower one", two_back,
             order="db2 dW2 db1 dW1 dx", numeric=two_numeric, mistakes=TWO),
    Exercise(stacked.news_dropped, "19", "equation (3), step by step", to_remember, returns="c", mistakes=NEWS),
]
