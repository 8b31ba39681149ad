"""The projection agrees with Snyder's printed example and with an own integration."""

import math

import pytest
from scipy.integrate import quad

from charts.projection import ALASKA, HAWAII, LOWER_48, PARTS, SHEET, Albers, sheet

SNYDER = Albers(29.5, 45.5, 23, -96)


def test_the_numerical_example_of_the_working_manual():
    """Professional Paper 1395, page 291: a sphere of radius 1, 35 N, 75 W."""
    x, y = SNYDER(35, -75)
    assert x == pytest.approx(0.2952720, abs=5e-8)
    assert y == pytest.approx(0.2416774, abs=5e-8)


def test_the_centre_lies_at_the_origin_and_its_meridian_is_upright():
    assert LOWER_48.place(37.5, -96) == pytest.approx((0, 0))
    x, y = LOWER_48.place(49, -96)
    assert x == pytest.approx(0)
    assert y > 0


@pytest.mark.parametrize("lat", [29.5, 45.5])
def test_a_standard_parallel_is_true_to_scale(lat):
    """A degree along it is as long as on the sphere: cos(lat) x one degree."""
    a, b = SNYDER(lat, -96), SNYDER(lat, -95.99)
    length = math.radians(0.01) * math.cos(math.radians(lat))
    assert math.dist(a, b) == pytest.approx(length, rel=1e-6)


@pytest.mark.parametrize(("lat", "lon"), [(25, -80), (48, -124), (41, -74)])
def test_areas_are_kept(lat, lon):
    """A small cell has the area it has on the sphere, worked out by its determinant."""
    step = 1e-4
    x0, y0 = SNYDER(lat, lon)
    east = [v - w for v, w in zip(SNYDER(lat, lon + step), (x0, y0), strict=True)]
    north = [v - w for v, w in zip(SNYDER(lat + step, lon), (x0, y0), strict=True)]
    area = east[0] * north[1] - east[1] * north[0]
    true = math.cos(math.radians(lat)) * math.radians(step) ** 2
    assert area == pytest.approx(true, rel=1e-4)


def test_the_middle_meridian_by_another_way():
    """Along it the scale is cos(lat) / (n rho): integrated, not taken from a formula.

    An equal-area cone with apex distance rho(lat) has rho drho = -cos(lat) / n dlat.
    """
    n = (math.sin(math.radians(29.5)) + math.sin(math.radians(45.5))) / 2
    at_standard = math.cos(math.radians(29.5)) / n
    inside = quad(math.cos, math.radians(29.5), math.radians(40))[0] * 2 / n
    expected = at_standard - math.sqrt(at_standard**2 - inside)
    y = SNYDER(40, -96)[1] - SNYDER(29.5, -96)[1]
    assert y == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(
    ("lat", "lon", "part"),
    [
        (61.2, -149.9, ALASKA),  # Anchorage
        (21.3, -157.9, HAWAII),  # Honolulu
        (18.4, -66.1, PARTS[3]),  # San Juan
        (24.6, -81.8, LOWER_48),  # Key West
        (47.6, -122.3, LOWER_48),  # Seattle
    ],
)
def test_each_part_of_the_country_lies_in_its_own_frame(lat, lon, part):
    x, y = sheet(lat, lon)
    framed = [p for p in PARTS if p.frame and p.frame.holds(x, y)]
    assert framed == ([part] if part.frame else [])
    assert SHEET.holds(x, y)


@pytest.mark.parametrize(("lat", "lon"), [(51.5, -0.1), (28.6, 77.2), (0, 0)])
def test_what_lies_elsewhere_is_not_on_the_map(lat, lon):
    assert sheet(lat, lon) is None


def test_the_sheet_is_in_miles_of_the_lower_48():
    """Houston to Chicago: 942 miles on the globe, within 2 % on the sheet."""
    distance = math.dist(sheet(29.76, -95.37), sheet(41.88, -87.63))
    assert distance == pytest.approx(942, rel=0.02)


def test_beyond_180_degrees_the_islands_stay_beside_each_other():
    west, east = ALASKA.place(52, -179.9), ALASKA.place(52, 179.9)
    assert math.dist(west, east) < 10
    assert east[0] < west[0]
