"""The tiny exercise of the first page: one unit, one step.
"""
from helpers.exercises.exercise import Exercise, Mistake, normal
from helpers.networks import first_step

# Problems --------------------------------------------------------------------------------------------------------------

def first(rng, m, **_):
    """Draw a_prev, xt, w_a, w_x for a single unit."""
    return normal(rng, m), normal(rng, m), rng.uniform(0.4, 0.9), rng.uniform(1.1, 1.6)


# Known mistakes --------------------------------------------------------------------------------------------------------

STEP = [
    Mistake("tanh forgotten", "np.tanh(w_a * a_prev + w_x * xt)", "w_a * a_prev + w_x * xt", "tanh is forgotten"),
    Mistake("tanh of the first term", "np.tanh(w_a * a_prev + w_x * xt)", "np.tanh(w_a * a_prev) + w_x * xt",
            "tanh is taken of the memory only: mind the closing parenthesis"),
    Mistake("two tanhs", "np.tanh(w_a * a_prev + w_x * xt)", "np.tanh(w_a * a_prev) + np.tanh(w_x * xt)",
            "tanh is taken of each term; it is taken of their sum"),
    Mistake("weights swapped", "w_a * a_prev + w_x * xt", "w_x * a_prev + w_a * xt", "the two weights have changed places"),
    Mistake("memory forgotten", "w_a * a_prev + w_x * xt", "w_x * xt", "the memory is forgotten: a_prev has no part in it"),
    Mistake("input forgotten", "w_a * a_prev + w_x * xt", "w_a * a_prev", "the input is forgotten: xt has no part in it"),
    Mistake("minus for plus", "w_a * a_prev + w_x * xt", "w_a * a_prev - w_x * xt", "the two terms are subtracted, not added"),
    Mistake("product for sum", "w_a * a_prev + w_x * xt", "w_a * a_prev * w_x * xt", "the two terms are multiplied, not added"),
    Mistake("weights forgotten", "w_a * a_prev + w_x * xt", "a_prev + xt", "neither weight is multiplied in"),
    Mistake("one weight for both", "w_a * a_prev + w_x * xt", "w_a * (a_prev + xt)", "w_a is multiplied into both terms"),
    Mistake("sigmoid for tanh", "np.tanh(w_a * a_prev + w_x * xt)", "1 / (1 + np.exp(-(w_a * a_prev + w_x * xt)))",
            "sigmoid stands where tanh belongs"),
    Mistake("tan for tanh", "np.tanh(", "np.tan(", "np.tan stands where np.tanh belongs"),
    Mistake("averaged", "w_a * a_prev + w_x * xt", "(w_a * a_prev + w_x * xt) / 2", "the two terms are averaged, not added"),
]


# The exercises ---------------------------------------------------------------------------------------------------------

EXERCISES = [
    Exercise(first_step.step, "00", "tanh of the two weighted numbers", first, returns="a_next",
             mistakes=STEP),
]
