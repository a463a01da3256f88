"""What a library's LSTM adds to the cell: an embedding, layers, both directions, dropout. Forward, and the way back.

    (1)  x^⟨t⟩ = E[:, word t]                                  a column of the table, looked up and not multiplied
    (2)  z^⟨t⟩ = W [a^⟨t−1⟩; x^⟨t⟩] + b                        all gates at once: rows of f, u, o, then of the candidate
    (3)  a^⟨t⟩ = [a→^⟨t⟩; a←^⟨t⟩]                              one layer reads from the left, another from the right
    (4)  x^⟨t⟩ of a layer = a^⟨t⟩ of the layer below ∗ mask    dropout between the layers; mask is 0 or 1 / (1 − p)

n_e numbers stand for a word, n_a is the number of units of a layer and direction, m examples are worked on side by side, T_x
is the number of steps. Parameters are one flat dictionary: E (n_e, n_words), W1 b1 of the first layer, W1r b1r of its
reader from the right, W2 b2 …, Wy by. Random numbers come from outside: what drops is handed over as a mask.
"""
import numpy as np

from helpers.networks import losses, shapes
from helpers.networks.activations import softmax
from helpers.networks.layer import layer_backward, layer_forward


@shapes.checked(x="n_x m T_x", a0="n_2a m", c0="n_2a m")
def both_directions_forward(x, a0, c0, parameters):
    """Let one layer read from the left and another from the right.

    Parameters
    ----------
    x : array (n_x, m, T_x)
    a0, c0 : arrays (2 n_a, m)
        the states before the first step: above those of the reader from the left, below those of the other
    parameters : dict
        W, b of the reader from the left, Wr, br of the reader from the right, as for layer_forward

    Returns
    -------
    a : array (2 n_a, m, T_x)
        a[:, :, t] holds above what is known of the words up to t, below what is known of those from t on
    last : array (2 n_a, m)
        the state of each reader after its own last step: each has read the whole sequence
    caches : tuple of two LayerCache
    """
    n_a = len(a0) // 2
    a_left, _, left = layer_forward(x, a0[:n_a], c0[:n_a], parameters["W"], parameters["b"])
    a_right, _, right = layer_forward(x[:, :, ::-1], a0[n_a:], c0[n_a:], parameters["Wr"], parameters["br"])
    a = np.concatenate([a_left, a_right[:, :, ::-1]])  # (2 n_a, m, T_x): turned round, so that steps belong together
    last = np.concatenate([a_left[:, :, -1], a_right[:, :, -1]])  # (2 n_a, m)
    return a, last, (left, right)


@shapes.checked(da="n_2a m T_x")
def both_directions_backward(da, caches):
    """Go back through both readers.

    Parameters
    ----------
    da : array (2 n_a, m, T_x)
    caches : tuple
        what both_directions_forward returned

    Returns
    -------
    dict with dx (n_x, m, T_x), da0, dc0 (2 n_a, m), dW, db, dWr, dbr
    """
    left, right = caches
    n_a = len(da) // 2
    one = layer_backward(da[:n_a], left)
    other = layer_backward(da[n_a:, :, ::-1], right)  # its first step is the sequence's last
    dx = one["dx"] + other["dx"][:, :, ::-1]  # (n_x, m, T_x): both have read x
    da0 = np.concatenate([one["da0"], other["da0"]])  # (2 n_a, m)
    dc0 = np.concatenate([one["dc0"], other["dc0"]])
    return {"dx": dx, "da0": da0, "dc0": dc0, "dW": one["dW"], "db": one["db"], "dWr": other["dW"], "dbr": other["db"]}


def embedding_forward(words, E):
    """Look the words up: words (m, T_x) of integers, E (n_e, n_words) → x (n_e, m, T_x), equation (1)."""
    return E[:, words]


@shapes.checked(dx="n_e m T_x")
def embedding_backward(dx, words, n_words):
    """Take the gradient back into the table: a word that stands there three times gets three columns, added up.

    Parameters
    ----------
    dx : array (n_e, m, T_x)
    words : array (m, T_x) of integers
    n_words : int

    Returns
    -------
    dE : array (n_e, n_words)
        zero in the columns of words that don't occur
    """
    dE = np.zeros((len(dx), n_words), dx.dtype)  # (n_e, n_words)
    np.add.at(dE, (slice(None), words), dx)  # dE[:, words] += dx would keep only one of those with the same word
    return dE


