"""The simple RNN: the four functions of its pages, the problems on which they are tried, their known mistakes.
"""
import numpy as np

from helpers.exercises import loops
from helpers.exercises.exercise import Exercise, Mistake, normal
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

CELL_FORWARD = [
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
    Mistake("output from the old state", "softmax(Wya @ a_next + by)", "softmax(Wya @ a_prev + by)",
            "the prediction is made from the state before the step, a_prev, and not from a_next"),
    Mistake("output bias forgotten", "Wya @ a_next + by", "Wya @ a_next", "the bias by is forgotten in equation (2)"),
    Mistake("softmax forgotten", "softmax(Wya @ a_next + by)", "Wya @ a_next + by",
            "the prediction isn't taken through softmax"),
    Mistake("sigmoid for softmax", "softmax(Wya @ a_next + by)", "1 / (1 + np.exp(-(Wya @ a_next + by)))",
            "sigmoid stands where softmax belongs, in equation (2)"),
    Mistake("tanh for softmax", "softmax(Wya @ a_next + by)", "np.tanh(Wya @ a_next + by)",
            "tanh stands where softmax belongs, in equation (2)"),
    Mistake("softmax over the examples", "softmax(Wya @ a_next + by)", "softmax((Wya @ a_next + by).T).T",
            "softmax runs over the examples: each column should sum to 1, here each row does"),
    Mistake("softmax over everything", "softmax(Wya @ a_next + by)",
            "softmax((Wya @ a_next + by).reshape(-1)).reshape(by.shape[0], -1)",
            "softmax runs over all examples together: each column should sum to 1, here the whole array does"),
    Mistake("output bias after softmax", "softmax(Wya @ a_next + by)", "softmax(Wya @ a_next) + by",
            "the bias by is added after softmax, not before: mind the closing parenthesis"),
    Mistake("tanh of each product", "np.tanh(Wax @ xt + Waa @ a_prev + ba)", "np.tanh(Wax @ xt) + np.tanh(Waa @ a_prev) + ba",
            "tanh is taken of each product; it is taken of the whole sum, bias included"),
    Mistake("ReLU for tanh", "np.tanh(Wax @ xt + Waa @ a_prev + ba)", "np.maximum(0, Wax @ xt + Waa @ a_prev + ba)",
            "ReLU, max(0, z), stands where tanh belongs, in equation (1)"),
    Mistake("[x; a] against [Waa Wax]", "Wax @ xt + Waa @ a_prev + ba",
            "np.hstack([Waa, Wax]) @ np.vstack([xt, a_prev]) + ba",
            "weights and inputs are stacked in different orders: [Waa, Wax] goes with [a_prev; xt]"),
    Mistake("prediction before tanh", "softmax(Wya @ a_next + by)", "softmax(Wya @ (Wax @ xt + Waa @ a_prev + ba) + by)",
            "the prediction is made from the sum inside tanh; equation (2) takes a_next, after tanh"),
    Mistake("z in the cache", "RNNCellCache(a_next, a_prev, ", "RNNCellCache(Wax @ xt + Waa @ a_prev + ba, a_prev, ",
            "the cache holds the sum inside tanh in the place of a_next"),
    Mistake("a_prev and a_next swapped in the cache", "RNNCellCache(a_next, a_prev, ", "RNNCellCache(a_prev, a_next, ",
            "a_prev and a_next have changed places in the cache"),
    Mistake("a_next twice in the cache", "RNNCellCache(a_next, a_prev, ", "RNNCellCache(a_next, a_next, ",
            "the cache holds a_next in the place of a_prev"),
]

