"""Answers where they live: a survey that is too large, or too private, to be brought is counted in its own engine.

Two questions are put to it. The first asks how often each answer to the questions that tell segments stands there; here it is
worked out which of them each rule takes. The second counts the answers to every mapped question by segment. Only these counts
come back, never a respondent; what follows is the same as for responses that are brought row by row (`cx.survey.result`).
"""
