"""What goes wrong in a cell, whatever its gates: in its prediction, and in the derivatives of σ and tanh on the way back.
"""
from helpers.exercises.exercise import SYMBOLS, Mistake, each


def prediction(Wy, equation):
    """Return what goes wrong in ŷ = softmax(W_y a + b_y): `Wy` names the weights, `equation` says which it is on the page."""
    z, whole = f"{Wy} @ a_next + by", f"softmax({Wy} @ a_next + by)"
    return [
        Mistake("prediction from the old state", z, f"{Wy} @ a_prev + by",
                "the prediction is made from the state before the step, a_prev, and not from a_next"),
        Mistake("output bias forgotten", z, f"{Wy} @ a_next", f"the bias by is forgotten in equation ({equation})"),
        Mistake("output bias subtracted", z, f"{Wy} @ a_next - by", f"the bias by is subtracted in equation ({equation})"),
        Mistake("output bias twice", z, f"{z} + by", f"the bias by is added twice in equation ({equation})"),
        Mistake("output bias after softmax", whole, f"softmax({Wy} @ a_next) + by",
                "the bias by is added after softmax, not before: mind the closing parenthesis"),
        Mistake("softmax forgotten", whole, z, "the prediction isn't taken through softmax"),
        Mistake("sigmoid for softmax", whole, f"1 / (1 + np.exp(-({z})))",
                f"sigmoid stands where softmax belongs, in equation ({equation})"),
        Mistake("tanh for softmax", whole, f"np.tanh({z})", f"tanh stands where softmax belongs, in equation ({equation})"),
        Mistake("softmax over the examples", whole, f"softmax(({z}).T).T",
                "softmax runs over the examples: each column should sum to 1, here each row does"),
        Mistake("softmax over everything", whole, f"softmax(({z}).reshape(-1)).reshape(by.shape[0], -1)",
                "softmax runs over all examples together: each column should sum to 1, here the whole array does"),
        Mistake("logarithm of softmax", whole, f"np.log({whole})",
                "a logarithm is taken of the prediction; it belongs to the loss"),
        Mistake("softmax twice", whole, f"softmax({whole})", "softmax is taken twice; once makes each column sum to 1"),
        Mistake("softmax of tanh", whole, f"softmax(np.tanh({z}))",
                f"tanh is taken inside softmax; equation ({equation}) has none"),
        Mistake("softmax of sigmoid", whole, f"softmax(1 / (1 + np.exp(-({z}))))",
                f"sigmoid is taken inside softmax; equation ({equation}) has none"),
        Mistake("softmax turned round", whole, f"softmax(-({z}))",
                "softmax is taken of −z: the likeliest class becomes the unlikeliest"),
        Mistake("exponential only", whole, f"np.exp({z})", "only e^z is taken; softmax divides it by its sum over the column"),
        Mistake("exponential forgotten", whole, f"({z}) / np.sum({z}, axis=0)",
                "z is divided by its sum; softmax takes e^z first, and then divides"),
        Mistake("divided by the largest", whole, f"np.exp({z} - np.max({z}, axis=0))",
                "each column's largest number is brought to e^0 = 1, and nothing is divided by the sum"),
        Mistake("one-hot prediction", whole, f"np.eye(by.shape[0])[np.argmax({z}, axis=0)].T",
                "the prediction is a 1 for the likeliest class and 0 elsewhere; it is a column of probabilities"),
        Mistake("uniform prediction", whole, f"softmax(0 * ({z}))",
                "every class gets the same probability: what goes into softmax is zero or all alike"),
        Mistake("prediction left at zero", whole, f"0 * ({z})", "the prediction is all zeros: it is made, and never filled"),
        Mistake("class for prediction", whole, f"np.argmax({z}, axis=0)",
                "the likeliest class is returned; the prediction is the whole column of probabilities"),
    ]


