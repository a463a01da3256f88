"""What the pages on vanishing gradients, clipping, the LSTM's memory and speed say of data/ and of many seeds, computed again.

The rows are those of tests/test_claims.py. What a page computes itself is in its stored outputs already; here stand the
numbers that prose takes from data/, or from seeds and settings that the page doesn't run.
"""
import functools
import itertools
import re

import numpy as np
import pytest

from helpers import fast, gradients, training
from helpers.gradients import jacobians, paths, reach, recurrence, spectra
from helpers.networks import (
    gru_forward,
    initial_lstm,
    initial_rnn,
    lstm_forward,
    output_backward,
    parameters,
    rnn_backward,
    rnn_forward,
    softmax_cross_entropy_backward,
)
from helpers.panels import gradients as gradient_panels
from helpers.tasks import batches, datafiles, remember_number, short_sentences
from helpers.training import seeds
from tests.test_claims import WORDS, column, prose, word

LSTM_OPEN = ("forget bias 3", "forget bias 5")
FULL = " and full inputs"


@functools.cache
def remembered(model, start, *distances):
    """Return how many runs of remember_number.csv learned, of how many."""
    rows = [row["accuracy"] > 0.95 for row in datafiles.table("remember_number.csv")
            if row["model"] == model and row["start"] == start and row["distance"] in distances]
    return sum(rows), len(rows)


def together(*pairs):
    return tuple(map(sum, zip(*pairs)))


def reached(file, low, high, **wanted):
    """Return how many runs learned, of how many, to which a share from 10^low to 10^high arrived before training."""
    rows = [row["accuracy"] > 0.95 for row in datafiles.table(file)
            if low <= row["decades"] < high and all(row[key] == value for key, value in wanted.items())]
    return sum(rows), len(rows)


def descended(**wanted):
    """Return how many of the ten runs of a setting of descent.csv learned."""
    runs = column("descent.csv", "accuracy", **wanted)
    assert len(runs) == 10
    return sum(accuracy > 0.95 for accuracy in runs)


def without_tanh():
    """Return log10 of the share that twenty steps of W_aa's transpose alone leave in page 4's first network."""
    x, y, _ = remember_number(np.random.default_rng(2), 64, 20)
    first = parameters.initial_rnn(np.random.default_rng(0), len(x), 24, 2)
    first["Waa"] = spectra.scaled(first["Waa"], 0.7)
    end = reach.backward_start(x, y, first)[0][:, :, -1]
    return np.log10(np.linalg.norm(np.linalg.matrix_power(first["Waa"].T, 20) @ end) / np.linalg.norm(end))


def more_than_the_rnn(start):
    """Return in how many of ten seeds that LSTM keeps more over 50 words than the simple RNN with full inputs."""
    lstm, rnn = (column("remember_number.csv", "decades", model=model, start=name, distance=50)
                 for model, name in (("LSTM", start), ("RNN", "Gaussian" + FULL)))
    return sum(one > other for one, other in zip(lstm, rnn))


@functools.cache
def milliseconds(size, version, memory="fresh", kind="ladder"):
    return float(np.median(column("ladder.csv", "milliseconds", size=size, kind=kind, version=version, memory=memory)))


LAB = {"linear": ("linear", 1.0, 0.0), "from 0": ("tanh", 0.0, 0.0), "from 0.001": ("tanh", 0.0, 0.001),
       "from 0.5": ("tanh", 0.0, 0.5), "driven": ("tanh", 1.0, 0.0), "ReLU": ("ReLU", 1.0, 0.0)}


@functools.cache
def left_after_60(network, rho, number=20):
    """Return what is left of the gradient after 60 steps back in the lab, for seeds 0, 1, …"""
    f, size, start = LAB[network]
    return np.array([gradients.lab(rho, 60, f, size, seed, start).norms[-1] for seed in range(number)])


def grows(network, rho):
    return word(np.sum(left_after_60(network, rho) > 1))


