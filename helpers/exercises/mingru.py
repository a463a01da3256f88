"""The minimal GRU: its loop, its scan, its way back.
"""
import numpy as np

from helpers.exercises.exercise import Exercise, Mistake, normal
from helpers.networks import mingru

# Problems --------------------------------------------------------------------------------------------------------------

KEYS = ("Wu", "bu", "Wc", "bc")


def steps(rng, n_x, n_a, m, T_x, **_):
    """Draw x, a0, parameters; in two problems of five also β = 2, else it is left to be 1."""
    parameters = {key: normal(rng, n_a, n_x if key[0] == "W" else 1) for key in KEYS}
    return normal(rng, n_x, m, T_x), normal(rng, n_a, m), parameters, *((2.0,) if m == 2 else ())


def to_scan(rng, n_a, m, T_x, **_):
    """Draw decay, b, a0; decays of either sign, one in six exactly 0."""
    decay = rng.uniform(-1, 1, (n_a, m, T_x)) * (rng.random((n_a, m, T_x)) > 1 / 6)
    return decay, normal(rng, n_a, m, T_x), normal(rng, n_a, m)


def steps_back(rng, **sizes):
    """Draw da, the cache of all steps, and β where it is 2."""
    arguments = steps(rng, **sizes)
    a, cache = mingru.mingru_forward(*arguments)
    return normal(rng, *a.shape), cache, *arguments[3:]


def steps_numeric(da, cache, beta=1.0):
    """Return J = Σ da ∗ a as a function of what went into the loop, and that."""
    def J(i):
        return np.sum(da * mingru.mingru_forward(i["dx"], i["da0"], {key: i["d" + key] for key in KEYS}, beta)[0])

    return J, {"dx": cache.x, "da0": cache.a0} | {"d" + key: cache.parameters[key] for key in KEYS}


# Known mistakes --------------------------------------------------------------------------------------------------------

GATE = 'sigmoid(np.einsum("ax,xmt->amt", Wu, x) + bu[:, :, np.newaxis])'
CANDIDATE = 'np.einsum("ax,xmt->amt", Wc, x) + bc[:, :, np.newaxis]'
STEP = "decay[:, :, t] * a_prev + gamma_u[:, :, t] * c_tilde[:, :, t]"

FORWARD = [
    Mistake("gate through tanh", "sigmoid(", "np.tanh(", "the update gate is taken through tanh; a gate is a sigmoid"),
    Mistake("sigmoid forgotten", GATE, GATE.removeprefix("sigmoid"), "the sigmoid of the update gate is forgotten"),
    Mistake("tanh of the candidate", CANDIDATE, f"np.tanh({CANDIDATE})",
            "the candidate is taken through tanh, as in a GRU; in equation (2) it stays as it is"),
    Mistake("sigmoid of the candidate", CANDIDATE, f"sigmoid({CANDIDATE})",
            "the candidate is taken through a sigmoid; in equation (2) it stays as it is"),
    Mistake("gate without bias", " + bu[:, :, np.newaxis]", "", "the bias bu is forgotten in the gate"),
    Mistake("candidate without bias", " + bc[:, :, np.newaxis]", "", "the bias bc is forgotten in the candidate"),
    Mistake("weights swapped", ("Wu, x) + bu", "Wc, x) + bc"), ("Wc, x) + bu", "Wu, x) + bc"),
            "the gate is made with Wc, and the candidate with Wu"),
    Mistake("decay without 1 −", "1 - beta * gamma_u", "gamma_u",
            "the decay is Γ_u itself; it is 1 − Γ_u: what isn't written is kept"),
    Mistake("β forgotten", "1 - beta * gamma_u", "1 - gamma_u", "β isn't used: with β = 2 the decay is 1 − 2 Γ_u"),
    Mistake("β on what is written", STEP, STEP.replace(" + ", " + beta * "),
            "β multiplies what is written as well; in equation (4) it stands in the decay alone"),
    Mistake("keep and write swapped", STEP, "gamma_u[:, :, t] * a_prev + decay[:, :, t] * c_tilde[:, :, t]",
            "the old state is multiplied by Γ_u and the candidate by the decay: they have changed places in equation (4)"),
    Mistake("old state kept whole", STEP, "a_prev + gamma_u[:, :, t] * c_tilde[:, :, t]",
            "the old state is kept whole: the decay is missing from equation (4)"),
    Mistake("candidate written whole", STEP, "decay[:, :, t] * a_prev + c_tilde[:, :, t]",
            "the candidate is written whole: Γ_u is missing from equation (4)"),
    Mistake("old state dropped", STEP, "gamma_u[:, :, t] * c_tilde[:, :, t]", "the old state is missing from equation (4)"),
    Mistake("decay of the sum", STEP, "decay[:, :, t] * (a_prev + gamma_u[:, :, t] * c_tilde[:, :, t])",
            "the decay multiplies what is written as well; it belongs to the old state alone"),
    Mistake("first state ignored", "a_prev = a0", "a_prev = np.zeros(a0.shape)", "the loop starts from zeros and not from a0"),
    Mistake("state not carried", STEP, "decay[:, :, t] * a0 + gamma_u[:, :, t] * c_tilde[:, :, t]",
            "every step starts from a0: the state of the step before isn't carried on"),
    Mistake("gate of the step before", "decay[:, :, t] *", "decay[:, :, t - 1] *",
            "the decay is that of step t − 1; step t has one of its own"),
    Mistake("time reversed", "range(x.shape[2])", "reversed(range(x.shape[2]))", "the loop runs backward through time"),
]

