#include <cstdlib>

#include "server/base/vocabulary.h"
#include "ui/csv_text.h"

using namespace lk::ui;

// A file that somebody chose: read within its bounds or refused with a reason, and what is a device is a device.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const QByteArray bytes(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
  const auto table = readCsv(bytes);
  if (!table) {
    if (table.error().text.empty()) std::abort();
    return 0;
  }
  int line = 0;
  for (const CsvTable::Row& row : table->rows) {
    const bool good = row.line > line && row.cells.size() == table->rows.front().cells.size();
    if (!good) std::abort();
    line = row.line;
  }
  const auto list = targetsFromCsv(*table);
  if (!list) {
    if (list.error().text.empty()) std::abort();
    return 0;
  }
  if (list->targets.isEmpty()) std::abort();
  for (const CommandTarget& target : list->targets) {
    const bool good = lk::isDeviceId(target.device.toStdString()) && target.values.size() == list->columns.size();
    if (!good) std::abort();
  }
  return 0;
}
