"""The one table of samples: every row goes through the one contract."""

from tests.samples.arrays import ARRAYS
from tests.samples.columns import COLUMNS
from tests.samples.frames import FRAMES
from tests.samples.mixes import MIXES
from tests.samples.rows import Row
from tests.samples.spark import SPARK
from tests.samples.standard import STANDARD

ROWS: tuple[Row, ...] = (*STANDARD, *ARRAYS, *COLUMNS, *FRAMES, *MIXES, *SPARK)

__all__ = ["ROWS", "Row"]