JOIN, ROUND = "later * b[:, :, :-distance] + b[:, :, distance:]", "distance *= 2"
STATES = "return decay * a0[:, :, np.newaxis] + b"

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
    Mistake("new values are read", "new_b = " + JOIN,
            "for t in range(distance, b.shape[2]):\n            b[:, :, t] += decay[:, :, t] * b[:, :, t - distance]\n"
            "        new_b = b[:, :, distance:].copy()",
            "b is changed entry by entry within a round, so that later entries read what this round has just written"),
    Mistake("one round", ROUND, "break", "there is one round only: after it a step knows the one before, and no more"),
    Mistake("distance grows by 1", ROUND, "distance += 1",
            "the distance grows by 1 and doesn't double: after the second round a step has taken in four, not three"),
    Mistake("last round missing", "while distance < b.shape[2]:", "while 2 * distance < b.shape[2]:",
            "the last round is missing"),
    Mistake("first state forgotten", STATES, "return b", "a0 is left out: the states start from zero"),
    Mistake("first state not decayed", STATES, "return a0[:, :, np.newaxis] + b",
            "a0 is added as it is; it has gone through all decays up to t"),
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

BIASES = ('np.sum(dzu, axis=(1, 2))', 'np.sum(dc_tilde, axis=(1, 2))')
WEIGHTS = ('"dWu": np.einsum("amt,xmt->ax", dzu, x)', '"dWc": np.einsum("amt,xmt->ax", dc_tilde, x)')
DX = 'np.einsum("ax,amt->xmt", parameters["Wu"], dzu) + np.einsum("ax,amt->xmt", parameters["Wc"], dc_tilde)'

