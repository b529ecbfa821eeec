"""Code books that lie beside answers: what they say of the columns, and which table of an upload they describe."""
