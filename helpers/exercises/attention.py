"""An attention head and the bridge between encoder and decoder: forward, and the way back.
"""
import numpy as np

from helpers.exercises.exercise import Exercise, Mistake, normal, ways
from helpers.networks import attention
from helpers.networks.activations import softmax
from helpers.networks.layer import layer_forward

# Problems --------------------------------------------------------------------------------------------------------------

def head(rng, n_a, m, T_x, **_):
    """Draw s, h and Wg: T_d = T_x + 4 steps ask T_e = T_x places; weights large enough for α to have peaks."""
    return normal(rng, n_a, m, T_x + 4), normal(rng, n_a, m, T_x), 3 * normal(rng, n_a, n_a)


def head_back(rng, **sizes):
    """Draw dk and the head's cache."""
    k, cache = attention.attend_forward(*head(rng, **sizes))
    return normal(rng, *k.shape), cache


def head_numeric(dk, cache):
    """Return J = Σ dk ∗ k as a function of s, h and Wg, and those."""
    return (lambda i: np.sum(dk * attention.attend_forward(i["ds"], i["dh"], i["dWg"])[0]),
            {"ds": cache.s, "dh": cache.h, "dWg": cache.Wg})


def bridge_back(rng, n_x, n_a, m, T_x, **_):
    """Draw ds, dh and the caches of an encoder and a decoder."""
    def layer(T, a0, c0):
        return layer_forward(normal(rng, n_x, m, T), a0, c0, normal(rng, 4 * n_a, n_a + n_x), normal(rng, 4 * n_a, 1))

    h, c_h, encoder = layer(T_x, normal(rng, n_a, m), normal(rng, n_a, m))
    s, _, decoder = layer(T_x + 4, h[:, :, -1], c_h[:, :, -1])
    return normal(rng, *s.shape), normal(rng, *h.shape), (encoder, decoder)


def to_hide(rng, m, T_x, **_):
    """Draw α of T_d = T_x + 3 steps over T_e = T_x + 2 places, and places: among them the first, the last and two that aren't."""
    T_e, T_d = T_x + 2, T_x + 3
    places = np.concatenate([[-1, T_e, 0, T_e - 1], rng.integers(T_e, size=T_d - 4)])
    return softmax(2 * normal(rng, T_e, T_d, m)), rng.permutation(places)


# Known mistakes --------------------------------------------------------------------------------------------------------

SOFTMAX, ROOT = "alpha = softmax(e)", " / len(s) ** 0.5"
ASKS, READ = "np.tensordot(Wg.T, s, 1)", '"jim,amj->ami", alpha, h'

