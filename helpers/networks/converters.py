"""The networks' parameters as they are laid out elsewhere: in PyTorch, in Keras, and under other names.

Elsewhere a and x have a matrix each, and the matrices of the gates are joined to one:

              PyTorch: one under the other   Keras: side by side, transposed
    RNN       c                              c                                 (the only rows: those of tanh)
    LSTM      u, f, c, o                     u, f, c, o                        they say i, "input", for u
    GRU       r, u, c                        u, r, c                           their u keeps, ours writes
    biases    one for x, one for a           one; a GRU with reset_after has both

Their GRU keeps where its update gate z is open, a^⟨t⟩ = z ∗ a^⟨t−1⟩ + (1 − z) ∗ c̃, and ours writes there. As
1 − σ(z) = σ(−z), W_u and b_u change sign on the way.

The output layer, Wy and by, is a layer of its own there: converting to them leaves it out, converting from them gives
parameters without it. Sequences lie as (T_x, m, n_x) in PyTorch (`x.transpose(2, 1, 0)`), and as (m, T_x, n_x) in
PyTorch with batch_first and in Keras (`x.transpose(1, 2, 0)`).
"""
import numpy as np

from helpers.networks import shapes
from helpers.networks.parameters import GRU, LSTM, RNN

TORCH = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")


def rnn_to_torch(parameters):
    """Return a simple RNN's parameters as arrays under the names of torch.nn.RNN (one layer)."""
    _require(parameters, RNN)
    Wax, Waa, ba = parameters["Wax"], parameters["Waa"], parameters["ba"]
    return dict(zip(TORCH, (Wax.copy(), Waa.copy(), ba.flatten(), np.zeros(ba.size))))


def rnn_from_torch(state):
    """Return Wax, Waa, ba from the `state_dict()` of a torch.nn.RNN; its two biases are added."""
    (Wax,), (Waa,), (b_x,), (b_a,) = _torch_gates(state, 1)
    return {"Wax": Wax, "Waa": Waa, "ba": b_x + b_a}


def rnn_to_keras(parameters):
    """Return a simple RNN's parameters as the list [kernel, recurrent_kernel, bias] that a SimpleRNN's set_weights takes."""
    _require(parameters, RNN)
    return [parameters["Wax"].T.copy(), parameters["Waa"].T.copy(), parameters["ba"].flatten()]


def rnn_from_keras(weights):
    """Return Wax, Waa, ba from what a Keras SimpleRNN's `get_weights()` gives."""
    (Wax,), (Waa,), (ba,) = _keras_gates(weights, 1)
    return {"Wax": Wax, "Waa": Waa, "ba": ba}


def lstm_to_torch(parameters):
    """Return an LSTM's parameters as arrays under the names of torch.nn.LSTM (one layer); the second bias is zero.

    Parameters
    ----------
    parameters : dict
        Wf bf Wu bu Wc bc Wo bo

    Returns
    -------
    dict with weight_ih_l0 (4 n_a, n_x), weight_hh_l0 (4 n_a, n_a), bias_ih_l0, bias_hh_l0 (4 n_a,)
    """
    _require(parameters, LSTM)
    W_a, W_x, b = _joined(parameters, "ufco")
    return dict(zip(TORCH, (W_x, W_a, b, np.zeros(b.shape))))


def lstm_from_torch(state):
    """Return Wf bf Wu bu Wc bc Wo bo from the `state_dict()` of a torch.nn.LSTM; its two biases are added.

    Parameters
    ----------
    state : dict of arrays or tensors
        weight_ih_l0, weight_hh_l0, bias_ih_l0, bias_hh_l0

    Returns
    -------
    dict of arrays
    """
    W_x, W_a, b_x, b_a = _torch_gates(state, 4)
    return _named("ufco", W_a, W_x, [x + a for x, a in zip(b_x, b_a)])


def lstm_to_keras(parameters):
    """Return an LSTM's parameters as the list [kernel, recurrent_kernel, bias] that a Keras LSTM's set_weights takes.

    Parameters
    ----------
    parameters : dict
        Wf bf Wu bu Wc bc Wo bo

    Returns
    -------
    list of three arrays : (n_x, 4 n_a), (n_a, 4 n_a), (4 n_a,)
    """
    _require(parameters, LSTM)
    W_a, W_x, b = _joined(parameters, "ufco")
    return [W_x.T.copy(), W_a.T.copy(), b]


