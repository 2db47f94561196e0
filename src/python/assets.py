"""What DAG files import that read events of assets, or wait for an asset or a time; and what tells assets apart."""

from __future__ import annotations

import importlib

import jinja2
import shared_module as windsock

try:
    from airflow.sdk import AssetOrTimeSchedule
except ImportError:  # Airflow before 3.2
    try:
        from airflow.timetables.assets import AssetOrTimeSchedule
    except ImportError:  # Airflow 2
        from airflow.timetables.datasets import DatasetOrTimeSchedule

        def AssetOrTimeSchedule(*, timetable, assets):
            return DatasetOrTimeSchedule(timetable=timetable, datasets=assets)


__all__ = [
    "AssetOrTimeSchedule",
    "asset_events",
    "asset_watcher",
    "inlet_asset_events",
]

# What the key of an asset alias begins with; that of an asset is its URI.
ALIAS = "alias:"


def asset_watcher(name: str, class_name: str, arguments: dict):
    """Make what updates an asset when something happens outside of Airflow.

    :param class_name: of the trigger that waits for it, with its module
    """
    from airflow.sdk import AssetWatcher

    module, _, class_of_module = class_name.rpartition(".")
    trigger = getattr(importlib.import_module(module), class_of_module)
    return AssetWatcher(name=name, trigger=trigger(**arguments))


@jinja2.pass_context
def asset_events(context, uri: str) -> list[dict]:
    """List what triggered the run, for templates: the events of one asset, oldest first.

    :param context: the template's own, which Jinja passes
    """
    events = context.get("triggering_asset_events")
    if events is None:  # Airflow 2, or a run that no asset triggered
        events = context.get("triggering_dataset_events") or {}
    wanted = known(uri)
    found = [
        event
        for key, some in events.items()
        for event in some
        if _is_of(wanted, key, event)
    ]
    found.sort(key=lambda event: event.timestamp)
    return [_event(event) for event in found]


@jinja2.pass_context
def inlet_asset_events(
    context, uri: str, *, after=None, before=None, ascending=True, limit=None
) -> list[dict]:
    """List events of one of the task's inlets, for templates.

    :param after: the first instant that one may be of, as ISO 8601 text; `before` is the last one
    :param ascending: whether the oldest one comes first
    :param limit: how many of them in that order
    """
    wanted = known(uri)
    inlet = next(each for each in context["ti"].task.inlets if key_of(each) == wanted)
    events = context["inlet_events"][inlet]
    import pendulum  # Only such a task needs it.

    after, before = (pendulum.parse(text) if text else None for text in (after, before))
    if hasattr(events, "limit"):
        events.after(after and after.isoformat()).before(before and before.isoformat())
        return [_event(event) for event in events.ascending(ascending).limit(limit)]
    # An older Airflow has a sequence of all of them, which reads those alone that a slice has.
    if limit and not after and not before:
        events = events[:limit] if ascending else events[-limit:]
    found = [
        event
        for event in events
        if (after is None or event.timestamp >= after)
        and (before is None or event.timestamp <= before)
    ]
    found.sort(key=lambda event: event.timestamp, reverse=not ascending)
    return [_event(event) for event in found[:limit]]


def _is_of(wanted: str, key, event) -> bool:
    """Tell the events of an asset or an alias. Airflow 3 has both as keys; Airflow 2 has URIs, and aliases in events."""
    if not isinstance(key, str):
        return key_of(key) == wanted
    if wanted.startswith(ALIAS):
        return any(ALIAS + alias.name == wanted for alias in event.source_aliases)
    return key == wanted


def known(key: str) -> str:
    """Make of a key what `key_of` says of the same asset: Airflow changes some URIs."""
    return key if key.startswith(ALIAS) else windsock.Asset(uri=key).uri


def key_of(named) -> str:
    """Tell an asset or an alias from all others."""
    return ALIAS + named.name if isinstance(named, windsock.AssetAlias) else named.uri


def _event(event) -> dict:
    """An event as tasks read it. In Airflow 2 it has its asset's URI itself."""
    return {
        "uri": getattr(event, "asset", event).uri,
        "extra": event.extra or {},
        "timestamp": event.timestamp.isoformat(),
        "sourceDagId": event.source_dag_id,
        "sourceTaskId": event.source_task_id,
        "sourceRunId": event.source_run_id,
        "sourceMapIndex": event.source_map_index,
    }


def named(said: dict):
    """Make an asset that a task has named. To Airflow 2 the URI is all of it."""
    if windsock.airflow_version.startswith("2."):
        return windsock.Asset(uri=said["uri"])
    return windsock.Asset(
        name=said.get("name", said["uri"]), uri=said["uri"], extra=said.get("extra")
    )
