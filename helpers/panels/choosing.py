"""One of several, chosen with buttons: in JupyterLab the arrow keys of a list belong to the notebook, and go to the next cell."""
import functools

import ipywidgets as widgets
import traitlets


def buttons(texts, name="", **layout):
    """Return a toggle button for each text; they share a layout and a style, so that they are soon in the browser."""
    made = []
    for text in texts:
        look = {"layout": made[0].layout, "style": made[0].style} if made else {"layout": {"width": "auto"} | layout}
        made.append(widgets.ToggleButton(description=text, tooltip=f"{name}: {text}" if name else text, **look))
    return made


class OneOf(widgets.HBox, widgets.ValueWidget):
    """A button for each option; the one that holds is pressed.

    Parameters
    ----------
    options : sequence
        texts, or pairs (text, value)
    value : object
        the value of the option that holds at first
    label : str
        stands before the buttons; formulas are set
    name : str
        the same without formulas, for the buttons' tooltips
    nothing : object, optional
        the value while no button is pressed: with it, pressing the pressed one again lets it go
    """
    value = traitlets.Any()

    def __init__(self, options, value, label="", name="", nothing=None, **kwargs):
        self._nothing = nothing
        texts, values = zip(*((option, option) if isinstance(option, str) else option for option in options))
        self._buttons = dict(zip(values, buttons(texts, name)))
        super().__init__([*([widgets.HTMLMath(label)] if label else []), *self._buttons.values()], **kwargs)
        self.value = value
        self._show()
        for stands_for, button in self._buttons.items():
            button.observe(functools.partial(self._pressed, stands_for), names="value")
        self.observe(self._show, names="value")

    @property
    def options(self):
        """The values, one a button."""
        return tuple(self._buttons)

    @traitlets.validate("value")
    def _known(self, proposal):
        value = proposal["value"]
        if value not in self._buttons and (self._nothing is None or value != self._nothing):
            raise traitlets.TraitError(f"value is {value!r}, expected one of {', '.join(map(repr, self._buttons))}")
        return value

    def _pressed(self, stands_for, change):
        if change["new"]:
            self.value = stands_for
        elif self.value == stands_for:  # it was let go
            self.value = stands_for if self._nothing is None else self._nothing
            self._show()

    def _show(self, _change=None):
        for stands_for, button in self._buttons.items():
            button.value = stands_for == self.value
