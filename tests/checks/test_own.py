"""A cell of the reader's own: what is right is called right, and each fault is named in one sentence."""
import subprocess
import sys

import numpy as np
import pytest

from helpers.checks.own import file as own_file
from helpers.checks.own.cell import examine, own
from helpers.gradients.norms import numeric_gradient
from helpers.networks import peephole
from helpers.training import alone
from helpers.training.own import YOURS, Cell, Standing
from tests.checks import own_cells

REFERENCE = (peephole.cell_forward, peephole.cell_backward, peephole.cell_parameters)
RIGHT = {name: own_cells.functions(text) for name, text in own_cells.RIGHT.items()} | {"reference": REFERENCE}


def three_steps(cell_forward, cell_backward, cell_parameters, n_x=4, n_a=6, m=3, T_x=3):
    """Return values, x, first states, the gradients that come in, and what the way back makes of them."""
    rng, names = np.random.default_rng(5), alone.states_of(cell_forward)
    values = {key: value + 0.2 * rng.standard_normal(value.shape) for key, value in cell_parameters(rng, n_x, n_a).items()}
    x, start = rng.standard_normal((n_x, m, T_x)), [rng.standard_normal((n_a, m)) for _ in names]
    ds = rng.standard_normal((T_x, len(names), n_a, m))
    _, caches = alone.run(cell_forward, x, start, values)
    return values, x, start, ds, alone.run_back(cell_backward, list(map(list, ds)), caches, names)


@pytest.mark.parametrize("name", RIGHT)
def test_right_cells_are_right_and_their_gradients_are_those_of_finite_differences(name):
    functions = RIGHT[name]
    verdict = examine(*functions)
    assert verdict.state == "right" and verdict.fault is None, verdict.message
    assert verdict.errors and max(verdict.errors.values()) < 1e-7
    values, x, start, ds, (dx, first, found) = three_steps(*functions)
    for key, value in values.items():
        def J(changed, key=key):
            return np.sum(ds * np.array(alone.run(functions[0], x, start, values | {key: changed})[0]))

        measured = numeric_gradient(J, value, step=1e-5)
        assert np.max(np.abs(found["d" + key] - measured)) < 1e-7 * np.max(np.abs(measured))


@pytest.mark.parametrize("name", own_cells.RIGHT)
def test_right_cells_agree_with_torchs_autograd(name):
    torch = pytest.importorskip("torch")
    functions = RIGHT[name]
    values, x, start, ds, (dx, first, found) = three_steps(*functions)
    text = own_cells.RIGHT[name]
    for numpy_s, torch_s in (("z.mean(axis=0, keepdims=True)", "z.mean(0, keepdim=True)"),
                             ("(d**2).mean(axis=0, keepdims=True)", "(d**2).mean(0, keepdim=True)"),
                             ("np.concatenate(", "torch.cat("), ("np.vstack(", "torch.vstack(")):
        text = text.replace(numpy_s, torch_s)
    names = {"torch": torch}
    exec(text.replace("import numpy as np", "").replace("np.", "torch."), names)  # the same equations, with torch's arrays
    given = {"x": x} | dict(enumerate(start)) | values
    given = {key: torch.tensor(value, requires_grad=True) for key, value in given.items()}
    states, J = [given[i] for i in range(len(start))], 0.0
    for t in range(x.shape[2]):
        *states, _ = names["cell_forward"](given["x"][:, :, t], *states, {key: given[key] for key in values})
        J = J + sum((torch.tensor(d) * state).sum() for d, state in zip(ds[t], states))
    J.backward()
    ours = {"x": dx} | dict(enumerate(first)) | {key: found["d" + key] for key in values}
    for key, gradient in ours.items():
        close = 1e-10 * np.abs(gradient).max()
        np.testing.assert_allclose(gradient, given[key].grad.numpy(), rtol=0, atol=close, err_msg=str(key))


@pytest.mark.parametrize("name", RIGHT)
def test_a_dictionary_of_first_values_will_do_and_its_sizes_are_found(name):
    forward, backward, parameters = RIGHT[name]
    assert examine(forward, backward, parameters(np.random.default_rng(3), 7, 4)).state == "right"


