#include <algorithm>
#include <cstdlib>

#include "server/base/duration.h"
#include "server/base/settings_check.h"
#include "server/base/settings_text.h"
#include "server/base/settings_value.h"

using namespace lk;

// A file is either refused with reasons, or read; and what is written back reads as the same.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto duration = parseDuration(text); duration && duration->count() < 0) std::abort();
  Settings settings;
  const auto isWorded = [](const std::string& wrong) { return !wrong.empty(); };
  const std::vector<std::string> wrong = applySettingsText(text, "file", settings);
  const bool isChecked = std::ranges::all_of(crossCheck(settings), isWorded, &SettingsProblem::text);
  if (!std::ranges::all_of(wrong, isWorded) || !isChecked) std::abort();
  if (!wrong.empty()) return 0;
  for (const std::string_view old : {text, std::string_view()}) {
    Settings again;
    if (!applySettingsText(settingsText(old, settings), "file", again).empty() || !(again == settings)) std::abort();
  }
  return 0;
}
