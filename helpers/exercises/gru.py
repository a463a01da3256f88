"""The GRU: its problems, and the known mistakes of its way forward (gru_back.py has those of the way back).
"""
import numpy as np

from helpers.exercises import cells, loops
from helpers.exercises.exercise import Exercise, Mistake, each, normal, ways
from helpers.networks import gru, gru_after

# Problems --------------------------------------------------------------------------------------------------------------

GATES = ("Wu", "bu", "Wr", "br", "Wc", "bc")
GRADIENTS = tuple("d" + key for key in GATES)


def parameters(rng, n_x, n_a, n_y):
    """Draw weights and biases of a GRU."""
    drawn = {"Wy": normal(rng, n_y, n_a), "by": normal(rng, n_y, 1)}
    for gate in "urc":
        drawn |= {"W" + gate: normal(rng, n_a, n_a + n_x), "b" + gate: normal(rng, n_a, 1)}
    return drawn


def step(rng, n_x, n_a, n_y, m, **_):
    """Draw xt, a_prev, parameters."""
    return normal(rng, n_x, m), normal(rng, n_a, m), parameters(rng, n_x, n_a, n_y)


def step_after(rng, n_x, n_a, n_y, m, **_):
    """Draw xt, a_prev and parameters with brc."""
    return normal(rng, n_x, m), normal(rng, n_a, m), parameters(rng, n_x, n_a, n_y) | {"brc": normal(rng, n_a, 1)}


def steps(rng, n_x, n_a, n_y, m, T_x):
    """Draw x, a0, parameters."""
    return normal(rng, n_x, m, T_x), normal(rng, n_a, m), parameters(rng, n_x, n_a, n_y)


def step_back(rng, **sizes):
    """Draw da_next and the cache of a step."""
    cache = gru.gru_cell_forward(*step(rng, **sizes))[-1]
    return normal(rng, *cache.a_prev.shape), cache


def steps_back(rng, **sizes):
    """Draw da and the caches of all steps."""
    a, *_, caches = gru.gru_forward(*steps(rng, **sizes))
    return normal(rng, *a.shape), caches


def step_numeric(da_next, cache):
    """Return J = Σ da_next ∗ a_next as a function of what went into the step, and that."""
    def J(i):
        weights = cache.parameters | {key: i["d" + key] for key in GATES}
        return np.sum(da_next * gru.gru_cell_forward(i["dxt"], i["da_prev"], weights)[0])

    return J, {"dxt": cache.xt, "da_prev": cache.a_prev} | {"d" + key: cache.parameters[key] for key in GATES}


def steps_numeric(da, caches):
    """Return J = Σ da ∗ a as a function of what went into the loop, and that."""
    (first, *_), x = caches

    def J(i):
        return np.sum(da * gru.gru_forward(i["dx"], i["da0"], first.parameters | {key: i["d" + key] for key in GATES})[0])

    return J, {"dx": x, "da0": first.a_prev} | {"d" + key: first.parameters[key] for key in GATES}


# Known mistakes --------------------------------------------------------------------------------------------------------

NEW = "gamma_u * c_tilde + (1 - gamma_u) * a_prev"
CANDIDATE = "np.tanh(Wc @ concat_r + bc)"

