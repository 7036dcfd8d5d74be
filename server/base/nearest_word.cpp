#include "server/base/nearest_word.h"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

namespace lk {

namespace {

constexpr std::size_t kLongest = 64;  // what is longer is no slip

// Characters that are to be put in, taken out or changed to make the one of the other, which is in small letters.
std::size_t distance(std::string_view one, std::string_view other) {
  std::vector<std::size_t> row(other.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (const char c : one) {
    std::size_t corner = std::exchange(row[0], row[0] + 1);
    for (std::size_t i = 0; i < other.size(); ++i) {
      const char small = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
      const std::size_t changed = corner + (small == other[i] ? 0 : 1);
      corner = row[i + 1];
      row[i + 1] = std::min({changed, corner + 1, row[i] + 1});
    }
  }
  return row.back();
}

}  // namespace

NearestWord::NearestWord(std::string_view written)
    : m_written(written), m_least(std::max<std::size_t>(written.size() / 3, 1) + 1) {}

void NearestWord::look(std::string_view word) {
  const std::size_t far = m_written.size() > kLongest ? m_least : distance(m_written, word);
  if (far >= m_least) return;
  m_least = far;
  m_found = word;
}

}  // namespace lk
