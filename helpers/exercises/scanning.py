"""The scan: problems, and what goes wrong where maps are put together.
"""
from helpers.exercises.exercise import Mistake, normal, ways


def to_scan(rng, n_a, m, T_x, **_):
    """Draw decay, b, a0; decays of either sign, one in six exactly 0."""
    decay = rng.uniform(-1, 1, (n_a, m, T_x)) * (rng.random((n_a, m, T_x)) > 1 / 6)
    return decay, normal(rng, n_a, m, T_x), normal(rng, n_a, m)


JOIN, ROUND = "later * b[:, :, :-distance] + b[:, :, distance:]", "distance *= 2"
STATES, COPIES = "return decay * a0[:, :, np.newaxis] + b", "decay, b = decay.copy(), b.copy()"
SLICES = "later, earlier = decay[:, :, distance:], decay[:, :, :-distance]"
PUT = "b[:, :, distance:] = new_b", "decay[:, :, distance:] = new_decay"
ONE_BY_ONE = ("for t in range(distance, b.shape[2]):\n            b[:, :, t] += decay[:, :, t] * b[:, :, t - distance]\n{}"
              "        new_b = b[:, :, distance:].copy()")

ROUND_THE_END = ("for t in {}:\n            b[:, :, t] += decay[:, :, t] * b[:, :, t - distance]\n"
                 "            decay[:, :, t] *= decay[:, :, t - distance]")

