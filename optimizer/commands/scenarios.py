"""Commands about the scenario file: the default one and the schema."""

from __future__ import annotations

import argparse
import datetime as dt

from optimizer.catalog_io.read import read_catalog
from optimizer.commands.common import FOUND, Commands, print_json, takes_catalog
from optimizer.domain.records import Catalog
from optimizer.scenario_io.json_file import default_scenario, schema, write_scenario


def add(commands: Commands) -> None:
    """Add every command about the scenario file."""
    default = commands.add_parser(
        "scenario", help="print the complete default scenario"
    )
    takes_catalog(default)
    default.set_defaults(command=_scenario)
    form = commands.add_parser("schema", help="print the JSON Schema of a scenario")
    form.set_defaults(command=_schema)


def _scenario(asked: argparse.Namespace) -> int:
    catalog: Catalog = read_catalog(asked.data)
    print(write_scenario(default_scenario(catalog, dt.date.today())))
    return FOUND


def _schema(_: argparse.Namespace) -> int:
    print_json(schema())
    return FOUND
