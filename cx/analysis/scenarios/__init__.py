"""What would become of the cells: improvements, touchpoints switched on or removed, targets moved. Projected, never measured."""
