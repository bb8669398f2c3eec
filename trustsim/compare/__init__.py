"""Worlds compared in pairs of runs that share their luck."""
