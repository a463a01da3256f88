"""The stacked network: each gradient by itself against finite differences, the whole against PyTorch, and what masks do."""
import numpy as np
import pytest

from helpers import gradients
from helpers.networks import layer, losses, stacked
from helpers.networks.lstm import lstm_forward
from helpers.networks.parameters import initial_lstm

N_WORDS, N_E, N_A, N_Y, M, T_X = 11, 3, 4, 2, 5, 7  # pairwise different, and so are their sums


def network(both, depth=2, seed=0, scale=1.5):
    """Return parameters without zeros, words with repeats, targets and first states that are not zero."""
    rng = np.random.default_rng(seed)
    parameters = stacked.initial_stacked(rng, N_WORDS, N_E, N_A, N_Y, depth, both)
    parameters = {key: scale * value + 0.2 * rng.standard_normal(value.shape) for key, value in parameters.items()}
    words = rng.integers(N_WORDS - 2, size=(M, T_X))
    y = np.eye(N_Y)[:, rng.integers(N_Y, size=(M, T_X))]  # (n_y, m, T_x)
    y[:, 1, 2] = 0  # one place without a target
    rows = 2 * N_A if both else N_A
    starts = {f"{state}{k}": 0.5 * rng.standard_normal((rows, M)) for k in range(1, depth + 1) for state in "ac"}
    return parameters, words, y, starts


def masks(rng, both, depth=2):
    """Return a mask for every place that has one."""
    def mask(rows, p):
        return stacked.dropout(np.ones((rows, M, T_X)), p, rng.random((rows, M, T_X)), True)[1]

    rows = 2 * N_A if both else N_A
    places = {"x": mask(N_E, 0.2)} | {f"up{k}": mask(rows, 0.4) for k in range(1, depth + 1)}
    if not both:
        places |= {f"{state}{k}": mask(N_A, 0.3) for k in range(1, depth + 1) for state in "ac"}
    return places


@pytest.mark.parametrize("dropped", [False, True])
@pytest.mark.parametrize("both", [False, True])
def test_every_gradient_by_itself_is_that_of_finite_differences(both, dropped):
    parameters, words, y, starts = network(both)
    given = masks(np.random.default_rng(1), both) if dropped else {}

    def J(changed):
        own = {key: changed[key] for key in parameters}, {key: changed[key] for key in starts}
        return losses.softmax_cross_entropy(stacked.stacked_forward(words, *own, given)[0], y)

    y_pred, _, caches = stacked.stacked_forward(words, parameters, starts, given)
    found = stacked.stacked_backward(losses.softmax_cross_entropy_backward(y_pred, y), caches)
    everything = parameters | starts
    assert set(found) == {"d" + key for key in everything}
    for key, value in everything.items():
        numeric = gradients.numeric_gradient(lambda changed, key=key: J(everything | {key: changed}), value)
        assert gradients.relative_error(found["d" + key], numeric) < 1e-6, key


def test_a_layer_is_the_cell_of_the_course():
    rng = np.random.default_rng(2)
    cell = {key: value + 0.1 * rng.standard_normal(value.shape) for key, value in initial_lstm(rng, N_E, N_A, N_Y).items()}
    W = np.concatenate([cell["W" + gate] for gate in "fuoc"])
    b = np.concatenate([cell["b" + gate] for gate in "fuoc"])
    x, a0 = rng.standard_normal((N_E, M, T_X)), rng.standard_normal((N_A, M))
    a, _, c, _ = lstm_forward(x, a0, cell)
    ours = layer.layer_forward(x, a0, np.zeros((N_A, M)), W, b)
    np.testing.assert_allclose(ours[0], a, rtol=0, atol=1e-14)
    np.testing.assert_allclose(ours[1], c, rtol=0, atol=1e-14)


def torch_lstm(torch, parameters, both, depth):
    """Return PyTorch's embedding and LSTM with our numbers: its rows are i, f, g, o, and it has two biases."""
    table = torch.nn.Embedding(N_WORDS, N_E, dtype=torch.float64)
    net = torch.nn.LSTM(N_E, N_A, depth, bidirectional=both, dtype=torch.float64)
    order = np.concatenate([np.arange(N_A) + N_A * block for block in (1, 0, 3, 2)])  # f u o c → i f g o
    with torch.no_grad():
        table.weight.copy_(torch.tensor(parameters["E"].T))
        for k in range(depth):
            for ours, theirs in (("", ""), ("r", "_reverse")) if both else (("", ""),):
                W, b = parameters[f"W{k + 1}{ours}"][order], parameters[f"b{k + 1}{ours}"][order, 0]
                getattr(net, f"weight_hh_l{k}{theirs}").copy_(torch.tensor(W[:, :N_A]))
                getattr(net, f"weight_ih_l{k}{theirs}").copy_(torch.tensor(W[:, N_A:]))
                getattr(net, f"bias_ih_l{k}{theirs}").copy_(torch.tensor(0.25 * b))
                getattr(net, f"bias_hh_l{k}{theirs}").copy_(torch.tensor(0.75 * b))
    return table, net, order