BACKWARD = [
    Mistake("decay of the same step", ("da[:, :, t] + later", "later = decay[:, :, t] * r[:, :, t]"),
            ("da[:, :, t] + decay[:, :, t] * later", "later = r[:, :, t]"),
            "r of the later step is multiplied by the decay of step t; between t and t + 1 lies the decay of t + 1"),
    Mistake("nothing carried", "da[:, :, t] + later", "da[:, :, t]",
            "nothing is carried from step to step: r is da alone, without what comes through later steps"),
    Mistake("carried without decay", "later = decay[:, :, t] * r[:, :, t]", "later = r[:, :, t]",
            "r is handed on whole: the decay is missing on the way back"),
    Mistake("gate for decay", "later = decay[:, :, t] * r[:, :, t]", "later = gamma_u[:, :, t] * r[:, :, t]",
            "r is handed on through Γ_u; what was kept went through the decay 1 − Γ_u"),
    Mistake("loop run forward", "reversed(range(a.shape[2]))", "range(a.shape[2])",
            "the loop back runs from the first step to the last"),
    Mistake("new state in dΓ_u", "c_tilde - beta * a_prev", "c_tilde - beta * a",
            "dΓ_u is made with a^⟨t⟩; the decay multiplied a^⟨t−1⟩"),
    Mistake("old state missing in dΓ_u", "(c_tilde - beta * a_prev)", "c_tilde",
            "dΓ_u has the candidate only; Γ_u also stands in the decay, before a^⟨t−1⟩"),
    Mistake("candidate missing in dΓ_u", "(c_tilde - beta * a_prev)", "(-beta * a_prev)",
            "dΓ_u has the old state only; Γ_u also multiplies the candidate"),
    Mistake("β forgotten in dΓ_u", "c_tilde - beta * a_prev", "c_tilde - a_prev",
            "β isn't used in dΓ_u: the old state stood there with −β Γ_u before it"),
    Mistake("sign in dΓ_u", "c_tilde - beta * a_prev", "c_tilde + beta * a_prev",
            "the old state comes into dΓ_u with a plus; Γ_u stands in the decay with a minus"),
    Mistake("first state left out of dΓ_u", "[a0[:, :, np.newaxis],", "[0 * a0[:, :, np.newaxis],",
            "the state before the first step is taken as 0 in dΓ_u, and not as a0"),
    Mistake("da for r in dΓ_u", "dgamma_u = r *", "dgamma_u = da *",
            "dΓ_u is made from da, without what comes through later steps; r has both"),
    Mistake("da for r in dc̃", "dc_tilde = r *", "dc_tilde = da *",
            "dc̃ is made from da, without what comes through later steps; r has both"),
    Mistake("derivative of the gate forgotten", "dgamma_u * gamma_u * (1 - gamma_u)", "dgamma_u",
            "the derivative of the sigmoid, Γ_u(1 − Γ_u), is forgotten in dzu"),
    Mistake("half of the derivative", "dgamma_u * gamma_u * (1 - gamma_u)", "dgamma_u * (1 - gamma_u)",
            "the derivative of the sigmoid is Γ_u(1 − Γ_u), and the first Γ_u is missing"),
    Mistake("tanh's derivative", "dgamma_u * gamma_u * (1 - gamma_u)", "dgamma_u * (1 - gamma_u**2)",
            "the derivative of tanh stands for that of the sigmoid in dzu"),
    Mistake("candidate without the gate", "dc_tilde = r * gamma_u", "dc_tilde = r",
            "dc̃ is r itself; Γ_u multiplied the candidate"),
    Mistake("candidate through the decay", "dc_tilde = r * gamma_u", "dc_tilde = r * decay",
            "dc̃ is made with the decay; it was Γ_u that multiplied the candidate"),
    Mistake("da0 without decay", '"da0": later', '"da0": r[:, :, 0]', "da0 is r of the first step; a0 went through its decay"),
    Mistake("dx through the gate only", DX, DX.partition(" + ")[0],
            "dx has the way through the gate only; x feeds the candidate too"),
    Mistake("dx through the candidate only", DX, DX.partition(" + ")[2],
            "dx has the way through the candidate only; x feeds the gate too"),
    Mistake("weights swapped", ('"dWu"', '"dWc"', '"dW_"'), ('"dW_"', '"dWu"', '"dWc"'),
            "dWu is made from dc̃, and dWc from dzu"),
    Mistake("biases a mean", BIASES, tuple(text.replace("sum", "mean") for text in BIASES),
            "the gradients of the biases are means over steps and examples and not sums"),
    Mistake("weights divided by m", WEIGHTS, tuple(text + " / x.shape[1]" for text in WEIGHTS),
            "the gradients of the weights are divided by m; the mean is in da already"),
]


# The exercises ---------------------------------------------------------------------------------------------------------

EXERCISES = [
    Exercise(mingru.mingru_forward, "22", "equations (1) to (4)", steps,
             returns="a cache", order="gamma_u c_tilde a",
             mistakes=FORWARD),
    Exercise(mingru.scan, "22", "rounds of equation (5), the distance doubling", to_scan,
             returns="a",
             mistakes=SCAN),
    Exercise(mingru.mingru_backward, "22", "equations (6) to (9)", steps_back,
             order="da0 dbc dWc dbu dWu dx", numeric=steps_numeric,
             mistakes=BACKWARD),
]
