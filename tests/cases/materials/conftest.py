from tests.cases.materials.facts import changed_materials

__all__ = ["changed_materials"]
