"""Code written for older libraries: names that moved, and what errors about them mean."""

from __future__ import annotations

RENAMED = {
    "sklearn.externals.joblib": "joblib",
    "sklearn.externals.six": "six",
    "pandas.io.json._normalize": "pandas",
    "keras.layers.core": "keras.layers",
}
"""Modules that older scripts import, and where their names are today."""