STATE = [  # what goes wrong in equation (4), which both cells have
    Mistake("update gate turned round", NEW, "gamma_u * a_prev + (1 - gamma_u) * c_tilde",
            "the update gate keeps where it should write, as in Cho's letters and PyTorch's; here Γ_u = 1 writes"),
    Mistake("bracket forgotten", NEW, "gamma_u * c_tilde + 1 - gamma_u * a_prev",
            "the parentheses around 1 − Γ_u are missing in equation (4)"),
    Mistake("1 − Γ_u for Γ_u", NEW, "(1 - gamma_u) * c_tilde + (1 - gamma_u) * a_prev",
            "1 − Γ_u is multiplied into both terms of equation (4)"),
    Mistake("minus in the new state", NEW, "gamma_u * c_tilde - (1 - gamma_u) * a_prev",
            "the old state is subtracted in equation (4)"),
    Mistake("Γ_r for Γ_u", NEW, "gamma_r * c_tilde + (1 - gamma_r) * a_prev", "Γ_r stands for Γ_u in equation (4)"),
    Mistake("Γ_r writes", NEW, "gamma_r * c_tilde + (1 - gamma_u) * a_prev",
            "Γ_r is multiplied into c̃ in equation (4); Γ_u writes"),
    Mistake("product for sum", NEW, "gamma_u * c_tilde * (1 - gamma_u) * a_prev",
            "the two terms of equation (4) are multiplied; they are added"),
    Mistake("candidate through tanh twice", NEW, "gamma_u * np.tanh(c_tilde) + (1 - gamma_u) * a_prev",
            "tanh is taken of c̃ once more in equation (4)"),
    Mistake("old state through tanh", NEW, "gamma_u * c_tilde + (1 - gamma_u) * np.tanh(a_prev)",
            "tanh is taken of the old state in equation (4); it is kept as it is"),
    Mistake("candidate is the new state", NEW, "c_tilde", "the candidate is taken for the new state: equation (4) is missing"),
    Mistake("nothing forgotten", NEW, "gamma_u * c_tilde + a_prev",
            "the old state is kept whole: 1 − Γ_u is missing from equation (4)"),
    Mistake("candidate written whole", NEW, "c_tilde + (1 - gamma_u) * a_prev",
            "the candidate is written whole: Γ_u is missing before c̃ in equation (4)"),
    Mistake("old state dropped", NEW, "gamma_u * c_tilde", "the old state is missing from equation (4)"),
    Mistake("Γ_r for 1 − Γ_u", NEW, "gamma_u * c_tilde + gamma_r * a_prev",
            "the reset gate keeps the old state in equation (4); that is the task of 1 − Γ_u"),
    Mistake("same gate twice", NEW, "gamma_u * c_tilde + gamma_u * a_prev", "Γ_u stands for 1 − Γ_u in equation (4)"),
    Mistake("reset state kept", NEW, "gamma_u * c_tilde + (1 - gamma_u) * gamma_r * a_prev",
            "Γ_r ∗ a_prev is kept in equation (4); the reset gate acts on the candidate's view only"),
    Mistake("state through tanh", NEW, "np.tanh(gamma_u * c_tilde + (1 - gamma_u) * a_prev)",
            "tanh is taken of the new state, as in the LSTM; in the GRU it is used as it is"),
]

LINES = {g: f"gamma_{g} = sigmoid(W{g} @ concat + b{g})" for g in "ur"} | {"c": "c_tilde = np.tanh(Wc @ concat_r + bc)"}

PARTS = [  # a gate that sees one part of its column
    *each("ur", "{G} sees a only", "W{g} @ concat", "W{g}[:, :a_prev.shape[0]] @ a_prev",
          "{G} sees the old state only; W{g} multiplies the whole column, [a; x]"),
    *each("ur", "{G} sees x only", "W{g} @ concat", "W{g}[:, a_prev.shape[0]:] @ xt",
          "{G} sees x only; W{g} multiplies the whole column, [a; x]"),
]

