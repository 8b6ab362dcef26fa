"""``python -m tigertally.cli`` is the ``tigertally`` command."""

import sys

from tigertally.cli import main

sys.exit(main())
