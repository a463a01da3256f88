"""What a library's LSTM adds: dropout, two layers.
"""
import numpy as np

from helpers.exercises.both_sides import bias_of
from helpers.exercises.exercise import Exercise, Mistake, normal, ways
from helpers.networks import stacked
from helpers.networks.layer import layer_forward

# Problems --------------------------------------------------------------------------------------------------------------

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
        inputs |= {f"dW{layer}": cache.W, f"db{layer}": bias_of(cache)}
    return J, inputs


# Known mistakes --------------------------------------------------------------------------------------------------------

MASK, SHARE = "(u >= p) / (1 - p)", "u >= p"

DROPOUT = [
    Mistake("no division", MASK, "(u >= p) * 1.0",
            "the mask isn't divided by 1 − p: trained on small numbers, the network is measured on larger ones"),
    *ways("True and False for a mask",
          "the mask that comes back is True and False, without 1 / (1 − p), by which the way back has to multiply too",
          (MASK, "(u >= p)"), ("return a * mask, mask", "return a * mask, (mask > 0 if training else mask)")),
    Mistake("divided by p", MASK, "(u >= p) / p", "the mask is divided by p; what stays is the share 1 − p"),
    Mistake("multiplied", MASK, "(u >= p) * (1 - p)", "the mask is multiplied by 1 − p; what stays has to grow"),
    Mistake("the others dropped", MASK, "(u < p) / (1 - p)", "those with u < p stay, and they are to be dropped"),
    Mistake("p stays", MASK, "(u < p) / p", "p is taken for the share that stays; it is the share that is dropped"),
    Mistake("p stays, from above", MASK, "(u >= 1 - p) / p",
            "the numbers with u ≥ 1 − p stay: p is taken for the share that stays"),
    Mistake("from above", MASK, "(u < 1 - p) / (1 - p)",
            "the numbers with u < 1 − p stay: as large a share, but others; those with u < p are to be dropped"),
    Mistake("rounded", MASK, "np.round(u) / (1 - p)", "rounding keeps every u from 0.5 on, whatever p is; u is compared with p"),
    Mistake("divided by what stayed", MASK, "(u >= p) / np.mean(u >= p)",
            "the mask is divided by the share that happened to stay; 1 − p is the share that stays on average"),
    Mistake("also when measuring", f"{MASK} if training else np.ones(a.shape)", MASK,
            "numbers are dropped while measuring too, so that the loss is another at every call"),
    Mistake("scaled when measuring", "np.ones(a.shape)", "np.full(a.shape, 1 - p)",
            "while measuring all is multiplied by 1 − p: that belongs to the older form, whose mask isn't divided"),
    Mistake("the older form", (MASK, "return a * mask"), ("(u >= p) * 1.0", "return a * mask * (1 if training else 1 - p)"),
            "it is multiplied by 1 − p while measuring, as in the older form; here the mask is divided by it while training"),
    Mistake("scaled when measuring, the mask too", (MASK, "np.ones(a.shape)"), ("(u >= p) * 1.0", "np.full(a.shape, 1 - p)"),
            "while measuring the mask is 1 − p, as in the older form; here it is 1 then, and divided by 1 − p while training"),
    Mistake("divided when measuring", "np.ones(a.shape)", "np.full(a.shape, 1 / (1 - p))",
            "while measuring all is divided by 1 − p; nothing is dropped then, so there is nothing to make up for"),
    Mistake("the brackets", MASK, "(u >= p) / 1 - p", "the brackets round 1 − p are missing: / comes before −"),
    Mistake("a not divided", "return a * mask, mask", "return a * (mask > 0), mask",
            "what stays of a isn't divided by 1 − p, though the mask is: multiply a by the mask that comes back"),
    Mistake("a dropped by u alone", "return a * mask, mask", "return a * (u >= p), mask",
            "a is multiplied by u >= p and not by the mask: it isn't divided by 1 − p, and is dropped while measuring too"),
    Mistake("mask still drops when measuring", (f"{MASK} if training else np.ones(a.shape)", "return a * mask"),
            (MASK, "return (a * mask if training else a)"),
            "while measuring a is left alone, but the mask that comes back still drops; it is a mask of ones then"),
    Mistake("zeros for a mask when measuring", "return a * mask, mask", "return a * mask, (mask if training else 0 * mask)",
            "while measuring the mask that comes back is 0, and would let nothing through on the way back; it is 1 then"),
    Mistake("None for a mask when measuring", "return a * mask, mask", "return a * mask, (mask if training else None)",
            "while measuring None comes back for the mask; give a mask of ones, so that the way back can multiply by it"),
    Mistake("one number for a mask", "np.ones(a.shape)", "1.0",
            "while measuring the mask is a single 1; a mask of ones has the shape of a"),
    Mistake("all dropped when measuring", "np.ones(a.shape)", "np.zeros(a.shape)", "while measuring everything is dropped"),
    Mistake("training turned round", "if training", "if not training", "it drops while measuring, and not while training"),
    Mistake("one mask for all examples", SHARE, "0 * u + u[:, :1] >= p", "one mask serves all examples; each has its own"),
    Mistake("one mask for all steps", SHARE, "0 * u + u[:, :, :1] >= p",
            "one mask serves all steps (which is done on purpose in some papers; here each step has its own)"),
    Mistake("one mask for all units", SHARE, "0 * u + u[:1] >= p", "one mask serves all units; each has its own"),
    Mistake("all stay", MASK, "np.ones(a.shape) / (1 - p)",
            "nothing is dropped: all are divided by 1 − p; where u < p, a 0 belongs"),
    Mistake("never dropped", f"{MASK} if training else np.ones(a.shape)", "np.ones(a.shape)",
            "nothing is ever dropped: training is True or False, and while it is True numbers are dropped"),
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
    *ways("the others dropped", "what the mask drops stays, and what it leaves is dropped",
          (WRITTEN, "c_tilde[:, :, t] * (np.max(mask) - mask[:, :, t])"), (WRITTEN, "c_tilde[:, :, t] * (mask[:, :, t] == 0)")),
    Mistake("mask on the way to the next step", (WRITTEN, ROW), ("c_tilde[:, :, t]", ROW + "; c_next = c_next * mask[:, :, t]"),
            "the mask lies on the memory on its way to the next step, where it erases what was held; it belongs to the news, c̃"),
    Mistake("one mask for all steps", WRITTEN, "c_tilde[:, :, t] * mask[:, :, 0]",
            "the first step's mask serves all steps; each has its own"),
    Mistake("mask of the step before", WRITTEN, "c_tilde[:, :, t] * mask[:, :, t - 1]",
            "the mask is that of the step before (at the first, that of the last)"),
    *ways("old memory where news are dropped",
          "where the mask is 0, the memory stays as it was; what is dropped are the news alone, and Γ_f goes on working",
          (SUM, f"np.where(mask[:, :, t] > 0, {SUM}, c_next)"),
          ((WRITTEN, SUM), ("c_tilde[:, :, t]", f"np.where(mask[:, :, t] > 0, {SUM}, c_next)"))),
    Mistake("c0 for the first step", SUM, f"{SUM} if t else c0",
            "the first column is c0 itself; c0 is the memory before the first step, and the first column comes after it"),
    Mistake("backwards", "in range(mask.shape[2])", "in reversed(range(mask.shape[2]))",
            "the steps are gone through from the last to the first; the memory goes from the first on"),
    Mistake("news never fade", "return c",
            "return np.cumprod(gamma_f, 2) * c0[..., np.newaxis] + np.cumsum(gamma_u * c_tilde * mask, 2)",
            "the news of earlier steps are added up as they are; Γ_f of each later step multiplies them too"),
    Mistake("sigmoid again", (HELD, "gamma_u[:, :, t] * news"),
            ("c_next / (1 + np.exp(-gamma_f[:, :, t]))", "news / (1 + np.exp(-gamma_u[:, :, t]))"),
            "the sigmoid is taken of both gates again; they have had it"),
    Mistake("the mask's mean", WRITTEN, "c_tilde[:, :, t] * mask.mean()",
            "the mask's mean stands for the mask; each number has its own"),
    Mistake("one mask for all examples", WRITTEN, "c_tilde[:, :, t] * mask[:, :1, t]",
            "the first example's mask serves all examples; each has its own"),
    Mistake("one mask for all units", WRITTEN, "c_tilde[:, :, t] * mask[:1, :, t]",
            "the first unit's mask serves all units; each has its own"),
    Mistake("Γ_f on all", SUM, "gamma_f[:, :, t] * (c_next + gamma_u[:, :, t] * news)",
            "Γ_f lies on the news too; it belongs to what is held alone"),
    Mistake("Γ_u on all", SUM, f"gamma_u[:, :, t] * ({HELD} + news)",
            "Γ_u lies on what is held too; it belongs to the news alone"),
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
    Mistake("upper mask behind its layer", (HANDED, TOP), ('upper["dx"] * masks[1]', "da"),
            "the upper layer's mask is applied to what comes out of it; forward it came last, so on the way back it comes first"),
    Mistake("lower mask above", (HANDED, TOP), ('upper["dx"]', "da * masks[0]"),
            "the lower layer's mask is applied to da, and none below; da meets the upper one's, and what goes down the lower's"),
    Mistake("masks added", (HANDED, TOP), ('upper["dx"] + masks[0]', "da + masks[1]"),
            "the masks are added; forward they multiplied, and so they do on the way back"),
    Mistake("both masks squared", (HANDED, TOP), ('upper["dx"] * masks[0] ** 2', "da * masks[1] ** 2"),
            "each mask is applied twice; what multiplied once forward multiplies once on the way back"),
    Mistake("upper mask squared", TOP, "da * masks[1] ** 2", "the upper layer's mask is applied twice"),
    Mistake("both masks above", TOP, "da * masks[0] * masks[1]",
            "both masks are applied to da; the lower layer's mask lay below, on what the upper layer read"),
    Mistake("the others dropped", (HANDED, TOP), ('upper["dx"] * (masks[0] == 0)', "da * (masks[1] == 0)"),
            "what was dropped gets the gradient, and what stayed gets none; the masks multiply back as they did forward"),
    Mistake("one mask for all steps", (HANDED, TOP), ('upper["dx"] * masks[0][:, :, :1]', "da * masks[1][:, :, :1]"),
            "the first step's masks serve all steps; each step has its own"),
    Mistake("the masks' mean", (HANDED, TOP), ('upper["dx"] * masks[0].mean()', "da * masks[1].mean()"),
            "a mask's mean stands for the mask; each number has its own factor"),
    Mistake("mask squared", HANDED, 'upper["dx"] * masks[0] ** 2', "the lower layer's mask is applied twice"),
    Mistake("mask without the division", (HANDED, TOP), ('upper["dx"] * (masks[0] > 0)', "da * (masks[1] > 0)"),
            "the masks are taken as 0 and 1; forward they multiplied by 1 / (1 − p), and so they do back"),
    Mistake("upper mask without the division", TOP, "da * (masks[1] > 0)",
            "the upper layer's mask is taken as 0 and 1; forward it multiplied by 1 / (1 − p), and so it does back"),
    Mistake("lower mask without the division", HANDED, 'upper["dx"] * (masks[0] > 0)',
            "the lower layer's mask is taken as 0 and 1; forward it multiplied by 1 / (1 − p), and so it does back"),
    Mistake("dc0 handed down", "masks[0], caches[0]", 'masks[0], caches[0], upper["dc0"]',
            "dc0 of the upper layer is handed to the lower one; each layer's memory has a first state of its own"),
    Mistake("da0 handed down", HANDED, 'upper["da0"][:, :, np.newaxis] * masks[0]',
            "the lower layer is given da0 of the upper one, which belongs to its first state; what goes down is dx"),
    Mistake("the lower layer's cache is the upper one's", 'masks[0], caches[0]', 'masks[0], caches[1]',
            "the lower layer goes back with the upper layer's cache; the first cache is the lower layer's"),
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
    Exercise(stacked.dropout, "19", "the mask, and a times it", to_drop, returns="dropped mask", order="mask dropped",
             mistakes=DROPOUT),
    Exercise(stacked.two_layers_backward, "19", "the upper layer back, then the lower one", two_back,
             order="db2 dW2 db1 dW1 dx", numeric=two_numeric, mistakes=TWO),
    Exercise(stacked.news_dropped, "19", "equation (3), step by step", to_remember, returns="c", mistakes=NEWS),
]
