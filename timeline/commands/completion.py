"""`timeline completion`: the completion script of a shell, and the completions that it requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from timeline.commands.shared.command import Command
from timeline.commands.shared.results import Result

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem, ShellComplete

VARIABLE = "_TIMELINE_COMPLETE"
SHELLS = ("bash", "zsh", "fish")

# A date follows `ID=` without a space. Both of these shells would add one; fish does not.
_WITHOUT_SPACE = {
    "bash": (
        "COMPREPLY+=($value)\n",
        "COMPREPLY+=($value); [[ $value == *= ]] && compopt -o nospace\n",
    ),
    "zsh": (
        "compadd -U -V unsorted -a completions\n",
        (
            "if [[ $completions[1] == *= ]]; then compadd -U -V unsorted -S '' -a completions; "
            "else compadd -U -V unsorted -a completions; fi\n"
        ),
    ),
}


@click.command(cls=Command)
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> Result:
    """Print the script that completes `timeline` in a shell.

    \b
    Examples:
      timeline completion bash

    It completes commands, options and their choices, agreements, and the milestones of the
    agreement on the command line. Load it with one line in the configuration file of the shell, for
    zsh after compinit:

    \b
      ~/.bashrc    eval "$(timeline completion bash)"
      ~/.zshrc     eval "$(timeline completion zsh)"
      config.fish  timeline completion fish | source
    """
    return Result(_script(_completer(click.get_current_context().find_root().command, shell)))


def completions(command: click.Command, instruction: str) -> Result:
    """Return the completions for a shell, which puts the words typed into the environment.

    `instruction` is the value of `VARIABLE`, such as `bash_complete`. The result is empty where
    nothing can be completed: an error would appear in the middle of the line being typed.
    """
    shell, _, verb = instruction.partition("_")
    if shell not in SHELLS or verb not in {"complete", "source"}:
        return Result("")
    completer = _completer(command, shell)
    if verb == "source":
        return Result(_script(completer))
    try:
        items = _items(completer)
    except (click.ClickException, LookupError, ValueError):  # words missing or invalid
        items = []
    return Result("".join(f"{completer.format_completion(item)}\n" for item in items))


def _items(completer: ShellComplete) -> list[CompletionItem]:
    """Return the possible completions of the word being typed."""
    args, incomplete = completer.get_completion_args()
    option, equals, _ = incomplete.partition("=")
    items = completer.get_completions(args, incomplete)
    # For `--agreement=gen` click returns the value alone, while zsh and fish replace the whole word.
    if equals and option.startswith("--"):
        for item in items:
            if item.type == "plain":
                item.value = f"{option}={item.value}"
    return items


def _completer(command: click.Command, shell: str) -> ShellComplete:
    """Return click's completer for the shell; that for bash rejoins words split at equals signs."""
    from click.shell_completion import BashComplete, get_completion_class

    class Bash(BashComplete):
        """A completer for bash, which splits `--agreement=x` and `id=day` into three words each."""

        def get_completion_args(self) -> tuple[list[str], str]:
            """Return the words before the one being completed, and the word being completed."""
            args, incomplete = super().get_completion_args()
            *words, last = _rejoined([*args, incomplete])
            return words, last

    found: type[ShellComplete] | None = Bash if shell == "bash" else get_completion_class(shell)
    assert found  # noqa: S101 - click supports all of SHELLS
    return found(command, {}, "timeline", VARIABLE)


def _script(completer: ShellComplete) -> str:
    """Return the completion script of the shell."""
    from click.shell_completion import ShellComplete

    # Not the method of the class for bash, which runs bash to find its version: the script may be
    # printed on a machine without bash.
    script = ShellComplete.source(completer)
    return script.replace(*_WITHOUT_SPACE.get(completer.name, ("", "")))


def _rejoined(words: list[str]) -> list[str]:
    """Return the words with those that bash split at an equals sign joined again.

    The value of an option stays a separate word, which means the same.

    >>> _rejoined(["--agreement", "=", "gen", "--assume", "talks", "=", "2020"])
    ['--agreement', 'gen', '--assume', 'talks=2020']
    >>> _rejoined(["--agreement", "="])
    ['--agreement', '']
    """
    joined: list[str] = []
    previous = ""
    for word in words:
        if word == "=" and joined:
            # The value may follow, or may not be typed yet.
            joined[-1:] = [joined[-1], ""] if joined[-1].startswith("--") else [f"{joined[-1]}="]
        elif previous == "=" and joined:
            joined[-1] += word
        else:
            joined.append(word)
        previous = word
    return joined
