"""`members`: who may do what in a workspace, also while the dashboard runs."""

from __future__ import annotations

import argparse
from pathlib import Path

from cx.members.ledger import Ledger
from cx.members.links import USUAL_DAYS, Links
from cx.store.acting import GIVEN, Role, user
from cx.store.opening import usual_path
from cx.words import count, printable


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command, what it can do, and its options."""
    command = commands.add_parser("members", help="who may do what where people sign in; give and take roles, and see who came in")
    does = command.add_subparsers(required=True, metavar="WHAT")
    listed = does.add_parser("list", help="everybody with a role")
    given = does.add_parser("add", help="give somebody a role, or another one")
    given.add_argument("who", metavar="WHO", help="as the sign-in names people (ana@example.org), or group:NAME")
    given.add_argument("role", metavar="ROLE", choices=[role.word for role in GIVEN], help=", ".join(role.word for role in GIVEN))
    taken = does.add_parser("remove", help="take somebody's role away")
    taken.add_argument("who", metavar="WHO")
    seen = does.add_parser("events", help="roles given and taken, who came in, who was refused; the newest first")
    shared = does.add_parser("share", help="a link that lets whoever has it look, until a day; it is shown once")
    shared.add_argument("name", metavar="NAME", help="for whom it is")
    shared.add_argument(
        "--page", metavar="PAGE", default="", help="where it leads, such as coverage?persona=business; by default the Overview"
    )
    shared.add_argument("--days", type=int, default=USUAL_DAYS, metavar="N", help=f"how long it lasts; by default {USUAL_DAYS}")
    linked = does.add_parser("links", help="every link, and until when it lasts")
    unshared = does.add_parser("unshare", help="let a link open nothing any more")
    unshared.add_argument("name", metavar="NAME")
    for parser, run in (
        *((listed, list_command), (given, add_command), (taken, remove_command), (seen, events_command)),
        *((shared, share_command), (linked, links_command), (unshared, unshare_command)),
    ):
        parser.add_argument("--database", metavar="DB", help=f"the workspace; by default what CX_WORKSPACE says, here {usual_path()}")
        parser.set_defaults(run=run)


def list_command(options: argparse.Namespace) -> int:
    """Everybody with a role."""
    members = _ledger(options).members()
    for member in members:
        print(f"{member.who}  {member.role.word}  since {member.given_at:%Y-%m-%d} by {printable(member.given_by)}")
    if not members:
        print("Nobody is a member yet. Give the first role: python -m cx members add WHO admin")
    return 0


def add_command(options: argparse.Namespace) -> int:
    """Give a role."""
    role = next(role for role in GIVEN if role.word == options.role)
    ledger = _ledger(options)
    is_first = not ledger.members()
    ledger.give(options.who, role, user())
    print(f"{printable(options.who)} is {role.word} now.")
    if is_first and role is not Role.ADMIN:
        print("This workspace has no admin yet: python -m cx members add WHO admin")
    return 0


def remove_command(options: argparse.Namespace) -> int:
    """Take a role away."""
    _ledger(options).take(options.who, user())
    print(f"{printable(options.who)} is no member any more; pages that are open show nothing from their next run on.")
    return 0


def events_command(options: argparse.Namespace) -> int:
    """What happened to the access."""
    events = _ledger(options).events()
    for event in events:
        print(f"{event.at:%Y-%m-%d %H:%M} UTC  {printable(event.who)}  {event.what}  {printable(event.about)}".rstrip())
    print(f"{count(len(events), 'event')}.")
    return 0


def share_command(options: argparse.Namespace) -> int:
    """Make a link."""
    secret = Links(_ledger(options)).make(options.name, options.page, options.days, user())
    print(f"shared/{secret}")
    print("Put the address of the workspace before it, and send it as you would a key: it is not shown again.")
    return 0


def links_command(options: argparse.Namespace) -> int:
    """Every link."""
    links = Links(_ledger(options)).listed()
    for link in links:
        over = "  over" if link.is_over else ""
        print(f"{link.name}  {link.leads_to or 'overview'}  until {link.until:%Y-%m-%d %H:%M} UTC, made by {printable(link.made_by)}{over}")
    print(f"{count(len(links), 'link')}.")
    return 0


def unshare_command(options: argparse.Namespace) -> int:
    """Take a link back."""
    Links(_ledger(options)).take_back(options.name, user())
    print(f"The link for {printable(options.name)} opens nothing any more.")
    return 0


def _ledger(options: argparse.Namespace) -> Ledger:
    # The first admin is named before anybody is let in, so before there is a workspace.
    return Ledger(Path(options.database or usual_path()).expanduser().resolve())
