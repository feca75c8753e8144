"""One folder, one area. The order of the areas is a contract: see ARCHITECTURE.md and `.importlinter`."""
