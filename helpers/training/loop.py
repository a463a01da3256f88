"""Train a network: the loss and its gradients for any of our models, and the loop that makes the loss smaller.

    J, gradients = objective(forward, backward)(parameters, x, y)            whole sequences, from a state of zeros
    J, gradients, states = carried(cell_forward, cell_backward)(parameters, x, y, states)      pieces of a long stream

The second is truncated backpropagation through time: a piece starts from the states that the piece before it left, but
the gradient stops at its first step.
"""
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from helpers import gradients as gradient_tools
from helpers.networks import losses, shapes
from helpers.training import checkpoints
from helpers.training.optimizers import SGD, Adam, falling, in_a_row

__all__ = ["SGD", "Adam", "Record", "accuracy", "carried", "falling", "loss", "objective", "train"]
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
ADAM = Adam()  # training's first choice


def objective(forward, backward):
    """Join a network's forward and backward pass and the loss to one function.

    Parameters
    ----------
    forward, backward : functions
        such as rnn_forward and rnn_backward, lstm_forward and lstm_backward, gru_forward and gru_backward

    Returns
    -------
    function (parameters, x, y) → (J, gradients)
        J is the mean cross-entropy per target, the hidden state starts at zero, and gradients holds "d" + key for each
        key of parameters
    """
    def loss_and_gradients(parameters, x, y):
        a, y_pred, *_, caches = forward(x, zero_state(parameters, x), parameters)  # (n_a, m, T_x), (n_y, m, T_x)
        J, da, output = _loss_and_output(parameters, a, y_pred, y)
        return J, _in_order(parameters, backward(da, caches) | output)

    return loss_and_gradients


def carried(cell_forward, cell_backward):
    """Join a network's cell, its way back and the loss to a function that carries states from one piece to the next.

    Parameters
    ----------
    cell_forward, cell_backward : functions
        such as rnn_cell_forward and rnn_cell_backward, and so on for the LSTM and the GRU

    Returns
    -------
    function (parameters, x, y, states) → (J, gradients, states)
        states is a tuple of arrays (n_a, m): a, and c of an LSTM; None stands for zeros. Those returned are the start of
        the next piece. The gradient doesn't go back through the states that came in.
    """
    def loss_and_gradients(parameters, x, y, states=None):
        if states is None:
            states = (zero_state(parameters, x),) * (2 if "Wf" in parameters else 1)
        a, y_pred, caches = [], [], []
        for t in range(x.shape[2]):
            *states, yt_pred, cache = cell_forward(x[:, :, t], *states, parameters)
            a.append(states[0])
            y_pred.append(yt_pred)
            caches.append(cache)
        J, da, found = _loss_and_output(parameters, np.stack(a, axis=2), np.stack(y_pred, axis=2), y)
        later = [np.zeros(state.shape) for state in states]  # nothing comes from after the last step
        for t in reversed(range(x.shape[2])):
            step = cell_backward(da[:, :, t] + later[0], *later[1:], caches[t])
            later = [step[key] for key in ("da_prev", "dc_prev") if key in step]
            found |= {key: found.get(key, 0.0) + value for key, value in step.items() if key[1:] in parameters}
        return J, _in_order(parameters, found), tuple(states)

    loss_and_gradients.carries = True
    return loss_and_gradients


def _loss_and_output(parameters, a, y_pred, y):
    """Return J, ∂J/∂a through the output of each step, and the gradients of the output layer."""
    Wy = output_key(parameters)
    dzy = losses.softmax_cross_entropy_backward(y_pred, y)  # (n_y, m, T_x)
    da, dWy, dby = losses.output_backward(dzy, a, parameters[Wy])
    return losses.softmax_cross_entropy(y_pred, y), da, {"d" + Wy: dWy, "dby": dby}


def _in_order(parameters, found):
    return {"d" + key: found["d" + key] for key in parameters}


def output_key(parameters):
    """Return the name of the output weights: "Wya" in a simple RNN, "Wy" in an LSTM or a GRU."""
    return "Wya" if "Wya" in parameters else "Wy"


def zero_state(parameters, x):
    """Return a hidden state (n_a, m) of zeros for the network and the inputs `x` (n_x, m, T_x)."""
    return np.zeros((parameters[output_key(parameters)].shape[1], x.shape[1]))


def loss(forward, parameters, x, y):
    """Return the mean cross-entropy per target, in nats, from a state of zeros."""
    return losses.softmax_cross_entropy(forward(x, zero_state(parameters, x), parameters)[1], y)


