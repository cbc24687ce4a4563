"""Our decorators beside those of the real ``inference-schema``, and our answers to its names."""

import copy
import functools
import importlib
import subprocess
import sys
import textwrap
import warnings
from types import SimpleNamespace

import pytest

from schemagen import InputError, Sample, azureml, input_schema, operation_of, output_schema
from schemagen.decorators import MODE, DecorationError

PEER = "inference_schema"
_REAL_MODULES: dict = {}


def _peer_modules():
    return {name: module for name, module in sys.modules.items() if name.split(".")[0] == PEER}


@pytest.fixture
def real():
    """Give the real library, loaded for this test only, its tables empty."""
    before = _peer_modules()
    for name in before:
        del sys.modules[name]
    sys.modules.update(_REAL_MODULES)
    pytest.importorskip("numpy", reason="numpy is not installed")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it still imports what setuptools deprecates
            yield _real_library()
    finally:
        _REAL_MODULES.update(_peer_modules())
        for name in _peer_modules():
            del sys.modules[name]
        sys.modules.update(before)


def _real_library():
    reason = "the mix with the real library is not tested: pip install inference-schema==1.8"
    try:
        decorators = importlib.import_module(f"{PEER}.schema_decorators")
    except ImportError as error:
        pytest.skip(f"{reason} ({error})")
    util = importlib.import_module(f"{PEER}.schema_util")
    util.__functions_schema__.clear()
    util.__versions__.clear()
    kinds = "abstract", "numpy", "pandas", "standard_py"
    types = [importlib.import_module(f"{PEER}.parameter_types.{k}_parameter_type") for k in kinds]
    return SimpleNamespace(
        input_schema=decorators.input_schema,
        output_schema=decorators.output_schema,
        util=util,
        Abstract=types[0].AbstractParameterType,
        Numpy=types[1].NumpyParameterType,
        Pandas=getattr(types[2], "PandasParameterType", None),
        Standard=types[3].StandardPythonParameterType,
    )


@pytest.fixture
def np():
    return pytest.importorskip("numpy", reason="numpy is not installed")


@pytest.fixture
def pd():
    return pytest.importorskip("pandas", reason="pandas is not installed")


class Counting:
    """An adapter that notes what it decodes."""

    def __init__(self):
        self.decoded = []

    def schema(self, sample):
        return {"type": "integer"}

    def encode(self, value):
        return value

    def decode(self, data):
        self.decoded.append(data)
        return ("ours", data)


def _counting_type(real):
    class CountingType(real.Abstract):
        def __init__(self):
            super().__init__(Counting())  # a class that no request has: always deserialized
            self.decoded = []

        def deserialize_input(self, input_data):
            self.decoded.append(input_data)
            return ("theirs", input_data)

        def input_to_swagger(self):
            return {"type": "integer", "format": "int32", "example": 7}

    return CountingType()


def plain(function):
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)

    return wrapper


def polite(function):
    return functools.wraps(function)(plain(function))


# --- mixes -----------------------------------------------------------------------------------


def _ours_above(ours, theirs, between):
    @ours
    @between
    @theirs
    def run(a, b):
        return a, b

    return run


def _theirs_above(ours, theirs, between):
    @theirs
    @between
    @ours
    def run(a, b):
        return a, b

    return run


