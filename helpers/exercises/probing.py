"""A trained network is asked: one unit is silenced; and how sure k of n runs make us.
"""
import numpy as np

from helpers.exercises import loops
from helpers.exercises.exercise import Exercise, Mistake, normal, ways
from helpers.exercises.lstm import parameters
from helpers.training import probes, seeds

# Problems --------------------------------------------------------------------------------------------------------------

def to_silence(rng, n_x, n_a, n_y, m, T_x):
    """Draw x, parameters, a unit that is neither the first nor always the last, and its values: 0, 1.3, or one a word."""
    unit = int(rng.integers(2, 4)) if n_a == 5 else 1
    constant = {1: 1.3, 2: 0.0}.get(m)
    value = normal(rng, T_x) + rng.choice([-1.2, 1.2]) if constant is None or T_x == 1 else np.full(T_x, constant)
    return normal(rng, n_x, m, T_x), parameters(rng, n_x, n_a, n_y), unit, value


def runs(rng, n_x, n_a, n_y, m, T_x):
    """Draw k of n: some, all, one, none, and more than half."""
    n = int(rng.integers(7, 13))
    middle = int(rng.integers(2, n // 2))
    k = {4: middle, 1: n, 7: n - middle + 1}.get(m, 0 if T_x == 1 else 1)
    return k, n + n % 2 * (k == 1)  # an even n: there (1) falls again beyond q = 1, so that it shows who looks there


# Known mistakes: a unit silenced -----------------------------------------------------------------------------------------

SET, ANEW, PREDICTED = "c_next[unit] = value[t]", "cache.gamma_o * np.tanh(c_next)", "softmax(Wy @ a_next + by)"
CALL = "a_next, c_next, yt_pred, cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)"
NOT_HERE = ("a never stored", "caches reversed", "one cache only", "no cache kept", "one cache for all", "caches and x swapped",
            "x forgotten", "first state ignored", "None kept for the cache", "cache for caches", "cache taken apart",
            "caches nested in pairs", "pairs for caches", "one a for all steps", "return in the loop", "states summed",
            "first step forgotten, from zeros", "loop never runs")


SILENCED = [mistake for mistake in loops.FORWARD if mistake.name not in NOT_HERE] + [
    Mistake("nothing set", SET, "pass",
            "nothing is set: the network runs as ever, or what is set is a copy, such as an entry of the cache"),
    Mistake("a not taken anew", ANEW, "a_next",
            "a isn't taken anew: a_next and yt_pred were made in the cell, before c was set: a = Γ_o ∗ tanh(c), once more"),
    Mistake("prediction not taken anew", PREDICTED, "yt_pred",
            "yt_pred is still the cell's own, made before c was set; it has to be made of the new a"),
    Mistake("a for the prediction only", (CALL, ANEW), (CALL.replace("[:, :, t], a_next", "[:, :, t], a_next if t == 0 else kept")
            + "\n        kept = a_next", ANEW),
            "the new a goes into the prediction but not on to the next step, where the gates read it"),
    *ways("a in place of c", "a of the unit is set to the value; c is, and a becomes Γ_o ∗ tanh(c)",
          ((SET, ANEW), ("a_next[unit] = value[t]", "a_next")), (ANEW, ANEW + "\n        a_next[unit] = value[t]")),
    Mistake("zero not set", SET, "c_next[unit] = value[t] if value[t] else c_next[unit]",
            "where the value is 0 nothing is set: an if takes 0 for False; c is set to 0 then"),
    *ways("zero for the value", "the unit is set to 0, whatever value says",
          (SET, "c_next[unit] = 0.0"), ((SET, ANEW), ("a_next[unit] = 0.0", "a_next"))),
    Mistake("nothing carried on", (SET, ANEW, PREDICTED), ("own = c_next.copy(); own[unit] = value[t]", "cache.a_next",
            "softmax(Wy @ (cache.gamma_o * np.tanh(own)) + by)"),
            "neither the c that was set nor the new a goes on to the next step: the network runs as ever, as when lstm_forward "
            "makes all steps first"),
    Mistake("left out of the prediction only", (SET, ANEW, PREDICTED), ("pass", "a_next",
            "softmax(np.where(np.arange(n_a) == unit, 0, Wy) @ a_next + by)"),
            "the unit is left out of the prediction, by its column of Wy; its c is to be set, and the gates see that"),
    Mistake("set before the step", (SET, CALL), ("pass", "c_next[unit] = value[t]\n        " + CALL),
            "c is set before the step, and the step writes into it again; it is set after it"),
    Mistake("set once, before the first word", (SET, CALL), ("pass", "if t == 0: c_next[unit] = value[0]\n        " + CALL),
            "c is set once, before the first word, and then left to the cell; it is set after every word"),
    Mistake("last step only", SET, "c_next[unit] = value[t] if t == T_x - 1 else c_next[unit]",
            "c is set after the last word only: the line stands behind the loop"),
    Mistake("first step only", SET, "c_next[unit] = value[t] if t == 0 else c_next[unit]",
            "c is set after the first word only; it is set after each"),
    Mistake("column for row", SET, "c_next[:, unit] = value[t]",
            "a column of c is set, c_next[:, unit], which is an example; the units are its rows"),
    Mistake("first example only", SET, "c_next[unit, 0] = value[t]", "c of the unit is set in the first example only"),
    Mistake("all units", SET, "c_next[:] = value[t]", "c of all units is set"),
    Mistake("all other units", SET, "c_next[np.arange(n_a) != unit] = value[t]", "all units but this one are set"),
    Mistake("all units from this one on", SET, "c_next[unit:] = value[t]", "c_next[unit:] is this unit and all below it"),
    Mistake("all units up to this one", SET, "c_next[:unit] = value[t]", "c_next[:unit] is all units above this one"),
    Mistake("counted from 1", SET, "c_next[unit - 1] = value[t]", "the unit above is set: units are counted from 0"),
    Mistake("unit after", SET, "c_next[(unit + 1) % n_a] = value[t]", "the unit below is set"),
    Mistake("first unit", SET, "c_next[0] = value[t]", "the first unit is set, whatever unit says"),
    Mistake("last unit", SET, "c_next[-1] = value[t]", "the last unit is set, whatever unit says"),
    Mistake("first value at every step", SET, "c_next[unit] = value[0]", "every step has the first value, value[0]"),
    Mistake("last value at every step", SET, "c_next[unit] = value[-1]", "every step has the last value, value[-1]"),
    Mistake("mean of the values", SET, "c_next[unit] = np.mean(value)", "every step has the mean of all values"),
    Mistake("value before", SET, "c_next[unit] = value[t - 1]", "step t has the value of step t − 1"),
    Mistake("value after", SET, "c_next[unit] = value[(t + 1) % T_x]", "step t has the value of step t + 1"),
    Mistake("values reversed", SET, "c_next[unit] = value[T_x - 1 - t]", "the values are read from the last to the first"),
    Mistake("value added", SET, "c_next[unit] += value[t]", "the value is added to c of the unit; it takes its place"),
    Mistake("value subtracted", SET, "c_next[unit] -= value[t]", "the value is subtracted from c; it takes its place"),
    Mistake("multiplied", SET, "c_next[unit] *= value[t]", "c of the unit is multiplied by the value; it is set to it"),
    Mistake("sign turned", SET, "c_next[unit] = -value[t]", "c is set to minus the value"),
    Mistake("tanh of the value", SET, "c_next[unit] = np.tanh(value[t])", "c is set to tanh of the value"),
    Mistake("all of a set", SET, "c_next[unit] = value[t]\n        c_next = c_next * (np.arange(n_a) == unit)[:, None]",
            "the other units' c is lost: a new array holds this unit's value alone"),
    Mistake("tanh forgotten", ANEW, "cache.gamma_o * c_next", "tanh is forgotten in a = Γ_o ∗ tanh(c)"),
    Mistake("output gate forgotten", ANEW, "np.tanh(c_next)", "Γ_o is forgotten in a = Γ_o ∗ tanh(c)"),
    Mistake("output gate of the unit forgotten", ANEW, ANEW + "\n        a_next[unit] = np.tanh(value[t])",
            "a of the unit is tanh(value): its output gate is forgotten"),
    Mistake("forget gate for output gate", ANEW, "cache.gamma_f * np.tanh(c_next)", "Γ_f stands for Γ_o in a = Γ_o ∗ tanh(c)"),
    Mistake("update gate for output gate", ANEW, "cache.gamma_u * np.tanh(c_next)", "Γ_u stands for Γ_o in a = Γ_o ∗ tanh(c)"),
    Mistake("slope of tanh", ANEW, "cache.gamma_o * (1 - np.tanh(c_next) ** 2)",
            "1 − tanh², the slope of tanh, stands where tanh(c) belongs; it is for the way back"),
    Mistake("tanh of all", ANEW, "np.tanh(cache.gamma_o * c_next)", "tanh is taken of Γ_o ∗ c; the gate stands outside"),
    Mistake("c for a", ANEW, "c_next", "c stands where a belongs: the output gate and tanh are left out"),
    Mistake("old memory shown", ANEW, "cache.gamma_o * np.tanh(cache.c_prev)",
            "a is made of c_prev, the memory before the step; it is made of the c that was set"),
    Mistake("states not carried", CALL, CALL.replace("a_next, c_next, parameters", "0 * a_next, 0 * c_next, parameters"),
            "every step starts from zeros: neither state is carried on"),
    Mistake("a not carried", CALL, CALL.replace("a_next, c_next, parameters", "0 * a_next, c_next, parameters"),
            "a isn't carried on: every step sees zeros in its place"),
    Mistake("c not carried", CALL, CALL.replace("a_next, c_next, parameters", "a_next, 0 * c_next, parameters"),
            "c isn't carried on: every step starts with an empty memory"),
    Mistake("states swapped", CALL, CALL.replace("a_next, c_next, parameters", "c_next, a_next, parameters"),
            "a and c have changed places where they go into the cell"),
    Mistake("softmax forgotten", PREDICTED, "Wy @ a_next + by", "the softmax is forgotten in the prediction"),
    Mistake("by forgotten", PREDICTED, "softmax(Wy @ a_next)", "by is forgotten in the prediction"),
    Mistake("softmax over the examples", PREDICTED, "softmax((Wy @ a_next + by).T).T",
            "the softmax runs over the examples; each column should sum to 1"),
    Mistake("prediction from c", PREDICTED, "softmax(Wy @ c_next + by)", "the prediction is made of c; it is made of a"),
    Mistake("sigmoid for softmax", PREDICTED, "1 / (1 + np.exp(-(Wy @ a_next + by)))", "sigmoid stands where softmax belongs"),
    Mistake("return in the loop", "        y_pred[:, :, t] = yt_pred\n", "        y_pred[:, :, t] = yt_pred\n        break\n",
            "the loop ends after its first step, as when return is indented into the loop"),
]


# Known mistakes: how sure ------------------------------------------------------------------------------------------------

CHANCE = "sum(math.comb(n, j) * q**j * (1 - q) ** (n - j) for j in range(k, n + 1))"
TERM, TEST, BACK = "math.comb(n, j) * q**j * (1 - q) ** (n - j)", "chance < 1 / 40", "return low"
MIDDLE = "(low + high) / 2"
WALD = "k / n - {} * (k / n * (1 - k / n) / n) ** 0.5"


def rounded(places):
    """Return the mistakes of an answer that has so many places."""
    step = 10**places
    return ways(f"{places} places", f"the rate is known to {places} places only: go on halving, or take a finer grid",
                (BACK, f"return round(low, {places})"), (BACK, f"return math.floor(low * {step}) / {step}"),
                (BACK, f"return math.ceil(low * {step}) / {step}"))


SURE = [
    Mistake("share itself", BACK, "return k / n",
            "it is the share k/n that was seen: ten of ten give 1, as if the eleventh run couldn't fail"),
    *ways("symmetric", "it is the share less about two of its standard errors: where all runs agree that is 0 wide; at 1 of 40, "
                       "k of n or more must come",
          *((BACK, "return " + WALD.format(z)) for z in (1.96, 2, 1.959964, 1.64, 1.645)),
          *((BACK, f"return max(0.0, {WALD.format(z)})") for z in (1.96, 2, 1.959964, 1.64, 1.645))),
    *ways("more than k", "k itself is left out: k or more are asked", ("range(k, n + 1)", "range(k + 1, n + 1)")),
    Mistake("one or more", "range(k, n + 1)", "range(1, n + 1)",
            "it is the chance of one or more, whatever k is; k or more are asked"),
    Mistake("last one forgotten", "range(k, n + 1)", "range(k, n)",
            "the sum ends at n − 1: range(k, n) leaves out n itself"),
    Mistake("exactly k", "range(k, n + 1)", "range(k, k + 1)", "it is the chance of exactly k; k or more are asked"),
    Mistake("k or fewer, turned", ("range(k, n + 1)", TEST), ("range(0, k + 1)", "chance > 1 / 40"),
            "it is the upper end, at which k or fewer come in 1 of 40 cases; the smallest rate is asked, at which k or more do"),
    Mistake("k or fewer", "range(k, n + 1)", "range(0, k + 1)",
            "k or fewer are counted, a chance that falls as q grows, so that halving runs to an end; k or more are asked"),
    Mistake("wrong end", TEST, "chance > 1 / 40",
            "halving runs to the wrong end: the chance grows with q; where it is below 1/40, q is too small, and low moves up"),
    Mistake("1 of 20", TEST, "chance < 1 / 20", "1/20 stands for 1/40"),
    Mistake("1 of 80", TEST, "chance < 1 / 80", "1/80 stands for 1/40"),
    Mistake("1 of 10", TEST, "chance < 1 / 10", "1/10 stands for 1/40"),
    Mistake("1 of 100", TEST, "chance < 1 / 100", "1/100 stands for 1/40"),
    Mistake("one half", TEST, "chance < 1 / 2", "1/2 stands for 1/40: there k or more come in every other case"),
    *ways("39 of 40", "it is the rate at which k or more come in 39 of 40 cases, and fewer in 1; at the smallest rate they come "
                      "in 1 of 40", (TEST, "chance < 39 / 40"), (("range(k, n + 1)", TEST), ("range(0, k)", "chance > 1 / 40"))),
    Mistake("0.25 for 0.025", TEST, "chance < 0.25", "1/40 is 0.025, and not 0.25"),
    Mistake("ways forgotten", TERM, "q**j * (1 - q) ** (n - j)",
            "the number of ways, math.comb(n, j), is forgotten: any j of the n runs may be those that succeed"),
    Mistake("ways of k", TERM, TERM.replace("comb(n, j)", "comb(n, k)"),
            "math.comb(n, k) stands in every term; each j has its own number of ways"),
    Mistake("orders for ways", TERM, TERM.replace("math.comb", "math.perm"),
            "math.perm counts orders; which j runs succeed is counted by math.comb"),
    Mistake("failures once", TERM, "math.comb(n, j) * q**j * (1 - q)",
            "1 − q stands there once; each of the n − j runs that fail brings one: (1 − q)^(n − j)"),
    Mistake("failures once, and no ways", TERM, "q**j * (1 - q)",
            "1 − q stands there once, and n − j runs fail: (1 − q)^(n − j); the number of ways, math.comb(n, j), is missing too"),
    Mistake("not zero for no success", BACK, "return low if k else 1.0",
            "with k = 0 it isn't 0: P is 1 for every q then, so that even q = 0 is believed"),
    Mistake("failures forgotten", TERM, "math.comb(n, j) * q**j", "the n − j failures are forgotten: (1 − q)^(n − j)"),
    Mistake("success and failure swapped", TERM, "math.comb(n, j) * (1 - q)**j * q ** (n - j)",
            "q and 1 − q have changed places"),
    Mistake("k for j in the powers", TERM, "math.comb(n, j) * q**k * (1 - q) ** (n - k)",
            "the powers have k in every term; each j has its own: q^j (1 − q)^(n − j)"),
    Mistake("k for j", TERM, "math.comb(n, k) * q**k * (1 - q) ** (n - k)",
            "every term has k: the sum runs over j, and each j has its own number of ways and its own powers"),
    Mistake("power n", TERM, "math.comb(n, j) * q**j * (1 - q) ** n", "1 − q has the power n; n − j runs fail"),
    Mistake("power k for failures", TERM, "math.comb(n, j) * q**j * (1 - q) ** (n - k)",
            "1 − q has the power n − k in every term; in each, n − j runs fail"),
    *ways("bracket forgotten", "the parentheses around 1 − q are missing; a power goes before a minus",
          (TERM, "math.comb(n, j) * q**j * 1 - q ** (n - j)"), (TERM, "math.comb(n, j) * q**j * (1 - q ** (n - j))")),
    Mistake("half of the factorials", TERM, TERM.replace("comb(n, j)", "perm(n, n - j)"),
            "n!/j! lacks the (n − j)! below the line; math.comb(n, j) has both"),
    *ways("product for sum", "the chances of the single j are multiplied and not added up, or k and n have changed places in "
                             "def how_sure(k, n)", ("sum(", "math.prod("), ("def how_sure(k, n)", "def how_sure(n, k)")),
    *ways("all succeed", "it is the rate at which all n succeed in 1 of 40 cases, as when only the last term of the sum is kept "
                         "(= for +=, or comb(j, n)); k of them or more are asked",
          ("range(k, n + 1)", "range(n, n + 1)"), (BACK, "return 40 ** (-1 / n)")),
    Mistake("first k succeed", BACK, "return 40 ** (-1 / max(k, 1)) * (k > 0)",
            "it is the rate at which k runs of k succeed; here n were made, and any k of them may"),
    Mistake("complement", BACK, "return 1 - low", "it is 1 minus the rate"),
    Mistake("in percent", BACK, "return 100 * low", "it is in percent; a rate from 0 to 1 is asked"),
    Mistake("number of runs", BACK, "return n * low", "it is a number of runs, n times the rate"),
    Mistake("share times the rate", BACK, "return k / n * 40 ** (-1 / n)", "the share is multiplied by the rate of n of n"),
    Mistake("the chance", BACK, "return chance", "the chance is returned, which is 1/40; the rate q is asked"),
    Mistake("width", BACK, "return k / n - low", "it is how far the rate lies below the share; the rate itself is asked"),
    Mistake("one success and one failure more", BACK, "return (k + 1) / (n + 2)",
            "it is (k + 1)/(n + 2), a middle of the likely rates; the smallest one is asked"),
    Mistake("three over n", BACK, "return 1 - 3 / n", "1 − 3/n is a rule of thumb for n of n, at 1 of 20"),
    *ways("Wilson", "it is the lower end of Wilson's interval, which takes the binomial for a bell; the exact chance is asked",
          *((BACK, f"z = {z}\n    return (k + z**2 / 2 - z * (k * (n - k) / n + z**2 / 4) ** 0.5) / (n + z**2)")
            for z in (1.96, 2, 1.959964))),
    *ways("Agresti and Coull", "it is an interval that adds two successes and two failures; the exact chance is asked",
          *((BACK, f"share = (k + 2) / (n + 4)\n    return share - {z} * (share * (1 - share) / (n + 4)) ** 0.5")
            for z in (1.96, 2))),
    Mistake("from a half on", "low, high = 0.0, 1.0", "low, high = 0.5, 1.0", "the search begins at 0.5; the rate may lie below"),
    *ways("beyond 1", "the search begins with a high above 1; a rate lies between 0 and 1",
          *(("low, high = 0.0, 1.0", f"low, high = 0.0, {high}") for high in ("float(n)", "100.0"))),
    *ways("a power of one half", "the search stays at 1/2, 1/4, 1/8 or the like: are the parentheses around low + high missing "
          "(a division goes before a sum), does the loop stop too early, or does high move where low does?",
          *(((MIDDLE, BACK), ("low + high / 2", f"return {end}")) for end in ("low", "q", "high"))),
    *rounded(1), *rounded(2), *rounded(3), *rounded(4),
    *ways("too few halvings", "the interval is halved too seldom: it gets half as wide each time, 40 times are plenty",
          *((("range(60)", BACK), (f"range({times})", f"return {end}"))
            for times in (3, 4, 5, 6, 8, 10, 12) for end in ("low", "q", "high"))),
    *ways("first middle only", "only the first middle counts: the interval is halved once, q isn't taken anew in the loop, or "
          "the chance doesn't begin at 0 anew for each q", ("sum(math", "(chance if _ else 0) + sum(math"),
          *((("range(60)", BACK), ("range(1)", f"return {end}")) for end in ("low", "q", "high"))),
    *ways("zero", "0 comes back whatever k is: the chance is never below 1/40, as when all j are summed or q^j is forgotten, or "
                  "low never moves", (BACK, "return 0.0"), ("range(k, n + 1)", "range(n + 1)"), (TEST, "chance < 1 // 40"),
          (TERM, "math.comb(n, j) * (1 - q) ** (n - j)")),
    *ways("one", "1 comes back whatever k is: low moves up each time, as when the chance is always below the limit, or "
                 "n − j, a power, has no parentheses",
          (BACK, "return 1.0"), ("high = q", "low = q")),
]


# The exercises -----------------------------------------------------------------------------------------------------------

EXERCISES = [
    Exercise(seeds.how_sure, "13", "the smallest rate at which k or more of n come in 1 of 40 cases", runs, returns="rate",
             mistakes=SURE),
    Exercise(probes.silenced, "13", "c of one unit set after every word, and a and the prediction taken anew", to_silence,
             returns="y_pred", mistakes=SILENCED),
]
