"""Lesson 11: its evidence in numbers, its pictures, the flow lab and the forecast cone."""
