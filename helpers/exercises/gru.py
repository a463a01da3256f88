"""The GRU: the four functions of its pages, the problems on which they are tried, their known mistakes.
"""
import numpy as np

from helpers.exercises import loops
from helpers.exercises.exercise import Exercise, Mistake, normal
from helpers.networks import gru

# Problems --------------------------------------------------------------------------------------------------------------

GATES = ("Wu", "bu", "Wr", "br", "Wc", "bc")


def parameters(rng, n_x, n_a, n_y):
    """Draw weights and biases of a GRU."""
    drawn = {"Wy": normal(rng, n_y, n_a), "by": normal(rng, n_y, 1)}
    for gate in "urc":
        drawn |= {"W" + gate: normal(rng, n_a, n_a + n_x), "b" + gate: normal(rng, n_a, 1)}
    return drawn


def step(rng, n_x, n_a, n_y, m, **_):
    """Draw xt, a_prev, parameters."""
    return normal(rng, n_x, m), normal(rng, n_a, m), parameters(rng, n_x, n_a, n_y)


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

CELL_FORWARD = [
    Mistake("x above a", ("[a_prev, xt]", "[gamma_r * a_prev, xt]"), ("[xt, a_prev]", "[xt, gamma_r * a_prev]"),
            "x lies above a in both columns; the columns of the weights are those of [a; x]"),
    Mistake("x above a for the gates", "([a_prev, xt])", "([xt, a_prev])", "x lies above a in the gates' column; it is [a; x]"),
    Mistake("x above a for the candidate", "[gamma_r * a_prev, xt]", "[xt, gamma_r * a_prev]",
            "x lies above a in the candidate's column; it is [Γ_r ∗ a; x]"),
    Mistake("bu forgotten", " + bu)", ")", "the bias bu is forgotten"),
    Mistake("br forgotten", " + br)", ")", "the bias br is forgotten"),
    Mistake("bc forgotten", " + bc)", ")", "the bias bc is forgotten"),
    Mistake("all biases forgotten", (" + bu)", " + br)", " + bc)"), (")",) * 3,
            "the biases of the gates and of the candidate are forgotten"),
    Mistake("update gate through tanh", "sigmoid(Wu", "np.tanh(Wu",
            "the update gate goes through tanh; a gate is between 0 and 1, so it takes sigmoid"),
    Mistake("reset gate through tanh", "sigmoid(Wr", "np.tanh(Wr",
            "the reset gate goes through tanh; a gate is between 0 and 1, so it takes sigmoid"),
    Mistake("candidate through sigmoid", "np.tanh(Wc", "sigmoid(Wc",
            "the candidate goes through sigmoid; it must be able to be negative, so it takes tanh"),
    Mistake("candidate without tanh", "np.tanh(Wc", "(Wc", "the candidate isn't taken through tanh"),
    Mistake("reset gate with Wu", "sigmoid(Wr @ concat + br)", "sigmoid(Wu @ concat + bu)",
            "the reset gate is made with Wu and bu, so that it equals the update gate"),
    Mistake("update gate with Wr", "sigmoid(Wu @ concat + bu)", "sigmoid(Wr @ concat + br)",
            "the update gate is made with Wr and br, so that it equals the reset gate"),
    Mistake("Wu and Wr swapped", ("gamma_u = sigmoid(Wu @ concat + bu)", "gamma_r = sigmoid(Wr @ concat + br)"),
            ("gamma_u = sigmoid(Wr @ concat + br)", "gamma_r = sigmoid(Wu @ concat + bu)"),
            "the update gate is made with Wr and br, and the reset gate with Wu and bu"),
    Mistake("reset gate unused", "[gamma_r * a_prev, xt]", "[a_prev, xt]", "the reset gate is missing from equation (3)"),
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
    Mistake("update gate turned round", NEW, "gamma_u * a_prev + (1 - gamma_u) * c_tilde",
            "the update gate keeps where it should write, as in Cho's letters and PyTorch's; here Γ_u = 1 writes"),
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
    Mistake("prediction from the old state", "Wy @ a_next", "Wy @ a_prev", "the prediction is made from the old state a_prev"),
    Mistake("prediction from the candidate", "Wy @ a_next", "Wy @ c_tilde", "the prediction is made from the candidate"),
    Mistake("output bias forgotten", "Wy @ a_next + by", "Wy @ a_next", "the bias by is forgotten in equation (5)"),
    Mistake("softmax forgotten", "softmax(", "(", "the prediction isn't taken through softmax"),
    Mistake("sigmoid for softmax", "softmax(", "sigmoid(", "sigmoid stands for softmax in equation (5)"),
    Mistake("softmax over the examples", "softmax(Wy @ a_next + by)", "softmax((Wy @ a_next + by).T).T",
            "softmax runs over the examples: each column should sum to 1, here each row does"),
    Mistake("gates swapped in the cache", "a_prev, gamma_u, gamma_r,", "a_prev, gamma_r, gamma_u,",
            "gamma_u and gamma_r have changed places in the cache"),
    Mistake("states swapped in the cache", "GRUCellCache(a_next, a_prev,", "GRUCellCache(a_prev, a_next,",
            "a_next and a_prev have changed places in the cache"),
]

