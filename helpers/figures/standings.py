"""Where several networks stand on several tasks: a column of dots for each network, a dot a run."""
from helpers.figures import style
from helpers.figures.runs import dots

ROLES = {"RNN": "rnn", "GRU": "gru", "LSTM": "lstm"}


def standings(axes, tasks, chance=0.5):
    """Draw one axes a task.

    Parameters
    ----------
    axes : list of matplotlib Axes, one a task
    tasks : dict
        task → {network: (n_a, shares of right answers, one a run)}
    chance : float
        the share that a guess gets right

    Returns
    -------
    axes
    """
    for ax, (task, found) in zip(axes, tasks.items()):
        ax.set(xlim=(-0.6, len(found) - 0.4), ylim=(chance - 0.1, 1.03), title=task)
        ax.axhline(chance, **style.line("bound", label="_"))
        ax.text(len(found) - 0.42, chance + 0.01, "a guess", ha="right", va="bottom", fontsize=9,
                color=style.ROLES["bound"].colour)
        for place, (name, (_, right)) in enumerate(found.items()):
            mine = name not in ROLES
            dots(ax, place, right, color=style.INK if mine else style.ROLES[ROLES[name]].colour, marker="D" if mine else "o")
        ax.set_xticks(range(len(found)), [f"{name}\n{n_a} units" for name, (n_a, _) in found.items()])
        ax.grid(False, axis="x")
    axes[0].set_ylabel("share right on fresh sequences")
    return axes
