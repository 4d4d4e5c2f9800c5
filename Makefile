# The front door. Each command installs what it needs, says what it does, and does nothing twice.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help demo test build dev check e2e bench pictures docs site site-release

target := $(or $(CARGO_TARGET_DIR),target)
data := $(patsubst %/,%,$(or $(KAISHU_DATA),data))
listen := $(or $(LISTEN),127.0.0.1:3000)
wasm := cargo build --locked -p app --lib --target wasm32-unknown-unknown --no-default-features --features hydrate
# Folders that git does not keep when they are empty, and that the server's build looks into.
folders := public style site

help: ## this list
	@echo "make demo       the portal with believable data at http://$(listen)"
	@echo "make test       every test, browser tests included"
	@echo "make build      the release binary: $(target)/release/kaishu, every asset inside"
	@echo "make dev        the portal on the data at hand ($(data)/), built quickly"
	@echo "make check      format, lints, licences, unused dependencies"
	@echo "make e2e        the browser tests alone; ONLY=download runs those of that name"
	@echo "make bench      figures beside real peers, into docs/bench/; ONLY=search runs those of that name"
	@echo "make pictures   every page at phone and desktop width, light and dark, into end2end/pictures/"
	@echo "make docs       the documentation of the code"
	@echo
	@echo "KAISHU_DATA names the portal's folder (data), LISTEN the address, KAISHU_REAL_DATA the real data for tests and benchmarks."

demo: ## set-up, build, believable data, serve
	@[ -x $(target)/debug/kaishu ] || echo "The first build compiles some 500 libraries: 10 to 20 minutes on two cores. Later ones take seconds."
	@.make/setup rust
	@$(MAKE) --no-print-directory site
	@cargo build --locked -p server
	@# Filled beside and then renamed, so that an interrupted filling is never taken for a whole one.
	@if [ -z "$$(ls -A $(data) 2>/dev/null)" ]; then \
		rm -rf $(data).part; \
		$(target)/debug/kaishu demo --data $(data).part; \
		if [ -d $(data) ]; then rmdir $(data); fi; \
		mv $(data).part $(data); \
	fi
	@echo "The portal: http://$(listen)   (its data: $(data)/; end it with Ctrl-C)"
	@exec env KAISHU_DEVELOPMENT=true $(target)/debug/kaishu serve --data $(data) --listen $(listen)

test: ## set-up, then every test
	@.make/test

build: ## the full release
	@.make/setup rust optimiser
	@$(MAKE) --no-print-directory site-release
	cargo build --locked --release -p server
	@ls -lh $(target)/release/kaishu

dev: ## build quickly and serve the data at hand
	@.make/setup rust
	@$(MAKE) --no-print-directory site
	@mkdir -p $(data)
	KAISHU_DEVELOPMENT=true cargo run --locked -p server -- serve --data $(data) --listen $(listen)

check: ## what a reviewer should not have to say
	@.make/setup rust
	@mkdir -p $(folders)
	cargo fmt --all --check
	cargo clippy --locked -p app -p server --features app/ssr --all-targets -- -D warnings
	cargo clippy --locked -p bundle --all-targets -- -D warnings
	cargo clippy --locked -p app --lib --target wasm32-unknown-unknown --no-default-features --features hydrate -- -D warnings
	@for tool in deny machete; do \
		command -v cargo-$$tool >/dev/null || { echo "cargo install cargo-$$tool: once, some minutes"; cargo install --locked cargo-$$tool; }; \
	done
	cargo deny --locked check --config .deny.toml --hide-inclusion-graph
	cargo machete

e2e: ## the browser tests alone
	@.make/setup rust tests
	@$(MAKE) --no-print-directory site
	@cargo build --locked -p server
	@KAISHU_BIN=$(target)/debug/kaishu node end2end/run.mjs $(ONLY)

bench: ## figures: the release binary beside real peers on this machine
	@.make/setup rust tests bench
	@$(MAKE) --no-print-directory build
	@cargo build --locked --release -p server --example plain
	@KAISHU_BIN=$(target)/release/kaishu node end2end/bench/run.mjs $(ONLY)

pictures: ## every page as an image
	@.make/setup rust tests
	@$(MAKE) --no-print-directory site
	@cargo build --locked -p server
	@KAISHU_BIN=$(target)/debug/kaishu node end2end/pictures.mjs

docs: ## the documentation of the code
	@mkdir -p $(folders)
	cargo doc --locked --no-deps -p app -p server --features app/ssr --document-private-items
	@echo "$(target)/doc/server/index.html"

# The browser half and everything beside it; cargo and the bundler leave alone what has not changed.
site:
	@mkdir -p $(folders)
	@$(wasm) --profile wasm-dev
	@cargo run --locked -q -p bundle -- $(target)/wasm32-unknown-unknown/wasm-dev/app.wasm site

site-release:
	@mkdir -p $(folders)
	@$(wasm) --profile wasm-release
	@cargo run --locked -q -p bundle -- $(target)/wasm32-unknown-unknown/wasm-release/app.wasm site --optimise
