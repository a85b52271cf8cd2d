"""``python -m irenic`` is ``irenic``."""

from irenic.cli.main import main

if __name__ == "__main__":
    main()
