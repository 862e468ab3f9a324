"""`python -m fb_watch` is `fb-watch`."""

from fb_watch.cli.main import run

if __name__ == "__main__":
    run()
