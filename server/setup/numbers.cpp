#include "server/setup/numbers.h"

#include <algorithm>
#include <charconv>

namespace lk::setup {

std::vector<std::int64_t> numbersIn(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789";
  constexpr std::int64_t kMost = std::int64_t{1} << 50;
  std::vector<std::int64_t> numbers;
  while (true) {
    const std::size_t begin = text.find_first_of(kDigits);
    if (begin == std::string_view::npos) return numbers;
    const std::size_t end = std::min(text.find_first_not_of(kDigits, begin), text.size());
    std::int64_t number = 0;
    const bool fits = std::from_chars(text.data() + begin, text.data() + end, number).ec == std::errc();
    numbers.push_back(fits ? std::min(number, kMost) : kMost);
    text.remove_prefix(end);
  }
}

std::vector<std::int64_t> numbersOf(System& system, std::string_view path) {
  const auto text = system.readFile(std::string(path));
  return text ? numbersIn(*text) : std::vector<std::int64_t>();
}

bool inRanges(std::string_view list, std::int64_t number) {
  while (!list.empty()) {
    const std::string_view part = list.substr(0, list.find(','));
    list.remove_prefix(std::min(part.size() + 1, list.size()));
    const std::vector<std::int64_t> ends = numbersIn(part);
    if (!ends.empty() && number >= ends.front() && number <= ends.back()) return true;
  }
  return false;
}

}  // namespace lk::setup
