"""Workshop: a room full of people decides, without anchoring (method 6).

`table` puts cells on the table, `content` freezes them, `room` opens the room and steps on, `marks` takes scores and
ballots and keeps them sealed, `outcome` says what the room thinks once it may be seen, `decisions` and `publish` end it.
"""
