"""`python -m upward` is the command `upward`."""

import sys

from upward.faces.cli.main import main

sys.exit(main())
