"""The LSTM: the four functions of its pages, the problems on which they are tried, their known mistakes.
"""
import numpy as np

from helpers.exercises import loops
from helpers.exercises.exercise import Exercise, Mistake, normal
from helpers.networks import lstm

# Problems --------------------------------------------------------------------------------------------------------------

GATES = ("Wf", "bf", "Wu", "bu", "Wc", "bc", "Wo", "bo")


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

CELL_FORWARD = [
    Mistake("x above a", "[a_prev, xt]", "[xt, a_prev]",
            "x lies above a in concat; the columns of the weights are those of [a; x]"),
    Mistake("memory for hidden state", "[a_prev, xt]", "[c_prev, xt]",
            "concat is made with c_prev; the gates look at the hidden state a_prev"),
    *(Mistake(f"b{gate} forgotten", f" + b{gate})", ")", f"the bias b{gate} is forgotten") for gate in "fuco"),
    Mistake("all biases forgotten", (" + bf)", " + bu)", " + bc)", " + bo)"), (")",) * 4,
            "the biases of the gates and of the candidate are forgotten"),
    Mistake("forget gate through tanh", "sigmoid(Wf", "np.tanh(Wf",
            "the forget gate goes through tanh; a gate is between 0 and 1, so it takes sigmoid"),
    Mistake("update gate through tanh", "sigmoid(Wu", "np.tanh(Wu",
            "the update gate goes through tanh; a gate is between 0 and 1, so it takes sigmoid"),
    Mistake("output gate through tanh", "sigmoid(Wo", "np.tanh(Wo",
            "the output gate goes through tanh; a gate is between 0 and 1, so it takes sigmoid"),
    Mistake("candidate through sigmoid", "np.tanh(Wc", "sigmoid(Wc",
            "the candidate goes through sigmoid; it must be able to be negative, so it takes tanh"),
    Mistake("forget gate without sigmoid", "sigmoid(Wf", "(Wf", "the forget gate isn't taken through sigmoid"),
    Mistake("update gate without sigmoid", "sigmoid(Wu", "(Wu", "the update gate isn't taken through sigmoid"),
    Mistake("output gate without sigmoid", "sigmoid(Wo", "(Wo", "the output gate isn't taken through sigmoid"),
    Mistake("candidate without tanh", "np.tanh(Wc", "(Wc", "the candidate isn't taken through tanh"),
    Mistake("update gate with Wf", "sigmoid(Wu @ concat + bu)", "sigmoid(Wf @ concat + bf)",
            "the update gate is made with Wf and bf, so that it equals the forget gate"),
    Mistake("output gate with Wu", "sigmoid(Wo @ concat + bo)", "sigmoid(Wu @ concat + bu)",
            "the output gate is made with Wu and bu, so that it equals the update gate"),
    Mistake("output gate with Wf", "sigmoid(Wo @ concat + bo)", "sigmoid(Wf @ concat + bf)",
            "the output gate is made with Wf and bf, so that it equals the forget gate"),
    Mistake("candidate with Wu", "np.tanh(Wc @ concat + bc)", "np.tanh(Wu @ concat + bu)",
            "the candidate is made with Wu and bu; it has weights of its own"),
    Mistake("Wf and Wu swapped", ("gamma_f = sigmoid(Wf @ concat + bf)", "gamma_u = sigmoid(Wu @ concat + bu)"),
            ("gamma_f = sigmoid(Wu @ concat + bu)", "gamma_u = sigmoid(Wf @ concat + bf)"),
            "the forget gate is made with Wu and bu, and the update gate with Wf and bf"),
    Mistake("forget and update swapped", "gamma_f * c_prev + gamma_u * c_tilde", "gamma_u * c_prev + gamma_f * c_tilde",
            "the gates have changed places in equation (5): forget keeps the old memory, update writes the candidate"),
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
    Mistake("memory through tanh", "gamma_f * c_prev + gamma_u * c_tilde", "np.tanh(gamma_f * c_prev + gamma_u * c_tilde)",
            "the new cell state is taken through tanh in equation (5); it stays as it is, and only a shows tanh of it"),
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
    Mistake("update gate for output gate", "gamma_o * np.tanh(c_next)", "gamma_u * np.tanh(c_next)",
            "Γ_u stands for Γ_o in equation (6)"),
    Mistake("prediction from the memory", "Wy @ a_next", "Wy @ c_next",
            "the prediction is made from the cell state c_next; only a leaves the cell"),
    Mistake("prediction from the old state", "Wy @ a_next", "Wy @ a_prev", "the prediction is made from the old state a_prev"),
    Mistake("output bias forgotten", "Wy @ a_next + by", "Wy @ a_next", "the bias by is forgotten in equation (7)"),
    Mistake("softmax forgotten", "softmax(", "(", "the prediction isn't taken through softmax"),
    Mistake("sigmoid for softmax", "softmax(", "sigmoid(", "sigmoid stands for softmax in equation (7)"),
    Mistake("softmax over the examples", "softmax(Wy @ a_next + by)", "softmax((Wy @ a_next + by).T).T",
            "softmax runs over the examples: each column should sum to 1, here each row does"),
    Mistake("output bias after softmax", "softmax(Wy @ a_next + by)", "softmax(Wy @ a_next) + by",
            "the bias by is added after softmax, not before: mind the closing parenthesis"),
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
    Mistake("a and c swapped", "return a_next, c_next", "return c_next, a_next", "c_next is returned before a_next"),
]

