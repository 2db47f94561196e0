"""What DAG files import that have callbacks. What calls them is loaded when the first one is called."""

from __future__ import annotations

import shared_module as windsock

__all__ = ["node_callbacks"]


def node_callbacks(dag_file: str, folder: str, builds: dict[str, str]):
    """Make what makes the callbacks of one DAG.

    :param dag_file: the DAG's own file, which must lie beside this one
    :param folder: where the bundles of its callbacks are, beside the DAG file
    :param builds: which build of each bundle the DAG file was generated with; another one refuses to run
    """
    windsock.check_place(dag_file)

    def node_callback(name: str, state: str = "deadline_missed", **options):
        """Make a callback.

        :param name: of its bundle
        :param state: what the task or the run is when it is called
        :param options: what `call` of the module that calls them takes beside these
        """

        def call(context) -> None:
            import calling

            calling.call(context, folder, builds, name, state, **options)

        call.__name__ = name
        return call

    return node_callback
