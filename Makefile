# All that a newcomer needs: make run · make test · make site · make bench

LESSON ?= padding
TARGET ?= page
SECONDS ?= 60
PREFIX ?= /usr/local
# The toolchain's libFuzzer, without the main function that is the program's own.
LIBFUZZER = $(wildcard $(dir $(realpath $(shell command -v swiftc)))../lib/clang/*/lib/linux/libclang_rt.fuzzer_no_main-*.a)

# cmark parses Markdown, bubblewrap holds a lesson's program, turbojpeg reads pictures, the others set the site's formulas, code and text
# and edit it.
PACKAGES = pkg-config libcmark-dev bubblewrap duktape-dev libturbojpeg0-dev libjs-katex fonts-katex node-prismjs \
	libjs-codemirror fonts-sil-charis fonts-wqy-microhei libharfbuzz-bin woff2
# The tests compare with CommonMark's specification, GitHub's reader of Markdown, ONNX's operator vectors and all of
# Fashion-MNIST, look at the site in Chromium, have Jupyter's library read notebooks and each shell its completions,
# and run live cells as WebAssembly.
TEST_PACKAGES = golang-github-yuin-goldmark-dev cmark-gfm libonnx-testdata dataset-fashion-mnist \
	wasi-libc libclang-rt-14-dev-wasm32 nodejs strace chromium-driver python3-venv python3-nbformat zsh fish default-jre-headless \
	$(BOOK_PACKAGES) epubcheck
# Chromium prints the book, and zip packs it.
BOOK_PACKAGES = chromium poppler-utils zip

.PHONY: run test install site book man bench fuzz lint build packages clean

# Only what every lesson needs. What some need, the runner has built when it meets one.
run: packages ## Run a lesson: make run LESSON=one-by-one
	@[ -e .build/debug/lessons ] || echo "Building what a lesson needs: two to three minutes, this once."
	@echo "1 of 3: what holds lessons' programs and listens to them"; swift build --product confine; swift build --product LessonChannel
	@echo "2 of 3: the network library and the figures"; swift build --product LessonRuntime
	@echo "3 of 3: the command that runs lessons"; swift build --product lessons
	@.build/debug/lessons run $(LESSON)
	@echo; echo "To edit and run the lessons in your browser, and do their exercises: .build/debug/lessons serve"

test: packages ## Run all tests; ALL_DIGITS=1 changes every digit of the lessons' outputs, COMPLETE=1 edits every cell, not a sample
	@Scripts/install-packages $(TEST_PACKAGES)
	swift test
	Tests/SiteTests/Browser/run

# The command finds what belongs to it beside itself, where the link in bin leads.
install: packages ## Install the command for courses and packages anywhere: make install PREFIX=$HOME/.local
	@for product in confine LessonChannel LessonRuntime LessonRuntime64 typeset lessons; do swift build --product $$product || exit; done
	Scripts/copy-build "$(DESTDIR)$(PREFIX)/libexec/lessons"
	rm -rf "$(DESTDIR)$(PREFIX)/libexec/lessons/Site"
	mkdir -p "$(DESTDIR)$(PREFIX)/bin" "$(DESTDIR)$(PREFIX)/libexec/lessons/Site"
	cp -R Site/Notebook Site/Live Site/page.html Site/*.css Site/*.js Site/*.svg "$(DESTDIR)$(PREFIX)/libexec/lessons/Site"
	ln -sfn ../libexec/lessons/lessons "$(DESTDIR)$(PREFIX)/bin/lessons"

site: build ## Verify all lessons and write the site to Site/public
	@.build/debug/lessons build

book: build ## Verify all lessons and write the site with the course as a PDF and an EPUB
	@Scripts/install-packages $(BOOK_PACKAGES)
	@.build/debug/lessons build --book

man: build ## Write the man page to .build/lessons.1
	swift package plugin generate-manual
	cp .build/plugins/GenerateManual/outputs/lessons/lessons.1 .build/

bench: packages .build/bench/ready ## Compare the network library with PyTorch and ONNX Runtime, the runner with the bare compiler and a notebook, and time the site; QUICK=1
	swift build
	.build/bench/bin/python Benchmarks/compare.py .build/debug/Benchmark
	.build/bench/bin/python Benchmarks/runner.py $(if $(QUICK),quick)
	$(if $(QUICK),,.build/bench/bin/python Benchmarks/site.py .build/debug/lessons)

.build/bench/ready: Benchmarks/requirements.txt
	python3 -m venv .build/bench
	.build/bench/bin/pip install --quiet --requirement Benchmarks/requirements.txt
	touch $@

fuzz: packages ## Look for inputs that break a reader: make fuzz TARGET=page SECONDS=600
	FUZZ=1 swift build --scratch-path .build/fuzz --product fuzz -Xswiftc -Xfrontend -Xswiftc -sanitize=fuzzer \
		-Xlinker $(LIBFUZZER) -Xlinker -lstdc++
	@mkdir -p .build/fuzz/corpus/$(TARGET)
	SWIFT_BACKTRACE=enable=no .build/fuzz/debug/fuzz $(TARGET) -max_total_time=$(SECONDS) -timeout=10 \
		-artifact_prefix=.build/fuzz/ .build/fuzz/corpus/$(TARGET) Tests/FuzzTests/Seeds/$(TARGET)

lint: build ## Check the formatting of all Swift code, the order of folders, and the version
	swift format lint --strict --recursive Package.swift Sources Tests Benchmarks Plugins
	@Scripts/check-folders
	@Scripts/check-version

build: packages ## Build everything except the tests
	swift build

packages:
	@command -v swift >/dev/null || { echo "Please install Swift 6.3 or later: swift.org/install"; exit 4; }
	@Scripts/install-packages $(PACKAGES)

clean:
	rm -rf .build Site/public