@shapes.checked(a="n_a m T_x", u="n_a m T_x")
def dropout(a, p, u, training):
    """Drop a share p of the numbers while training; what stays grows, so that the mean stays.

    Parameters
    ----------
    a : array (n_a, m, T_x)
    p : float
        the share that is dropped, from 0 to below 1
    u : array of the shape of a
        uniform random numbers from 0 to 1: where u < p, a number is dropped
    training : bool
        when the network is measured, nothing is dropped

    Returns
    -------
    dropped : array of the shape of a
    mask : array of the shape of a
        what a was multiplied by, for the way back
    """
    mask = (u >= p) / (1 - p) if training else np.ones(a.shape)
    return a * mask, mask


@shapes.checked(c0="n_a m", gamma_f="n_a m T_x", gamma_u="n_a m T_x", c_tilde="n_a m T_x", mask="n_a m T_x")
def news_dropped(c0, gamma_f, gamma_u, c_tilde, mask):
    """Run an LSTM's memory over all steps with dropout on the news alone: c^⟨t⟩ = Γ_f ∗ c^⟨t−1⟩ + Γ_u ∗ (c̃^⟨t⟩ ∗ mask^⟨t⟩).

    Source: S. Semeniuta, A. Severyn and E. Barth, Recurrent Dropout without Memory Loss, COLING 2016.

    Parameters
    ----------
    c0 : array (n_a, m)
        the memory before the first step
    gamma_f, gamma_u, c_tilde : arrays (n_a, m, T_x)
        both gates and the candidate of each step
    mask : array (n_a, m, T_x)
        as `dropout` gives it

    Returns
    -------
    c : array (n_a, m, T_x)
        the memory after each step
    """
    c, c_next = np.zeros(mask.shape), c0
    for t in range(mask.shape[2]):
        news = c_tilde[:, :, t] * mask[:, :, t]  # (n_a, m)
        c_next = gamma_f[:, :, t] * c_next + gamma_u[:, :, t] * news  # (n_a, m): what is held passes no mask
        c[:, :, t] = c_next
    return c


@shapes.checked(da="n_a m T_x")
def two_layers_backward(da, caches, masks):
    """Go back through two layers that read one way, with a mask on what each hands up.

    Parameters
    ----------
    da : array (n_a, m, T_x)
        what reaches the upper layer's outputs, after their mask
    caches : two LayerCache
        the lower layer's first
    masks : two arrays (n_a, m, T_x)
        as `dropout` gave them on the way forward, the lower layer's first

    Returns
    -------
    dict with dx (n_x, m, T_x) of the lower layer's inputs, dW1, db1 of the lower layer, dW2, db2 of the upper one
    """
    upper = layer_backward(da * masks[1], caches[1])
    lower = layer_backward(upper["dx"] * masks[0], caches[0])  # what the upper layer read is what the lower one made
    return {"dx": lower["dx"], "dW1": lower["dW"], "db1": lower["db"], "dW2": upper["dW"], "db2": upper["db"]}


