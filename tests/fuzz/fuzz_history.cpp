#include <cstdlib>

#include "server/node/history_record.h"

using namespace lk::node;

// Any bytes as a line; and what a line could hold, said and read again: what is let through comes back the same.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto again = [](const std::string& device, const HistoryRecord& record) {
    std::string line;
    appendHistoryLine(line, device, record);
    if (line.size() > kMaxHistoryLine || !line.ends_with('\n')) std::abort();
    line.pop_back();
    return parseHistoryLine(line);
  };
  if (const auto parsed = parseHistoryLine(bytes)) {
    if (!lk::isDeviceId(parsed->device) || parsed->record.seq == 0) std::abort();
    const auto same = again(parsed->device, parsed->record);
    if (!same || same->record.atMs != parsed->record.atMs) std::abort();
  }
  HistoryRecord record;
  record.seq = 1 + size;
  record.kind = static_cast<HistoryKind>(size % 5);
  record.address = bytes.substr(0, size / 3);
  record.id = bytes.substr(size / 3, size / 3);
  record.detail = bytes.substr(size / 3 * 2);
  const auto once = again("dev-1", record);
  if (!once) std::abort();
  const auto twice = again(once->device, once->record);
  if (!twice || twice->record.seq != record.seq || twice->record.kind != record.kind) std::abort();
  return 0;
}