CELL_BACKWARD = [
    Mistake("derivative of tanh forgotten", "(1 - a_next**2) * da_next", "da_next",
            "the derivative of tanh, 1 − a_next², is forgotten in dz"),
    Mistake("square forgotten", "(1 - a_next**2)", "(1 - a_next)",
            "the square is forgotten in the derivative of tanh, 1 − a_next²"),
    Mistake("derivative at the old state", "(1 - a_next**2)", "(1 - a_prev**2)",
            "the derivative of tanh is taken at a_prev and not at a_next"),
    Mistake("derivative at tanh of the state", "(1 - a_next**2)", "(1 - np.tanh(a_next)**2)",
            "tanh is taken once more in its derivative: a_next is tanh(z) already, so it is 1 − a_next²"),
    Mistake("derivative of sigmoid", "(1 - a_next**2)", "a_next * (1 - a_next)",
            "the derivative of sigmoid, a(1 − a), stands where that of tanh belongs"),
    Mistake("derivative twice", "(1 - a_next**2) * da_next", "(1 - a_next**2)**2 * da_next",
            "the derivative of tanh is multiplied in twice"),
    Mistake("sign of the derivative", "(1 - a_next**2)", "(a_next**2 - 1)", "the derivative of tanh has the wrong sign"),
    Mistake("derivative with a plus", "(1 - a_next**2)", "(1 + a_next**2)",
            "the derivative of tanh is written 1 + a_next², with a plus"),
    Mistake("parentheses forgotten", "(1 - a_next**2) * da_next", "1 - a_next**2 * da_next",
            "the parentheses around 1 − a_next² are missing in dz: without them only a_next² is multiplied by da_next"),
    Mistake("cache unpacked in another order", "a_next, a_prev, xt, parameters = cache", "a_prev, a_next, xt, parameters = cache",
            "a_next and a_prev have changed places where the cache is unpacked"),
    Mistake("da_next handed on too", "Waa.T @ dz", "Waa.T @ dz + da_next",
            "da_next is added to da_prev; a_prev reaches a_next only through Waa and tanh"),
    Mistake("da_next forgotten", "(1 - a_next**2) * da_next", "(1 - a_next**2)",
            "da_next isn't multiplied into dz: the chain rule starts with it"),
    Mistake("Waa not transposed", "Waa.T @ dz", "Waa @ dz",
            "Waa isn't transposed in da_prev; as it is square, no error shows it"),
    Mistake("da_prev from da_next", "Waa.T @ dz", "Waa.T @ da_next",
            "da_prev is made from da_next and not from dz, so the derivative of tanh is missing there"),
    Mistake("dxt from da_next", "Wax.T @ dz", "Wax.T @ da_next",
            "dxt is made from da_next and not from dz, so the derivative of tanh is missing there"),
    Mistake("dWax from da_next", "dz @ xt.T", "da_next @ xt.T",
            "dWax is made from da_next and not from dz, so the derivative of tanh is missing there"),
    Mistake("dWaa from da_next", "dz @ a_prev.T", "da_next @ a_prev.T",
            "dWaa is made from da_next and not from dz, so the derivative of tanh is missing there"),
    Mistake("dba from da_next", "np.sum(dz,", "np.sum(da_next,",
            "dba is made from da_next and not from dz, so the derivative of tanh is missing there"),
    Mistake("dWaa with the new state", "dz @ a_prev.T", "dz @ a_next.T",
            "dWaa is made with a_next; in z = W_ax x + W_aa a^⟨t−1⟩ + b_a it is a_prev that Waa multiplies"),
    Mistake("dWaa transposed", "dz @ a_prev.T", "a_prev @ dz.T", "dWaa is transposed; as it is square, no error shows it"),
    Mistake("dba a mean", "np.sum(dz, axis=1", "np.mean(dz, axis=1", "dba is the mean over the examples and not their sum"),
    Mistake("dba from dWaa", "np.sum(dz, axis=1", "np.sum(dz @ a_prev.T, axis=1",
            "dba is made of the row sums of dWaa; it is the sum of dz over the examples"),
    Mistake("dba from dWax", "np.sum(dz, axis=1", "np.sum(dz @ xt.T, axis=1",
            "dba is made of the row sums of dWax; it is the sum of dz over the examples"),
    Mistake("dba over everything", "np.sum(dz, axis=1, keepdims=True)", "np.full(parameters['ba'].shape, np.sum(dz))",
            "dba is summed over the units too; each unit has a bias of its own, so the sum runs over the examples only"),
    Mistake("weights divided by m", ("dz @ xt.T", "dz @ a_prev.T", "np.sum(dz, axis=1, keepdims=True)"),
            ("dz @ xt.T / xt.shape[1]", "dz @ a_prev.T / xt.shape[1]", "np.sum(dz, axis=1, keepdims=True) / xt.shape[1]"),
            "the gradients of the weights are divided by m; the mean is already in the da_next that comes in"),
    Mistake("dWax and dWaa divided by m", ("dz @ xt.T", "dz @ a_prev.T"), ("dz @ xt.T / xt.shape[1]",
            "dz @ a_prev.T / xt.shape[1]"),
            "dWax and dWaa are divided by m; the mean is already in the da_next that comes in"),
    Mistake("everything divided by m", "(1 - a_next**2) * da_next", "(1 - a_next**2) * da_next / xt.shape[1]",
            "dz is divided by m; the mean is already in the da_next that comes in"),
]

