"""Right answers written in other ways: the check must let every one of them pass.

{exercise: {what is special: its source}}. A variant sees the names of the reference's module.
"""
VARIANTS = {
    "orthogonal_columns": {
        "QR, with signs": """
def orthogonal_columns(A):
    Q, R = np.linalg.qr(A)
    return Q * np.sign(np.diag(R))
""",
        "one after the other off what is left": """
def orthogonal_columns(W):
    W = W.copy()
    n = W.shape[1]
    for j in range(n):
        for i in range(j):
            W[:, j] -= np.sum(W[:, i] * W[:, j]) * W[:, i]
        W[:, j] /= np.sqrt(np.sum(W[:, j] ** 2))
    return W
""",
        "a list of columns": """
def orthogonal_columns(A):
    columns = []
    for a in A.T:
        q = a - sum((np.dot(c, a) * c for c in columns), start=0 * a)
        columns.append(q / np.linalg.norm(q))
    return np.column_stack(columns)
""",
        "lengths at the end, projections divided": """
def orthogonal_columns(A):
    U = A.copy()
    for k in range(1, len(A)):
        for j in range(k):
            U[:, k] -= U[:, j] * (U[:, j] @ A[:, k]) / (U[:, j] @ U[:, j])
    return U / np.linalg.norm(U, axis=0)
""",
    },
    "along_memory": {
        "a cumulative product, turned": """
def along_memory(dc_last, gamma_f):
    later = np.cumprod(gamma_f[:, :, :0:-1], axis=2)[:, :, ::-1]
    return dc_last[:, :, None] * np.concatenate([later, np.ones((*dc_last.shape, 1))], axis=2)
""",
        "a product for each step": """
def along_memory(dc, gates):
    return np.stack([dc * np.prod(gates[:, :, t + 1:], axis=2) for t in range(gates.shape[2])], axis=2)
""",
        "a gradient that is carried": """
def along_memory(dc_last, gamma_f):
    dc = dc_last.copy()
    found = np.empty(gamma_f.shape)
    for t in range(gamma_f.shape[2] - 1, -1, -1):
        found[:, :, t] = dc
        dc = dc * gamma_f[:, :, t]
    return found
""",
    },
    "step": {
        "other names": """
def step(memory, new, keep, take):
    z = keep * memory
    z = z + take * new
    return np.tanh(z)
""",
        "tanh by exponentials": """
def step(a_prev, xt, w_a, w_x):
    z = w_x * xt + w_a * a_prev
    return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))
""",
        "a loop over the examples": """
def step(a_prev, xt, w_a, w_x):
    import math
    return np.array([math.tanh(w_a * a + w_x * x) for a, x in zip(a_prev, xt)])
""",
    },
    "how_sure": {
        "a sum in a loop, halved until it is narrow": """
def how_sure(k, n):
    low, high = 0, 1
    while high - low > 1e-12:
        p, chance = 0.5 * (low + high), 0
        for j in range(k, n + 1):
            chance += math.comb(n, j) * p**j * (1 - p) ** (n - j)
        low, high = (p, high) if chance < 0.025 else (low, p)
    return 0.5 * (low + high) if k else 0.0
""",
        "by what is left over": """
def how_sure(k, n):
    low, high = 0.0, 1.0
    for _ in range(50):
        p = (low + high) / 2
        fewer = sum(math.comb(n, j) * p**j * (1 - p) ** (n - j) for j in range(k))
        if fewer > 0.975:
            low = p
        else:
            high = p
    return low
""",
        "ever finer grids": """
def how_sure(k, n):
    p, width = 0.0, 0.1
    while width > 1e-9:
        while sum(math.comb(n, j) * (p + width)**j * (1 - p - width)**(n - j) for j in range(k, n + 1)) < 0.025:
            p += width
        width /= 10
    return p
""",
    },
    "silenced": {
        "a new array by np.where": """
def silenced(x, parameters, unit, value):
    n_a = len(parameters["bf"])
    a = c = np.zeros((n_a, x.shape[1]))
    rows = (np.arange(n_a) == unit)[:, None]
    found = []
    for t in range(x.shape[2]):
        _, c, _, cache = lstm_cell_forward(x[:, :, t], a, c, parameters)
        c = np.where(rows, value[t], c)
        a = cache.gamma_o * np.tanh(c)
        found.append(softmax(parameters["Wy"] @ a + parameters["by"]))
    return np.stack(found, axis=2)
""",
        "the unit's row of a alone": """
def silenced(x, parameters, unit, value):
    a = np.zeros((len(parameters["bf"]), x.shape[1]))
    c, y_pred = a, np.zeros((len(parameters["by"]), *x.shape[1:]))
    for t in range(x.shape[2]):
        a, c, _, cache = lstm_cell_forward(x[:, :, t], a, c, parameters)
        a, c = a.copy(), c.copy()
        c[unit, :] = value[t]
        a[unit, :] = cache[7][unit, :] * np.tanh(value[t])
        y_pred[:, :, t] = softmax(parameters["Wy"] @ a + parameters["by"])
    return y_pred
""",
    },
    "piece": {
        "its own loop back": """
def piece(parameters, x, y, a0, c0):
    from helpers.networks.lstm import lstm_cell_backward
    T_x, a, y_pred, caches = x.shape[2], [], [], []
    a_next, c_next = a0, c0
    for t in range(T_x):
        a_next, c_next, yt_pred, cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)
        a.append(a_next)
        y_pred.append(yt_pred)
        caches.append(cache)
    a, y_pred = np.stack(a, axis=2), np.stack(y_pred, axis=2)
    dzy = (y_pred - y) / np.sum(y)
    gradients = {"dWy": np.einsum("ymt,amt->ya", dzy, a), "dby": dzy.sum(axis=(1, 2))[:, None]}
    da_prev = dc_prev = np.zeros(a0.shape)
    for t in range(T_x - 1, -1, -1):
        step = lstm_cell_backward(parameters["Wy"].T @ dzy[:, :, t] + da_prev, dc_prev, caches[t])
        da_prev, dc_prev = step["da_prev"], step["dc_prev"]
        for key in ("dWf", "dbf", "dWu", "dbu", "dWc", "dbc", "dWo", "dbo"):
            gradients[key] = gradients.get(key, 0) + step[key]
    return gradients, a_next, c_next
""",
        "all that comes back": """
def piece(parameters, x, y, a0, c0):
    a, y_pred, caches, state = np.zeros((*a0.shape, x.shape[2])), np.zeros(y.shape), [], (a0, c0)
    for t in range(x.shape[2]):
        *state, y_pred[:, :, t], cache = lstm_cell_forward(x[:, :, t], *state, parameters)
        a[:, :, t] = state[0]
        caches.append(cache)
    da, dWy, dby = output_backward(softmax_cross_entropy_backward(y_pred, y), a, parameters["Wy"])
    return lstm_backward(da, (caches, x)) | {"dWy": dWy, "dby": dby}, state[0], state[1]
""",
    },
    "rnn_cell_forward": {
        "np.dot and other names": """
def rnn_cell_forward(x, a, p):
    z = np.dot(p["Waa"], a) + np.dot(p["Wax"], x) + p["ba"]
    new = np.tanh(z)
    return new, softmax(np.dot(p["Wya"], new) + p["by"]), (new, a, x, p)
""",
        "einsum": """
def rnn_cell_forward(xt, a_prev, parameters):
    a_next = np.tanh(np.einsum("ax,xm->am", parameters["Wax"], xt) + np.einsum("ab,bm->am", parameters["Waa"], a_prev)
                     + parameters["ba"])
    yt_pred = softmax(np.einsum("ya,am->ym", parameters["Wya"], a_next) + parameters["by"])
    return a_next, yt_pred, RNNCellCache(a_next, a_prev, xt, parameters)
""",
        "one product of [a; x]": """
def rnn_cell_forward(xt, a_prev, parameters):
    W = np.hstack([parameters["Waa"], parameters["Wax"]])
    a_next = np.tanh(W @ np.vstack([a_prev, xt]) + parameters["ba"])
    scores = np.exp(parameters["Wya"] @ a_next + parameters["by"])
    yt_pred = scores / scores.sum(axis=0)
    return [a_next, yt_pred, [a_next, a_prev, xt, parameters]]
""",
        "one example at a time": """
def rnn_cell_forward(xt, a_prev, parameters):
    n_a, m = a_prev.shape
    a_next = np.empty((n_a, m))
    yt_pred = np.empty((parameters["by"].shape[0], m))
    for i in range(m):
        z = parameters["Wax"] @ xt[:, i] + parameters["Waa"] @ a_prev[:, i] + parameters["ba"][:, 0]
        a_next[:, i] = np.tanh(z)
        yt_pred[:, i] = softmax(parameters["Wya"] @ a_next[:, i] + parameters["by"][:, 0])
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)
""",
        "asserts and prints": """
def rnn_cell_forward(xt, a_prev, parameters):
    assert xt.shape[1] == a_prev.shape[1], "as many examples in both"
    a_next = np.tanh(parameters["Wax"] @ xt + parameters["Waa"] @ a_prev + parameters["ba"])
    print("a_next", a_next)
    assert np.all(np.abs(a_next) <= 1)
    yt_pred = softmax(parameters["Wya"] @ a_next + parameters["by"])
    return a_next, yt_pred, (a_next.copy(), a_prev.copy(), xt.copy(), dict(parameters))
""",
        "single precision": """
def rnn_cell_forward(xt, a_prev, parameters):
    p = {key: value.astype(np.float32) for key, value in parameters.items()}
    a_next = np.tanh(p["Wax"] @ xt.astype(np.float32) + p["Waa"] @ a_prev.astype(np.float32) + p["ba"])
    yt_pred = softmax(p["Wya"] @ a_next + p["by"])
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)
""",
        "in place on own arrays": """
def rnn_cell_forward(xt, a_prev, parameters):
    z = parameters["Wax"] @ xt
    z += parameters["Waa"] @ a_prev
    z += parameters["ba"]
    np.tanh(z, out=z)
    return z, softmax(parameters["Wya"] @ z + parameters["by"]), (z, a_prev, xt, parameters)
""",
        "default arguments": """
def rnn_cell_forward(xt, a_prev, parameters, verbose=False):
    Wax, Waa, Wya, ba, by = (parameters[key] for key in ("Wax", "Waa", "Wya", "ba", "by"))
    a_next = np.tanh(ba + Waa @ a_prev + Wax @ xt)
    return a_next, softmax(by + Wya @ a_next), RNNCellCache(a_next=a_next, a_prev=a_prev, xt=xt, parameters=parameters)
""",
    },
    "rnn_forward": {
        "lists, stacked at the end": """
def rnn_forward(x, a0, parameters):
    states, predictions, caches, a = [], [], [], a0
    for t in range(x.shape[2]):
        a, y, cache = rnn_cell_forward(x[:, :, t], a, parameters)
        states.append(a)
        predictions.append(y)
        caches.append(cache)
    return np.stack(states, axis=2), np.stack(predictions, axis=-1), (caches, x)
""",
        "state read back from a": """
def rnn_forward(x, a0, parameters):
    T_x = x.shape[-1]
    a = np.zeros((a0.shape[0], x.shape[1], T_x))
    y_pred = np.zeros((parameters["Wya"].shape[0], x.shape[1], T_x))
    caches = []
    for t in range(T_x):
        before = a0 if t == 0 else a[:, :, t - 1]
        a[:, :, t], y_pred[:, :, t], cache = rnn_cell_forward(x[:, :, t], before, parameters)
        caches += [cache]
    return a, y_pred, (tuple(caches), x)
""",
        "time moved to the front": """
def rnn_forward(x, a0, parameters):
    a_next, out = a0, []
    for xt in np.moveaxis(x, 2, 0):
        out.append(rnn_cell_forward(np.ascontiguousarray(xt), a_next, parameters))
        a_next = out[-1][0]
    a, y_pred, caches = zip(*out)
    return np.moveaxis(np.array(a), 0, 2), np.moveaxis(np.array(y_pred), 0, 2), (list(caches), x)
""",
        "the cell written out": """
def rnn_forward(x, a0, parameters):
    p, caches, a, y_pred = parameters, [], [], []
    state = a0.copy()
    t = 0
    while t < x.shape[2]:
        new = np.tanh(p["Wax"] @ x[..., t] + p["Waa"] @ state + p["ba"])
        caches.append((new, state, x[..., t], p))
        state = new
        a.append(new[:, :, None])
        y_pred.append(softmax(p["Wya"] @ new + p["by"])[:, :, None])
        t += 1
    return np.concatenate(a, axis=2), np.concatenate(y_pred, axis=2), (caches, x)
""",
    },
    "softmax_cross_entropy": {
        "picked by index": """
def softmax_cross_entropy(y_pred, y):
    return -np.mean(np.log(y_pred[y == 1]))
""",
        "a loop": """
def softmax_cross_entropy(y_pred, y):
    total, count = 0.0, 0
    for i in range(y.shape[1]):
        for t in range(y.shape[2]):
            for k in range(y.shape[0]):
                if y[k, i, t] == 1:
                    total, count = total - np.log(y_pred[k, i, t]), count + 1
    return total / count
""",
        "a small number in the logarithm": """
def softmax_cross_entropy(y_pred, y):
    return -(y * np.log(y_pred + 1e-12)).sum() / y.sum()
""",
        "an array without axes": """
def softmax_cross_entropy(y_pred, y):
    return np.array(-np.einsum("kmt,kmt->", y, np.log(y_pred)) / np.count_nonzero(y))
""",
    },
    "softmax_cross_entropy_backward": {
        "np.where": """
def softmax_cross_entropy_backward(y_pred, y):
    return np.where(y.sum(axis=0) > 0, y_pred - y, 0.0) / np.sum(y)
""",
        "in place on a copy": """
def softmax_cross_entropy_backward(y_pred, y):
    dzy = y_pred.copy()
    dzy -= y
    dzy[:, y.sum(axis=0) == 0] = 0
    dzy /= np.count_nonzero(y)
    return dzy
""",
        "divided first": """
def softmax_cross_entropy_backward(y_pred, y):
    N = number_of_targets(y)
    asked = y.max(axis=0)[None]
    return asked * y_pred / N - y / N
""",
    },
    "output_backward": {
        "a loop over the steps": """
def output_backward(dzy, a, Wy):
    da, dWy, dby = np.zeros(a.shape), np.zeros(Wy.shape), np.zeros((Wy.shape[0], 1))
    for t in range(a.shape[2]):
        da[:, :, t] = Wy.T @ dzy[:, :, t]
        dWy += dzy[:, :, t] @ a[:, :, t].T
        dby += dzy[:, :, t].sum(axis=1, keepdims=True)
    return da, dWy, dby
""",
        "tensordot": """
def output_backward(dzy, a, Wy):
    return (np.tensordot(Wy, dzy, axes=(0, 0)), np.tensordot(dzy, a, axes=([1, 2], [1, 2])),
            dzy.sum(axis=2).sum(axis=1)[:, None])
""",
        "reshaped to one product": """
def output_backward(dzy, a, Wy):
    n_y, n_a = Wy.shape
    flat, states = dzy.reshape(n_y, -1), a.reshape(n_a, -1)
    return [(Wy.T @ flat).reshape(a.shape), flat @ states.T, flat.sum(axis=1).reshape(n_y, 1)]
""",
    },
    "rnn_cell_backward": {
        "fields of the cache": """
def rnn_cell_backward(da_next, cache):
    dz = da_next * (1 - np.square(cache.a_next))
    return dict(dxt=cache.parameters["Wax"].T @ dz, dWax=dz @ cache.xt.T, da_prev=cache.parameters["Waa"].T @ dz,
                dWaa=dz @ cache.a_prev.T, dba=dz.sum(axis=1, keepdims=True))
""",
        "another formula for the slope": """
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, p = cache
    slope = 1 / np.cosh(p["Wax"] @ xt + p["Waa"] @ a_prev + p["ba"]) ** 2
    dz = slope * da_next
    return {"dxt": np.dot(dz.T, p["Wax"]).T, "da_prev": np.dot(dz.T, p["Waa"]).T, "dWax": np.einsum("am,xm->ax", dz, xt),
            "dWaa": np.einsum("am,bm->ab", dz, a_prev), "dba": dz @ np.ones((dz.shape[1], 1)), "dz": dz}
""",
        "summed example by example": """
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dWax, dWaa, dba = (np.zeros(parameters[key].shape) for key in ("Wax", "Waa", "ba"))
    dxt, da_prev = np.zeros(xt.shape), np.zeros(a_prev.shape)
    for i in reversed(range(xt.shape[1])):
        dz = (1 + a_next[:, i]) * (1 - a_next[:, i]) * da_next[:, i]
        dxt[:, i], da_prev[:, i] = parameters["Wax"].T @ dz, parameters["Waa"].T @ dz
        dWax += np.outer(dz, xt[:, i])
        dWaa += np.outer(dz, a_prev[:, i])
        dba[:, 0] += dz
    return {"dxt": dxt, "da_prev": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}
""",
    },
    "rnn_backward": {
        "carried in place on an own array": """
def rnn_backward(da, caches):
    steps, x = caches
    da = da.copy()
    total = {"dx": np.empty(x.shape)}
    for t in range(len(steps) - 1, -1, -1):
        grads = rnn_cell_backward(da[:, :, t], steps[t])
        if t > 0:
            da[:, :, t - 1] += grads["da_prev"]
        else:
            total["da0"] = grads["da_prev"]
        total["dx"][:, :, t] = grads["dxt"]
        for key in ("dWax", "dWaa", "dba"):
            total[key] = total.get(key, 0) + grads[key]
    return total
""",
        "summed at the end": """
def rnn_backward(da, caches):
    kept, carry = [], 0.0
    for t, cache in reversed(list(enumerate(caches[0]))):
        kept.insert(0, rnn_cell_backward(da[:, :, t] + carry, cache))
        carry = kept[0]["da_prev"]
    out = {key: sum(k[key] for k in kept) for key in ("dWax", "dWaa", "dba")}
    return out | {"dx": np.stack([k["dxt"] for k in kept], axis=2), "da0": carry}
""",
        "the first cache unpacked by place": """
def rnn_backward(da, caches):
    (caches, x) = caches
    _, _, _, parameters = caches[0]
    n_a, m, T = da.shape
    dx, dWaa, dWax, dba, da_prev = np.zeros_like(x), 0, 0, 0, np.zeros((n_a, m))
    for t in np.arange(T)[::-1]:
        g = rnn_cell_backward(da_prev + da[:, :, t], caches[int(t)])
        dx[:, :, t], da_prev = g["dxt"], g["da_prev"]
        dWaa, dWax, dba = dWaa + g["dWaa"], dWax + g["dWax"], dba + g["dba"]
    return {"dx": dx, "da0": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}
""",
    },
    "norms_through_time": {
        "norms of rows and columns together": """
def norms_through_time(da, caches):
    da = da.copy()
    for t in range(da.shape[2] - 1, 0, -1):
        a_next, _, _, parameters = caches[0][t]
        da[:, :, t - 1] += parameters["Waa"].T @ ((1 - a_next * a_next) * da[:, :, t])
    return np.sqrt(np.sum(da * da, axis=(0, 1)))
""",
        "from rnn_cell_backward, last step first": """
def norms_through_time(da, caches):
    norms, carry = [], 0
    for t in reversed(range(da.shape[2])):
        total = carry + da[:, :, t]
        norms.append(np.linalg.norm(total.ravel()))
        carry = rnn_cell_backward(total, caches[0][t])["da_prev"]
    return np.array(norms)[::-1]
""",
    },
    "decades_per_step": {
        "logarithm first": """
def decades_per_step(Waa):
    return np.max(np.log10(np.abs(np.linalg.eigvals(Waa))))
""",
        "natural logarithm, divided": """
def decades_per_step(W):
    values, _ = np.linalg.eig(W)
    return np.log(max(abs(v) for v in values)) / np.log(10)
""",
    },
    "gradient_step": {
        "a loop over the keys": """
def gradient_step(parameters, gradients, rate):
    new = {}
    for key in parameters:
        new[key] = parameters[key] - rate * gradients["d" + key]
    return new
""",
        "in place on copies": """
def gradient_step(w, g, rate):
    w = {key: value.copy() for key, value in w.items()}
    for key in g:
        w[key[1:]] += -rate * g[key]
    return w
""",
    },
    "clip_by_value": {
        "minimum and maximum": """
def clip_by_value(gradients, limit):
    clipped = {}
    for name in gradients:
        clipped[name] = np.maximum(np.minimum(gradients[name], limit), -limit)
    return clipped
""",
        "in place on copies": """
def clip_by_value(grads, limit):
    grads = {key: g.copy() for key, g in grads.items()}
    for g in grads.values():
        g[g > limit] = limit
        g[g < -limit] = -limit
    return grads
""",
    },
    "forget_bias_for": {
        "by logarithms only": """
def forget_bias_for(steps, share):
    log_gamma = np.log(share) / steps
    return log_gamma - np.log(-np.expm1(log_gamma))
""",
        "the sigmoid turned round": """
def forget_bias_for(steps, share):
    import math
    return -math.log(share ** (-1 / steps) - 1)
""",
    },
    "step_of_memory": {
        "diagonal matrices": """
def step_of_memory(before, now):
    n_a, D = len(now.c_prev), lambda v: np.diagflat(v)
    W = {g: now.parameters["W" + g][:, :n_a] for g in "fuc"}
    B = D(now.c_prev * now.gamma_f * (1 - now.gamma_f)) @ W["f"]
    B += D(now.c_tilde * now.gamma_u * (1 - now.gamma_u)) @ W["u"] + D(now.gamma_u * (1 - now.c_tilde**2)) @ W["c"]
    return D(now.gamma_f), B @ D(before.gamma_o / np.cosh(before.c_next) ** 2)
""",
        "number by number": """
def step_of_memory(before, now):
    n_a = now.c_prev.shape[0]
    A, B = np.zeros((n_a, n_a)), np.zeros((n_a, n_a))
    for i in range(n_a):
        A[i, i] = now.gamma_f[i, 0]
        for j in range(n_a):
            f, u, c = now.gamma_f[i, 0], now.gamma_u[i, 0], now.c_tilde[i, 0]
            da = before.gamma_o[j, 0] * (1 - np.tanh(now.c_prev[j, 0]) ** 2)
            B[i, j] = now.c_prev[i, 0] * f * (1 - f) * now.parameters["Wf"][i, j] * da
            B[i, j] += c * u * (1 - u) * now.parameters["Wu"][i, j] * da + u * (1 - c**2) * now.parameters["Wc"][i, j] * da
    return A, B
""",
        "the cell's own way back": """
def step_of_memory(before, now):
    from helpers.networks.lstm import lstm_cell_backward
    n_a, rows = len(now.c_prev), []
    for i in range(n_a):
        back = lstm_cell_backward(np.zeros((n_a, 1)), np.eye(n_a)[:, [i]], now)
        rows.append(back["da_prev"] * before.gamma_o * (1 - np.tanh(before.c_next) ** 2))
    return np.eye(n_a) * now.gamma_f, np.hstack(rows).T
""",
    },
    "clip_by_norm": {
        "one long vector": """
def clip_by_norm(gradients, limit):
    norm = np.linalg.norm(np.concatenate([g.ravel() for g in gradients.values()]))
    if norm <= limit:
        return dict(gradients)
    return {key: g / norm * limit for key, g in gradients.items()}
""",
        "a small number beside the norm": """
def clip_by_norm(gradients, limit):
    norm = sum(float((g * g).sum()) for g in gradients.values()) ** 0.5
    factor = min(1.0, limit / (norm + 1e-12))
    return {key: factor * g for key, g in gradients.items()}
""",
    },
    "gates_for": {
        "one gate from the other": """
def gates_for(subjects, verbs, T_x):
    update, output = np.zeros((2, T_x))
    update[subjects] = 1
    output[verbs] = 1
    return 1 - update, update, output
""",
        "word by word": """
def gates_for(subjects, verbs, T_x):
    forget, update, output = [], [], []
    for t in range(T_x):
        forget.append(0.0 if t in subjects else 1.0)
        update.append(1.0 if t in subjects else 0.0)
        output.append(1.0 if t in verbs else 0.0)
    return np.array(forget), np.array(update), np.array(output)
""",
        "np.isin, whole numbers": """
def gates_for(subjects, verbs, T_x):
    t = np.arange(T_x)
    new = np.isin(t, subjects).astype(int)
    return 1 - new, new, np.isin(t, verbs).astype(int)
""",
        "a mask and np.where": """
def gates_for(subjects, verbs, T_x):
    here = np.zeros(T_x, dtype=bool)
    for t in subjects:
        here[t] = True
    shown = np.zeros(T_x)
    np.put(shown, verbs, 1)
    return np.where(here, 0.0, 1.0), np.where(here, 1.0, 0.0), shown
""",
    },
    "lstm_cell_forward": {
        "np.dot, exponentials, other names": """
def lstm_cell_forward(x, a, c, p):
    both = np.vstack((a, x))
    f, u, o = (1 / (1 + np.exp(-(np.dot(p["W" + g], both) + p["b" + g]))) for g in "fuo")
    new = np.tanh(np.dot(p["Wc"], both) + p["bc"])
    c_next = u * new + f * c
    a_next = np.tanh(c_next) * o
    scores = np.exp(np.dot(p["Wy"], a_next) + p["by"])
    return a_next, c_next, scores / scores.sum(axis=0), (a_next, c_next, a, c, f, u, new, o, x, p)
""",
        "slices of W": """
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    n_a = a_prev.shape[0]
    z = {g: parameters["W" + g][:, :n_a] @ a_prev + parameters["W" + g][:, n_a:] @ xt + parameters["b" + g] for g in "fuco"}
    gamma_f, gamma_u, gamma_o, c_tilde = sigmoid(z["f"]), sigmoid(z["u"]), sigmoid(z["o"]), np.tanh(z["c"])
    c_next = gamma_f * c_prev + gamma_u * c_tilde
    a_next = gamma_o * np.tanh(c_next)
    return (a_next, c_next, softmax(parameters["Wy"] @ a_next + parameters["by"]),
            LSTMCellCache(a_next, c_next, a_prev, c_prev, gamma_f, gamma_u, c_tilde, gamma_o, xt, parameters))
""",
        "one product for all gates, gates by tanh": """
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    W = np.concatenate([parameters[k] for k in ("Wf", "Wu", "Wo", "Wc")])
    b = np.concatenate([parameters[k] for k in ("bf", "bu", "bo", "bc")])
    zf, zu, zo, zc = np.split(W @ np.concatenate([a_prev, xt]) + b, 4)
    gamma_f, gamma_u, gamma_o = ((1 + np.tanh(z / 2)) / 2 for z in (zf, zu, zo))
    c_tilde = np.tanh(zc)
    c_next = np.add(np.multiply(gamma_f, c_prev), np.multiply(gamma_u, c_tilde))
    a_next = np.multiply(gamma_o, np.tanh(c_next))
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
    return [a_next, c_next, yt_pred, [a_next, c_next, a_prev, c_prev, gamma_f, gamma_u, c_tilde, gamma_o, xt, parameters]]
""",
    },
    "lstm_forward": {
        "lists and np.stack": """
def lstm_forward(x, a0, parameters):
    a_next, c_next, a, c, y, caches = a0, np.zeros_like(a0), [], [], [], []
    for xt in np.moveaxis(x, 2, 0):
        a_next, c_next, yt, cache = lstm_cell_forward(xt, a_next, c_next, parameters)
        a.append(a_next), c.append(c_next), y.append(yt), caches.append(cache)
    return np.stack(a, axis=2), np.stack(y, axis=2), np.stack(c, axis=2), (caches, x)
""",
        "a while loop": """
def lstm_forward(x, a0, parameters):
    n_x, m, T_x = x.shape
    n_y, n_a = parameters["Wy"].shape
    a, c, y_pred = np.empty((n_a, m, T_x)), np.empty((n_a, m, T_x)), np.empty((n_y, m, T_x))
    caches, t = [], 0
    a_prev, c_prev = a0.copy(), 0 * a0
    while t < T_x:
        a_prev, c_prev, y_pred[..., t], cache = lstm_cell_forward(x[..., t], a_prev, c_prev, parameters)
        a[..., t], c[..., t] = a_prev, c_prev
        caches += [cache]
        t += 1
    return a, y_pred, c, (caches, x)
""",
    },
    "lstm_cell_backward": {
        "the course's long formulas, slices of W": """
def lstm_cell_backward(da_next, dc_next, cache):
    (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, p) = cache
    n_a = a_next.shape[0]
    dzo = da_next * np.tanh(c_next) * ot * (1 - ot)
    dzc = (dc_next * it + ot * (1 - np.square(np.tanh(c_next))) * it * da_next) * (1 - np.square(cct))
    dzu = (dc_next * cct + ot * (1 - np.square(np.tanh(c_next))) * cct * da_next) * it * (1 - it)
    dzf = (dc_next * c_prev + ot * (1 - np.square(np.tanh(c_next))) * c_prev * da_next) * ft * (1 - ft)
    both = np.concatenate((a_prev, xt), axis=0)
    out = {"dW" + g: np.dot(dz, both.T) for g, dz in zip("fuco", (dzf, dzu, dzc, dzo))}
    out.update({"db" + g: np.sum(dz, axis=1, keepdims=True) for g, dz in zip("fuco", (dzf, dzu, dzc, dzo))})
    out["da_prev"] = sum(np.dot(p["W" + g][:, :n_a].T, dz) for g, dz in zip("fuco", (dzf, dzu, dzc, dzo)))
    out["dxt"] = sum(np.dot(p["W" + g][:, n_a:].T, dz) for g, dz in zip("fuco", (dzf, dzu, dzc, dzo)))
    out["dc_prev"] = dc_next * ft + ot * (1 - np.square(np.tanh(c_next))) * ft * da_next
    return out
""",
        "biases as a column of ones": """
def lstm_cell_backward(da_next, dc_next, cache):
    _, c_next, a_prev, c_prev, f, u, g, o, xt, p = cache
    n_a, n_x, s = len(a_prev), len(xt), np.tanh(c_next)
    dc = da_next * o / np.cosh(c_next)**2 + dc_next
    dz = np.concatenate([dc * c_prev * f * (1 - f), dc * g * u * (1 - u), dc * u * (1 - g) * (1 + g), da_next * s * o * (1 - o)])
    found = dz @ np.concatenate([a_prev, xt, np.ones((1, xt.shape[1]))]).T
    below = np.concatenate([p["Wf"], p["Wu"], p["Wc"], p["Wo"]]).T @ dz
    out = {"dc_prev": dc * f, "da_prev": below[:n_a], "dxt": below[n_a:n_a + n_x]}
    for gate, block in zip("fuco", np.split(found, 4)):
        out["dW" + gate], out["db" + gate] = block[:, :-1], block[:, -1:]
    return out
""",
    },
    "lstm_backward": {
        "zeros first, keys by loop": """
def lstm_backward(da, caches):
    steps, x = caches
    n_a, m, T_x = da.shape
    out = {"dx": np.zeros_like(x)}
    for gate in "fuco":
        out["dW" + gate], out["db" + gate] = np.zeros((n_a, n_a + x.shape[0])), np.zeros((n_a, 1))
    da_next = dc_next = np.zeros((n_a, m))
    for t in range(T_x - 1, -1, -1):
        g = lstm_cell_backward(da_next + da[..., t], dc_next, steps[t])
        da_next, dc_next, out["dx"][..., t] = g["da_prev"], g["dc_prev"], g["dxt"]
        for gate in "fuco":
            out["dW" + gate] += g["dW" + gate]
            out["db" + gate] += g["db" + gate]
    out["da0"] = da_next
    return out
""",
    },
    "softmax_with_temperature": {
        "by hand": """
def softmax_with_temperature(zy, tau):
    e = np.exp(zy / tau)
    return e / e.sum(axis=0, keepdims=True)
""",
        "with the largest taken off": """
def softmax_with_temperature(zy, tau):
    e = np.exp((zy - zy.max()) / tau)
    return e / np.sum(e, axis=0)
""",
        "a power of the probabilities": """
def softmax_with_temperature(zy, tau):
    p = softmax(zy) ** (1 / tau)
    return p / p.sum(axis=0)
""",
    },
    "pick": {
        "the first sum above u": """
def pick(y_pred, u):
    return np.argmax(np.cumsum(y_pred, axis=0) > u, axis=0)
""",
        "without the limit": """
def pick(y_pred, u):
    return (np.cumsum(y_pred, axis=0) <= u).sum(axis=0)
""",
        "one column at a time": """
def pick(y_pred, u):
    return np.array([np.searchsorted(np.cumsum(column), value) for column, value in zip(y_pred.T, u)])
""",
        "a loop over the letters": """
def pick(y_pred, u):
    k = np.zeros(len(u))
    total = np.zeros(len(u))
    for row in y_pred[:-1]:
        total = total + row
        k += total <= u
    return k.astype(int)
""",
    },
    "gru_cell_forward": {
        "np.dot, exponentials, other names": """
def gru_cell_forward(x, h, p):
    both = np.vstack((h, x))
    u, r = (1 / (1 + np.exp(-(np.dot(p["W" + g], both) + p["b" + g]))) for g in "ur")
    new = np.tanh(np.dot(p["Wc"], np.vstack((r * h, x))) + p["bc"])
    h_next = h + u * (new - h)
    scores = np.exp(np.dot(p["Wy"], h_next) + p["by"])
    return h_next, scores / scores.sum(axis=0), (h_next, h, u, r, new, x, p)
""",
        "slices of W, a gate that keeps": """
def gru_cell_forward(xt, a_prev, parameters):
    n_a = a_prev.shape[0]
    Wu, Wr, Wc = parameters["Wu"], parameters["Wr"], parameters["Wc"]
    z = sigmoid(-(Wu[:, :n_a] @ a_prev + Wu[:, n_a:] @ xt + parameters["bu"]))
    gamma_r = sigmoid(Wr[:, :n_a] @ a_prev + Wr[:, n_a:] @ xt + parameters["br"])
    c_tilde = np.tanh(Wc[:, :n_a] @ (gamma_r * a_prev) + Wc[:, n_a:] @ xt + parameters["bc"])
    a_next = z * a_prev + (1 - z) * c_tilde
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
    return a_next, yt_pred, GRUCellCache(a_next, a_prev, 1 - z, gamma_r, c_tilde, xt, parameters)
""",
    },
    "gru_cell_after": {
        "one product for all that a sends": """
def gru_cell_after(xt, a_prev, parameters):
    p, n = parameters, len(a_prev)
    W = np.vstack([p["Wu"], p["Wr"], p["Wc"]])
    from_a = W[:, :n] @ a_prev + np.vstack([p["bu"], p["br"], p["brc"]])
    from_x = W[:, n:] @ xt
    u, r = 1 / (1 + np.exp(-(from_a + from_x)[:2 * n])).reshape(2, n, -1)
    c = np.tanh(from_x[2 * n:] + p["bc"] + r * from_a[2 * n:])
    a = a_prev + u * (c - a_prev)
    return a, softmax(p["Wy"] @ a + p["by"]), (a, a_prev, u, r, c, from_a[2 * n:], xt, p)
""",
        "columns split by np.split": """
def gru_cell_after(xt, a_prev, parameters):
    Wca, Wcx = np.split(parameters["Wc"], [a_prev.shape[0]], axis=1)
    column = np.vstack([a_prev, xt])
    gamma_u, gamma_r = (sigmoid(parameters["W" + g] @ column + parameters["b" + g]) for g in "ur")
    recurrent = np.dot(Wca, a_prev) + parameters["brc"]
    c_tilde = np.tanh(gamma_r * recurrent + np.dot(Wcx, xt) + parameters["bc"])
    a_next = (1 - gamma_u) * a_prev + gamma_u * c_tilde
    return a_next, softmax(parameters["Wy"] @ a_next + parameters["by"]), GRUAfterCellCache(
        a_next, a_prev, gamma_u, gamma_r, c_tilde, recurrent, xt, parameters)
""",
    },
    "gru_forward": {
        "lists and np.stack": """
def gru_forward(x, a0, parameters):
    a_next, a, y, caches = a0, [], [], []
    for xt in np.moveaxis(x, 2, 0):
        a_next, yt, cache = gru_cell_forward(xt, a_next, parameters)
        a.append(a_next), y.append(yt), caches.append(cache)
    return np.stack(a, axis=2), np.stack(y, axis=2), (caches, x)
""",
    },
    "gru_cell_backward": {
        "slices of W, sums for the biases": """
def gru_cell_backward(da_next, cache):
    h_next, h, u, r, g, x, p = cache
    n_a = len(h)
    dzu = da_next * (g - h) * u * (1 - u)
    dzc = da_next * u * (1 + g) * (1 - g)
    dreset = np.dot(p["Wc"][:, :n_a].T, dzc)
    dzr = dreset * h * r * (1 - r)
    dh = da_next - da_next * u + r * dreset + p["Wu"][:, :n_a].T @ dzu + p["Wr"][:, :n_a].T @ dzr
    dx = sum(p["W" + gate][:, n_a:].T @ dz for gate, dz in (("u", dzu), ("r", dzr), ("c", dzc)))
    out = {"da_prev": dh, "dxt": dx}
    for gate, dz, seen in (("u", dzu, h), ("r", dzr, h), ("c", dzc, r * h)):
        out["dW" + gate] = np.hstack([dz @ seen.T, dz @ x.T])
        out["db" + gate] = dz.sum(axis=1).reshape(-1, 1)
    return out
""",
    },
    "gru_backward": {
        "zeros first, keys by loop": """
def gru_backward(da, caches):
    steps, x = caches
    n_a, m, T_x = da.shape
    out = {"dx": np.zeros_like(x)}
    for gate in "urc":
        out["dW" + gate], out["db" + gate] = np.zeros((n_a, n_a + x.shape[0])), np.zeros((n_a, 1))
    da_next = np.zeros((n_a, m))
    for t in range(T_x - 1, -1, -1):
        g = gru_cell_backward(da_next + da[..., t], steps[t])
        da_next, out["dx"][..., t] = g["da_prev"], g["dxt"]
        for gate in "urc":
            out["dW" + gate] += g["dW" + gate]
            out["db" + gate] += g["db" + gate]
    out["da0"] = da_next
    return out
""",
    },
    "mingru_forward": {
        "@ and a list": """
def mingru_forward(x, a0, parameters, beta=1.0):
    a, states, gates, candidates = a0, [], [], []
    for t in range(x.shape[2]):
        gate = sigmoid(parameters["Wu"] @ x[:, :, t] + parameters["bu"])
        candidate = parameters["Wc"] @ x[:, :, t] + parameters["bc"]
        a = (1 - beta * gate) * a + gate * candidate
        states.append(a)
        gates.append(gate)
        candidates.append(candidate)
    states, gates, candidates = (np.stack(each, axis=2) for each in (states, gates, candidates))
    return states, (gates, candidates, states, a0, x, parameters)
""",
        "by the scan": """
def mingru_forward(x, a0, parameters, beta=1.0):
    gamma_u = sigmoid(np.tensordot(parameters["Wu"], x, 1) + parameters["bu"][..., None])
    c_tilde = np.tensordot(parameters["Wc"], x, 1) + parameters["bc"][..., None]
    a = scan(1 - beta * gamma_u, gamma_u * c_tilde, a0)
    return a, MinGRUCache(gamma_u, c_tilde, a, a0, x, parameters)
""",
    },
    "scan": {
        "a loop": """
def scan(decay, b, a0):
    a, states = a0, np.empty_like(b)
    for t in range(b.shape[2]):
        a = decay[:, :, t] * a + b[:, :, t]
        states[:, :, t] = a
    return states
""",
        "a0 in the first b": """
def scan(decay, b, a0):
    b = b.copy()
    b[:, :, 0] += decay[:, :, 0] * a0
    d = 1
    while d < b.shape[2]:
        b = np.concatenate([b[:, :, :d], decay[:, :, d:] * b[:, :, :-d] + b[:, :, d:]], axis=2)
        decay = np.concatenate([decay[:, :, :d], decay[:, :, d:] * decay[:, :, :-d]], axis=2)
        d = 2 * d
    return b
""",
    },
    "mingru_backward": {
        "step by step": """
def mingru_backward(da, cache, beta=1.0):
    gamma_u, c_tilde, a, a0, x, p = cache
    dx, later = np.zeros_like(x), np.zeros_like(a0)
    sums = {key: np.zeros_like(p[key[1:]]) for key in ("dWu", "dbu", "dWc", "dbc")}
    for t in range(a.shape[2] - 1, -1, -1):
        before = a[:, :, t - 1] if t else a0
        r = da[:, :, t] + later
        g = gamma_u[:, :, t]
        dz, dc = r * (c_tilde[:, :, t] - beta * before) * g * (1 - g), r * g
        later = r * (1 - beta * g)
        dx[:, :, t] = p["Wu"].T @ dz + p["Wc"].T @ dc
        sums["dWu"] += dz @ x[:, :, t].T
        sums["dWc"] += dc @ x[:, :, t].T
        sums["dbu"] += dz.sum(1, keepdims=True)
        sums["dbc"] += dc.sum(1, keepdims=True)
    return {"dx": dx, "da0": later, **sums}
""",
    },
    "embedding_backward": {
        "a loop over all places": """
def embedding_backward(dx, words, n_words):
    dE = np.zeros((dx.shape[0], n_words))
    m, T_x = words.shape
    for j in range(m):
        for t in range(T_x):
            dE[:, words[j, t]] += dx[:, j, t]
    return dE
""",
        "np.add.at row by row": """
def embedding_backward(dx, words, n_words):
    dE = np.zeros((dx.shape[0], n_words))
    for i in range(dx.shape[0]):
        np.add.at(dE[i], words, dx[i])
    return dE
""",
        "a product with one-hot columns": """
def embedding_backward(dx, words, n_words):
    columns = np.eye(n_words)[words.reshape(-1)]
    return dx.reshape(len(dx), -1) @ columns
""",
    },
    "both_directions_forward": {
        "np.flip and written into an array": """
def both_directions_forward(x, a0, c0, parameters):
    n_a, m, T_x = a0.shape[0] // 2, x.shape[1], x.shape[2]
    a = np.zeros((2 * n_a, m, T_x))
    one = layer_forward(x, a0[:n_a], c0[:n_a], parameters["W"], parameters["b"])
    two = layer_forward(np.flip(x, axis=2), a0[n_a:], c0[n_a:], parameters["Wr"], parameters["br"])
    a[:n_a], a[n_a:] = one[0], np.flip(two[0], axis=2)
    return a, np.vstack([a[:n_a, :, -1], a[n_a:, :, 0]]), [one[2], two[2]]
""",
    },
    "both_directions_backward": {
        "np.flip and np.split": """
def both_directions_backward(da, caches):
    da_left, da_right = np.split(da, 2)
    left = layer_backward(da_left, caches[0])
    right = layer_backward(np.flip(da_right, axis=2), caches[1])
    return {"dx": np.flip(right["dx"], axis=2) + left["dx"], "dW": left["dW"], "dWr": right["dW"], "db": left["db"],
            "dbr": right["db"], **{key: np.vstack([left[key], right[key]]) for key in ("da0", "dc0")}}
""",
    },
    "adding": {
        "one example after the other": """
def adding(rng, m, T_x):
    x, y = np.zeros((2, m, T_x)), np.zeros((1, m))
    for i in range(m):
        places = [rng.integers(0, T_x // 10), rng.integers(T_x // 10, T_x // 2)]
        x[0, i] = rng.uniform(size=T_x)
        x[1, i, places] = 1.0
        y[0, i] = x[0, i, places].sum()
    return x, y
""",
        "places by np.arange and choice, marks by comparison": """
def adding(rng, m, T_x):
    steps = np.arange(T_x)
    second, first = rng.choice(steps[T_x // 10:T_x // 2], m), rng.choice(steps[:T_x // 10], m)
    marks = (steps == first[:, None]) | (steps == second[:, None])
    numbers = rng.random((T_x, m)).T
    return np.array([numbers, marks]), (numbers * marks).sum(1, keepdims=True).T
""",
    },
    "may_follow": {
        "from both ends, without t": """
def may_follow(string, ways):
    columns, place = [], 0
    for n in range(1, len(string) + 1):
        inside = string[2:n]
        if n == 1:
            now = {"T", "P"}
        elif inside[:-1].endswith("E"):
            now = {"E"}
        elif inside.endswith("E"):
            now = {string[1]}
        else:
            place = ways[place][inside[-1]] if inside else place
            now = set(ways[place])
        columns.append([letter in now for letter in "BTPSXVE"])
    return np.array(columns).T
""",
        "the places first": """
def may_follow(string, ways):
    following, place = ["TP"], 0
    for t in range(1, len(string)):
        if place == 7:
            following.append("E")
            continue
        if t != 1:
            place = ways[place][string[t]]
        following.append("".join(ways.get(place, string[1])))
    allowed = np.zeros((7, len(following)), dtype=int)
    for t, some in enumerate(following):
        for letter in some:
            allowed["BTPSXVE".find(letter), t] += 1
    return allowed
""",
        "two graphs made one, a place for each letter remembered": """
def may_follow(string, ways):
    graph = {"start": {"B": "open"}, "open": {"T": ("T", 0), "P": ("P", 0)}}
    for kept in "TP":
        for place, some in ways.items():
            graph[kept, place] = {letter: (kept, to) for letter, to in some.items()}
        graph[kept, 7] = {kept: "shut"}
    graph["shut"] = {"E": "end"}
    at, allowed = "start", []
    for letter in string:
        at = graph[at][letter]
        allowed.append([float(each in graph[at]) for each in "BTPSXVE"])
    return np.transpose(allowed)
""",
    },
    "lstm_step_in_one_product": {
        "W halved beforehand, as the page does it": """
def lstm_step_in_one_product(xt, a_prev, c_prev, W):
    n_a = len(a_prev)
    halved = np.repeat([0.5, 0.5, 0.5, 1.0], n_a)[:, np.newaxis] * W
    gates = np.tanh(halved @ np.vstack([a_prev, xt, np.ones_like(xt[:1])])).reshape(4, n_a, -1)
    gates[:3] = 0.5 + 0.5 * gates[:3]
    f, u, o, c_tilde = gates
    c = f * c_prev + u * c_tilde
    return o * np.tanh(c), c
""",
        "the bias added, the clear sigmoid": """
def lstm_step_in_one_product(xt, a_prev, c_prev, W):
    z = W[:, :-1] @ np.concatenate([a_prev, xt]) + W[:, -1:]
    zf, zu, zo, zc = np.split(z, 4)
    sigma = lambda v: 1 / (1 + np.exp(-v))
    c_next = sigma(zf) * c_prev + sigma(zu) * np.tanh(zc)
    return sigma(zo) * np.tanh(c_next), c_next
""",
    },
    "from_pytorch": {
        "by slices": """
def from_pytorch(w_ih, w_hh, b_ih, b_hh):
    n_a = w_hh.shape[1]
    parameters = {}
    for k, gate in enumerate("ufco"):
        rows = slice(k * n_a, (k + 1) * n_a)
        parameters["W" + gate] = np.hstack([w_hh[rows], w_ih[rows]])
        parameters["b" + gate] = (b_ih[rows] + b_hh[rows]).reshape(n_a, 1)
    return parameters
""",
        "copies and another order of the keys": """
def from_pytorch(w_ih, w_hh, b_ih, b_hh):
    parts = [np.split(array, 4) for array in (w_hh, w_ih, b_ih, b_hh)]
    (u, f, c, o) = zip(*parts)
    return {key: value for letter, (a, x, b, d) in zip("oucf", (o, u, c, f))
            for key, value in (("b" + letter, (b + d)[:, None].copy()), ("W" + letter, np.concatenate((a, x), 1)))}
""",
    },
    "dropout": {
        "np.where": """
def dropout(a, p, u, training):
    mask = np.ones_like(a)
    if training:
        mask = np.where(u < p, 0.0, 1.0 / (1.0 - p))
    return mask * a, mask
""",
    },
    "two_layers_backward": {
        "a loop from the top down": """
def two_layers_backward(da, caches, masks):
    found = {}
    for layer in (2, 1):
        back = layer_backward(np.multiply(masks[layer - 1], da), caches[layer - 1])
        found[f"dW{layer}"], found[f"db{layer}"], da = back["dW"], back["db"], back["dx"]
    return {"dx": da, **found}
""",
    },
    "news_dropped": {
        "a list, the gate on masked news": """
def news_dropped(c0, gamma_f, gamma_u, c_tilde, mask):
    found, written = [c0], mask * gamma_u * c_tilde
    for t in range(c_tilde.shape[-1]):
        found.append(found[-1] * gamma_f[..., t] + written[..., t])
    return np.stack(found[1:], axis=-1)
""",
        "the step before from c itself": """
def news_dropped(c0, gamma_f, gamma_u, c_tilde, mask):
    c = np.empty(c_tilde.shape)
    for t in range(c.shape[2]):
        before = c0 if t == 0 else c[:, :, t - 1]
        c[:, :, t] = gamma_f[:, :, t] * before + gamma_u[:, :, t] * c_tilde[:, :, t] * mask[:, :, t]
    return c
""",
    },
    "hide_places": {
        "no loop": """
def hide_places(alpha, places):
    left = alpha * (np.arange(len(alpha))[:, None] != places)[:, :, None]
    return left / left.sum(axis=0, keepdims=True)
""",
        "step by step": """
def hide_places(alpha, places):
    left = np.array(alpha)
    T_e, T_d, m = alpha.shape
    for i in range(T_d):
        j = places[i]
        if j >= 0 and j < T_e:
            for q in range(m):
                left[:, i, q] = alpha[:, i, q] / (1 - alpha[j, i, q])
                left[j, i, q] = 0
    return left
""",
    },
    "attend_forward": {
        "a loop over the steps": """
def attend_forward(s, h, Wg):
    n_a, m, T_d = s.shape
    k, alpha = np.zeros((n_a, m, T_d)), np.zeros((h.shape[2], T_d, m))
    for q in range(m):
        for i in range(T_d):
            e = s[:, q, i] @ Wg @ h[:, q, :] / np.sqrt(n_a)
            w = np.exp(e - e.max())
            alpha[:, i, q] = w / w.sum()
            k[:, q, i] = h[:, q, :] @ alpha[:, i, q]
    return k, AttentionCache(alpha, s, h, Wg)
""",
        "batched products": """
def attend_forward(s, h, Wg):
    asks, answers = s.transpose(1, 2, 0), h.transpose(1, 0, 2)
    e = (asks @ Wg @ answers / np.sqrt(s.shape[0])).transpose(2, 1, 0)
    e = np.exp(e - e.max(axis=0))
    alpha = e / e.sum(axis=0)
    return (answers @ alpha.transpose(2, 0, 1)).transpose(1, 0, 2), (alpha, s, h, Wg)
""",
    },
    "attend_backward": {
        "a loop over the steps": """
def attend_backward(dk, cache):
    alpha, s, h, Wg = cache
    ds, dh, dWg = np.zeros(s.shape), np.zeros(h.shape), np.zeros(Wg.shape)
    for q in range(s.shape[1]):
        for i in range(s.shape[2]):
            w = alpha[:, i, q]
            dw = h[:, q].T @ dk[:, q, i]
            de = (np.diag(w) - np.outer(w, w)) @ dw / np.sqrt(len(s))
            ds[:, q, i] = Wg @ h[:, q] @ de
            dh[:, q] += np.outer(dk[:, q, i], w) + np.outer(Wg.T @ s[:, q, i], de)
            dWg += np.outer(s[:, q, i], h[:, q] @ de)
    return {"ds": ds, "dh": dh, "dWg": dWg}
""",
    },
    "encoder_decoder_backward": {
        "without a copy": """
def encoder_decoder_backward(ds, dh, caches):
    decoder = layer_backward(ds, caches[1])
    at_the_end = np.arange(dh.shape[2]) == dh.shape[2] - 1
    encoder = layer_backward(dh + decoder["da0"][:, :, None] * at_the_end, caches[0], dc_last=decoder["dc0"])
    found = {"da0": encoder["da0"], "dc0": encoder["dc0"]}
    for net, side, back in (("e", "", encoder), ("d", "_d", decoder)):
        found |= {"dW" + net: back["dW"], "db" + net: back["db"], "dx" + side: back["dx"]}
    return found
""",
    },
    "additive_scores": {
        "a loop over steps and places": """
def additive_scores(s, h, W1, W2, v):
    n_a, m, T_d = s.shape
    T_e = h.shape[2]
    u, e = np.zeros((len(v), T_e, T_d, m)), np.zeros((T_e, T_d, m))
    for i in range(T_d):
        for j in range(T_e):
            u[:, j, i] = np.tanh(W1 @ s[:, :, i] + W2 @ h[:, :, j])
            e[j, i] = v[:, 0] @ u[:, j, i]
    return e, AdditiveScores(u, s, h, W1, W2, v)
""",
        "tensordot and transposes": """
def additive_scores(s, h, W1, W2, v):
    z = np.tensordot(W1, s, 1)[..., None] + np.tensordot(W2, h, 1)[:, :, None, :]
    u = np.tanh(z).transpose(0, 3, 2, 1)
    return np.tensordot(v.T, u, 1)[0], (u, s, h, W1, W2, v)
""",
    },
    "additive_scores_backward": {
        "a loop over steps and places": """
def additive_scores_backward(de, cache):
    u, s, h, W1, W2, v = cache
    ds, dh = np.zeros(s.shape), np.zeros(h.shape)
    dW1, dW2, dv = np.zeros(W1.shape), np.zeros(W2.shape), np.zeros(v.shape)
    for j in range(h.shape[2]):
        for i in range(s.shape[2]):
            dz = v * de[j, i] * (1 - u[:, j, i] ** 2)
            dv[:, 0] += u[:, j, i] @ de[j, i]
            ds[:, :, i] += W1.T @ dz
            dh[:, :, j] += W2.T @ dz
            dW1 += dz @ s[:, :, i].T
            dW2 += dz @ h[:, :, j].T
    return {"ds": ds, "dh": dh, "dW1": dW1, "dW2": dW2, "dv": dv}
""",
        "tensordot": """
def additive_scores_backward(de, cache):
    u, s, h, W1, W2, v = cache
    dz = (v * de.reshape(1, -1)).reshape(u.shape) * (1 - u * u)
    by_step, by_place = dz.sum(1).transpose(0, 2, 1), dz.sum(2).transpose(0, 2, 1)
    return {"ds": np.tensordot(W1.T, by_step, 1), "dh": np.tensordot(W2.T, by_place, 1),
            "dW1": np.tensordot(by_step, s, ([1, 2], [1, 2])), "dW2": np.tensordot(by_place, h, ([1, 2], [1, 2])),
            "dv": np.sum(u * de, axis=(1, 2, 3))[:, None]}
""",
    },
}
