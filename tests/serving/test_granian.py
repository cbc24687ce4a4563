"""What we use of granian though it keeps it to itself: told here if a release takes it away."""

import inspect

import pytest

pytest.importorskip("granian")

from granian import Granian, _signals
from granian.server import mp
from granian.server.common import AbstractServer, AbstractWorker

from schemagen.serving.run import _supervisor

LOST = "this granian has no {}: schemagen.serving.run replaces and ends workers by it"


@pytest.mark.parametrize(
    "name",
    ["wrks", "interrupt_children", "interrupt_signal", "main_loop_interrupt", "respawned_wrks"],
)
def test_the_server_has(name):
    assert hasattr(Granian("x", interface="wsgi"), name), LOST.format(name)


@pytest.mark.parametrize("name", ["_respawn_workers", "signal_handler_interrupt"])
def test_the_server_still_calls(name):
    assert name in AbstractServer.__dict__, LOST.format(name)
    assert f"self.{name}" in inspect.getsource(AbstractServer), LOST.format(f"call of {name}")


def test_workers_ask_which_signals_to_hear():
    assert "_get_signals()" in inspect.getsource(_signals.set_main_signals), LOST.format("signals")


def test_a_workers_end_is_told():
    wanted = list(inspect.signature(AbstractServer._respawn_workers).parameters)
    assert wanted == list(inspect.signature(_supervisor()._respawn_workers).parameters)
    source = inspect.getsource(AbstractWorker)
    assert "self.birth" in source, LOST.format("worker.birth")
    assert "self.inner" in source, LOST.format("worker.inner")
    assert callable(AbstractWorker.kill)


def test_workers_call_what_we_give_them():
    source = inspect.getsource(mp.MPServer._spawn_wsgi_worker)
    assert "= _wsgi_call_wrap(callback," in source, LOST.format("wrapper of the callable")
    inner = inspect.getsource(mp._wsgi_call_wrap)
    for name in ("(proto, scope)", "proto.response_bytes(", "proto.response_iter("):
        assert name in inner, LOST.format(name)
