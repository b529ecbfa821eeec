"""A door for machines: every question of the pages by name, answered as rows with ids.

`registry` lists the questions, each in one entry; `question` says what an entry holds; `reply` answers one, for the command and
for the address of a running server. Whatever is not named as a column there does not go out.
"""
