"""The OpenAPI documents of the two APIs and the page for readers, made from the routes and the types of their answers.

A route is described where it is declared: its handler's docstring says what it is for, the handler's return type what
it answers, and its row in `server/routes.py` the rest. Nothing has to be written here for a new one; a field of a new
name in an answer gets a row in `samples.py`.
"""
