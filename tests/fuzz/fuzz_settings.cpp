#include <cstdlib>

#include "server/base/address.h"
#include "server/base/duration.h"
#include "server/base/settings_file.h"
#include "server/base/settings_value.h"

using namespace lk;

// A file is either refused with reasons, or read; and what is written back reads as the same.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto duration = parseDuration(text); duration && duration->count() < 0) std::abort();
  if (const auto address = parseAddress(text); address && !parseAddress(address->text())) std::abort();
  Settings settings;
  if (!applySettingsText(text, "file", settings).empty()) return 0;
  Settings again;
  if (!applySettingsText(settingsText(text, settings), "file", again).empty() || !(again == settings)) std::abort();
  return 0;
}