FORWARD = [
    Mistake("softmax over the decoder's steps", SOFTMAX, "alpha = softmax(e.swapaxes(0, 1)).swapaxes(0, 1)",
            "the softmax runs over i, the steps that ask; it runs over j, the places that answer"),
    Mistake("softmax over the examples", SOFTMAX, "alpha = softmax(e.transpose(2, 1, 0)).transpose(2, 1, 0)",
            "the softmax runs over the examples; it runs over j, the places that answer"),
    Mistake("no softmax", SOFTMAX, "alpha = e", "the scores are taken as weights; a softmax belongs between them"),
    Mistake("not normalised", SOFTMAX, "alpha = np.exp(e)", "the division by the sum is missing in the softmax"),
    Mistake("sigmoid", SOFTMAX, "alpha = 1 / (1 + np.exp(-e))", "a sigmoid stands where the softmax belongs"),
    Mistake("the best place only", SOFTMAX, "alpha = 1.0 * (e == np.max(e, axis=0))",
            "all weight goes to the best place; the softmax shares it out (and has a gradient)"),
    Mistake("all places alike", SOFTMAX, "alpha = softmax(0 * e)", "all places weigh the same: k is the plain mean of h"),
    Mistake("root forgotten", ROOT, "", "the scores aren't divided by √n_a"),
    Mistake("divided by n_a", ROOT, " / len(s)", "the scores are divided by n_a and not by its root"),
    Mistake("multiplied by the root", ROOT, " * len(s) ** 0.5", "the scores are multiplied by √n_a"),
    Mistake("root of the length", ROOT, " / h.shape[2] ** 0.5",
            "the scores are divided by the root of T_e; it is the root of n_a"),
    Mistake("root of the steps", ROOT, " / s.shape[2] ** 0.5",
            "the scores are divided by the root of T_d; it is the root of n_a"),
    Mistake("root of the weights", (ROOT, SOFTMAX), ("", "alpha = softmax(e)" + ROOT),
            "the root divides the weights; it divides the scores, before the softmax"),
    Mistake("later places masked", SOFTMAX,
            "alpha = softmax(np.where(np.arange(len(e))[:, None, None] <= np.arange(s.shape[2])[:, None], e, -1e9))",
            "a step reads only the places up to its own number; here every step reads all places"),
    *ways("the step before", "the question is the decoder's state before the step; here it is the state after it, s⟨i⟩",
          (ASKS, "np.tensordot(Wg.T, np.concatenate([0 * s[:, :, :1], s[:, :, :-1]], axis=2), 1)"),
          (ASKS, "np.tensordot(Wg.T, np.roll(s, 1, axis=2), 1)")),
    *ways("Wg in what is read", "h goes through W_g before it is read; in equation (5) it is read as it is",
          (READ, '"jim,amj->ami", alpha, np.tensordot(Wg, h, 1)'), (READ, '"jim,amj->ami", alpha, np.tensordot(Wg.T, h, 1)')),
    Mistake("steps before places", ('"ami,amj->jim"', '"jim,amj->ami"'), ('"ami,amj->ijm"', '"ijm,amj->ami"'),
            "e lies as (T_d, T_e, m), and softmax goes down the first axis: the places have to come first, (T_e, T_d, m)"),
    Mistake("s and h swapped", (ASKS, "questions, h)", READ), (ASKS.replace(" s,", " h,"), "questions, s)", READ[:-1] + "s"),
            "s and h have changed places: it is s that asks, and h that answers and is read"),
    Mistake("h asks", ASKS, "np.tensordot(Wg.T, h, 1)", "h asks and h answers; the question is the decoder's state, s"),
    Mistake("s on top of k", "return k, ", "return np.concatenate([s, k]), ",
            "s stands on top of k; equation (6) puts them together, here k alone is asked"),
    Mistake("Wg transposed", ASKS, "np.tensordot(Wg, s, 1)",
            "W_g is transposed: the score is sᵀ W_g h, with the question on the left"),
    Mistake("Wg twice", "questions, h)", "questions, np.tensordot(Wg, h, 1))",
            "W_g is in the score twice, before s and before h; once is enough: sᵀ W_g h"),
    *ways("cut anew", "reshape turns no axes, it cuts the same row of numbers anew; np.transpose turns them",
          (ASKS, "np.tensordot(Wg.T, s.reshape(s.shape[1], s.shape[2], -1).transpose(2, 0, 1), 1)"),
          *((("questions, h)", READ), (f"questions, {h})", READ.removesuffix("h") + h))
            for h in ("h.reshape(h.shape[1], len(h), -1).swapaxes(0, 1)",
                      "h.reshape(h.shape[1], h.shape[2], -1).transpose(2, 0, 1)"))),
    *ways("examples mixed", "the examples are added up in a product with h; each has its own: both letters are m in np.einsum",
          ("ami,amj->jim", "ami,anj->jim"), ('"jim,amj->ami"', '"jim,anj->ami"')),
    Mistake("a column a place", '"jim,amj->ami"', '"jim,amj->amj"',
            "k has a column for each place j; it has one for each step i that asks, and j is what is added up"),
    *ways("one step's α in the cache", "the cache has α of one step alone; make it whole first, (T_e, T_d, m)",
          *(("Cache(alpha,", f"Cache(alpha[:, {one}],") for one in ("-1", "-1, -1"))),
    Mistake("no Wg", ASKS, "s",
            "W_g is forgotten: the score is sᵀh, as if both networks spoke one language"),
    Mistake("sum read twice", "k = np.einsum(", "k = 2 * np.einsum(", "k is twice what it should be"),
    Mistake("k a plain sum", "alpha, h)  # (n_a, m, T_d)", "1 + 0 * alpha, h)  # (n_a, m, T_d)",
            "k is the plain sum of all h: the weights aren't used"),
]