FORWARD = loops.FORWARD_OF_ONE_STATE

# the lines of the reference that several mistakes change at once
WEIGHTS = ("dzu @ concat.T", "dzr @ concat.T", "dzc @ concat_r.T")
BIASES = tuple(f"np.sum(dz{gate}, axis=1, keepdims=True)" for gate in "urc")
BACK = "da_next * (1 - gamma_u) + dconcat_r[:n_a] * gamma_r + dconcat[:n_a]"

CELL_BACKWARD = [
    Mistake("old state missing from dΓ_u", "da_next * (c_tilde - a_prev)", "da_next * c_tilde",
            "dΓ_u is made with c̃ only; the gate also takes away from the old state: c̃ − a_prev"),
    Mistake("plus in dΓ_u", "da_next * (c_tilde - a_prev)", "da_next * (c_tilde + a_prev)",
            "dΓ_u is made with c̃ + a_prev; what the gate adds of one it takes from the other: c̃ − a_prev"),
    Mistake("sign of dΓ_u", "da_next * (c_tilde - a_prev)", "da_next * (a_prev - c_tilde)",
            "dΓ_u has the wrong sign, that of a gate which keeps; here Γ_u = 1 writes"),
    Mistake("new state in dΓ_u", "da_next * (c_tilde - a_prev)", "da_next * (c_tilde - a_next)",
            "dΓ_u is made with a_next; the gate weighed c̃ against a_prev"),
    Mistake("dc̃ with 1 − Γ_u", "da_next * gamma_u ", "da_next * (1 - gamma_u) ",
            "dc̃ is made with 1 − Γ_u; it was Γ_u that multiplied c̃"),
    Mistake("dc̃ without Γ_u", "da_next * gamma_u ", "da_next ", "Γ_u is forgotten in dc̃"),
    Mistake("derivative of Γ_u forgotten", "dgamma_u * gamma_u * (1 - gamma_u)", "dgamma_u",
            "the derivative of sigmoid, Γ_u(1 − Γ_u), is forgotten in dzu"),
    Mistake("derivative of Γ_r forgotten", "dgamma_r * gamma_r * (1 - gamma_r)", "dgamma_r",
            "the derivative of sigmoid, Γ_r(1 − Γ_r), is forgotten in dzr"),
    Mistake("derivative of c̃ forgotten", "dc_tilde * (1 - c_tilde**2)", "dc_tilde",
            "the derivative of tanh, 1 − c̃², is forgotten in dzc"),
    Mistake("sigmoid's derivative for c̃", "(1 - c_tilde**2)", "c_tilde * (1 - c_tilde)",
            "the derivative of sigmoid stands for that of tanh in dzc"),
    Mistake("tanh's derivative for Γ_u", "dgamma_u * gamma_u * (1 - gamma_u)", "dgamma_u * (1 - gamma_u**2)",
            "the derivative of tanh stands for that of sigmoid in dzu"),
    Mistake("tanh's derivative for Γ_r", "dgamma_r * gamma_r * (1 - gamma_r)", "dgamma_r * (1 - gamma_r**2)",
            "the derivative of tanh stands for that of sigmoid in dzr"),
    Mistake("square forgotten in dzc", "(1 - c_tilde**2)", "(1 - c_tilde)", "the square is forgotten in 1 − c̃², in dzc"),
    Mistake("tanh once more in dzc", "(1 - c_tilde**2)", "(1 - np.tanh(c_tilde)**2)",
            "tanh is taken once more in dzc: c̃ is a tanh already, so its derivative is 1 − c̃²"),
    Mistake("dΓ_r with Γ_r", "dconcat_r[:n_a] * a_prev", "dconcat_r[:n_a] * gamma_r",
            "dΓ_r is made with Γ_r; in the product Γ_r ∗ a_prev the gate's gradient has a_prev"),
    Mistake("dΓ_r without a_prev", "dconcat_r[:n_a] * a_prev", "dconcat_r[:n_a]",
            "a_prev is forgotten in dΓ_r; in the product Γ_r ∗ a_prev the gate's gradient has a_prev"),
    Mistake("dΓ_r from the lower rows", "dconcat_r[:n_a] * a_prev", "dconcat_r[-n_a:] * a_prev",
            "dΓ_r is made from the last n_a rows; in [Γ_r ∗ a; x], a lies above"),
    Mistake("direct path missing", BACK, "dconcat_r[:n_a] * gamma_r + dconcat[:n_a]",
            "the direct path is missing from da_prev: da_next ∗ (1 − Γ_u)"),
    Mistake("direct path only", BACK, "da_next * (1 - gamma_u)",
            "da_prev has the direct path only; the candidate and the gates saw a_prev too"),
    Mistake("path through the candidate missing", BACK, "da_next * (1 - gamma_u) + dconcat[:n_a]",
            "the path through the candidate is missing from da_prev"),
    Mistake("path through the gates missing", BACK, "da_next * (1 - gamma_u) + dconcat_r[:n_a] * gamma_r",
            "the path through the gates is missing from da_prev"),
    Mistake("Γ_r forgotten in da_prev", BACK, "da_next * (1 - gamma_u) + dconcat_r[:n_a] + dconcat[:n_a]",
            "Γ_r is forgotten in da_prev: on the path through the candidate, a_prev was multiplied by it"),
    Mistake("direct path with Γ_u", BACK, "da_next * gamma_u + dconcat_r[:n_a] * gamma_r + dconcat[:n_a]",
            "the direct path of da_prev has Γ_u; it was 1 − Γ_u that kept a_prev"),
    Mistake("direct path without gate", BACK, "da_next + dconcat_r[:n_a] * gamma_r + dconcat[:n_a]",
            "the direct path of da_prev has no gate; it was 1 − Γ_u that kept a_prev"),
    Mistake("update gate missing from the sum", "Wu.T @ dzu + ", "",
            "the way through the update gate is missing from da_prev and dxt"),
    Mistake("reset gate missing from the sum", " + Wr.T @ dzr", "",
            "the way through the reset gate is missing from da_prev and dxt"),
    Mistake("dxt without the candidate", "dconcat_r[n_a:] + dconcat[n_a:]", "dconcat[n_a:]",
            "the way through the candidate is missing from dxt"),
    Mistake("dxt without the gates", "dconcat_r[n_a:] + dconcat[n_a:]", "dconcat_r[n_a:]",
            "the way through the gates is missing from dxt"),
    Mistake("dxt from the upper rows", "dconcat_r[n_a:] + dconcat[n_a:]", "dconcat_r[:-n_a] + dconcat[:-n_a]",
            "dxt is taken from the first n_x rows; in [a; x], x lies below"),
    Mistake("x above a", ("([a_prev, xt])", "[gamma_r * a_prev, xt]"), ("([xt, a_prev])", "[xt, gamma_r * a_prev]"),
            "x lies above a in both columns; the columns of the weights are those of [a; x]"),
    Mistake("dWc with the unreset state", "dzc @ concat_r.T", "dzc @ concat.T",
            "dWc is made with [a; x]; Wc multiplied [Γ_r ∗ a; x]"),
    Mistake("all weights with the reset state", ("dzu @ concat.T", "dzr @ concat.T"), ("dzu @ concat_r.T", "dzr @ concat_r.T"),
            "dWu and dWr are made with [Γ_r ∗ a; x]; the gates saw [a; x]"),
    Mistake("weights swapped", ('"dWu": dzu', '"dWr": dzr'), ('"dWu": dzr', '"dWr": dzu'),
            "dWu is made from dzr, and dWr from dzu"),
    Mistake("biases swapped", ('"dbu": np.sum(dzu,', '"dbr": np.sum(dzr,'), ('"dbu": np.sum(dzr,', '"dbr": np.sum(dzu,'),
            "dbu is made from dzr, and dbr from dzu"),
    Mistake("biases a mean", BIASES, tuple(line.replace("sum", "mean") for line in BIASES),
            "the gradients of the biases are means over the examples and not sums"),
    Mistake("biases from the weights", BIASES, tuple(line.replace(",", " @ concat.T,", 1) for line in BIASES),
            "the gradients of the biases are row sums of dz [a; x]ᵀ; they are sums of dz over the examples"),
    Mistake("weights divided by m", WEIGHTS, tuple(line + " / xt.shape[1]" for line in WEIGHTS),
            "the gradients of the weights are divided by m; the mean is in da_next already"),
    Mistake("weights and biases divided by m", WEIGHTS + BIASES, tuple(line + " / xt.shape[1]" for line in WEIGHTS + BIASES),
            "the gradients of weights and biases are divided by m; the mean is in da_next already"),
]


BACKWARD = loops.BACKWARD_OF_ONE_STATE + loops.SUMS


# The exercises ---------------------------------------------------------------------------------------------------------

EXERCISES = [
    Exercise(gru.gru_cell_forward, "11", "equations (1) to (5), in order", step,
             returns="a_next yt_pred cache", order="gamma_u gamma_r c_tilde a_next yt_pred",
             mistakes=CELL_FORWARD),
    Exercise(gru.gru_forward, "11", "the loop over the steps", steps,
             returns="a y_pred caches", order="a y_pred", calls="gru_cell_forward",
             mistakes=FORWARD),
    Exercise(gru.gru_cell_backward, "12", "equations (6) to (12), in order", step_back,
             order="dbu dbc dbr dWu dWc dWr dxt da_prev", numeric=step_numeric,
             mistakes=CELL_BACKWARD),
    Exercise(gru.gru_backward, "12", "the loop back through the steps", steps_back,
             order="dx da0 dbu dbc dbr dWu dWc dWr", calls="gru_cell_backward", numeric=steps_numeric,
             mistakes=BACKWARD),
]
