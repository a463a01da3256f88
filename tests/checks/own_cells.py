"""Cells as readers would write them: four that are right, and edits of them that are wrong."""
SIGMOID = """
import numpy as np

def sigmoid(z):
    return 1 / (1 + np.exp(-z))
"""

PEEPHOLE = SIGMOID + """
def cell_parameters(rng, n_x, n_a):
    p = {}
    for k in "fico":
        p["W" + k] = rng.standard_normal((n_a, n_a + n_x)) / np.sqrt(n_a + n_x)
        p["b" + k] = np.zeros((n_a, 1))
    for k in "fio":
        p["V" + k] = 0.1 * rng.standard_normal((n_a, 1))
    p["bf"] += 1
    return p

def cell_forward(xt, a_prev, c_prev, parameters):
    p = parameters
    s = np.vstack((a_prev, xt))
    f = sigmoid(p["Wf"] @ s + p["Vf"] * c_prev + p["bf"])
    i = sigmoid(p["Wi"] @ s + p["Vi"] * c_prev + p["bi"])
    g = np.tanh(p["Wc"] @ s + p["bc"])
    c_next = f * c_prev + i * g
    o = sigmoid(p["Wo"] @ s + p["Vo"] * c_next + p["bo"])
    a_next = o * np.tanh(c_next)
    return a_next, c_next, (s, c_prev, f, i, g, c_next, o, parameters)

def cell_backward(da_next, dc_next, cache):
    s, c_prev, f, i, g, c_next, o, p = cache
    n_a = len(da_next)
    t = np.tanh(c_next)
    dzo = da_next * t * o * (1 - o)
    dc = dc_next + da_next * o * (1 - t ** 2) + p["Vo"] * dzo
    dzf = dc * c_prev * f * (1 - f)
    dzi = dc * g * i * (1 - i)
    dzg = dc * i * (1 - g ** 2)
    ds = p["Wf"].T @ dzf + p["Wi"].T @ dzi + p["Wc"].T @ dzg + p["Wo"].T @ dzo
    return {"da_prev": ds[:n_a], "dxt": ds[n_a:], "dc_prev": dc * f + p["Vf"] * dzf + p["Vi"] * dzi,
            "dWf": dzf @ s.T, "dbf": dzf.sum(1, keepdims=True), "dVf": (dzf * c_prev).sum(1, keepdims=True),
            "dWi": dzi @ s.T, "dbi": dzi.sum(1, keepdims=True), "dVi": (dzi * c_prev).sum(1, keepdims=True),
            "dWc": dzg @ s.T, "dbc": dzg.sum(1, keepdims=True),
            "dWo": dzo @ s.T, "dbo": dzo.sum(1, keepdims=True), "dVo": (dzo * c_next).sum(1, keepdims=True)}
"""

COUPLED = SIGMOID + """
def cell_parameters(rng, n_x, n_a):
    p = {}
    for k in "fco":
        p["W" + k] = rng.standard_normal((n_a, n_a + n_x)) / np.sqrt(n_a + n_x)
        p["b" + k] = np.ones((n_a, 1)) if k == "f" else np.zeros((n_a, 1))
    return p

def cell_forward(xt, a_prev, c_prev, parameters):
    concat = np.concatenate([a_prev, xt])
    f = sigmoid(parameters["Wf"] @ concat + parameters["bf"])
    c_tilde = np.tanh(parameters["Wc"] @ concat + parameters["bc"])
    o = sigmoid(parameters["Wo"] @ concat + parameters["bo"])
    c_next = f * c_prev + (1 - f) * c_tilde
    return o * np.tanh(c_next), c_next, (concat, c_prev, c_next, f, c_tilde, o, parameters)

def cell_backward(da_next, dc_next, cache):
    concat, c_prev, c_next, f, c_tilde, o, parameters = cache
    n_a = c_prev.shape[0]
    tc = np.tanh(c_next)
    dzo = da_next * tc * o * (1 - o)
    dc = dc_next + da_next * o * (1 - tc**2)
    dzf = dc * (c_prev - c_tilde) * f * (1 - f)
    dzc = dc * (1 - f) * (1 - c_tilde**2)
    dconcat = parameters["Wf"].T @ dzf + parameters["Wc"].T @ dzc + parameters["Wo"].T @ dzo
    grads = {"da_prev": dconcat[:n_a], "dxt": dconcat[n_a:], "dc_prev": dc * f}
    for k, dz in zip("fco", (dzf, dzc, dzo)):
        grads["dW" + k] = dz @ concat.T
        grads["db" + k] = np.sum(dz, axis=1, keepdims=True)
    return grads
"""

