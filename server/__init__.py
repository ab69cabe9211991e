"""HTTP, settings, command line and the wiring of it all."""
