"""Requests whose answers must be those of Azure's server: the rows that clients depend on."""

from __future__ import annotations

from dataclasses import dataclass, field

JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Row:
    """A request to a served script; *environ* is set for the server."""

    script: str
    method: str = "GET"
    path: str = "/"
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    environ: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        """A name that no other row has."""
        parts = [self.script, self.method, self.path]
        parts += [repr(self.body)[:80]] if self.body is not None else []
        parts += [f"{key}={value[:30]}" for key, value in self.headers.items()]
        parts += [f"{key}={value}" for key, value in self.environ]
        return " ".join(parts)


def post(script: str, body: bytes, path: str = "/score", **headers: str) -> Row:
    """Return a POST of JSON."""
    return Row(script, "POST", path, body, {**JSON, **_named(headers)})


def posts(script: str, *bodies: bytes) -> list[Row]:
    """Return a POST of JSON for each body."""
    return [post(script, body) for body in bodies]


def sent(script: str, body: bytes, kind: str) -> Row:
    """Return a POST of another content type."""
    return Row(script, "POST", "/score", body, {"Content-Type": kind})


def get(script: str, path: str, **headers: str) -> Row:
    """Return a GET."""
    return Row(script, "GET", path, None, _named(headers))


def gets(script: str, path: str, *ends: str, **headers: str) -> list[Row]:
    """Return a GET for each end of the path."""
    return [get(script, path + end, **headers) for end in ends]


def asked(script: str, methods: str, *paths: str) -> list[Row]:
    """Return a request without a body for each method and path."""
    return [Row(script, method, path) for method in methods.split() for path in paths]


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


LONG = "x" * 101
FORM = "application/x-www-form-urlencoded"
MULTIPART = (
    b'--B\r\nContent-Disposition: form-data; name="note"\r\n\r\nhello\r\n'
    b'--B\r\nContent-Disposition: form-data; name="image"; filename="a.png"\r\n'
    b"Content-Type: image/png\r\n\r\npixels\r\n--B--\r\n"
)
CORS = (("AML_CORS_ORIGINS", "https://b.example, https://a.example"),)
ANY = (("AML_CORS_ORIGINS", "*"),)
ONE = (("AML_CORS_ORIGINS", "https://a.example"),)
ASK = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x-b, x-a"}


def _cors() -> list[Row]:
    origins = ({}, {"Origin": "https://a.example"}, {"Origin": "HTTPS://A.EXAMPLE"})
    rows = []
    for environ in (CORS, ANY, ONE):
        for origin in origins:
            for path in ("/", "/score", "/swagger.json", "/swagger.json?version=9"):
                rows.append(Row("plain", "GET", path, None, origin, environ))
            rows.append(Row("plain", "POST", "/score", b"\xff", origin, environ))
            for path in ("/", "/score"):
                rows.append(Row("plain", "OPTIONS", path, None, {**origin, **ASK}, environ))
                rows.append(Row("plain", "OPTIONS", path, None, origin, environ))
    odd = {"Origin": "https://a.example", **ASK, "Access-Control-Request-Method": "DELETE"}
    rows.append(Row("plain", "OPTIONS", "/score", None, odd, CORS))
    long = {"Origin": "https://a.example", "x-request-id": LONG}
    rows.append(Row("plain", "GET", "/", None, long, CORS))
    rows.append(Row("raises", "POST", "/score", b"{}", {"Origin": "https://a.example"}, CORS))
    return rows


IDS = (
    {"x_request_id": "r1"},
    {"x_request_id": "r1", "x_ms_request_id": "m1"},
    {"x_request_id": "r1", "x_ms_client_request_id": "c1"},
    {"x_request_id": "r1", "x_ms_request_id": "m1", "x_ms_client_request_id": "c1"},
    {"x_request_id": LONG},
    {"x_request_id": "r1", "x_ms_request_id": LONG},
    {"x_request_id": "r1", "x_ms_client_request_id": LONG},
    {"x_request_id": "r1", "TraceId": "t1"},
)
NAMED = (("SERVICE_NAME", "wine"), ("SERVICE_VERSION", "7"))
PREFIX = (("SERVICE_PATH_PREFIX", "/a/b/"),)
RESULTS = "none int float true text list tuple dict enum big keys latin dumped empty nested"
ANSWERS = """text bytes json none created bad gone moved busy limit teapot strange broken failed split ids
dict pieces"""