FORWARD = loops.FORWARD + [
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
    Mistake("a for c", "x[:, :, t], a_next, c_next", "x[:, :, t], a_next, a_next",
            "the cell is given the hidden state twice; its third argument is the cell state"),
    Mistake("a and c swapped on return", "a_next, c_next, yt_pred, cache = ", "c_next, a_next, yt_pred, cache = ",
            "a and c have changed places in what comes out of the cell"),
    Mistake("a one step late", "a[:, :, t] = a_next", "a[:, :, t] = cache[2]",
            "a holds the state before each step and not after it"),
    Mistake("c one step late", "c[:, :, t] = c_next", "c[:, :, t] = cache[3]",
            "c holds the memory before each step and not after it"),
    Mistake("c is a", "c[:, :, t] = c_next", "c[:, :, t] = a_next", "a_next is stored in c as well"),
    Mistake("a is c", "a[:, :, t] = a_next", "a[:, :, t] = c_next", "c_next is stored in a as well"),
    Mistake("stored crosswise", ("a[:, :, t] = a_next", "c[:, :, t] = c_next"), ("a[:, :, t] = c_next", "c[:, :, t] = a_next"),
            "a_next is stored in c, and c_next in a"),
    Mistake("c never stored", "        c[:, :, t] = c_next\n", "", "nothing is written into c"),
    Mistake("one c for all steps", "c[:, :, t] = c_next", "c[:] = c_next[:, :, None]",
            "every step overwrites all of c, so that it holds the last memory at each step"),
    Mistake("c before y_pred", "return a, y_pred, c,", "return a, c, y_pred,", "c is returned before y_pred"),
]

# the lines of the reference that several mistakes change at once
WEIGHTS = tuple(f"dz{gate} @ concat.T" for gate in "fuco")
BIASES = tuple(f"np.sum(dz{gate}, axis=1, keepdims=True)" for gate in "fuco")
DC = "dc_next + da_next * gamma_o * (1 - np.tanh(c_next) ** 2)"

