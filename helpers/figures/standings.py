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
        ax.set(ylim=(chance - 0.1, 1.03), title=task)
        ax.axhline(chance, **style.line("bound", label="_"))
        ax.text(len(found) - 0.42, chance + 0.01, "a guess", ha="right", va="bottom", fontsize=9,
                color=style.ROLES["bound"].colour)
        _columns(ax, {f"{name}\n{n_a} units": right for name, (n_a, right) in found.items()})
    axes[0].set_ylabel("share right on fresh sequences")
    return axes


def learned(axes, tasks):
    """Draw when each run had learned its task; one axes a task.

    Parameters
    ----------
    axes : list of matplotlib Axes, one a task
    tasks : dict
        task → (training steps in all, {network: the step at which it had learned, one a run; NaN if it never had})

    Returns
    -------
    axes
    """
    for ax, (steps, found) in zip(axes, tasks.values()):
        ax.set(ylim=(0, steps))
        _columns(ax, {name: [step for step in of_it if step == step] for name, of_it in found.items()})
    axes[0].set_ylabel("learned at step")
    return axes


def _columns(ax, found):
    """Draw {name: values} as a column of dots each; a name's first word says whose they are."""
    for place, (name, values) in enumerate(found.items()):
        role = ROLES.get(name.split("\n")[0])
        dots(ax, place, values, color=style.ROLES[role].colour if role else style.INK, marker="o" if role else "D")
    ax.set_xticks(range(len(found)), list(found))
    ax.set_xlim(-0.6, len(found) - 0.4)
    ax.grid(False, axis="x")
