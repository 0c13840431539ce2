"""The bootstrap: what it says where it cannot go on, and when it installs. Nothing is installed here."""

import errno
import types

import pytest

from tools import bootstrap


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Let the bootstrap work in an empty checkout."""
    places = {"ROOT": "", "VENV": ".venv", "STAMP": ".venv/installed.sha256", "LOCK": "requirements.txt"}
    for name, place in places.items():
        monkeypatch.setattr(bootstrap, name, tmp_path / place)
    monkeypatch.setattr(bootstrap, "WANTED", bootstrap.sys.version_info[:2])
    (tmp_path / "requirements.txt").write_text("numpy==2.0\n")
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\n')
    return tmp_path


@pytest.fixture
def commands(folder, monkeypatch):
    """Replace every command by a note of it; `commands.fail` names a word of those that shall fail."""
    log = types.SimpleNamespace(run=[], fail=None)

    def run(command, **options):
        words = [str(word) for word in command]
        log.run.append(words)
        if "venv" in words:
            bootstrap.venv_python().parent.mkdir(parents=True, exist_ok=True)
            bootstrap.venv_python().write_text("")
        return types.SimpleNamespace(returncode=int(log.fail in words))

    monkeypatch.setattr(bootstrap.subprocess, "run", run)
    log.installs = lambda: [words for words in log.run if "install" in words]
    return log


def test_wrong_python_is_named_with_the_cure(folder, monkeypatch, capsys):
    monkeypatch.setattr(bootstrap, "WANTED", (3, 99))
    assert bootstrap.main() == 1
    said = capsys.readouterr().err
    assert "Python 3.99 is needed, but " in said
    assert "make book PYTHON=/path/to/" in said


def test_missing_lock_is_named(folder, capsys):
    (folder / "requirements.txt").unlink()
    assert bootstrap.main() == 1
    assert "requirements.txt is missing." in capsys.readouterr().err


def test_first_run_installs_the_lock_and_the_second_does_nothing(commands):
    assert bootstrap.main() == 0
    lock, package = commands.installs()
    assert lock[-2:] == ["-r", str(bootstrap.LOCK)]
    assert package[-3:] == ["--quiet", "-e", str(bootstrap.ROOT)]
    assert bootstrap.main() == 0
    assert len(commands.installs()) == 2


@pytest.mark.parametrize("name", ["requirements.txt", "pyproject.toml"])
def test_changed_lock_or_metadata_is_installed(commands, folder, name):
    assert bootstrap.main() == 0
    with (folder / name).open("a") as file:
        file.write({"requirements.txt": "scipy==1.0\n", "pyproject.toml": 'version = "2"\n'}[name])
    assert bootstrap.main() == 0
    assert len(commands.installs()) == 4


def test_settings_of_the_linter_install_nothing(commands, folder):
    assert bootstrap.main() == 0
    with (folder / "pyproject.toml").open("a") as file:
        file.write("[tool.ruff]\nline-length = 99\n")
    assert bootstrap.main() == 0
    assert len(commands.installs()) == 2


def test_interrupted_install_is_done_again(commands, folder, monkeypatch):
    real = bootstrap.subprocess.run

    def interrupted(command, **options):
        if "install" in command:
            raise KeyboardInterrupt
        return real(command, **options)

    monkeypatch.setattr(bootstrap.subprocess, "run", interrupted)
    with pytest.raises(KeyboardInterrupt):
        bootstrap.main()
    assert not bootstrap.STAMP.exists()
    monkeypatch.setattr(bootstrap.subprocess, "run", real)
    assert bootstrap.main() == 0
    assert bootstrap.STAMP.exists()


def test_interrupted_renewal_is_done_again(commands, folder):
    assert bootstrap.main() == 0
    (folder / "requirements.txt").write_text("numpy==2.1\n")
    commands.fail = "install"
    assert bootstrap.main() == 1
    (folder / "requirements.txt").write_text("numpy==2.0\n")  # back to what the old stamp spoke of
    commands.fail = None
    count = len(commands.installs())
    assert bootstrap.main() == 0
    assert len(commands.installs()) == count + 2


def test_no_network_is_explained(commands, capsys):
    commands.fail = "-r"
    assert bootstrap.main() == 1
    assert "Without a network it needs the wheels in a folder: set PIP_FIND_LINKS" in capsys.readouterr().err
    assert not bootstrap.STAMP.exists()


def test_missing_venv_module_is_explained(commands, capsys):
    commands.fail = "venv"
    assert bootstrap.main() == 1
    assert "apt-get install python3.11-venv" in capsys.readouterr().err


def test_broken_environment_is_made_anew(commands, folder, monkeypatch):
    assert bootstrap.main() == 0
    rest = folder / ".venv" / "rest"
    rest.write_text("")
    monkeypatch.setattr(bootstrap, "venv_works", lambda: False)
    assert bootstrap.main() == 0
    assert not rest.exists()


def test_too_little_disk_is_said_before_anything_is_made(commands, folder, monkeypatch, capsys):
    monkeypatch.setattr(bootstrap.shutil, "disk_usage", lambda path: types.SimpleNamespace(free=2**30))
    assert bootstrap.main() == 1
    assert "The disk has 1.0 GB left" in capsys.readouterr().err
    assert not (folder / ".venv").exists()


def test_disk_that_fills_up_is_explained(commands, monkeypatch, capsys):
    def full(command, **options):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(bootstrap, "venv_works", lambda: False)
    monkeypatch.setattr(bootstrap.subprocess, "run", full)
    assert bootstrap.main() == 1
    assert "The disk is full." in capsys.readouterr().err
