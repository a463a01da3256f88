"""The same networks, shaped for speed: what training runs on.

The arithmetic is that of rnn.py, lstm.py and gru.py (a test holds them equal to rounding); its order is another:

    one product a step     W [a; x; 1] gives all gates at once, with their biases; [a; x; 1] lies ready in one array,
                           into which each step writes its a where the next step reads it
    time comes first       what belongs to a step lies together in memory; (n_a, m, T_x) would spread it out
    nothing new            all arrays, and all views of them, are made once and used again in every call
    one tanh for all       σ(z) = (1 + tanh(z/2)) / 2, and the half is in the rows of W already
    factors first          dz = da ∗ F, and F doesn't depend on the loss: it is computed for several steps at once
    little said            W.dot(s, out) starts sooner than np.matmul, which looks for stacks of matrices first
    in one piece           dot copies a matrix that isn't, so what a step multiplies lies in an array, or rows, of its own
    sums as one product    dW = Σ_t dz^⟨t⟩ [a; x; 1]^⟨t⟩ᵀ is one matrix product, with many steps side by side

    network = fast.LSTM(n_x, n_a, m, T_x, np.float32)       objective = fast.objective("lstm", n_x, n_a, n_y, m, T_x)
    a = network.forward(parameters, x)                      J, gradients = objective(parameters, x, y)
    gradients = network.backward(da)

Blocks that are multiplied by one another lie in the same order, so that one call multiplies several. Parameters,
gradients and sizes are those of the clear code; workspace.py has the arrays and all that is no step of a loop,
gru.py the GRU.
"""
import numpy as np

from helpers.fast import workspace
from helpers.fast.gru import GRU, GRUAfter
from helpers.networks import losses


class RNN(workspace.Network):
    """The simple RNN: a^⟨t⟩ = tanh(W s), and on the way back dz = da ∗ (1 − a²)."""
    gates, factor_blocks = ("a",), 1

    def take(self, parameters):
        W, n_a = self.W, self.n_a
        W[:, :n_a], W[:, n_a:-1], W[:, -1:] = parameters["Waa"], parameters["Wax"], parameters["ba"]
        self.Wa_Ts[0][:], self.Wx_T[:] = parameters["Waa"].T, parameters["Wax"].T

    def name(self, dW):
        return {"dWaa": dW[:, :self.n_a], "dWax": dW[:, self.n_a:-1], "dba": dW[:, -1:]}

    def views_of_step(self, t):
        return self.s[t], self.s[t + 1, :self.n_a]

    def run(self, steps):
        W = self.W
        for s, a_next in steps:
            W.dot(s, a_next)
            np.tanh(a_next, a_next)

    def views_of_factors(self, f, first, last):
        return f, self.s[first + 1:last + 1, None, :self.n_a]  # both (n, 1, n_a, m)

    def factors(self, f, a):
        np.multiply(a, a, f)
        np.subtract(1, f, f)

    def views_of_slot(self, f, d):
        return f[0], d[0]

    def run_back(self, slots):
        Wa_T, da, da_later = self.Wa_Ts[0], self.da_now, self.da_later
        for da_t, (f, dz) in slots:
            np.add(da_t, da_later, da)
            np.multiply(da, f, dz)
            Wa_T.dot(dz, da_later)


class LSTM(workspace.Network):
    """The LSTM. A step keeps z = [c_prev, c̃, Γ_f, Γ_u, Γ_o, tanh c]; the four in the middle are one product.

    On the way back, dc ∗ [Γ_f, F_c, F_f, F_u] gives dc_prev, dz_c, dz_f and dz_u, and da ∗ [F_o, F_dc] gives dz_o and a
    part of dc.
    """
    gates, sigmoids, kept_blocks, factor_blocks, first_dz = ("c", "f", "u", "o"), slice(1, 4), 6, 6, 1
    products_back = ((0, 4),)

    def views_of_step(self, t):
        z, gates = self.z[t], self.z[t, 1:5].reshape(4 * self.n_a, self.m)
        return self.s[t], gates, z[2:5], z[2:4], z[:2], self.z[t + 1, 0], z[5], z[4], self.s[t + 1, :self.n_a]

    def run(self, steps):
        W, half, pair, (kept, written) = self.W, self.half, self.pair, self.pair
        self.z[0, 0] = self.c0
        for s, gates, sigmoids, gamma_f_and_u, c_prev_and_tilde, c_next, tanh_c, gamma_o, a_next in steps:
            W.dot(s, gates)
            np.tanh(gates, gates)
            np.multiply(sigmoids, half, sigmoids)
            np.add(sigmoids, half, sigmoids)
            np.multiply(gamma_f_and_u, c_prev_and_tilde, pair)
            np.add(kept, written, c_next)
            np.tanh(c_next, tanh_c)
            np.multiply(gamma_o, tanh_c, a_next)

    def views_of_factors(self, f, first, last):
        z = self.z[first:last]  # (n, 6, n_a, m)
        return (f[:, 2:5], z[:, 2:5], f[:, 2:4], z[:, :2], f[:, 4], z[:, 5],
                f[:, 1::4], z[:, 3:5], z[:, 1::4], f[:, 0], z[:, 2])

    def factors(self, by_gate, gates, f_fu, c_prev_and_tilde, f_o, tanh_c, f_tanh, gates_uo, tanh, f_prev, gamma_f):
        np.subtract(1, gates, by_gate)
        np.multiply(by_gate, gates, by_gate)  # Γ ∗ (1 − Γ), and with what the gate is multiplied with:
        np.multiply(f_fu, c_prev_and_tilde, f_fu)  # F_f, F_u
        np.multiply(f_o, tanh_c, f_o)
        workspace.times_slope(f_tanh, gates_uo, tanh)  # F_c = Γ_u ∗ (1 − c̃²), F_dc = Γ_o ∗ (1 − tanh² c)
        np.copyto(f_prev, gamma_f)

    def views_of_slot(self, f, d):
        return f[4], d[4], f[5], d[5], f[:4], d[:4], d[1:5].reshape(4 * self.n_a, self.m), d[0]

    def run_back(self, slots):
        Wa_T, da, dc, da_later, dc_later = self.Wa_Ts[0], self.da_now, self.dc_now, self.da_later, self.dc_later
        for da_t, (f_o, dzo, f_dc, dc_part, by_dc, of_dc, dz, dc_prev) in slots:
            np.add(da_t, da_later, da)
            np.multiply(da, f_o, dzo)
            np.multiply(da, f_dc, dc_part)
            np.add(dc_part, dc_later, dc)
            np.multiply(dc, by_dc, of_dc)
            Wa_T.dot(dz, da_later)
            dc_later = dc_prev
        np.copyto(self.dc_later, dc_later)

    def last_states(self):
        return *super().last_states(), self.z[self.T, 0].copy()


