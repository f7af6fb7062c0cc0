"""Lesson 15, the secure blog."""

from __future__ import annotations

from helpers.exercises import Exercise

EXERCISES: tuple[Exercise, ...] = ()