@pytest.mark.parametrize("name", own_cells.WRONG)
def test_each_fault_is_named_in_one_sentence(name):
    fault, where, words = own_cells.WRONG[name][3:]
    verdict = examine(*own_cells.wrong(name))
    assert (verdict.state, verdict.fault, verdict.where) == ("wrong", fault, where), verdict.message
    said = " ".join(verdict.message.split())
    assert words in said
    sentence = said.partition("the fault ")[2]
    assert sentence.endswith(".") and ". " not in sentence
    assert len(verdict.message.splitlines()) <= 8 and max(map(len, verdict.message.splitlines()[:1])) <= 100


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", ["peephole forgotten in dc", "sign", "tanh on both", "divided by m"])
def test_wrong_gradients_are_found_on_any_seed(name, seed):
    assert examine(*own_cells.wrong(name), seed=seed).fault == "gradient"


def stub(*_):
    raise NotImplementedError


def not_written(xt, a_prev, parameters):
    raise NotImplementedError


def not_written_back(da_next, cache):
    raise NotImplementedError


def test_what_is_not_written_is_said_to_be_open_and_the_page_goes_on(capsys):
    cell = own(not_written, not_written_back, stub)
    assert cell.verdict.state == "missing" and cell.forward is peephole.cell_forward
    assert capsys.readouterr().out == ("○ your cell: not written yet; a line with raise NotImplementedError is still there.\n"
                                       "  The page goes on with the course's peephole cell.\n")
    forward, _, parameters = RIGHT["layer norm"]
    assert "cell_backward is not written yet" in examine(forward, not_written_back, parameters).message
    assert examine(not_written, not_written_back, {"W": np.ones((3, 2))}).state == "missing"


def test_a_right_cell_is_handed_back(capsys):
    cell = own(*RIGHT["coupled gates"])
    assert (cell.forward, cell.backward, cell.parameters) == RIGHT["coupled gates"]
    assert "✓ your cell is right" in capsys.readouterr().out


@pytest.mark.parametrize("given, fault", [
    ((None, stub, stub), "no function"),
    ((lambda xt, parameters: 1, lambda cache: 1, stub), "arguments"),
    ((lambda xt, a_prev, parameters: 1, lambda da, dc, cache: 1, stub), "arguments"),
    ((lambda xt, a_prev, parameters: None, lambda da, cache: {}, lambda rng, n_x, n_a: {"W": np.ones((n_a, 1))}), "returns"),
    ((lambda xt, a_prev, parameters: (a_prev[:1], 0), lambda da, cache: {}, lambda rng, n_x, n_a: {"W": np.ones(2)}), "shape"),
    ((lambda xt, a_prev, parameters: 1, lambda da, cache: 1, lambda rng, n_x, n_a: [1]), "parameters"),
    ((lambda xt, a_prev, parameters: 1, lambda da, cache: 1, lambda rng, n_x, n_a: {"W": np.ones(2, int)}), "parameters"),
    ((lambda xt, a_prev, parameters: 1, lambda da, cache: 1, lambda rng, n_x, n_a: {"Wy": np.ones(2)}), "parameters"),
    ((lambda xt, a_prev, parameters: 1, lambda da, cache: 1, lambda rng, n_x, n_a: 1 / 0), "raises"),
])
def test_bad_input_gets_one_sentence_and_never_raises(given, fault):
    verdict = examine(*given)
    assert verdict.state == "wrong" and verdict.fault == fault, verdict.message
    assert verdict.message.rstrip().endswith(".")


weights = np.ones((2, 2))


def test_a_cell_that_reads_the_page_is_told_so():
    def forward(xt, a_prev, parameters):
        return np.tanh(weights.sum() * a_prev), None

    assert "reads weights, which a cell above made" in examine(forward, not_written_back, stub).message


def test_a_cell_that_never_ends_is_stopped(monkeypatch):
    monkeypatch.setattr(sys.modules["helpers.checks.own.cell"], "SECONDS", 0.3)

    def forward(xt, a_prev, parameters):
        while True:
            pass

    assert examine(forward, not_written_back, lambda rng, n_x, n_a: {"W": np.ones((n_a, n_x))}).fault == "never ends"