def stacked_forward(words, parameters, starts=None, masks=None):
    """Run the whole network: the table, the layers, a softmax on top.

    Parameters
    ----------
    words : array (m, T_x) of integers
    parameters : dict
        E, then W1 b1 (and W1r b1r, if both directions are read), W2 b2 … , Wy by
    starts : dict, optional
        a1, c1, a2, c2 …, each (n_a, m), or (2 n_a, m) with both directions; zero where nothing is given
    masks : dict, optional
        "x", "up1", "up2" …: on the embedding and on what a layer hands up; "a1", "c1" …: on a state's way to the next step
        (in a layer that reads one way); each as `dropout` gives it, (·, m, T_x)

    Returns
    -------
    y_pred : array (n_y, m, T_x)
    states : dict
        a1, c1 … of layers that read one way, after the last step: what the next piece may start from
    caches : list of caches, the lowest layer first
    """
    starts, masks = starts or {}, masks or {}
    x = embedding_forward(words, parameters["E"])  # (n_e, m, T_x)
    x = x * masks.get("x", 1)
    states, caches = {}, []
    for layer in layers(parameters):
        own = weights_of(parameters, layer)
        zero = np.zeros((len(own["W"]) // 4 * (2 if "Wr" in own else 1), words.shape[0]), x.dtype)
        a0, c0 = (starts.get(f"{state}{layer}", zero) for state in "ac")
        if "Wr" in own:
            a, _, cache = both_directions_forward(x, a0, c0, own)
        else:
            a, c, cache = layer_forward(x, a0, c0, **own, mask_a=masks.get(f"a{layer}"), mask_c=masks.get(f"c{layer}"))
            states |= {f"a{layer}": a[:, :, -1], f"c{layer}": c[:, :, -1]}
        x = a * masks.get(f"up{layer}", 1)  # equation (4)
        caches.append(cache)
    y_pred = softmax(np.tensordot(parameters["Wy"], x, 1) + parameters["by"][:, :, np.newaxis])  # (n_y, m, T_x)
    return y_pred, states, [*caches, (words, x, parameters, masks)]


def stacked_backward(dzy, caches):
    """Go back through the whole network.

    Parameters
    ----------
    dzy : array (n_y, m, T_x)
        ∂J/∂z_y, as losses.softmax_cross_entropy_backward gives it
    caches : list
        what stacked_forward returned

    Returns
    -------
    dict with "d" + key for each parameter, and da1, dc1 … of the states before the first step
    """
    *caches, (words, top, parameters, masks) = caches
    dx, dWy, dby = losses.output_backward(dzy, np.ascontiguousarray(top), parameters["Wy"])
    found = {"dWy": dWy, "dby": dby}
    for layer, cache in reversed(list(zip(layers(parameters), caches))):
        da = dx * masks.get(f"up{layer}", 1)  # the same mask as on the way forward
        back = both_directions_backward(da, cache) if type(cache) is tuple else layer_backward(da, cache)
        dx = back.pop("dx")
        found |= {f"d{key[1]}{layer}{key[2:].replace('0', '')}": value for key, value in back.items()}  # dWr → dW1r, da0 → da1
    return found | {"dE": embedding_backward(dx * masks.get("x", 1), words, parameters["E"].shape[1])}


def layers(parameters):
    """Return the numbers of the layers, from 1 up."""
    return [int(key[1:]) for key in parameters if key[0] == "W" and key[1:].isdigit()]


def weights_of(parameters, layer):
    """Return W and b of one layer, and Wr and br if it reads both ways."""
    return {f"{kind}{side}": parameters[f"{kind}{layer}{side}"] for side in ("", "r") for kind in "Wb"
            if f"{kind}{layer}{side}" in parameters}


def initial_stacked(rng, n_words, n_e, n_a, n_y, depth=1, both=False, forget_bias=1.0):
    """Draw first values: Gaussian with variance 1 / (numbers that a unit reads), biases zero but the forget gates'.

    Parameters
    ----------
    rng : numpy.random.Generator
    n_words, n_e, n_a, n_y : int
        words in the table, numbers for a word, units of each layer and direction, numbers out
    depth : int
        how many layers
    both : bool
        whether each layer reads both ways
    forget_bias : float

    Returns
    -------
    dict with the keys E W1 b1 (W1r b1r) … Wy by
    """
    parameters, n_x, sides = {"E": rng.standard_normal((n_e, n_words))}, n_e, ("", "r") if both else ("",)
    for layer in range(1, depth + 1):
        for side in sides:
            W = rng.standard_normal((4 * n_a, n_a + n_x)) / np.sqrt(n_a + n_x)
            b = np.zeros((4 * n_a, 1))
            b[:n_a] = forget_bias
            parameters |= {f"W{layer}{side}": W, f"b{layer}{side}": b}
        n_x = len(sides) * n_a
    return parameters | {"Wy": rng.standard_normal((n_y, n_x)) / np.sqrt(n_x), "by": np.zeros((n_y, 1))}


def objective(parameters, words, y, starts=None, masks=None):
    """Return J, the mean cross-entropy a target, the gradients in the order of the parameters, and the last states."""
    y_pred, states, caches = stacked_forward(words, parameters, starts, masks)
    found = stacked_backward(losses.softmax_cross_entropy_backward(y_pred, y), caches)
    return losses.softmax_cross_entropy(y_pred, y), {"d" + key: found["d" + key] for key in parameters}, states