@functools.cache
def off_the_rate(size):
    """Return how far the measured rate lies from page 4's equation (5): (5 spectral radii, 10 seeds)."""
    def off(rho, seed):
        weights, found = rho * recurrence.random_network(seed).Waa, gradients.lab(rho, 100, "tanh", size, seed)
        return np.log10(np.linalg.norm(weights) / np.sqrt(len(weights)) * found.slope) - np.log10(found.norms[-1]) / 100

    return np.array([[off(rho, seed) for seed in range(10)] for rho in (0.5, 0.8, 1.0, 1.2, 1.5)])


@functools.cache
def directions():
    """Return the singular values of ten networks' Jacobians: (10, steps back + 1, 24), as page 4 measures them."""
    networks = (reach.untrained_rnn(seed, words=20, rho=1.0) for seed in range(10))
    return np.array([jacobians.singular_values(jacobians.products(rnn_forward(x, np.zeros((24, 64)), first)[-1]))
                     for x, _, first in networks])


def decades_of(network, rho, number=10):
    return np.round(np.abs(np.log10(left_after_60(network, rho)[:number]))).astype(int)


NAME, BATCH = "one name at a time", "a batch of 32"
RATES = (0.03, 0.1, 0.3, 1.0)
CLAIMS = [
    # page 4
    ("vanishing", "Without its tanh $10^{{-{:.1f}}}$ would have arrived", lambda: [-without_tanh()]),
    ("vanishing", "falls by some twenty powers of ten ({} to {} with seeds 0 to 9)", lambda: [
        decades_of("driven", 0.8).min(), decades_of("driven", 0.8).max()]),
    ("vanishing", "the tanh network's falls (by {} to {} powers of ten, with the same seeds)", lambda: [
        word(decades_of("driven", 1.5).min()), word(decades_of("driven", 1.5).max())]),
    ("vanishing", "the means of ten networks lie within {} of (5)", lambda: [
        f"{np.max(np.abs(np.mean(off_the_rate(1.0), axis=1))):.2f}"]),
    ("vanishing", "(within {} a step on the mean of ten networks with inputs of size 1)", lambda: [
        f"{np.max(np.abs(np.mean(off_the_rate(1.0), axis=1))):.2f}"]),
    ("vanishing", "Single networks, and inputs half or twice as large, lie within {}.", lambda: [
        f"{np.ceil(10 * max(np.max(np.abs(off_the_rate(size))) for size in (0.5, 1.0, 2.0))) / 10:.1f}"]),
    ("vanishing", "of the linear network's ten-thousandfold (at $\\rho = 1.2$) some {} remains (medians)", lambda: [
        {33: "thirtyfold"}[round(np.median(left_after_60("from 0.001", 1.2)))]]),
    ("vanishing", "From states of 0.5, {} of twenty lose.", lambda: [
        {19: "nineteen"}[20 - np.sum(left_after_60("from 0.5", 1.2) > 1)]]),
    ("vanishing", "{} of twenty tanh networks explodes at $\\rho = 1.2$ or 1.5; at 2 {} grow, at most to {} times", lambda: [
        "None" if grows("driven", 1.2) == grows("driven", 1.5) == "none" else "some", grows("driven", 2.0),
        f"{left_after_60('driven', 2.0).max():.1f}"]),
    ("vanishing", "At $\\rho = 1.5$ {} of twenty grow, one to $10^{}$; at 2 {} do.", lambda: [
        grows("ReLU", 1.5), round(np.log10(left_after_60("ReLU", 1.5).max())), {"20": "all"}[grows("ReLU", 2.0)]]),
    ("vanishing", "keeps about {} over the whole sentence ({} to {} tenths in ten networks)", lambda: [
        {"0.31": "a third"}[f"{directions()[0, 22, 0]:.2f}"],
        *(word(round(10 * edge(directions()[:, 22, 0]))) for edge in (np.min, np.max))]),
    # page 5
    ("clipping", "{} of ten runs learn without it, all {} with it", lambda: [
        word(descended(question="clipping", rate=0.3, limit=np.inf)), word(descended(question="clipping", rate=0.3, limit=1.0))]),
    ("clipping", "(That difference is more than chance: Fisher's exact test, p = {}", lambda: [
        f"{seeds.equal_shares(3, 10, 10, 10):.1g}"]),
    ("clipping", "where less than $10^{{-4}}$ arrived, {} of {} runs learned", lambda: [
        word(reached("spectral_radius.csv", -99, -4)[0]), reached("spectral_radius.csv", -99, -4)[1]]),
    ("clipping", "above a hundredth, {} of {}.", lambda: reached("spectral_radius.csv", -2, 99)),
    ("clipping", "over twenty words, where less than a millionth of the gradient arrives, {} of ten runs learned", lambda: [
        word(descended(question="Adam", start=0.5, distance=20, optimizer="Adam", rate=0.02))]),
    ("clipping", "learns less where less arrives: {}, {}, {}, {}, {} and {} of ten", lambda: [
        max(descended(question="Adam", start=rho, distance=words, optimizer="Adam", rate=rate) for rate in (0.002, 0.005, 0.02))
        for rho, words in ((0.9, 10), (0.9, 20), (0.7, 10), (0.5, 10), (0.7, 20), (0.5, 20))]),  # from the most to the least
    # page 10
    ("why_the_lstm", "it keeps more than that RNN in {} of 10; with small inputs in the LSTM, in {} of 10", lambda: [
        more_than_the_rnn("forget bias 0" + FULL), more_than_the_rnn("forget bias 0")]),
    ("why_the_lstm", "up to thirty words it loses {} runs of sixty", lambda: [
        word(60 - together(*(remembered("RNN", start, 10, 20, 30) for start in ("Gaussian", "orthogonal")))[0])]),
    ("why_the_lstm", "With full inputs the simple RNN learns {} of {} runs at ten words and none beyond", lambda: together(
        *(remembered("RNN", start + FULL, 10) for start in ("Gaussian", "orthogonal")))),
    ("why_the_lstm", "the LSTM with bias 3 or 5 learns {} of its eighty runs", lambda: [
        "all" if together(*(remembered("LSTM", start + FULL, 10, 20, 30, 50) for start in LSTM_OPEN)) == (80, 80) else "not"]),
    ("why_the_lstm", "With full inputs it learns {} ten runs at ten words, and still {} of thirty at 20, 30 and 50", lambda: [
        "all" if remembered("RNN", "orthogonal with 62 units" + FULL, 10)[0] == 10 else "not",
        word(remembered("RNN", "orthogonal with 62 units" + FULL, 20, 30, 50)[0])]),
    ("why_the_lstm", "*before* training: {} runs", lambda: [len(datafiles.table("remember_number.csv"))]),
    ("why_the_lstm", "below one part in a hundred thousand {} run learned", lambda: [
        "no" if reached("remember_number.csv", -99, -5)[0] == 0 else "a"]),
    ("why_the_lstm", "below one in a thousand {} did, both simple RNNs", lambda: [
        word(reached("remember_number.csv", -99, -3, model="RNN")[0])]),
    ("why_the_lstm", "six of {} between $10^{{-4}}$ and $10^{{-3}}$", lambda: [
        {25: "twenty-five"}[reached("spectral_radius.csv", -4, -3)[1]]]),
    ("why_the_lstm", "the simple RNN fails in {} of {} runs although more than a hundredth arrived", lambda: [
        reached("remember_number.csv", -2, 99, model="RNN")[1] - reached("remember_number.csv", -2, 99, model="RNN")[0],
        reached("remember_number.csv", -2, 99, model="RNN")[1]]),
    # page 11
    ("11_the_gru", "over page 10's thirty words {} twenty runs learned with $-2$, {} with 0", lambda: [
        "all" if together(*(remembered("GRU", "update bias -2" + full, 30) for full in ("", FULL))) == (20, 20) else "not",
        word(together(*(remembered("GRU", "update bias 0" + full, 30) for full in ("", FULL)))[0])]),
    # page 12
    ("back_through_the_gru", "over 20 words, {} of ten GRUs learned with $b_u = 0$, and {} ten with $-2$", lambda: [
        word(remembered("GRU", "update bias 0", 20)[0]),
        "all" if remembered("GRU", "update bias -2", 20)[0] == 10 else "not"]),
]


