#include "server/setup/text.h"

#include <charconv>

namespace lk::setup {

std::string filled(std::string_view form, const std::vector<std::string>& values) {
  std::string whole;
  whole.reserve(form.size());
  while (!form.empty()) {
    const std::size_t open = form.find('{');
    whole.append(form.substr(0, open));
    if (open == std::string_view::npos) break;
    form.remove_prefix(open);
    std::size_t place = 0;
    const auto [end, bad] = std::from_chars(form.data() + 1, form.data() + form.size(), place);
    const bool isPlace = bad == std::errc() && end != form.data() + form.size() && *end == '}';
    if (!isPlace || place >= values.size()) {
      whole.push_back('{');
      form.remove_prefix(1);
      continue;
    }
    whole.append(values[place]);
    form.remove_prefix(static_cast<std::size_t>(end - form.data()) + 1);
  }
  return whole;
}

std::string Text::plain() const { return filled(form, values); }

}  // namespace lk::setup
