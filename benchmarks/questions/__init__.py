"""What the engines are asked, in the words of the two APIs. A question is one row of QUESTIONS."""

from benchmarks.questions.asked import Asked
from benchmarks.questions.question import QUESTIONS, Question, question_named

__all__ = ["QUESTIONS", "Asked", "Question", "question_named"]
