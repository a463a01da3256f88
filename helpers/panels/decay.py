"""A panel for page 22: one unit whose decay is on a slider; parity and gradient answer at once."""
import functools

import numpy as np

from helpers.figures import charts, diagrams, style
from helpers.panels.base import Panel, Slider

T_x, LEAST = 40, 0.05  # bits; a state nearer to 0 counts as unreadable


def decay():
    """Set by what a unit's state is multiplied at each 1; see whether its sign tells parity, and what gradient comes back.

    Returns
    -------
    Panel
    """
    bits = np.random.default_rng(8).integers(2, size=T_x)
    ones = np.concatenate([[0], np.cumsum(bits)])  # (T_x + 1,)
    steps, odd = np.arange(T_x + 1), ones % 2 == 1
    chart = _charts(tuple(int(bit) for bit in bits))

    def draw(decay):
        a = -np.array([decay ** int(count) for count in ones])  # (T_x + 1,): −1 at the start, times λ at each 1
        back = np.array([abs(decay) ** int(count) for count in ones[-1] - ones])  # |∂a at the end / ∂a^⟨t⟩|
        right = (np.sign(a) == np.where(odd, 1, -1)) & (np.abs(a) >= LEAST)
        picture = chart.fill({
            "right": (steps[right], a[right]), "wrong": (steps[~right], a[~right]), "a": (steps, a),
            "gradient": (steps, np.where(back > 1e-9, back, np.nan))})
        count, started = int(right[1:].sum()), back[0]
        tail = f"{started:.2f}" if started >= 0.005 else f"{started:.0e}" if started > 1e-12 else "nothing"
        return picture, (
            f"At each of the {ones[-1]} ones the state is multiplied by λ = {diagrams.number(decay)}: after {count} of {T_x} "
            f"bits its sign tells the parity, by at least {LEAST}. Of the gradient at the last bit, {tail} reaches the start."
        ).replace("-", "−")

    return Panel("decay", [Slider("decay", "decay λ at each 1", -1.0, 1.0, 0.9)], draw,
                 "Two charts over 40 bits. Above, the state of one unit, which is below 0 for an even number of ones and above 0 "
                 "for an odd one if it tells parity; right bits are blue dots, the others grey squares. Below, how much of the "
                 "gradient at the last bit comes back to each step, on a logarithmic axis.")


@functools.cache
def _charts(bits):
    fig = charts.figure(width=8.8, height=4.4)
    top, below = fig.subplots(2, 1, height_ratios=(3, 2))
    top.set(xlim=(-0.5, T_x + 0.5), ylim=(-1.15, 1.15), ylabel="state $a$", yticks=(-1, 0, 1),
            title="Does its sign tell parity?  ● yes   ■ no, or too near 0 (grey band)")
    top.set_xticks(range(1, T_x + 1), bits, fontsize=8)
    top.axhspan(-LEAST, LEAST, color=style.FAINT, alpha=0.6, linewidth=0)
    below.set(xlim=(-0.5, T_x + 0.5), ylim=(1e-9, 3), yscale="log", xlabel="bit", ylabel="gradient",
              title="How much of the gradient at the last bit comes back")
    below.minorticks_off()
    hidden = style.ROLES["hidden"].colour
    moving = {"a": top.plot([], [], color=hidden, linewidth=1)[0], "right": top.plot([], [], "o", color=hidden, markersize=6)[0],
              "wrong": top.plot([], [], "s", color=style.ROLES["plural"].colour, markersize=5)[0],
              "gradient": below.plot([], [], **style.line("hidden", linestyle="-"))[0]}
    return charts.LiveChart(fig, moving, name="decay")
