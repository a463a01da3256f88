"""The slider panels: they answer, say their numbers, keep the last good picture, and leave nothing behind."""
import base64
import functools
import inspect
import io
import re

import ipywidgets as widgets
import matplotlib.pyplot as plt
import numpy as np
import pytest
from ipywidgets.widgets.widget import _instances
from matplotlib.image import imread

from helpers import gradients, panels
from helpers.figures import diagrams
from helpers.gradients import jacobians
from helpers.networks import gates, gru, lstm, parameters, rnn
from helpers.panels import base, showing
from helpers.panels import gradients as labs
from helpers.panels.base import Choice, Panel, Slider

LETTERS = ".abcdefg"
TABLE = np.random.default_rng(3).standard_normal((8, 8))
PAIR = np.eye(5)[:, [[0, 1, 4], [0, 2, 4]]]  # (n_x, 2, T_x)
STAGES = [parameters.initial_rnn(np.random.default_rng(seed), 5, 4, 2) for seed in range(3)]
MADE = {
    "first_slider": lambda: panels.first_slider(lambda a_prev, xt, w_a, w_x: np.tanh(w_a * a_prev + w_x * xt)),
    "rnn_cell": panels.rnn_cell,
    "lstm_cell": panels.lstm_cell,
    "gate_explorer": panels.gate_explorer,
    "decay": panels.decay,
    "gate_puzzle 1": lambda: panels.gate_puzzle(1),
    "gate_puzzle 2": lambda: panels.gate_puzzle(2),
    "gate_puzzle 3": lambda: panels.gate_puzzle(3),
    "paths_of_dc": panels.paths_of_dc,
    "gradient_lab": panels.gradient_lab,
    "gradient_lab_gates": panels.gradient_lab_gates,
    "learning": lambda: panels.learning(rnn.rnn_forward, STAGES, 10, PAIR, ["the", "cat(s)", "near"]),
    "temperature": lambda: panels.temperature(LETTERS, lambda state, k: (TABLE[0 if k is None else k], k), "ab"),
}


@pytest.fixture(autouse=True)
def strict(monkeypatch):
    """A callback that fails, fails the test; and no panel outlives its test."""
    monkeypatch.setenv("COURSE_STRICT", "1")
    yield
    for panel in list(showing._open.values()):
        panel.close()


def drawn(x):
    return diagrams.load("rnn_cell").fill({"value-x": diagrams.number(x)})


def small(function=None, name="small"):
    function = function or (lambda x, kind: (drawn(x), f"x = {x:.2f}, {kind}."))
    return Panel(name, [Slider("x", "input x", -1.0, 1.0, 0.5), Choice("kind", "kind", ("a", "b"), "a")], function, "A cell.")


@functools.cache
def first_shown(name):
    """Return a panel's picture as SVG, its words, and what stands for it where no kernel runs: data and metadata."""
    panel = MADE[name]()
    return panel.svg, panel.words, *panel._repr_mimebundle_()


# ---- Every panel -----------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("name", MADE)
def test_a_panel_shows_a_picture_and_its_words_without_a_kernel(name):
    _, words, data, metadata = first_shown(name)
    picture = imread(io.BytesIO(base64.b64decode(data["image/png"])), format="png")
    size = metadata["image/png"]
    assert picture.shape[:2] == (2 * size["height"], 2 * size["width"]) and size["width"] <= 1040
    assert picture[..., 3].max() > 0 and np.ptp(picture[..., :3]) > 0.5  # not an empty sheet
    assert " ".join(data["text/plain"].split()).endswith(words) and len(words) > 40
    assert max(map(len, data["text/plain"].splitlines())) <= 100
    assert words in size["alt"]
    assert "application/vnd.jupyter.widget-view+json" in data


@pytest.mark.parametrize("name", MADE)
def test_a_panel_made_twice_is_the_same(name):
    svg, _, data, _ = first_shown(name)
    again = MADE[name]()
    assert again.svg == svg
    assert {**again._repr_mimebundle_()[0], "application/vnd.jupyter.widget-view+json": 0} == {
        **data, "application/vnd.jupyter.widget-view+json": 0}


