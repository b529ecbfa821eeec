"""Attacks open pages in Streamlit's own harness too."""

from tests.harness import pages_cost_what_they_cost_a_visitor as pages_cost_what_they_cost_a_visitor
