"""``python -m trustsim`` is ``trustsim``."""

from __future__ import annotations

from trustsim.cli.app import main

if __name__ == "__main__":
    main()
