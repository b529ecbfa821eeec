"""Workshop: a room full of people decides, without anchoring (method 6).

`table` selects the cells, `content` is their frozen copy. `opening` creates a room, `attendance` lets people join, `moves`
goes from step to step; `access` checks keys, `board` keeps rooms in memory. `marks` stores scores and ballots encrypted,
`results` computes what the present step may show, `decisions` and `publish` record and close.
"""