CELL_BACKWARD = [
    Mistake("c for tanh(c)", "da_next * np.tanh(c_next)", "da_next * c_next",
            "dΓ_o is made with c_next; the gate multiplied tanh(c_next)"),
    Mistake("old memory in dΓ_o", "da_next * np.tanh(c_next)", "da_next * np.tanh(c_prev)",
            "dΓ_o is made with the old cell state c_prev; the gate multiplied tanh of the new one"),
    Mistake("dc_next in dΓ_o", "da_next * np.tanh(c_next)", "dc_next * np.tanh(c_next)",
            "dΓ_o is made from dc_next; the output gate acts on a, so it is reached through da_next"),
    Mistake("path through a missing", DC, "dc_next",
            "the path through a is missing from dc: c is used twice, and da_next reaches it too"),
    Mistake("path along the memory missing", DC, "da_next * gamma_o * (1 - np.tanh(c_next) ** 2)",
            "the path along the memory is missing from dc: dc_next must be added"),
    Mistake("derivative of tanh forgotten in dc", DC, "dc_next + da_next * gamma_o",
            "the derivative of tanh, 1 − tanh²(c), is forgotten in dc"),
    Mistake("Γ_o forgotten in dc", DC, "dc_next + da_next * (1 - np.tanh(c_next) ** 2)", "Γ_o is forgotten in dc"),
    Mistake("square forgotten in dc", DC, "dc_next + da_next * gamma_o * (1 - np.tanh(c_next))",
            "the square is forgotten in the derivative of tanh in dc"),
    Mistake("derivative at c, not tanh(c)", DC, "dc_next + da_next * gamma_o * (1 - c_next ** 2)",
            "the derivative of tanh in dc is written 1 − c²; it is 1 − tanh²(c)"),
    Mistake("derivative at a", DC, "dc_next + da_next * gamma_o * (1 - a_next ** 2)",
            "the derivative of tanh in dc is written 1 − a_next², as in the simple RNN; here tanh was taken of c_next"),
    Mistake("derivative at the old memory", DC, "dc_next + da_next * gamma_o * (1 - np.tanh(c_prev) ** 2)",
            "the derivative of tanh in dc is taken at c_prev; tanh was taken of the new cell state"),
    Mistake("derivative on both paths", DC, "(dc_next + da_next * gamma_o) * (1 - np.tanh(c_next) ** 2)",
            "dc_next is multiplied by the derivative of tanh as well; it comes along the memory, where no tanh lies"),
    Mistake("everything through a", DC, "(dc_next + da_next) * gamma_o * (1 - np.tanh(c_next) ** 2)",
            "dc_next is taken through a as well; it comes along the memory, where neither Γ_o nor tanh lies"),
    Mistake("new memory in dΓ_f", "dc * c_prev", "dc * c_next",
            "dΓ_f is made with the new cell state c_next; the forget gate multiplied the old one"),
    Mistake("hidden state in dΓ_f", "dc * c_prev", "dc * a_prev",
            "dΓ_f is made with a_prev; the forget gate multiplied the old cell state c_prev"),
    Mistake("dΓ_f and dΓ_u swapped", ("f = dc * c_prev", "u = dc * c_tilde"), ("f = dc * c_tilde", "u = dc * c_prev"),
            "dΓ_f is made with c̃ and dΓ_u with c_prev; each gate's gradient has what that gate multiplied"),
    Mistake("dΓ_u and dc̃ swapped", ("u = dc * c_tilde", "e = dc * gamma_u"), ("u = dc * gamma_u", "e = dc * c_tilde"),
            "dΓ_u and dc̃ have changed places: the gradient of one factor has the other factor"),
    Mistake("dc_next in dΓ_f", "dc * c_prev", "dc_next * c_prev", "dΓ_f is made from dc_next alone; dc has both ways into c"),
    Mistake("dc_next in dΓ_u", "dc * c_tilde", "dc_next * c_tilde", "dΓ_u is made from dc_next alone; dc has both ways into c"),
    Mistake("dc_next in dc̃", "dc * gamma_u", "dc_next * gamma_u", "dc̃ is made from dc_next alone; dc has both ways into c"),
    Mistake("dc_next in dc_prev", "dc * gamma_f", "dc_next * gamma_f",
            "dc_prev is made from dc_next alone; dc has both ways into c"),
    Mistake("dc_prev without Γ_f", "dc * gamma_f", "dc", "dc_prev is dc itself; the forget gate lies on this path"),
    Mistake("dc_prev with Γ_u", "dc * gamma_f", "dc * gamma_u", "dc_prev is made with Γ_u; it was Γ_f that multiplied c_prev"),
    Mistake("derivative of Γ_f forgotten", "dgamma_f * gamma_f * (1 - gamma_f)", "dgamma_f",
            "the derivative of sigmoid, Γ_f(1 − Γ_f), is forgotten in dzf"),
    Mistake("derivative of Γ_u forgotten", "dgamma_u * gamma_u * (1 - gamma_u)", "dgamma_u",
            "the derivative of sigmoid, Γ_u(1 − Γ_u), is forgotten in dzu"),
    Mistake("derivative of Γ_o forgotten", "dgamma_o * gamma_o * (1 - gamma_o)", "dgamma_o",
            "the derivative of sigmoid, Γ_o(1 − Γ_o), is forgotten in dzo"),
    Mistake("derivative of c̃ forgotten", "dc_tilde * (1 - c_tilde**2)", "dc_tilde",
            "the derivative of tanh, 1 − c̃², is forgotten in dzc"),
    Mistake("tanh's derivative for Γ_o", "dgamma_o * gamma_o * (1 - gamma_o)", "dgamma_o * (1 - gamma_o**2)",
            "the derivative of tanh stands for that of sigmoid in dzo"),
    Mistake("sigmoid's derivative for c̃", "dc_tilde * (1 - c_tilde**2)", "dc_tilde * c_tilde * (1 - c_tilde)",
            "the derivative of sigmoid stands for that of tanh in dzc"),
    Mistake("square forgotten in dzc", "(1 - c_tilde**2)", "(1 - c_tilde)", "the square is forgotten in 1 − c̃², in dzc"),
    Mistake("tanh once more in dzc", "(1 - c_tilde**2)", "(1 - np.tanh(c_tilde)**2)",
            "tanh is taken once more in dzc: c̃ is a tanh already, so its derivative is 1 − c̃²"),
    Mistake("half of the derivative of Γ_f", "dgamma_f * gamma_f * (1 - gamma_f)", "dgamma_f * (1 - gamma_f)",
            "the derivative of sigmoid in dzf is Γ_f(1 − Γ_f), and the first Γ_f is missing"),
    Mistake("half of the derivative of Γ_u", "dgamma_u * gamma_u * (1 - gamma_u)", "dgamma_u * (1 - gamma_u)",
            "the derivative of sigmoid in dzu is Γ_u(1 − Γ_u), and the first Γ_u is missing"),
    Mistake("one term only in dzf", "dgamma_f * gamma_f * (1 - gamma_f)",
            "dc_next * c_prev + (dc - dc_next) * c_prev * gamma_f * (1 - gamma_f)",
            "in dzf, Γ_f(1 − Γ_f) is multiplied into the path through a only and not into dc_next: a parenthesis is missing"),
    Mistake("one term only in dzu", "dgamma_u * gamma_u * (1 - gamma_u)",
            "dc_next * c_tilde + (dc - dc_next) * c_tilde * gamma_u * (1 - gamma_u)",
            "in dzu, Γ_u(1 − Γ_u) is multiplied into the path through a only and not into dc_next: a parenthesis is missing"),
    Mistake("one term only in dzc", "dc_tilde * (1 - c_tilde**2)",
            "dc_next * gamma_u + (dc - dc_next) * gamma_u * (1 - c_tilde**2)",
            "in dzc, 1 − c̃² is multiplied into the path through a only and not into dc_next: a parenthesis is missing"),
    Mistake("x above a", "[a_prev, xt]", "[xt, a_prev]",
            "x lies above a in concat; the columns of the weights are those of [a; x]"),
    Mistake("new state in concat", "[a_prev, xt]", "[a_next, xt]", "concat is made with a_next; the weights multiplied a_prev"),
    Mistake("memory in concat", "[a_prev, xt]", "[c_prev, xt]", "concat is made with c_prev; the weights multiplied a_prev"),
    Mistake("forget gate missing from the sum", "Wf.T @ dzf + ", "",
            "the way through the forget gate is missing from da_prev and dxt"),
    Mistake("update gate missing from the sum", "Wu.T @ dzu + ", "",
            "the way through the update gate is missing from da_prev and dxt"),
    Mistake("candidate missing from the sum", "Wc.T @ dzc + ", "",
            "the way through the candidate is missing from da_prev and dxt"),
    Mistake("output gate missing from the sum", " + Wo.T @ dzo", "",
            "the way through the output gate is missing from da_prev and dxt"),
    Mistake("slices the wrong way round", ("dconcat[:n_a]", "dconcat[n_a:]"), ("dconcat[-n_a:]", "dconcat[:-n_a]"),
            "dxt is taken from the upper rows and da_prev from the lower ones; in [a; x], a lies above"),
    Mistake("da_prev from the lower rows", "dconcat[:n_a]", "dconcat[-n_a:]",
            "da_prev is taken from the last n_a rows; in [a; x], a lies above"),
    Mistake("dxt from the upper rows", "dconcat[n_a:]", "dconcat[:-n_a]",
            "dxt is taken from the first n_x rows; in [a; x], x lies below"),
    Mistake("da_prev passed through", "dconcat[:n_a],", "dconcat[:n_a] + da_next,",
            "da_next is added to da_prev; a_prev reaches this step through the gates and the candidate only"),
    Mistake("weights swapped", ('"dWf": dzf', '"dWu": dzu'), ('"dWf": dzu', '"dWu": dzf'),
            "dWf is made from dzu, and dWu from dzf"),
    Mistake("biases swapped", ('"dbf": np.sum(dzf,', '"dbu": np.sum(dzu,'), ('"dbf": np.sum(dzu,', '"dbu": np.sum(dzf,'),
            "dbf is made from dzu, and dbu from dzf"),
    Mistake("biases of the output gate and the candidate swapped", ('"dbc": np.sum(dzc,', '"dbo": np.sum(dzo,'),
            ('"dbc": np.sum(dzo,', '"dbo": np.sum(dzc,'),
            "dbc is made from dzo, and dbo from dzc"),
    Mistake("biases a mean", BIASES, tuple(line.replace("sum", "mean") for line in BIASES),
            "the gradients of the biases are means over the examples and not sums"),
    Mistake("biases from the weights", BIASES, tuple(line.replace(",", " @ concat.T,", 1) for line in BIASES),
            "the gradients of the biases are row sums of dW; they are sums of dz over the examples"),
    Mistake("biases before the derivative", BIASES, tuple(line.replace("dzc", "dc_tilde").replace("dz",
            "dgamma_") for line in BIASES),
            "the gradients of the biases are sums of dΓ and dc̃; they are sums of dz"),
    Mistake("weights divided by m", WEIGHTS, tuple(line + " / xt.shape[1]" for line in WEIGHTS),
            "the gradients of the weights are divided by m; the mean is in da_next and dc_next already"),
    Mistake("weights and biases divided by m", WEIGHTS + BIASES, tuple(line + " / xt.shape[1]" for line in WEIGHTS + BIASES),
            "the gradients of weights and biases are divided by m; the mean is in da_next and dc_next already"),
]