def lstm_from_keras(weights):
    """Return Wf bf Wu bu Wc bc Wo bo from what a Keras LSTM's `get_weights()` gives."""
    W_x, W_a, b = _keras_gates(weights, 4)
    return _named("ufco", W_a, W_x, b)


def lstm_to_deeplearning_ai(parameters):
    """Return an LSTM's parameters under the names of deeplearning.ai's course: Wi, bi for Wu, bu."""
    return _renamed(parameters, {"Wu": "Wi", "bu": "bi"})


def lstm_from_deeplearning_ai(parameters):
    """Return an LSTM's parameters under the names of this course: Wu, bu for deeplearning.ai's Wi, bi."""
    return _renamed(parameters, {"Wi": "Wu", "bi": "bu"})


def gru_to_torch(parameters):
    """Return the parameters of a GRU that resets after the matrix product under the names of torch.nn.GRU (one layer).

    Parameters
    ----------
    parameters : dict
        Wu bu Wr br Wc bc brc; without brc the network resets before the product, which torch.nn.GRU cannot

    Returns
    -------
    dict with weight_ih_l0 (3 n_a, n_x), weight_hh_l0 (3 n_a, n_a), bias_ih_l0, bias_hh_l0 (3 n_a,)
    """
    _require(parameters, GRU | {"brc": "n_a 1"})
    W_a, W_x, b = _joined(_update_turned(parameters), "ruc")
    return dict(zip(TORCH, (W_x, W_a, b, _recurrent_bias(parameters))))


def gru_from_torch(state):
    """Return Wu bu Wr br Wc bc brc from the `state_dict()` of a torch.nn.GRU, for reset="after"."""
    W_x, W_a, b_x, b_a = _torch_gates(state, 3)
    parameters = _named("ruc", W_a, W_x, [b_x[0] + b_a[0], b_x[1] + b_a[1], b_x[2]])
    return _update_turned(parameters) | {"brc": b_a[2]}


def gru_to_keras(parameters):
    """Return a GRU's parameters as the list [kernel, recurrent_kernel, bias] that a Keras GRU's set_weights takes.

    Parameters
    ----------
    parameters : dict
        Wu bu Wr br Wc bc, for a layer with reset_after=False, or these and brc, for one with reset_after=True

    Returns
    -------
    list of three arrays : (n_x, 3 n_a), (n_a, 3 n_a), and (3 n_a,), or (2, 3 n_a) with reset_after=True
    """
    after = isinstance(parameters, dict) and "brc" in parameters
    _require(parameters, GRU | {"brc": "n_a 1"} if after else GRU)
    W_a, W_x, b = _joined(_update_turned(parameters), "urc")
    return [W_x.T.copy(), W_a.T.copy(), np.stack([b, _recurrent_bias(parameters)]) if after else b]


def gru_from_keras(weights):
    """Return Wu bu Wr br Wc bc (and brc, if the layer has reset_after=True) from what a Keras GRU's `get_weights()` gives."""
    W_x, W_a, b = _keras_gates(weights, 3)
    if b[0].shape[1] == 1:
        return _update_turned(_named("urc", W_a, W_x, b))
    b_x, b_a = [bias[:, :1] for bias in b], [bias[:, 1:] for bias in b]
    parameters = _named("urc", W_a, W_x, [b_x[0] + b_a[0], b_x[1] + b_a[1], b_x[2]])
    return _update_turned(parameters) | {"brc": b_a[2]}


def _joined(parameters, gates):
    """Return the recurrent part of W (k n_a, n_a), the inputs' part (k n_a, n_x) and b (k n_a,), in the order of `gates`."""
    n_a = parameters["bc"].shape[0]
    W = np.concatenate([parameters["W" + gate] for gate in gates])  # (k n_a, n_a + n_x)
    b = np.concatenate([parameters["b" + gate].ravel() for gate in gates])  # (k n_a,)
    return W[:, :n_a].copy(), W[:, n_a:].copy(), b


