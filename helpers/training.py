"""Train a network: the loss and its gradients for any of our models, steps that make the loss smaller, and the loop.

    SGD    (1)  θ ← θ − α dθ
    Adam   (2)  v ← β₁ v + (1 − β₁) dθ        s ← β₂ s + (1 − β₂) dθ²
           (3)  θ ← θ − α · v / (1 − β₁^k) / (√(s / (1 − β₂^k)) + ε)        in step k = 1, 2, …

θ stands for each parameter, dθ for ∂J/∂θ, α for the learning rate. Nothing that is passed in is changed in place.

Source: D. P. Kingma and J. Ba, Adam: A Method for Stochastic Optimization, ICLR 2015.
"""
from dataclasses import dataclass, field

import numpy as np
from tqdm.auto import tqdm

from helpers import gradients as gradient_tools
from helpers import losses, shapes

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


@dataclass(frozen=True)
class SGD:
    """Gradient descent, equation (1). `learning_rate` is a number, or a function of the step (0, 1, …) that gives one."""
    learning_rate: object = 0.1

    def start(self, parameters):
        """Return what is remembered between steps: here nothing but their number."""
        return {"k": 0}

    def step(self, parameters, gradients, state):
        """Return new parameters and a new state; the given ones stay as they are."""
        rate = _rate(self.learning_rate, state["k"])
        return {key: value - rate * gradients["d" + key] for key, value in parameters.items()}, {"k": state["k"] + 1}


@dataclass(frozen=True)
class Adam:
    """Adam, equations (2) and (3). `learning_rate` is a number, or a function of the step (0, 1, …) that gives one."""
    learning_rate: object = 0.005
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8

    def start(self, parameters):
        """Return what is remembered between steps: k, and v and s of each parameter, all zero."""
        zeros = {key: np.zeros(value.shape) for key, value in parameters.items()}
        return {"k": 0, "v": zeros, "s": dict(zeros)}

    def step(self, parameters, gradients, state):
        """Return new parameters and a new state; the given ones stay as they are."""
        rate, k = _rate(self.learning_rate, state["k"]), state["k"] + 1
        new, v, s = {}, {}, {}
        for key, value in parameters.items():
            gradient = gradients["d" + key]
            v[key] = self.beta1 * state["v"][key] + (1 - self.beta1) * gradient
            s[key] = self.beta2 * state["s"][key] + (1 - self.beta2) * gradient**2
            size = np.sqrt(s[key] / (1 - self.beta2**k)) + self.epsilon
            new[key] = value - rate * v[key] / (1 - self.beta1**k) / size
        return new, {"k": k, "v": v, "s": s}


ADAM = Adam()  # training's first choice


def _rate(learning_rate, step):
    return learning_rate(step) if callable(learning_rate) else learning_rate


def falling(first, steps):
    """Return a learning rate for SGD or Adam that falls in a straight line from `first` to 0 in `steps` steps."""
    return lambda step: first * max(0.0, 1 - step / steps)


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
        Wy = output_key(parameters)
        a, y_pred, *_, caches = forward(x, zero_state(parameters, x), parameters)  # (n_a, m, T_x), (n_y, m, T_x)
        dzy = losses.softmax_cross_entropy_backward(y_pred, y)  # (n_y, m, T_x)
        da, dWy, dby = losses.output_backward(dzy, a, parameters[Wy])
        found = {**backward(da, caches), "d" + Wy: dWy, "dby": dby}
        return losses.softmax_cross_entropy(y_pred, y), {"d" + key: found["d" + key] for key in parameters}

    return loss_and_gradients


def output_key(parameters):
    """Return the name of the output weights: "Wya" in a simple RNN, "Wy" in an LSTM or a GRU."""
    return "Wya" if "Wya" in parameters else "Wy"


def zero_state(parameters, x):
    """Return a hidden state (n_a, m) of zeros for the network and the inputs `x` (n_x, m, T_x)."""
    return np.zeros((parameters[output_key(parameters)].shape[1], x.shape[1]))


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
    losses: list = field(default_factory=list)  # J of each step, before the step was taken
    gradient_norms: list = field(default_factory=list)  # the norm of all gradients together, before clipping
    stopped: str = ""  # why training ended early; empty if it didn't


def train(objective, parameters, batches, steps, optimizer=ADAM, clip=1.0, progress=True):
    """Take `steps` steps, each on the next batch.

    The stop button of the notebook (KeyboardInterrupt) ends training early and loses nothing: the parameters with the
    lowest smoothed loss so far come back. So does a loss that is no longer a number.

    Parameters
    ----------
    objective : function (parameters, x, y) → (J, gradients)
        such as objective(rnn_forward, rnn_backward) gives
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

    Returns
    -------
    Record
        .parameters .losses .gradient_norms .stopped
    """
    shapes.integer("steps", steps)
    record, state, batches = Record(parameters), optimizer.start(parameters), iter(batches)
    best, lowest, smoothed = parameters, np.inf, 0.0
    bar = _bar(steps) if progress else None
    try:
        for step in range(steps):
            x, y, *_ = _next(batches, step, steps)
            J, gradients = objective(record.parameters, x, y)
            norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients.values()))
            if not np.isfinite(J + norm):
                record.stopped = f"the loss is {J:.3g} and the gradients' norm {norm:.3g} at step {step}"
                break
            record.losses.append(J)
            record.gradient_norms.append(float(norm))
            smoothed += (J - smoothed) / min(step + 1, 20)  # the mean so far, later of about the last 20 steps
            if smoothed < lowest or step < 20:
                best, lowest = record.parameters, smoothed
            if clip is not None:
                gradients = gradient_tools.clip_by_norm(gradients, clip)
            record.parameters, state = optimizer.step(record.parameters, gradients, state)
            if bar is not None:
                bar.update()
    except KeyboardInterrupt:
        record.stopped = f"interrupted after {len(record.losses)} of {steps} steps"
    finally:
        if bar is not None:
            bar.close()
    if record.stopped:
        record.parameters = best
        print(f"Training stopped: {record.stopped}. The parameters are the best so far (smoothed loss {lowest:.3g}).")
    return record


def _next(batches, step, steps):
    try:
        return next(batches)
    except StopIteration:
        raise ValueError(f"batches ended after {step} batches, expected one for each of {steps} steps") from None


def _bar(total):
    """Return a progress bar that is gone when it is closed and leaves no text in a stored page: in a notebook a widget."""
    from tqdm.notebook import tqdm_notebook

    if not issubclass(tqdm, tqdm_notebook):
        return tqdm(total=total, leave=False)
    from IPython import get_ipython

    bar = tqdm(total=total, leave=False, display=False)
    view = {WIDGET_VIEW: bar.container.get_view_spec()}  # tqdm itself would add the text "0%| | 0/500", stored for ever
    get_ipython().display_pub.publish(data=view)
    return bar