def accuracy(forward, parameters, x, y):
    """Return the share of targets for which the network's likeliest class is the right one, from 0 to 1."""
    y_pred = forward(x, zero_state(parameters, x), parameters)[1]  # (n_y, m, T_x)
    has_target = np.sum(y, axis=0) > 0  # (m, T_x)
    right = np.argmax(y_pred, axis=0) == np.argmax(y, axis=0)  # (m, T_x)
    return float(np.mean(right[has_target]))


@dataclass
class Record:
    """What a training run leaves."""
    parameters: dict
    losses: list  # J of each step, before the step was taken
    gradient_norms: list  # the norm of all gradients together, before clipping
    held_out: list  # pairs (steps taken, loss on the held-out part)
    stopped: str = ""  # why training ended early; empty if it didn't


class Now(NamedTuple):
    """Where a run stands after `step` steps: one object, so that an interrupt finds either all of a step or nothing."""
    step: int
    parameters: dict
    state: dict  # the optimizer's
    states: tuple | None  # the network's, if they are carried from piece to piece
    smoothed: float  # the mean loss of about the last 20 steps
    best: dict  # the best parameters so far,
    lowest: float  # and what they are best by: the held-out loss if there is one, else the smoothed loss


def train(objective, parameters, batches, steps, optimizer=ADAM, clip=1.0, progress=True, held_out=None, every=50,
          patience=None, checkpoint=None):
    """Take `steps` steps, each on the next batch.

    The notebook's stop button (KeyboardInterrupt) ends training early and loses nothing: the best parameters so far
    come back. So does a loss that is no longer a number.

    Parameters
    ----------
    objective : function
        what `objective` or `carried` gives
    parameters : dict
        first values; they stay as they are
    batches : iterable of tuples (x, y, …)
        one a step; what comes after y is not looked at
    steps : int
    optimizer : SGD or Adam
        Adam(0.005) if none is given
    clip : float or None
        gradients whose norm, all together, is larger are scaled down to it; None leaves them
    progress : bool
        whether a bar shows how far it is
    held_out : function (parameters) → float, optional
        the loss on sequences that aren't trained on, asked for after each `every` steps; the parameters with the lowest
        one are returned
    every : int
    patience : int, optional
        training stops when the held-out loss wasn't lower this many times running
    checkpoint : str, optional
        a file (.npz) that is written after each `every` steps and at an interrupt; if it is there, training goes on from
        it. `batches` must then be as at the first start: those that were used are drawn again and passed over.

    Returns
    -------
    Record
        .parameters .losses .gradient_norms .held_out .stopped
    """
    shapes.integer("steps", steps)
    shapes.integer("every", every)
    record = Record(parameters, [], [], [])
    now = Now(0, parameters, optimizer.start(parameters), None, 0.0, parameters, np.inf)
    batches = iter(batches)
    # Linux takes back what a step frees, and the next step waits for new memory: a fifth of its time, much more on a busy
    # machine. Once a large array was freed, the C library keeps twice as much for the arrays to come.
    np.empty(31 << 20, np.uint8)
    if checkpoint is not None:
        now = _resumed(checkpoint, now, record)
        for step in range(now.step):
            _next(batches, step, steps)
    bar = _bar(steps, now.step) if progress else None
    try:
        while now.step < steps and not record.stopped:
            x, y, *_ = _next(batches, now.step, steps)
            new, J, norm = _step(objective, optimizer, clip, now, x, y)
            if new is None:
                record.stopped = f"the loss is {J:.3g} and the gradients' norm {norm:.3g} at step {now.step}"
                break
            if held_out is not None and (new.step % every == 0 or new.step == steps):
                new = _measured(held_out, new, record)
                if patience is not None and _waited(record.held_out) >= patience:
                    record.stopped = f"the held-out loss was no lower {patience} times running"
            record.losses[now.step:], record.gradient_norms[now.step:] = [J], [norm]
            now = new if held_out is not None else _smoothed(new)
            if checkpoint is not None and (now.step % every == 0 or now.step == steps):
                _save(checkpoint, now, record)
            if bar is not None:
                bar.update()
    except KeyboardInterrupt:
        record.stopped = f"interrupted after {now.step} of {steps} steps"
        if checkpoint is not None:
            _save(checkpoint, now, record)
    finally:
        if bar is not None:
            bar.total = bar.n  # a bar that isn't full would stay, in red, as if something had failed
            bar.close()
    del record.losses[now.step:], record.gradient_norms[now.step:]
    record.held_out = [pair for pair in record.held_out if pair[0] <= now.step]
    record.parameters = now.best if record.stopped or held_out is not None else now.parameters
    if record.stopped:
        by = "smoothed" if held_out is None else "held-out"
        print(f"Training stopped: {record.stopped}. The parameters are the best so far ({by} loss {now.lowest:.3g}).")
    return record


