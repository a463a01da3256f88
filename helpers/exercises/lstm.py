"""The LSTM: its problems, and the known mistakes of its way forward (lstm_back.py has those of the way back).
"""
import numpy as np

from helpers.exercises import cells, loops
from helpers.exercises.exercise import Exercise, Mistake, normal, ways
from helpers.networks import lstm

# Problems --------------------------------------------------------------------------------------------------------------

GATES = ("Wf", "bf", "Wu", "bu", "Wc", "bc", "Wo", "bo")
GRADIENTS = tuple("d" + key for key in GATES)


def parameters(rng, n_x, n_a, n_y):
    """Draw weights and biases of an LSTM."""
    drawn = {"Wy": normal(rng, n_y, n_a), "by": normal(rng, n_y, 1)}
    for gate in "fuco":
        drawn |= {"W" + gate: normal(rng, n_a, n_a + n_x), "b" + gate: normal(rng, n_a, 1)}
    return drawn


def step(rng, n_x, n_a, n_y, m, **_):
    """Draw xt, a_prev, c_prev, parameters."""
    return normal(rng, n_x, m), normal(rng, n_a, m), 1.5 * normal(rng, n_a, m), parameters(rng, n_x, n_a, n_y)


def steps(rng, n_x, n_a, n_y, m, T_x):
    """Draw x, a0, parameters."""
    return normal(rng, n_x, m, T_x), normal(rng, n_a, m), parameters(rng, n_x, n_a, n_y)


def step_back(rng, **sizes):
    """Draw da_next, dc_next and the cache of a step."""
    cache = lstm.lstm_cell_forward(*step(rng, **sizes))[-1]
    return normal(rng, *cache.a_prev.shape), normal(rng, *cache.a_prev.shape), cache


def steps_back(rng, **sizes):
    """Draw da and the caches of all steps."""
    a, *_, caches = lstm.lstm_forward(*steps(rng, **sizes))
    return normal(rng, *a.shape), caches


def step_numeric(da_next, dc_next, cache):
    """Return J = Σ da_next ∗ a_next + Σ dc_next ∗ c_next as a function of what went into the step, and that."""
    inputs = {"dxt": cache.xt, "da_prev": cache.a_prev, "dc_prev": cache.c_prev}

    def J(i):
        weights = cache.parameters | {key: i["d" + key] for key in GATES}
        a_next, c_next, _, _ = lstm.lstm_cell_forward(i["dxt"], i["da_prev"], i["dc_prev"], weights)
        return np.sum(da_next * a_next) + np.sum(dc_next * c_next)

    return J, inputs | {"d" + key: cache.parameters[key] for key in GATES}


def steps_numeric(da, caches):
    """Return J = Σ da ∗ a as a function of what went into the loop, and that."""
    (first, *_), x = caches

    def J(i):
        return np.sum(da * lstm.lstm_forward(i["dx"], i["da0"], first.parameters | {key: i["d" + key] for key in GATES})[0])

    return J, {"dx": x, "da0": first.a_prev} | {"d" + key: first.parameters[key] for key in GATES}


# Known mistakes --------------------------------------------------------------------------------------------------------

LINES = {g: f"gamma_{g} = sigmoid(W{g} @ concat + b{g})" for g in "fuo"} | {"c": "c_tilde = np.tanh(Wc @ concat + bc)"}

