# Seven verbs; each finds a Python, sets up .venv when it is missing or stale, and goes to work.
# Arguments for the verb: make test ARGS="tests/journal -k seal"

PYTHON := $(shell for python in python3.13 python3.12 python3.11 python3; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$python" && break; done)

.PHONY: run test check fix bench docs telephony

run test check fix bench docs telephony:
	@test -n "$(PYTHON)" || { echo "onedoor: needs Python 3.11 or later (Debian: sudo apt-get install python3 python3-venv)" >&2; exit 1; }
	@exec $(PYTHON) bootstrap.py $@ $(ARGS)
