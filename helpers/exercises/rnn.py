"""The simple RNN: its problems, and the known mistakes of its way forward (rnn_back.py has those of the way back).
"""
import numpy as np

from helpers.exercises import cells, loops
from helpers.exercises.exercise import Exercise, Mistake, normal, ways
from helpers.networks import rnn

# Problems --------------------------------------------------------------------------------------------------------------

def rnn_parameters(rng, n_x, n_a, n_y):
    """Draw weights and biases of a simple RNN."""
    return {"Wax": normal(rng, n_a, n_x), "Waa": normal(rng, n_a, n_a), "ba": normal(rng, n_a, 1),
            "Wya": normal(rng, n_y, n_a), "by": normal(rng, n_y, 1)}


def rnn_step(rng, n_x, n_a, n_y, m, **_):
    """Draw xt, a_prev, parameters."""
    return normal(rng, n_x, m), normal(rng, n_a, m), rnn_parameters(rng, n_x, n_a, n_y)


def rnn_steps(rng, n_x, n_a, n_y, m, T_x):
    """Draw x, a0, parameters."""
    return normal(rng, n_x, m, T_x), normal(rng, n_a, m), rnn_parameters(rng, n_x, n_a, n_y)


def rnn_step_back(rng, **sizes):
    """Draw da_next and the cache of a step."""
    xt, a_prev, parameters = rnn_step(rng, **sizes)
    return normal(rng, *a_prev.shape), rnn.rnn_cell_forward(xt, a_prev, parameters)[-1]


def rnn_steps_back(rng, **sizes):
    """Draw da and the caches of all steps."""
    a, _, caches = rnn.rnn_forward(*rnn_steps(rng, **sizes))
    return normal(rng, *a.shape), caches


def rnn_step_numeric(da_next, cache):
    """Return J = Σ da_next ∗ a_next as a function of what went into the step, and that."""
    inputs = {"dxt": cache.xt, "da_prev": cache.a_prev} | {"d" + key: cache.parameters[key] for key in ("Wax", "Waa", "ba")}

    def J(i):
        parameters = cache.parameters | {"Wax": i["dWax"], "Waa": i["dWaa"], "ba": i["dba"]}
        return np.sum(da_next * rnn.rnn_cell_forward(i["dxt"], i["da_prev"], parameters)[0])

    return J, inputs


def rnn_steps_numeric(da, caches):
    """Return J = Σ da ∗ a as a function of what went into the loop, and that."""
    (first_cache, *_), x = caches
    parameters = first_cache.parameters
    inputs = {"dx": x, "da0": first_cache.a_prev} | {"d" + key: parameters[key] for key in ("Wax", "Waa", "ba")}

    def J(i):
        changed = parameters | {"Wax": i["dWax"], "Waa": i["dWaa"], "ba": i["dba"]}
        return np.sum(da * rnn.rnn_forward(i["dx"], i["da0"], changed)[0])

    return J, inputs


# Known mistakes --------------------------------------------------------------------------------------------------------

Z = "Wax @ xt + Waa @ a_prev + ba"

