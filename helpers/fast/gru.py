"""The GRU, shaped for speed: models.py says how, and networks/gru.py what it computes.

The reset gate acts before the matrix product or after it; each is a network of its own.
"""
import numpy as np

from helpers.fast import workspace


class GRU(workspace.Network):
    """The GRU with reset="before". A step keeps z = [Γ_r, Γ_u, c̃]; s = [a; x; 1; Γ_r ∗ a], and c̃ reads its end.

    On the way back, da ∗ [F_u, F_c, 1 − Γ_u] gives dz_u, dz_c and a part of da_prev; d(Γ_r ∗ a) ∗ [Γ_r, F_r] gives
    another and dz_r.
    """
    gates, sigmoids, kept_blocks, factor_blocks, first_dz = ("r", "u", "c"), slice(0, 2), 3, 5, 1
    blocks_below, products_back = 1, ((0, 2), (2, 3))

    def take(self, parameters):
        super().take(parameters)
        candidate, n_a = self.W[2 * self.n_a:], self.n_a  # its columns are those of [x; 1; Γ_r ∗ a]
        candidate[:, :-1 - n_a], candidate[:, -1 - n_a:-n_a] = parameters["Wc"][:, n_a:], parameters["bc"]
        candidate[:, -n_a:] = parameters["Wc"][:, :n_a]

    def products(self, dz, s_T, dW):
        n_a = self.n_a
        dz[:2 * n_a].dot(s_T[:, :-n_a], dW[:2 * n_a])
        dz[2 * n_a:].dot(s_T[:, n_a:], dW[2 * n_a:])

    def name(self, dW):
        n_a, n_x, candidate = self.n_a, self.n_x, dW[2 * self.n_a:]
        return super().name(dW) | {"dWc": np.hstack([candidate[:, -n_a:], candidate[:, :n_x]]), "dbc": candidate[:, n_x:n_x + 1]}

    def views_of_step(self, t):
        s, z, n_a = self.s[t], self.z[t], self.n_a
        return s[:-n_a], s[n_a:], s[:n_a], s[-n_a:], z[:2].reshape(2 * n_a, self.m), *z, self.s[t + 1, :n_a]

    def run(self, steps):
        W_gates, W_candidate, half = self.W[:2 * self.n_a], self.W[2 * self.n_a:], self.half
        for s_gates, s_candidate, a_prev, reset_a, gates, gamma_r, gamma_u, c_tilde, a_next in steps:
            W_gates.dot(s_gates, gates)
            np.tanh(gates, gates)
            np.multiply(gates, half, gates)
            np.add(gates, half, gates)
            np.multiply(gamma_r, a_prev, reset_a)
            W_candidate.dot(s_candidate, c_tilde)
            np.tanh(c_tilde, c_tilde)
            step_towards(c_tilde, gamma_u, a_prev, a_next)

    def views_of_factors(self, f, first, last):
        z = self.z[first:last]  # (n, 3, n_a, m)
        return (f[:, 0], f[:, 1:3], f[:, 1], f[:, 2], f[:, 3], f[:, 4], z[:, 0], z[:, 1], z[:, :2], z[:, 2],
                self.s[first:last, :self.n_a])

    def factors(self, f_reset, f_gates, f_r, f_u, f_c, f_kept, gamma_r, gamma_u, gates, c_tilde, a_prev):
        np.copyto(f_reset, gamma_r)
        np.subtract(1, gates, f_gates)
        np.copyto(f_kept, f_u)  # 1 − Γ_u
        np.multiply(f_gates, gates, f_gates)
        np.multiply(f_r, a_prev, f_r)
        np.subtract(c_tilde, a_prev, f_c)
        np.multiply(f_u, f_c, f_u)
        workspace.times_slope(f_c, gamma_u, c_tilde)

    def views_of_slot(self, f, d):
        return f[2:], d[2:], d[3], f[:2], d[:2], d[1:3].reshape(2 * self.n_a, self.m), d[0], d[4]

    def run_back(self, slots):
        (W_gates_T, W_candidate_T), da, da_later, dreset_a = self.Wa_Ts, self.da_now, self.da_later, self.dc_now
        for da_t, (f_da, by_da, dzc, f_reset, by_reset, dz_gates, da_reset, da_kept) in slots:
            np.add(da_t, da_later, da)
            np.multiply(da, f_da, by_da)
            W_candidate_T.dot(dzc, dreset_a)
            np.multiply(dreset_a, f_reset, by_reset)
            W_gates_T.dot(dz_gates, da_later)
            np.add(da_later, da_reset, da_later)
            np.add(da_later, da_kept, da_later)