INTO = "da[:, :, t] + da_prev, dc_prev, caches[t]"

BACKWARD = loops.BACKWARD + loops.SUMS + [
    Mistake("nothing carried", INTO, "da[:, :, t], np.zeros((n_a, m)), caches[t]",
            "nothing is carried from step to step: neither da_prev nor dc_prev of the later step goes into the cell"),
    Mistake("da_prev not carried", INTO, "da[:, :, t], dc_prev, caches[t]",
            "only dc_prev is carried: da_prev of the later step is missing in what goes into the cell"),
    Mistake("dc_prev not carried", INTO, "da[:, :, t] + da_prev, np.zeros((n_a, m)), caches[t]",
            "only da_prev is carried: the gradient along the memory, dc_prev, is dropped at every step"),
    Mistake("da into c as well", "+ da_prev, dc_prev,", "+ da_prev, da[:, :, t] + dc_prev,",
            "da is added to dc_prev too; it reaches the memory inside the cell, by the path through a"),
    Mistake("da_prev for dc_prev", "+ da_prev, dc_prev,", "+ da_prev, da_prev,",
            "da_prev is handed to the cell twice; its second argument is dc_prev"),
    Mistake("da_prev and dc_prev swapped", 'da_prev, dc_prev = step["da_prev"], step["dc_prev"]',
            'dc_prev, da_prev = step["da_prev"], step["dc_prev"]', "da_prev and dc_prev have changed places on their way"),
    Mistake("da_prev summed", 'step["da_prev"], step["dc_prev"]', 'da_prev + step["da_prev"], step["dc_prev"]',
            "da_prev is added to what was carried before; it takes its place, since the cell has that in it already"),
    Mistake("dc_prev summed", 'step["da_prev"], step["dc_prev"]', 'step["da_prev"], dc_prev + step["dc_prev"]',
            "dc_prev is added to what was carried before; it takes its place, since the cell has that in it already"),
    Mistake("da0 is dc0", '"da0": da_prev', '"da0": dc_prev', "da0 is the dc_prev that comes out of the first cell"),
]


# The exercises ---------------------------------------------------------------------------------------------------------

EXERCISES = [
    Exercise(lstm.lstm_cell_forward, "07", "equations (1) to (7), in order", step,
             returns="a_next c_next yt_pred cache", order="gamma_f gamma_u c_tilde gamma_o c_next a_next yt_pred",
             mistakes=CELL_FORWARD),
    Exercise(lstm.lstm_forward, "07", "the loop over the steps, with two states", steps,
             returns="a y_pred c caches", order="c a y_pred", calls="lstm_cell_forward",
             mistakes=FORWARD),
    Exercise(lstm.lstm_cell_backward, "08", "equations (8) to (14), in order", step_back,
             order="dbo dc_prev dbf dbu dbc dWo dWf dWu dWc da_prev dxt", numeric=step_numeric,
             mistakes=CELL_BACKWARD),
    Exercise(lstm.lstm_backward, "09", "the loop back, with two gradients carried", steps_back,
             order="dx da0 dbo dbf dbu dbc dWo dWf dWu dWc", calls="lstm_cell_backward", numeric=steps_numeric,
             mistakes=BACKWARD),
]
