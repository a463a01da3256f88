"""The house stands: imports of helpers/ point downward only, modules are short, functions say what they need."""
import ast
import functools
import inspect
from importlib import import_module
from pathlib import Path

import pytest

HELPERS = Path(__file__).parents[1] / "helpers"
MODULES = sorted(path.stem for path in HELPERS.glob("*.py") if path.stem != "__init__")


def layers():
    """Return {module: height} from the table in helpers/__init__.py; an entry `name_*` stands for a family of modules."""
    table = import_module("helpers").__doc__.split("Layers:")[1].split("\n\n")[1].splitlines()
    heights = {}
    for height, line in enumerate(reversed(table)):
        for name in line[4:].split("   ")[0].split():
            heights[name] = height
    return heights


def height_of(module):
    heights = layers()
    family = module.split("_")[0] + "_*"
    return heights.get(module, heights.get(family))


@functools.cache
def parsed(module):
    return ast.parse((HELPERS / f"{module}.py").read_text(encoding="utf-8"))


def imported(module):
    for node in ast.walk(parsed(module)):
        if isinstance(node, ast.ImportFrom) and node.module == "helpers":
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("helpers."):
            yield node.module.split(".")[1]
        elif isinstance(node, ast.Import):
            yield from (alias.name.split(".")[1] for alias in node.names if alias.name.startswith("helpers."))


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_downward(module):
    assert height_of(module) is not None, f"helpers/{module}.py has no place in the table of helpers/__init__.py"
    for other in imported(module):
        assert height_of(other) < height_of(module), f"{module} imports {other}, which doesn't stand below it"


@pytest.mark.parametrize("module", MODULES)
def test_a_module_is_short_and_says_what_it_is(module):
    text = (HELPERS / f"{module}.py").read_text(encoding="utf-8")
    assert ast.get_docstring(parsed(module)), f"helpers/{module}.py has no docstring"
    limit = 420 if module.startswith("mistakes_") else 300  # a table of mistakes is read by the entry
    assert len(text.splitlines()) <= limit


@pytest.mark.parametrize("module", MODULES)
def test_public_functions_have_docstrings_and_no_star_imports(module):
    for node in parsed(module).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{module}.{node.name} has no docstring"
        if isinstance(node, ast.ImportFrom):
            assert all(alias.name != "*" for alias in node.names)


@pytest.mark.parametrize("module", ["rnn", "lstm", "gru", "losses"])
def test_solutions_fit_a_screen(module):
    for name, function in inspect.getmembers(import_module(f"helpers.{module}"), inspect.isfunction):
        if function.__module__ != f"helpers.{module}":
            continue
        function = inspect.unwrap(function)
        tree = ast.parse(inspect.cleandoc("\n" + inspect.getsource(function))).body[0]
        first = tree.body[1] if ast.get_docstring(tree) and len(tree.body) > 1 else tree.body[0]
        assert tree.end_lineno - first.lineno < 36, f"{module}.{name} is longer than a screen"
