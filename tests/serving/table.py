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
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    return Row(script, "POST", path, body, {**JSON, **named})


def get(script: str, path: str, **headers: str) -> Row:
    """Return a GET."""
    return Row(script, "GET", path, None, {k.replace("_", "-"): v for k, v in headers.items()})


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


ROWS: list[Row] = [
    *(
        get("plain", path)
        for path in ("/", "/?a=1", "/score/", "/Score", "/nothing", "//score?a=1")
    ),
    *(get("plain", f"/swagger.json{q}") for q in ("", "?version=2", "?version=2.0", "?version=3")),
    *(
        get("plain", f"/swagger.json?version={v}")
        for v in ("3.0", "3.1", "", "9", "abc", "v2", "3.1.0")
    ),
    get("plain", "/swagger.json?version=3&version=2"),
    get("raw", "/swagger.json"),
    get("raw", "/swagger.json?version=3.1"),
    Row(
        "plain",
        "GET",
        "/swagger.json",
        environ=(("SERVICE_NAME", "wine"), ("SERVICE_VERSION", "7")),
    ),
    Row("plain", "GET", "/swagger.json?version=3", environ=(("SERVICE_PATH_PREFIX", "/a/b/"),)),
    Row("plain", "GET", "/a/b/score", environ=(("SERVICE_PATH_PREFIX", "/a/b/"),)),
    *(Row("plain", method, path) for method in ("HEAD", "OPTIONS") for path in ("/", "/score")),
    *(
        Row("decorated", method, "/score")
        for method in ("HEAD", "OPTIONS", "PUT", "DELETE", "PATCH")
    ),
    *(Row("plain", method, "/") for method in ("POST", "PUT", "DELETE")),
    *(Row("plain", method, "/score") for method in ("PUT", "DELETE", "PATCH", "BREW")),
    *(Row("raw", method, "/score") for method in ("HEAD", "OPTIONS", "PUT", "DELETE", "GET")),
    # what reaches an undecorated run()
    get("plain", "/score"),
    get("plain", "/score?x=1&x=2&y=a&z=null"),
    get("plain", "/score?x=NaN&y=[1,2]&y={%22a%22:1}&u=%C3%A9&empty="),
    *(
        post("plain", body)
        for body in (b"", b"{}", b'{"data": [1]}', b"not json", "é".encode(), b"\xef\xbb\xbf{}")
    ),
    post("plain", b'{"a":1}\xff'),
    Row("plain", "POST", "/score", b"text", {"Content-Type": "text/plain"}),
    Row("plain", "POST", "/score", "é".encode(), {"Content-Type": "text/plain; charset=latin-1"}),
    Row("plain", "POST", "/%73core", b"1", {}),
    *(
        Row("returns", "POST", "/score", name.encode())
        for name in "none int float true text list tuple dict enum big keys latin dumped empty nested".split()
    ),
    # what reaches a decorated one
    post("decorated", b'{"data": [1, 2, 3]}'),
    post("decorated", b'{"data": [1], "name": "n", "unknown": 1}'),
    post("decorated", b'{"data": [1], "data": [2]}'),
    post("decorated", b'{"Data": [1]}'),
    post("decorated", b"{}"),
    post("decorated", b""),
    post("decorated", b"{"),
    post("decorated", b'{"data": [1,]}'),
    *(post("decorated", body) for body in (b"[1]", b'"text"', b"null", b"5")),
    post("decorated", b'\xef\xbb\xbf{"data": [1]}'),
    post("decorated", '{"data": [1]}'.encode("utf-16")),
    *(
        Row("decorated", "POST", "/score", b'{"data": [1]}', {"Content-Type": kind})
        for kind in (
            "application/json; charset=utf-8",
            "APPLICATION/JSON",
            "application/vnd.x+json",
        )
    ),
    get("decorated", "/score?data=[1,2]"),
    get("decorated", "/score?data=1&data=2&name=n"),
    get("decorated", "/score?name=n"),
    get("decorated", "/score"),
    post("extra", b'{"data": {"a": 5}, "other": [1]}'),
    post("extra", b'{"data": {"a": 5}, "other": [1], "more": 6}'),
    post("extra", b'{"data": {"a": 5}}'),
    post("frame", b'{"data": [{"a": 1, "b": "x"}, {"a": 5, "b": "y"}]}'),
    post("array", b'{"data": [[1, 2], [3.5, 4]]}'),
    get("array", "/score?data=[[1,2]]"),
    get("array", "/score?data=[1,2]&data=[4,5]"),
    post("numbers", b'{"x": 2}'),
    post("numbers", b'{"x": 2.5, "y": 4}'),
    get("numbers", "/score?x=2&y=5"),
    post("nested", b'{"Inputs": {"input1": [{"a": 1, "b": 2.5}]}, "GlobalParameters": 1.0}'),
    post("headers", b"", X_Test_One="v", x_REP="a,b"),
    get("headers", "/score", x_test_one="v"),
    post("headers_decorated", b'{"data": 3}', x_test_one="v"),
    post("state", b"a"),
    post("state", b"b"),
    post("module", b""),
    post("default_argument", b'{"extra": 5}'),
    post("keyword_only", b"abc"),
    post("driver", b"abc"),
    # run() failing
    post("raises", b"x"),
    get("raises", "/score"),
    post("raw_fails", b"x"),
    # headers
    *(
        get("plain", path, **headers)
        for path in ("/", "/score", "/swagger.json")
        for headers in (
            {"x_request_id": "r1"},
            {"x_request_id": "r1", "x_ms_request_id": "m1"},
            {"x_request_id": "r1", "x_ms_client_request_id": "c1"},
            {"x_request_id": "r1", "x_ms_request_id": "m1", "x_ms_client_request_id": "c1"},
            {"x_request_id": LONG},
            {"x_request_id": "r1", "x_ms_request_id": LONG},
            {"x_request_id": "r1", "x_ms_client_request_id": LONG},
            {"x_request_id": "r1", "TraceId": "t1"},
        )
    ),
    Row("plain", "OPTIONS", "/", None, {"x-request-id": LONG}),
    post("raises", b"x", x_request_id="r1", TraceId="t"),
    # raw
    post("raw", b'{"a": 1}', "/score?x=1&x=2&y=", X_Test_One="v", Cookie="a=b"),
    Row("raw", "POST", "/score", b"\x00\xff", {"Content-Type": "application/octet-stream"}),
    Row("raw", "POST", "/score", b"a=1&b=%20c", {"Content-Type": FORM}),
    Row(
        "raw_files",
        "POST",
        "/score",
        MULTIPART,
        {"Content-Type": "multipart/form-data; boundary=B"},
    ),
    *(
        get("raw_answers", f"/score?a={name}", x_request_id="r1")
        for name in (
            "text bytes json none created bad gone moved busy limit teapot strange broken failed split ids "
            "dict pieces"
        ).split()
    ),
    Row("raw_answers", "GET", "/score?a=cors", None, {"Origin": "https://a.example"}, CORS),
    Row("raw_answers", "OPTIONS", "/score", None, {"Origin": "https://a.example", **ASK}, CORS),
    Row("raw_answers", "HEAD", "/score"),
    post("response_undecorated", b"x"),
    *_cors(),
]
