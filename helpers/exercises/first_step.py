"""The tiny exercise of the first page: one unit, one step.
"""
from helpers.exercises.exercise import Exercise, Mistake, normal, ways
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
    Mistake("input forgotten", "w_a * a_prev + w_x * xt", "w_a * a_prev",
            "the input is forgotten: xt has no part in what comes out (what stands behind a comma isn't added)"),
    Mistake("minus for plus", "w_a * a_prev + w_x * xt", "w_a * a_prev - w_x * xt", "the two terms are subtracted, not added"),
    Mistake("product for sum", "w_a * a_prev + w_x * xt", "w_a * a_prev * w_x * xt", "the two terms are multiplied, not added"),
    Mistake("weights forgotten", "w_a * a_prev + w_x * xt", "a_prev + xt", "neither weight is multiplied in"),
    Mistake("one weight for both", "w_a * a_prev + w_x * xt", "w_a * (a_prev + xt)", "w_a is multiplied into both terms"),
    Mistake("sigmoid for tanh", "np.tanh(w_a * a_prev + w_x * xt)", "1 / (1 + np.exp(-(w_a * a_prev + w_x * xt)))",
            "sigmoid stands where tanh belongs"),
    Mistake("tan for tanh", "np.tanh(", "np.tan(", "np.tan stands where np.tanh belongs"),
    Mistake("arctan for tanh", "np.tanh(", "np.arctan(", "np.arctan stands where np.tanh belongs"),
    Mistake("half of tanh", "np.tanh(", "np.sinh(",
            "(e^z − e^−z) / 2 is sinh, the upper half of tanh; below the line stands e^z + e^−z"),
    Mistake("derivative for tanh", "np.tanh(w_a * a_prev + w_x * xt)", "1 - np.tanh(w_a * a_prev + w_x * xt)**2",
            "the derivative 1 − tanh² stands where tanh itself belongs"),
    *(Mistake(name, "w_a * a_prev + w_x * xt", wrong, says) for name, wrong, says in (
        ("xt forgotten", "w_a * a_prev + w_x", "xt is forgotten: w_x stands alone"),
        ("a_prev forgotten", "w_a + w_x * xt", "a_prev is forgotten: w_a stands alone"),
        ("memory squared", "w_a * a_prev**2 + w_x * xt", "a_prev is squared"),
        ("input squared", "w_a * a_prev + w_x * xt**2", "xt is squared"),
        ("memory twice", "w_a * a_prev + w_x * a_prev", "a_prev stands where xt belongs: both terms have it"),
        ("input twice", "w_a * xt + w_x * xt", "xt stands where a_prev belongs: both terms have it"),
        ("w_a over the bracket", "w_a * (a_prev + w_x * xt)",
         "w_a stands before a bracket and multiplies the input's term too; it belongs to a_prev alone"),
        ("w_x over the bracket", "w_x * (w_a * a_prev + xt)",
         "w_x stands before a bracket and multiplies the memory's term too; it belongs to xt alone"),
        ("w_x for both", "w_x * (a_prev + xt)", "w_x is multiplied into both terms"),
        ("w_a forgotten", "a_prev + w_x * xt", "w_a is forgotten: a_prev stands alone"),
        ("w_x forgotten", "w_a * a_prev + xt", "w_x is forgotten: xt stands alone"),
        ("weights added", "(w_a + a_prev) + (w_x + xt)", "the weights are added to a_prev and xt; they are multiplied with them"),
        ("weights and numbers summed", "(w_a + w_x) * (a_prev + xt)",
         "the weights are added, and so are a_prev and xt, before they are multiplied: each number has its own weight"),
        ("memory subtracted", "w_x * xt - w_a * a_prev", "the memory is subtracted; the two terms are added"),
        ("both negative", "-(w_a * a_prev + w_x * xt)", "there is a minus sign too many"),
        ("divided by the weights", "a_prev / w_a + xt / w_x", "it is divided by the weights; they are multiplied"),
        ("memory added once more", "w_a * a_prev + w_x * xt + a_prev", "a_prev is added once more, without a weight"),
        ("sum doubled", "2 * (w_a * a_prev + w_x * xt)", "the sum is doubled inside tanh"),
        ("one number for all", "np.sum(w_a * a_prev + w_x * xt) + 0 * xt",
         "the examples are added up; each has a state of its own"))),
    Mistake("tanh of the second term", "np.tanh(w_a * a_prev + w_x * xt)", "w_a * a_prev + np.tanh(w_x * xt)",
            "tanh is taken of the input only: mind the parentheses"),
    Mistake("tanh before the weights", "np.tanh(w_a * a_prev + w_x * xt)", "w_a * np.tanh(a_prev) + w_x * np.tanh(xt)",
            "tanh is taken of a_prev and xt; it is taken of the weighted sum"),
    Mistake("tanh twice", "np.tanh(w_a * a_prev + w_x * xt)", "np.tanh(np.tanh(w_a * a_prev + w_x * xt))", "tanh is taken twice"),
    Mistake("ReLU for tanh", "np.tanh(w_a * a_prev + w_x * xt)", "np.maximum(0, w_a * a_prev + w_x * xt)",
            "ReLU, max(0, z), stands where tanh belongs"),
    Mistake("memory outside tanh", "np.tanh(w_a * a_prev + w_x * xt)", "w_a * a_prev + np.tanh(w_a * a_prev + w_x * xt)",
            "the memory is added once more outside tanh"),
    Mistake("tanh's square", "np.tanh(w_a * a_prev + w_x * xt)", "np.tanh(w_a * a_prev + w_x * xt)**2", "tanh is squared"),
    Mistake("only the first example", "return np.tanh(w_a * a_prev + w_x * xt)",
            "out = np.zeros(len(xt))\n    out[0] = np.tanh(w_a * a_prev[0] + w_x * xt[0])\n    return out",
            "only the first example is worked on: return stands inside the loop, or it runs once"),
    Mistake("last example left out", "return np.tanh(w_a * a_prev + w_x * xt)",
            "out = np.zeros(len(xt))\n    out[:-1] = np.tanh(w_a * a_prev + w_x * xt)[:-1]\n    return out",
            "the last example is left out: the loop ends one too early"),
    Mistake("one example alone", "return np.tanh(w_a * a_prev + w_x * xt)",
            "for i in range(len(xt)):\n        out = np.tanh(w_a * a_prev[i] + w_x * xt[i])\n    return out",
            "one number comes back for all examples: a loop that overwrites, an index, or a sum or mean over them; each example "
            "has its own, and NumPy works on all at once"),
    *ways("state carried from example to example",
          "the state is carried from one example to the next; they stand side by side: example i is made of a_prev[i] and xt[i]",
          ("return np.tanh(w_a * a_prev + w_x * xt)",
           "out = np.zeros(len(xt))\n    a = a_prev[0]\n    for i in range(len(xt)):\n"
           "        a = out[i] = np.tanh(w_a * a + w_x * xt[i])\n    return out"),
          ("return np.tanh(w_a * a_prev + w_x * xt)",
           "out = np.zeros(len(xt))\n    for i in range(1, len(xt)):\n"
           "        out[i] = np.tanh(w_a * a_prev[i - 1] + w_x * xt[i])\n    return out")),
    Mistake("two things returned", "return np.tanh(w_a * a_prev + w_x * xt)", "return np.tanh(w_a * a_prev + w_x * xt), xt",
            "two things are returned, with a comma between them; one is asked, the new state"),
    Mistake("averaged", "w_a * a_prev + w_x * xt", "(w_a * a_prev + w_x * xt) / 2", "the two terms are averaged, not added"),
]


# The exercises ---------------------------------------------------------------------------------------------------------

EXERCISES = [
    Exercise(first_step.step, "00", "tanh of the two weighted numbers", first, returns="a_next",
             mistakes=STEP),
]