@pytest.mark.parametrize("name", MADE)
def test_every_control_moves_the_words_or_the_picture_and_reset_brings_both_back(name):
    panel = MADE[name]()
    first = panel.svg, panel.words
    for key, widget in panel._controls.items():
        if hasattr(widget, "min"):
            at = widget.min + widget.step if widget.value != widget.min + widget.step else widget.max
        elif hasattr(widget, "options"):
            at = widget.options[-1]
        else:
            at = "b" if isinstance(widget, widgets.Text) else not widget.value
        widget.value = at
        assert (panel.svg, panel.words) != first, f"{key} changes nothing"
        panel.reset()
        assert (panel.svg, panel.words) == first


@pytest.mark.parametrize("name", MADE)
def test_a_panel_stands_the_ends_of_its_sliders(name):
    panel = MADE[name]()
    sliders = {key: widget for key, widget in panel._controls.items() if hasattr(widget, "min")}
    for end in ("min", "max"):
        panel.set(**{key: getattr(widget, end) for key, widget in sliders.items()})
        assert "nan" not in panel.svg and "nan" not in panel.words
        panel.pixels(1)


@pytest.mark.parametrize("name", MADE)
def test_a_moved_slider_sends_only_what_moves(name):
    panel = MADE[name]()
    still, moving = panel._still.value, panel._picture.value
    for key, widget in panel._controls.items():
        if hasattr(widget, "min"):
            panel.set(**{key: widget.max if widget.value < widget.max else widget.min})
        elif isinstance(widget.value, bool):
            panel.set(**{key: not widget.value})
    assert panel._still.value == still and panel._picture.value != moving
    assert len(panel._picture.value) < 0.8 * len(panel.svg)


@pytest.mark.parametrize("name", MADE)
def test_running_a_cell_again_leaves_nothing_behind(name):
    before = set(_instances)
    MADE[name]()
    count, figures = len(_instances), plt.get_fignums()
    for _ in range(20):
        panel = MADE[name]()
    assert len(_instances) == count
    assert plt.get_fignums() == figures
    panel.close()
    assert set(_instances) == before


@pytest.mark.parametrize("name", MADE)
def test_a_panel_is_told_to_those_who_cannot_see_it(name):
    panel = MADE[name]()
    value = panel._picture.value
    assert re.match(r'<div role="img" aria-label="[^"]{20,}"', value)
    assert re.search(r'<p role="status" aria-live="polite"[^>]*>[^<]{40,}</p>$', value)
    for control in panel._controls.values():
        for widget in getattr(control, "_buttons", {"": control}).values():
            assert widget.description and widget.tooltip
    assert "<title" not in panel.svg  # one name for the picture, no tooltip over it
    for kind in ("interactive", "Output"):
        assert not any(type(part).__name__ == kind for part in showing.parts(panel))


@pytest.mark.parametrize("name", MADE)
def test_limits_stay_while_a_slider_moves(name):
    """Every number at an axis stands where it stood."""
    panel = MADE[name]()
    ticks = r'<text style="[^"]*"[^>]*>[^<]*</text>'
    first = re.findall(ticks, panel.svg)
    for widget in panel._controls.values():
        if hasattr(widget, "max"):
            widget.value = widget.max
    assert re.findall(ticks, panel.svg) == first


# ---- The base --------------------------------------------------------------------------------------------------------

def test_setting_several_values_draws_once():
    calls = []
    panel = small(lambda x, kind: (calls.append((x, kind)), (drawn(x), "."))[1])
    panel.set(x=0.25, kind="b")
    panel.reset()
    assert calls == [(0.5, "a"), (0.25, "b"), (0.5, "a")]
    assert panel.values == {"x": 0.5, "kind": "a"}


