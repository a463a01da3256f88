"""Steps that make a loss smaller.

    SGD    (1)  θ ← θ − α dθ
    Adam   (2)  v ← β₁ v + (1 − β₁) dθ        s ← β₂ s + (1 − β₂) dθ²
           (3)  θ ← θ − α · v / (1 − β₁^k) / (√(s / (1 − β₂^k)) + ε)        in step k = 1, 2, …

θ stands for each parameter, dθ for ∂J/∂θ, α for the learning rate. A step returns new parameters and a new state, and
leaves those it was given as they are.

Source: D. P. Kingma and J. Ba, Adam: A Method for Stochastic Optimization, ICLR 2015.
"""
from dataclasses import dataclass

import numpy as np


def gradient_step(parameters, gradients, rate):
    """Return new parameters, moved a little against their gradients, equation (1).

    Parameters
    ----------
    parameters : dict of arrays
        they are not changed
    gradients : dict of arrays
        "d" + key for each key of parameters, in its shape
    rate : float
        the learning rate

    Returns
    -------
    dict of new arrays with the keys of parameters
    """
    return {key: value - rate * gradients["d" + key] for key, value in parameters.items()}


@dataclass(frozen=True)
class SGD:
    """Gradient descent, equation (1). `learning_rate` is a number, or a function of the step (0, 1, …) that gives one."""
    learning_rate: object = 0.1

    def start(self, parameters):
        """Return what is remembered between steps: here nothing but their number."""
        return {"k": 0}

    def step(self, parameters, gradients, state):
        """Return new parameters and a new state; gradients holds "d" + key for each key of parameters."""
        rate = _rate(self.learning_rate, state["k"])
        return gradient_step(parameters, gradients, rate), {"k": state["k"] + 1}


@dataclass(frozen=True)
class Adam:
    """Adam, equations (2) and (3). `learning_rate` is a number, or a function of the step (0, 1, …) that gives one."""
    learning_rate: object = 0.005
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8

    def start(self, parameters):
        """Return what is remembered between steps: k, and v and s of all parameters in one row, all zero."""
        n = sum(value.size for value in parameters.values())
        return {"k": 0, "v": np.zeros(n), "s": np.zeros(n)}

    def step(self, parameters, gradients, state):
        """Return new parameters and a new state; gradients holds "d" + key for each key of parameters.

        All parameters are moved in one row: few arrays of many numbers take less time than many of few.
        """
        rate, k = _rate(self.learning_rate, state["k"]), state["k"] + 1
        for key, value in parameters.items():
            if np.shape(gradients["d" + key]) != value.shape:
                raise ValueError(f'gradients["d{key}"] has shape {np.shape(gradients["d" + key])}, expected {value.shape}, '
                                 f'the shape of parameters["{key}"]')
        gradient = in_a_row(gradients["d" + key] for key in parameters)
        v = self.beta1 * state["v"] + (1 - self.beta1) * gradient
        s = self.beta2 * state["s"] + (1 - self.beta2) * gradient**2
        size = np.sqrt(s / (1 - self.beta2**k)) + self.epsilon
        moved = in_a_row(parameters.values()) - rate * v / (1 - self.beta1**k) / size
        new, end = {}, 0
        for key, value in parameters.items():
            start, end = end, end + value.size
            new[key] = moved[start:end].reshape(value.shape)
        return new, {"k": k, "v": v, "s": s}


def in_a_row(arrays):
    """Return all numbers of the arrays, one array after the other: an array (n,)."""
    return np.concatenate([array.ravel() for array in arrays])


def _rate(learning_rate, step):
    return learning_rate(step) if callable(learning_rate) else learning_rate


def falling(first, steps):
    """Return a learning rate for SGD or Adam that falls in a straight line from `first` to 0 in `steps` steps."""
    return lambda step: first * max(0.0, 1 - step / steps)
