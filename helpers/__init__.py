"""The reference solutions of the course and the tools of its pages, in wings.

`WINGS` names them from the top floor down: a wing imports from the wings below it only, and inside a wing modules import one
another without a circle. Importing the package sets one thread for matrix products, before NumPy starts: at the sizes of
this course a second thread brings nothing, and two processes with two threads each stand in each other's way.
"""
import codecs
import os
import sys

__version__ = "0.9.0"

WINGS = {
    "classroom": "what a teacher runs",
    "panels": "every slider panel",
    "checks": "is this answer right, and if not, what is it?",
    "pages": "run, render and solve the pages",
    "exercises": "what a learner writes: problems and known mistakes, a module a subject",
    "training": "the loop, its steps, and what a trained network is asked",
    "fast": "the networks once more, shaped for speed",
    "gradients": "measured: right, too large, and how much of them is left",
    "tasks": "sequences to learn, and the files of data/",
    "networks": "the reference solutions, forward and backward",
    "figures": "what is drawn, and the one look of it",
}

for _variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ.setdefault(_variable, "1")


def _room_for_matplotlib():
    """Give Matplotlib a folder where the home can't be written to: else it says so, in red, on every page."""
    if "MPLCONFIGDIR" in os.environ or not sys.platform.startswith("linux"):
        return
    folder = os.path.join(os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config"), "matplotlib")
    try:
        os.makedirs(folder, exist_ok=True)
        writable = os.access(folder, os.W_OK)
    except OSError:
        writable = False
    if not writable:
        import tempfile  # there, for the next kernel too: the list of fonts takes a while to make
        os.environ["MPLCONFIGDIR"] = os.path.join(tempfile.gettempdir(), f"matplotlib-of-{os.getuid()}")
        os.makedirs(os.environ["MPLCONFIGDIR"], mode=0o700, exist_ok=True)


_room_for_matplotlib()


def write_whole(path, content, mode=0o644):
    """Write text or bytes to the file `path`, whole or not at all: on a full disk what stood there stays.

    Raises
    ------
    OSError
        with the file's name and the cause: `why` has them in words
    """
    import tempfile
    new = None
    try:
        handle, new = tempfile.mkstemp(dir=os.path.dirname(path) or ".", suffix=".tmp")
        with open(handle, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode("utf-8"))
        os.chmod(new, mode)
        os.replace(new, path)
    except BaseException as error:
        if new:
            os.unlink(new)
        if isinstance(error, OSError):
            raise OSError(error.errno, error.strerror, str(path)) from error
        raise


def why(error):
    """Return the cause of an error in words, after the file's name if it has one: "page.ipynb: No space left on device"."""
    words = getattr(error, "strerror", None) or " ".join(str(error).split()) or type(error).__name__
    return f"{error.filename}: {words}" if getattr(error, "filename", None) else words


_IN_LETTERS = {
    "✓": "v", "✗": "x", "○": "o", "Γ": "Gamma", "∂": "d", "σ": "sigma", "τ": "tau", "−": "-", "–": "-", "·": ".", "…": "...",
    "→": "->", "←": "<-", "×": "x", "⟨": "<", "⟩": ">", "‖": "||", "≥": ">=", "≤": "<=", "≈": "~", "²": "2", "⊤": "T",
}


def _in_letters(error):
    """Write what a console's encoding lacks in letters, or as Python does in a string: nothing is lost."""
    lacking = error.object[error.start:error.end]
    return "".join(_IN_LETTERS.get(sign) or sign.encode("ascii", "backslashreplace").decode() for sign in lacking), error.end


def print_everywhere():
    """Let a command-line tool print to any console, pipe or file, whatever that can write: ✓ becomes v where there is no ✓."""
    codecs.register_error("in letters", _in_letters)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a notebook's and pytest's are of another kind
            stream.reconfigure(errors="in letters")
