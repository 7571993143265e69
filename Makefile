# make run and make test are all that a newcomer needs; each installs what it lacks (Debian 12; Rust and Node.js are
# yours to bring). `make help` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-print-directory

# Where `make run` keeps its data, and what else it passes to `sillon serve`.
DATA_DIR ?= ./data
ARGS ?=

# What the page is made of; folders are listed too, so that a removed file counts as a change.
WEB_SOURCES := web/index.html web/package.json web/package-lock.json web/vite.config.ts web/svelte.config.js \
	web/tsconfig.json $(shell find web/src web/public -not -name '*.test.ts')

.PHONY: help run build test bench check codegen web install-deny prepare-run

help: ## Lists these commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1 \2/' | column -t -l 3

run: web ## Builds Sillon and starts it; data is kept in ./data
	cargo run --package sillon -- serve --data-dir $(DATA_DIR) $(ARGS)

build: web ## Builds target/release/sillon, one file with the web app inside
	cargo build --release --package sillon

test: web ## Runs every test: Rust on SQLite and PostgreSQL, web, end to end in a browser
	scripts/bootstrap.sh test
	scripts/with-postgres.sh scripts/test.sh

bench: web ## Runs the comparisons and measurements of bench/
	scripts/bootstrap.sh bench
	bench/run.sh

check: web ## Formatting, lints, documentation, licences, house rules, generated files
	cargo xtask check

codegen: web ## Writes the generated files: OpenAPI, TypeScript types, configuration reference
	cargo xtask codegen

web: web/dist/index.html

prepare-run:
	@scripts/bootstrap.sh run

web/dist/index.html: $(WEB_SOURCES) | prepare-run
	npm --prefix web run build

install-deny: ## Builds cargo-deny, which `make check` uses when it is there (some minutes)
	cargo install --locked cargo-deny@0.20.2
