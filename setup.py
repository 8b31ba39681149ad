"""What ``pip install .`` ships: the optimizer, its command, and the catalog inside it.

The page is run from a checkout (see README.md); everything else is in pyproject.toml.
"""

from setuptools import find_packages, setup

setup(
    packages=[*find_packages(include=["optimizer", "optimizer.*"]), "optimizer.data"],
    package_dir={"optimizer.data": "data"},
    package_data={
        "optimizer.domain": ["*.csv"],
        "optimizer.year": ["*.toml"],
        "optimizer.data": ["*.csv", "*.ttf", "*.txt", "README.md"],
    },
)