def test_corners_such_as_relus_are_no_faults():
    def forward(xt, a_prev, parameters):
        z = parameters["W"] @ np.concatenate([a_prev, xt]) + parameters["b"]
        return np.tanh(np.maximum(z, 0)), (xt, a_prev, z, parameters)

    def backward(da_next, cache):
        xt, a_prev, z, parameters = cache
        dz = da_next * (1 - np.tanh(np.maximum(z, 0)) ** 2) * (z > 0)
        d = parameters["W"].T @ dz
        return {"da_prev": d[:len(a_prev)], "dxt": d[len(a_prev):], "dW": dz @ np.concatenate([a_prev, xt]).T,
                "db": dz.sum(axis=1, keepdims=True)}

    def first(rng, n_x, n_a):
        return {"W": rng.standard_normal((n_a, n_a + n_x)), "b": np.zeros((n_a, 1))}

    for seed in range(5):
        assert examine(forward, backward, first, seed).state == "right", examine(forward, backward, first, seed).message


def test_the_saved_file_runs_without_the_course(tmp_path):
    standing = Standing(3, 44, [0.5, 1.0], [])
    file = tmp_path / "my_cell.py"
    lines = own_file.save(Cell(*REFERENCE), file, {"parity": {"RNN": standing, YOURS: standing}})
    text = file.read_text(encoding="utf-8")
    assert lines == len(text.splitlines()) and "helpers" not in text and "this cell     44 parameters   0.50 1.00" in text
    ran = subprocess.run([sys.executable, "-I", "-X", "utf8", "my_cell.py"], cwd=tmp_path, capture_output=True, encoding="utf-8",
                         timeout=120, check=True)
    assert ran.stdout.count("✓ d") == 11 and "✗" not in ran.stdout and "of the bits is right" in ran.stdout


EPSILON = 1e-5


def scaled(z):
    """Return z by a constant of this module."""
    return z * (1 + EPSILON)


def test_the_saved_file_holds_what_the_cell_uses_and_no_name_twice(tmp_path):
    def forward(xt, a_prev, parameters):
        return np.tanh(scaled(parameters["W"] @ xt)), None

    cell = Cell(forward, not_written_back, stub)
    own_file.save(cell, tmp_path / "cell.py")
    text = (tmp_path / "cell.py").read_text(encoding="utf-8")
    assert text.index("EPSILON = 1e-05") < text.index("def scaled(z):") < text.index("def cell_forward(xt, a_prev, parameters):")


def run(z):
    """Return z: a name that the file has already."""
    return z


def test_a_name_of_the_files_own_is_refused(tmp_path):
    def forward(xt, a_prev, parameters):
        return run(xt), None

    with pytest.raises(ValueError, match="uses a name run"):
        own_file.save(Cell(forward, not_written_back, stub), tmp_path / "cell.py")


def test_what_was_typed_into_a_cell_is_found_there(tmp_path):
    import linecache
    text = own_cells.LAYER_NORM.replace("    return a_next, (xt", "    return a_next, Kept(xt").replace(
        "import numpy as np\n", "import numpy as np\nfrom typing import NamedTuple\n\nclass Kept(NamedTuple):\n    xt: object\n"
        "    a_prev: object\n    a_next: object\n    n: object\n    scale: object\n    parameters: dict\n", 1)
    linecache.cache["<cell 7>"] = (len(text), None, text.splitlines(keepends=True), "<cell 7>")
    names = {"__name__": "typed"}
    exec(compile(text, "<cell 7>", "exec"), names)
    cell = Cell(names["cell_forward"], names["cell_backward"], names["cell_parameters"])
    assert examine(*cell[:3]).state == "right"
    own_file.save(cell, tmp_path / "my_cell.py")
    written = (tmp_path / "my_cell.py").read_text(encoding="utf-8")
    assert written.index("class Kept(NamedTuple):") < written.index("def cell_forward(")
    assert "from typing import NamedTuple" in written
    subprocess.run([sys.executable, "-I", "-X", "utf8", "my_cell.py"], cwd=tmp_path, check=True, timeout=120, capture_output=True)
