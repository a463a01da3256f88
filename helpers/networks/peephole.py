"""The LSTM with peepholes: its gates look at the memory itself. It is the page's example of a cell of one's own.

    (1)  Γ_f = σ(W_f [a^⟨t−1⟩; x^⟨t⟩] + p_f ∗ c^⟨t−1⟩ + b_f)       forget and update see the memory before the step
    (2)  Γ_u = σ(W_u [a^⟨t−1⟩; x^⟨t⟩] + p_u ∗ c^⟨t−1⟩ + b_u)
    (3)  c̃   = tanh(W_c [a^⟨t−1⟩; x^⟨t⟩] + b_c)
    (4)  c^⟨t⟩ = Γ_f ∗ c^⟨t−1⟩ + Γ_u ∗ c̃
    (5)  Γ_o = σ(W_o [a^⟨t−1⟩; x^⟨t⟩] + p_o ∗ c^⟨t⟩ + b_o)         the output gate sees the memory after it
    (6)  a^⟨t⟩ = Γ_o ∗ tanh(c^⟨t⟩)

A peephole p is one number a unit: a unit's gates see the memory of that unit alone. n_x numbers come in at a step, n_a is
the number of units, m examples are worked on side by side.

Source: F. A. Gers and J. Schmidhuber, Recurrent Nets that Time and Count, IJCNN 2000.
"""
import numpy as np

from helpers.networks.activations import sigmoid


def cell_parameters(rng, n_x, n_a):
    """Draw first values: W (n_a, n_a + n_x), b (n_a, 1), and for the gates p (n_a, 1).

    The forget biases go from 0 to 4: some units forget soon, some hold on.
    """
    parameters = {}
    for gate in "fuco":
        parameters["W" + gate] = rng.standard_normal((n_a, n_a + n_x)) / np.sqrt(n_a + n_x)
        parameters["b" + gate] = np.zeros((n_a, 1))
    parameters["bf"] += np.linspace(0, 4, n_a)[:, np.newaxis]
    for gate in "fuo":
        parameters["p" + gate] = 0.1 * rng.standard_normal((n_a, 1))
    return parameters


def cell_forward(xt, a_prev, c_prev, parameters):
    """xt (n_x, m), a_prev, c_prev (n_a, m) → a_next, c_next (n_a, m), cache: equations (1) to (6)."""
    Wf, Wu, Wc, Wo = (parameters["W" + gate] for gate in "fuco")
    bf, bu, bc, bo = (parameters["b" + gate] for gate in "fuco")
    pf, pu, po = (parameters["p" + gate] for gate in "fuo")
    concat = np.concatenate([a_prev, xt])  # (n_a + n_x, m)
    gamma_f = sigmoid(Wf @ concat + pf * c_prev + bf)  # (n_a, m)  equation (1)
    gamma_u = sigmoid(Wu @ concat + pu * c_prev + bu)  # (n_a, m)  equation (2)
    c_tilde = np.tanh(Wc @ concat + bc)  # (n_a, m)  equation (3)
    c_next = gamma_f * c_prev + gamma_u * c_tilde  # (n_a, m)  equation (4)
    gamma_o = sigmoid(Wo @ concat + po * c_next + bo)  # (n_a, m)  equation (5)
    a_next = gamma_o * np.tanh(c_next)  # (n_a, m)  equation (6)
    return a_next, c_next, (concat, c_prev, c_next, gamma_f, gamma_u, c_tilde, gamma_o, parameters)


def cell_backward(da_next, dc_next, cache):
    """da_next, dc_next (n_a, m) → a dict: dxt, da_prev, dc_prev, and "d" + key for each parameter."""
    concat, c_prev, c_next, gamma_f, gamma_u, c_tilde, gamma_o, parameters = cache
    tanh_c = np.tanh(c_next)  # (n_a, m)
    dzo = da_next * tanh_c * gamma_o * (1 - gamma_o)  # (n_a, m)
    dc = dc_next + da_next * gamma_o * (1 - tanh_c**2) + parameters["po"] * dzo  # (n_a, m): the third way is the peephole
    dzf = dc * c_prev * gamma_f * (1 - gamma_f)  # (n_a, m)
    dzu = dc * c_tilde * gamma_u * (1 - gamma_u)  # (n_a, m)
    dzc = dc * gamma_u * (1 - c_tilde**2)  # (n_a, m)
    dz = {"f": dzf, "u": dzu, "c": dzc, "o": dzo}
    dconcat = sum(parameters["W" + gate].T @ dz[gate] for gate in "fuco")  # (n_a + n_x, m)
    n_a = c_prev.shape[0]
    gradients = {"da_prev": dconcat[:n_a], "dxt": dconcat[n_a:],
                 "dc_prev": dc * gamma_f + parameters["pf"] * dzf + parameters["pu"] * dzu}
    for gate in "fuco":
        gradients["dW" + gate] = dz[gate] @ concat.T  # (n_a, n_a + n_x)
        gradients["db" + gate] = dz[gate].sum(axis=1, keepdims=True)  # (n_a, 1)
    for gate, seen in (("f", c_prev), ("u", c_prev), ("o", c_next)):
        gradients["dp" + gate] = (dz[gate] * seen).sum(axis=1, keepdims=True)  # (n_a, 1)
    return gradients