@pytest.mark.parametrize(("both", "depth", "dropped"), [(False, 1, False), (False, 3, False), (True, 1, False), (True, 2, False),
                                                         (False, 2, True), (True, 2, True)])
def test_it_is_pytorchs_embedding_and_lstm(both, depth, dropped):
    torch = pytest.importorskip("torch")
    parameters, words, _, starts = network(both, depth, seed=3)
    rng = np.random.default_rng(4)
    given = {key: mask for key, mask in masks(rng, both, depth).items() if dropped and key in ("up1",)}
    table, net, order = torch_lstm(torch, parameters, both, depth)
    if dropped:  # PyTorch draws its masks itself: its layers are taken one by one, with our mask between them
        return dropped_one_by_one(torch, parameters, words, starts, given["up1"], both)
    sides = 2 if both else 1

    def first(state):  # (depth · sides, m, n_a)
        return torch.tensor(np.concatenate([starts[f"{state}{k + 1}"].reshape(sides, N_A, M).transpose(0, 2, 1)
                                            for k in range(depth)]), requires_grad=True)

    a0, c0 = first("a"), first("c")
    output, (a_last, _) = net(table(torch.tensor(words.T)), (a0, c0))  # (T_x, m, sides · n_a)
    weight = rng.standard_normal(output.shape)
    (output * torch.tensor(weight)).sum().backward()

    ours = parameters | {"Wy": np.eye(sides * N_A), "by": np.zeros((sides * N_A, 1))}  # nothing on top
    _, states, caches = stacked.stacked_forward(words, ours, starts)
    top = caches[-1][1]  # (sides · n_a, m, T_x)
    np.testing.assert_allclose(top.transpose(2, 1, 0), output.detach().numpy(), rtol=0, atol=1e-12)
    found = stacked.stacked_backward(weight.transpose(2, 1, 0), caches)
    close = {"rtol": 0, "atol": 1e-10}
    np.testing.assert_allclose(found["dE"].T, table.weight.grad.numpy(), **close)
    for k in range(depth):
        for our, their in (("", ""), ("r", "_reverse")) if both else (("", ""),):
            dW = found[f"dW{k + 1}{our}"][order]
            np.testing.assert_allclose(dW[:, :N_A], getattr(net, f"weight_hh_l{k}{their}").grad.numpy(), **close)
            np.testing.assert_allclose(dW[:, N_A:], getattr(net, f"weight_ih_l{k}{their}").grad.numpy(), **close)
            np.testing.assert_allclose(found[f"db{k + 1}{our}"][order, 0], getattr(net, f"bias_ih_l{k}{their}").grad.numpy(),
                                       **close)
        for state, theirs in (("a", a0), ("c", c0)):
            mine = found[f"d{state}{k + 1}"].reshape(sides, N_A, M).transpose(0, 2, 1)
            np.testing.assert_allclose(mine, theirs.grad.numpy()[sides * k:sides * (k + 1)], **close)
    if not both:
        np.testing.assert_allclose(states[f"a{depth}"].T, a_last[-1].detach().numpy(), rtol=0, atol=1e-12)


def dropped_one_by_one(torch, parameters, words, starts, mask, both):
    """Hold two layers with our mask between them to two LSTMs of PyTorch, one on top of the other."""
    sides, x = (2 if both else 1), None
    table, _, order = torch_lstm(torch, parameters, both, 2)
    x, nets = table(torch.tensor(words.T)), []
    for k in (1, 2):
        net = torch.nn.LSTM(x.shape[2], N_A, bidirectional=both, dtype=torch.float64)
        with torch.no_grad():
            for our, their in (("", ""), ("r", "_reverse")) if both else (("", ""),):
                W, b = parameters[f"W{k}{our}"][order], parameters[f"b{k}{our}"][order, 0]
                getattr(net, "weight_hh_l0" + their).copy_(torch.tensor(W[:, :N_A]))
                getattr(net, "weight_ih_l0" + their).copy_(torch.tensor(W[:, N_A:]))
                getattr(net, "bias_ih_l0" + their).copy_(torch.tensor(b))
                getattr(net, "bias_hh_l0" + their).zero_()
        nets.append(net)
        first = [torch.tensor(starts[f"{state}{k}"].reshape(sides, N_A, M).transpose(0, 2, 1).copy()) for state in "ac"]
        x, _ = net(x, tuple(first))
        if k == 1:
            x = x * torch.tensor(mask.transpose(2, 1, 0).copy())
    weight = np.random.default_rng(5).standard_normal(x.shape)
    (x * torch.tensor(weight)).sum().backward()
    ours = parameters | {"Wy": np.eye(sides * N_A), "by": np.zeros((sides * N_A, 1))}
    *_, caches = stacked.stacked_forward(words, ours, starts, {"up1": mask})
    np.testing.assert_allclose(caches[-1][1].transpose(2, 1, 0), x.detach().numpy(), rtol=0, atol=1e-12)
    found = stacked.stacked_backward(weight.transpose(2, 1, 0), caches)
    np.testing.assert_allclose(found["dE"].T, table.weight.grad.numpy(), rtol=0, atol=1e-10)
    for k, net in enumerate(nets, 1):
        np.testing.assert_allclose(found[f"dW{k}"][order][:, :N_A], net.weight_hh_l0.grad.numpy(), rtol=0, atol=1e-10)