@pytest.mark.parametrize("page, fragment, values", CLAIMS, ids=[f"{page}: {fragment[:50]}" for page, fragment, _ in CLAIMS])
def test_the_page_says_what_the_data_hold(page, fragment, values):
    sentence = fragment.format(*values())
    assert sentence in prose(page), f"the page {page} doesn't say: {sentence}"
    assert len(re.sub(r"\{\}", "", fragment)) > 12


# Sentences without a number of their own ----------------------------------------------------------------------------

def test_what_page_4_says_of_all_its_networks():
    assert all(np.all(left_after_60(name, rho) > 1) for name in ("linear", "from 0") for rho in (1.2, 1.5, 2.0))
    assert 1e4 < np.median(left_after_60("linear", 1.2)) < 3e4  # ten-thousandfold
    assert left_after_60("linear", 1.5)[0] > 1e10  # ten-billion-fold
    assert np.sum(left_after_60("ReLU", 1.5) > 1e5) == 1
    assert np.all(np.sum(directions()[:, 10] > 0.1, axis=1) < 12)  # most of the 24 have lost nine tenths
    assert 0.3 < directions()[0, :, 0].min() and directions()[0, :, 0].max() < 1.7  # the figure's text


def test_what_page_5_says_of_the_wall():
    w, b = np.linspace(0.6, 1.6, 160), np.linspace(-0.6, 3.2, 300)
    _, dw, db = recurrence.one_unit(*np.meshgrid(w, b, indexing="ij"))
    length = np.hypot(dw, db)
    assert 1.0e5 < length.max() / np.median(length) < 1.5e5  # a hundred thousand times longer
    near = np.linspace(-0.3, 0.1, 40001)
    for weight in (1.2, 1.4, 1.6):
        J, _, db = recurrence.one_unit(np.full(near.shape, weight), near)
        steepest = np.argmax(np.abs(db))
        before, after = (J[np.searchsorted(near, near[steepest] + aside)] for aside in (-0.005, 0.005))
        assert before > 1 and after < 0.05  # within a hundredth of b


