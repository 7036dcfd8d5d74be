#pragma once

#include <cstddef>
#include <string_view>

namespace lk {

// Which of the words it is shown somebody meant who wrote one that is none of them. The words are in small letters.
class NearestWord {
 public:
  explicit NearestWord(std::string_view written);

  void look(std::string_view word);
  // Empty: none is near enough for a slip. Of several that are as near, the first; it lives as long as what was shown.
  [[nodiscard]] std::string_view found() const { return m_found; }

 private:
  std::string_view m_written;
  std::size_t m_least;
  std::string_view m_found;
};

}  // namespace lk
