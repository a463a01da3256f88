"""What Python compiles in a browser, in one piece that the browser keeps: a later visit need not compile it again.

Two kinds: the modules of packages, whose compiled files Python writes under FOLDER; and those of the standard library, which
stands in one zip file, where Python writes nothing: their compiled form is put into a copy of it, beside their source.
docs/start_python.mjs calls this. A package's files come anew with each visit, with new dates, so that a date says nothing: the
compiled files are made such that Python takes them as they are (PEP 552). Another version of anything has another store.
"""
import importlib.util
import io
import json
import sys
import warnings
import zipfile
from pathlib import Path

FOLDER = "/compiled"
TAKE_AS_IT_IS = importlib.util.MAGIC_NUMBER + b"\1\0\0\0" + bytes(8)  # the head of a compiled file that isn't compared


def begin():
    """Let Python write what it compiles under FOLDER, and read it there."""
    Path(FOLDER).mkdir(exist_ok=True)  # Python would make it in the working folder
    sys.pycache_prefix, sys.dont_write_bytecode = FOLDER, False


def number():
    """Return how many compiled files of packages there are."""
    return sum(1 for _ in files())


def files():
    """Yield the paths of the compiled files of packages: not those of a learner's own modules."""
    return Path(FOLDER).glob("lib/python*/site-packages/**/*.pyc")


def together():
    """Return all in one: the length of a list as 4 bytes, the list [[name, length], ...] as JSON, and the contents in its order.

    The first is the standard library's zip file; the others are compiled files of packages.
    """
    archive = next(path for path in sys.path if path.endswith(".zip"))
    parts = {archive: library(archive)} | {str(path): TAKE_AS_IT_IS + path.read_bytes()[16:] for path in files()}
    listed = json.dumps([[name, len(content)] for name, content in parts.items()]).encode()
    return b"".join((len(listed).to_bytes(4, "big"), listed, *parts.values()))


def library(archive):
    """Return the bytes of a zip file of modules, with the compiled form of those that are imported now."""
    import marshal

    copy = io.BytesIO(Path(archive).read_bytes())
    with zipfile.ZipFile(copy, "a") as target, warnings.catch_warnings(action="ignore"):  # a learner's cell would show them
        there = set(target.namelist())
        names = {(getattr(module, "__file__", None) or "").removeprefix(f"{archive}/") for module in list(sys.modules.values())}
        for name in sorted(names & there):  # a module may stand there under two names
            if name.endswith(".py") and f"{name}c" not in there:
                code = compile(target.read(name), f"{archive}/{name}", "exec", dont_inherit=True)
                target.writestr(zipfile.ZipInfo(f"{name}c"), TAKE_AS_IT_IS + marshal.dumps(code))
    return copy.getvalue()