def test_beyond_ten_words_no_driven_rnn_learned_and_every_gated_network_did_above_a_hundredth():
    assert together(*(remembered("RNN", start + FULL, 20, 30, 50) for start in ("Gaussian", "orthogonal")))[0] == 0
    for model in ("GRU", "LSTM"):
        learned, runs = reached("remember_number.csv", -2, 99, model=model)
        assert learned == runs
        assert reached("remember_number.csv", -99, -3, model=model)[0] == 0


def test_at_small_rates_clipping_changes_nothing_and_at_one_it_helps_no_more():
    for rate in (0.03, 0.1):
        without, clipped = (descended(question="clipping", rate=rate, limit=limit) for limit in (np.inf, 1.0))
        assert without == clipped >= 9
    assert descended(question="clipping", rate=1.0, limit=1.0) == 0


def test_adam_goes_further_than_gradient_descent_with_any_of_its_rates():
    for start in (0.5, 0.7, 0.9):
        for distance in (10, 20):
            best = [max(descended(question="Adam", start=start, distance=distance, optimizer=name, rate=rate) for rate in rates)
                    for name, rates in (("SGD", (0.1, 0.3, 1.0)), ("Adam", (0.002, 0.005, 0.02)))]
            assert best[1] >= best[0]
    assert not any(descended(question="Adam", start=0.5, distance=d, optimizer="SGD", rate=rate)
                   for d in (10, 20) for rate in (0.1, 0.3, 1.0))


