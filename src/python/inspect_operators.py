"""Says what the classes of Python operators take, for builds and for the types that are written of them.

Standard input: JSON, `{"classes": [...], "sources": [...]}`, names of classes with their modules and expressions to
read. The last line of standard output is the answer: `{"airflow": version, "classes": {name: what it is, or an error},
"sources": {source: error}}`.
"""

from __future__ import annotations

import ast
import contextlib
import importlib
import inspect
import io
import json
import sys
import typing


def base_operator():
    try:
        from airflow.sdk import BaseOperator
    except ImportError:  # Airflow 2
        from airflow.models.baseoperator import BaseOperator
    return BaseOperator


def find(name: str):
    """Import a class.

    :return: the class, or why there is none
    """
    module_name, _, class_name = name.rpartition(".")
    try:
        module = importlib.import_module(module_name)
    except ModuleNotFoundError as error:
        is_own = error.name and f"{module_name}.".startswith(f"{error.name}.")
        kind = "module" if is_own else "requirement"
        return {"error": kind, "message": str(error), "missing": error.name}
    except Exception as error:  # noqa: BLE001, a module may fail in any way
        return {"error": "import", "message": f"{type(error).__name__}: {error}"}
    found = getattr(module, class_name, None)
    if found is None:
        others = [
            other
            for other, value in vars(module).items()
            if inspect.isclass(value)
            and issubclass(value, base_operator())
            and value.__module__ == module_name
        ]
        return {
            "error": "class",
            "message": f"{module_name} has no {class_name}",
            "others": sorted(others),
        }
    if not (inspect.isclass(found) and issubclass(found, base_operator())):
        return {"error": "operator", "message": f"{name} is no operator of Airflow"}
    return found


def describe(name: str) -> dict:
    found = find(name)
    if isinstance(found, dict):
        return found
    return {
        "doc": inspect.cleandoc(found.__doc__ or ""),
        "docs": argument_docs(found),
        "templateFields": list(found.template_fields),
        "arguments": arguments(found),
        "output": type_of(hints_of(found.execute).get("return", typing.Any)),
    }


def arguments(found) -> list[dict]:
    """List what the constructors of a class and of those it is made from take, but for what every operator does."""
    base = base_operator()
    known: dict[str, dict] = {}
    is_open = True
    for owner in found.__mro__:
        if owner is base or not is_open:
            break
        initialize = vars(owner).get("__init__")
        if initialize is None:
            continue
        is_open = False
        initialize = inspect.unwrap(initialize)
        hints = hints_of(initialize)
        for parameter in list(inspect.signature(initialize).parameters.values())[1:]:
            if parameter.kind is parameter.VAR_KEYWORD:
                is_open = True
            elif parameter.kind is not parameter.VAR_POSITIONAL:
                known.setdefault(parameter.name, argument(parameter, hints))
    own = set(inspect.signature(inspect.unwrap(base.__init__)).parameters)
    return [each for name, each in known.items() if name not in own]


def argument(parameter: inspect.Parameter, hints: dict) -> dict:
    hint = hints.get(parameter.name, parameter.annotation)
    is_optional = parameter.default is not parameter.empty
    return {
        "name": parameter.name,
        "isRequired": not is_optional,
        "default": plain(parameter.default) if is_optional else None,
        "type": {"kind": "any"} if hint is parameter.empty else type_of(hint),
    }


def hints_of(function) -> dict:
    """Read the annotations of a function, as far as the names in them can be found."""
    hints = {}
    for name, written in getattr(function, "__annotations__", {}).items():
        names = {**vars(typing), **function.__globals__}
        try:
            hints[name] = eval(written, names) if isinstance(written, str) else written
        except Exception:  # noqa: BLE001, names may lead anywhere
            # Imported for type checkers alone; a union of classes may be more than this Python can make.
            hints[name] = Unknown(written)
    return hints


class Unknown:
    def __init__(self, written) -> None:
        self.written = str(written)


SCALARS = {
    str: "text",
    int: "number",
    float: "number",
    bool: "boolean",
    type(None): "null",
    None: "null",
}


