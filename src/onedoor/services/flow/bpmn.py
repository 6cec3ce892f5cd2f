"""A plan written as BPMN 2.0, with the drawing that viewers need."""

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from onedoor.kernel.text import Text
from onedoor.services.flow.drawing import Box, Point, draw
from onedoor.services.flow.plan import BY_PEOPLE, END, START, Arrow, Node, Plan

_MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
_DI = "http://www.omg.org/spec/BPMN/20100524/DI"
_DC = "http://www.omg.org/spec/DD/20100524/DC"
_DD = "http://www.omg.org/spec/DD/20100524/DI"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SPIFF = "http://spiffworkflow.org/bpmn/schema/1.0/core"
_NAMES = {"bpmn": _MODEL, "bpmndi": _DI, "dc": _DC, "di": _DD, "xsi": _XSI, "spiffworkflow": _SPIFF}

_KINDS = {
    START: "startEvent",
    END: "endEvent",
    "when": "exclusiveGateway",
    "over": "exclusiveGateway",
    "fork": "parallelGateway",
    "join": "parallelGateway",
}


def write_bpmn(
    plan: Plan, *, process: str, title: Text, lane_names: dict[str, str], language: str = "en"
) -> str:
    """The plan as XML. ``process`` becomes the process's id."""
    for prefix, uri in _NAMES.items():
        ET.register_namespace(prefix, uri)
    root = ET.Element(
        _tag("definitions"),
        {"id": f"definitions-{process}", "targetNamespace": "https://onedoor.example/bpmn"},
    )
    collaboration = ET.SubElement(root, _tag("collaboration"), {"id": "collaboration"})
    ET.SubElement(
        collaboration,
        _tag("participant"),
        {"id": "pool", "name": _in(title, language), "processRef": process},
    )
    body = ET.SubElement(
        root, _tag("process"), {"id": process, "name": _in(title, language), "isExecutable": "true"}
    )
    _write_lanes(body, plan, lane_names)
    for node in plan.nodes:
        _write_node(body, node, plan, language)
    for position, arrow in enumerate(plan.arrows):
        _write_arrow(body, arrow, position)
    _draw(root, plan)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=False)


def _tag(name: str, space: str = _MODEL) -> str:
    return f"{{{space}}}{name}"


def _in(text: Text, language: str) -> str:
    return text.get(language) or text.get("en") or ""


def _write_lanes(body: ET.Element, plan: Plan, names: dict[str, str]) -> None:
    lanes = ET.SubElement(body, _tag("laneSet"), {"id": "lanes"})
    for lane in plan.lanes:
        element = ET.SubElement(lanes, _tag("lane"), {"id": f"lane-{lane}", "name": names.get(lane, lane)})
        for node in plan.nodes:
            if node.lane == lane:
                ET.SubElement(element, _tag("flowNodeRef")).text = node.id


def _write_node(body: ET.Element, node: Node, plan: Plan, language: str) -> None:
    kind = _KINDS.get(node.kind) or ("userTask" if node.kind in BY_PEOPLE else "serviceTask")
    attributes = {"id": node.id}
    if node.title:
        attributes["name"] = _in(node.title, language)
    if kind == "exclusiveGateway":
        attributes["default"] = next(
            _arrow_id(i) for i, a in enumerate(plan.arrows) if a.source == node.id and a.default
        )
    element = ET.SubElement(body, _tag(kind), attributes)
    if kind == "serviceTask":
        extension = ET.SubElement(element, _tag("extensionElements"))
        ET.SubElement(
            extension,
            _tag("serviceTaskOperator", _SPIFF),
            {"id": f"do-{node.id}", "resultVariable": f"did_{node.kind}"},
        )
    for position, arrow in enumerate(plan.arrows):
        if arrow.target == node.id:
            ET.SubElement(element, _tag("incoming")).text = _arrow_id(position)
    for position, arrow in enumerate(plan.arrows):
        if arrow.source == node.id:
            ET.SubElement(element, _tag("outgoing")).text = _arrow_id(position)


def _arrow_id(position: int) -> str:
    return f"arrow-{position}"


def _write_arrow(body: ET.Element, arrow: Arrow, position: int) -> None:
    element = ET.SubElement(
        body,
        _tag("sequenceFlow"),
        {"id": _arrow_id(position), "sourceRef": arrow.source, "targetRef": arrow.target},
    )
    if arrow.condition:
        condition = ET.SubElement(
            element, _tag("conditionExpression"), {f"{{{_XSI}}}type": "bpmn:tFormalExpression"}
        )
        condition.text = arrow.condition


def _draw(root: ET.Element, plan: Plan) -> None:
    diagram = ET.SubElement(root, _tag("BPMNDiagram", _DI), {"id": "diagram"})
    plane = ET.SubElement(diagram, _tag("BPMNPlane", _DI), {"id": "plane", "bpmnElement": "collaboration"})
    drawing = draw(plan)
    _shape(plane, "pool", drawing.pool, horizontal=True)
    for lane, box in drawing.lanes.items():
        _shape(plane, f"lane-{lane}", box, horizontal=True)
    for node, box in drawing.boxes.items():
        _shape(plane, node, box)
    for position, points in enumerate(drawing.lines):
        _edge(plane, _arrow_id(position), points)


def _shape(plane: ET.Element, element: str, box: Box, *, horizontal: bool = False) -> None:
    attributes = {"id": f"shape-{element}", "bpmnElement": element}
    if horizontal:
        attributes["isHorizontal"] = "true"
    shape = ET.SubElement(plane, _tag("BPMNShape", _DI), attributes)
    x, y, width, height = (str(number) for number in box)
    ET.SubElement(shape, _tag("Bounds", _DC), {"x": x, "y": y, "width": width, "height": height})


def _edge(plane: ET.Element, element: str, points: Sequence[Point]) -> None:
    edge = ET.SubElement(plane, _tag("BPMNEdge", _DI), {"id": f"edge-{element}", "bpmnElement": element})
    for x, y in points:
        ET.SubElement(edge, _tag("waypoint", _DD), {"x": str(x), "y": str(y)})
