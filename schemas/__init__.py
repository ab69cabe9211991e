"""What things are: table schemas, dimensions, metrics, questions, API shapes, errors. Imports nothing of ours."""