LAYER_NORM = """
import numpy as np

def normed(z):
    d = z - z.mean(axis=0, keepdims=True)
    scale = np.sqrt((d**2).mean(axis=0, keepdims=True) + 1e-5)
    return d / scale, scale

def normed_back(dn, n, scale):
    return (dn - dn.mean(axis=0, keepdims=True) - n * (dn * n).mean(axis=0, keepdims=True)) / scale

def cell_parameters(rng, n_x, n_a):
    return {"Wax": rng.standard_normal((n_a, n_x)) / np.sqrt(n_x), "Waa": rng.standard_normal((n_a, n_a)) / np.sqrt(n_a),
            "g": np.ones((n_a, 1)), "b": np.zeros((n_a, 1))}

def cell_forward(xt, a_prev, parameters):
    z = parameters["Wax"] @ xt + parameters["Waa"] @ a_prev
    n, scale = normed(z)
    a_next = np.tanh(parameters["g"] * n + parameters["b"])
    return a_next, (xt, a_prev, a_next, n, scale, parameters)

def cell_backward(da_next, cache):
    xt, a_prev, a_next, n, scale, parameters = cache
    dh = da_next * (1 - a_next**2)
    dz = normed_back(dh * parameters["g"], n, scale)
    return {"dxt": parameters["Wax"].T @ dz, "da_prev": parameters["Waa"].T @ dz, "dWax": dz @ xt.T, "dWaa": dz @ a_prev.T,
            "dg": (dh * n).sum(axis=1, keepdims=True), "db": dh.sum(axis=1, keepdims=True)}
"""

NONSENSE = """
import numpy as np

def cell_parameters(rng, n_x, n_a):
    return {"Q": rng.standard_normal((n_a, n_x)), "R": 0.5 * rng.standard_normal((n_a, n_a)), "k": 0.5 * np.ones((n_a, 1))}

def cell_forward(xt, a_prev, h_prev, e_prev, parameters):
    u = np.sin(parameters["Q"] @ xt + e_prev)
    h_next = parameters["R"] @ np.cos(h_prev) * u
    a_next = h_next / (1 + h_next**2) + parameters["k"] * a_prev**2 / (1 + a_prev**2)
    e_next = np.tanh(e_prev - h_prev) * a_prev
    return a_next, h_next, e_next, (xt, a_prev, h_prev, e_prev, u, h_next, parameters)

def cell_backward(da_next, dh_next, de_next, cache):
    xt, a_prev, h_prev, e_prev, u, h_next, parameters = cache
    q = 1 + a_prev**2
    dh = dh_next + da_next * (1 - h_next**2) / (1 + h_next**2) ** 2
    r = parameters["R"] @ np.cos(h_prev)
    t = np.tanh(e_prev - h_prev)
    dt = de_next * a_prev * (1 - t**2)
    dz = dh * r * np.cos(parameters["Q"] @ xt + e_prev)
    return {"dxt": parameters["Q"].T @ dz,
            "da_prev": da_next * parameters["k"] * 2 * a_prev / q**2 + de_next * t,
            "dh_prev": -np.sin(h_prev) * (parameters["R"].T @ (dh * u)) - dt,
            "de_prev": dz + dt,
            "dQ": dz @ xt.T, "dR": (dh * u) @ np.cos(h_prev).T,
            "dk": np.sum(da_next * a_prev**2 / q, axis=1, keepdims=True)}
"""

RIGHT = {"peephole": PEEPHOLE, "coupled gates": COUPLED, "layer norm": LAYER_NORM, "nonsense": NONSENSE}

