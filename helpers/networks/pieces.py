"""One piece of a long text: truncated backpropagation through time, for the LSTM.

    (1)  (a^⟨0⟩, c^⟨0⟩) of a piece = (a^⟨T_x⟩, c^⟨T_x⟩) of the piece before it        forward, the state goes on
    (2)  ∂J/∂(a^⟨T_x⟩, c^⟨T_x⟩) from the pieces after it is left out                  backward, the gradient stops

Source: R. J. Williams and J. Peng, An Efficient Gradient-Based Algorithm for On-Line Training of Recurrent Network
Trajectories, Neural Computation 2 (1990), 490–501.
"""
import numpy as np

from helpers.networks import shapes
from helpers.networks.losses import output_backward, softmax_cross_entropy_backward
from helpers.networks.lstm import lstm_backward, lstm_cell_forward
from helpers.networks.parameters import LSTM


@shapes.checked(x="n_x m T_x", y="n_y m T_x", a0="n_a m", c0="n_a m", parameters=LSTM)
def piece(parameters, x, y, a0, c0):
    """Go through one piece of m texts: the states come in from the piece before, and go out to the next.

    Parameters
    ----------
    parameters : dict
        of an LSTM
    x, y : arrays (n_x, m, T_x) and (n_y, m, T_x)
        the inputs and the targets of this piece
    a0, c0 : arrays (n_a, m)
        the states that the piece before it left

    Returns
    -------
    gradients : dict
        "d" + key for each key of parameters, of the mean loss of this piece alone
    a_next, c_next : arrays (n_a, m)
        the states after its last step
    """
    n_a, m = a0.shape
    T_x = x.shape[2]
    a = np.zeros((n_a, m, T_x))
    y_pred = np.zeros(y.shape)
    caches = []

    a_next, c_next = a0, c0  # (n_a, m) each  equation (1)
    for t in range(T_x):
        a_next, c_next, yt_pred, cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)
        a[:, :, t] = a_next
        y_pred[:, :, t] = yt_pred
        caches.append(cache)

    dzy = softmax_cross_entropy_backward(y_pred, y)  # (n_y, m, T_x)
    da, dWy, dby = output_backward(dzy, a, parameters["Wy"])  # da (n_a, m, T_x)
    found = lstm_backward(da, (caches, x)) | {"dWy": dWy, "dby": dby}  # nothing comes from after the last step  equation (2)
    gradients = {"d" + key: found["d" + key] for key in parameters}  # without dx and da0
    return gradients, a_next, c_next
