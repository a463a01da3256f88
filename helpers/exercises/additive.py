"""The additive score: forward, and the way back.
"""
import numpy as np

from helpers.exercises.exercise import Exercise, Mistake, normal, ways
from helpers.networks import additive

# Problems --------------------------------------------------------------------------------------------------------------

def scores(rng, n_a, n_y, m, T_x, **_):
    """Draw s, h, W1, W2 and v: T_d = T_x + 3 steps ask T_e = T_x places; n_u is n_y, so that all sizes differ."""
    return (normal(rng, n_a, m, T_x + 3), normal(rng, n_a, m, T_x), normal(rng, n_y, n_a), normal(rng, n_y, n_a),
            normal(rng, n_y, 1))


def scores_back(rng, **sizes):
    """Draw de and the cache of the scores."""
    e, cache = additive.additive_scores(*scores(rng, **sizes))
    return normal(rng, *e.shape), cache


def scores_numeric(de, cache):
    """Return J = Σ de ∗ e as a function of what the scores were made of, and that."""
    names = ("s", "h", "W1", "W2", "v")
    return (lambda i: np.sum(de * additive.additive_scores(*(i["d" + name] for name in names))[0]),
            {"d" + name: getattr(cache, name) for name in names})


# Known mistakes --------------------------------------------------------------------------------------------------------

SUM, U = "held[:, :, np.newaxis] + asked[:, np.newaxis]", "np.tanh(held[:, :, np.newaxis] + asked[:, np.newaxis])"
E = 'np.einsum("uo,ujim->jim", v, u)'

FORWARD = [
    Mistake("tanh forgotten", U, SUM,
            "the tanh is forgotten: the question then adds the same number to all scores, and a softmax doesn't notice"),
    Mistake("tanh of each half", U, "np.tanh(held[:, :, np.newaxis]) + np.tanh(asked[:, np.newaxis])",
            "the tanh is taken of each half; it is taken of their sum, which is where question and answer meet"),
    Mistake("sigmoid", U, f"1 / (1 + np.exp(-({SUM})))", "a sigmoid stands where the tanh belongs"),
    Mistake("ReLU", U, f"np.maximum(0, {SUM})", "max(0, z), a ReLU, stands where the tanh belongs"),
    Mistake("tanh outside", (U, E), (SUM, f"np.tanh({E})"), "the tanh is taken of the score; it belongs inside, before v"),
    Mistake("tanh twice", E, f"np.tanh({E})", "a tanh is taken of the score too; v may make it as large as it likes"),
    Mistake("no question", SUM, "held[:, :, np.newaxis] + 0 * asked[:, np.newaxis]",
            "W_1 s is missing in u: every step gives the places the same scores"),
    Mistake("no answer", SUM, "0 * held[:, :, np.newaxis] + asked[:, np.newaxis]",
            "W_2 h is missing in u: every place gets the same score"),
    Mistake("weights swapped", ("W1, s", "W2, h"), ("W2, s", "W1, h"),
            "W_1 multiplies h and W_2 multiplies s: they have changed places"),
    Mistake("W1 twice", "W2, h", "W1, h", "W_1 multiplies h too; the encoder's states have W_2"),
    Mistake("W2 twice", "W1, s", "W2, s", "W_2 multiplies s too; the decoder's states have W_1"),
    Mistake("multiplied", SUM, SUM.replace("+", "*"), "W_1 s and W_2 h are multiplied; in equation (1) they are added"),
    Mistake("subtracted", SUM, SUM.replace("+", "-"), "W_1 s is subtracted from W_2 h; in equation (1) they are added"),
    Mistake("v forgotten", E, "np.sum(u, axis=0)", "v is forgotten: the numbers of u are added up as they are"),
    Mistake("mean of u", E, "np.mean(v[:, :, np.newaxis, np.newaxis] * u, axis=0)",
            "e is divided by the number of rows of u; vᵀu is their weighted sum"),
    Mistake("root of n_a", E, E + " / len(s) ** 0.5", "e is divided by √n_a, as in the score with W_g; here nothing divides"),
    Mistake("root of n_u", E, E + " / len(v) ** 0.5", "e is divided by the root of the number of rows; here nothing divides"),
    Mistake("softmax already", E, f"softmax({E})", "the softmax is taken already; the scores themselves are asked"),
    Mistake("v inside", (U, E), (f"np.tanh(v[:, :, np.newaxis, np.newaxis] * ({SUM}))", "np.sum(u, axis=0)"),
            "v stands inside the tanh; it weighs what comes out of it"),
    Mistake("s for both", SUM, "(0 * held)[:, :, np.newaxis] + (asked + np.einsum('ua,ami->uim', W2, s))[:, np.newaxis]",
            "both halves are made with s; W_2 multiplies h, the encoder's states"),
    Mistake("k returned", "return e, ", 'return np.einsum("jim,amj->ami", softmax(e), h), ',
            "k is returned, what the head reads; here the scores e are asked"),
    *ways("the step before",
          "the question is the decoder's state of the step before, as in the first paper; here it is that of the step itself",
          ("W1, s)", "W1, np.roll(s, 1, axis=2))"),
          ("W1, s)", "W1, np.concatenate([0 * s[:, :, :1], s[:, :, :-1]], axis=2))")),
]

