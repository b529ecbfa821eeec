"""Workshop: a room full of people decides, without anchoring (method 6).

`table` puts cells on the table and `content` freezes them. `opening`, `attendance` and `moves` open a room, let people in and
step on; `access` says who leads it, `board` keeps it in memory. `marks` takes scores and ballots and keeps them encrypted,
`results` says what the room thinks once it may be seen, `decisions` and `publish` end it.
"""
