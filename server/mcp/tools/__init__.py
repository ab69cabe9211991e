"""The tools, each a plain function of the desk and typed parameters. What they say of themselves is for assistants."""
