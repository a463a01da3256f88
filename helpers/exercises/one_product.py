"""Four gates in one product, and the weights of another library: the exercises of page 15.
"""
from helpers.exercises.exercise import Exercise, Mistake, normal, ways
from helpers.networks import one_product

# Problems --------------------------------------------------------------------------------------------------------------

def step(rng, n_x, n_a, m, **_):
    """Draw xt, a_prev, c_prev, W."""
    return normal(rng, n_x, m), normal(rng, n_a, m), normal(rng, n_a, m), normal(rng, 4 * n_a, n_a + n_x + 1)


def of_pytorch(rng, n_x, n_a, **_):
    """Draw w_ih, w_hh, b_ih, b_hh."""
    return normal(rng, 4 * n_a, n_x), normal(rng, 4 * n_a, n_a), normal(rng, 4 * n_a), normal(rng, 4 * n_a)


# Known mistakes --------------------------------------------------------------------------------------------------------

S, HALF, PRODUCT = "[a_prev, xt, np.ones((1, m))]", "z[:3 * n_a] /= 2", "z = W @ s"
CURVE, THREE = "(1 + curves[:3 * n_a]) / 2", "gamma_f, gamma_u, gamma_o = "
CANDIDATE = "c_tilde = curves[3 * n_a:]"
MEMORY, RETURN = "gamma_f * c_prev + gamma_u * c_tilde", "return gamma_o * np.tanh(c_next), c_next"