NETWORKS = {"rnn": RNN, "lstm": LSTM, "gru": GRU, "gru_after": GRUAfter}


def objective(network, n_x, n_a, n_y, m, T_x, dtype=np.float64, memory=None, carries=False):
    """Return a function (parameters, x, y) → (J, gradients): `training.objective` for one size, and fast.

    Parameters
    ----------
    network : "rnn", "lstm", "gru" (reset before the product) or "gru_after"
    n_x, n_a, n_y, m, T_x : int
        the sizes; x (n_x, m, T) and y (n_y, m, T) may be shorter than T_x
    dtype : float32 or float64
        in which it computes; parameters, x and y may be of either
    memory : int, optional
        how many bytes it may take; what the machine has free, if not given
    carries : bool
        whether it is `training.carried` instead: (parameters, x, y, states) → (J, gradients, states)

    Returns
    -------
    function
        J is the mean cross-entropy per target, the hidden state starts at zero, and gradients holds "d" + key for each
        key of parameters

    Raises
    ------
    MemoryError
        before anything is made, with the bytes it would take
    """
    if network not in NETWORKS:
        raise ValueError(f"network is {network!r}, expected one of {', '.join(NETWORKS)}")
    net = NETWORKS[network](n_x, n_a, m, T_x, dtype, n_y=n_y, memory=memory)
    Wy_key = "Wya" if network == "rnn" else "Wy"

    def loss_and_gradients(parameters, x, y, states=None):
        net.forward(parameters, x, *(states or ()))
        if y.shape != (n_y, m, net.T):
            raise ValueError(f"y has shape {y.shape}, expected {(n_y, m, net.T)}")
        Wy = parameters[Wy_key].astype(net.dtype, copy=False)
        a, zy, da = net.states(), net.zy[:net.T], net.da[:net.T]  # (T, n_a, m), (T, n_y, m), (T, n_a, m)

        np.matmul(Wy, a, out=zy)
        zy += parameters["by"].astype(net.dtype, copy=False)
        J, dzy = cross_entropy(zy, y.transpose(2, 0, 1))
        np.matmul(Wy.T, dzy, out=da)
        found = {"d" + Wy_key: np.tensordot(dzy, a, ([0, 2], [0, 2])), "dby": dzy.sum(axis=(0, 2))[:, np.newaxis]}
        found |= net.run_all_back(inputs=False)
        gradients = {"d" + key: found["d" + key] for key in parameters}
        return (J, gradients, net.last_states()) if carries else (J, gradients)

    loss_and_gradients.carries = carries
    return loss_and_gradients


def cross_entropy(zy, y):
    """Return J and dz_y of a softmax over axis 1; dz_y takes the place of `zy`.

    Parameters
    ----------
    zy, y : arrays (T, n_y, m)
        what softmax is taken of, and the targets, as in losses.py; here time comes first
    """
    N = losses.number_of_targets(y.transpose(1, 2, 0))
    has_target = y.sum(axis=1, keepdims=True)  # (T, 1, m): 1 or 0
    zy -= zy.max(axis=1, keepdims=True)
    right = np.sum(zy, where=y > 0)  # log of the right class's share is its z less the logarithm of the sum
    np.exp(zy, out=zy)
    total = zy.sum(axis=1, keepdims=True)  # (T, 1, m)
    J = (np.sum(has_target * np.log(total)) - right) / N
    zy *= has_target / total
    zy -= y
    zy /= zy.dtype.type(N)
    return float(J), zy
