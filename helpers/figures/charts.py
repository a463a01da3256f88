"""Charts whose lines move: Matplotlib draws the axes once, and a slider's callback writes only the points of the lines.

    fig = charts.figure(height=3)
    ax = fig.subplots()
    ax.set(xlim=(0, 10), ylim=(-1, 1), title="The state over the steps")
    chart = charts.LiveChart(fig, {"a": ax.plot([], [], **style.line("hidden"))[0]}, name="states")
    drawing = chart.fill({"a": (steps, values)})
    drawing.svg                    the picture for a browser, in a fraction of a millisecond
    drawing.pixels()               the same picture by Matplotlib: what a PNG holds

A line with a marker is drawn as points, round or ("s") square; a text artist takes (x, y, words) or only the words. The
limits and everything else that the figure holds stay as they were drawn.
"""
import html
import io
import re

import numpy as np
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from helpers.figures import diagrams, style

UNIT = 100  # units of the picture to an inch, as in style.show
STYLE = "max-width:100%;height:auto;display:block;border-radius:10px"
ANCHORS = {"left": "start", "center": "middle", "right": "end"}


def figure(width=8.8, height=3.0):
    """Return an empty figure of the course's look that pyplot knows nothing of, so that nothing has to be closed."""
    style.use()
    fig = Figure(figsize=(width, height), dpi=UNIT)
    fig.get_layout_engine().set(w_pad=0.12, h_pad=0.09)
    return fig


class LiveDrawing(diagrams.Drawing):
    """A finished picture of a LiveChart: its SVG in two layers, and its pixels on demand."""

    def __init__(self, start, still, moving, pixels):
        super().__init__(start, still, moving)
        self.pixels = pixels


