"""A DAG as Airflow stores it, without what differs by nature between one of ours and one that a person wrote."""

import json

try:
    from airflow.sdk import BaseOperator
    from airflow.serialization.serialized_objects import DagSerialization
except ImportError:  # Airflow 2
    from airflow.models.baseoperator import BaseOperator
    from airflow.serialization.serialized_objects import (
        SerializedDAG as DagSerialization,
    )

# Where the file is, and texts: what is said about a DAG is not what it does.
not_of_the_dag = {"fileloc", "relative_fileloc", "_processor_dags_folder", "doc_md"}
not_of_the_dag |= {"_default_view", "orientation"}  # How Airflow 2 shows it at first

# Of a task only what every operator has is compared, so that a command or a function is not. Of that, not:
not_of_a_task = {
    # which class it is, and how the UI shows that
    *("task_type", "_task_type", "_task_module", "_operator_name"),
    *("ui_color", "ui_fgcolor", "_operator_extra_links"),
    # which of the class's arguments are templates
    *("template_fields", "template_ext", "template_fields_renderers"),
    # the hooks by which our tasks get at connections
    *("_pre_execute_hook", "_post_execute_hook"),
    # texts
    "doc_md",
    # the DAG's params once more
    "params",
    # whether and in which pieces the output is kept: ours is one value, whose fields are read one by one
    *("do_xcom_push", "multiple_outputs"),
}

# A run at each tick, and a run for each interval between two ticks, which is what ours are: the ticks are compared.
kinds = ("CronDataInterval", "CronTrigger"), ("DeltaDataInterval", "DeltaTrigger")


def plain(value):
    """Without the marks of the types that JSON lacks."""
    if isinstance(value, dict):
        if "__var" in value and value.get("__type") not in ("asset", "dataset"):
            return plain(value["__var"])
        # Airflow 2 stores the source of a callback, Airflow 3 whether there is one.
        return {
            name: bool(entry) if name.endswith("_callback") else plain(entry)
            for name, entry in value.items()
        }
    return [plain(entry) for entry in value] if isinstance(value, list) else value


def asset(value):
    """Its URI, behind its name where that is another one."""
    value = value.get("__var", value)
    uri = value.get("uri", value.get("name"))
    name = value.get("name", uri)
    return uri if name == uri else f"{name} {uri}"


def condition(value):
    kind = value["__type"]
    if kind not in ("asset_all", "asset_any", "dataset_all", "dataset_any"):
        return asset(value)
    parts = [condition(part) for part in value["objects"]]
    return parts[0] if len(parts) == 1 else {kind[-3:]: parts}


def ticks(timetable):
    kind = type(timetable).__name__
    for ours, theirs in kinds:
        kind = kind.replace(theirs, ours)
    stored = timetable.serialize()
    for name in ("asset_condition", "dataset_condition"):
        if name in stored:
            inner = getattr(timetable, "timetable", None)
            return {
                "assets": condition(stored[name]),
                **({"timetable": ticks(inner)} if inner else {}),
            }
    shared = {"expression", "timezone", "delta"}
    return {"kind": kind, **{k: v for k, v in stored.items() if k in shared}}


def param(entry):
    """Default and form: what is said of it in words is left out, and the schema, which ours have more of."""
    form = ("title", "section", "format", "enum", "const", "examples", "values_display")
    schema = plain(entry["schema"])
    return {
        "default": plain(entry["default"]),
        **{name: schema[name] for name in form if name in schema},
    }


def task(stored):
    stored = stored["__var"]
    names = BaseOperator.get_serialized_fields() | {
        *("_can_skip_downstream", "_is_sensor", "reschedule", "deps")
    }
    kept = plain({k: v for k, v in stored.items() if k in names - not_of_a_task})
    for name in ("inlets", "outlets"):
        kept[name] = sorted(map(asset, stored.get(name, [])))
    kept["downstream_task_ids"] = sorted(stored.get("downstream_task_ids", []))
    return kept


def group(stored):
    """A group, its children by their ids."""
    edges = {name: sorted(stored[name]) for name in stored if name.endswith("_ids")}
    children = {
        node_id: group(child) if kind == "taskgroup" else kind
        for node_id, (kind, child) in stored["children"].items()
    }
    texts = {"doc_md"}
    kept = {name: value for name, value in stored.items() if name not in texts}
    return {**kept, **edges, "children": children}


def stored_dag(dag):
    whole = json.loads(json.dumps(DagSerialization.to_dict(dag)))
    stored = {k: v for k, v in whole["dag"].items() if k not in not_of_the_dag}
    # What follows from the schedule and from outlets.
    dependencies = [
        dependency
        for dependency in stored.pop("dag_dependencies")
        if dependency["dependency_type"] not in ("asset", "dataset")
    ]
    tasks = [task(entry) for entry in stored.pop("tasks")]
    root = stored.pop("task_group", None) or stored.pop("_task_group")
    for name in ("timetable", "schedule_interval"):
        stored.pop(name, None)
    return {
        **{name: plain(value) for name, value in stored.items()},
        "tags": sorted(stored.get("tags", [])),
        "dependencies": dependencies,
        "params": {name: param(entry) for name, entry in stored.get("params", [])},
        "schedule": ticks(DagSerialization.from_dict(whole).timetable),
        "group": group(root),
        "tasks": {entry["task_id"]: entry for entry in tasks},
    }