def test_the_ladders_causes():
    def change(size, before, now, **how):
        return milliseconds(size, now, **how) / milliseconds(size, before, **how) - 1

    for kind in ("ladder", "one change"):
        assert -0.6 < change(NAME, "the clear code", "no checks of shapes", kind=kind) < -0.4  # half
        assert -0.32 < change(BATCH, "the clear code", "no checks of shapes", kind=kind) < -0.18  # a quarter
    assert change(NAME, "no ŷ and no dx", "1. four gates in one product") < -0.3
    assert -0.27 < change(BATCH, "no ŷ and no dx", "1. four gates in one product") < -0.13  # a fifth
    assert change(BATCH, "1. four gates in one product", "σ as 1 / (1 + e^−z)") < -0.3  # more than a third
    assert -0.32 < change(BATCH, "the clear code", "σ as 1 / (1 + e^−z)", kind="one change") < -0.18  # a quarter, alone
    for memory in ("fresh", "kept"):
        assert abs(change(BATCH, "σ as 1 / (1 + e^−z)", "2. one tanh for all", memory=memory)) < 0.1  # next to nothing
    assert change(NAME, "2. one tanh for all", "3. dW as one product") < -0.3
    assert change(BATCH, "2. one tanh for all", "3. dW as one product") > 0.3  # fresh memory
    assert abs(change(BATCH, "2. one tanh for all", "3. dW as one product", memory="kept")) < 0.1  # next to nothing
    fresh, kept = (change(BATCH, "5. time first", "helpers/fast: nothing new", memory=memory) for memory in ("fresh", "kept"))
    assert kept / fresh < 0.5 and -0.25 < kept < -0.08  # more than half was the memory's price; an eighth
    assert -0.6 < change(BATCH, "helpers/fast: nothing new", "… in float32") < -0.4


def test_how_well_ten_untrained_networks_hear_a_word():
    """Of page 3: how far single networks lie from the mean of the ten, and in how many the first words are heard better."""
    x, y, _ = short_sentences(np.random.default_rng(98), 100, length=20)
    heard = []  # a row a network
    for seed in range(10):
        start = initial_rnn(np.random.default_rng(seed), len(x), 16, 2)
        a, y_pred, caches = rnn_forward(x, np.zeros((16, 100)), start)
        da, _, _ = output_backward(softmax_cross_entropy_backward(y_pred, y), a, start["Wya"])
        lengths = np.linalg.norm(rnn_backward(da, caches)["dx"], axis=0).mean(axis=0)  # (T_x,)
        heard.append(lengths / lengths[-1])
    ten_back, first, seventh = np.array(heard)[:, [9, 0, 6]].T
    count = WORDS[int((first > seventh).sum())].capitalize()
    assert f"ten words back they hear from {ten_back.min():.2f} to {ten_back.max():.2f}" in prose("03_back")
    assert f"{count} of the ten hear word 1 better than word 7" in prose("03_back")


def test_what_one_finds_in_the_gradient_lab():
    """The folded answers of page 4."""
    assert round(float(gradients.lab(0.95, 50, "linear", 0.5, 0).norms[-1]), 2) == 0.03
    left = [gradients.lab(rho, 50, "linear", 0.5, 0).norms[-1] for rho in (0.97, 0.98)]
    assert left[0] < 0.1 < left[1]
    np.testing.assert_allclose([gradients.lab(rho, 50, "tanh", 0.5, 0).norms[-1] for rho in (1.65, 1.7, 1.75)],
                               [0.8, 2.95, 1.28], rtol=0.02)
    first = [next(rho for rho in np.arange(1.4, 2.0, 0.005) if gradients.lab(rho, 50, "tanh", 0.5, seed).norms[-1] > 1)
             for seed in range(10)]
    assert 1.55 < min(first) < 1.57 and 1.97 < max(first) < 1.99
    assert round(float(gradients.lab(2.0, 50, "tanh", 1.0, 0).norms[-1]), 2) == 0.03


def test_sigma_max_of_random_matrices():
    sigma = [spectra.largest_singular_value(spectra.scaled(spectra.gaussian(np.random.default_rng(seed), 32), 1.0))
             for seed in range(200)]
    assert (round(np.mean(sigma), 1), round(min(sigma), 1), round(max(sigma), 1)) == (1.8, 1.5, 2.2)


