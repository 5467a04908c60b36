# Everything a person or a machine does with the project. Each target first installs the tools that it needs.
#
#   make run     builds the release and serves the demo centre on http://127.0.0.1:3000
#   make test    every check: format, rules, lints, unit and contract tests, the program in a real browser
#   make check   the quick ones: format, rules, lints, unit tests
#   make bench   prints the figures of speed and memory; `make bench ARGS="board soak"` only some, LARGE=1 ten million dossiers,
#                KEEP=1 for the documents
#   make figures writes the figures that were kept into the documents
#   make bench-guard   holds a few quick figures against those of the build before: a commit, ARGS=HEAD~3
#   make bench-peers   measures other programs beside this one, with the same rows
#   make dist    packs a release into target/dist
#   make watch   rebuilds and restarts at every saved file
#   make attack  what a stranger may do to the release
#   make e2e     only the browser tests; `make e2e ARGS='--project js -g rotation'`

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test check bench bench-guard bench-peers figures dist watch e2e attack \
  setup-run setup-watch setup-test setup-check fmt gates lint clippy clippy-wasm site site-release unit doc-tests browser release

# Finds the tools that set-up installed; every recipe that needs them begins with it.
ENV := . .ci/env.sh &&
# As in site.sh: the browser's part may need another compiler than the server's; see .ci/wasm-sysroot.sh.
FRONT := $(ENV) if [ -n "$${SANH_WASM_RUSTC:-}" ]; then export RUSTC="$$SANH_WASM_RUSTC"; fi;

LISTEN ?= 127.0.0.1:3000
DATABASE_URL ?= sqlite://target/demo/sanh-demo.db
ARGS ?=
VERSION := $(shell sed -n 's/^version *= *"\(.*\)"/\1/p' Cargo.toml | head -1)
DIST := sanh-$(VERSION)-$(shell uname -m)
# Documents that are packed with the program, in their folders, so that links between them work.
DOCUMENTS := README.md LICENSE .github/*.md app/ARCHITECTURE.md server/docs/*.md server/docs/figures.json end2end/pictures/*.png style/public/fonts/OFL.txt

# Runs a command and prints its name and how long it took: $(call timed,WHAT,COMMAND)
timed = @started=$$SECONDS; echo "== $(1)"; $(2); echo "== $(1): $$((SECONDS - started)) s"

help:
	@sed -n 's/^#   //p' Makefile

# --- What people run ---------------------------------------------------------------------------------------------

run: setup-run release
	@mkdir -p target/demo
	@echo "== the demo centre: http://$(LISTEN)   (Ctrl+C ends it)"
	@exec target/release/sanh demo --listen $(LISTEN) --database-url $(DATABASE_URL) $(ARGS)

test: setup-test fmt gates lint deny clippy clippy-wasm site unit doc-tests browser
	@echo "== every check has passed"

check: setup-check fmt gates clippy
	$(call timed,unit tests,$(ENV) cargo test --workspace --lib --quiet)

# `cargo bench` builds the program itself; only the site must exist before. Options come from the environment: LARGE=1,
# SOAK_MIN=60, KEEP=1. If PostgreSQL, Chromium or an old engine is missing, its benchmarks are named and left out.
bench: setup-run site-release
	$(ENV) cargo bench -p server --bench figures -- $(ARGS)

bench-guard: setup-run
	$(ENV) node .ci/guard.mjs $(ARGS)

bench-peers: setup-test site-release
	$(ENV) cargo bench -p server --bench figures -- peers

figures:
	node .ci/figures.mjs write

watch: setup-watch
	@mkdir -p target/demo
	$(FRONT) cargo leptos watch -- demo --listen $(LISTEN) --database-url $(DATABASE_URL) $(ARGS)

dist: setup-run site-release
	node .ci/figures.mjs fresh
	$(call timed,the program (for every machine),$(ENV) cargo build --profile dist -p server --bin sanh)
	rm -rf target/dist/$(DIST) && mkdir -p target/dist/$(DIST)
	cp target/dist/sanh server/src/io/import/examples/*.toml target/dist/$(DIST)/
	cp --parents $(DOCUMENTS) target/dist/$(DIST)/
	tar -C target/dist --owner=0 --group=0 --sort=name -czf target/dist/$(DIST).tar.gz $(DIST)
	@ls -l target/dist/$(DIST).tar.gz

# --- Set-up ------------------------------------------------------------------------------------------------------

setup-run setup-watch setup-test setup-check: setup-%:
	@bash .ci/setup.sh $*

# --- Builds ------------------------------------------------------------------------------------------------------

# The site comes first, because the release embeds it.
release: site-release
	$(call timed,the program (release),$(ENV) cargo build --release -p server --bin sanh)

site-release:
	$(call timed,the site (release),bash .ci/site.sh release)

# A debug build reads the site from target/site, so the tests' build of the program serves it directly.
site:
	$(call timed,the site,bash .ci/site.sh debug)

# --- Checks ------------------------------------------------------------------------------------------------------

fmt:
	$(call timed,format,$(ENV) cargo fmt --all --check)

gates:
	@bash .ci/gates.sh

lint:
	$(call timed,lints of style$(comma) script and specs,npm --prefix end2end --silent run lint)

clippy:
	$(call timed,clippy,$(ENV) cargo clippy --workspace --all-targets --quiet -- -D warnings)

clippy-wasm:
	$(call timed,clippy for the browser,$(ENV) if [ -n "$${SANH_WASM_RUSTC:-}" ]; then \
	  echo "left out: the stand-in compiler has no clippy"; \
	else cargo clippy -p sanh-app --lib --no-default-features --features hydrate --target wasm32-unknown-unknown \
	  --target-dir target/front --quiet -- -D warnings; fi)

# Licences, sources and advisories of dependencies; see .cargo/deny.toml.
deny:
	$(call timed,rules of dependencies,bash .ci/deny.sh)

# `cargo test` and not nextest, whose process per test would start a PostgreSQL cluster for every contract test.
# The drills measure the machine under load, so nothing else runs at the same time. Every step names the whole workspace: for a
# single package cargo would choose other features of shared dependencies, and compile them again.
unit:
	$(call timed,unit and contract tests,$(ENV) cargo test --workspace --lib --bins --tests -- --skip drills::)
	$(call timed,drills,$(ENV) cargo test --workspace --test main -- drills:: --test-threads 1)

# Attacks the release as a stranger could.
attack: setup-test release
	$(call timed,attacks on the release,$(ENV) SANH_BIN=$(CURDIR)/target/release/sanh cargo test --workspace --test main -- drills::attack --test-threads 1)

doc-tests:
	$(call timed,doc tests,$(ENV) cargo test --workspace --doc --quiet)

browser:
	@rm -rf target/end2end
	$(call timed,the program in a browser,npm --prefix end2end --silent test -- $(ARGS))

e2e: setup-test site
	$(ENV) cargo test --workspace --no-run --quiet
	@$(MAKE) --no-print-directory browser

comma := ,
