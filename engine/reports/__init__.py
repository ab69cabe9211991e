"""Answers: one function a report, each with its SQL file. A question is answered from the smallest layer that can."""
