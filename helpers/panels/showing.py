"""Show a live widget where a kernel runs, and what stands for it where none does; one of each name at a time."""
import os
import sys

import ipywidgets as widgets
from IPython import get_ipython

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
# For JupyterLab and Notebook: a live panel hides its still picture; a view whose kernel has gone, which would read "Error
# displaying widget: model not found", is hidden itself, so that the picture is seen again.
ONE_OF_THE_TWO = """<style>
.jp-OutputArea-child:has(.course-panel) ~ .jp-OutputArea-child.jp-OutputArea-executeResult { display: none !important; }
.jp-OutputArea-output.lm-Panel:not(:has(*)) { display: none !important; }
</style>"""
_open = {}  # name → the panel of that name that is shown now

def shown(widget, still, metadata):
    """Show a live widget, and return what stands for it where no kernel runs: (data, metadata).

    In one output with the still form, the view would hide it for ever once its kernel has gone. Where the style below means
    nothing (VS Code, Colab), one output holds both, and the reader's program chooses.
    """
    view = {WIDGET_VIEW: {"version_major": 2, "version_minor": 0, "model_id": widget.model_id}}
    shell = get_ipython()
    if shell is None or "VSCODE_PID" in os.environ or "google.colab" in sys.modules:
        return view | still, metadata
    if "PYTEST_VERSION" not in os.environ:  # nbval compares with the stored outputs, which have no view and no style
        shell.display_pub.publish(data={"text/html": ONE_OF_THE_TWO})
    shell.display_pub.publish(data=view)
    return still, metadata


def take_the_place_of_an_earlier(name, widget):
    """Close what was shown under this name before, so that a cell can be run again, and note what is shown now."""
    earlier = _open.pop(name, None)
    if earlier is not None:
        earlier.close()
    _open[name] = widget


def parts(widget):
    """Return a widget and all it is made of: children, layout and style."""
    found = [part for child in getattr(widget, "children", ()) for part in parts(child)]
    found += [part for key in ("layout", "style") if isinstance(part := getattr(widget, key, None), widgets.Widget)]
    return [*found, widget]


def close_all(widget):
    """Close a widget and all it is made of, and forget that it was shown."""
    for name in [name for name, shown_now in _open.items() if shown_now is widget]:
        del _open[name]
    for part in parts(widget):
        part.unobserve_all()
        widgets.Widget.close(part)