SCAN = [
    Mistake("maps in the other order", JOIN, "earlier * b[:, :, distance:] + b[:, :, :-distance]",
            "the two maps are put together in the other order: λ₁ b₂ + b₁; the earlier one comes first, so that λ₂ b₁ + b₂"),
    Mistake("earlier decay before b", JOIN, "earlier * b[:, :, :-distance] + b[:, :, distance:]",
            "the earlier map's b is multiplied by its own decay; it goes through the later map"),
    Mistake("decays before b", JOIN, "later * earlier * b[:, :, :-distance] + b[:, :, distance:]",
            "the decays are put together before b is; equation (5) needs λ₂ as it was before this round"),
    Mistake("decays never multiplied", "new_decay = later * earlier", "new_decay = later",
            "the decays are never multiplied with one another: each round uses those of single steps"),
    Mistake("decays added", "new_decay = later * earlier", "new_decay = later + earlier",
            "the decays are added; two in a row multiply"),
    Mistake("b₂ through its own decay", JOIN, "later * (b[:, :, :-distance] + b[:, :, distance:])",
            "the later map's b is multiplied by the decay too; equation (5) adds it as it is"),
    Mistake("decay of the sum", COPIES, "decay, b = decay.copy(), decay * b",
            "b is multiplied by the decay of its own step too; in λ a + b it is added as it is"),
    Mistake("earlier b not decayed", JOIN, "b[:, :, :-distance] + b[:, :, distance:]",
            "what earlier steps wrote is added up as it is, as by np.cumsum; it goes through every later decay: λ₂ b₁ + b₂"),
    Mistake("own b lost", JOIN, "later * b[:, :, :-distance]", "the later map's own b is lost: it is λ₂ b₁ + b₂"),
    *ways("new values are read",
          "b is changed entry by entry within a round, so that later entries read what this round has just written",
          ("new_b = " + JOIN, ONE_BY_ONE.format("")),
          (("new_b = " + JOIN, "new_decay = later * earlier"),
           (ONE_BY_ONE.format("            decay[:, :, t] *= decay[:, :, t - distance]\n"),
            "new_decay = decay[:, :, distance:].copy()"))),
    *ways("the end comes round",
          "the last steps come round to the front, as with np.roll or an index below 0; nothing comes before the first step",
          ((SLICES, JOIN, *PUT), ("later, earlier = decay, np.roll(decay, distance, axis=2)",
                                  "later * np.roll(b, distance, axis=2) + b", "b[:] = new_b", "decay[:] = new_decay")),
          *((("new_b = " + JOIN, "new_decay = later * earlier", *PUT), (ROUND_THE_END.format(order), "pass", "pass", "pass"))
            for order in ("range(b.shape[2])", "reversed(range(b.shape[2]))"))),
    Mistake("zeros for the first decays", PUT[1], PUT[1] + "\n        decay[:, :, :distance] = 0",
            "the decays of the first steps become 0, as with zeros put in front; the map that changes nothing is λ = 1, b = 0"),
    Mistake("one step of a round left out", (SLICES, JOIN, *PUT),
            ("later, earlier = decay[:, :, distance + 1:], decay[:, :, 1:-distance]",
             JOIN.replace(":-", "1:-").replace("distance:", "distance + 1:"),
             *(text.replace("distance:", "distance + 1:") for text in PUT)),
            "each round leaves out the step t = distance, which is put together with t = 0"),
    Mistake("written at the earlier place", PUT, tuple(text.replace("distance:", ":-distance") for text in PUT),
            "two maps put together are written where the earlier one stood; they belong to the later step, [:, :, distance:]"),
    *ways("the first steps lost", "the new arrays, which are shorter, take the place of all; write them into [:, :, distance:]",
          (PUT, ("b = new_b", "decay = new_decay")),
          ((COPIES, "while distance < b.shape[2]", *PUT),
           (COPIES + "\n    T_x = b.shape[2]", "while distance < T_x", "b = new_b", "decay = new_decay"))),
    Mistake("as many rounds as rows", "while distance < b.shape[2]:", "while distance < len(b):",
            "the rounds end where the distance reaches n_a, the number of rows; the steps are the last axis, b.shape[2]"),
    Mistake("as many rounds as examples", "while distance < b.shape[2]:", "while distance < b.shape[1]:",
            "the rounds end where the distance reaches m, the number of examples; the steps are the last axis, b.shape[2]"),
    *ways("what comes after", "each step is put together with one after it, t + distance; a state holds what came before",
          ((SLICES, JOIN, *PUT), ("later, earlier = decay[:, :, :-distance], decay[:, :, distance:]",
                                  "later * b[:, :, distance:] + b[:, :, :-distance]",
                                  "b[:, :, :-distance] = new_b", "decay[:, :, :-distance] = new_decay")),
          ((SLICES, JOIN, *PUT), ("later, earlier = decay, np.roll(decay, -distance, axis=2)",
                                  "later * np.roll(b, -distance, axis=2) + b", "b[:] = new_b", "decay[:] = new_decay"))),
    *ways("neighbours in every round",
          "every round puts neighbours together, t and t − 1; it has to reach as far back as the distance",
          ((SLICES, JOIN, *PUT), ("later, earlier = decay[:, :, 1:], decay[:, :, :-1]", "later * b[:, :, :-1] + b[:, :, 1:]",
                                  "b[:, :, 1:] = new_b", "decay[:, :, 1:] = new_decay")),
          ((SLICES, JOIN), tuple(text.replace(":-distance", "distance - 1:-1") for text in (SLICES, JOIN)))),
    Mistake("along the examples", (COPIES, STATES),
            ("decay, b = decay.transpose(0, 2, 1).copy(), b.transpose(0, 2, 1).copy()",
             "decay, b = decay.transpose(0, 2, 1), b.transpose(0, 2, 1)\n    " + STATES),
            "the examples are put together, one with the next; the steps are the last axis"),
    Mistake("one round", ROUND, "break", "there is one round only: after it a step knows the one before, and no more"),
    Mistake("distance grows by 1", ROUND, "distance += 1",
            "the distance grows by 1 and doesn't double: after the second round a step has taken in four, not three"),
    Mistake("last round missing", "while distance < b.shape[2]:", "while 2 * distance < b.shape[2]:",
            "the last round is missing"),
    Mistake("as far as half", "while distance < b.shape[2]:", "while distance <= b.shape[2] // 2:",
            "the rounds stop at a distance of T_x // 2; where T_x is no power of 2, that is a round too early"),
    Mistake("first state forgotten", STATES, "return b", "a0 is left out: the states start from zero"),
    Mistake("first state not decayed", STATES, "return a0[:, :, np.newaxis] + b",
            "a0 is added as it is; it has gone through all decays up to t"),
    Mistake("first state through one decay", (COPIES, STATES),
            ("own = decay\n    " + COPIES, "return own * a0[:, :, np.newaxis] + b"),
            "a0 is multiplied by the decay of step t alone; it has gone through all decays up to t"),
    Mistake("first state twice", "distance = 1", "b[:, :, 0] += decay[:, :, 0] * a0\n    distance = 1",
            "a0 comes in twice: into b before the rounds, and through all decays after them"),
    Mistake("first state without its decay", ("distance = 1", STATES), ("b[:, :, 0] += a0\n    distance = 1", "return b"),
            "a0 comes into b without the first step's decay: b[:, :, 0] takes λ^⟨1⟩ ∗ a0"),
    Mistake("decays up to its own step", (COPIES, STATES),
            (COPIES + "\n    products = np.cumprod(decay, axis=2)\n    sums = np.cumsum(products * b, axis=2)",
             "return products * a0[:, :, np.newaxis] + sums"),
            "each b is multiplied by the decays up to its own step; it goes through those after it"),
    Mistake("states before each step", STATES,
            STATES.replace("return ", "a = ") + "\n    return np.concatenate([a0[:, :, np.newaxis], a[:, :, :-1]], axis=2)",
            "these are the states before each step, a0 first; those after it are asked, without a0"),
    Mistake("a state too many", STATES,
            STATES.replace("return ", "a = ") + "\n    return np.concatenate([a0[:, :, np.newaxis], a], axis=2)",
            "there are T_x + 1 states, one of them before the first step; those after each step are asked"),
    Mistake("first state in every round", (ROUND, STATES), ("b += decay * a0[:, :, np.newaxis]\n        " + ROUND, "return b"),
            "a0 comes in anew in every round; once is enough, after the last"),
    Mistake("first state at the first step only", STATES,
            "b[:, :, 0] += decay[:, :, 0] * a0\n    return b",
            "a0 is added after the scan and at the first step only; put in before it, or multiplied by all decays, it goes on"),
    Mistake("divided by the product", ("decay, b = decay.copy(), b.copy()", STATES),
            ("products = np.cumprod(decay, axis=2)\n    sums = np.cumsum(b / products, axis=2)\n"
             "    decay, b = decay.copy(), b.copy()",
             "return products * (a0[:, :, np.newaxis] + sums)"),
            "b is divided by the product of all decays: that is 0 as soon as one decay is, and too small to be held after some "
            "hundred steps"),
]
