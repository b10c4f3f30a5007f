"""The README draws the life of a case exactly as the code has it."""

from tests.house.printed import printed
from tests.house.sources import ROOT

OPENS, CLOSES = "<!-- life -->", "<!-- /life -->"


def test_the_readme_draws_the_life_of_a_case_as_the_code_has_it() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    drawing = readme.partition(OPENS)[2].partition(CLOSES)[0]
    life = printed("life").strip()
    assert "stateDiagram" in life or "flowchart" in life
    assert life in drawing, "put the output of `onward life` between the marks in README.md"
    assert "```mermaid" in drawing
