#include <cstdlib>

#include "ui/command_memory.h"

using namespace lk::ui;

// The console's own files, in whatever state a disk left them: read within their bounds, and the same once written
// again.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const QByteArray json(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
  if (const auto templates = templatesFromJson(json)) {
    if (templates->size() > kMostTemplates) std::abort();
    for (const CommandTemplate& one : *templates) {
      const bool good = isTemplateName(one.name) && one.ttlS >= 0 && one.timeoutS >= 1 && one.timeoutS <= 300;
      if (!good) std::abort();
    }
    const auto again = templatesFromJson(templatesToJson(*templates));
    if (!again || *again != *templates) std::abort();
  } else if (templates.error().text.empty()) {
    std::abort();
  }
  if (const auto records = historyFromJson(json)) {
    if (records->size() > kMostHistory) std::abort();
    const auto again = historyFromJson(historyToJson(*records));
    if (!again || *again != *records) std::abort();
  } else if (records.error().text.empty()) {
    std::abort();
  }
  return 0;
}
