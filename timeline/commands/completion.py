"""`timeline completion`: the script that a shell completes by, and the answers it then asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from timeline.commands.shared.results import Result

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem, ShellComplete

VARIABLE = "_TIMELINE_COMPLETE"
SHELLS = ("bash", "zsh", "fish")

# After `ID=` a date follows at once. Both shells would put a space there; fish does not.
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


@click.command
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> Result:
    """The script that completes `timeline` in a shell.

    It completes commands, options and their choices, agreements, and the milestones of the
    agreement chosen. One line in the configuration of the shell loads it.

    \b
    Examples:
      eval "$(timeline completion bash)"    in ~/.bashrc
      eval "$(timeline completion zsh)"     in ~/.zshrc, after compinit
      timeline completion fish | source     in ~/.config/fish/config.fish
    """
    return Result(_script(_completer(click.get_current_context().find_root().command, shell)))


def completions(command: click.Command, instruction: str) -> Result:
    """Return the answer to a shell that asks, its words being in the environment.

    `instruction` is the value of `VARIABLE`, such as `bash_complete`. What cannot be completed has
    an empty answer: an error would land in the middle of a line that is being typed.
    """
    shell, _, verb = instruction.partition("_")
    if shell not in SHELLS or verb not in {"complete", "source"}:
        return Result("")
    completer = _completer(command, shell)
    if verb == "source":
        return Result(_script(completer))
    try:
        items = _items(completer)
    except (click.ClickException, LookupError, ValueError):  # words missing, or without sense
        items = []
    return Result("".join(f"{completer.format_completion(item)}\n" for item in items))


def _items(completer: ShellComplete) -> list[CompletionItem]:
    """Return what may stand in place of the word being completed."""
    args, incomplete = completer.get_completion_args()
    option, equals, _ = incomplete.partition("=")
    items = completer.get_completions(args, incomplete)
    # Of `--agreement=gen` click completes the value, while zsh and fish replace the whole word.
    if equals and option.startswith("--"):
        for item in items:
            if item.type == "plain":
                item.value = f"{option}={item.value}"
    return items


def _completer(command: click.Command, shell: str) -> ShellComplete:
    """Return click's completer for the shell, which for bash puts words together again."""
    from click.shell_completion import BashComplete, get_completion_class

    class Bash(BashComplete):
        """Bash takes `--agreement=x` and `id=day` for three words each."""

        def get_completion_args(self) -> tuple[list[str], str]:
            """Return the words before the one being completed, and that one."""
            args, incomplete = super().get_completion_args()
            *words, last = _rejoined([*args, incomplete])
            return words, last

    found: type[ShellComplete] | None = Bash if shell == "bash" else get_completion_class(shell)
    assert found  # noqa: S101 - click knows all of SHELLS
    return found(command, {}, "timeline", VARIABLE)


def _script(completer: ShellComplete) -> str:
    """Return the script that the shell completes by."""
    from click.shell_completion import ShellComplete

    # Not the method of the class for bash: it runs bash to see how old it is, and the script may
    # well be printed where there is none.
    script = ShellComplete.source(completer)
    return script.replace(*_WITHOUT_SPACE.get(completer.name, ("", "")))


def _rejoined(words: list[str]) -> list[str]:
    """Return the words with what bash parted at an equals sign put together.

    An option's value stays a word of its own, which means the same.

    >>> _rejoined(["--agreement", "=", "gen", "--assume", "talks", "=", "2020"])
    ['--agreement', 'gen', '--assume', 'talks=2020']
    >>> _rejoined(["--agreement", "="])
    ['--agreement', '']
    """
    joined: list[str] = []
    previous = ""
    for word in words:
        if word == "=" and joined:
            # A value may follow, or be still to come.
            joined[-1:] = [joined[-1], ""] if joined[-1].startswith("--") else [f"{joined[-1]}="]
        elif previous == "=" and joined:
            joined[-1] += word
        else:
            joined.append(word)
        previous = word
    return joined
