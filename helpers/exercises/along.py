"""The way back along the LSTM's memory alone: a product of forget gates.
"""
import numpy as np

from helpers.exercises.exercise import Exercise, Mistake, normal, ways
from helpers.gradients import paths

# Problems --------------------------------------------------------------------------------------------------------------

def to_come_back(rng, n_a, m, T_x, **_):
    """Draw dc of the last step, and the forget gates of all."""
    return normal(rng, n_a, m), 1 / (1 + np.exp(-normal(rng, n_a, m, T_x) - 1))


# Known mistakes --------------------------------------------------------------------------------------------------------

STEP, LAST = "dc[:, :, t + 1] * gamma_f[:, :, t + 1]", "dc[:, :, -1] = dc_last"
LATER, GATE = "dc[:, :, t + 1] *", "* gamma_f[:, :, t + 1]"

ALONG = [
    Mistake("gate of the step itself", GATE, "* gamma_f[:, :, t]",
            "the gate of step t itself is met; it stands between c of step t − 1 and c of step t, so that the next one is meant"),
    Mistake("one gate too many", (LAST, GATE), ("dc[:, :, -1] = dc_last * gamma_f[:, :, -1]", "* gamma_f[:, :, t]"),
            "every step has met one gate too many, its own: step t meets those after it, and the last step meets none"),
    Mistake("last gate twice", LAST, "dc[:, :, -1] = dc_last * gamma_f[:, :, -1]",
            "the last step's gate is met twice: dc of the last step is dc_last itself, without a gate"),
    Mistake("one product for all units", "return dc", "return np.stack([dc_last * np.prod(gamma_f[:, :, t + 1:]) "
            "for t in range(gamma_f.shape[2])], axis=2)",
            "the product runs over units and examples as well; axis=2 takes it over the steps alone"),
    Mistake("last gate left out", GATE, "* (gamma_f[:, :, t + 1] if t < gamma_f.shape[2] - 2 else 1.0)",
            "the last step's gate is left out: it is the first that is met on the way back"),
    Mistake("only the next gate", LATER, "dc_last *",
            "each step meets one gate only; those of all later steps multiply: start from dc of the step after"),
    Mistake("only the last gate", STEP, "dc_last * gamma_f[:, :, -1]", "each step meets the last gate only"),
    Mistake("last gate again and again", GATE, "* gamma_f[:, :, -1]", "it is the last gate each time; each step has its own"),
    Mistake("first gate again and again", GATE, "* gamma_f[:, :, 0]", "it is the first gate each time; each step has its own"),
    Mistake("mean gate", GATE, "* np.mean(gamma_f)", "the mean of all gates is met each time; each unit and step has its own"),
    Mistake("mean over the steps", GATE, "* np.mean(gamma_f, axis=2)",
            "the mean over the steps is met each time; each step has its own gate"),
    Mistake("mean over the units", GATE, "* np.mean(gamma_f[:, :, t + 1], axis=0)",
            "the gates are averaged over the units; each unit has its own"),
    Mistake("mean over the examples", GATE, "* np.mean(gamma_f[:, :, t + 1], axis=1, keepdims=True)",
            "the gates are averaged over the examples; each example has its own"),
    Mistake("what is forgotten", GATE, "* (1 - gamma_f[:, :, t + 1])", "1 − Γ_f is met, what is forgotten; Γ_f is kept"),
    Mistake("slope of the gate", GATE, "* gamma_f[:, :, t + 1] * (1 - gamma_f[:, :, t + 1])",
            "it is multiplied by the slope of σ, Γ_f(1 − Γ_f); on this way the gate's value stands, and no slope"),
    Mistake("gate squared", GATE, "* gamma_f[:, :, t + 1] ** 2", "each gate is met twice"),
    Mistake("sigmoid again", GATE, "* (1 / (1 + np.exp(-gamma_f[:, :, t + 1])))",
            "σ is taken once more: gamma_f holds the gates' values already"),
    Mistake("divided", STEP, "dc[:, :, t + 1] / gamma_f[:, :, t + 1]", "it is divided by the gates; they multiply"),
    Mistake("gates added", STEP, "dc[:, :, t + 1] + gamma_f[:, :, t + 1]", "the gates are added; they multiply"),
    Mistake("product added to the carry", STEP, "dc[:, :, t + 1] + " + STEP,
            "what a gate lets pass is added to what was there; it takes its place"),
    Mistake("dc_last anew at each step", STEP, "dc_last + " + STEP,
            "dc_last comes in anew at each step; it comes in once, at the last"),
    Mistake("dc_last forgotten", LAST, "dc[:, :, -1] = 1.0", "the gates are multiplied, but dc_last is forgotten"),
    Mistake("dc_last's sign turned", LAST, "dc[:, :, -1] = -dc_last", "every sign is turned"),
    Mistake("the same at all steps", GATE, "", "no gate is met: dc_last stands at every step"),
    Mistake("all gates at every step", "return dc", "return np.repeat((dc_last * np.prod(gamma_f, axis=2))[:, :, None], "
            "gamma_f.shape[2], axis=2)", "the product of all gates stands at every step; step t has met those after it"),
    Mistake("nothing carried", STEP, STEP + " * (t == gamma_f.shape[2] - 2)",
            "only the last two steps are right, and all earlier ones are 0: what was found isn't carried further, as in a loop "
            "that runs forward"),
    Mistake("dc_last left out", LAST, "pass",
            "dc is 0 everywhere: dc_last isn't put into the last step, so that the gates multiply zeros"),
    Mistake("product over the units", "return dc",
            "return dc_last[:, :, None] * np.cumprod(gamma_f[:, :, ::-1], axis=0)[:, :, ::-1]",
            "the product runs over the units, axis 0; the steps are axis 2"),
    Mistake("product over the examples", "return dc",
            "return dc_last[:, :, None] * np.cumprod(gamma_f[:, :, ::-1], axis=1)[:, :, ::-1]",
            "the product runs over the examples, axis 1; the steps are axis 2"),
    Mistake("last step zero", "return dc", "dc[:, :, -1] = 0; return dc", "the last step stays at zero; dc_last belongs there"),
    Mistake("first step zero", "return dc", "dc[:, :, :-1][:, :, :1] = 0; return dc",
            "the first step stays at zero: the loop ends one step too early"),
    Mistake("forward in time", "return dc", "return dc_last[:, :, None] * np.cumprod(gamma_f, axis=2)",
            "the gates are multiplied from the first step on; a gradient meets the last step's gate first"),
    *ways("from the first step",
          "dc_last stands at the first step and meets the gates forward in time; it comes in at the last",
          ("return dc", "return dc_last[:, :, None] * np.concatenate([np.ones((*dc_last.shape, 1)), "
           "np.cumprod(gamma_f, axis=2)[:, :, :-1]], axis=2)"),
          ("return dc", "return dc_last[:, :, None] * np.concatenate([np.ones((*dc_last.shape, 1)), "
           "np.cumprod(gamma_f[:, :, 1:], axis=2)], axis=2)")),
    Mistake("turned only afterwards", "return dc", "return dc_last[:, :, None] * np.cumprod(gamma_f, axis=2)[:, :, ::-1]",
            "the gates are multiplied from the first step on, and the products turned; turn the gates first, and back after"),
    Mistake("not turned back", "return dc", "return dc[:, :, ::-1]",
            "the steps stand in reversed order: the last step first; turn them back with [:, :, ::-1]"),
    *ways("sum of gates", "the gates are added up; they multiply (cumprod)",
          *(("return dc", "return dc_last[:, :, None] * np.concatenate([np.cumsum(gamma_f[:, :, :0:-1], "
             f"axis=2)[:, :, ::-1], np.{last}((*dc_last.shape, 1))], axis=2)") for last in ("ones", "zeros"))),
    Mistake("logarithms added", "return dc", "return dc_last[:, :, None] + np.concatenate([np.cumsum(np.log("
            "gamma_f[:, :, :0:-1]), axis=2)[:, :, ::-1], np.zeros((*dc_last.shape, 1))], axis=2)",
            "logarithms are added and never raised to e again"),
    Mistake("tanh on the way", STEP, "np.tanh(" + STEP + ")", "tanh is taken at each step; on this way the gate stands alone"),
    Mistake("gates alone", "return dc", "return dc_last[:, :, None] * gamma_f",
            "each step has met its own gate, and no other; the gates of all later steps multiply"),
]


# The exercises ---------------------------------------------------------------------------------------------------------

EXERCISES = [
    Exercise(paths.along_memory, "09", "dc_last times the gates of all later steps", to_come_back, returns="dc",
             mistakes=ALONG),
]
