"""What `tox -e full` installs beside itself is made once, and again when it is to be another."""

import shutil

from tests.outside import install


def test_a_folder_is_made_once_for_one_file(tmp_path, capsys):
    """Another list of packages makes it anew; what failed halfway is not taken for made."""
    wanted, folder, made = tmp_path / "a.txt", tmp_path / "a", []

    def make(place, file):
        made.append(file.read_text())
        place.mkdir(exist_ok=True)
        if "broken" in made[-1]:
            raise ChildProcessError

    for content in ("one", "one", "two", "broken", "two"):
        wanted.write_text(content)
        try:
            install.once(make, folder, wanted)
        except ChildProcessError:
            assert content == "broken"
    assert made == ["one", "two", "broken", "two"]
    assert "a: is there" in capsys.readouterr().out


def test_what_is_absent_is_told(tmp_path, monkeypatch, capsys):
    """Without npm its validators are left out, and the line says what to install."""
    asked = []
    monkeypatch.setattr(install, "once", lambda make, folder, wanted: asked.append(folder.name))
    monkeypatch.setattr(shutil, "which", lambda name: None)
    install.main(tmp_path)
    assert asked == ["clients", "azure"]
    told = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in told] == [
        "npm is not on PATH",
        "java is not on PATH",
    ]


def test_the_lists_are_there():
    """Each has its file beside the module."""
    assert {"clients.txt", "azure.txt", "package.json"} <= {p.name for p in install.HERE.iterdir()}
