"""Rules that every page keeps, and the renderer that writes the pages."""
import ast
import base64
import builtins
import functools
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import numpy as np
import pytest
from PIL import Image

from helpers import checks, networks, pages

ROOT = Path(__file__).parents[1]
PAGES = sorted((ROOT / "notebooks").glob("*.ipynb"))
FINDS_HELPERS = """import sys; from pathlib import Path
# If this fails, start Jupyter in the course's folder, or set PYTHONPATH to it.
sys.path[:0] = (str(f) for f in Path.cwd().parents if (f / "helpers/checks").is_dir())
"""
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)


@functools.cache
def read(page):
    """Return a page of the course, to look at; who changes one reads it with pages.read."""
    return pages.read(page)


def code_cells(page):
    return [cell for cell in read(page).cells if cell.cell_type == "code"]


@each_page
def test_is_stored_in_canonical_form_and_run_from_the_top(page):
    notebook = read(page)
    assert page.read_text(encoding="utf-8") == pages.text(notebook)
    assert [cell.execution_count for cell in code_cells(page)] == list(range(1, len(code_cells(page)) + 1))
    assert not [output for cell in code_cells(page) for output in cell.outputs if output.output_type == "error"]
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)


@each_page
def test_names_no_machine(page):
    text = page.read_text(encoding="utf-8")
    assert not re.search(r"/home/|/root/|/work/|/tmp/|/Users/|[A-Z]:\\\\\\\\", text)


@each_page
def test_begins_like_every_page(page):
    notebook = read(page)
    assert re.match(rf"# {int(page.name[:2])}\. \S", notebook.cells[0].source)
    assert code_cells(page)[0].source.startswith(FINDS_HELPERS)
    promise = notebook.cells[1].source
    assert all(word in promise for word in ("You will", "You need")), "you will do · learn · need"
    assert len(promise.split()) <= 75


def folded(cell):
    """Say whether a cell's code is hidden until the reader asks for it: it draws or prints a table, and teaches nothing."""
    return cell.metadata.get("jupyter", {}).get("source_hidden", False)


@each_page
def test_code_is_short_and_follows_prose(page):
    cells = read(page).cells
    code = [number for number, cell in enumerate(cells) if cell.cell_type == "code" and not folded(cell)]
    lengths = sorted(len(cells[number].source.splitlines()) for number in code)
    assert lengths[len(lengths) // 2] <= 8
    assert sum(cells[number - 1].cell_type == "markdown" for number in code) >= 0.6 * len(code)
    for number in code:
        assert not cells[number].source.rstrip().endswith(";"), f"cell {number} ends in ';'"
        for node in ast.walk(ast.parse(cells[number].source)):
            if isinstance(node, ast.FunctionDef) and "exercise" not in cells[number].metadata:
                assert node.end_lineno - node.lineno <= 16, f"{node.name}: over 15 lines belong in helpers/"


@each_page
def test_each_figure_has_a_text_alternative_and_a_reading(page):
    cells = read(page).cells
    for number, cell in enumerate(cells):
        pictures = [o for o in cell.get("outputs", ()) if "image/png" in o.get("data", {})]
        for output in pictures:
            assert len(output.data["text/plain"]) > 40 and not output.data["text/plain"].startswith("<"), f"cell {number}"
        if pictures:
            assert cells[number + 1].cell_type == "markdown", f"cell {number}: no reading after the figure"


@each_page
def test_functions_read_their_arguments_only(page):
    trees = [ast.parse(cell.source) for cell in code_cells(page)]
    assigned = {name.id for tree in trees for node in tree.body if not isinstance(node, (ast.FunctionDef, ast.ClassDef))
                for name in ast.walk(node) if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)}
    for cell, tree in zip(code_cells(page), trees):
        for function in (node for node in tree.body if isinstance(node, ast.FunctionDef) and "exercise" not in cell.metadata):
            names = [node for node in ast.walk(function) if isinstance(node, ast.Name)]
            own = {node.arg for node in ast.walk(function) if isinstance(node, ast.arg)}
            own |= {name.id for name in names if isinstance(name.ctx, ast.Store)}
            read = {name.id for name in names if isinstance(name.ctx, ast.Load)}
            hidden = {name for name in read & assigned - own if name.islower() and not hasattr(builtins, name)}
            assert not hidden, f"{function.name} reads {hidden}, set in another cell"


