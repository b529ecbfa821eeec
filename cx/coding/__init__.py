"""Two people code the same lines of an interview, and neither sees what the other noted until both are done.

Notes of an interview stay in a browser. Of one that a second person codes, a drawn part of the lines is stored for as long as that
goes on, sealed as the marks of a workshop are, together with what the first person noted in the whole interview: the findings are
stored afterwards, so that nobody can look them up before. Then the lines go. What stays are `codings`: the number of each drawn line,
and which themes each of the two noted on it. Method 4.1, 6.2.
"""
