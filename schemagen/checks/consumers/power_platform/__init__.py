"""Power Apps and Power Automate: custom connectors made of the document."""
