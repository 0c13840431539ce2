"""glue: MyST-NB's where it can be imported, nothing elsewhere."""

import sys
import types

from handmade.exercises import glue


def test_glue_is_that_of_myst_nb_where_it_is_installed(monkeypatch):
    kept = []
    fake = types.ModuleType("myst_nb")
    fake.glue = lambda name, value, display=True: kept.append((name, value, display))
    monkeypatch.setitem(sys.modules, "myst_nb", fake)
    glue("accuracy", "98 %")
    assert kept == [("accuracy", "98 %", False)]


def test_glue_does_nothing_where_myst_nb_cannot_be_imported(monkeypatch):
    monkeypatch.setitem(sys.modules, "myst_nb", None)
    glue("accuracy", "98 %")


def test_glue_does_nothing_where_importing_myst_nb_breaks(monkeypatch):
    class Broken(types.ModuleType):
        def __getattr__(self, name):
            raise AttributeError("partially initialized: as in Colab")

    monkeypatch.setitem(sys.modules, "myst_nb", Broken("myst_nb"))
    glue("accuracy", "98 %")