def test_what_one_finds_in_the_lab_of_three_networks():
    """The folded answers of page 10."""
    biases = np.round(np.arange(-2, 6.01, 0.1), 1)

    def left(kind, bias):
        return np.array([gradient_panels.norms(kind, bias, seed)[-1] for seed in range(10)])

    def first_above(kind, limits):
        """Return for each seed the first bias with which more is left than its limit."""
        return [next(bias for bias in biases.tolist() if gradient_panels.norms(kind, bias, seed)[-1] > limit)
                for seed, limit in enumerate(limits)]

    rnn = left("rnn", 0.0)
    crossing = first_above("lstm", rnn)
    assert (crossing[0], min(crossing), max(crossing)) == (-0.5, -0.5, 0.2)
    assert np.sum(left("lstm", 0.0) > rnn) == 7
    assert 1e-28 < left("lstm", -2.0).min() and left("lstm", -2.0).max() < 1e-23
    at_6 = left("lstm", 6.0)
    assert (round(at_6.min(), 2), round(at_6.max()), np.sum(at_6 > 1)) == (0.37, 17, 4)
    tenth = [first_above(kind, [0.1] * 10) for kind in ("lstm", "gru")]
    assert [(min(values), max(values)) for values in tenth] == [(1.4, 2.4), (2.7, 3.1)]


def test_the_first_step_back_from_a_into_c_costs_each_lstm_of_page_10_more_than_half():
    for bias in (0.0, 1.0, 3.0, 5.0):
        for given in (lambda first: first, parameters.with_full_inputs):
            shares, gates = [], []
            for seed in range(10):
                x, y, _ = remember_number(np.random.default_rng([seed, 2]), 32, distance=50)
                first = given(initial_lstm(np.random.default_rng([seed, 1]), len(x), 24, 2, forget_bias=bias))
                da, (steps, _) = reach.backward_start(x, y, first, lstm_forward)
                before, last = np.moveaxis(jacobians.states_backward(da[:, :, -1:], (steps[-1:], None)), 2, 0)
                shares.append(np.linalg.norm(before) / np.linalg.norm(last))
                gates.append(steps[-1].gamma_o.mean())
            assert 0.2 < np.median(shares) < 0.4 and max(shares) < 0.5 and 0.45 < np.median(gates) < 0.55


def test_all_ways_carry_more_than_the_memory_in_each_seed_and_a_plus_b_leaves_little_out():
    x, _, _ = remember_number(np.random.default_rng(2), 4, 40)
    dc_last = np.random.default_rng(3).standard_normal((24, 4))
    for bias in (0.0, 1.0, 3.0, 5.0):
        left_out = []
        for seed in range(10):
            first = initial_lstm(np.random.default_rng(seed), len(x), 24, 2, forget_bias=bias)
            caches = lstm_forward(x, np.zeros((24, 4)), first)[-1]
            ways = paths.ways_to_memory(dc_last, caches)
            assert np.linalg.norm(ways["all"][:, :, 1]) > np.linalg.norm(ways["along"][:, :, 1])
            steps, _ = lstm_forward(x[:, :1], np.zeros((24, 1)), first)[-1]
            back = dc_last[:, 0]
            for before, now in zip(steps[-2:0:-1], steps[:1:-1]):
                back = sum(paths.step_of_memory(before, now)).T @ back
            left_out.append(gradients.relative_error(back, ways["all"][:, 0, 1]) * 2)
        assert 0.01 < np.median(left_out) < 0.12


def test_what_one_finds_by_other_update_biases():
    """The folded answer of page 12: training of its GRU from other update biases, over ten seeds."""
    new_x, new_y, _ = remember_number(np.random.default_rng(99), 500, 20)
    objective = fast.objective("gru", 48, 16, 2, 32, 22)

    def trained(bias, seed, sentences, held_out=None):
        first = parameters.initial_gru(np.random.default_rng(seed), n_x=48, n_a=16, n_y=2, update_bias=bias)
        return training.train(objective, first, sentences, len(sentences), training.Adam(0.005), progress=False, every=200,
                              held_out=held_out)

    runs = []
    for seed in range(10):
        sentences = list(itertools.islice(batches(remember_number, np.random.default_rng(100 + seed), 32, 20), 400))
        late = [np.mean(trained(bias, seed, sentences[:180]).losses[130:]) for bias in (-4.0, -6.0)]
        assert late[0] < late[1]
        runs.append(trained(-1.0, seed, sentences, lambda found: -training.accuracy(
            gru_forward, found, new_x, new_y)).held_out)  # asked after 200 steps and after 400
    assert [sum(-asked[number][1] > 0.95 for asked in runs) for number in (0, 1)] == [0, 7]
