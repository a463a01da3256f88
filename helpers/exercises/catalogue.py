"""The exercises of the course: what a learner writes, on which problems it is tried, what is compared.

How to add an exercise
----------------------
1. Its reference solution stands in a module of the models' layer (rnn.py, lstm.py, gradients.py …).
2. Its known mistakes stand in helpers/mistakes_<model>.py, eight or more: edits of the reference's code (see
   helpers/mistakes.py). Join that module's MISTAKES to the line `TABLES` below.
3. A function in helpers/problems_<model>.py draws a problem, as those in helpers/problems.py do:
   `(rng, n_x, n_a, n_y, m, T_x)` → the tuple of arguments. Biases and first states aren't zero; everything is float64.
4. One entry in EXERCISES:

       Exercise(lstm.lstm_cell_forward, "05", "equations (1) to (6), in order", problems_lstm.step,
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

from helpers import (
    first_step,
    gradients,
    gradients_paths,
    gru,
    letters,
    losses,
    lstm,
    mistakes_first_step,
    mistakes_gradients,
    mistakes_gru,
    mistakes_letters,
    mistakes_losses,
    mistakes_lstm,
    mistakes_rnn,
    problems,
    problems_gradients,
    problems_gru,
    problems_letters,
    problems_lstm,
    rnn,
    spectra,
)
from helpers.problems import SIZES

TABLES = mistakes_first_step.MISTAKES | mistakes_rnn.MISTAKES | mistakes_losses.MISTAKES | mistakes_gradients.MISTAKES
TABLES |= mistakes_lstm.MISTAKES | mistakes_gru.MISTAKES | mistakes_letters.MISTAKES

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


EXERCISES = {exercise.name: exercise for exercise in [
    Exercise(first_step.step, "00", "tanh of the two weighted numbers", problems.first, returns="a_next"),
    Exercise(rnn.rnn_cell_forward, "01", "equations (1) and (2), then the cache", problems.rnn_step,
             returns="a_next yt_pred cache", order="a_next yt_pred"),
    Exercise(rnn.rnn_forward, "01", "the loop over the steps", problems.rnn_steps,
             returns="a y_pred caches", order="a y_pred", calls="rnn_cell_forward"),
    Exercise(losses.softmax_cross_entropy, "02", "the mean of −log ŷ over the targets", problems.prediction_and_target,
             returns="J"),
    Exercise(losses.softmax_cross_entropy_backward, "02", "the gradient at the softmax's input", problems.prediction_and_target,
             returns="dzy"),
    Exercise(losses.output_backward, "02", "the three gradients of the output layer", problems.output_back, returns="da dWy dby"),
    Exercise(rnn.rnn_cell_backward, "02", "dz first, then the five gradients", problems.rnn_step_back,
             order="dba dWax dWaa dxt da_prev", numeric=problems.rnn_step_numeric),
    Exercise(rnn.rnn_backward, "02", "the loop back through the steps", problems.rnn_steps_back,
             order="dx da0 dba dWax dWaa", calls="rnn_cell_backward", numeric=problems.rnn_steps_numeric),
    Exercise(gradients.norms_through_time, "03", "the norm of ∂J/∂a at every step, on the way back", problems.rnn_steps_back,
             returns="norms"),
    Exercise(spectra.decades_per_step, "03", "log10 of the largest |λ|", problems_gradients.matrix, returns="rate"),
    Exercise(gradients.clip_by_value, "03", "each number into [−limit, limit]", problems_gradients.to_clip_by_value),
    Exercise(gradients.clip_by_norm, "03", "one factor for all gradients", problems_gradients.to_clip_by_norm),
    Exercise(lstm.lstm_cell_forward, "05", "equations (1) to (7), in order", problems_lstm.step,
             returns="a_next c_next yt_pred cache", order="gamma_f gamma_u c_tilde gamma_o c_next a_next yt_pred"),
    Exercise(lstm.lstm_forward, "05", "the loop over the steps, with two states", problems_lstm.steps,
             returns="a y_pred c caches", order="c a y_pred", calls="lstm_cell_forward"),
    Exercise(lstm.lstm_cell_backward, "06", "equations (8) to (14), in order", problems_lstm.step_back,
             order="dbo dc_prev dbf dbu dbc dWo dWf dWu dWc da_prev dxt", numeric=problems_lstm.step_numeric),
    Exercise(lstm.lstm_backward, "06", "the loop back, with two gradients carried", problems_lstm.steps_back,
             order="dx da0 dbo dbf dbu dbc dWo dWf dWu dWc", calls="lstm_cell_backward", numeric=problems_lstm.steps_numeric),
    Exercise(gradients_paths.forget_bias_for, "07", "the gate for one step, then σ⁻¹ of it", problems_gradients.memory_to_keep,
             returns="bias"),
    Exercise(gru.gru_cell_forward, "08", "equations (1) to (5), in order", problems_gru.step,
             returns="a_next yt_pred cache", order="gamma_u gamma_r c_tilde a_next yt_pred"),
    Exercise(gru.gru_forward, "08", "the loop over the steps", problems_gru.steps,
             returns="a y_pred caches", order="a y_pred", calls="gru_cell_forward"),
    Exercise(gru.gru_cell_backward, "08", "equations (6) to (12), in order", problems_gru.step_back,
             order="dbu dbc dbr dWu dWc dWr dxt da_prev", numeric=problems_gru.step_numeric),
    Exercise(gru.gru_backward, "08", "the loop back through the steps", problems_gru.steps_back,
             order="dx da0 dbu dbc dbr dWu dWc dWr", calls="gru_cell_backward", numeric=problems_gru.steps_numeric),
    Exercise(letters.softmax_with_temperature, "10", "a softmax of zy divided by τ", problems_letters.before_softmax,
             returns="y_pred"),
    Exercise(letters.pick, "10", "the first letter whose sum of probabilities lies above u", problems_letters.to_pick,
             returns="k"),
]}