def gates(lines):
    """Return what goes wrong where gates (and candidate) are made: `lines` holds for each letter the reference's line."""
    letters = "".join(lines)
    sigmoids = letters.replace("c", "")
    find = {g: line.partition(" = ")[2] for g, line in lines.items()}

    def changed(g, old, new):
        return find[g].replace(old, new)

    found = []
    for g in letters:
        G, function = SYMBOLS[g], "np.tanh(" if g == "c" else "sigmoid("
        found += [
            Mistake(f"b{g} forgotten", find[g], changed(g, f" + b{g}", ""), f"the bias b{g} is forgotten"),
            Mistake(f"b{g} subtracted", find[g], changed(g, f"+ b{g}", f"- b{g}"), f"the bias b{g} is subtracted"),
            Mistake(f"b{g} after the function", find[g], changed(g, f" + b{g})", f") + b{g}"),
                    f"the bias b{g} is added after {function[:-1]}, not before: mind the closing parenthesis"),
            Mistake(f"{G} turned round", find[g], changed(g, function, f"{function}-(").replace(f" + b{g})", f" + b{g}))"),
                    f"{G} has a minus too many inside {function[:-1]}" + ("" if g == "c" else f", or 1 − {G} stands for it")),
            Mistake(f"{G} without its function", find[g], changed(g, function, "("),
                    f"{G} isn't taken through {function[3 * (g == 'c'):-1]}"),
            Mistake(f"{G} through softmax", find[g], changed(g, function, "softmax("),
                    f"{G} goes through softmax, so that the units share one; "
                    f"{'it takes tanh' if g == 'c' else 'a gate takes sigmoid'}"),
            Mistake(f"{G} through {function[3 * (g == 'c'):-1]} twice", find[g], f"{function}{find[g]})",
                    f"{G} is taken through {function[3 * (g == 'c'):-1]} twice"),
            Mistake(f"{G} without the column", find[g], f"{function}b{g} + np.zeros(a_prev.shape))",
                    f"only the bias is left in {G}: W{g} @ [a; x] is missing"),
        ]
        if g != "c":
            found.append(Mistake(f"{G} through tanh", find[g], changed(g, function, "np.tanh("),
                                 f"{G} goes through tanh; a gate is between 0 and 1, so it takes sigmoid"))
            found.append(Mistake(f"{G} through ReLU", find[g], changed(g, function, "np.maximum(0, "),
                                 f"{G} goes through ReLU, max(0, z); a gate is between 0 and 1, so it takes sigmoid"))
            found.append(Mistake(f"brackets of sigmoid in {G}", find[g], changed(g, "sigmoid(", "1 + np.exp(-1 * ("
                                 ).replace(f" + b{g})", f" + b{g}))"),
                                 f"the brackets below the line are missing in {G}: 1 / (1 + e^−z), not 1 / 1 + e^−z"))
        for h in letters:
            if h != g:
                found += [
                    Mistake(f"{G} with b{h}", find[g], changed(g, f"+ b{g}", f"+ b{h}"),
                            f"{G} is made with the bias b{h}; its own is b{g}"),
                    Mistake(f"{G} with W{h}", find[g], changed(g, f"W{g} ", f"W{h} "),
                            f"{G} is made with the weights W{h}; its own are W{g}"),
                    Mistake(f"{G} with W{h} and b{h}", find[g], changed(g, f"W{g} ", f"W{h} ").replace(f"+ b{g}", f"+ b{h}"),
                            f"{G} is made with W{h} and b{h}; it has weights and a bias of its own, W{g} and b{g}"),
                ]
    for i, g in enumerate(letters):
        for h in letters[i + 1:]:
            names = [line.partition(" = ")[0] for line in (lines[g], lines[h])]
            found += [
                Mistake(f"b{g} and b{h} swapped", (find[g], find[h]), (changed(g, f"+ b{g}", f"+ b{h}"), changed(h, f"+ b{h}",
                        f"+ b{g}")),
                        f"the biases b{g} and b{h} have changed places"),
                Mistake(f"W{g} and W{h} swapped", (find[g], find[h]), (changed(g, f"W{g} ", f"W{h} "), changed(h, f"W{h} ",
                        f"W{g} ")),
                        f"the weights W{g} and W{h} have changed places"),
            ]
            if h != "c":
                found.append(Mistake(f"{SYMBOLS[g]} and {SYMBOLS[h]} swapped", (lines[g], lines[h]),
                                     tuple(f"{name} = {find[other]}" for name, other in zip(names, (h, g))),
                                     f"{SYMBOLS[g]} is made with W{h} and b{h}, and {SYMBOLS[h]} with W{g} and b{g}"))

    def all_of(chosen, old, new):
        return tuple(find[g] for g in chosen), tuple(changed(g, old(g), new(g)) for g in chosen)

    found += [
        Mistake("gates' biases forgotten", *all_of(sigmoids, lambda g: f" + b{g}", lambda g: ""),
                "the biases of the gates are forgotten"),
        Mistake("gates through tanh", *all_of(sigmoids, lambda g: "sigmoid(", lambda g: "np.tanh("),
                "the gates go through tanh; a gate is between 0 and 1, so it takes sigmoid"),
        Mistake("gates through ReLU", *all_of(sigmoids, lambda g: "sigmoid(", lambda g: "np.maximum(0, "),
                "the gates go through ReLU, max(0, z); a gate is between 0 and 1, so it takes sigmoid"),
        Mistake("gates through softmax", *all_of(sigmoids, lambda g: "sigmoid(", lambda g: "softmax("),
                "the gates go through softmax, so that the units share one; each takes sigmoid by itself"),
        Mistake("gates without sigmoid", *all_of(sigmoids, lambda g: "sigmoid(", lambda g: "("),
                "the gates aren't taken through sigmoid"),
        Mistake("gates turned round", *all_of(sigmoids, lambda g: f"sigmoid(W{g} @ {_column(find[g])} + b{g}", lambda g:
                f"sigmoid(-(W{g} @ {_column(find[g])} + b{g})"),
                "the sign inside sigmoid is wrong in every gate: σ(z) = 1 / (1 + e^−z)"),
    ]
    return found if letters == sigmoids else found + [
        Mistake("all biases forgotten", *all_of(letters, lambda g: f" + b{g}", lambda g: ""),
                "the biases of the gates and of the candidate are forgotten"),
        Mistake("candidate through sigmoid", find["c"], changed("c", "np.tanh(", "sigmoid("),
                "the candidate goes through sigmoid; it must be able to be negative, so it takes tanh"),
    ]


