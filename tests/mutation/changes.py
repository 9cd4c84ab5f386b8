"""The changes that are made to a module: a comparison turned, an argument left out, a text altered."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import takewhile
from threading import Lock
from typing import NamedTuple

_PAIRS: list[tuple[type[ast.AST], type[ast.AST]]] = [
    *((ast.Lt, ast.LtE), (ast.Gt, ast.GtE), (ast.Eq, ast.NotEq), (ast.Is, ast.IsNot)),
    *((ast.In, ast.NotIn), (ast.And, ast.Or), (ast.Add, ast.Sub), (ast.Mult, ast.FloorDiv)),
    (ast.BitOr, ast.BitAnd),
]
_TURNED = dict([*_PAIRS, *(pair[::-1] for pair in _PAIRS)])
_TURNED |= {ast.Div: ast.Mult, ast.Mod: ast.FloorDiv, ast.USub: ast.UAdd}
# What is not run, or says nothing to a machine.
_LEFT_ALONE = {"annotation", "returns", "type_comment"}
# So many characters are shown on either side of what differs.
_AROUND = 60
# Changes of one module share its tree.
_ONE_AT_A_TIME = Lock()


class Change(NamedTuple):
    """One change of a module: a field of a node gets another value; `lines` are its statement's."""

    module: str
    tree: ast.Module
    node: ast.AST
    field: str
    value: object
    lines: range

    def made(self) -> str:
        """Return the source of the module with the change made; the tree is left as it was."""
        with _ONE_AT_A_TIME:
            before = getattr(self.node, self.field)
            setattr(self.node, self.field, self.value)
            source = ast.unparse(ast.fix_missing_locations(self.tree))
            setattr(self.node, self.field, before)
            return source

    def __str__(self) -> str:
        """Return the place and the lines that differ, no more of them than shows how."""
        lines = [f"{self.module}:{self.lines[0]}"]
        unchanged = self._replace(value=getattr(self.node, self.field)).made()
        for pair in zip(unchanged.splitlines(), self.made().splitlines(), strict=True):
            if pair[0] != pair[1]:
                start = max(0, _alike(*pair) - _AROUND)
                end = -max(0, _alike(*(one[::-1] for one in pair)) - _AROUND) or None
                lines += [f"{sign} {one[start:end]}" for sign, one in zip("-+", pair, strict=True)]
        return "\n".join(lines)


def changes(module: str, source: str) -> Iterator[Change]:
    """Yield every change that can be made to the module, in the order of its source.

    >>> for change in changes("x.py", "a = b < 1"):
    ...     print(change.made())
    a = b <= 1
    a = b < 2
    """
    tree = ast.parse(source)
    for node, lines in _nodes(tree, range(0)):
        for field, value in _others(node):
            yield Change(module, tree, node, field, value, lines)


def _nodes(node: ast.AST, lines: range) -> Iterator[tuple[ast.AST, range]]:
    """Yield the node and all below it, each with the lines of its statement, here `lines`."""
    match node:
        case ast.Expr(value=ast.Constant()) | ast.Assert() | ast.ImportFrom():
            return
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return
        case ast.stmt(lineno=first, end_lineno=last):
            # Of a statement that holds others, the lines before them.
            first = min([first, *(one.lineno for one in getattr(node, "decorator_list", ()))])
            if body := getattr(node, "body", None):
                last = body[0].lineno - 1
            lines = range(first, max(first, last or first) + 1)
    yield node, lines
    for field, value in ast.iter_fields(node):
        if field not in _LEFT_ALONE:
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST) and not _is_a_type(node, child):
                    yield from _nodes(child, lines)


def _is_a_type(parent: ast.AST, child: ast.AST) -> bool:
    """Return whether a node is the type of a cast, which does nothing."""
    match parent:
        case ast.Call(func=ast.Name(id="cast"), args=[first, *_]):
            return child is first
    return False


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
            if not (isinstance(value, ast.Constant) and value.value is None):
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


def _alike(one: str, other: str) -> int:
    """Return how many characters at the beginning are the same."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