def names(cell):
    """Return the names that a cell sets at its top level, and those that it reads and doesn't set."""
    tree = ast.parse(cell.source)
    inner = [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.Lambda, ast.ListComp, ast.SetComp,
                                                                  ast.DictComp, ast.GeneratorExp))]
    inside = {id(node) for part in inner for node in ast.walk(part)}
    every = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    stored = {node.id for node in every if isinstance(node.ctx, ast.Store)}
    stored |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    sets = {node.id for node in every if isinstance(node.ctx, ast.Store) and id(node) not in inside}
    return sets, {node.id for node in every} - stored


@each_page
def test_a_folded_cell_writes_over_nothing_that_a_later_cell_reads(page):
    before, over = set(), set()
    for cell in code_cells(page):
        sets, reads = names(cell)
        assert not reads & over, f"a folded cell set {reads & over} anew before {cell.source[:60]!r} reads it"
        over = (over - sets) | (sets & before if folded(cell) else set())
        before |= sets


@each_page
def test_every_function_of_the_page_is_used_on_it(page):
    text = "\n".join(cell.source for cell in code_cells(page))
    for name in re.findall(r"^def (\w+)", text, flags=re.M):
        assert len(re.findall(rf"\b{name}\b", text)) > 1, f"{name} is never called"


@each_page
def test_formulas_have_a_form_that_renders_everywhere(page):
    for cell in read(page).cells:
        if cell.cell_type != "markdown":
            continue
        text = re.sub(r"```.*?```|`[^`]*`", "", cell.source, flags=re.S)
        assert text.count("$$") % 2 == 0
        for block in re.findall(r"^.*\$\$.*$", text, flags=re.M):
            assert block.strip() == "$$", f"$$ stands on a line of its own: {block!r}"
        inline = re.sub(r"\$\$.*?\$\$", "", text, flags=re.S)
        assert inline.count("$") % 2 == 0, cell.source[:80]
        for formula in re.findall(r"\$([^$]*)\$", inline):
            assert formula == formula.strip() and "\n" not in formula, f"spaces inside ${formula}$"
        for summary in re.findall(r"<summary>.*?</summary>", text):
            assert "$" not in summary


@each_page
def test_links_and_pictures_lead_somewhere(page):
    for cell in read(page).cells:
        if cell.cell_type == "markdown":
            for alt, target in re.findall(r"(!?\[[^\]]*\])\(([^)#\s]+)", cell.source):
                if not target.startswith("http"):
                    assert (page.parent / target).exists(), target
                if alt.startswith("!"):
                    assert not target.endswith(".svg"), "GitHub's preview and JupyterLite show a PNG, but no SVG"
                    assert len(alt) > 40, f"{target} has no text alternative"


@each_page
def test_each_exercise_is_open_and_has_hints(page):
    notebook = read(page)
    for number, cell in enumerate(notebook.cells):
        if "exercise" not in cell.metadata:
            continue
        name = cell.metadata["exercise"]
        assert cell.metadata.tags == ["raises-exception"], "a slip of the pen in it must not stop Run All"
        assert f'checks.begin("{page.name[:2]}", globals())' in code_cells(page)[0].source
        assert "raise NotImplementedError" in cell.source and f"{name} = checks.yours_or_reference({name})" in cell.source
        assert cell.outputs[0].text.startswith("○")
        assert notebook.cells[number + 1].source.count("<details>") >= 3


def test_the_course_reads_from_page_to_page():
    for here, after in zip(PAGES, PAGES[1:]):
        assert f"({after.name})" in read(here).cells[0].source, f"{here.name} doesn't lead to {after.name}"


# A page holds, whatever the learner writes, and wherever its kernel starts ------------------------------------------