DE, ASKED = "alpha * (dalpha - mean)", 'np.tensordot(Wg.T, np.einsum("jim,ami->amj", de, s), 1)'

BACKWARD = [
    Mistake("mean left out", DE, "alpha * dalpha",
            "Σ α dα is left out of the softmax's gradient: one weight can grow only where others shrink"),
    Mistake("plain mean", "np.sum(alpha * dalpha, axis=0, keepdims=True)", "np.mean(dalpha, axis=0, keepdims=True)",
            "the plain mean of dα is subtracted; it is the mean weighted with α"),
    Mistake("mean over the steps", "np.sum(alpha * dalpha, axis=0", "np.sum(alpha * dalpha, axis=1",
            "Σ α dα runs over the steps that ask; it runs over the places, as the softmax did"),
    Mistake("diagonal only", DE, "alpha * (1 - alpha) * dalpha",
            "only the softmax's diagonal α(1 − α) is used, as if it were a sigmoid: each score moves all weights"),
    Mistake("α left out", DE, "(dalpha - mean)", "α is left out of the softmax's gradient"),
    Mistake("root forgotten", DE + ROOT, DE, "the 1/√n_a of the scores is forgotten on the way back"),
    Mistake("divided by n_a", DE + ROOT, DE + " / len(s)", "de is divided by n_a; the scores were divided by its root"),
    Mistake("values only", "read + asked", "read", "dh has only the way through what is read; h also answers, in the scores"),
    Mistake("keys only", "read + asked", "asked", "dh has only the way through the scores; h is also what is read"),
    Mistake("Wg transposed in ds", "np.tensordot(Wg, answers, 1)", "np.tensordot(Wg.T, answers, 1)",
            "ds is made with the transpose of W_g"),
    Mistake("Wg not transposed in dh", ASKED, ASKED.replace("Wg.T", "Wg"), "dh is made with W_g; here it is its transpose"),
    Mistake("both the wrong way", ("np.tensordot(Wg, answers, 1)", ASKED),
            ("np.tensordot(Wg.T, answers, 1)", ASKED.replace("Wg.T", "Wg")),
            "W_g and its transpose have changed places in ds and dh"),
    Mistake("no Wg in ds", "np.tensordot(Wg, answers, 1)", "answers", "W_g is forgotten in ds"),
    Mistake("no Wg in dh", ASKED, 'np.einsum("jim,ami->amj", de, s)', "W_g is forgotten in dh"),
    Mistake("dWg transposed", '"ami,bmi->ab"', '"ami,bmi->ba"', "dWg is transposed: s stands on the left in sᵀ W_g h"),
    Mistake("dWg divided by m", "dWg = np.einsum(", "dWg = 1 / s.shape[1] * np.einsum(",
            "dWg is divided by m; the mean over the examples is in dk already"),
    *ways("α − dα", "de is made as α − dα, as if this were the last softmax with its loss; here dα comes in, use equation (8)",
          (DE, "(alpha - dalpha)"), (DE, "(dalpha - alpha)")),
    Mistake("tanh's slope", DE, "(1 - alpha**2) * dalpha", "1 − α² is the derivative of a tanh; α comes from a softmax"),
    Mistake("softmax passed over", DE, "dalpha", "the softmax's way back is left out: de is dα as it came in"),
    Mistake("root forgotten in dh", "read + asked", "read + len(s) ** 0.5 * asked",
            "the 1/√n_a of the scores is forgotten in dh's way through the scores"),
    Mistake("root forgotten in ds", "np.tensordot(Wg, answers, 1)", "len(s) ** 0.5 * np.tensordot(Wg, answers, 1)",
            "the 1/√n_a of the scores is forgotten in ds"),
    Mistake("root forgotten in dWg", "dWg = np.einsum(", "dWg = len(s) ** 0.5 * np.einsum(",
            "the 1/√n_a of the scores is forgotten in dWg"),
    Mistake("root in what is read", "read + asked", "read" + ROOT + " + asked",
            "what is read is divided by √n_a too; the root belongs to the scores"),
    Mistake("dWg with h twice", '"ami,bmi->ab", s, answers', '"amj,jim,bmj->ab", h, de, h',
            "dWg is made with h on both sides; it has s on the left and h on the right"),
    Mistake("read with de", '"jim,ami->amj", alpha, dk', '"jim,ami->amj", de, dk',
            "the way through what is read is made with de; h was multiplied by α there"),
]

