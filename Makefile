# The same verbs as ./dev, for hands that type make. Bare `make` prints them. Options go in ARGS: make unit ARGS="-k lots"
.DEFAULT_GOAL := help
ARGS ?=
VERBS := setup run test lint types contracts unit integration concurrency e2e format messages screenshots bench bench-ledger bench-bureau bench-matching bench-matching-mega lock \
	clean check-books verify tamper soak crash races sweep year month help

.PHONY: $(VERBS)
$(VERBS):
	@./dev $@ $(ARGS)