FORWARD = loops.FORWARD_OF_ONE_STATE

BACKWARD = loops.BACKWARD_OF_ONE_STATE + [
    Mistake("dWax overwritten", 'dWax += step["dWax"]', 'dWax = step["dWax"]',
            "dWax is overwritten at each step; the weights serve at every step, so their gradients add up"),
    Mistake("dWaa overwritten", 'dWaa += step["dWaa"]', 'dWaa = step["dWaa"]',
            "dWaa is overwritten at each step; the weights serve at every step, so their gradients add up"),
    Mistake("dba overwritten", 'dba += step["dba"]', 'dba = step["dba"]',
            "dba is overwritten at each step; the bias serves at every step, so its gradients add up"),
    Mistake("weight gradients overwritten", ('dWax += step["dWax"]', 'dWaa += step["dWaa"]', 'dba += step["dba"]'),
            ('dWax = step["dWax"]', 'dWaa = step["dWaa"]', 'dba = step["dba"]'),
            "the gradients of weights and bias are overwritten at each step; they serve at every step, so they add up"),
    Mistake("dWaa without the first step", 'dWaa += step["dWaa"]', 'dWaa += step["dWaa"] * (t > 0)',
            "the first step is missing from dWaa; a0 isn't zero, so it counts"),
    Mistake("da0 before the first cell", '"da0": da_prev', '"da0": da[:, :, 0] + (step["da_prev"] * 0 if T_x == 1 else '
            "rnn_backward(da[:, :, 1:], (caches[1:], x[:, :, 1:]))['da0'])",
            "da0 is what went into the first cell, and not the da_prev that came out of it"),
    Mistake("return in the loop", 'dba += step["dba"]\n', 'dba += step["dba"]\n        break\n',
            "the loop ends after its first step, t = T_x − 1, as when return is indented into the loop"),
    Mistake("averaged over the steps", 'return {"dx": dx, "da0": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}',
            'return {"dx": dx, "da0": da_prev, "dWax": dWax / T_x, "dWaa": dWaa / T_x, "dba": dba / T_x}',
            "the gradients of the weights are averaged over the steps; they are sums"),
]


# The exercises ---------------------------------------------------------------------------------------------------------

EXERCISES = [
    Exercise(rnn.rnn_cell_forward, "01", "equations (1) and (2), then the cache", rnn_step,
             returns="a_next yt_pred cache", order="a_next yt_pred",
             mistakes=CELL_FORWARD),
    Exercise(rnn.rnn_forward, "01", "the loop over the steps", rnn_steps,
             returns="a y_pred caches", order="a y_pred", calls="rnn_cell_forward",
             mistakes=FORWARD),
    Exercise(rnn.rnn_cell_backward, "02", "dz first, then the five gradients", rnn_step_back,
             order="dba dWax dWaa dxt da_prev", numeric=rnn_step_numeric,
             mistakes=CELL_BACKWARD),
    Exercise(rnn.rnn_backward, "03", "the loop back through the steps", rnn_steps_back,
             order="dx da0 dba dWax dWaa", calls="rnn_cell_backward", numeric=rnn_steps_numeric,
             mistakes=BACKWARD),
]
