"""The minimal GRU: its loop and its way back; its scan is in scanning.py.
"""
import numpy as np

from helpers.exercises.exercise import Exercise, Mistake, normal, ways
from helpers.exercises.scanning import SCAN, to_scan
from helpers.networks import mingru

# Problems --------------------------------------------------------------------------------------------------------------

KEYS = ("Wu", "bu", "Wc", "bc")


def steps(rng, n_x, n_a, m, T_x, **_):
    """Draw x, a0, parameters; in two problems of five also β = 2, else it is left to be 1."""
    parameters = {key: normal(rng, n_a, n_x if key[0] == "W" else 1) for key in KEYS}
    return normal(rng, n_x, m, T_x), normal(rng, n_a, m), parameters, *((2.0,) if m == 2 else ())


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
WIDER = GATE.replace("(np", "(beta * (np", 1) + ")"
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
    Mistake("no bias", (" + bu[:, :, np.newaxis]", " + bc[:, :, np.newaxis]"), ("", ""), "both biases are forgotten"),
    Mistake("bias behind the sigmoid", "Wu, x) + bu[:, :, np.newaxis])", "Wu, x)) + bu[:, :, np.newaxis]",
            "bu is added to what comes out of the sigmoid; it belongs into z, what goes in"),
    Mistake("sign in the sigmoid", GATE, f"(1 - {GATE})",
            "Γ_u stands for 1 − Γ_u, as when the sigmoid is made with exp(z) and not exp(−z)"),
    Mistake("g of the paper", CANDIDATE, f"np.where({CANDIDATE} >= 0, {CANDIDATE} + 0.5, sigmoid({CANDIDATE}))",
            "the candidate goes through the g of the paper's logarithms; in equation (2) it stays as it is"),
    Mistake("weights swapped", ("Wu, x) + bu", "Wc, x) + bc"), ("Wc, x) + bu", "Wu, x) + bc"),
            "the gate is made with Wc, and the candidate with Wu"),
    Mistake("names swapped", ('parameters["Wu"], parameters["bu"]', 'parameters["Wc"], parameters["bc"]', 'parameters["W_"]'),
            ('parameters["W_"], parameters["bc"]', 'parameters["Wu"], parameters["bu"]', 'parameters["Wc"]'),
            "the gate is made with Wc and bc, and the candidate with Wu and bu"),
    Mistake("gate's bias in the candidate", "Wc, x) + bc", "Wc, x) + bu", "the candidate is made with bu; its bias is bc"),
    Mistake("candidate's bias in the gate", "Wu, x) + bu", "Wu, x) + bc", "the gate is made with bc; its bias is bu"),
    Mistake("candidate of the gate's weights", "Wc, x) + bc", "Wu, x) + bu",
            "the candidate is made with the gate's Wu and bu; it has Wc and bc of its own"),
    Mistake("gate of the candidate's weights", "Wu, x) + bu", "Wc, x) + bc",
            "the gate is made with the candidate's Wc and bc; it has Wu and bu of its own"),
    *ways("β before the gate", "β is in Γ_u already; it belongs into equation (3), and Γ_u stays between 0 and 1",
          ("sigmoid(np.einsum", "beta * sigmoid(np.einsum"),
          (("sigmoid(np.einsum", "1 - beta * gamma_u"), ("beta * sigmoid(np.einsum", "1 - gamma_u"))),
    *ways("β inside the sigmoid", "β multiplies z inside the sigmoid; it belongs into equation (3), before Γ_u",
          (GATE, WIDER), ((GATE, "1 - beta * gamma_u"), (WIDER, "1 - gamma_u"))),
    Mistake("1 − β before the gate", "1 - beta * gamma_u", "(1 - beta) * gamma_u",
            "1 − β multiplies Γ_u; in equation (3) it is β Γ_u that is taken from 1"),
    Mistake("β before all of the decay", "1 - beta * gamma_u", "beta * (1 - gamma_u)",
            "β multiplies all of the decay; in equation (3) it stands before Γ_u alone"),
    Mistake("β for 1", "1 - beta * gamma_u", "beta - gamma_u",
            "β stands in equation (3) in place of the 1; it belongs before Γ_u"),
    Mistake("β taken away", "1 - beta * gamma_u", "1 - beta - gamma_u",
            "β is taken away from 1, beside Γ_u; in equation (3) it multiplies Γ_u"),
    Mistake("decay cut off at 0", "1 - beta * gamma_u", "np.maximum(1 - beta * gamma_u, 0)",
            "the decay is cut off at 0; with β = 2 it goes down to −1"),
    Mistake("candidate through the decay", STEP, "decay[:, :, t] * a_prev + decay[:, :, t] * c_tilde[:, :, t]",
            "the candidate is multiplied by the decay, as the old state is; in equation (4) Γ_u writes it"),
    Mistake("as PyTorch's z", STEP, "gamma_u[:, :, t] * a_prev + (1 - gamma_u[:, :, t]) * c_tilde[:, :, t]",
            "Γ_u keeps the old state and 1 − Γ_u writes, as PyTorch's z does in a GRU; in equation (4) Γ_u writes"),
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
    *ways("gate of the step before", "the decay is that of step t − 1; step t has one of its own",
          *(("decay[:, :, t] *", f"decay[:, :, {before}] *") for before in ("t - 1", "max(t - 1, 0)"))),
    Mistake("first step left out", "a_prev = " + STEP, f"a_prev = {STEP} if t else a0",
            "a0 itself stands at the first step; equation (4) makes that step's state from it too"),
    Mistake("last state for a0", "c_tilde, a, a0, x", "c_tilde, a, a_prev, x",
            "the cache has the last state where a0 belongs: the loop has written over a0, which the way back needs"),
    Mistake("decay in the cache", "MinGRUCache(gamma_u,", "MinGRUCache(decay,", "the cache has the decay where Γ_u belongs"),
    *ways("z in the cache", "the cache has z_u where Γ_u belongs: what goes into the sigmoid and not what comes out",
          ("MinGRUCache(gamma_u,", f"MinGRUCache({GATE.removeprefix('sigmoid')},")),
    Mistake("time reversed", "range(x.shape[2])", "reversed(range(x.shape[2]))", "the loop runs backward through time"),
]

