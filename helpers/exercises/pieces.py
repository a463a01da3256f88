"""One piece of a long text, for the LSTM: the state goes on, the gradient stops.
"""
import numpy as np

from helpers.exercises import loops
from helpers.exercises.exercise import Exercise, Mistake, normal, ways
from helpers.exercises.lstm import parameters
from helpers.networks import pieces

# Problems --------------------------------------------------------------------------------------------------------------

def one_piece(rng, n_x, n_a, n_y, m, T_x):
    """Draw parameters, x, y with a target at every step, and the states that the piece before left."""
    y = np.moveaxis(np.eye(n_y)[rng.integers(n_y, size=(m, T_x))], 2, 0)  # (n_y, m, T_x)
    return parameters(rng, n_x, n_a, n_y), normal(rng, n_x, m, T_x), y, normal(rng, n_a, m), 1.5 * normal(rng, n_a, m)


# Known mistakes --------------------------------------------------------------------------------------------------------

START, OUT = "a_next, c_next = a0, c0", "return gradients, a_next, c_next"
CALL = "a_next, c_next, yt_pred, cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)"
DZY, BACK = "softmax_cross_entropy_backward(y_pred, y)", "lstm_backward(da, (caches, x))"
DA = 'da, dWy, dby = output_backward(dzy, a, parameters["Wy"])'
RAISE = ("None kept for the cache", "cache for caches", "cache taken apart", "caches and x swapped", "caches nested in pairs",
         "first step forgotten", "last step forgotten", "loop never runs", "loop over the examples", "loop over the inputs",
         "loop over the units", "no cache kept", "pairs for caches", "two steps left out", "x forgotten")
NOT_HERE = (*RAISE, "first state ignored", "first step forgotten, from zeros", "one cache only", "every other step",
            "return in the loop")


def carried(*states):
    """Return a way back in which only these gradients are carried from step to step: "da_prev", "dc_prev" or none."""
    da, dc = (f'step["{key}"]' if key in states else f'0 * step["{key}"]' for key in ("da_prev", "dc_prev"))
    return looped("0.0", "0.0", da, dc)


def looped(a_start, c_start, da='step["da_prev"]', dc='step["dc_prev"]'):
    """Return the way back as a loop that starts from two gradients, and carries two."""
    return (f"None\n    from helpers.networks.lstm import lstm_cell_backward\n"
            f"    da_prev, dc_prev, found = {a_start}, {c_start}, {{}}\n"
            f"    for t in reversed(range(T_x)):\n"
            f"        step = lstm_cell_backward(da[:, :, t] + da_prev, dc_prev + np.zeros((n_a, m)), caches[t])\n"
            f"        da_prev, dc_prev = {da}, {dc}\n"
            f"        found |= {{key: found.get(key, 0.0) + step[key] for key in step}}\n    found = found")