def _named(gates, W_a, W_x, b):
    """Return {"W" + gate: [W_a, W_x], "b" + gate: b} for the letters of `gates`: the way back from `_joined`."""
    parameters = {}
    for gate, recurrent, of_inputs, bias in zip(gates, W_a, W_x, b):
        parameters["W" + gate] = np.hstack([recurrent, of_inputs])  # (n_a, n_a + n_x)
        parameters["b" + gate] = bias  # (n_a, 1)
    return parameters


def _update_turned(parameters):
    """Return a GRU's parameters with a gate that keeps where it wrote, or writes where it kept."""
    return parameters | {"Wu": -parameters["Wu"], "bu": -parameters["bu"]}


def _recurrent_bias(parameters):
    """Return the bias beside a of a GRU that resets after the product: zero for the gates, brc for the candidate."""
    return np.concatenate([np.zeros(2 * parameters["brc"].size), parameters["brc"].ravel()])  # (3 n_a,)


def _torch_gates(state, count):
    """Return torch's four arrays, each as a list of `count` gates: (n_a, n_x), (n_a, n_a), (n_a, 1), (n_a, 1)."""
    if not isinstance(state, dict):
        raise TypeError(f"state is of type {type(state).__name__}, expected a dictionary with the keys {', '.join(TORCH)}")
    missing = [key for key in TORCH if key not in state]
    if missing:
        raise ValueError(f"state has no key {', '.join(missing)}, expected the keys {', '.join(TORCH)}")
    arrays = {key: np.asarray(state[key]).astype(float) for key in TORCH}
    n_a = arrays["weight_hh_l0"].shape[-1]
    return [_split(name, array, count, n_a, "rows") for name, array in arrays.items()]


def _keras_gates(weights, count):
    """Return Keras's three arrays, each as a list of `count` gates: (n_a, n_x), (n_a, n_a), (n_a, 1 or 2)."""
    if not isinstance(weights, (list, tuple)) or len(weights) != 3:
        raise TypeError(f"weights is a {type(weights).__name__}, expected the list [kernel, recurrent_kernel, bias] of a layer "
                        "with biases")
    arrays = dict(zip(("kernel", "recurrent_kernel", "bias"), (np.asarray(array).astype(float).T for array in weights)))
    n_a = arrays["recurrent_kernel"].shape[-1]
    return [_split(name, array, count, n_a, "columns") for name, array in arrays.items()]


def _split(name, array, count, n_a, called):
    """Return the `count` gates of `array`, n_a rows each, a bias as a column; `called` is what its owner calls the rows."""
    if array.ndim not in (1, 2) or len(array) != count * n_a:
        raise ValueError(f"{name} has shape {array.shape if called == 'rows' else array.T.shape}, "
                         f"expected {count} · n_a = {count * n_a} {called} (n_a = {n_a} from the recurrent weights)")
    return np.split(array.reshape(len(array), -1), count)


def _require(parameters, declaration):
    """Raise unless `parameters` holds what the declaration says, the output layer aside."""
    declaration = {key: entry for key, entry in declaration.items() if key not in ("Wya", "Wy", "by")}
    sizes = {}
    if "Wc" in declaration:  # n_x has no array of its own: it is what the columns of Wc have beyond n_a
        shapes.require("parameters", parameters, {"bc": "n_a 1", "Wc": "n_a columns"}, sizes)
        n_a, columns = sizes["n_a"][0], sizes["columns"][0]
        if columns <= n_a:
            raise ValueError(f'parameters["Wc"] has shape {(n_a, columns)}, expected (n_a, n_a + n_x) with n_a = {n_a}')
        sizes["n_x"] = columns - n_a, "Wc"
    shapes.require("parameters", parameters, declaration, sizes)


def _renamed(parameters, names):
    """Return the dictionary with some keys renamed and the others as they are."""
    missing = [key for key in names if key not in parameters]
    if missing:
        raise ValueError(f"parameters has no key {', '.join(missing)}, expected the keys {', '.join(names)}")
    return {names.get(key, key): value for key, value in parameters.items()}