STEP = [
    *(Mistake(f"{one} and {other} swapped", THREE, f"{names} = ",
              f"{one} and {other} have changed places; W has the rows of f, u, o and c, in this order, and Γ_f keeps, Γ_u writes")
      for one, other, names in (("Γ_f", "Γ_u", "gamma_u, gamma_f, gamma_o"), ("Γ_f", "Γ_o", "gamma_o, gamma_u, gamma_f"),
                                ("Γ_u", "Γ_o", "gamma_f, gamma_o, gamma_u"))),
    *(Mistake(f"order {order}", (PRODUCT, HALF), (f"z = (W @ s).reshape(4, n_a, m)[{places}].reshape(4 * n_a, m)", HALF),
              f"the rows are read in the order {order}; in this page's W it is f, u, o, c")
      for order, places in (("f, u, c, o", "[0, 1, 3, 2]"), ("u, f, c, o", "[1, 0, 3, 2]"), ("c, f, u, o", "[1, 2, 3, 0]"))),
    *(Mistake(f"order {order}", (THREE + f"np.split({CURVE}, 3)", CANDIDATE),
              (f"({names}), gamma_o = np.split((1 + curves[:2 * n_a]) / 2, 2), (1 + curves[3 * n_a:]) / 2",
               "c_tilde = curves[2 * n_a:3 * n_a]"),
              f"the rows are read in the order {order}; in this page's W it is f, u, o, c")  # though the last are left whole
      for order, names in (("f, u, c, o", "gamma_f, gamma_u"), ("u, f, c, o", "gamma_u, gamma_f"))),
    Mistake("candidate from the rows of o", CANDIDATE, "c_tilde = curves[2 * n_a:3 * n_a]",
            "the candidate is taken from the rows of o; its own are the last, from 3 n_a on"),
    Mistake("every fourth row", PRODUCT, "z = (W @ s).reshape(n_a, 4, m).transpose(1, 0, 2).reshape(4 * n_a, m)",
            "each gate takes every fourth row; its rows lie together, n_a of them under one another"),
    Mistake("x above a", S, "[xt, a_prev, np.ones((1, m))]", "xt stands above a_prev in s; the columns of a come first"),
    Mistake("1 on top", S, "[np.ones((1, m)), a_prev, xt]", "the 1 stands on top of s; the biases are W's last column"),
    Mistake("biases lost", S, "[a_prev, xt, np.zeros((1, m))]",
            "the biases have no part in it: what meets W's last column has to be 1"),
    Mistake("biases added again", PRODUCT, "z = W @ s + W[:, -1:]",
            "the biases come in twice: with a 1 below xt they are in the product already"),
    Mistake("biases subtracted", S, "[a_prev, xt, -np.ones((1, m))]", "the biases are subtracted: what meets them has to be +1"),
    Mistake("biases not halved", (PRODUCT, HALF), ("z = W[:, :-1] @ s[:-1]", HALF + "\n    z += W[:, -1:]"),
            "the biases are added after z was halved; they belong to z, and σ(z) needs tanh of half of all of it"),
    Mistake("memory for state", S, "[c_prev, xt, np.ones((1, m))]", "s is made with c_prev; the gates see a_prev"),
    Mistake("halves forgotten", HALF, "", "z isn't halved: σ(z) needs tanh(z/2)"),
    Mistake("output gate not halved", HALF, "z[:2 * n_a] /= 2", "the rows of o aren't halved; three gates are sigmoids: f, u, o"),
    Mistake("halves all round", HALF, "z *= np.tile([0.5, 0.5, 0.5, 1.0], n_a)[:, np.newaxis]",
            "every fourth row is left whole, as with np.tile; the candidate's rows are the last n_a: np.repeat"),
    Mistake("candidate halved and doubled", (HALF, CANDIDATE), ("z /= 2", "c_tilde = 2 * curves[3 * n_a:]"),
            "the candidate is 2 tanh(z/2), which isn't tanh(z): its rows must not be halved before tanh"),
    Mistake("candidate halved too", HALF, "z /= 2", "the candidate's rows are halved too; it is tanh(z) itself"),
    Mistake("candidate halved alone", HALF, "z[3 * n_a:] /= 2", "the candidate's rows are halved, and those of the sigmoids not"),
    Mistake("doubled", HALF, "z[:3 * n_a] *= 2", "z is doubled for the sigmoids; it is tanh(z/2)"),
    Mistake("halved twice", HALF, "z[:3 * n_a] /= 4", "z is halved twice"),
    Mistake("z halved after tanh", (HALF, "curves = np.tanh(z)"), ("", "curves = np.tanh(z)\n    curves[:3 * n_a] /= 2"),
            "tanh(z) is halved; z has to be, before tanh is taken"),
    Mistake("not moved", CURVE, "curves[:3 * n_a]",
            "the sigmoids are tanh(z/2), between −1 and 1; equation (2) moves it by 1 and halves it"),
    Mistake("not moved by 1", CURVE, "curves[:3 * n_a] / 2", "tanh(z/2) is halved and not moved: equation (2) has 1 + tanh"),
    Mistake("not halved", CURVE, "1 + curves[:3 * n_a]", "1 + tanh(z/2) lies between 0 and 2; equation (2) halves it"),
    Mistake("moved by 1 after halving", CURVE, "1 + curves[:3 * n_a] / 2",
            "1 is added after halving: mind the parentheses of equation (2), (1 + tanh)/2"),
    Mistake("moved by a half before halving", CURVE, "(0.5 + curves[:3 * n_a]) / 2", "0.5 is added before halving; it is 1"),
    Mistake("half added", CURVE, "0.5 + curves[:3 * n_a]", "0.5 is added, and tanh isn't halved: it is 0.5 + 0.5 tanh(z/2)"),
    Mistake("minus for plus", CURVE, "(1 - curves[:3 * n_a]) / 2", "1 − tanh stands in equation (2): that is σ(−z)"),
    Mistake("candidate moved too", CANDIDATE, "c_tilde = 1 + curves[3 * n_a:]",
            "1 is added to the candidate's tanh too; only the sigmoids are moved"),
    Mistake("candidate through σ", CANDIDATE, "c_tilde = (1 + curves[3 * n_a:]) / 2",
            "the candidate is moved and halved as the sigmoids are; it is tanh(z) itself"),
    Mistake("candidate is a sigmoid", (HALF, CANDIDATE), ("z /= 2", "c_tilde = (1 + curves[3 * n_a:]) / 2"),
            "the candidate is a sigmoid too; it is tanh(z)"),
    Mistake("candidate without tanh", CANDIDATE, "c_tilde = z[3 * n_a:]", "the candidate is z itself; tanh is missing"),
    Mistake("gate without its memory", MEMORY, "gamma_f + gamma_u * c_tilde", "c_prev is missing beside Γ_f"),
    Mistake("1 − Γ_u for Γ_f", MEMORY, "(1 - gamma_u) * c_prev + gamma_u * c_tilde",
            "1 − Γ_u stands where Γ_f belongs, as in a GRU; the LSTM has a gate of its own for that"),
    Mistake("memory dropped", MEMORY, "gamma_u * c_tilde", "the old memory is missing from c_next"),
    Mistake("candidate dropped", MEMORY, "gamma_f * c_prev", "the candidate is missing from c_next"),
    Mistake("memory kept whole", MEMORY, "c_prev + gamma_u * c_tilde", "c_prev isn't multiplied by Γ_f"),
    Mistake("candidate written whole", MEMORY, "gamma_f * c_prev + c_tilde", "c̃ isn't multiplied by Γ_u"),
    Mistake("1 − Γ_f for Γ_u", MEMORY, "gamma_f * c_prev + (1 - gamma_f) * c_tilde", "1 − Γ_f stands where Γ_u belongs"),
    Mistake("hidden state for memory", MEMORY, "gamma_f * a_prev + gamma_u * c_tilde", "a_prev stands where c_prev belongs"),
    Mistake("tanh of c forgotten", RETURN, "return gamma_o * c_next, c_next", "tanh is missing from a_next"),
    Mistake("tanh of the product", RETURN, "return np.tanh(gamma_o * c_next), c_next",
            "tanh is taken of Γ_o ∗ c_next, and not of c_next alone"),
    Mistake("old memory shown", RETURN, "return gamma_o * np.tanh(c_prev), c_next", "a_next is made from c_prev, and not c_next"),
    Mistake("candidate shown", RETURN, "return gamma_o * np.tanh(c_tilde), c_next", "a_next is made from c̃, and not from c_next"),
    Mistake("output gate forgotten", RETURN, "return np.tanh(c_next), c_next", "Γ_o is missing from a_next"),
    Mistake("tanh kept in c", RETURN, "c_next = np.tanh(c_next)\n    return gamma_o * c_next, c_next",
            "c_next is returned after tanh; only what is shown goes through it"),
    Mistake("order of what comes back", RETURN, "return c_next, gamma_o * np.tanh(c_next)", "a_next comes first, then c_next"),
]