def test_a_layer_says_what_does_not_fit():
    x, a0, W, b = np.zeros((3, 5, 7)), np.zeros((4, 5)), np.zeros((16, 7)), np.zeros((16, 1))
    a, _, cache = layer.layer_forward(x, a0, a0, W, b)
    with pytest.raises(ValueError, match=r"a0 has shape \(8, 5\), expected \(n_a, m\) with n_a = 4: W has 4 n_a = 16 rows"):
        layer.layer_forward(x, np.zeros((8, 5)), np.zeros((8, 5)), W, b)
    with pytest.raises(ValueError, match=r"x has shape \(4, 5, 7\), expected .* n_x = 3: W has n_a \+ n_x = 7 columns"):
        layer.layer_forward(a, a0, a0, W, b)
    with pytest.raises(ValueError, match=r"da has shape \(8, 5, 7\), expected \(n_a, m, T_x\) = \(4, 5, 7\)"):
        layer.layer_backward(np.zeros((8, 5, 7)), cache)


def test_the_last_column_of_the_reader_from_the_right_has_read_one_word():
    parameters, words, _, starts = network(both=True, depth=1)
    x = stacked.embedding_forward(words, parameters["E"])
    own = stacked.weights_of(parameters, 1)
    a, last, _ = stacked.both_directions_forward(x, starts["a1"], starts["c1"], own)
    np.testing.assert_array_equal(last, np.concatenate([a[:N_A, :, -1], a[N_A:, :, 0]]))
    changed = x.copy()
    changed[:, :, :-1] += 1
    other, _, _ = stacked.both_directions_forward(changed, starts["a1"], starts["c1"], own)
    np.testing.assert_array_equal(other[N_A:, :, -1], a[N_A:, :, -1])  # it can't know of the others


def test_two_pieces_are_one_whole_when_the_states_are_handed_on():
    parameters, words, _, starts = network(both=False)
    whole, states, _ = stacked.stacked_forward(words, parameters, starts)
    left, half, _ = stacked.stacked_forward(words[:, :3], parameters, starts)
    right, end, _ = stacked.stacked_forward(words[:, 3:], parameters, half)
    np.testing.assert_allclose(np.concatenate([left, right], axis=2), whole, rtol=0, atol=1e-14)
    assert all(np.allclose(end[key], states[key], rtol=0, atol=1e-14) for key in states)


def test_dropout_keeps_the_mean_and_drops_nothing_when_measuring():
    rng = np.random.default_rng(6)
    a, u = rng.standard_normal((40, 5, 10)), rng.random((40, 5, 10))
    dropped, mask = stacked.dropout(a, 0.4, u, True)
    assert set(np.unique(mask)) == {0.0, 1 / 0.6} and abs(mask.mean() - 1) < 0.05
    np.testing.assert_array_equal(dropped, a * mask)
    np.testing.assert_array_equal(stacked.dropout(a, 0.4, u, False)[0], a)


def test_the_table_gets_the_sum_over_all_places_of_a_word():
    rng = np.random.default_rng(7)
    words, dx = rng.integers(4, size=(M, T_X)), rng.standard_normal((N_E, M, T_X))
    product = np.tensordot(dx, np.eye(6)[words], ([1, 2], [0, 1]))  # (n_e, n_words): with one-hot columns
    np.testing.assert_allclose(stacked.embedding_backward(dx, words, 6), product, rtol=0, atol=1e-14)


def test_it_computes_in_the_type_that_it_is_given():
    parameters, words, y, _ = network(both=True)
    small = {key: value.astype(np.float32) for key, value in parameters.items()}
    J, found, _ = stacked.objective(small, words, y.astype(np.float32))
    assert {value.dtype for value in found.values()} == {np.dtype(np.float32)}
    assert abs(J - stacked.objective(parameters, words, y)[0]) < 1e-5


def test_dropped_news_leave_what_was_held_and_a_mask_of_ones_leaves_the_memory_as_it_was():
    rng = np.random.default_rng(9)
    x, W, b = rng.standard_normal((N_E, M, T_X)), rng.standard_normal((4 * N_A, N_A + N_E)), rng.standard_normal((4 * N_A, 1))
    a0, c0 = rng.standard_normal((2, N_A, M))
    _, c, cache = layer.layer_forward(x, a0, c0, W, b)
    gamma_f, gamma_u, _, c_tilde = cache.gates.transpose(1, 2, 3, 0)  # each (n_a, m, T_x)
    np.testing.assert_allclose(stacked.news_dropped(c0, gamma_f, gamma_u, c_tilde, np.ones(c.shape)), c, atol=1e-12)
    nothing_new = stacked.news_dropped(c0, gamma_f, gamma_u, c_tilde, np.zeros(c.shape))
    np.testing.assert_allclose(nothing_new[:, :, -1], c0 * gamma_f.prod(axis=2))
