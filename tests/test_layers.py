"""The house stands: wings import downward only, without circles; modules are short, functions say what they need."""
import ast
import functools
import inspect
from importlib import import_module
from pathlib import Path

import pytest

import helpers

ROOT = Path(__file__).parents[1]
FLOORS = {wing: height for height, wing in enumerate(reversed(helpers.WINGS))}


def name_of(path):
    """Return "networks.rnn" for helpers/networks/rnn.py and "networks" for its __init__.py."""
    parts = path.relative_to(ROOT / "helpers").with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {name_of(path): path for path in sorted((ROOT / "helpers").rglob("*.py"))}
MODULES = [name for name in FILES if name]
each_module = pytest.mark.parametrize("module", MODULES)


@functools.cache
def parsed(module):
    return ast.parse(FILES[module].read_text(encoding="utf-8"))


@functools.cache
def imported(module):
    """Return the names of the helpers' modules that this one imports, wherever in it the import stands."""
    return list(_imported(module))


def _imported(module):
    for node in ast.walk(parsed(module)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "helpers":
            where = node.module.removeprefix("helpers").removeprefix(".")
            for alias in node.names:
                deeper = f"{where}.{alias.name}".removeprefix(".")
                yield deeper if deeper in FILES else where
        elif isinstance(node, ast.Import):
            yield from (alias.name.removeprefix("helpers.") for alias in node.names if alias.name.startswith("helpers."))


def test_the_wings_are_those_of_the_list_and_no_more_than_twelve_things_lie_at_the_top():
    entries = {path.name for path in (ROOT / "helpers").iterdir() if path.name != "__pycache__"}
    assert {name.removesuffix(".py") for name in entries} == {"__init__", *helpers.WINGS}
    assert len(entries) <= 12


@each_module
def test_a_wing_imports_only_from_wings_below_it(module):
    wing = module.split(".")[0]
    for other in filter(None, imported(module)):
        below = other.split(".")[0]
        assert FLOORS[below] < FLOORS[wing] or below == wing, f"{module} imports {other}, which doesn't stand below it"
        if below == wing and "." in module:
            assert "." in other, f"{module} imports from its own wing's __init__: name the module"


@each_module
def test_modules_of_a_wing_import_one_another_without_a_circle(module):
    seen, queue = set(), list(imported(module))
    while queue:
        other = queue.pop()
        if other not in seen and "." in other:
            seen.add(other)
            queue += imported(other)
    assert "." not in module or module not in seen


@each_module
def test_a_module_is_short_and_says_what_it_is(module):
    text = FILES[module].read_text(encoding="utf-8")
    assert ast.get_docstring(parsed(module)), f"{module} has no docstring"
    limit = 350 if module.startswith("exercises.") else 300  # a table of mistakes is read by the entry
    assert len(text.splitlines()) <= limit


@each_module
def test_public_functions_have_docstrings_and_no_star_imports(module):
    for node in parsed(module).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{module}.{node.name} has no docstring"
        if isinstance(node, ast.ImportFrom):
            assert all(alias.name != "*" for alias in node.names)


@pytest.mark.parametrize("wing", [wing for wing in helpers.WINGS if wing != "pages"])
def test_a_wing_hands_out_only_names_that_it_imports(wing):
    package = import_module(f"helpers.{wing}")
    assert all(hasattr(package, name) for name in getattr(package, "__all__", []))


@pytest.mark.parametrize("module", ["rnn", "lstm", "gru", "losses"])
def test_solutions_fit_a_screen(module):
    whole = import_module(f"helpers.networks.{module}")
    for name, function in inspect.getmembers(whole, inspect.isfunction):
        if function.__module__ != whole.__name__:
            continue
        function = inspect.unwrap(function)
        tree = ast.parse(inspect.cleandoc("\n" + inspect.getsource(function))).body[0]
        first = tree.body[1] if ast.get_docstring(tree) and len(tree.body) > 1 else tree.body[0]
        assert tree.end_lineno - first.lineno < 36, f"{module}.{name} is longer than a screen"
