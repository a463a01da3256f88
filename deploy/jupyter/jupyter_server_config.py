"""Let a slider's pictures come at once: `make lab` starts Jupyter's server with this file.

The server holds small packets back for a moment, to join them (Nagle's algorithm). A dragged slider sends many small
messages, so the wait halves the pictures per second. Tornado, on which the server is built, has a switch for it that the
server never uses. This wraps a method that is not a public interface: where it has changed, the file says so and the
server starts without it. The panels are quick enough without it, too.
"""
import functools
import inspect
import logging


def send_at_once():
    """Make the kernels' websockets send each message as soon as it is there; return what went wrong, or None."""
    try:
        from jupyter_server.services.kernels.websocket import KernelWebsocketHandler as Handler

        opened = Handler.open
        if not (inspect.iscoroutinefunction(opened) and callable(Handler.set_nodelay)):
            return "the server's websocket handler has another form"
    except (ImportError, AttributeError) as error:
        return str(error)

    @functools.wraps(opened)
    async def open_at_once(self, *args, **kwargs):
        try:
            self.set_nodelay(True)
        except Exception as error:  # whatever it is, a connection that works matters more
            logging.getLogger("course").warning("small packets are held back: %s", error)
        return await opened(self, *args, **kwargs)

    Handler.open = open_at_once
    return None


if (_reason := send_at_once()) is not None:
    logging.getLogger("course").warning("This server holds small packets back (%s). Sliders work, less smoothly.", _reason)
