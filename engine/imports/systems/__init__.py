"""Exports of other analytics systems. One that holds every hit is a row of `hits.HIT_SYSTEMS`."""