BRIDGE_A, BRIDGE_C = 'da[:, :, -1] += back["da0"]', 'layer_backward(da, encoder, back["dc0"])'
BRIDGE_LINES = ("back = layer_backward(ds, decoder)", "da = dh.copy()", BRIDGE_A, "first = " + BRIDGE_C)

BRIDGE = [
    Mistake("dc0 not handed back", BRIDGE_C, "layer_backward(da, encoder)",
            "dc0 of the decoder isn't handed to the encoder: the decoder started from both a and c"),
    Mistake("da0 not handed back", BRIDGE_A, "pass", "da0 of the decoder isn't handed to the encoder"),
    Mistake("nothing handed back", (BRIDGE_A, BRIDGE_C), ("pass", "layer_backward(da, encoder)"),
            "neither da0 nor dc0 of the decoder is handed to the encoder, which then learns through attention alone"),
    Mistake("handed to the first step", BRIDGE_A, 'da[:, :, 0] += back["da0"]',
            "da0 of the decoder goes to the encoder's first step; it started from the last"),
    Mistake("handed to every step", BRIDGE_A, 'da += back["da0"][:, :, None]',
            "da0 of the decoder goes to every step of the encoder; it started from the last"),
    Mistake("overwritten", BRIDGE_A, 'da[:, :, -1] = back["da0"]',
            "da0 of the decoder overwrites dh of the last step; both come to that state, and add up"),
    Mistake("twice", BRIDGE_A, 'da[:, :, -1] += 2 * back["da0"]', "da0 of the decoder is added twice"),
    Mistake("dh forgotten", "da = dh.copy()", "da = 0 * dh",
            "dh is forgotten: what comes through attention doesn't reach the encoder"),
    Mistake("dh of the last step only", "da = dh.copy()", "da = dh * (np.arange(dh.shape[2]) == dh.shape[2] - 1)",
            "only dh of the last step reaches the encoder"),
    Mistake("a and c swapped", (BRIDGE_A, BRIDGE_C), ('da[:, :, -1] += back["dc0"]', 'layer_backward(da, encoder, back["da0"])'),
            "da0 and dc0 have changed places on the bridge"),
    Mistake("dc0 into a as well", BRIDGE_A, 'da[:, :, -1] += back["da0"] + back["dc0"]', "dc0 is added to da too"),
    Mistake("states of the decoder returned", ('"da0": first["da0"]', '"dc0": first["dc0"]'),
            ('"da0": back["da0"]', '"dc0": back["dc0"]'), "da0 and dc0 are the decoder's; the encoder's first states are asked"),
    Mistake("weights swapped", ('"dWd": back["dW"]', '"dWe": first["dW"]'), ('"dWd": first["dW"]', '"dWe": back["dW"]'),
            "dWe and dWd have changed places"),
    *ways("one set of weights", "the gradients of encoder and decoder are added; each has weights of its own",
          (('"dWd": back["dW"]', '"dWe": first["dW"]'), ('"dWd": back["dW"] + first["dW"]', '"dWe": back["dW"] + first["dW"]')),
          ('"dWe": first["dW"]', '"dWe": back["dW"] + first["dW"]'),
          (('"dWe": first["dW"]', '"dbe": first["db"]'), ('"dWe": back["dW"] + first["dW"]', '"dbe": back["db"] + first["db"]'))),
    Mistake("all of dh to the last step", "da = dh.copy()",
            "da = (np.arange(dh.shape[2]) == dh.shape[2] - 1) * np.sum(dh, axis=2, keepdims=True)",
            "all of dh is added up and given to the last step; each of the encoder's states gets its own"),
    Mistake("ds over the bridge", BRIDGE_A, "da[:, :, -1] += ds[:, :, 0]",
            "ds of the decoder's first step goes over the bridge; what belongs there is da0, which layer_backward gives back"),
    Mistake("first states added", ('"da0": first["da0"]', '"dc0": first["dc0"]'),
            ('"da0": first["da0"] + back["da0"]', '"dc0": first["dc0"] + back["dc0"]'),
            "da0 and dc0 of the decoder are added to the encoder's; they have gone over the bridge already"),
    *ways("the encoder first", "the encoder goes back first; the way back begins where the way there ended, in the decoder",
          (BRIDGE_LINES, ("first = layer_backward(dh, encoder)", "da = ds.copy()", 'da[:, :, 0] += first["da0"]',
                          'back = layer_backward(da, decoder, first["dc0"])')),
          (BRIDGE_LINES, ("first = layer_backward(dh, encoder)", "da = ds.copy()", 'da[:, :, -1] += first["da0"]',
                          'back = layer_backward(da, decoder, first["dc0"])'))),
]

