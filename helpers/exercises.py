"""The exercises of the course: what a learner writes, on which problems it is tried, what is compared.

How to add an exercise
----------------------
1. Its reference solution stands in a module of the models' layer (rnn.py, lstm.py, gradients.py …).
2. Its known mistakes stand in helpers/mistakes_<model>.py, eight or more: edits of the reference's code (see
   helpers/mistakes.py). Join that module's MISTAKES to the line `TABLES` below.
3. A function here draws a problem: `(rng, n_x, n_a, n_y, m, T_x)` → the tuple of arguments. Take what it needs of the
   sizes and `**_` for the rest. Biases and first states aren't zero; everything is float64.
4. One entry in EXERCISES:

       Exercise(lstm.lstm_cell_forward, "05", "equations (1) to (6), in order", lstm_step,
                returns="a_next c_next yt_pred cache",
                order="gamma_f gamma_u c_tilde gamma_o c_next a_next yt_pred")

   `returns` names what is returned, in order; a function that returns a dictionary leaves it out (its keys are the
   names), one that returns a single thing names that. `order` names quantities in computing order: the first that
   differs is the one that the learner reads about. An entry of a cache is named by its field, or `cache.a_next` when a
   returned thing has the same name. What isn't in `order` comes after it.
   `calls` names the learner's functions that this one calls ("lstm_cell_forward" for the loop).
   `numeric`, for a backward pass: `(*arguments)` → (J, inputs): a dictionary of arrays by the gradient's name ("dWf"),
   and a function of such a dictionary that returns the number whose gradients they are.
5. Correct variants, written in other ways, stand in tests/variants.py as text, under the exercise's name.
6. `python -m pytest tests/test_mistakes.py tests/test_mutation.py -k <name>`: every edit applies, is refused, and is told
   apart from all others on ten seeds; every mutation of the reference is refused. An equivalent mutation is listed in
   tests/mutants.py with the reason.
"""
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from helpers import first_step, losses, mistakes_first_step, mistakes_losses, mistakes_rnn, rnn
from helpers.activations import softmax

TABLES = mistakes_first_step.MISTAKES | mistakes_rnn.MISTAKES | mistakes_losses.MISTAKES

# The sizes of one problem are pairwise different, n_a + n_x too, so that a transposed or swapped axis shows.
SIZES = (
    {"n_x": 3, "n_a": 5, "n_y": 2, "m": 4, "T_x": 6},
    {"n_x": 5, "n_a": 3, "n_y": 4, "m": 2, "T_x": 6},
    {"n_x": 2, "n_a": 4, "n_y": 3, "m": 1, "T_x": 5},
    {"n_x": 4, "n_a": 3, "n_y": 5, "m": 2, "T_x": 1},
    {"n_x": 3, "n_a": 2, "n_y": 4, "m": 7, "T_x": 8},
)
NUMERIC = 1  # the problem on which a backward pass is held to finite differences


class Exercise(NamedTuple):
    """One function that the learner writes; the fields are told in the module's docstring."""
    reference: Callable
    page: str
    task: str  # completes "not written yet: …"
    problem: Callable
    returns: str = ""
    order: str = ""
    calls: str = ""
    numeric: Callable | None = None

    @property
    def name(self):
        return self.reference.__name__

    @property
    def mistakes(self):
        return TABLES.get(self.name, [])

    def problems(self, seed=0):
        """Return a list of (sizes, arguments), the same for the same seed."""
        rng = np.random.default_rng([seed, *self.name.encode()])
        return [(sizes, self.problem(rng, **sizes)) for sizes in SIZES]


def normal(rng, *shape):
    """Draw numbers for a problem: neither so small that tanh is straight nor so large that it is flat."""
    return 0.7 * rng.standard_normal(shape)


def first(rng, m, **_):
    return normal(rng, m), normal(rng, m), rng.uniform(0.4, 0.9), rng.uniform(1.1, 1.6)


def rnn_parameters(rng, n_x, n_a, n_y):
    return {"Wax": normal(rng, n_a, n_x), "Waa": normal(rng, n_a, n_a), "ba": normal(rng, n_a, 1),
            "Wya": normal(rng, n_y, n_a), "by": normal(rng, n_y, 1)}


