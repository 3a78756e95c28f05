# Each target is one call of `bantin` or of one tool; `make help` lists them.
# Only python3 (3.11 or newer, with venv) and make are needed; everything else is installed into .venv.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
RUN    := $(VENV)/.run
TEST   := $(VENV)/.test
TOOLS  := $(VENV)/.tools
MINUTES ?= 60
# The rooms whose tests take seconds.  test_weight.py renders editions of up to 255 articles: it runs in `make test` only.
QUICK  := $(addprefix tests/,test_errors.py test_house.py test_messages.py test_notices.py test_requirements.py audio cache \
	cleaning configuration files history model mutants normalization publication/library publication/page publication/proof \
	readers reporting samples vietnamese)
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet

# The text as it was typed: make would expand a dollar sign in it.
export SAY := $(value TEXT)

# The workspace (bantin init) is set once by make DIR=/path and stored; make DIR= returns to the sample.
REMEMBERED := .workspace
ifeq ($(origin DIR),command line)
$(shell if [ -d '$(DIR)/input' ]; then (cd '$(DIR)' && pwd) > $(REMEMBERED); elif [ -z '$(DIR)' ]; then rm -f $(REMEMBERED); fi)
else
DIR := $(shell cat $(REMEMBERED) 2>/dev/null)
endif
OFFICE := build check say script voice new card deposit preview publish desk clean
$(OFFICE): export BANTIN_DIR := $(DIR)

.DEFAULT_GOAL := build
.PHONY: wheels init desk publish build test test-quick test-rows test-pythons test-tools test-long test-readers test-faults fuzz mutants audit check say script new card deposit preview clean help bench lock lint

build: $(RUN)  ## Dựng mọi số bản tin trong input/ (EDITION=2026-11: chỉ riêng số đó)
	@$(BIN)/bantin build $(EDITION) $(ARGS)

check: $(RUN)  ## Đọc và soát, không tạo âm thanh: in mọi điều cần lưu ý, ghi bản trình duyệt vào proof/
	@$(BIN)/bantin check $(EDITION) $(ARGS)

say: $(RUN)  ## Xem một câu được đọc thành lời thế nào: make say TEXT="Đạt 29,01%"
	@test -n "$$SAY" || { echo 'Hãy cho một câu: make say TEXT="Đạt 29,01%"' >&2; exit 2; }
	@$(BIN)/bantin say --explain "$$SAY"

script: $(RUN)  ## Lời đọc thành tệp Word chữ to cho phát thanh viên: make script EDITION=2026-11
	@$(BIN)/bantin script $(EDITION) $(ARGS)

init: $(RUN)  ## Lập thư mục riêng cho tòa soạn, ngoài thư mục chương trình: make init DIR=/home/toa-soan/ban-tin
	@test -n "$(DIR)" || { echo 'Hãy cho một thư mục: make init DIR=/home/toa-soan/ban-tin' >&2; exit 2; }
	@$(BIN)/bantin init "$(DIR)"

new: $(RUN)  ## Mở một số mới: make new EDITION=2026-12
	@$(BIN)/bantin new "$(EDITION)"

card: $(RUN)  ## Chép MP3 ra thẻ nhớ theo thứ tự nghe: make card DEST=/media/usb
	@$(BIN)/bantin card $(EDITION) --dest "$(DEST)" $(ARGS)

deposit: $(RUN)  ## Đóng gói số đã duyệt để nộp lưu chiểu, lưu trữ: make deposit DEST=/media/usb (ARGS=--dspace: cho kho DSpace)
	@$(BIN)/bantin deposit $(EDITION) --dest "$(DEST)" $(ARGS)

desk: $(RUN)  ## Mở bàn biên tập trong trình duyệt: soát, nghe, sửa, ký duyệt, phát hành
	@$(BIN)/bantin desk $(ARGS)

publish: $(RUN)  ## Chép các số đã duyệt đến nơi phát hành: make publish DEST=/media/usb
	@$(BIN)/bantin publish $(if $(DEST),"$(DEST)") $(ARGS)

preview: $(RUN)  ## Xem các trang đã dựng bằng trình duyệt trên máy này
	@$(BIN)/bantin preview $(ARGS)

voice: $(VENV)/.piper  ## Tải một giọng đọc tự nhiên về máy: make voice (NAME=vais1000)
	@$(BIN)/bantin voices add "$(or $(NAME),vais1000)" $(ARGS)

clean:  ## Xóa những gì đã dựng; giữ kho giọng đọc để lần sau dựng nhanh
	@cd "$${BANTIN_DIR:-.}" && rm -rf output output-noi-bo proof .bantin/manifests .bantin/articles

test: lint  ## Chạy toàn bộ kiểm thử
	@$(BIN)/python -m pytest -q -n 2 --dist loadgroup -rs $(ARGS)

lint: $(TEST)
	@$(BIN)/python -m ruff check src tests bench
	@$(BIN)/python -m ruff format --check --quiet src tests bench
	@$(BIN)/python -m mypy

