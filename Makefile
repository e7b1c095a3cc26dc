# What one does with the source of iamsim; `make help` lists it.

SWIFT ?= swift
PREFIX ?= /usr/local
BINARIES = $(DESTDIR)$(PREFIX)/bin

# On macOS the Swift libraries are part of the system.
ifneq ($(shell uname -s),Darwin)
STATIC = --static-swift-stdlib
endif

SWIFT_FILES = Sources Tests Examples Benchmarks/Sources Benchmarks/Package.swift Fuzzing/Sources \
	Fuzzing/Package.swift Package.swift

.DEFAULT_GOAL := help
.PHONY: help demo test build install format lint clean bench fuzz growth prerequisites

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

demo: build ## run the scenarios, and print a truth table
	.build/debug/iamsim test
	.build/debug/iamsim table scenarios/github-actions/tag-session.yaml

test: build ## run every test
	$(SWIFT) test --disable-xctest

fuzz: prerequisites ## give what reads input a great many inputs that mean nothing
	scripts/fuzz

growth: build ## count whether work grows no faster than input
	scripts/growth

bench: prerequisites ## measure speed (Documentation/performance.md has the figures)
	scripts/bench

build: prerequisites ## build the command and the tests, for debugging
	$(SWIFT) build --build-tests

install: prerequisites ## build for release and install below PREFIX (/usr/local)
	$(SWIFT) build -c release $(STATIC) --product iamsim
	mkdir -p "$(BINARIES)"
	cp .build/release/iamsim "$(BINARIES)/.iamsim.new"
	chmod 755 "$(BINARIES)/.iamsim.new"
	mv -f "$(BINARIES)/.iamsim.new" "$(BINARIES)/iamsim"

format: ## lay out the Swift files in the house's style
	$(SWIFT) format --in-place --recursive $(SWIFT_FILES)

lint: ## complain about what `make format` would change, and more
	$(SWIFT) format lint --strict --recursive $(SWIFT_FILES)

clean: ## remove what was built
	rm -rf .build Benchmarks/.build Fuzzing/.build

prerequisites: ## install libxml2 and pkg-config where they are missing
	@scripts/prerequisites
