"""Lesson 08, reports."""

from __future__ import annotations

from helpers.exercises import Exercise

EXERCISES: tuple[Exercise, ...] = ()
