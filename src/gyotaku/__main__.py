"""`python -m gyotaku`."""

import sys

from gyotaku.cli.main import main

sys.exit(main())
