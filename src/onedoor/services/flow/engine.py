"""Runs a compiled flow. Expressions go through zen (SpiffWorkflow's own are Python and can be
escaped), service tasks through ``perform``, and definitions are kept by reference."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any

import zen
from lxml import etree  # type: ignore[import-untyped]  # comes with SpiffWorkflow
from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.script_engine.python_environment import TaskDataEnvironment
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.serializer.helpers import DefaultRegistry
from SpiffWorkflow.bpmn.specs import BpmnProcessSpec
from SpiffWorkflow.spiff.parser import SpiffBpmnParser
from SpiffWorkflow.spiff.serializer.config import SPIFF_CONFIG

Facts = Mapping[str, Any]
Perform = Callable[[str], None]
FindDefinition = Callable[[str], str]

_specs: dict[str, BpmnProcessSpec] = {}


@dataclass(frozen=True, slots=True)
class Turn:
    """Where the flow stands after a turn: its state to store, and the nodes that wait for people."""

    state: dict[str, Any]
    waits_for: tuple[str, ...]
    finished: bool


class _Surroundings(TaskDataEnvironment):  # type: ignore[misc]  # SpiffWorkflow is untyped
    """The only way in which a flow reaches anything outside itself."""

    def __init__(self, facts: Callable[[], Facts], perform: Perform) -> None:
        super().__init__()
        self._facts, self._perform = facts, perform

    def evaluate(self, expression: str, context: Any, external_context: Any = None) -> Any:
        return zen.evaluate_expression(expression, dict(self._facts()))

    def execute(self, script: str, context: Any, external_context: Any = None) -> Any:
        raise PermissionError("script tasks are not allowed in a flow")

    def call_service(self, context: Any, **call: Any) -> str:
        self._perform(call["operation_name"].removeprefix("do-"))
        return "true"


class _ZenEngine(PythonScriptEngine):  # type: ignore[misc]  # SpiffWorkflow is untyped
    def validate(self, expression: str) -> None:
        try:
            zen.compile_expression(expression)
        except Exception as fault:
            raise SyntaxError(str(fault)) from None


def begin(*, ref: str, xml: str, facts: Callable[[], Facts], perform: Perform) -> Turn:
    """A new flow, run up to the first person it waits for."""
    workflow = BpmnWorkflow(_spec(ref, xml), script_engine=_engine(facts, perform))
    workflow.do_engine_steps()
    return _turn(workflow)


def complete(
    *,
    state: Mapping[str, Any],
    node: str,
    find_xml: FindDefinition,
    facts: Callable[[], Facts],
    perform: Perform,
) -> Turn:
    """The flow after a person has done ``node``. LookupError when it does not wait for that."""
    workflow = _restore(state, find_xml)
    workflow.script_engine = _engine(facts, perform)
    task = next((t for t in workflow.get_tasks(state=TaskState.READY) if t.task_spec.name == node), None)
    if task is None:
        raise LookupError(node)
    task.run()
    workflow.do_engine_steps()
    return _turn(workflow)


def list_passed(state: Mapping[str, Any]) -> list[str]:
    """The nodes that a stored flow has passed, first passed first."""
    passed = [task for task in state["tasks"].values() if task["state"] == TaskState.COMPLETED]
    passed.sort(key=lambda task: task["last_state_change"])
    return list(dict.fromkeys(task["task_spec"] for task in passed))


def reference(state: Mapping[str, Any]) -> str:
    """Which definition a stored flow follows."""
    return str(state["spec"]["ref"])


def _engine(facts: Callable[[], Facts], perform: Perform) -> _ZenEngine:
    return _ZenEngine(environment=_Surroundings(facts, perform))


def _turn(workflow: BpmnWorkflow) -> Turn:
    ready = tuple(t.task_spec.name for t in workflow.get_tasks(state=TaskState.READY, manual=True))
    return Turn(json.loads(_serializer().serialize_json(workflow)), ready, workflow.is_completed())


def _spec(ref: str, xml: str) -> BpmnProcessSpec:
    if ref not in _specs:
        parser = SpiffBpmnParser()
        parser.add_bpmn_xml(etree.parse(BytesIO(xml.encode())), filename=ref)
        spec = parser.get_spec(parser.get_process_ids()[0])
        spec.ref = ref
        _specs[ref] = spec
    return _specs[ref]


def _restore(state: Mapping[str, Any], find_xml: FindDefinition) -> BpmnWorkflow:
    ref = reference(state)
    if ref not in _specs:
        _spec(ref, find_xml(ref))
    # The serializer consumes what it reads, so it always gets a copy of its own.
    return _serializer().deserialize_json(json.dumps(state))


@lru_cache(maxsize=1)
def _serializer() -> BpmnWorkflowSerializer:
    registry = DefaultRegistry()
    serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure(SPIFF_CONFIG, registry))
    registry.register(BpmnProcessSpec, lambda spec: {"ref": spec.ref}, lambda held: _specs[held["ref"]])
    return serializer