def test_a_failing_callback_keeps_the_last_good_picture_and_says_why(monkeypatch):
    def draw(x, kind):
        if x < 0:
            raise ValueError("x is <negative>, expected 0 or more")
        return drawn(x), f"x = {x:.2f}."

    panel = small(draw)
    with pytest.raises(ValueError, match="negative"):  # under the tests
        panel.set(x=-0.5)
    monkeypatch.delenv("COURSE_STRICT")
    panel.set(x=0.75)
    good = panel._picture.value
    panel.set(x=-0.5)
    assert panel._picture.value == good and panel.words == "x = 0.75."
    assert "ValueError: x is &lt;negative&gt;, expected 0 or more" in panel.error and 'role="alert"' in panel.error
    panel.set(x=0.25)
    assert panel.error == "" and panel.words == "x = 0.25."


def test_a_panel_whose_first_picture_fails_shows_the_error(monkeypatch):
    monkeypatch.delenv("COURSE_STRICT")
    panel = panels.rnn_cell(lambda xt, a_prev, parameters: None)
    assert "TypeError" in panel.error
    data, _ = panel._repr_mimebundle_()
    assert "image/png" not in data and "text/plain" in data


def test_panels_of_two_names_live_side_by_side():
    one, two = small(name="one"), small(name="two")
    assert one.comm is not None and two.comm is not None
    small(name="one")
    assert one.comm is None and two.comm is not None


def test_play_moves_the_time_step_in_the_browser():
    panel = panels.gate_explorer()
    play, button, step, pressed = panel._extra
    assert step.source == (play, "value") and step.target == (panel._controls["t"], "value")
    assert pressed.source == (button, "value") and pressed.target == (play, "playing")
    button.value = True
    panel.reset()
    assert not button.value
    assert (play.min, play.max, play.step) == (1, 20, 1)


def test_words_are_escaped():
    panel = small(lambda x, kind: (drawn(x), "a < b & c, and a longer sentence"))
    assert "a &lt; b &amp; c" in panel._picture.value


# ---- The cells -------------------------------------------------------------------------------------------------------

def test_the_rnn_panel_draws_the_numbers_of_the_cell():
    panel = panels.rnn_cell()
    panel.set(x=-0.5, a_prev=0.8, Wax=1.2, Waa=-0.7, ba=0.3, Wya1=1.0, Wya2=-0.4, by1=0.5, by2=-0.1)
    a = np.tanh(1.2 * -0.5 - 0.7 * 0.8 + 0.3)
    z = np.array([1.0 * a + 0.5, -0.4 * a - 0.1])
    y = np.exp(z) / np.exp(z).sum()
    assert f"tanh(z) = {diagrams.number(a, 4)}" in panel.words and f"ŷ = ({y[0]:.4f}, {y[1]:.4f})" in panel.words
    assert f"The scores {diagrams.number(z[0])} and {diagrams.number(z[1])} go through softmax" in panel.words
    assert f">{diagrams.number(a)}<" in panel.svg and f">{y[0]:.2f}, {y[1]:.2f}<" in panel.svg


def test_the_lstm_panel_draws_the_numbers_of_the_cell():
    panel = panels.lstm_cell()
    panel.set(x=0.5, a_prev=-0.3, c_prev=1.2, weight=2.0, Wf=1.5, bf=-0.5, Wu=0.5, bu=1.0, Wc=-2.0, bc=0.2, Wo=1.0, bo=0.1)
    z = {"f": 2 * -0.3 + 1.5 * 0.5 - 0.5, "u": 2 * -0.3 + 0.5 * 0.5 + 1, "c": 2 * -0.3 - 2 * 0.5 + 0.2, "o": 2 * -0.3 + 0.5 + 0.1}
    forget, update, output = (1 / (1 + np.exp(-z[gate])) for gate in "fuo")
    c = forget * 1.2 + update * np.tanh(z["c"])
    assert f"+2.00 · −0.30 + +1.50 · +0.50 − 0.50 = {diagrams.number(z['f'])}, so Γ_f = σ(z_f) = {forget:.2f}" in panel.words
    assert f"c = {diagrams.number(c)}, a = {diagrams.number(output * np.tanh(c))}" in panel.words


