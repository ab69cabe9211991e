"""Words of a model, where they are true."""

import logging
from collections.abc import Sequence

import msgspec

from engine.insights.proof import unproven
from engine.insights.wording import CountryName
from schemas.insights import Fact, Paragraphs
from server.insights.budget import Budget
from server.insights.model import Model, ModelError
from server.insights.prompting import NoAnswerError, Prompt

LOGGER = logging.getLogger("hitlake")

TRIES = 2


class ModelWording:
    def __init__(self, model: Model, budget: Budget, country_name: CountryName) -> None:
        self._model, self._budget, self._country_name = model, budget, country_name

    def paragraphs(self, facts: Sequence[Fact]) -> Paragraphs | None:
        """None where the model has nothing to say that the facts bear out, or cannot be asked. Blocks."""
        prompt = Prompt(facts, self._country_name)
        complaints: list[str] = []
        answer = ""
        for _ in range(TRIES):
            if not self._budget.take():
                LOGGER.info("insights: today's requests to the model are used up")
                return None
            try:
                answer = self._model.answer(prompt.messages(complaints, answer))
                found = prompt.paragraphs(answer)
            except ModelError as error:
                LOGGER.warning("insights: %s", error)
                return None
            except NoAnswerError as error:
                complaints = [str(error)]
                continue
            texts = msgspec.structs.astuple(found)
            complaints = [text for part in texts for text in unproven(part, prompt.facts, self._country_name)]
            if not complaints:
                return found
        LOGGER.info("insights: the model's text was not used: %d things in it are not in the facts", len(complaints))
        return None