def rnn_step(rng, n_x, n_a, n_y, m, **_):
    return normal(rng, n_x, m), normal(rng, n_a, m), rnn_parameters(rng, n_x, n_a, n_y)


def rnn_steps(rng, n_x, n_a, n_y, m, T_x):
    return normal(rng, n_x, m, T_x), normal(rng, n_a, m), rnn_parameters(rng, n_x, n_a, n_y)


def rnn_step_back(rng, **sizes):
    xt, a_prev, parameters = rnn_step(rng, **sizes)
    return normal(rng, *a_prev.shape), rnn.rnn_cell_forward(xt, a_prev, parameters)[-1]


def rnn_steps_back(rng, **sizes):
    a, _, caches = rnn.rnn_forward(*rnn_steps(rng, **sizes))
    return normal(rng, *a.shape), caches


def rnn_step_numeric(da_next, cache):
    inputs = {"dxt": cache.xt, "da_prev": cache.a_prev} | {"d" + key: cache.parameters[key] for key in ("Wax", "Waa", "ba")}

    def J(i):
        parameters = cache.parameters | {"Wax": i["dWax"], "Waa": i["dWaa"], "ba": i["dba"]}
        return np.sum(da_next * rnn.rnn_cell_forward(i["dxt"], i["da_prev"], parameters)[0])

    return J, inputs


def rnn_steps_numeric(da, caches):
    (first_cache, *_), x = caches
    parameters = first_cache.parameters
    inputs = {"dx": x, "da0": first_cache.a_prev} | {"d" + key: parameters[key] for key in ("Wax", "Waa", "ba")}

    def J(i):
        changed = parameters | {"Wax": i["dWax"], "Waa": i["dWaa"], "ba": i["dba"]}
        return np.sum(da * rnn.rnn_forward(i["dx"], i["da0"], changed)[0])

    return J, inputs


def prediction_and_target(rng, n_y, m, T_x, **_):
    """Draw probabilities and right classes; where there is more than one column, one in four has no target."""
    y_pred = softmax(2 * normal(rng, n_y, m, T_x))
    y = np.eye(n_y)[rng.integers(n_y, size=(m, T_x))].transpose(2, 0, 1)  # (n_y, m, T_x)
    columns = m * T_x
    y = y.reshape(n_y, columns)
    y[:, rng.permutation(columns)[:columns // 4]] = 0
    return y_pred, y.reshape(n_y, m, T_x)


def output_back(rng, n_a, n_y, m, T_x, **_):
    return normal(rng, n_y, m, T_x), normal(rng, n_a, m, T_x), normal(rng, n_y, n_a)


EXERCISES = {exercise.name: exercise for exercise in [
    Exercise(first_step.step, "00", "tanh of the two weighted numbers", first, returns="a_next"),
    Exercise(rnn.rnn_cell_forward, "01", "equations (1) and (2), then the cache", rnn_step,
             returns="a_next yt_pred cache", order="a_next yt_pred"),
    Exercise(rnn.rnn_forward, "01", "the loop over the steps", rnn_steps,
             returns="a y_pred caches", order="a y_pred", calls="rnn_cell_forward"),
    Exercise(losses.softmax_cross_entropy, "02", "the mean of −log ŷ over the targets", prediction_and_target, returns="J"),
    Exercise(losses.softmax_cross_entropy_backward, "02", "the gradient at the softmax's input", prediction_and_target,
             returns="dzy"),
    Exercise(losses.output_backward, "02", "the three gradients of the output layer", output_back, returns="da dWy dby"),
    Exercise(rnn.rnn_cell_backward, "02", "dz first, then the five gradients", rnn_step_back,
             order="dba dWax dWaa dxt da_prev", numeric=rnn_step_numeric),
    Exercise(rnn.rnn_backward, "02", "the loop back through the steps", rnn_steps_back,
             order="dx da0 dba dWax dWaa", calls="rnn_cell_backward", numeric=rnn_steps_numeric),
]}
