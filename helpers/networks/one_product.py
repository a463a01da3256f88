"""The LSTM's step as a library does it: four gates in one matrix product, and the weights as PyTorch keeps them.

    [z_f; z_u; z_o; z_c] = W [a^⟨t−1⟩; x^⟨t⟩; 1]                          page 15, (1)
    σ(z) = (1 + tanh(z/2)) / 2                                            page 15, (2)

W (4 n_a, n_a + n_x + 1) has the rows of f, u, o, c under one another, and the biases as its last column. PyTorch has the
rows in the order i, f, g, o (our u, f, c, o), the columns of x and of a in two arrays, and two biases that are only added.

Source: the documentation of torch.nn.LSTM (PyTorch 2).
"""
import numpy as np

from helpers.networks import shapes


@shapes.checked(xt="n_x m", a_prev="n_a m", c_prev="n_a m", W="4*n_a n_a+n_x+1")
def lstm_step_in_one_product(xt, a_prev, c_prev, W):
    """Take one step of an LSTM with one matrix product and one call of tanh for all gates.

    Parameters
    ----------
    xt : array (n_x, m)
    a_prev, c_prev : arrays (n_a, m)
    W : array (4 n_a, n_a + n_x + 1)
        the rows of f, u, o and c under one another; the last column holds the biases

    Returns
    -------
    a_next, c_next : arrays (n_a, m)
    """
    n_a, m = a_prev.shape
    s = np.concatenate([a_prev, xt, np.ones((1, m))])  # (n_a + n_x + 1, m)
    z = W @ s  # (4 n_a, m)  equation (1)
    z[:3 * n_a] /= 2  # the sigmoids' rows; the candidate's stay
    curves = np.tanh(z)  # (4 n_a, m)
    gamma_f, gamma_u, gamma_o = np.split((1 + curves[:3 * n_a]) / 2, 3)  # (n_a, m) each  equation (2)
    c_tilde = curves[3 * n_a:]  # (n_a, m)
    c_next = gamma_f * c_prev + gamma_u * c_tilde  # (n_a, m)
    return gamma_o * np.tanh(c_next), c_next


@shapes.checked(w_hh="rows n_a", w_ih="4*n_a n_x", b_ih="4*n_a", b_hh="4*n_a")
def from_pytorch(w_ih, w_hh, b_ih, b_hh):
    """Return the parameters of this course for the weights of a torch.nn.LSTM of one layer.

    Parameters
    ----------
    w_ih : array (4 n_a, n_x)
        weight_ih_l0: the rows of i, f, g, o, which are u, f, c, o here
    w_hh : array (4 n_a, n_a)
        weight_hh_l0
    b_ih, b_hh : arrays (4 n_a,)
        bias_ih_l0, bias_hh_l0

    Returns
    -------
    dict of arrays: Wf Wu Wc Wo (n_a, n_a + n_x), columns of a first; bf bu bc bo (n_a, 1)
    """
    W = np.concatenate([w_hh, w_ih], axis=1)  # (4 n_a, n_a + n_x)
    b = (b_ih + b_hh)[:, np.newaxis]  # (4 n_a, 1)
    Wu, Wf, Wc, Wo = np.split(W, 4)  # (n_a, n_a + n_x) each, from i, f, g, o
    bu, bf, bc, bo = np.split(b, 4)  # (n_a, 1) each
    return {"Wf": Wf, "bf": bf, "Wu": Wu, "bu": bu, "Wc": Wc, "bc": bc, "Wo": Wo, "bo": bo}
