"""What DAG files with Python operators import: expressions that keep their types, and checks of what can go wrong.

Airflow renders text in those arguments of an operator that its class lists, as `template_fields`, and Jinja makes text
of whatever it renders. It also resolves objects in them: `expression` makes one whose value is what a Jinja expression
yields, a number, a list or an object included.
"""

from __future__ import annotations

import contextlib

import jinja2

try:
    from airflow.sdk.definitions._internal.mixins import ResolveMixin
except ImportError:  # Airflow 2
    from airflow.utils.mixins import ResolveMixin

__all__ = ["check_templates", "expression", "provider"]


class expression(ResolveMixin):
    """A value that only a run knows.

    :param source: a Jinja expression, as between `{{` and `}}`
    """

    def __init__(self, source: str) -> None:
        self.source = source

    def __repr__(self) -> str:
        return "{{ " + self.source + " }}"

    def iter_references(self):
        """Say which tasks must run before: none. The DAG file says it itself."""
        return ()

    def resolve(self, context, include_xcom: bool = True):
        """Evaluate it as Airflow renders a template, but for the last step, which makes text of the value."""
        task = context["task"]
        environment = task.get_template_env()
        values: list = []
        environment.globals["windsock_take"] = values.append
        task.render_template(
            "{{ windsock_take(" + self.source + ") }}", context, environment
        )
        [value] = values
        if isinstance(value, jinja2.Undefined):
            # It says by itself what is missing.
            str(value)
            raise jinja2.UndefinedError(f"There is no value of {self!r}.")
        return value


def check_templates(task, *names: str) -> None:
    """Refuse a task that would get templates as they are written.

    :param names: of arguments that say what they should only when Airflow renders them
    """
    rendered = list(task.template_fields)
    strays = [name for name in names if name not in rendered]
    if strays:
        raise ValueError(
            f'Task "{task.task_id}": {type(task).__name__} does not render {_listed(strays)}, so it would get the '
            f"template itself. Of its arguments, Airflow renders {_listed(rendered) or 'none'}. Give the others "
            "values that are known when the DAG is built; where the value holds braces, name the arguments that are "
            "rendered: pythonOperator(..., { templateFields: [...] })."
        )


@contextlib.contextmanager
def provider(package: str):
    """Say what to install, when what is imported in the block is not there.

    :param package: the package on PyPI that has it
    """
    try:
        yield
    except ModuleNotFoundError as error:
        raise ImportError(
            f"{error}. It is in {package}: install that wherever Airflow reads or runs this DAG."
        ) from error
    except ImportError as error:
        raise ImportError(
            f"{error}. The {package} that is installed here does not have it: install a version that does."
        ) from error


def _listed(names: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