def _column(line):
    return line.partition(" @ ")[2].partition(" + ")[0]


# The derivative of σ, Γ(1 − Γ), in the line dz = dΓ ∗ Γ ∗ (1 − Γ): what stands there instead, and what is said of it.
SIGMOIDS = (
    ("derivative of {G} forgotten", "d{Γ}", "the derivative of sigmoid, {G}(1 − {G}), is forgotten in dz{g}"),
    ("tanh's derivative for {G}", "d{Γ} * (1 - {Γ}**2)", "the derivative of tanh stands for that of sigmoid in dz{g}"),
    ("half of the derivative of {G}", "d{Γ} * (1 - {Γ})",
     "the derivative of sigmoid in dz{g} is {G}(1 − {G}), and the first {G} is missing"),
    ("1 − {G} forgotten", "d{Γ} * {Γ}", "the derivative of sigmoid in dz{g} is {G}(1 − {G}), and the factor 1 − {G} is missing"),
    ("sigmoid for its derivative in dz{g}", "d{Γ} * sigmoid({Γ})",
     "σ({G}) stands where the derivative of σ belongs in dz{g}: it is {G}(1 − {G})"),
    ("sigmoid once more in dz{g}", "d{Γ} * sigmoid({Γ}) * (1 - sigmoid({Γ}))",
     "sigmoid is taken once more in dz{g}: {G} is a sigmoid already, so its derivative is {G}(1 − {G})"),
    ("d{G} forgotten in dz{g}", "{Γ} * (1 - {Γ})", "d{G} isn't multiplied into dz{g}: the chain rule starts with it"),
    ("derivative of {G} twice", "d{Γ} * ({Γ} * (1 - {Γ}))**2", "the derivative of sigmoid is multiplied into dz{g} twice"),
    ("derivative of {G} turned round", "d{Γ} * {Γ} * ({Γ} - 1)",
     "the derivative of sigmoid in dz{g} has the wrong sign: it is {G}(1 − {G})"),
    ("derivative of {G} with a plus", "d{Γ} * {Γ} * (1 + {Γ})",
     "the derivative of sigmoid in dz{g} is written {G}(1 + {G}), with a plus"),
    ("square in the derivative of {G}", "d{Γ} * {Γ} * (1 - {Γ}**2)",
     "the derivative of sigmoid in dz{g} is written {G}(1 − {G}²); it has no square"),
    ("{G} once too often in dz{g}", "d{Γ} * {Γ}**2 * (1 - {Γ})",
     "{G} is multiplied into dz{g} twice; the derivative of sigmoid is {G}(1 − {G})"),
    ("whole bracket squared in dz{g}", "d{Γ} * (1 - {Γ})**2",
     "the derivative of sigmoid in dz{g} is written (1 − {G})²; it is {G}(1 − {G})"),
    ("parentheses forgotten in dz{g}", "d{Γ} * {Γ} * 1 - {Γ}", "the parentheses around 1 − {G} are missing in dz{g}"),
    ("Γ at c̃ in dz{g}", "d{Γ} * c_tilde * (1 - c_tilde)", "c̃ stands for {G} in the derivative of sigmoid in dz{g}"),
)