CELL_FORWARD = cells.prediction("Wy", 7) + cells.gates(LINES) + [
    Mistake("x above a", "[a_prev, xt]", "[xt, a_prev]",
            "x lies above a in concat; the columns of the weights are those of [a; x]"),
    Mistake("old state missing from concat", "[a_prev, xt]", "[0 * a_prev, xt]",
            "the upper part of concat stays zero: the gates don't see a_prev"),
    Mistake("input missing from concat", "[a_prev, xt]", "[a_prev, 0 * xt]",
            "the lower part of concat stays zero: the gates don't see xt"),
    Mistake("concat never filled", "[a_prev, xt]", "[0 * a_prev, 0 * xt]",
            "concat is made of zeros and never filled: neither a_prev nor xt has a part in the gates"),
    Mistake("candidate sees the memory", "np.tanh(Wc @ concat + bc)", "np.tanh(Wc @ np.concatenate([c_prev, xt]) + bc)",
            "the candidate is made with c_prev; it looks at the hidden state a_prev, as the gates do"),
    Mistake("memory for hidden state", "[a_prev, xt]", "[c_prev, xt]",
            "concat is made with c_prev; the gates look at the hidden state a_prev"),
    Mistake("forget and update swapped", "gamma_f * c_prev + gamma_u * c_tilde", "gamma_u * c_prev + gamma_f * c_tilde",
            "the gates have changed places in equation (5): forget keeps the old memory, update writes the candidate"),
    Mistake("1 − Γ_f for Γ_f", "gamma_f * c_prev", "(1 - gamma_f) * c_prev",
            "1 − Γ_f stands for Γ_f in equation (5); an open forget gate keeps"),
    Mistake("1 − Γ_u for Γ_u", "gamma_u * c_tilde", "(1 - gamma_u) * c_tilde",
            "1 − Γ_u stands for Γ_u in equation (5); an open update gate writes"),
    Mistake("1 − Γ_o for Γ_o", "gamma_o * np.tanh(c_next)", "(1 - gamma_o) * np.tanh(c_next)",
            "1 − Γ_o stands for Γ_o in equation (6); an open output gate shows"),
    Mistake("as in a GRU", "gamma_f * c_prev + gamma_u * c_tilde", "gamma_u * c_tilde + (1 - gamma_u) * a_prev",
            "equation (5) is written as in a GRU, with a_prev; the LSTM's forget gate keeps c_prev"),
    Mistake("coupled the other way round", "gamma_f * c_prev + gamma_u * c_tilde", "(1 - gamma_f) * c_prev + gamma_f * c_tilde",
            "Γ_f writes and 1 − Γ_f keeps in equation (5); Γ_f keeps, and Γ_u writes"),
    Mistake("Γ_o for Γ_f", "gamma_f * c_prev", "gamma_o * c_prev", "Γ_o stands for Γ_f in equation (5)"),
    Mistake("Γ_o for Γ_u", "gamma_u * c_tilde", "gamma_o * c_tilde", "Γ_o stands for Γ_u in equation (5)"),
    Mistake("Γ_f for both", "gamma_u * c_tilde", "gamma_f * c_tilde",
            "Γ_f is multiplied into both terms of equation (5); Γ_u writes the candidate"),
    Mistake("Γ_u for both", "gamma_f * c_prev", "gamma_u * c_prev",
            "Γ_u is multiplied into both terms of equation (5); Γ_f keeps the old memory"),
    Mistake("product for sum", "gamma_f * c_prev + gamma_u * c_tilde", "gamma_f * c_prev * gamma_u * c_tilde",
            "the two terms of equation (5) are multiplied; they are added"),
    Mistake("Γ_f outside a bracket", "gamma_f * c_prev + gamma_u * c_tilde", "gamma_f * (c_prev + gamma_u * c_tilde)",
            "Γ_f is multiplied into both terms of equation (5), as if a bracket stood there"),
    Mistake("Γ_u outside a bracket", "gamma_f * c_prev + gamma_u * c_tilde", "gamma_u * (gamma_f * c_prev + c_tilde)",
            "Γ_u is multiplied into both terms of equation (5), as if a bracket stood there"),
    Mistake("gate added to the candidate", "gamma_u * c_tilde", "gamma_u + c_tilde",
            "Γ_u is added to c̃ in equation (5); it is multiplied"),
    Mistake("gate added to the memory", "gamma_f * c_prev", "gamma_f + c_prev",
            "Γ_f is added to c_prev in equation (5); it is multiplied"),
    Mistake("old memory subtracted", "gamma_f * c_prev + gamma_u", "-gamma_f * c_prev + gamma_u",
            "the old memory is subtracted in equation (5)"),
    Mistake("old memory through tanh", "gamma_f * c_prev", "gamma_f * np.tanh(c_prev)",
            "tanh is taken of c_prev in equation (5); the memory is kept as it is"),
    Mistake("candidate through tanh twice", "gamma_u * c_tilde", "gamma_u * np.tanh(c_tilde)",
            "tanh is taken of c̃ once more in equation (5)"),
    Mistake("hidden state for the candidate", "gamma_u * c_tilde", "gamma_u * a_prev", "a_prev stands for c̃ in equation (5)"),
    Mistake("forget gate for output gate", "gamma_o * np.tanh(c_next)", "gamma_f * np.tanh(c_next)",
            "Γ_f stands for Γ_o in equation (6)"),
    Mistake("update gate for output gate", "gamma_o * np.tanh(c_next)", "gamma_u * np.tanh(c_next)",
            "Γ_u stands for Γ_o in equation (6)"),
    Mistake("output gate added", "gamma_o * np.tanh(c_next)", "gamma_o + np.tanh(c_next)",
            "Γ_o is added in equation (6); it is multiplied"),
    Mistake("tanh of the output gate", "gamma_o * np.tanh(c_next)", "np.tanh(gamma_o) * c_next",
            "tanh is taken of Γ_o in equation (6); it is taken of the memory"),
    Mistake("both through tanh", "gamma_o * np.tanh(c_next)", "np.tanh(gamma_o) * np.tanh(c_next)",
            "tanh is taken of Γ_o too in equation (6); it is taken of the memory only"),
    Mistake("candidate shown", "gamma_o * np.tanh(c_next)", "gamma_o * c_tilde",
            "a is made with c̃ in equation (6); what is shown is tanh(c)"),
    Mistake("memory of the step before shown", "gamma_o * np.tanh(c_next)", "gamma_o * c_prev",
            "a is made with c_prev in equation (6); what is shown is tanh of the new memory"),
    Mistake("output gate on the memory", ("c_next = gamma_f * c_prev + gamma_u * c_tilde", "gamma_o * np.tanh(c_next)"),
            ("c_next = gamma_o * (gamma_f * c_prev + gamma_u * c_tilde)", "np.tanh(c_next)"),
            "Γ_o acts on the memory in equation (5); it acts on what is shown of it, equation (6)"),
    Mistake("1 − Γ_f for Γ_u", "gamma_u * c_tilde", "(1 - gamma_f) * c_tilde",
            "1 − Γ_f stands for Γ_u in equation (5); here the two gates are set apart, each by weights of its own"),
    Mistake("1 − Γ_u for Γ_f", "gamma_f * c_prev", "(1 - gamma_u) * c_prev",
            "1 − Γ_u stands for Γ_f in equation (5), as in a GRU; here the two gates are set apart, each by weights of its own"),
    Mistake("forget gate unused", "gamma_f * c_prev", "c_prev", "the old memory is kept whole: Γ_f is missing from equation (5)"),
    Mistake("update gate unused", "gamma_u * c_tilde", "c_tilde",
            "the candidate is written whole: Γ_u is missing from equation (5)"),
    Mistake("old memory dropped", "gamma_f * c_prev + gamma_u", "gamma_u", "the old memory is missing from equation (5)"),
    Mistake("candidate dropped", " + gamma_u * c_tilde", "", "nothing is written: Γ_u ∗ c̃ is missing from equation (5)"),
    Mistake("candidate subtracted", " + gamma_u * c_tilde", " - gamma_u * c_tilde",
            "the candidate is subtracted in equation (5)"),
    Mistake("hidden state kept", "gamma_f * c_prev", "gamma_f * a_prev",
            "the forget gate keeps a_prev in equation (5); the gates keep and write the cell state c"),
    *ways("memory through tanh",
          "the new cell state is taken through tanh in equation (5); it stays as it is, and only a shows tanh of it",
          ("gamma_f * c_prev + gamma_u * c_tilde", "np.tanh(gamma_f * c_prev + gamma_u * c_tilde)"),
          (("gamma_f * c_prev + gamma_u * c_tilde", "gamma_o * np.tanh(c_next)"),
           ("np.tanh(gamma_f * c_prev + gamma_u * c_tilde)", "gamma_o * c_next"))),
    *ways("output gate sees the new memory",
          "the output gate is made with the new memory; it looks at the state before, a_prev, as the other gates do",
          *((("gamma_o = sigmoid(Wo @ concat + bo)", "a_next = gamma_o"),
             ("", f"gamma_o = sigmoid(Wo @ np.concatenate([{seen}, xt]) + bo)\n    a_next = gamma_o"))
            for seen in ("np.tanh(c_next)", "c_next"))),
    Mistake("output gate sees the old memory", "sigmoid(Wo @ concat + bo)", "sigmoid(Wo @ np.concatenate([c_prev, xt]) + bo)",
            "the output gate is made with c_prev; it looks at the hidden state a_prev, as the other gates do"),
    Mistake("tanh forgotten in a", "np.tanh(c_next)", "c_next", "tanh is forgotten in equation (6)"),
    Mistake("tanh of the product", "gamma_o * np.tanh(c_next)", "np.tanh(gamma_o * c_next)",
            "tanh is taken of the product in equation (6); the gate comes after tanh"),
    Mistake("tanh of the old memory", "np.tanh(c_next)", "np.tanh(c_prev)",
            "tanh is taken of the old cell state c_prev in equation (6); what is shown is the new one"),
    Mistake("tanh of the candidate", "np.tanh(c_next)", "np.tanh(c_tilde)",
            "tanh is taken of the candidate in equation (6); what is shown is the new cell state"),
    Mistake("sigmoid for tanh in a", "np.tanh(c_next)", "sigmoid(c_next)", "sigmoid stands for tanh in equation (6)"),
    Mistake("output gate unused", "gamma_o * np.tanh(c_next)", "np.tanh(c_next)",
            "the memory is shown whole: Γ_o is missing from equation (6)"),
    Mistake("prediction from the memory", "Wy @ a_next", "Wy @ c_next",
            "the prediction is made from the cell state c_next; only a leaves the cell"),
    Mistake("a and c swapped in the cache", "LSTMCellCache(a_next, c_next,", "LSTMCellCache(c_next, a_next,",
            "a_next and c_next have changed places in the cache"),
    Mistake("old states swapped in the cache", "a_prev, c_prev, gamma_f", "c_prev, a_prev, gamma_f",
            "a_prev and c_prev have changed places in the cache"),
    Mistake("gates swapped in the cache", "gamma_f, gamma_u, c_tilde", "gamma_u, gamma_f, c_tilde",
            "gamma_f and gamma_u have changed places in the cache"),
    Mistake("cache in another order", "gamma_u, c_tilde, gamma_o", "gamma_u, gamma_o, c_tilde",
            "c_tilde and gamma_o have changed places in the cache"),
    Mistake("new memory twice in the cache", "a_prev, c_prev, gamma_f", "a_prev, c_next, gamma_f",
            "the cache holds c_next in the place of c_prev"),
    Mistake("c̃ and Γ_u swapped in the cache", "gamma_f, gamma_u, c_tilde, gamma_o", "gamma_f, c_tilde, gamma_u, gamma_o",
            "gamma_u and c_tilde have changed places in the cache"),
    Mistake("new state twice in the cache", "c_next, a_prev, c_prev, gamma_f", "c_next, a_next, c_prev, gamma_f",
            "the cache holds a_next in the place of a_prev"),
    Mistake("memory through tanh in the cache", "LSTMCellCache(a_next, c_next,", "LSTMCellCache(a_next, np.tanh(c_next),",
            "the cache holds tanh(c_next) in the place of c_next"),
    Mistake("concat in the cache", "gamma_o, xt, parameters)", "gamma_o, concat, parameters)",
            "the cache holds concat in the place of xt"),
    Mistake("prediction before c", "return a_next, c_next, yt_pred", "return a_next, yt_pred, c_next",
            "yt_pred is returned before c_next"),
    Mistake("a and c swapped", "return a_next, c_next", "return c_next, a_next", "c_next is returned before a_next"),
]

