"""Kernel configuration of the build: figures as SVG that come out the same every time, no shared history file."""

c = get_config()  # noqa: F821 - IPython defines it for its configuration files
c.HistoryManager.enabled = False  # kernels that run side by side would share one database
c.InlineBackend.figure_formats = {"svg"}
c.InlineBackend.print_figure_kwargs = {"bbox_inches": "tight", "metadata": {"Date": None}}
c.InlineBackend.rc = {"svg.hashsalt": "handmade", "figure.facecolor": "none", "axes.facecolor": "none"}