NAMES, BIAS_NAMES, COLUMNS = "Wu, Wf, Wc, Wo", "bu, bf, bc, bo", "[w_hh, w_ih]"
BIASES = "(b_ih + b_hh)[:, np.newaxis]"
ORDERS = {  # this course's letters in the order in which the rows are read → (name, says)
    "fuco": ("i and f swapped", "Γ_f and Γ_u have changed places: PyTorch's first rows, i, are our u, and its second, f, our f"),
    "ufoc": ("g and o swapped", "c̃ and Γ_o have changed places: PyTorch's third rows, g, are our candidate"),
    "fuoc": ("this page's order", "the rows are read in this page's order, f, u, o, c; PyTorch has i, f, g, o"),
    "ucfo": ("i, g, f, o", "the rows are read as i, g, f, o; PyTorch has i, f, g, o"),
    "uofc": ("i, o, f, g", "the rows are read as i, o, f, g; PyTorch has i, f, g, o"),
    "uocf": ("i, o, g, f", "the rows are read as i, o, g, f; PyTorch has i, f, g, o"),
    "ocfu": ("from below", "the rows are read from below, o, g, f, i; PyTorch has i, f, g, o from above"),
    "ofcu": ("i and o swapped", "Γ_u and Γ_o have changed places: PyTorch's first rows are i, our u, and its last o"),
    "cfuo": ("i and g swapped", "Γ_u and c̃ have changed places: PyTorch's first rows are i, our u, its third g, our candidate"),
    "fcuo": ("f, g, i, o", "the rows are read as f, g, i, o; PyTorch has i, f, g, o"),
}

