"""What DAG files import whose tasks have pods of their own, for the KubernetesExecutor."""

from __future__ import annotations

__all__ = ["pod_override"]


def pod_override(manifest: dict):
    """Make a pod for `executor_config`, which takes no plain data.

    :param manifest: a pod as in YAML
    :raises ImportError: where Airflow has no Kubernetes provider
    :raises ValueError: when Kubernetes has no such pod
    """
    try:
        from airflow.providers.cncf.kubernetes.pod_generator import PodGenerator
        from kubernetes.client import ApiClient, Configuration
    except ImportError as error:
        raise ImportError(
            "A task has a podOverride, which needs Airflow's Kubernetes provider wherever DAG files are read: "
            "pip install apache-airflow-providers-cncf-kubernetes"
        ) from error
    pod = PodGenerator.deserialize_model_dict(manifest)
    known = ApiClient(configuration=Configuration()).sanitize_for_serialization(pod)
    unknown = _lost(manifest, known, "")
    if unknown:
        raise ValueError(
            f"Kubernetes' Python client knows no {', '.join(unknown)} of a podOverride. Mend its name, or leave it out."
        )
    return pod


def _lost(given, kept, path: str) -> list[str]:
    """Paths of what the client passes over in silence."""
    if isinstance(given, dict) and isinstance(kept, dict):
        parts = [
            (f"{path}.{name}" if path else name, value, kept.get(name))
            for name, value in given.items()
        ]
    elif isinstance(given, list) and isinstance(kept, list):
        parts = [
            (f"{path}[{index}]", value, kept[index])
            for index, value in enumerate(given)
        ]
    else:
        return [path] if kept is None and given is not None else []
    return [lost for at, value, other in parts for lost in _lost(value, other, at)]
