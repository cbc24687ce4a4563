"""The ids of a request: made, echoed, refused."""

import multiprocessing
import uuid

import pytest

from schemagen.serving.ids import LIMIT, ids_of, new_id

LONG = "x" * (LIMIT + 1)


def test_made_ids_are_uuids_of_version_4():
    made = [new_id() for _ in range(5000)]
    assert len(set(made)) == len(made)
    for text in made[:500]:
        read = uuid.UUID(text)
        assert (str(read), read.version, read.variant) == (text, 4, uuid.RFC_4122)


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="no fork here")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_processes_that_fork_make_other_ids():
    with multiprocessing.get_context("fork").Pool(2) as pool:
        made = [*pool.map(_one, range(8), chunksize=1), new_id()]
    assert len(set(made)) == len(made)


def _one(_):
    return new_id()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"X_REQUEST_ID": "r"}, ["r", "r"]),
        ({"X_REQUEST_ID": "r", "X_MS_REQUEST_ID": "m"}, ["r", "m", "m"]),
        ({"X_REQUEST_ID": "r", "X_MS_CLIENT_REQUEST_ID": "c"}, ["r", "c", "c"]),
        (
            {"X_REQUEST_ID": "r", "X_MS_REQUEST_ID": "m", "X_MS_CLIENT_REQUEST_ID": "c"},
            ["r", "m", "c"],
        ),
        ({"X_REQUEST_ID": "r", "X_MS_REQUEST_ID": "", "X_MS_CLIENT_REQUEST_ID": ""}, ["r", "r"]),
        ({"X_REQUEST_ID": LONG}, []),
        ({"X_REQUEST_ID": "r", "X_MS_REQUEST_ID": LONG}, ["r"]),
        ({"X_REQUEST_ID": "r", "X_MS_CLIENT_REQUEST_ID": LONG}, ["r"]),
    ],
)
def test_what_is_sent_back(given, told):
    found = ids_of({f"HTTP_{name}": value for name, value in given.items()})
    assert [value for _, value in found.headers] == told
    assert bool(found.refusal) == (LONG in given.values())


def test_empty_is_absent():
    found = ids_of({"HTTP_X_REQUEST_ID": ""})
    assert [value for _, value in found.headers] == [found.request, found.request]
    assert uuid.UUID(found.request)
