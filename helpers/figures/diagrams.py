"""The drawings of the cells: an SVG file of diagrams/ with named slots, filled with numbers, for screen and paper alike.

    cell = diagrams.load("rnn_cell")
    drawing = cell.fill({"value-a_next": "+0.48", "flow-x": {"stroke-width": 3}})
    drawing.svg                    the picture for a browser
    drawing.pixels()               the same picture as an array (height, width, 4): what a PNG holds

An element with data-slot="value-…" takes a text, one with data-slot="flow-…" the attributes of a line (flow() turns a
number into them); such elements lie above the others. The pixels are painted by Matplotlib from the very same SVG, so
that the still and the live picture are one drawing. What this painter knows is what the files use: g, rect, circle,
line, path (M L C Q Z, absolute), polyline, polygon, text and tspan; arrow heads are paths.
"""
import functools
import html
import io
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.image import imsave
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline
from matplotlib.textpath import TextPath, text_to_path
from matplotlib.transforms import Affine2D

NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'
LEGEND = "A line is thick for a large number, thin for a small one, and dashed for a negative one."
FOLDER = Path(__file__).resolve().parents[2] / "diagrams"
INHERITED = ("fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "font-size",
             "font-style", "font-weight", "text-anchor")
FIRST = {"fill": "#000000", "stroke": "none", "stroke-width": "1", "font-size": "16", "opacity": 1.0}


def number(value, digits=2):
    """Return a number as the drawings write it: with its sign, and a minus as wide as the plus."""
    text = f"{value:+.{digits}f}"
    return text.replace("-", "−") if float(text) else f"{0:.{digits}f}"


def flow(value, largest=1.0, opacity=1.0):
    """Return the attributes of a line that carries `value`: thick for a large number, dashed for a negative one.

    Parameters
    ----------
    value : float
    largest : float
        from this size on the line is at its thickest
    opacity : float
    """
    size = min(abs(value) / largest, 1.0) if value == value else 0.0  # NaN flows nowhere
    return {"stroke-width": f"{1 + 5 * size:.2f}", "stroke-dasharray": "7 5" if value < 0 else "none",
            "opacity": f"{opacity * (0.35 + 0.65 * min(4 * size, 1)):.2f}"}


class Drawing:
    """A finished picture in two layers, what stays below what moves; its SVG, and its pixels on demand.

    Parameters
    ----------
    start, still, moving : str
        the SVG's first tag, and what is in each layer
    """

    def __init__(self, start, still, moving):
        self._start, self._still, self._moving = start, still, moving

    @property
    def svg(self):
        """The whole picture for a browser."""
        return f"{self._start}{self._still}{self._moving}</svg>"

    @property
    def layers(self):
        """The same in two pictures, the one that stays and the one that lies above it: a browser need only redo this."""
        return f"{self._start}{self._still}</svg>", f"{self._start}{self._moving}</svg>"

    def pixels(self, scale=2):
        """Return the picture as an array (height, width, 4) of bytes, `scale` pixels to a unit of the drawing."""
        return paint(self.svg, scale)


class Diagram:
    """An SVG file of diagrams/ and its slots."""

    def __init__(self, text):
        root = ElementTree.fromstring(text.replace(NAMESPACE, ""))
        self.title = root.findtext("title")
        self.description = root.findtext("desc")
        for element in root.findall("title") + root.findall("desc"):
            root.remove(element)  # in a page the panel speaks for the picture
        root.attrib.pop("role", None)
        root.set("style", "max-width:100%;height:auto;display:block")
        stays = [element for element in root if "data-slot" not in element.attrib]
        self._still = "".join(map(_text, stays))
        for element in stays:
            root.remove(element)
        self._start, text = re.fullmatch(r"(<svg[^>]*>)(.*)</svg>", _text(root), re.DOTALL).groups()
        # Cut once where the slots are; to fill is then to join. A slot: its name, tag, attributes, text.
        self._pieces, end = [], 0
        for tag in re.finditer(r'<(\w+) ([^>]*?data-slot="([^"]+)"[^>]*)>([^<]*)', text):
            attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', html.unescape(tag[2])))
            self._pieces += [text[end:tag.start()], (tag[3], tag[1], attributes, html.unescape(tag[4]))]
            end = tag.end()
        self._pieces.append(text[end:])
        self.slots = tuple(dict.fromkeys(piece[0] for piece in self._pieces[1::2]))

    def fill(self, values):
        """Return the Drawing with the slots filled; those not named keep what the file says.

        Parameters
        ----------
        values : dict
            slot → text, or slot → dict of attributes (with the key "text" for a text)

        Raises
        ------
        KeyError
            naming a slot that the diagram does not have
        """
        unknown = values.keys() - set(self.slots)
        if unknown:
            raise KeyError(f"the diagram has no slot {', '.join(sorted(unknown))}, expected some of: {', '.join(self.slots)}")
        pieces = list(self._pieces)
        for i in range(1, len(pieces), 2):
            slot, tag, attributes, text = pieces[i]
            value = values.get(slot, {})
            value = dict(value) if isinstance(value, dict) else {"text": value}
            text = html.escape(str(value.pop("text", text)))
            written = " ".join(f'{key}="{html.escape(str(entry))}"' for key, entry in (attributes | value).items())
            pieces[i] = f"<{tag} {written}>{text}"
        return Drawing(self._start, self._still, "".join(pieces))


