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

Text spanText(std::int64_t ms) {
  constexpr std::int64_t kSecond = 1000;
  constexpr std::int64_t kMinute = 60 * kSecond;
  constexpr std::int64_t kHour = 60 * kMinute;
  constexpr std::int64_t kTenth = kSecond / 10;
  if (ms < kSecond) return text("{0} ms", ms);
  const bool isWhole = ms % kSecond == 0;
  if (const std::int64_t tenths = (ms + kTenth / 2) / kTenth; !isWhole && tenths < 100) {
    return text("{0} s", std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10));
  }
  if (ms < 2 * kMinute) return text("{0} s", ms / kSecond);
  if (ms < 2 * kHour) return text("{0} min", ms / kMinute);
  if (ms < 48 * kHour) return text("{0} h", ms / kHour);
  return text("{0} d", ms / (24 * kHour));
}

std::string Text::plain() const { return filled(form, values); }

}  // namespace lk::setup