FROM_PYTORCH = [
    *(Mistake(name, (NAMES, BIAS_NAMES), tuple(", ".join(kind + letter for letter in order) for kind in "Wb"), says)
      for order, (name, says) in ORDERS.items()),
    Mistake("every fourth row", ("np.split(W, 4)", "np.split(b, 4)"),
            ("(W[k::4] for k in range(4))", "(b[k::4] for k in range(4))"),
            "each gate takes every fourth row; its rows lie together, n_a of them under one another"),
    Mistake("biases in another order", BIAS_NAMES, "bf, bu, bo, bc",
            "the weights are in PyTorch's order and the biases in this page's; both have i, f, g, o"),
    Mistake("i and f of the weights swapped", NAMES, "Wf, Wu, Wc, Wo",
            "Wf and Wu have changed places, though the biases are right: PyTorch has i, f, g, o"),
    Mistake("i and f of the biases swapped", BIAS_NAMES, "bf, bu, bc, bo",
            "bf and bu have changed places, though the weights are right: PyTorch has i, f, g, o"),
    Mistake("g and o of the weights swapped", NAMES, "Wu, Wf, Wo, Wc",
            "Wc and Wo have changed places, though the biases are right: PyTorch has i, f, g, o"),
    Mistake("g and o of the biases swapped", BIAS_NAMES, "bu, bf, bo, bc",
            "bc and bo have changed places, though the weights are right: PyTorch has i, f, g, o"),
    Mistake("columns of x first", COLUMNS, "[w_ih, w_hh]",
            "the columns of x stand first; in this course those of a do, as in [a; x]"),
    Mistake("b_hh lost", BIASES, "b_ih[:, np.newaxis]", "the second bias, b_hh, is lost: PyTorch adds both"),
    Mistake("b_ih lost", BIASES, "b_hh[:, np.newaxis]", "the first bias, b_ih, is lost: PyTorch adds both"),
    Mistake("biases averaged", BIASES, "((b_ih + b_hh) / 2)[:, np.newaxis]", "the mean of the two biases is taken; PyTorch adds"),
    Mistake("b_hh subtracted", BIASES, "(b_ih - b_hh)[:, np.newaxis]", "b_hh is subtracted; PyTorch adds both"),
    Mistake("biases multiplied", BIASES, "(b_ih * b_hh)[:, np.newaxis]", "the biases are multiplied; PyTorch adds both"),
    *ways("biases put together", "the two biases are put together, and not added: there is one bias for each gate, their sum",
          (BIASES, "np.stack([b_ih, b_hh], axis=1)"),
          (BIASES, "np.stack([b_ih.reshape(4, -1), b_hh.reshape(4, -1)], axis=1).reshape(-1, 1)")),
    Mistake("biases in W", COLUMNS, "[w_hh, w_ih, b_ih[:, np.newaxis] + b_hh[:, np.newaxis]]",
            "W has the biases as its last column, as on this page; from page 7 on they are arrays of their own"),
    Mistake("b_ih twice", BIASES, "(b_ih + b_ih)[:, np.newaxis]", "b_ih is added to itself; the other bias is b_hh"),
    Mistake("b_hh twice", BIASES, "(b_hh + b_hh)[:, np.newaxis]", "b_hh is added to itself; the other bias is b_ih"),
    Mistake("biases without an axis", BIASES, "b_ih + b_hh",
            "the biases have the shape (n_a,); here a bias is a column, (n_a, 1), so that it is added to each example"),
    Mistake("w_hh transposed", COLUMNS, "[w_hh.reshape(4, len(w_hh) // 4, -1).transpose(0, 2, 1).reshape(w_hh.shape), w_ih]",
            "the square matrix of each gate is transposed; PyTorch's are meant for W @ a, as ours are"),
]


# The exercises ---------------------------------------------------------------------------------------------------------

EXERCISES = [
    Exercise(one_product.lstm_step_in_one_product, "15", "one product, one tanh, and equation (2)", step,
             returns="a_next c_next", order="c_next a_next",
             mistakes=STEP),
    Exercise(one_product.from_pytorch, "15", "the rows of i, f, g, o under this course's names", of_pytorch,
             order="Wf bf Wu bu Wc bc Wo bo",
             mistakes=FROM_PYTORCH),
]
