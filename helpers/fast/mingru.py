"""The minimal GRU once more, shaped for training: time first, several layers, and a gate that may reach 0 and 1.

What is known before the loop is computed before it, all steps in one product; the loop holds a multiplication and a sum.
Layers lie on one another: the states of one are the inputs of the next. Keys of layer 1 are those of networks/mingru.py, of
layer 2 with a 2 behind ("Wu2"). (A test holds one layer equal to the clear code.)
"""
import numpy as np

from helpers.fast import clock
from helpers.fast.models import cross_entropy

GATES = {  # value of z, and the slope by the value
    "sigmoid": (lambda z: 0.5 + 0.5 * np.tanh(0.5 * z), lambda gamma: gamma * (1 - gamma)),
    "clipped": (lambda z: np.clip(0.25 * z + 0.5, 0, 1), lambda gamma: 0.25 * ((gamma > 0) & (gamma < 1))),
}


def initial(rng, n_x, n_a, n_y, layers=1, update_bias=0.0):
    """Draw first values as networks/mingru.py does, for several layers."""
    found, into = {}, n_x
    for layer in range(1, layers + 1):
        for gate in "uc":
            found[_key("W" + gate, layer)] = rng.standard_normal((n_a, into)) / np.sqrt(into)
            found[_key("b" + gate, layer)] = np.full((n_a, 1), update_bias if gate == "u" else 0.0)
        into = n_a
    return found | {"Wy": rng.standard_normal((n_y, n_a)) / np.sqrt(n_a), "by": np.zeros((n_y, 1))}


def _key(name, layer):
    return name if layer == 1 else f"{name}{layer}"


class MinGRU:
    """A stack of minimal GRUs from a state of zeros.

    Parameters
    ----------
    layers : int
    beta : float
        the decay is 1 − β Γ_u
    gate : "sigmoid" or "clipped"
    dtype : float32 or float64
    """

    def __init__(self, layers=1, beta=1.0, gate="sigmoid", dtype=np.float64):
        self.layers, self.beta, self.dtype = layers, beta, dtype
        self.value, self.slope = GATES[gate]

    def forward(self, parameters, x):
        """Return the last layer's states (T_x, n_a, m) for x (n_x, m, T_x); what the way back needs is kept."""
        below, self.kept = np.ascontiguousarray(x.transpose(2, 0, 1), dtype=self.dtype), []
        self.parameters = {key: value.astype(self.dtype, copy=False) for key, value in parameters.items()}
        for layer in range(1, self.layers + 1):
            Wu, bu, Wc, bc = (self.parameters[_key(name, layer)] for name in ("Wu", "bu", "Wc", "bc"))
            gamma, c_tilde = self.value(Wu @ below + bu), Wc @ below + bc  # (T_x, n_a, m)
            decay, a = 1 - self.beta * gamma, gamma * c_tilde  # (T_x, n_a, m)
            _recur(decay[1:], a[:-1], a[1:])
            self.kept.append((below, gamma, c_tilde, decay, a))
            below = a
        return below

    def backward(self, da):
        """Return the gradients of all weights and biases from da (T_x, n_a, m), which is changed."""
        found = {}
        for layer in range(self.layers, 0, -1):
            below, gamma, c_tilde, decay, a = self.kept[layer - 1]
            r = da  # (T_x, n_a, m)
            _recur(decay[:0:-1], r[:0:-1], r[-2::-1])
            dgamma = r * c_tilde  # (T_x, n_a, m)
            dgamma[1:] -= self.beta * r[1:] * a[:-1]
            dzu, dc_tilde = dgamma * self.slope(gamma), r * gamma  # (T_x, n_a, m)
            for gate, dz in (("u", dzu), ("c", dc_tilde)):
                found[_key("dW" + gate, layer)], found[_key("db" + gate, layer)] = _summed(dz, below)
            if layer > 1:
                Wu, Wc = self.parameters[_key("Wu", layer)], self.parameters[_key("Wc", layer)]
                da = Wu.T @ dzu + Wc.T @ dc_tilde  # (T_x, n_a of the layer below, m)
        return found


def _recur(factors, read, changed):
    """Add to each step of `changed` its factor times the step that is `read`, one after the other; what is added has one room."""
    added = np.empty(changed.shape[1:], changed.dtype)
    for factor, one, next_one in zip(factors, read, changed):
        np.multiply(factor, one, added)
        np.add(next_one, added, next_one)


def _summed(dz, read):
    """Return Σ dz readᵀ and Σ dz over steps and examples; a product for each step, so that no array is turned round."""
    ones = np.ones((dz.shape[2], 1), dz.dtype)  # (m, 1)
    return (dz @ read.transpose(0, 2, 1)).sum(axis=0), (dz @ ones).sum(axis=0)


def objective(network):
    """Return a function (parameters, x, y) → (J, gradients): the mean cross-entropy per target."""
    def loss_and_gradients(parameters, x, y):
        a = network.forward(parameters, x)  # (T_x, n_a, m)
        Wy = network.parameters["Wy"]
        J, dzy = cross_entropy(Wy @ a + network.parameters["by"], y.transpose(2, 0, 1))
        return J, _all(network, parameters, a, dzy, Wy)

    return loss_and_gradients


def last_value(network):
    """Return a function (parameters, x, y) → (J, gradients): the mean squared error after the last step, y (n_y, m)."""
    def loss_and_gradients(parameters, x, y):
        a = network.forward(parameters, x)  # (T_x, n_a, m)
        Wy = network.parameters["Wy"]
        error = Wy @ a[-1] + network.parameters["by"] - y  # (n_y, m)
        dzy = np.zeros((len(a), *error.shape), network.dtype)
        dzy[-1] = 2 * error / error.size
        return float(np.mean(error**2)), _all(network, parameters, a, dzy, Wy)

    return loss_and_gradients


def _all(network, parameters, a, dzy, Wy):
    """Return the gradients of all parameters from those before the output's softmax, dzy (T_x, n_y, m)."""
    found = dict(zip(("dWy", "dby"), _summed(dzy, a)))
    found |= network.backward(Wy.T @ dzy)
    return {"d" + key: found["d" + key] for key in parameters}


def loop(decay, b, a0):
    """Return all states (n_a, m, T_x) as `networks.mingru.scan` does, one step after the other."""
    a, a_prev = np.zeros(b.shape), a0  # (n_a, m, T_x), (n_a, m)
    for t in range(b.shape[2]):
        a[:, :, t] = a_prev = decay[:, :, t] * a_prev + b[:, :, t]
    return a


def race(scan, sizes, steps):
    """Return (n_a, m) → a list over `steps` of {"loop": milliseconds, "scan": milliseconds}, for random decays."""
    rng, found = np.random.default_rng(0), {}
    for n_a, m in sizes:
        drawn = [(rng.random((n_a, m, T_x)), rng.standard_normal((n_a, m, T_x)), np.zeros((n_a, m))) for T_x in steps]
        found[n_a, m] = [clock.milliseconds({"loop": lambda given=given: loop(*given), "scan": lambda given=given: scan(*given)},
                                            5, 1) for given in drawn]
    return found
