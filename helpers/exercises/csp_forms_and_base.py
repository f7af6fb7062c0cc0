"""Lesson 07, forms and base."""

from __future__ import annotations

from helpers.exercises import Exercise

EXERCISES: tuple[Exercise, ...] = ()