DZ, SLOPE = "de * v[:, :, np.newaxis, np.newaxis] * (1 - u**2)", "(1 - u**2)"
DV = 'np.einsum("jim,ujim->u", de, u)'
DWS = 'np.einsum("uim,ami->ua", dasked, s)', 'np.einsum("ujm,amj->ua", dheld, h)'

BACKWARD = [
    Mistake("tanh's derivative forgotten", " * " + SLOPE, "", "the derivative of the tanh, 1 − u², is forgotten in dz"),
    Mistake("square forgotten", SLOPE, "(1 - u)", "the square is missing in the derivative of the tanh: it is 1 − u²"),
    Mistake("sigmoid's derivative", SLOPE, "u * (1 - u)", "the derivative of a sigmoid stands in dz; u is a tanh"),
    Mistake("tanh of u", SLOPE, "(1 - np.tanh(u) ** 2)", "the tanh is taken again in its derivative; u is the tanh already"),
    Mistake("plus", SLOPE, "(1 + u**2)", "a plus stands in the derivative of the tanh: it is 1 − u²"),
    Mistake("v forgotten", DZ, "de * " + SLOPE, "v is forgotten in dz"),
    Mistake("de forgotten", DZ, DZ.removeprefix("de * ") + " + 0 * de", "de is forgotten in dz"),
    Mistake("mean over the places", "np.sum(dz, axis=1)", "np.mean(dz, axis=1)",
            "the mean over the places goes to the step; it is the sum"),
    Mistake("mean over the steps", "np.sum(dz, axis=2)", "np.mean(dz, axis=2)",
            "the mean over the steps goes to the place; it is the sum"),
    Mistake("one place only", "np.sum(dz, axis=1)", "dz[:, -1]",
            "only the last place's dz reaches the step; it asked all of them"),
    Mistake("one step only", "np.sum(dz, axis=2)", "dz[:, :, -1]",
            "only the last step's dz reaches the place; all steps asked it"),
    Mistake("W2 in ds", '"ua,uim->ami", W1', '"ua,uim->ami", W2', "ds is made with W_2; s was multiplied by W_1"),
    Mistake("W1 in dh", '"ua,ujm->amj", W2', '"ua,ujm->amj", W1', "dh is made with W_1; h was multiplied by W_2"),
    Mistake("W1 and W2 swapped", ('"ua,uim->ami", W1', '"ua,ujm->amj", W2'), ('"ua,uim->ami", W2', '"ua,ujm->amj", W1'),
            "W_1 and W_2 have changed places in ds and dh"),
    Mistake("dW1 and dW2 swapped", ('"dW1": dW1', '"dW2": dW2'), ('"dW1": dW2', '"dW2": dW1'), "dW1 and dW2 have changed places"),
    *ways("dv made with dz", "dv is made with dz; v stands outside the tanh, so that dv has no derivative of it",
          ((DV, "dz = " + DZ), ('np.einsum("ujim,ujim->u", de * ' + SLOPE + ", u)", "dz = " + DZ)),
          ((DV, "dz = " + DZ), (f'np.einsum("ujim,ujim->u", {DZ}, u)', "dz = " + DZ)),
          (DV, f'np.einsum("ujim->u", {DZ})')),
    *ways("the last pair in dW", "dW1 and dW2 hold the last pair of step and place alone; those of all pairs are added up, +=",
          (DWS, ("np.outer(dz[:, -1, -1, -1], s[:, -1, -1])", "np.outer(dz[:, -1, -1, -1], h[:, -1, -1])")),
          (DWS, ("dz[:, -1, -1] @ s[:, :, -1].T", "dz[:, -1, -1] @ h[:, :, -1].T"))),
    Mistake("dv with v", DV, 'np.einsum("jim,uo,ujim->u", de, v, u)', "v is a factor in dv; dv is de times u, added up"),
    Mistake("no W1 in ds", 'np.einsum("ua,uim->ami", W1, dasked)', "dasked.swapaxes(1, 2)",
            "W_1 is forgotten in ds, which has n_u rows so"),
    Mistake("no W2 in dh", 'np.einsum("ua,ujm->amj", W2, dheld)', "dheld.swapaxes(1, 2)",
            "W_2 is forgotten in dh, which has n_u rows so"),
    Mistake("no W in ds and dh", ('np.einsum("ua,uim->ami", W1, dasked)', 'np.einsum("ua,ujm->amj", W2, dheld)'),
            ("dasked.swapaxes(1, 2)", "dheld.swapaxes(1, 2)"), "W_1 and W_2 are forgotten in ds and dh"),
    Mistake("dv without u", DV, 'np.einsum("jim,ujim->u", de, 1 + 0 * u)', "dv is made without u: vᵀu gives u times de"),
    Mistake("all divided by m", ('{"ds": ds, "dh": dh, "dW1": dW1, "dW2": dW2, "dv": dv}',),
            ('{"ds": ds, "dh": dh, "dW1": dW1 / s.shape[1], "dW2": dW2 / s.shape[1], "dv": dv / s.shape[1]}',),
            "the gradients of the weights are divided by m; the mean over the examples is in de already"),
]

EXERCISES = [
    Exercise(additive.additive_scores, "21", "equations (1) and (2), for all steps and places at once", scores,
             returns="e cache", order="u e", mistakes=FORWARD),
    Exercise(additive.additive_scores_backward, "21", "equations (3) to (6), in order", scores_back,
             order="dv dW1 ds dW2 dh", numeric=scores_numeric, mistakes=BACKWARD),
]
