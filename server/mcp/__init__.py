"""Answers for AI assistants, by the Model Context Protocol: the tools, the resources, and the server of both."""