# The same for the candidate's: dz_c = dc̃ ∗ (1 − c̃²).
TANHS = (
    ("derivative of c̃ forgotten", "dc_tilde", "the derivative of tanh, 1 − c̃², is forgotten in dzc"),
    ("sigmoid's derivative for c̃", "dc_tilde * c_tilde * (1 - c_tilde)",
     "the derivative of sigmoid stands for that of tanh in dzc"),
    ("square forgotten in dzc", "dc_tilde * (1 - c_tilde)", "the square is forgotten in 1 − c̃², in dzc"),
    ("tanh once more in dzc", "dc_tilde * (1 - np.tanh(c_tilde)**2)",
     "tanh is taken once more in dzc: c̃ is a tanh already, so its derivative is 1 − c̃²"),
    ("tanh of the square in dzc", "dc_tilde * (1 - np.tanh(c_tilde**2))", "dzc has 1 − tanh(c̃²); c̃ is a tanh already: 1 − c̃²"),
    ("bracket squared in dzc", "dc_tilde * (1 - c_tilde)**2",
     "the square stands outside the bracket in dzc: it is 1 − c̃², not (1 − c̃)²"),
    ("c̃² for 1 − c̃²", "dc_tilde * c_tilde**2", "c̃² stands for 1 − c̃² in dzc"),
    ("plus in dzc", "dc_tilde * (1 + c_tilde**2)", "the derivative of tanh in dzc is written 1 + c̃², with a plus"),
    ("sign of the derivative of c̃", "dc_tilde * (c_tilde**2 - 1)",
     "the derivative of tanh in dzc has the wrong sign: it is 1 − c̃²"),
    ("derivative of c̃ twice", "dc_tilde * (1 - c_tilde**2)**2", "the derivative of tanh is multiplied into dzc twice"),
    ("c̃ once too often", "dc_tilde * c_tilde * (1 - c_tilde**2)",
     "c̃ is multiplied into dzc too; the derivative of tanh is 1 − c̃² alone"),
    ("c̃ and tanh once too often", "dc_tilde * c_tilde * (1 - np.tanh(c_tilde)**2)",
     "dzc has c̃ ∗ (1 − tanh²(c̃)); c̃ is a tanh already, and its derivative is 1 − c̃² alone"),
    ("dc̃ forgotten in dzc", "(1 - c_tilde**2)", "dc̃ isn't multiplied into dzc: the chain rule starts with it"),
    ("parentheses forgotten in dzc", "dc_tilde * 1 - c_tilde**2", "the parentheses around 1 − c̃² are missing in dzc"),
    ("tanh for its derivative in dzc", "dc_tilde * np.tanh(c_tilde)",
     "tanh(c̃) stands where the derivative of tanh belongs in dzc: it is 1 − c̃²"),
    ("derivative of sigmoid and tanh in dzc", "dc_tilde * c_tilde * (1 - c_tilde) * (1 - c_tilde**2)",
     "both derivatives, of sigmoid and of tanh, are multiplied into dzc; the candidate has tanh only"),
)


def derivatives(gates):
    """Return what goes wrong with the derivatives of σ at the gates, one or all of them, and of tanh at the candidate."""
    def lines(pattern):
        return tuple(pattern.replace("{Γ}", f"gamma_{g}") for g in gates)

    right, right_c = "d{Γ} * {Γ} * (1 - {Γ})", "dc_tilde * (1 - c_tilde**2)"
    found = [Mistake(name, right_c, wrong, says) for name, wrong, says in TANHS]
    for name, wrong, says in SIGMOIDS:
        found += each(gates, name, right.replace("{Γ}", "gamma_{g}"), wrong.replace("{Γ}", "gamma_{g}"), says)
        found.append(Mistake(name.replace("{G}", "every Γ").replace("dz{g}", "every dz"), lines(right), lines(wrong),
                             says.replace("{G}", "Γ").replace("dz{g}", "dz of every gate")))
    found += each(gates, "{H} in the derivative of {G}", "dgamma_{g} * gamma_{g} * (1 - gamma_{g})",
                  "dgamma_{g} * gamma_{g} * (1 - gamma_{h})",
                  "1 − {H} stands for 1 − {G} in the derivative of sigmoid in dz{g}", others=gates)
    found += each(gates, "derivative of {H} for that of {G}", "dgamma_{g} * gamma_{g} * (1 - gamma_{g})",
                  "dgamma_{g} * gamma_{h} * (1 - gamma_{h})", "the derivative of {H} stands for that of {G} in dz{g}",
                  others=gates)
    everywhere = (*lines(right), right_c)
    return found + [
        Mistake("all derivatives forgotten", everywhere, (*lines("d{Γ}"), "dc_tilde"),
                "the derivatives of sigmoid and tanh are forgotten in every dz: dΓ and dc̃ are taken for them"),
        Mistake("sigmoid and tanh once more in every dz", everywhere, (*lines("d{Γ} * sigmoid({Γ}) * (1 - sigmoid({Γ}))"),
                "dc_tilde * (1 - np.tanh(c_tilde)**2)"),
                "sigmoid and tanh are taken once more in every dz: Γ and c̃ are their results already"),
    ]