def _step(objective, optimizer, clip, now, x, y):
    """Return where the run stands after a step (None if the loss or the gradients are not finite), J and the norm."""
    if getattr(objective, "carries", False):
        J, gradients, states = objective(now.parameters, x, y, now.states)
    else:
        (J, gradients), states = objective(now.parameters, x, y), None
    norm = float(np.sqrt(sum(np.sum(gradient**2) for gradient in gradients.values())))
    if not np.isfinite(J + norm):
        return None, J, norm
    if clip is not None and (norm > clip or now.step == 0):  # the first step's are looked at in any case
        gradients = gradient_tools.clip_by_norm(gradients, clip)
    parameters, state = optimizer.step(now.parameters, gradients, now.state)
    step = now.step + 1
    smoothed = now.smoothed + (J - now.smoothed) / min(step, 20)
    return now._replace(step=step, parameters=parameters, state=state, states=states, smoothed=smoothed), J, norm


def _smoothed(now):
    """Return `now`, with its parameters as the best if the smoothed loss was never lower; the first 20 say too little."""
    return now._replace(best=now.parameters, lowest=now.smoothed) if now.smoothed < now.lowest or now.step <= 20 else now


def _measured(held_out, now, record):
    """Note the held-out loss, and return `now`, with its parameters as the best if it was never lower."""
    measured = float(held_out(now.parameters))
    record.held_out[:] = [pair for pair in record.held_out if pair[0] < now.step] + [(now.step, measured)]
    return now._replace(best=now.parameters, lowest=measured) if measured < now.lowest else now


def _waited(measured):
    """Return how often the loss was measured since it was lowest."""
    values = [value for _, value in measured]
    return len(values) - 1 - values.index(min(values))


def _save(path, now, record):
    content = now._asdict() | {"losses": record.losses[:now.step], "gradient_norms": record.gradient_norms[:now.step],
                               "held_out": np.reshape([pair for pair in record.held_out if pair[0] <= now.step], (-1, 2))}
    content["states"] = {str(i): state for i, state in enumerate(now.states or ())}
    checkpoints.save(path, content)


def _resumed(path, now, record):
    """Return where the run of the checkpoint stands, and fill the record; `now` if there is no file."""
    content = checkpoints.load(path)
    if content is None:
        return now
    sizes = [{key: np.shape(value) for key, value in given.items()} for given in (content["parameters"], now.parameters)]
    if sizes[0] != sizes[1]:
        raise ValueError(f"the checkpoint {path} is of another network, expected parameters with the shapes of those given")
    record.losses = content["losses"].tolist()
    record.gradient_norms = content["gradient_norms"].tolist()
    record.held_out = [(int(step), value) for step, value in content["held_out"].tolist()]
    state = {key: in_a_row(value.values()) if isinstance(value, dict) else value for key, value in content["state"].items()}
    state["k"] = int(state["k"])
    states = tuple(content.get("states", {}).values()) or None
    return Now(int(content["step"]), content["parameters"], state, states, float(content["smoothed"]), content["best"],
               float(content["lowest"]))


def _next(batches, step, steps):
    try:
        return next(batches)
    except StopIteration:
        raise ValueError(f"batches ended after {step} batches, expected one for each of {steps} steps") from None


def _bar(total, done):
    """Return a progress bar that is gone when it is closed and leaves no text in a stored page: in a notebook a widget."""
    from tqdm.auto import tqdm  # here: who trains nothing, or without a bar, waits for no import
    from tqdm.notebook import tqdm_notebook

    if not issubclass(tqdm, tqdm_notebook):
        return tqdm(total=total, initial=done, leave=False)
    from IPython import get_ipython

    bar = tqdm(total=total, initial=done, leave=False, display=False)
    view = {WIDGET_VIEW: bar.container.get_view_spec()}  # tqdm itself would add the text "0%| | 0/500", stored for ever
    get_ipython().display_pub.publish(data=view)
    return bar