CALLS = {
    "by position": lambda f: f(1, 2),
    "by keyword": lambda f: f(b=2, a=1),
    "mixed": lambda f: f(1, b=2),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@pytest.mark.parametrize("between", [lambda f: f, polite], ids=["directly", "a decorator between"])
@pytest.mark.parametrize("mix", [_ours_above, _theirs_above])
def test_each_library_converts_its_own_inputs_once(real, mix, between, call):
    """And the operation has both, in signature order."""
    ours, theirs = Counting(), _counting_type(real)
    run = mix(input_schema("a", Sample(1, adapter=ours)), real.input_schema("b", theirs), between)
    assert call(run) == (("ours", 1), ("theirs", 2))
    assert (ours.decoded, theirs.decoded) == ([1], [2])
    operation = operation_of(run)
    assert list(operation.inputs) == ["a", "b"]
    assert {n: item.schema.get("format") for n, item in operation.inputs.items()} == {
        "a": None,
        "b": "int32",
    }
    assert operation.decode({"a": 1, "b": 2}) == {"a": ("ours", 1), "b": ("theirs", 2)}


def test_ours_above_a_hidden_function_of_theirs(real):
    """A decorator without functools.wraps stands between."""
    ours, theirs = Counting(), _counting_type(real)
    run = _ours_above(
        input_schema("a", Sample(1, adapter=ours)), real.input_schema("b", theirs), plain
    )
    assert run(1, 2) == (("ours", 1), ("theirs", 2))
    assert list(operation_of(run).inputs) == ["a", "b"]


@pytest.mark.parametrize("mix", [_ours_above, _theirs_above])
def test_their_output_and_our_input(real, mix):
    """The output is read from their tables, ours may stand on either side."""
    counting = Counting()
    ours = input_schema("a", Sample(1, adapter=counting))
    run = mix(ours, real.output_schema(real.Standard({"label": "x"})), lambda f: f)
    operation = operation_of(run)
    assert operation.output_schema["properties"]["label"] == {"type": "string"}
    assert list(operation.inputs) == ["a", "b"]
    assert operation.inputs["a"].sample is not None
    assert operation.output.example() == {"label": "x"}
    assert run(1, 2) == (("ours", 1), 2)
    assert operation.encode({"label": "y"}) == b'{"label":"y"}'


def test_the_same_input_declared_by_both_is_an_error(real):
    """As with two of ours."""
    theirs = real.input_schema("a", real.Standard(1))
    with pytest.raises(DecorationError, match="stands twice"):
        _ours_above(input_schema("a", 1), theirs, lambda f: f)


def test_their_output_below_ours_is_an_error(real):
    """As with two of ours."""
    with pytest.raises(DecorationError, match="stands twice"):
        _ours_above(output_schema(1), real.output_schema(real.Standard(1)), lambda f: f)


# --- theirs alone ----------------------------------------------------------------------------


def test_a_function_of_theirs_alone_is_understood(real, np):
    """Inputs in signature order, with their options and defaults, and the output."""

    @real.input_schema("rows", real.Numpy(np.array([[1.5, 2.5]]), enforce_shape=False))
    @real.input_schema("k", real.Standard(3), optional=True)
    @real.input_schema("raw", real.Standard("x"), convert_to_provided_type=False)
    @real.output_schema(real.Numpy(np.array([1.5])))
    def run(rows, raw, k=5, extra=None):
        """Score."""
        return rows, raw, k, extra

    operation = operation_of(run)
    assert list(operation.inputs) == ["rows", "raw", "k", "extra"]
    assert (operation.name, operation.doc) == ("run", "Score.")
    assert [(i.convert, i.optional, i.required) for i in operation.parameters] == [
        (True, False, True),
        (False, False, True),
        (True, True, False),
        (True, False, False),
    ]
    assert operation.inputs["k"].default == 5
    assert operation.inputs["extra"].sample is None
    rows = operation.inputs["rows"].schema
    assert rows["items"]["type"] == "array"
    assert "maxItems" not in rows["items"], "enforce_shape=False was given"
    assert operation.output_schema["items"] == {"type": "number", "format": "double"}
    assert operation.input_example() == {"rows": [[1.5, 2.5]], "raw": "x", "k": 3}
    decoded = operation.decode({"rows": [[1, 2], [3, 4]], "raw": "y"})
    assert decoded["rows"].tolist() == [[1.0, 2.0], [3.0, 4.0]]
    assert decoded["rows"].dtype == np.float64
    assert "k" not in decoded


@pytest.mark.parametrize("around", [plain, polite])
def test_theirs_is_found_below_other_decorators(real, around):
    """With and without functools.wraps."""
    run = around(real.input_schema("a", _counting_type(real))(lambda a, b=1: a))
    assert operation_of(run).inputs.keys() == {"a", "b"}


def test_theirs_in_a_class(real):
    """``self`` is no input."""

    class Model:
        @real.input_schema("data", _counting_type(real))
        def run(self, data):
            return data

    assert list(operation_of(Model.run).inputs) == ["data"]
    assert list(operation_of(Model().run).inputs) == ["data"]


def test_a_name_that_is_no_parameter_is_told_when_theirs_is_read(real):
    """The real library says so at the first request only."""
    run = real.input_schema("dta", _counting_type(real))(lambda data: data)
    with pytest.raises(DecorationError, match=r"@input_schema\('dta'\).*no parameter 'dta'"):
        operation_of(run)


def test_a_name_that_only_kwargs_takes_is_read_too(real):
    """The real library converts it when it comes by keyword."""
    run = real.input_schema("data", _counting_type(real))(lambda **kwargs: kwargs)
    assert run(data=1) == {"data": ("theirs", 1)}
    assert operation_of(run).decode({"data": 1}) == {"data": ("theirs", 1)}


def test_their_types_nested_in_dicts_and_lists(real, np, pd):
    """At any depth, arrays and frames come back as such."""
    sample = {
        "Inputs": real.Standard(
            {
                "array": real.Numpy(np.array([1, 2])),
                "frame": real.Pandas(pd.DataFrame({"x": [1.5]})),
                "plain": real.Standard("x"),
                "list": real.Standard([real.Numpy(np.array([True]))]),
            }
        ),
        "GlobalParameters": 1.0,
    }

    @real.input_schema("data", real.Standard(sample))
    def run(data):
        return data

    body = {
        "data": {
            "Inputs": {"array": [3], "frame": [{"x": 1}], "plain": "y", "list": [[False], []]},
            "GlobalParameters": 2.0,
        }
    }
    before = copy.deepcopy(body)
    decoded = operation_of(run).decode(body)["data"]
    assert body == before
    inputs = decoded["Inputs"]
    assert (inputs["array"].dtype, inputs["array"].tolist()) == (np.array([1]).dtype, [3])
    assert inputs["frame"].to_dict("records") == [{"x": 1.0}]
    assert inputs["plain"] == "y"
    assert [item.tolist() for item in inputs["list"]] == [[False], []]
    assert decoded["GlobalParameters"] == 2.0
    with pytest.raises(InputError, match=r"\$\.data\.Inputs\.frame\[0\]\.x"):
        body["data"]["Inputs"]["frame"] = [{"x": "no"}]
        operation_of(run).decode(body)


def test_their_frames_keep_their_orient(real, pd):
    """An option of the ParameterType, not of the frame."""
    frame = pd.DataFrame({"x": [1, 2]})
    run = real.input_schema("data", real.Pandas(frame, orient="split"))(lambda data: data)
    body = {"data": {"columns": ["x"], "index": [0], "data": [[5]]}}
    assert operation_of(run).decode(body)["data"].to_dict("list") == {"x": [5]}


def test_a_user_s_subclass_of_theirs_judges_and_decodes_itself(real):
    """What it raises is the client's mistake, its swagger is the schema and the example."""
    theirs = _counting_type(real)
    operation = operation_of(real.input_schema("a", theirs)(lambda a: a))
    assert operation.decode({"a": "anything"}) == {"a": ("theirs", "anything")}
    assert operation.inputs["a"].schema["format"] == "int32"
    assert operation.input_example() == {"a": 7}
    theirs.deserialize_input = lambda data: {}[data]
    with pytest.raises(InputError) as raised:
        operation.decode({"a": "anything"})
    assert raised.value.path == ("a",)


@pytest.mark.parametrize("overridden", ["deserialize_input", "input_to_swagger"])
def test_a_user_s_subclass_of_a_built_in_type_of_theirs(real, np, overridden):
    """Overriding one method is enough to be asked."""

    def deserialize_input(self, data):
        return ["own", data]

    def input_to_swagger(self):
        return {"type": "string", "example": "own"}

    namespace = {overridden: locals()[overridden]}
    own = type("NumpyParameterType", (real.Numpy,), namespace)(np.array([1.5]))
    operation = operation_of(real.input_schema("a", own)(lambda a: a))
    if overridden == "deserialize_input":
        assert operation.decode({"a": [1.5]})["a"] == ["own", [1.5]]
        assert operation.inputs["a"].schema["type"] == "array"
    else:
        assert operation.inputs["a"].schema["type"] == "string"
        assert operation.decode({"a": [1.5]})["a"].tolist() == [1.5]


def test_reading_theirs_changes_nothing_of_theirs(real, np):
    """Its tables and its conversion stay as they are."""

    @real.input_schema("a", real.Numpy(np.array([1.5])))
    @real.output_schema(real.Standard([1]))
    def run(a):
        return a

    before = real.util.get_schemas_dict()
    assert operation_of(run).output_schema["type"] == "array"
    assert real.util.get_schemas_dict() == before
    assert run([1]).dtype == np.float64


# --- what we publish to the real library -----------------------------------------------------


def _published(real):
    @input_schema("data", {"rows": [1.5]})
    @output_schema([1])
    @input_schema("k", "x", optional=True)
    def run(data, k, other=None):
        return data, k, other

    return run


def test_the_real_library_s_functions_see_what_ours_declares(real):
    """So Azure's own server serves the document of a script that imports schemagen."""
    run = _published(real)
    assert real.util.is_schema_decorated(run)
    assert real.util.get_input_schema(run) == {
        "type": "object",
        "properties": {
            "data": {
                "type": "object",
                "required": ["rows"],
                "properties": {
                    "rows": {"type": "array", "items": {"type": "number", "format": "double"}}
                },
            },
            "k": {"type": "string"},
            "other": {},
        },
        "example": {"data": {"rows": [1.5]}, "k": "x", "other": ""},
    }
    output = {"type": "array", "items": {"type": "integer", "format": "int64"}, "example": [1]}
    assert real.util.get_output_schema(run) == output
    assert real.util.get_supported_versions(run) == ["2.0", "3.0", "3.1"]


def test_what_is_published_is_what_our_own_room_answers(real):
    """One form, asked for in two places."""
    from schemagen.azureml import schema_util

    run = _published(real)
    for name in ("get_input_schema", "get_output_schema", "get_supported_versions"):
        assert getattr(real.util, name)(run) == getattr(schema_util, name)(run), name


def test_arrays_that_mix_types_are_published_as_not_for_2_0(real):
    """As the real library does for its own."""
    run = input_schema("data", [1, "x"])(lambda data: data)
    assert real.util.get_supported_versions(run) == ["3.0", "3.1"]


@pytest.mark.parametrize("decorate", [lambda f: f, plain, polite], ids=["alone", "plain", "polite"])
def test_the_real_library_finds_it_through_other_decorators(real, decorate):
    """Its look-up goes to the last function in the closures."""
    run = decorate(_published(real))
    assert list(real.util.get_input_schema(run)["properties"]) == ["data", "k", "other"]


def test_a_mix_is_published_whole(real):
    """Whichever stands on top."""
    for mix in (_ours_above, _theirs_above):
        real.util.__functions_schema__.clear()
        theirs = real.input_schema("b", _counting_type(real))
        run = mix(input_schema("a", "x"), theirs, lambda f: f)
        properties = real.util.get_input_schema(run)["properties"]
        assert properties == {"a": {"type": "string"}, "b": {"type": "integer", "format": "int32"}}


def test_a_cell_run_again_publishes_again(real):
    """The real library's own output_schema would raise."""
    first, second = _published(real), _published(real)
    assert real.util.get_output_schema(first) == real.util.get_output_schema(second)


def _recursive(d):
    @d
    def run(data):
        return run(data)

    return run


def _over_a_cycle(d):
    def other(data):
        return third(data)

    def third(data):
        return other(data)

    @d
    def run(data):
        return other(data)

    return run


@pytest.mark.parametrize("build", [_recursive, _over_a_cycle], ids=["itself", "a cycle"])
def test_a_function_that_the_real_library_cannot_look_up_is_decorated_all_the_same(real, build):
    """Its look-up fails on closures that hold themselves; ours must not."""
    run = build(input_schema("data", 1))
    assert operation_of(run).inputs.keys() == {"data"}


def test_a_sample_that_the_old_form_cannot_say_is_decorated_all_the_same(real):
    """Publishing serves another server; what it cannot say must not stop this one."""
    run = input_schema("data", Sample(1, adapter=Counting()))(lambda data: data)
    assert operation_of(run).inputs.keys() == {"data"}
    assert real.util.get_input_schema(run)["properties"]["data"]["type"] == "integer"


def test_nothing_is_published_where_the_real_library_is_not_loaded():
    """And it is not imported for it."""
    before = set(_peer_modules())
    _published(None)
    assert set(_peer_modules()) == before


# --- the names -------------------------------------------------------------------------------

PUBLIC = {
    PEER: [],
    f"{PEER}.schema_decorators": ["input_schema", "output_schema"],
    f"{PEER}.schema_util": [
        "get_input_schema",
        "get_output_schema",
        "get_supported_versions",
        "get_schemas_dict",
        "is_schema_decorated",
        "__functions_schema__",
        "__versions__",
    ],
    f"{PEER}.parameter_types": [],
    f"{PEER}.parameter_types.abstract_parameter_type": ["AbstractParameterType"],
    f"{PEER}.parameter_types.numpy_parameter_type": ["NumpyParameterType"],
    f"{PEER}.parameter_types.pandas_parameter_type": ["PandasParameterType"],
    f"{PEER}.parameter_types.spark_parameter_type": ["SparkParameterType"],
    f"{PEER}.parameter_types.standard_py_parameter_type": ["StandardPythonParameterType"],
}


@pytest.fixture
def ours(np, pd):
    with azureml.provided():
        yield SimpleNamespace(
            input_schema=importlib.import_module(f"{PEER}.schema_decorators").input_schema,
            output_schema=importlib.import_module(f"{PEER}.schema_decorators").output_schema,
            util=importlib.import_module(f"{PEER}.schema_util"),
            types=importlib.import_module("schemagen.azureml.parameter_types"),
            Abstract=importlib.import_module(
                f"{PEER}.parameter_types.abstract_parameter_type"
            ).AbstractParameterType,
        )


@pytest.mark.parametrize("module", PUBLIC)
def test_every_public_module_and_name_is_ours_inside_provided(ours, module):
    """``import a.b.c`` and ``from a.b.c import name`` alike."""
    found = importlib.import_module(module)
    assert found.__name__.startswith("schemagen.")
    assert [name for name in PUBLIC[module] if not hasattr(found, name)] == []
    space: dict = {}
    exec(f"import {module}\nfound = {module}", space)
    assert space["found"] is found


def test_our_names_are_all_of_the_real_library_s(real):
    """Every public module of it, with every public function and class."""
    import pkgutil

    package = sys.modules[PEER]
    names = {m.name for m in pkgutil.walk_packages(package.__path__, f"{PEER}.")}
    public = {name for name in names if not name.rpartition(".")[2].startswith("_")}
    assert public - set(PUBLIC) == set()
    for module in public - {f"{PEER}.parameter_types.spark_parameter_type"}:
        theirs = vars(importlib.import_module(module))
        own = {n for n, v in theirs.items() if getattr(v, "__module__", "") == module}
        answered = importlib.import_module(azureml.NAMES[module])
        missing = {n for n in own if not n.startswith("_") and not hasattr(answered, n)}
        assert missing == set(), module


@pytest.mark.parametrize("fails", [False, True], ids=["as usual", "after an error"])
def test_everything_is_as_it_was_after_provided(real, fails):
    """The same module objects, none of ours left."""
    before = _peer_modules()
    assert before
    try:
        with azureml.provided():
            assert sys.modules[f"{PEER}.schema_util"] is not before[f"{PEER}.schema_util"]
            if fails:
                raise KeyError
    except KeyError:
        assert fails
    assert _peer_modules() == before


def test_nothing_is_left_where_nothing_was():
    """No real library loaded before, none after."""
    before = _peer_modules()
    for name in before:
        del sys.modules[name]
    try:
        with azureml.provided(), azureml.provided():
            assert set(PUBLIC) <= set(_peer_modules())
        assert _peer_modules() == {}
    finally:
        sys.modules.update(before)


def test_inside_provided_ours_publishes_nothing_to_the_real_library(real):
    """It is not the one that the script's server asks."""
    with azureml.provided():
        _published(None)
    assert real.util.get_schemas_dict() == {}


def test_the_two_dicts_are_views_and_clearing_them_loses_nothing(ours):
    """Servers' tests clear them."""

    @ours.input_schema("data", ours.types.StandardPythonParameterType(1))
    @ours.output_schema(ours.types.StandardPythonParameterType("x"))
    def run(data):
        return data

    key = f"{__name__}.run"
    assert ours.util.__functions_schema__[key]["input_schema"] == ours.util.get_input_schema(run)
    assert ours.util.__functions_schema__[key]["output_schema"] == ours.util.get_output_schema(run)
    assert ours.util.__versions__[key]["input_schema"]["versions"] == ["2.0", "3.0", "3.1"]
    copied = ours.util.get_schemas_dict()
    assert copied == ours.util.__functions_schema__
    copied[key].clear()
    ours.util.__functions_schema__.clear()
    ours.util.__versions__.clear()
    assert ours.util.is_schema_decorated(run)
    assert ours.util.get_input_schema(run)["example"] == {"data": 1}


def test_an_undecorated_function_has_no_schema(ours):
    """As the old library answers."""
    assert not ours.util.is_schema_decorated(plain)
    assert ours.util.get_input_schema(plain) == {"type": "object"}
    assert ours.util.get_output_schema(plain) == {"type": "object"}
    assert ours.util.get_supported_versions(plain) == ["2.0", "3.0", "3.1"]


def test_a_user_s_own_type_is_asked_for_everything(ours):
    """``deserialize_input`` reads, ``input_to_swagger`` describes."""

    class Own(ours.Abstract):
        def deserialize_input(self, input_data):
            return ("own", input_data)

        def input_to_swagger(self):
            return {"type": "string", "format": "own", "example": "e"}

    run = ours.input_schema("data", Own("sample"))(lambda data: data)
    assert run("x") == ("own", "x")
    assert run(5) == ("own", 5)
    assert ours.util.get_input_schema(run) == {
        "type": "object",
        "properties": {"data": {"type": "string", "format": "own"}},
        "example": {"data": "e"},
    }
    assert (Own("s").sample_input, Own("s").sample_data_type) == ("s", str)
    assert Own("s").supported_versions() == ["2.0", "3.0", "3.1"]


@pytest.mark.parametrize("method", ["deserialize_input", "input_to_swagger"])
def test_a_user_s_own_type_must_have_both_methods(ours, real, method):
    """As with the real library: half a type cannot be made."""
    for base in (ours.Abstract, real.Abstract):
        with pytest.raises(TypeError, match="abstract"):
            type("Half", (base,), {method: lambda self, *args: None})(1)


def test_a_user_s_type_that_overrides_only_the_reading(ours, np):
    """The rest is the base's, which it may call."""

    class Doubled(ours.types.NumpyParameterType):
        def deserialize_input(self, input_data):
            return super().deserialize_input(input_data) * 2

    run = ours.input_schema("data", Doubled(np.array([1.5])))(lambda data: data)
    assert run([1]).tolist() == [2.0]
    schema = ours.util.get_input_schema(run)["properties"]["data"]
    assert schema["items"] == {"type": "number", "format": "double"}


def test_a_user_s_type_that_overrides_only_the_description(ours, np):
    """The base reads."""

    class Described(ours.types.NumpyParameterType):
        def input_to_swagger(self):
            return {**super().input_to_swagger(), "description": "lengths in m"}

    run = ours.input_schema("data", Described(np.array([1.5])))(lambda data: data)
    assert run([1]).dtype == np.float64
    described = ours.util.get_input_schema(run)["properties"]["data"]
    assert described["description"] == "lengths in m"


def test_the_old_names_convert_leniently_and_by_the_law_when_a_runner_says_so(ours):
    """Directly called, what the old library took is taken."""
    sample = ours.types.StandardPythonParameterType({"a": 1, "b": 2})
    run = ours.input_schema("data", sample)(lambda data: data)
    assert run({"a": 1}) == {"a": 1}
    token = MODE.set("law")
    try:
        with pytest.raises(InputError, match=r"\$\.data\.b"):
            run({"a": 1})
    finally:
        MODE.reset(token)


def _run(script):
    """Run *script* in an interpreter of its own: what it does to sys.modules is for good."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", textwrap.dedent(script)],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_install_answers_for_good(np, pd):
    """An unmodified script runs on ours, and no real library is imported."""
    out = _run(
        """
        import schemagen.azureml, sys
        schemagen.azureml.install()
        schemagen.azureml.install()
        import numpy as np
        import inference_schema.schema_util as util
        from inference_schema.schema_decorators import input_schema, output_schema
        from inference_schema.parameter_types.numpy_parameter_type import NumpyParameterType

        @input_schema("data", NumpyParameterType(np.array([[1.5, 2.5]])))
        @output_schema(NumpyParameterType(np.array([1.5])))
        def run(data):
            return data.sum(axis=1)

        print(run([[1, 2]]), util.get_input_schema(run)["example"])
        print(sorted({m.__name__.split(".")[0] for n, m in sys.modules.items()
                      if n.startswith("inference_schema")}))
        """
    )
    assert out.splitlines() == ["[3.] {'data': [[1.5, 2.5]]}", "['schemagen']"]


def test_importing_the_room_installs_nothing():
    """Importing any of our modules does nothing else."""
    out = _run(
        """
        import sys, schemagen.azureml, schemagen.azureml.schema_decorators
        print([name for name in sys.modules if name.startswith("inference_schema")])
        """
    )
    assert out.strip() == "[]"
