#include "server/setup/line_diff.h"

#include <algorithm>
#include <vector>

namespace lk::setup {

namespace {

constexpr std::size_t kContext = 3;
constexpr std::size_t kMostCells = 16'000'000;  // of the table; beyond it the middle is shown as replaced whole

using Lines = std::vector<std::string_view>;

struct Row {
  char sign;  // ' ', '-' or '+'
  std::string_view line;
};

// Each with its line feed, if it has one.
Lines linesOf(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t length = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return lines;
}

// By the longest common subsequence of what is between the equal beginning and the equal end.
std::vector<Row> rowsOf(const Lines& before, const Lines& after) {
  std::size_t head = 0;
  while (head < before.size() && head < after.size() && before[head] == after[head]) ++head;
  std::size_t tail = 0;
  while (tail < before.size() - head && tail < after.size() - head &&
         before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) {
    ++tail;
  }
  const std::size_t height = before.size() - head - tail;
  const std::size_t width = after.size() - head - tail;

  std::vector<Row> rows;
  for (std::size_t i = 0; i < head; ++i) rows.push_back({' ', before[i]});
  std::size_t a = 0;
  std::size_t b = 0;
  if ((height + 1) * (width + 1) <= kMostCells) {
    // longest[i][j]: of the lines from i and from j on.
    std::vector<std::uint32_t> longest((height + 1) * (width + 1));
    const auto at = [&](std::size_t i, std::size_t j) -> std::uint32_t& { return longest[i * (width + 1) + j]; };
    for (std::size_t i = height; i-- > 0;) {
      for (std::size_t j = width; j-- > 0;) {
        const bool same = before[head + i] == after[head + j];
        at(i, j) = same ? at(i + 1, j + 1) + 1 : std::max(at(i + 1, j), at(i, j + 1));
      }
    }
    while (a < height && b < width) {
      if (before[head + a] == after[head + b]) {
        rows.push_back({' ', before[head + a++]});
        ++b;
      } else if (at(a + 1, b) >= at(a, b + 1)) {
        rows.push_back({'-', before[head + a++]});
      } else {
        rows.push_back({'+', after[head + b++]});
      }
    }
  }
  while (a < height) rows.push_back({'-', before[head + a++]});
  while (b < width) rows.push_back({'+', after[head + b++]});
  for (std::size_t i = tail; i > 0; --i) rows.push_back({' ', before[before.size() - i]});
  return rows;
}

std::string span(std::size_t first, std::size_t count) {
  // As diff has it: of no lines, the one before.
  const std::size_t shown = count == 0 ? first : first + 1;
  return std::to_string(shown) + (count == 1 ? std::string() : ',' + std::to_string(count));
}

}  // namespace

std::string unifiedDiff(std::string_view before, std::string_view after, const std::string& nameBefore,
                        const std::string& nameAfter) {
  if (before == after) return {};
  const std::vector<Row> rows = rowsOf(linesOf(before), linesOf(after));
  std::string diff = "--- " + nameBefore + "\n+++ " + nameAfter + '\n';
  std::size_t lineBefore = 0;  // of rows[at]
  std::size_t lineAfter = 0;
  std::size_t at = 0;
  const auto pass = [&](std::size_t to) {
    for (; at < to; ++at) {
      lineBefore += rows[at].sign != '+';
      lineAfter += rows[at].sign != '-';
    }
  };
  const auto isChange = [](const Row& row) { return row.sign != ' '; };
  for (;;) {
    const auto change = std::find_if(rows.begin() + static_cast<std::ptrdiff_t>(at), rows.end(), isChange);
    if (change == rows.end()) return diff;
    const auto first = static_cast<std::size_t>(change - rows.begin());
    pass(std::max(at, first - std::min(first, kContext)));
    // Changes with little between them share a hunk.
    std::size_t past = first + 1;
    for (std::size_t i = past; i < rows.size() && i <= past + 2 * kContext; ++i) {
      if (isChange(rows[i])) past = i + 1;
    }
    past = std::min(past + kContext, rows.size());
    const std::size_t fromBefore = lineBefore;
    const std::size_t fromAfter = lineAfter;
    std::string hunk;
    for (std::size_t i = at; i < past; ++i) {
      hunk += rows[i].sign;
      hunk += rows[i].line;
      if (!rows[i].line.ends_with('\n')) hunk += "\n\\ No newline at end of file\n";
    }
    pass(past);
    diff += "@@ -" + span(fromBefore, lineBefore - fromBefore) + " +" + span(fromAfter, lineAfter - fromAfter) +
            " @@\n" + hunk;
  }
}

std::vector<SideBySide> sideBySide(std::string_view before, std::string_view after) {
  const auto bare = [](std::string_view line) {
    while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
    return std::string(line);
  };
  std::vector<SideBySide> beside;
  int lineBefore = 0;
  int lineAfter = 0;
  std::size_t firstGone = 0;  // of those since the last line that both have: they wait for a partner
  for (const Row& row : rowsOf(linesOf(before), linesOf(after))) {
    if (row.sign == ' ') {
      beside.push_back({++lineBefore, ++lineAfter, bare(row.line), bare(row.line), false});
      firstGone = beside.size();
    } else if (row.sign == '-') {
      beside.push_back({++lineBefore, 0, bare(row.line), {}, true});
    } else {
      while (firstGone < beside.size() && beside[firstGone].lineAfter != 0) ++firstGone;
      if (firstGone == beside.size()) beside.push_back({0, 0, {}, {}, true});
      beside[firstGone].lineAfter = ++lineAfter;
      beside[firstGone].after = bare(row.line);
    }
  }
  return beside;
}

}  // namespace lk::setup
