"""The grounds on which time is not counted (行政许可法 第四十五条).

The list is closed: public notice, site visits and opinions of others are not on it, and count.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ground:
    code: str
    label: str
    label_en: str