CELL_FORWARD = cells.prediction("Wy", 5) + cells.gates(LINES) + PARTS + [
    Mistake("x above a", ("[a_prev, xt]", "[gamma_r * a_prev, xt]"), ("[xt, a_prev]", "[xt, gamma_r * a_prev]"),
            "x lies above a in both columns; the columns of the weights are those of [a; x]"),
    Mistake("x above a for the gates", "([a_prev, xt])", "([xt, a_prev])", "x lies above a in the gates' column; it is [a; x]"),
    Mistake("x above a for the candidate", "[gamma_r * a_prev, xt]", "[xt, gamma_r * a_prev]",
            "x lies above a in the candidate's column; it is [Γ_r ∗ a; x]"),
    Mistake("reset gate unused", "[gamma_r * a_prev, xt]", "[a_prev, xt]", "the reset gate is missing from equation (3)"),
    Mistake("gates from the reset state", ("gamma_u = sigmoid(Wu @ concat + bu)",
                                           "concat_r = np.concatenate([gamma_r * a_prev, xt])"),
            ("", "concat_r = np.concatenate([gamma_r * a_prev, xt])\n    gamma_u = sigmoid(Wu @ concat_r + bu)"),
            "the update gate is made with [Γ_r ∗ a; x]; only the candidate sees the reset state"),
    Mistake("gates made again from the reset state", "concat_r = np.concatenate([gamma_r * a_prev, xt])",
            "concat_r = np.concatenate([gamma_r * a_prev, xt])\n    gamma_u = sigmoid(Wu @ concat_r + bu)\n    gamma_r = "
            "sigmoid(Wr @ concat_r + br)",
            "both gates are made with [Γ_r ∗ a; x]; only the candidate sees the reset state"),
    Mistake("old state missing from the candidate", "[gamma_r * a_prev, xt]", "[0 * a_prev, xt]",
            "the candidate doesn't see the old state at all"),
    Mistake("only Γ_r in the candidate's column", "[gamma_r * a_prev, xt]", "[gamma_r, xt]",
            "a_prev is forgotten in the candidate's column: it is [Γ_r ∗ a; x]"),
    Mistake("Γ_r added to a", "[gamma_r * a_prev, xt]", "[gamma_r + a_prev, xt]",
            "Γ_r is added to a_prev in equation (3); it is multiplied"),
    Mistake("concat never filled", "([a_prev, xt])", "([0 * a_prev, 0 * xt])",
            "concat is made of zeros and never filled: neither a_prev nor xt has a part in the gates"),
    Mistake("tanh of the state in the columns", "([a_prev, xt])", "([np.tanh(a_prev), xt])",
            "tanh is taken of a_prev in the gates' column"),
    Mistake("old state replaced by Γ_r ∗ a", "concat_r = np.concatenate([gamma_r * a_prev, xt])",
            "a_prev = gamma_r * a_prev; concat_r = np.concatenate([a_prev, xt])",
            "a_prev itself is replaced by Γ_r ∗ a_prev; the reset gate acts on what the candidate sees only, and a_prev stays "
            "as it was"),
    Mistake("reset gate on x as well", CANDIDATE,
            "np.tanh(Wc @ np.concatenate([gamma_r * a_prev, gamma_r.mean(axis=0) * xt]) + bc)",
            "the mean of the reset gate acts on x as well; it acts on the old state only"),
    Mistake("update gate for reset gate", "[gamma_r * a_prev, xt]", "[gamma_u * a_prev, xt]",
            "Γ_u stands for Γ_r in equation (3)"),
    Mistake("1 − Γ_r for Γ_r", "[gamma_r * a_prev, xt]", "[(1 - gamma_r) * a_prev, xt]",
            "1 − Γ_r stands for Γ_r in equation (3); an open reset gate lets the old state through"),
    Mistake("reset after the product", CANDIDATE,
            "np.tanh(gamma_r * (Wc[:, :a_prev.shape[0]] @ a_prev) + Wc[:, a_prev.shape[0]:] @ xt + bc)",
            "the reset gate acts after the matrix product, as in PyTorch; here it acts before, on a itself"),
    Mistake("reset of the whole product", CANDIDATE, "np.tanh(gamma_r * (Wc @ concat) + bc)",
            "the reset gate is multiplied with the whole of Wc [a; x]; it acts on a itself, before the product"),
    Mistake("reset of the candidate", CANDIDATE, "gamma_r * np.tanh(Wc @ concat + bc)",
            "the reset gate is multiplied into the candidate itself; it acts on a, before the product and before tanh"),
    *STATE,
    Mistake("as in PyTorch", (NEW, CANDIDATE), ("(1 - gamma_u) * c_tilde + gamma_u * a_prev",
            "np.tanh(gamma_r * (Wc[:, :a_prev.shape[0]] @ a_prev) + Wc[:, a_prev.shape[0]:] @ xt + bc)"),
            "it is PyTorch's GRU: there the update gate keeps, and the reset gate acts after the matrix product"),
    Mistake("prediction from the candidate", "Wy @ a_next", "Wy @ c_tilde", "the prediction is made from the candidate"),
    Mistake("gates swapped in the cache", "a_prev, gamma_u, gamma_r,", "a_prev, gamma_r, gamma_u,",
            "gamma_u and gamma_r have changed places in the cache"),
    Mistake("reset state in the cache", "GRUCellCache(a_next, a_prev,", "GRUCellCache(a_next, gamma_r * a_prev,",
            "the cache holds Γ_r ∗ a_prev in the place of a_prev"),
    Mistake("c̃ and Γ_r swapped in the cache", "gamma_r, c_tilde, xt", "c_tilde, gamma_r, xt",
            "gamma_r and c_tilde have changed places in the cache"),
    Mistake("new state twice in the cache", "GRUCellCache(a_next, a_prev,", "GRUCellCache(a_next, a_next,",
            "the cache holds a_next in the place of a_prev"),
    Mistake("concat in the cache", "c_tilde, xt, parameters)", "c_tilde, concat, parameters)",
            "the cache holds concat in the place of xt"),
    Mistake("a and the prediction swapped", "return a_next, yt_pred,", "return yt_pred, a_next,",
            "yt_pred is returned before a_next"),
    Mistake("states swapped in the cache", "GRUCellCache(a_next, a_prev,", "GRUCellCache(a_prev, a_next,",
            "a_next and a_prev have changed places in the cache"),
]