SLIPS = {  # what is written in the place of what; NAME is the exercise's
    "a bracket that is never closed": ("raise NotImplementedError", "x = (1,"),
    "a line that isn't indented": ("    raise NotImplementedError", "raise NotImplementedError"),
    "another name after def": ("def NAME(", "def NAMEx("),
    "another name in the check": ("yours_or_reference(NAME)", "yours_or_reference(NAMEx)"),
    "another name for checks": ("checks.yours_or_reference", "check.your_reference"),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_in_an_exercise_stops_no_later_cell(slip):
    page = next(path for path in PAGES if path.name.startswith("01"))
    notebook = pages.read(page)
    for name, cell in pages.exercises(notebook):
        cell.source = cell.source.replace(*(part.replace("NAME", name) for part in SLIPS[slip]))
    ran = pages.run(notebook, page.parent)
    failed = [cell for cell in ran.cells for output in cell.get("outputs", ()) if output.output_type == "error"]
    assert len(failed) == (0 if slip == "another name after def" else 2)
    assert all("exercise" in cell.metadata for cell in failed)


def test_a_right_answer_stays_when_a_later_line_of_its_cell_fails():
    page = next(path for path in PAGES if path.name.startswith("00"))
    notebook = pages.solve(pages.read(page))
    (_, cell), = pages.exercises(notebook)
    cell.source += "\nprint(nothing_of_that_name)"
    first = next(cell for cell in notebook.cells if cell.cell_type == "code")
    notebook.cells = [first, cell, nbformat.v4.new_code_cell("print(step.__module__)")]
    assert pages.run(notebook, page.parent).cells[-1].outputs[0].text == "__main__\n"


def test_the_first_cell_run_again_takes_nothing_away():
    own = {"rnn_forward": print}
    checks.begin("01", own)
    assert own["rnn_forward"] is print and own["rnn_cell_forward"] is networks.rnn_cell_forward
    with pytest.raises(ValueError, match="page '99' has no exercises, expected one of: 00, 01"):
        checks.begin("99", own)


def finds_helpers(folder, **environment):
    """Run a page's first lines in `folder`, as a kernel does; return where it found the checks, or what it said."""
    first = f"{FINDS_HELPERS}from helpers import checks\nprint(checks.__file__)"
    done = subprocess.run([sys.executable, "-c", first], cwd=folder, capture_output=True, text=True,
                          env=os.environ | {"PYTHONPATH": ""} | environment)
    return done.stdout.strip() or done.stderr


def test_a_page_finds_its_helpers_wherever_its_kernel_starts(tmp_path):
    course = tmp_path / "course"
    deeper = course / "notebooks" / "mine" / "deeper"
    deeper.mkdir(parents=True)
    (course / "helpers" / "checks").mkdir(parents=True)
    shutil.copy(ROOT / "helpers" / "__init__.py", course / "helpers")
    (course / "helpers" / "checks" / "__init__.py").touch()  # found is what counts here, not what is in it
    expected = str(course / "helpers" / "checks" / "__init__.py")
    for folder in (course, course / "notebooks", deeper):
        assert finds_helpers(folder) == expected
    assert finds_helpers(tmp_path, PYTHONPATH=str(course)) == expected
    for other in (tmp_path / "elsewhere", tmp_path, course / "notebooks"):  # another package of the same name
        (other / "helpers").mkdir(parents=True)
        (other / "helpers" / "__init__.py").touch()
        for folder in (course, course / "notebooks", deeper):
            assert finds_helpers(folder, PYTHONPATH=str(tmp_path / "elsewhere")) == expected


def test_where_a_page_cannot_find_its_helpers_one_sentence_says_what_to_do(tmp_path):
    first = f"{FINDS_HELPERS}from helpers import checks"
    ran = pages.run(notebook(first), tmp_path, allow_errors=True)
    error, = ran.cells[0].outputs
    said = re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(error.traceback))
    assert error.ename == "ModuleNotFoundError" and "start Jupyter in the course's folder" in said


@pytest.mark.skipif(sys.platform != "linux", reason="a home that can't be written to is imitated by Linux's /proc")
def test_a_page_says_nothing_of_a_home_that_cannot_be_written_to(tmp_path):
    page = next(path for path in PAGES if path.name.startswith("00"))
    environment = {key: value for key, value in os.environ.items() if key not in ("MPLCONFIGDIR", "XDG_CONFIG_HOME")}
    command = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval",
               "--nbval-current-env", "--nbval-sanitize-with=tests/nbval.cfg"]
    done = subprocess.run([sys.executable, *command, page], cwd=ROOT, env=environment | {"HOME": "/proc/nohome"},
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-2000:]


# The renderer -------------------------------------------------------------------------------------------------------

def notebook(*sources):
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])


def png(level):
    buffer = io.BytesIO()
    Image.fromarray(np.full((40, 40, 3), level, dtype=np.uint8)).save(buffer, format="PNG")
    return base64.b64encode(buffer.getvalue()).decode()


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    path = folder / "small.ipynb"
    pages.write(path, notebook("print('a'); print('b')", f"""
from IPython.display import display
display({{"image/png": {png(200)!r}, "text/plain": "a grey square"}}, raw=True)"""))
    assert pages.main(["render", str(path)]) == 0
    return path


def test_a_second_run_changes_no_byte(small):
    before = small.read_bytes()
    assert pages.main(["render", str(small)]) == 0
    assert small.read_bytes() == before
    assert not list(small.parent.glob("*.tmp"))


