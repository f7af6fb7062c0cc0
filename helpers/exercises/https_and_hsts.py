"""Lesson 04, HTTPS and HSTS."""

from __future__ import annotations

from helpers.exercises import Exercise

EXERCISES: tuple[Exercise, ...] = ()