CELL_FORWARD = cells.prediction("Wya", 2) + [
    Mistake("bias forgotten", " + Waa @ a_prev + ba", " + Waa @ a_prev", "the bias ba is forgotten in equation (1)"),
    Mistake("old state forgotten", "Wax @ xt + Waa @ a_prev + ba", "Wax @ xt + ba",
            "the state before the step has no part in the new one: Waa @ a_prev is missing from equation (1)"),
    Mistake("input forgotten", "Wax @ xt + Waa @ a_prev + ba", "Waa @ a_prev + ba",
            "the input has no part in the new state: Wax @ xt is missing from equation (1)"),
    Mistake("Waa transposed", "Waa @ a_prev", "Waa.T @ a_prev",
            "Waa is transposed; as it is square, no error shows it"),
    Mistake("tanh forgotten", "np.tanh(Wax @ xt + Waa @ a_prev + ba)", "Wax @ xt + Waa @ a_prev + ba",
            "the sum of equation (1) isn't taken through tanh"),
    Mistake("sigmoid for tanh", "np.tanh(Wax @ xt + Waa @ a_prev + ba)", "1 / (1 + np.exp(-(Wax @ xt + Waa @ a_prev + ba)))",
            "sigmoid stands where tanh belongs, in equation (1)"),
    Mistake("tanh of a part", "np.tanh(Wax @ xt + Waa @ a_prev + ba)", "np.tanh(Wax @ xt + Waa @ a_prev) + ba",
            "the bias ba is added after tanh, not before: mind the closing parenthesis"),
    Mistake("tanh twice", "np.tanh(Wax @ xt + Waa @ a_prev + ba)", "np.tanh(np.tanh(Wax @ xt + Waa @ a_prev + ba))",
            "tanh is taken twice"),
    Mistake("bias subtracted", " + Waa @ a_prev + ba", " + Waa @ a_prev - ba", "the bias ba is subtracted in equation (1)"),
    *ways("tanh of each product", "tanh is taken of each product; it is taken of the whole sum, bias included",
          (f"np.tanh({Z})", "np.tanh(Wax @ xt) + np.tanh(Waa @ a_prev) + ba"),
          (f"np.tanh({Z})", "np.tanh(Wax @ xt) + np.tanh(Waa @ a_prev + ba)"),
          (f"np.tanh({Z})", "np.tanh(Wax @ xt + ba) + np.tanh(Waa @ a_prev)"),
          (f"np.tanh({Z})", "np.tanh(Wax @ xt + ba) + np.tanh(Waa @ a_prev + ba)")),
    Mistake("tanh of the weights", f"np.tanh({Z})", "np.tanh(Wax) @ xt + Waa @ a_prev + ba",
            "tanh is taken of Wax alone; it is taken of the whole sum: mind the closing parenthesis"),
    Mistake("ReLU for tanh", "np.tanh(Wax @ xt + Waa @ a_prev + ba)", "np.maximum(0, Wax @ xt + Waa @ a_prev + ba)",
            "ReLU, max(0, z), stands where tanh belongs, in equation (1)"),
    Mistake("[x; a] against [Waa Wax]", "Wax @ xt + Waa @ a_prev + ba",
            "np.hstack([Waa, Wax]) @ np.vstack([xt, a_prev]) + ba",
            "weights and inputs are stacked in different orders: [Waa, Wax] goes with [a_prev; xt]"),
    Mistake("prediction before tanh", "softmax(Wya @ a_next + by)", "softmax(Wya @ (Wax @ xt + Waa @ a_prev + ba) + by)",
            "the prediction is made from the sum inside tanh; equation (2) takes a_next, after tanh"),
    Mistake("tanh of the first product", f"np.tanh({Z})", "np.tanh(Wax @ xt) + Waa @ a_prev + ba",
            "tanh is taken of the first product only: mind the closing parenthesis"),
    Mistake("tanh of the first product and the bias", f"np.tanh({Z})", "np.tanh(Wax @ xt + ba) + Waa @ a_prev",
            "Waa @ a_prev is added after tanh; tanh is taken of the whole sum"),
    Mistake("tanh of the second product", f"np.tanh({Z})", "Wax @ xt + np.tanh(Waa @ a_prev + ba)",
            "tanh is taken of the second product only: mind the parentheses"),
    Mistake("tanh of each term", f"np.tanh({Z})", "np.tanh(Wax @ xt) + np.tanh(Waa @ a_prev) + np.tanh(ba)",
            "tanh is taken of each term by itself; it is taken of their sum"),
    Mistake("tanh of the product before it is made", f"np.tanh({Z})", "Wax @ np.tanh(xt) + Waa @ np.tanh(a_prev) + ba",
            "tanh is taken of xt and a_prev; it is taken of the whole sum"),
    Mistake("tan for tanh", "np.tanh(", "np.tan(", "np.tan stands where np.tanh belongs"),
    Mistake("softmax for tanh", f"np.tanh({Z})", f"softmax({Z})", "softmax stands where tanh belongs, in equation (1)"),
    Mistake("one bias for all", "a_prev + ba", "a_prev + ba[0]",
            "the first unit's bias, ba[0], is added to all units; ba is a column, one number for each"),
    Mistake("bias twice", Z, f"{Z} + ba", "the bias ba is added twice in equation (1)"),
    Mistake("input twice", Z, f"{Z} + Wax @ xt", "Wax @ xt is added twice in equation (1)"),
    Mistake("old state twice", Z, f"{Z} + Waa @ a_prev", "Waa @ a_prev is added twice in equation (1)"),
    Mistake("old state added whole", Z, f"{Z} + a_prev", "a_prev is added as it is too; it comes in through Waa only"),
    Mistake("old state without weights", Z, "Wax @ xt + a_prev + ba",
            "a_prev is added as it is: Waa is missing from equation (1)"),
    Mistake("old state number by number", Z, "Wax @ xt + np.diag(Waa)[:, None] * a_prev + ba",
            "only the diagonal of Waa is used: each unit sees itself alone"),
    Mistake("old state subtracted", Z, "Wax @ xt - Waa @ a_prev + ba", "Waa @ a_prev is subtracted in equation (1)"),
    Mistake("input subtracted", Z, "-(Wax @ xt) + Waa @ a_prev + ba", "Wax @ xt is subtracted in equation (1)"),
    Mistake("products multiplied", Z, "(Wax @ xt) * (Waa @ a_prev) + ba",
            "the two products are multiplied in equation (1); they are added"),
    Mistake("bias multiplied", Z, "(Wax @ xt + Waa @ a_prev) * ba", "the bias ba is multiplied in equation (1); it is added"),
    Mistake("sum averaged", Z, f"({Z}) / 2", "the sum is divided by 2, as in (e^z − 1)/(e^z + 1), which is tanh of z/2"),
    Mistake("state squared", Z, "Wax @ xt + Waa @ a_prev**2 + ba", "a_prev is squared in equation (1)"),
    Mistake("prediction from the input", "softmax(Wya @ a_next + by)", "softmax(Wya @ np.tanh(Wax @ xt + ba) + by)",
            "the prediction is made without the old state; equation (2) takes a_next"),
    Mistake("old state added to the new", f"np.tanh({Z})", f"np.tanh({Z}) + a_prev", "a_prev is added after tanh"),
    Mistake("xt in the cache", "RNNCellCache(a_next, a_prev, ", "RNNCellCache(a_next, np.zeros(a_prev.shape), ",
            "the cache holds zeros in the place of a_prev"),
    Mistake("z in the cache", "RNNCellCache(a_next, a_prev, ", "RNNCellCache(Wax @ xt + Waa @ a_prev + ba, a_prev, ",
            "the cache holds the sum inside tanh in the place of a_next"),
    Mistake("a_prev and a_next swapped in the cache", "RNNCellCache(a_next, a_prev, ", "RNNCellCache(a_prev, a_next, ",
            "a_prev and a_next have changed places in the cache"),
    Mistake("a_next twice in the cache", "RNNCellCache(a_next, a_prev, ", "RNNCellCache(a_next, a_next, ",
            "the cache holds a_next in the place of a_prev"),
]

FORWARD = loops.FORWARD_OF_ONE_STATE


# The exercises ---------------------------------------------------------------------------------------------------------

EXERCISES = [
    Exercise(rnn.rnn_cell_forward, "01", "equations (1) and (2), then the cache", rnn_step,
             returns="a_next yt_pred cache", order="a_next yt_pred",
             mistakes=CELL_FORWARD),
    Exercise(rnn.rnn_forward, "01", "the loop over the steps", rnn_steps,
             returns="a y_pred caches", order="a y_pred", calls="rnn_cell_forward",
             mistakes=FORWARD),
]