@pytest.fixture(scope="module")
def outputs():
    """What the cells gave that were run: their sources → the notebook."""
    return {}


@pytest.fixture
def run_once(outputs, monkeypatch):
    """Give what a run gave before where the same cells are run again, for what asks how it is compared or printed."""
    run = pages.run

    def remembered(given, *arguments):
        sources = tuple(cell.source for cell in given.cells)
        if sources not in outputs:
            outputs[sources] = run(given, *arguments)
        return nbformat.from_dict(outputs[sources])

    monkeypatch.setattr(pages, "run", remembered)


def damaged(page, damage, path):
    """Write a page at `path` whose stored output isn't what its code gives."""
    changed = pages.read(page)
    if damage == "text":
        changed.cells[0].outputs[0].text = "a\nc\n"
    elif damage == "picture":
        changed.cells[1].outputs[0].data["image/png"] = png(100) + "\n"
    elif damage == "no picture":
        del changed.cells[1].outputs[0].data["image/png"]
    elif damage == "source":
        changed.cells[0].source = "print('other')"
    elif damage == "alternative":
        changed.cells[1].outputs[0].data["text/plain"] = "a black square"
    pages.write(path, changed)
    return path


@pytest.mark.parametrize("damage", ["text", "picture", "no picture", "source", "alternative"])
def test_check_names_page_and_cell_where_the_stored_output_is_another(small, tmp_path, damage, capsys, run_once):
    assert pages.main(["check", str(damaged(small, damage, tmp_path / "damaged.ipynb"))]) == 1
    said = capsys.readouterr().out
    assert "damaged.ipynb" in said and f"cell {0 if damage in ('text', 'source') else 1}" in said


def test_nbval_compares_pictures_and_the_form_of_the_file_too(small, tmp_path):
    for damage in ("text", "picture", "no picture", "alternative", "nothing"):
        damaged(small, damage, tmp_path / f"{damage.replace(' ', '_')}.ipynb")
    (tmp_path / "form.ipynb").write_text(small.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    done = subprocess.run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "tests.nbval_pictures",
                           "--nbval", "--nbval-current-env", "--continue-on-collection-errors", tmp_path],
                          cwd=ROOT, capture_output=True, text=True)
    assert "form.ipynb isn't in canonical form" in done.stdout
    failed = re.findall(r"^FAILED \S*?(\w+)\.ipynb::Cell (\d)", done.stdout, re.MULTILINE)
    assert sorted(failed) == [("alternative", "1"), ("no_picture", "1"), ("picture", "1"), ("text", "0")], done.stdout[-2000:]


@pytest.mark.parametrize("encoding", ["cp1252", "gbk", "ascii"])
def test_check_prints_under_every_encoding(small, encoding, monkeypatch, run_once):
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding))
    assert pages.main(["check", str(small)]) == 0
    sys.stdout.flush()
    assert sys.stdout.buffer.getvalue().decode(encoding).startswith("v small.ipynb")


def test_every_tool_prints_to_every_console():
    for folder in ("helpers", "benchmarks", "tests"):
        for path in (ROOT / folder).rglob("*.py"):
            source = path.read_text(encoding="utf-8")
            signs = re.search(r"print\(.*[^\x00-\x7f]", source)
            if ("\nif __name__ ==" in source or path.name == "__main__.py") and signs:
                assert "print_everywhere()" in source, path.name


def test_check_passes_what_render_wrote(small):
    assert pages.main(["check", str(small)]) == 0


def test_a_page_that_fails_is_named_and_fails_the_run(tmp_path, capsys):
    pages.write(tmp_path / "broken.ipynb", notebook("1 / 0"))
    assert pages.main(["check", str(tmp_path)]) == 1
    assert "broken.ipynb" in capsys.readouterr().out


def test_pictures_are_the_same_up_to_a_shade():
    assert pages.same_picture(png(200), png(203))
    assert not pages.same_picture(png(200), png(230))
    assert not pages.same_picture(png(200), png(200)[:-40])


def test_a_stub_is_replaced_and_the_rest_of_its_cell_kept():
    cell = "x = 1\n\n\ndef f(a):\n    raise NotImplementedError\n\n\nf = wrap(f)"
    assert pages.with_function(cell, "f", "def f(a):\n    return a") == "x = 1\n\n\ndef f(a):\n    return a\n\n\nf = wrap(f)"


def test_a_solution_is_shown_without_its_decorators():
    from helpers.networks.rnn import rnn_cell_forward
    assert pages.solution(rnn_cell_forward).startswith("def rnn_cell_forward(xt, a_prev, parameters):")