def _text(element):
    """Return an element as text, without the line breaks between tags."""
    return re.sub(r">\n\s*<", "><", ElementTree.tostring(element, encoding="unicode", short_empty_elements=False)).strip()


@functools.cache
def load(name):
    """Return the Diagram of diagrams/`name`.svg; FileNotFoundError names those that are there."""
    path = FOLDER / f"{name}.svg"
    if not path.is_file():
        there = ", ".join(sorted(file.stem for file in FOLDER.glob("*.svg")))
        raise FileNotFoundError(f"there is no diagram {name!r}, expected one of: {there}")
    return Diagram(path.read_text(encoding="utf-8"))


def png(pixels):
    """Return an array (height, width, 4) of bytes as a PNG file, the same bytes on every machine."""
    buffer = io.BytesIO()
    imsave(buffer, np.ascontiguousarray(pixels), format="png", metadata={"Software": None})
    return buffer.getvalue()


# ---- The painter -----------------------------------------------------------------------------------------------------

def paint(svg, scale=2):
    """Return the pixels (height, width, 4) of an SVG text of the kind described above."""
    root = ElementTree.fromstring(svg.replace(NAMESPACE, ""))
    width, height = float(root.get("width")), float(root.get("height"))
    figure = Figure(figsize=(width / 72, height / 72), dpi=72 * scale, facecolor="none", layout="none")
    canvas = FigureCanvasAgg(figure)
    _paint(figure, root, FIRST, Affine2D().scale(scale, -scale).translate(0, height * scale))
    canvas.draw()
    return np.array(canvas.buffer_rgba())


def _paint(figure, element, inherited, transform):
    style = inherited | {key: element.get(key) for key in INHERITED if element.get(key)}
    style["opacity"] = inherited["opacity"] * float(element.get("opacity", 1))
    if element.tag in ("title", "desc") or style["opacity"] == 0:
        return
    if element.tag in ("svg", "g"):
        moved = re.fullmatch(r"translate\((\S+)[ ,]+(\S+)\)", element.get("transform", "translate(0 0)"))
        transform = Affine2D().translate(float(moved[1]), float(moved[2])) + transform
        for child in element:
            _paint(figure, child, style, transform)
    elif element.tag == "text":
        _write(figure, element, style, transform)
    else:
        _add(figure, _outline(element), style, transform)


def _add(figure, outline, style, transform):
    dash = style.get("stroke-dasharray", "none")
    line = style["stroke"] != "none" and float(style["stroke-width"]) > 0
    lengths = [float(length) / float(style["stroke-width"]) for length in dash.split()] if line and dash != "none" else None
    figure.add_artist(PathPatch(
        outline, transform=transform, clip_on=False, alpha=style["opacity"],
        facecolor=style["fill"], edgecolor=style["stroke"] if line else "none",
        linewidth=float(style["stroke-width"]) if line else 0, linestyle=(0, lengths) if lengths else "-",
        capstyle=style.get("stroke-linecap", "butt"), joinstyle=style.get("stroke-linejoin", "miter")))