ROUTING: list[Row] = [
    *gets("plain", "/", "", "?a=1", "score/", "Score", "nothing", "/score?a=1"),
    *gets(
        "plain", "/swagger.json", "", *(f"?version={v}" for v in ("2", "2.0", "3", "3.0", "3.1"))
    ),
    *gets("plain", "/swagger.json?version=", "", "9", "abc", "v2", "3.1.0", "3&version=2"),
    *gets("raw", "/swagger.json", "", "?version=3.1"),
    Row("plain", "GET", "/swagger.json", environ=NAMED),
    Row("plain", "GET", "/swagger.json?version=3", environ=PREFIX),
    Row("plain", "GET", "/a/b/score", environ=PREFIX),
    *asked("plain", "HEAD OPTIONS", "/", "/score"),
    *asked("decorated", "HEAD OPTIONS PUT DELETE PATCH", "/score"),
    *asked("plain", "POST PUT DELETE", "/"),
    *asked("plain", "PUT DELETE PATCH BREW", "/score"),
    *asked("raw", "HEAD OPTIONS PUT DELETE GET", "/score"),
    *(get("plain", path, **ids) for path in ("/", "/score", "/swagger.json") for ids in IDS),
    Row("plain", "OPTIONS", "/", None, {"x-request-id": LONG}),
]
UNDECORATED: list[Row] = [
    *gets("plain", "/score", "", "?x=1&x=2&y=a&z=null"),
    get("plain", "/score?x=NaN&y=[1,2]&y={%22a%22:1}&u=%C3%A9&empty="),
    *posts("plain", b"", b"{}", b'{"data": [1]}', b"not json", "é".encode(), b"\xef\xbb\xbf{}"),
    *posts("plain", b'{"a":1}\xff'),
    sent("plain", b"text", "text/plain"),
    sent("plain", "é".encode(), "text/plain; charset=latin-1"),
    Row("plain", "POST", "/%73core", b"1", {}),
    *(Row("returns", "POST", "/score", name.encode()) for name in RESULTS.split()),
    post("headers", b"", X_Test_One="v", x_REP="a,b"),
    get("headers", "/score", x_test_one="v"),
    *posts("state", b"a", b"b"),
    post("module", b""),
    post("default_argument", b'{"extra": 5}'),
    *(post(script, b"abc") for script in ("keyword_only", "driver")),
    post("raises", b"x"),
    get("raises", "/score"),
    post("raises", b"x", x_request_id="r1", TraceId="t"),
    post("response_undecorated", b"x"),
]
DECORATED: list[Row] = [
    *posts("decorated", b'{"data": [1, 2, 3]}', b'{"data": [1], "name": "n", "unknown": 1}'),
    *posts("decorated", b'{"data": [1], "data": [2]}', b'{"Data": [1]}', b"{}", b"", b"{"),
    *posts("decorated", b'{"data": [1,]}', b"[1]", b'"text"', b"null", b"5"),
    *posts("decorated", b'\xef\xbb\xbf{"data": [1]}', '{"data": [1]}'.encode("utf-16")),
    *(
        sent("decorated", b'{"data": [1]}', kind)
        for kind in (
            "application/json; charset=utf-8",
            "APPLICATION/JSON",
            "application/vnd.x+json",
        )
    ),
    *gets("decorated", "/score", "?data=[1,2]", "?data=1&data=2&name=n", "?name=n", ""),
    *posts("extra", b'{"data": {"a": 5}, "other": [1]}', b'{"data": {"a": 5}}'),
    *posts("extra", b'{"data": {"a": 5}, "other": [1], "more": 6}'),
    *posts("frame", b'{"data": [{"a": 1, "b": "x"}, {"a": 5, "b": "y"}]}'),
    *posts("array", b'{"data": [[1, 2], [3.5, 4]]}'),
    *gets("array", "/score?data=", "[[1,2]]", "[1,2]&data=[4,5]"),
    *posts("numbers", b'{"x": 2}', b'{"x": 2.5, "y": 4}'),
    get("numbers", "/score?x=2&y=5"),
    *posts("nested", b'{"Inputs": {"input1": [{"a": 1, "b": 2.5}]}, "GlobalParameters": 1.0}'),
    post("headers_decorated", b'{"data": 3}', x_test_one="v"),
]
RAW: list[Row] = [
    post("raw_fails", b"x"),
    post("raw", b'{"a": 1}', "/score?x=1&x=2&y=", X_Test_One="v", Cookie="a=b"),
    sent("raw", b"\x00\xff", "application/octet-stream"),
    sent("raw", b"a=1&b=%20c", FORM),
    sent("raw_files", MULTIPART, "multipart/form-data; boundary=B"),
    *gets("raw_answers", "/score?a=", *ANSWERS.split(), x_request_id="r1"),
    Row("raw_answers", "GET", "/score?a=cors", None, {"Origin": "https://a.example"}, CORS),
    Row("raw_answers", "OPTIONS", "/score", None, {"Origin": "https://a.example", **ASK}, CORS),
    Row("raw_answers", "HEAD", "/score"),
]
ROWS: list[Row] = [*ROUTING, *UNDECORATED, *DECORATED, *RAW, *_cors()]