BIASES = ('np.sum(dzu, axis=(1, 2))', 'np.sum(dc_tilde, axis=(1, 2))')
HANDED, DA0 = "later = decay[:, :, t] * r[:, :, t]", '"da0": decay[:, :, 0] * r[:, :, 0]'
WEIGHTS = ('"dWu": np.einsum("amt,xmt->ax", dzu, x)', '"dWc": np.einsum("amt,xmt->ax", dc_tilde, x)')
FIRST_STEP = [(text, text.replace("amt,xmt", "am,xm").replace("dc_tilde", "dc_tilde[:, :, 0]").replace("dzu", "dzu[:, :, 0]")
               .replace(", x)", ", x[:, :, 0])").replace("(1, 2)", "1")) for text in (*WEIGHTS, *BIASES)]
LAST_STEP = [(find, replace.replace(", 0]", ", -1]")) for find, replace in FIRST_STEP]
DX = 'np.einsum("ax,amt->xmt", parameters["Wu"], dzu) + np.einsum("ax,amt->xmt", parameters["Wc"], dc_tilde)'

BACKWARD = [
    *ways("decay of the same step",
          "r of the later step is multiplied by the decay of step t; between t and t + 1 lies the decay of t + 1",
          *((("da[:, :, t] + later", HANDED, '"da0": later'),
             ("da[:, :, t] + decay[:, :, t] * later", "later = r[:, :, t]", da0)) for da0 in ('"da0": later', DA0))),
    Mistake("decay before r is used", ("dgamma_u = r *", "dc_tilde = r *"), ("dgamma_u = decay * r *", "dc_tilde = decay * r *"),
            "dΓ_u and dc̃ are made with λ ∗ r; they take r itself, and the decay is for what is handed on"),
    Mistake("last step left out", "reversed(range(a.shape[2]))", "reversed(range(a.shape[2] - 1))",
            "the last step is left out: the loop back begins at T_x − 2"),
    Mistake("first step left out", "reversed(range(a.shape[2]))", "reversed(range(1, a.shape[2]))",
            "the first step is left out: the loop back ends at t = 1"),
    Mistake("later stays zero", ("da[:, :, t] + later", '"da0": later'), ("da[:, :, t]", '"da0": 0 * later'),
            "what is handed on stays 0, so that r is da alone and da0 is 0; it takes λ ∗ r of a step once its r is made"),
    Mistake("r not turned back", ("a_prev = np", '"da0": later'), ("r = r[:, :, ::-1]\n    a_prev = np", DA0),
            "r stands from the last step to the first; what was turned for the scan has to be turned back"),
    Mistake("a0 at every step", "np.concatenate([a0[:, :, np.newaxis], a[:, :, :-1]], axis=2)", "0 * a + a0[:, :, np.newaxis]",
            "dΓ_u is made with a0 at every step; from the second on a^⟨t−1⟩ is another"),
    Mistake("nothing carried", "da[:, :, t] + later", "da[:, :, t]",
            "nothing is carried from step to step: r is da alone, without what comes through later steps"),
    Mistake("carried without decay", HANDED, "later = r[:, :, t]",
            "r is handed on whole: the decay is missing on the way back"),
    Mistake("gate for decay", HANDED, "later = gamma_u[:, :, t] * r[:, :, t]",
            "r is handed on through Γ_u; what was kept went through the decay 1 − Γ_u"),
    *ways("loop run forward", "the loop back runs from the first step to the last",
          ("reversed(range(a.shape[2]))", "range(a.shape[2])"),
          (("reversed(range(a.shape[2]))", "da[:, :, t] + later", HANDED, '"da0": later'),
           ("range(a.shape[2])", "da[:, :, t] + (decay[:, :, t] * r[:, :, t - 1] if t else 0)", "pass", DA0)),
          ((HANDED, '"da0": later'), ("later = decay[:, :, t] * da[:, :, t]", DA0))),
    Mistake("da handed on", HANDED, "later = decay[:, :, t] * da[:, :, t]",
            "da alone is handed on, so that each step hears of the next one only; it is all of r that goes on"),
    Mistake("β forgotten in the decay", HANDED, "later = (1 - gamma_u[:, :, t]) * r[:, :, t]",
            "β isn't used in the decay on the way back: λ is 1 − β Γ_u"),
    Mistake("β forgotten", ("decay = 1 - beta * gamma_u", "c_tilde - beta * a_prev"), ("decay = 1 - gamma_u", "c_tilde - a_prev"),
            "β isn't used: it stands in λ = 1 − β Γ_u and in dΓ_u"),
    Mistake("β before all of dΓ_u", "r * (c_tilde - beta * a_prev)", "beta * r * (c_tilde - a_prev)",
            "β multiplies all of dΓ_u; it belongs to the old state alone"),
    Mistake("signs in dΓ_u", "c_tilde - beta * a_prev", "beta * a_prev - c_tilde",
            "dΓ_u has the wrong sign: Γ_u writes the candidate, with a plus, and takes from the old state, with a minus"),
    Mistake("a − c̃ in dΓ_u", "c_tilde - beta * a_prev", "a_prev - c_tilde",
            "dΓ_u is made with a^⟨t−1⟩ − c̃, as for PyTorch's z; here Γ_u writes the candidate: c̃ − β a^⟨t−1⟩"),
    Mistake("state after in dΓ_u", "[a0[:, :, np.newaxis], a[:, :, :-1]]", "[a[:, :, 1:], a0[:, :, np.newaxis]]",
            "dΓ_u is made with a^⟨t+1⟩: a0 stands behind the last state, and belongs in front of the first, a^⟨t−1⟩"),
    Mistake("last state before the first", "[a0[:, :, np.newaxis],", "[a[:, :, -1:],",
            "the last state stands before the first step, as a[:, :, t − 1] gives it at t = 0; it is a0"),
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
    Mistake("decay in the derivative", "dgamma_u * gamma_u * (1 - gamma_u)", "dgamma_u * gamma_u * decay",
            "the sigmoid's slope is made with the decay, 1 − β Γ_u; it is Γ_u(1 − Γ_u), whatever β is"),
    Mistake("half of the derivative", "dgamma_u * gamma_u * (1 - gamma_u)", "dgamma_u * (1 - gamma_u)",
            "the derivative of the sigmoid is Γ_u(1 − Γ_u), and the first Γ_u is missing"),
    Mistake("tanh's derivative", "dgamma_u * gamma_u * (1 - gamma_u)", "dgamma_u * (1 - gamma_u**2)",
            "the derivative of tanh stands for that of the sigmoid in dzu"),
    Mistake("σ once more", "dgamma_u * gamma_u * (1 - gamma_u)", "dgamma_u * sigmoid(gamma_u) * (1 - sigmoid(gamma_u))",
            "the sigmoid is taken of Γ_u once more; Γ_u is what came out of it, so that its slope is Γ_u(1 − Γ_u)"),
    Mistake("dΓ_u in dWu and dbu", ('einsum("amt,xmt->ax", dzu', "sum(dzu"), ('einsum("amt,xmt->ax", dgamma_u', "sum(dgamma_u"),
            "dWu and dbu are made from dΓ_u; between lies the sigmoid: it is dz_u of equation (8)"),
    Mistake("dΓ_u in dx", '["Wu"], dzu', '["Wu"], dgamma_u', "dx is made from dΓ_u; between lies the sigmoid: it is dz_u"),
    Mistake("candidate through tanh", "dc_tilde = r * gamma_u", "dc_tilde = r * gamma_u * (1 - c_tilde**2)",
            "dc̃ has the slope of tanh, as in a GRU; here no tanh is taken of the candidate"),
    Mistake("candidate through σ", "dc_tilde = r * gamma_u", "dc_tilde = r * gamma_u * gamma_u * (1 - gamma_u)",
            "dc̃ has the slope of a sigmoid; no sigmoid is taken of the candidate"),
    Mistake("candidate without the gate", "dc_tilde = r * gamma_u", "dc_tilde = r",
            "dc̃ is r itself; Γ_u multiplied the candidate"),
    Mistake("candidate through the decay", "dc_tilde = r * gamma_u", "dc_tilde = r * decay",
            "dc̃ is made with the decay; it was Γ_u that multiplied the candidate"),
    Mistake("da0 without decay", '"da0": later', '"da0": r[:, :, 0]', "da0 is r of the first step; a0 went through its decay"),
    *ways("da0 from the last step", "da0 is made at the last step; a0 came in at the first: λ^⟨1⟩ ∗ r^⟨1⟩",
          *(('"da0": later', f'"da0": {wrong}') for wrong in ("decay[:, :, -1] * r[:, :, -1]", "r[:, :, -1]"))),
    Mistake("r for da0", '"da0": later', '"da0": r', "da0 is r of all steps; a0 came in at the first alone: λ^⟨1⟩ ∗ r^⟨1⟩"),
    *ways("states for inputs", "the gradients of the weights are made with the states before; a minGRU's gates see x alone",
          *((WEIGHTS[:n], tuple(text.replace(", x)", ", a_prev)") for text in WEIGHTS[:n]))
            for n in (1, 2))),
    Mistake("matrices swapped in dx", ('["Wu"]', '["Wc"]', '["W_"]'), ('["W_"]', '["Wu"]', '["Wc"]'),
            "in dx, dz_u goes back through Wc and dc̃ through Wu: they have changed places"),
    Mistake("dx through the gate only", DX, DX.partition(" + ")[0],
            "dx has the way through the gate only; x feeds the candidate too"),
    Mistake("dx through the candidate only", DX, DX.partition(" + ")[2],
            "dx has the way through the candidate only; x feeds the gate too"),
    Mistake("weights swapped", ('"dWu"', '"dWc"', '"dW_"'), ('"dW_"', '"dWu"', '"dWc"'),
            "dWu is made from dc̃, and dWc from dzu"),
    *(Mistake(f"{what} overwritten", tuple(find for find, _ in edits), tuple(replace for _, replace in edits),
              f"the gradients of the {what} are those of the first step alone, as with = in a loop; they are sums over all steps")
      for what, edits in (("weights", FIRST_STEP[:2]), ("biases", FIRST_STEP[2:]), ("weights and biases", FIRST_STEP))),
    *(Mistake(f"{what} of the last step", tuple(find for find, _ in edits), tuple(replace for _, replace in edits),
              f"the gradients of the {what} are those of the last step alone; they are sums over all steps")
      for what, edits in (("weights", LAST_STEP[:2]), ("biases", LAST_STEP[2:]), ("weights and biases", LAST_STEP))),
    *(Mistake(f"d{name} of the last step", *one, f"d{name} is that of the last step alone; it is a sum over all steps")
      for name, one in zip(("Wu", "Wc", "bu", "bc"), LAST_STEP)),
    Mistake("biases over units and examples", BIASES, tuple(text.replace("(1, 2)", "(0, 1)") for text in BIASES),
            "the sums of the biases run over units and examples; each unit has its own, over examples and steps: axis=(1, 2)"),
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