# ruff: noqa: E501
# name → the cell, what is found and put in its place, the kind of fault, where, and words that its sentence must contain
WRONG = {
    "peephole forgotten in dc": (PEEPHOLE, ' + p["Vo"] * dzo\n', "\n", "gradient", "dWf", "finite differences say"),
    "parameter never used": (PEEPHOLE, ' + p["Vo"] * c_next', "", "unused parameter", "Vo", 'parameters["Vo"] is never used'),
    "wrong key asked": (PEEPHOLE, 'p["Wi"] @ s + p["Vi"]', 'p["Wu"] @ s + p["Vi"]', "key", "Wu", "asks for 'Wu'"),
    "wrong key given": (COUPLED, 'grads["dW" + k]', 'grads["W" + k]', "keys", "dWf", "lacks dWf, dWc, dWo"),
    "gradient of another shape": (COUPLED, "np.sum(dz, axis=1, keepdims=True)", "np.sum(dz, axis=1)", "shape", "dbf", "keepdims"),
    "bias not summed": (COUPLED, "np.sum(dz, axis=1, keepdims=True)", "dz", "shape", "dbf", "the sum over the examples"),
    "transposed gradient": (COUPLED, "dz @ concat.T", "concat @ dz.T", "shape", "dWf", "transposed"),
    "random inside": (LAYER_NORM, "n, scale = normed(z)", "n, scale = normed(z * (np.random.rand(*z.shape) > .2))",
                      "not deterministic", "a_next", "with the same arguments"),
    "over the wrong axis": (LAYER_NORM, "    d = z - z.mean(axis=0, keepdims=True)", "    d = z - z.mean(axis=1, keepdims=True)",
                            "mixes examples", "a_next", "axis 1 over the examples"),
    "grows without end": (COUPLED, "c_next = f * c_prev + (1 - f) * c_tilde", "c_next = (2 + f) * c_prev**3 + (1 - f) * c_tilde",
                          "not finite", "c_next", "steps c_next holds"),
    "nothing carried": (LAYER_NORM, ' + parameters["Waa"] @ a_prev\n', ' + parameters["Waa"] @ np.ones_like(a_prev)\n',
                        "nothing carried", "a_next", "no state is carried"),
    "changed in place": (COUPLED, "    c_next = f * c_prev", "    c_prev *= f; c_next = c_prev", "changed in place", "c_prev", "in place"),
    "sign": (COUPLED, "(c_prev - c_tilde)", "(c_tilde - c_prev)", "gradient", "dWf", "only the sign is wrong"),
    "divided by m": (COUPLED, "dz @ concat.T", "dz @ concat.T / dz.shape[1]", "gradient", "dWf", "divided by m"),
    "memory's path forgotten": (COUPLED, "dc = dc_next + da_next", "dc = da_next", "gradient", "dWf", "dc_next"),
    "tanh on both": (COUPLED, "dc_next + da_next * o * (1 - tc**2)", "(dc_next + da_next * o) * (1 - tc**2)", "gradient", "dWf",
                     "with dc_next = 0 it is right"),
    "prediction returned too": (COUPLED, "c_next, (concat", "c_next, c_next, (concat", "returns", "cell_forward", "expected 3"),
    "only with one example": (LAYER_NORM, "xt, a_prev, parameters):\n", "xt, a_prev, parameters):\n    a_prev = a_prev.reshape(-1, 1)\n",
                              "raises", "cell_forward", "raises ValueError"),
    "x not read": (LAYER_NORM, '["Wax"] @ xt', '["Wax"] @ np.ones_like(xt)', "x unused", "xt", "doesn't read its input"),
    "not a number": (LAYER_NORM, "np.tanh(parameters", "np.log(parameters", "not finite", "a_next", "NaN"),
    "kept from call to call": (NONSENSE, "    q = 1 + a_prev**2\n", "    q = 1 + a_prev**2\n    cell_backward.n = getattr(cell_backward, 'n', 0) + 1\n"
                               "    da_next = da_next * (1 + 1e-3 * (cell_backward.n > 1))\n", "not deterministic", "dQ", "called again"),
}


def functions(text):
    """Return cell_forward, cell_backward and cell_parameters of a cell's text."""
    names = {}
    exec(compile(text, "<a reader's cell>", "exec"), names)
    return names["cell_forward"], names["cell_backward"], names["cell_parameters"]


def wrong(name):
    """Return the functions of a faulty cell."""
    text, find, replace = WRONG[name][:3]
    assert text.count(find) >= 1, (name, find)
    return functions(text.replace(find, replace))
