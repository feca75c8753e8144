"""Makes the demo city's workbooks. Nothing of the product is imported: the product has to read them like anyone's."""
