"""What is new since somebody was told last: events of a workspace, each told once.

`events` finds them, `memory` remembers what was told, beside the workspace; `atom` and `webhook` are ways to tell.
"""