THERE, ZERO, SHARED = "0 <= j < len(left)", "left[j, i] = 0", "left / np.sum(left, axis=0)"
NEXT = "left[j, i], left[{0}, i] = 0, left[{0}, i] + left[j, i]"

HIDDEN = [
    Mistake("sum below 1", SHARED, "left", "the weights that are left aren't divided by their sum, so that less than 1 is read"),
    Mistake("minus one is the last", THERE, "j < len(left)",
            "a place of −1 is taken for the last one, as NumPy counts; here it is none, and takes nothing away"),
    Mistake("at every step", ZERO, "left[j] = 0", "a place is hidden from all steps; each step has one of its own"),
    *ways("the place alone", "only the hidden place is left; it is the one to be taken away",
          (SHARED, "(alpha - left) / np.maximum(np.sum(alpha - left, axis=0), 1e-9)"),
          (SHARED, "(alpha - left) / np.sum(alpha - left, axis=0)"), (SHARED, "alpha - left")),
    Mistake("divided over the steps", SHARED, "left / np.sum(left, axis=1, keepdims=True)",
            "the weights are divided by their sum over the steps; those of one step, over the places, sum to 1"),
    Mistake("divided over the examples", SHARED, "left / np.sum(left, axis=2, keepdims=True)",
            "the weights are divided by their sum over the examples; those of one example, over the places, sum to 1"),
    Mistake("divided by the number", SHARED, "left / (len(left) - 1)",
            "the weights are divided by the number of places that are left; they are divided by their own sum"),
    Mistake("divided by one sum", SHARED, "left / np.sum(left)",
            "the weights are divided by a single sum over everything; each step of each example has its own"),
    Mistake("one sum for all examples", SHARED, "left / np.mean(np.sum(left, axis=0), axis=-1, keepdims=True)",
            "all examples are divided by one mean sum; each has its own"),
    Mistake("shared alike", SHARED, "left + (1 - np.sum(left, axis=0)) / len(left)",
            "what the place had is shared alike among all places, it too; the others get it as they share the rest"),
    Mistake("shared alike among the others", SHARED,
            "np.where((left == 0) & (alpha > 0), 0, left + (1 - np.sum(left, axis=0)) / (len(left) - 1))",
            "what the place had is shared alike among the others; they get it as they share the rest, the large ones more"),
    Mistake("softmax again", SHARED, "softmax(left)",
            "a softmax is taken of what is left: it makes other weights of them, and one of e⁰ of the hidden place"),
    Mistake("softmax with −∞", (ZERO, SHARED), ("left[j, i] = -np.inf", "softmax(left)"),
            "a softmax is taken of weights, with −∞ at the place; they are weights already, and only their sum divides them"),
    Mistake("−∞ as a weight", ZERO, "left[j, i] = -np.inf",
            "the hidden weight is −∞, as a score before a softmax would be; these are weights, and it is 0"),
    Mistake("first example only", ZERO, "left[j, i, 0] = 0", "the place is hidden in the first example only"),
    Mistake("halved", ZERO, "left[j, i] /= 2", "the place's weight is halved; it is taken away whole"),
    Mistake("its neighbour", ZERO, "left[j - 1, i] = 0", "the place before is hidden: places are counted from 0"),
    Mistake("counted from 1", (THERE, ZERO), ("0 < j <= len(left)", "left[j - 1, i] = 0"),
            "the places are taken as counted from 1, so that the one before is hidden; they are counted from 0"),
    *ways("loop ends early", "the loop ends too early, after its first step or where a place isn't there (break); each has one",
          (THERE, THERE + " and i == 0"), (ZERO, ZERO + "\n        else:\n            break")),
    Mistake("first place never", THERE, "0 < j < len(left)", "place 0 is never hidden; places are counted from 0"),
    Mistake("0 for no place", THERE, "j and j < len(left)",
            "`if j` leaves out place 0, which is one, and not −1, which is none: ask for 0 <= j"),
    Mistake("last place never", THERE, "0 <= j < len(left) - 1", "the last place, T_e − 1, is never hidden"),
    Mistake("nothing left without a place", ZERO, "left[j, i] = 0\n        else:\n            left[:, i] = 0",
            "a step whose place isn't there loses all its weights; it should keep them all"),
    Mistake("counted round", (THERE, ZERO), ("True", "left[j % len(left), i] = 0"),
            "a place that isn't there is counted on from the other end, so that a real one is hidden; it takes nothing away"),
    *ways("all to a neighbour", "a neighbour gets all that the place had; all the others share it, the large ones more",
          *((ZERO, NEXT.format(other)) for other in ("(j + 1) % len(left)", "j - 1", "min(j + 1, len(left) - 1)"))),
    Mistake("the largest hidden", ("alpha.copy()", ZERO), ("np.where(alpha == np.max(alpha, axis=0), 0, alpha)", "pass"),
            "each step's largest weight is hidden; the place to hide is given, in places"),
    Mistake("all but the last step", THERE, THERE + " and i < len(places) - 1", "the last step's place isn't hidden"),
    Mistake("clipped into the word", (THERE, ZERO), ("True", "left[min(max(j, 0), len(left) - 1), i] = 0"),
            "a place that isn't there is taken for the nearest one; it takes nothing away"),
    Mistake("nothing hidden", ZERO, "pass",
            "no place is hidden (as when all is given back as it was because one place isn't there)"),
    Mistake("first step with that place", "enumerate(places)", "((list(places).index(j), j) for j in places)",
            "of a place that several steps hide only the first step is found, as by .index; enumerate gives each step's number"),
    *ways("a slice of places", "a slice is set to 0, and so other places too; it is the one place alone, left[j, i]",
          *((ZERO, f"left[{some}, i] = 0") for some in (":j", ":j + 1", "j:", "j:j + 2"))),
    Mistake("NaN for 0", (ZERO, SHARED), ("left[j, i] = np.nan", "left / np.nansum(left, axis=0)"),
            "the hidden weight is NaN, and stays so in all that is made of it; it is 0"),
]

EXERCISES = [
    Exercise(attention.attend_forward, "20", "equations (3) to (5), for all steps at once", head, returns="k cache",
             order="alpha k", mistakes=FORWARD),
    Exercise(attention.attend_backward, "20", "equations (7) to (11), in order", head_back, order="dWg ds dh",
             numeric=head_numeric, mistakes=BACKWARD),
    Exercise(attention.encoder_decoder_backward, "20", "the decoder back, over the bridge, the encoder back", bridge_back,
             order="dx_d dbd dWd dbe dWe dx da0 dc0", mistakes=BRIDGE),
    Exercise(attention.hide_places, "21", "a weight of 0 at each step's place, and a sum of 1 again", to_hide, returns="left",
             mistakes=HIDDEN),
]
