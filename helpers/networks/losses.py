"""The loss, and its way back to the hidden states.

    (1)  J = −(1/N) Σ y log ŷ          over all examples, steps and classes; N targets in all
    (2)  dz_y = (ŷ − y) / N            z_y = W_y a + b_y is what softmax was taken of
    (3)  da^⟨t⟩ = W_yᵀ dz_y^⟨t⟩     dW_y = Σ_t dz_y^⟨t⟩ a^⟨t⟩ᵀ     db_y = Σ over examples and steps of dz_y

y holds a 1 for the right class and 0 elsewhere; a column of zeros means that no target is set at that step, and it
counts neither in J nor in N. W_y stands for the output weights of any network (W_ya of the simple RNN).
"""
import numpy as np

from helpers.networks import shapes


def number_of_targets(y):
    """Return N, the number of columns of `y` that hold a target; raise ValueError if none does or one isn't 0s and a 1."""
    columns = np.sum(y, axis=0)  # (m, T_x)
    if not np.all((y == 0) | (y == 1)) or np.any(columns > 1):
        raise ValueError("y has a column that isn't a single 1 among 0s, expected one 1 per target and zeros elsewhere")
    if not np.any(columns):
        raise ValueError("y holds no target, expected at least one column with a 1")
    return np.sum(columns)


@shapes.checked(y_pred="n_y m T_x", y="n_y m T_x")
def softmax_cross_entropy(y_pred, y):
    """Return the mean cross-entropy per target, equation (1), in nats.

    Parameters
    ----------
    y_pred : array (n_y, m, T_x)
        predicted probabilities
    y : array (n_y, m, T_x)
        one 1 per column for the right class, or a column of zeros where there is no target

    Returns
    -------
    float
    """
    N = number_of_targets(y)
    log_y_pred = np.log(np.maximum(y_pred, 1e-300, dtype=float))  # (n_y, m, T_x); a 0 costs 691 nats, not infinity
    return float(-np.sum(y * log_y_pred) / N)


@shapes.checked(y_pred="n_y m T_x", y="n_y m T_x")
def softmax_cross_entropy_backward(y_pred, y):
    """Return dz_y = ∂J/∂z_y, equation (2): through the logarithm and the softmax at once.

    Parameters
    ----------
    y_pred, y : arrays (n_y, m, T_x)
        as for softmax_cross_entropy

    Returns
    -------
    dzy : array (n_y, m, T_x)
        zero in the columns without a target
    """
    N = number_of_targets(y)
    has_target = np.sum(y, axis=0, keepdims=True)  # (1, m, T_x): 1 or 0
    return (y_pred - y) * has_target / N  # (n_y, m, T_x)


@shapes.checked(dzy="n_y m T_x", a="n_a m T_x", Wy="n_y n_a")
def output_backward(dzy, a, Wy):
    """Take the gradient back from the output layer to the hidden states, equation (3).

    Parameters
    ----------
    dzy : array (n_y, m, T_x)
        ∂J/∂z_y
    a : array (n_a, m, T_x)
        the hidden states
    Wy : array (n_y, n_a)
        the output weights

    Returns
    -------
    da : array (n_a, m, T_x)
        the part of ∂J/∂a^⟨t⟩ that comes through ŷ^⟨t⟩: what rnn_backward takes
    dWy : array (n_y, n_a)
    dby : array (n_y, 1)
    """
    da = np.einsum("ya,ymt->amt", Wy, dzy)  # (n_a, m, T_x)
    dWy = np.einsum("ymt,amt->ya", dzy, a)  # (n_y, n_a)
    dby = np.sum(dzy, axis=(1, 2)).reshape(-1, 1)  # (n_y, 1)
    return da, dWy, dby
