"""Writes the documents that Azure's inference server itself builds for a script, by version.

Run as ``python peer_document.py score.py`` where ``azureml-inference-server-http`` is installed;
the server reads SERVICE_NAME, SERVICE_VERSION and SERVICE_PATH_PREFIX when it is imported.
"""

import json
import sys
from contextlib import redirect_stdout
from pathlib import Path


def documents(script: Path) -> dict:
    """Return the server's documents of *script*."""
    from azureml_inference_server_http.constants import SERVER_ROOT
    from azureml_inference_server_http.server.swagger import Swagger
    from azureml_inference_server_http.server.user_script import UserScript

    loaded = UserScript(script.name)
    loaded.load_script(str(script.parent))
    built = Swagger(str(script.parent), SERVER_ROOT, loaded)
    return {version: built.get_swagger(version) for version in ("2.0", "3.0", "3.1")}


if __name__ == "__main__":
    with redirect_stdout(sys.stderr):  # the server logs on what it finds as standard output
        built = documents(Path(sys.argv[1]).absolute())
    json.dump(built, sys.stdout)
