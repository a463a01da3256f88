"""One look for every figure: a colour, a line and a label for each role, and a way to show a figure in words too.

The colours of the six roles were searched for three kinds of colour blindness: on the paper's white, two of them lie
at least 20 CAM02-UCS units apart (Matplotlib's own cycle: 1.6). The reset gate's violet came later: at least 17.7 from
each of the six, and a contrast of 9.9 on white. Colour never stands alone: a role has its own dash and its own label
as well. A network is drawn in the colour of what it remembers with: the simple RNN of its hidden state, the LSTM of
its cell, the GRU of its update gate.
"""
import base64
import html
import io
import os
import sys
import textwrap
from typing import NamedTuple

import matplotlib.pyplot as plt
from IPython.display import display

PAPER, INK, FAINT = "#FFFFFF", "#1B1F24", "#C9CED6"


class Role(NamedTuple):
    """How a role is drawn."""
    colour: str
    dash: tuple | str
    label: str


ROLES = {
    "forget": Role("#FF5A12", "-", r"forget gate $\Gamma_f$"),
    "update": Role("#074F49", (0, (6, 2)), r"update gate $\Gamma_u$"),
    "output": Role("#0A22FF", (0, (2, 1.5)), r"output gate $\Gamma_o$"),
    "reset": Role("#780480", (0, (4, 1.5, 1, 1.5)), r"reset gate $\Gamma_r$"),
    "candidate": Role("#5B4E07", (0, (1, 1.5)), r"candidate $\tilde{c}$"),
    "cell": Role("#A64F86", "-", "cell state $c$"),
    "hidden": Role("#2C92DD", (0, (5, 1, 1, 1)), "hidden state $a$"),
    "rnn": Role("#2C92DD", (0, (5, 1, 1, 1)), "simple RNN"),
    "lstm": Role("#A64F86", "-", "LSTM"),
    "gru": Role("#074F49", (0, (6, 2)), "GRU"),
    "input": Role("#5A6472", "-", "input $x$"),
    "loss": Role("#1B1F24", "-", "loss $J$"),
    "bound": Role("#5A6472", (0, (1, 2)), "bound"),
    "singular": Role("#1B1F24", "-", "singular"),
    "plural": Role("#666E7A", (0, (4, 1.5)), "plural"),
    "left": Role("#074F49", (0, (6, 2)), "from the left"),
    "right": Role("#FF5A12", (0, (2, 1.5)), "from the right"),
    "both": Role("#A64F86", "-", "from both"),
    "fixed": Role("#2C92DD", (0, (5, 1, 1, 1)), "one fixed vector"),
    "attention": Role("#A64F86", "-", "attention"),
}


def line(role, **changes):
    """Return the keyword arguments with which `ax.plot` draws a line of this role, `changes` included."""
    colour, dash, label = ROLES[role]
    return {"color": colour, "linestyle": dash, "linewidth": 2.0, "label": label} | changes


def on(colour):
    """Return black or white, whichever reads better on a field of this colour (three numbers from 0 to 1)."""
    r, g, b = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return "#000000" if 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 else "#FFFFFF"


def use():
    """Set Matplotlib to the look of the course; importing this module has done it."""
    plt.rcParams.update({
        "figure.figsize": (7.2, 3.4), "figure.dpi": 100, "figure.facecolor": PAPER, "figure.constrained_layout.use": True,
        "axes.facecolor": PAPER, "axes.edgecolor": INK, "axes.labelcolor": INK, "axes.titlecolor": INK,
        "axes.spines.top": False, "axes.spines.right": False, "axes.grid": True, "axes.titlelocation": "left",
        "axes.titlesize": 12, "axes.titleweight": "bold", "axes.labelsize": 10, "axes.axisbelow": True,
        "grid.color": FAINT, "grid.linewidth": 0.6, "grid.alpha": 0.6, "text.color": INK, "xtick.color": INK,
        "ytick.color": INK, "font.size": 10, "font.family": "DejaVu Sans", "legend.frameon": False,
        "savefig.facecolor": PAPER, "svg.fonttype": "none", "svg.hashsalt": "course",
    })


def show(fig, alt):
    """Show a figure with a text alternative, and close it.

    The picture carries `alt` in its metadata and as plain text (which nbval compares). JupyterLab gives the pictures
    of its own no alternative, so that in a live session (of a Jupyter server, or in a browser) an <img> which has one is
    sent beside it.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
    alt : str
        what is in the picture, in a sentence or two, for a reader who cannot see it
    """
    alt = " ".join(alt.split())
    buffer = io.BytesIO()
    fig.savefig(buffer, format="png", dpi=140, metadata={"Software": None})
    plt.close(fig)
    png = base64.b64encode(buffer.getvalue()).decode()
    width, height = (round(100 * inches) for inches in fig.get_size_inches())
    data = {"image/png": png, "text/plain": textwrap.fill("Figure: " + alt, 100)}
    # JPY_SESSION_NAME is set by a Jupyter server for its kernels, not by nbval or the renderer.
    if "JPY_SESSION_NAME" in os.environ or sys.platform == "emscripten":
        data["text/html"] = (f'<img alt="{html.escape(alt)}" width="{width}" height="{height}" '
                             f'src="data:image/png;base64,{png}">')
    display(data, metadata={"image/png": {"alt": alt, "width": width, "height": height}}, raw=True)


use()
