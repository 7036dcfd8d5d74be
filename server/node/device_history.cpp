#include "server/node/device_history.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace lk::node {

namespace {

constexpr std::size_t kInPlace = 15;  // characters that a string holds by itself

std::size_t heapOf(const std::string& text) { return text.size() > kInPlace ? text.capacity() + 1 : 0; }

bool isCommand(const HistoryRecord& record) { return record.kind == HistoryKind::Command; }

std::int16_t codeOf(const bus::CommandResult& result) {
  return static_cast<std::int16_t>(std::clamp<int>(result.code, 0, std::numeric_limits<std::int16_t>::max()));
}

HistoryRecord recordOf(std::int64_t atMs, const bus::CommandResult& result) {
  HistoryRecord record;
  record.atMs = atMs;
  record.session = result.session;
  record.kind = HistoryKind::Command;
  record.status = result.status;
  record.durable = result.durable;
  record.code = codeOf(result);
  record.id = result.id;
  record.detail.assign(result.reason, 0, kMaxHistoryText);
  return record;
}

}  // namespace

std::size_t DeviceHistory::bytesOf(const HistoryRecord& record) {
  return sizeof(Entry) + heapOf(record.address) + heapOf(record.id) + heapOf(record.detail);
}

std::size_t DeviceHistory::bytesOf(const std::string& name) {
  constexpr std::size_t kOfMap = 4 * sizeof(void*);  // its node and bucket
  return sizeof(std::string) + sizeof(Device) + kOfMap + heapOf(name);
}

void DeviceHistory::add(const std::string& device, HistoryRecord record) { addTo(touch(device), std::move(record)); }

void DeviceHistory::addTo(Device& device, HistoryRecord record) {
  record.seq = ++m_lastSeq;
  for (std::string* text : {&record.address, &record.id, &record.detail}) {
    if (text->size() > kMaxHistoryText) *text = text->substr(0, kMaxHistoryText);
  }
  put(device, std::move(record));
  noteChange(device, device.entries.back());
  forgetOldDevices(device);
}

void DeviceHistory::addCommand(std::int64_t atMs, const bus::CommandResult& result) {
  Device& device = touch(result.device);
  // The newest first: most change again at once.
  const auto before = std::find_if(device.entries.rbegin(), device.entries.rend(), [&](const Entry& entry) {
    return isCommand(entry.record) && entry.record.id == result.id;
  });
  if (before == device.entries.rend()) return addTo(device, recordOf(atMs, result));
  HistoryRecord& record = before->record;
  m_bytes -= bytesOf(record);
  record.atMs = atMs;
  record.session = result.session;
  record.status = result.status;
  record.code = codeOf(result);
  record.detail.assign(result.reason, 0, kMaxHistoryText);
  m_bytes += bytesOf(record);
  noteChange(device, *before);
  forgetOldDevices(device);
}

void DeviceHistory::restore(HistoryLine line) {
  m_lastSeq = std::max(m_lastSeq, line.record.seq);
  Device& device = touch(line.device);
  const auto before =
      std::ranges::find_if(device.entries, [&](const Entry& entry) { return entry.record.seq == line.record.seq; });
  if (before == device.entries.end()) {
    put(device, std::move(line.record));
  } else {
    m_bytes += bytesOf(line.record);
    m_bytes -= bytesOf(before->record);
    before->record = std::move(line.record);
  }
  forgetOldDevices(device);
}

std::vector<HistoryRecord> DeviceHistory::of(const std::string& device) const {
  std::vector<HistoryRecord> records;
  const auto found = m_devices.find(device);
  if (found == m_devices.end()) return records;
  for (const Entry& entry : found->second.entries) records.push_back(entry.record);
  // A command stands where its fate does, not where it began.
  std::ranges::stable_sort(records, {}, &HistoryRecord::atMs);
  return records;
}

DeviceHistory::Device& DeviceHistory::touch(const std::string& name) {
  const auto [found, isNew] = m_devices.try_emplace(name);
  Device& device = found->second;
  if (isNew) {
    device.name = &found->first;
    // Nothing of it was told before, so there is nothing to tell anew.
    device.told = m_telling;
    m_bytes += bytesOf(name);
  } else {
    unlink(device);
  }
  link(device);
  return device;
}

void DeviceHistory::link(Device& device) {
  device.older = m_newest;
  device.newer = nullptr;
  (m_newest != nullptr ? m_newest->newer : m_oldest) = &device;
  m_newest = &device;
}

void DeviceHistory::unlink(Device& device) {
  if (m_next == &device) m_next = device.newer;
  (device.older != nullptr ? device.older->newer : m_oldest) = device.newer;
  (device.newer != nullptr ? device.newer->older : m_newest) = device.older;
}

void DeviceHistory::put(Device& device, HistoryRecord record) {
  const bool command = isCommand(record);
  m_bytes += bytesOf(record);
  const auto place =
      std::ranges::upper_bound(device.entries, record.seq, {}, [](const Entry& e) { return e.record.seq; });
  device.entries.insert(place, {std::move(record), false});
  shorten(device, command);
}

void DeviceHistory::shorten(Device& device, bool commands) {
  const auto ofKind = [commands](const Entry& entry) { return isCommand(entry.record) == commands; };
  const auto count = static_cast<std::size_t>(std::ranges::count_if(device.entries, ofKind));
  if (count <= (commands ? m_limits.commands : m_limits.connections)) return;
  const auto oldest = std::ranges::find_if(device.entries, ofKind);
  m_bytes -= bytesOf(oldest->record);
  device.entries.erase(oldest);
}

void DeviceHistory::forgetOldDevices(const Device& but) {
  while (m_bytes > m_limits.bytes && m_oldest != &but) {
    Device& device = *m_oldest;
    for (const Entry& entry : device.entries) m_bytes -= bytesOf(entry.record);
    m_bytes -= bytesOf(*device.name);
    unlink(device);
    m_devices.erase(m_devices.find(*device.name));
  }
}

void DeviceHistory::noteChange(Device& device, Entry& entry) {
  if (!m_noting) return;
  entry.untold = true;
  if (std::exchange(device.changed, true)) return;
  m_changed.push_back(*device.name);
}

void DeviceHistory::appendChanges(std::string& out) {
  for (const std::string& name : std::exchange(m_changed, {})) {
    const auto found = m_devices.find(name);
    if (found == m_devices.end()) continue;
    Device& device = found->second;
    device.changed = false;
    if (device.told != m_telling) {
      appendWhole(out, device);
      continue;
    }
    for (Entry& entry : device.entries) {
      if (std::exchange(entry.untold, false)) appendHistoryLine(out, name, entry.record);
    }
  }
}

void DeviceHistory::tellAnew() {
  ++m_telling;
  m_next = m_oldest;
}

bool DeviceHistory::appendSome(std::string& out, std::size_t bytes) {
  const std::size_t enough = out.size() + bytes;
  for (; m_next != nullptr && out.size() < enough; m_next = m_next->newer) {
    if (m_next->told != m_telling) appendWhole(out, *m_next);
  }
  return m_next != nullptr;
}

void DeviceHistory::appendWhole(std::string& out, Device& device) {
  device.told = m_telling;
  for (Entry& entry : device.entries) {
    entry.untold = false;
    appendHistoryLine(out, *device.name, entry.record);
  }
}

}  // namespace lk::node