def test_a_label_is_typeset_for_the_eye_and_plain_for_the_tooltip():
    slider = panels.rnn_cell().controls["Waa"]
    assert slider.description == "weight of the state $W_{aa}$" and slider.tooltip == "weight of the state W_aa"
    assert base.typeset("state before a⟨t−1⟩ and Γ_f") == r"state before $a^{\langle t-1\rangle}$ and $\Gamma_{f}$"
    assert base.typeset("candidate c̃") == r"candidate $\tilde c$"


def test_the_readers_own_cells_are_drawn():
    def own(*args):
        a_next, yt_pred, cache = rnn.rnn_cell_forward(*args)
        return -a_next, yt_pred, cache

    reference = panels.rnn_cell().words
    assert panels.rnn_cell(own).words != reference
    assert "a = tanh(z) = −0.4854" in panels.rnn_cell(own).words

    def own_lstm(*args):
        a_next, c_next, yt_pred, cache = lstm.lstm_cell_forward(*args)
        return a_next, 0.5 * c_next, yt_pred, cache

    reference = panels.gate_explorer().words
    assert panels.gate_explorer(own_lstm).words != reference


def test_gates_set_by_hand_stand_as_they_were_set():
    for wanted in ((0.0, 1.0, 0.5, -1.0), (0.25, 0.1, 0.9, 0.3), (1.0, 0.0, 0.0, 1.0)):
        x, state = np.full((1, 1), 0.7), np.full((1, 1), -0.4)
        *_, cache = lstm.lstm_cell_forward(x, state, state, gates.by_hand(*wanted))
        got = [value.item() for value in (cache.gamma_f, cache.gamma_u, cache.gamma_o, cache.c_tilde)]
        assert got == pytest.approx(wanted, abs=1e-12)


def test_the_explorers_gradient_is_that_of_finite_differences():
    parameters = [gates.by_hand(0.9, 0.2, 0.7, -0.5), gates.by_hand(0.4, 0.8, 0.3, 0.6), gates.by_hand(0.95, 0.1, 0.8, 0.2)]
    _, c, caches = gates.run(lstm.lstm_cell_forward, 0.8, parameters)
    got = gates.gradient_of_c(caches)
    for t in range(3):
        after = [gates.run(lstm.lstm_cell_forward, c[t] + eps, parameters[t:])[0][-1] for eps in (1e-6, -1e-6)]
        assert got[t] == pytest.approx((after[0] - after[1]) / 2e-6, abs=1e-8)


def test_the_explorer_says_what_the_cell_does():
    panel = panels.gate_explorer()
    panel.set(gamma_f=1.0, gamma_u=0.0, gamma_o=0.5, c0=0.6, t=20)
    assert "= +0.60, a = 0.50 · tanh(c) = +0.27" in panel.words  # held for 20 steps
    panel.set(gamma_f=0.0)
    assert "0 reaches the start" in panel.words
    panel.set(gamma_f=1.0, gamma_u=1.0, c_tilde=1.0)
    assert "left the chart" in panel.words


