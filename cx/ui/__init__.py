"""The only Streamlit inside the package: shared bar, heatmap widget, evidence panel, cards."""