PIECE = [mistake for mistake in loops.FORWARD if mistake.name not in NOT_HERE] + [
    Mistake("c from zeros", START, "a_next, c_next = a0, np.zeros(c0.shape)",
            "the memory starts from zeros, as in lstm_forward; here it goes on from c0"),
    Mistake("a from zeros", START, "a_next, c_next = np.zeros(a0.shape), c0", "a starts from zeros; it goes on from a0"),
    Mistake("both from zeros", START, "a_next, c_next = np.zeros(a0.shape), np.zeros(c0.shape)",
            "the piece starts from zeros: neither state of the piece before is carried on"),
    Mistake("a for c", START, "a_next, c_next = a0, a0", "the memory starts from a0; c0 is a state of its own"),
    Mistake("c for a", START, "a_next, c_next = c0, c0", "a starts from c0; a0 is a state of its own"),
    Mistake("states swapped", START, "a_next, c_next = c0, a0", "a0 and c0 have changed places where the piece starts"),
    Mistake("states swapped on the way out", OUT, "return gradients, c_next, a_next",
            "the states are returned in another order: a_next comes first, then c_next"),
    Mistake("a returned twice", OUT, "return gradients, a_next, a_next", "a_next is returned in place of c_next too"),
    Mistake("c returned twice", OUT, "return gradients, c_next, c_next", "c_next is returned in place of a_next too"),
    Mistake("states of the last step but one", OUT, "return gradients, cache.a_prev, cache.c_prev",
            "the states that are returned are those before the last step; the next piece goes on from those after it"),
    Mistake("a of the last step but one", OUT, "return gradients, cache.a_prev, c_next",
            "a is returned as it was before the last step"),
    Mistake("c of the last step but one", OUT, "return gradients, a_next, cache.c_prev",
            "c is returned as it was before the last step"),
    Mistake("states of the first step", OUT, "return gradients, caches[0].a_next, caches[0].c_next",
            "the states after the first step are returned; the next piece goes on from those after the last"),
    Mistake("states as they came", OUT, "return gradients, a0, c0",
            "a0 and c0 are returned as they came in; the next piece goes on from the states after the last step"),
    Mistake("zeros for the next piece", OUT, "return gradients, 0 * a_next, 0 * c_next",
            "zeros are returned for the states: the gradient stops at the cut, the state goes on"),
    Mistake("mean of the states", OUT, "return gradients, a_next.mean(axis=1, keepdims=True) + 0 * a_next, "
            "c_next.mean(axis=1, keepdims=True) + 0 * c_next", "the states are averaged over the m texts; each has its own"),
    Mistake("all steps' states", OUT, "return gradients, a, c_next", "a of all steps is returned; the next piece needs the last"),
    Mistake("c shown for c", OUT, "return gradients, a_next, np.tanh(c_next)", "tanh of c is returned; c itself goes on"),
    Mistake("gradients of the states", (BACK, OUT), (looped("0.0", "0.0"), "return gradients, da_prev, dc_prev"),
            "the gradients of a0 and c0 are returned in place of the states; they are thrown away"),
    Mistake("gradient of a0 for a", OUT, 'return gradients, found["da0"], c_next',
            "the gradient of a0 is returned in place of a_next; it is thrown away, and the state goes on"),
    Mistake("state let into the gradient", BACK, looped("a_next", "c_next"),
            "the way back starts from the states a_next and c_next; it starts from gradients, and those are 0 at the cut"),
    Mistake("a let into the gradient", BACK, looped("a_next", "0.0"),
            "the way back starts from a_next, which is a state; it starts from a gradient, and that is 0 at the cut"),
    Mistake("c let into the gradient", BACK, looped("0.0", "c_next"),
            "the way back starts from c_next, which is a state; it starts from a gradient, and that is 0 at the cut"),
    Mistake("da of the last step let in twice", BACK, looped("da[:, :, -1]", "0.0"),
            "da of the last step comes in twice: nothing comes from after it"),
    Mistake("da into the memory", BACK, looped("0.0", "da[:, :, -1]"),
            "the gradient along the memory starts from da of the last step; nothing comes from after it"),
    Mistake("da of the last step dropped", DA, DA + "\n    da[:, :, -1] = 0.0",
            "da of the last step is dropped: what is 0 at the cut comes from later pieces, not from the loss at this step"),
    Mistake("da of the first step dropped", DA, DA + "\n    da[:, :, 0] = 0.0", "da of the first step is dropped"),
    Mistake("da of the last step only", DA, DA + "\n    da = da * (np.arange(T_x) == T_x - 1)",
            "da is used at the last step only; each step has a target of its own"),
    Mistake("da forgotten", DA, DA + "\n    da = 0 * da", "da isn't used: only the output layer learns"),
    Mistake("da reversed", DA, DA + "\n    da = da[:, :, ::-1]", "da stands from the last step to the first"),
    Mistake("gradient cut at every step", BACK, carried(),
            "the gradient stops at every step; it stops at the cut between pieces, and runs through all steps of this one"),
    Mistake("dc not carried", BACK, carried("da_prev"), "dc_prev isn't carried from step to step on the way back"),
    Mistake("da not carried", BACK, carried("dc_prev"), "da_prev isn't carried from step to step on the way back"),
    Mistake("da with a minus", DA, DA.replace('parameters["Wy"]', '-parameters["Wy"]'), "da has the wrong sign"),
    Mistake("not divided", DZY, "y_pred - y", "ŷ − y isn't divided by the number of targets"),
    Mistake("divided by m", DZY, "(y_pred - y) / m", "it is divided by the m texts only; there are m · T_x targets"),
    Mistake("divided by T_x", DZY, "(y_pred - y) / T_x", "it is divided by the T_x steps only; there are m · T_x targets"),
    Mistake("divided twice", DZY, "(y_pred - y) / (m * T_x) ** 2", "it is divided by the number of targets twice"),
    Mistake("divided by all numbers", DZY, "(y_pred - y) / y.size", "it is divided by the size of y; there are m · T_x targets"),
    Mistake("targets forgotten", DZY, "y_pred / (m * T_x)", "y has no part in the gradient: ŷ − y"),
    Mistake("prediction for the gradient", DZY, "y_pred", "y_pred stands where dz_y belongs"),
    Mistake("targets one step late", DZY, "softmax_cross_entropy_backward(y_pred, np.roll(y, 1, axis=2))",
            "the targets are moved by one step"),
    Mistake("c stored in a", "a[:, :, t] = a_next", "a[:, :, t] = c_next", "c is stored in a"),
    Mistake("cell starts anew", CALL, CALL.replace("a_next, c_next, parameters", "a0, c0, parameters"),
            "every step starts from a0 and c0: the states aren't carried from step to step"),
    Mistake("c not carried", CALL, CALL.replace("a_next, c_next, parameters", "a_next, c0, parameters"),
            "every step has c0: c isn't carried from step to step"),
    Mistake("a not carried", CALL, CALL.replace("a_next, c_next, parameters", "a0, c_next, parameters"),
            "every step has a0: a isn't carried from step to step"),
    Mistake("a and c swapped in the call", CALL, CALL.replace("a_next, c_next, parameters", "c_next, a_next, parameters"),
            "a and c have changed places where they go into the cell"),
    Mistake("states swapped at each step", CALL, CALL.replace("a_next, c_next, yt", "c_next, a_next, yt"),
            "what the cell returns is unpacked in another order: a_next comes first, then c_next"),
    *(Mistake(f"d{one} and d{other} swapped", "return gradients",
              f'gradients |= {{"d{one}": gradients["d{other}"], "d{other}": gradients["d{one}"]}}\n    return gradients',
              f"d{one} and d{other} have changed places")
      for one, other in (("Wf", "Wu"), ("Wf", "Wc"), ("Wf", "Wo"), ("Wu", "Wc"), ("Wu", "Wo"), ("Wc", "Wo"),
                         ("bf", "bu"), ("bf", "bc"), ("bf", "bo"), ("bu", "bc"), ("bu", "bo"), ("bc", "bo"))),
    Mistake("descent for gradient", "return gradients", "return {key: -value for key, value in gradients.items()}",
            "every gradient has a minus sign too many: dz_y is ŷ − y, or a step of descent is returned"),
    Mistake("dWy under dby's key", '"dby": dby', '"dby": dWy', "dWy is put under the key dby too; dby belongs there"),
    Mistake("dby under dWy's key", '"dWy": dWy', '"dWy": dby',
            "dby is put under the key dWy too; dWy belongs there"),
    *ways("output layer forgotten", "the gradients of the output layer, dWy and dby, are zeros",
          ("return gradients", "gradients |= {'dWy': 0 * dWy, 'dby': 0 * dby}\n    return gradients")),
    Mistake("mean over the texts", "return gradients", "return {key: value / m for key, value in gradients.items()}",
            "the gradients are divided by m once more; dz_y is divided by all targets already"),
    Mistake("mean over the steps", "return gradients", "return {key: value / T_x for key, value in gradients.items()}",
            "the gradients are divided by T_x once more; dz_y is divided by all targets already"),
]


# The exercise ----------------------------------------------------------------------------------------------------------

KEYS = ("dWy", "dby", "dWo", "dbo", "dWf", "dbf", "dWu", "dbu", "dWc", "dbc")
EXERCISES = [
    Exercise(pieces.piece, "14", "forward from a0 and c0, back through this piece alone", one_piece,
             returns="gradients a_next c_next",
             order=" ".join(["a_next", "c_next", *(f'gradients["{key}"]' for key in KEYS)]),
             mistakes=PIECE),
]
