"""An import-linter contract: rooms are entered by their doors only."""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class DoorsContract(Contract):
    """From another room import only its ``doors``; nobody but the composition root imports an
    interface; the ``shared`` rooms are open to all."""

    root = fields.StringField()
    interfaces = fields.ListField(subfield=fields.StringField())
    doors = fields.ListField(subfield=fields.StringField())
    shared = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Every import that goes in by the window."""
        broken = [
            f"{source} -> {target}"
            for source in sorted(graph.modules)
            for target in sorted(graph.find_modules_directly_imported_by(source))
            if not self._allowed(source.split(".")[1:], target.split(".")[1:])
        ]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for line in check.metadata["broken"]:
            output.print_error(line)

    def _allowed(self, source: list[str], target: list[str]) -> bool:
        if not source or not target or target[0] in self.shared:
            return True
        if target[0] in self.interfaces:  # only the composition root mounts doors
            return source[0] == "config" or source[:2] == target[:2]
        if source[0] in self.interfaces and target[1:2] == ["models"]:
            return False
        return source[0] == target[0] or (len(target) > 1 and target[1] in self.doors)
