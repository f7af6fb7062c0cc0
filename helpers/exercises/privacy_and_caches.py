"""Lesson 13, privacy, caches and retired headers."""

from __future__ import annotations

from helpers.exercises import Exercise

EXERCISES: tuple[Exercise, ...] = ()