def type_of(hint) -> dict:
    """Say what fits an annotation: text, number, boolean, null, any, list, dict, literal, union, or only Python."""
    if isinstance(hint, Unknown):
        return type_of_text(hint.written)
    if hint in SCALARS if is_hashable(hint) else False:
        return {"kind": SCALARS[hint]}
    if hint is typing.Any or hint is object:
        return {"kind": "any"}
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        return {"kind": "literal", "values": [plain(value) for value in parts]}
    if origin is typing.Union or type(hint).__name__ == "UnionType":
        return {"kind": "union", "of": [type_of(part) for part in parts]}
    if origin is typing.Annotated:
        return type_of(parts[0])
    container = origin or hint
    if inspect.isclass(container):
        if issubclass(container, (dict,)) or container.__name__ in (
            "Mapping",
            "MutableMapping",
        ):
            value = type_of(parts[1]) if len(parts) == 2 else {"kind": "any"}
            return {"kind": "dict", "of": value}
        if issubclass(container, (list, tuple, set, frozenset)) or (
            container.__name__ in ("Sequence", "Iterable", "Collection", "Container")
        ):
            items = [part for part in parts if part is not ...]
            item = {"kind": "union", "of": [type_of(part) for part in items]}
            return {"kind": "list", "of": item if items else {"kind": "any"}}
    return {"kind": "python", "name": getattr(hint, "__name__", None) or str(hint)}


def type_of_text(written: str) -> dict:
    """Read what cannot be evaluated: its parts that can be are known."""
    try:
        node = ast.parse(written, mode="eval").body
    except SyntaxError:
        return {"kind": "any"}
    return type_of_node(node)


NAMES = {
    "str": "text",
    "int": "number",
    "float": "number",
    "bool": "boolean",
    "None": "null",
    "Any": "any",
}
LISTS = ("list", "tuple", "set", "List", "Sequence", "Iterable", "Collection", "Tuple")
DICTS = ("dict", "Dict", "Mapping", "MutableMapping")


def type_of_node(node) -> dict:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return {
            "kind": "union",
            "of": [type_of_node(node.left), type_of_node(node.right)],
        }
    if isinstance(node, ast.Constant) and node.value is None:
        return {"kind": "null"}
    name = ast.unparse(node.value if isinstance(node, ast.Subscript) else node)
    name = name.rpartition(".")[2]
    parts = []
    if isinstance(node, ast.Subscript):
        inner = node.slice
        parts = inner.elts if isinstance(inner, ast.Tuple) else [inner]
    if name in ("Optional", "Union"):
        none = [{"kind": "null"}] if name == "Optional" else []
        return {"kind": "union", "of": [*map(type_of_node, parts), *none]}
    if name in NAMES:
        return {"kind": NAMES[name]}
    if name in LISTS:
        return {
            "kind": "list",
            "of": type_of_node(parts[0]) if parts else {"kind": "any"},
        }
    if name in DICTS:
        return {
            "kind": "dict",
            "of": type_of_node(parts[1]) if len(parts) == 2 else {"kind": "any"},
        }
    return {"kind": "python", "name": name}


def is_hashable(value) -> bool:
    try:
        hash(value)
    except TypeError:
        return False
    return True


def plain(value):
    """Return what JSON has of a value: itself, or as Python writes it."""
    if value is None or isinstance(value, (str, int, float, bool)):
        return {"json": value}
    if isinstance(value, (list, tuple, dict)) and not value:
        return {"json": value if isinstance(value, dict) else list(value)}
    written = repr(value)
    return {"python": written if " at 0x" not in written else type(value).__name__}


def argument_docs(found) -> dict[str, str]:
    """Read `:param name: text` of the docs of a class, its constructor and those it is made from."""
    docs: dict[str, str] = {}
    for owner in found.__mro__:
        if owner is base_operator():
            break
        for text in (
            owner.__doc__,
            getattr(vars(owner).get("__init__"), "__doc__", None),
        ):
            for name, about in fields(inspect.cleandoc(text or "")):
                docs.setdefault(name, about)
    return docs


def fields(doc: str):
    name, lines = None, []
    for line in [*doc.splitlines(), ":end:"]:
        if line.startswith(":") or not line.strip():
            if name:
                yield name, " ".join(lines).strip()
            name, lines = None, []
        if line.startswith(":param "):
            head, _, about = line[len(":param ") :].partition(":")
            name, lines = head.split()[-1] if head.split() else None, [about.strip()]
        elif name:
            lines.append(line.strip())


def problem_of(source: str) -> str | None:
    try:
        ast.parse(source, mode="eval")
    except SyntaxError as error:
        return str(error.msg)
    return None


def main() -> None:
    request = json.load(sys.stdin)
    # Whatever is printed while modules are imported is no answer.
    with contextlib.redirect_stdout(io.StringIO()):
        try:
            from airflow import __version__ as version
        except ImportError as error:
            answer = {"airflow": None, "message": str(error)}
        else:
            answer = {
                "airflow": version,
                "classes": {name: describe(name) for name in request["classes"]},
                "sources": {
                    source: problem_of(source) for source in request.get("sources", [])
                },
            }
    print("\n" + json.dumps(answer))


main()