def test_the_paths_of_dc_are_those_of_the_backward_pass():
    panel = panels.paths_of_dc()
    panel.set(dc_next=0.6, da_next=0.5, gamma_f=0.9, gamma_u=0.3, gamma_o=0.7, c_tilde=-0.8, c_prev=0.5, weight=2.0)
    parameters = gates.by_hand(0.9, 0.3, 0.7, -0.8) | {key: np.full((1, 2), 2.0) for key in ("Wf", "Wu", "Wc", "Wo")}
    zero = np.zeros((1, 1))
    *_, cache = lstm.lstm_cell_forward(zero, zero, np.full((1, 1), 0.5), parameters)
    step = lstm.lstm_cell_backward(np.full((1, 1), 0.5), np.full((1, 1), 0.6), cache)
    assert f"dc_prev = {diagrams.number(step['dc_prev'].item())}, of which" in panel.words
    assert f"da_prev = {diagrams.number(step['da_prev'].item())}." in panel.words
    # The slots that the panel works out by itself, from those of the pass: dz = dΓ ∗ Γ ∗ (1 − Γ).
    for slot, gate, value in (("dgamma_f", "f", 0.9), ("dgamma_u", "u", 0.3), ("dgamma_o", "o", 0.7)):
        number = diagrams.number(step[f"db{gate}"].item() / (value * (1 - value)))
        assert re.search(f'data-slot="value-{slot}"[^>]*>{re.escape(number)}<', panel.svg)
    number = diagrams.number(step["dbc"].item() / (1 - 0.8**2))
    assert re.search(f'data-slot="value-dc_tilde"[^>]*>{re.escape(number)}<', panel.svg)
    # What joins on the way to [a; x] ends as thick as da_prev leaves it.
    for slot in ("sum_f", "da_prev"):
        width = diagrams.flow(step["da_prev"].item())["stroke-width"]
        assert re.search(f'<g [^>]*stroke-width="{width}"[^>]*data-slot="flow-{slot}"', panel.svg), slot


# ---- The puzzles -----------------------------------------------------------------------------------------------------

SOLUTIONS = {
    1: {"f": range(2, 13), "u": [1]},
    2: {"f": [2, 3, 4, 5, 6, 7, 8, 10, 11, 12], "u": [1, 9]},
    3: {"f": range(2, 13), "u": [1], "o": [12]},
}


def solution(number):
    return {f"{gate}{t}": t in open_at for gate, open_at in SOLUTIONS[number].items() for t in range(1, 13)}


@pytest.mark.parametrize("number", SOLUTIONS)
def test_a_puzzle_has_a_solution_and_any_other_door_spoils_it(number):
    puzzle = panels.gate_puzzle(number)
    assert not puzzle.solved() and puzzle.words.startswith("Not yet")
    puzzle.set(**solution(number))
    assert puzzle.solved() and puzzle.words.startswith("Solved") and "Solved!" in puzzle.svg
    for key, value in solution(number).items():
        if key == "f1":
            continue  # there is nothing to forget before the first word
        puzzle.set(**{key: not value})
        assert not puzzle.solved(), key
        puzzle.set(**{key: value})
    puzzle.reset()
    assert not puzzle.solved()


@pytest.mark.parametrize("number", SOLUTIONS)
def test_all_doors_open_or_shut_solve_no_puzzle(number):
    puzzle = panels.gate_puzzle(number)
    puzzle.set(**{key: True for key in puzzle.values})
    assert not puzzle.solved()


def test_the_button_of_a_row_opens_and_shuts_all_its_doors():
    puzzle = panels.gate_puzzle(1)
    every = puzzle.children[0].children[0].children[0]
    every.click()
    assert all(puzzle.values[f"f{t}"] for t in range(1, 13)) and not puzzle.values["u1"]
    every.click()
    assert not any(puzzle.values.values())


def test_a_puzzle_is_made_of_buttons_a_keyboard_reaches():
    puzzle = panels.gate_puzzle(3)
    assert all(isinstance(widget, widgets.ToggleButton) for widget in puzzle._controls.values()) and len(puzzle._controls) == 36
    assert puzzle._controls["o12"].tooltip == "output gate Γ_o at word 12, “are”: pressed is open"


def test_an_unknown_puzzle_is_said():
    with pytest.raises(ValueError, match=r"number is 4, expected 1 \(hold\), 2 \(replace\) or 3 \(hide\)"):
        panels.gate_puzzle(4)


# ---- Gradients and letters -------------------------------------------------------------------------------------------

def test_the_gradient_lab_says_what_the_lab_measures():
    panel = panels.gradient_lab()
    panel.set(rho=1.5, length=30, activation="linear", seed=4)
    lab = gradients.lab(1.5, 30, "linear", 0.5, 4)
    assert lab.words in panel.words and "outside the unit circle" in panel.words
    panel.set(rho=1.0)
    assert "on the unit circle" in panel.words