def _outline(element):
    """Return the outline of a shape."""
    get = {key: float(element.get(key, 0)) for key in ("x", "y", "width", "height", "rx", "cx", "cy", "r", "x1", "y1", "x2", "y2")
           }.__getitem__ if element.tag not in ("path", "polyline", "polygon") else None
    if element.tag == "rect":
        return _rounded(get("x"), get("y"), get("width"), get("height"), get("rx"))
    if element.tag == "circle":
        return _rounded(get("cx") - get("r"), get("cy") - get("r"), 2 * get("r"), 2 * get("r"), get("r"))
    if element.tag == "line":
        return Outline([(get("x1"), get("y1")), (get("x2"), get("y2"))])
    if element.tag in ("polyline", "polygon"):
        points = np.array(re.split(r"[\s,]+", element.get("points").strip()), dtype=float).reshape(-1, 2)
        return Outline(points, closed=False) if element.tag == "polyline" else Outline([*points, points[0]], closed=True)
    if element.tag == "path":
        return _path(element.get("d"))
    raise ValueError(f"the drawing holds <{element.tag}>, expected g, rect, circle, line, path, polyline, polygon or text")


def _rounded(x, y, width, height, radius):
    r = min(radius, width / 2, height / 2)
    k = 0.4477 * r  # how far a Bézier curve's handle lies from the corner for it to look like a circle
    right, bottom = x + width, y + height
    return _path(f"M{x + r} {y}L{right - r} {y}C{right - k} {y} {right} {y + k} {right} {y + r}"
                 f"L{right} {bottom - r}C{right} {bottom - k} {right - k} {bottom} {right - r} {bottom}"
                 f"L{x + r} {bottom}C{x + k} {bottom} {x} {bottom - k} {x} {bottom - r}"
                 f"L{x} {y + r}C{x} {y + k} {x + k} {y} {x + r} {y}Z")


def _path(d):
    kinds = {"M": (Outline.MOVETO, 1), "L": (Outline.LINETO, 1), "Q": (Outline.CURVE3, 2), "C": (Outline.CURVE4, 3)}
    points, codes = [], []
    for command, numbers in re.findall(r"([A-Za-z])([^A-Za-z]*)", d.replace("e-", "E-")):
        if command == "Z":
            points.append(points[0])
            codes.append(Outline.CLOSEPOLY)
        elif command in kinds:
            code, at_once = kinds[command]
            pairs = np.array(re.split(r"[\s,]+", numbers.strip()), dtype=float).reshape(-1, 2)
            points.extend(pairs)
            codes.extend([code] * at_once * (len(pairs) // at_once))
        else:
            raise ValueError(f"the path {d!r} holds the command {command}, expected M, L, C, Q or Z")
    return Outline(np.array(points), codes)


def _advance(text, font, size):
    """Return how far the pen moves when it writes `text` (spaces at its ends included)."""
    def width(written):
        return text_to_path.get_text_width_height_descent(written, font, False)[0]

    return (width(f"|{text}|") - width("||")) * size / font.get_size_in_points()


def _write(figure, element, style, transform):
    pieces = [(element.text or "", style, 0.0)]
    for child in element:  # tspan, a subscript or the like
        own = style | {key: child.get(key) for key in INHERITED if child.get(key)}
        pieces.append((child.text or "", own, float(child.get("dy", 0))))
        pieces.append((child.tail or "", style, 0.0))
    x, y = float(element.get("x", 0)), float(element.get("y", 0))
    fonts = [FontProperties(family="DejaVu Sans", style=own.get("font-style", "normal"), weight=own.get("font-weight", "normal"))
             for _, own, _ in pieces]
    texts = [re.sub(r"\s+", " ", text) for text, _, _ in pieces]
    widths = [_advance(text, font, float(own["font-size"])) if text else 0.0
              for text, font, (_, own, _) in zip(texts, fonts, pieces)]
    x -= sum(widths) * {"middle": 0.5, "end": 1.0}.get(style.get("text-anchor"), 0.0)
    for text, font, width, (_, own, dy) in zip(texts, fonts, widths, pieces):
        y += dy
        if text.strip():
            letters = TextPath((0, 0), text, size=float(own["font-size"]), prop=font)
            _add(figure, letters, own | {"stroke": "none"}, Affine2D().scale(1, -1).translate(x, y) + transform)
        x += width