class GRUAfter(workspace.Network):
    """The GRU with reset="after". A step keeps z = [p, Γ_r, Γ_u, c̃], where p = W_ca a + b_rc is what Γ_r is multiplied with.

    On the way back, da ∗ [F_p, F_r, F_u, F_c, 1 − Γ_u] gives all there is: no gradient has to wait for another.
    """
    gates, sigmoids, kept_blocks, factor_blocks = ("p", "r", "u", "c"), slice(1, 3), 4, 5
    products_back = ((0, 3),)
    rows_above = 1  # s = [1; a; x; 1]: p reads [1; a], the gates [a; x; 1], and c̃ the rest, W_cx and bc, [x; 1]

    def take(self, parameters):
        n_a, Wc = self.n_a, parameters["Wc"]
        super().take(parameters | {"Wp": Wc, "bp": parameters["brc"]})
        self.Wx_T[:, :n_a] = 0
        self.W_p[:, :1], self.W_p[:, 1:] = parameters["brc"], Wc[:, :n_a]
        self.W_x[:, :-1], self.W_x[:, -1:] = Wc[:, n_a:], parameters["bc"]

    @classmethod
    def plan(cls, n_x, n_a, m, T_x, dtype, n_y=0):
        steps, arrays = super().plan(n_x, n_a, m, T_x, dtype, n_y)
        return steps, arrays | {"W_p": (n_a, n_a + 1), "W_x": (n_a, n_x + 1)}

    def products(self, dz, s_T, dW):
        n_a = self.n_a
        np.matmul(dz[:n_a], s_T[:, :n_a + 1], dW[:n_a, :n_a + 1])
        np.matmul(dz[n_a:3 * n_a], s_T[:, 1:], dW[n_a:3 * n_a])
        np.matmul(dz[3 * n_a:], s_T[:, n_a + 1:], dW[3 * n_a:, n_a:])

    def name(self, dW):
        gradients, n_a = super().name(dW), self.n_a
        del gradients["dWp"], gradients["dbp"]
        dW[3 * n_a:, :n_a] = dW[:n_a, 1:n_a + 1]  # W_ca's gradient, beside that of W_cx
        return gradients | {"dbrc": dW[:n_a, :1]}

    def views_of_step(self, t):
        s, z, n_a = self.s[t], self.z[t], self.n_a
        return self.s_all[t, :n_a + 1], s, s[n_a:], s[:n_a], z[1:3].reshape(2 * n_a, self.m), *z, self.s[t + 1, :n_a]

    def run(self, steps):
        W_p, W_x, half, reset_p = self.W_p, self.W_x, self.half, self.dc_now
        W_gates = self.W[self.n_a:3 * self.n_a]
        for s_a, s, s_x, a_prev, gates, p, gamma_r, gamma_u, c_tilde, a_next in steps:
            W_p.dot(s_a, p)
            W_gates.dot(s, gates)
            np.tanh(gates, gates)
            np.multiply(gates, half, gates)
            np.add(gates, half, gates)
            W_x.dot(s_x, c_tilde)
            np.multiply(gamma_r, p, reset_p)
            np.add(c_tilde, reset_p, c_tilde)
            np.tanh(c_tilde, c_tilde)
            step_towards(c_tilde, gamma_u, a_prev, a_next)

    def views_of_factors(self, f, first, last):
        z = self.z[first:last]  # (n, 4, n_a, m)
        return (f[:, 0], f[:, 1], f[:, 2], f[:, 1:3], f[:, 3], f[:, 4], z[:, 0], z[:, 1], z[:, 2], z[:, 1:3], z[:, 3],
                self.s[first:last, :self.n_a])

    def factors(self, f_p, f_r, f_u, f_gates, f_c, f_kept, p, gamma_r, gamma_u, gates, c_tilde, a_prev):
        np.subtract(1, gates, f_gates)
        np.copyto(f_kept, f_u)  # 1 − Γ_u
        np.subtract(c_tilde, a_prev, f_p)
        np.multiply(f_u, gamma_u, f_u)
        np.multiply(f_u, f_p, f_u)
        workspace.times_slope(f_c, gamma_u, c_tilde)
        np.multiply(f_c, gamma_r, f_p)
        np.multiply(f_r, f_p, f_r)
        np.multiply(f_r, p, f_r)

    def views_of_slot(self, f, d):
        return f, d, d[:3].reshape(3 * self.n_a, self.m), d[4]

    def run_back(self, slots):
        W_T, da, da_later = self.Wa_Ts[0], self.da_now, self.da_later
        for da_t, (f_da, by_da, dz, da_kept) in slots:
            np.add(da_t, da_later, da)
            np.multiply(da, f_da, by_da)
            W_T.dot(dz, da_later)
            np.add(da_later, da_kept, da_later)


def step_towards(c_tilde, gamma_u, a_prev, a_next):
    """Write a_prev + Γ_u ∗ (c̃ − a_prev) into `a_next`: Γ_u ∗ c̃ + (1 − Γ_u) ∗ a_prev with one product less."""
    np.subtract(c_tilde, a_prev, a_next)
    np.multiply(a_next, gamma_u, a_next)
    np.add(a_next, a_prev, a_next)
