"""A workspace whose rows live in a PostgreSQL server, while every process answers from its own copy of them."""