@pytest.mark.parametrize("kind, forward", [("rnn", rnn.rnn_forward), ("gru", gru.gru_forward), ("lstm", lstm.lstm_forward)])
def test_the_norms_of_the_three_networks_are_those_of_their_jacobians(kind, forward, monkeypatch):
    made = {}
    first = {"rnn": "initial_rnn", "gru": "initial_gru", "lstm": "initial_lstm"}[kind]
    real = getattr(labs.parameters, first)
    monkeypatch.setattr(labs.parameters, first, lambda *args, **kw: made.setdefault("p", real(*args, **kw)))
    got = inspect.unwrap(labs.norms)(kind, 2.0, 7)
    rng = np.random.default_rng(7)
    x, da = rng.standard_normal((50, 4, 1)), rng.standard_normal((16, 1))
    *_, caches = forward(np.moveaxis(x, 0, 2), np.zeros((16, 1)), made["p"])
    of_last = np.zeros((16, 1, 50))
    of_last[:, :, -1] = da / np.linalg.norm(da)
    expected = np.linalg.norm(jacobians.states_backward(of_last, caches)[:, 0], axis=0)[::-1]
    np.testing.assert_allclose(got, expected, rtol=1e-10)


def test_a_bias_that_keeps_lets_more_gradient_through():
    for kind in ("gru", "lstm"):
        assert labs.norms(kind, 6.0, 0)[-1] > 10 * labs.norms(kind, 0.0, 0)[-1]


def test_temperature_sharpens_and_flattens():
    panel = MADE["temperature"]()
    panel.set(tau=0.1)
    cold = panel.words
    assert len(set(cold.split("Names: ")[1].rstrip(".").split(", "))) <= 3  # nearly the same name each time
    panel.set(tau=2.0)
    assert len(set(panel.words.split("Names: ")[1].split(", "))) >= 5
    bits = [float(re.search(r"([\d.]+) bits", words)[1]) for words in (cold, panel.words)]
    assert bits[0] < 1.5 < 2.5 < bits[1] <= 3


def test_a_name_is_cut_at_sixteen_letters_with_a_mark_and_drawn_by_the_readers_own_functions():
    asked = []

    def mine(zy, tau):
        asked.append((zy.shape, tau))
        return np.eye(len(zy))[:, [1]]  # always the second letter: no name ends

    panel = panels.temperature(LETTERS, lambda state, k: (TABLE[0 if k is None else k], k), "b", softmax_with_temperature=mine,
                               pick=lambda y_pred, u: np.argmax(y_pred, axis=0))
    assert "Names: b" + 15 * LETTERS[1] + "…," in panel.words and set(asked) == {((len(LETTERS), 1), 1.0)}
    panel.close()


def test_a_beginning_the_network_cannot_read_is_said(monkeypatch):
    monkeypatch.delenv("COURSE_STRICT")
    panel = MADE["temperature"]()
    good = panel.svg
    for text in ("ax", "a."):
        panel.set(text=text)
        assert "expected letters that the network knows: abcdefg" in panel.error and panel.svg == good
    panel.set(text="a" * 17)
    assert "the beginning has 17 letters, expected at most 16" in panel.error and panel.svg == good
    panel.set(text="bad")
    assert panel.error == "" and "after “bad”" in panel.words


def test_the_learning_panel_shows_what_the_network_of_that_stage_says():
    panel = panels.learning(rnn.rnn_forward, STAGES, 10, PAIR, ["the", "cat(s)", "near"])
    for stage, weights in enumerate(STAGES):
        panel.set(step=10 * stage)
        said = rnn.rnn_forward(PAIR, np.zeros((4, 2)), weights)[1][1, :, -1]
        assert f"After {10 * stage} training steps" in panel.words
        assert f"{said[0]:.2f} for the singular" in panel.words and f"{said[1]:.2f} for the plural" in panel.words