FORWARD = loops.FORWARD + loops.stored("a", "c") + [
    Mistake("memory started at a0", "c_next = np.zeros((n_a, m))", "c_next = a0",
            "the cell state starts at a0; a0 is the hidden state, and the memory starts empty, at zero"),
    Mistake("memory started at one", "c_next = np.zeros((n_a, m))", "c_next = np.ones((n_a, m))",
            "the cell state starts at one; the memory starts empty, at zero"),
    Mistake("hidden state not carried", "x[:, :, t], a_next, c_next", "x[:, :, t], a0, c_next",
            "every step starts from a0: the hidden state of the step before isn't carried on"),
    Mistake("memory not carried", "x[:, :, t], a_next, c_next", "x[:, :, t], a_next, np.zeros((n_a, m))",
            "every step starts with an empty memory: c of the step before isn't carried on"),
    Mistake("neither carried", "x[:, :, t], a_next, c_next", "x[:, :, t], a0, np.zeros((n_a, m))",
            "every step starts from a0 and an empty memory: neither a nor c is carried on"),
    Mistake("a and c swapped on the way", "x[:, :, t], a_next, c_next", "x[:, :, t], c_next, a_next",
            "a and c have changed places in what goes into the cell"),
    Mistake("a and c swapped for the next step", "caches.append(cache)\n",
            "caches.append(cache)\n        a_next, c_next = c_next, a_next\n",
            "a and c have changed places where they are handed on to the next step"),
    Mistake("a for c", "x[:, :, t], a_next, c_next", "x[:, :, t], a_next, a_next",
            "the cell is given the hidden state twice; its third argument is the cell state"),
    Mistake("a and c swapped on return", "a_next, c_next, yt_pred, cache = ", "c_next, a_next, yt_pred, cache = ",
            "a and c have changed places in what comes out of the cell"),
    Mistake("a one step late", "a[:, :, t] = a_next", "a[:, :, t] = cache[2]",
            "a holds the state before each step and not after it"),
    Mistake("c one step late", "c[:, :, t] = c_next", "c[:, :, t] = cache[3]",
            "c holds the memory before each step and not after it"),
    *ways("c is a", "a_next is stored in c as well", ("c[:, :, t] = c_next", "c[:, :, t] = a_next"),
          (("c = np.zeros((n_a, m, T_x))", "        a[:, :, t] = a_next\n        c[:, :, t] = c_next\n"),
           ("c = a", "        c[:, :, t] = c_next\n        a[:, :, t] = a_next\n"))),
    *ways("a is c", "c_next is stored in a as well, or a and c are one array (c = a makes no second one)",
          ("a[:, :, t] = a_next", "a[:, :, t] = c_next"), ("c = np.zeros((n_a, m, T_x))", "c = a")),
    Mistake("memory a view", "c_next = np.zeros((n_a, m))", "c_next = c[:, :, 0]",
            "the memory starts as the view c[:, :, 0]: when the first step is stored there, what its cache holds as c_prev "
            "changes too; "
            "np.zeros((n_a, m)) is an array of its own"),
    Mistake("memory a view, a0 in the last place", ("c_next = np.zeros((n_a, m))", "        c[:, :, t] = c_next\n"),
            ("c_next = c[:, :, -1]", "        c[:, :, t] = c_next\n        c_next = c[:, :, t]\n"),
            "the memory starts as the view c[:, :, −1], which the last step overwrites, and the first cache's c_prev with it"),
    Mistake("both states read at t − 1, without a0",
            ("a_next = a0", "c_next = np.zeros((n_a, m))", "        c[:, :, t] = c_next\n"),
            ("a_next = a[:, :, -1]", "c_next = c[:, :, -1]",
             "        c[:, :, t] = c_next\n        a_next, c_next = a[:, :, t], c[:, :, t]\n"),
            "the states before are read from a[:, :, t − 1] and c[:, :, t − 1]: at t = 0 these are the last places, and a0 "
            "isn't used"),
    Mistake("both states views of the last place",
            ("a_next = a0", "c_next = np.zeros((n_a, m))", "        c[:, :, t] = c_next\n"),
            ("a[:, :, -1] = a0\n    a_next = a[:, :, -1]", "c_next = c[:, :, -1]",
             "        c[:, :, t] = c_next\n        a_next, c_next = a[:, :, t], c[:, :, t]\n"),
            "the states before the first step are views of a[:, :, −1] and c[:, :, −1], which the last step overwrites, and "
            "what the "
            "first cache holds with them"),
    Mistake("a0 in the first place, read from the last",
            ("a_next = a0", "c_next = np.zeros((n_a, m))", "        c[:, :, t] = c_next\n"),
            ("a[:, :, 0] = a0\n    a_next = a[:, :, -1]", "c_next = c[:, :, -1]",
             "        c[:, :, t] = c_next\n        a_next, c_next = a[:, :, t], c[:, :, t]\n"),
            "a0 is put into a[:, :, 0], and the first step reads a[:, :, t − 1]: that is the last place, which is still empty"),
    Mistake("states read before they are written", "x[:, :, t], a_next, c_next",
            "x[:, :, t], a0 if t == 0 else np.zeros(a0.shape), np.zeros(a0.shape)",
            "the states are read from a[:, :, t] and c[:, :, t], which are still empty; those before step t stand at t − 1"),
    Mistake("a[:, :, t − 1] at t = 0", "x[:, :, t], a_next, c_next", "x[:, :, t], a[:, :, t - 1], c_next",
            "the state before is read from a[:, :, t − 1]: at t = 0 that is a[:, :, −1], the last one, and not a0"),
    Mistake("zeros for a at every step", "x[:, :, t], a_next, c_next", "x[:, :, t], np.zeros(a0.shape), c_next",
            "every step is given zeros for the hidden state: a of the step before isn't carried on"),
    Mistake("zeros for both at every step", "x[:, :, t], a_next, c_next", "x[:, :, t], np.zeros(a0.shape), np.zeros(a0.shape)",
            "every step is given zeros for both states: neither a nor c is carried on, and a0 isn't used"),
    Mistake("a0 for c at every step", "x[:, :, t], a_next, c_next", "x[:, :, t], a_next, a0",
            "every step is given a0 for the memory; the memory of the step before is carried on, from zeros"),
    Mistake("memories summed", "c[:, :, t] = c_next", "c[:, :, t] = c[:, :, t - 1] + c_next",
            "the memories are added up over the steps"),
    Mistake("memories reversed", "c[:, :, t] = c_next", "c[:, :, T_x - 1 - t] = c_next",
            "the memories are right, but stored from the last to the first"),
    Mistake("states reversed", "a[:, :, t] = a_next", "a[:, :, T_x - 1 - t] = a_next",
            "the states are right, but stored from the last to the first"),
    Mistake("memory stored outside the loop", "        c[:, :, t] = c_next\n",
            "        if t == T_x - 1:\n            c[:, :, t] = c_next\n",
            "the memory is stored behind the loop, and not in it: only the last step's is there"),
    Mistake("memory one place early", "c[:, :, t] =", "c[:, :, t - 1] =", "the memory is stored at t − 1, one place too early"),
    Mistake("tanh of the memory stored", "c[:, :, t] = c_next", "c[:, :, t] = np.tanh(c_next)",
            "tanh(c_next) is stored in c; the memory is stored as it is"),
    Mistake("c not returned", "return a, y_pred, c,", "return a, y_pred,",
            "c isn't returned: a, y_pred, c and (caches, x) are asked for"),
    Mistake("stored crosswise", ("a[:, :, t] = a_next", "c[:, :, t] = c_next"), ("a[:, :, t] = c_next", "c[:, :, t] = a_next"),
            "a_next is stored in c, and c_next in a, or the two are returned in each other's place"),
    Mistake("c never stored", "        c[:, :, t] = c_next\n", "", "nothing is written into c"),
    Mistake("one c for all steps", "c[:, :, t] = c_next", "c[:] = c_next[:, :, None]",
            "every step overwrites all of c, so that it holds the last memory at each step"),
    Mistake("c before y_pred", "return a, y_pred, c,", "return a, c, y_pred,", "c is returned before y_pred"),
]


# The exercises ---------------------------------------------------------------------------------------------------------

EXERCISES = [
    Exercise(lstm.lstm_cell_forward, "07", "equations (1) to (7), in order", step,
             returns="a_next c_next yt_pred cache", order="gamma_f gamma_u c_tilde gamma_o c_next a_next yt_pred",
             mistakes=CELL_FORWARD),
    Exercise(lstm.lstm_forward, "07", "the loop over the steps, with two states", steps,
             returns="a y_pred c caches", order="c a y_pred", calls="lstm_cell_forward",
             mistakes=FORWARD),
]