test-quick: lint test-rows  ## Kiểm thử nhanh trong lúc sửa, dưới một phút

test-rows: $(TEST)
	@$(BIN)/python -m pytest -q -n 2 --dist loadgroup $(QUICK) --ignore=tests/publication/page/test_weight.py $(ARGS)

test-pythons:  ## Dựng và kiểm thử nhanh bằng mọi bản Python có trên máy này
	@$(PYTHON) -m tests.pythons $(ARGS)

test-long: $(TEST)  ## Những kiểm thử dài
	@BANTIN_LONG=1 $(BIN)/python -m pytest -q -n 2 -rs -m long $(ARGS)

test-readers: $(TEST)  ## Sách trong các trình đọc thật: foliate, epub.js, Readium, MuPDF; calibre và pandoc nếu máy có cài
	@npm install --prefix tests/tools/readers --no-package-lock --ignore-scripts --no-audit --no-fund --loglevel=error
	@BANTIN_LONG=1 $(BIN)/python -m pytest -q -n 2 -rs tests/publication/epub/test_readers.py tests/publication/epub/test_playback.py \
		tests/publication/epub/test_converters.py tests/publication/epub/test_stacked_marks.py $(ARGS)

test-faults: $(TEST)  ## Dựng rồi cắt ngang hàng trăm lần; tệp hỏng, đĩa đầy
	@BANTIN_LONG=1 $(BIN)/python -m pytest -q -n 2 -rs -m long tests/faults $(ARGS)

fuzz: $(TOOLS)  ## Thử bằng dữ liệu hỏng ngẫu nhiên, chia đều số phút cho các đích: make fuzz MINUTES=60
	@$(BIN)/python -m tests.fuzz --minutes $(MINUTES) $(ARGS)

mutants: $(TOOLS)  ## Đổi ngẫu nhiên 40 dòng mã của một phòng, đếm kiểm thử của phòng ấy bắt được bao nhiêu: make mutants ROOM=cleaning
	@$(BIN)/python -m tests.mutants $(ROOM) $(ARGS)

audit: $(TOOLS)  ## Đối chiếu các thư viện đã khoá với danh sách lỗ hổng đã biết (cần mạng)
	@for lock in run extras test tools; do \
		echo "requirements/$$lock.txt"; $(BIN)/python -m pip_audit --strict --progress-spinner off --disable-pip --require-hashes -r requirements/$$lock.txt || exit 1; done

test-tools:  ## Cài Chromium và các công cụ kiểm thử (Debian, npm)
	@sh tests/tools/install.sh

bench: $(TEST)  ## Đo lại các con số trong README
	@$(BIN)/python -m bench $(ARGS)

lock:  ## Khoá lại phiên bản các thư viện (cần uv)
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header -p 3.11 \
		requirements/build.in pyproject.toml -o requirements/run.txt
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header -p 3.11 --extra test \
		-c requirements/run.txt requirements/build.in pyproject.toml -o requirements/test.txt
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header -p 3.11 --extra cluster --extra http --extra opus --extra piper \
		-c requirements/run.txt pyproject.toml -o requirements/extras.txt
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header -p 3.11 --extra piper \
		-c requirements/extras.txt pyproject.toml -o requirements/piper.txt
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header -p 3.11 --extra test --extra tools \
		-c requirements/test.txt requirements/build.in pyproject.toml -o requirements/tools.txt

wheels: $(RUN)  ## Gom các gói cần cài vào thư mục wheels, cho máy không có mạng (cùng hệ điều hành)
	@$(BIN)/python -m pip --disable-pip-version-check download --quiet --require-hashes -r requirements/run.txt -d wheels

help:  ## Danh sách này
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | while IFS="$$(printf '\t')" read -r name what; do \
		printf '  make %-11s %s\n' "$$name" "$$what"; done

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Cần Python 3.11 trở lên; máy này có $$($(PYTHON) --version 2>&1)." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
		|| { echo "Thiếu mô-đun venv. Trên Debian/Ubuntu: apt install python3-venv" >&2; rm -rf $(VENV); exit 1; }

$(RUN): requirements/run.txt pyproject.toml | $(VENV)/bin/python
	@echo "Đang cài các thư viện (một lần)…"
	@$(PIP) install --require-hashes -r requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.piper: requirements/piper.txt $(RUN)
	@echo "Đang cài thư viện của giọng đọc (một lần)…"
	@$(PIP) install --require-hashes -r requirements/piper.txt
	@touch $@

$(TEST): requirements/test.txt $(RUN)
	@echo "Đang cài các thư viện kiểm thử (một lần)…"
	@$(PIP) install --require-hashes -r requirements/test.txt
	@touch $@

$(TOOLS): requirements/tools.txt $(TEST)
	@echo "Đang cài các công cụ tìm lỗi (một lần)…"
	@$(PIP) install --require-hashes -r requirements/tools.txt
	@touch $@