def weights_back(through, apart, column):
    """Return what goes wrong where each gate's dz becomes dW and db, and where it goes on to [da; dx].

    `through` are the gates whose ways to [da; dx] are added in one line, `apart` the others; `column` gives for a gate the
    name of what its weights multiplied.
    """
    gates = through + apart
    W = tuple(f"dz{g} @ {column(g)}.T" for g in gates)
    b = tuple(f"np.sum(dz{g}, axis=1, keepdims=True)" for g in gates)

    def all_of(lines, old, new):
        return tuple(line.replace(old, new) for line in lines)

    found = [
        Mistake("biases a mean", b, all_of(b, "sum", "mean"),
                "the gradients of the biases are means over the examples and not sums"),
        Mistake("biases without keepdims", b, all_of(b, ", keepdims=True", ""),
                "keepdims=True is missing from the sums of the biases: (n_a,) stands where (n_a, 1) belongs"),
        Mistake("biases not summed", b, tuple(f"dz{g}" for g in gates),
                "the gradients of the biases aren't summed over the examples: db is np.sum(dz, axis=1, keepdims=True)"),
        Mistake("biases summed over the units", b, all_of(b, "axis=1", "axis=0"),
                "the gradients of the biases are summed over the units, axis 0; they are sums over the examples, axis 1"),
        Mistake("biases summed over everything", b, all_of(b, "axis=1, ", ""),
                "the gradients of the biases are summed over the units too; each unit has a bias of its own"),
        Mistake("one sum for all units", b, tuple(f"np.full((n_a, 1), np.sum(dz{g}))" for g in gates),
                "each unit's bias gets the sum over all units; it is the sum over the examples of that unit alone"),
        Mistake("weights divided by m", W, tuple(line + " / xt.shape[1]" for line in W),
                "the gradients of the weights are divided by m; the mean is in what comes in already"),
        Mistake("weights and biases divided by m", W + b, tuple(line + " / xt.shape[1]" for line in W + b),
                "the gradients of weights and biases are divided by m; the mean is in what comes in already"),
        Mistake("last example only", W + b, tuple(f"dz{g}[:, -1:] @ {column(g)}[:, -1:].T" for g in gates)
                + tuple(f"dz{g}[:, -1:]" for g in gates),
                "the gradients of weights and biases are the last example's alone, as = in a loop over the examples leaves them; "
                "they add up: +="),
        Mistake("weights transposed", W, tuple(f"{column(g)} @ dz{g}.T" for g in gates),
                "the factors of dW have changed places: dz @ concat.T has the shape of W, concat @ dz.T that of its transpose"),
        Mistake("weights from dΓ", W, tuple(line.replace("dzc", "dc_tilde").replace("dz", "dgamma_") for line in W),
                "dW is made from dΓ and dc̃ and not from dz, so that the derivatives of sigmoid and tanh are missing there"),
        Mistake("weights and biases from dΓ", W + b, tuple(line.replace("dzc", "dc_tilde").replace("dz",
                "dgamma_") for line in W + b),
                "dW and db are made from dΓ and dc̃ and not from dz, so that the derivatives of sigmoid and tanh are missing "
                "there"),
        Mistake("gates' weights from dΓ", tuple(w for w in W if "dzc" not in w),
                tuple(w.replace("dz", "dgamma_") for w in W if "dzc" not in w),
                "dW of the gates is made from dΓ and not from dz, so that the derivative of sigmoid is missing there"),
        Mistake("biases before the derivative", b, tuple(line.replace("dzc", "dc_tilde").replace("dz", "dgamma_") for line in b),
                "the gradients of the biases are sums of dΓ and dc̃; they are sums of dz"),
        Mistake("biases from the weights", b, tuple(line.replace(",", f" @ {column(g)}.T,", 1) for g, line in zip(gates, b)),
                "the gradients of the biases are row sums of dW; they are sums of dz over the examples"),
    ]
    for g in gates:
        d = "dc_tilde" if g == "c" else f"dgamma_{g}"
        found.append(Mistake(f"dW{g} from d{SYMBOLS[g]}", f"dz{g} @ {column(g)}.T", f"{d} @ {column(g)}.T",
                             f"dW{g} is made from d{SYMBOLS[g]} and not from dz{g}, so that a derivative is missing there"))
        found.append(Mistake(f"db{g} from d{SYMBOLS[g]}", f"np.sum(dz{g},", f"np.sum({d},",
                             f"db{g} is made from d{SYMBOLS[g]} and not from dz{g}, so that a derivative is missing there"))
        if g in through:
            found.append(Mistake(f"W{g} with d{SYMBOLS[g]}", f"W{g}.T @ dz{g}", f"W{g}.T @ {d}",
                                 f"W{g}ᵀ is multiplied by d{SYMBOLS[g]} and not by dz{g} on the way to da_prev and dxt"))
            found.append(Mistake(f"dW{g} for W{g}", f"W{g}.T @ dz{g}", f"(dz{g} @ {column(g)}.T).T @ dz{g}",
                                 f"the gradient dW{g} stands for the weights W{g} on the way to da_prev and dxt"))
        found.append(Mistake(f"db{g} a mean", f"np.sum(dz{g}, axis=1", f"np.mean(dz{g}, axis=1",
                             f"db{g} is the mean over the examples and not their sum"))
        for h in gates:
            if h != g:
                found.append(Mistake(f"dW{g} from dz{h}", f'"dW{g}": dz{g}', f'"dW{g}": dz{h}',
                                     f"dW{g} is made from dz{h}; it is made from dz{g}"))
                found.append(Mistake(f"db{g} from dz{h}", f"np.sum(dz{g},", f"np.sum(dz{h},",
                                     f"db{g} is made from dz{h}; it is made from dz{g}"))
            if h != g and g in through and h in through:
                found.append(Mistake(f"W{g} with dz{h}", f"W{g}.T @ dz{g}", f"W{g}.T @ dz{h}",
                                     f"W{g}ᵀ is multiplied by dz{h} on the way to da_prev and dxt; W{g} goes with dz{g}"))
                found.append(Mistake(f"W{h} for W{g}", f"W{g}.T @ dz{g}", f"W{h}.T @ dz{g}",
                                     f"dz{g} is multiplied by W{h}ᵀ on the way to da_prev and dxt; dz{g} goes with W{g}"))
    for g, h in ((g, h) for i, g in enumerate(gates) for h in gates[i + 1:]):
        found += [
            Mistake(f"dW{g} and dW{h} swapped", (f'"dW{g}": dz{g}', f'"dW{h}": dz{h}'), (f'"dW{g}": dz{h}', f'"dW{h}": dz{g}'),
                    f"dW{g} is made from dz{h}, and dW{h} from dz{g}"),
            Mistake(f"db{g} and db{h} swapped", (f'"db{g}": np.sum(dz{g},', f'"db{h}": np.sum(dz{h},'),
                    (f'"db{g}": np.sum(dz{h},', f'"db{h}": np.sum(dz{g},'), f"db{g} is made from dz{h}, and db{h} from dz{g}"),
        ]
        if h in through:
            found.append(Mistake(f"dz{g} and dz{h} swapped on the way back", (f"W{g}.T @ dz{g}", f"W{h}.T @ dz{h}"),
                                 (f"W{g}.T @ dz{h}", f"W{h}.T @ dz{g}"),
                                 f"W{g}ᵀ is multiplied by dz{h} and W{h}ᵀ by dz{g} on the way to da_prev and dxt"))
    if len(through) > 2:
        found += each(through, "W{g} for all W", tuple(f"W{h}.T @ dz{h}" for h in through),
                      tuple("W{g}.T @ dz" + h for h in through),
                      "every dz is multiplied by W{g}ᵀ on the way to da_prev and dxt; each goes with its own W")
    ways_back = tuple(f"W{g}.T @ dz{g}" for g in through)
    return found + [Mistake("dW for W", ways_back, tuple(f"(dz{g} @ {column(g)}.T).T @ dz{g}" for g in through),
                            "the gradients dW stand for the weights W on the way to da_prev and dxt")]
