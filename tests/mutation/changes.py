"""The changes that are made to a module: a comparison turned, an argument left out, a text altered."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

_TURNED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.USub: ast.UAdd,
}
# What is never run, or says nothing to a machine.
_LEFT_ALONE = {"annotation", "returns", "type_comment"}


class Change(NamedTuple):
    """One change: a field of a node gets another value; `lines` are those of its statement."""

    node: ast.AST
    field: str
    value: object
    lines: range

    def made(self, tree: ast.Module) -> str:
        """Return the source of the module with the change made; the tree is left as it was."""
        before = getattr(self.node, self.field)
        setattr(self.node, self.field, self.value)
        try:
            return ast.unparse(ast.fix_missing_locations(tree))
        finally:
            setattr(self.node, self.field, before)


def changes(tree: ast.Module) -> Iterator[Change]:
    """Yield every change that can be made to the module, in the order of its source."""
    yield from _below(tree, range(0))


def _below(node: ast.AST, lines: range) -> Iterator[Change]:
    """Yield the changes to a node of a statement on these lines, and to all below it."""
    if isinstance(node, ast.stmt):
        if _says_nothing(node):
            return
        lines = _lines(node)
    yield from (Change(node, field, value, lines) for field, value in _others(node))
    for field, value in ast.iter_fields(node):
        if field not in _LEFT_ALONE:
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST) and not _is_a_type(node, child):
                    yield from _below(child, lines)


def _others(node: ast.AST) -> Iterator[tuple[str, object]]:  # noqa: C901 - a case for each kind
    """Yield the fields of a node that may be changed, each with another value."""
    match node:
        case ast.Compare(ops=ops):
            for place, op in enumerate(ops):
                yield "ops", [*ops[:place], _TURNED[type(op)](), *ops[place + 1 :]]
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield "operand", ast.UnaryOp(ast.Not(), operand)
        case ast.BinOp(op=op) | ast.AugAssign(op=op) | ast.BoolOp(op=op) | ast.UnaryOp(op=op):
            if type(op) in _TURNED:
                yield "op", _TURNED[type(op)]()
        case ast.Constant(value=value):
            if (other := _other(value)) is not None:
                yield "value", other
        case ast.Return(value=ast.expr() as value):
            if not _is_none(value):
                yield "value", ast.Constant(None)
        case ast.Call(args=args, keywords=keywords):
            # Mostly it is the last one that may be left out; without another the call would fail.
            if len(args) > 1:
                yield "args", args[:-1]
            for place in range(len(keywords)):
                yield "keywords", [*keywords[:place], *keywords[place + 1 :]]


def _other(value: object) -> object:
    """Return another constant of the same type, None where there is none."""
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case str():
            return f"XX{value}"
        case bytes():
            return b"XX" + value
    return None


def _says_nothing(node: ast.stmt) -> bool:
    """Return whether a statement is a docstring, or there for the type checker alone."""
    match node:
        case ast.Expr(value=ast.Constant()) | ast.Assert() | ast.ImportFrom():
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
    return False


def _is_a_type(parent: ast.AST, child: ast.AST) -> bool:
    """Return whether a node is the type of a cast, which does nothing."""
    match parent:
        case ast.Call(func=ast.Name(id="cast"), args=[first, *_]):
            return child is first
    return False


def _is_none(node: ast.expr) -> bool:
    """Return whether an expression is a plain None."""
    return isinstance(node, ast.Constant) and node.value is None


def _lines(node: ast.stmt) -> range:
    """Return the lines of a statement; of one that holds others, those before them."""
    body = getattr(node, "body", None)
    decorators = getattr(node, "decorator_list", [])
    first = min([node.lineno, *(one.lineno for one in decorators)])
    last = body[0].lineno - 1 if body else node.end_lineno
    return range(first, max(first, last or first) + 1)