class LiveChart:
    """A figure with lines and texts that move.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        with everything that stays; the limits of its axes are final
    moving : dict
        name → Line2D or Text of the figure
    name : str
        in the ids of the SVG, so that two charts of one page don't share any
    """

    def __init__(self, fig, moving, name):
        self._figure, self._moving = fig, moving
        for key, artist in moving.items():
            artist.set_gid(f"live-{key}")
            artist.set_in_layout(False)  # it moves; the axes don't make room for where it is now
            if isinstance(artist, Line2D):
                artist.set_data(artist.axes.get_xlim(), artist.axes.get_ylim())
            else:
                artist.set_text(".")
        self._start, self._fixed = self._matplotlib_svg(name)  # this lays the axes out, once
        fig.set_layout_engine("none")
        self._styles = {}
        for key, artist in moving.items():
            drawn = self._cut(f"live-{key}")
            if isinstance(artist, Line2D):
                self._styles[key] = self._style(drawn, "square" if artist.get_marker() == "s" else "round")
        self._scale = 72 / UNIT
        self._height = fig.get_size_inches()[1] * UNIT
        self._clips = {ax: f"{name}-clip-{i}" for i, ax in enumerate(fig.axes)}
        self._paths = "".join(self._clip(ax) for ax in fig.axes)

    def fill(self, values):
        """Return the picture with the lines and texts named in `values` where they are now.

        Parameters
        ----------
        values : dict
            name → (x, y), arrays of one length in which NaN breaks a line; for a text (x, y, words) or words

        Raises
        ------
        KeyError
            naming a line that the chart does not have
        """
        unknown = values.keys() - self._moving.keys()
        if unknown:
            raise KeyError(f"the chart has no line {', '.join(sorted(unknown))}, expected some of: {', '.join(self._moving)}")
        parts = [self._paths]
        for key, value in values.items():
            artist = self._moving[key]
            parts.append(self._line(key, artist, *value) if isinstance(artist, Line2D) else self._text(artist, value))
        return LiveDrawing(self._start, self._fixed, "".join(parts), lambda scale=2: self._pixels(values, scale))

    def _points(self, transform, x, y):
        points = transform.transform(np.column_stack([x, y]).astype(float))
        points[:, 1] = self._height - points[:, 1]
        return points * self._scale

    def _line(self, key, line, x, y):
        points = self._points(line.axes.transData, x, y)
        if len(points) == 0:
            return ""
        clip = f'clip-path="url(#{self._clips[line.axes]})"' if line.get_clip_on() else ""
        dots = line.get_marker() not in (None, "None", "")
        path, pen = [], "M"
        for px, py in points.tolist():
            if px != px or py != py:  # NaN
                pen = "M"
            else:
                # a value far outside the axes is cut off there anyway, and no browser likes 1e300
                path.append(f"{pen}{min(max(px, -9e3), 9e3):.1f} {min(max(py, -9e3), 9e3):.1f}")
                pen = "L"
                if dots:
                    path.append("h0")
                    pen = "M"
        return f'<path d="{"".join(path)}" {clip} style="{self._styles[key]}"/>'

    def _text(self, artist, value):
        if isinstance(value, str):
            value = (*artist.get_position(), value)
        x, y, words = value
        ((px, py),) = self._points(artist.get_transform(), [x], [y])
        size = artist.get_fontsize()
        py += {"center": 0.36, "top": 0.76}.get(artist.get_va(), 0.0) * size
        weight = f' font-weight="{artist.get_fontweight()}"' if artist.get_fontweight() != "normal" else ""
        return (f'<text x="{px:.1f}" y="{py:.1f}" font-size="{size:g}" fill="{artist.get_color()}" '
                f'text-anchor="{ANCHORS[artist.get_ha()]}"{weight}>{html.escape(words)}</text>')

    def _pixels(self, values, scale):
        for key, artist in self._moving.items():
            value = values.get(key, ([], []) if isinstance(artist, Line2D) else "")
            if isinstance(artist, Line2D):
                artist.set_data(*value)
            else:
                *place, words = (value,) if isinstance(value, str) else value
                artist.set_text(words)
                if place:
                    artist.set_position(place)
        canvas = FigureCanvasAgg(self._figure)
        self._figure.set_dpi(UNIT * scale)
        canvas.draw()
        pixels = np.array(canvas.buffer_rgba())
        self._figure.set_dpi(UNIT)
        return pixels

    def _matplotlib_svg(self, name):
        """Return the figure as SVG, its first tag and its content, with nothing in it that reaches beyond it in a page."""
        buffer = io.StringIO()
        with rc_context({"svg.hashsalt": name, "svg.fonttype": "none"}):
            self._figure.savefig(buffer, format="svg", dpi=72,
                                 metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
        text = buffer.getvalue()
        text = text[text.index("<svg"):].removesuffix("</svg>\n")
        text = re.sub(r"<metadata>.*?</metadata>|<style.*?</style>|<defs>\s*</defs>", "", text, flags=re.DOTALL)
        text = re.sub(r'<g id="(?!live-)[^"]*"', "<g", text)
        text = re.sub(r"\n\s*", " ", text)
        # Without digits that nobody sees and words that change nothing it is half as long.
        text = re.sub(r'(\.\d\d)\d+|font-family: [^;"]*; | transform="rotate\(-?0 [^"]*"', r"\1", text)
        width, height = self._figure.get_size_inches()
        start = (f'<svg xmlns:xlink="http://www.w3.org/1999/xlink" width="{width * UNIT:g}" height="{height * UNIT:g}" '
                 f'viewBox="0 0 {width * 72:g} {height * 72:g}" style="{STYLE}" '
                 "font-family=\"'DejaVu Sans', Verdana, sans-serif\" stroke-linejoin=\"round\">")
        return start, text[text.index(">") + 1:]

    def _clip(self, ax):
        left, bottom, right, top = ax.bbox.extents * self._scale
        return (f'<clipPath id="{self._clips[ax]}"><rect x="{left:.2f}" y="{self._height * self._scale - top:.2f}" '
                f'width="{right - left:.2f}" height="{top - bottom:.2f}"/></clipPath>')

    def _cut(self, gid):
        """Take the group with this id out of the fixed part, and return it."""
        start = end = self._fixed.index(f'<g id="{gid}"')
        depth = 0
        for tag in re.finditer(r"<g\b|</g>", self._fixed[start:]):
            depth += 1 if tag[0] == "<g" else -1
            if depth == 0:
                end = start + tag.end()
                break
        group = self._fixed[start:end]
        self._fixed = self._fixed[:start] + self._fixed[end:]
        return group

    @staticmethod
    def _style(group, cap):
        """Return the CSS with which Matplotlib drew a line, or with which its points are drawn."""
        use = re.search(r'<use [^>]*style="([^"]*)"', group)
        if use is None:
            return re.search(r'<path [^>]*style="([^"]*)"', group)[1]
        across = [float(x) for x in re.findall(r"-?[\d.]+", re.search(r'<path id="[^"]*" d="([^"]*)"', group)[1])][::2]
        colour = re.search(r"fill: ([^;]*)", use[1])
        return (f"fill: none; stroke: {colour[1] if colour else style.INK}; stroke-width: {max(across) - min(across):.2f}; "
                f"stroke-linecap: {cap}")
