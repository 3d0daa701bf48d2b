"""The story of the demo: what it types fits the form, and who plays it may do so."""

from __future__ import annotations

from tests.demo.city_files import form_keys, items, load


class TestStory:
    def test_types_answers_that_the_form_takes(self) -> None:
        story, item = load("story.toml"), items()[load("story.toml")["item"]]
        fields = form_keys(item)
        given = {**story["answers"], **story["answers_in_days"], **story["prefilled"]}

        assert set(given) == set(fields)
        for key, element in story["prefilled"].items():
            assert fields[key]["element"] == element
        for key, answer in story["answers"].items():
            chosen = answer if isinstance(answer, list) else [answer]
            if "choices" in fields[key]:
                assert set(chosen) <= set(fields[key]["choices"]), key
        assert set(story["correction"]["answers"]) <= set(fields)
        assert set(story["draft"]["keys"]) <= set(story["answers"])

    def test_uploads_each_material_that_must_be_uploaded(self) -> None:
        story, item = load("story.toml"), items()[load("story.toml")["item"]]

        company = next(row for row in load("people.toml")["organisations"] if row["key"] == story["organisation"])
        known = {row["register"] for row in load("registers.toml")["records"] if row["subject"] == company["uscc"]}
        needed = {
            material["code"]
            for material in item["materials"]
            if material["carrier"] == "file"
            and material["necessity"] == "required"
            and material["exempt_code"] not in known
        }
        accepts = {material["code"]: material["accepts"] for material in item["materials"]}
        assert {file["material"] for file in story["files"]} == needed
        for file in [*story["files"], *story["correction"]["files"]]:
            assert file["media"] in accepts[file["material"]]
            assert file["name"].endswith("." + file["media"])

    def test_is_played_by_people_with_the_right_duties(self) -> None:
        story, item = load("story.toml"), items()[load("story.toml")["item"]]
        officials = {row["username"]: row for row in load("officials.toml")["officials"]}
        people = load("people.toml")
        steps = {step["code"]: step for step in item["steps"]}

        def holds(role: str, kind: str, authority: str) -> bool:
            duties = officials[story["people"][role]]["duties"]
            return any(duty["kind"] == kind and duty["authority"] == authority for duty in duties)

        assert holds("clerk", "clerk", item["authority"])
        assert holds("second_clerk", "clerk", item["authority"])
        assert holds("decider", "decider", item["authority"])
        assert holds("issuer", "issuer", item["authority"])
        for opinion in story["opinions"]:
            assert holds(opinion["by"], "reviewer", steps[opinion["step"]]["authority"])
        assert len(set(story["people"].values())) == len(story["people"])
        agent = {account["username"]: account["person"] for account in people["accounts"]}
        mandates = {(row.get("organisation"), row["agent"]) for row in people["mandates"]}
        assert (story["organisation"], agent[story["people"]["applicant"]]) in mandates

    def test_suspends_on_a_ground_that_the_law_knows(self) -> None:
        suspension = load("story.toml")["suspension"]

        assert suspension["kind"] == "expert_review"
        assert suspension["days"] > 0