RECURRENT = "Wc[:, :n_a] @ a_prev + brc"
INSIDE = "Wc[:, n_a:] @ xt + bc + gamma_r * recurrent"
AFTER = f"np.tanh({INSIDE})"
X_TWICE = "x stands in the brackets too: Γ_r is multiplied with W_ca a + b_rc, without x"
TANH_OF_A = "tanh is taken of the side of a alone; it is taken of the whole sum, once"

CELL_AFTER = cells.prediction("Wy", 5) + cells.gates({g: LINES[g] for g in "ur"}) + PARTS + STATE + [
    *ways("reset before the product",
          "the reset gate acts on a itself, before the product, as in exercise 11.1; here it acts on W_ca a + b_rc",
          ((RECURRENT, INSIDE), ("Wc[:, :n_a] @ (gamma_r * a_prev) + brc", "Wc[:, n_a:] @ xt + bc + recurrent")),
          (INSIDE, "Wc[:, n_a:] @ xt + bc + Wc[:, :n_a] @ (gamma_r * a_prev) + brc"),
          ((RECURRENT, INSIDE), ("Wc @ np.concatenate([gamma_r * a_prev, xt]) + brc", "recurrent + bc"))),
    Mistake("reset before and after", RECURRENT, "Wc[:, :n_a] @ (gamma_r * a_prev) + brc",
            "the reset gate acts before the product and after it; here it acts after it only"),
    Mistake("b_rc forgotten", RECURRENT, "Wc[:, :n_a] @ a_prev", "the bias brc is forgotten: the side of a has one of its own"),
    Mistake("b_rc in the candidate only", (RECURRENT, INSIDE), ("Wc[:, :n_a] @ a_prev",
            "Wc[:, n_a:] @ xt + bc + gamma_r * (recurrent + brc)"),
            "the cache's recurrent is W_ca a alone; what Γ_r is multiplied with has brc in it, and dΓ_r needs the whole"),
    Mistake("b_rc outside the gate", (RECURRENT, INSIDE), ("Wc[:, :n_a] @ a_prev",
            "Wc[:, n_a:] @ xt + bc + brc + gamma_r * recurrent"),
            "brc stands outside the brackets, so that the reset gate can't take it away; it belongs to W_ca a"),
    Mistake("b_c inside the gate", INSIDE, "Wc[:, n_a:] @ xt + gamma_r * (recurrent + bc)",
            "bc is multiplied by the reset gate; it belongs to x's side, which is never reset"),
    Mistake("brc inside the product", RECURRENT, "Wc[:, :n_a] @ (a_prev + brc)",
            "brc is added to a, and multiplied by W_ca with it; it is added to the product"),
    Mistake("reset gate on brc only", (RECURRENT, INSIDE), ("Wc[:, :n_a] @ a_prev",
            "Wc[:, n_a:] @ xt + bc + recurrent + gamma_r * brc"),
            "the reset gate is multiplied with brc alone; the brackets hold W_ca a as well"),
    Mistake("brc in the gates", ("Wu @ concat + bu", "Wr @ concat + br)"), ("Wu @ concat + bu + brc", "Wr @ concat + br + brc)"),
            "brc is added in the gates too; it belongs to the candidate alone"),
    Mistake("biases swapped", (RECURRENT, INSIDE), ("Wc[:, :n_a] @ a_prev + bc",
            "Wc[:, n_a:] @ xt + brc + gamma_r * recurrent"), "bc and brc have changed places: brc goes with W_ca a"),
    Mistake("bc for brc", RECURRENT, "Wc[:, :n_a] @ a_prev + bc", "bc stands where brc belongs, beside W_ca a"),
    Mistake("brc subtracted", RECURRENT, "Wc[:, :n_a] @ a_prev - brc", "the bias brc is subtracted"),
    Mistake("recurrent bias twice", INSIDE, f"{INSIDE} + brc", "brc is added twice: once with W_ca a, and once outside the gate"),
    Mistake("x above a", (RECURRENT, INSIDE), ("Wc[:, len(xt):] @ a_prev + brc",
            "Wc[:, :len(xt)] @ xt + bc + gamma_r * recurrent"),
            "W_c is cut the wrong way round: its first n_a columns are those of a, and x's come after"),
    Mistake("last columns for a", RECURRENT, "Wc[:, -n_a:] @ a_prev + brc",
            "the last n_a columns of W_c are taken for a; its first n_a are those of a"),
    Mistake("first columns for x", INSIDE, "Wc[:, :len(xt)] @ xt + bc + gamma_r * recurrent",
            "the first n_x columns of W_c are taken for x; those come after the n_a of a"),
    Mistake("W_ca transposed", RECURRENT, "Wc[:, :n_a].T @ a_prev + brc",
            "W_ca is transposed; as it is square, no error shows it"),
    *(Mistake(f"W{g} for W_c", RECURRENT, f"W{g}[:, :n_a] @ a_prev + brc",
              f"the columns of W{g} stand where W_ca belongs") for g in "ur"),
    *(Mistake(f"W{g} for W_cx", INSIDE, f"W{g}[:, n_a:] @ xt + bc + gamma_r * recurrent",
              f"the columns of W{g} stand where W_cx belongs") for g in "ur"),
    Mistake("x counted twice", RECURRENT, "Wc @ concat + brc", X_TWICE),
    Mistake("tanh of the side of a", RECURRENT, f"np.tanh({RECURRENT})", TANH_OF_A),
    Mistake("number by number", RECURRENT, "np.sum(Wc[:, :n_a], axis=1, keepdims=True) * a_prev + brc",
            "the rows of W_ca are added up and multiplied with a number by number; it is a matrix product, @"),
    *(Mistake(name, AFTER, wrong, says) for name, wrong, says in (
        ("reset of the candidate", "gamma_r * np.tanh(Wc[:, n_a:] @ xt + bc + recurrent)",
         "the reset gate is multiplied into the candidate itself; it acts inside tanh, on the side of a"),
        ("tanh forgotten", f"({INSIDE})", "tanh is forgotten in the candidate"),
        ("tanh of x's side", "np.tanh(Wc[:, n_a:] @ xt + bc) + gamma_r * recurrent",
         "the parenthesis of tanh closes too early, before the side of a; tanh is taken of the whole sum"),
        ("tanh of each side", "np.tanh(Wc[:, n_a:] @ xt + bc) + gamma_r * np.tanh(recurrent)",
         "tanh is taken of each side, and the two are added; it is taken of the sum"),
        ("sigmoid for tanh", f"sigmoid({INSIDE})", "the candidate goes through sigmoid; it takes tanh"),
        ("tanh twice", f"np.tanh(np.tanh({INSIDE}))", "tanh is taken twice in the candidate"))),
    *(Mistake(name, INSIDE, wrong, says) for name, wrong, says in (
        ("reset of the whole", "gamma_r * (Wc[:, n_a:] @ xt + bc + recurrent)",
         "the reset gate is multiplied with the whole sum; it acts on the side of a only, and x is always seen"),
        ("reset of the whole product", "gamma_r * (Wc @ concat + brc) + bc",
         "the reset gate is multiplied with the whole of W_c [a; x]; it acts on W_ca a + b_rc only"),
        ("reset gate on x", "gamma_r * (Wc[:, n_a:] @ xt) + bc + recurrent",
         "the reset gate is multiplied with x's side; it acts on the side of a"),
        ("reset gate on x and bc", "gamma_r * (Wc[:, n_a:] @ xt + bc) + recurrent",
         "the reset gate is multiplied with the side of x, W_cx x + b_c; it acts on the side of a"),
        ("candidate of 11.1", "Wc[:, n_a:] @ xt + bc + Wc[:, :n_a] @ (gamma_r * a_prev)",
         "c̃ is that of exercise 11.1: there the reset gate acts on a itself, before the product, and there is no brc"),
        ("reset gate unused", "Wc[:, n_a:] @ xt + bc + recurrent", "the reset gate is missing from equation (3′)"),
        ("1 − Γ_r for Γ_r", "Wc[:, n_a:] @ xt + bc + (1 - gamma_r) * recurrent",
         "1 − Γ_r stands for Γ_r in equation (3′); an open reset gate lets the old state through"),
        ("Γ_u for Γ_r", "Wc[:, n_a:] @ xt + bc + gamma_u * recurrent", "Γ_u stands for Γ_r in equation (3′)"),
        ("Γ_r added", "Wc[:, n_a:] @ xt + bc + gamma_r + recurrent", "Γ_r is added in equation (3′); it is multiplied"),
        ("x counted twice", "Wc[:, n_a:] @ xt + bc + gamma_r * (Wc @ concat + brc)",
         X_TWICE),
        ("bc forgotten", "Wc[:, n_a:] @ xt + gamma_r * recurrent", "the bias bc is forgotten"),
        ("bc subtracted", "Wc[:, n_a:] @ xt - bc + gamma_r * recurrent", "the bias bc is subtracted"),
        ("x left out", "bc + gamma_r * recurrent", "x is left out of the candidate: W_cx x is missing"),
        ("old state left out", "Wc[:, n_a:] @ xt + bc", "the side of a is left out of the candidate"),
        ("tanh of the side of a", "Wc[:, n_a:] @ xt + bc + gamma_r * np.tanh(recurrent)",
         TANH_OF_A),
        ("minus in (3′)", "Wc[:, n_a:] @ xt + bc - gamma_r * recurrent", "the side of a is subtracted in equation (3′)"))),
    *(Mistake(name, "c_tilde, recurrent, xt", wrong, says) for name, wrong, says in (
        ("reset side in the cache", "c_tilde, gamma_r * recurrent, xt",
         "the cache holds Γ_r ∗ recurrent; what Γ_r is multiplied with is asked, without it"),
        ("c̃ twice in the cache", "c_tilde, c_tilde, xt", "the cache holds c̃ in the place of recurrent"),
        ("c̃ and recurrent swapped in the cache", "recurrent, c_tilde, xt",
         "c_tilde and recurrent have changed places in the cache"))),
]

FORWARD = loops.FORWARD_OF_ONE_STATE


# The exercises ---------------------------------------------------------------------------------------------------------

EXERCISES = [
    Exercise(gru.gru_cell_forward, "11", "equations (1) to (5), in order", step,
             returns="a_next yt_pred cache", order="gamma_u gamma_r c_tilde a_next yt_pred",
             mistakes=CELL_FORWARD),
    Exercise(gru.gru_forward, "11", "the loop over the steps", steps,
             returns="a y_pred caches", order="a y_pred", calls="gru_cell_forward",
             mistakes=FORWARD),
    Exercise(gru_after.gru_cell_after, "11", "the cell with equation (3′)", step_after,
             returns="a_next yt_pred cache", order="gamma_u gamma_r recurrent c_tilde a_next yt_pred",
             mistakes=CELL_AFTER),
]
